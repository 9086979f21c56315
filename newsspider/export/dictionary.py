"""The data dictionary of an export: a Data Package (datapackage.org, version 2) beside its files.

It gives the size and digest of each file, and the type and meaning of each field (Table Schema).
Software that reads only version 1 of the standard can read it too.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from newsspider.export import registry, targets
from newsspider.export.fields import LINK_FIELDS
from newsspider.export.text.file_names import slug

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from newsspider.article_fields import Field
    from newsspider.export.format import ArticleFormat
    from newsspider.export.records import Json
    from newsspider.export.request import ExportRequest

FILE = "datapackage.json"
_PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"


def write_beside(request: ExportRequest) -> list[Path]:
    """Describe the files of an export beside them; return the descriptions' paths.

    A device or pipe gets no description.  Files in two folders get one in each.
    """
    files = [file for file in (request.target, request.link_blocks) if file and file.is_file()]
    written = []
    for folder in dict.fromkeys(file.parent for file in files):
        beside = [file for file in files if file.parent == folder]
        written.append(folder / f"{beside[0].name}.{FILE}")
        write(request, [_file(request, file) for file in beside], written[-1])
    return written


def of_folder(request: ExportRequest) -> dict[str, Json]:
    """The description of a folder of files; `*` stands for their names."""
    return {
        "name": "articles",
        "path": request.format.paths,
        **_kind(request.format),
        "schema": _schema(request.format.fields(request)),
    }


def write(request: ExportRequest, resources: list[dict[str, Json]], file: Path) -> None:
    """Write the description of *resources* into *file*."""
    edition = request.edition
    about = f"{edition.articles:,} articles. Days are the publisher's, moments are UTC. {request.format.note}"
    package = {
        "$schema": _PROFILE,
        "name": slug(f"{edition.title} {request.format.name}"),
        "id": edition.id,
        "title": edition.title,
        "description": about.strip(),
        "sources": [{"title": edition.publisher, **({"path": edition.home_url} if edition.home_url else {})}],
        "resources": resources,
    }
    with targets.opened(file, encoding="utf-8") as stream:
        stream.write(json.dumps(package, ensure_ascii=False, indent=2) + "\n")


def _file(request: ExportRequest, file: Path) -> dict[str, Json]:
    is_links = file == request.link_blocks
    made = registry.table_format(request.format) if is_links else request.format
    return {
        "name": "links" if is_links else "articles",
        "path": file.name,
        **({"profile": "tabular-data-resource", "type": "table"} if made.open_table else {}),
        **_kind(made),
        **(_size(file) if made.has_size else {}),
        "schema": _links_schema(request) if is_links else _schema(made.fields(request)),
    }


def _kind(made: ArticleFormat) -> dict[str, Json]:
    return {"format": made.ending, "mediatype": made.media_type, "encoding": "utf-8"}


def _schema(fields: Iterable[Field]) -> dict[str, Json]:
    described: list[Json] = []
    has_key = False
    for field in fields:
        described.append({"name": field.name, "type": field.type, "description": field.meaning})
        has_key = has_key or field.name == "key"
    return {"fields": described, **({"primaryKey": ["key"]} if has_key else {}), "missingValues": [""]}


def _links_schema(request: ExportRequest) -> dict[str, Json]:
    key: dict[str, Json] = {
        "fields": ["article_key"],
        "reference": {"resource": "articles", "fields": ["key"]},
    }
    is_beside = request.target and request.link_blocks and request.target.parent == request.link_blocks.parent
    has_key = is_beside and request.format.open_table
    return {**_schema(LINK_FIELDS), **({"foreignKeys": [key]} if has_key else {})}


def _size(file: Path) -> dict[str, Json]:
    with file.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    return {"bytes": file.stat().st_size, "hash": f"sha256:{digest}"}
