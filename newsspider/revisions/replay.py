"""Rebuild the revisions of an article as if this version had read every capture; pure.

Revisions are compared only as read by the same reader.  So a better reader, or another profile, changes
the text of revisions and never adds a revision that the publisher did not make.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from newsspider.items import Article, RevisionKind
from newsspider.revisions import compare

if TYPE_CHECKING:
    from newsspider.revisions.compare import RevisionText

_PRECISIONS = ("year", "season", "month", "day", "time")  # coarse to fine
_SELECTED = "selected:"


@dataclass(frozen=True, kw_only=True, slots=True)
class ReadCapture:
    """An article as read from one capture; `is_stub`: only its free beginning was there."""

    capture_id: int
    article: Article
    is_stub: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class ReplayedRevision:
    """One revision, the capture that brought it, and the last capture with the same text."""

    capture_id: int
    kind: RevisionKind
    article: Article
    last_capture_id: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Replayed:
    """All revisions in order, and the article: its newest revision with the facts from all captures."""

    revisions: tuple[ReplayedRevision, ...]
    article: Article


def replay(captures: Sequence[ReadCapture]) -> Replayed:
    """The revisions that the captures of an article give; *captures* are in order, at least one."""
    first = captures[0]
    article, thin_captures = first.article, 0
    revisions = [_wording(first, RevisionKind.FIRST)]
    for capture in captures[1:]:
        new = _completed(capture.article, revisions[-1].article)
        latest = compare.revision_text_of(revisions[-1].article)
        if compare.content_hash(new) == compare.revision_hash(latest):
            article, thin_captures = with_missing_fields(article, new), 0
            revisions[-1] = replace(revisions[-1], last_capture_id=capture.capture_id)
        elif compare.only_fills(compare.revision_text_of(new), latest):
            article, thin_captures = with_missing_fields(article, new), 0
            revisions[-1] = replace(
                revisions[-1],
                article=_with_lines(revisions[-1].article, new),
                last_capture_id=capture.capture_id,
            )
        elif compare.is_worse(
            compare.revision_text_of(new), latest, is_stub=capture.is_stub, thin_captures=thin_captures
        ):
            thin_captures += not capture.is_stub
        else:
            kind = compare.kind_of(latest, compare.revision_text_of(new))
            article, thin_captures = with_new_text(article, new), 0
            revisions.append(_wording(replace(capture, article=new), kind))
    return Replayed(revisions=tuple(revisions), article=article)


def _completed(new: Article, known: Article) -> Article:
    """The article with the known headline, standfirst and byline where its page has none.

    A byline from a list does not replace one from a page.
    """
    is_hinted = new.provenance.get("authors") == "hint" != known.provenance.get("authors", "hint")
    return replace(
        new,
        headline=new.headline or known.headline,
        standfirst=new.standfirst or known.standfirst,
        authors=known.authors if known.authors and (is_hinted or not new.authors) else new.authors,
    )


def _with_lines(known: Article, new: Article) -> Article:
    """A known revision with the headline, standfirst and byline that were found later."""
    return replace(known, headline=new.headline, standfirst=new.standfirst, authors=new.authors)


def with_missing_fields(known: Article, new: Article) -> Article:
    """The known article with missing fields filled from another capture of the same text."""
    dated = new if fineness(new.published_precision) > fineness(known.published_precision) else known
    return replace(
        _dated(known, dated),
        section=known.section or new.section,
        issue=known.issue or new.issue,
        language=known.language or new.language,
        modified_at=new.modified_at or known.modified_at,
        images=new.images or known.images,
    )


def with_new_text(known: Article, new: Article) -> Article:
    """The new revision; fields that it lacks keep their known values."""
    is_finer = fineness(new.published_precision) >= fineness(known.published_precision)
    return replace(
        _dated(new, new if new.published_on and is_finer else known),
        section=new.section or known.section,
        issue=new.issue or known.issue,
        language=new.language or known.language,
        modified_at=new.modified_at or known.modified_at,
        images=new.images or known.images,
    )


def is_poorer(new: Article, stored: RevisionText) -> bool:
    """Whether a capture, read again, gives no text where it gave some, or less than half of a long one.

    A body that the profile selects is accepted, however short: a person chose the selector.
    """
    if stored.body and not new.body:
        return True
    if new.body == stored.body or new.provenance.get("body", "").startswith(_SELECTED):
        return False
    return compare.is_thin(compare.revision_text_of(new), stored)


def fineness(precision: str | None) -> int:
    """How precise a date is, 0 for a year; -1 where it is unknown."""
    return _PRECISIONS.index(precision) if precision else -1


def _wording(capture: ReadCapture, kind: RevisionKind) -> ReplayedRevision:
    return ReplayedRevision(
        capture_id=capture.capture_id, kind=kind, article=capture.article, last_capture_id=capture.capture_id
    )


def _dated(article: Article, dated: Article) -> Article:
    """The article with the date of another reading of it."""
    return replace(
        article,
        published_on=dated.published_on,
        published_precision=dated.published_precision,
        published_at=dated.published_at,
        published_raw=dated.published_raw,
        published_source=dated.published_source,
    )
