"""The body of a page from beginning to end: what is left out, which guess, its lines, its HTML."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from newsspider.extraction.body import (
    body_guesses,
    boundaries,
    cleaning,
    filters,
    gate_sentences,
    pictures,
    running_text,
    script_state,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsspider.extraction.body.boundaries import KnownFields
    from newsspider.extraction.link_blocks.blocks import PlacedBlock
    from newsspider.extraction.page.tree import Line, Tree
    from newsspider.items import Image
    from newsspider.profiles.site import Layout
    from newsspider.web.document import Document

THIN = 400  # characters; a shorter body is held against what the page's scripts hold
LONG_CUT = 200  # characters of running text that are not cut from a body without a doubt
LEAST = 0.1  # of a confidence that remains
_GUESSED = frozenset((
    "above the headline", "above the body", "below the body", "made unlike the body", "not declared",
    "another story", "said again", "link", "pointer", "notice", boundaries.LIST_OF_LINKS,
))  # fmt: skip
MOST_OF_STUB = 4_000  # characters of a text that may be the beginning of a longer one
STATED = 0.5  # confidence in a body that the page does not show


@dataclass(frozen=True, slots=True)
class BodyText:
    """The body as read: who gave it, its paragraphs, clean HTML and pictures, and what was considered."""

    source: str
    confidence: float
    paragraphs: tuple[str, ...]
    html: str
    images: tuple[Image, ...] = ()
    guesses: tuple[tuple[str, float, int], ...] = ()
    has_wall: bool = False
    has_gate: bool = False
    words: running_text.Prose | None = None
    left: tuple[tuple[Line, str], ...] = ()

    def left_out(self) -> Iterator[tuple[str, str]]:
        """The lines that are no body, with the reason, in page order."""
        if self.words is None:
            return
        known = {line.key: reason for line, reason in self.left}
        for line in self.words.tree.lines:
            if line.key in known or self.words.is_excluded(line):
                yield line.text, known.get(line.key) or filters.outer(line, self.words)


def read(
    document: Document,
    page: Tree,
    boxes: tuple[PlacedBlock, ...],
    known: KnownFields,
    *,
    layout: Layout | None = None,
) -> BodyText:
    """The body of a page beside whose boxes are *boxes*; that of its scripts where the page shows none."""
    words = running_text.read(page, _left_out(document, page, boxes, layout, known.place))
    body = body_guesses.find_body(document, words, layout, known.place)
    images, captions = pictures.pictures(body, words, document)
    weeded = filters.filter_lines(body.lines(page), words, known, captions)
    if body.post:
        weeded = filters.or_whole_post(weeded, page, body.post, known)
    paragraphs = cleaning.paragraphs(weeded.kept, page, document)
    size = sum(len(one.text) for one in paragraphs)
    if size * page.scale < THIN and (stated := _stated(document, size, known.headline)) is not None:
        return stated
    return BodyText(
        source=body.source,
        confidence=_trusted(body.confidence, weeded, words),
        paragraphs=tuple(one.text for one in paragraphs),
        html=cleaning.as_html(paragraphs, page),
        images=images,
        guesses=body.guesses,
        has_wall="paywall" in words.reasons.values(),
        has_gate=size * page.scale < MOST_OF_STUB and _has_gate(weeded, page),
        words=words,
        left=tuple(weeded.removed),
    )


def _has_gate(weeded: filters.Filtered, page: Tree) -> bool:
    """Whether a line below the beginning of the text says that the rest is kept back."""
    if not weeded.kept:
        return False
    first, last = weeded.kept[0].key, weeded.kept[-1].key
    return gate_sentences.has_gate_sentence(page.lines[first : last + 1 + gate_sentences.BELOW])


def _trusted(confidence: float, weeded: filters.Filtered, words: running_text.Prose) -> float:
    """The confidence in a body, less where much running text of its place was cut by a guess."""
    held = sum(words.weights[line.key] for line in weeded.kept)
    cut = sum(words.weights[line.key] for line, reason in weeded.removed if reason in _GUESSED)
    if cut * words.tree.scale < LONG_CUT:
        return confidence
    return round(confidence * max(LEAST, held / (held + cut)), 2)


def _stated(document: Document, size: int, headline: str | None) -> BodyText | None:
    """The body that the page's scripts hold, if it is much longer than what is shown."""
    found = script_state.body(document, headline)
    if found is None or sum(map(len, found[0])) < size * 2:
        return None
    paragraphs, source = found
    written = "\n".join(f"<p>{escape(text, quote=False)}</p>" for text in paragraphs)
    return BodyText(source, STATED, paragraphs, written)


def _left_out(
    document: Document, page: Tree, boxes: tuple[PlacedBlock, ...], layout: Layout | None, headline: int
) -> dict[int, str]:
    """The places of what is certainly no body: what the layout removes, and link blocks with their labels.

    What holds the headline and most of the text is not a block, whatever was found in it.
    """
    removed = {e: f"removed:{css}" for css in (layout.remove if layout else ()) for e in document.select(css)}
    places = {page.places[e]: reason for e, reason in removed.items() if e in page.places}
    total = page.prose_chars(0)
    blocks = (n for box in boxes for n in box.places)
    return places | {
        n: boundaries.LINK_BLOCK
        for n in blocks
        if not (headline and page.is_inside(headline, n) and 2 * page.prose_chars(n) > total)
    }
