"""Sites without an end (see `endless`): a run ends by its budget, and the next one has the news first."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from support.served import Site
from support.stories import profile

from hostile.endless import HEADLINES, NEW, TRAPS, EndlessSite
from hostile.outcome import Outcome, crawled

SOON = 50  # requests, after which a story that is new on the front has been asked for
BUDGET = "limits: {requests: 400}"


def attacks() -> dict[str, Callable[[], Outcome]]:
    """A run of each trap, then a new story on its front, and a second run."""
    return {f"trap: {trap}": partial(_trapped, trap) for trap in TRAPS}


def _trapped(trap: str) -> Outcome:
    site = Site()
    try:
        with tempfile.TemporaryDirectory() as folder:
            return _crawled_twice(EndlessSite(site, trap), Path(folder))
    finally:
        site.close()


def _crawled_twice(endless: EndlessSite, folder: Path) -> Outcome:
    name = profile(folder, endless.site.url, BUDGET)
    first = crawled(folder, name, articles=len(HEADLINES))
    endless.publish()
    before = len(endless.site.paths)
    second = crawled(folder, name)
    place = endless.place_of(NEW, since=before)
    later = len(endless.site.paths) - before
    late = () if place and place <= SOON else (f"the new story was request {place}",)
    return replace(
        second,
        took_s=first.took_s + second.took_s,
        peak_mb=max(first.peak_mb, second.peak_mb),
        happened=f"{before} requests, then {later}; the new story was number {place}",
        faults=(*first.faults, *second.faults, *late),
    )
