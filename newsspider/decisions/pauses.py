"""How long to leave a server alone that says it is busy."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

BUSY = frozenset((429, 503))
FIRST_PAUSE_S = 2.0  # doubled with each busy answer in a row
LEAST_SLOWED_S = 1.0
MOST_SLOWED_S = 30.0


def pause_s(retry_after: str | None, *, in_a_row: int, longest_s: float, now: datetime) -> float:
    """Seconds to leave the server alone after its *in_a_row*-th busy answer, at most *longest_s*.

    What the server asks (Retry-After, RFC 9110 section 10.2.3: seconds or a date) holds; where it
    is silent, or what it asked did not help, the pause doubles each time.
    """
    asked_s = _asked_s(retry_after, now)
    own_s = FIRST_PAUSE_S * 2.0 ** min(in_a_row - 1, 20)
    wanted_s = asked_s if asked_s is not None and in_a_row <= 1 else max(asked_s or 0.0, own_s)
    return min(wanted_s, longest_s)


def slowed_s(delay_s: float, *, longest_s: float) -> float:
    """The pause between requests after an answer that there were too many (429): twice what it was."""
    return max(delay_s, min(max(2 * delay_s, LEAST_SLOWED_S), MOST_SLOWED_S, longest_s))


def _asked_s(retry_after: str | None, now: datetime) -> float | None:
    """The seconds that Retry-After asks for; None where it is silent or says nothing sensible."""
    text = (retry_after or "").strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    with suppress(ValueError, TypeError, IndexError, OverflowError):
        moment = parsedate_to_datetime(text)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return max(0.0, (moment - now).total_seconds())
    return None
