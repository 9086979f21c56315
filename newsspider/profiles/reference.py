"""The profile keys as a page for people and as a JSON Schema for editors; `make documents` writes both."""

from __future__ import annotations

import json
from collections.abc import Iterator

from newsspider.profiles.keys import KEYS
from newsspider.profiles.kinds import Key, object_schema

_HEAD = """# Keys of a profile

A profile is a YAML file with these keys; only `name` and `start` are required. `newsspider crawl SITE
--dry-run` finds mistakes. Editors that know JSON Schema check and complete a profile with
`newsspider/profiles/schema.json`. `make documents` writes this page and that file.

A regular expression is searched in `path?query`, or in the whole address if it begins with `http`.
Defaults stand in (round brackets).

| key | value | purpose |
|---|---|---|
"""


def page() -> str:
    """The reference page in Markdown: one row a key."""
    return _HEAD + "".join(_rows(KEYS, ""))


def schema() -> str:
    """The JSON Schema of a profile (draft 2020-12)."""
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "newsspider: profile of a site",
    }
    return json.dumps({**head, **object_schema(KEYS)}, indent=1, ensure_ascii=False) + "\n"


def _rows(keys: tuple[Key, ...], path: str) -> Iterator[str]:
    for key in keys:
        noun = key.kind.noun.replace("|", "\\|")
        yield f"| `{path}{key.name}` | {noun} | {key.purpose} |\n"
        is_list = key.kind.schema.get("type") == "array"
        yield from _rows(key.kind.keys, f"{path}{key.name}{'[]' if is_list else ''}.")
