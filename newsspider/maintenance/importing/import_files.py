"""Takes over WARC files of other programs: copies the answers of known publications, then replays them.

The copies are in WARC files like those of a run, so that `verify`, `backup`, `reextract` and `rebuild` need
to know nothing of an import. Their first record names the file they came from and its SHA-256. Rows are made
by the code that replays a run for `rebuild`.
"""

from __future__ import annotations

from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from newsspider import profiles
from newsspider.collection import site_files
from newsspider.errors import UsageError
from newsspider.language.dates import to_text
from newsspider.maintenance.importing.foreign_warcs import Damaged, LeftOut, exchanges
from newsspider.maintenance.rebuild.replay_run import OldRun, Replay, Watch
from newsspider.storage import site_lock
from newsspider.storage.archive import Archive
from newsspider.storage.warc import manifest
from newsspider.storage.warc.writer import WarcWriter
from newsspider.web import urls

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from newsspider.profiles import SiteProfile
    from newsspider.storage.warc.records import Exchange

REASON = "imported"
_MOST_HOSTS_NAMED = 5
_TEXT_TYPES = ("text/html", "text/plain", "xml", "json")
_REDIRECTS = frozenset((301, 302, 303, 307, 308))
# Other answers say nothing lasting of a page, as in `crawl/recovery.py`.
_WORTH = frozenset((200, 203, 404, 410)) | _REDIRECTS


@dataclass(frozen=True, kw_only=True, slots=True)
class ImportReport:
    """What was taken over; `left_out` counts records by reason, `damaged` has a line for each such file."""

    sites: tuple[str, ...]
    answers: int
    new_articles: int
    new_revisions: int
    left_out: Mapping[str, int]
    damaged: tuple[str, ...]


@dataclass(kw_only=True, slots=True)
class _Tally:
    """Counts of an import while it lasts."""

    left_out: Counter[str] = field(default_factory=Counter)
    hosts: Counter[str] = field(default_factory=Counter)
    damaged: list[str] = field(default_factory=list)
    sites: set[str] = field(default_factory=set)
    answers: int = 0
    matched: int = 0


def import_files(
    folder: Path,
    files: Sequence[Path],
    *,
    site: str | None = None,
    on_step: Callable[[str], None] = lambda _: None,
    watch: Watch | None = None,
) -> ImportReport:
    """Take over *files* into the archive *folder*; *site* is the only profile to read by.

    Raises:
        UsageError: a file is missing, or no answer belongs to a known publication.
        LockHeld: a run of one of the publications is going on in this archive.
        ProfileError: the profile cannot be used.
    """
    for file in files:
        if not file.is_file():
            raise UsageError(f"{file} is not a file; expected a WARC file (.warc or .warc.gz)")
    read_by = [site_files.load(site, folder)] if site else _known_profiles(folder)
    tally = _Tally()
    with Archive.open(folder, create=True) as archive:
        before = _counts(archive)
        for file in files:
            _import_file(folder, archive, file, read_by, tally, on_step, watch)
        articles, revisions = (after - b for after, b in zip(_counts(archive), before, strict=True))
    if not tally.matched and not tally.damaged:
        raise UsageError(_nothing_matched(tally))
    return ImportReport(
        sites=tuple(sorted(tally.sites)),
        answers=tally.answers,
        new_articles=articles,
        new_revisions=revisions,
        left_out=dict(tally.left_out),
        damaged=tuple(tally.damaged),
    )


def _known_profiles(folder: Path) -> list[SiteProfile]:
    """The profiles of the collection, then the shipped ones."""
    collected = site_files.load_all(folder).profiles
    shipped = (profiles.load(name) for name in profiles.shipped() if name not in collected)
    return [*collected.values(), *shipped]


def _counts(archive: Archive) -> tuple[int, int]:
    with archive.reading() as conn:
        articles, revisions = conn.execute(
            "SELECT (SELECT count(*) FROM articles), (SELECT count(*) FROM revisions)"
        ).fetchone()
    return int(articles), int(revisions)


def _nothing_matched(tally: _Tally) -> str:
    named = ", ".join(host for host, _ in tally.hosts.most_common(_MOST_HOSTS_NAMED)) or "none"
    return (
        f"no answer belongs to a known publication (hosts: {named}); write its profile with newsspider init"
        " URL, or name one that has such a host: newsspider import FILE --site SITE"
    )


