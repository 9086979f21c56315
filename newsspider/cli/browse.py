"""`newsspider browse`: the archive in a web browser."""

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
    "--port", type=click.IntRange(0, 65_535), default=0, metavar="N", help="The port (default: any free one)."
)
@click.option("open_it", "--open", is_flag=True, help="Open it in the web browser.")
@click.option("--public", is_flag=True, help="Let other machines in; says what is turned off for that.")
@click.option(
    "host_names",
    "--host-name",
    metavar="NAME",
    multiple=True,
    help="A name under which others reach this machine; may be given again.  Other names get a 403.",
)
@archive_option
def command(port: int, open_it: bool, public: bool, host_names: tuple[str, ...], archive: Path) -> int:
    """Browse the archive in the web browser.

    Datasette shows it, on this machine only unless --public, also while a crawl is running;
    Ctrl-C ends it.
    """
    if public:
        terminal.note("Warning: everybody who reaches this machine can now read texts under copyright.")
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
    """Serve the archive until somebody ends it; the server's exit status."""
    from newsspider.browse.datasette.serving import serving

    signal.signal(signal.SIGTERM, _end)  # else the server would be left behind
    with serving(archive, port=port, audience=audience, host_names=host_names, tell=terminal.note) as server:
        click.echo(f"Browse {archive} at {server.url} (Ctrl-C ends it)")
        if open_it:
            click.launch(server.url)
        return server.process.wait()


def _end(number: int, _: object) -> NoReturn:
    raise click.exceptions.Exit(128 + number)
