"""Chooses the headline among what the page declares, what it prints, and the link text of a front.

A page has up to six headlines for its story: in JSON-LD, `og:title`, an `h1` and the title, with or
without the site's name, and on the front.  Declared headlines win, because an `h1` may belong to a menu
or a box.  Between two declared headlines, it takes the one that other sources agree with.
"""

from __future__ import annotations

from newsspider.extraction.context import (
    FieldValue,
    Page,
    first_value,
    from_comment,
    from_hint,
    from_selectors,
    once_per_page,
)
from newsspider.extraction.headline import declared, page_heading, phrasings, printed, typeset
from newsspider.extraction.headline.heading_text import LONGEST, heading_text
from newsspider.extraction.headline.phrasings import ALIKE
from newsspider.extraction.site_names import TITLE_SEPARATOR
from newsspider.language.text import normal


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
    alike = [(phrasings.likeness(heading_text(page, h1), found.value), h1) for h1 in page.candidates.h1s]
    best, h1 = max(alike, default=(0.0, 0))
    return h1 if best >= ALIKE else n


def _printed_or_declared(page: Page) -> FieldValue | None:
    """The headline that the page prints, unless that is cut off; else the one that it declares."""
    heading = printed.printed(page)
    if heading is None:
        return _declared(page) or _of_title(page)
    known = declared.declared(page)
    if whole := next((one for one in known if declared.is_cut(heading.text, [one.value])), None):
        return whole
    same = next((one for one in known if normal(one.value) == normal(heading.text)), None)
    if same is not None and (same.value == heading.text or heading.text.isupper()):
        return same
    return FieldValue(value=heading.text, source=heading.source)


def _declared(page: Page) -> FieldValue | None:
    """The first declared headline; a later one that it only adds a section to, or is cut off from."""
    known = declared.declared(page)
    if not known:
        return None
    best, *others = known
    for other in others:
        is_longer = phrasings.extends(best.value, other.value)
        if is_longer or declared.is_cut(best.value, [other.value]):
            best = other
    title = declared.title(page)
    return title if title and declared.is_cut(best.value, [title.value]) else best


def _of_title(page: Page) -> FieldValue | None:
    """The headline of a page that declares only its title: a part of it, or rows that are set like one."""
    title = declared.title(page)
    if found := page_heading.entry_title(page):
        return found
    if title is None:
        return None
    shown = None if page_heading.names_site(page, title.value) else _shown(page, title)
    return shown or typeset.headline(page, title.value) or title


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


def _site_and_issue_words(page: Page) -> frozenset[str]:
    """The words of the site's name and of the issue's label."""
    title = page.profile.title if page.profile else page.document.meta("og:site_name") or ""
    issue = page.hint.issue if page.hint and page.hint.issue else ""
    words = phrasings.plain_words(title)
    return frozenset((*words, *phrasings.plain_words(issue), "".join(words)))
