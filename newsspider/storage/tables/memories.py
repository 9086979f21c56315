"""The table `site_memories`: what the pages of each site have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsspider.extraction import SiteMemory

if TYPE_CHECKING:
    import sqlite3

STATEMENT = """CREATE TABLE site_memories (
    site TEXT PRIMARY KEY REFERENCES sites(site),
    stories INTEGER NOT NULL,
    learnt_at TEXT NOT NULL,
    memory TEXT NOT NULL
)"""


def keep(conn: sqlite3.Connection, site: str, memory: SiteMemory, *, at: str) -> None:
    """Keep what a site's pages taught, in the place of what is kept of it."""
    conn.execute(
        "INSERT OR REPLACE INTO site_memories (site, stories, learnt_at, memory) VALUES (?, ?, ?, ?)",
        (site, memory.stories, at, memory.as_json()),
    )


def known(conn: sqlite3.Connection, site: str) -> SiteMemory:
    """What a site's pages taught; an empty memory, to be learnt anew, where none is kept that can be read."""
    row = conn.execute("SELECT memory FROM site_memories WHERE site = ?", (site,)).fetchone()
    try:
        return SiteMemory.from_json(row[0]) if row else SiteMemory()
    except (ValueError, LookupError, TypeError, AttributeError):
        return SiteMemory()
