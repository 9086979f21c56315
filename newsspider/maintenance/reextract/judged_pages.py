"""Pages that are judged again: what is stored of them, and how another verdict is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from newsspider.items import Capture, Hint, Unit, Verdict
from newsspider.maintenance.reextract import rewrite_rows
from newsspider.maintenance.reextract.rewrite_rows import BlockChange
from newsspider.storage import persist, withdrawal
from newsspider.storage.articles import article_urls
from newsspider.storage.frontier import incoming
from newsspider.storage.serialisation import read_hint, read_moment
from newsspider.storage.transaction import Transaction

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from newsspider.items import Article, FoundLink
    from newsspider.maintenance.reextract.rewrite_rows import Reader, SeenBlock

# Only pages with these verdicts may get another one.
NO_ARTICLE = ("front", "service page", "empty")
_JUDGED = "('article', 'stub', 'front', 'service page', 'empty')"
_WITH_BODY = "c.status IN (200, 203, 206)"
_PAGES = f"""SELECT max(c.id) FROM captures AS c
WHERE c.site = ? AND {_WITH_BODY} AND c.verdict IN {NO_ARTICLE}
    AND NOT EXISTS (SELECT 1 FROM urls WHERE urls.site = c.site AND urls.url = c.address_url
        AND urls.article_id IS NOT NULL)
    AND NOT EXISTS (SELECT 1 FROM frontier AS f WHERE f.site = c.site AND f.url = c.address_url
        AND (f.part_of_url IS NOT NULL OR f.kind IN ('feed', 'sitemap')))
GROUP BY c.address_url ORDER BY 1"""  # noqa: S608 # our own words
_CAPTURES = f"""SELECT c.id, c.captured_at, c.verdict, coalesce(same.warc_file, c.warc_file),
    coalesce(same.warc_offset, c.warc_offset), c.content_type, c.status
