"""The date of an article, from every place where a publisher puts it.

What the publisher declares is asked first, then what the page prints beside the headline, its
address, what the front said, and last any other date of the page.  Dates of other stories, of
comments and of copyright notices stand in places that are not asked.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, cast

from newsspider.extraction.context import FieldValue, Page, from_comment, from_selectors
from newsspider.extraction.fields import datelines
from newsspider.extraction.fields.sections import printed_issue
from newsspider.language.text import squeeze
from newsspider.web import urls

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from newsspider.items import PublicationDate

WEB = date(1991, 8, 6)  # the first page of the web: nothing printed beside a headline is older
UNSET = frozenset(
    (date(1970, 1, 1), date(1969, 12, 31), date(1900, 1, 1), date(1980, 1, 1), date(2000, 1, 1))
)

_METAS = (
    "article:published_time", "article:published", "og:published_time", "og:article:published_time",
    "og:pubdate", "publishdate", "publish-date", "publish_date", "pubdate", "datepublished",
    "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime", "cxenseparse:publishtime",
    "dc.date.issued", "dcterms.issued", "dcterms.date", "dc.date", "dcterms.created", "dc.date.created",
    "dcterms.available", "citation_publication_date", "citation_date", "citation_online_date",
    "prism.publicationdate", "publication_date", "published_date", "published-date", "publishedtime",
    "published_time", "published", "article_date_original", "article.published", "article.created",
    "rnews:datepublished", "bt:pubdate", "displaydate", "originalpublicationdate", "ptime", "cdate", "pdate",
    "article-publication-date", "article.date", "article_date", "date.issued", "issued", "date_published",
    "date-published", "weibo:article:create_at", "created", "createdate", "date_created", "datecreated",
    "creation_date", "post_date", "iso-8601-publish-date", "eomportal-uuid-date", "release_date", "nyt:date",
    "shareaholic:article_published_time", "buildtime", "pubtime", "firstpublishedtime",
    "time", "date",
)  # fmt: skip
_CHANGED_METAS = (
    "article:modified_time", "og:updated_time", "dc.date.modified", "dcterms.modified", "datemodified",
    "article:modified", "modified", "last-modified", "lastmodified", "lastmodifiedtime", "revised",
    "updated", "update_time",
)  # fmt: skip
_IN_SCRIPT = re.compile(
    r"\b(?:datePublished|pub(?:lish(?:ed)?)?_?(?:date|time|at|on))\\?[\"']?\s*[:=]\s*\\?[\"']([^\"'\\]{8,40})",
    re.IGNORECASE,
)


def published(page: Page) -> PublicationDate | None:
    """The date it ran, the first of those stated that is possible, most telling source first.

    A date printed beside the headline outranks the address: what is published again gets a new one.
    """
    hinted = page.hint.date if page.hint else None
    in_url = _possible(page, _dated_address(page))
    said_url = replace(in_url, source="inferred:url") if in_url else None
    if found := _first(page, _declared(page)):
        return replace(found, on=in_url.on) if in_url and _is_next_door(page, found, in_url) else found
    if said_url and said_url.precision == "day" and not datelines.may_have_date(page):
        return said_url
    dateline = _first(page, datelines.beside_headline(page), since=WEB)
    if dateline and not (hinted and _is_doubtful(dateline, hinted)):
        return dateline
    if said_url and said_url.precision == "day":
        return said_url
    if hinted:
        return replace(hinted, source="hint")
    return _first(page, _issued(page)) or _first(page, _others(page), since=WEB) or said_url


def _is_doubtful(dateline: PublicationDate, hinted: PublicationDate) -> bool:
    """Whether a printed day gives way to the one that a feed or a front states.

    That is a day outside of the month that it states, or a line that may as well tell of an event.
    """
    if hinted.precision in ("day", "time"):
        return dateline.source == datelines.BESIDE_SOURCE
    return not _agrees(dateline, hinted)


def _is_next_door(page: Page, declared: PublicationDate, in_url: PublicationDate) -> bool:
    """Whether the address has the day before or after a moment that is given in UTC, as a far zone has it.

    Where the publisher's zone is known, the moment's day is on its calendar already.
    """
    is_known = bool(page.profile or (page.layout and page.layout.zone))
    is_utc = declared.at is not None and (declared.raw or "").rstrip().endswith(("Z", "+00:00", "+0000"))
    is_day = in_url.precision == "day" and abs(in_url.on - declared.on) == timedelta(days=1)
    return is_day and is_utc and not is_known


def _dated_address(page: Page) -> PublicationDate | None:
    """The date in the page's address, or in the one that it calls its own."""
    return urls.date_in(page.document.url) or urls.date_in(page.document.canonical_url or "")


