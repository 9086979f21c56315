"""Read the rules and pauses of a robots.txt, whatever its encoding."""

from __future__ import annotations

from math import isfinite

from newsspider.classify import error_pages
from newsspider.language.text import decode, wide_encoding

MOST_BYTES = 512_000  # RFC 9309 section 2.5 requires at least 500 kiB to be read


def rules(payload: bytes) -> bytes:
    """The rules in UTF-8, without NULs or a byte order mark; empty if the answer is an HTML page.

    A longer payload is cut after a whole line: half a rule might forbid everything.
    """
    if error_pages.is_html(payload):
        return b""
    is_wide = wide_encoding(payload) is not None
    text = decode(payload).text.encode("utf-8", "replace") if is_wide else payload
    text = text.replace(b"\0", b"").removeprefix(b"\xef\xbb\xbf")
    if len(payload) < MOST_BYTES:
        return text
    return text[: max(text.rfind(b"\n"), text.rfind(b"\r")) + 1]


def pause_s(crawl_delay: float | None, request_rate_s: float | None) -> float:
    """Seconds between requests that Crawl-delay and Request-rate ask for; infinite where one says so."""
    asked = (wish for wish in (crawl_delay, request_rate_s) if wish is not None and wish > 0)
    return max(asked, default=0.0)


def too_slow(pause: float, *, longest_s: float) -> str | None:
    """Why a site with a longer pause is left; None where the pause is accepted."""
    if pause <= longest_s:
        return None
    asked = f"{pause:,.2f}".removesuffix(".00") + " s" if isfinite(pause) else "an endless pause"
    return f"robots.txt asks for {asked} between requests; no more than {longest_s:,.0f} s are waited"
