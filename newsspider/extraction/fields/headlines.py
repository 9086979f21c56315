"""The headline: the page's own, or the front's words where the page wraps them in its own name.

A page calls its story by up to six names: JSON-LD's headline, `og:title`, an `h1`, the title, each
with or without the site's name, and the front's link text.  Declared headlines win, for an `h1` may
be a menu's or a box's; which of two declared ones, is told by what else agrees with them.
"""

from __future__ import annotations

import re
from functools import lru_cache

from newsspider.extraction.fields import typeset
from newsspider.extraction.fields.evidence import Found, Page, comment, first, meta, of_hint, selected, stated
from newsspider.extraction.site.names import SEPARATOR, is_site, without_site
from newsspider.text import normal, squeeze

LONGEST = 400  # characters of a headline; the longest of the dev pages has 190
LONGEST_TITLE = 1_000  # characters of a page's title, with the site's name
ALIKE = 0.5  # share of a title's words that a heading must have to be its heading
LIKE = 0.8  # how much a heading that is no h1 must be like a title

_WORD = re.compile(r"\w+")
_ISSUE = re.compile(r"\s+[A-Z]{1,5} ?#\d+$")  # a magazine's initials and the issue's number
_CUT_SHORT = re.compile(r"(?:\.\.\.|…|[»›>\]])\s*$")
_SIGNS = {"&": " and ", "%": " percent ", "¢": " cent ", "+": " plus ", "€": " euro ", "£": " pound "}
_ARTICLES = frozenset(
    (
        "the",
        "a",
        "an",
        "der",
        "die",
        "das",
        "le",
        "la",
        "les",
        "el",
        "los",
        "las",
        "il",
        "lo",
        "gli",
        "l",
        "o",
        "os",
    )
)
_MERE_WORDS = frozenset(("issue", "no", "number", "vol"))


def headline(page: Page) -> Found | None:
    """The headline."""
    if "headline" not in page.read:
        page.read["headline"] = _chosen(page)
    return page.read["headline"]


def place(page: Page) -> int:
    """Where the headline stands among the page's elements; 0 where it cannot be told."""
    sights = page.sights
    if sights.headline < 0:
        found = headline(page)
        sights.headline = _place_of(page, found.value if found else None)
    return sights.headline


def _place_of(page: Page, said: str | None) -> int:
    """Where a headline stands, or an `h1` that says the same in other words."""
    n = page.sights.place_of(said)
    if not said or page.tree.tags[n] == "h1":
        return n
    alike = [(_alike(_text(page, h1), said), h1) for h1 in page.sights.h1s]
    best, h1 = max(alike, default=(0.0, 0))
    return h1 if best >= ALIKE else n


def _chosen(page: Page) -> Found | None:
    own = first(selected(page, "headline"), comment(page, "title"), _of_page(page))
    said = page.hint.text if page.hint else None
    if own and said and _is_same_but_dressed(own.value, said, page):
        return of_hint(said)
    return own or of_hint(said)


def _of_page(page: Page) -> Found | None:
    """The headline among those that the page declares and shows."""
    ours = _cleaned(page, stated(page, "headline") or _itemprop(page))
    shared = meta(page, "og:title", "twitter:title", "articletitle")
    clean = _cleaned(page, shared)
    title = _title(page)
    heading = _heading(page, [one.value for one in (ours, clean, title) if one])
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


def _of_two(ours: Found, shared: Found, heading: Found | None, *, is_dressed: bool) -> Found:
    """JSON-LD's headline or `og:title` where both are there.

    The shorter that the heading shows, where one only adds a section or a kicker to the other;
    else the one that was written for this place alone, unless it carries the site's name.
    """
    if _is_same(ours, shared):
        return ours
    if _extends(ours.value, shared.value) or _extends(shared.value, ours.value):
        return shared if _is_same(shared, heading) or _parts(ours.value) == _parts(shared.value) else ours
    if is_dressed or _is_same(shared, heading):
        return ours
    return shared


def _shared_or_heading(
    shared: Found, heading: Found | None, title: Found | None, *, is_dressed: bool
) -> Found:
    """`og:title`, but the heading where it is the same without more words around it."""
    if heading is None or _is_same(shared, heading):
        return shared
    if _extends(shared.value, heading.value):
        return heading
    return heading if is_dressed and title and _shares(title.value, heading.value) >= ALIKE else shared


