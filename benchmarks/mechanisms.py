"""What each mechanism of the reader is worth: the body's F1 with it and without it, on pages with gold.

    python benchmarks/mechanisms.py FOLDER             # the folder that benchmarks/reader.py reads
    python benchmarks/mechanisms.py FOLDER --nameless  # every class and id hashed

One mechanism at a time is switched off.  Per set: what F1 it gains, then over all pages how many are read
better with it and how many worse (by .005 of their own F1 or more), and what it loses most on.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from reader import Scores, nameless, newsspider, page_f1, pages

from newsspider.extraction.body import (
    body_guesses,
    body_place,
    body_text,
    filters,
    head_boundary,
    running_text,
    script_state,
    tail_boundary,
    unlike_parts,
)
from newsspider.extraction.page import visibility

MATTERS = 0.005


def _nothing(*_: Any, **__: Any) -> None:
    return None


def _no_lines(*_: Any, **__: Any) -> tuple[()]:
    return ()


def _first(guesses: list[body_guesses.Guess], words: running_text.Prose) -> body_place.Body:  # noqa: ARG001
    return body_place.Body(parts=guesses[0].parts, source="first", confidence=1.0)


MECHANISMS: tuple[tuple[str, Any, str, Callable[..., Any]], ...] = (
    ("link blocks are cut", body_text, "_left_out", lambda *_: {}),
    ("elements named as no body are cut", running_text, "_named", _no_lines),
    ("hidden text is no text", visibility, "hidden", lambda _: set()),
    ("guesses agree on the body", body_place, "_agreed", _first),
    ("the text below the headline is a guess", body_guesses, "_below", _no_lines),
    ("siblings are joined", body_guesses, "_with_siblings", lambda best, _: (best,)),
    ("the body of scripts", script_state, "body", _nothing),
    (
        "single lines that are none",
        filters,
        "_reason",
        lambda line, words: (words.is_excluded(line) and "out") or None,
    ),
    ("lists of links", filters, "_lists_of_links", lambda *_: set()),
    ("head matter is cut", head_boundary, "cut_head", _nothing),
    ("stories after the first are cut", head_boundary, "cut_other_stories", _nothing),
    ("what is not declared is cut", unlike_parts, "cut_undeclared", _nothing),
    ("what is said again is cut", unlike_parts, "cut_repeated", _nothing),
    ("what is made unlike the body is cut", unlike_parts, "cut_unlike", _nothing),
    ("the tail is cut", tail_boundary, "cut_tail", _nothing),
)


@contextmanager
def without(module: Any, name: str, instead: Callable[..., Any]) -> Iterator[None]:
    """One mechanism switched off."""
    kept = getattr(module, name)
    setattr(module, name, instead)
    try:
        yield
    finally:
        setattr(module, name, kept)


def scored(given: list[tuple[dict[str, Any], bytes]]) -> dict[str, Scores]:
    """The scores of each set."""
    found: dict[str, Scores] = {}
    for page, html in given:
        found.setdefault(page.get("dataset") or "all", Scores()).take(page, newsspider(html, page["url"]))
    return found


def by_page(found: dict[str, Scores]) -> dict[str, float]:
    """The F1 of each page."""
    return {url: f1 for one in found.values() for url, f1 in zip(one.pages, page_f1(one), strict=True)}


def main() -> None:
    """Read all pages with all mechanisms, then without each."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--nameless", action="store_true")
    asked = parser.parse_args()
    written = pages(asked.folder, None)
    given = [(page, nameless(html) if asked.nameless else html) for page, html in written]
    whole = scored(given)
    sets = list(whole)
    print(f"{'':36}" + "".join(f"{name:>13}" for name in sets) + f"{'better':>8}{'worse':>7}  most lost on")
    print(f"{'all of them':36}" + "".join(f"{whole[name].f1:13.3f}" for name in sets))
    for told, module, name, instead in MECHANISMS:
        with without(module, name, instead):
            less = scored(given)
        gains = "".join(f"{whole[one].f1 - less[one].f1:+13.4f}" for one in sets)
        before, after = by_page(less), by_page(whole)
        changes = {url: after[url] - before[url] for url in after}
        better = sum(change >= MATTERS for change in changes.values())
        worse = sum(change <= -MATTERS for change in changes.values())
        url, most = min(changes.items(), key=lambda one: one[1])
        lost = f"{most:+.3f} {url.partition('//')[2][:44]}" if most <= -MATTERS else "-"
        print(f"{told:36}{gains}{better:8}{worse:7}  {lost}", flush=True)


if __name__ == "__main__":
    main()
