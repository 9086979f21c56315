"""Finds the heading of the article on its page: the `h1` most like the page's titles, or another one."""

from __future__ import annotations

from newsspider.extraction.context import FieldValue, Page
from newsspider.extraction.headline import phrasings, typeset
from newsspider.extraction.headline.heading_text import LONGEST, heading_text
from newsspider.extraction.headline.phrasings import ALIKE
from newsspider.extraction.page import class_hints
from newsspider.extraction.site_names import TITLE_SEPARATOR, is_site_name
from newsspider.language.text import normal

LIKE = 0.8  # likeness to a title that a heading other than an h1 needs


def heading(page: Page, titles: list[str]) -> FieldValue | None:
    """The heading of the article: the `h1` most like one of *titles*, else another heading."""
    candidates = page.candidates
    h1s = [
        (text, n)
        for n in candidates.h1s
        if (text := heading_text(page, n))
        and not (is_site_name(text, page.site_names) or typeset.links_to_front(page, n))
    ]
    if len(h1s) > 1:
        h1s = [(text, n) for text, n in h1s if not typeset.links_to_other_page(page, n)] or h1s
    h1s = _without_sites_end(page, h1s)
    rated = [(phrasings.best_likeness(text, titles), text, n) for text, n in h1s]
    alike, text, place = max(rated, key=lambda one: one[0], default=(0.0, "", 0))
    if alike >= ALIKE:
        return FieldValue(value=_without_label(page, place, text, titles), source="inferred:h1")
    if found := _like_a_title(page, titles):
        return found
    if found := _part_of_title(page, titles):
        return found
    own = [text for text, n in h1s if not candidates.is_outside_story(n)]
    return FieldValue(value=own[0], source="inferred:h1") if len(own) == 1 else None


def names_site(page: Page, title: str) -> bool:
    """Whether a title is the text of an `h1` that links to the front, and so the site's name."""
    named = (n for n in page.candidates.h1s if typeset.links_to_front(page, n))
    return any(normal(heading_text(page, n)) == normal(title) for n in named)


def only_h1(page: Page) -> FieldValue | None:
    """The only `h1` that is neither the site's name nor a link; of several, the one inside the story."""
    own = {
        text: n
        for n in page.candidates.h1s
        if (text := heading_text(page, n))
        if not (page.tree.hints_around(n) & class_hints.NO_HEADLINE and page.candidates.is_outside_story(n))
        if not (is_site_name(text, page.site_names) or typeset.links_to_front(page, n))
        if not typeset.links_to_other_page(page, n)
    }
    if len(own) > 1:
        own = {text: n for text, n in own.items() if not page.candidates.is_outside_story(n)}
    return FieldValue(value=next(iter(own)), source="inferred:h1") if len(own) == 1 else None


def _without_sites_end(page: Page, headings: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """The headings without the site's name, which the title ends with.

    Such a heading is only left out if it stands in a menu or if another heading is the rest of the title.
    """
    title = next((text for element in page.document.tagged("title") if (text := element.text_content())), "")
    parts = [normal(part) for part in TITLE_SEPARATOR.split(title.strip()[:LONGEST])]
    if len(parts) < 2:
        return headings
    rest, others = (
        " ".join(parts[:-1]),
        (*headings, *((heading_text(page, n), n) for n in page.candidates.headings)),
    )
    has_rest = any(normal(text) in (rest, parts[0]) for text, _ in others)
    return [
        (text, n)
        for text, n in headings
        if normal(text) != parts[-1] or not (has_rest or page.tree.hints_around(n) & class_hints.NAV)
    ]


def _like_a_title(page: Page, titles: list[str]) -> FieldValue | None:
    """The first heading that is like a title; of headings inside it, the one that is most like it."""
    tree, headings = page.tree, page.candidates.headings
    outer = next(
        (n for n in headings if phrasings.best_likeness(heading_text(page, n), titles) >= LIKE), None
    )
    if outer is None:
        return None
    parts = {part for title in titles for part in phrasings.title_parts(title)}
    within = {n: heading_text(page, n) for n in headings if tree.is_inside(n, outer)}
    n = max(within, key=lambda n: (normal(within[n]) in parts, phrasings.best_likeness(within[n], titles)))
    text = _without_label(page, n, within[n], titles)
    return FieldValue(value=text, source=f"inferred:{tree.tags[n]}")


def _without_label(page: Page, n: int, text: str, titles: list[str]) -> str:
    """A heading without a label ("Opinion") that has its own element and is not in the title."""
    tree = page.tree
    labels = [tree.text(part) for part in tree.children(n)[:1] if not (tree.elements[n].text or "").strip()]
    for title in titles:
        label = text.removesuffix(title).strip()
        if text.endswith(title) and len(label) < len(title) and label in labels:
            return title
    return text


def _part_of_title(page: Page, titles: list[str]) -> FieldValue | None:
    """The longest heading that is a part of a title: "The Gazette: Ferry runs again - Stories"."""
    parts = {part for title in titles for part in phrasings.title_parts(title) if len(part.split()) > 1}
    if not parts:
        return None
    found = [
        (len(text), n)
        for n in (*page.candidates.headings, *page.tree.tagged("h3", "h4"))
        if normal(text := heading_text(page, n)) in parts and not is_site_name(text, page.site_names)
        if not typeset.links_to_front(page, n) and not page.candidates.is_outside_story(n)
    ]
    if not found:
        return None
    _, n = max(found)
    return FieldValue(value=heading_text(page, n), source=f"inferred:{page.tree.tags[n]}")


def entry_title(page: Page) -> FieldValue | None:
    """The heading that hAtom marks as a title, if there is only one; several belong to other entries."""
    classes = page.tree.classes
    headings = {*page.candidates.h1s, *page.candidates.headings}
    marked = [n for n in headings if "entry-title" in (classes[n] or "").split()]
    text = heading_text(page, marked[0]) if len(marked) == 1 else ""
    return FieldValue(value=text, source="inferred:entry-title") if text else None
