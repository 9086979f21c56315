"""A profile of two lines for an address that somebody typed, kept as a file that can grow."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, NamedTuple

import yaml

from newsspider.errors import ProfileError, UsageError
from newsspider.profiles.loading import load, shipped
from newsspider.web import urls

if TYPE_CHECKING:
    from pathlib import Path

_LONGEST_NAME = 64


class Draft(NamedTuple):
    """The profile's file, and whether it was written now."""

    file: Path
    is_new: bool


def is_address(site: str) -> bool:
    """Whether a site is given as a web address, not as a name or a file."""
    return site.lower().startswith(("http:", "https:"))


def draft(address: str, folder: Path) -> Draft:
    """The profile in *folder* that starts at *address*; written if it is not there.

    Raises:
        UsageError: the address cannot be used, or the file is there and starts elsewhere.
        ProfileError: the file is there and cannot be read.
    """
    urls.refuse_credentials(address)
    url = urls.canonical(address)
    if url is None or not urls.host_of(url):
        raise UsageError(f"{address!r} is not a web address; expected one such as https://www.example.org/")
    name = name_of(url)
    file = folder / f"{name}.yaml"
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with file.open("x", encoding="utf-8") as opened:
            written = name if yaml.safe_load(name) == name else json.dumps(name)
            opened.write(f"name: {written}\nstart: [{json.dumps(url)}]\n")
    except FileExistsError:
        _check(file, url)
        return Draft(file, is_new=False)
    return Draft(file, is_new=True)


def name_of(url: str) -> str:
    """A site's name made of an address's host and port; it can be part of a file's name."""
    name = re.sub(r"[^a-z0-9.-]+", "-", urls.host_of(url).lower())
    name = re.sub(r"\.{2,}", ".", name)[:_LONGEST_NAME].strip(".-") or "site"
    return f"{name[: _LONGEST_NAME - 5]}-site" if name in shipped() or name.isdigit() else name


def _check(file: Path, url: str) -> None:
    """Raise UsageError if the file is there and starts elsewhere."""
    try:
        starts = load(str(file)).start
    except ProfileError as error:
        raise ProfileError(
            str(file), reason=f"is in the way of a new profile, and cannot be used itself: {error.reason}"
        ) from error
    if _without_scheme(url) not in map(_without_scheme, starts):
        raise UsageError(
            f"{file} is there already and does not start at {url}: add the address to its `start` and"
            f" crawl {file}, or move the file away"
        )


def _without_scheme(url: str) -> str:
    return url.partition("://")[2]
