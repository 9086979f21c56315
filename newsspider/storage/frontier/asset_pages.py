"""The table `asset_pages`, and the assets among the addresses of the frontier."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from newsspider.run_reports import AssetCount
from newsspider.web import urls

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from newsspider.items import AssetKind, FoundLink

IS_ASSET = "kind IN ('requisite', 'image', 'document')"
_KEPT = """SELECT verdict, count(*), sum(size_bytes) FROM captures
WHERE run_id = ? AND verdict IN ('requisite', 'image', 'document')
GROUP BY verdict ORDER BY verdict = 'requisite', verdict = 'document'"""
_SHOWN_ALONE = """SELECT DISTINCT own.url FROM asset_pages AS own
WHERE own.site = :site AND own.page_url IN (SELECT value FROM json_each(:pages)) AND NOT EXISTS (
    SELECT 1 FROM asset_pages AS other WHERE other.site = own.site AND other.url = own.url
    AND other.page_url NOT IN (SELECT value FROM json_each(:pages)))"""
_LED_TO = """SELECT DISTINCT address_url, location_url FROM captures
WHERE site = :site AND address_url IN (SELECT value FROM json_each(:urls)) AND location_url IS NOT NULL"""
_TAKEN = "SELECT url FROM frontier WHERE site = :site AND url IN (SELECT value FROM json_each(:urls))"


def note_shown(conn: sqlite3.Connection, site: str, links: Iterable[FoundLink]) -> None:
    """Record which page shows or links each image and document; requisites belong to no single page."""
    conn.executemany(
        "INSERT OR IGNORE INTO asset_pages (site, url, page_url) VALUES (?, ?, ?)",
        [(site, link.url, link.found_on_url) for link in links if link.kind != "requisite"],
    )


def shown_alone(conn: sqlite3.Connection, site: str, page_urls: Iterable[str]) -> frozenset[str]:
    """The images and documents that only these pages show or link.

    If one was redirected, the address it led to is included, unless a page has it.
    """
    values = {"site": site, "pages": json.dumps(sorted(page_urls))}
    own = {url for (url,) in conn.execute(_SHOWN_ALONE, values)}
    return frozenset(own | _led_to(conn, site, own))


def _led_to(conn: sqlite3.Connection, site: str, asset_urls: Iterable[str]) -> set[str]:
    """Where assets were redirected to, except addresses of the frontier."""
    redirects = conn.execute(_LED_TO, {"site": site, "urls": json.dumps(sorted(asset_urls))})
    settled = (urls.canonical(location_url, base=url) for url, location_url in redirects.fetchall())
    found = {url for url in settled if url}
    taken = conn.execute(_TAKEN, {"site": site, "urls": json.dumps(sorted(found))})
    return found - {url for (url,) in taken}


def kept(conn: sqlite3.Connection, run_id: int) -> tuple[AssetCount, ...]:
    """The assets that a run kept, by kind: images, documents, requisites."""
    return tuple(
        AssetCount(kind=kind, count=count, size_bytes=size_bytes)
        for kind, count, size_bytes in conn.execute(_KEPT, (run_id,))
    )


def count_due(conn: sqlite3.Connection, site: str, kinds: Iterable[AssetKind], *, at: str) -> int:
    """How many assets of these kinds are due."""
    found = conn.execute(
        "SELECT count(*) FROM frontier WHERE site = ? AND due_at <= ?"
        " AND kind IN (SELECT value FROM json_each(?))",
        (site, at, json.dumps(sorted(kinds))),
    )
    (number,) = found.fetchone()
    return int(number)
