"""Articles and revisions whose WARC records are lost, taken over from the damaged database."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING

from newsspider.maintenance.rebuild.whole_rows import Row, has_its_hash
from newsspider.revisions.duplicates import hash_of_text

if TYPE_CHECKING:
    from newsspider.maintenance.rebuild.merge import Merge

# Tables whose rows belong to an article and refer to nothing else.
_PARTS = ("images", "absences", "hidden_fields", "editions", "story_ids")
# Revisions get numbers below this one, which no row has, while they are numbered again.
_ASIDE = -(10**12)
# Revisions are ordered by the moments of their answers: a replayed row is stored at another moment.
_REVISIONS = """SELECT revisions.id, content_hash, coalesce(captured_at, seen_at) FROM revisions
    LEFT JOIN captures ON captures.id = capture_id WHERE article_id = ?"""
_TEXT_COLUMNS = ("headline", "standfirst", "text", "html", "content_hash")


def take(merge: Merge) -> None:
    """Take over articles, their addresses and parts, and revisions of lost captures."""
    names = {row["id"]: row["name"] for row in merge.rows.of("authors")}
    authors = _by_article(merge.rows.of("article_authors"))
    urls = _by_article(merge.rows.of("urls"))
    revisions = _by_article(merge.rows.of("revisions"))
    parts = {table: _by_article(merge.rows.of(table)) for table in _PARTS}
    for row in merge.rows.of("articles"):
        id_ = row["id"]
        people = sorted(authors[id_], key=lambda one: int(one["position"] or 0))
        byline = [str(names[one["author_id"]]) for one in people if one["author_id"] in names]
        if _take(merge, row, byline, revisions[id_], urls[id_]):
            merge.taken.add(id_)
            for table, rows in parts.items():
                _take_parts(merge, table, rows[id_], merge.articles[id_])


def _take(merge: Merge, row: Row, byline: list[str], revisions: list[Row], urls: list[Row]) -> bool:
    """Take over what is lost of an article; return whether the new database lacked the article."""
    whole = [one for one in revisions if has_its_hash(one, str(one["authors"]))]
    damaged = [one for one in revisions if one not in whole]
    is_whole = has_its_hash(row, json.dumps(byline))
    if is_whole and row["content_hash"] not in {one["content_hash"] for one in whole}:
        whole.append(_revision_of(row, byline))
    known = _known_article(merge, row, urls, whole)
    if known is not None:
        merge.counts["damaged"] += sum(one["capture_id"] in merge.lost for one in damaged)
        _take_revisions(merge, known, row if is_whole else None, whole)
    elif not whole:
        merge.counts["damaged"] += 1
        return False
    elif _is_withdrawn(merge, row, urls):
        return False
    else:
        merge.counts["damaged"] += len(damaged)
    new = known if known is not None else _take_article(merge, row, whole)
    merge.articles[row["id"]] = new
    _take_addresses(merge, new, urls)
    return known is None


def _take_parts(merge: Merge, table: str, rows: list[Row], article_id: int) -> None:
    for row in rows:
        changed: Row = {"article_id": article_id}
        changed |= {name: None for name in ("id", "run_id") if name in row}
        merge.insert(table, row, **changed)


def _known_article(merge: Merge, row: Row, urls: list[Row], whole: list[Row]) -> int | None:
    """The id of the same article in the new database: by its key, its captures or its addresses."""
    query = merge.conn.execute
    if found := query("SELECT id FROM articles WHERE key = ?", (row["key"],)).fetchone():
        return int(found[0])
    for old in (row["capture_id"], *(one["capture_id"] for one in whole)):
        capture = merge.captures.get(old) if old not in merge.lost else None
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


def _is_withdrawn(merge: Merge, row: Row, urls: list[Row]) -> bool:
    addresses = {row["canonical_url"], *(one["url"] for one in urls)}
    found = merge.conn.execute("SELECT url FROM withdrawn_urls WHERE site = ?", (row["site"],))
    return any(url in addresses for (url,) in found)


def _take_article(merge: Merge, row: Row, whole: list[Row]) -> int:
    """Insert an article with the text of the newest of its *revisions*; return its id."""
    merge.know_site(row["site"])
    ordered = sorted(whole, key=_moment)
    last = ordered[-1]
    worded: Row = {name: last[name] for name in _TEXT_COLUMNS}
    if row["text"] != last["text"]:
        worded["text_hash"] = hash_of_text(str(last["text"]))
    capture = merge.captures.get(last["capture_id"])
    new = merge.insert(
        "articles", {**row, **worded}, id=None, capture_id=capture, revision_count=len(ordered)
    )
    _set_authors(merge, new, json.loads(str(last["authors"])))
    for number, one in enumerate(ordered, start=1):
        kept = merge.captures.get(one["capture_id"])
        merge.insert("revisions", one, id=None, article_id=new, number=number, capture_id=kept)
    merge.counts["articles"] += 1
    merge.counts["revisions"] += len(whole)
    return new


def _set_authors(merge: Merge, article_id: int, byline: list[str]) -> None:
    merge.conn.execute("DELETE FROM article_authors WHERE article_id = ?", (article_id,))
    for position, name in enumerate(byline):
        merge.conn.execute("INSERT OR IGNORE INTO authors (name) VALUES (?)", (name,))
        (author_id,) = merge.conn.execute("SELECT id FROM authors WHERE name = ?", (name,)).fetchone()
        merge.conn.execute("INSERT INTO article_authors VALUES (?, ?, ?)", (article_id, author_id, position))


def _take_revisions(merge: Merge, article_id: int, row: Row | None, whole: list[Row]) -> None:
    """Insert the revisions whose records are lost among those that were replayed, in the order of time."""
    number_of = {one["content_hash"]: int(one["number"] or 0) for one in whole}
    there = [
        (content_hash, (captured_at, number_of.get(content_hash, 0), id_))
        for id_, content_hash, captured_at in merge.conn.execute(_REVISIONS, (article_id,))
    ]
    hashes = {content_hash for content_hash, _ in there}
    lost = [one for one in whole if one["capture_id"] in merge.lost and one["content_hash"] not in hashes]
    if not lost:
        return
    merge.conn.execute("UPDATE revisions SET number = -id WHERE article_id = ?", (article_id,))
    order: list[tuple[str, int, int]] = [place for _, place in there]
    for one in lost:
        new = merge.insert(
            "revisions",
            one,
            id=None,
            article_id=article_id,
            number=_ASIDE - int(one["number"] or 0),
            capture_id=merge.captures.get(one["capture_id"]),
        )
        captured_at = merge.captured_at[one["capture_id"]]
        order.append((captured_at, number_of[one["content_hash"]], new))
    numbered = [(number, id_) for number, (*_, id_) in enumerate(sorted(order), start=1)]
    merge.conn.executemany("UPDATE revisions SET number = ? WHERE id = ?", numbered)
    merge.conn.execute(
        "UPDATE articles SET revision_count = ?, first_seen_at = min(first_seen_at, ?) WHERE id = ?",
        (len(order), str(min(lost, key=_moment)["seen_at"]), article_id),
    )
    merge.counts["revisions"] += len(lost)
    last = max(lost, key=_moment)
    if numbered[-1][1] in {id_ for *_, id_ in order[len(there) :]}:
        is_same = row is not None and row["content_hash"] == last["content_hash"]
        _set_text(merge, article_id, last, row if is_same else None)


def _set_text(merge: Merge, article_id: int, last: Row, row: Row | None) -> None:
    """Give the article the text of its *last* revision; *row* is the old article, if it has that text."""
    text = str(last["text"])
    changed: Row = {name: last[name] for name in _TEXT_COLUMNS}
    changed |= {"text_hash": hash_of_text(text), "capture_id": merge.captures.get(last["capture_id"])}
    if row is not None:
        changed |= {name: row[name] for name in ("text_hash", "word_count", "last_seen_at", "gone_at")}
    slots = ", ".join(f"{name} = :{name}" for name in changed)
    merge.conn.execute(
        f"UPDATE articles SET {slots} WHERE id = :id",  # noqa: S608 # our own words
        {**changed, "id": article_id},
    )
    _set_authors(merge, article_id, json.loads(str(last["authors"])))


def _take_addresses(merge: Merge, article_id: int, urls: list[Row]) -> None:
    for row in urls:
        site, url = row["site"], row["url"]
        found = merge.conn.execute(
            "SELECT id, article_id FROM urls WHERE site = ? AND url = ?", (site, url)
        ).fetchone()
        if found is None:
            merge.insert("urls", row, id=None, article_id=article_id)
        elif found[1] is None:
            merge.conn.execute(
                "UPDATE urls SET article_id = ?, reason = ? WHERE id = ?",
                (article_id, row["reason"], found[0]),
            )


def _by_article(rows: list[Row]) -> dict[object, list[Row]]:
    found: dict[object, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["article_id"]].append(row)
    return found


def _revision_of(row: Row, byline: list[str]) -> Row:
    """The last revision made from an article's *row*, if its own row is damaged or lost."""
    return {
        **{name: row[name] for name in (*_TEXT_COLUMNS, "capture_id")},
        "authors": json.dumps(byline, ensure_ascii=False),
        "seen_at": row["last_seen_at"],
        "last_seen_at": row["last_seen_at"],
        "number": int(row["revision_count"] or 1),
        "kind": None,
    }


def _moment(row: Row) -> tuple[str, int]:
    return str(row["seen_at"]), int(row["number"] or 0)
