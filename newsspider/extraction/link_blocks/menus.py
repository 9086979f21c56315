"""Menus, breadcrumbs, pagers and share bars, and the page's head and foot."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING

from newsspider.extraction.link_blocks.label_words import HEADLINE_LETTERS, letter_weight
from newsspider.extraction.page.class_hints import LONGEST

if TYPE_CHECKING:
    from newsspider.extraction.page.tree import Tree

FEWEST_STORIES = 3  # links as long as headlines, in a list of stories that is named a menu
MOST_PROSE = 440  # letters in the paragraphs of a menu

# Words that name a menu, a breadcrumb, a pager or a bar, and words that may follow these in a name.
# `class_hints` knows them too; here the last telling word of a name decides, for whole blocks are cut.
_MENU_WORDS = (
    "nav navi navbar navigation navlist navigator menu menus menubar menulist submenu topnav mainnav"
    " subnav sitenav mainmenu breadcrumb breadcrumbs crumb crumbs bread share sharing shares sharebar"
    " sharer social socials socialmedia bdshare pager pagination paging toolbar lang langs language"
    " languages previousnext currpage login signin cookie cookies skip skiplink skiplinks"
)
_MENU = frozenset(_MENU_WORDS.split())
_PLAIN_WORDS = (
    "bar list item items container wrapper wrap inner outer box block links link section content"
    " buttons button btn icons icon group area holder row col column main top bottom left right"
    " mobile desktop header title primary secondary nav menu component module widget element"
)
_PLAIN = frozenset(_PLAIN_WORDS.split())
_ABOUT = ("tag-", "category-", "post-")  # classes of WordPress for the subject of a story
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")
_COMMENTS = re.compile(
    r"(?:^|\s)(?:comments?|comments?[_-]?(?:list|area|wrap|wrapper|section|container|box|thread)s?"
    r"|disqus\w*|respond|fb-comments)(?:$|\s)",
    re.IGNORECASE,
)
_EDGE = re.compile(r"(?:^|[\s_-])(?:\w*footer|\w*masthead|foot|bottom|sitemap)(?:$|[\s_-])", re.IGNORECASE)


def is_menu(page: Tree, n: int) -> bool:
    """Whether an element leads around the site or holds the readers' comments."""
    element, tag = page.elements[n], page.tags[n]
    if tag == "nav" or element.get("role") == "navigation":
        return not _holds_stories(page, n)
    named = _named(page.classes[n], element.get("id"))
    if named == "comments":
        return tag not in ("article", "main")
    return named == "menu" and not _holds_prose(page, n) and not _holds_stories(page, n)


def is_page_edge(page: Tree, n: int) -> bool:
    """Whether an element is the page's head or foot."""
    class_, id_ = page.classes[n] or "", page.elements[n].get("id") or ""
    return page.tags[n] == "footer" or _names_edge(f"{class_[:LONGEST]} {id_[:LONGEST]}")


@lru_cache(maxsize=10_000)
def _named(class_: str | None, id_: str | None) -> str | None:
    """What class and id say that an element is: "comments", a "menu", or neither."""
    names = f"{(class_ or '')[:LONGEST]} {(id_ or '')[:LONGEST]}"
    if _COMMENTS.search(names):
        return "comments"
    return "menu" if _names_menu(names) else None


def _names_menu(names: str) -> bool:
    """Whether class and id name a menu; the last words of a name count: "nav-featured" is not a menu."""
    for name in names.split():
        if name.startswith(_ABOUT):
            continue
        for word in map(str.lower, reversed(_WORD.findall(name))):
            if word in _MENU:
                return True
            if word not in _PLAIN and not word.isdigit():
                break
    return False


@lru_cache(maxsize=10_000)
def _names_edge(names: str) -> bool:
    return _EDGE.search(names) is not None


def _holds_prose(page: Tree, n: int) -> bool:
    """Whether an element holds more text than a menu does: a wrapper may have a menu's name by chance."""
    if page.tags[n] in ("article", "main"):
        return True
    return any(letters > MOST_PROSE for letters in accumulate(len(page.text(p)) for p in page.within(n, "p")))


def _holds_stories(page: Tree, n: int) -> bool:
    """Whether most links of an element are as long as headlines."""
    anchors, elements = page.within(n, "a"), page.elements
    links = {page.hrefs.get(a): a for a in anchors if page.has_children(a) or elements[a].text}
    if len(links) < FEWEST_STORIES:
        return False
    sizes = [letter_weight(text) for a in links.values() if (text := page.text(a))]
    long = sum([size >= HEADLINE_LETTERS for size in sizes])
    return long >= FEWEST_STORIES and long * 2 > len(sizes)
