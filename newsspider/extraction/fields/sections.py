"""Finds the section and the issue of an article, and its standfirst."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsspider.extraction.context import (
    FieldValue,
    Page,
    first_value,
    from_comment,
    from_hint,
    from_json_ld,
    from_meta,
    from_selectors,
)
from newsspider.extraction.page import class_hints
from newsspider.extraction.site_names import is_site_name
from newsspider.language import word_lists
from newsspider.language.text import normal, squeeze
from newsspider.web.structured_data import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsspider.extraction.page.tree import Line

LONGEST = 60  # characters of a section's name
_ISSUE = re.compile(r"Published in Issue (\d+) of [^,]{3,40}, *((?:[A-Z]\w+/)?[A-Z]\w+ \d{4})")
_HOME = re.compile(word_lists.pattern("sections.home"), re.IGNORECASE)
_BETWEEN = re.compile(r"[>›»/|→·]")


def standfirst(page: Page) -> FieldValue | None:
    """The standfirst under the headline; never the description for search engines."""
    return first_value(
        from_selectors(page, "standfirst"),
        from_comment(page, "subtitle"),
        from_json_ld(page, "alternativeHeadline"),
    )


def section(page: Page) -> FieldValue | None:
    """The section of the publication."""
    return first_value(
        from_selectors(page, "section"),
        from_comment(page, "nodename"),
        _fitting(page, from_json_ld(page, "articleSection")),
        _fitting(page, from_meta(page, "article:section", "parsely-section", "section", "category")),
        _fitting(page, _listed_breadcrumb(page)),
        _fitting(page, _breadcrumb(page)),
        from_hint(page.hint.section if page.hint else None),
    )


def issue(page: Page) -> FieldValue | None:
    """The issue's name or number."""
    found = printed_issue(page)
    return first_value(
        from_selectors(page, "issue"),
        from_hint(page.hint.issue if page.hint else None),
        FieldValue(value=found[1], source="inferred:published-in") if found else None,
    )


def printed_issue(page: Page) -> re.Match[str] | None:
    """The line of an old magazine that names the issue, with its number and month as groups."""
    for line in reversed(page.tree.lines):
        may_tell = 30 < line.chars < 1_000 and any("Published" in text for _, text in line.pieces)
        if may_tell and (found := _ISSUE.search(line.text)):
            return found
    return None


def _fitting(page: Page, found: FieldValue | None) -> FieldValue | None:
    """A section's name; None for the site's name, a sentence or a number."""
    if found is None or len(found.value) > LONGEST or is_site_name(found.value, page.site_names):
        return None
    if _HOME.fullmatch(found.value) or not re.search(r"[^\W\d_]", found.value):
        return None
    return found


def _listed_breadcrumb(page: Page) -> FieldValue | None:
    """The last step of a breadcrumb in JSON-LD that is not the article."""
    for item in page.document.linked_data:
        steps = item.get("itemListElement") if item.get("@type") == "BreadcrumbList" else None
        names = (
            [_name_of(step) for step in steps if isinstance(step, dict)] if isinstance(steps, list) else []
        )
        title = normal(page.document.meta("og:title") or "")
        kept = [name for name in names if name and normal(name) not in title and not _HOME.fullmatch(name)]
        if kept:
            return FieldValue(value=kept[-1], source="declared:breadcrumb")
    return None


def _name_of(step: dict[str, object]) -> str | None:
    inner = step.get("item")
    name = step.get("name") or (inner.get("name") if isinstance(inner, dict) else None)
    return squeeze(plain(name)) if isinstance(name, str) else None


def _breadcrumb(page: Page) -> FieldValue | None:
    """The last link of a breadcrumb, by its class or by a first link to the home page."""
    tree = page.tree
    menus = [
        n
        for n in tree.hinted
        if tree.hints[n] & class_hints.NAV
        if "readcrumb" in (tree.classes[n] or "") or "readcrumb" in tree.elements[n].get("id", "")
    ]
    for n in menus[:3]:
        links = [text for a in tree.within(n, "a") if (text := tree.text(a))]
        kept = [
            text for text in links if not _HOME.fullmatch(text) and not is_site_name(text, page.site_names)
        ]
        if kept and len(kept) <= 5:
            return FieldValue(value=kept[-1], source="inferred:breadcrumb")
    for line in tree.lines:
        if 2 <= line.links <= 6 and line.chars < 200 and _BETWEEN.search(line.text):
            links = list(_links_of(page, line))
            if _HOME.fullmatch(links[0]) and not re.search(r"\d", links[-1]):
                return FieldValue(value=links[-1], source="inferred:breadcrumb")
    return None


def _links_of(page: Page, line: Line) -> Iterator[str]:
    """The texts of a line's links."""
    texts: dict[int, str] = {}
    for owner, text in line.pieces:
        link = page.tree.links[owner] if owner >= 0 else -1
        if link >= 0:
            texts[link] = texts.get(link, "") + text
    yield from map(squeeze, texts.values())
