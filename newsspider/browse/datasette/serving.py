"""Runs Datasette over one archive in a child process."""

from __future__ import annotations

import importlib.util
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Literal

from newsspider.browse.datasette import files
from newsspider.browse.security import HOSTS_VARIABLE, PUBLIC_VARIABLE
from newsspider.errors import NewsspiderError, UsageError
from newsspider.queries import connection
from newsspider.storage.archive import DATABASE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

Audience = Literal["me", "everybody"]

_HOSTS: dict[Audience, str] = {"me": "127.0.0.1", "everybody": "0.0.0.0"}  # noqa: S104 - only when asked for
_FOR_EVERYBODY = {"default_allow_sql": False, "allow_download": False}
# What those settings mean, and what the room's pages forbid; a test keeps them together.
TURNED_OFF = (
    "SQL: no query but the archive's own, and no conditions in an address",
    "Tools: no page of Datasette's own about this server",
    "Download: the database cannot be fetched as a file",
    "Robots: search engines are told to stay away, and not to index a page",
)
_START_S = 60.0
_STOP_S = 10.0


class BrowseError(NewsspiderError):
    """Datasette is not installed, or does not start."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Server:
    """Datasette, answering; `url` is the front page."""

    url: str
    process: subprocess.Popen[bytes]


@contextmanager
def serving(
    folder: Path,
    *,
    port: int = 0,
    audience: Audience = "me",
    host_names: Sequence[str] = (),
    tell: Callable[[str], None] | None = None,
) -> Iterator[Server]:
    """Datasette over the archive in *folder*, stopped at the end; port 0 is any that is free.

    It answers to the names of this machine and to *host_names*, and with 403 to others: for everybody, the
    machine's own name and addresses are among them.  Everybody is let in only where *tell* can say what is
    turned off for that.

    Raises:
        ArchiveError: there is no archive that can be read.
        BrowseError: Datasette is not installed, or does not start.
        UsageError: the port is taken.
    """
    if importlib.util.find_spec("datasette") is None:
        raise BrowseError("browsing needs Datasette; install it with: pip install 'newsspider[browse]'")
    if audience == "everybody":
        if tell is None:
            raise UsageError("an archive is not opened to everybody without a word on what is turned off")
        for line in TURNED_OFF:
            tell(f"Off: {line}.")
    connection.connect(folder).close()
    files.describe(folder)
    chosen = _free(port, audience)
    with tempfile.TemporaryFile() as told:
        process = subprocess.Popen(  # noqa: S603 - our own words
            command_line(folder, port=chosen, audience=audience),
            stdout=subprocess.DEVNULL,
            stderr=told,
            env={
                **os.environ,
                HOSTS_VARIABLE: " ".join(_names(audience, host_names)),
                PUBLIC_VARIABLE: "1" if audience == "everybody" else "",
            },
        )
        try:
            _wait_until_it_answers(process, chosen, told)
            yield Server(url=f"http://127.0.0.1:{chosen}/", process=process)
        finally:
            _stop(process)


def _names(audience: Audience, host_names: Sequence[str]) -> list[str]:
    """The names the room answers to besides those of this machine's loopback."""
    own = {socket.gethostname(), socket.getfqdn()} if audience == "everybody" else set()
    return sorted({name.lower() for name in (*own, *host_names) if name})


def command_line(folder: Path, *, port: int, audience: Audience) -> list[str]:
    """The command line that starts Datasette over *folder*."""
    database = folder / DATABASE
    settings = _settings(folder) | (_FOR_EVERYBODY if audience == "everybody" else {})
    command = [sys.executable, "-m", "datasette", "serve"]
    command += ["--immutable", str(database)] if connection.is_frozen(database) else [str(database)]
    command += ["--host", _HOSTS[audience], "--port", str(port), "--metadata", str(files.metadata(folder))]
    command += ["--plugins-dir", str(files.HERE / "plugins")]
    for name, value in settings.items():
        command += ["--setting", name, json.dumps(value)]
    return command


def _settings(folder: Path) -> dict[str, bool | int]:
    """Datasette's settings: those of newsspider, overridden by those in the folder."""
    ours = json.loads((files.HERE / files.SETTINGS).read_text(encoding="utf-8"))
    try:
        own = json.loads((folder / files.SETTINGS).read_text(encoding="utf-8"))
    except FileNotFoundError:
        own = {}
    except ValueError as error:
        raise UsageError(f"{folder / files.SETTINGS} is not JSON: {error}") from error
    return {**ours, **own}


def _free(port: int, audience: Audience) -> int:
    """*port*, or any free one for 0."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((_HOSTS[audience], port))
        except OSError as error:
            reason = error.strerror or str(error)
            raise UsageError(f"port {port} cannot be used ({reason}); choose another with --port") from error
        return int(probe.getsockname()[1])


def _wait_until_it_answers(process: subprocess.Popen[bytes], port: int, told: IO[bytes]) -> None:
    end = time.monotonic() + _START_S
    while time.monotonic() < end:
        if process.poll() is not None:
            raise BrowseError(f"Datasette did not start: {_last_line(told)}")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise BrowseError(f"Datasette did not answer within {_START_S:.0f} s: {_last_line(told)}")


def _last_line(told: IO[bytes]) -> str:
    told.seek(0)
    lines = told.read().decode("utf-8", "replace").strip().splitlines()
    return lines[-1] if lines else "it said nothing"


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(_STOP_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
