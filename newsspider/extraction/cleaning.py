"""The chosen part of a page made clean: paragraphs, allow-listed HTML, pictures with their captions.

Only this part goes through BeautifulSoup, for a soup of the whole page costs 15 to 20 times its parse.
"""

from __future__ import annotations

import re
from copy import deepcopy
from dataclasses import dataclass, field, replace
from html import escape
from typing import TYPE_CHECKING

from bs4 import BeautifulSoup, NavigableString, Tag
from bs4.element import PreformattedString
from lxml import etree

from newsspider.extraction import signs
from newsspider.items import Image
from newsspider.text import squeeze

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from lxml.html import HtmlElement

    from newsspider.document import Document

INLINE_KEPT = {
    "em": "em",
    "i": "em",
    "cite": "em",
    "strong": "strong",
    "b": "strong",
    "sub": "sub",
    "sup": "sup",
    "code": "code",
    "tt": "code",
    "kbd": "code",
    "samp": "code",
}
BLOCKS = {"h1": "h2", **{h: h for h in ("h2", "h3", "h4", "h5", "h6")}, "dt": "p", "dd": "p"}
MOST_CELLS = 8_000  # of one table; more is data, not an article
_PRE = frozenset(("pre", "listing", "xmp", "plaintext"))
_SPACES = re.compile(r"[ \t\r\n\f\v\u00a0\u3000]+")
_LINES = re.compile(r"\s*\n\s*")
_TAGS = re.compile(r"<[^>]+>")


@dataclass(frozen=True, kw_only=True, slots=True)
class Block:
    """One paragraph, heading, item of a list, table row or passage of code.

    `text` is plain, `html` its inside as clean HTML, `linked` how many of its characters are links.
    `group` tells lists, quotations and tables apart; `nesting` is the tags around it, outermost first.
    """

    kind: str
    text: str
    html: str
    linked: int = 0
    nesting: tuple[tuple[str, int], ...] = ()
    is_centred: bool = False
    images: tuple[Image, ...] = ()


@dataclass(slots=True)
class _Line:
    """A block in the making."""

    html: list[str] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    images: list[Image] = field(default_factory=list)
    linked: int = 0
    breaks: int = 0


def clean(
    elements: Sequence[HtmlElement],
    *,
    left_out: Iterable[HtmlElement],
    document: Document,
    captions: Iterable[HtmlElement] = (),
) -> list[Block]:
    """The blocks of the chosen elements in order, without those in *left_out*; *captions* are pictures' parts."""
    gone, told = frozenset(left_out), frozenset(captions)
    markup = "".join(_cut(element, gone, told) for element in elements)
    soup = BeautifulSoup(markup, "lxml")
    reader = _Reader(document)
    reader.read(soup.body or soup)
    return reader.blocks


def _cut(element: HtmlElement, gone: frozenset[HtmlElement], captions: frozenset[HtmlElement]) -> str:
    """The markup of a copy of the element without what is left out; captions become figures."""
    copied = deepcopy(element)
    copied.tail = None
    if gone or captions:
        removed = []
        for own, copy in zip(element.iter(), copied.iter(), strict=True):
            if own in gone:
                removed.append(copy)
            elif own in captions:
                copy.tag = "figure"
        for copy in removed:
            if copy is not copied and copy.getparent() is not None:
                copy.drop_tree()
    etree.strip_elements(copied, *signs.SILENT, with_tail=False)
    return etree.tostring(copied, encoding="unicode", method="html")


