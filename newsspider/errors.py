"""What can go wrong, as a tree.

NewsspiderError
├── UsageError            wrong use: an option, a date, a format          exit 2
├── ProfileError          a site's YAML: file, key, what was wanted       exit 2
├── UnreadablePage        bytes that give no article: empty, no HTML      exit 2 (`extract`)
├── FetchError            nothing could be fetched                        exit 3
├── LockHeld              another run holds this site and archive         exit 4
│   └── HostHeld          another run crawls this host                    exit 4
└── ArchiveError          the archive: absent, newer, full, damaged       exit 2
    ├── ArchiveMissing
    ├── ArchiveNewer
    └── ArchiveFull

Each message is one line that says where, what was there and what was wanted, built from
attributes that a caller can read.
"""

from __future__ import annotations


class NewsspiderError(Exception):
    """Any error of ours; `exit_status` is what the command line ends with."""

    exit_status = 2


class UsageError(NewsspiderError):
    """A command, option or value that cannot be used as given."""


class ProfileError(NewsspiderError):
    """A site's profile that cannot be used; `key` is the dotted path in the YAML."""

    def __init__(self, profile: str, *, key: str | None = None, reason: str) -> None:
        self.profile, self.key, self.reason = profile, key, reason
        where = f"profile {profile!r}" + (f", key {key!r}" if key else "")
        super().__init__(f"{where}: {reason}")


class UnreadablePage(NewsspiderError):
    """Bytes that cannot be read as an HTML page."""

    def __init__(self, url: str, *, reason: str) -> None:
        self.url, self.reason = url, reason
        super().__init__(f"page {url}: {reason}")


class FetchError(NewsspiderError):
    """Nothing could be fetched."""

    exit_status = 3


class LockHeld(NewsspiderError):
    """Another run holds the lock of this site and archive."""

    exit_status = 4

    def __init__(self, site: str, archive: str, *, holder: str) -> None:
        self.site, self.archive, self.holder = site, archive, holder
        super().__init__(f"site {site!r} in {archive}: another run holds the lock ({holder})")


class HostHeld(LockHeld):
    """Another crawl on this machine asks this host."""

    def __init__(self, host: str, *, site: str, archive: str, holder: str) -> None:
        super().__init__(site, archive, holder=holder)
        self.host = host
        told = f"another run crawls the host {host} ({holder}); wait until it has ended"
        self.args = (f"site {site!r} in {archive}: {told}",)


class ArchiveError(NewsspiderError):
    """An archive that cannot be used."""

    def __init__(self, folder: str, *, reason: str) -> None:
        self.folder, self.reason = folder, reason
        super().__init__(f"archive {folder}: {reason}")


class ArchiveMissing(ArchiveError):
    """There is no archive in this folder."""


class ArchiveNewer(ArchiveError):
    """The archive was made by a newer version of newsspider."""


class ArchiveFull(ArchiveError):
    """The disk is full, or a quota is reached: nothing more can be kept."""

    exit_status = 3
