"""Kinds of values in a profile: how each is checked, described and stated in JSON Schema."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from newsspider.errors import UsageError
from newsspider.profiles import timetables
from newsspider.profiles.values import Value

Schema = Mapping[str, object]
_TEXT: Schema = {"type": "string"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Kind:
    """What a key takes: `noun` describes a value, `read` checks one and gives what the profile holds.

    `keys` are those of a mapping, or of each mapping in a list.
    """

    noun: str
    read: Callable[[Value], Any]
    schema: Schema = field(default_factory=lambda: _TEXT)
    keys: tuple[Key, ...] = ()


@dataclass(frozen=True, slots=True)
class Key:
    """One key: its kind, what it is for, and the profile's attribute if that has another name."""

    name: str
    kind: Kind
    purpose: str
    attribute: str | None = None
    is_required: bool = False


def read(value: Value, keys: tuple[Key, ...]) -> dict[str, Any]:
    """The checked values of a mapping by attribute; only of keys that are given."""
    given = value.fields(key.name for key in keys)
    return {key.attribute or key.name: key.kind.read(given[key.name]) for key in keys if key.name in given}


def mapping(noun: str, keys: tuple[Key, ...], make: Callable[[Value], Any]) -> Kind:
    """A mapping with these keys."""
    return Kind(noun=noun, read=make, schema=object_schema(keys), keys=keys)


def list_of(
    kind: Kind, expected: str, make: Callable[[tuple[Any, ...]], Any] = tuple, noun: str | None = None
) -> Kind:
    """A list of values of one kind."""
    return Kind(
        noun=noun or f"list: {kind.noun}",
        read=lambda value: make(tuple(kind.read(item) for item in value.items(expected))),
        schema={"type": "array", "items": kind.schema},
        keys=kind.keys,
    )


def one_or_more(kind: Kind, expected: str) -> Kind:
    """A value of one kind, or a list of them."""
    return Kind(
        noun=f"{kind.noun}, or a list",
        read=lambda value: tuple(kind.read(item) for item in value.one_or_more(expected)),
        schema={"anyOf": [kind.schema, {"type": "array", "items": kind.schema}]},
    )


def choice(words: Mapping[str, str]) -> Kind:
    """One of several words, and what the profile holds for it."""
    return Kind(
        noun=" or ".join(f"`{word}`" for word in words),
        read=lambda value: words[value.choice(tuple(words))],
        schema={"enum": list(words)},
    )


def object_schema(keys: tuple[Key, ...]) -> Schema:
    """The JSON Schema of a mapping."""
    schema: dict[str, object] = {
        "type": "object",
        "additionalProperties": False,
        "properties": {key.name: {"description": key.purpose, **key.kind.schema} for key in keys},
    }
    if required := [key.name for key in keys if key.is_required]:
        schema["required"] = required
    return schema


def _name(value: Value) -> str:
    """A name that can be part of a file's name."""
    expected = "letters, digits, '-', '_' and '.', beginning with a letter or digit"
    text = value.text(expected)
    if len(text) > 64 or not re.fullmatch(r"[^\W_][\w.-]*", text):
        raise value.is_not("a site's name", expected=f"up to 64 {expected}")
    return text


def _parameter(value: Value) -> str:
    expected = "the name of a query parameter, as ref"
    text = value.text(expected)
    if re.search(r"[?&=#\s]", text):
        raise value.is_not("a parameter's name", expected=expected)
    return text


def _numbered_name(value: Value) -> str:
    """The name of a further page: one {n}, at most one {stem} and {suffix}."""
    expected = "a file's name with {n}, as index_{n}.html or {stem}_{n}{suffix}"
    text = value.text(expected)
    holes = re.findall(r"\{.*?\}", text)
    if "{n}" not in holes or len(holes) != len(set(holes)) or set(holes) - {"{n}", "{stem}", "{suffix}"}:
        raise value.is_not("a numbered name", expected=expected)
    return text


def _function(value: Value) -> str:
    text = value.text("a function's name, as createPageHTML")
    if not re.fullmatch(r"[A-Za-z_$][\w$.]*", text):
        raise value.is_not("a function's name", expected="one such as createPageHTML")
    return text


def _timetable(value: Value) -> timetables.Timetable:
    expected = f"a timetable such as {timetables.EXAMPLES}"
    try:
        return timetables.parse(value.text(expected))
    except UsageError as error:
        raise value.wrong(str(error)) from error


TEXT = Kind(noun="text", read=Value.text)
NAME = Kind(
    noun="letters, digits, `-`, `_`, `.`; up to 64", read=_name, schema={"type": "string", "maxLength": 64}
)
URL = Kind(noun="web address", read=Value.url)
ADDRESS = Kind(noun="address, also relative to the first start page", read=lambda value: value)
HOST = Kind(noun="host such as `www.example.org`", read=Value.host)
ZONE = Kind(noun="name of the IANA database, as `Asia/Shanghai`", read=Value.zone)
LANGUAGE = Kind(noun="tag such as `en` or `pt-BR`", read=Value.language)
CHARSET = Kind(noun="encoding such as `gb18030`", read=Value.charset)
DAY = Kind(noun="YYYY-MM-DD", read=Value.day, schema={"type": "string", "format": "date"})
HEADER = Kind(noun="printable ASCII on one line", read=Value.header)
TIMETABLE = Kind(noun="timetable such as `6h`, `weekdays 05:15` or `15 5 * * 1-5`", read=_timetable)
PATTERN = Kind(noun="regular expression", read=Value.pattern)
SELECTOR = Kind(noun="CSS selector, also with `@attribute`", read=Value.selector)
WHOLE = Kind(noun="whole number", read=Value.whole, schema={"type": "integer", "minimum": 0})
SECONDS = Kind(
    noun="number of seconds",
    read=lambda value: value.number("seconds"),
    schema={"type": "number", "minimum": 0},
)
HOURS = Kind(noun="number of hours", read=lambda value: value.number("hours"), schema=SECONDS.schema)
PARAMETER = Kind(noun="name of a query parameter", read=_parameter)
NUMBERED_NAME = Kind(noun="file name with `{n}`, perhaps `{stem}` and `{suffix}`", read=_numbered_name)
FUNCTION = Kind(noun="name of a JavaScript function", read=_function)
SELECTORS = one_or_more(SELECTOR, "a list of CSS selectors")
PATTERNS = one_or_more(PATTERN, "a list of regular expressions")
