"""The page and the JSON Schema of profile keys say what the checks take."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from support.documents import PROFILE_KEYS, PROFILE_SCHEMA

from newsspider import profiles
from newsspider.errors import ProfileError
from newsspider.profiles import reference
from newsspider.profiles.keys import KEYS

if TYPE_CHECKING:
    from newsspider.profiles.kinds import Key

SMALL = "name: x\nstart: [http://a.org/]\n"


def paths(keys: tuple[Key, ...], within: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for key in keys:
        yield (*within, key.name)
        yield from paths(key.kind.keys, (*within, key.name))


@pytest.mark.parametrize("write", ["page", "schema"])
def test_make_documents_has_written_the_keys_as_they_are(write: str) -> None:
    written = {"page": PROFILE_KEYS, "schema": PROFILE_SCHEMA}[write].read_text(encoding="utf-8")

    assert written == getattr(reference, write)(), "run `make documents`"


def test_the_page_has_a_row_for_each_key() -> None:
    rows = reference.page().count("\n| `")

    assert rows == len(list(paths(KEYS)))


def test_the_schema_has_the_keys_that_the_checks_know() -> None:
    schema = json.loads(reference.schema())
    with pytest.raises(ProfileError) as refused:
        profiles.parse(SMALL + "unheard: 1\n", source="x.yaml")

    known = str(refused.value).partition("known here: ")[2].split(", ")
    assert list(schema["properties"]) == known
    assert schema["required"] == ["name", "start"]


@pytest.mark.parametrize("path", [path for path in paths(KEYS) if len(path) == 2], ids=".".join)
def test_an_unknown_key_beside_each_key_is_refused(path: tuple[str, ...]) -> None:
    schema = json.loads(reference.schema())["properties"][path[0]]
    is_list = schema.get("type") == "array"
    inner = {"zzz": 1}
    text = json.dumps({"name": "x", "start": ["http://a.org/"], path[0]: [inner] if is_list else inner})

    with pytest.raises(ProfileError, match=path[1]):
        profiles.parse(text, source="x.json")
