"""How values are written in the archive: moments, days, hints."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import TypeVar, cast

from newsspider.items import Hint, Precision, PublicationDate
from newsspider.language.dates import to_text

T = TypeVar("T")


def moment_or_none(at: datetime | None) -> str | None:
    """A moment as `YYYY-MM-DDTHH:MM:SSZ`; None for None."""
    return to_text(at) if at else None


def read_moment(text: str) -> datetime:
    """The aware UTC datetime that `dates.to_text` wrote."""
    return datetime.fromisoformat(text).astimezone(UTC)


def read_day(text: str | None) -> date | None:
    """The day of an `_on` column."""
    return date.fromisoformat(text) if text else None


def compact_json(value: object) -> str:
    """*value* as JSON, with characters of all scripts as they are."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def hint_text(hint: Hint) -> str | None:
    """A hint as JSON with only the fields that have a value; None without any."""
    said: dict[str, object] = {}
    for name in ("text", "issue", "section"):
        if value := getattr(hint, name):
            said[name] = value
    if hint.authors:
        said["authors"] = hint.authors
    if hint.date:
        said["date"] = _date_fields(hint.date)
    return compact_json(said) if said else None


def _date_fields(published: PublicationDate) -> dict[str, str]:
    said: dict[str, str] = {"on": published.on.isoformat(), "precision": published.precision}
    if published.at:
        said["at"] = to_text(published.at)
    if published.raw:
        said["raw"] = published.raw
    if published.source:
        said["source"] = published.source
    return said


def read_hint(text: str | None) -> Hint:
    """The hint that `hint_text` wrote; an empty one for None."""
    if not text:
        return Hint()
    said = json.loads(text)
    return Hint(
        text=said.get("text"),
        date=_read_date(said["date"]) if "date" in said else None,
        issue=said.get("issue"),
        section=said.get("section"),
        authors=tuple(said.get("authors", ())),
    )


def _read_date(said: Mapping[str, str]) -> PublicationDate:
    at = said.get("at")
    return PublicationDate(
        on=date.fromisoformat(said["on"]),
        precision=cast("Precision", said["precision"]),
        at=read_moment(at) if at else None,
        raw=said.get("raw"),
        source=said.get("source"),
    )


def without_surrogates(value: T) -> T:
    """The same value, with each half of a surrogate pair in its texts, at any depth, as U+FFFD."""
    return cast("T", _encodable(value))


def _encodable(value: object) -> object:
    if isinstance(value, StrEnum):
        return value
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, tuple):
        return tuple(map(_encodable, value))
    if isinstance(value, Mapping):
        return {_encodable(key): _encodable(entry) for key, entry in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        return replace(
            value, **{entry.name: _encodable(getattr(value, entry.name)) for entry in fields(value)}
        )
    return value
