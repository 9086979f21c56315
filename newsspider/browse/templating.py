"""The templates of the reading room, and the addresses they write."""

from __future__ import annotations

import hashlib
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from newsspider.browse import template_filters
from newsspider.browse.datasette import files
from newsspider.version import __version__
from newsspider.web import urls

if TYPE_CHECKING:
    from pathlib import Path

STATIC = files.HERE / "static"
MEDIA_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
}

_LONGEST_ARGUMENT = 1_000
_FILTERS = (
    template_filters.address,
    template_filters.counted,
    template_filters.day,
    template_filters.day_for_machines,
    template_filters.direction,
    template_filters.duration,
    template_filters.for_machines,
    template_filters.host,
    template_filters.language,
    template_filters.marked,
    template_filters.moment,
    template_filters.moment_day,
    template_filters.month,
    template_filters.number,
    template_filters.plain,
    template_filters.short_day,
    template_filters.size,
    template_filters.unmarked,
    template_filters.web_address,
)


@cache
def environment() -> Environment:
    """The Jinja environment: everything is escaped, and an unknown name is an error."""
    made = Environment(
        loader=FileSystemLoader(files.HERE / "templates" / "room"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update({function.__name__: function for function in _FILTERS})
    made.filters |= {"query": query, "urn": urls.urn}
    made.globals["version"] = __version__
    return made


def query(arguments: dict[str, object], **changes: object) -> str:
    """The arguments of an address, with *changes*; empty ones are left out, long ones are cut."""
    said = {name: value for name, value in (arguments | changes).items() if value not in (None, "", False)}
    return urlencode(
        {name: 1 if value is True else str(value)[:_LONGEST_ARGUMENT] for name, value in said.items()}
    )


@cache
def static_files() -> dict[str, Path]:
    """The files that pages may request, by name."""
    return {file.name: file for file in STATIC.iterdir() if file.suffix in MEDIA_TYPES}


@cache
def static_mark() -> str:
    """A few characters that change when a static file does, so that browsers may cache them."""
    digest = hashlib.sha256()
    for _, file in sorted(static_files().items()):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:10]
