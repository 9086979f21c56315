"""One article just read, for a person or a script: JSON, plain text, and who answered for what."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from newsspider.export.records import Json, block_record, day_text, known_day, moment_text

if TYPE_CHECKING:
    from newsspider.items import Article
    from newsspider.queries.models import StoredArticle

# In the order in which a reader meets them; `text` stands for the whole body.
FIELDS = (
    "headline",
    "standfirst",
    "authors",
    "section",
    "issue",
    "published_on",
    "modified_at",
    "language",
    "canonical_url",
    "body",
    "images",
    "link_blocks",
    "next_urls",
    "access",
    "charset",
)


def as_json(article: Article) -> dict[str, Json]:
    """*article* as a JSON object; its keys are always the same, in the same order."""
    return {
        "url": article.url,
        "canonical_url": article.canonical_url,
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
        "body": list(article.body),
        "html": article.html,
        "images": [asdict(image) for image in article.images],
        "link_blocks": [block_record(block) for block in article.link_blocks],
        "next_urls": list(article.next_urls),
        "charset": article.charset,
        "charset_source": article.charset_source,
        "confidence": article.confidence,
        "provenance": dict(article.provenance),
    }


def as_text(article: Article) -> str:
    """Headline, byline and day, standfirst and body, a blank line between them; lines are not wrapped."""
    parts = (article.headline, byline(article), article.standfirst, *article.body)
    return "\n\n".join(part for part in parts if part) + "\n"


def byline(article: Article | StoredArticle) -> str:
    """Who wrote it and when, in one line."""
    day = known_day(article.published_on, article.published_precision)
    return ", ".join(
        part for part in ("By " + ", ".join(article.authors) if article.authors else None, day) if part
    )


def explanation(article: Article) -> list[tuple[str, str, str]]:
    """For each field its name, what was read, in short, and who answered for it."""
    return [(name, _short(article, name), _source(article, name)) for name in FIELDS]


def _source(article: Article, name: str) -> str:
    stated = article.published_source if name == "published_on" else None
    stated = article.charset_source if name == "charset" else stated
    return article.provenance.get(name) or stated or ""


def _short(article: Article, name: str) -> str:
    value = getattr(article, name)
    if name == "published_on" and value:
        return f"{value} ({article.published_precision})"
    if name == "authors":
        return ", ".join(value)
    if name == "body":
        return f"{len(value)} paragraphs, {len(article.text.split())} words"
    if isinstance(value, tuple):
        return str(len(value)) if value else ""
    return str(value) if value is not None else ""
