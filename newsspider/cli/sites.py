"""`newsspider sites`: lists the profiles that come with newsspider."""

from __future__ import annotations

import click

from newsspider.cli.options import json_option
from newsspider.cli.output import terminal


@click.command(epilog="Example: newsspider sites --json")
@json_option
def command(as_json: bool) -> None:
    """List the publications that have a profile.

    For another one, give its web address to `newsspider crawl`, or a YAML file with its `name` and its
    `start` pages.
    """
    from newsspider import profiles

    shipped = [profiles.load(name) for name in profiles.shipped()]
    if as_json:
        terminal.print_json(
            [{"site": each.name, "title": each.title, "start": each.start} for each in shipped]
        )
        return
    rows = [(each.name, each.title, each.home_url) for each in shipped]
    for line in terminal.table(("site", "title", "start"), rows):
        click.echo(line)
