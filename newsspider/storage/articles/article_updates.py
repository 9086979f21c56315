"""Updates a known article from its page: seen again, filled in, changed, or held back."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from newsspider import article_fields
from newsspider.items import Decision, Image
from newsspider.revisions import compare
from newsspider.revisions.edits import LEAST_ALIKE, Edit, edits
from newsspider.storage.articles import article_rows, hidden_fields, revision_rows
from newsspider.storage.runs import recent_changes
from newsspider.storage.serialisation import compact_json

if TYPE_CHECKING:
    from newsspider.items import Article
    from newsspider.revisions.compare import RevisionText
    from newsspider.storage.transaction import SqlValue, Transaction

# The columns that a new revision replaces, besides those that `revisions` keeps.
_REPLACED = (
    "pages_missing", "text_hash", "capture_id", "extractor", "profile_hash",
    *(name for name in article_fields.columns("text", "fact", "date")
        if name not in ("headline", "standfirst", "text", "html")),
)  # fmt: skip


def update(
    transaction: Transaction,
    known: article_rows.KnownArticle,
    article: Article,
    *,
    capture_id: int | None,
    is_stub: bool,
) -> Decision:
    """Decide what *article* is to *known*, and store it if it is a new revision and not a worse one.

    The same text renews `last_seen_at` and fills in what was unknown. Nothing known is replaced by
    nothing, nor a date by a less precise one. What the page does not show is recorded.
    """
    article, hidden = _completed(transaction, known, article)
    new_hash = compare.content_hash(article)
    if compare.decide(new_hash, known.content_hash) is Decision.SAME:
        return _seen_again(transaction, known, article, hidden)
    latest, new = revision_rows.latest(transaction, known.id), compare.revision_text_of(article)
    if compare.revision_hash(latest) == new_hash:  # an older version made another fingerprint
        decision = _seen_again(transaction, known, article, hidden)
        article_rows.set_columns(transaction, known.id, {"content_hash": new_hash}, facts={})
        return decision
    if compare.only_fills(new, latest):
        _fill_wording(transaction, known, article)
        return _seen_again(transaction, known, article, hidden)
    if _is_worse(transaction, known, article, latest, capture_id=capture_id, is_stub=is_stub):
        hidden_fields.note(transaction, known.id, hidden | {"text"})
        article_rows.set_columns(
            transaction, known.id, {"thin_count": known.thin_count + (not is_stub)}, facts={}
        )
        return Decision.WORSE
    hidden_fields.note(transaction, known.id, hidden)
    _reword(transaction, known, article, latest, capture_id=capture_id)
    return Decision.CHANGED


def is_awaited(known: article_rows.KnownArticle, article: Article) -> bool:
    """Whether a revision with missing pages waits for them.

    If it lacks as many pages as the known one, the two are compared at once.
    """
    return known.pages_missing != len(article.next_urls)


def completed(
    transaction: Transaction, known: article_rows.KnownArticle, article: Article, *, capture_id: int | None
) -> bool:
    """Whether *article* is the known revision with pages that were missing; then it takes its place.

    The publisher changed nothing: number and kind of the revision stay.
    """
    article = replace(article, headline=article.headline or known.headline)
    latest, new = revision_rows.latest(transaction, known.id), compare.revision_text_of(article)
    if not known.pages_missing or not (
        compare.continues(new, latest) or _is_read_in_parts(transaction, known, article)
    ):
        return False
    columns = article_rows.text_columns(article) | article_rows.read_by(transaction)
    columns |= {"capture_id": capture_id, "pages_missing": len(article.next_urls), "thin_count": 0}
    article_rows.set_columns(transaction, known.id, columns, facts=article_rows.fact_columns(article))
    revision_rows.complete(transaction, known.id, article, capture_id=capture_id)
    if article.images:
        article_rows.set_images(transaction, known.id, article.images)
    return True


def _is_read_in_parts(transaction: Transaction, known: article_rows.KnownArticle, article: Article) -> bool:
    """Whether the known revision is from this run, which now has more of it: one run makes one revision."""
    found = transaction.conn.execute(
        "SELECT captures.run_id, length(revisions.text) FROM revisions"
        " JOIN captures ON captures.id = revisions.capture_id WHERE article_id = ? AND number = ?",
        (known.id, known.revision_count),
    ).fetchone()
    is_named_alike = article.headline in (None, known.headline)
    return bool(found) and found[0] == transaction.run_id and is_named_alike and len(article.text) > found[1]


def hide_text(transaction: Transaction, article_id: int) -> None:
    """Record that the page of the article shows none of its text."""
    hidden_fields.note(transaction, article_id, {"text"})


def _completed(
    transaction: Transaction, known: article_rows.KnownArticle, article: Article
) -> tuple[Article, frozenset[str]]:
    """The article with known values where its page says nothing, and the names of these fields.

    What only a list says is not the word of the page: a byline or date that the page itself stated before
    stays.
    """
    authors = article_rows.authors_of(transaction.conn, known.id)
    pairs = {
        "headline": (known.headline, article.headline, "headline"),
        "standfirst": (known.standfirst, article.standfirst, "standfirst"),
        "byline": (authors, article.authors, "authors"),
        "date": (known.published_precision, article.published_on, "published"),
        "section": (known.section, article.section, "section"),
        "issue": (known.issue, article.issue, "issue"),
    }
    hidden = {
        name
        for name, (is_known, is_read, source) in pairs.items()
        if is_known and (not is_read or _only_hinted(known, article, source))
    }
    if not article.images and article_rows.images_of(transaction.conn, known.id):
        hidden.add("pictures")
    completed = replace(
        article,
        headline=known.headline if "headline" in hidden else article.headline,
        standfirst=known.standfirst if "standfirst" in hidden else article.standfirst,
        authors=authors if "byline" in hidden else article.authors,
        provenance=_sources(known, article, [pairs[name][2] for name in hidden if name in pairs]),
    )
    return (_undated(completed) if "date" in hidden else completed), frozenset(hidden)


def _only_hinted(known: article_rows.KnownArticle, article: Article, source: str) -> bool:
    """Whether only a list says now what the page itself stated before."""
    before: str = json.loads(known.provenance).get(source, "hint")
    return article.provenance.get(source) == "hint" != before


def _sources(known: article_rows.KnownArticle, article: Article, hidden: Iterable[str]) -> dict[str, str]:
    """The source of each field: for hidden fields, the earlier source."""
    before = json.loads(known.provenance)
    return {**article.provenance, **{name: before[name] for name in hidden if name in before}}


def _undated(article: Article) -> Article:
    return replace(
        article,
        published_on=None,
        published_precision=None,
        published_at=None,
        published_raw=None,
        published_source=None,
    )


def _seen_again(
    transaction: Transaction, known: article_rows.KnownArticle, article: Article, hidden: frozenset[str]
) -> Decision:
    """Record that the known text was seen, and fill in what was unknown."""
    hidden_fields.note(transaction, known.id, hidden)
    recent_changes.end(transaction, known.id)
    article_rows.fill(transaction, known, article)
    return Decision.SAME


def _is_worse(
    transaction: Transaction,
    known: article_rows.KnownArticle,
    article: Article,
    latest: RevisionText,
    *,
    capture_id: int | None,
    is_stub: bool,
) -> bool:
    """Whether the page shows less of the same story.

    A text that became thin on one article is believed after several visits. If other articles of the site
    became thin too, it never is, and the capture is held back.
    """
    new = compare.revision_text_of(article)
    if compare.is_worse(new, latest, is_stub=is_stub, thin_captures=known.thin_count):
        return True
    if not compare.is_thin(new, latest) or known.thin_count + 1 < compare.THIN_CAPTURES:
        return False
    others = hidden_fields.others_without_text(transaction, known.site, known.id)
    if others + 1 < LEAST_ALIKE:
        return False
    recent_changes.note(
        transaction, known.id, number=None, capture_id=capture_id, edits=[Edit("thin")], before={}
    )
    return True


def _reword(
    transaction: Transaction,
    known: article_rows.KnownArticle,
    article: Article,
    latest: RevisionText,
    *,
    capture_id: int | None,
) -> None:
    """Store a new revision, and what it changed."""
    new = compare.revision_text_of(article)
    number, kind = known.revision_count + 1, compare.kind_of(latest, new)
    before = _before(transaction, known.id)
    recent_changes.end(transaction, known.id)
    recent_changes.note(
        transaction, known.id, number=number, capture_id=capture_id, edits=edits(latest, new), before=before
    )
    wording = article_rows.text_columns(article) | {
        "revision_count": number,
        "capture_id": capture_id,
        "thin_count": 0,
    }
    wording |= article_rows.read_by(transaction) | {"pages_missing": len(article.next_urls)}
    article_rows.set_columns(
        transaction,
        known.id,
        wording | article_rows.better_date(known, article),
        facts=article_rows.fact_columns(article),
    )
    revision_rows.insert(transaction, known.id, article, number=number, capture_id=capture_id, kind=kind)
    article_rows.set_authors(transaction, known.id, article.authors)
    if article.images:
        article_rows.set_images(transaction, known.id, article.images)


def _before(transaction: Transaction, article_id: int) -> dict[str, SqlValue]:
    """The columns that a new revision will replace, with the pictures as JSON."""
    row = transaction.conn.execute(
        f"SELECT {', '.join(_REPLACED)} FROM articles WHERE id = ?",  # noqa: S608 # our own words
        (article_id,),
    ).fetchone()
    images = [
        [one.url, one.alt, one.caption, one.credit]
        for one in article_rows.images_of(transaction.conn, article_id)
    ]
    return dict(zip(_REPLACED, row, strict=True)) | {"images": compact_json(images)}


def take_back(transaction: Transaction, change: recent_changes.Change) -> None:
    """Make the article what it was before its newest revision, which the site's template made."""
    transaction.conn.execute(
        "DELETE FROM revisions WHERE article_id = ? AND number = ?", (change.article_id, change.number)
    )
    row = transaction.conn.execute(
        "SELECT headline, standfirst, text, html, content_hash FROM revisions WHERE article_id = ?"
        " ORDER BY number DESC LIMIT 1",
        (change.article_id,),
    ).fetchone()
    wording = dict(zip(("headline", "standfirst", "text", "html", "content_hash"), row, strict=True))
    columns = {name: change.before[name] for name in _REPLACED}
    columns |= wording | {"revision_count": change.number - 1}
    settings = ", ".join(f"{name} = :{name}" for name in columns)
    transaction.conn.execute(
        f"UPDATE articles SET {settings} WHERE id = :id",  # noqa: S608 # our own words
        columns | {"id": change.article_id},
    )
    article_rows.set_authors(
        transaction, change.article_id, revision_rows.latest(transaction, change.article_id).authors
    )
    images = json.loads(str(change.before["images"]))
    article_rows.set_images(
        transaction,
        change.article_id,
        tuple(
            Image(url=url, alt=alt, caption=caption, credit=credit) for url, alt, caption, credit in images
        ),
    )
    recent_changes.hold(transaction, change)


def _fill_wording(transaction: Transaction, known: article_rows.KnownArticle, article: Article) -> None:
    """Fill in headline, standfirst and byline that the newest revision lacks."""
    filled: dict[str, SqlValue] = {
        "headline": article.headline,
        "standfirst": article.standfirst,
        "content_hash": compare.content_hash(article),
    }
    settings = ", ".join(f"{name} = :{name}" for name in filled)
    transaction.conn.execute(
        f"UPDATE articles SET {settings} WHERE id = :id",  # noqa: S608 # our own words
        filled | {"id": known.id},
    )
    transaction.conn.execute(
        f"UPDATE revisions SET {settings}, authors = :authors"  # noqa: S608 # our own words
        " WHERE article_id = :id AND number = :number",
        filled | {"authors": compact_json(article.authors), "id": known.id, "number": known.revision_count},
    )
    article_rows.set_authors(transaction, known.id, article.authors)
