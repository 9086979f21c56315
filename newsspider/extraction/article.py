"""One article out of one page: cut what is beside it, find the body, read the fields."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from warnings import warn

from newsspider.extraction import joining
from newsspider.extraction.body import access, body_text
from newsspider.extraction.body.body_lines import KnownFields
from newsspider.extraction.context import Page
from newsspider.extraction.fields import authorship, language, published, sections
from newsspider.extraction.headline import headlines
from newsspider.extraction.link_blocks import blocks
from newsspider.items import Article
from newsspider.web import structured_data, urls
from newsspider.web.document import Document

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from newsspider.extraction.context import FieldValue
    from newsspider.items import Hint
    from newsspider.profiles.site import Layout, SiteProfile


@dataclass(frozen=True, kw_only=True, slots=True)
class Explanation:
    """An article and how its body came about.

    `guesses` are those at the body's place with their agreement, 0 to 1, and the characters of running
    text that each holds; `left_out`, in page order, are the lines that stand in the chosen place, or
    were cut from the page before, each with the reason.
    """

    article: Article
    guesses: tuple[tuple[str, float, int], ...]
    left_out: tuple[tuple[str, str], ...]


def extract(
    html: bytes | str,
    url: str,
    *,
    content_type: str | None = None,
    at: datetime | None = None,
    hint: Hint | None = None,
    memory: object = None,
    profile: SiteProfile | None = None,
) -> Article:
    """The article on a page; raises UnreadablePage for what is no HTML.

    *at*, the moment of the capture, bounds dates and picks the layout of that time; *hint* fills
    what the page does not say. *memory* does nothing and gives a DeprecationWarning.
    """
    if memory is not None:
        warn("extract(memory=...) does nothing: site memory was removed", DeprecationWarning, stacklevel=2)
    page = open_page(html, url, content_type=content_type, at=at, hint=hint, profile=profile)
    return read(page)


def open_page(
    html: bytes | str,
    url: str,
    *,
    content_type: str | None = None,
    at: datetime | None = None,
    hint: Hint | None = None,
    profile: SiteProfile | None = None,
) -> Page:
    """The page that an article is read from, with what `extract` is told; raises UnreadablePage."""
    layout = _layout(url, at, profile)
    charset = layout.charset if layout else None
    document = Document(html, url, content_type=content_type, charset=charset)
    return Page(document=document, profile=profile, layout=layout, hint=hint, at=at)


def _layout(url: str, at: datetime | None, profile: SiteProfile | None) -> Layout | None:
    if profile is None:
        return None
    dated = urls.date_in(url)
    return profile.layout_for(url, at.date() if at else dated.on if dated else None)


def read_without_selectors(page: Page) -> Article:
    """The article on a page as it is read without its layout's selectors."""
    layout = replace(page.layout, select={}, remove=(), boxes=()) if page.layout else None
    return read(replace(page, layout=layout, answers={}))


def read(page: Page) -> Article:
    """The article on a page."""
    return _read(page)[0]


def explain(page: Page) -> Explanation:
    """The article on a page, with what was considered and what was left out."""
    article, body = _read(page)
    return Explanation(article=article, guesses=body.guesses, left_out=tuple(body.left_out()))


def _read(page: Page) -> tuple[Article, body_text.BodyText]:
    document, layout = page.document, page.layout
    named = {
        "headline": headlines.headline(page),
        "standfirst": sections.standfirst(page),
        "section": sections.section(page),
        "issue": sections.issue(page),
        "language": language.language(page),
    }
    if named["standfirst"] and _said(named, "standfirst") == _said(named, "headline"):
        named["standfirst"] = None
    authors, authors_source = authorship.authors(page)
    published_on = published.published(page)
    modified_at = published.modified_at(page)
    further = joining.further_pages(document, page.profile, layout)
    found_boxes = blocks.find_blocks(document, page.tree, layout)
    canonical_url = document.canonical_url or urls.canonical(document.url) or document.url
    declared = next(filter(None, map(_article_body, document.linked_data)), None)
    known = KnownFields(
        headline=_said(named, "headline"),
        standfirst=_said(named, "standfirst"),
        authors=authors,
        declared=declared,
        place=headlines.headline_place(page),
        host=urls.host_of(document.url),
    )
    body = body_text.read(document, page.tree, found_boxes, known, layout=layout)
    sources = {
        **{name: found.source for name, found in named.items() if found},
        "body": body.source if body.paragraphs else None,
        "authors": authors_source,
        "published": published_on.source if published_on else None,
        "pages": further.source,
    }
    article = Article(
        url=document.url,
        canonical_url=canonical_url,
        headline=_said(named, "headline"),
        standfirst=_said(named, "standfirst"),
        section=_said(named, "section"),
        issue=_said(named, "issue"),
        language=_said(named, "language"),
        authors=authors,
        published_on=published_on.on if published_on else None,
        published_precision=published_on.precision if published_on else None,
        published_at=published_on.at if published_on else None,
        published_raw=published_on.raw if published_on else None,
        published_source=published_on.source if published_on else None,
        modified_at=modified_at,
        body=body.paragraphs,
        html=body.html,
        images=body.images,
        link_blocks=tuple(box.block for box in found_boxes),
        next_urls=further.urls,
        first_url=further.first_url,
        whole_url=further.whole_url,
        charset=document.charset,
        charset_source=document.charset_source,
        provenance={name: source for name, source in sources.items() if source},
        access=access.access(document, body.paragraphs, has_wall=body.has_wall, has_gate=body.has_gate),
        confidence=body.confidence if body.paragraphs else 0.0,
    )
    return joining.without_pager_words(article, further.words), body


def _article_body(item: Mapping[str, object]) -> str | None:
    """The article's text as JSON-LD has it, if it is more than a teaser."""
    said = item.get("articleBody")
    return structured_data.plain(said) if isinstance(said, str) and len(said) >= body_text.THIN else None


def _said(named: Mapping[str, FieldValue | None], name: str) -> str | None:
    found = named.get(name)
    return found.value if found else None
