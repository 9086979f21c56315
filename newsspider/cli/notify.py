"""`newsspider notify`: tells people about alarms and watched words, or sends a message."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from newsspider.cli.options import archive_option
from newsspider.cli.output import terminal
from newsspider.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path


@click.command(epilog='Example: newsspider notify "This is a test." --archive ~/archive')
@click.argument("text", required=False)
@archive_option
def command(text: str | None, archive: Path) -> int:
    """Send TEXT by every channel in the collection's settings; without TEXT, what people do not know yet.

    `newsspider run` and `newsspider crawl` do the latter by themselves.  Channels are those of the setting
    `notify`: addresses of Apprise, a command, an Atom feed.
    """
    from newsspider.collection import settings
    from newsspider.runner import notify
    from newsspider.storage.archive import Archive

    found = settings.load(archive)
    if not found.notify:
        raise UsageError(
            f"{archive / settings.NAME} has no setting `notify`; expected such as"
            " notify: {apprise: ['mailto://user:password@example.org']}"
        )
    if text:
        told = notify.send(found, "newsspider", text)
        done = "Sent." if told.notices else "Not sent."
    else:
        with Archive.open(archive, create=False) as opened:
            told = notify.tell(opened, found)
        done = f"Sent {terminal.counted(told.notices, 'notice')}."
    click.echo(done)
    for failure in told.failures:
        terminal.note(f"newsspider: {failure}")
    return int(bool(told.failures))
