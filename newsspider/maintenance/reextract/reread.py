"""Reads one article or front again from its captures, and compares it with what is stored."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple, Self

from newsspider.collection import site_files
from newsspider.errors import ArchiveError, NewsspiderError
from newsspider.extraction import extract, page_blocks, whole_story
from newsspider.maintenance.reextract import captured_sources, judged_pages, rewrite_rows
from newsspider.maintenance.reextract.rejudge import SiteJudge
from newsspider.maintenance.reextract.rewrite_rows import Change, Reader, SeenBlock
from newsspider.queries.connection import connect
from newsspider.revisions import replay
from newsspider.revisions.replay import ReadCapture
from newsspider.storage.serialisation import read_moment, without_surrogates
from newsspider.storage.warc import record_checks
from newsspider.version import __version__
from newsspider.web.document import Document

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

    from newsspider.items import Article, LinkBlock
    from newsspider.maintenance.reextract.captured_sources import Candidate, Page, StoredRows
    from newsspider.maintenance.reextract.judged_pages import VerdictChange
    from newsspider.maintenance.reextract.rewrite_rows import BlockChange
    from newsspider.profiles import SiteProfile

log = logging.getLogger(__name__)
EMPTY, THIN = "would be empty", "would lose more than half of its text"


class Difference(NamedTuple):
    """The old and the new value of a field."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """The outcome for one article or front.

    `captures` were read, `unread` could not be. `stays` says why an article is left as it is although it
    reads differently now. `verdict_change`: the page is no longer an article, or is one now.
    """

    url: str
    is_article: bool
    captures: int
    unread: int
    is_front: bool = False
    change: Change | None = None
    differences: tuple[Difference, ...] = ()
    stays: str | None = None
    verdict_change: VerdictChange | None = None


class _WatchedBodies(record_checks.Bodies):
    """The bodies of an archive; *on_page* is called before each is decoded and read."""

    def __init__(self, folder: Path, on_page: Callable[[], None]) -> None:
        super().__init__(folder)
        self._on_page = on_page

    def at(self, file: str, offset: int) -> bytes:
        self._on_page()
        return super().at(file, offset)


class Rereader:
    """Reads an archive again; *places* are the profiles by the names of their sites.

    *on_page* is called before each page is read.
    """

    def __init__(
        self, folder: Path, places: Mapping[str, str], *, on_page: Callable[[], None] = lambda: None
    ) -> None:
        self._bodies = _WatchedBodies(folder, on_page)
        self._profiles: dict[str, SiteProfile] = {
            site: site_files.load(at, folder) for site, at in places.items()
        }
        self._conn: sqlite3.Connection = connect(folder)
        self._conn.row_factory = None
        self._judges: dict[str, SiteJudge] = {}

    def close(self) -> None:
        """Close the archive."""
        self._bodies.close()
        self._conn.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.close()

    def articles(self, article_ids: Iterable[int]) -> list[Outcome]:
        """The outcomes for some articles; the archive is read as it is at one moment, which is cheaper."""
        with self._at_one_moment():
            return [self.article(article_id) for article_id in article_ids]

    def fronts(self, url_ids: Iterable[int]) -> list[Outcome]:
        """The outcomes for some fronts."""
        with self._at_one_moment():
            return [self.front(url_id) for url_id in url_ids]

    def article(self, article_id: int) -> Outcome:
        """The outcome for an article."""
        stored = captured_sources.of_article(self._conn, article_id)
        if false := self._as_no_article(stored):
            captures = len(false.captures)
            return Outcome(url=stored.url, is_article=True, captures=captures, unread=0, verdict_change=false)
        reading = self._read(stored)
        reader = Reader(__version__, self._profiles[stored.site].text_hash)
        telling = _telling(stored, reading.articles)
        stays = _worse(stored, telling)
        change = None if stays else _change(stored, telling, reader, self._blocks(stored, reading))
        return _outcome(stored, reading, change, stays)

    def front(self, url_id: int) -> Outcome:
        """The outcome for a front."""
        stored = captured_sources.of_front(self._conn, url_id)
        reading = self._read(stored)
        blocks = self._blocks(stored, reading)
        change = Change(site=stored.site, article_id=None, columns={}, blocks=blocks)
        return _outcome(stored, reading, change, None)

    def pages(self, capture_ids: Iterable[int]) -> list[Outcome]:
        """The outcomes for pages that were not articles, by their last captures."""
        with self._at_one_moment():
            return [self.page(capture_id) for capture_id in capture_ids]

    def page(self, capture_id: int) -> Outcome:
        """The outcome for a page that was not an article."""
        kept = judged_pages.page_of(self._conn, capture_id)
        change = self._judge(kept.site).page(kept)
        captures = len(change.captures) if change else 0
        return Outcome(url=kept.url, is_article=False, captures=captures, unread=0, verdict_change=change)

    def _as_no_article(self, stored: StoredRows) -> VerdictChange | None:
        """The change of an article that is a list or a service page by today's rules."""
        made = frozenset(one.capture_id for one in stored.revisions if one.capture_id is not None)
        one_page = {one.url for one in stored.candidates if one.capture_id in made}
        if (
            stored.article_id is None
            or len(one_page) != 1
            or any(len(s.pages) > 1 for s in stored.candidates)
        ):
            return None
        return self._judge(stored.site).article(stored.article_id, one_page.pop(), made)

    def _judge(self, site: str) -> SiteJudge:
        if site not in self._judges:
            profile = self._profiles[site]
            reader = Reader(__version__, profile.text_hash)
            self._judges[site] = SiteJudge(self._conn, self._bodies, profile, reader)
        return self._judges[site]

    @contextmanager
    def _at_one_moment(self) -> Iterator[None]:
        self._conn.execute("BEGIN")
        try:
            yield
        finally:
            self._conn.execute("COMMIT")

    def _read(self, stored: StoredRows) -> _Reading:
        return _Reading(self._bodies, self._profiles[stored.site], stored.candidates)

    def _blocks(self, stored: StoredRows, reading: _Reading) -> tuple[BlockChange, ...]:
        """The changes of the link blocks of each address."""
        found = []
        for url in dict.fromkeys(one.url for one in stored.candidates):
            change = rewrite_rows.block_change(
                url,
                captured_sources.blocks_of(self._conn, stored.site, url),
                _seen(url, stored.candidates, reading.blocks),
                is_whole=not any(
                    one.url == url and one.capture_id in reading.unread for one in stored.candidates
                ),
            )
            found += [change] if change else []
        return tuple(found)


