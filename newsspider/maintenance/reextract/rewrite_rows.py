"""Compares an article's rows with what its captures say now, and writes only what differs."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from newsspider.revisions import compare
from newsspider.storage.articles import (
    article_rows,
    article_urls,
    link_block_rows,
    near_duplicate_links,
    revision_rows,
)
from newsspider.storage.schema import cjk_index
from newsspider.storage.serialisation import compact_json
from newsspider.storage.transaction import Transaction
from newsspider.storage.transaction import insert as new_row

if TYPE_CHECKING:
    import sqlite3

    from newsspider.items import Article, Image, LinkBlock
    from newsspider.maintenance.reextract.captured_sources import StoredBlock, StoredRevision, StoredRows
    from newsspider.revisions.compare import RevisionText
    from newsspider.revisions.replay import ReadCapture, Replayed, ReplayedRevision
    from newsspider.storage.transaction import SqlValue

_KEPT = ("section", "issue", "language", "modified_at")


class Reader(NamedTuple):
    """The version and the hash of the profile that read the captures."""

    extractor: str
    profile_hash: str | None


class SeenBlock(NamedTuple):
    """A link block as read again, with the moments of the first and the last capture that had it."""

    block: LinkBlock
    first_seen_at: str
    last_seen_at: str
    is_front: bool


class NewRevision(NamedTuple):
    """A row of `revisions` as it should be; `id` is None for a new one."""

    id: int | None
    values: dict[str, SqlValue]


class BlockChange(NamedTuple):
    """The changes of the link blocks of one address."""

    url: str
    gone_ids: tuple[int, ...]
    new: tuple[SeenBlock, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """The changes of one article or front; None and empty mean no change."""

    site: str
    article_id: int | None
    columns: Mapping[str, SqlValue]
    authors: tuple[str, ...] | None = None
    images: tuple[Image, ...] | None = None
    revisions: tuple[NewRevision, ...] = ()
    gone_revision_ids: tuple[int, ...] = ()
    blocks: tuple[BlockChange, ...] = ()

    @property
    def is_none(self) -> bool:
        """Whether there is nothing to write."""
        has_lists = self.authors is not None or self.images is not None
        return not (has_lists or self.columns or self.revisions or self.gone_revision_ids or self.blocks)


def stored_text(revision: StoredRevision) -> RevisionText:
    """The stored text of a revision."""
    values = revision.values
    return revision_rows.from_row(
        _text_or_none(values["headline"]),
        _text_or_none(values["standfirst"]),
        str(values["authors"]),
        str(values["text"]),
    )


def difference(
    stored: StoredRows, replayed: Replayed, reader: Reader, block_changes: Sequence[BlockChange]
) -> Change:
    """The changes of an article whose revisions were all read again."""
    new_revisions = _new_revisions(stored, replayed)
    newest = replayed.revisions[-1]
    columns = _columns(stored, newest.article, replayed.article, reader)
    columns |= {"revision_count": len(new_revisions), "capture_id": newest.capture_id}
    return _change(stored, replayed.article, columns, new_revisions, block_changes)


def difference_in_place(
    stored: StoredRows,
    candidates: Mapping[int, ReadCapture],
    reader: Reader,
    block_changes: Sequence[BlockChange],
) -> Change:
    """The changes of an article if some revisions cannot be read: these stay, with all numbers and kinds."""
    new_revisions = []
    for one in stored.revisions:
        sight = candidates.get(one.capture_id or 0)
        values = one.values | (_wording_values(sight.article) if sight else {})
        new_revisions.append(NewRevision(one.id, values))
    newest = candidates[stored.revisions[-1].capture_id or 0].article
    columns = _columns(stored, newest, newest, reader)
    return _change(stored, newest, columns, new_revisions, block_changes)


def block_change(
    url: str, stored: Sequence[StoredBlock], seen: Sequence[SeenBlock], *, is_whole: bool
) -> BlockChange | None:
    """The changes of an address's blocks; if a capture could not be read, no block is removed.

    If no block at all is read, all stay: losing them would be worse.  A block that is known without its
    group counts as new: it keeps its row and takes the group.
    """
    by_fingerprint = {
        (one.block.label, one.block.kind, link_block_rows.links_hash(one.block.links)): one for one in seen
    }
    known = {one.fingerprint: one for one in stored}
    new = tuple(one for fingerprint, one in by_fingerprint.items() if _is_new(one, known.get(fingerprint)))
    gone = (
        tuple(one.id for one in stored if one.fingerprint not in by_fingerprint) if is_whole and seen else ()
    )
    if not new and not gone:
        return None
    last_at = max((one.last_seen_at for one in stored), default="")
    newest_at = max((one.last_seen_at for one in seen), default="")
    renewed = tuple(
        one._replace(last_seen_at=max(last_at, newest_at)) if one.last_seen_at == newest_at else one
        for one in new
    )
    return BlockChange(url, gone, renewed)


def _is_new(seen: SeenBlock, known: StoredBlock | None) -> bool:
    return known is None or seen.block.group not in (None, known.group)


def write(conn: sqlite3.Connection, change: Change, *, at: str) -> None:
    """Write what differs; the article's addresses and moments stay."""
    transaction = Transaction(conn=conn, run_id=0, at=at)
    if change.article_id is not None:
        _write_article(transaction, change, change.article_id)
    for one in change.blocks:
        _write_blocks(transaction, change, one)


def finish(conn: sqlite3.Connection, *, at: str) -> None:
    """Fill the search index for the texts that were written, and find their near duplicates."""
    cjk_index.fill(conn)
    near_duplicate_links.fill(conn, at=at)


