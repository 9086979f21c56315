"""Reads the body of a page from beginning to end: its place, its lines, its HTML and pictures."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from newsspider.extraction.body import (
    access,
    body_place,
    cleaning,
    filters,
    pictures,
    running_text,
    script_state,
)
from newsspider.extraction.body.body_lines import LINK_BLOCK, LIST_OF_LINKS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsspider.extraction.body.body_lines import ReadFields
    from newsspider.extraction.link_blocks.blocks import PlacedBlock
    from newsspider.extraction.page.tree import Line, Tree
    from newsspider.items import Image
    from newsspider.profiles.site import Layout
    from newsspider.web.document import Document

THIN = 400  # characters; a shorter body is compared with the text in the page's scripts
LONG_CUT = 200  # characters of running text, from which cut text lowers the confidence
LEAST = 0.1  # share of the confidence that remains in any case
_UNSURE = frozenset((
    "above the headline", "above the body", "below the body", "made unlike the body", "not declared",
    "another story", "said again", "link", "pointer", "notice", LIST_OF_LINKS,
))  # fmt: skip
LONGEST_STUB = 4_000  # characters of a text that may be the beginning of a longer one
OF_SCRIPT = 0.5  # confidence in a body that the page does not show


@dataclass(frozen=True, slots=True)
class BodyText:
    """A body: its source, paragraphs, clean HTML and pictures, and how it came about.

    `prose` and `removed` (the lines at the body's place that are not body) are there where the page
    shows the body.
    """

    source: str
    confidence: float
    paragraphs: tuple[str, ...]
    html: str
    images: tuple[Image, ...] = ()
    guesses: tuple[tuple[str, float, int], ...] = ()
    has_wall: bool = False
    has_gate: bool = False
    prose: running_text.Prose | None = None
    removed: tuple[tuple[Line, str], ...] = ()

    def left_out(self) -> Iterator[tuple[str, str]]:
        """The lines that are not body, each with the reason, in page order."""
        if self.prose is None:
            return
        reasons = {line.key: reason for line, reason in self.removed}
        for line in self.prose.tree.lines:
            if line.key in reasons or self.prose.is_excluded(line):
                yield line.text, reasons.get(line.key) or self.prose.reason_of(line)


def read(
    document: Document,
    page: Tree,
    blocks: tuple[PlacedBlock, ...],
    fields: ReadFields,
    *,
    layout: Layout | None = None,
) -> BodyText:
    """The body of a page without its link blocks; the one in its scripts where the page shows none."""
    prose = running_text.read(page, _left_out(document, page, blocks, layout, fields.place))
    body = body_place.find_body(document, prose, layout, fields.place)
    images, captions = pictures.pictures(body, prose, document)
    found = filters.filter_lines(body.lines(page), prose, fields, captions)
    if body.post:
        found = filters.or_whole_post(found, page, body.post, fields)
    paragraphs = cleaning.paragraphs(found.kept, page, document)
    size = sum(len(one.text) for one in paragraphs)
    if size * page.scale < THIN and (hidden := _from_scripts(document, size, fields.headline)) is not None:
        return hidden
    return BodyText(
        source=body.source,
        confidence=_confidence(body.confidence, found, prose),
        paragraphs=tuple(one.text for one in paragraphs),
        html=cleaning.as_html(paragraphs, page),
        images=images,
        guesses=body.guesses,
        has_wall="paywall" in prose.reasons.values(),
        has_gate=size * page.scale < LONGEST_STUB and _has_gate(found, page),
        prose=prose,
        removed=tuple(found.removed),
    )


def _left_out(
    document: Document, page: Tree, blocks: tuple[PlacedBlock, ...], layout: Layout | None, headline: int
) -> dict[int, str]:
    """The elements that the layout removes, and those of link blocks, each with the reason.

    An element that holds the headline and most of the text stays, even if a link block was found in it.
    """
    removed = {e: f"removed:{css}" for css in (layout.remove if layout else ()) for e in document.select(css)}
    places = {page.places[e]: reason for e, reason in removed.items() if e in page.places}
    total = page.prose_chars(0)
    return places | {
        n: LINK_BLOCK
        for block in blocks
        for n in block.places
        if not (headline and page.is_inside(headline, n) and 2 * page.prose_chars(n) > total)
    }


def _from_scripts(document: Document, size: int, headline: str | None) -> BodyText | None:
    """The body in the page's scripts, if it is at least twice as long as the one that the page shows."""
    found = script_state.body(document, headline)
    if found is None or sum(map(len, found[0])) < size * 2:
        return None
    paragraphs, source = found
    html = "\n".join(f"<p>{escape(text, quote=False)}</p>" for text in paragraphs)
    return BodyText(source, OF_SCRIPT, paragraphs, html)


def _confidence(confidence: float, found: filters.Filtered, prose: running_text.Prose) -> float:
    """The confidence in a body, lowered by the share of running text that was cut without certainty."""
    kept = sum(prose.weights[line.key] for line in found.kept)
    cut = sum(prose.weights[line.key] for line, reason in found.removed if reason in _UNSURE)
    if cut * prose.tree.scale < LONG_CUT:
        return confidence
    return round(confidence * max(LEAST, kept / (kept + cut)), 2)


def _has_gate(found: filters.Filtered, page: Tree) -> bool:
    """Whether a line from the beginning of the text to right below it says that the rest is kept back."""
    if not found.kept:
        return False
    first, last = found.kept[0].key, found.kept[-1].key
    return access.has_gate_sentence(page.lines[first : last + 1 + access.GATE_LINES])
