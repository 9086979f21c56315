"""Read the rules and pauses of a robots.txt, whatever its encoding."""

from __future__ import annotations

from math import isfinite

from newsspider.classify import error_pages
from newsspider.language.text import decode, wide_encoding


def rules(payload: bytes) -> bytes:
    """The rules in UTF-8 without a byte order mark; empty if the answer is an HTML page."""
    if error_pages.is_html(payload):
        return b""
    if wide_encoding(payload):
        return decode(payload).text.encode("utf-8", "replace")
    return payload.removeprefix(b"\xef\xbb\xbf")


def pause_s(crawl_delay: float | None, request_rate_s: float | None) -> float:
    """Seconds between requests that Crawl-delay and Request-rate ask for; infinite where one says so."""
    asked = (wish for wish in (crawl_delay, request_rate_s) if wish is not None and wish > 0)
    return max(asked, default=0.0)


def too_slow(pause: float, *, longest_s: float) -> str | None:
    """Why a site with a longer pause is left; None where the pause is accepted."""
    if pause <= longest_s:
        return None
    asked = f"{pause:,.0f} s" if isfinite(pause) else "an endless pause"
    return f"robots.txt asks for {asked} between requests; no more than {longest_s:,.0f} s are waited"
