"""The chosen part of a page as paragraphs, clean HTML and pictures."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from html import escape
from typing import TYPE_CHECKING

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PreformattedString, Tag

from newsspider.items import Image
from newsspider.text import squeeze

if TYPE_CHECKING:
    from newsspider.document import Document

LONGEST_CAPTION = 400
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "div",
        "dl",
        "dt",
        "figcaption",
        "figure",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "html",
        "hr",
        "li",
        "main",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
_DROPPED = frozenset(
    [
        "script",
        "style",
        "noscript",
        "form",
        "iframe",
        "object",
        "select",
        "button",
        "input",
        "template",
        "nav",
        "footer",
        "svg",
    ]
)
_INLINE = {"a": "a", "em": "em", "i": "em", "strong": "strong", "b": "strong", "code": "code", "tt": "code"}
_KEPT = frozenset(("h2", "h3", "h4", "h5", "h6", "pre", "blockquote", "li"))
_CENTRED = re.compile(r"text-align:\s*center", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True, slots=True)
class Paragraph:
    """One paragraph: its text, its clean HTML and the share of its text that is links."""

    text: str
    tag: str
    html: str
    link_share: float = 0.0


@dataclass(kw_only=True, slots=True)
class _Reader:
    """Walks a part of a page and collects its paragraphs."""

    document: Document
    paragraphs: list[Paragraph] = field(default_factory=list)
    images: list[Image] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    markup: list[str] = field(default_factory=list)
    opened: list[tuple[str, str]] = field(default_factory=list)
    linked: int = 0
    breaks: int = 0
    is_after_image: bool = False

    def visit(self, tag: Tag, kind: str) -> None:
        """Collects what is inside a tag; *kind* is the tag its paragraphs get."""
        for child in tag.children:
            if isinstance(child, Tag):
                self.tag(child, kind)
            elif isinstance(child, NavigableString) and not isinstance(child, PreformattedString):
                self.say(str(child), kind)

    def tag(self, tag: Tag, kind: str) -> None:
        if tag.name in _DROPPED:
            return
        if tag.name == "br":
            self.line(kind)
        elif tag.name == "img":
            self.image(tag)
        elif tag.name in _BLOCKS or tag.find(list(_BLOCKS)):
            self.block(tag, kind)
        else:
            self.inline(tag, kind)

    def block(self, tag: Tag, kind: str) -> None:
        self.end(kind)
        is_caption = tag.name in ("figcaption", "caption") or (self.is_after_image and _is_centred(tag))
        own = "caption" if is_caption else tag.name if tag.name in _KEPT else kind
        self.visit(tag, own)
        self.end(own)

    def inline(self, tag: Tag, kind: str) -> None:
        name = _INLINE.get(tag.name)
        before = len("".join(self.words))
        if name:
            self.opened.append((_opening(tag, name, self.document), f"</{name}>"))
            self.markup.append(self.opened[-1][0])
        self.visit(tag, kind)
        if name:
            self.markup.append(self.opened.pop()[1])
        if tag.name == "a":
            self.linked += max(0, len("".join(self.words)) - before)

    def say(self, text: str, kind: str) -> None:
        if text.strip():
            self.breaks = 0
        elif kind != "pre" and not self.words:
            return
        self.words.append(text)
        self.markup.append(escape(text, quote=False))

    def line(self, kind: str) -> None:
        self.breaks += 1
        if self.breaks > 1 and kind != "pre":
            self.end(kind)
            return
        self.words.append("\n")
        self.markup.append("\n" if kind == "pre" else "<br>")

    def image(self, tag: Tag) -> None:
        source = str(tag.get("data-src") or tag.get("src") or "")
        url = None if source.startswith("data:") else self.document.absolute(source) if source else None
        if url:
            self.images.append(Image(url=url, alt=squeeze(str(tag.get("alt") or "")) or None))
            self.is_after_image = True

    def end(self, kind: str) -> None:
        """Closes the paragraph that is open."""
        written = "".join(self.words)
        text = written.strip("\n").rstrip() if kind == "pre" else squeeze(written)
        markup = "".join([*self.markup, *(close for _, close in reversed(self.opened))])
        linked, self.linked, self.breaks = self.linked, 0, 0
        self.words, self.markup = [], [start for start, _ in self.opened]
        if not text.strip():
            return
        if kind == "caption" and self.images and len(text) <= LONGEST_CAPTION:
            self.images[-1] = replace(self.images[-1], caption=text)
        else:
            tag = kind if kind in _KEPT else "p"
            clean = markup.strip("\n") if tag == "pre" else re.sub(r"(?:<br>)+$", "", squeeze(markup))
            share = min(1.0, linked / max(1, len(text)))
            self.paragraphs.append(Paragraph(text=text, tag=tag, html=clean, link_share=share))
        self.is_after_image = False


def read(html: str, document: Document) -> tuple[tuple[Paragraph, ...], tuple[Image, ...]]:
    """The paragraphs and the pictures of a part of a page, in reading order."""
    reader = _Reader(document=document)
    reader.visit(BeautifulSoup(html, "lxml"), "p")
    reader.end("p")
    return tuple(reader.paragraphs), tuple(reader.images)


def as_html(paragraphs: tuple[Paragraph, ...]) -> str:
    """The paragraphs as clean HTML, list items in lists."""
    lines: list[str] = []
    for n, one in enumerate(paragraphs):
        if one.tag == "li" and (n == 0 or paragraphs[n - 1].tag != "li"):
            lines.append("<ul>")
        lines.append(f"<{one.tag}>{one.html}</{one.tag}>")
        if one.tag == "li" and (n + 1 == len(paragraphs) or paragraphs[n + 1].tag != "li"):
            lines.append("</ul>")
    return "\n".join(lines)


def _is_centred(tag: Tag) -> bool:
    return str(tag.get("align")).lower() == "center" or bool(_CENTRED.search(str(tag.get("style") or "")))


def _opening(tag: Tag, name: str, document: Document) -> str:
    url = document.absolute(str(tag.get("href") or "")) if name == "a" and tag.get("href") else None
    return f'<a href="{escape(url)}">' if url else f"<{name}>"
