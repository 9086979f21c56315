"""The headlines that a page declares: for readers elsewhere, and in its title."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsspider.extraction.context import FieldValue, from_json_ld, from_meta, from_metas, once_per_page
from newsspider.extraction.headline import page_heading, title_ends
from newsspider.extraction.headline.heading_text import LONGEST
from newsspider.extraction.site_names import is_site_name
from newsspider.language.text import normal, squeeze

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from newsspider.extraction.context import Page

_CUT = re.compile(r"\s*(?:\.\.\.+|…)\s*$")
_NO_ARTICLE = re.compile(r"schema\.org/(?:WP\w+|WebSite|SiteNavigationElement|Organization)$")
SHORTEST_STEM = 12  # characters of a headline that was cut off


@once_per_page
def declared(page: Page) -> tuple[FieldValue, ...]:
    """The declared headlines without the site's name, in the order in which they are believed."""
    found = [
        from_json_ld(page, "headline") or _itemprop(page),
        from_meta(page, "og:title", "articletitle"),
        *from_metas(page, "twitter:title"),
    ]
    return tuple(clean for one in found if one and (clean := cleaned(page, one)))


@once_per_page
def title(page: Page) -> FieldValue | None:
    """The page's title without the site's name."""
    titles = page.document.tagged("title")
    own = [element for element in titles if element.getparent().tag == "head"]
    text = next((squeeze(element.text_content()) for element in own or titles), "")
    return FieldValue(value=title_ends.bare(page, text), source="inferred:title") if text else None


def cleaned(page: Page, found: FieldValue) -> FieldValue | None:
    """A declared headline without the site's name; None for one that is only the site's name."""
    if is_site_name(found.value, title_ends.names(page)) or page_heading.names_site(page, found.value):
        return None
    return FieldValue(value=title_ends.bare(page, found.value)[:LONGEST], source=found.source)


def is_cut(text: str, wholes: list[str]) -> bool:
    """Whether a text breaks off where one of the whole texts goes on.

    It ends with dots or inside a word, or a quotation mark in it ended the attribute too early.
    """
    stem = normal(_CUT.sub("", text))
    has_dots = stem != normal(text)
    for whole in map(normal, wholes):
        if len(stem) < SHORTEST_STEM or len(whole) <= len(stem) or not whole.startswith(stem):
            continue
        rest = whole[len(stem) :]
        if has_dots or rest.lstrip()[:1] in ('"', "'") or (stem[-1].isalpha() and rest[0].isalpha()):
            return True
    return False


def _itemprop(page: Page) -> FieldValue | None:
    """The headline in microdata, unless it is that of the page's head or of the publisher."""
    for element in page.candidates.props("headline"):
        scope = _scope(element)
        text = squeeze(element.get("content") or element.text_content())[:LONGEST]
        if text and not (scope is not None and _NO_ARTICLE.search(scope.get("itemtype", ""))):
            return FieldValue(value=text, source="declared:itemprop")
    return None


def _scope(element: HtmlElement) -> HtmlElement | None:
    """The nearest element around that is a thing of its own in microdata."""
    return next((one for one in element.iterancestors() if "itemscope" in one.attrib), None)
