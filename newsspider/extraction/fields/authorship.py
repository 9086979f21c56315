"""Chooses the authors among the people whom the profile selects, the publisher declares or the page prints.

Each source makes a claim. A claim weighs what its names are (people, one word, an organisation, the
publication itself) and where they stand; the heaviest claim is believed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from newsspider.extraction.context import Page, from_comment, from_selectors, once_per_page
from newsspider.extraction.fields import bylines, declared_authors, unsigned_names
from newsspider.extraction.site_names import is_site_name, name_key
from newsspider.language import chinese_names, job_titles, people
from newsspider.web import urls

if TYPE_CHECKING:
    from collections.abc import Iterator

# What the names of a claim are worth.
PEOPLE, NAME, LOGIN, ORGANISATION, PUBLICATION = 4.0, 3.0, 1.2, 0.8, 0.0
# What the place of a claim adds.
SELECTED, DECLARED, PRINTED, ELSEWHERE = 2.0, 1.0, 0.5, -1.8
MORE = 1.0  # for print that has all declared people and others
KIN = 2.0  # for a person of whom a declared login or first name is a part: "jreed", "Anna"
SHORTEST_KIN = 3  # letters of a login or first name that tell
_LOGIN = re.compile(r"(?![A-Z])[!-~]+|[!-~]*[\d_][!-~]*")


@dataclass(frozen=True, slots=True)
class Claim:
    """The names that one source gives for the author, and what they weigh."""

    names: tuple[str, ...]
    source: str
    weight: float


def authors(page: Page) -> tuple[tuple[str, ...], str | None]:
    """The authors' names in their usual spelling, and the source."""
    best = max(claims(page), key=lambda claim: claim.weight, default=None)
    if best is None:
        return (), None
    spelled = (people.without_capitals(people.without_degrees(name)) for name in best.names)
    return tuple(dict.fromkeys(spelled)), best.source


@once_per_page
def claims(page: Page) -> tuple[Claim, ...]:
    """What the sources say about the author, in order of trust.

    A declared person is compared only with print beside the headline; other places are not asked then.
    """
    found: list[Claim] = []
    for place, sources in (
        (SELECTED, _selected),
        (DECLARED, declared_authors.in_head),
        (PRINTED, _beside_headline),
        (ELSEWHERE, _elsewhere),
    ):
        for texts, source in sources(page):
            if claim := _claim(page, texts, source, place, found):
                found.append(claim)
                if claim.weight >= PEOPLE + place:
                    break
        if any(claim.weight >= PEOPLE + (PRINTED if place == PRINTED else SELECTED) for claim in found):
            break
    return tuple(found)


def _claim(
    page: Page, texts: tuple[str, ...], source: str, place: float, earlier: list[Claim]
) -> Claim | None:
    """What a source's texts say: people, else names, else organisations, else the publication."""
    publications = [text for text in texts if _is_publication(page, text)]
    cleaned = people.cleaned(text for text in texts if text not in publications)
    names = tuple(dict.fromkeys(_without_agency(page, name) for name in (*cleaned, *publications)))
    others = tuple(name for name in names if not _has_publication(page, name))
    companies = declared_authors.organisations(page)
    persons = tuple(name for name in others if name not in companies and not people.is_organisation(name))
    if writers := tuple(name for name in persons if not job_titles.is_any_post(name)):
        others = tuple(name for name in others if name in writers or name not in persons)
        persons = writers
    if persons and not all(map(chinese_names.is_other, persons)):
        kept = persons if source == bylines.SOURCE else others
        enough = all if place == ELSEWHERE else any
        if enough(map(people.is_person_in_any_case, persons)):
            return Claim(kept, source, PEOPLE + place + _agreement(persons, place, earlier))
        return Claim(kept, source, _worth(persons) + place)
    rest = others or names or people.texts_without_addresses(texts)
    is_publication = not others and bool(names)
    return Claim(rest, source, (PUBLICATION if is_publication else ORGANISATION) + place) if rest else None


def _worth(names: tuple[str, ...]) -> float:
    """What names are worth that are not people's full names: a description has words in small letters."""
    if all(map(_LOGIN.fullmatch, names)):
        return LOGIN
    return ORGANISATION if any(map(people.is_description, names)) else NAME


def _agreement(persons: tuple[str, ...], place: float, earlier: list[Claim]) -> float:
    """What people gain by earlier claims: for more than the declared people, for their own login."""
    keys = {name_key(name) for name in persons}
    for claim in earlier:
        known = [name_key(name) for name in claim.names]
        if claim.weight >= PEOPLE and place == PRINTED:
            has_all = all(any(key.endswith(one) or one.endswith(key) for key in keys) for one in known)
            return MORE if has_all and len(keys) > len(set(known)) else 0.0
        if claim.weight < PEOPLE + DECLARED and any(_is_kin(one, name) for one in known for name in persons):
            return KIN
    return 0.0


def _is_kin(login: str, name: str) -> bool:
    """Whether a login or first name is made of a word of a person's name."""
    if len(login) < SHORTEST_KIN:
        return False
    words = [key for key in map(name_key, name.split()) if len(key) > SHORTEST_KIN]
    return login in name_key(name) or any(word in login for word in words)


def _is_publication(page: Page, name: str) -> bool:
    """Whether a name is the publication's own, or a label of its host: "LTO" of lto.de."""
    return is_site_name(name, page.site_names) or name_key(name) in urls.host_of(page.document.url).split(".")


def _has_publication(page: Page, name: str) -> bool:
    """Whether a name is the publication's, perhaps with a word before it: "Editions The Mirror"."""
    first, _, rest = name.partition(" ")
    is_behind = " " in rest and is_site_name(rest, page.site_names)
    return _is_publication(page, name) or is_behind or (rest[:1].islower() and _is_publication(page, first))


def _without_agency(page: Page, name: str) -> str:
    """A name without an agency or the publication behind it: "Anna Reed Valley News"."""
    words = name.split()
    for n in range(2, len(words)):
        end = " ".join(words[n:])
        if people.is_agency(end) or is_site_name(end, page.site_names):
            return " ".join(words[:n])
    return name


def _selected(page: Page) -> Iterator[tuple[tuple[str, ...], str]]:
    """The names that the profile selects."""
    for found in (from_selectors(page, "authors", separator="; "), from_comment(page, "author")):
        if found:
            yield (found.value,), found.source


def _beside_headline(page: Page) -> Iterator[tuple[tuple[str, ...], str]]:
    """The names marked or printed beside the headline."""
    yield declared_authors.marked(page, bylines.NEAR), "declared:itemprop"
    yield bylines.beside_headline(page), bylines.SOURCE


def _elsewhere(page: Page) -> Iterator[tuple[tuple[str, ...], str]]:
    """The names elsewhere on the page, and those that a front or feed gave."""
    yield declared_authors.marked(page), "declared:itemprop"
    yield tuple(unsigned_names.on_card(page)), "inferred:hcard"
    if page.hint and page.hint.authors:
        yield page.hint.authors, "hint"
    yield unsigned_names.from_author_link(page), "inferred:author-link"
    yield tuple(bylines.on_any_line(page)), bylines.SOURCE
    yield unsigned_names.below_label(page), bylines.SOURCE
    yield unsigned_names.chinese_reporters(page), bylines.SOURCE
    yield unsigned_names.name_alone(page), bylines.SOURCE