def _heading_or_title(page: Page, heading: Found | None, title: Found | None) -> Found | None:
    """The heading, of a page that declares nothing but its title."""
    if heading is None:
        return _entry_title(page) or (
            title and (_shown(page, title) or typeset.headline(page, title.value) or title)
        )
    if title is None or _shares(title.value, heading.value) >= ALIKE or len(normal(title.value)) < 8:
        return heading
    if found := _entry_title(page):
        return found
    return title if _shares(heading.value, title.value) < ALIKE and len(title.value) > 12 else heading


def _entry_title(page: Page) -> Found | None:
    """The title that hAtom marks, if the page marks one alone: of several, each is another entry's."""
    classes = page.tree.classes
    headings = {*page.sights.h1s, *page.sights.headings}
    marked = [n for n in headings if "entry-title" in (classes[n] or "").split()]
    said = _text(page, marked[0]) if len(marked) == 1 else ""
    return Found(value=said, source="inferred:entry-title") if said else None


def _shown(page: Page, title: Found) -> Found | None:
    """The longest beginning of a title, up to one of its separators, that the page shows as a line.

    Else its end, where it is the most of it: "The Gazette: Ferry runs again".
    """
    parted = list(SEPARATOR.finditer(title.value))
    short = (line for line in page.tree.lines if line.chars <= LONGEST) if parted else ()
    lines = {
        line.text for line in short if not (line.links and typeset.is_name_of_front(page, max(0, line.first)))
    }
    beginnings = [title.value, *(title.value[: found.start()].strip() for found in reversed(parted))]
    ends = [title.value[found.end() :] for found in parted if found.end() * 2 < len(title.value)]
    said = next((text for text in (*beginnings, *ends) if text in lines), None)
    return Found(value=said, source=title.source) if said else None


def _heading(page: Page, titles: list[str]) -> Found | None:
    """The heading of the article: the `h1` most like one of its titles, else another heading."""
    sights = page.sights
    shown = [
        (text, n)
        for n in sights.h1s
        if (text := _text(page, n))
        and not (is_site(text, page.site_names) or typeset.is_name_of_front(page, n))
    ]
    if len(shown) > 1:
        shown = [(text, n) for text, n in shown if not typeset.leads_on(page, n)] or shown
    rated = [(_likest(text, titles), text, n) for text, n in shown]
    alike, text, place = max(rated, key=lambda one: one[0], default=(0.0, "", 0))
    if alike >= ALIKE:
        return Found(value=_without_label(page, place, text, titles), source="inferred:h1")
    if found := _like_a_title(page, titles):
        return found
    if found := _part_of_title(page, titles):
        return found
    own = [text for text, n in shown if not sights.is_elsewhere(n)]
    return Found(value=own[0], source="inferred:h1") if len(own) == 1 else None


def _like_a_title(page: Page, titles: list[str]) -> Found | None:
    """The first heading that says what a title says; of headings around it the one that says no more."""
    tree, headings = page.tree, page.sights.headings
    outer = next((n for n in headings if _likest(_text(page, n), titles) >= LIKE), None)
    if outer is None:
        return None
    parts = {part for title in titles for part in _parts(title)}
    within = {n: _text(page, n) for n in headings if tree.is_inside(n, outer)}
    n = max(within, key=lambda n: (normal(within[n]) in parts, _likest(within[n], titles)))
    text = _without_label(page, n, within[n], titles)
    return Found(value=text, source=f"inferred:{tree.tags[n]}")


def _without_label(page: Page, n: int, text: str, titles: list[str]) -> str:
    """A heading without a label in an element of its own that its title has not: "Opinion", "Exclusive"."""
    tree = page.tree
    labels = [tree.text(part) for part in tree.parts(n)[:1] if not (tree.elements[n].text or "").strip()]
    for title in titles:
        label = text.removesuffix(title).strip()
        if text.endswith(title) and len(label) < len(title) and label in labels:
            return title
    return text


