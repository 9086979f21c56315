"""Which selectors of a profile find something, on which of its pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from newsspider.profiles import split_selector

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from newsspider.profiles import Layout, SiteProfile
    from newsspider.web.document import Document


@dataclass(kw_only=True, slots=True)
class Answers:
    """How often a selector was tried and found something, and the last day on which it did."""

    layout: str
    field: str
    selector: str
    tried: int = 0
    found: int = 0
    last_on: date | None = None


def counted(
    profile: SiteProfile, pages: Iterable[tuple[Document, date]]
) -> dict[tuple[str, str, str], Answers]:
    """The answers of each selector of the layouts, on article pages with the days they were captured."""
    table = {
        (layout.name, field, selector): Answers(layout=layout.name, field=field, selector=selector)
        for layout in profile.layouts
        for field, selector in _selectors(layout)
    }
    for page, day in pages:
        layout = profile.layout_for(page.url, day)
        for field, selector in _selectors(layout) if layout else ():
            assert layout is not None
            answers = table[layout.name, field, selector]
            answers.tried += 1
            if page.select(split_selector(selector)[0]):
                answers.found += 1
                answers.last_on = max(day, answers.last_on or day)
    return table


def _selectors(layout: Layout) -> Iterator[tuple[str, str]]:
    for field, selectors in layout.select.items():
        yield from ((field, selector) for selector in selectors)
    yield from (("remove", selector) for selector in layout.remove)
    yield from (("boxes", selector) for selector in layout.boxes)
