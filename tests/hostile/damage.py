"""Files of an archive that were damaged: they are found, no run goes on over them, a way back exists."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from support.damage import flip_bit, truncate, zero_page
from support.raw_server import answer, serving
from support.stories import front, profile, story

from hostile import measured
from hostile.outcome import BAD, GOOD, MOST_MB, Outcome, crawled

REFUSED = 2
Act = Callable[[Path], object]


def _warc(archive: Path) -> Path:
    return min((archive / "warc").glob("*.warc.gz"))


def _place_of_text(archive: Path) -> int:
    """Where the text of a story is in the database."""
    return (archive / "news.db").read_bytes().rindex(b"came up")


def _zero_text(archive: Path) -> None:
    zero_page(archive / "news.db", _place_of_text(archive) // 4096)


def _folder_in_its_place(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _garbage(archive: Path) -> None:
    (archive / "news.db").write_bytes(b"no database" * 1000)


# What is done, whether a run must refuse to go on, and the exit status of `verify` after the way back.
DAMAGES: dict[str, tuple[Act, bool, int]] = {
    "a page of zeros": (_zero_text, True, 0),
    "a schema page of zeros": (lambda a: zero_page(a / "news.db", 0), True, 0),
    "a byte that is not UTF-8": (lambda a: flip_bit(a / "news.db", _place_of_text(a), 7), True, 0),
    "half a database": (lambda a: truncate(a / "news.db", 0.5), True, 0),
    "no database in news.db": (_garbage, True, 0),
    "a WARC file deleted": (lambda a: _warc(a).unlink(), False, 1),
    "half a WARC file": (lambda a: truncate(_warc(a), 0.5), False, 0),
    "a bit of a WARC file": (lambda a: flip_bit(_warc(a), _warc(a).stat().st_size // 2), False, 0),
    "a folder in place of news.db": (lambda a: _folder_in_its_place(a / "news.db"), True, 0),
}


def attacks() -> dict[str, Callable[[], Outcome]]:
    """Each damage to an archive of two stories, then `verify`, a crawl, and a repair."""
    return {f"damage: {name}": partial(_damaged, name) for name in DAMAGES}


def _damaged(name: str) -> Outcome:
    act, must_refuse, mended = DAMAGES[name]
    stories = {BAD: answer(story("One")), GOOD: answer(story("Two"))}
    began = time.monotonic()
    with (
        serving({"/": answer(front("Gazette", [BAD, GOOD])), **stories}) as site,
        tempfile.TemporaryDirectory() as made,
    ):
        folder, archive = Path(made), Path(made) / "archive"
        file = profile(folder, site.url)
        first = crawled(folder, file, articles=2)
        act(archive)
        return _looked_after(archive, file, must_refuse, mended, first, began)


def _looked_after(
    archive: Path, file: str, must_refuse: bool, mended: int, first: Outcome, began: float
) -> Outcome:
    run = partial(_run, archive)
    checked = run("verify")
    crawl = run("crawl", file, "--set", "DOWNLOAD_DELAY=0")
    repaired = run("verify", "--repair")
    if repaired.status == REFUSED:
        # Nothing knows the profile any more: it has to be named.
        repaired = run("rebuild", "--site", file)
    again = run("verify")
    faults = [*first.faults]
    if must_refuse and checked.status == 0 and crawl.status == 0:
        faults.append("nothing was found, and a run went on")
    if must_refuse and crawl.status != REFUSED:
        faults.append(f"the crawl ended with {crawl.status}")
    if not must_refuse and checked.status != 1:
        faults.append(f"verify ended with {checked.status}")
    if again.status != mended:
        faults.append(f"after the repair, verify ends with {again.status}: {(again.out + again.err)[-300:]}")
    every = (checked, crawl, repaired, again)
    faults += [f"unexpected: {one.err[-300:]}" for one in every if "Traceback" in one.err]
    faults += [f"unexpected: {one.err[-300:]}" for one in every if "nexpected error" in one.err]
    peak_mb = max(first.peak_mb, *(one.peak_mb for one in every))
    if peak_mb >= MOST_MB:
        faults.append(f"{peak_mb:.0f} MB")
    lines = [*checked.out.splitlines(), *crawl.err.splitlines()]
    said = [one for one in lines if one and not one.startswith("peak-kB")] or [""]
    return Outcome(
        status=crawl.status,
        peak_mb=peak_mb,
        took_s=time.monotonic() - began,
        happened=f"verify {checked.status}, repair {repaired.status}, then {again.status}: {said[-1][-90:]}",
        faults=tuple(faults),
    )


def _run(archive: Path, command: str, *arguments: str) -> measured.Measured:
    return measured.run(command, *arguments, "--archive", str(archive))
