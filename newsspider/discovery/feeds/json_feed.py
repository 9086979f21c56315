"""JSON Feed (jsonfeed.org, versions 1 and 1.1), as entries such as those of other feeds."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from newsspider.language.text import decode

Entry = dict[str, Any]


class JsonFeed(NamedTuple):
    """The items of a feed under the names that feedparser has for them, and where older items are."""

    entries: tuple[Entry, ...]
    next_url: str | None


def read(payload: bytes) -> JsonFeed | None:
    """The feed; None for bytes that are not one."""
    if not payload[:100].removeprefix(b"\xef\xbb\xbf").lstrip(b"\x00 \t\r\n\xff\xfe").startswith(b"{"):
        return None
    try:
        feed = json.loads(decode(payload).text, strict=False)
    except (ValueError, RecursionError):
        return None
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list):
        return None
    return JsonFeed(
        tuple(_entry(item) for item in items if isinstance(item, dict)), _text(feed.get("next_url"))
    )


def _entry(item: dict[str, Any]) -> Entry:
    """One item; `url` is the publisher's own page, `external_url` what it is about."""
    entry = {
        "link": _text(item.get("url")) or _text(item.get("external_url")),
        "id": _text(item.get("id")),
        "title": _text(item.get("title")),
        "published": _text(item.get("date_published")),
        "updated": _text(item.get("date_modified")),
        "authors": [{"name": name} for name in _names(item)],
        "tags": [{"term": tag} for tag in _list(item.get("tags")) if isinstance(tag, str)],
    }
    return {name: value for name, value in entry.items() if value}


def _names(item: dict[str, Any]) -> Iterator[str]:
    """The authors' names: a list since version 1.1, one `author` before."""
    for author in (*_list(item.get("authors")), item.get("author")):
        name = author.get("name") if isinstance(author, dict) else author
        if isinstance(name, str):
            yield name


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _text(value: object) -> str | None:
    return value.strip() or None if isinstance(value, str) else None
