"""The tables of articles: which article an answer belongs to, and its text, authors and pictures."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from newsspider.article_fields import ARTICLE_FIELDS
from newsspider.items import Image, RevisionKind
from newsspider.language.cjk import WORD_EACH
from newsspider.revisions import compare, duplicates, near_duplicates
from newsspider.revisions.replay import fineness
from newsspider.storage.articles import article_urls, hidden_fields, revision_rows
from newsspider.storage.runs import recent_changes
from newsspider.storage.serialisation import compact_json, moment_or_none
from newsspider.storage.transaction import insert as new_row

if TYPE_CHECKING:
    import sqlite3

    from newsspider.article_fields import ArticleField, Group
    from newsspider.items import Article, Verdict
    from newsspider.storage.transaction import SqlValue, Transaction

_UNSPACED = re.compile(f"[{WORD_EACH}]")
# A run of letters between spaces; in scripts without spaces, each character.
_WORD = re.compile(rf"[{WORD_EACH}]|[^\s{WORD_EACH}]+")


class KnownArticle(NamedTuple):
    """What the archive holds of an article, for decisions."""

    id: int
    site: str
    headline: str | None
    content_hash: str
    text_hash: str
    revision_count: int
    canonical_url: str
    published_precision: str | None
    has_text: bool
    thin_count: int
    pages_missing: int
    standfirst: str | None = None
    section: str | None = None
    issue: str | None = None
    provenance: str = "{}"


_KNOWN = (
    "id, site, headline, content_hash, text_hash, revision_count, canonical_url, published_precision,"
    " text <> '', thin_count, pages_missing, standfirst, section, issue, provenance"
)


def find(
    transaction: Transaction, site: str, article: Article, *, led_from: Iterable[str] = ()
) -> KnownArticle | None:
    """The article of the archive that *article* is; None if it is new.

    It is looked up by its own address, by the canonical address it declares, by the addresses that led to
    it, and by its text. Only an address that the article speaks under, or is known by, is believed without
    comparing the text. An address that another page claims, and that answers now, has to have the same
    text.
    """
    own = article_urls.row(transaction, site, article.url)
    if own and own.article_id is not None and not own.is_claim:
        known = by_id(transaction, own.article_id)
        is_its_own = own.reason in ("canonical", "fetched") or known.canonical_url == article.url
        if is_its_own or _is_story(article, known):
            return known
    for url in dict.fromkeys((article.url, article.canonical_url, *led_from)):
        other = article_urls.row(transaction, site, url)
        if other and other.article_id is not None:
            known = by_id(transaction, other.article_id)
            is_claimed = other.is_claim and url == article.url
            if _confirms(transaction, article, known) if is_claimed else _is_story(article, known):
                return known
    return _by_text(transaction, site, article)


def by_id(transaction: Transaction, article_id: int) -> KnownArticle:
    """What the archive holds under *article_id*."""
    query = f"SELECT {_KNOWN} FROM articles WHERE id = ?"  # noqa: S608
    return KnownArticle(*transaction.conn.execute(query, (article_id,)).fetchone())


def insert(transaction: Transaction, site: str, article: Article, *, capture_id: int | None) -> int:
    """Store a new article with its first revision; returns its id."""
    own = article_urls.row(transaction, site, article.url)
    if own and own.article_id is not None and own.is_claim:
        _disown(transaction, own.article_id, own)
    # The declared address has not answered with this story yet; it is believed when it does.
    canonical_url = article.url
    values = text_columns(article) | fact_columns(article) | date_columns(article)
    values |= {
        "site": site,
        "key": _free_key(transaction, site, article, canonical_url),
        "canonical_url": canonical_url,
        "revision_count": 1,
        "pages_missing": len(article.next_urls),
        "capture_id": capture_id,
        **read_by(transaction),
        "first_seen_at": transaction.at,
        "last_seen_at": transaction.at,
    }
    article_id = new_row(transaction.conn, "articles", values)
    revision_rows.insert(
        transaction, article_id, article, number=1, capture_id=capture_id, kind=RevisionKind.FIRST
    )
    set_authors(transaction, article_id, article.authors)
    set_images(transaction, article_id, article.images)
    return article_id


def renew(transaction: Transaction, article_id: int) -> None:
    """Record that the article was seen just now, and is not gone."""
    set_columns(transaction, article_id, {}, facts={})


def renew_revision(transaction: Transaction, article_id: int) -> None:
    """Record that the article was seen just now with its newest revision."""
    renew(transaction, article_id)
    hidden_fields.renew(transaction, article_id)
    recent_changes.end(transaction, article_id)
    revision_rows.renew(transaction, article_id)


def set_canonical(transaction: Transaction, article_id: int, url: str) -> None:
    """Make *url* the canonical address of the article; its key stays."""
    transaction.conn.execute("UPDATE articles SET canonical_url = ? WHERE id = ?", (url, article_id))


def mark_gone(transaction: Transaction, article_id: int, verdict: Verdict) -> bool:
    """Mark the article as gone if none of its addresses answers; returns whether it was not gone before."""
    if article_urls.is_alive(transaction, article_id):
        return False
    cursor = transaction.conn.execute(
        "UPDATE articles SET gone_at = ? WHERE id = ? AND gone_at IS NULL", (transaction.at, article_id)
    )
    if cursor.rowcount != 1:
        return False
    new_row(
        transaction.conn,
        "absences",
        {"article_id": article_id, "gone_at": transaction.at, "verdict": verdict},
    )
    return True


def key_of(site: str, url: str) -> str:
    """An article's key: 16 hex digits of the SHA-256 of its site and first canonical address."""
    return hashlib.sha256(f"{site} {url}".encode()).hexdigest()[:16]


