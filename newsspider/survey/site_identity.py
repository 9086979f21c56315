"""What a publication is called, and the languages that it is written in."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from newsspider.extraction.site_names import TITLE_SEPARATOR, name_key
from newsspider.language.text import squeeze
from newsspider.survey.profile_text import Line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from newsspider.survey.observed import Observed, Seen
    from newsspider.web.document import Document

LEAST_PAGES = 4
MOST_OF_TITLES = 0.6  # of the pages must bear the name
LONGEST_NAME = 80
LEAST_ARTICLES = 5
NEARLY_ALL = 0.95
_IN_TITLES = "have it in their titles. Not used: headlines are read without the publication's name"
_DECLARED = ("og:site_name", "application-name")


def title_line(seen: Observed) -> Line | None:
    """The publication's name: declared by the pages, else what most of their titles end or begin with.

    A declared name changes nothing in the reading. One from titles might: of "Weekly" and "Weekly | Letters"
    it would make "Letters", so it is not used.
    """
    pages = list(seen.pages())
    for names, why, is_declared in ((_declared, "declare it", True), (_in_title, _IN_TITLES, False)):
        counted = Counter(name for page in pages if page.document for name in set(names(page.document)))
        name, number = _best(counted)
        if name and number >= min(LEAST_PAGES, len(pages)) and number >= MOST_OF_TITLES * len(pages):
            return Line(
                key="title", value=name, why=f"{number} of {len(pages)} pages {why}", is_used=is_declared
            )
    return None


def _best(counted: Counter[str]) -> tuple[str, int]:
    """The name on most pages; of equal ones the shorter."""
    ranked = sorted(counted.items(), key=lambda one: (-one[1], len(one[0]), one[0]))
    return ranked[0] if ranked else ("", 0)


def _declared(document: Document) -> Iterator[str]:
    return _names(squeeze(document.meta(name) or "") for name in _DECLARED)


def _in_title(document: Document) -> Iterator[str]:
    titles = document.tagged("title")
    text = squeeze(titles[0].text_content()) if titles else ""
    parts = [part.strip() for part in TITLE_SEPARATOR.split(text)]
    return _names(dict.fromkeys((parts[0], parts[-1])))


def _names(texts: Iterable[str]) -> Iterator[str]:
    return (text for text in texts if len(text) <= LONGEST_NAME and name_key(text))


def language_line(seen: Observed) -> Line | None:
    """The languages of the articles: one, or those that a fifth of them are in."""
    articles = seen.articles()
    tags = Counter(tag for one in articles if (tag := _language(one)))
    total = sum(tags.values())
    if len(articles) < LEAST_ARTICLES or total < NEARLY_ALL * len(articles):
        return None
    used = [tag for tag, number in tags.most_common() if number >= total / 5]
    held = sum(tags[tag] for tag in used)
    counted = ", ".join(f"{tags[tag]} of {total}" for tag in used)
    return Line(
        key="language",
        value=used[0] if len(used) == 1 else used,
        why=f"{counted} articles, by what they declare and by their words",
        is_used=held >= NEARLY_ALL * total,
    )


def _language(one: Seen) -> str | None:
    return one.article.language if one.article else None
