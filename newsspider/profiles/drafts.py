"""A profile of two lines for an address that somebody typed, kept as a file that can grow."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

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
    url = address_of(address)
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


def address_of(text: str) -> str:
    """The canonical form of a web address that somebody typed; raises UsageError for anything else."""
    urls.refuse_credentials(text)
    url = urls.canonical(text)
    if url is None or not urls.host_of(url):
        raise UsageError(f"{text!r} is not a web address; expected one such as https://www.example.org/")
    return url


def write(text: str, file: Path, *, is_new: bool) -> None:
    """Write a profile's file whole or not at all; raises UsageError if a *new* one is there meanwhile."""
    file.parent.mkdir(parents=True, exist_ok=True)
    if is_new:
        try:
            file.touch(exist_ok=False)
        except FileExistsError as error:
            raise UsageError(f"{file} is there already") from error
    part = file.with_name(f".{file.name}.part")
    part.write_text(text, encoding="utf-8")
    part.replace(file)


def name_of(url: str) -> str:
    """A site's name made of an address's host and port; it can be part of a file's name."""
    name = re.sub(r"[^a-z0-9.-]+", "-", urls.host_of(url).lower())
    name = re.sub(r"\.{2,}", ".", name)[:_LONGEST_NAME].strip(".-") or "site"
    return f"{name[: _LONGEST_NAME - 5]}-site" if name in shipped() or name.isdigit() else name


def _check(file: Path, url: str) -> None:
    """Raise UsageError if the file is there and starts elsewhere."""
    try:
        profile = load(str(file))
    except ProfileError as error:
        raise ProfileError(
            str(file), reason=f"is in the way of a new profile, and cannot be used itself: {error.reason}"
        ) from error
    leads_there = urlsplit(url).path == "/" and urls.host_of(url) in profile.hosts
    if not leads_there and _without_scheme(url) not in map(_without_scheme, profile.start):
        raise UsageError(
            f"{file} is there already and does not start at {url}: add the address to its `start` and"
            f" crawl {file}, or move the file away"
        )


def _without_scheme(url: str) -> str:
    return url.partition("://")[2]
