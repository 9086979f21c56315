"""`newsspider export`: articles as tables and as files to read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from newsspider.cli import terminal
from newsspider.cli.options import archive_option, filter_options
from newsspider.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from newsspider.export.orders import Exported, Form
    from newsspider.storage.extents import Each
    from newsspider.storage.queries import Reader
    from newsspider.storage.rows import FrontBlock
    from newsspider.storage.selection import Selection

FORMS = ("csv", "json", "jsonl", "markdown", "atom", "parquet", "epub", "wacz")
_FILE = click.Path(path_type=Path, allow_dash=True)


@click.command(epilog="Example: newsspider export csv -o articles.csv --since 2017 --link-blocks links.csv")
@click.argument("form", type=click.Choice(FORMS), metavar="|".join(FORMS))
@click.option(
    "-o",
    "--output",
    type=_FILE,
    metavar="FILE",
    help="Write to FILE (of Markdown, a folder), not to standard output.",
)
@filter_options
@click.option("--query", metavar="QUERY", help="Only what `newsspider search QUERY` finds.")
@click.option("--issue", metavar="ISSUE", help="Only this issue, named as the archive has it.")
@click.option(
    "--each", type=click.Choice(("issue", "month")), help="Of epub: a book for each, into the folder of -o."
)
@click.option(
    "--link-blocks",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write a table of the link blocks, a row a link, to FILE.",
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
    issue: str | None,
    each: Each | None,
    link_blocks: Path | None,
    archive: Path,
) -> None:
    """Export articles, oldest first.

    \b
    csv       a row an article, safe to open in a spreadsheet
    json      one array: each article with its link blocks, pictures and addresses
    jsonl     the same, one object a line
    markdown  a folder, one file an article, with its facts in front
    atom      a feed (RFC 4287) with whole articles
    parquet   a row an article, typed, with its link blocks, pictures and addresses nested
    epub      a book, a chapter an article; with --each, one for each issue or month
    wacz      what the servers answered, with an index, for replayweb.page; of filters, only --site

    The table of --link-blocks has the same form, or is CSV where that is no table; with no filter but
    --site, it also has the link blocks of fronts.  A file or folder is replaced when the export is complete,
    and stays as it was if it fails.  All is UTF-8; CSV files begin with a byte order mark, which
    spreadsheets want, standard output does not.
    """  # noqa: D301 - click's mark for lines to be left as they are
    from newsspider.export import files, series
    from newsspider.export.editions import edition
    from newsspider.export.orders import Order
    from newsspider.storage.queries import Reader
    from newsspider.storage.selection import Selection

    selection = Selection(
        site=site, since=since, until=until, section=section, author=author, query=query, issue=issue
    )
    if form == "wacz":
        if selection != Selection(site=site) or link_blocks or each:
            raise UsageError("wacz holds whole runs, all of their answers; only --site chooses among them")
        _pack(archive, output, site)
        return
    with Reader(archive) as reader:
        order = Order(
            form=cast("Form", form),
            edition=edition(reader.extent(selection), selection),
            target=None if output is None or str(output) == "-" else output,
            link_blocks=link_blocks,
        )
        if each:
            exported = series.write(reader, selection, order, each=each)
        else:
            fronts = _front_blocks(reader, selection)
            exported = files.write(reader.selected(selection), order, front_blocks=fronts)
    _tell(exported, output, link_blocks)


def _front_blocks(reader: Reader, selection: Selection) -> Iterable[FrontBlock]:
    """The fronts' link blocks, unless the selection asks for some articles only."""
    from newsspider.storage.selection import Selection

    return reader.front_blocks(selection.site) if selection == Selection(site=selection.site) else ()


def _pack(archive: Path, output: Path | None, site: str | None) -> None:
    from newsspider.cli.steps import Steps
    from newsspider.export import wacz

    if output is None or str(output) == "-":
        raise UsageError("wacz wants a file: -o FILE.wacz")
    with Steps("export") as on_step:
        packed = wacz.write(archive, output, site=site, on_step=on_step)
    files, pages = terminal.counted(packed.files, "WARC file"), terminal.counted(packed.pages, "page")
    terminal.note(f"{files} with {pages} to {output} ({terminal.size(packed.size_bytes)})")


def _tell(exported: Exported, output: Path | None, link_blocks: Path | None) -> None:
    where = f" to {output}" if output and str(output) != "-" else ""
    links = f", {terminal.counted(exported.links, 'link')} to {link_blocks}" if link_blocks else ""
    books = f" in {terminal.counted(exported.files, 'book')}" if exported.files else ""
    terminal.note(f"{terminal.counted(exported.articles, 'article')}{books}{where}{links}")
