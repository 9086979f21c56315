"""Describe what a revision changes, so that the changes of many articles can be compared; pure.

A template that changes does the same to many articles: it adds one line to each, appends the site's
name to each headline, or leaves out each last paragraph.  A newsroom changes one article.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from newsspider.revisions import compare, noise
from newsspider.revisions.compare import RevisionText, plain

# So many articles with the same new line, suffix or name were changed by a template.  A standing note
# that an article was corrected counts only if most of the compared articles have it.
LEAST_ALIKE = 5
# A sort of change (the text ends sooner) must also affect most of the compared articles.
LEAST_OF_A_SORT = {"cut": 5, "thin": 5, "more": 8, "rewritten": 8, "words": 8}
MOST = 0.5
MOST_LINES = 12  # of one article; a text that was rewritten has no lines worth comparing
LONGEST = 160  # characters of an edit that are kept; the rest is not needed to know it again
_NUMBERS = re.compile(r"\d+")


class Edit(NamedTuple):
    """One edit: its sort, and what was added or lost; `what` is empty where only the sort counts."""

    sort: str
    what: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class EditCounts:
    """On how many recent articles an edit was seen, and on how many of one run.

    `compared` counts the articles that were visited in that run and known before.
    """

    edit: Edit
    articles: int
    in_run: int
    compared: int


def edits(old: RevisionText, new: RevisionText) -> frozenset[Edit]:
    """All edits from one revision to the next."""
    found = {
        *_of_line("headline", old.headline, new.headline),
        *_of_line("standfirst", old.standfirst, new.standfirst),
        *(Edit("byline+", name) for name in set(new.authors) - set(old.authors)),
        *(Edit("byline-", name) for name in set(old.authors) - set(new.authors)),
        *_of_body(noise.without(old.body), noise.without(new.body)),
    }
    if compare.is_thin(new, old):
        found.add(Edit("thin"))
    return frozenset(Edit(one.sort, one.what[:LONGEST]) for one in found)


def is_of_template(run_counts: EditCounts) -> bool:
    """Whether so many articles share an edit that the template made it."""
    least = LEAST_OF_A_SORT.get(run_counts.edit.sort)
    is_standing_note = run_counts.edit.sort == "text+" and compare.is_correction_note(run_counts.edit.what)
    if least is None and not is_standing_note:
        return run_counts.articles >= LEAST_ALIKE
    return run_counts.in_run >= (least or LEAST_ALIKE) and run_counts.in_run >= MOST * max(
        run_counts.compared, 1
    )


def describe(edit: Edit) -> str:
    """The edit in words."""
    shown = f"'{edit.what[:60]}…'" if len(edit.what) > 60 else f"'{edit.what}'"
    words = {
        "headline+": f"the headline gained {shown}",
        "headline-": f"the headline lost {shown}",
        "headline=": f"the headline became {shown}",
        "standfirst+": f"the standfirst gained {shown}",
        "standfirst-": f"the standfirst lost {shown}",
        "standfirst=": f"the standfirst became {shown}",
        "byline+": f"the byline gained {shown}",
        "byline-": f"the byline lost {shown}",
        "text+": f"the text gained {shown}",
        "text-": f"the text lost {shown}",
        "words": f"some words changed: {shown}",
        "cut": "the text ends sooner or begins later",
        "thin": "most of the text is gone",
        "more": "lines were added to the text",
        "rewritten": "the text became another one",
    }
    return words[edit.sort]


def _of_line(name: str, old: str | None, new: str | None) -> Iterable[Edit]:
    """How one line changed: the words gained or lost at one end, else the new line."""
    before, after = plain(old or ""), plain(new or "")
    if before == after or not before:
        return
    if gained := _at_one_end(before, after):
        yield Edit(f"{name}+", _NUMBERS.sub("0", gained))
    elif lost := _at_one_end(after, before):
        yield Edit(f"{name}-", _NUMBERS.sub("0", lost))
    else:
        yield Edit(f"{name}=", after)


def _at_one_end(short: str, long: str) -> str | None:
    """What *long* has before or after *short*, if it holds it at one end."""
    if not short or len(short) >= len(long):
        return None
    if long.startswith(short):
        return long[len(short) :].strip()
    return long[: -len(short)].strip() if long.endswith(short) else None


def _of_body(old: tuple[str, ...], new: tuple[str, ...]) -> Iterable[Edit]:
    before, after = tuple(filter(None, map(plain, old))), tuple(filter(None, map(plain, new)))
    if before == after or not before or not after:
        return
    known, read = set(before), set(after)
    gained = [text for text in after if text not in known]
    lost = [text for text in before if text not in read]
    if max(len(gained), len(lost)) <= MOST_LINES:
        yield from (Edit("text+", _NUMBERS.sub("0", text)) for text in gained)
        yield from (Edit("text-", _NUMBERS.sub("0", text)) for text in lost)
        yield from _of_ends(gained, lost)
    if len(after) < len(before) and after in (before[: len(after)], before[len(before) - len(after) :]):
        yield Edit("cut")
    if gained and not lost:
        yield Edit("more")
    yield from _of_words(before, after)


def _of_ends(gained: Iterable[str], lost: Iterable[str]) -> Iterable[Edit]:
    """What paragraphs gained or lost at one of their ends."""
    for before in lost:
        for after in gained:
            if added := _at_one_end(before, after):
                yield Edit("text+", _NUMBERS.sub("0", added))
            elif dropped := _at_one_end(after, before):
                yield Edit("text-", _NUMBERS.sub("0", dropped))


def _of_words(before: tuple[str, ...], after: tuple[str, ...]) -> Iterable[Edit]:
    changed, share = compare.word_edits(before, after)
    lost = sum(len(old) for old, _ in changed)
    if share < compare.REWRITTEN and lost > compare.LEAST_UPDATE:
        yield Edit("rewritten")
        return
    for old, new in changed[:MOST_LINES]:
        if old and new and len(old) + len(new) <= MOST_LINES:
            yield Edit("words", f"{' '.join(old)} → {' '.join(new)}")
