"""Pages for tests: stories long enough to be articles, and the fronts that list them."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_SENTENCES = (
    "The ferry left the old harbour an hour late, and nobody on the quay seemed to mind.",
    "Behind the counter the baker was already counting what the morning had brought in.",
    "Two engineers had come down from the capital to look at the crane, and shook their heads.",
    "What it would cost to mend the wall, the council would not say before the autumn.",
    "Children threw stones at the buoy until the rain drove them home.",
    "By evening the lamps along the river were lit again, for the first time in a month.",
)


def story(headline: str, *, links: Iterable[str] = (), extra: str = "", head: str = "") -> str:
    """A page of one article, whose words differ from every other's by its headline."""
    body = "".join(
        f"<p>{headline} came up again when they met for the {n}. time. {a} {b} {c}</p>"
        for n, (a, b, c) in enumerate(
            zip(_SENTENCES, _SENTENCES[1:] + _SENTENCES[:1], _SENTENCES[2:] + _SENTENCES[:2], strict=True), 1
        )
    )
    more = "".join(f'<li><a href="{link}">Read {link} as well</a></li>' for link in links)
    return (
        f"<!doctype html><html lang=en><head><meta charset=utf-8><title>{headline}</title>{head}</head>"
        f"<body><article><h1>{headline}</h1>{body}{extra}</article><ul>{more}</ul></body></html>"
    )


def front(title: str, links: Iterable[str], *, head: str = "") -> str:
    """A page that lists stories."""
    items = "".join(f'<li><a href="{link}">The story behind {link.strip("/")}</a></li>' for link in links)
    return (
        f"<!doctype html><html lang=en><head><meta charset=utf-8><title>{title}</title>{head}</head>"
        f"<body><h1>{title}</h1><ul>{items}</ul></body></html>"
    )


def profile(folder: Path, start: str, more: str = "") -> str:
    """The path of a profile of two lines, and what *more* says."""
    file = folder / "gazette.yaml"
    file.write_text(f"name: gazette\nstart: [{start}]\n{textwrap.dedent(more)}", encoding="utf-8")
    return str(file)
