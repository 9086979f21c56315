"""One article out of one page: cut what is beside it, find the body, read the fields."""

from __future__ import annotations

from dataclasses import dataclass, replace
from html import escape
from typing import TYPE_CHECKING

from newsspider import linked_data, urls
from newsspider.document import Document
from newsspider.extraction import (
    access,
    blocks,
    bodies,
    cleaning,
    edges,
    fields,
    headlines,
    pages,
    pictures,
    prose,
    state,
    tree,
    weeding,
)
from newsspider.items import Article

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from newsspider.extraction.fields import Found
    from newsspider.extraction.memory import SiteMemory
    from newsspider.items import Hint, Image
    from newsspider.profiles.site import Layout, SiteProfile

THIN = 400  # characters; a shorter body is held against what the page's scripts hold
STATED = 0.5  # confidence in a body that the page does not show


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
    memory: SiteMemory | None = None,
    profile: SiteProfile | None = None,
) -> Article:
    """The article on a page; raises UnreadablePage for what is no HTML.

    *at*, the moment of the capture, bounds dates and picks the layout of that time; *hint* fills
    what the page does not say; *memory* is what other pages of the site taught.
    """
    page = opened(html, url, content_type=content_type, at=at, hint=hint, memory=memory, profile=profile)
    return read(page)


def opened(
    html: bytes | str,
    url: str,
    *,
    content_type: str | None = None,
    at: datetime | None = None,
    hint: Hint | None = None,
    memory: SiteMemory | None = None,
    profile: SiteProfile | None = None,
) -> fields.Page:
    """The page that an article is read from, with what `extract` is told; raises UnreadablePage."""
    layout = _layout(url, at, profile)
    charset = layout.charset if layout else None
    document = Document(html, url, content_type=content_type, charset=charset)
    return fields.Page(document=document, profile=profile, layout=layout, hint=hint, at=at, memory=memory)


def _layout(url: str, at: datetime | None, profile: SiteProfile | None) -> Layout | None:
    if profile is None:
        return None
    stated = urls.date_in(url)
    return profile.layout_for(url, at.date() if at else stated.on if stated else None)


def read_unselected(page: fields.Page) -> Article:
    """The article on a page as it is read without its layout's selectors."""
    layout = replace(page.layout, select={}, remove=(), boxes=()) if page.layout else None
    return read(replace(page, layout=layout, read={}))


def read(page: fields.Page) -> Article:
    """The article on a page."""
    return _read(page)[0]


def explain(page: fields.Page) -> Explanation:
    """The article on a page, with what was considered and what was left out."""
    article, text = _read(page)
    return Explanation(article=article, guesses=text.guesses, left_out=tuple(text.left_out()))


def _read(page: fields.Page) -> tuple[Article, Text]:
    document, layout = page.document, page.layout
    named = {
        name: getattr(fields, name)(page)
        for name in ("headline", "standfirst", "section", "issue", "language")
    }
    if named["standfirst"] and _said(named, "standfirst") == _said(named, "headline"):
        named["standfirst"] = None
    authors, authors_source = fields.authors(page)
    published = fields.published(page)
    modified_at = fields.modified_at(page)
    further = pages.next_urls(document, page.profile, layout)
    found_boxes = blocks.boxes(document, page.tree, layout)
    canonical_url = document.canonical_url or urls.canonical(document.url) or document.url
    declared = next(filter(None, map(_article_body, document.linked_data)), None)
    known = edges.Known(
        headline=_said(named, "headline"),
        standfirst=_said(named, "standfirst"),
        authors=authors,
        declared=declared,
        host=urls.host_of(document.url),
    )
    text = _text(page, found_boxes, known)
    sources = {
        **{name: found.source for name, found in named.items() if found},
        "body": text.source if text.paragraphs else None,
        "authors": authors_source,
        "published": published.source if published else None,
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
        published_on=published.on if published else None,
        published_precision=published.precision if published else None,
        published_at=published.at if published else None,
        published_raw=published.raw if published else None,
        published_source=published.source if published else None,
        modified_at=modified_at,
        body=text.paragraphs,
        html=text.html,
        images=text.images,
        link_blocks=tuple(box.block for box in found_boxes),
        next_urls=further,
        charset=document.charset,
        charset_source=document.charset_source,
        provenance={name: source for name, source in sources.items() if source},
        access=access.access(document, text.paragraphs, has_wall=text.has_wall),
        confidence=text.confidence if text.paragraphs else 0.0,
        repeated=tuple(line.text for line, reason in text.left if reason == weeding.REPEATED),
    )
    return article, text


