"""`newsspider export`: articles as tables and as files to read."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from newsspider.cli.options import archive_option, filter_options
from newsspider.cli.output import terminal
from newsspider.errors import UsageError

if TYPE_CHECKING:
    from typing import Unpack

    from newsspider.cli.options import Filters
    from newsspider.export.format import ArticleFormat, CaptureFormat
    from newsspider.export.request import ExportCounts, ExportRequest
    from newsspider.queries.extents import Each
    from newsspider.queries.reader import Reader
    from newsspider.queries.selection import Selection


class _FormatName(click.ParamType["ArticleFormat | CaptureFormat"]):
    """The name of a format; the formats are loaded when a name is read or the help is shown."""

    name = "format"

    def convert(
        self, value: str, param: click.Parameter | None, ctx: click.Context | None
    ) -> ArticleFormat | CaptureFormat:
        """The format."""
        from newsspider.export import registry

        try:
            return registry.find(value)
        except UsageError as error:
            self.fail(str(error), param, ctx)


class _ExportCommand(click.Command):
    """A command whose help lists the formats."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the formats, then the options."""
        from newsspider.export import registry

        with formatter.section("Formats"):
            formatter.write_dl([(each.name, each.summary) for each in registry.all_formats()])
        super().format_options(ctx, formatter)


@click.command(
    cls=_ExportCommand,
    epilog="Example: newsspider export csv -o articles.csv --since 2017 --link-blocks links.csv",
)
@click.argument("chosen", type=_FormatName(), metavar="FORMAT")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, allow_dash=True),
    metavar="FILE",
    help="Write to FILE (for markdown, a folder), not to standard output.",
)
@filter_options
@click.option("--query", metavar="QUERY", help="Only what `newsspider search QUERY` finds.")
@click.option(
    "--each",
    type=click.Choice(("issue", "month")),
    help="For epub: one book for each issue or month, in the folder of -o.",
)
@click.option(
    "--link-blocks",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write a table of the link blocks to FILE, one row for each link.",
)
@click.option(
    "--only-new",
    metavar="NAME",
    help="Only articles that are new or changed since the last export of this NAME.",
)
@click.option(
    "--dictionary/--no-dictionary",
    "is_described",
    default=True,
    help="Describe each field in a second file (default: yes).",
)
@archive_option
def command(
    chosen: ArticleFormat | CaptureFormat,
    output: Path | None,
    query: str | None,
    each: Each | None,
    link_blocks: Path | None,
    only_new: str | None,
    is_described: bool,
    archive: Path,
    **filters: Unpack[Filters],
) -> None:
    """Export articles, oldest first.

    The table of --link-blocks has the same format, or is CSV if that format has no tables; with no filter but
    --site, it also has the link blocks of fronts.  A file or folder is replaced when the export is complete;
    if the export fails, the old one stays.  All text is UTF-8; CSV files begin with a byte order mark for
    spreadsheets, standard output does not.

    FILE.datapackage.json beside a file describes each field; a folder has datapackage.json in it.
    --only-new remembers in the archive's folder `exports` what was exported under that name.
    """
    from newsspider.export.editions import edition
    from newsspider.export.format import CaptureFormat
    from newsspider.export.request import ExportRequest
    from newsspider.queries.reader import Reader
    from newsspider.queries.selection import Selection
    from newsspider.storage.articles import exported_articles

    selection = Selection(query=query, **filters)
    target = None if output is None or str(output) == "-" else output
    if isinstance(chosen, CaptureFormat):
        if selection != Selection(site=selection.site) or link_blocks or each or only_new is not None:
            raise UsageError(
                f"{chosen.name} holds whole runs with all their answers; expected no filter but --site"
            )
        _pack(chosen, archive, target, selection)
        return
    if only_new is not None:
        _check_only_new(chosen, target, each)
    with Reader(archive) as reader:
        selection = reader.resolve(selection)
        record = exported_articles.record(archive, only_new) if only_new is not None else None
        is_compared = record is not None and record.exists()
        if record and is_compared:
            reader.compare(record)
        exported = replace(selection, is_new=is_compared)
        with reader.snapshot():
            request = ExportRequest(
                format=chosen,
                edition=edition(reader.extent(exported), selection),
                target=target,
                link_blocks=link_blocks,
                is_described=is_described,
            )
            counts = _write(reader, exported, request, each=each)
            if record:
                exported_articles.write(record, reader.wordings(exported))
    _print_counts(counts, request)


def _check_only_new(chosen: ArticleFormat, target: Path | None, each: Each | None) -> None:
    """Refuse to replace all articles by some."""
    if each:
        raise click.UsageError("--only-new and --each cannot be combined: --each makes whole books")
    if chosen.makes_folder and target and target.is_dir() and any(target.iterdir()):
        raise click.UsageError(f"--only-new would replace all articles in {target}; expected a new folder")


def _write(
    reader: Reader, selection: Selection, request: ExportRequest, *, each: Each | None
) -> ExportCounts:
    from newsspider.cli.output.export_progress import ExportProgress
    from newsspider.export import epub_series, write_articles
    from newsspider.queries.selection import Selection

    with ExportProgress(request.edition.articles) as counting:
        if each:
            return epub_series.write(reader, selection, request, each=each, watched=counting)
        has_fronts = selection == Selection(site=selection.site)
        fronts = reader.front_blocks(selection.site) if has_fronts else ()
        return write_articles.write(counting(reader.selected(selection)), request, front_blocks=fronts)


def _pack(chosen: CaptureFormat, archive: Path, target: Path | None, selection: Selection) -> None:
    from newsspider.cli.output.step_progress import StepProgress
    from newsspider.queries.reader import Reader

    with Reader(archive) as reader:
        site = reader.resolve(selection).site
    if target is None:
        raise UsageError(f"{chosen.name} cannot go to standard output; expected -o FILE.{chosen.ending}")
    with StepProgress("export") as on_step:
        packed = chosen.pack(archive, target, site=site, on_step=on_step)
    files, pages = terminal.counted(packed.files, "WARC file"), terminal.counted(packed.pages, "page")
    terminal.note(f"{files} with {pages} to {target} ({terminal.size(packed.size_bytes)})")


def _print_counts(counts: ExportCounts, request: ExportRequest) -> None:
    where = f" to {request.target}" if request.target else ""
    links = (
        f", {terminal.counted(counts.links, 'link')} to {request.link_blocks}" if request.link_blocks else ""
    )
    books = f" in {terminal.counted(counts.files, 'book')}" if counts.files else ""
    terminal.note(f"{terminal.counted(counts.articles, 'article')}{books}{where}{links}")
