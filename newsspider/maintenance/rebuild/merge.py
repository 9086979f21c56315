"""One merge of a damaged database into a rebuilt one: the rows of both, and which is which."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from newsspider.storage.transaction import insert
from newsspider.storage.warc import manifest
from newsspider.storage.warc.reader import FOLDER, OPEN_SUFFIX

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

    from newsspider.maintenance.rebuild.whole_rows import Row, WholeRows


class Merge:
    """The old rows, the connection to the new database, and the ids of rows that are the same in both.

    `captures` and `articles` give the new id of an old row. `lost` are the old ids of captures whose record
    is lost, `lost_urls` their sites and addresses. `taken` are the old ids of articles that the new database
    lacked.
    """

    def __init__(self, folder: Path, rows: WholeRows, conn: sqlite3.Connection) -> None:
        self.rows, self.conn = rows, conn
        self.there = {path.name.removesuffix(OPEN_SUFFIX) for path in (folder / FOLDER).glob("*.warc.gz*")}
        self.in_manifest = manifest.read(folder).keys()
        self.captures: dict[object, int] = {}
        self.lost: set[object] = set()
        self.lost_urls: set[tuple[object, object]] = set()
        self.captured_at: dict[object, str] = {}
        self.articles: dict[object, int] = {}
        self.taken: set[object] = set()
        self.counts: Counter[str] = Counter()
        self._columns: dict[str, frozenset[str]] = {}

    def insert(self, table: str, row: Row, **changed: str | float | None) -> int:
        """Insert the values of *row* that the table still has a column for; *changed* outranks *row*."""
        if table not in self._columns:
            described = self.conn.execute(f"PRAGMA table_info({table})")
            self._columns[table] = frozenset(one[1] for one in described)
        values = {**row, **changed}
        if changed.get("id", 0) is None:
            del values["id"]
        return insert(
            self.conn, table, {name: values[name] for name in values if name in self._columns[table]}
        )

    def know_site(self, site: object) -> None:
        """Add the row of a site, if it is not there."""
        if self.conn.execute("SELECT 1 FROM sites WHERE site = ?", (site,)).fetchone():
            return
        for row in self.rows.of("sites"):
            if row["site"] == site:
                self.insert("sites", row)
                return
        self.conn.execute("INSERT INTO sites (site) VALUES (?)", (site,))
