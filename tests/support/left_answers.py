"""Answers that a killed run wrote to its WARC file and did not live to commit."""

from __future__ import annotations

import multiprocessing
import os
import signal
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from newsspider import profiles
from newsspider.crawl.session import RunSession
from newsspider.storage.warc.writer import Exchange

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from support.served import Site

    Serve = Callable[..., Site]


NOW = datetime.now(UTC).replace(microsecond=0)


HTML = ("Content-Type", "text/html; charset=utf-8")


def answer(site: Site, path: str, page: str = "", **values: object) -> Exchange:
    told: dict[str, object] = {
        "url": site.url + path[1:],
        "captured_at": NOW,
        "status": 200,
        "headers": [HTML],
        "body": page.encode(),
    }
    return Exchange(**(told | values))  # type: ignore[arg-type]


def leave(archive: Path, name: str, *exchanges: Exchange) -> None:
    """Begin a run, write these answers down, and be killed."""
    process = multiprocessing.get_context("forkserver").Process(
        target=_written_and_killed, args=(archive, name, exchanges)
    )
    process.start()
    process.join(60)
    assert process.exitcode == -signal.SIGKILL


def _written_and_killed(archive: Path, name: str, exchanges: tuple[Exchange, ...]) -> None:
    run = RunSession(archive, profiles.load(name))
    for exchange in exchanges:
        run.warc.write(exchange)
    os.kill(os.getpid(), signal.SIGKILL)
