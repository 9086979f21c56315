"""Addresses that differ only by the number of a page, and how sure that is."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import takewhile
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from newsspider.language import word_lists
from newsspider.web import urls

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST_PAGES = 500  # a greater number is an id, a year or a page of comments
_MOST_BARE = 99  # the greatest number of a page without a word such as "page"
PAGE_WORD = word_lists.pattern("page_links.page")
# A folder of this name holds the parts of the story above it; the slug "part-2" is as often another story.
_PART_FOLDER = f"/{word_lists.pattern('page_links.parts')}/"
NEXT = re.compile(word_lists.pattern("page_links.next_page"), re.IGNORECASE)
_QUERY_WORDS = frozenset(
    ("page", "pagina", "seite", "sida", "side", "strona", "pag", "pg", "pageno", "page_no", "page_num",
     "pagenum", "pagenumber", "page_number", "pn", "showpage", "currentpage", "curpage", "paged", "nextpage",
     "page_id_no", "ipage", "startpage", "page[number]")
)  # fmt: skip
_BARE_QUERY_WORDS = frozenset(("p", "n", "pp", "pg_no", "sp", "seq"))
# The text between the address of a first page and the number of a further one.
_AFTER = re.compile(
    rf"(?P<before>[/_\-.,;~+]*)(?:index[_-])?(?P<word>(?:{PAGE_WORD})?)[/_\-.,=]?(?P<number>\d{{1,3}})",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    rf"(?:{_PART_FOLDER}|[/_\-.,;~+]+(?:{PAGE_WORD})?[/_\-.,=]?|(?<=[^\W\d_]))(?P<number>[1-9]\d{{0,2}})$",
    re.IGNORECASE,
)
_PARTS = re.compile(f"^{_PART_FOLDER}", re.IGNORECASE)
_SUFFIX = re.compile(r"\.[a-z]\w{1,4}$", re.IGNORECASE)
_INDEX = re.compile(r"/(?:index|default|home|main)$", re.IGNORECASE)
_ANY_SUFFIX = re.compile(r"\.\w{2,5}$")
_FIRST_NUMBER = re.compile(r"(?<=[^\d])0*[01]$")


class PageNumber(NamedTuple):
    """The number of a further page in its address.

    `is_sure`: the address alone makes it a page of the same story ("?page=2", "/2/", "_2.html").
    "-2", "?p=2" and "story2.html" may as well be another story.
    """

    number: int
    is_sure: bool


@lru_cache(maxsize=4_096)
def page_number(url: str, first_url: str) -> PageNumber | None:
    """The number that makes *url* a further page of *first_url*; None if they differ in another way."""
    try:
        one, first = urlsplit(url), urlsplit(first_url)
    except ValueError:
        return None
    if one.netloc != first.netloc or url == first_url:
        return None
    if one.path == first.path:
        return _in_query(one.query, first.query)
    if one.query == first.query:
        return _in_path(one.path, first.path)
    return None


def _in_query(query: str, first_query: str) -> PageNumber | None:
    """The number of a page if the queries differ in nothing else."""
    parts, first_parts = (set(re.split("[&;]", text)) - {""} for text in (query, first_query))
    own, other = parts - first_parts, first_parts - parts
    if len(own) != 1 or len(other) > 1:
        return None
    name, _, value = own.pop().partition("=")
    if not value.isdecimal() or not 0 < int(value) <= MOST_PAGES:
        return None
    if other:
        former, _, first_value = other.pop().partition("=")
        if former != name or first_value not in ("", "0", "1"):
            return None
    if name.lower() in _QUERY_WORDS:
        return PageNumber(int(value), is_sure=True)
    is_bare = name.lower() in _BARE_QUERY_WORDS and int(value) <= _MOST_BARE
    return PageNumber(int(value), is_sure=False) if is_bare else None


def _in_path(path: str, first_path: str) -> PageNumber | None:
    """The number of a page behind the path of the first page, or in place of its "1"."""
    stem, first_stem = _stem(path), _stem(first_path)
    for base in dict.fromkeys((first_path.rstrip("/"), first_stem, _INDEX.sub("", first_stem))):
        behind = stem[len(base) :] if len(base) > 1 and stem.startswith(base) else ""
        behind = _PARTS.sub("/page/", behind)
        found = _AFTER.fullmatch(behind)
        if found and not (behind[0].isdecimal() and base[-1].isdecimal()):
            is_file = _SUFFIX.search(path.rstrip("/")) is not None
            return _judged(found, is_file=is_file)
    return _counted_on(stem, first_stem)


def _stem(path: str) -> str:
    return _SUFFIX.sub("", path.rstrip("/"))


def _judged(found: re.Match[str], *, is_file: bool) -> PageNumber | None:
    number, before, word = int(found["number"]), found["before"], found["word"]
    if not 0 < number <= (MOST_PAGES if word else _MOST_BARE) or (found["number"][0] == "0" and not word):
        return None
    is_apart = before.startswith("/") or bool(word and before)
    return PageNumber(number, is_sure=is_apart or (before == "_" and is_file))


def _counted_on(stem: str, first_stem: str) -> PageNumber | None:
    """The number where the first page has one, too: `story_1`, `story_2`; ids of stories look alike."""
    first = re.fullmatch(r"(.*\D)0*([01])", first_stem)
    own = re.fullmatch(r"(.*\D)0*(\d{1,2})", stem)
    if not first or not own or first[1] != own[1] or int(own[2]) <= int(first[2]):
        return None
    return PageNumber(int(own[2]), is_sure=False)


@lru_cache(maxsize=1_024)
def first_pages(url: str) -> tuple[str, ...]:
    """The addresses that the first page of a story may have, if *url* is a further one of it."""
    path, mark, query = url.partition("?")
    found = []
    for part in re.split("[&;]", query) if mark else ():
        name, _, value = part.partition("=")
        if value.isdecimal() and name.lower() in _QUERY_WORDS | _BARE_QUERY_WORDS:
            left = urls.without(url, {name})
            found += [left, f"{left}{'&' if '?' in left else '?'}{name}=1"]
    slash = "/" if path.endswith("/") else ""
    suffix = _SUFFIX.search(path.rstrip("/"))
    ending = suffix[0] if suffix else ""
    stem = path.rstrip("/").removesuffix(ending)
    if behind := _BEHIND.search(stem):
        base, one = stem[: behind.start()], stem[: behind.start("number")] + "1"
        bases = dict.fromkeys(
            (base + ending + slash, base + ending, base + "/", base, f"{base}/index{ending}")
        )
        bases |= {one + ending + slash: None}
        found += [first + mark + query for first in bases if first.count("/") > 2]
    return tuple(first for first in dict.fromkeys(found) if page_number(url, first))


def common_path(first_urls: Iterable[str]) -> str:
    """What the paths of all other pages of these first pages begin with, up to the first escape."""
    stems = (_ANY_SUFFIX.sub("", url.partition("?")[0].rstrip("/")) for url in first_urls)
    paths = ["".join(_FIRST_NUMBER.sub("", _INDEX.sub("", stem)).split("/", 3)[3:]) for stem in stems]
    alike = takewhile(lambda signs: signs[0] == signs[1] != "%", zip(min(paths), max(paths), strict=False))
    return "/" + "".join(sign for sign, _ in alike)