def _import_file(
    folder: Path,
    archive: Archive,
    file: Path,
    read_by: Sequence[SiteProfile],
    tally: _Tally,
    on_step: Callable[[str], None],
    watch: Watch | None,
) -> None:
    """Copy what belongs to a known publication, then replay the copies."""
    origin = {"importedFrom": file.name, "importedSha256": manifest.digest_of(file)}
    with ExitStack() as locks:
        copies = _Copies(folder, archive, origin, locks)
        try:
            on_step(f"copies from {file.name}")
            for found in exchanges(file):
                _copy(found, read_by, copies, tally)
        except Damaged as error:
            tally.damaged.append(str(error))
        finally:
            copies.close()
        for profile, names in copies.written():
            on_step(f"reads {profile.name} from {file.name}")
            replay = Replay(folder, archive, profile, OldRun(profile.name, names), watch=watch, reason=REASON)
            replay.run()
            tally.sites.add(profile.name)
            tally.answers += replay.answers


def _copy(found: Exchange | LeftOut, read_by: Sequence[SiteProfile], copies: _Copies, tally: _Tally) -> None:
    host = urls.host_of(found.url) or ""
    profile = next((each for each in read_by if host in each.hosts), None)
    if profile is None:
        tally.hosts[host] += 1
        tally.left_out["of other hosts"] += 1
        return
    tally.matched += 1
    reason = _why_not(found, profile) or copies.add(profile, found)  # type: ignore[arg-type] # not LeftOut
    if reason:
        tally.left_out[reason] += 1


def _why_not(found: Exchange | LeftOut, profile: SiteProfile) -> str | None:
    """Why an answer is not copied; None if it is."""
    if isinstance(found, LeftOut):
        return found.reason
    if not profile.allows(found.url):
        return "excluded by the profile"
    if found.status not in _WORTH:
        return f"errors (status {found.status})"
    types = " ".join(value for name, value in found.headers if name.lower() == "content-type").lower()
    if found.status == 200 and types and not any(each in types for each in _TEXT_TYPES):
        return "not pages, feeds or site maps"
    return None


class _Copies:
    """The copies of one foreign file: a WARC file for each of its publications."""

    def __init__(self, folder: Path, archive: Archive, origin: Mapping[str, str], locks: ExitStack) -> None:
        self._folder, self._archive, self._origin, self._locks = folder, archive, origin, locks
        self._writers: dict[str, tuple[SiteProfile, WarcWriter]] = {}
        self._files: dict[str, list[str]] = {}
        self._latest: dict[tuple[str, str], str] = {}

    def add(self, profile: SiteProfile, found: Exchange) -> str | None:
        """Copy an answer, or say why it is left out."""
        key, at = (profile.name, found.url), to_text(found.captured_at)
        latest = self._latest.get(key) or self._held(*key)
        if latest and at <= latest:
            return "held already" if at == latest else "older than what is held"
        if profile.name not in self._writers:
            self._locks.enter_context(site_lock.hold(self._folder, profile.name))
            now = datetime.now(UTC)
            writer = WarcWriter(self._folder, profile.name, now, settings=self._origin)
            self._writers[profile.name] = (profile, writer)
        file = self._writers[profile.name][1].write(found).file
        files = self._files.setdefault(profile.name, [])
        if file not in files:
            files.append(file)
        self._latest[key] = at
        return None

    def _held(self, site: str, url: str) -> str | None:
        """The moment of the last capture of an address."""
        query = "SELECT max(captured_at) FROM captures WHERE site = ? AND address_url = ?"
        with self._archive.reading() as conn:
            (at,) = conn.execute(query, (site, urls.canonical(url) or url)).fetchone()
        return str(at) if at else None

    def close(self) -> None:
        """Close all files; they get their lines in the manifest."""
        for _, writer in self._writers.values():
            writer.close()

    def written(self) -> list[tuple[SiteProfile, tuple[str, ...]]]:
        """Each publication with the names of its files."""
        return [(profile, tuple(self._files[name])) for name, (profile, _) in self._writers.items()]
