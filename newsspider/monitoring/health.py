"""What a run's end is worth an alarm: the run held against the runs before it.

One failed page is no alarm, nor is a quiet day.  An alarm says that the site, its rules or our
profile of it changed so that runs to come will bring less than they should.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from newsspider.items import Verdict
from newsspider.monitoring.field_coverage import falls
from newsspider.profiles import address_patterns
from newsspider.revisions import removal_claims

if TYPE_CHECKING:
    from newsspider.monitoring.field_coverage import NewArticles
    from newsspider.monitoring.publishing_rhythm import Silence
    from newsspider.monitoring.selector_drift import DriftedField
    from newsspider.revisions.removal_claims import SettledClaims

AlarmKind = Literal[
    "robots", "start", "silent", "blocked", "failed", "empty", "selector", "profile", "fields", "gone",
    "pipeline", "unstored", "text", "template", "quiet", "list",
]  # fmt: skip

# Counts below these are chance: a handful of bad pages stands on every site.
LEAST_ANSWERS = 10  # answers to addresses of articles
LEAST_SELECTED = 5  # articles that one layout was to read, or of which what it read was compared
HANDFUL = 5  # pages that declare themselves articles and were not stored: more than these are an alarm
LEAST_BROKEN = 2  # runs in which a feed or site map is bad: one may be a mood
# Shares are between 0 and 1; tests/monitoring/test_health.py has the cases at each border.
MANY = 0.3  # of the answers
MOST = 0.5

FIELDS = {
    "headline": "the headline",
    "standfirst": "the standfirst",
    "byline": "the byline",
    "date": "the date",
    "section": "the section",
    "issue": "the issue",
    "text": "a text of the usual length",
    "confidence": "a text that the reader trusts",
    "pictures": "a picture",
    "link_blocks": "a box of links",
}
NO_WORD_OF_PAGES = frozenset(("issue",))  # lists tell it, and pages may or may not

_BAD = (Verdict.ERROR, Verdict.UNREADABLE)
_HOLLOW = (Verdict.EMPTY, Verdict.SOFT_404, Verdict.WRONG_TYPE)
_PAGES = (Verdict.ARTICLE, Verdict.PAGE, Verdict.FRONT, *_HOLLOW)


@dataclass(frozen=True, kw_only=True, slots=True)
class Alarm:
    """What is wrong, in one line for a person.

    `subject` is the field, page or selector it is about; with `kind` it is the same alarm in the next run.
    `short` is the message for the runs after the first; `since_run_id` is that first run, None for this one.
    """

    kind: AlarmKind
    message: str
    subject: str = ""
    short: str = ""
    since_run_id: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Selected:
    """How many articles a layout's selector for the body was to read, and how many it found one on."""

    layout: str
    asked: int
    found: int


@dataclass(frozen=True, kw_only=True, slots=True)
class HiddenField:
    """A field that pages no longer show, though it is known.

    `in_run`: articles of this run that lack it; `shown`: those that show it again; `standing`: all that
    lack it still; `url`: one of them.
    """

    in_run: int = 0
    shown: int = 0
    standing: int = 0
    url: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class HeldChanges:
    """Changes of the site's template that were held back: in this run, and at all.

    `url` is an example, `edits` the commonest changes in words.
    """

    in_run: int = 0
    standing: int = 0
    url: str = ""
    edits: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class BrokenList:
    """A feed or site map that once named stories: its last answer, and in how many runs it was bad."""

    url: str
    kind: str
    verdict: str
    runs: int