class _Reader:
    """Walks through a soup and gathers blocks."""

    def __init__(self, document: Document) -> None:
        self.blocks: list[Block] = []
        self._document = document
        self._line = _Line()
        self._nesting: list[tuple[str, int]] = []
        self._count = 0
        self._open: list[str] = []  # inline tags that are open: closed and opened again around a block

    def read(self, top: Tag) -> None:
        """Reads everything inside the tag."""
        stack: list[tuple[Tag | NavigableString, bool]] = [(child, False) for child in reversed(top.contents)]  # type: ignore[misc]
        closers: list[tuple[str, str]] = []
        while stack:
            item, is_end = stack.pop()
            if is_end:
                self._end(item, closers)
                continue
            if isinstance(item, NavigableString):
                if not isinstance(item, PreformattedString):
                    self._words(str(item))
                continue
            if self._start(item, closers):
                stack.append((item, True))
                stack.extend((child, False) for child in reversed(item.contents))  # type: ignore[misc]
        self._finish("p")

    # -- elements

    def _start(self, tag: Tag, closers: list[tuple[str, str]]) -> bool:
        """Begins an element; says whether its inside is to be read."""
        name = tag.name
        if name in _PRE:
            self._finish("p")
            self._code(tag)
            return False
        if name in ("figure", "figcaption"):
            self._figure(tag)
            return False
        if name == "img":
            self._image(tag)
            return False
        if name == "br":
            self._break()
            return False
        if name == "table":
            if _is_data(tag):
                self._finish("p")
                self._table(tag)
                return False
            self._finish("p")
            return True
        if name == "a":
            closers.append(self._anchor(tag))
            return True
        if name in INLINE_KEPT:
            kept = INLINE_KEPT[name]
            self._line.html.append(f"<{kept}>")
            self._open.append(kept)
            closers.append((name, f"</{kept}>"))
            return True
        if name in signs.INLINE:
            closers.append((name, ""))
            return True
        self._finish("p")
        if name in ("ul", "ol", "blockquote"):
            self._count += 1
            self._nesting.append((name, self._count))
        elif name == "li":
            self._count += 1
            self._nesting.append(("li", self._count))
        closers.append((name, ""))
        return True

    def _end(self, tag: Tag | NavigableString, closers: list[tuple[str, str]]) -> None:
        assert isinstance(tag, Tag)
        name = tag.name
        if name == "table":
            self._finish("p")
            return
        _, closing = closers.pop()
        if name in signs.INLINE:
            if closing:
                self._line.html.append(closing)
                if closing != "</a>" and self._open:
                    self._open.pop()
                elif self._open and self._open[-1].startswith("a "):
                    self._open.pop()
            return
        self._finish(BLOCKS.get(name, "p"), is_centred=_is_centred(tag))
        if self._nesting and self._nesting[-1][0] == name:
            self._nesting.pop()

    def _anchor(self, tag: Tag) -> tuple[str, str]:
        href = tag.get("href")
        url = self._document.absolute(href) if isinstance(href, str) else None
        self._line.linked += len(squeeze(tag.get_text())) if href else 0
        if url is None:
            return ("a", "")
        opening = f'a href="{escape(url)}"'
        self._line.html.append(f"<{opening}>")
        self._open.append(opening)
        return ("a", "</a>")

    # -- text

    def _words(self, text: str) -> None:
        self._line.text.append(text)
        self._line.html.append(escape(_SPACES.sub(" ", text), quote=False))
        if text.strip():
            self._line.breaks = 0

    def _break(self) -> None:
        self._line.breaks += 1
        if self._line.breaks > 1:
            self._finish("p")
        else:
            self._line.text.append("\x00")
            self._line.html.append("<br>")

    def _finish(self, kind: str, *, is_centred: bool = False) -> None:
        """Ends the block in the making."""
        line = self._line
        text = "\n".join(part for piece in "".join(line.text).split("\x00") if (part := squeeze(piece)))
        self._line = _Line()
        self._line.html.extend(f"<{name}>" for name in self._open)
        if not text and not line.images:
            return
        closing = "".join(f"</{name.split()[0]}>" for name in reversed(self._open))
        self.blocks.append(
            Block(
                kind=kind,
                text=text,
                html=_tidy("".join(line.html) + closing),
                linked=min(line.linked, len(text)),
                nesting=tuple(self._nesting),
                is_centred=is_centred,
                images=tuple(line.images),
            )
        )

    def _code(self, tag: Tag) -> None:
        """A passage of code or typewriter text: its lines are kept."""
        for line_break in tag.find_all("br"):
            line_break.replace_with("\n")
        text = "\n".join(line.rstrip() for line in tag.get_text().expandtabs().splitlines()).strip("\n")
        if text.strip():
            self.blocks.append(
                Block(kind="pre", text=text, html=escape(text, quote=False), nesting=tuple(self._nesting))
            )

    def _table(self, table: Tag) -> None:
        """A table of facts: a block for each row."""
        self._count += 1
        nesting = (*self._nesting, ("table", self._count))
        for row in table.find_all("tr")[:MOST_CELLS]:
            cells = [
                (cell.name, squeeze(cell.get_text(" ")))
                for cell in row.find_all(("td", "th"))
                if cell.find_parent("tr") is row
            ]
            text = " | ".join(words for _, words in cells if words)
            markup = "".join(f"<{name}>{escape(words, quote=False)}</{name}>" for name, words in cells)
            if text:
                self.blocks.append(Block(kind="tr", text=text, html=markup, nesting=nesting))

    # -- pictures

    def _image(self, tag: Tag) -> None:
        if image := self._picture(tag):
            self._line.images.append(image)
            alt = f' alt="{escape(image.alt)}"' if image.alt else ""
            self._line.html.append(f'<img src="{escape(image.url)}"{alt}>')

    def _picture(self, tag: Tag) -> Image | None:
        """The picture of an `img`, None for what only spaces or counts."""
        for name in ("data-src", "data-original", "data-lazy-src", "src"):
            src = tag.get(name)
            if isinstance(src, str) and src.strip() and not src.startswith("data:"):
                break
        else:
            return None
        if _is_tiny(tag) or not (url := self._document.absolute(src)):
            return None
        alt = tag.get("alt")
        return Image(url=url, alt=squeeze(alt) or None if isinstance(alt, str) else None)

    def _figure(self, tag: Tag) -> None:
        """A figure gives pictures; its words are their caption and in no paragraph."""
        caption = tag if tag.name == "figcaption" else tag.find("figcaption")
        text = squeeze((caption if isinstance(caption, Tag) else tag).get_text(" ")) or None
        images = [image for found in tag.find_all("img") if (image := self._picture(found))]
        if images:
            images[0] = _captioned(images[0], text)
            self.blocks.append(Block(kind="figure", text="", html="", images=tuple(images)))
        elif text and self.blocks and self.blocks[-1].images:
            last = self.blocks[-1]
            if last.images[-1].caption is None:
                images = [*last.images[:-1], _captioned(last.images[-1], text)]
                self.blocks[-1] = replace(last, images=tuple(images))


