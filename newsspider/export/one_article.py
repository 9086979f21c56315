"""One article as JSON, plain text or Markdown, and the source of each of its fields."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from newsspider.export.records import Json, block_record, day_text, known_day, moment_text
from newsspider.export.text import clean_tree, commonmark

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsspider.items import Article, Image
    from newsspider.queries.models import StoredArticle

# In the order of the page.
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
    """Headline, byline and day, standfirst and body, with blank lines between them; lines are not wrapped."""
    parts = (article.headline, byline(article), article.standfirst, *article.body)
    return "\n\n".join(part for part in parts if part) + "\n"


def as_markdown(article: Article | StoredArticle) -> str:
    """The article in CommonMark: headline, byline and day, standfirst, body and pictures."""
    return "\n\n".join(part for part in _markdown_parts(article) if part) + "\n"


def _markdown_parts(article: Article | StoredArticle) -> Iterator[str]:
    if article.headline:
        yield commonmark.heading(article.headline)
    yield commonmark.paragraph(byline(article))
    if article.standfirst:
        yield f"**{commonmark.escaped(article.standfirst).strip()}**"
    if article.html:
        yield from commonmark.blocks(article.html, url=article.url)
    else:
        yield from map(commonmark.paragraph, article.text.split("\n\n"))
    shown = {img.get("src") for img in clean_tree.tree(article.html).find_all("img")}
    yield from (_markdown_picture(image, article.url) for image in article.images if image.url not in shown)


def _markdown_picture(image: Image, url: str) -> str:
    """A picture with its caption and credit below."""
    address = clean_tree.web_address(image.url, url=url)
    shown = commonmark.picture(image.alt, address) if address else ""
    credit = " · ".join(commonmark.escaped(part) for part in (image.caption, image.credit) if part)
    return "  \n".join(part for part in (shown, credit) if part)


def byline(article: Article | StoredArticle) -> str:
    """Who wrote it and when, in one line."""
    day = known_day(article.published_on, article.published_precision)
    return ", ".join(
        part for part in ("By " + ", ".join(article.authors) if article.authors else None, day) if part
    )


def explanation(article: Article) -> list[tuple[str, str, str]]:
    """For each field its name, its value in short, and its source."""
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
