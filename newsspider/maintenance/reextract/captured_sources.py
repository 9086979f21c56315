"""What is stored of articles and fronts, and the captures that they can be read from again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from newsspider import article_fields
from newsspider.items import Hint
from newsspider.storage.articles import article_rows
from newsspider.storage.articles.article_urls import ANSWERING
from newsspider.storage.runs import recent_changes
from newsspider.storage.serialisation import read_hint
from newsspider.web import urls

if TYPE_CHECKING:
    import sqlite3

    from newsspider.items import Image
    from newsspider.storage.transaction import SqlValue

# The columns of an article that are made again from its captures; addresses and moments stay.
COLUMNS = (
    *article_fields.columns("text", "fact", "date"), "revision_count", "content_hash", "text_hash",
    "capture_id", "extractor", "profile_hash",
)  # fmt: skip
REVISION_COLUMNS = (
    "number", "capture_id", "seen_at", "content_hash", "headline", "standfirst", "authors", "text", "html",
    "kind", "last_seen_at",
)  # fmt: skip
_READ = "('article', 'stub', 'front')"
_CAPTURES = f"""SELECT c.id, c.address_url, c.captured_at, c.verdict, c.payload_hash,
    coalesce(same.warc_file, c.warc_file), coalesce(same.warc_offset, c.warc_offset), c.content_type
FROM captures AS c LEFT JOIN captures AS same ON same.id = c.same_as_id
WHERE c.site = ? AND c.address_url = ? AND c.status IN (200, 203, 206) AND c.verdict IN {_READ}
ORDER BY c.id"""  # noqa: S608
# The latest readable answer of a page at the moment when the article was joined.
_AS_OF = """SELECT coalesce(same.warc_file, c.warc_file), coalesce(same.warc_offset, c.warc_offset),
    c.content_type, c.captured_at
FROM captures AS c LEFT JOIN captures AS same ON same.id = c.same_as_id
WHERE c.site = ? AND c.address_url = ? AND c.id <= ? AND c.status IN (200, 203, 206)
    AND c.verdict IN ('article', 'page', 'front', 'feed', 'sitemap') ORDER BY c.id DESC LIMIT 1"""
# The last page that arrived in each run: it completed the article of that run.
_JOINTS = """SELECT max(c.id), max(c.captured_at) FROM frontier AS f
    CROSS JOIN captures AS c ON f.site = c.site AND f.url = c.address_url
