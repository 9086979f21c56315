"""Where an article stands in its publication: section, issue, standfirst, language."""

from __future__ import annotations

import re

from newsspider.extraction.evidence import Found, Page, declared, first, meta, of_hint, selected
from newsspider.text import squeeze

_ISSUE = re.compile(r"Published in Issue (\d+) of [^,]{3,40}, *((?:[A-Z]\w+/)?[A-Z]\w+ \d{4})")
_HOME = re.compile(r"home|home ?page|start|startseite|accueil|inicio|首页|الرئيسية", re.IGNORECASE)
_BREADCRUMB = re.compile(r"[>›»/]")


def standfirst(page: Page) -> Found | None:
    """The words under the headline; never the description for search engines."""
    return first(selected(page, "standfirst"), declared(page, "subtitle", "alternativeHeadline"))


def section(page: Page) -> Found | None:
    """The part of the publication."""
    return first(
        selected(page, "section"),
        declared(page, "nodename", "articleSection"),
        meta(page, "article:section"),
        _breadcrumb(page),
        of_hint(page.hint.section if page.hint else None),
    )


def issue(page: Page) -> Found | None:
    """The issue's name or number, as the front says it or the page."""
    found = printed_issue(page)
    return first(
        selected(page, "issue"),
        of_hint(page.hint.issue if page.hint else None),
        Found(value=found[1], source="inferred:published-in") if found else None,
    )


def printed_issue(page: Page) -> re.Match[str] | None:
    """The line in which old magazines name their issue: its number and its month."""
    return _ISSUE.search(squeeze(page.document.root.text_content()))


def language(page: Page) -> Found | None:
    """The language's tag."""
    only = page.profile.languages if page.profile and len(page.profile.languages) == 1 else ()
    return first(
        selected(page, "language"),
        Found(value=page.document.language, source="declared:lang") if page.document.language else None,
        Found(value=only[0], source="profile") if only else None,
    )


def _breadcrumb(page: Page) -> Found | None:
    """The last link of a path that begins with the home page."""
    for element in page.document.root.iter("div", "p", "ul", "ol", "nav", "td", "span"):
        links = [squeeze(a.text_content()) for a in element.iter("a")]
        text = squeeze(element.text_content())
        if (
            2 <= len(links) <= 6
            and len(text) < 200
            and _HOME.fullmatch(links[0])
            and _BREADCRUMB.search(text)
        ):
            if not re.search(r"\d", links[-1]):
                return Found(value=links[-1], source="inferred:breadcrumb")
            return None
    return None
