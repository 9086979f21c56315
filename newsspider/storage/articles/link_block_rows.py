"""The tables `link_blocks` and `links`: the link blocks of a page, and when each was seen."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from newsspider.storage.serialisation import compact_json
from newsspider.storage.transaction import insert

if TYPE_CHECKING:
    from newsspider.items import Link, LinkBlock
    from newsspider.storage.transaction import Transaction


def keep(
    transaction: Transaction, blocks: Sequence[LinkBlock], *, url_id: int, article_id: int | None
) -> None:
    """Store the blocks of a page: an equal block is renewed, another one is new.

    Blocks are equal if label, kind and all links in order are; an equal block takes the newest group. A
    block that disappeared stays, with the moment it was last seen.
    """
    if not blocks:
        return
    known = _known(transaction, url_id)
    for block in blocks:
        fingerprint = (block.label, block.kind, links_hash(block.links))
        if fingerprint in known:
            _renew(transaction, known[fingerprint], block.group, article_id)
        else:
            known[fingerprint] = _insert(transaction, block, url_id=url_id, article_id=article_id)


def renew(transaction: Transaction, url_id: int) -> None:
    """Renew the blocks of the last visit of an address: it answered that nothing was modified."""
    transaction.conn.execute(
        "UPDATE link_blocks SET last_seen_at = ? WHERE url_id = ?"
        " AND last_seen_at = (SELECT max(last_seen_at) FROM link_blocks WHERE url_id = ?)",
        (transaction.at, url_id, url_id),
    )


def links_hash(links: Iterable[Link]) -> str:
    """The fingerprint of a block's links: their texts and addresses, in order."""
    pairs = compact_json([(link.text, link.url) for link in links])
    return hashlib.sha256(pairs.encode("utf-8", "surrogatepass")).hexdigest()


def _known(transaction: Transaction, url_id: int) -> dict[tuple[str | None, str, str], int]:
    found = transaction.conn.execute(
        "SELECT label, kind, links_hash, id FROM link_blocks WHERE url_id = ?", (url_id,)
    )
    return {(label, kind, fingerprint): block_id for label, kind, fingerprint, block_id in found}


def _renew(transaction: Transaction, block_id: int, group: str | None, article_id: int | None) -> None:
    transaction.conn.execute(
        "UPDATE link_blocks SET last_seen_at = max(last_seen_at, ?), group_label = coalesce(?, group_label),"
        " article_id = coalesce(article_id, ?) WHERE id = ?",
        (transaction.at, group, article_id, block_id),
    )


def _insert(transaction: Transaction, block: LinkBlock, *, url_id: int, article_id: int | None) -> int:
    values = {
        "article_id": article_id,
        "url_id": url_id,
        "label": block.label,
        "kind": block.kind,
        "position": block.position,
        "links_hash": links_hash(block.links),
        "first_seen_at": transaction.at,
        "last_seen_at": transaction.at,
        "group_label": block.group,
    }
    block_id = insert(transaction.conn, "link_blocks", values)
    transaction.conn.executemany(
        "INSERT INTO links (link_block_id, position, text, url) VALUES (?, ?, ?, ?)",
        [(block_id, position, link.text, link.url) for position, link in enumerate(block.links)],
    )
    return block_id
