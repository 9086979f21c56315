"""The pages for reading and searching: each asks the archive once and renders a template."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from newsspider.browse import article_html, citations, request_params, security
from newsspider.browse.queries import faceted_search, pictures
from newsspider.browse.queries.article import article_page, cited, site_title
from newsspider.browse.queries.home import front as whole_front
from newsspider.browse.request_params import Answer, Asked
from newsspider.browse.responses import both_widths, missing, page, rendered

if TYPE_CHECKING:
    from newsspider.queries.connection import ReadOnly

_NEVER = datetime(1970, 1, 1, tzinfo=UTC)  # the date of an empty feed
_NEWEST, _CHANGED = 13, 6
_PAGE_LENGTH = 20
_FEED_LENGTH = 50


def front(archive: ReadOnly, asked: Asked) -> Answer:
    """What the archive holds, what is new, how the runs went."""
    shown = whole_front(archive, newest=_NEWEST, changed=_CHANGED)
    return page(
        "front.html",
        asked,
        front=shown,
        name=shown.sites[0].title if len(shown.sites) == 1 else None,
        charts=both_widths(shown.months),
    )


def article(archive: ReadOnly, asked: Asked) -> Answer:
    """One article to read."""
    found = article_page(archive, asked.parts["key"])
    if found is None:
        return missing(asked, "This archive has no such article.")
    body = article_html.rendered_body(
        found.article.html, url=found.article.url, kept=found.kept, path=asked.path
    )
    return page(
        "article.html", asked, found=found, article=found.article, body=body, formats=citations.FORMATS
    )


def citation(archive: ReadOnly, asked: Asked) -> Answer:
    """One article for a reference manager."""
    found = cited(archive, asked.parts["key"])
    if found is None:
        return missing(asked, "This archive has no such article.")
    ending = asked.parts["ending"]
    name = f"{found.article.key}.{ending}"
    return Answer(
        body=citations.FORMATS[ending].write(found),
        content_type=citations.FORMATS[ending].media_type,
        headers={"content-disposition": f'attachment; filename="{name}"'},
    )


def picture(archive: ReadOnly, asked: Asked) -> Answer:
    """A picture that the archive keeps."""
    found = pictures.picture(archive, int(asked.parts["id"]))
    if found is None:
        return missing(asked, "This archive has no such picture.")
    return Answer(body=found.content, content_type=found.media_type, headers=security.PICTURE)


def search(archive: ReadOnly, asked: Asked) -> Answer:
    """The results of a search, with facets."""
    selection, troubles = request_params.selection(asked)
    order = request_params.order(asked)
    number = asked.number("page")
    offset = (number - 1) * _PAGE_LENGTH
    results = faceted_search.find(archive, selection, order=order, limit=_PAGE_LENGTH, offset=offset)
    return page(
        "search.html",
        asked,
        results=results,
        selection=selection,
        order=order,
        arguments=request_params.arguments(asked),
        site_title=site_title(archive, selection.site) if selection.site else None,
        troubles=troubles,
        number=number,
        pages=max(1, -(-results.total // _PAGE_LENGTH)),
        first=(number - 1) * _PAGE_LENGTH + 1,
    )


def feed(archive: ReadOnly, asked: Asked) -> Answer:
    """A search as an Atom feed (RFC 4287), the newest first."""
    selection, _ = request_params.selection(asked)
    results = faceted_search.newest(archive, selection, limit=_FEED_LENGTH)
    body = rendered(
        "search.atom",
        asked,
        results=results,
        selection=selection,
        arguments=request_params.arguments(asked),
        updated=max(results.changed_at.values(), default=_NEVER),
    )
    return Answer(body=body, content_type="application/atom+xml; charset=utf-8")
