"""A known article as its page says it now: seen again, filled, reworded, or held back."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from newsspider.decisions import revisions
from newsspider.decisions.edits import LEAST_ALIKE, Edit, edits
from newsspider.items import Decision, Image
from newsspider.storage.forms import compact_json
from newsspider.storage.tables import articles, hidden_fields, recent_changes, wordings

if TYPE_CHECKING:
    from newsspider.decisions.revisions import Wording
    from newsspider.items import Article
    from newsspider.storage.writing import SqlValue, Writing

# What a new wording replaces, besides what the wording before it still says in `revisions`.
_REPLACED = (
    "word_count", "pages_missing", "access", "confidence", "provenance", "text_hash", "capture_id",
    "extractor",
    "profile_hash", "section", "issue", "language", "modified_at", "published_on", "published_precision",
    "published_at", "published_raw", "published_source",
)  # fmt: skip


def update(
    writing: Writing, known: articles.Known, article: Article, *, capture_id: int | None, is_stub: bool
) -> Decision:
    """Say what *article* is to *known*, and keep it if it is a new wording and no worse one.

    The same wording renews `last_seen_at` and fills what was unknown.  Nothing known is replaced by
    nothing, nor a date by a coarser one; what the page does not show is noted.
    """
    article, hidden = _completed(writing, known, article)
    new_hash = revisions.content_hash(article)
    if revisions.decide(new_hash, known.content_hash) is Decision.SAME:
        return _seen_again(writing, known, article, hidden)
    latest, new = wordings.latest(writing, known.id), revisions.wording_of(article)
    if revisions.wording_hash(latest) == new_hash:  # an older version of ours took another fingerprint
        decision = _seen_again(writing, known, article, hidden)
        articles.set_columns(writing, known.id, {"content_hash": new_hash}, facts={})
        return decision
    if revisions.only_fills(new, latest):
        _fill_wording(writing, known, article)
        return _seen_again(writing, known, article, hidden)
    if _is_worse(writing, known, article, latest, capture_id=capture_id, is_stub=is_stub):
        hidden_fields.note(writing, known.id, hidden | {"text"})
        articles.set_columns(writing, known.id, {"thin_count": known.thin_count + (not is_stub)}, facts={})
        return Decision.WORSE
    hidden_fields.note(writing, known.id, hidden)
    _reword(writing, known, article, latest, capture_id=capture_id)
    return Decision.CHANGED


def is_awaited(known: articles.Known, article: Article) -> bool:
    """Whether a wording, some of whose pages are still to come, waits for them.

    One that lacks as many pages as the known one is compared with that at once.
    """
    return known.pages_missing != len(article.next_urls)


def completed(writing: Writing, known: articles.Known, article: Article, *, capture_id: int | None) -> bool:
    """Whether *article* is the known wording with pages that were missing; it then takes its place.

    That is no change by the publisher: number and kind of the revision stay.
    """
    article = replace(article, headline=article.headline or known.headline)
    latest, new = wordings.latest(writing, known.id), revisions.wording_of(article)
    if not known.pages_missing or not (
        revisions.continues(new, latest) or _is_read_in_parts(writing, known, article)
    ):
        return False
    columns = articles.wording_columns(article) | articles.read_by(writing)
    columns |= {"capture_id": capture_id, "pages_missing": len(article.next_urls), "thin_count": 0}
    articles.set_columns(writing, known.id, columns, facts=articles.fact_columns(article))
    wordings.complete(writing, known.id, article, capture_id=capture_id)
    if article.images:
        articles.set_images(writing, known.id, article.images)
    return True


def _is_read_in_parts(writing: Writing, known: articles.Known, article: Article) -> bool:
    """Whether the known wording is of this run, which now has more of it: one run reads one wording."""
    found = writing.conn.execute(
        "SELECT captures.run_id, length(revisions.text) FROM revisions"
        " JOIN captures ON captures.id = revisions.capture_id WHERE article_id = ? AND number = ?",
        (known.id, known.revision_count),
    ).fetchone()
    is_named_alike = article.headline in (None, known.headline)
    return bool(found) and found[0] == writing.run_id and is_named_alike and len(article.text) > found[1]


def hide_text(writing: Writing, article_id: int) -> None:
    """Note that the article's page shows none of its text."""
    hidden_fields.note(writing, article_id, {"text"})


def _completed(writing: Writing, known: articles.Known, article: Article) -> tuple[Article, frozenset[str]]:
    """The article with what is known where its page says nothing, and the names of these fields.

    What only a list says of a page is no word of the page: where the page itself said a byline or a
    date before, these stay.
    """
    authors = articles.authors_of(writing.conn, known.id)
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
    if not article.images and articles.images_of(writing.conn, known.id):
        hidden.add("pictures")
    completed = replace(
        article,
        headline=known.headline if "headline" in hidden else article.headline,
        standfirst=known.standfirst if "standfirst" in hidden else article.standfirst,
        authors=authors if "byline" in hidden else article.authors,
        provenance=_sources(known, article, [pairs[name][2] for name in hidden if name in pairs]),
    )
    return (_undated(completed) if "date" in hidden else completed), frozenset(hidden)


def _only_hinted(known: articles.Known, article: Article, source: str) -> bool:
    """Whether only a list says now what the page itself said before."""
    before: str = json.loads(known.provenance).get(source, "hint")
    return article.provenance.get(source) == "hint" != before


