"""What a run would be handed out, looked up without a run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsspider.language.dates import to_text
from newsspider.queries.connection import ReadOnly
from newsspider.storage.archive import DATABASE
from newsspider.storage.crawl_frontier import ADDRESS_COLUMNS, HANDED_OUT_ORDER, Address, address_of
from newsspider.storage.frontier.asset_pages import IS_ASSET

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path


def due_addresses(folder: Path, site: str, now: datetime, *, is_full: bool) -> tuple[Address, ...]:
    """The addresses of a site that are due at *now*, in the order of a run; *is_full*: all its pages are.

    Nothing is due where there is no archive yet; an archive is only read.
    """
    if not (folder / DATABASE).is_file():
        return ()
    archive = ReadOnly(folder)
    try:
        found = archive.rows(
            f"SELECT {ADDRESS_COLUMNS} FROM frontier"  # noqa: S608 # our own words
            f" WHERE site = ? AND (due_at <= ? OR (? AND NOT {IS_ASSET})) ORDER BY {HANDED_OUT_ORDER}",
            (site, to_text(now), is_full),
        )
        return tuple(address_of(tuple(row)) for row in found)
    finally:
        archive.close()
