"""The settings that `--set KEY=VALUE` gives, checked before the crawl begins."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from difflib import get_close_matches
from math import isfinite

from scrapy.settings import Settings

from newsspider.errors import UsageError


def check(name: str, value: str) -> None:
    """Raise UsageError for a setting whose value is of the wrong kind, or whose name is mistyped."""
    settings = Settings()
    settings.setmodule("newsspider.settings", priority="project")
    if name not in settings:
        near = get_close_matches(name, list(settings), n=1, cutoff=0.85)
        if near:
            raise UsageError(f"--set {name}: there is no such setting; did you mean {near[0]}?")
    usual = settings.get(name)
    read, wanted = _kind_of(usual)
    try:
        settings.set(name, value, priority="cmdline")
        given = read(settings, name)
        if isinstance(given, float) and not isfinite(given):
            raise ValueError
    except (ValueError, TypeError) as error:
        if isinstance(usual, Mapping):  # headers, which may be secret
            raise UsageError(
                f'--set {name}: the value is not {wanted}, such as {{"Name": "value"}}'
            ) from None
        raise UsageError(f"--set {name}={value}: wanted {wanted}, such as {usual}") from error


def _kind_of(usual: object) -> tuple[Callable[[Settings, str], object], str]:
    """How Scrapy reads a setting whose usual value this is, and what that is called."""
    if isinstance(usual, bool):
        return Settings.getbool, "0 or 1"
    if isinstance(usual, (int, float)):
        return Settings.getfloat, "a number"
    if isinstance(usual, Mapping):
        return Settings.getdict, "a JSON object"
    return Settings.get, "text"
