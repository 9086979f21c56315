"""CDXJ: where each answer of some WARC files is, a line each, in the order of addresses and moments.

A compressed index ("ZipNum") is gzip members of some hundred lines each, with a second index of their
first lines; readers of WACZ files fetch only the members that they need.
"""

from __future__ import annotations

import hashlib
import heapq
import json
import re
import tempfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import islice
from typing import IO, TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from newsspider.storage.warc import record_checks

if TYPE_CHECKING:
    from pathlib import Path

    from newsspider.storage.warc.record_checks import IndexedAnswer

LINES_A_MEMBER = 300
_WWW = re.compile(r"^www\d*\.")
_DEFAULT_PORTS = {"http": 80, "https": 443}


class Member(NamedTuple):
    """One compressed part of an index, and its line in the second index without its offset."""

    content: bytes
    first_key: str


def sort_key(url: str) -> str:
    """The address as indexes sort it: the host's parts from the last on, and all in lower case.

    Without `www`, a default port, a slash at the end or a fragment; a query's parts in order.
    """
    parts = urlsplit(url.lower())
    host = _WWW.sub("", parts.hostname or "")
    port = "" if parts.port in (None, _DEFAULT_PORTS.get(parts.scheme)) else f":{parts.port}"
    path = parts.path.rstrip("/") or "/"
    query = f"?{'&'.join(sorted(parts.query.split('&')))}" if parts.query else ""
    return f"{','.join(reversed(host.split('.')))}{port}){path}{query}".replace(" ", "%20")


def lines(files: Iterable[Path]) -> Iterator[str]:
    """The index of some files, each line with its end; their lines are sorted one file at a time.

    An answer "not modified" is not in it: who asks for that moment is given the answer before.
    """
    with ExitStack() as stack:
        sorted_files = [stack.enter_context(_spilled(path)) for path in files]
        yield from heapq.merge(*sorted_files)


def members(index: Iterable[str]) -> Iterator[Member]:
    """The lines of an index, compressed some at a time."""
    rest = iter(index)
    while some := list(islice(rest, LINES_A_MEMBER)):
        packer = zlib.compressobj(wbits=zlib.MAX_WBITS + 16)
        content = packer.compress("".join(some).encode()) + packer.flush()
        yield Member(content, some[0].partition(" {")[0])


def second_line(member: Member, offset: int) -> str:
    """A member's line in the second index."""
    digest = hashlib.sha256(member.content).hexdigest()
    where = {"offset": offset, "length": len(member.content), "digest": f"sha256:{digest}"}
    return f"{member.first_key} {json.dumps(where)}\n"


def _spilled(path: Path) -> IO[str]:
    """The sorted index of one file, in a temporary one: a large archive's does not fit into memory."""
    spilled = tempfile.TemporaryFile("w+", encoding="utf-8", newline="\n")  # noqa: SIM115 - its caller closes it
    spilled.writelines(
        sorted(_line(one, path.name) for one in record_checks.indexed(path) if one.answer.status != 304)
    )
    spilled.seek(0)
    return spilled


def _line(indexed: IndexedAnswer, file: str) -> str:
    answer = indexed.answer
    stamp = answer.captured_at.strftime("%Y%m%d%H%M%S")
    about = {
        "url": answer.url,
        "mime": "warc/revisit" if answer.is_revisit else _mime(answer.headers),
        "status": str(answer.status),
        "digest": answer.digest,
        "length": str(indexed.record_bytes),
        "offset": str(answer.offset),
        "filename": file,
        "recordDigest": f"sha256:{indexed.record_hash}",
    }
    return f"{sort_key(answer.url)} {stamp} {json.dumps(about)}\n"


def _mime(headers: Iterable[tuple[str, str]]) -> str:
    stated = next((value for name, value in headers if name.lower() == "content-type"), "")
    return stated.partition(";")[0].strip().lower() or "unk"
