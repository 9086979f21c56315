"""The read API of an archive, for search, export, status and the reading room."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Self, TypeVar

from newsspider.items import Image, Link, LinkBlock
from newsspider.language import typed_periods
from newsspider.queries import extents, histories, overview, row_values, search_query, selection_checks
from newsspider.queries.connection import ReadOnly
from newsspider.queries.models import (
    MARK_OFF,
    MARK_ON,
    ArchiveStatus,
    Extent,
    Found,
    FoundArticles,
    FrontBlock,
    History,
    StoredArticle,
    StoredUrl,
)
from newsspider.queries.selection import Selection, where, where_without_query

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from contextlib import AbstractContextManager
    from datetime import date

    from newsspider.queries.connection import SqlValue
    from newsspider.queries.extents import Each
    from newsspider.queries.search_query import Clause, SearchQuery

_Value = TypeVar("_Value")

# Articles read at a time; limits the memory of an export and the length of its IN lists.
_BATCH = 100

# `{}` is the condition of a selection or a list of ids; values are always bound.
_COUNT = "SELECT count(*) FROM articles AS a WHERE {}"
_IN_ORDER = "SELECT a.id FROM articles AS a WHERE {} ORDER BY a.published_on IS NULL, a.published_on, a.id"
_NEWEST = "SELECT a.id FROM articles AS a WHERE {} ORDER BY a.published_on DESC, a.id LIMIT ?"
# A hit in the headline says more than one in the standfirst, and that more than one in the text.
_BEST = """SELECT a.id FROM articles_fts JOIN articles AS a ON a.id = articles_fts.rowid
    WHERE articles_fts MATCH ? AND {}
    ORDER BY bm25(articles_fts, 10.0, 4.0, 1.0), a.published_on DESC, a.id LIMIT ?"""
_MARKED = f"""SELECT rowid AS id, highlight(articles_fts, 0, '{MARK_ON}', '{MARK_OFF}') AS headline,
    snippet(articles_fts, 2, '{MARK_ON}', '{MARK_OFF}', '…', 28) AS snippet
    FROM articles_fts WHERE articles_fts MATCH ? AND rowid IN ({{}})"""  # noqa: S608 - the marks are ours
_AUTHORS = """SELECT aa.article_id AS owner, au.name FROM article_authors AS aa
    JOIN authors AS au ON au.id = aa.author_id WHERE aa.article_id IN ({}) ORDER BY 1, aa.position"""
_URLS = "SELECT article_id AS owner, url, reason FROM urls WHERE article_id IN ({}) ORDER BY id"
_IMAGES = "SELECT *, article_id AS owner FROM images WHERE article_id IN ({}) ORDER BY article_id, position"
_BLOCKS = """SELECT *, article_id AS owner FROM link_blocks WHERE article_id IN ({})
    ORDER BY article_id, position, id"""
_LINKS = """SELECT *, link_block_id AS owner FROM links WHERE link_block_id IN ({})
    ORDER BY link_block_id, position"""
_REVISIONS = """SELECT article_id AS owner, number, kind, seen_at, last_seen_at, headline, standfirst,
    authors, text FROM revisions WHERE article_id IN ({}) ORDER BY article_id, number"""
_EXPORTED = "SELECT key, content_hash FROM exported.articles"
_WORDINGS = "SELECT a.key, a.content_hash FROM articles AS a WHERE {}"
_FRONT_BLOCKS = """SELECT b.*, u.url AS page_url FROM link_blocks AS b JOIN urls AS u ON u.id = b.url_id
    WHERE b.article_id IS NULL AND (?1 IS NULL OR u.site = ?1) ORDER BY u.url, b.position, b.id"""
_SECTIONS = "SELECT DISTINCT section FROM articles WHERE section IS NOT NULL ORDER BY 1"


class Reader:
    """An archive opened for reading; close it, or use it as a context manager.

    Articles come in the order of their days, the undated last.
    """

    def __init__(self, folder: Path | str) -> None:
        self.folder = Path(folder)
        self._archive = ReadOnly(self.folder)

    @classmethod
    def over(cls, archive: ReadOnly) -> Self:
        """A reader of an archive that is open already."""
        reader = cls.__new__(cls)
        reader.folder, reader._archive = archive.folder, archive  # noqa: SLF001 - our own
        return reader

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connection; nothing can be read any more."""
        self._archive.close()

    def articles(
        self,
        *,
        since: date | str | None = None,
        until: date | str | None = None,
        section: str | None = None,
        author: str | None = None,
        query: str | None = None,
        site: str | None = None,
        issue: str | None = None,
    ) -> Iterator[StoredArticle]:
        """The articles that meet every condition, with their link blocks and revisions.

        Days are inclusive: a `date`, YYYY, YYYY-MM or YYYY-MM-DD.  Names match in upper and lower case.

        Raises:
            UsageError: *since* or *until* is not a day.
        """
        selection = Selection(
            site=site,
            since=typed_periods.first_day(since) if isinstance(since, str) else since,
            until=typed_periods.last_day(until) if isinstance(until, str) else until,
            section=section,
            author=author,
            query=query,
            issue=issue,
        )
        return self.selected(selection)

    def resolve(self, selection: Selection) -> Selection:
        """The selection with the archive's spelling of its names.

        Raises:
            UsageError: the archive has no such site, section, author or issue.
        """
        return selection_checks.resolve(self._archive, selection)

    def selected(self, selection: Selection) -> Iterator[StoredArticle]:
        """The articles of *selection* with their revisions, from one snapshot, read in batches."""
        which = where(selection)
        if which is None:
            return
        with self._archive.snapshot():
            for ids in self._batches(_IN_ORDER.format(which.sql), which.values):
                past = _by_owner(self._archive.rows_of(ids, _REVISIONS), histories.revision)
                for article in self.whole(ids):
                    yield replace(article, revisions=past.get(article.id, ()))

    def extent(self, selection: Selection) -> Extent:
        """The sites, days and language of *selection*."""
        return extents.extent(self._archive, selection)

    def snapshot(self) -> AbstractContextManager[None]:
        """A context in which every read sees the same state, while a crawl may write."""
        return self._archive.snapshot()

    def compare(self, record: Path) -> None:
        """Compare `is_new` of later selections with this record of exports.

        Raises:
            UsageError: the file is not a record of exports.
        """
        self._archive.attach(record)

    def wordings(self, selection: Selection) -> Iterator[tuple[str, str]]:
        """Key and hash of newest revisions: those of the compared record, then those of *selection*."""
        which = where(selection)
        if selection.is_new:
            yield from map(_pair, self._archive.rows(_EXPORTED))
        if which:
            yield from map(_pair, self._archive.rows(_WORDINGS.format(which.sql), which.values))

    def parts(self, selection: Selection, each: Each) -> tuple[Selection, ...]:
        """*selection* divided by issue or month; articles without one are the last part."""
        return extents.parts(self._archive, selection, each)

    def count(self, selection: Selection) -> int:
        """How many articles *selection* has."""
        which = where(selection)
        return self._archive.number(_COUNT.format(which.sql), which.values) if which else 0

    def search(self, selection: Selection, *, limit: int) -> FoundArticles:
        """The best *limit* articles for the selection's query; the newest if the query cannot be ranked."""
        wanted, which = search_query.parse(selection.query or ""), where(selection)
        if wanted is None or which is None:
            return FoundArticles(found=(), total=0)
        with self._archive.snapshot():
            ids = self._ranked(wanted, selection, limit) if wanted.match else self._newest(which, limit)
            return FoundArticles(found=self.shown(ids, wanted), total=self.count(selection))

    def shown(self, ids: Sequence[int], wanted: SearchQuery | None = None) -> tuple[Found, ...]:
        """The articles of *ids*, in that order, with the hits of *wanted* marked."""
        match, parts = (wanted.match, wanted.parts) if wanted else (None, ())
        marked = self._marked(match, ids) if match else {}
        authors, rows = self._authors(ids), self._rows(ids)
        return tuple(
            row_values.found(rows[id_], authors=authors.get(id_, ()), marked=marked.get(id_), parts=parts)
            for id_ in ids
        )

    def front_blocks(self, site: str | None) -> Iterator[FrontBlock]:
        """The link blocks of fronts, of one site or of all."""
        for row in self._archive.rows(_FRONT_BLOCKS, (site,)):
            links = self._links([row["id"]]).get(row["id"], ())
            yield FrontBlock(page_url=row["page_url"], block=row_values.link_block(row, links))

    def sections(self) -> tuple[str, ...]:
        """The names of all sections."""
        return tuple(row["section"] for row in self._archive.rows(_SECTIONS))

    def history(self, name: str) -> History | None:
        """The history of the article with this address or key; None if there is no such article."""
        return histories.history(self._archive, name)

    def status(self, *, runs: int) -> ArchiveStatus:
        """What the archive holds, with the last *runs* runs of each site."""
        return overview.status(self._archive, runs=runs)

    def _ranked(self, wanted: SearchQuery, selection: Selection, limit: int) -> list[int]:
        which = where_without_query(selection, wanted.rest)
        rows = self._archive.rows(_BEST.format(which.sql), (wanted.match, *which.values, limit))
        return [row["id"] for row in rows]

    def _newest(self, which: Clause, limit: int) -> list[int]:
        return [row["id"] for row in self._archive.rows(_NEWEST.format(which.sql), (*which.values, limit))]

    def _marked(self, match: str, ids: Sequence[int]) -> dict[int, tuple[str | None, str | None]]:
        rows = self._archive.rows_of(ids, _MARKED, match)
        return {row["id"]: (row["headline"], row["snippet"]) for row in rows}

    def _rows(self, ids: Sequence[int]) -> dict[int, sqlite3.Row]:
        rows = self._archive.rows_of(ids, "SELECT * FROM articles WHERE id IN ({})")
        return {row["id"]: row for row in rows}

    def whole(self, ids: Sequence[int]) -> Iterator[StoredArticle]:
        """The articles of *ids*, in that order, with authors, addresses, pictures and link blocks."""
        rows = self._rows(ids)
        authors, urls, images, blocks = (
            self._authors(ids),
            self._urls(ids),
            self._images(ids),
            self._blocks(ids),
        )
        for id_ in ids:
            yield row_values.article(
                rows[id_],
                authors=authors.get(id_, ()),
                urls=urls.get(id_, ()),
                images=images.get(id_, ()),
                link_blocks=blocks.get(id_, ()),
            )

    def _authors(self, ids: Sequence[int]) -> dict[int, tuple[str, ...]]:
        return _by_owner(self._archive.rows_of(ids, _AUTHORS), lambda row: str(row["name"]))

    def _urls(self, ids: Sequence[int]) -> dict[int, tuple[StoredUrl, ...]]:
        rows = self._archive.rows_of(ids, _URLS)
        return _by_owner(rows, lambda row: StoredUrl(url=row["url"], reason=row["reason"]))

    def _images(self, ids: Sequence[int]) -> dict[int, tuple[Image, ...]]:
        return _by_owner(self._archive.rows_of(ids, _IMAGES), row_values.image)

    def _blocks(self, ids: Sequence[int]) -> dict[int, tuple[LinkBlock, ...]]:
        rows = self._archive.rows_of(ids, _BLOCKS)
        links = self._links([row["id"] for row in rows])
        return _by_owner(rows, lambda row: row_values.link_block(row, links.get(row["id"], ())))

    def _links(self, block_ids: Sequence[int]) -> dict[int, tuple[Link, ...]]:
        rows = self._archive.rows_of(block_ids, _LINKS)
        return _by_owner(rows, lambda row: Link(text=row["text"] or "", url=row["url"]))

    def _batches(self, sql: str, values: Iterable[SqlValue]) -> Iterator[list[int]]:
        ids: list[int] = []
        for row in self._archive.rows(sql, values):
            ids.append(row["id"])
            if len(ids) == _BATCH:
                yield ids
                ids = []
        if ids:
            yield ids


def _pair(row: sqlite3.Row) -> tuple[str, str]:
    return row["key"], row["content_hash"]


def _by_owner(
    rows: Iterable[sqlite3.Row], made: Callable[[sqlite3.Row], _Value]
) -> dict[int, tuple[_Value, ...]]:
    """The values made from the rows, grouped by `owner`, in the rows' order."""
    gathered: defaultdict[int, list[_Value]] = defaultdict(list)
    for row in rows:
        gathered[row["owner"]].append(made(row))
    return {owner: tuple(values) for owner, values in gathered.items()}
