"""`newsspider export`: articles as CSV, JSON or JSON Lines."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from newsspider.cli import terminal
from newsspider.cli.options import archive_option, filter_options

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from newsspider.export.files import Exported, Format
    from newsspider.storage.queries import Reader
    from newsspider.storage.rows import FrontBlock
    from newsspider.storage.selection import Selection

_FILE = click.Path(path_type=Path, allow_dash=True)


@click.command(epilog="Example: newsspider export csv -o articles.csv --since 2017 --link-blocks links.csv")
@click.argument("form", type=click.Choice(("csv", "json", "jsonl")), metavar="csv|json|jsonl")
@click.option("-o", "--output", type=_FILE, metavar="FILE", help="Write to FILE, not to standard output.")
@filter_options
@click.option("--query", metavar="QUERY", help="Only what `newsspider search QUERY` finds.")
@click.option(
    "--link-blocks",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write the link blocks, as CSV, to FILE.",
)
@archive_option
def command(
    form: str,
    output: Path | None,
    site: str | None,
    since: date | None,
    until: date | None,
    section: str | None,
    author: str | None,
    query: str | None,
    link_blocks: Path | None,
    archive: Path,
) -> None:
    """Export articles, oldest first.

    CSV has a column for each field, safe to open in a spreadsheet.  JSON is one array, JSONL one
    object a line; both hold the link blocks, pictures and addresses of each article.  With no
    filter but --site, the file of --link-blocks also has the link blocks of fronts.
    A file is replaced when the export is complete, and stays as it was if it fails.  All is UTF-8;
    CSV files begin with a byte order mark, which spreadsheets want, standard output does not.
    """
    from newsspider.export import files
    from newsspider.storage.queries import Reader
    from newsspider.storage.selection import Selection

    selection = Selection(site=site, since=since, until=until, section=section, author=author, query=query)
    with Reader(archive) as reader:
        exported = files.write(
            reader.selected(selection),
            form=cast("Format", form),
            target=None if output is None or str(output) == "-" else output,
            link_blocks=link_blocks,
            front_blocks=_front_blocks(reader, selection),
        )
    _tell(exported, output, link_blocks)


def _front_blocks(reader: Reader, selection: Selection) -> Iterable[FrontBlock]:
    """The fronts' link blocks, unless the selection asks for some articles only."""
    from newsspider.storage.selection import Selection

    return reader.front_blocks(selection.site) if selection == Selection(site=selection.site) else ()


def _tell(exported: Exported, output: Path | None, link_blocks: Path | None) -> None:
    where = f" to {output}" if output and str(output) != "-" else ""
    links = f", {terminal.counted(exported.links, 'link')} to {link_blocks}" if link_blocks else ""
    terminal.note(f"{terminal.counted(exported.articles, 'article')}{where}{links}")
