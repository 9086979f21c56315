"""`newsspider check`: reads a site's saved cases, and says what is read differently."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

import click

from newsspider.cli.options import archive_option, json_option
from newsspider.cli.output import terminal
from newsspider.errors import ArchiveMissing, NewsspiderError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

    from newsspider.collection.case_files import Case
    from newsspider.profiles import SiteProfile
    from newsspider.survey.case_reading import Difference
    from newsspider.survey.selector_answers import Answers
    from newsspider.web.document import Document

_DIFFERS = 1
MOST_CAPTURES = 60  # of the archive, in which selectors are tried


@click.command(epilog="Example: newsspider check chinatoday --live --archive ~/archive")
@click.argument("site")
@click.option("--live", is_flag=True, help="Also try the profile's selectors on the site's latest articles.")
@json_option
@archive_option
def command(site: str, live: bool, as_json: bool, archive: Path) -> int:
    """Read the saved cases of SITE, and show what is read differently.

    `newsspider save-case URL` saves one.  With --live, a few of the latest articles are requested, and each
    selector of the profile's layouts is tried on them and on the archive's captures.  The exit status is 1 if
    something differs, or if a selector finds nothing on the site any more.
    """
    from newsspider.collection import case_files, site_files

    profile = site_files.load(site, archive)
    cases = case_files.load_all(archive, profile.name)
    if not cases and not live:
        raise UsageError(
            f"site {profile.name!r} has no saved cases in {case_files.folder(archive, profile.name)};"
            " save one with newsspider save-case URL"
        )
    found = {case.name: _differences(case, profile) for case in cases}
    rows = _selector_rows(profile, archive) if live else []
    if as_json:
        terminal.print_json({"site": profile.name, "cases": found, "selectors": rows})
    else:
        _show(found, rows)
    return _DIFFERS if any(found.values()) or any(row["is_lost"] for row in rows) else 0


def _differences(case: Case, profile: SiteProfile) -> tuple[Difference, ...]:
    from newsspider.survey import case_reading

    read = case_reading.reading(
        case.html, case.url, content_type=case.content_type, at=case.captured_at, profile=profile
    )
    return case_reading.differences(case.expected, read)


def _selector_rows(profile: SiteProfile, archive: Path) -> list[dict[str, object]]:
    """Each selector with its answers on the site now, and in the archive's captures."""
    from newsspider.runner import site_survey, watchdog
    from newsspider.survey import selector_answers

    with watchdog.Watchdog.beside(watchdog.line_of_a_page) as watched:
        watch = partial(watched.lone_page, longest_s=watchdog.LONGEST_S)
        seen = site_survey.latest_articles(profile, archive=archive, watch=watch)
    pages = [(one.document, seen.at.date()) for one in seen.articles() if one.document]
    now = selector_answers.counted(profile, pages)
    before = selector_answers.counted(profile, _captured(profile, archive))
    return [_row(now[key], before[key]) for key in now]


def _row(now: Answers, before: Answers) -> dict[str, object]:
    return {
        "layout": now.layout,
        "field": now.field,
        "selector": now.selector,
        "live": now.found,
        "live_pages": now.tried,
        "captures": before.found,
        "captured_pages": before.tried,
        "last_on": before.last_on,
        "is_lost": now.tried > 0 and not now.found and before.found > 0,
    }


def _captured(profile: SiteProfile, archive: Path) -> Iterator[tuple[Document, date]]:
    """The last captures of articles in the archive, with their days."""
    from newsspider.queries import page_captures
    from newsspider.storage.warc.reader import read_payload
    from newsspider.web.document import Document

    captures: list[page_captures.PageCapture] = []
    with suppress(ArchiveMissing):
        captures = page_captures.articles(archive, profile.name, most=MOST_CAPTURES)
    for one in captures:
        with suppress(NewsspiderError):  # a damaged record or page: `verify` tells of it
            answer = read_payload(archive, one.warc_file, one.warc_offset)
            yield (
                Document(answer.body, one.url, content_type=one.content_type),
                answer.captured_at.date(),
            )


def _show(found: dict[str, tuple[Difference, ...]], rows: list[dict[str, object]]) -> None:
    for name, differences in found.items():
        click.echo(f"{name}: {'differs' if differences else 'as expected'}")
        for difference in differences:
            click.echo(f"  {terminal.clean(difference.field)}: - expected, + read")
            for line in difference.lines:
                click.echo(f"    {terminal.clean(line)}")
    if not rows:
        return
    table = [
        (
            str(row["layout"]),
            str(row["field"]),
            str(row["selector"]),
            f"{row['live']} of {row['live_pages']}",
            f"{row['captures']} of {row['captured_pages']}",
            str(row["last_on"] or "-"),
            "lost" if row["is_lost"] else "",
        )
        for row in rows
    ]
    header = ("layout", "field", "selector", "now", "captures", "last found", "")
    for line in terminal.table(header, table):
        click.echo(line)