class _Reading:
    """What the captures of one article or front say: articles and link blocks by capture."""

    def __init__(
        self,
        bodies: record_checks.Bodies,
        profile: SiteProfile,
        candidates: Iterable[Candidate],
    ) -> None:
        self._bodies, self._profile = bodies, profile
        self.articles: dict[int, Article] = {}
        self.blocks: dict[int, tuple[LinkBlock, ...]] = {}
        self.unread: set[int] = set()
        for one in candidates:
            self._read(one)

    def _read(self, candidate: Candidate) -> None:
        """Read one capture; a page that cannot be read costs only this capture."""
        try:
            if candidate.is_front:
                self.blocks[candidate.capture_id] = self._front(candidate.pages[0])
                return
            pages = [self._article(page) for page in candidate.pages]
        except NewsspiderError as error:
            log.info("%s", error)
            self.unread.add(candidate.capture_id)
        except Exception:
            log.info("cannot read %s", candidate.url, exc_info=True)
            self.unread.add(candidate.capture_id)
        else:
            article = whole_story(dict(zip((page.url for page in candidate.pages), pages, strict=True)))
            self.articles[candidate.capture_id] = article
            self.blocks[candidate.capture_id] = article.link_blocks

    def _front(self, page: Page) -> tuple[LinkBlock, ...]:
        document = Document(self._body(page), page.url, content_type=page.content_type)
        return page_blocks(document, self._profile)

    def _article(self, page: Page) -> Article:
        article = extract(
            self._body(page),
            page.url,
            content_type=page.content_type,
            at=read_moment(page.captured_at),
            hint=page.hint,
            profile=self._profile,
        )
        return article if _is_encodable(article) else without_surrogates(article)

    def _body(self, page: Page) -> bytes:
        """The decoded bytes of a page; ArchiveError if its record is lost."""
        try:
            return self._bodies.at(page.file or "", page.offset or 0)
        except (OSError, ValueError, KeyError) as error:
            reason = f"{page.file} at byte {page.offset}: {error}"
            raise ArchiveError(str(self._bodies.folder), reason=reason) from error


def _is_encodable(article: Article) -> bool:
    """Whether no text of the article has half a surrogate pair, which SQLite refuses."""
    links = (link.text for block in article.link_blocks for link in block.links)
    texts = (article.headline, article.standfirst, article.section, article.issue, article.published_raw)
    try:
        "".join(filter(None, (*texts, *article.authors, article.text, article.html, *links))).encode()
    except UnicodeEncodeError:
        return False
    return True


