"""What came of asking for an address."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from newsspider.items import Capture
    from newsspider.storage.crawl_frontier import Address


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """What came of asking for an address.

    `captures` holds redirects first; `url` is the publication's own address that answered in the
    end, and `payload` its decoded body.  `refresh` and `link` are the headers of these names.
    """

    address: Address
    url: str
    captures: tuple[Capture, ...]
    payload: bytes
    refresh: str | None = None
    link: str | None = None

    @property
    def last(self) -> Capture:
        """The answer itself."""
        return self.captures[-1]
