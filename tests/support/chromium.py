"""A real Chromium for tests, and what a page must never do in it."""

from __future__ import annotations

import importlib
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NoReturn

import pytest

if TYPE_CHECKING:
    from types import ModuleType

NAMES = ("chromium", "chromium-browser", "google-chrome")


@dataclass(kw_only=True)
class Watched:
    """A page, and what went wrong in it: console errors, dialogs, requests to anybody but its server."""

    page: object
    errors: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)


def program() -> str:
    """Where Chromium is; without one the test ends."""
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    return found or _lacking("no Chromium here; on Debian: apt-get install chromium")


def _lacking(reason: str) -> NoReturn:
    """Skip the test, but in CI, which installs all, let it fail."""
    if os.environ.get("NEWSSPIDER_CI"):
        pytest.fail(reason)
    pytest.skip(reason)


def _module(name: str) -> ModuleType:
    try:
        return importlib.import_module(name)
    except ImportError:
        _lacking(f"no {name.partition('.')[0]} here; it comes with newsspider[dev]")


class Running:
    """Chromium, running; windows of the same look share what they have fetched."""

    def __init__(self, browser: object) -> None:
        self._browser = browser
        self._windows: dict[tuple[str, int, str], object] = {}

    def window(self, address: str, *, width: int, scheme: str) -> object:
        look = (address, width, scheme)
        if look not in self._windows:
            self._windows[look] = self._browser.new_context(
                base_url=address, viewport={"width": width, "height": 900}, color_scheme=scheme
            )
        return self._windows[look]


@contextmanager
def browser() -> Iterator[Running]:
    """Chromium, running."""
    playwright = _module("playwright.sync_api")
    with playwright.sync_playwright() as started:
        running = started.chromium.launch(
            executable_path=program(), args=["--no-sandbox", "--disable-gpu", "--disable-extensions"]
        )
        try:
            yield Running(running)
        finally:
            running.close()


@contextmanager
def watched(
    running: Running, address: str, *, width: int = 1440, scheme: Literal["light", "dark"] = "light"
) -> Iterator[Watched]:
    """A page in a window of that width; *address* is the one server it may ask."""
    seen = Watched(page=running.window(address, width=width, scheme=scheme).new_page())

    def asked(request: object) -> None:
        if not request.url.startswith((f"{address}/", "data:")):
            seen.outside.append(request.url)

    def dialog(shown: object) -> None:
        seen.dialogs.append(shown.message)
        shown.dismiss()

    seen.page.on("console", lambda said: seen.errors.append(said.text) if said.type == "error" else None)
    seen.page.on("pageerror", lambda error: seen.errors.append(str(error)))
    seen.page.on("request", asked)
    seen.page.on("dialog", dialog)
    try:
        yield seen
    finally:
        seen.page.close()


def hindrances(page: object, *, rules: Sequence[str] = ()) -> list[tuple[str, str]]:
    """What axe finds serious or critical in *page*: the rule, and the first place that breaks it.

    *rules* are those to look at, () for all.
    """
    axe = _module("axe_playwright_python.sync_playwright").Axe()
    found = axe.run(
        page, options={"resultTypes": ["violations"], **({"runOnly": list(rules)} if rules else {})}
    ).response["violations"]
    return [
        (rule["id"], rule["nodes"][0]["html"][:200])
        for rule in found
        if rule["impact"] in ("serious", "critical")
    ]
