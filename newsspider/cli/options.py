"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypedDict, TypeVar

import click

from newsspider.errors import UsageError
from newsspider.language import typed_periods

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

_Command = TypeVar("_Command", bound="Callable[..., object]")


class Filters(TypedDict):
    """The values of `filter_options`: fields of a Selection."""

    site: str | None
    since: date | None
    until: date | None
    section: str | None
    author: str | None
    issue: str | None


class Day(click.ParamType["date"]):
    """YYYY, YYYY-MM or YYYY-MM-DD; a year or month becomes its first or last day."""

    name = "date"

    def __init__(self, end: Literal["first", "last"]) -> None:
        self._day = typed_periods.first_day if end == "first" else typed_periods.last_day

    def convert(self, value: str | date, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day."""
        if not isinstance(value, str):
            return value
        try:
            return self._day(value)
        except UsageError as error:
            self.fail(str(error), param, ctx)


def archive_option(command: _Command) -> _Command:
    """`--archive DIR`."""
    return click.option(
        "--archive",
        type=click.Path(path_type=Path),
        default=Path("archive"),
        envvar="NEWSSPIDER_ARCHIVE",
        metavar="DIR",
        help="The archive's folder (default: ./archive, or the variable NEWSSPIDER_ARCHIVE).",
    )(command)


def json_option(command: _Command) -> _Command:
    """`--json`."""
    return click.option("as_json", "--json", is_flag=True, help="Print JSON, for a script.")(command)


def log_options(command: _Command) -> _Command:
    """`--log-format --log-level`."""
    options = (
        click.option(
            "--log-format",
            type=click.Choice(("text", "json")),
            help="Logs on standard error as text or as JSON lines (default: the setting `log_format`).",
        ),
        click.option(
            "--log-level",
            type=click.Choice(("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"), case_sensitive=False),
            help="The least level that is logged (default: CRITICAL; INFO with JSON lines).",
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


def filter_options(command: _Command) -> _Command:
    """`--site --since --until --section --author --issue`: which articles; upper and lower case are alike."""
    options = (
        click.option("--site", metavar="SITE", help="Only this site."),
        click.option(
            "--since", type=Day("first"), help="Published on this day or later: YYYY, YYYY-MM or YYYY-MM-DD."
        ),
        click.option(
            "--until",
            type=Day("last"),
            help="Published on this day or earlier; a month or year counts whole.",
        ),
        click.option("--section", metavar="SECTION", help="Only this section, in upper or lower case."),
        click.option("--author", metavar="NAME", help="Only articles with this full name in the byline."),
        click.option("--issue", metavar="ISSUE", help="Only this issue, by its name in the archive."),
    )
    for option in reversed(options):
        command = option(command)
    return command
