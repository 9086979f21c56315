"""`newsspider browse`: shows the archive in a web browser."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING, NoReturn

import click

from newsspider.cli.options import archive_option
from newsspider.cli.output import terminal

if TYPE_CHECKING:
    from pathlib import Path

    from newsspider.browse.datasette.serving import Audience


@click.command(epilog="Example: newsspider browse --archive ~/archive --open")
@click.option(
    "--port",
    type=click.IntRange(0, 65_535),
    default=0,
    metavar="N",
    help="The port (default: any free port).",
)
@click.option("open_it", "--open", is_flag=True, help="Open the web browser.")
@click.option(
    "--public", is_flag=True, help="Allow access from other machines; prints what is turned off for that."
)
@click.option(
    "host_names",
    "--host-name",
    metavar="NAME",
    multiple=True,
    help="A name of this machine that others use; may be repeated.  Other names get a 403.",
)
@archive_option
def command(port: int, open_it: bool, public: bool, host_names: tuple[str, ...], archive: Path) -> int:
    """Show the archive in the web browser.

    Datasette serves it, to this machine only unless --public is given.  A crawl may be running.  Ctrl-C
    ends it.
    """
    if public:
        terminal.note("Warning: everybody who can reach this machine can now read texts under copyright.")
    audience: Audience = "everybody" if public else "me"
    return show(archive, port=port, audience=audience, host_names=host_names, open_it=open_it)


def show(
    archive: Path,
    *,
    port: int = 0,
    audience: Audience = "me",
    host_names: tuple[str, ...] = (),
    open_it: bool,
) -> int:
    """Serve the archive until somebody ends it, and return the server's exit status."""
    from newsspider.browse.datasette.serving import serving

    signal.signal(signal.SIGTERM, _end)  # otherwise the server would go on alone
    with serving(archive, port=port, audience=audience, host_names=host_names, tell=terminal.note) as server:
        click.echo(f"Browse {archive} at {server.url} (Ctrl-C ends it)")
        if open_it:
            click.launch(server.url)
        return server.process.wait()


def _end(number: int, _: object) -> NoReturn:
    raise click.exceptions.Exit(128 + number)
