"""`newsspider run`: crawls what is due in the collection, several sites side by side."""

from __future__ import annotations

import signal
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from newsspider.cli.crawl import Setting, describe
from newsspider.cli.options import archive_option, json_option, log_options
from newsspider.cli.output import collection_summary, terminal
from newsspider.cli.output.collection_progress import CollectionProgressLine
from newsspider.cli.output.lost_terminal import drop_when_lost

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@click.command(epilog="Example: newsspider run --archive ~/archive --jobs 4")
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    metavar="N",
    help="Crawl N sites side by side (default: the setting `jobs`, 4).",
)
@click.option("--only", multiple=True, metavar="SITE", help="Only this site; may be repeated.")
@click.option("is_now", "--now", is_flag=True, help="Crawl sites that are not due, too.")
@click.option("settings", "--set", type=Setting(), multiple=True, help="Any Scrapy setting; may be repeated.")
@click.option("--quiet", is_flag=True, help="Print only what needs a person: problems, and new alarms.")
@log_options
@json_option
@archive_option
def command(
    jobs: int | None,
    only: tuple[str, ...],
    is_now: bool,
    settings: tuple[tuple[str, str], ...],
    quiet: bool,
    log_format: str | None,
    log_level: str | None,
    as_json: bool,
    archive: Path,
) -> int:
    """Crawl what is due in the collection: the profiles in the archive's folder `sites`.

    Each profile may say when it is due (`every: 6h`, `every: weekdays 05:15`), else the collection's setting
    `every` does.  A run that was missed or cut short is made up for once.  A site is never crawled twice at a
    time, and sites with a common host are crawled one after the other.  A profile that cannot be used is an
    alarm; the others are crawled.
    """
    from newsspider.collection import settings as collection_settings
    from newsspider.runner import notify
    from newsspider.runner.collection_run import CollectionRun

    collection = collection_settings.load(archive).with_options(
        jobs=jobs, log_format=log_format, log_level=log_level
    )
    with _interrupts() as interrupts, CollectionProgressLine(is_quiet=quiet) as on_progress:
        report = CollectionRun(
            archive=archive,
            settings=collection,
            only=only,
            is_now=is_now,
            overrides=dict(settings),
            on_progress=on_progress,
            interrupts=interrupts,
            tell=lambda opened: notify.tell(opened, collection).failures,
        ).run()
    describe(archive)
    with drop_when_lost("stdout"):
        if as_json:
            terminal.print_json(report)
        else:
            lines = collection_summary.news(report) if quiet else collection_summary.lines(report)
            for line in lines:
                click.echo(line)
    return report.exit_status


@contextmanager
def _interrupts() -> Iterator[Callable[[], int]]:
    """How often somebody pressed Ctrl-C, ended the program or closed the terminal."""
    times = 0

    def count(*_: object) -> None:
        nonlocal times
        times += 1

    numbers = [signal.SIGINT, signal.SIGTERM]
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
        numbers.append(signal.SIGHUP)
    before = {number: signal.signal(number, count) for number in numbers}
    try:
        yield lambda: times
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
