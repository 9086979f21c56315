"""`newsspider settings`: prints the settings of the collection and where each comes from."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from newsspider.cli.options import archive_option, json_option
from newsspider.cli.output import terminal

if TYPE_CHECKING:
    from pathlib import Path


@click.command(epilog="Example: newsspider settings --archive ~/archive")
@json_option
@archive_option
def command(as_json: bool, archive: Path) -> None:
    """Print the settings of the collection, and where each comes from.

    They come from the file `newsspider.yaml` in the archive's folder, then from variables such as
    NEWSSPIDER_JOBS in the environment, then from options of a command; a later one outranks an earlier one.
    Addresses of services are printed without their secrets.
    """
    from newsspider.collection import settings

    found = settings.load(archive)
    values = {key.name: settings.shown(found, key.name) for key in settings.KEYS}
    if as_json:
        terminal.print_json(
            {name: {"value": value, "source": found.source(name)} for name, value in values.items()}
        )
        return
    rows = [(key.name, _text(values[key.name]), found.source(key.name), key.purpose) for key in settings.KEYS]
    for line in terminal.table(("setting", "value", "comes from", "what it is"), rows):
        click.echo(line)
    for name in settings.unknown_variables():
        terminal.note(f"newsspider: the variable {name} is not a setting")


def _text(value: object) -> str:
    if value in (None, [], {}):
        return "-"
    return value if isinstance(value, str) else terminal.clean(json.dumps(value, ensure_ascii=False))
