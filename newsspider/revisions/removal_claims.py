"""Decide whether an answer "no such page" means that the article was removed.

That a story is gone is a claim about its publisher.  An address that answers 404 or an error page only makes
the claim; the end of the run decides, because only then is known what else the site answered.  One removed
story is accepted at once.  If the start page is bad, or many known stories answer badly, the site is
broken, closed or asks for consent.  Then no article is marked as gone, and the next run asks again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from newsspider.items import Verdict

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

# tests/revisions/test_removal_claims.py has the cases at each border.
LEAST = 3  # fewer bad answers do not show that the site is broken
MANY = 0.3  # this share of bad answers shows it
MANY_AT_ONCE = 10  # at most this many claims are requested again in one run, however large the site is
# Many claims that come again are believed where the rest of the site is well: for each ten of them one story
# was seen meanwhile.
SEEN = 0.1
# A claim that the site's own lists contradict, or an error page that says 200, must last so long.
LONG, MANY_RUNS = timedelta(days=7), 3


@dataclass(frozen=True, kw_only=True, slots=True)
class Claim:
    """An address of an article says that it is gone: since when, and in how many runs.

    `is_named`: a list or site map has named the address since then.
    """

    url: str
    verdict: Verdict
    first_at: datetime
    runs: int
    is_named: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Answers:
    """What a run's answers to addresses of known articles were worth.

    `fine` gave the article, `failing` gave nothing; `claims` say that it is gone.  `start_is_fine`: a start
    page answered, and there are lists that name stories.  `seen` counts the articles that were seen since
    the first of the claims was made.
    """

    start_is_fine: bool
    fine: int
    failing: Mapping[Verdict, int]
    claims: tuple[Claim, ...]
    seen: int

    @property
    def failures(self) -> int:
        """How many addresses gave nothing."""
        return sum(self.failing.values())

    @property
    def bad(self) -> int:
        """How many addresses gave nothing, or say that their article is gone."""
        return self.failures + len(self.claims)

    @property
    def asked(self) -> int:
        """How many addresses answered."""
        return self.fine + self.bad


@dataclass(frozen=True, kw_only=True, slots=True)
class SettledClaims:
    """What a run's end decided: the answers, and the claims that were believed.

    `gone` are the articles that are gone now: id and last address of each.
    """

    answers: Answers
    believed: tuple[Claim, ...]
    gone: tuple[tuple[int, str], ...] = ()

    @property
    def doubted(self) -> int:
        """How many claims were not believed."""
        return len(self.answers.claims) - len(self.believed)


def believed(answers: Answers, *, now: datetime) -> tuple[Claim, ...]:
    """The claims that are believed; the next run requests all others again."""
    if not answers.start_is_fine or _are_many(answers.failures, answers.failures + answers.fine):
        return ()
    if len(answers.claims) < MANY_AT_ONCE and not is_widespread(answers):
        return tuple(claim for claim in answers.claims if answers.fine or _is_plain(claim, now))
    if answers.seen < SEEN * len(answers.claims):
        return ()
    return tuple(claim for claim in answers.claims if claim.runs > 1 and _is_plain(claim, now))


def is_widespread(answers: Answers) -> bool:
    """Whether so many answers are bad that the site, and not a story, must have changed."""
    return _are_many(answers.bad, answers.asked)


def _is_plain(claim: Claim, now: datetime) -> bool:
    """Whether nothing contradicts a claim: the server says it by its status and no list names the story.

    Any other must last.
    """
    is_lasting = claim.runs >= MANY_RUNS and now - claim.first_at >= LONG
    return is_lasting or (claim.verdict is Verdict.GONE and not claim.is_named)


def _are_many(bad: int, asked: int) -> bool:
    return bad >= LEAST and bad >= MANY * asked
