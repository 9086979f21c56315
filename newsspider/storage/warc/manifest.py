"""`manifest-sha256.txt`: the SHA-256 of every closed WARC file.

A line is written as BagIt (RFC 8493, section 2.1.3) and `sha256sum` do: the digest, two spaces, the path
below the archive folder. `sha256sum -c manifest-sha256.txt` checks it. `news.db` is not in it, because it
changes.
"""

from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING

from newsspider.storage.site_lock import alone
from newsspider.storage.transaction import from_os

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

NAME = "manifest-sha256.txt"
_FOLDER = "warc"
_CHUNK_BYTES = 1 << 20


def read(folder: Path) -> dict[str, str]:
    """The digests by file name; invalid lines are left out."""
    try:
        lines = (folder / NAME).read_text("utf-8", "replace").splitlines()
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise from_os(error, folder) from error
    found = (line.split(maxsplit=1) for line in lines)
    return {
        parts[1].strip().removeprefix("*").removeprefix(f"{_FOLDER}/"): parts[0].lower()
        for parts in found
        if len(parts) == 2 and len(parts[0]) == 64
    }


def add(folder: Path, digests: Mapping[str, str]) -> None:
    """Add the digests of these files; two runs may do so at once.

    Raises:
        ArchiveFull: the disk is full; the manifest stays as it was.
        ArchiveError: it cannot be written.
    """
    if digests:
        with alone(folder, "manifest"):
            write(folder, read(folder) | dict(digests))


def write(folder: Path, digests: Mapping[str, str]) -> None:
    """Write the whole manifest, or leave it as it was."""
    part = folder / f"{NAME}.part"
    lines = (f"{digest}  {_FOLDER}/{name}\n" for name, digest in sorted(digests.items()))
    try:
        with part.open("w", encoding="utf-8") as stream:
            stream.writelines(lines)
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(folder / NAME)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise from_os(error, folder) from error


def complete(folder: Path) -> tuple[str, ...]:
    """Add lines for closed files without one, after a kill; returns these files."""
    known = read(folder)
    missing = [file for file in sorted((folder / _FOLDER).glob("*.warc.gz")) if file.name not in known]
    add(folder, {file.name: digest_of(file) for file in missing})
    return tuple(file.name for file in missing)


def digest_of(file: Path) -> str:
    """The SHA-256 of a file, in hex."""
    digest = hashlib.sha256()
    with file.open("rb") as stream:
        while chunk := stream.read(_CHUNK_BYTES):
            digest.update(chunk)
    return digest.hexdigest()
