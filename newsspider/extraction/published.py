"""The date of an article, from every place where a publisher puts it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from newsspider import urls
from newsspider.extraction.evidence import Page, selected
from newsspider.extraction.sections import printed_issue
from newsspider.text import squeeze

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from newsspider.items import PublicationDate


def published(page: Page) -> PublicationDate | None:
    """The date it ran, the first of those stated that is possible, most telling source first."""
    for text, source in _stated(page):
        if (found := page.date(text)) and _is_possible(page, found):
            return replace(found, source=source)
    found = urls.date_in(page.document.url)
    if found and _is_possible(page, found):
        return replace(found, source="inferred:url")
    return replace(page.hint.date, source="hint") if page.hint and page.hint.date else None


def modified_at(page: Page) -> datetime | None:
    """When it was last changed, if the page says it with a time."""
    said = [str(item["dateModified"]) for item in page.document.linked_data if item.get("dateModified")]
    said += [text for text in (page.document.meta("article:modified_time"),) if text]
    return next((found.at for text in said if (found := page.date(text)) and found.at), None)


def _stated(page: Page) -> Iterator[tuple[str, str]]:
    document = page.document
    if found := selected(page, "published"):
        yield found.value, found.source
    if text := document.comments.get("date"):
        yield text, "declared:enpproperty"
    for item in document.linked_data:
        if item.get("datePublished"):
            yield str(item["datePublished"]), "declared:json-ld"
    for name in ("article:published_time", "publishdate", "pubdate", "datepublished", "dc.date", "date"):
        if text := document.meta(name):
            yield text, f"declared:{name}"
    for element in document.root.iter("time"):
        yield element.get("datetime") or squeeze(element.text_content()), "declared:time"
    if issued := printed_issue(page):
        yield issued[2], "inferred:published-in"


def _is_possible(page: Page, found: PublicationDate) -> bool:
    return page.at is None or found.on <= (page.at + timedelta(days=1)).date()
