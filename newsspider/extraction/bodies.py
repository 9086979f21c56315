"""Where the body of an article is on its page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import html as lxml_html

from newsspider.extraction.blocks import is_furniture
from newsspider.text import squeeze

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from newsspider.document import Document
    from newsspider.profiles.site import Layout

SHORTEST = 40  # letters of running text that make a paragraph
HOLDS = 0.6  # share of the running text that a part must hold to be chosen over the whole

_BLOCKS = frozenset(
    ("p", "div", "td", "li", "pre", "body", "article", "section", "main", "blockquote", "center", "dd", "th")
)
_NO_TEXT = frozenset(("script", "style", "noscript", "a", "form", "select", "button", "title"))
_MARKED = ('[itemprop="articleBody"]', "article", "main")


@dataclass(frozen=True, kw_only=True, slots=True)
class Body:
    """The parts of a page that hold the body, who chose them and how far that is trusted."""

    parts: tuple[HtmlElement, ...]
    source: str
    confidence: float


def body_of(document: Document, layout: Layout | None = None) -> Body:
    """The body's place: as the layout selects it, between marks, or where most running text stands."""
    for css in layout.select.get("body", ()) if layout else ():
        if parts := document.select(css):
            return Body(parts=_outermost(parts), source=f"selected:{css}", confidence=1.0)
    if (marked := _between_comments(document)) is not None:
        return Body(parts=(marked,), source="declared:enpcontent", confidence=0.95)
    prose = _prose(document.root)
    whole = document.root.find("body")
    whole = document.root if whole is None else whole
    total = prose.get(whole, 0)
    marked = _marked(document, prose)
    part = _densest(whole if marked is None else marked, prose)
    share = prose.get(part, 0) / total if total else 0.0
    confidence = round(share * min(1.0, prose.get(part, 0) / 500), 2)
    return Body(parts=(part,), source="inferred:density", confidence=confidence)


def _outermost(parts: list[HtmlElement]) -> tuple[HtmlElement, ...]:
    chosen = set(parts)
    return tuple(part for part in parts if not chosen.intersection(part.iterancestors()))


def _between_comments(document: Document) -> HtmlElement | None:
    """What stands between the inner pair of the comments `enpcontent`, moved into an element of its own."""
    comments = [c for c in document.root.xpath("//comment()") if (c.text or "").strip() == "enpcontent"]
    if not comments:
        return None
    start = comments[-1]
    inside = lxml_html.Element("div")
    inside.text = start.tail
    for part in list(start.itersiblings()):
        if not isinstance(part.tag, str) and (part.text or "").strip() == "/enpcontent":
            break
        inside.append(part)
    start.tail = None
    start.addnext(inside)
    return inside


def _prose(root: HtmlElement) -> dict[HtmlElement, int]:
    """How much running text, links aside, each element holds."""
    own: dict[HtmlElement, int] = {}
    for text in root.xpath("//body//text()"):
        holder = text.getparent()
        around = holder.getparent() if text.is_tail else holder
        chain = [] if around is None else [around, *around.iterancestors()]
        if not isinstance(getattr(holder, "tag", None), str) and not text.is_tail:
            continue
        if any(e.tag in _NO_TEXT for e in chain):
            continue
        block = next((e for e in chain if e.tag in _BLOCKS), None)
        if block is not None:
            own[block] = own.get(block, 0) + len(squeeze(text))
    held: dict[HtmlElement, int] = {}
    for block, size in own.items():
        if size >= SHORTEST and not is_furniture(block):
            for element in (block, *block.iterancestors()):
                held[element] = held.get(element, 0) + size
    return held


def _marked(document: Document, prose: dict[HtmlElement, int]) -> HtmlElement | None:
    """The one element that the page marks as its article, if it has running text."""
    for css in _MARKED:
        found = [e for e in document.select(css) if prose.get(e, 0)]
        if len(found) == 1:
            return found[0]
    return None


def _densest(start: HtmlElement, prose: dict[HtmlElement, int]) -> HtmlElement:
    """The smallest part that still holds most of the running text; never a single paragraph."""
    here = start
    while True:
        best = max(here, key=lambda child: prose.get(child, 0), default=None)
        if best is None or best.tag in ("p", "pre", "blockquote", "li"):
            return here
        if not prose.get(best, 0) or prose[best] < prose.get(here, 0) * HOLDS:
            return here
        here = best
