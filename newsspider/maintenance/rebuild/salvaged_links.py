"""Link blocks, links between articles, and recent changes, taken over from the damaged database."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from newsspider.language.dates import to_text
from newsspider.storage.articles import near_duplicate_links
from newsspider.storage.schema import cjk_index

if TYPE_CHECKING:
    from newsspider.maintenance.rebuild.merge import Merge
    from newsspider.maintenance.rebuild.whole_rows import Row

_SAME_BLOCK = "SELECT id FROM link_blocks WHERE url_id = ? AND label IS ? AND kind = ? AND links_hash = ?"


def take(merge: Merge) -> None:
    """Take over what the lost captures brought besides articles; the articles must be there already."""
    _take_link_blocks(merge)
    _take_duplicates(merge)
    _take_recent_changes(merge)
    if merge.taken or merge.counts["revisions"]:
        cjk_index.fill(merge.conn)
        while near_duplicate_links.fill(merge.conn, at=to_text(datetime.now(UTC))):
            pass


def _take_link_blocks(merge: Merge) -> None:
    """The link blocks of articles that were taken over, and of pages with a lost capture."""
    links: dict[object, list[Row]] = defaultdict(list)
    for row in merge.rows.of("links"):
        links[row["link_block_id"]].append(row)
    addresses = {row["id"]: row for row in merge.rows.of("urls")}
    for row in merge.rows.of("link_blocks"):
        address = addresses.get(row["url_id"])
        if address is None:
            continue
        is_lost = (address["site"], address["url"]) in merge.lost_urls
        if row["article_id"] in merge.taken or is_lost:
            _take_link_block(merge, row, address, links[row["id"]])


def _take_link_block(merge: Merge, row: Row, address: Row, links: list[Row]) -> None:
    """Insert a block, or widen the time in which the same block was seen."""
    article_id = merge.articles.get(row["article_id"]) if row["article_id"] is not None else None
    if row["article_id"] is not None and article_id is None:
        return
    url_id = _url_id(merge, address, article_id)
    found = merge.conn.execute(_SAME_BLOCK, (url_id, row["label"], row["kind"], row["links_hash"])).fetchone()
    if found:
        merge.conn.execute(
            "UPDATE link_blocks SET first_seen_at = min(first_seen_at, ?),"
            " last_seen_at = max(last_seen_at, ?) WHERE id = ?",
            (row["first_seen_at"], row["last_seen_at"], found[0]),
        )
        return
    block_id = merge.insert("link_blocks", row, id=None, article_id=article_id, url_id=url_id)
    for link in links:
        merge.insert("links", link, link_block_id=block_id)


def _url_id(merge: Merge, address: Row, article_id: int | None) -> int:
    query = "SELECT id FROM urls WHERE site = ? AND url = ?"
    found = merge.conn.execute(query, (address["site"], address["url"])).fetchone()
    return int(found[0]) if found else merge.insert("urls", address, id=None, article_id=article_id)


def _take_duplicates(merge: Merge) -> None:
    """The links between articles of which at least one was taken over."""
    for row in merge.rows.of("duplicates"):
        one, other = row["article_id"], row["other_id"]
        if merge.taken.isdisjoint((one, other)) or not merge.articles.keys() >= {one, other}:
            continue
        near_duplicate_links.link(
            merge.conn,
            merge.articles[one],
            merge.articles[other],
            str(row["reason"]),
            at=str(row["found_at"]),
            share=None if row["share"] is None else float(row["share"]),
        )


def _take_recent_changes(merge: Merge) -> None:
    """The changes between revisions that the replay could not compare, because the earlier record is lost."""
    if not merge.lost:
        return
    there = set(merge.conn.execute("SELECT article_id, capture_id FROM recent_changes"))
    for row in merge.rows.of("recent_changes"):
        article_id, capture_id = merge.articles.get(row["article_id"]), merge.captures.get(row["capture_id"])
        if article_id is None or capture_id is None or (article_id, capture_id) in there:
            continue
        (run_id,) = merge.conn.execute("SELECT run_id FROM captures WHERE id = ?", (capture_id,)).fetchone()
        found = merge.conn.execute(
            "SELECT number FROM revisions WHERE article_id = ? AND capture_id = ?", (article_id, capture_id)
        ).fetchone()
        if row["is_held"] or found:
            merge.insert(
                "recent_changes",
                row,
                id=None,
                article_id=article_id,
                capture_id=capture_id,
                run_id=run_id,
                number=None if row["is_held"] else found[0],
            )