def _is_story(article: Article, known: KnownArticle) -> bool:
    return duplicates.same_story(article, headline=known.headline, known_hash=known.text_hash)


def _confirms(transaction: Transaction, article: Article, known: KnownArticle) -> bool:
    """Whether the page of a claimed address has the same story as the page that claims it.

    An equal headline alone is not enough: a forger copies that first.
    """
    if duplicates.text_hash(article) == known.text_hash:
        return True
    if not duplicates.same_headline(article.headline, known.headline):
        return False
    (text,) = transaction.conn.execute("SELECT text FROM articles WHERE id = ?", (known.id,)).fetchone()
    return (
        near_duplicates.share(near_duplicates.shingles(article.text), near_duplicates.shingles(text))
        >= near_duplicates.NEAR
    )


def _by_text(transaction: Transaction, site: str, article: Article) -> KnownArticle | None:
    if not duplicates.is_proof(article):
        return None
    # A standing text of another day or issue (a cartoon's notice, an author's biography) is another story.
    on = article.published_on.isoformat() if article.published_on else None
    found = transaction.conn.execute(
        f"SELECT {_KNOWN} FROM articles WHERE site = ? AND text_hash = ?"  # noqa: S608
        " AND coalesce(published_on = ?, 1) AND coalesce(issue = ?, 1) ORDER BY id",
        (site, duplicates.text_hash(article), on, article.issue),
    )
    twins = (KnownArticle(*values) for values in found)
    return next((twin for twin in twins if duplicates.same_headline(twin.headline, article.headline)), None)


def _free_key(transaction: Transaction, site: str, article: Article, canonical_url: str) -> str:
    """The key; made from another address if an article had this canonical address before."""
    keys = (key_of(site, url) for url in _key_urls(article, canonical_url))
    taken = "SELECT 1 FROM articles WHERE key = ?"
    return next(key for key in keys if transaction.conn.execute(taken, (key,)).fetchone() is None)


def _key_urls(article: Article, canonical_url: str) -> Iterator[str]:
    yield canonical_url
    yield article.url
    number = 2
    while True:
        yield f"{article.url} {number}"
        number += 1


def confirm_canonical(transaction: Transaction, known: KnownArticle, url: str) -> KnownArticle:
    """Give the article the canonical address it declared, now that it answered with the same story.

    The key is made from it if this run found the article, because nobody has seen another key yet.
    """
    set_canonical(transaction, known.id, url)
    transaction.conn.execute(
        "UPDATE OR IGNORE articles SET key = ? WHERE id = ?"
        " AND first_seen_at >= (SELECT started_at FROM runs WHERE id = ?)",
        (key_of(known.site, url), known.id, transaction.run_id),
    )
    return by_id(transaction, known.id)


def note_claim(transaction: Transaction, site: str, article: Article, article_id: int) -> None:
    """Record the canonical address that an article declares and that has not answered yet.

    A list belongs to no article, nor does an address that two stories declare.
    """
    if article.canonical_url == article.url or article_urls.is_list(
        transaction.conn, site, article.canonical_url
    ):
        return
    declared = article_urls.row(transaction, site, article.canonical_url)
    if declared is None:
        article_urls.note(transaction, site, article.canonical_url, "canonical", article_id=article_id)
    elif declared.is_claim and declared.article_id not in (None, article_id):
        _disown(transaction, declared.article_id, declared)


def _disown(transaction: Transaction, article_id: int | None, declared: article_urls.UrlRow) -> None:
    """Take an address that was only declared from an article, which keeps the address it came from."""
    if article_id is None:
        return
    speaker = next(article_urls.speakers(article_urls.rows_of(transaction, article_id)), None)
    if speaker and by_id(transaction, article_id).canonical_url == declared.url:
        set_canonical(transaction, article_id, speaker.url)
    article_urls.disown(transaction, declared.id)


def text_columns(article: Article) -> dict[str, SqlValue]:
    """The columns that make a revision."""
    return {
        **_columns(article, "text"),
        "content_hash": compare.content_hash(article),
        "text_hash": duplicates.text_hash(article),
    }


def fact_columns(article: Article) -> dict[str, SqlValue]:
    """The columns where a known value is never replaced by nothing."""
    return _columns(article, "fact")


def date_columns(article: Article) -> dict[str, SqlValue]:
    """The columns of the date."""
    return _columns(article, "date")


def _columns(article: Article, group: Group) -> dict[str, SqlValue]:
    return {field.column: _stored(article, field) for field in ARTICLE_FIELDS if field.group == group}


