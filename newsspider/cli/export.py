"""`newsspider export`: articles as tables and as files to read."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, cast, get_args

import click

from newsspider.cli.options import archive_option, filter_options
from newsspider.cli.output import terminal
from newsspider.errors import UsageError
from newsspider.export.request import Form

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from newsspider.export.request import Exported, Order
    from newsspider.queries.extents import Each
    from newsspider.queries.models import FrontBlock
    from newsspider.queries.reader import Reader
    from newsspider.queries.selection import Selection

FORMS: tuple[str, ...] = (*get_args(Form), "wacz")
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
@click.option(
    "--only-new", metavar="NAME", help="Only what is new or reworded since the exports of this NAME."
)
@click.option(
    "--dictionary/--no-dictionary",
    "is_described",
    default=True,
    help="Write what each field means beside the file (default: yes).",
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
    only_new: str | None,
    is_described: bool,
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

    Beside a file, FILE.datapackage.json says what each field means; a folder has datapackage.json in it.
    --only-new remembers in the archive's folder `exports` what was exported under that name.
    """  # noqa: D301 - click's mark for lines to be left as they are
    from newsspider.export.editions import edition
    from newsspider.export.request import Order
    from newsspider.queries.reader import Reader
    from newsspider.queries.selection import Selection
    from newsspider.storage.articles import exported_articles

    selection = Selection(
        site=site, since=since, until=until, section=section, author=author, query=query, issue=issue
    )
    if form == "wacz":
        if selection != Selection(site=site) or link_blocks or each or only_new is not None:
            raise UsageError("wacz holds whole runs, all of their answers; only --site chooses among them")
        with Reader(archive) as reader:
            site = reader.resolve(selection).site
        _pack(archive, output, site)
        return
    if only_new is not None:
        _check_only_new(form, output, each)
    with Reader(archive) as reader:
        selection = reader.resolve(selection)
        record = exported_articles.record(archive, only_new) if only_new is not None else None
        wanted = replace(selection, is_new=_is_compared(reader, record))
        with reader.snapshot():
            order = Order(
                form=cast("Form", form),
                edition=edition(reader.extent(wanted), selection),
                target=None if output is None or str(output) == "-" else output,
                link_blocks=link_blocks,
                is_described=is_described,
            )
            exported = _write(reader, wanted, order, each=each)
            if record:
                exported_articles.write(record, reader.wordings(wanted))
    _tell(exported, output, link_blocks)


def _is_compared(reader: Reader, record: Path | None) -> bool:
    """Whether there is a record of earlier exports; now the reader knows it."""
    if record is None or not record.exists():
        return False
    reader.compare(record)
    return True


def _write(reader: Reader, wanted: Selection, order: Order, *, each: Each | None) -> Exported:
    from newsspider.cli.output.export_progress import ExportProgress
    from newsspider.export import write_articles
    from newsspider.export.formats import epub_series

    with ExportProgress(order.edition.articles) as counting:
        if each:
            return epub_series.write(reader, wanted, order, each=each, watched=counting)
        fronts = _front_blocks(reader, wanted)
        return write_articles.write(counting(reader.selected(wanted)), order, front_blocks=fronts)


def _check_only_new(form: str, output: Path | None, each: Each | None) -> None:
    """Refuse to put some articles in the place of all."""
    if each:
        raise click.UsageError("--only-new leaves out articles, --each makes whole books; wanted one of them")
    if form == "markdown" and output and output.is_dir() and any(output.iterdir()):
        raise click.UsageError(f"--only-new would leave nothing else in {output}; wanted a new folder")


def _front_blocks(reader: Reader, selection: Selection) -> Iterable[FrontBlock]:
    """The fronts' link blocks, unless the selection asks for some articles only, or for what is new."""
    from newsspider.queries.selection import Selection

    return reader.front_blocks(selection.site) if selection == Selection(site=selection.site) else ()


def _pack(archive: Path, output: Path | None, site: str | None) -> None:
    from newsspider.cli.output.step_progress import StepProgress
    from newsspider.export.formats import wacz

    if output is None or str(output) == "-":
        raise UsageError("wacz wants a file: -o FILE.wacz")
    with StepProgress("export") as on_step:
        packed = wacz.write(archive, output, site=site, on_step=on_step)
    files, pages = terminal.counted(packed.files, "WARC file"), terminal.counted(packed.pages, "page")
    terminal.note(f"{files} with {pages} to {output} ({terminal.size(packed.size_bytes)})")


def _tell(exported: Exported, output: Path | None, link_blocks: Path | None) -> None:
    where = f" to {output}" if output and str(output) != "-" else ""
    links = f", {terminal.counted(exported.links, 'link')} to {link_blocks}" if link_blocks else ""
    books = f" in {terminal.counted(exported.files, 'book')}" if exported.files else ""
    terminal.note(f"{terminal.counted(exported.articles, 'article')}{books}{where}{links}")