@dataclass(frozen=True, kw_only=True, slots=True)
class RunFacts:
    """One run, in the numbers that health is told by.

    `reread` articles were known and visited again; `hidden` has what their pages no longer show, by field.
    `sick` counts addresses of known articles whose last answer was bad, `lately_gone` articles that went
    within a month.

    `verdicts` counts addresses of articles by what their last answer was worth.  `articles` were
    there, changed or not; `known` are in the archive.  `stories` are links to articles on the
    `fronts` that were read; of `still_fronts` the server said that they are as they were.
    `lost_starts` says of start pages that once were lists what they answer now; `forbidden` counts
    addresses that were fetched before and that robots.txt forbids now, `forbidden_starts` says why
    of start pages, `silent_hosts` why a host was left.  `pipeline_errors` has the addresses of articles
    that an item pipeline failed on, by what it raised.  `declared_not_stored` are the addresses of pages
    that declare themselves articles and are not stored; `article_urls` are some of those that are.
    `settled` is what was decided on articles that answered as if they were gone.
    """

    verdicts: Mapping[str, int] = field(default_factory=dict)
    articles: int = 0
    known: int = 0
    gone: int = 0
    fronts: int = 0
    still_fronts: int = 0
    stories: int = 0
    selected: tuple[Selected, ...] = ()
    drifted_fields: tuple[DriftedField, ...] = ()
    reread: int = 0
    hidden: Mapping[str, HiddenField] = field(default_factory=dict)
    held: HeldChanges = HeldChanges()
    sick: int = 0
    lately_gone: int = 0
    broken_lists: tuple[BrokenList, ...] = ()
    silence: Silence | None = None
    lost_starts: Mapping[str, str] = field(default_factory=dict)
    forbidden: int = 0
    forbidden_starts: Mapping[str, str] = field(default_factory=dict)
    silent_hosts: Mapping[str, str] = field(default_factory=dict)
    pipeline_errors: Mapping[str, Sequence[str]] = field(default_factory=dict)
    declared_not_stored: tuple[str, ...] = ()
    article_urls: tuple[str, ...] = ()
    settled: SettledClaims | None = None

    @property
    def answers(self) -> int:
        """How many addresses of articles answered."""
        return sum(self.verdicts.values())

    def count(self, *verdicts: Verdict) -> int:
        """How many of them were worth one of these."""
        return sum(self.verdicts.get(verdict, 0) for verdict in verdicts)


@dataclass(frozen=True, kw_only=True, slots=True)
class Earlier:
    """The runs before: `verdicts` of the good ones together.

    `new_articles` are the runs that found some, this one included, newest first; `bad_fields` has the runs
    with an alarm about a field.
    `profile_messages` are the messages of profile alarms in runs that read with the profile as it is now.
    """

    verdicts: Mapping[str, int] = field(default_factory=dict)
    new_articles: tuple[NewArticles, ...] = ()
    bad_fields: Mapping[str, frozenset[int]] = field(default_factory=dict)
    profile_messages: tuple[str, ...] = ()

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
        *_hidden(now),
        *_fields(now, before),
        *_template(now),
        *_lists(now),
        *_quiet(now),
        *_losses(now),
        *_pipelines(now),
        *_unstored(now),
    )
    told = {alarm.kind for alarm in found}
    return (*found, *(alarm for alarm in _doubts(now) if alarm.kind not in told))


def _refusals(now: RunFacts) -> list[Alarm]:
    found = [
        Alarm(kind="robots", subject=url, message=f"start page {url} could not be asked: {why}")
        for url, why in now.forbidden_starts.items()
    ]
    if now.forbidden >= LEAST_ANSWERS:
        message = f"robots.txt now forbids {now.forbidden:,} addresses that were fetched before"
        found.append(Alarm(kind="robots", message=message))
    return found + [
        Alarm(kind="silent", subject=host, message=f"{host} was left: {why}")
        for host, why in now.silent_hosts.items()
    ]


