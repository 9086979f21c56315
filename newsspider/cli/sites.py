"""`newsspider sites`: the profiles that come with newsspider."""

from __future__ import annotations

import click

from newsspider.cli.options import json_option
from newsspider.cli.output import terminal


@click.command(epilog="Example: newsspider sites --json")
@json_option
def command(as_json: bool) -> None:
    """List the publications that newsspider knows.

    For any other, write a YAML file with its `name` and its `start` page and give that to
    `newsspider crawl`.
    """
    from newsspider import profiles

    known = [profiles.load(name) for name in profiles.shipped()]
    if as_json:
        terminal.print_json([{"site": each.name, "title": each.title, "start": each.start} for each in known])
        return
    rows = [(each.name, each.title, each.home_url) for each in known]
    for line in terminal.table(("site", "title", "start"), rows):
        click.echo(line)
