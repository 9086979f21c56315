"""What an archive would say of an article, had this version read every answer; pure.

Wordings are compared only as read by one and the same reader: so a better reader, or another
profile, changes what wordings say, and never makes one that the publisher did not.
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
    """What one capture says of an article; `is_stub`: it was judged the free beginning alone."""

    capture_id: int
    article: Article
    is_stub: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class ReplayedRevision:
    """One wording, the capture that brought it, and the last that said the same."""

    capture_id: int
    kind: RevisionKind
    article: Article
    last_capture_id: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Replayed:
    """All wordings in order, and the article: its newest wording, with what all captures say of its facts."""

    revisions: tuple[ReplayedRevision, ...]
    article: Article


def replay(candidates: Sequence[ReadCapture]) -> Replayed:
    """What the sights of an article, in the order of their captures, make of it; there is one at least."""
    first = candidates[0]
    article, thin_captures = first.article, 0
    revisions = [_wording(first, RevisionKind.FIRST)]
    for sight in candidates[1:]:
        new = _completed(sight.article, revisions[-1].article)
        latest = compare.revision_text_of(revisions[-1].article)
        if compare.content_hash(new) == compare.revision_hash(latest):
            article, thin_captures = with_missing_fields(article, new), 0
            revisions[-1] = replace(revisions[-1], last_capture_id=sight.capture_id)
        elif compare.only_fills(compare.revision_text_of(new), latest):
            article, thin_captures = with_missing_fields(article, new), 0
            revisions[-1] = replace(
                revisions[-1],
                article=_with_lines(revisions[-1].article, new),
                last_capture_id=sight.capture_id,
            )
        elif compare.is_worse(
            compare.revision_text_of(new), latest, is_stub=sight.is_stub, thin_captures=thin_captures
        ):
            thin_captures += not sight.is_stub
        else:
            kind = compare.kind_of(latest, compare.revision_text_of(new))
            article, thin_captures = with_new_text(article, new), 0
            revisions.append(_wording(replace(sight, article=new), kind))
    return Replayed(revisions=tuple(revisions), article=article)


def _completed(new: Article, known: Article) -> Article:
    """The article with the headline, standfirst and byline that are known, where its page has none.

    A byline that only a list tells replaces none that a page told.
    """
    is_hinted = new.provenance.get("authors") == "hint" != known.provenance.get("authors", "hint")
    return replace(
        new,
        headline=new.headline or known.headline,
        standfirst=new.standfirst or known.standfirst,
        authors=known.authors if known.authors and (is_hinted or not new.authors) else new.authors,
    )


def _with_lines(known: Article, new: Article) -> Article:
    """A known wording with what was filled in later."""
    return replace(known, headline=new.headline, standfirst=new.standfirst, authors=new.authors)


def with_missing_fields(known: Article, new: Article) -> Article:
    """What is known, with what was unknown taken from another sight of the same wording."""
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
    """A new wording; what it does not say stays as it is known."""
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
    """Whether a capture, read anew, gives no text where it gave some, or less than half of a long one.

    A body that the profile selects is believed, however short: a person said where it is.
    """
    if stored.body and not new.body:
        return True
    if new.body == stored.body or new.provenance.get("body", "").startswith(_SELECTED):
        return False
    return compare.is_thin(compare.revision_text_of(new), stored)


def fineness(precision: str | None) -> int:
    """How exactly a date is known; -1 where it is not."""
    return _PRECISIONS.index(precision) if precision else -1


def _wording(sight: ReadCapture, kind: RevisionKind) -> ReplayedRevision:
    return ReplayedRevision(
        capture_id=sight.capture_id, kind=kind, article=sight.article, last_capture_id=sight.capture_id
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
