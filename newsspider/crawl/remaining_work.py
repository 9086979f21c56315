"""How many addresses a run still has to request, and about how long that takes."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

WINDOW_S = 60.0  # the pace is measured over the last minute
LEAST_FINISHED = 5  # addresses needed to measure the pace
_SHORTEST_S = 1.0  # between two counts
_SHARE_OF_TIME = 0.02  # counting takes at most this share of the run


@dataclass(frozen=True, kw_only=True, slots=True)
class Remaining:
    """How many addresses wait, and about how many seconds they take; None while the pace is unknown."""

    waiting: int = 0
    left_s: float | None = None


class Estimate:
    """Counts the waiting addresses with *count* now and then, and measures the pace between two counts."""

    def __init__(self, count: Callable[[], int], *, clock: Callable[[], float]) -> None:
        self._count, self._clock = count, clock
        self._seen: deque[tuple[float, int]] = deque()
        self._waiting = 0
        self._next_at = float("-inf")

    def after(self, finished: int) -> Remaining:
        """What remains when *finished* addresses of the run are done."""
        now = self._clock()
        if now >= self._next_at:
            self._waiting = self._count()
            took_s = self._clock() - now
            self._next_at = now + max(_SHORTEST_S, took_s / _SHARE_OF_TIME)
            self._seen.append((now, finished))
            while len(self._seen) > 1 and self._seen[1][0] <= now - WINDOW_S:
                self._seen.popleft()
        return Remaining(waiting=self._waiting, left_s=self._left_s(now, finished))

    def _left_s(self, now: float, finished: int) -> float | None:
        began_at, before = self._seen[0]
        done, elapsed_s = finished - before, now - began_at
        if done < LEAST_FINISHED or elapsed_s <= 0:
            return None
        return self._waiting * elapsed_s / done
