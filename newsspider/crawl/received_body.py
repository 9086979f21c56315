"""The body of an answer without content codings, and whether all of it arrived."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from newsspider.items import STATUSES_WITH_BODY
from newsspider.web import content_coding

if TYPE_CHECKING:
    from scrapy.http import Response

    from newsspider.storage.warc.records import Truncated

# Flags of a response: two of Scrapy's, then ours: the answer was not complete in time, or for any reason.
_DATA_LOSS, _NO_LENGTH = "dataloss", "partial"
TIMED_OUT, BROKEN = "timed out", "broken"
_RANGE = re.compile(r"\s*bytes\s+(\d+)-(\d+)/(\d+|\*)\s*", re.IGNORECASE)


class ReceivedBody(NamedTuple):
    """A decoded body.

    `is_too_large`: it is cut at the size limit.  `broken` is the reason why it is incomplete, None if it
    is complete; `truncated` is that reason in WARC's terms, None if all bytes that were sent are there.
    """

    body: bytes
    is_too_large: bool
    broken: str | None = None
    truncated: Truncated | None = None

    @property
    def note(self) -> str | None:
        """The note of the capture of an incomplete answer."""
        return "cut: larger than DOWNLOAD_MAXSIZE" if self.is_too_large else self.broken


def decode_body(response: Response, *, most_bytes: int, is_cut_off: bool = False) -> ReceivedBody:
    """Decode the body up to *most_bytes*; *is_cut_off*: the download was stopped at that size."""
    encoding = b", ".join(response.headers.getlist("Content-Encoding")).decode("latin-1")
    found = content_coding.decode(response.body, encoding, most_bytes=most_bytes or content_coding.MOST_BYTES)
    if is_cut_off:
        return ReceivedBody(found.body, is_too_large=True, truncated="length")
    if found.is_cut:
        return ReceivedBody(found.body, is_too_large=True)
    if response.status not in STATUSES_WITH_BODY:  # the head is enough
        late: Truncated | None = "time" if TIMED_OUT in response.flags else None
        return ReceivedBody(found.body, is_too_large=False, truncated=late)
    broken, truncated = _broken(response, found)
    return ReceivedBody(found.body, is_too_large=False, broken=broken, truncated=truncated)


def _broken(response: Response, found: content_coding.Decoded) -> tuple[str | None, Truncated | None]:
    """Why an answer is incomplete, as text and in WARC's terms.

    A wrong length counts only if no checksum proves the body complete: many servers compress a page and
    state its length before compression.
    """
    size = len(response.body)
    if TIMED_OUT in response.flags and not found.is_proven:
        return f"cut: not complete in time; {size:,} bytes arrived", "time"
    if _DATA_LOSS in response.flags and not found.is_proven:
        return f"cut: the answer broke off after {size:,} bytes", "disconnect"
    if found.is_torn:
        truncated: Truncated | None = "disconnect" if _NO_LENGTH in response.flags else None
        return f"cut: the compressed answer of {size:,} bytes has no proper end", truncated
    if response.status == 206 and not _is_whole_range(response):
        stated = (response.headers.get("Content-Range") or b"no Content-Range").decode("latin-1")
        return f"cut: the server sent only a part ({stated})", None
    return None, None


def _is_whole_range(response: Response) -> bool:
    """Whether a partial answer (206) is the whole, by its Content-Range (RFC 9110 section 14.4)."""
    stated = _RANGE.fullmatch((response.headers.get("Content-Range") or b"").decode("latin-1"))
    if stated is None:
        return False
    first, last, whole = stated.groups()
    return first == "0" and whole.isdigit() and int(last) + 1 == int(whole)
