"""The headline: the page's own, or the front's words where the page wraps them in its own name.

A page calls its story by up to six names: JSON-LD's headline, `og:title`, an `h1`, the title, each
with or without the site's name, and the front's link text.  Declared headlines win, for an `h1` may
be a menu's or a box's; which of two declared ones, is told by what else agrees with them.
"""

from __future__ import annotations

import re

from newsspider.extraction.context import (
    FieldValue,
    Page,
    first_value,
    from_comment,
    from_hint,
    from_json_ld,
    from_meta,
    from_selectors,
    once_per_page,
)
from newsspider.extraction.headline import page_heading, phrasings, typeset
from newsspider.extraction.headline.page_heading import LONGEST
from newsspider.extraction.headline.phrasings import ALIKE
from newsspider.extraction.site_names import TITLE_SEPARATOR, is_site_name, without_site_name
from newsspider.language.text import normal, squeeze

# The share of the words of the shorter text that a printed headline has in common with the declared one; less
# of a longer one, which is no section's name.
PRINTED, LONG_PRINTED = 0.3, 0.15
FEWEST, LONG = 2, 5  # words of a printed headline, and of a longer one
LABEL = 3  # words of a section or a kicker in the heading
LONGEST_TITLE = 1_000  # characters of a page's title, with the site's name

_ISSUE = re.compile(r"\s+[A-Z]{1,5} ?#\d+$")  # a magazine's initials and the issue's number


@once_per_page
def headline(page: Page) -> FieldValue | None:
    """The headline."""
    own = first_value(from_selectors(page, "headline"), from_comment(page, "title"), _of_page(page))
    said = page.hint.text if page.hint else None
    if own and said and phrasings.is_plainer_form(own.value, said, _names(page)):
        return from_hint(said)
    return own or from_hint(said)


@once_per_page
def headline_place(page: Page) -> int:
    """Where the headline, or an `h1` that says it in other words, stands; 0 where it cannot be told."""
    found = headline(page)
    n = page.candidates.place_of(found.value if found else None)
    if found is None or page.tree.tags[n] == "h1":
        return n
    alike = [
        (phrasings.likeness(page_heading.heading_text(page, h1), found.value), h1)
        for h1 in page.candidates.h1s
    ]
    best, h1 = max(alike, default=(0.0, 0))
    return h1 if best >= ALIKE else n


def _of_page(page: Page) -> FieldValue | None:
    """The headline that the page prints, if what it declares is like it; else the declared one."""
    chosen = _declared_or_shown(page)
    if chosen is None or chosen.source.startswith("inferred:h"):
        return chosen
    printed = page_heading.only_h1(page)
    return printed if printed and _says_the_same(printed.value, chosen.value) else chosen


def _says_the_same(printed: str, declared: str) -> bool:
    """Whether a heading is the declared headline in other words, and not with a label before or behind it."""
    one, other = normal(printed), normal(declared)
    is_labelled = one.startswith(other) or one.endswith(other)
    if one == other or (is_labelled and len(one.split()) <= len(other.split()) + LABEL):
        return False
    alike = max(phrasings.word_share(printed, declared), phrasings.word_share(declared, printed))
    words = len(phrasings.plain_words(printed))
    return words >= FEWEST and alike >= (LONG_PRINTED if words >= LONG else PRINTED)


def _declared_or_shown(page: Page) -> FieldValue | None:
    """The headline among those that the page declares and shows, declared ones first."""
    ours = _cleaned(page, from_json_ld(page, "headline") or _itemprop(page))
    shared = from_meta(page, "og:title", "twitter:title", "articletitle")
    clean = _cleaned(page, shared)
    title = _title(page)
    heading = page_heading.heading(page, [one.value for one in (ours, clean, title) if one])
    is_dressed = (
        shared is not None
        and clean is not None
        and (shared.value != clean.value or _is_cut(clean.value, heading or title))
    )
    if ours and clean:
        return _of_two(ours, clean, heading, is_dressed=is_dressed)
    if ours:
        return ours
    if clean:
        return _shared_or_heading(clean, heading, title, is_dressed=is_dressed)
    return _heading_or_title(page, heading, title)


