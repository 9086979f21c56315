"""Renders templates into answers; what all pages of the reading room share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from newsspider.browse import charts, templating
from newsspider.browse.request_params import Answer, Asked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsspider.browse.queries.models import Month

# The links at the top of every page.
NAVIGATION: Final = (
    ("Articles", "/search"),
    ("Issues", "/issues"),
    ("Sections", "/sections"),
    ("Authors", "/authors"),
    ("Links", "/links"),
    ("Runs", "/runs"),
)
_WIDE, _NARROW = 1_080, 340


def missing(asked: Asked, message: str, *, status: int = 404) -> Answer:
    """A page that says what does not exist."""
    answer = page("message.html", asked, message=message)
    return Answer(body=answer.body, status=status)


def both_widths(months: Sequence[Month]) -> tuple[charts.Columns, ...]:
    """The chart of articles over time, for wide and for narrow windows; `()` without dates."""
    drawn = (
        charts.columns(months, width=_WIDE, height=180),
        charts.columns(months, width=_NARROW, height=140),
    )
    return tuple(chart for chart in drawn if chart)


def page(template: str, asked: Asked, **values: object) -> Answer:
    """A template with its values, as an HTML page."""
    return Answer(body=rendered(template, asked, **values))


def rendered(template: str, asked: Asked, **values: object) -> str:
    """A template with its values and those that every template may use."""
    return (
        templating.environment()
        .get_template(template)
        .render(
            asked=asked,
            path=asked.path,
            navigation=NAVIGATION,
            static_mark=templating.static_mark(),
            **values,
        )
    )
