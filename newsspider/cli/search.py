"""`newsspider search`: the best articles for what a person types."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from newsspider.cli.options import archive_option, filter_options, json_option
from newsspider.cli.output import terminal

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Unpack

    from newsspider.cli.options import Filters
    from newsspider.queries.models import Found, FoundArticles


@click.command(
    # A word may begin with `-`; with the short option -h, `-chess` would show the help.
    context_settings={"ignore_unknown_options": True, "help_option_names": ["--help"]},
    epilog="Example: newsspider search fast trains -freight --since 2015 --limit 5",
)
@click.argument("query", nargs=-1, required=True)
@click.option(
    "--limit", type=click.IntRange(min=1), default=10, show_default=True, help="Show at most this many."
)
@filter_options
@json_option
@archive_option
def command(
    query: tuple[str, ...],
    limit: int,
    as_json: bool,
    archive: Path,
    **filters: Unpack[Filters],
) -> None:
    """Find articles by their words, the best first.

    \b
    fast cars       both words             '"fast cars"'  in this order
    fast OR cars    either word            fast -cars     the first, not the second
    car*            words that begin so    中国经济         these characters anywhere

    A hit in the headline counts most, then one in the standfirst, then one in the text.
    """  # noqa: D301 - click's mark for lines to be left as they are
    from newsspider.queries.reader import Reader
    from newsspider.queries.selection import Selection

    selection = Selection(query=" ".join(query), **filters)
    with Reader(archive) as reader:
        found = reader.search(reader.resolve(selection), limit=limit)
    if as_json:
        terminal.print_json(_json(found))
    else:
        _show(found)


def _json(found: FoundArticles) -> dict[str, object]:
    articles = [
        {
            name: _marked(value, "", "") if name in ("headline", "snippet") else value
            for name, value in asdict(each).items()
        }
        for each in found.found
    ]
    return {"total": found.total, "articles": articles}


def _show(found: FoundArticles) -> None:
    count, total = len(found.found), terminal.counted(found.total, "article")
    click.echo(f"{total}, the best {count} of them" if count < found.total else total)
    for number, each in enumerate(found.found, start=1):
        click.echo()
        for line in _lines(each, number):
            click.echo(line)


def _lines(each: Found, number: int) -> list[str]:
    on, off = click.style("", fg="yellow", bold=True, reset=False), click.style("")
    headline = _marked(each.headline, on, off) or "(no headline)"
    day = terminal.day(each.published_on, each.published_precision)
    byline = terminal.clean(", ".join(each.authors))
    facts = " · ".join(part for part in (day, terminal.clean(each.section), byline, each.site) if part)
    return [
        f"{number:>3}  {headline}",
        f"     {facts}",
        f"     {_marked(each.snippet, on, off)}",
        f"     {each.url}",
    ]


def _marked(text: str, on: str, off: str) -> str:
    """*text* with *on* and *off* around its hits."""
    from newsspider.queries.models import MARK_OFF, MARK_ON

    pieces = text.replace(MARK_OFF, MARK_ON).split(MARK_ON)
    cleaned = [_clean_piece(piece) for piece in pieces]
    return "".join(f"{on}{piece}{off}" if index % 2 else piece for index, piece in enumerate(cleaned)).strip()


def _clean_piece(piece: str) -> str:
    """*piece* cleaned; white space at an end becomes one space."""
    before, after = (" " if piece[:1].isspace() else ""), (" " if piece[-1:].isspace() else "")
    return f"{before}{terminal.clean(piece)}{after}" if piece.strip() else piece[:1]
