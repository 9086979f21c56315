"""An article as a JSON object and as a row of a table, with fixed columns.

Times are UTC (`2017-06-30T09:12:08Z`), days are the publisher's (`2017-06-30`); what is unknown
is null in JSON and empty in CSV.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime

    from newsspider.items import LinkBlock
    from newsspider.storage.rows import StoredArticle

# The columns of the CSV file.  The body's HTML, its provenance and all lists stay with JSON.
ARTICLE_COLUMNS = (
    "key",
    "site",
    "url",
    "headline",
    "standfirst",
    "authors",
    "section",
    "issue",
    "published_on",
    "published_precision",
    "published_at",
    "modified_at",
    "language",
    "access",
    "word_count",
    "revision_count",
    "first_seen_at",
    "last_seen_at",
    "gone_at",
    "text",
)
LINK_COLUMNS = (
    "article_key",
    "page_url",
    "label",
    "kind",
    "block_position",
    "link_position",
    "text",
    "url",
)

Json = str | int | float | None | list["Json"] | dict[str, "Json"]
Cell = str | int | None


def record(article: StoredArticle) -> dict[str, Json]:
    """*article* as a JSON object; its keys are always the same, in the same order."""
    return {
        "key": article.key,
        "site": article.site,
        "url": article.url,
        "urls": [asdict(url) for url in article.urls],
        "headline": article.headline,
        "standfirst": article.standfirst,
        "authors": list(article.authors),
        "section": article.section,
        "issue": article.issue,
        "published_on": day_text(article.published_on),
        "published_precision": article.published_precision,
        "published_at": moment_text(article.published_at),
        "published_raw": article.published_raw,
        "published_source": article.published_source,
        "modified_at": moment_text(article.modified_at),
        "language": article.language,
        "access": article.access,
        "word_count": article.word_count,
        "text": article.text,
        "html": article.html,
        "images": [asdict(image) for image in article.images],
        "link_blocks": [block_record(block) for block in article.link_blocks],
        "confidence": article.confidence,
        "provenance": dict(article.provenance),
        "revision_count": article.revision_count,
        "first_seen_at": moment_text(article.first_seen_at),
        "last_seen_at": moment_text(article.last_seen_at),
        "gone_at": moment_text(article.gone_at),
    }


def block_record(block: LinkBlock) -> dict[str, Json]:
    """A link block as a JSON object, its links nested."""
    return {
        "label": block.label,
        "kind": block.kind,
        "position": block.position,
        "links": [{"text": link.text, "url": link.url} for link in block.links],
    }


def row(article: StoredArticle) -> tuple[Cell, ...]:
    """*article* as the cells of ARTICLE_COLUMNS; the names of a byline are parted by `; `."""
    values: dict[str, Cell] = {
        "authors": "; ".join(article.authors),
        "published_on": day_text(article.published_on),
        "published_at": moment_text(article.published_at),
        "modified_at": moment_text(article.modified_at),
        "first_seen_at": moment_text(article.first_seen_at),
        "last_seen_at": moment_text(article.last_seen_at),
        "gone_at": moment_text(article.gone_at),
    }
    return tuple(values[name] if name in values else getattr(article, name) for name in ARTICLE_COLUMNS)


def link_rows(block: LinkBlock, *, article_key: str | None, page_url: str) -> list[tuple[Cell, ...]]:
    """The links of *block* as the cells of LINK_COLUMNS, one row a link."""
    start = (article_key, page_url, block.label, block.kind, block.position)
    return [(*start, position, link.text, link.url) for position, link in enumerate(block.links)]


def day_text(day: date | None) -> str | None:
    """YYYY-MM-DD."""
    return day.isoformat() if day else None


def moment_text(moment: datetime | None) -> str | None:
    """YYYY-MM-DDTHH:MM:SSZ."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ") if moment else None
