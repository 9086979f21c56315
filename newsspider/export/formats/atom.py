"""Atom: a feed of whole articles (RFC 4287)."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, TextIO

from newsspider.article_fields import Field
from newsspider.export import targets
from newsspider.export.format import ArticleFormat
from newsspider.export.records import moment_text
from newsspider.export.text import clean_tree, xhtml
from newsspider.export.text.xhtml import attribute, text
from newsspider.language.direction import language_tag
from newsspider.version import __version__
from newsspider.web import urls

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsspider.export.editions import Edition
    from newsspider.export.format import ArticleWriter
    from newsspider.export.request import ExportRequest
    from newsspider.queries.models import StoredArticle

_NAMESPACE = "http://www.w3.org/2005/Atom"


@contextmanager
def _open(request: ExportRequest) -> Iterator[ArticleWriter]:
    with targets.opened(request.target, encoding="utf-8") as stream:
        stream.write(_head(request.edition))
        yield _Feed(stream, request.edition)
        stream.write("</feed>\n")


class _Feed:
    def __init__(self, stream: TextIO, edition: Edition) -> None:
        self._stream, self._edition = stream, edition

    def write(self, article: StoredArticle) -> None:
        self._stream.write(entry(article, changed_at=_changed_at(article) or self._edition.changed_at))


def _head(edition: Edition) -> str:
    address = clean_tree.web_address(edition.home_url, url="")
    lines = (
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="{_NAMESPACE}"{_language(edition.language)}>',
        f"<title>{text(edition.title)}</title>",
        f"<id>{edition.id}</id>",
        f"<updated>{moment_text(edition.changed_at)}</updated>",
        f'<link rel="alternate" type="text/html" href="{attribute(address)}"/>' if address else None,
        # The author of each entry without a byline (RFC 4287, 4.1.1).
        f"<author><name>{text(edition.publisher)}</name></author>",
        f'<generator version="{__version__}">newsspider</generator>',
    )
    return "".join(f"{line}\n" for line in lines if line)


def entry(article: StoredArticle, *, changed_at: datetime) -> str:
    """One article as an entry; its id is the same in every export, its relative addresses are its page's."""
    address = clean_tree.web_address(article.url, url="")
    base = f' xml:base="{attribute(address)}"' if address else ""
    published = _published_at(article)
    lines = (
        f"<entry{base}{_language(article.language)}>",
        f"<title>{text(article.headline)}</title>",
        f"<id>{urls.urn(article.key)}</id>",
        f'<link rel="alternate" type="text/html" href="{attribute(address)}"/>' if address else None,
        f"<published>{moment_text(published)}</published>" if published else None,
        f"<updated>{moment_text(changed_at)}</updated>",
        *(f"<author><name>{text(name)}</name></author>" for name in article.authors),
        f'<category term="{attribute(article.section)}"/>' if article.section else None,
        f"<summary>{text(article.standfirst)}</summary>" if article.standfirst else None,
        f'<content type="html">{text(_content(article))}</content>',
        "</entry>",
    )
    return "".join(f"{line}\n" for line in lines if line)


def _content(article: StoredArticle) -> str:
    body = xhtml.body(article.html, url=article.url, pictures="shown")
    return f"{body}\n{xhtml.figures(article.images, article.html, url=article.url, pictures='shown')}".strip()


def _changed_at(article: StoredArticle) -> datetime | None:
    """When its newest revision was seen first."""
    return article.revisions[-1].first_seen_at if article.revisions else article.first_seen_at


def _published_at(article: StoredArticle) -> datetime | None:
    """Atom wants a moment: where only a day is known, its beginning."""
    if article.published_at or article.published_on is None:
        return article.published_at
    return datetime.combine(article.published_on, time(tzinfo=UTC))


def _language(language: str | None) -> str:
    tag = language_tag(language)
    return f' xml:lang="{tag}"' if tag else ""


_FIELDS = (
    Field("feed/id", "string", "a URN that the same part of the same publications always has"),
    Field("feed/updated", "datetime", "when the newest revision was first seen; UTC"),
    Field("entry/id", "string", "a URN that the article has in every export of every copy of the archive"),
    Field("entry/title", "string", "headline, in the newest revision"),
    Field("entry/link", "string", "the article's canonical address"),
    Field(
        "entry/published",
        "datetime",
        "moment it was published; where only a day is known, its beginning; UTC",
    ),
    Field("entry/updated", "datetime", "when its newest revision was first seen; UTC"),
    Field(
        "entry/author/name", "string", "a name of the byline; without one, the publication's stands for it"
    ),
    Field("entry/category", "string", "section it ran in, in the publication's words"),
    Field("entry/summary", "string", "the lines between headline and body that say what it is about"),
    Field("entry/content", "string", "the body as clean HTML, and its pictures by their addresses"),
)
FORMAT = ArticleFormat(
    name="atom",
    summary="a feed (RFC 4287) of whole articles",
    ending="atom",
    media_type="application/atom+xml",
    open=_open,
    fields=lambda _: _FIELDS,
)
