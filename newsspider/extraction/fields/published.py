"""Finds the date of an article, in every place where a publisher puts it.

The order is: what the publisher declares, what the page prints beside the headline, its address, the
front's hint, any other date of the page.  An earlier day that stands bare below the headline outranks a
declared one, which is then the day of an update.  It skips the places where dates of other stories, of
comments and of copyright notices stand.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, cast

from newsspider.extraction.context import FieldValue, Page, from_comment, from_selectors, once_per_page
from newsspider.extraction.fields import datelines
from newsspider.extraction.fields.sections import printed_issue
from newsspider.extraction.page import class_hints
from newsspider.language.text import squeeze
from newsspider.web import urls

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from newsspider.items import PublicationDate

# A story is updated weeks after its day; the dateline of a report that is quoted lies some days before it.
SHORTEST_UPDATE = timedelta(days=14)
_ZONES_H = (-12, 14)  # the offsets of time zones from UTC, in hours
WEB = date(1991, 8, 6)  # the first web page; an older date beside a headline is not the page's
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
    """The date of publication: the first possible date, the most reliable source first.

    A date beside the headline outranks the address, because a republished story gets a new address.
    """
    hinted = page.hint.date if page.hint else None
    document = page.document
    in_url = _possible(page, urls.date_in(document.url) or urls.date_in(document.canonical_url or ""))
    by_url = replace(in_url, source="inferred:url") if in_url else None
    if found := _declared_date(page):
        printed = _printed_before(page)
        if printed and found.on - printed.on > SHORTEST_UPDATE:
            return printed
        day = printed if printed and _is_next_door(page, found, printed) else in_url
        return replace(found, on=day.on) if day and _is_next_door(page, found, day) else found
    if by_url and by_url.precision == "day" and not datelines.may_have_date(page):
        return by_url
    dateline = _first_possible(page, datelines.beside_headline(page), since=WEB)
    if dateline and not (hinted and _is_doubtful(dateline, hinted)):
        return dateline
    if by_url and by_url.precision == "day":
        return by_url
    if hinted:
        return replace(hinted, source="hint")
    issue = printed_issue(page)
    of_issue = [FieldValue(value=issue[2], source="inferred:published-in")] if issue else []
    return _first_possible(page, iter(of_issue)) or _first_possible(page, _others(page), since=WEB) or by_url


@once_per_page
def _declared_date(page: Page) -> PublicationDate | None:
    """The date that the profile selects or the publisher declares."""
    return _first_possible(page, _declared(page))


@once_per_page
def _printed_before(page: Page) -> PublicationDate | None:
    """The day printed below the headline, if it is earlier than the declared one, which is then an update's.

    What a profile selects, or a publishing system writes in a comment, is never an update.
    """
    declared = _declared_date(page)
    if declared is None or declared.source == "declared:enpproperty":
        return None
    if (declared.source or "").startswith("selected:"):
        return None
    printed = _first_possible(page, datelines.bare_below_headline(page), since=WEB)
    return printed if printed and printed.on < declared.on else None


def _is_doubtful(dateline: PublicationDate, hinted: PublicationDate) -> bool:
    """Whether the date of a feed or front outranks a printed date.

    It does where the printed date lies outside of the stated month, or may be the date of an event.
    """
    if hinted.precision in ("day", "time"):
        return dateline.source == datelines.BESIDE_SOURCE
    return not _agrees(dateline, hinted)


def _is_next_door(page: Page, declared: PublicationDate, other: PublicationDate) -> bool:
    """Whether address or print has another day than a declared moment has in UTC, and some zone has that day.

    With the publisher's zone, the moment's day is on the publisher's calendar already.
    """
    has_zone = bool(page.profile or (page.layout and page.layout.zone))
    is_utc = (declared.raw or "").rstrip().endswith(("Z", "+00:00", "+0000"))
    if declared.at is None or not is_utc or has_zone or other.precision != "day":
        return False
    earliest, latest = (declared.at + timedelta(hours=hours) for hours in _ZONES_H)
    return other.on != declared.on and earliest.date() <= other.on <= latest.date()


def modified_at(page: Page) -> datetime | None:
    """The moment of the last change, if the page states one with a time.

    A declared moment that is later than the printed day is the one of a change, too.
    """
    texts = [
        _text_of(page.article_data.get("dateModified")),
        *(page.document.meta(name) for name in _CHANGED_METAS),
    ]
    own = (n for n in page.candidates.times if not page.tree.hints_around(n) & class_hints.COMMENT)
    elements = (page.tree.elements[n] for n in own)
    texts += [e.get("datetime") for e in elements if "modified" in (e.get("itemprop") or "").lower()]
    stated = next((found.at for text in texts if text and (found := page.date(text)) and found.at), None)
    declared, printed = _declared_date(page), _printed_before(page)
    is_update = declared and printed and declared.on - printed.on > SHORTEST_UPDATE
    return declared.at if declared and is_update and not stated else stated


def _first_possible(
    page: Page, values: Iterator[FieldValue], *, since: date | None = None
) -> PublicationDate | None:
    """The first possible date in some texts; with *since*, only days from that day on."""
    for one in values:
        stated = _possible(page, page.date(one.value))
        if stated and not (since and (stated.on < since or stated.precision not in ("day", "time"))):
            return replace(stated, source=one.source)
    return None


def _possible(page: Page, found: PublicationDate | None) -> PublicationDate | None:
    """The date, unless it lies after the capture or is a program's value for "no date"."""
    if found is None or (found.on in UNSET and found.at is not None and found.at.second == 0):
        return None
    if page.at is not None and found.on > (page.at + timedelta(days=1)).date():
        return None
    return found


