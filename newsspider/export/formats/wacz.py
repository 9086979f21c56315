"""WACZ 1.1.1: WARC files, their index and a list of pages in one file, which replayweb.page and pywb play."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from typing import IO, TYPE_CHECKING

from newsspider.errors import UsageError
from newsspider.export import cdxj, targets
from newsspider.export.format import CaptureFormat, PackedCaptures
from newsspider.language.dates import to_text
from newsspider.queries import captured_pages
from newsspider.queries.connection import connect
from newsspider.storage import site_lock
from newsspider.storage.warc.reader import FOLDER
from newsspider.version import __version__

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

OnStep = Callable[[str], None]
VERSION = "1.1.1"
SUFFIX = ".wacz"
_CHUNK_BYTES = 1 << 20
_LARGEST = (1 << 31) - 1  # bytes; a larger file needs the ZIP64 size field
_INDEX = "index.cdx.gz"


def write(
    folder: Path, target: Path, *, site: str | None = None, on_step: OnStep = lambda _: None
) -> PackedCaptures:
    """Put the closed WARC files of the archive in *folder*, or of one *site*, into *target*.

    *target* is replaced when it is complete; after a failure the old file is still there.

    Raises:
        UsageError: *target* has another ending; the archive has no closed WARC file of *site*.
        ArchiveError: the archive cannot be read.
    """
    if target.suffix != SUFFIX:
        raise UsageError(f"{target} does not end in {SUFFIX}, as WACZ files must")
    with closing(connect(folder)) as conn, site_lock.still(folder):
        conn.row_factory = None
        conn.execute("BEGIN")
        files = _files(conn, folder, site)
        with targets.opened_bytes(target) as stream, zipfile.ZipFile(stream, "w") as package:
            packing = _Packing(package, on_step)
            packing.pack(conn, files, site)
    return PackedCaptures(files=len(files), pages=packing.pages, size_bytes=target.stat().st_size)


def _files(conn: sqlite3.Connection, folder: Path, site: str | None) -> list[Path]:
    named = captured_pages.warc_files(conn, site)
    found = sorted(path for path in (folder / FOLDER).glob("*.warc.gz") if path.name in named)
    if not found:
        what = f"site {site!r}" if site else "the archive"
        raise UsageError(f"there is no closed WARC file of {what} in {folder}")
    return found


class _Packing:
    """One open package; its manifest gets the name, size and digest of every file."""

    def __init__(self, package: zipfile.ZipFile, on_step: OnStep) -> None:
        self._package, self._on_step = package, on_step
        self._created_at = datetime.now(UTC)
        self._resources: list[dict[str, str | int]] = []
        self.pages = 0

    def pack(self, conn: sqlite3.Connection, files: list[Path], site: str | None) -> None:
        """Write all files, the manifest last."""
        for number, path in enumerate(files, start=1):
            self._on_step(f"WARC file {number:,} of {len(files):,}")
            with path.open("rb") as stream:
                self._put(f"archive/{path.name}", stream, compression=zipfile.ZIP_STORED)
        self._on_step("the index")
        self._index(files)
        self._on_step("the pages")
        found = captured_pages.captured(conn, [path.name for path in files])
        first = next(found, None)
        self._put_lines("pages/pages.jsonl", self._page_lines(first, found))
        about = _about(conn, site) | {"created": to_text(self._created_at)}
        if first:
            about |= {"mainPageUrl": first.url, "mainPageDate": first.captured_at}
        self._describe(about)

    def _index(self, files: list[Path]) -> None:
        second = [f"!meta 0 {json.dumps({'format': 'cdxj-gzip-1.0', 'filename': _INDEX})}\n"]

        def compressed() -> Iterator[bytes]:
            offset = 0
            for member in cdxj.members(cdxj.lines(files)):
                second.append(cdxj.second_line(member, offset))
                offset += len(member.content)
                yield member.content

        self._put_lines(f"indexes/{_INDEX}", compressed(), compression=zipfile.ZIP_STORED)
        self._put_lines("indexes/index.idx", (line.encode() for line in second))

    def _page_lines(
        self, first: captured_pages.CapturedPage | None, others: Iterable[captured_pages.CapturedPage]
    ) -> Iterator[bytes]:
        yield _json_line({"format": "json-pages-1.0", "id": "pages", "title": "All Pages"})
        for page in (*([first] if first else []), *others):
            self.pages += 1
            line = {"id": str(page.id), "url": page.url, "ts": page.captured_at}
            yield _json_line(line | ({"title": page.title} if page.title else {}))

    def _describe(self, about: dict[str, str]) -> None:
        manifest = {"profile": "data-package", "wacz_version": VERSION, "resources": self._resources, **about}
        content = json.dumps(manifest, ensure_ascii=False, indent=2).encode()
        digest = {"path": "datapackage.json", "hash": f"sha256:{hashlib.sha256(content).hexdigest()}"}
        for name, text in (
            ("datapackage.json", content),
            ("datapackage-digest.json", json.dumps(digest, indent=2).encode()),
        ):
            self._package.writestr(self._entry(name, zipfile.ZIP_DEFLATED), text)

    def _put_lines(
        self, name: str, lines: Iterable[bytes], *, compression: int = zipfile.ZIP_DEFLATED
    ) -> None:
        """Write one file from its lines."""
        with tempfile.TemporaryFile() as stream:
            stream.writelines(lines)
            self._put(name, stream, compression=compression)

    def _put(self, name: str, stream: IO[bytes], *, compression: int) -> None:
        """Write one file piece by piece.

        Players compute where a file begins from the directory of the package alone.  So the file's own
        header may have the ZIP64 size field only if its directory entry has one, too.
        """
        digest, size = hashlib.sha256(), stream.seek(0, os.SEEK_END)
        stream.seek(0)
        head = self._entry(name, compression)
        head.file_size = size if size > _LARGEST else 0
        with self._package.open(head, "w") as entry:
            while chunk := stream.read(_CHUNK_BYTES):
                digest.update(chunk)
                entry.write(chunk)
        self._resources.append(
            {
                "name": name.rpartition("/")[2].lower(),
                "path": name,
                "hash": f"sha256:{digest.hexdigest()}",
                "bytes": size,
            }
        )

    def _entry(self, name: str, compression: int) -> zipfile.ZipInfo:
        at = self._created_at
        entry = zipfile.ZipInfo(name, (at.year, at.month, at.day, at.hour, at.minute, at.second))
        entry.compress_type, entry.external_attr = compression, 0o644 << 16
        return entry


def _about(conn: sqlite3.Connection, site: str | None) -> dict[str, str]:
    """Title, description and software of the package."""
    sites = conn.execute(
        "SELECT coalesce(title, site), home_url FROM sites WHERE ?1 IS NULL OR site = ?1 ORDER BY site",
        (site,),
    ).fetchall()
    titles = ", ".join(title for title, _ in sites)
    homes = ", ".join(home_url for _, home_url in sites if home_url)
    return {"title": titles, "description": f"Kept of {homes}.", "software": f"newsspider/{__version__}"}


def _json_line(value: dict[str, str]) -> bytes:
    return f"{json.dumps(value, ensure_ascii=False)}\n".encode()


FORMAT = CaptureFormat(
    name="wacz",
    summary="the captures of all or of one `--site` with their index, which replayweb.page and pywb play",
    ending=SUFFIX.removeprefix("."),
    media_type="application/wacz",
    pack=write,
)
