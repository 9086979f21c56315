"""`newsspider init`: looks at a publication, and writes its profile."""

from __future__ import annotations

import difflib
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from newsspider.cli.options import archive_option, json_option
from newsspider.cli.output import terminal
from newsspider.cli.output.step_progress import StepProgress
from newsspider.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from newsspider.items import Article
    from newsspider.survey.observed import Observed
    from newsspider.survey.profile_draft import Draft

WIDEST_HEADLINE, WIDEST_AUTHORS = 52, 24


@click.command(epilog="Example: newsspider init https://www.example.org/ --archive ~/archive")
@click.argument("url")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Where the profile is written (default: the archive's folder `sites`).",
)
@click.option("--base", metavar="URL", help="Look at a copy of the site at URL.")
@click.option("--update", is_flag=True, help="Show what a profile that is there lacks, as a diff.")
@click.option("--write", is_flag=True, help="With --update: write it.")
@json_option
@archive_option
def command(
    url: str,
    output: Path | None,
    base: str | None,
    update: bool,
    write: bool,
    as_json: bool,
    archive: Path,
) -> None:
    """Look at the publication at URL, and write its profile.

    At most 40 pages are requested, as politely as in a crawl: robots.txt, the home page, feeds, site maps,
    lists and articles.  Each line of the profile says why it is there.  A file that is there already is not
    changed.  After a redesign, --update shows what it lacks: nothing but additions, such as the end of a
    layout whose selectors find nothing any more.
    """
    from newsspider.collection import site_files
    from newsspider.profiles import drafts

    address = drafts.address_of(url)
    name = drafts.name_of(address)
    file = output or site_files.starting_at(address, archive) or site_files.folder(archive) / f"{name}.yaml"
    is_old = file.exists()
    if update:
        _update(address, file, archive, base, may_write=write, as_json=as_json)
        return
    if write:
        raise UsageError("--write belongs to --update; without that, the profile is written anyway")
    if is_old and not (_is_at_terminal() and click.confirm(f"{file} is there already. Overwrite it?")):
        raise UsageError(
            f"{file} is there already; see what it lacks with --update, or name another file with -o"
        )
    seen, draft = learnt(address, name=name, archive=archive, base=base)
    drafts.write(draft.text, file, is_new=not is_old)
    if as_json:
        terminal.print_json(_as_json(file, seen, draft))
        return
    click.echo(f"{file}: written, from {_counted(seen)}")
    for line in _articles(draft.articles):
        click.echo(line)


def _update(
    address: str, file: Path, archive: Path, base: str | None, *, may_write: bool, as_json: bool
) -> None:
    """Show what a profile lacks, and write it if that is wanted."""
    from newsspider import profiles
    from newsspider.profiles import drafts
    from newsspider.survey import profile_update

    if not file.exists():
        raise UsageError(f"there is no profile {file} to update; leave out --update to write one")
    profile, text = profiles.load(str(file)), file.read_text("utf-8-sig")
    seen, draft = learnt(address, name=profile.name, archive=archive, base=base)
    new = profile_update.updated(text, profile, seen, draft)
    name = str(file)
    diff = list(
        difflib.unified_diff(text.splitlines(), new.splitlines(), name, f"{name}, updated", lineterm="")
    )
    if not as_json:
        click.echo("\n".join(map(terminal.without_control_characters, diff)) or f"{file}: lacks nothing")
    if diff and not may_write and not as_json and _is_at_terminal():
        may_write = click.confirm("Write it?")
    if diff and may_write:
        drafts.write(new, file, is_new=False)
    if as_json:
        terminal.print_json({"profile": name, "diff": diff, "is_written": bool(diff and may_write)})


def learnt(address: str, *, name: str, archive: Path, base: str | None) -> tuple[Observed, Draft]:
    """What was seen of the publication at *address*, and the profile that follows from it.

    Raises:
        FetchError: nothing could be fetched.
        UsageError: there is no publication.
        HostHeld: a crawl of the host is running.
    """
    from newsspider.runner import site_survey, watchdog
    from newsspider.survey import profile_draft

    with watchdog.Watchdog.beside(watchdog.line_of_a_page) as watched, StepProgress("looking at") as on_step:
        seen = site_survey.survey(
            address,
            name=name,
            archive=archive,
            base_url=base,
            on_page=_shown(on_step),
            watch=partial(watched.lone_page, longest_s=watchdog.LONGEST_S),
        )
        if why := profile_draft.why_no_publication(seen):
            raise UsageError(f"{address} does not look like a publication: {why}")
        return seen, profile_draft.draft(seen, name=name, typed_url=address)


def _shown(on_step: Callable[[str], None]) -> Callable[[int, str], None]:
    return lambda number, url: on_step(f"page {number}: {terminal.clean(url)}")


def _is_at_terminal() -> bool:
    return sys.stdin.isatty() and sys.stderr.isatty()


def _counted(seen: Observed) -> str:
    pages, articles, lists = len(list(seen.pages())), len(seen.articles()), len(seen.fronts())
    return (
        f"{terminal.counted(pages, 'page')}: {terminal.counted(articles, 'article')},"
        f" {terminal.counted(lists, 'list')}"
    )


def _articles(articles: tuple[Article, ...]) -> list[str]:
    """A table of articles as they are read with the profile."""
    header = ("headline", "date", "author", "words", "link blocks")
    rows = [
        (
            _cut(article.headline, WIDEST_HEADLINE),
            terminal.day(article.published_on, article.published_precision) or "-",
            _cut(", ".join(article.authors), WIDEST_AUTHORS) or "-",
            f"{len(article.text.split()):,}",
            str(len(article.link_blocks)),
        )
        for article in articles
    ]
    return ["", *terminal.table(header, rows, numbers=(3, 4))] if rows else []


def _cut(text: str | None, widest: int) -> str:
    line = terminal.clean(text)
    return line if len(line) <= widest else f"{line[: widest - 1]}…"


def _as_json(file: Path, seen: Observed, draft: Draft) -> dict[str, object]:
    return {
        "profile": str(file),
        "text": draft.text,
        "pages": len(list(seen.pages())),
        "failed": seen.failures,
        "lines": [
            {
                "key": line.key,
                "value": [item.value for item in line.items] if line.items else line.value,
                "used": line.is_used,
                "why": "; ".join(filter(None, [line.why, *(item.why for item in line.items)])),
            }
            for line in draft.lines
        ],
        "articles": [
            {
                "url": article.canonical_url,
                "headline": article.headline,
                "published_on": article.published_on,
                "authors": article.authors,
                "words": len(article.text.split()),
                "link_blocks": len(article.link_blocks),
            }
            for article in draft.articles
        ],
    }
