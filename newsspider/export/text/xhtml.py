"""A body as XHTML that any reader takes: known tags in their places, and nothing that runs."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Literal

from newsspider.export.text import clean_tree
from newsspider.export.text.clean_tree import nodes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bs4 import Tag

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
    """A picture with its caption and credit; "" if its address leads nowhere."""
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

    def blocks(self, parent: Tag) -> list[str]:
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

    def _block(self, node: Tag) -> list[str]:
        if id(node) in self._notes.notes:
            return [self._note(node)]
        if node.name in _HEADINGS:
            return [_element(_HEADINGS[node.name], self._flat(node))]
        if node.name in ("ul", "ol"):
            return self._list(node)
        if node.name == "blockquote":
            return [_element("blockquote", "\n".join(self.blocks(node)))]
        if node.name == "pre":
            return [_element("pre", text(node.get_text()))]
        if node.name == "table":
            return [self._table(node)]
        return ["<hr/>"] if node.name == "hr" else self.blocks(node)

    def _note(self, node: Tag) -> str:
        inside = "\n".join(self.blocks(node))
        label = text(self._notes.notes[id(node)])
        return f'<aside epub:type="footnote" id="note-{label}"><p>{label}.</p>{inside}</aside>'

    def _list(self, node: Tag) -> list[str]:
        items, notes = "", []
        for item in nodes(node):
            if isinstance(item, str):
                items += _element("li", self._inline(item))
            elif id(item) in self._notes.notes:
                notes.append(self._note(item))
            else:
                items += _element(
                    "li", "".join(self._list(item)) if item.name in ("ul", "ol") else self._flow(item)
                )
        return [_element(node.name, items), *notes]

    def _table(self, node: Tag) -> str:
        own = [row for row in node.find_all("tr") if row.find_parent("table") is node]
        caption = "".join(
            _element("caption", self._flat(each))
            for each in node.find_all("caption", recursive=False, limit=1)
        )
        rows = "".join(_element("tr", self._cells(row)) for row in own)
        return f"<table>{caption}{rows}</table>" if rows else _element("p", caption and self._flat(node))

    def _cells(self, row: Tag) -> str:
        cells = [cell for cell in nodes(row) if not isinstance(cell, str) and cell.name in ("td", "th")]
        return "".join(f"<{cell.name}>{self._flow(cell)}</{cell.name}>" for cell in cells)

    def _flow(self, node: Tag) -> str:
        """What *node* holds: a line, or blocks if it has any."""
        if any(clean_tree.has_blocks(child) for child in node.find_all(recursive=False)):
            return "".join(self.blocks(node))
        return self._inside(node)

    def _flat(self, node: Tag) -> str:
        """What *node* holds as a line, whatever blocks are in it."""
        parts = (
            self._flat(child)
            if not isinstance(child, str) and clean_tree.has_blocks(child)
            else self._inline(child)
            for child in nodes(node)
        )
        return "".join(parts)

    def _inside(self, node: Tag, *, in_link: bool = False) -> str:
        return "".join(self._inline(child, in_link=in_link) for child in nodes(node))

    def _inline(self, node: str | Tag, *, in_link: bool = False) -> str:
        if isinstance(node, str):
            return text(node)
        if id(node) in self._notes.marks and not in_link:
            label = text(self._notes.marks[id(node)])
            return f'<a epub:type="noteref" href="#note-{label}">{label}</a>'
        if node.name == "br":
            return "<br/>"
        if node.name == "img":
            return self._image(node, in_link=in_link)
        if node.name == "a":
            return self._link(node, in_link=in_link)
        inside = self._inside(node, in_link=in_link)
        return f"<{node.name}>{inside}</{node.name}>" if node.name in _INLINE and inside else inside

    def _link(self, node: Tag, *, in_link: bool) -> str:
        if id(node) in self._notes.backs:
            return ""
        inside = self._inside(node, in_link=True)
        address = clean_tree.web_address(clean_tree.value(node, "href"), url=self._url)
        return (
            f'<a href="{attribute(address)}">{inside}</a>' if address and inside and not in_link else inside
        )

    def _image(self, node: Tag, *, in_link: bool) -> str:
        address = clean_tree.web_address(clean_tree.value(node, "src"), url=self._url)
        if address is None or (in_link and self._pictures == "linked"):
            return text(clean_tree.value(node, "alt"))
        return _picture(address, clean_tree.value(node, "alt"), self._pictures)


def _element(tag: str, inside: str) -> str:
    """The element; "" if it would be empty."""
    return (
        f"<{tag}>{inside.strip(_SPACE) if tag != 'pre' else inside}</{tag}>" if inside.strip(_SPACE) else ""
    )


_SPACE = " \t\n\r\f"


def figures(images: Iterable[Image], source: str, *, url: str, pictures: Pictures) -> str:
    """The pictures that are not in the body itself."""
    shown = {img.get("src") for img in clean_tree.tree(source).find_all("img")}
    made = (figure(image, url=url, pictures=pictures) for image in images if image.url not in shown)
    return "\n".join(each for each in made if each)
