"""The profiles of a collection: one YAML file for each site, in the folder `sites` of the archive.

A profile there is used instead of the shipped one of the same name.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from newsspider import profiles
from newsspider.errors import ProfileError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newsspider.profiles import SiteProfile

FOLDER = "sites"
_ENDINGS = (".yaml", ".yml", ".json")


@dataclass(frozen=True, kw_only=True, slots=True)
class Sites:
    """The profiles of a collection by name, and the files that cannot be used, with the error of each."""

    profiles: Mapping[str, SiteProfile]
    broken: Mapping[Path, ProfileError]


def load(site: str, archive: Path) -> SiteProfile:
    """The profile of *site*: the name of one in the collection or of a shipped one, or a file's path.

    Its `place` finds it again from this archive, also after the archive was moved: a name, if the file is
    in the collection.

    Raises:
        ProfileError: there is no such profile, or it cannot be used.
    """
    file = _file_of(site, archive)
    if file is None:
        return profiles.load(site, beside=tuple(each.stem for each in files(archive)))
    profile = profiles.load(str(file))
    return (
        replace(profile, place=file.stem) if file.parent.resolve() == folder(archive).resolve() else profile
    )


def load_all(archive: Path) -> Sites:
    """Every profile of the collection; a file that repeats a name is one that cannot be used."""
    found: dict[str, SiteProfile] = {}
    broken: dict[Path, ProfileError] = {}
    for file in files(archive):
        try:
            profile = load(str(file), archive)
            if profile.name in found:
                reason = f"{profile.name!r} is the name of {found[profile.name].source} already"
                raise ProfileError(str(file), key="name", reason=reason)
        except ProfileError as error:
            broken[file] = error
        else:
            found[profile.name] = profile
    return Sites(profiles=found, broken=broken)


def starting_at(url: str, archive: Path) -> Path | None:
    """The file of the collection whose profile starts at *url*, if there is one."""
    for file in files(archive):
        try:
            if url in profiles.load(str(file)).start:
                return file
        except ProfileError:
            continue
    return None


def folder(archive: Path) -> Path:
    """Where the collection's profiles are."""
    return archive / FOLDER


def files(archive: Path) -> tuple[Path, ...]:
    """The files of the collection's profiles, by name."""
    try:
        found = sorted(folder(archive).iterdir())
    except (FileNotFoundError, NotADirectoryError):
        return ()
    return tuple(file for file in found if file.suffix in _ENDINGS and not file.name.startswith("."))


def added_at(archive: Path, profile: SiteProfile) -> datetime:
    """When the profile was written into the collection, in UTC."""
    file = _file_of(profile.place or profile.name, archive)
    try:
        written_s = file.stat().st_mtime if file else 0.0
    except FileNotFoundError:
        written_s = 0.0
    return datetime.fromtimestamp(written_s, UTC)


def _file_of(site: str, archive: Path) -> Path | None:
    """The file that *site* names: a path, or the file or the name of a profile of the collection."""
    if "/" in site or site.endswith(_ENDINGS):
        return Path(site)
    named = files(archive)
    for file in named:
        if file.stem == site:
            return file
    for file in named:
        try:
            if profiles.load(str(file)).name == site:
                return file
        except ProfileError:
            continue
    return None