WHERE f.site = ? AND f.part_of_url = ? GROUP BY c.run_id ORDER BY 1"""


class Page(NamedTuple):
    """One page to be read: its place in a WARC file, and what was known when it was captured."""

    file: str | None
    offset: int | None
    url: str
    content_type: str | None
    captured_at: str
    hint: Hint


class Candidate(NamedTuple):
    """One capture of an article or front; several `pages` if the article was joined from them.

    `is_telling`: its text counts as a revision; otherwise it only gives link blocks.
    """

    capture_id: int
    captured_at: str
    pages: tuple[Page, ...]
    is_front: bool = False
    is_stub: bool = False
    is_telling: bool = False

    @property
    def url(self) -> str:
        """The address that the article or front is read under."""
        return self.pages[0].url


class StoredRevision(NamedTuple):
    """A row of `revisions`."""

    id: int
    values: dict[str, SqlValue]

    @property
    def capture_id(self) -> int | None:
        """The capture from which the revision was read."""
        found = self.values["capture_id"]
        return int(found) if found is not None else None


class StoredBlock(NamedTuple):
    """A row of `link_blocks`; label, kind and hash make two blocks the same."""

    id: int
    fingerprint: tuple[str | None, str, str]
    first_seen_at: str
    last_seen_at: str
    group: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredRows:
    """What is stored of an article, or of a front (`article_id` is None), and all its captures."""

    site: str
    url: str
    article_id: int | None = None
    columns: dict[str, SqlValue] = field(default_factory=dict)
    authors: tuple[str, ...] = ()
    images: tuple[Image, ...] = ()
    revisions: tuple[StoredRevision, ...] = ()
    candidates: tuple[Candidate, ...] = ()


def article_ids(conn: sqlite3.Connection, site: str, since: str | None) -> list[int]:
    """The articles of a site; with *since*, those published on that day or later."""
    found = conn.execute(
        "SELECT id FROM articles WHERE site = ?1 AND (?2 IS NULL OR published_on >= ?2) ORDER BY id",
        (site, since),
    )
    return [id_ for (id_,) in found]


def front_ids(conn: sqlite3.Connection, site: str) -> list[int]:
    """The rows of `urls` that are fronts and no articles."""
    found = conn.execute(
        "SELECT id FROM urls WHERE site = ? AND reason = 'front' AND article_id IS NULL ORDER BY id", (site,)
    )
    return [id_ for (id_,) in found]


def of_article(conn: sqlite3.Connection, article_id: int) -> StoredRows:
    """What is stored of an article, and its captures in order."""
    site, url, *values = conn.execute(
        f"SELECT site, canonical_url, {', '.join(COLUMNS)} FROM articles WHERE id = ?",  # noqa: S608
        (article_id,),
    ).fetchone()
    revisions = _revisions(conn, article_id)
    return StoredRows(
        site=site,
        url=url,
        article_id=article_id,
        columns=dict(zip(COLUMNS, values, strict=True)),
        authors=_authors(conn, article_id),
        images=article_rows.images_of(conn, article_id),
        revisions=revisions,
        candidates=tuple(_candidates(conn, site, article_id, revisions)),
    )


def of_front(conn: sqlite3.Connection, url_id: int) -> StoredRows:
    """What is stored of a front, and its captures."""
    site, url = conn.execute("SELECT site, url FROM urls WHERE id = ?", (url_id,)).fetchone()
    return StoredRows(site=site, url=url, candidates=tuple(_of_address(conn, site, url, frozenset(), Hint())))


def blocks_of(conn: sqlite3.Connection, site: str, url: str) -> tuple[StoredBlock, ...]:
    """The stored link blocks of an address."""
    found = conn.execute(
        "SELECT b.id, b.label, b.kind, b.links_hash, b.first_seen_at, b.last_seen_at, b.group_label"
        " FROM link_blocks AS b"
        " JOIN urls ON urls.id = b.url_id WHERE urls.site = ? AND urls.url = ? ORDER BY b.id",
        (site, url),
    )
    return tuple(StoredBlock(id_, (label, kind, hash_), *seen) for id_, label, kind, hash_, *seen in found)


def _revisions(conn: sqlite3.Connection, article_id: int) -> tuple[StoredRevision, ...]:
    found = conn.execute(
        f"SELECT id, {', '.join(REVISION_COLUMNS)} FROM revisions WHERE article_id = ? ORDER BY number",  # noqa: S608
        (article_id,),
    )
    return tuple(StoredRevision(id_, dict(zip(REVISION_COLUMNS, rest, strict=True))) for id_, *rest in found)


def _authors(conn: sqlite3.Connection, article_id: int) -> tuple[str, ...]:
    found = conn.execute(
        "SELECT name FROM article_authors JOIN authors ON authors.id = author_id"
        " WHERE article_id = ? ORDER BY position",
        (article_id,),
    )
    return tuple(name for (name,) in found)


def _candidates(
    conn: sqlite3.Connection, site: str, article_id: int, revisions: Sequence[StoredRevision]
) -> list[Candidate]:
    """All captures of an article.

    Those that made a revision are telling, and later ones of the address from which the text comes now.
    Captures that were held back as a change of the site's template are not.
    """
    made = {one.capture_id for one in revisions if one.capture_id is not None}
    held_back = recent_changes.held_captures(conn, article_id)
    began = min(made, default=0)
    found: dict[int, Candidate] = {}
    for url, reason in _addresses(conn, article_id, made):
        hint = _hint(conn, site, url, article_id)
        if parts := _parts(conn, site, url):
            seen = _joined(conn, site, (url, *parts), made, hint)
        else:
            seen = _of_address(conn, site, url, made, hint)
        speaks = reason in ("canonical", "fetched") and not parts
        for one in seen:
            is_later = speaks and one.capture_id > began and one.capture_id not in held_back
            is_telling = not one.is_front and (one.capture_id in made or is_later)
            if one.capture_id not in found or is_telling:
                found[one.capture_id] = one._replace(is_telling=is_telling)
    return [found[id_] for id_ in sorted(found)]


def _addresses(conn: sqlite3.Connection, article_id: int, made: set[int]) -> Iterator[tuple[str, str]]:
    """The addresses that answered with the article, each with its reason; further pages are left out."""
    rows = conn.execute(
        "SELECT url, reason FROM urls AS u WHERE article_id = ? AND NOT EXISTS (SELECT 1 FROM frontier AS f"
        " WHERE f.site = u.site AND f.url = u.url AND f.part_of_url IS NOT NULL) ORDER BY id",
        (article_id,),
    ).fetchall()
    answered = (*ANSWERING, "found", "redirect", "parameter")
    yield from ((url, reason) for url, reason in rows if reason in answered)
    known = {url for url, _ in rows}
    for capture_id in sorted(made):
        row = conn.execute(
            "SELECT coalesce(f.part_of_url, c.address_url) FROM captures AS c LEFT JOIN frontier AS f"
            " ON f.site = c.site AND f.url = c.address_url WHERE c.id = ?",
            (capture_id,),
        ).fetchone()
        if row and row[0] not in known:
            known.add(row[0])
            yield row[0], "duplicate"


def _of_address(
    conn: sqlite3.Connection, site: str, url: str, made: AbstractSet[int], hint: Hint
) -> list[Candidate]:
    """The captures of an address: those that made a revision, and of the others each new body once.

    If the record of a body is lost, an equal body of a later capture is read.
    """
    found = conn.execute(_CAPTURES, (site, url)).fetchall()
    repeats = {new[0] for old, new in pairwise(found) if new[4] and old[3:5] == new[3:5]} - made
    kept = {hash_: (file, offset) for *_, hash_, file, offset, _ in found if hash_ and file}
    return [
        Candidate(
            capture_id=id_,
            captured_at=captured_at,
            pages=(Page(*place, _read_under(address_url, verdict), content_type, captured_at, hint),),
            is_front=verdict == "front",
            is_stub=verdict == "stub",
        )
        for id_, address_url, captured_at, verdict, hash_, file, offset, content_type in found
        if id_ not in repeats
        for place in [(file, offset) if file else kept.get(hash_, (None, None))]
    ]


def _read_under(address_url: str, verdict: str) -> str:
    """The address under which a capture's page is known: for an article, its canonical form."""
    return address_url if verdict == "front" else urls.canonical(address_url) or address_url


