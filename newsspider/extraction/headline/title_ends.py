"""Titles without what stands at their ends: the site's name, a section, an issue's mark."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from newsspider.extraction.context import once_per_page
from newsspider.extraction.site_names import TITLE_SEPARATOR, name_key, without_site_name, without_whole_name
from newsspider.language.text import normal
from newsspider.web import structured_data

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsspider.extraction.context import Page

LONGEST = 1_000  # characters of a title with the site's name
LONGEST_NAME, SHORTEST_NAME = 60, 4  # characters of a site's name in the link to its front
MOST_LINKS = 12  # to the front that are asked for the site's name
_SECTIONS = ("article:section", "parsely-section", "section", "category")
_ISSUE = re.compile(r"\s+(?:[|│/–—-]\s*)?[A-Z]{1,5} ?#\d+$")  # a magazine's initials and the issue's number


def bare(page: Page, text: str) -> str:
    """A declared title without the site's name, a section's name and an issue's mark at its ends."""
    text = text[:LONGEST]
    while True:
        shorter = _without_section(page, without_site_name(_ISSUE.sub("", text), names(page)))
        if shorter == text:
            return text
        text = shorter


def bare_heading(page: Page, text: str) -> str:
    """A printed heading without the site's whole name, a section's name and an issue's mark at its ends."""
    return _without_section(page, without_whole_name(_ISSUE.sub("", text), names(page)))


@once_per_page
def names(page: Page) -> frozenset[str]:
    """The keys of the site's names, with the text of the link to its front where titles end with it."""
    tree, titles = page.tree, [_title(page), page.document.meta("og:title") or ""]
    ends = {name_key(part) for title in titles for part in _ends(title)}
    links = (a for a in tree.tagged("a") if tree.hrefs.get(a, "").rstrip("/") in _fronts(page))
    found = (key for a in islice(links, MOST_LINKS) for key in map(name_key, _labels(page, a)))
    return page.site_names | {key for key in found if len(key) >= SHORTEST_NAME and key in ends}


def _fronts(page: Page) -> frozenset[str]:
    """The addresses of the front as links write them, without a slash at the end."""
    parts = urlsplit(page.document.url)
    return frozenset(("", f"{parts.scheme}://{parts.netloc}", f"//{parts.netloc}", "/index.html"))


def _labels(page: Page, a: int) -> Iterator[str]:
    """The text of a link, the alternative texts of its pictures, its title."""
    yield page.tree.short_text(a, LONGEST_NAME)
    for image in page.tree.within(a, "img"):
        yield page.tree.elements[image].get("alt", "")[:LONGEST_NAME]
    yield page.tree.elements[a].get("title", "")[:LONGEST_NAME]


def _ends(title: str) -> Iterator[str]:
    """The first and the last part of a title of several parts."""
    if parted := list(TITLE_SEPARATOR.finditer(title)):
        yield title[: parted[0].start()]
        yield title[parted[-1].end() :]


def names_section(page: Page, text: str) -> bool:
    """Whether a text is the name of the page's section."""
    return name_key(text) in _sections(page)


def is_end_of_title(page: Page, text: str) -> bool:
    """Whether a text is the last of the parts of the page's title, as the site's name is."""
    parts = _title_parts(page)
    return len(parts) > 1 and normal(text) == parts[-1]


@once_per_page
def _title_parts(page: Page) -> list[str]:
    return [normal(part) for part in TITLE_SEPARATOR.split(_title(page))]


def _title(page: Page) -> str:
    title = next((text for element in page.document.tagged("title") if (text := element.text_content())), "")
    return title.strip()[:LONGEST]


def _without_section(page: Page, text: str) -> str:
    """A title without a part after its last separator that names the section."""
    parted = list(TITLE_SEPARATOR.finditer(text))
    if parted and parted[-1].start() and names_section(page, text[parted[-1].end() :]):
        return text[: parted[-1].start()]
    return text


@once_per_page
def _sections(page: Page) -> frozenset[str]:
    """The keys of the section's names: those declared, and the folders of the address."""
    found = [structured_data.plain(page.document.meta(name) or "") for name in _SECTIONS]
    found += _texts(page.article_data.get("articleSection"))
    found += [unquote(folder) for folder in urlsplit(page.document.url).path.rstrip("/").split("/")[:-1]]
    return frozenset(name_key(name) for name in found if name) - {""}


def _texts(value: object) -> Iterator[str]:
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, str):
            yield structured_data.plain(one)
