"""Loads profiles from YAML and checks each value before the first request."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from newsspider.errors import ProfileError
from newsspider.profiles import yaml_text
from newsspider.profiles.keys import profile_of
from newsspider.profiles.values import Value

if TYPE_CHECKING:
    from newsspider.profiles.site import SiteProfile


def shipped() -> tuple[str, ...]:
    """The names of the profiles that come with newsspider."""
    folder = resources.files("newsspider.profiles").joinpath("sites")
    return tuple(
        sorted(file.name.removesuffix(".yaml") for file in folder.iterdir() if file.name.endswith(".yaml"))
    )


def load(site: str, *, beside: tuple[str, ...] = ()) -> SiteProfile:
    """The profile of a shipped name, or of the YAML file at that path.

    *beside* are further names that would have been understood, for the error.

    Raises:
        ProfileError: no such site or file, or something in it that cannot be used.
    """
    if site in shipped():
        text = resources.files("newsspider.profiles").joinpath("sites", f"{site}.yaml").read_text("utf-8")
        return replace(parse(text, source=f"{site}.yaml"), place=site)
    file = Path(site)
    if not file.is_file() and "/" not in site and file.suffix not in (".yaml", ".yml", ".json"):
        known = ", ".join(dict.fromkeys((*beside, *shipped())))
        reason = f"there is no such site; expected one of {known}, or a YAML file's path"
        meant = f"; for a web site, type its address: https://{site}/" if "." in site else ""
        raise ProfileError(site, reason=reason + meant)
    return replace(parse(yaml_text.of_file(file), source=site), place=str(file.absolute()))


def parse(text: str, *, source: str) -> SiteProfile:
    """The profile that a YAML (or JSON) text holds; *source* is the file's name, for errors.

    Raises:
        ProfileError: with file, key, value and what was expected.
    """
    given = yaml_text.values(text.removeprefix("\ufeff"), source)
    if not isinstance(given, dict):
        raise ProfileError(
            source, reason="holds no keys; expected at least `name: …` and `start: [http://…]`"
        )
    profile = profile_of(Value(given=given, source=source, key=""), source)
    return replace(profile, text_hash=hashlib.sha256(text.encode()).hexdigest())