def modified_at(page: Page) -> datetime | None:
    """When it was last changed, if the page says it with a time."""
    said = [
        _text_of(page.article_data.get("dateModified")),
        *(page.document.meta(name) for name in _CHANGED_METAS),
    ]
    elements = (page.tree.elements[n] for n in page.candidates.times)
    said += [e.get("datetime") for e in elements if "modified" in (e.get("itemprop") or "").lower()]
    return next((found.at for text in said if text and (found := page.date(text)) and found.at), None)


def _first(page: Page, said: Iterator[FieldValue], *, since: date | None = None) -> PublicationDate | None:
    """The first possible date of some texts."""
    for one in said:
        found = _possible(page, page.date(one.value))
        if found and not (since and (found.on < since or found.precision not in ("day", "time"))):
            return replace(found, source=one.source)
    return None


def _possible(page: Page, found: PublicationDate | None) -> PublicationDate | None:
    """The date, unless it lies after the capture or is what programs write for none."""
    if found is None or (found.on in UNSET and found.at is not None and found.at.second == 0):
        return None
    if page.at is not None and found.on > (page.at + timedelta(days=1)).date():
        return None
    return found


def _agrees(day: PublicationDate, hinted: PublicationDate) -> bool:
    """Whether a day lies in the month, season or year that the front named."""
    months = {"month": 2, "season": 4, "year": 12}.get(hinted.precision, 0)
    return timedelta(days=-31) <= day.on - hinted.on <= timedelta(days=31 * months)


def _declared(page: Page) -> Iterator[FieldValue]:
    """What the profile selects and the publisher declares."""
    if found := from_selectors(page, "published"):
        yield found
    if found := from_comment(page, "date"):
        yield found
    yield from _marked_up(page)


def _marked_up(page: Page) -> Iterator[FieldValue]:
    """What JSON-LD, meta tags and microdata call the day of publication."""
    for key in ("datePublished", "dateCreated", "uploadDate"):
        if text := _text_of(page.article_data.get(key)):
            yield FieldValue(value=text, source="declared:json-ld")
    for name in _METAS:
        if content := page.document.meta(name):
            yield FieldValue(value=content, source=f"declared:{name}")
    for prop in ("datepublished", "published", "datecreated", "issued"):
        for element in page.candidates.props(prop):
            yield FieldValue(value=_own_text(element, "content", "datetime"), source="declared:itemprop")
    for item in page.document.linked_data:
        if text := _text_of(item.get("datePublished")):
            yield FieldValue(value=text, source="declared:json-ld")


def _issued(page: Page) -> Iterator[FieldValue]:
    """The month of the issue that an old magazine's page names."""
    if issue := printed_issue(page):
        yield FieldValue(value=issue[2], source="inferred:published-in")


def _others(page: Page) -> Iterator[FieldValue]:
    """Every other date of the page: changes that are declared, then lines anywhere that hold little else."""
    if text := _text_of(page.article_data.get("dateModified")):
        yield FieldValue(value=text, source="declared:json-ld-modified")
    for name in _CHANGED_METAS:
        if content := page.document.meta(name):
            yield FieldValue(value=content, source=f"declared:{name}")
    yield from datelines.anywhere(page)
    yield from _in_scripts(page)


def _in_scripts(page: Page) -> Iterator[FieldValue]:
    """The day of publication that a page's scripts know, if only one: of several, most are other stories'."""
    scripts = (script.text or "" for script in page.document.tagged("script"))
    said = {found[1][:10] for script in scripts for found in _IN_SCRIPT.finditer(script)}
    if len(said) == 1:
        yield FieldValue(value=said.pop(), source="declared:script")


def _text_of(said: object) -> str:
    if isinstance(said, list):
        return _text_of(said[0]) if said else ""
    if isinstance(said, dict):
        return _text_of(said.get("@value"))
    return squeeze(str(said)) if isinstance(said, str | int) else ""


def _own_text(element: object, *names: str) -> str:
    get, text = element.get, element.text_content  # type: ignore[attr-defined] # lxml's elements
    return cast("str", next((value for name in names if (value := get(name))), None) or squeeze(text()))
