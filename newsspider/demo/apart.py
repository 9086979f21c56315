"""The magazine in a process of its own, for tests and benchmarks that crawl it."""

from __future__ import annotations

import argparse
import json
import signal
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.request import Request, urlopen

from newsspider.demo.invented import Growth
from newsspider.demo.server import Magazine

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, kw_only=True, slots=True)
class Apart:
    """A magazine that another process serves at `url`."""

    url: str

    def set_edition(self, edition: int) -> None:
        """Have it answer with the pages of *edition* (1 or 2)."""
        self._ask("POST", f"-/edition/{edition}")

    def counts(self) -> dict[int, int]:
        """How often each status was answered, so far."""
        return {int(status): number for status, number in self._ask("GET", "-/counts").items()}

    def asked(self) -> dict[str, int]:
        """How often each path was asked for, so far."""
        return self._ask("GET", "-/paths")

    def count_anew(self) -> None:
        """Begin to count at nothing."""
        self._ask("DELETE", "-/counts")

    def _ask(self, method: str, path: str) -> dict[str, int]:
        with urlopen(Request(f"{self.url}{path}", method=method), timeout=30) as answer:  # noqa: S310 # our own server
            told: dict[str, int] = json.load(answer)
        return told


@contextmanager
def serving_apart(growth: Growth) -> Iterator[Apart]:
    """The magazine of *growth*, served by a child process until the block ends."""
    words = [
        "--articles",
        growth.count,
        "--edited",
        growth.edited,
        "--removed",
        growth.removed,
        "--added",
        growth.added,
    ]
    command = [sys.executable, "-m", "newsspider.demo.server", *map(str, words)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 - our own words
        try:
            assert process.stdout is not None
            yield Apart(url=process.stdout.readline().strip())
        finally:
            process.terminate()


def main() -> None:
    """Serve until terminated; the address is the first line of the output."""
    usual = Growth(count=2_000)
    parser = argparse.ArgumentParser(
        prog="python -m newsspider.demo.server", description="Serve the demo's magazine."
    )
    parser.add_argument(
        "--articles", type=int, default=0, metavar="N", help="invent N stories (default: the written ones)"
    )
    parser.add_argument("--port", type=int, default=0, help="default: any free one")
    parser.add_argument("--edition", type=int, default=1, choices=(1, 2), help="the edition to begin with")
    for name in ("edited", "removed", "added"):
        parser.add_argument(
            f"--{name}",
            type=int,
            default=getattr(usual, name),
            metavar="N",
            help=f"stories {name} in edition 2",
        )
    said = parser.parse_args()
    growth = (
        Growth(count=said.articles, edited=said.edited, removed=said.removed, added=said.added)
        if said.articles
        else None
    )
    served = Magazine(growth, port=said.port, edition=said.edition)
    print(served.url, flush=True)  # noqa: T201 # whoever started it waits for this line
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        signal.pause()
    except KeyboardInterrupt:
        sys.exit(0)