def _columns(stored: StoredRows, newest: Article, article: Article, reader: Reader) -> dict[str, SqlValue]:
    """The columns as they should be; a known value is never replaced by nothing."""
    columns = article_rows.text_columns(newest) | article_rows.fact_columns(article)
    columns |= {name: stored.columns[name] for name in _KEPT if columns[name] is None}
    if article.published_on:
        columns |= article_rows.date_columns(article)
    return columns | reader._asdict()


def _change(
    stored: StoredRows,
    article: Article,
    columns: Mapping[str, SqlValue],
    new_revisions: Sequence[NewRevision],
    block_changes: Sequence[BlockChange],
) -> Change:
    known = {one.id: one.values for one in stored.revisions}
    kept_ids = {one.id for one in new_revisions}
    differing = tuple(one for one in new_revisions if one.id is None or known[one.id] != one.values)
    authors = new_revisions[-1].values["authors"]
    return Change(
        site=stored.site,
        article_id=stored.article_id,
        columns={name: value for name, value in columns.items() if stored.columns[name] != value},
        authors=tuple(json.loads(str(authors))) if authors != compact_json(stored.authors) else None,
        images=article.images if article.images and article.images != stored.images else None,
        revisions=differing,
        gone_revision_ids=tuple(sorted(known.keys() - kept_ids)),
        blocks=tuple(block_changes),
    )


def _new_revisions(stored: StoredRows, replayed: Replayed) -> list[NewRevision]:
    by_capture = {one.capture_id: one for one in stored.revisions}
    moments = _Moments(stored)
    following = [*(one.capture_id for one in replayed.revisions[1:]), None]
    new_revisions = []
    for number, (revision, next_id) in enumerate(zip(replayed.revisions, following, strict=True), start=1):
        known = by_capture.get(revision.capture_id)
        values = _wording_values(revision.article) | {
            "number": number,
            "capture_id": revision.capture_id,
            "kind": str(revision.kind),
            "seen_at": known.values["seen_at"] if known else moments.captured_at[revision.capture_id],
            "last_seen_at": moments.last_seen_at(revision, next_id),
        }
        new_revisions.append(NewRevision(known.id if known else None, values))
    return new_revisions


class _Moments:
    """The moments at which revisions were seen, from the rows and from their captures."""

    def __init__(self, stored: StoredRows) -> None:
        self.captured_at = {one.capture_id: one.captured_at for one in stored.candidates}
        self._stored = stored.revisions

    def last_seen_at(self, revision: ReplayedRevision, next_id: int | None) -> SqlValue:
        """When a revision was last seen: as stored, if it ends with a revision that was stored before."""
        ends = [one.capture_id for one in self._stored[1:]] + [None]
        if next_id in ends:
            return self._stored[ends.index(next_id)].values["last_seen_at"]
        return self.captured_at[revision.last_capture_id]


def _wording_values(article: Article) -> dict[str, SqlValue]:
    return {
        "content_hash": compare.content_hash(article),
        "headline": article.headline,
        "standfirst": article.standfirst,
        "authors": compact_json(article.authors),
        "text": article.text,
        "html": article.html,
    }


def _write_article(transaction: Transaction, change: Change, article_id: int) -> None:
    conn = transaction.conn
    if change.columns:
        settings = ", ".join(f"{name} = :{name}" for name in change.columns)
        conn.execute(
            f"UPDATE articles SET {settings} WHERE id = :id",  # noqa: S608 # our own words
            {**change.columns, "id": article_id},
        )
    if change.authors is not None:
        article_rows.set_authors(transaction, article_id, change.authors)
    if change.images is not None:
        article_rows.set_images(transaction, article_id, change.images)
    conn.executemany("DELETE FROM revisions WHERE id = ?", [(id_,) for id_ in change.gone_revision_ids])
    # Numbers are unique; a number may move from one row to another.
    conn.executemany(
        "UPDATE revisions SET number = -number WHERE id = ?",
        [(one.id,) for one in change.revisions if one.id is not None],
    )
    for one in change.revisions:
        _write_revision(conn, one, article_id)


def _write_revision(conn: sqlite3.Connection, revision: NewRevision, article_id: int) -> None:
    if revision.id is None:
        new_row(conn, "revisions", revision.values | {"article_id": article_id})
        return
    settings = ", ".join(f"{name} = :{name}" for name in revision.values)
    conn.execute(
        f"UPDATE revisions SET {settings} WHERE id = :id",  # noqa: S608 # our own words
        revision.values | {"id": revision.id},
    )


def _write_blocks(transaction: Transaction, change: Change, blocks_changed: BlockChange) -> None:
    conn = transaction.conn
    for id_ in blocks_changed.gone_ids:
        conn.execute("DELETE FROM links WHERE link_block_id = ?", (id_,))
        conn.execute("DELETE FROM link_blocks WHERE id = ?", (id_,))
    for block, first_seen_at, last_seen_at, is_front in blocks_changed.new:
        article_id, reason = (None, "front") if is_front else (change.article_id, "found")
        url_id = article_urls.note(
            transaction, change.site, blocks_changed.url, reason, article_id=article_id
        )
        link_block_rows.keep(
            replace(transaction, at=first_seen_at), (block,), url_id=url_id, article_id=article_id
        )
        conn.execute(
            "UPDATE link_blocks SET last_seen_at = max(last_seen_at, ?)"
            " WHERE url_id = ? AND links_hash = ? AND label IS ? AND kind = ?",
            (last_seen_at, url_id, link_block_rows.links_hash(block.links), block.label, block.kind),
        )


def _text_or_none(value: SqlValue) -> str | None:
    return None if value is None else str(value)
