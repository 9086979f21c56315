"""What only the damaged database has: stories whose WARC records are lost, merged into the new one.

A row is taken over only where it can be read whole and its wording has the hash that is stored with it.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter, defaultdict
from contextlib import closing
from typing import TYPE_CHECKING

from newsspider.maintenance.rebuild.whole_rows import Row, WholeRows, is_worded_as_hashed
from newsspider.revisions.duplicates import hash_of_text
from newsspider.storage.archive import DATABASE
from newsspider.storage.integrity.database_checks import LOST
from newsspider.storage.transaction import insert
from newsspider.storage.warc import manifest
from newsspider.storage.warc.reader import FOLDER, OPEN_SUFFIX

if TYPE_CHECKING:
    from pathlib import Path

    from newsspider.storage.archive import Archive

# What belongs to an article and names nothing else.
_PARTS = ("images", "absences", "hidden_fields", "editions", "story_ids")
# Revision numbers that no row has, while rows are numbered again.
_ASIDE = -(10**12)
# By what order they came: the moment of their answers, for a row made again is stored at another moment.
_REVISIONS = """SELECT revisions.id, content_hash, coalesce(captured_at, seen_at) FROM revisions
    LEFT JOIN captures ON captures.id = capture_id WHERE article_id = ?"""
_WORDING = ("headline", "standfirst", "text", "html", "content_hash")


def merge(folder: Path, archive: Archive) -> tuple[str, ...]:
    """Take over what the database in *folder* has and the new *archive* lacks; a line for each kind.

    Only the new archive is written.
    """
    path = folder / DATABASE
    if not path.is_file():
        return ()
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as old:
            rows = WholeRows(old)
            with archive.transaction() as conn:
                conn.execute("PRAGMA defer_foreign_keys = ON")
                merging = _Merge(folder, rows, conn)
                merging.all()
            return merging.notes()
    except sqlite3.Error as error:
        return (f"nothing could be taken over from the damaged database ({error})",)


class _Merge:
    """One merge: knows which row of the old database is which of the new one."""

    def __init__(self, folder: Path, rows: WholeRows, conn: sqlite3.Connection) -> None:
        self._rows, self._conn = rows, conn
        self._there = {path.name.removesuffix(OPEN_SUFFIX) for path in (folder / FOLDER).glob("*.warc.gz*")}
        self._in_manifest = manifest.read(folder).keys()
        self._captures: dict[object, int] = {}
        self._lost: set[object] = set()
        self._captured_at: dict[object, str] = {}
        self._articles: dict[object, int] = {}
        self._columns: dict[str, frozenset[str]] = {}
        self.counts: Counter[str] = Counter()

    def all(self) -> None:
        """Merge captures, articles, their parts and wordings, link blocks and addresses, in this order."""
        self._take_captures()
        self._take_articles()
        self._take_frontier()

    def notes(self) -> tuple[str, ...]:
        """What was taken over, and what could not be."""
        named = ("articles", "wordings", "captures")
        taken = ", ".join(f"{self.counts[what]:,} {what}" for what in named if self.counts[what])
        lines = [f"taken over from the damaged database: {taken}"] if taken else []
        if self.counts["damaged"]:
            lines.append(
                f"{self.counts['damaged']:,} articles or wordings of the damaged database do not have the"
                " text whose hash is stored; they are only in the database that is kept aside"
            )
        return tuple(lines)

    def _insert(self, table: str, row: Row, **changed: str | float | None) -> int:
        """A new row with the values that the table still has a column for; *changed* outranks *row*."""
        if table not in self._columns:
            described = self._conn.execute(f"PRAGMA table_info({table})")
            self._columns[table] = frozenset(one[1] for one in described)
        values = {**row, **changed}
        if changed.get("id", 0) is None:
            del values["id"]
        return insert(
            self._conn, table, {name: values[name] for name in values if name in self._columns[table]}
        )

    def _take_captures(self) -> None:
        """Captures whose WARC file is lost, with their runs; and which capture of old is which one now."""
        places = {
            (file, offset): id_
            for id_, file, offset in self._conn.execute("SELECT id, warc_file, warc_offset FROM captures")
        }
        old = self._rows.of("captures")
        uses = Counter(row["warc_file"] for row in old)
        runs = {row["id"]: row for row in self._rows.of("runs")}
        taken: dict[object, int] = {}
        same: dict[int, object] = {}
        for row in old:
            if known := places.get((row["warc_file"], row["warc_offset"])):
                self._captures[row["id"]] = known
                continue
            if not self._is_lost(row, uses):
                continue
            if row["run_id"] not in taken:
                if row["run_id"] not in runs:
                    continue
                taken[row["run_id"]] = self._take_run(runs[row["run_id"]])
            new = self._insert("captures", row, id=None, run_id=taken[row["run_id"]], same_as_id=None)
            self._captures[row["id"]] = new
            self._lost.add(row["id"])
            self._captured_at[row["id"]] = str(row["captured_at"])
            same[new] = row["same_as_id"]
            self.counts["captures"] += 1
        self._conn.executemany(
            "UPDATE captures SET same_as_id = ? WHERE id = ?",
            [(self._captures.get(old_id), new) for new, old_id in same.items() if old_id is not None],
        )

    def _is_lost(self, row: Row, uses: Counter[str | int | float | None]) -> bool:
        """Whether the record of a capture is gone: with its file, or for long.

        A name that nothing else has is a damaged name, and not a lost file.
        """
        file = row["warc_file"]
        if file is None:
            return LOST in str(row["note"])
        return file not in self._there and (file in self._in_manifest or uses[file] > 1)

    def _take_run(self, row: Row) -> int:
        """The run in the new database: a run whose last file is there was read again already."""
        self._know_site(row["site"])
        found = self._conn.execute(
            "SELECT id FROM runs WHERE site = ? AND warc_file = ?", (row["site"], row["warc_file"])
        ).fetchone()
        return int(found[0]) if found else self._insert("runs", row, id=None)

    def _know_site(self, site: object) -> None:
        if self._conn.execute("SELECT 1 FROM sites WHERE site = ?", (site,)).fetchone():
            return
        for row in self._rows.of("sites"):
            if row["site"] == site:
                self._insert("sites", row)
                return
        self._conn.execute("INSERT INTO sites (site) VALUES (?)", (site,))

    def _take_articles(self) -> None:
        names = {row["id"]: row["name"] for row in self._rows.of("authors")}
        authors = _by_article(self._rows.of("article_authors"))
        urls = _by_article(self._rows.of("urls"))
        revisions = _by_article(self._rows.of("revisions"))
        parts = {table: _by_article(self._rows.of(table)) for table in _PARTS}
        taken: set[object] = set()
        for row in self._rows.of("articles"):
            id_ = row["id"]
            people = sorted(authors[id_], key=lambda one: int(one["position"] or 0))
            byline = [str(names[one["author_id"]]) for one in people if one["author_id"] in names]
            if self._take(row, byline, revisions[id_], urls[id_]):
                taken.add(id_)
                for table, rows in parts.items():
                    self._take_parts(table, rows[id_], self._articles[id_])
        self._take_link_blocks(taken)

    def _take(self, row: Row, byline: list[str], revisions: list[Row], urls: list[Row]) -> bool:
        """Take over what is lost of an article; whether the new database had no such article."""
        wordings = [one for one in revisions if is_worded_as_hashed(one, str(one["authors"]))]
        damaged = [one for one in revisions if one not in wordings]
        is_worded = is_worded_as_hashed(row, json.dumps(byline))
        if is_worded and row["content_hash"] not in {one["content_hash"] for one in wordings}:
            wordings.append(_revision_of(row, byline))
        known = self._known_article(row, urls, wordings)
        if known is not None:
            self.counts["damaged"] += sum(one["capture_id"] in self._lost for one in damaged)
            self._take_wordings(known, row if is_worded else None, wordings)
        elif not wordings:
            self.counts["damaged"] += 1
            return False
        elif self._is_withdrawn(row, urls):
            return False
        else:
            self.counts["damaged"] += len(damaged)
        new = known if known is not None else self._take_article(row, wordings)
        self._articles[row["id"]] = new
        self._take_addresses(new, urls)
        return known is None

    def _take_parts(self, table: str, rows: list[Row], article_id: int) -> None:
        for row in rows:
            changed: Row = {"article_id": article_id}
            changed |= {name: None for name in ("id", "run_id") if name in row}
            self._insert(table, row, **changed)

    def _known_article(self, row: Row, urls: list[Row], wordings: list[Row]) -> int | None:
        """The article of the new database that is this one: by its key, its captures or its addresses."""
        query = self._conn.execute
        if found := query("SELECT id FROM articles WHERE key = ?", (row["key"],)).fetchone():
            return int(found[0])
        for old in (row["capture_id"], *(one["capture_id"] for one in wordings)):
            capture = self._captures.get(old) if old not in self._lost else None
            found = (
                capture
                and query(
                    "SELECT id FROM articles WHERE capture_id = :id UNION"
                    " SELECT article_id FROM revisions WHERE capture_id = :id",
                    {"id": capture},
                ).fetchone()
            )
            if found:
                return int(found[0])
        for url in (row["canonical_url"], *(one["url"] for one in urls)):
            found = query(
                "SELECT article_id FROM urls WHERE site = ? AND url = ? AND article_id IS NOT NULL",
                (row["site"], url),
            ).fetchone()
            if found:
                return int(found[0])
        return None

    def _is_withdrawn(self, row: Row, urls: list[Row]) -> bool:
        addresses = {row["canonical_url"], *(one["url"] for one in urls)}
        found = self._conn.execute("SELECT url FROM withdrawn_urls WHERE site = ?", (row["site"],))
        return any(url in addresses for (url,) in found)

    def _take_article(self, row: Row, wordings: list[Row]) -> int:
        """A new article, worded as the newest of *wordings*."""
        self._know_site(row["site"])
        ordered = sorted(wordings, key=_moment)
        last = ordered[-1]
        worded: Row = {name: last[name] for name in _WORDING}
        if row["text"] != last["text"]:
            worded["text_hash"] = hash_of_text(str(last["text"]))
        capture = self._captures.get(last["capture_id"])
        new = self._insert(
            "articles", {**row, **worded}, id=None, capture_id=capture, revision_count=len(ordered)
        )
        self._set_authors(new, json.loads(str(last["authors"])))
        for number, one in enumerate(ordered, start=1):
            kept = self._captures.get(one["capture_id"])
            self._insert("revisions", one, id=None, article_id=new, number=number, capture_id=kept)
        self.counts["articles"] += 1
        self.counts["wordings"] += len(wordings)
        return new

    def _set_authors(self, article_id: int, byline: list[str]) -> None:
        self._conn.execute("DELETE FROM article_authors WHERE article_id = ?", (article_id,))
        for position, name in enumerate(byline):
            self._conn.execute("INSERT OR IGNORE INTO authors (name) VALUES (?)", (name,))
            (author_id,) = self._conn.execute("SELECT id FROM authors WHERE name = ?", (name,)).fetchone()
            self._conn.execute(
                "INSERT INTO article_authors VALUES (?, ?, ?)", (article_id, author_id, position)
            )

    def _take_wordings(self, article_id: int, row: Row | None, wordings: list[Row]) -> None:
        """The wordings whose records are lost, in their places among those that were read again."""
        number_of = {one["content_hash"]: int(one["number"] or 0) for one in wordings}
        there = [
            (content_hash, (captured_at, number_of.get(content_hash, 0), id_))
            for id_, content_hash, captured_at in self._conn.execute(_REVISIONS, (article_id,))
        ]
        hashes = {content_hash for content_hash, _ in there}
        lost = [
            one for one in wordings if one["capture_id"] in self._lost and one["content_hash"] not in hashes
        ]
        if not lost:
            return
        self._conn.execute("UPDATE revisions SET number = -id WHERE article_id = ?", (article_id,))
        order: list[tuple[str, int, int]] = [place for _, place in there]
        for one in lost:
            new = self._insert(
                "revisions",
                one,
                id=None,
                article_id=article_id,
                number=_ASIDE - int(one["number"] or 0),
                capture_id=self._captures.get(one["capture_id"]),
            )
            captured_at = self._captured_at[one["capture_id"]]
            order.append((captured_at, number_of[one["content_hash"]], new))
        numbered = [(number, id_) for number, (*_, id_) in enumerate(sorted(order), start=1)]
        self._conn.executemany("UPDATE revisions SET number = ? WHERE id = ?", numbered)
        self._conn.execute(
            "UPDATE articles SET revision_count = ?, first_seen_at = min(first_seen_at, ?) WHERE id = ?",
            (len(order), str(min(lost, key=_moment)["seen_at"]), article_id),
        )
        self.counts["wordings"] += len(lost)
        last = max(lost, key=_moment)
        if numbered[-1][1] in {id_ for *_, id_ in order[len(there) :]}:
            is_same = row is not None and row["content_hash"] == last["content_hash"]
            self._reword(article_id, last, row if is_same else None)

    def _reword(self, article_id: int, last: Row, row: Row | None) -> None:
        """The article has the wording of its *last* revision; *row* is the old article, if that has it."""
        text = str(last["text"])
        changed: Row = {name: last[name] for name in _WORDING}
        changed |= {"text_hash": hash_of_text(text), "capture_id": self._captures.get(last["capture_id"])}
        if row is not None:
            changed |= {name: row[name] for name in ("text_hash", "word_count", "last_seen_at", "gone_at")}
        slots = ", ".join(f"{name} = :{name}" for name in changed)
        self._conn.execute(
            f"UPDATE articles SET {slots} WHERE id = :id",  # noqa: S608 # our own words
            {**changed, "id": article_id},
        )
        self._set_authors(article_id, json.loads(str(last["authors"])))

    def _take_addresses(self, article_id: int, urls: list[Row]) -> None:
        for row in urls:
            site, url = row["site"], row["url"]
            found = self._conn.execute(
                "SELECT id, article_id FROM urls WHERE site = ? AND url = ?", (site, url)
            ).fetchone()
            if found is None:
                self._insert("urls", row, id=None, article_id=article_id)
            elif found[1] is None:
                self._conn.execute(
                    "UPDATE urls SET article_id = ?, reason = ? WHERE id = ?",
                    (article_id, row["reason"], found[0]),
                )

    def _take_link_blocks(self, taken: set[object]) -> None:
        """The link blocks of the articles that were taken over."""
        if not taken:
            return
        addresses = {row["id"]: row for row in self._rows.of("urls")}
        links: dict[object, list[Row]] = defaultdict(list)
        for row in self._rows.of("links"):
            links[row["link_block_id"]].append(row)
        for row in self._rows.of("link_blocks"):
            address = addresses.get(row["url_id"])
            if row["article_id"] not in taken or address is None:
                continue
            found = self._conn.execute(
                "SELECT id FROM urls WHERE site = ? AND url = ?", (address["site"], address["url"])
            ).fetchone()
            if found:
                article_id = self._articles[row["article_id"]]
                block = self._insert("link_blocks", row, id=None, article_id=article_id, url_id=found[0])
                for link in links[row["id"]]:
                    self._insert("links", link, link_block_id=block)

    def _take_frontier(self) -> None:
        """The addresses that only the old frontier has; those whose answer is lost are asked again."""
        known = set(self._conn.execute("SELECT site, url FROM frontier"))
        kept = set(self._conn.execute("SELECT site, address_url FROM captures"))
        sites = {site for (site,) in self._conn.execute("SELECT site FROM sites")}
        withdrawn = set(self._conn.execute("SELECT site, url FROM withdrawn_urls"))
        for row in self._rows.of("frontier"):
            place = (row["site"], row["url"])
            if place in known or place in withdrawn or row["site"] not in sites:
                continue
            changed: Row = {"run_id": None, "part_of_url": None}
            if place not in kept:
                changed |= {"verdict": None, "done_at": None, "etag": None, "last_modified": None}
                changed |= {"payload_hash": None, "due_at": row["found_at"]}
            self._insert("frontier", row, **changed)


def _by_article(rows: list[Row]) -> dict[object, list[Row]]:
    found: dict[object, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["article_id"]].append(row)
    return found


def _revision_of(row: Row, byline: list[str]) -> Row:
    """The revision that has the wording of an article *row*, where its own row is damaged or lost."""
    return {
        **{name: row[name] for name in (*_WORDING, "capture_id")},
        "authors": json.dumps(byline, ensure_ascii=False),
        "seen_at": row["last_seen_at"],
        "last_seen_at": row["last_seen_at"],
        "number": int(row["revision_count"] or 1),
        "kind": None,
    }


def _moment(row: Row) -> tuple[str, int]:
    return str(row["seen_at"]), int(row["number"] or 0)
