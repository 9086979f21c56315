"""A body as XHTML that any reader takes: known tags in their places, and nothing that runs."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Literal

from newsspider.export.text import clean_tree
from newsspider.export.text.clean_tree import Node, nodes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newsspider.items import Image

Pictures = Literal["shown", "linked"]
Notes = Literal["links", "popups"]

_LINE_TAGS = "abbr b cite code del dfn em i ins kbd mark q s samp small strong sub sup u var"
_INLINE = frozenset(_LINE_TAGS.split())
_HEADINGS = {"h1": "h2", **{f"h{level}": f"h{level}" for level in range(2, 7)}}


def text(words: str | None) -> str:
    """*words* as the text of an element."""
    return escape(clean_tree.writable(words or ""), quote=False)


def attribute(words: str | None) -> str:
    """*words* as the value of an attribute."""
    return escape(clean_tree.writable(words or ""))


def body(source: str, *, url: str, pictures: Pictures, notes: Notes = "links") -> str:
    """The body of the page at *url*, its blocks in lines of their own.

    *pictures* are shown from their addresses or linked to.  With *notes* as `popups`, footnotes are
    EPUB's: a reader opens them over the text.
    """
    tree = clean_tree.tree(source)
    found = clean_tree.find_notes(tree, url=url) if notes == "popups" else clean_tree.NO_NOTES
    return "\n".join(_Writer(url, pictures, found).blocks(tree))


def figure(image: Image, *, url: str, pictures: Pictures) -> str:
    """A picture with its caption and credit; empty where its address leads nowhere."""
    address = clean_tree.web_address(image.url, url=url)
    if address is None:
        return ""
    told = " · ".join(text(part) for part in (image.caption, image.credit) if part)
    caption = f"<figcaption>{told}</figcaption>" if told else ""
    return f"<figure>{_picture(address, image.alt, pictures)}{caption}</figure>"


def _picture(address: str, alt: str | None, pictures: Pictures) -> str:
    if pictures == "shown":
        return f'<img src="{attribute(address)}" alt="{attribute(alt)}"/>'
    return f'<a href="{attribute(address)}">{text((alt or "").strip() or address)}</a>'


class _Writer:
    """Writes one body; knows its address and its footnotes."""

    def __init__(self, url: str, pictures: Pictures, notes: clean_tree.Notes) -> None:
        self._url, self._pictures, self._notes = url, pictures, notes

    def blocks(self, parent: Node) -> list[str]:
        """The blocks in *parent*; text between them makes paragraphs of its own."""
        written: list[str] = []
        loose = ""
        for node in nodes(parent):
            if isinstance(node, str) or not clean_tree.has_blocks(node):
                loose += self._inline(node)
                continue
            written += [_element("p", loose), *self._block(node)]
            loose = ""
        return [block for block in (*written, _element("p", loose)) if block]

    def _block(self, node: Node) -> list[str]:
        if node in self._notes.notes:
            return [self._note(node)]
        if node.tag in _HEADINGS:
            return [_element(_HEADINGS[node.tag], self._flat(node))]
        if node.tag in ("ul", "ol"):
            return self._list(node)
        if node.tag == "blockquote":
            return [_element("blockquote", "\n".join(self.blocks(node)))]
        if node.tag == "pre":
            return [_element("pre", text(node.text_content()))]
        if node.tag == "table":
            return [self._table(node)]
        return ["<hr/>"] if node.tag == "hr" else self.blocks(node)

    def _note(self, node: Node) -> str:
        inside = "\n".join(self.blocks(node))
        label = text(self._notes.notes[node])
        return f'<aside epub:type="footnote" id="note-{label}"><p>{label}.</p>{inside}</aside>'

    def _list(self, node: Node) -> list[str]:
        items, notes = "", []
        for item in nodes(node):
            if item in self._notes.notes:
                notes.append(self._note(item))
            elif isinstance(item, str):
                items += _element("li", self._inline(item))
            else:
                items += _element(
                    "li", "".join(self._list(item)) if item.tag in ("ul", "ol") else self._flow(item)
                )
        return [_element(node.tag, items), *notes]

    def _table(self, node: Node) -> str:
        own = [row for row in node.iter("tr") if next(row.iterancestors("table")) is node]
        caption = "".join(_element("caption", self._flat(each)) for each in node.findall("caption")[:1])
        rows = "".join(_element("tr", self._cells(row)) for row in own)
        return f"<table>{caption}{rows}</table>" if rows else _element("p", caption and self._flat(node))

    def _cells(self, row: Node) -> str:
        cells = [cell for cell in nodes(row) if not isinstance(cell, str) and cell.tag in ("td", "th")]
        return "".join(f"<{cell.tag}>{self._flow(cell)}</{cell.tag}>" for cell in cells)

    def _flow(self, node: Node) -> str:
        """What *node* holds: a line, or blocks where it has some."""
        if any(clean_tree.has_blocks(child) for child in node if isinstance(child.tag, str)):
            return "".join(self.blocks(node))
        return self._inside(node)

    def _flat(self, node: Node) -> str:
        """What *node* holds as a line, whatever blocks are in it."""
        parts = (
            self._flat(child)
            if not isinstance(child, str) and clean_tree.has_blocks(child)
            else self._inline(child)
            for child in nodes(node)
        )
        return "".join(parts)

    def _inside(self, node: Node, *, in_link: bool = False) -> str:
        return "".join(self._inline(child, in_link=in_link) for child in nodes(node))

    def _inline(self, node: str | Node, *, in_link: bool = False) -> str:
        if isinstance(node, str):
            return text(node)
        if node in self._notes.marks and not in_link:
            label = text(self._notes.marks[node])
            return f'<a epub:type="noteref" href="#note-{label}">{label}</a>'
        if node.tag == "br":
            return "<br/>"
        if node.tag == "img":
            return self._image(node, in_link=in_link)
        if node.tag == "a":
            return self._link(node, in_link=in_link)
        inside = self._inside(node, in_link=in_link)
        return f"<{node.tag}>{inside}</{node.tag}>" if node.tag in _INLINE and inside else inside

    def _link(self, node: Node, *, in_link: bool) -> str:
        if node in self._notes.backs:
            return ""
        inside = self._inside(node, in_link=True)
        address = clean_tree.web_address(node.get("href"), url=self._url)
        return (
            f'<a href="{attribute(address)}">{inside}</a>' if address and inside and not in_link else inside
        )

    def _image(self, node: Node, *, in_link: bool) -> str:
        address = clean_tree.web_address(node.get("src"), url=self._url)
        if address is None or (in_link and self._pictures == "linked"):
            return text(node.get("alt"))
        return _picture(address, node.get("alt"), self._pictures)


def _element(tag: str, inside: str) -> str:
    """The element; nothing where it would be empty."""
    return (
        f"<{tag}>{inside.strip(_SPACE) if tag != 'pre' else inside}</{tag}>" if inside.strip(_SPACE) else ""
    )


_SPACE = " \t\n\r\f"


def figures(images: Iterable[Image], source: str, *, url: str, pictures: Pictures) -> str:
    """The pictures that do not stand in the body itself."""
    shown = {img.get("src") for img in clean_tree.tree(source).iter("img")}
    made = (figure(image, url=url, pictures=pictures) for image in images if image.url not in shown)
    return "\n".join(each for each in made if each)
