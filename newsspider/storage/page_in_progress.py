"""Which page a run is reading now, so that the next run recognises a page that ends runs.

A run writes the page into a small file beside the lock before it reads it. A page that is there when the
next run begins ended the run before. The first time this may be chance, because somebody killed the run,
and the page is read again. The second time, or if the watchdog ended the run, it is not read: its answers
are kept and judged unreadable. A page that ended no run by taking too long, and that a process of its own
can read, is read after all, because runs may often be killed on this machine.
"""

from __future__ import annotations

import json
import os
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from newsspider.language.dates import to_text
from newsspider.storage import site_lock
from newsspider.storage.transaction import from_os
from newsspider.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MOST_DEATHS = 2
MOST_OF_HARMLESS = 5  # pages that a process of their own could read; they may still end runs
# A page is left unread for this long; then it may have changed. Another version may read it at once.
HOLDS = timedelta(days=90)
# What faulthandler writes behind the page when it ends the process (see watchdog.py).
_TIMEOUT = "Timeout ("


class PageInProgress:
    """The page being read by the run that holds the lock of a site, and the pages that ended runs."""

    def __init__(self, folder: Path, site: str) -> None:
        stem = folder / site_lock.LOCKS / site_lock.file_stem(site)
        self._list = stem.with_name(stem.name + ".unread.json")
        flags = os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC
        try:
            self._file = os.open(stem.with_name(stem.name + ".reading"), flags, 0o644)
            self._deaths = _deaths(self._list)
            self._learn()
        except OSError as error:
            raise from_os(error, folder) from error

    @property
    def descriptor(self) -> int:
        """The open file, which the watchdog writes to."""
        return self._file

    def ends_runs(self, url: str) -> str | None:
        """Why a page is not read; None if it is read."""
        times, _, is_timeout = self._deaths.get(url, (0, "", False))
        if is_timeout:
            return "not read: an earlier run did not come back from it in time and was ended"
        is_harmless = MOST_DEATHS < times < MOST_OF_HARMLESS
        if times < MOST_DEATHS or is_harmless:
            return None
        return f"not read: {times} runs ended while they read it"

    def may_be_tried(self, url: str) -> bool:
        """Whether a page that is not read may be tried in a process of its own."""
        times, _, is_timeout = self._deaths.get(url, (0, "", False))
        return times == MOST_DEATHS and not is_timeout

    def acquit(self, url: str) -> None:
        """Let a page be read that a process of its own could read."""
        self._note(url, MOST_DEATHS + 1, is_timeout=False)

    @contextmanager
    def page(self, url: str) -> Iterator[None]:
        """Inside the block, the page of *url* is being read."""
        noted = json.dumps({"url": url}).encode() + b"\n"
        os.write(self._file, noted)
        try:
            yield
        finally:
            os.ftruncate(self._file, 0)
        if self._deaths.pop(url, None):
            _write(self._list, self._deaths)

    def close(self) -> None:
        """Close the file."""
        os.close(self._file)

    def _learn(self) -> None:
        """Take over what the run before left, and clear it."""
        noted, _, said = os.pread(self._file, 100_000, 0).decode("utf-8", "replace").partition("\n")
        os.ftruncate(self._file, 0)
        url = _url(noted)
        if url:
            times, _, was_timeout = self._deaths.get(url, (0, "", False))
            self._note(url, times + 1, is_timeout=was_timeout or said.startswith(_TIMEOUT))

    def _note(self, url: str, times: int, *, is_timeout: bool) -> None:
        self._deaths[url] = (times, to_text(datetime.now(UTC)), is_timeout)
        _write(self._list, self._deaths)


_Deaths = dict[str, tuple[int, str, bool]]  # by address: how often, the last moment, whether it took too long


def _url(noted: str) -> str | None:
    with suppress(ValueError, TypeError, KeyError):
        url = json.loads(noted)["url"]
        return url if isinstance(url, str) else None
    return None


def _deaths(file: Path) -> _Deaths:
    """The pages that ended runs; none from another version, from long ago, or from a torn file."""
    with suppress(FileNotFoundError, ValueError, TypeError, KeyError, AttributeError):
        told = json.loads(file.read_text("utf-8"))
        if told["version"] != __version__:
            return {}
        since = to_text(datetime.now(UTC) - HOLDS)
        found = (
            (str(url), int(times), str(at), bool(late)) for url, (times, at, late) in told["pages"].items()
        )
        return {url: (times, at, late) for url, times, at, late in found if at > since}
    return {}


def _write(file: Path, deaths: _Deaths) -> None:
    part = file.with_name(file.name + ".part")
    part.write_text(json.dumps({"version": __version__, "pages": deaths}, indent=1), encoding="utf-8")
    part.replace(file)
