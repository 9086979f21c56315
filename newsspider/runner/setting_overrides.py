"""Checks Scrapy's settings from `--set KEY=VALUE` and from the collection before the crawl begins."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from difflib import get_close_matches
from math import isfinite

from scrapy.settings import Settings

from newsspider.errors import UsageError


def check(name: str, value: object, *, where: str = "--set ") -> None:
    """Raise UsageError if the value has the wrong type or the name looks mistyped.

    *where* is what the error writes before the name.
    """
    settings = Settings()
    settings.setmodule("newsspider.settings", priority="project")
    if name not in settings:
        near = get_close_matches(name, list(settings), n=1, cutoff=0.85)
        if near:
            raise UsageError(f"{where}{name}: there is no such setting; did you mean {near[0]}?")
    default = settings.get(name)
    read, expected = _kind_of(default)
    try:
        settings.set(name, value, priority="cmdline")
        parsed = read(settings, name)
        if isinstance(parsed, float) and not isfinite(parsed):
            raise ValueError
    except (ValueError, TypeError) as error:
        if isinstance(default, Mapping):  # headers, which may contain secrets
            raise UsageError(
                f'{where}{name}: the value is not {expected}, such as {{"Name": "value"}}'
            ) from None
        raise UsageError(f"{where}{name}={value}: expected {expected}, such as {default}") from error


def _kind_of(default: object) -> tuple[Callable[[Settings, str], object], str]:
    """How Scrapy reads a setting with this default, and the name of that type."""
    if isinstance(default, bool):
        return Settings.getbool, "0 or 1"
    if isinstance(default, (int, float)):
        return Settings.getfloat, "a number"
    if isinstance(default, Mapping):
        return Settings.getdict, "a JSON object"
    return Settings.get, "text"
