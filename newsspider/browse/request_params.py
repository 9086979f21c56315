"""The parameters of a request, read so that any text is valid."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from newsspider.errors import UsageError
from newsspider.language import typed_periods
from newsspider.queries.selection import Selection

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from newsspider.browse.queries.faceted_search import Order

_LONGEST: Final = 1_000  # characters of one argument
_ORDERS: Final[tuple[Order, ...]] = ("best", "newest", "oldest")
_LAST_PAGE: Final = 10_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """One question: the parts of the path, the arguments, and where this server stands."""

    parts: Mapping[str, str]
    arguments: Mapping[str, str]
    path: Callable[[str], str]
    absolute: Callable[[str], str]
    address: str
    tables: str

    def text(self, name: str) -> str:
        """An argument as text, "" where it is not given."""
        return self.arguments.get(name, "")[:_LONGEST].replace("\0", "").strip()

    def number(self, name: str) -> int:
        """The number of a page, from 1."""
        text = self.text(name)
        return min(max(int(text), 1), _LAST_PAGE) if text.isascii() and text.isdigit() else 1


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """The answer to a request."""

    body: str | bytes
    status: int = 200
    content_type: str = "text/html; charset=utf-8"
    headers: Mapping[str, str] = field(default_factory=dict)


def selection(asked: Asked) -> tuple[Selection, tuple[str, ...]]:
    """The articles that a search selects, and a message for each argument that is not valid."""
    troubles: list[str] = []
    return (
        Selection(
            query=asked.text("q") or None,
            site=asked.text("site") or None,
            section=asked.text("section") or None,
            issue=asked.text("issue") or None,
            author=asked.text("author") or None,
            since=_day(asked.text("since"), typed_periods.first_day, troubles),
            until=_day(asked.text("until"), typed_periods.last_day, troubles),
            is_changed=bool(asked.text("changed")),
            is_gone=bool(asked.text("gone")),
        ),
        tuple(troubles),
    )


def order(asked: Asked) -> Order:
    """The order of a search's results."""
    name = asked.text("order")
    return next((each for each in _ORDERS if each == name), "best")


def arguments(asked: Asked) -> dict[str, Any]:
    """The valid arguments of a search, for the addresses of its facets and pages."""
    names = ("q", "site", "section", "issue", "author", "since", "until", "changed", "gone", "order")
    return {name: text for name in names if (text := asked.text(name))}


def _day(text: str, read: Callable[[str], date], troubles: list[str]) -> date | None:
    if not text:
        return None
    try:
        return read(text)
    except UsageError as error:
        troubles.append(str(error))
        return None