def _agrees(day: PublicationDate, hinted: PublicationDate) -> bool:
    """Whether a day lies in the month, season or year of the hint, or a month beside it."""
    months = {"month": 2, "season": 4, "year": 12}.get(hinted.precision, 0)
    return timedelta(days=-31) <= day.on - hinted.on <= timedelta(days=31 * months)


def _declared(page: Page) -> Iterator[FieldValue]:
    """The dates that the profile selects or the publisher declares."""
    if found := from_selectors(page, "published"):
        yield found
    if found := from_comment(page, "date"):
        yield found
    yield from _marked_up(page)


def _marked_up(page: Page) -> Iterator[FieldValue]:
    """The dates of publication in JSON-LD, meta tags and microdata."""
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


def _others(page: Page) -> Iterator[FieldValue]:
    """All other dates: in side boxes, declared changes, lines that hold little else, then scripts."""
    yield from datelines.in_side_boxes(page)
    if text := _text_of(page.article_data.get("dateModified")):
        yield FieldValue(value=text, source="declared:json-ld-modified")
    for name in _CHANGED_METAS:
        if content := page.document.meta(name):
            yield FieldValue(value=content, source=f"declared:{name}")
    yield from datelines.anywhere(page)
    yield from _in_scripts(page)


def _in_scripts(page: Page) -> Iterator[FieldValue]:
    """The date of publication in the page's scripts, if there is only one; of several, most are others'."""
    scripts = (script.text or "" for script in page.document.tagged("script"))
    days = {found[1][:10] for script in scripts for found in _IN_SCRIPT.finditer(script)}
    if len(days) == 1:
        yield FieldValue(value=days.pop(), source="declared:script")


def _text_of(value: object) -> str:
    """The text of a value in JSON-LD, the first one of a list."""
    if isinstance(value, list):
        return _text_of(value[0]) if value else ""
    if isinstance(value, dict):
        return _text_of(value.get("@value"))
    return squeeze(str(value)) if isinstance(value, str | int) else ""


def _own_text(element: object, *names: str) -> str:
    get, text = element.get, element.text_content  # type: ignore[attr-defined] # lxml's elements
    return cast("str", next((value for name in names if (value := get(name))), None) or squeeze(text()))