def _starts(now: RunFacts) -> list[Alarm]:
    return [
        Alarm(kind="start", subject=url, message=f"start page {url} was a list before, and is now: {verdict}")
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


def _doubts(now: RunFacts) -> list[Alarm]:
    """So many articles of the archive answer badly that the site must have changed."""
    if now.settled is None or not removal_claims.is_widespread(now.settled.answers):
        return []
    answers = now.settled.answers
    sorts: tuple[tuple[AlarmKind, str, int], ...] = (
        ("gone", "answer as if they were gone", now.settled.doubted),
        ("blocked", "were blocked", answers.failing.get(Verdict.BLOCKED, 0)),
        ("failed", "failed or could not be read", sum(answers.failing.get(verdict, 0) for verdict in _BAD)),
        ("empty", "gave a page without an article", sum(answers.failing.get(each, 0) for each in _HOLLOW)),
    )
    kind, what, number = max(sorts, key=lambda sort: sort[2])
    if not number:
        return []
    message = (
        f"{number:,} of {answers.asked:,} articles that were asked again {what};"
        " none is taken for gone by that, and the next run asks again"
    )
    return [Alarm(kind=kind, message=message)]


def _selectors(now: RunFacts) -> list[Alarm]:
    return [
        Alarm(
            kind="selector",
            subject=each.layout,
            message=f"the body's selector of {each.layout!r} found nothing on"
            f" {each.asked - each.found:,} of {each.asked:,} articles",
        )
        for each in now.selected
        if each.asked >= LEAST_SELECTED and each.found < MOST * each.asked
    ]


def _partings(now: RunFacts, before: Earlier) -> list[Alarm]:
    """Selectors that read something else than the page states; told once, until the profile is changed."""
    found = []
    for each in now.drifted_fields:
        what = f"the {each.field} that {each.selector!r} of {each.layout!r} selects is not what the page says"
        is_told = any(message.startswith(what) for message in before.profile_messages)
        if each.compared >= LEAST_SELECTED and each.differing >= MOST * each.compared and not is_told:
            share = f"{each.differing:,} of {each.compared:,} articles ({each.differing / each.compared:.0%})"
            message = f"{what} without it, on {share}, as {each.url}"
            found.append(Alarm(kind="profile", subject=what, message=message))
    return found


def _hidden(now: RunFacts) -> list[Alarm]:
    """Fields that many pages no longer show, though they did."""
    found = []
    for name, hidden in now.hidden.items():
        if name in NO_WORD_OF_PAGES or hidden.in_run < max(LEAST_SELECTED, MANY * now.reread):
            continue
        number = f"{hidden.in_run:,} of {now.reread:,} articles that were visited again"
        if name == "text":
            short = f"most of the text is missing on {number}"
            kind: AlarmKind = "text"
        else:
            short, kind = f"{FIELDS[name]} is no longer on the page of {number}", "fields"
        message = f"{short}, as {hidden.url}; what was known stays. See what changed there"
        found.append(Alarm(kind=kind, subject=name, message=message, short=short))
    return found


def _fields(now: RunFacts, before: Earlier) -> list[Alarm]:
    """Fields that fewer of the new articles have than there used to be."""
    told = {name for name, hidden in now.hidden.items() if hidden.in_run >= LEAST_SELECTED}
    found = []
    for fall in falls(before.new_articles, before.bad_fields):
        if fall.field in told:
            continue
        message = (
            f"{FIELDS[fall.field]} was read on {fall.share:.0%} of {fall.articles:,} new articles"
            f" (before: {fall.before:.0%})"
        )
        kind: AlarmKind = "text" if fall.field == "text" else "fields"
        found.append(Alarm(kind=kind, subject=fall.field, message=message))
    return found


def _template(now: RunFacts) -> list[Alarm]:
    """Many articles changed alike: the template did it, and nothing of it is kept as a new wording."""
    held = now.held
    if not held.in_run:
        return []
    edits = ", ".join(held.edits)
    short = f"{held.in_run:,} articles changed alike ({edits}) and stay as they were known"
    message = (
        f"{short}, as {held.url}; the site's template seems to have changed. If the profile can select or"
        " remove what is new there, change it and run newsspider reextract"
    )
    return [Alarm(kind="template", message=message, short=short)]


def _lists(now: RunFacts) -> list[Alarm]:
    """Feeds and site maps that are broken for some runs."""
    names = {"feed": "feed", "sitemap": "site map"}
    return [
        Alarm(
            kind="list",
            subject=each.url,
            message=f"{names.get(each.kind, each.kind)} {each.url} named stories before, and for"
            f" {each.runs} runs it is: {each.verdict}",
        )
        for each in now.broken_lists
        if each.runs >= LEAST_BROKEN
    ]


def _quiet(now: RunFacts) -> list[Alarm]:
    """No new article for much longer than usual."""
    if now.silence is None:
        return []
    days, usual, last_on = now.silence
    often = "day" if usual <= 1 else f"{usual} days"
    short = f"no new article for {days} days, where there is one every {often}"
    message = f"{short}; the last came on {last_on}. See whether the start pages and lists are up to date"
    return [Alarm(kind="quiet", message=message, short=short)]


def _losses(now: RunFacts) -> list[Alarm]:
    if now.gone < LEAST_ANSWERS or now.gone < MANY * now.known:
        return []
    return [Alarm(kind="gone", message=f"{now.gone:,} of {now.known:,} articles are gone at once")]


def _pipelines(now: RunFacts) -> list[Alarm]:
    """Articles that an item pipeline failed on; each exception is named once."""
    return [
        Alarm(
            kind="pipeline",
            subject=why,
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
