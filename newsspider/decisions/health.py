"""What a run's end is worth an alarm: the run held against the runs before it.

One failed page is no alarm, nor is a quiet day.  An alarm says that the site, its rules or our
profile of it changed so that runs to come will bring less than they should.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from newsspider.decisions import address_patterns
from newsspider.items import Verdict

if TYPE_CHECKING:
    from newsspider.decisions.partings import Parted

AlarmKind = Literal[
    "robots", "start", "silent", "blocked", "failed", "empty", "selector", "profile", "fields", "gone",
    "pipeline", "unstored",
]  # fmt: skip

# Counts below these are chance: a handful of bad pages stands on every site.
LEAST_ANSWERS = 10  # answers to addresses of articles
LEAST_SELECTED = 5  # articles that one layout was to read, or of which what it read was compared
HANDFUL = 5  # pages that declare themselves articles and were not stored: more than these are an alarm
LEAST_WORDINGS = 10  # new wordings whose fields are counted, and twice as many before
# Shares are between 0 and 1; tests/test_health.py has the cases at each border.
MANY = 0.3  # of the answers
MOST = 0.5
USUAL = 0.8  # a field that so many articles had is one that the site states
FALL = 0.3

_BAD = (Verdict.ERROR, Verdict.UNREADABLE)
_HOLLOW = (Verdict.EMPTY, Verdict.SOFT_404, Verdict.WRONG_TYPE)
_PAGES = (Verdict.ARTICLE, Verdict.PAGE, Verdict.FRONT, *_HOLLOW)


@dataclass(frozen=True, kw_only=True, slots=True)
class Alarm:
    """What is wrong, in one line for a person."""

    kind: AlarmKind
    message: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Selected:
    """How many articles a layout's selector for the body was to read, and how many it found one on."""

    layout: str
    asked: int
    found: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Readings:
    """How many new wordings were kept, and how many of them have each field."""

    wordings: int = 0
    fields: Mapping[str, int] = field(default_factory=dict)

    def share(self, name: str) -> float:
        """The share that has the field."""
        return self.fields.get(name, 0) / self.wordings if self.wordings else 0.0


@dataclass(frozen=True, kw_only=True, slots=True)
class RunFacts:
    """One run, in the numbers that health is told by.

    `verdicts` counts addresses of articles by what their last answer was worth.  `articles` were
    there, changed or not; `known` are in the archive.  `stories` are links to articles on the
    `fronts` that were read; of `still_fronts` the server said that they are as they were.
    `lost_starts` says of start pages that once were lists what they answer now; `forbidden` counts
    addresses that were fetched before and that robots.txt forbids now, `forbidden_starts` says why
    of start pages, `silent_hosts` why a host was left.  `pipeline_errors` has the addresses of articles
    that an item pipeline failed on, by what it raised.  `declared_not_stored` are the addresses of pages
    that declare themselves articles and are not stored; `article_urls` are some of those that are.
    """

    verdicts: Mapping[str, int] = field(default_factory=dict)
    articles: int = 0
    known: int = 0
    gone: int = 0
    fronts: int = 0
    still_fronts: int = 0
    stories: int = 0
    selected: tuple[Selected, ...] = ()
    partings: tuple[Parted, ...] = ()
    readings: Readings = Readings()
    lost_starts: Mapping[str, str] = field(default_factory=dict)
    forbidden: int = 0
    forbidden_starts: Mapping[str, str] = field(default_factory=dict)
    silent_hosts: Mapping[str, str] = field(default_factory=dict)
    pipeline_errors: Mapping[str, Sequence[str]] = field(default_factory=dict)
    declared_not_stored: tuple[str, ...] = ()
    article_urls: tuple[str, ...] = ()

    @property
    def answers(self) -> int:
        """How many addresses of articles answered."""
        return sum(self.verdicts.values())

    def count(self, *verdicts: Verdict) -> int:
        """How many of them were worth one of these."""
        return sum(self.verdicts.get(verdict, 0) for verdict in verdicts)


@dataclass(frozen=True, kw_only=True, slots=True)
class Earlier:
    """The runs before: `verdicts` of them all together, and the wordings that they kept.

    `told` are the alarms of runs that read with the profile as it is now.
    """

    verdicts: Mapping[str, int] = field(default_factory=dict)
    readings: Readings = Readings()
    told: tuple[str, ...] = ()

    def share(self, *verdicts: Verdict) -> float:
        """The share of answers that were worth one of these."""
        answers = sum(self.verdicts.values())
        return sum(self.verdicts.get(verdict, 0) for verdict in verdicts) / answers if answers else 0.0


def alarms(now: RunFacts, before: Earlier) -> tuple[Alarm, ...]:
    """The alarms of a run that ended by itself, most telling first."""
    found = (
        *_refusals(now),
        *_starts(now),
        *_nothing(now),
        *_answers(now, before),
        *_selectors(now),
        *_partings(now, before),
        *_fields(now, before),
        *_losses(now),
        *_pipelines(now),
        *_unstored(now),
    )
    return tuple(found)


