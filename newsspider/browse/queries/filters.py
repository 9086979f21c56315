"""What a reader of the reading room asks for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import date

Order = Literal["best", "newest", "oldest"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Filters:
    """What a reader asks for; "" and None do not matter, names are as the archive writes them."""

    query: str = ""
    site: str = ""
    section: str = ""
    issue: str = ""
    author: str = ""
    since: date | None = None
    until: date | None = None
    is_changed: bool = False
    is_gone: bool = False
    order: Order = "best"
