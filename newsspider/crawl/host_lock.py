"""One crawl at a time per host: each crawl of this user on this machine holds the locks of its hosts."""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import stat
import tempfile
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from newsspider.errors import HostHeld, UsageError
from newsspider.language.dates import to_text
from newsspider.web import url_parser

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_OWNER_ONLY = 0o700
_LONGEST_NOTE = 4_096
_PORT = re.compile(r":\d+$")
_THIS_MACHINE = frozenset(("localhost", "127.0.0.1", "[::1]"))


@contextmanager
def hold(hosts: Iterable[str], *, site: str, archive: Path) -> Iterator[None]:
    """Hold the lock of each host, such as `example.org` or `example.org:8080`, until the block ends.

    A killed process loses its locks.  Scheme, profile and archive make no difference, nor does the
    spelling of the host (see `server_of`).

    Raises:
        HostHeld: another crawl holds the lock of one of the hosts.
        UsageError: the folder of the locks cannot be trusted or written.
    """
    with ExitStack() as stack:
        folders = [stack.enter_context(_opened(folder)) for folder in _folders()]
        for server, host in sorted({server_of(host): host for host in hosts}.items()):
            for folder in folders:
                stack.enter_context(_locked(folder, server, host=host, site=site, archive=archive))
        yield


def server_of(host: str) -> str:
    """The server of a host: lower case, in ASCII, without port and `www.`.

    On this machine each port is a server of its own: a copy, a tunnel, a test.
    """
    netloc = url_parser.netloc_of("http", host) or host.lower()
    name, port = _PORT.sub("", netloc), _PORT.search(netloc)
    if name in _THIS_MACHINE:
        return f"localhost{port[0] if port else ''}"
    bare = name.removeprefix("www.")
    return bare if "." in bare else name


def _folders() -> list[Path]:
    """The folders that hold this user's locks.

    Both are used: a crawl that cron starts has no XDG_RUNTIME_DIR, one started in a terminal has it.
    """
    temporary = Path(tempfile.gettempdir()) / f"newsspider-{os.geteuid()}"
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    if Path(runtime).is_absolute() and os.access(runtime, os.W_OK | os.X_OK):
        return [Path(runtime) / "newsspider", temporary]
    return [temporary]


@contextmanager
def _opened(folder: Path) -> Iterator[int]:
    """Open the folder, or make it; only this user may write in it, and it must not be a link."""
    try:
        with suppress(FileExistsError):
            folder.mkdir(mode=_OWNER_ONLY)
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except OSError as error:
        raise _unusable(folder, error.strerror or str(error)) from error
    try:
        found = os.fstat(descriptor)
        if found.st_uid != os.geteuid():
            raise _unusable(folder, f"it belongs to user {found.st_uid}")
        if stat.S_IMODE(found.st_mode) != _OWNER_ONLY:
            os.fchmod(descriptor, _OWNER_ONLY)
        yield descriptor
    finally:
        os.close(descriptor)


@contextmanager
def _locked(folder: int, server: str, *, host: str, site: str, archive: Path) -> Iterator[None]:
    flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
    try:
        descriptor = os.open(_file_name(server), flags, 0o600, dir_fd=folder)
    except OSError as error:
        raise UsageError(f"the lock of host {host} cannot be written: {error.strerror}") from error
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise HostHeld(host, site=site, archive=str(archive), holder=_holder(descriptor)) from None
        _sign(descriptor, site=site, archive=archive)
        yield
        with suppress(OSError):
            os.ftruncate(descriptor, 0)
    finally:
        os.close(descriptor)


def _file_name(server: str) -> str:
    """The lock file's name: readable, and different for each server."""
    readable = re.sub(r"[^\w.-]+", "-", server)[:100]
    return f"host-{readable}-{hashlib.sha256(server.encode()).hexdigest()[:12]}.lock"


def _sign(descriptor: int, *, site: str, archive: Path) -> None:
    """Write who holds the lock into the file; on a full disk the lock still holds."""
    who = (
        f"pid {os.getpid()}, site {site!r}, archive {archive.absolute()}, since {to_text(datetime.now(UTC))}"
    )
    with suppress(OSError):
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, who.encode("utf-8", "replace"), 0)


def _holder(descriptor: int) -> str:
    note = os.pread(descriptor, _LONGEST_NOTE, 0).decode("utf-8", "replace")
    return " ".join(note.split()) or "it has just started"


def _unusable(folder: Path, why: str) -> UsageError:
    return UsageError(
        f"the folder for the locks of hosts, {folder}, cannot be used: {why}; remove it,"
        " or set TMPDIR to a folder of your own"
    )
