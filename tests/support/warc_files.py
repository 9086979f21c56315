"""WARC files for tests, and what a tool that is not ours finds in them."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from warcio.archiveiterator import ArchiveIterator

from newsspider.storage.warc.writer import Exchange, WarcWriter

if TYPE_CHECKING:
    from pathlib import Path

AT = datetime(2026, 11, 24, 8, 30, 15, tzinfo=UTC)


URL = "http://example.org/issue/7?page=2"


PAGE = "<html><body><p>Größe, 大小, and so on.</p></body></html>".encode()


def exchange(
    body: bytes = PAGE, *, url: str = URL, encoding: str | None = None, **changes: object
) -> Exchange:
    headers = [("Content-Type", "text/html; charset=utf-8"), ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")]
    if encoding:
        headers.append(("Content-Encoding", encoding))
    values: dict[str, object] = {
        "url": url,
        "captured_at": AT,
        "status": 200,
        "headers": headers,
        "body": body,
        "protocol": "HTTP/1.1",
        "ip_address": "192.0.2.7",
        "request_headers": [
            ("User-Agent", "newsspider"),
            ("Cookie", "secret"),
            ("Authorization", "secret"),
            ("X-Api-Key", "secret"),
        ],
    }
    return Exchange(**(values | changes))  # type: ignore[arg-type]


def written(folder: Path, exchanges: Iterable[Exchange], *, site: str = "example") -> tuple[Path, list[int]]:
    """A closed file with these exchanges, and the offsets of their answers."""
    with WarcWriter(folder, site, AT) as writer:
        offsets = [writer.write(one).offset for one in exchanges]
        writer.sync()
    return folder / "warc" / writer.file, offsets


def left_open(folder: Path, count: int) -> Path:
    """What a killed run leaves: a file still named `.open`, with *count* exchanges."""
    path, _ = written(folder, (exchange(url=f"{URL}&n={n}") for n in range(count)))
    return path.rename(path.with_name(f"{path.name}.open"))


def warcio(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from warcio.cli import main; main()", *arguments]
    return subprocess.run(command, check=False, capture_output=True, text=True, timeout=60)


def records(path: Path) -> list[tuple[str, dict[str, str]]]:
    with path.open("rb") as stream:
        return [(record.rec_type, dict(record.rec_headers.headers)) for record in ArchiveIterator(stream)]
