"""The pages of record: an article's revisions, what link blocks showed, how runs went."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import groupby
from typing import TYPE_CHECKING

from newsspider.browse import charts
from newsspider.browse.queries.article import site_title
from newsspider.browse.queries.link_block_timeline import links_page
from newsspider.browse.queries.logbook import runs_page
from newsspider.browse.responses import missing, page
from newsspider.queries.reader import Reader
from newsspider.revisions import diffs

if TYPE_CHECKING:
    from newsspider.browse.queries.models import TimelineLink
    from newsspider.browse.request_params import Answer, Asked
    from newsspider.queries.connection import ReadOnly

_CONTEXT = 1  # unchanged paragraphs around a change
_TIME_WIDTH = 240
_SPARK_WIDTH, _SPARK_HEIGHT = 120, 24


def history(archive: ReadOnly, asked: Asked) -> Answer:
    """The revisions of an article, and what changed between two of them."""
    reader = Reader.over(archive)
    found = reader.history(asked.parts["key"])
    if found is None or not found.revisions:
        return missing(asked, "This archive has no such article.")
    last = len(found.revisions)
    new = min(asked.number("new") if asked.text("new") else last, last)
    old = min(asked.number("old") if asked.text("old") else max(new - 1, 1), last)
    before, after = found.revisions[old - 1], found.revisions[new - 1]
    diff = diffs.between(before.wording, after.wording)
    return page(
        "history.html",
        asked,
        history=found,
        site_title=site_title(archive, found.site),
        before=before,
        after=after,
        diff=diff,
        folds=_folds(diff.body),
        is_beside=asked.text("view") == "beside",
        arguments={"old": old, "new": new, "view": asked.text("view")},
    )


def links(archive: ReadOnly, asked: Asked) -> Answer:
    """What link blocks showed, which addresses they link to most, which are missing here."""
    found = links_page(archive, asked.text("label"))
    ends = _ends(found.pushes)
    bars = [
        charts.span(push.first_seen_at, push.last_seen_at, start=ends[0], end=ends[1], width=_TIME_WIDTH)
        for push in found.pushes
    ]
    return page("links.html", asked, found=found, bars=bars, ends=ends, width=_TIME_WIDTH)


def runs(archive: ReadOnly, asked: Asked) -> Answer:
    """The last runs, their alarms, and the fields of their articles."""
    found = runs_page(archive, asked.text("site"))
    lines = [
        charts.sparkline(coverage.shares, width=_SPARK_WIDTH, height=_SPARK_HEIGHT)
        for coverage in found.coverage
    ]
    return page("runs.html", asked, found=found, lines=lines, width=_SPARK_WIDTH, height=_SPARK_HEIGHT)


def _folds(body: tuple[diffs.ParagraphDiff, ...]) -> list[tuple[bool, list[diffs.ParagraphDiff]]]:
    """The paragraphs in groups, and whether a group may be folded: unchanged, and far from a change."""
    changed = [place for place, paragraph in enumerate(body) if paragraph.change != "same"]
    near = {place + step for place in changed for step in range(-_CONTEXT, _CONTEXT + 1)}
    groups = groupby(enumerate(body), key=lambda placed: placed[0] not in near)
    folds = [(is_far, [paragraph for _, paragraph in placed]) for is_far, placed in groups]
    return [(is_far and len(paragraphs) > 1, paragraphs) for is_far, paragraphs in folds]


def _ends(pushes: tuple[TimelineLink, ...]) -> tuple[datetime, datetime]:
    """The begin and end of the time axis that all *pushes* share."""
    never = datetime(1970, 1, 1, tzinfo=UTC)
    return (
        min((push.first_seen_at for push in pushes), default=never),
        max((push.last_seen_at for push in pushes), default=never),
    )
