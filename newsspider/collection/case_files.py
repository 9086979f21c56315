"""Saved cases of a collection: a page, and what must be read from it, in `cases/SITE/NAME/`."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import yaml

from newsspider.errors import UsageError
from newsspider.web import urls

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

FOLDER = "cases"
PAGE, EXPECTED = "page.html", "expected.yaml"
LARGEST_BYTES = 20_000_000
_LONGEST_NAME = 60


@dataclass(frozen=True, kw_only=True, slots=True)
class Case:
    """One page as it was captured, and what must be read from it, by field."""

    name: str
    url: str
    captured_at: datetime
    content_type: str | None
    html: bytes
    expected: Mapping[str, object]


def folder(archive: Path, site: str) -> Path:
    """Where the cases of a site are."""
    return archive / FOLDER / site


def name_of(url: str) -> str:
    """A case's name: the last words of its address, and a few digits that set it apart."""
    words = re.sub(r"[^a-z0-9]+", "-", urlsplit(url).path.lower()).strip("-")[-_LONGEST_NAME:].strip("-")
    return f"{words or 'home'}-{hashlib.sha256(url.encode()).hexdigest()[:6]}"


def save(archive: Path, site: str, case: Case) -> Path:
    """Write a case, and return its folder.

    Raises:
        UsageError: the case is there already.
    """
    place = folder(archive, site) / case.name
    if (place / EXPECTED).exists():
        raise UsageError(f"{place} is there already; change its {EXPECTED}, or remove the folder first")
    place.mkdir(parents=True, exist_ok=True)
    (place / PAGE).write_bytes(case.html)
    content = {
        "url": case.url,
        "captured_at": case.captured_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "content_type": case.content_type,
        "expected": dict(case.expected),
    }
    text = yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=110)
    head = "# What must be read from page.html. Correct what is wrong; remove what does not matter.\n"
    (place / EXPECTED).write_text(head + text, encoding="utf-8")
    return place


def load_all(archive: Path, site: str) -> tuple[Case, ...]:
    """The cases of a site, by name.

    Raises:
        UsageError: one of them cannot be used.
    """
    files = sorted(folder(archive, site).glob(f"*/{EXPECTED}"))
    return tuple(_loaded(file) for file in files)


def _loaded(file: Path) -> Case:
    page = file.with_name(PAGE)
    try:
        for each in (file, page):
            if each.stat().st_size > LARGEST_BYTES:
                raise UsageError(f"{each} has more than {LARGEST_BYTES:,} bytes; expected a page")
        html, text = page.read_bytes(), file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"the case {file.parent} cannot be read: {error}") from error
    try:
        content = yaml.safe_load(text)
        url, expected = content["url"], content["expected"]
        at = datetime.strptime(str(content["captured_at"]), "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    except (yaml.YAMLError, KeyError, TypeError, ValueError, RecursionError) as error:
        why = " ".join(str(error).split())[:200]
        raise UsageError(f"{file} cannot be used: expected url, captured_at and expected ({why})") from error
    if not isinstance(url, str) or urls.canonical(url) is None or not isinstance(expected, dict):
        raise UsageError(f"{file} cannot be used: expected an address as url, and fields as expected")
    kind = content.get("content_type")
    return Case(
        name=file.parent.name,
        url=url,
        captured_at=at,
        content_type=kind if isinstance(kind, str) else None,
        html=html,
        expected=expected,
    )
