"""Chooses the headline among what the page declares, what it prints, and the link text of a front.

A page has up to six headlines for its story: in JSON-LD, `og:title`, an `h1` and the title, with or
without the site's name, and on the front.  Declared headlines win, because an `h1` may belong to a menu
or a box.  Between two declared headlines, it takes the one that other sources agree with.
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

# The share of words that a printed headline has in common with the declared one, at least; less for a
# longer one, which is not the name of a section.
PRINTED, LONG_PRINTED = 0.3, 0.15
FEWEST, LONG = 2, 5  # words of a printed headline, and of a long one
LABEL = 3  # words of a section or kicker in the heading
LONGEST_TITLE = 1_000  # characters of the page's title, with the site's name

_ISSUE = re.compile(r"\s+[A-Z]{1,5} ?#\d+$")  # a magazine's initials and the issue's number


@once_per_page
def headline(page: Page) -> FieldValue | None:
    """The headline: the page's own, or the front's where that differs only in signs and names."""
    own = first_value(
        from_selectors(page, "headline"), from_comment(page, "title"), _printed_or_declared(page)
    )
    hinted = page.hint.text if page.hint else None
    if own and hinted and phrasings.is_plainer_form(own.value, hinted, _site_and_issue_words(page)):
        return from_hint(hinted)
    return own or from_hint(hinted)


@once_per_page
def headline_place(page: Page) -> int:
    """The element of the headline, or of an `h1` that words it otherwise; 0 where it is not found."""
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


def _printed_or_declared(page: Page) -> FieldValue | None:
    """The headline that the page prints, if it is like the declared one; else the declared one."""
    chosen = _declared_or_shown(page)
    if chosen is None or chosen.source.startswith("inferred:h"):
        return chosen
    printed = page_heading.only_h1(page)
    return printed if printed and _is_reworded(printed.value, chosen.value) else chosen


def _is_reworded(printed: str, declared: str) -> bool:
    """Whether a heading is the declared headline in other words, not just with a label at one end."""
    one, other = normal(printed), normal(declared)
    is_labelled = one.startswith(other) or one.endswith(other)
    if one == other or (is_labelled and len(one.split()) <= len(other.split()) + LABEL):
        return False
    alike = max(phrasings.word_share(printed, declared), phrasings.word_share(declared, printed))
    words = len(phrasings.plain_words(printed))
    return words >= FEWEST and alike >= (LONG_PRINTED if words >= LONG else PRINTED)


def _declared_or_shown(page: Page) -> FieldValue | None:
    """The headline among those that the page declares and shows, declared ones first."""
    structured = _cleaned(page, from_json_ld(page, "headline") or _itemprop(page))
    shared = from_meta(page, "og:title", "twitter:title", "articletitle")
    clean = _cleaned(page, shared)
    title = _title(page)
    heading = page_heading.heading(page, [one.value for one in (structured, clean, title) if one])
    is_dressed = (
        shared is not None
        and clean is not None
        and (shared.value != clean.value or _is_cut(clean.value, heading or title))
    )
    if structured and clean:
        return _between_declared(structured, clean, heading, is_dressed=is_dressed)
    if structured:
        return structured
    if clean:
        return _shared_or_heading(clean, heading, title, is_dressed=is_dressed)
    return _heading_or_title(page, heading, title)


def _between_declared(
    ours: FieldValue, shared: FieldValue, heading: FieldValue | None, *, is_dressed: bool
) -> FieldValue:
    """JSON-LD's headline (*structured*) or `og:title` (*shared*), where the page declares both.

    Where one only adds a section or a kicker to the other, take the one that the heading shows.  Else take
    `og:title`, unless it carries the site's name or the heading repeats it: then take JSON-LD's.
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
    """`og:title`, or the heading where that is the same without further words."""
    if heading is None or _is_same(shared, heading):
        return shared
    if phrasings.extends(shared.value, heading.value):
        return heading
    is_in_title = title is not None and phrasings.word_share(title.value, heading.value) >= ALIKE
    return heading if is_dressed and is_in_title else shared


def _heading_or_title(page: Page, heading: FieldValue | None, title: FieldValue | None) -> FieldValue | None:
    """The heading or the title of a page that declares only its title."""
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
    """The longest beginning of a title, up to a separator, that the page shows as a line of its own.

    Else the title's end, where it is most of it: "The Gazette: Ferry runs again".
    """
    parted = list(TITLE_SEPARATOR.finditer(title.value))
    short = (line for line in page.tree.lines if line.chars <= LONGEST) if parted else ()
    lines = {
        line.text for line in short if not (line.links and typeset.links_to_front(page, max(0, line.first)))
    }
    beginnings = [title.value, *(title.value[: found.start()].strip() for found in reversed(parted))]
    ends = [title.value[found.end() :] for found in parted if found.end() * 2 < len(title.value)]
    text = next((text for text in (*beginnings, *ends) if text in lines), None)
    return FieldValue(value=text, source=title.source) if text else None


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
    """A declared headline without the site's name; None for one that is only the site's name."""
    if (
        found is None
        or is_site_name(found.value, page.site_names)
        or page_heading.names_site(page, found.value)
    ):
        return None
    value = without_site_name(found.value[:LONGEST_TITLE], page.site_names)
    return FieldValue(value=value[:LONGEST], source=found.source)


def _is_cut(text: str, whole: FieldValue | None) -> bool:
    """Whether a text ends where the whole text has a quotation mark, which ended the attribute too early."""
    longer = whole.value if whole else ""
    return longer.startswith(text) and longer[len(text) :].lstrip()[:1] in ('"', "'")


def _is_same(one: FieldValue | None, other: FieldValue | None) -> bool:
    return one is not None and other is not None and normal(one.value) == normal(other.value)


def _site_and_issue_words(page: Page) -> frozenset[str]:
    """The words of the site's name and of the issue's label."""
    title = page.profile.title if page.profile else page.document.meta("og:site_name") or ""
    issue = page.hint.issue if page.hint and page.hint.issue else ""
    words = phrasings.plain_words(title)
    return frozenset((*words, *phrasings.plain_words(issue), "".join(words)))
