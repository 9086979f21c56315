"""How long to wait after a busy answer, and how fast to ask after that."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

BUSY = frozenset((429, 503))
FIRST_PAUSE_S = 2.0  # doubled with each busy answer in a row
GOOD_SPELL = 10  # good answers in a row, after which a host that was busy is asked faster
LEAST_SLOWED_S = 1.0
MOST_SLOWED_S = 30.0


def pause_s(retry_after: str | None, *, in_a_row: int, longest_s: float, now: datetime) -> float:
    """Seconds to leave the server alone after its *in_a_row*-th busy answer, at most *longest_s*.

    The server's Retry-After (RFC 9110 section 10.2.3: seconds or a date) decides.  Without it, or if that
    did not help, the pause doubles each time.
    """
    asked_s = _asked_s(retry_after, now)
    own_s = FIRST_PAUSE_S * 2.0 ** min(in_a_row - 1, 20)
    wanted_s = asked_s if asked_s is not None and in_a_row <= 1 else max(asked_s or 0.0, own_s)
    return min(wanted_s, longest_s)


@dataclass(frozen=True, kw_only=True, slots=True)
class Pace:
    """The pause between two requests to one host: longer after busy answers, shorter again after good ones.

    It is never shorter than `floor_s`, which the profile or robots.txt asks for; `good` counts the good
    answers since it last changed.
    """

    floor_s: float
    delay_s: float
    good: int = 0

    def after(self, status: int, *, longest_s: float = MOST_SLOWED_S) -> Pace:
        """The pace after one more answer: twice the pause after a busy one, half after ten good ones."""
        if status in BUSY:
            most_s = min(MOST_SLOWED_S, longest_s)
            slower_s = max(self.delay_s, min(max(2 * self.delay_s, LEAST_SLOWED_S), most_s))
            return replace(self, delay_s=slower_s, good=0)
        if status >= 500:  # neither busy nor good
            return self
        if self.good + 1 < GOOD_SPELL:
            return replace(self, good=self.good + 1)
        half_s = self.delay_s / 2
        faster_s = half_s if half_s >= max(self.floor_s, LEAST_SLOWED_S) else self.floor_s
        return replace(self, delay_s=faster_s, good=0)

    def on(self, floor_s: float) -> Pace:
        """The pace with a pause of at least *floor_s*."""
        return replace(self, floor_s=floor_s, delay_s=max(self.delay_s, floor_s))


def _asked_s(retry_after: str | None, now: datetime) -> float | None:
    """The seconds that Retry-After asks for; None where it is missing or unreadable."""
    text = (retry_after or "").strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    with suppress(ValueError, TypeError, IndexError, OverflowError):
        moment = parsedate_to_datetime(text)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return max(0.0, (moment - now).total_seconds())
    return None