def _sources(known: articles.Known, article: Article, hidden: Iterable[str]) -> dict[str, str]:
    """Who answered for each field: for what the page hides, whoever did before."""
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
    writing: Writing, known: articles.Known, article: Article, hidden: frozenset[str]
) -> Decision:
    """Note that the known wording was seen, and fill what was unknown."""
    hidden_fields.note(writing, known.id, hidden)
    recent_changes.end(writing, known.id)
    articles.fill(writing, known, article)
    return Decision.SAME


def _is_worse(
    writing: Writing,
    known: articles.Known,
    article: Article,
    latest: Wording,
    *,
    capture_id: int | None,
    is_stub: bool,
) -> bool:
    """Whether the page shows less of the same story.

    Text that became thin on one article is believed when it came again and again; where other articles
    of the site became thin, too, it never is, and the capture is held back.
    """
    new = revisions.wording_of(article)
    if revisions.is_worse(new, latest, is_stub=is_stub, thin_sights=known.thin_count):
        return True
    if not revisions.is_thin(new, latest) or known.thin_count + 1 < revisions.THIN_SIGHTS:
        return False
    others = hidden_fields.others_without_text(writing, known.site, known.id)
    if others + 1 < LEAST_ALIKE:
        return False
    recent_changes.note(
        writing, known.id, number=None, capture_id=capture_id, edits=[Edit("thin")], before={}
    )
    return True


def _reword(
    writing: Writing, known: articles.Known, article: Article, latest: Wording, *, capture_id: int | None
) -> None:
    """Keep a new wording, and what it changed."""
    new = revisions.wording_of(article)
    number, kind = known.revision_count + 1, revisions.kind_of(latest, new)
    before = _before(writing, known.id)
    recent_changes.end(writing, known.id)
    recent_changes.note(
        writing, known.id, number=number, capture_id=capture_id, edits=edits(latest, new), before=before
    )
    wording = articles.wording_columns(article) | {
        "revision_count": number,
        "capture_id": capture_id,
        "thin_count": 0,
    }
    wording |= articles.read_by(writing) | {"pages_missing": len(article.next_urls)}
    articles.set_columns(
        writing,
        known.id,
        wording | articles.better_date(known, article),
        facts=articles.fact_columns(article),
    )
    wordings.insert(writing, known.id, article, number=number, capture_id=capture_id, kind=kind)
    articles.set_authors(writing, known.id, article.authors)
    if article.images:
        articles.set_images(writing, known.id, article.images)


def _before(writing: Writing, article_id: int) -> dict[str, SqlValue]:
    """What a new wording is about to replace, with the pictures as JSON."""
    row = writing.conn.execute(
        f"SELECT {', '.join(_REPLACED)} FROM articles WHERE id = ?",  # noqa: S608 # our own words
        (article_id,),
    ).fetchone()
    images = [
        [one.url, one.alt, one.caption, one.credit] for one in articles.images_of(writing.conn, article_id)
    ]
    return dict(zip(_REPLACED, row, strict=True)) | {"images": compact_json(images)}


def take_back(writing: Writing, change: recent_changes.Change) -> None:
    """Make the article what it was before its newest wording, which the site's template made."""
    writing.conn.execute(
        "DELETE FROM revisions WHERE article_id = ? AND number = ?", (change.article_id, change.number)
    )
    row = writing.conn.execute(
        "SELECT headline, standfirst, text, html, content_hash FROM revisions WHERE article_id = ?"
        " ORDER BY number DESC LIMIT 1",
        (change.article_id,),
    ).fetchone()
    wording = dict(zip(("headline", "standfirst", "text", "html", "content_hash"), row, strict=True))
    columns = {name: change.before[name] for name in _REPLACED}
    columns |= wording | {"revision_count": change.number - 1}
    settings = ", ".join(f"{name} = :{name}" for name in columns)
    writing.conn.execute(
        f"UPDATE articles SET {settings} WHERE id = :id",  # noqa: S608 # our own words
        columns | {"id": change.article_id},
    )
    articles.set_authors(writing, change.article_id, wordings.latest(writing, change.article_id).authors)
    images = json.loads(str(change.before["images"]))
    articles.set_images(
        writing,
        change.article_id,
        tuple(
            Image(url=url, alt=alt, caption=caption, credit=credit) for url, alt, caption, credit in images
        ),
    )
    recent_changes.hold(writing, change)


def _fill_wording(writing: Writing, known: articles.Known, article: Article) -> None:
    """Fill headline, standfirst and byline that the newest wording lacks."""
    filled: dict[str, SqlValue] = {
        "headline": article.headline,
        "standfirst": article.standfirst,
        "content_hash": revisions.content_hash(article),
    }
    settings = ", ".join(f"{name} = :{name}" for name in filled)
    writing.conn.execute(
        f"UPDATE articles SET {settings} WHERE id = :id",  # noqa: S608 # our own words
        filled | {"id": known.id},
    )
    writing.conn.execute(
        f"UPDATE revisions SET {settings}, authors = :authors"  # noqa: S608 # our own words
        " WHERE article_id = :id AND number = :number",
        filled | {"authors": compact_json(article.authors), "id": known.id, "number": known.revision_count},
    )
    articles.set_authors(writing, known.id, article.authors)