def _telling(stored: StoredRows, articles: Mapping[int, Article]) -> dict[int, ReadCapture]:
    """What the telling captures say, by capture; no headline is replaced by none."""
    texts = {one.capture_id: rewrite_rows.stored_text(one) for one in stored.revisions}
    found = {}
    for one in stored.candidates:
        article = articles.get(one.capture_id)
        known = texts.get(one.capture_id)
        if article is None or not one.is_telling or not (known or article.body):
            continue
        named = replace(article, headline=article.headline or (known.headline if known else None))
        found[one.capture_id] = ReadCapture(capture_id=one.capture_id, article=named, is_stub=one.is_stub)
    return found


def _worse(stored: StoredRows, telling: Mapping[int, ReadCapture]) -> str | None:
    """Why an article stays as it is: one of its revisions would be worse."""
    for one in stored.revisions:
        read = telling.get(one.capture_id or 0)
        if read is None or read.article.text == one.values["text"]:
            continue
        if replay.is_poorer(read.article, rewrite_rows.stored_text(one)):
            return THIN if read.article.body else EMPTY
    return None


def _change(
    stored: StoredRows, telling: Mapping[int, ReadCapture], reader: Reader, blocks: Sequence[BlockChange]
) -> Change | None:
    if all(one.capture_id in telling for one in stored.revisions):
        replayed = replay.replay(list(telling.values()))
        return rewrite_rows.difference(stored, replayed, reader, blocks)
    if stored.revisions and stored.revisions[-1].capture_id in telling:
        return rewrite_rows.difference_in_place(stored, telling, reader, blocks)
    return None


def _seen(
    url: str, candidates: Iterable[Candidate], blocks: Mapping[int, tuple[LinkBlock, ...]]
) -> list[SeenBlock]:
    """Each link block of an address, with the first and the last capture that had it."""
    seen: dict[tuple[object, ...], SeenBlock] = {}
    for one in candidates:
        for block in blocks.get(one.capture_id, ()) if one.url == url else ():
            fingerprint = (block.label, block.kind, block.links)
            known = seen.get(fingerprint)
            seen[fingerprint] = (
                known._replace(last_seen_at=one.captured_at)
                if known
                else SeenBlock(block, one.captured_at, one.captured_at, one.is_front)
            )
    return list(seen.values())


def _outcome(stored: StoredRows, reading: _Reading, change: Change | None, stays: str | None) -> Outcome:
    is_none = change is None or change.is_none
    return Outcome(
        url=stored.url,
        is_article=stored.article_id is not None,
        is_front=stored.article_id is None,
        captures=len(reading.articles.keys() | reading.blocks.keys()),
        unread=len(reading.unread),
        change=None if is_none else change,
        differences=() if change is None or is_none else _differences(stored, change),
        stays=stays,
    )


_FIELD_OF = {
    "headline": "headline",
    "standfirst": "standfirst",
    "section": "section",
    "issue": "issue",
    "published_on": "date",
    "published_precision": "date",
    "published_at": "date",
    "modified_at": "modified",
    "language": "language",
    "text": "body",
    "html": "html",
    "access": "access",
}


def _differences(stored: StoredRows, change: Change) -> tuple[Difference, ...]:
    """The differences by the names of fields that a reader knows."""
    found: dict[str, Difference] = {}
    for name, field in _FIELD_OF.items():
        if name in change.columns and field not in found and not (field == "html" and "body" in found):
            before, after = str(stored.columns[name] or ""), str(change.columns[name] or "")
            found[field] = Difference(field, before, after)
    if change.authors is not None:
        found["authors"] = Difference("authors", ", ".join(stored.authors), ", ".join(change.authors))
    if change.images is not None:
        before, after = (" ".join(image.url for image in some) for some in (stored.images, change.images))
        found["images"] = Difference("images", before, after)
    for one in change.blocks:
        labels = ", ".join(new.block.label or new.block.kind for new in one.new)
        found["link blocks"] = Difference("link blocks", f"{len(one.gone_ids)} no more", f"new: {labels}")
    if revisions := _revision_counts(stored, change):
        found["wordings"] = revisions
    return tuple(found.values())


def _revision_counts(stored: StoredRows, change: Change) -> Difference | None:
    """The numbers of revisions before and now, if they differ."""
    count = change.columns.get("revision_count")
    if count is None:
        return None
    return Difference("wordings", str(len(stored.revisions)), str(count))
