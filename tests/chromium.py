"""A real Chromium for tests, and what a page must never do in it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome")


@dataclass(kw_only=True)
class Watched:
    """A page, and what went wrong in it: console errors, dialogs, requests to anybody but its server."""

    page: object
    errors: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)


def program() -> str:
    """Where Chromium is; skips where there is none, but fails in CI, which installs it."""
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None and os.environ.get("NEWSSPIDER_CI"):
        pytest.fail("CI has no Chromium; .ci/run installs it")
    if found is None:
        pytest.skip("no Chromium here; on Debian: apt-get install chromium")
    return found


@contextmanager
def browser() -> Iterator[object]:
    """Chromium, running."""
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as started:
        running = started.chromium.launch(executable_path=program(), args=["--no-sandbox"])
        try:
            yield running
        finally:
            running.close()


@contextmanager
def watched(
    running: object, address: str, *, width: int = 1440, scheme: Literal["light", "dark"] = "light"
) -> Iterator[Watched]:
    """A window of that width; *address* is the one server it may ask."""
    context = running.new_context(
        base_url=address, viewport={"width": width, "height": 900}, color_scheme=scheme
    )
    seen = Watched(page=context.new_page())

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
        context.close()
