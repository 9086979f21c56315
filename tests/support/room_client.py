"""Asks a running reading room for a page."""

from __future__ import annotations

import urllib.error
import urllib.parse
import urllib.request


def answer(address: str, path: str, **arguments: str) -> tuple[str, dict[str, str]]:
    query = f"?{urllib.parse.urlencode(arguments)}" if arguments else ""
    with urllib.request.urlopen(f"{address}{path}{query}", timeout=30) as got:
        return got.read().decode(errors="replace"), {
            name.lower(): value for name, value in got.headers.items()
        }


def get(address: str, path: str, **arguments: str) -> str:
    return answer(address, path, **arguments)[0]
