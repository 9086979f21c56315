"""`newsspider save-case`: keeps a page, and what is read from it now, as a case for `newsspider check`."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from newsspider.cli.options import archive_option
from newsspider.errors import ArchiveMissing, UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from newsspider.profiles import SiteProfile
    from newsspider.queries.page_captures import PageCapture


@click.command(epilog="Example: newsspider save-case https://www.example.org/2019/story --archive ~/archive")
@click.argument("url")
@click.option("--site", metavar="SITE", help="The site of the page, if the archive does not know it.")
@archive_option
def command(url: str, site: str | None, archive: Path) -> None:
    """Keep the page at URL, and what is read from it now.

    The page is taken from its last capture in the archive; one that is not there is requested.  The case is
    two files in the archive's folder `cases`: correct in expected.yaml what is read wrongly, and `newsspider
    check` says what still differs.
    """
    from newsspider.collection import case_files
    from newsspider.profiles import drafts
    from newsspider.survey import case_reading

    address = drafts.address_of(url)
    capture = _capture(archive, address, site)
    profile = _profile(archive, address, site or (capture.site if capture else None))
    html, kind, at = _kept(archive, capture) if capture else _live(address)
    fields = case_reading.reading(html, address, content_type=kind, at=at, profile=profile)
    case = case_files.Case(
        name=case_files.name_of(address),
        url=address,
        captured_at=at,
        content_type=kind,
        html=html,
        expected=fields,
    )
    place = case_files.save(archive, profile.name, case)
    click.echo(f"{place}: saved; read {case_files.EXPECTED} there, and correct what is wrong")


def _capture(archive: Path, url: str, site: str | None) -> PageCapture | None:
    from newsspider.collection import site_files
    from newsspider.queries import page_captures

    name = site_files.load(site, archive).name if site else None
    try:
        return page_captures.latest(archive, url, site=name)
    except ArchiveMissing:
        return None


def _profile(archive: Path, url: str, site: str | None) -> SiteProfile:
    """The profile of the site; without a name that of the collection which has the page's host."""
    from newsspider.collection import site_files

    if site:
        return site_files.load(site, archive)
    fitting = [one for one in site_files.load_all(archive).profiles.values() if one.allows(url)]
    if len(fitting) != 1:
        raise UsageError(f"{url}: the archive does not know its site; name it with --site SITE")
    return fitting[0]


def _kept(archive: Path, capture: PageCapture) -> tuple[bytes, str | None, datetime]:
    from newsspider.storage.warc.reader import read_payload

    answer = read_payload(archive, capture.warc_file, capture.warc_offset)
    return answer.body, capture.content_type, answer.captured_at


def _live(url: str) -> tuple[bytes, str | None, datetime]:
    from newsspider.runner import page_fetch

    page = page_fetch.fetch(url)
    return page.body, page.content_type, datetime.now(UTC).replace(microsecond=0)