def _stored(article: Article, field: ArticleField) -> SqlValue:
    """The value of a field as its column has it."""
    if field.name == "word_count":
        return _word_count(article.text)
    value = getattr(article, field.name)
    if field.type == "object":
        return compact_json(dict(value))
    if field.type == "datetime":
        return moment_or_none(value)
    return value.isoformat() if isinstance(value, date) else value


def _word_count(text: str) -> int:
    """How many words, separated by spaces; in scripts without spaces, how many characters."""
    return len(_WORD.findall(text) if _UNSPACED.search(text) else text.split())


def read_by(transaction: Transaction) -> dict[str, SqlValue]:
    """The version and the profile that read in this run."""
    found = transaction.conn.execute(
        "SELECT version, profile_hash FROM runs WHERE id = ?", (transaction.run_id,)
    )
    version, profile_hash = found.fetchone() or (None, None)
    return {"extractor": version, "profile_hash": profile_hash}


def better_date(known: KnownArticle, article: Article) -> dict[str, SqlValue]:
    """The columns of the date, if the new date is at least as precise as the known one."""
    is_finer = fineness(article.published_precision) >= fineness(known.published_precision)
    return date_columns(article) if article.published_on and is_finer else {}


def fill(transaction: Transaction, known: KnownArticle, article: Article) -> None:
    """Fill in unknown facts, when the known text was seen again."""
    finer: dict[str, SqlValue] = {}
    if fineness(article.published_precision) > fineness(known.published_precision):
        finer = date_columns(article)
    query = (
        "UPDATE articles SET section = coalesce(section, :section), issue = coalesce(issue, :issue),"
        " language = coalesce(language, :language), modified_at = coalesce(:modified_at, modified_at),"
        " last_seen_at = :at, gone_at = NULL, thin_count = 0, pages_missing = :pages_missing WHERE id = :id"
    )
    values = fact_columns(article) | {"at": transaction.at, "id": known.id}
    transaction.conn.execute(query, values | {"pages_missing": len(article.next_urls)})
    _note_return(transaction, known.id)
    revision_rows.renew(transaction, known.id)
    if finer:
        set_columns(transaction, known.id, finer, facts={})
    if article.images and article.images != images_of(transaction.conn, known.id):
        set_images(transaction, known.id, article.images)


def set_columns(
    transaction: Transaction, article_id: int, columns: dict[str, SqlValue], *, facts: dict[str, SqlValue]
) -> None:
    """Set *columns*, and *facts* if they have a value; the article is seen now, and not gone."""
    settings = [f"{name} = :{name}" for name in columns]
    settings += [f"{name} = coalesce(:{name}, {name})" for name in facts]
    settings += ["last_seen_at = :at", "gone_at = NULL"]
    transaction.conn.execute(
        f"UPDATE articles SET {', '.join(settings)} WHERE id = :id",  # noqa: S608
        columns | facts | {"at": transaction.at, "id": article_id},
    )
    _note_return(transaction, article_id)


def _note_return(transaction: Transaction, article_id: int) -> None:
    """Record that the article answers again, if it was gone."""
    transaction.conn.execute(
        "UPDATE absences SET back_at = ? WHERE article_id = ? AND back_at IS NULL",
        (transaction.at, article_id),
    )


def set_authors(transaction: Transaction, article_id: int, names: tuple[str, ...]) -> None:
    """Make *names* the whole byline."""
    transaction.conn.execute("DELETE FROM article_authors WHERE article_id = ?", (article_id,))
    for position, name in enumerate(names):
        transaction.conn.execute("INSERT OR IGNORE INTO authors (name) VALUES (?)", (name,))
        transaction.conn.execute(
            "INSERT INTO article_authors (article_id, author_id, position)"
            " SELECT ?, id, ? FROM authors WHERE name = ?",
            (article_id, position, name),
        )


def authors_of(conn: sqlite3.Connection, article_id: int) -> tuple[str, ...]:
    """The names of the byline, in order."""
    found = conn.execute(
        "SELECT name FROM article_authors JOIN authors ON authors.id = author_id"
        " WHERE article_id = ? ORDER BY position",
        (article_id,),
    )
    return tuple(name for (name,) in found)


def images_of(conn: sqlite3.Connection, article_id: int) -> tuple[Image, ...]:
    """The stored pictures of an article, in reading order."""
    found = conn.execute(
        "SELECT url, alt, caption, credit FROM images WHERE article_id = ? ORDER BY position", (article_id,)
    )
    return tuple(
        Image(url=url, alt=alt, caption=caption, credit=credit) for url, alt, caption, credit in found
    )


def set_images(transaction: Transaction, article_id: int, images: tuple[Image, ...]) -> None:
    """Make *images* all pictures of the article."""
    transaction.conn.execute("DELETE FROM images WHERE article_id = ?", (article_id,))
    transaction.conn.executemany(
        "INSERT INTO images (article_id, position, url, alt, caption, credit) VALUES (?, ?, ?, ?, ?, ?)",
        [
            (article_id, position, image.url, image.alt, image.caption, image.credit)
            for position, image in enumerate(images)
        ],
    )
