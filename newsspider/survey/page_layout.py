"""Selectors that add something to the generic reader: text that repeats in bodies, and the printed issue."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from newsspider.discovery.lists.list_headings import issue_in
from newsspider.language.text import squeeze
from newsspider.survey.profile_text import Item, Line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

    from newsspider.survey.observed import Observed, Seen

LEAST_PAGES = 5
LEAST_SHARE = 0.6  # of the articles that have the same text in their bodies
LEAST_WORDS = 6  # fewer may be a subheading that a newsroom uses again and again
LEAST_OF_A_PLACE = 2  # articles on which a selector finds an issue
MOST_SELECTORS = 4
LONGEST_ISSUE = 60  # characters
MOST_ELEMENTS = 20_000
_NAME = re.compile(r"[A-Za-z_][\w-]*")
_LOOKS = ("align", "color", "size", "face")
_PLAIN_VALUE = re.compile(r"[\w#+-]{1,20}")
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_LEFT_OUT = frozenset(("html", "head", "body", "script", "style", "title", "option", "a"))


def layouts_line(seen: Observed) -> Line | None:
    """One layout for all pages with what was found; None if nothing was."""
    layout: dict[str, object] = {"name": "all pages"}
    reasons = []
    if found := _issue(seen):
        layout["select"] = {"issue": list(found)}
        reasons.append(f"the issue is printed there on {sum(found.values())} articles")
    if repeated := _repeated(seen):
        layout["remove"] = list(repeated)
        reasons.append(f"the same text stands there on {max(repeated.values())} articles, in their bodies")
    if not reasons:
        return None
    return Line(key="layouts", items=(Item(value=layout, why="; ".join(reasons)),))


def _issue(seen: Observed) -> Counter[str]:
    """The selectors of what is surely a printed issue, and no other than a list may have named."""
    places: Counter[str] = Counter()
    texts: dict[str, set[str]] = defaultdict(set)
    misses: Counter[str] = Counter()
    for one in seen.articles():
        known = one.article.issue if one.article else None
        for selector, found in _short_texts(one).items():
            if len(found) == 1 and _is_issue(found[0], seen) and (known or "") in found[0]:
                places[selector] += 1
                texts[selector].add(found[0])
            else:
                misses[selector] += 1
    sure = {
        selector: number
        for selector, number in places.items()
        if not misses[selector] and number >= LEAST_OF_A_PLACE
    }
    total = sum(sure.values())
    various = set().union(*(texts[selector] for selector in sure)) if sure else set()
    if total < LEAST_PAGES or len(various) < 2:
        return Counter()
    return Counter(dict(Counter(sure).most_common(MOST_SELECTORS)))


def _is_issue(text: str, seen: Observed) -> bool:
    found = issue_in(text, seen.site)
    return found is not None and found.issue is not None


def _short_texts(one: Seen) -> dict[str, list[str]]:
    """The short texts of a page that have an element of their own, by its selector."""
    found: dict[str, list[str]] = defaultdict(list)
    if one.document is None:
        return found
    for element in _elements(one):
        selector = selector_of(element)
        if selector and len(element) == 0:
            text = squeeze(element.text_content())
            if 0 < len(text) <= LONGEST_ISSUE:
                found[selector].append(text)
    return found


def _elements(one: Seen) -> Iterator[HtmlElement]:
    assert one.document is not None
    for number, element in enumerate(one.document.root.iter()):
        if number == MOST_ELEMENTS:
            return
        if isinstance(element.tag, str) and element.tag not in _LEFT_OUT:
            yield element


def selector_of(element: HtmlElement) -> str | None:
    """The selector of an element by its first class, or by what old pages have in place of one.

    None if it has nothing that sets it apart.
    """
    names = (element.get("class") or "").split()
    if names and _NAME.fullmatch(names[0]):
        return f"{element.tag}.{names[0]}"
    if own := _by_looks(element):
        return own
    above = element.getparent()
    around = _by_looks(above) if above is not None else None
    return f"{around} > {element.tag}" if around else None


def _by_looks(element: HtmlElement) -> str | None:
    """The selector of an element by its alignment, colour or size."""
    for name in _LOOKS:
        value = element.get(name) or ""
        if _PLAIN_VALUE.fullmatch(value):
            return f'{element.tag}[{name}="{value}"]'
    return None


def repeated_texts(seen: Observed) -> frozenset[str]:
    """The paragraphs that stand in the bodies of most articles."""
    articles = seen.articles()
    counted = Counter(
        text for one in articles if one.article for text in set(one.article.body) if _is_long(text)
    )
    return frozenset(text for text, number in counted.items() if number >= _least(articles))


def _least(articles: tuple[Seen, ...]) -> float:
    return max(LEAST_PAGES, LEAST_SHARE * len(articles))


def _repeated(seen: Observed) -> Counter[str]:
    """The selectors of elements that hold nothing but a text of `repeated_texts`, on most articles."""
    articles, texts = seen.articles(), repeated_texts(seen)
    pages: Counter[str] = Counter()
    others: set[str] = set()
    for one in articles if texts else ():
        held = set()
        for element in _elements(one):
            selector = selector_of(element)
            if selector is None or element.tag in _HEADINGS:
                continue
            if squeeze(element.text_content()) in texts:
                held.add(selector)
            else:
                others.add(selector)
        pages.update(held)
    sure = {
        selector: number
        for selector, number in pages.items()
        if number >= _least(articles) and selector not in others
    }
    return Counter(dict(Counter(sure).most_common(MOST_SELECTORS)))


def _is_long(text: str) -> bool:
    return len(text.split()) >= LEAST_WORDS or len(text) >= 8 * LEAST_WORDS
