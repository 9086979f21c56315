"""Where a nearly empty page sends its readers, by refresh or by script."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsspider.discovery.links import script_links
from newsspider.web import urls

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsspider.web.document import Document

MOST_WORDS = 60  # "This page has moved, please change your bookmarks" in several languages
MOST_LINKS = 2  # links to other pages: a forwarding page has one, to its target; a short list has more
_REFRESH = re.compile(r"^\s*[\d.]*\s*[;,]?\s*url\s*=\s*[\"']?\s*([^\"'\s>]+)", re.IGNORECASE)
_NEXT = re.compile(r"<\s*([^<>\s]{1,2000})\s*>\s*((?:;[^,;<>]{1,200})*)")
_REL_NEXT = re.compile(r";\s*rel\s*=\s*\"?[^\"]*\bnext\b", re.IGNORECASE)


def moved_urls(page: Document | None, url: str, *, refresh: str | None = None) -> tuple[str, ...]:
    """The addresses that the answer at *url* forwards to, in canonical form; mostly none or one.

    *refresh* is the `Refresh` header. A page with content of its own forwards to no address.
    """
    if page is not None and len(page.text.split()) > MOST_WORDS:
        return ()
    written = [page.refresh_url] if page and page.refresh_url else []
    if found := _REFRESH.match(refresh or ""):
        written.append(found[1])
    if page and not written and not page.is_frameset:
        written.extend(_by_script(page))
    base_url = page.base_url if page else url
    settled = (urls.canonical(one, base=base_url) for one in written if one)
    return tuple(dict.fromkeys(one for one in settled if one and one != urls.canonical(url)))


def next_in_header(link: str | None, url: str) -> tuple[str, ...]:
    """The addresses that a `Link` header (RFC 8288) calls next, in canonical form."""
    found = _NEXT.finditer(link or "")
    settled = (urls.canonical(one[1], base=url) for one in found if _REL_NEXT.search(one[2]))
    return tuple(one for one in settled if one)


def _by_script(page: Document) -> Iterator[str]:
    """Where the page's scripts set its location to, unless it lists other pages itself."""
    scripts = [script.text or "" for script in page.tagged("script")]
    scripts += [body.get("onload") or "" for body in page.tagged("body")]
    written = [one for script in scripts for one in script_links.sent_to(script)]
    if not written:
        return
    targets = {urls.canonical(one, base=page.base_url) for one in written}
    others = {urls.canonical(url) for _, url, _ in page.links()} - targets
    if len(others) <= MOST_LINKS:
        yield from written