FROM captures AS c LEFT JOIN captures AS same ON same.id = c.same_as_id
WHERE c.site = ? AND c.address_url = ? AND {_WITH_BODY} AND c.verdict IN {_JUDGED}
ORDER BY c.id"""  # noqa: S608 # our own words


class KeptCapture(NamedTuple):
    """One capture of a page: its verdict, and the place of its body."""

    id: int
    captured_at: str
    verdict: str
    file: str | None
    offset: int | None
    content_type: str | None
    status: int


@dataclass(frozen=True, kw_only=True, slots=True)
class KeptPage:
    """An address, what lists said about it, and its captures, oldest first."""

    site: str
    url: str
    depth: int
    is_list_page: bool
    hint: Hint
    captures: tuple[KeptCapture, ...]


class JudgedCapture(NamedTuple):
    """A capture judged again; *article* is what was read from it, if it is one."""

    id: int
    captured_at: str
    status: int
    verdict: Verdict
    note: str | None
    article: Article | None


@dataclass(frozen=True, kw_only=True, slots=True)
class VerdictChange:
    """A page with another verdict than before.

    `article_id` is the row of `articles` that is deleted, or None. `captures` were judged again. `blocks`
    and `links` are those of a page that is a list now.
    """

    site: str
    url: str
    captures: tuple[JudgedCapture, ...]
    article_id: int | None = None
    blocks: tuple[SeenBlock, ...] = ()
    links: tuple[FoundLink, ...] = ()
    reader: Reader | None = None

    @property
    def verdict(self) -> Verdict:
        """The new verdict of the page."""
        return self.captures[-1].verdict


def page_ids(conn: sqlite3.Connection, site: str) -> list[int]:
    """The last capture of each page of a site that is not an article."""
    return [id_ for (id_,) in conn.execute(_PAGES, (site,))]


def page_of(conn: sqlite3.Connection, capture_id: int) -> KeptPage:
    """The page that a capture is of."""
    site, url = conn.execute("SELECT site, address_url FROM captures WHERE id = ?", (capture_id,)).fetchone()
    return page_at(conn, site, url)


def page_at(conn: sqlite3.Connection, site: str, url: str) -> KeptPage:
    """The page at an address."""
    known = conn.execute(
        "SELECT depth, list_url IS NOT NULL, hint FROM frontier WHERE site = ? AND url = ?", (site, url)
    ).fetchone()
    depth, is_list_page, hint = known or (1, False, None)
    return KeptPage(
        site=site,
        url=url,
        depth=depth,
        is_list_page=bool(is_list_page),
        hint=read_hint(hint),
        captures=tuple(KeptCapture(*row) for row in conn.execute(_CAPTURES, (site, url))),
    )


def write(conn: sqlite3.Connection, change: VerdictChange, *, at: str) -> None:
    """Write another verdict: an article leaves the tables or enters them; captures stay."""
    if change.article_id is not None:
        withdrawal.delete_article(conn, change.article_id)
    _set_verdicts(conn, change)
    transaction = Transaction(conn=conn, run_id=0, at=at)
    if change.verdict in (Verdict.ARTICLE, Verdict.STUB):
        _write_article(conn, change)
    elif change.verdict is Verdict.FRONT:
        url_id = article_urls.note(transaction, change.site, change.url, "front")
        conn.execute("UPDATE urls SET reason = 'front' WHERE id = ? AND article_id IS NULL", (url_id,))
        _replace_blocks(conn, change)
        incoming.add(conn, change.site, change.links, at=at)


def _set_verdicts(conn: sqlite3.Connection, change: VerdictChange) -> None:
    conn.executemany(
        "UPDATE captures SET verdict = ?, note = coalesce(?, note) WHERE id = ?",
        [(one.verdict, one.note, one.id) for one in change.captures],
    )
    kind = "front" if change.verdict is Verdict.FRONT else "article"
    conn.execute(
        "UPDATE frontier SET verdict = ?, kind = ? WHERE site = ? AND url = ? AND depth > 0",
        (change.verdict, kind, change.site, change.url),
    )


def _replace_blocks(conn: sqlite3.Connection, change: VerdictChange) -> None:
    """Replace the link blocks of a list by those that it shows."""
    _delete_blocks(conn, change)
    for one in change.blocks:
        only = rewrite_rows.Change(
            site=change.site,
            article_id=None,
            columns={},
            blocks=(BlockChange(change.url, (), (one,)),),
        )
        rewrite_rows.write(conn, only, at=one.first_seen_at)


def _delete_blocks(conn: sqlite3.Connection, change: VerdictChange) -> None:
    of_page = (
        "SELECT link_blocks.id FROM link_blocks JOIN urls ON urls.id = url_id"
        " WHERE urls.site = ? AND urls.url = ?"
    )
    values = (change.site, change.url)
    conn.execute(f"DELETE FROM links WHERE link_block_id IN ({of_page})", values)  # noqa: S608
    conn.execute(f"DELETE FROM link_blocks WHERE id IN ({of_page})", values)  # noqa: S608


def _write_article(conn: sqlite3.Connection, change: VerdictChange) -> None:
    """Store the captures of an article in order, as the crawl would have done."""
    _delete_blocks(conn, change)
    conn.execute(
        "UPDATE urls SET reason = 'found' WHERE site = ? AND url = ? AND reason = 'front'",
        (change.site, change.url),
    )
    for one in _with_article(change.captures):
        transaction = Transaction(conn=conn, run_id=0, at=one.captured_at)
        capture = Capture(
            url=change.url,
            address_url=change.url,
            captured_at=read_moment(one.captured_at),
            status=one.status,
            verdict=one.verdict,
        )
        unit = Unit(
            site=change.site,
            address_url=change.url,
            captures=(capture,),
            verdict=one.verdict,
            article=one.article,
        )
        article_id = persist.store_article(transaction, unit, capture_id=one.id)
        if article_id is not None and change.reader:
            conn.execute(
                "UPDATE articles SET extractor = ?, profile_hash = ? WHERE id = ?",
                (change.reader.extractor, change.reader.profile_hash, article_id),
            )


def _with_article(captures: Sequence[JudgedCapture]) -> Iterable[JudgedCapture]:
    return (one for one in captures if one.article and one.verdict in (Verdict.ARTICLE, Verdict.STUB))