def _joined(
    conn: sqlite3.Connection, site: str, page_urls: tuple[str, ...], made: set[int], hint: Hint
) -> list[Candidate]:
    """The moments at which an article of several pages was joined, and the pages that it had then."""
    joints = dict(conn.execute(_JOINTS, (site, page_urls[0])).fetchall())
    for id_ in made - joints.keys():
        row = conn.execute("SELECT captured_at, address_url FROM captures WHERE id = ?", (id_,)).fetchone()
        if row and row[1] in page_urls:
            joints[id_] = row[0]
    found = []
    for id_, captured_at in sorted(joints.items()):
        pages = [
            Page(row[0], row[1], url, row[2], row[3], hint if url == page_urls[0] else Hint())
            for url in page_urls
            if (row := conn.execute(_AS_OF, (site, url, id_)).fetchone())
        ]
        if pages and pages[0].url == page_urls[0]:
            found.append(Candidate(id_, captured_at, tuple(pages)))
    return found


def _parts(conn: sqlite3.Connection, site: str, url: str) -> tuple[str, ...]:
    found = conn.execute(
        "SELECT url FROM frontier WHERE site = ? AND part_of_url = ? ORDER BY rowid", (site, url)
    )
    return tuple(part for (part,) in found)


def _hint(conn: sqlite3.Connection, site: str, url: str, article_id: int) -> Hint:
    """What lists said about an address, or about one that was redirected to it."""
    found = conn.execute(
        "SELECT hint FROM frontier WHERE site = ?1 AND url = ?2 AND hint IS NOT NULL UNION ALL"
        " SELECT f.hint FROM urls AS u JOIN frontier AS f ON f.site = u.site AND f.url = u.url"
        " WHERE u.article_id = ?3 AND u.target_url = ?2 AND u.reason = 'redirect' AND f.hint IS NOT NULL"
        " LIMIT 1",
        (site, url, article_id),
    ).fetchone()
    return read_hint(found[0] if found else None)