def _part_of_title(page: Page, titles: list[str]) -> Found | None:
    """The longest heading that is one part of a title: "The Gazette: Ferry runs again - Stories"."""
    parts = {part for title in titles for part in _parts(title) if len(part.split()) > 1}
    if not parts:
        return None
    found = [
        (len(text), n)
        for n in (*page.sights.headings, *page.tree.tagged("h3", "h4"))
        if normal(text := _text(page, n)) in parts and not is_site(text, page.site_names)
        if not typeset.is_name_of_front(page, n) and not page.sights.is_elsewhere(n)
    ]
    if not found:
        return None
    _, n = max(found)
    return Found(value=_text(page, n), source=f"inferred:{page.tree.tags[n]}")


def _title(page: Page) -> Found | None:
    """The page's title without the site's name."""
    titles = page.document.tagged("title")
    own = [element for element in titles if element.getparent().tag == "head"]
    text = next((squeeze(element.text_content()) for element in own or titles), "")
    text = _ISSUE.sub("", text[:LONGEST_TITLE])
    return Found(value=without_site(text, page.site_names), source="inferred:title") if text else None


def _itemprop(page: Page) -> Found | None:
    for element in page.sights.props("headline"):
        text = squeeze(element.get("content") or element.text_content())[:LONGEST]
        if text:
            return Found(value=text, source="declared:itemprop")
    return None


def _cleaned(page: Page, found: Found | None) -> Found | None:
    """A declared headline without the site's name; None for one that is nothing else."""
    if found is None or is_site(found.value, page.site_names):
        return None
    value = without_site(found.value[:LONGEST_TITLE], page.site_names)
    return Found(value=value[:LONGEST], source=found.source)


def _text(page: Page, n: int) -> str:
    """What a heading says without the sign that links to it; nothing where it is longer than any headline."""
    return page.tree.short_text(n, LONGEST).rstrip(" ¶")


def _is_cut(text: str, whole: Found | None) -> bool:
    """Whether a text ends where the other has a quotation mark: an attribute that broke there."""
    said = whole.value if whole else ""
    return said.startswith(text) and said[len(text) :].lstrip()[:1] in ('"', "'")


def _is_same(one: Found | None, other: Found | None) -> bool:
    return one is not None and other is not None and normal(one.value) == normal(other.value)


def _extends(longer: str, shorter: str) -> bool:
    """Whether one text is the other with a part more before or behind it."""
    return len(longer) > len(shorter) and _parts(shorter) != [] and set(_parts(shorter)) < set(_parts(longer))


def _parts(text: str) -> list[str]:
    return [part for said in re.split(r":\s+", text) for part in map(normal, SEPARATOR.split(said)) if part]


def _likest(text: str, titles: list[str]) -> float:
    """How much a text is like one of some titles, at most."""
    return max((_alike(text, title) for title in titles), default=0.0) if text else 0.0


def _alike(one: str, other: str) -> float:
    return min(1.0, (_shares(one, other) + _shares(other, one)) / 2 + 0.001)


def _shares(one: str, other: str) -> float:
    """The share of the second's words that the first has, too."""
    words, wanted = _words(one), _words(other)
    return len(words & wanted) / len(wanted) if wanted else 0.0


@lru_cache(maxsize=256)
def _words(text: str) -> frozenset[str]:
    """The words of a text, of Chinese and Japanese the signs."""
    found: set[str] = set()
    for word in _WORD.findall(normal(text)):
        found.update((word,) if word.isascii() or (word.isalpha() and word[0] < "\u2e80") else word)
    return frozenset(found)


def _is_same_but_dressed(own: str, said: str, page: Page) -> bool:
    """Whether the front's words are the page's without the site's name, signs or an issue's number."""
    if normal(own) == normal(said) or _CUT_SHORT.search(said):
        return False
    names = _names(page)
    return _bare(own, names) == _bare(said, names) != ()


def _names(page: Page) -> frozenset[str]:
    """The words of the site's name, and the number of the issue."""
    title = page.profile.title if page.profile else page.document.meta("og:site_name") or ""
    issue = page.hint.issue if page.hint and page.hint.issue else ""
    words = _WORD.findall(normal(title)) + _WORD.findall(issue)
    return frozenset((*words, "".join(_WORD.findall(normal(title)))))


def _bare(words: str, names: frozenset[str]) -> tuple[str, ...]:
    """The words that tell a headline from others: signs spelt out, articles and the site's name left out."""
    spelt = "".join(_SIGNS.get(sign, sign) for sign in words)
    left_out = names | _ARTICLES | _MERE_WORDS
    return tuple(word for word in _WORD.findall(normal(spelt)) if word not in left_out)