def _refusals(now: RunFacts) -> list[Alarm]:
    found = [
        Alarm(kind="robots", message=f"start page {url} is forbidden: {why}")
        for url, why in now.forbidden_starts.items()
    ]
    if now.forbidden >= LEAST_ANSWERS:
        message = f"robots.txt now forbids {now.forbidden:,} addresses that were fetched before"
        found.append(Alarm(kind="robots", message=message))
    return found + [
        Alarm(kind="silent", message=f"{host} was left: {why}") for host, why in now.silent_hosts.items()
    ]


def _starts(now: RunFacts) -> list[Alarm]:
    return [
        Alarm(kind="start", message=f"start page {url} was a list before, and is now: {verdict}")
        for url, verdict in now.lost_starts.items()
    ]


def _nothing(now: RunFacts) -> list[Alarm]:
    """Pages were there, but no article where there should be some."""
    asked = now.count(*_PAGES)
    if now.fronts and not now.still_fronts and not now.stories:
        since = " any more" if now.known else ""
        message = f"of {now.fronts:,} lists of stories that were read, none links to a story{since}"
        return [Alarm(kind="empty", message=message)]
    if asked and not now.known:
        return [Alarm(kind="empty", message=f"no article was found on {asked:,} pages")]
    if asked >= LEAST_ANSWERS and not now.articles:
        return [Alarm(kind="empty", message=f"none of {asked:,} pages gave an article")]
    return []


def _answers(now: RunFacts, before: Earlier) -> list[Alarm]:
    """Many answers of a bad sort, and more than there used to be."""
    groups: tuple[tuple[AlarmKind, str, tuple[Verdict, ...]], ...] = (
        ("blocked", "were blocked", (Verdict.BLOCKED,)),
        ("failed", "failed or could not be read", _BAD),
        ("empty", "held no article", _HOLLOW),
    )
    found = []
    for kind, what, verdicts in () if now.silent_hosts else groups:
        bad, usual = now.count(*verdicts), before.share(*verdicts)
        if kind == "empty" and not now.articles:  # said before
            continue
        if bad >= LEAST_ANSWERS and bad >= MANY * now.answers and bad > 2 * usual * now.answers:
            message = f"{bad:,} of {now.answers:,} pages {what} (before: {usual:.0%})"
            found.append(Alarm(kind=kind, message=message))
    return found


def _selectors(now: RunFacts) -> list[Alarm]:
    return [
        Alarm(
            kind="selector",
            message=f"the body's selector of {each.layout!r} found nothing on"
            f" {each.asked - each.found:,} of {each.asked:,} articles",
        )
        for each in now.selected
        if each.asked >= LEAST_SELECTED and each.found < MOST * each.asked
    ]


def _partings(now: RunFacts, before: Earlier) -> list[Alarm]:
    """Selectors that read something else than the page states; told once, until the profile is changed."""
    found = []
    for each in now.partings:
        what = f"the {each.field} that {each.selector!r} of {each.layout!r} selects is not what the page says"
        is_told = any(message.startswith(what) for message in before.told)
        if each.compared >= LEAST_SELECTED and each.parted >= MOST * each.compared and not is_told:
            share = f"{each.parted:,} of {each.compared:,} articles ({each.parted / each.compared:.0%})"
            message = f"{what} without it, on {share}, as {each.url}"
            found.append(Alarm(kind="profile", message=message))
    return found


def _fields(now: RunFacts, before: Earlier) -> list[Alarm]:
    new, old = now.readings, before.readings
    if new.wordings < LEAST_WORDINGS or old.wordings < 2 * LEAST_WORDINGS:
        return []
    return [
        Alarm(
            kind="fields",
            message=f"{name} was read on {new.share(name):.0%} of {new.wordings:,} articles"
            f" (before: {old.share(name):.0%})",
        )
        for name in old.fields
        if old.share(name) >= USUAL and new.share(name) <= old.share(name) - FALL
    ]


def _losses(now: RunFacts) -> list[Alarm]:
    if now.gone < LEAST_ANSWERS or now.gone < MANY * now.known:
        return []
    return [Alarm(kind="gone", message=f"{now.gone:,} of {now.known:,} articles are gone at once")]


def _pipelines(now: RunFacts) -> list[Alarm]:
    """Articles that an item pipeline failed on; each exception is named once."""
    return [
        Alarm(
            kind="pipeline",
            message=f"{_articles(len(found))} not stored: {why}; the first is {found[0]}."
            " What was not stored is due again in the next run",
        )
        for why, found in now.pipeline_errors.items()
    ]


def _unstored(now: RunFacts) -> list[Alarm]:
    """Pages that say they are articles and were not taken for such."""
    found = now.declared_not_stored
    if len(found) <= HANDFUL:
        return []
    patterns = ", ".join(f"'{each}'" for each in address_patterns.patterns((*found, *now.article_urls)))
    message = (
        f"{len(found):,} pages declare themselves articles and were not stored,"
        f" such as {', '.join(found[:3])}."
        f" If they are articles, put into the profile what all articles' addresses match:"
        f" articles: {{match: [{patterns}]}}, then run newsspider reextract"
        f" (newsspider extract {found[0]} --explain says why they were not stored)"
    )
    return [Alarm(kind="unstored", message=message)]


def _articles(number: int) -> str:
    return "1 article was" if number == 1 else f"{number:,} articles were"
