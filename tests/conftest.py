"""Fixtures: the shared sites, the demo's archive, and real HTTP servers on free loopback ports."""

from __future__ import annotations

import fcntl
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import pytest
from hypothesis import settings
from support.changing_magazine import ChangingMagazine
from support.documents import DEMO_TOLD, output, prepared
from support.folder_server import QuietHandler, serving
from support.served import Site

# An example may take long on a busy machine.
settings.register_profile("ours", deadline=None)
settings.load_profile("ours")

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real sites and pages beside the project; tests that need it skip where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("no ../shared beside the project")
    return SHARED


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A folder in which `newsspider demo` ran, once for all tests; no test may change its archive."""
    base = tmp_path_factory.getbasetemp()
    shared_base = base if worker_id == "master" else base.parent
    folder = shared_base / "demo"
    with (shared_base / "demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / DEMO_TOLD).is_file():
            prepared(folder)
            told = output([sys.executable, "-m", "newsspider.cli", "demo"], folder)
            (folder / DEMO_TOLD).write_text(told, encoding="utf-8")
    return folder


@pytest.fixture
def serve() -> Iterator[Callable[[Path], str]]:
    """Serves a folder until the test ends, and returns the address."""
    with ExitStack() as stack:
        yield lambda folder: stack.enter_context(serving(partial(QuietHandler, directory=str(folder))))


@pytest.fixture
def serve_site() -> Iterator[Callable[..., Site]]:
    """Serves a dict of pages (see `served`) until the test ends."""
    with ExitStack() as stack:

        def serving_site(pages: dict[str, object] | None = None, *, host: str = "127.0.0.1") -> Site:
            site = Site(pages, host=host)
            stack.callback(site.close)
            return site

        yield serving_site


@pytest.fixture
def magazine(serve_site: Callable[..., Site]) -> ChangingMagazine:
    """A small magazine that can change between two crawls (see `support.changing_magazine`)."""
    return ChangingMagazine(serve_site())
