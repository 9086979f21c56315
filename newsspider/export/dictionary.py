"""The data dictionary of an export: a Data Package (datapackage.org, version 2) beside its files.

It names each file with its size and digest, and each field of it with its type and meaning (Table Schema).
Software that knows only version 1 of the standard reads it too.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from newsspider.export import records, targets
from newsspider.export.fields import ATOM, BOOK, FIELDS, FRONT_MATTER, LINK_FIELDS, Field
from newsspider.export.text.file_names import slug

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from newsspider.export.records import Json
    from newsspider.export.request import Form, Order

FILE = "datapackage.json"
_PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
# How each form is called: by its ending, and by its media type.
_MEDIA: dict[Form, tuple[str, str]] = {
    "csv": ("csv", "text/csv"),
    "json": ("json", "application/json"),
    "jsonl": ("jsonl", "application/jsonl"),
    "markdown": ("md", "text/markdown"),
    "atom": ("atom", "application/atom+xml"),
    "parquet": ("parquet", "application/vnd.apache.parquet"),
    "epub": ("epub", "application/epub+zip"),
}
_UNMEASURED = frozenset(("json", "parquet"))  # frictionless cannot count their bytes, and calls them invalid
_APOSTROPHE = (
    "A cell that a spreadsheet would take for a formula has an apostrophe before it: where the first sign"
    " behind apostrophes, spaces and control characters is one of = + - @, one apostrophe is not of the text."
)


def described(order: Order) -> list[Path]:
    """Write a description beside the files that *order* made, and the paths of what was written.

    A device or pipe gets none.  Files in two folders get one in each.
    """
    files = [file for file in (order.target, order.link_blocks) if file and file.is_file()]
    written = []
    for folder in dict.fromkeys(file.parent for file in files):
        resources = [_file(order, file) for file in files if file.parent == folder]
        name = next(file.name for file in files if file.parent == folder)
        written.append(folder / f"{name}.{FILE}")
        write(order, resources, written[-1])
    return written


def of_folder(order: Order) -> dict[str, Json]:
    """What a folder of files of one form holds: `*` stands for their names."""
    ending, media = _MEDIA[order.form]
    pattern = f"*/*.{ending}" if order.form == "markdown" else f"*.{ending}"
    return {
        "name": "articles",
        "path": pattern,
        "format": ending,
        "mediatype": media,
        "encoding": "utf-8",
        "schema": _schema(_fields(order)),
    }


def write(order: Order, resources: list[dict[str, Json]], file: Path) -> None:
    """Write the description of *resources* into *file*."""
    edition = order.edition
    package = {
        "$schema": _PROFILE,
        "name": slug(f"{edition.title} {order.form}"),
        "id": edition.id,
        "title": edition.title,
        "description": _about(order),
        "sources": [{"title": edition.publisher, **({"path": edition.home_url} if edition.home_url else {})}],
        "resources": resources,
    }
    with targets.opened(file, encoding="utf-8") as stream:
        stream.write(json.dumps(package, ensure_ascii=False, indent=2) + "\n")


def _about(order: Order) -> str:
    told = f"{order.edition.articles:,} articles. Days are the publisher's, moments are UTC."
    return f"{told} {_APOSTROPHE}" if order.form == "csv" else told


def _file(order: Order, file: Path) -> dict[str, Json]:
    is_links = file == order.link_blocks
    form: Form = "csv" if is_links and order.form not in records.TABLES else order.form
    ending, media = _MEDIA[form]
    is_table = form in records.TABLES
    return {
        "name": "links" if is_links else "articles",
        "path": file.name,
        **({"profile": "tabular-data-resource", "type": "table"} if is_table else {}),
        "format": ending,
        "mediatype": media,
        "encoding": "utf-8",
        **(_measured(file) if form not in _UNMEASURED else {}),
        "schema": _links_schema(order) if is_links else _schema(_fields(order)),
    }


def _fields(order: Order) -> Iterable[Field]:
    if order.form == "markdown":
        return FRONT_MATTER
    if order.form in ("atom", "epub"):
        return ATOM if order.form == "atom" else BOOK
    if order.form == "csv":
        return [FIELDS[name].as_text() for name in records.ARTICLE_COLUMNS]
    if order.form == "parquet":
        names = (name for name in records.RECORD_FIELDS if name != "link_blocks" or not order.link_blocks)
        return [FIELDS[name].as_nested() for name in names]
    return [FIELDS[name] for name in records.RECORD_FIELDS]


def _schema(fields: Iterable[Field]) -> dict[str, Json]:
    described = [_field(field) for field in fields]
    has_key = any(field["name"] == "key" for field in described)
    return {"fields": list(described), **({"primaryKey": ["key"]} if has_key else {}), "missingValues": [""]}


def _links_schema(order: Order) -> dict[str, Json]:
    key: dict[str, Json] = {
        "fields": ["article_key"],
        "reference": {"resource": "articles", "fields": ["key"]},
    }
    is_beside = order.target and order.link_blocks and order.target.parent == order.link_blocks.parent
    has_key = is_beside and order.form in records.TABLES
    return {**_schema(LINK_FIELDS), **({"foreignKeys": [key]} if has_key else {})}


def _field(field: Field) -> dict[str, Json]:
    return {"name": field.name, "type": field.type, "description": field.meaning}


def _measured(file: Path) -> dict[str, Json]:
    with file.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    return {"bytes": file.stat().st_size, "hash": f"sha256:{digest}"}