def _article_body(item: Mapping[str, object]) -> str | None:
    """The article's text as JSON-LD has it, if it is more than a teaser."""
    said = item.get("articleBody")
    return linked_data.plain(said) if isinstance(said, str) and len(said) >= THIN else None


def _said(named: Mapping[str, Found | None], name: str) -> str | None:
    found = named.get(name)
    return found.value if found else None


@dataclass(frozen=True, slots=True)
class Text:
    """The body as read: who gave it, its paragraphs, clean HTML and pictures, and what was considered."""

    source: str
    confidence: float
    paragraphs: tuple[str, ...]
    html: str
    images: tuple[Image, ...] = ()
    guesses: tuple[tuple[str, float, int], ...] = ()
    has_wall: bool = False
    words: prose.Prose | None = None
    left: tuple[tuple[tree.Line, str], ...] = ()

    def left_out(self) -> Iterator[tuple[str, str]]:
        """The lines that are no body, with the reason, in page order."""
        if self.words is None:
            return
        known = {line.key: reason for line, reason in self.left}
        for line in self.words.tree.lines:
            if line.key in known or self.words.is_out(line):
                yield line.text, known.get(line.key) or weeding.outer(line, self.words)


def _text(given: fields.Page, found: tuple[blocks.Box, ...], known: edges.Known) -> Text:
    """The body of a page beside whose boxes are *found*; that of its scripts where the page shows none."""
    document, layout, page = given.document, given.layout, given.tree
    repeated = given.memory.repeated(given.numbered, document.url) if given.memory else frozenset()
    words = prose.read(page, _left_out(document, page, found, layout), repeated)
    body = bodies.body_of(document, words, layout, headlines.place(given))
    images, captions = pictures.pictures(body, words, document)
    weeded = weeding.weed(body.lines(page), words, known, captions)
    paragraphs = cleaning.paragraphs(weeded.kept, page, document)
    size = sum(len(one.text) for one in paragraphs)
    if size * page.scale < THIN and (stated := _stated(document, size, known.headline)) is not None:
        return stated
    return Text(
        source=body.source,
        confidence=body.confidence,
        paragraphs=tuple(one.text for one in paragraphs),
        html=cleaning.as_html(paragraphs, page),
        images=images,
        guesses=body.guesses,
        has_wall="paywall" in words.reasons.values(),
        words=words,
        left=tuple(weeded.left),
    )


def _stated(document: Document, size: int, headline: str | None) -> Text | None:
    """The body that the page's scripts hold, if it is much longer than what is shown."""
    found = state.body(document, headline)
    if found is None or sum(map(len, found[0])) < size * 2:
        return None
    paragraphs, source = found
    written = "\n".join(f"<p>{escape(text, quote=False)}</p>" for text in paragraphs)
    return Text(source, STATED, paragraphs, written)


def _left_out(
    document: Document, page: tree.Tree, found: tuple[blocks.Box, ...], layout: Layout | None
) -> dict[int, str]:
    """The places of what is certainly no body: what the layout removes, and link blocks with their labels."""
    removed = {e: f"removed:{css}" for css in (layout.remove if layout else ()) for e in document.select(css)}
    places = {page.places[e]: reason for e, reason in removed.items() if e in page.places}
    return places | {n: edges.LINK_BLOCK for box in found for n in box.places}
