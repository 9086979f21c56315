"""The answer to the request for an address."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from newsspider.items import Capture, Verdict
    from newsspider.storage.crawl_frontier import Address


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """The answer to the request for an address, with the redirects that led to it.

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
        """The capture of the answer itself, after the redirects."""
        return self.captures[-1]

    @property
    def is_list(self) -> bool:
        """Whether a feed or site map was requested."""
        return self.address.kind in ("feed", "sitemap")

    def with_verdict(self, verdict: Verdict, *, note: str | None) -> Answer:
        """The answer with this verdict and note on its own capture."""
        judged = replace(self.last, verdict=verdict, note=note)
        return replace(self, captures=(*self.captures[:-1], judged))
