"""The oddities of old sites: an endless calendar, dead links, and pages that are not what they seem."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsspider.demo.listings import PRIVATE

if TYPE_CHECKING:
    from collections.abc import Iterator

DEAD_LINK = "/about/masthead.html"
SOFT_404 = "/culture/2023/02/night-of-the-model-ships.html"
FALSE_PDF = "/harbour/2024/01/tide-tables-of-the-year.html"
PRIVATE_PAGE = PRIVATE
LINKS = f"""<p><a href="{SOFT_404}">Night of the model ships</a> | <a href="{FALSE_PDF}">Tide tables</a> |
<a href="/calendar/2026/01/">Calendar</a> | <a href="{PRIVATE_PAGE}">Minutes</a> |
<a href="{DEAD_LINK}">Our old masthead</a></p>"""
_MISSING = b"""<!DOCTYPE html><title>The Estuary</title><h1>Page not found</h1>
<p>Sorry, the page you asked for could not be found. It may have been moved.</p>"""
_MINUTES = b"<!DOCTYPE html><title>Minutes</title><p>Whoever reads this has not read robots.txt.</p>"
_PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
_MONTH = re.compile(r"/calendar/(\d{4})/(\d\d)/")


def answers() -> Iterator[tuple[str, int, str, bytes]]:
    """Path, HTTP status, content type and body of each odd page."""
    kind = "text/html; charset=utf-8"
    yield SOFT_404, 200, kind, _MISSING
    yield FALSE_PDF, 200, kind, _PDF
    yield PRIVATE_PAGE, 200, kind, _MINUTES


def calendar(path: str) -> bytes | None:
    """A month of the calendar, which always links to the next one; None for any other path."""
    found = _MONTH.fullmatch(path)
    if not found or not 1 <= int(found[2]) <= 12:
        return None
    months = int(found[1]) * 12 + int(found[2])
    year, month = divmod(months, 12)
    return (
        f"<!DOCTYPE html><title>Calendar</title><h1>{found[1]}-{found[2]}</h1><p>Nothing is planned.</p>"
        f'<p><a href="/calendar/{year:04d}/{month + 1:02d}/">Next month</a></p>'
    ).encode()
