"""The magazine served by a child process, for tests and benchmarks that crawl it."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.request import Request, urlopen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsspider.demo.invented import Growth


@dataclass(frozen=True, kw_only=True, slots=True)
class RemoteMagazine:
    """A magazine that a child process serves at `url`."""

    url: str

    def set_edition(self, edition: int) -> None:
        """Serve the pages of *edition* (1 or 2) from now on."""
        self._ask("POST", f"-/edition/{edition}")

    def counts(self) -> dict[int, int]:
        """How many answers had each HTTP status."""
        return {int(status): number for status, number in self._ask("GET", "-/counts").items()}

    def asked(self) -> dict[str, int]:
        """How many requests each path had."""
        return self._ask("GET", "-/paths")

    def reset_counts(self) -> None:
        """Set all counts to zero."""
        self._ask("DELETE", "-/counts")

    def _ask(self, method: str, path: str) -> dict[str, int]:
        with urlopen(Request(f"{self.url}{path}", method=method), timeout=30) as answer:  # noqa: S310 # our own server
            counts: dict[str, int] = json.load(answer)
        return counts


@contextmanager
def serving_in_child(growth: Growth) -> Iterator[RemoteMagazine]:
    """Serve the magazine of *growth* in a child process until the block ends."""
    options = [
        "--articles",
        growth.count,
        "--edited",
        growth.edited,
        "--removed",
        growth.removed,
        "--added",
        growth.added,
    ]
    command = [sys.executable, "-m", "newsspider.demo.server", *map(str, options)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 - our own options
        try:
            assert process.stdout is not None
            yield RemoteMagazine(url=process.stdout.readline().strip())
        finally:
            process.terminate()
