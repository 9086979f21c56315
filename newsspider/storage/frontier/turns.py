"""Whose turn it is: kinds of waiting addresses, mixed so that none starves another."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from newsspider.storage.transaction import SqlValue

Turn = Literal["fronts", "fresh", "new", "lists", "known", "dead"]

# A list that brought no new story on so many visits in a row takes its turn among the other lists.
BARREN_VISITS = 7
_LASTING = "verdict IN ('gone', 'soft 404', 'redirect home', 'blocked', 'wrong type', 'forbidden')"
# The number of an address's turn. The index `frontier_waiting` of schema.sql is sorted by it;
# a test holds the two equal.
TURN = f"""CASE kind WHEN 'requisite' THEN 5 WHEN 'image' THEN 6 WHEN 'document' THEN 7
    WHEN 'article' THEN CASE
        WHEN part_of_url IS NOT NULL OR verdict IS NULL THEN 1
        WHEN failures > 0 OR {_LASTING} THEN 4
        ELSE 3 END
    ELSE CASE
        WHEN depth = 0 AND list_url IS NULL THEN 0
        WHEN list_url IS NULL AND barren_visits <= {BARREN_VISITS}
            AND (stories > 0 OR (kind = 'feed' AND depth <= 1)) THEN 0
        WHEN failures > 0 OR {_LASTING} THEN 4
        ELSE 2 END
    END"""
LAST_TURN_OF_PAGES = 4
LAST_TURN = 7
_IS_FRESH = "run_id IS NULL AND kind = 'article' AND verdict IS NULL AND part_of_url IS NULL"
_NUMBERS: Mapping[Turn, int] = {"fronts": 0, "new": 1, "lists": 2, "known": 3, "dead": 4}
# One round. Fronts and the stories that this run found take half of it, so that news comes first.
_ROUND: tuple[Turn, ...] = (
    "fronts", "fresh", "fronts", "fresh", "new", "lists", "known", "fronts", "fresh", "lists",
    "fronts", "fresh", "new", "known", "dead",
)  # fmt: skip


def queries(columns: str) -> dict[Turn, str]:
    """The query of each turn for what waits and is due, in order: `rowid` and *columns*.

    Its parameters are `site`, `now`, `limit` and, for the stories that this run found, `run_id`.
    """
    due = f"SELECT rowid, {columns} FROM frontier WHERE site = :site AND run_id IS NULL AND due_at <= :now"  # noqa: S608
    found: dict[Turn, str] = {
        turn: f"{due} AND {TURN} = {number} ORDER BY depth, rowid LIMIT :limit"
        for turn, number in _NUMBERS.items()
    }
    # A run that continues killed runs keeps their order.
    since = (
        "found_at >= (SELECT min(started_at) FROM runs WHERE site = :site AND id <= :run_id"
        " AND id > coalesce((SELECT max(id) FROM runs"
        " WHERE site = :site AND id < :run_id AND reason = 'finished'), 0))"
    )
    found["fresh"] = f"{due} AND {_IS_FRESH} AND {since} ORDER BY found_at, depth, rowid LIMIT :limit"
    return found


class Mixing:
    """The order of turns. It continues from one call to the next, so that small calls starve nothing."""

    def __init__(self) -> None:
        self._round: deque[Turn] = deque(_ROUND)

    def mix(
        self, waiting: Mapping[Turn, Sequence[tuple[SqlValue, ...]]], limit: int
    ) -> list[tuple[SqlValue, ...]]:
        """Up to *limit* rows, turn by turn; each row once, by its first value."""
        queues = {turn: deque(rows) for turn, rows in waiting.items()}
        chosen: dict[SqlValue, tuple[SqlValue, ...]] = {}
        while len(chosen) < limit and any(queues.values()):
            queue = queues[self._round[0]]
            while queue and queue[0][0] in chosen:
                queue.popleft()
            if queue:
                row = queue.popleft()
                chosen[row[0]] = row
            self._round.rotate(-1)
        return list(chosen.values())
