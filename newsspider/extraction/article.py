"""Reads one article from one page: its fields, then its link blocks, then its body."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from warnings import warn

from newsspider.extraction import joining
from newsspider.extraction.body import access, body_text
from newsspider.extraction.body.body_lines import ReadFields
from newsspider.extraction.context import Page
from newsspider.extraction.fields import authorship, language, published, sections
from newsspider.extraction.headline import headlines
from newsspider.extraction.link_blocks import blocks
from newsspider.items import Article
from newsspider.web import structured_data, url_parser, urls
from newsspider.web.document import Document

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from newsspider.extraction.context import FieldValue
    from newsspider.items import Hint
    from newsspider.profiles.site import SiteProfile


@dataclass(frozen=True, kw_only=True, slots=True)
class Explanation:
    """An article, and how its body was found.

    `guesses` are the guesses at the body's place, each with its agreement (0 to 1) and its characters of
    running text.  `author_claims` are what each source says about the authors, with its weight; the
    heaviest is believed.  `left_out` are the lines that are not body, in page order, each with the reason.
    """

    article: Article
    guesses: tuple[tuple[str, float, int], ...]
    author_claims: tuple[tuple[str, tuple[str, ...], float], ...]
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
    """The article on a page; raises UnreadablePage for bytes that are not HTML.

    *at* is the moment of the capture: it bounds dates and picks the profile's layout.  *hint* fills the
    fields that the page does not state.  *memory* does nothing and gives a DeprecationWarning.
    """
    if memory is not None:
        warn("extract(memory=...) does nothing: site memory was removed", DeprecationWarning, stacklevel=2)
    return read(open_page(html, url, content_type=content_type, at=at, hint=hint, profile=profile))


def open_page(
    html: bytes | str,
    url: str,
    *,
    content_type: str | None = None,
    at: datetime | None = None,
    hint: Hint | None = None,
    profile: SiteProfile | None = None,
) -> Page:
    """A page ready to be read, with the arguments of `extract`; raises UnreadablePage."""
    url = url_parser.without_credentials(url) if "@" in url else url
    layout = None
    if profile is not None:
        dated = urls.date_in(url)
        layout = profile.layout_for(url, at.date() if at else dated.on if dated else None)
    charset = layout.charset if layout else None
    document = Document(html, url, content_type=content_type, charset=charset)
    return Page(document=document, profile=profile, layout=layout, hint=hint, at=at)


def read_without_selectors(page: Page) -> Article:
    """The article on a page, read without the selectors of its layout."""
    layout = replace(page.layout, select={}, remove=(), boxes=()) if page.layout else None
    return read(replace(page, layout=layout, results={}))


def read(page: Page) -> Article:
    """The article on a page."""
    return _read(page)[0]


def explain(page: Page) -> Explanation:
    """The article on a page, with the guesses at its body and the lines that were left out."""
    article, body = _read(page)
    claims = tuple((claim.source, claim.names, claim.weight) for claim in authorship.claims(page))
    return Explanation(
        article=article, guesses=body.guesses, author_claims=claims, left_out=tuple(body.left_out())
    )


def _read(page: Page) -> tuple[Article, body_text.BodyText]:
    document = page.document
    fields = _fields(page)
    texts = {name: field.value for name, field in fields.items()}
    authors, authors_source = authorship.authors(page)
    date = published.published(page)
    further = joining.further_pages(document, page.profile, page.layout)
    placed_blocks = blocks.find_blocks(document, page.tree, page.layout)
    body = _body(page, texts, authors, placed_blocks)
    sources = {name: field.source for name, field in fields.items()} | {
        "body": body.source if body.paragraphs else None,
        "authors": authors_source,
        "published": date.source if date else None,
        "pages": further.source,
    }
    article = Article(
        url=document.url,
        canonical_url=document.canonical_url or urls.canonical(document.url) or document.url,
        headline=texts.get("headline"),
        standfirst=texts.get("standfirst"),
        section=texts.get("section"),
        issue=texts.get("issue"),
        language=texts.get("language"),
        authors=authors,
        published_on=date.on if date else None,
        published_precision=date.precision if date else None,
        published_at=date.at if date else None,
        published_raw=date.raw if date else None,
        published_source=date.source if date else None,
        modified_at=published.modified_at(page),
        body=body.paragraphs,
        html=body.html,
        images=body.images,
        link_blocks=tuple(placed.block for placed in placed_blocks),
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


def _fields(page: Page) -> dict[str, FieldValue]:
    """The fields of one text each, by name; a standfirst that repeats the headline is left out."""
    found = {
        "headline": headlines.headline(page),
        "standfirst": sections.standfirst(page),
        "section": sections.section(page),
        "issue": sections.issue(page),
        "language": language.language(page),
    }
    fields = {name: field for name, field in found.items() if field}
    texts = [fields[name].value for name in ("headline", "standfirst") if name in fields]
    if len(texts) == 2 and texts[0] == texts[1]:
        del fields["standfirst"]
    return fields


def _body(
    page: Page,
    texts: Mapping[str, str],
    authors: tuple[str, ...],
    placed_blocks: tuple[blocks.PlacedBlock, ...],
) -> body_text.BodyText:
    """The body, read with the help of the other fields."""
    document = page.document
    stated = (item.get("articleBody") for item in document.linked_data)
    long = (text for text in stated if isinstance(text, str) and len(text) >= body_text.THIN)
    fields = ReadFields(
        headline=texts.get("headline"),
        standfirst=texts.get("standfirst"),
        authors=authors,
        declared=next(filter(None, map(structured_data.plain, long)), None),
        place=headlines.headline_place(page),
        host=urls.host_of(document.url),
    )
    return body_text.read(document, page.tree, placed_blocks, fields, layout=page.layout)
