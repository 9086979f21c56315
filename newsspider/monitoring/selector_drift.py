"""Compare what a profile's selectors read with what the page states without them; pure.

On one page either may be wrong.  Where they differ on most pages, a selector reads something else than
it was written for: a sidebar, a kicker, the date of another story.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from newsspider.language.cjk import WORD_EACH
from newsspider.language.text import normal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsspider.items import Article

Field = Literal["headline", "body", "published"]

FIRST, EACH = 20, 25  # a run compares the first 20 articles of a layout, then every 25th
# Share of words that both must have: 9 of 275 pages with gold are read with less than that of the gold.
ALIKE = 0.8
_WORD = re.compile(rf"[{WORD_EACH}]|[^\W{WORD_EACH}]+")


@dataclass(frozen=True, kw_only=True, slots=True)
class DriftedField:
    """On how many of the compared articles a selector and the page differ; `url` is one of them."""

    layout: str
    field: Field
    selector: str
    compared: int
    differing: int
    url: str | None = None


@dataclass(slots=True)
class SelectorDrift:
    """The comparisons of one run, by layout, field and selector."""

    _read: Counter[str] = field(default_factory=Counter)
    _found: dict[tuple[str, Field, str], DriftedField] = field(default_factory=dict)

    def is_due(self, layout: str) -> bool:
        """Whether to compare the next article of a layout."""
        self._read[layout] += 1
        return self._read[layout] <= FIRST or self._read[layout] % EACH == 0

    def compare(self, layout: str, selected: Article, generic: Article) -> None:
        """Compare an article as *layout* reads it with the page read without selectors."""
        for name, differs in compared_fields(selected, generic):
            selector = selected.provenance[name].removeprefix("selected:")
            key = (layout, name, selector)
            seen = self._found.get(key)
            self._found[key] = DriftedField(
                layout=layout,
                field=name,
                selector=selector,
                compared=(seen.compared if seen else 0) + 1,
                differing=(seen.differing if seen else 0) + differs,
                url=(seen.url if seen else None) or (selected.url if differs else None),
            )

    @property
    def found(self) -> tuple[DriftedField, ...]:
        """One row for each layout, field and selector that was compared."""
        return tuple(self._found.values())


def compared_fields(selected: Article, generic: Article) -> Iterator[tuple[Field, bool]]:
    """The fields that a layout selected and the page states without it, and whether they differ."""
    if _is_selected(selected, "headline") and generic.headline:
        yield "headline", not _is_alike(selected.headline or "", generic.headline)
    if _is_selected(selected, "body") and generic.body:
        yield "body", _share(selected.text, generic.text) < ALIKE
    if _is_selected(selected, "published") and generic.published_on:
        yield "published", selected.published_on != generic.published_on


def _is_selected(article: Article, name: Field) -> bool:
    return article.provenance.get(name, "").startswith("selected:")


def _is_alike(one: str, other: str) -> bool:
    """Whether two headlines are the same, apart from a kicker or the site's name."""
    first, second = normal(one), normal(other)
    return first in second or second in first or _share(one, other) >= ALIKE


def _share(one: str, other: str) -> float:
    """The share of words that both have, between 0 and 1."""
    ours, theirs = Counter(_WORD.findall(normal(one))), Counter(_WORD.findall(normal(other)))
    return 2 * (ours & theirs).total() / ((ours.total() + theirs.total()) or 1)