def _of_two(
    ours: FieldValue, shared: FieldValue, heading: FieldValue | None, *, is_dressed: bool
) -> FieldValue:
    """JSON-LD's headline or `og:title` where both are there.

    The shorter that the heading shows, where one only adds a section or a kicker to the other;
    else the one that was written for this place alone, unless it carries the site's name.
    """
    if _is_same(ours, shared):
        return ours
    if phrasings.extends(ours.value, shared.value) or phrasings.extends(shared.value, ours.value):
        is_turned = phrasings.title_parts(ours.value) == phrasings.title_parts(shared.value)
        return shared if is_turned or _is_same(shared, heading) else ours
    if is_dressed or _is_same(shared, heading):
        return ours
    return shared


def _shared_or_heading(
    shared: FieldValue, heading: FieldValue | None, title: FieldValue | None, *, is_dressed: bool
) -> FieldValue:
    """`og:title`, but the heading where it is the same without more words around it."""
    if heading is None or _is_same(shared, heading):
        return shared
    if phrasings.extends(shared.value, heading.value):
        return heading
    is_titles = title is not None and phrasings.word_share(title.value, heading.value) >= ALIKE
    return heading if is_dressed and is_titles else shared


def _heading_or_title(page: Page, heading: FieldValue | None, title: FieldValue | None) -> FieldValue | None:
    """The heading, of a page that declares nothing but its title."""
    if heading is None:
        if title and page_heading.names_site(page, title.value):
            return page_heading.entry_title(page) or typeset.headline(page, title.value) or title
        return page_heading.entry_title(page) or (
            title and (_shown(page, title) or typeset.headline(page, title.value) or title)
        )
    if (
        title is None
        or phrasings.word_share(title.value, heading.value) >= ALIKE
        or len(normal(title.value)) < 8
    ):
        return heading
    if found := page_heading.entry_title(page):
        return found
    is_unlike = phrasings.word_share(heading.value, title.value) < ALIKE
    return title if is_unlike and len(title.value) > 12 else heading


def _shown(page: Page, title: FieldValue) -> FieldValue | None:
    """The longest beginning of a title, up to one of its separators, that the page shows as a line.

    Else its end, where it is the most of it: "The Gazette: Ferry runs again".
    """
    parted = list(TITLE_SEPARATOR.finditer(title.value))
    short = (line for line in page.tree.lines if line.chars <= LONGEST) if parted else ()
    lines = {
        line.text for line in short if not (line.links and typeset.links_to_front(page, max(0, line.first)))
    }
    beginnings = [title.value, *(title.value[: found.start()].strip() for found in reversed(parted))]
    ends = [title.value[found.end() :] for found in parted if found.end() * 2 < len(title.value)]
    said = next((text for text in (*beginnings, *ends) if text in lines), None)
    return FieldValue(value=said, source=title.source) if said else None


def _title(page: Page) -> FieldValue | None:
    """The page's title without the site's name."""
    titles = page.document.tagged("title")
    own = [element for element in titles if element.getparent().tag == "head"]
    text = next((squeeze(element.text_content()) for element in own or titles), "")
    text = _ISSUE.sub("", text[:LONGEST_TITLE])
    return (
        FieldValue(value=without_site_name(text, page.site_names), source="inferred:title") if text else None
    )


def _itemprop(page: Page) -> FieldValue | None:
    for element in page.candidates.props("headline"):
        text = squeeze(element.get("content") or element.text_content())[:LONGEST]
        if text:
            return FieldValue(value=text, source="declared:itemprop")
    return None


def _cleaned(page: Page, found: FieldValue | None) -> FieldValue | None:
    """A declared headline without the site's name; None for one that is nothing else."""
    if (
        found is None
        or is_site_name(found.value, page.site_names)
        or page_heading.names_site(page, found.value)
    ):
        return None
    value = without_site_name(found.value[:LONGEST_TITLE], page.site_names)
    return FieldValue(value=value[:LONGEST], source=found.source)


def _is_cut(text: str, whole: FieldValue | None) -> bool:
    """Whether a text ends where the other has a quotation mark: an attribute that broke there."""
    said = whole.value if whole else ""
    return said.startswith(text) and said[len(text) :].lstrip()[:1] in ('"', "'")


def _is_same(one: FieldValue | None, other: FieldValue | None) -> bool:
    return one is not None and other is not None and normal(one.value) == normal(other.value)


def _names(page: Page) -> frozenset[str]:
    """The words of the site's name, and the number of the issue."""
    title = page.profile.title if page.profile else page.document.meta("og:site_name") or ""
    issue = page.hint.issue if page.hint and page.hint.issue else ""
    words = phrasings.plain_words(title)
    return frozenset((*words, *phrasings.plain_words(issue), "".join(words)))
