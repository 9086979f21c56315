"""One article out of one page: cut what is beside it, find the body, read the fields."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from newsspider import urls
from newsspider.document import Document
from newsspider.extraction import blocks, bodies, cleaning, fields, pages
from newsspider.items import Article
from newsspider.text import normal, squeeze

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from lxml.html import HtmlElement

    from newsspider.extraction.cleaning import Paragraph
    from newsspider.extraction.fields import Found
    from newsspider.items import Hint, Image
    from newsspider.profiles.site import Layout, SiteProfile

_NOISE = re.compile(
    r"^(?:copyright\b|©|\(c\) copyright|all rights reserved|published in issue \d+|share (?:to|on|this)\b"
    r"|print(?: this)?$|by [^.]{3,60}$)",
    re.IGNORECASE,
)
# A date line above the body: "June 12, 2005", "12 June 2005", "10:47, 04-15, 2020".
_DATELINE = re.compile(
    r"(?:[^\W\d]+\.? \d{1,2}, \d{4}|\d{1,2}\.? [^\W\d]+\.? \d{4}|[^\W\d]+ \d{4}|[\d:, ./-]{6,24})"
)
LONGEST_NOISE = 400
LONGEST_BAR = 120  # characters of links parted by "|"
MOST_LINKED = 0.8  # share of a short paragraph's text in links that makes it a bar of links


def extract(
    html: bytes | str,
    url: str,
    *,
    content_type: str | None = None,
    at: datetime | None = None,
    hint: Hint | None = None,
    memory: None = None,
    profile: SiteProfile | None = None,
) -> Article:
    """The article on a page; raises UnreadablePage for what is no HTML.

    *at*, the moment of the capture, bounds dates and picks the layout of that time; *hint* fills
    what the page does not say; *memory* is reserved.
    """
    del memory
    layout = _layout(url, at, profile)
    charset = layout.charset if layout else None
    document = Document(html, url, content_type=content_type, charset=charset)
    page = fields.Page(document=document, profile=profile, layout=layout, hint=hint, at=at)
    return _read(page)


def _layout(url: str, at: datetime | None, profile: SiteProfile | None) -> Layout | None:
    stated = urls.date_in(url)
    on = at.date() if at else stated.on if stated else None
    return profile.layout_for(url, on) if profile else None


def _read(page: fields.Page) -> Article:
    document, layout = page.document, page.layout
    named = {
        name: getattr(fields, name)(page)
        for name in ("headline", "standfirst", "section", "issue", "language")
    }
    authors, authors_source = fields.authors(page)
    published = fields.published(page)
    modified_at = fields.modified_at(page)
    further = pages.next_urls(document, page.profile, layout)
    found_boxes = blocks.boxes(document, layout)
    canonical_url = document.canonical_url or urls.canonical(document.url) or document.url
    _cut(document, found_boxes, layout)
    body = bodies.body_of(document, layout)
    title = named["headline"].value if named["headline"] else None
    paragraphs, images = _cleaned(body, document, title)
    said = {name: found.source for name, found in named.items() if found}
    said |= {"body": body.source} if paragraphs else {}
    said |= {"authors": authors_source} if authors_source else {}
    said |= {"published": published.source} if published and published.source else {}
    return Article(
        url=document.url,
        canonical_url=canonical_url,
        headline=_said(named, "headline"),
        standfirst=_said(named, "standfirst"),
        section=_said(named, "section"),
        issue=_said(named, "issue"),
        language=_said(named, "language"),
        authors=authors,
        published_on=published.on if published else None,
        published_precision=published.precision if published else None,
        published_at=published.at if published else None,
        published_raw=published.raw if published else None,
        published_source=published.source if published else None,
        modified_at=modified_at,
        body=tuple(one.text for one in paragraphs),
        html=cleaning.as_html(paragraphs),
        images=images,
        link_blocks=tuple(box.block for box in found_boxes),
        next_urls=further,
        charset=document.charset,
        charset_source=document.charset_source,
        provenance=said,
        confidence=body.confidence if paragraphs else 0.0,
    )


def _said(named: Mapping[str, Found | None], name: str) -> str | None:
    found = named.get(name)
    return found.value if found else None


def _cut(document: Document, found: tuple[blocks.Box, ...], layout: Layout | None) -> None:
    """Takes link blocks, their labels and what the layout removes out of the page."""
    unwanted = [e for css in (layout.remove if layout else ()) for e in document.select(css)]
    unwanted += [e for box in found for e in (box.element, box.heading) if e is not None]
    unwanted += [e for e in document.root.iter("div", "ul", "nav", "footer") if blocks.is_furniture(e)]
    for element in unwanted:
        _drop(element)


def _drop(element: HtmlElement) -> None:
    if element.getparent() is not None and element.tag not in ("body", "html"):
        element.drop_tree()


def _cleaned(
    body: bodies.Body, document: Document, headline: str | None
) -> tuple[tuple[Paragraph, ...], tuple[Image, ...]]:
    written = "\n".join(
        etree.tostring(part, encoding="unicode", method="html", with_tail=False) for part in body.parts
    )
    paragraphs, images = cleaning.read(written, document)
    return _without_noise(paragraphs, headline), images


def _without_noise(paragraphs: tuple[Paragraph, ...], headline: str | None) -> tuple[Paragraph, ...]:
    """The paragraphs after the headline, without bars of links, bylines and notices of copyright."""
    wanted = normal(headline) if headline else None
    starts = [n for n, one in enumerate(paragraphs[:12]) if wanted and normal(one.text) == wanted]
    rest = paragraphs[starts[-1] + 1 :] if starts else paragraphs
    kept = [one for one in rest if not _is_noise(one)]
    while kept and _DATELINE.fullmatch(squeeze(kept[0].text)):
        kept.pop(0)
    return tuple(kept)


def _is_noise(one: Paragraph) -> bool:
    text = squeeze(one.text)
    if not re.search(r"\w", text):
        return True
    is_bar = one.tag != "li" and one.link_share > MOST_LINKED and len(text) <= 80
    is_bar |= text.count("|") > 1 and one.link_share > 0.5 and len(text) <= LONGEST_BAR
    return is_bar or (len(text) <= LONGEST_NOISE and one.tag != "pre" and _NOISE.match(text) is not None)