_CREDIT = re.compile(
    r"[(（\[]\s*([^()（）\[\]]{2,80})\s*[)）\]]\s*[.。]?$"
    r"|(?:photos?|images?|pictures?|credits?|foto|bild|图|摄影)\s*(?:by|credit|von|:|：|/)+\s*([^|:]{2,80})$",
    re.IGNORECASE,
)
_TINY = re.compile(r"spacer|pixel|blank\.|clear\.gif|1x1|transparent|/icons?/|bullet|dot\.gif", re.IGNORECASE)


def _captioned(image: Image, text: str | None) -> Image:
    """The picture with its caption, and the credit that stands in it."""
    if not text:
        return image
    found = _CREDIT.search(text)
    return replace(image, caption=text, credit=(found[1] or found[2]).strip() if found else None)


def with_captions(blocks: Sequence[Block]) -> list[Block]:
    """The blocks where a centred line below a picture has become its caption."""
    kept: list[Block] = []
    for block in blocks:
        last = kept[-1] if kept else None
        if last and _is_caption(block, last):
            images = (*last.images[:-1], _captioned(last.images[-1], block.text))
            kept[-1] = replace(last, images=images)
        else:
            kept.append(block)
    return kept


LONGEST_CAPTION = 300  # characters


def _is_caption(block: Block, last: Block) -> bool:
    """Whether a block tells what is on the picture in the block before."""
    if not last.images or last.text or last.images[-1].caption or block.images or block.kind != "p":
        return False
    if len(block.text) > LONGEST_CAPTION or not block.text:
        return False
    return block.is_centred or bool(_CREDIT.search(block.text) and len(block.text) < LONGEST_CAPTION)


def _is_centred(tag: Tag) -> bool:
    align, style = tag.get("align"), tag.get("style")
    return (isinstance(align, str) and align.lower() == "center") or (
        isinstance(style, str) and re.search(r"text-align\s*:\s*center", style, re.IGNORECASE) is not None
    )


def _is_tiny(tag: Tag) -> bool:
    """Whether a picture is too small to be one, or named like a spacer."""
    sizes = []
    for name in ("width", "height"):
        said = tag.get(name)
        if isinstance(said, str) and (digits := re.match(r"\s*(\d+)(?:px)?\s*$", said)):
            sizes.append(int(digits[1]))
    src = tag.get("src")
    return any(size < 40 for size in sizes) or (isinstance(src, str) and _TINY.search(src) is not None)


def _is_data(table: Tag) -> bool:
    """Whether a table holds facts, and is no frame for the layout."""
    if table.find("table") is not None or table.find_parent("table") is not None and not table.find("th"):
        return False
    rows = table.find_all("tr")
    cells = table.find_all(("td", "th"))
    if len(rows) < 2 or len(cells) < 4 or len(cells) > MOST_CELLS:
        return False
    longest = max(len(cell.get_text()) for cell in cells)
    return longest < 250 and len(cells) >= 2 * len(rows) - 1


def _tidy(html: str) -> str:
    """Inline HTML without blanks and breaks at its ends, and without empty elements."""
    html = re.sub(r"<(em|strong|sub|sup|code)>\s*</\1>|<a [^>]*>\s*</a>", "", html)
    return re.sub(r"^(?:\s|<br>)+|(?:\s|<br>)+$", "", html)


def markup(blocks: Sequence[Block]) -> str:
    """The blocks as clean HTML, lists, quotations and tables put together again."""
    parts: list[str] = []
    open_: list[tuple[str, int]] = []
    for block in blocks:
        inside = _inside(block)
        if not inside:
            continue
        shared = 0
        while shared < min(len(open_), len(block.nesting)) and open_[shared] == block.nesting[shared]:
            shared += 1
        parts.extend(f"</{name}>" for name, _ in reversed(open_[shared:]))
        parts.extend(f"<{name}>" for name, _ in block.nesting[shared:])
        open_ = list(block.nesting)
        parts.append(inside)
    parts.extend(f"</{name}>" for name, _ in reversed(open_))
    return "".join(parts)


def _inside(block: Block) -> str:
    if block.kind == "figure":
        return "".join(
            f'<p><img src="{escape(i.url)}" alt="{escape(i.alt or "")}"></p>' for i in block.images
        )
    if not block.html:
        return ""
    if block.nesting and block.nesting[-1][0] == "li" and block.kind == "p":
        return block.html if not block.html.startswith("<p") else block.html
    return f"<{block.kind}>{block.html}</{block.kind}>"
