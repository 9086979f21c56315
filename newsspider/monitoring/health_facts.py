"""What the alarms of a run are decided from: its facts, and those of the runs before it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from newsspider.items import Verdict
    from newsspider.monitoring.field_coverage import NewArticles
    from newsspider.monitoring.publishing_rhythm import Silence
    from newsspider.monitoring.selector_drift import DriftedField
    from newsspider.revisions.removal_claims import SettledClaims

AlarmKind = Literal[
    "robots", "start", "silent", "blocked", "failed", "empty", "selector", "profile", "fields", "gone",
    "pipeline", "unstored", "text", "template", "quiet", "list",
]  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class Alarm:
    """One line that says what is wrong.

    `subject` is the field, page or selector that the alarm is about; `kind` and `subject`
    identify it in later runs.
    `short` is the message for the runs after the first; `since_run_id` is that first run, None for this one.
    """

    kind: AlarmKind
    message: str
    subject: str = ""
    short: str = ""
    since_run_id: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Selected:
    """On how many articles a layout's selector for the body was tried, and on how many it found a body."""

    layout: str
    asked: int
    found: int


@dataclass(frozen=True, kw_only=True, slots=True)
class HiddenField:
    """A field that the archive has and pages no longer show.

    `in_run` counts articles of this run that lack it, `shown` those that show it again, `standing` all
    articles that still lack it; `url` is one of them.
    """

    in_run: int = 0
    shown: int = 0
    standing: int = 0
    url: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class HeldChanges:
    """Articles whose change was held back because the template made it: in this run, and in all.

    `url` is an example, `edits` describes the commonest changes.
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
    """One run in numbers.

    `reread` counts known articles that were visited again; `hidden` has the fields that
    their pages no longer show.
    `sick` counts addresses of known articles whose last answer was bad, `lately_gone` articles that went
    within a month.

    `verdicts` counts addresses of articles by the verdict on their last answer.  `articles` counts those that
    were there, changed or not; `known` those in the archive.  `stories` counts links to articles on the
    `fronts` that were read; `still_fronts` answered that they are not modified.
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
        """How many of them had one of these verdicts."""
        return sum(self.verdicts.get(verdict, 0) for verdict in verdicts)


@dataclass(frozen=True, kw_only=True, slots=True)
class Earlier:
    """The runs before: `verdicts` adds up those of the good runs.

    `new_articles` are the runs that found some, this one included, newest first; `bad_fields` has the runs
    with an alarm about a field.
    `profile_messages` are the messages of profile alarms in runs that read with the profile as it is now.
    """

    verdicts: Mapping[str, int] = field(default_factory=dict)
    new_articles: tuple[NewArticles, ...] = ()
    bad_fields: Mapping[str, frozenset[int]] = field(default_factory=dict)
    profile_messages: tuple[str, ...] = ()

    def share(self, *verdicts: Verdict) -> float:
        """The share of answers that had one of these verdicts."""
        answers = sum(self.verdicts.values())
        return sum(self.verdicts.get(verdict, 0) for verdict in verdicts) / answers if answers else 0.0
