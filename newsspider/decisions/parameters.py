"""Which query parameters say nothing on a site, learnt from pairs of addresses that differ in one; pure.

A pair is an address as it was found and its clean form, without the parameter.  Where both gave the same
article on several pages, the parameter says nothing there; one pair that differs, and it means something
for good, on the whole site.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Literal, NamedTuple
from urllib.parse import urlsplit

from newsspider import urls
from newsspider.items import Verdict

if TYPE_CHECKING:
    from datetime import datetime

    from newsspider.urls import Parameter

Meaning = Literal["nothing", "something"]

# So many different pages, read the same with and without it, show that a parameter says nothing;
# so many values of it, that none does.  test_parameters would notice.
ENOUGH_PAGES = ENOUGH_VALUES = 3
# Addresses with it are seen on so many pages before a clean form is asked for its sake alone.
SEEN_BEFORE_ASKING = 3
MOST_ASKED = 6  # clean forms that are asked for the sake of one parameter
MOST_ASKED_OF_SITE = 30
_AT_ONCE = timedelta(days=1)  # answers further apart may differ because the page was edited
# A page's or row's number: 1 may say nothing where 2 is another page, so it stands for itself alone.
_COUNT = re.compile(r"\d{1,3}")
_EXTENSION = re.compile(r"\.\w{1,5}$")
GONE = frozenset({Verdict.GONE, Verdict.SOFT_404, Verdict.REDIRECT_HOME})
# Answers that show what an address gives, if only that it is gone.
TELLING = GONE | {Verdict.ARTICLE, Verdict.FRONT, Verdict.PAGE}


class Reading(NamedTuple):
    """What an address gave last: `reading_hash` is of an article's wording, or of a list's words.

    It is None where there was too little text to be known again by.
    """

    verdict: str
    reading_hash: str | None
    read_at: datetime


class Pair(NamedTuple):
    """An address with a parameter and its clean form; `is_same` is None while that is not known.

    `reading_hash` is of what both gave.
    """

    name: str
    value: str
    clean_url: str
    is_same: bool | None
    reading_hash: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Learnt:
    """What is known of the parameters of a site.

    `something` are names that are never left out; `nothing` are (place, name) and (place, name, value)
    that say nothing.
    """

    something: frozenset[str] = frozenset()
    nothing: frozenset[tuple[str, ...]] = frozenset()

    def meaning(self, name: str) -> Meaning | None:
        """What a parameter is known to say; "nothing" also where that holds for some places or values."""
        if name in self.something:
            return "something"
        return "nothing" if any(rule[1] == name for rule in self.nothing) else None

    def says_nothing(self, url: str, parameter: Parameter) -> bool:
        """Whether *parameter* may be left out of *url*."""
        at = (place(url), parameter.name)
        return parameter.name not in self.something and (
            at in self.nothing or (*at, parameter.value) in self.nothing
        )

    def clean_url(self, url: str) -> str | None:
        """The address without the parameters that say nothing; None where it has none of these."""
        if "?" not in url or not self.nothing:
            return None
        left_out = {each.name for each in urls.parameters(url) if self.says_nothing(url, each)}
        return urls.without(url, left_out) if left_out else None


def place(url: str) -> str:
    """The part of a site for which a parameter is learnt: a host, and how files are called there."""
    found = _EXTENSION.search(urlsplit(url).path)
    return f"{urls.host_of(url)}/*{found[0] if found else ''}"


def same(one: Reading, other: Reading, *, is_one_story: bool) -> bool | None:
    """Whether two addresses gave the same; None where that cannot be told.

    *is_one_story*: the archive keeps both as one article, or as two nearly the same.  Lists alone are
    never the same: they only show that a parameter means something.
    """
    verdicts = (one.verdict, other.verdict)
    is_equal = one.reading_hash is not None and one.reading_hash == other.reading_hash
    if verdicts == (Verdict.ARTICLE, Verdict.ARTICLE) and is_equal:
        return True
    is_telling = TELLING.issuperset(verdicts) and not GONE.issuperset(verdicts)
    if not is_telling or is_equal or abs(one.read_at - other.read_at) > _AT_ONCE:
        return None
    if one.verdict == other.verdict and (is_one_story or None in (one.reading_hash, other.reading_hash)):
        return None
    return False


def learnt(pairs: Iterable[Pair]) -> Learnt:
    """What the pairs of a site show."""
    pages: dict[tuple[str, ...], set[str]] = defaultdict(set)
    values: dict[tuple[str, str], set[str]] = defaultdict(set)
    something = set()
    for pair in pairs:
        if pair.is_same is False:
            something.add(pair.name)
        if not pair.is_same or not pair.reading_hash:
            continue
        at = (place(pair.clean_url), pair.name)
        pages[*at, pair.value].add(pair.reading_hash)
        if not _COUNT.fullmatch(pair.value):
            pages[at].add(pair.reading_hash)
            values[at].add(pair.value)
    nothing = {
        rule
        for rule, read in pages.items()
        if rule[1] not in something
        and len(read) >= ENOUGH_PAGES
        and (len(rule) == 3 or len(values[rule[0], rule[1]]) >= ENOUGH_VALUES)
    }
    return Learnt(something=frozenset(something), nothing=frozenset(nothing))


def next_asked(pairs: Iterable[Pair], *, asked: int, asked_of_site: int) -> tuple[Pair, ...]:
    """The open pairs of one parameter whose clean forms are worth asking now, `()` where none is (any more).

    *asked* clean forms were asked for its sake before.  The first is asked alone, for most parameters mean
    something; then as many as may be enough.  Values that were seen least come first.
    """
    pairs = list(pairs)
    told = [pair.value for pair in pairs if pair.is_same]
    most = min(ENOUGH_PAGES - 1 if told else 1, MOST_ASKED - asked, MOST_ASKED_OF_SITE - asked_of_site)
    is_seen = len({pair.clean_url for pair in pairs}) >= SEEN_BEFORE_ASKING
    if most <= 0 or not is_seen or any(pair.is_same is False for pair in pairs):
        return ()
    chosen: list[Pair] = []
    still_open = [pair for pair in pairs if pair.is_same is None]
    while still_open and len(chosen) < most:
        pair = min(still_open, key=lambda pair: told.count(pair.value))
        still_open.remove(pair)
        chosen.append(pair)
        told.append(pair.value)
    return tuple(chosen)


def is_doubted(times: int) -> bool:
    """Whether an address is asked as it was found though its parameter says nothing.

    The 4th, 8th, 16th and so on is: what was learnt is tested again when it was applied twice as often.
    """
    return times >= 4 and times & (times - 1) == 0
