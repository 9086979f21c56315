"""`newsspider sites`: lists the profiles of the collection, and those that come with newsspider."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from newsspider.cli.options import archive_option, json_option
from newsspider.cli.output import terminal

if TYPE_CHECKING:
    from pathlib import Path


@click.command(epilog="Example: newsspider sites --json")
@json_option
@archive_option
def command(as_json: bool, archive: Path) -> None:
    """List the publications that have a profile.

    For another one, give its web address to `newsspider crawl`, or a YAML file with its `name` and its
    `start` pages.
    """
    from newsspider import profiles
    from newsspider.collection import site_files

    collected = site_files.load_all(archive)
    shipped = {name: profiles.load(name) for name in profiles.shipped()}
    known = [*collected.profiles.values(), *(shipped[name] for name in shipped.keys() - collected.profiles)]
    known.sort(key=lambda profile: profile.name)
    if as_json:
        keys = ("site", "title", "start", "profile")
        terminal.print_json(
            [dict(zip(keys, (each.name, each.title, each.start, each.source), strict=True)) for each in known]
        )
    else:
        rows = [(each.name, terminal.clean(each.title), each.home_url, each.source or "") for each in known]
        for line in terminal.table(("site", "title", "start", "profile"), rows):
            click.echo(line)
    for error in collected.broken.values():
        terminal.note(f"newsspider: {error}")
