"""The tree of errors.

NewsspiderError
├── UsageError            an option, date or value that cannot be used       exit 2
├── ProfileError          a site's profile: which file, which key, why       exit 2
│   └── SettingsError     the same for the collection's settings             exit 2
├── UnreadablePage        bytes that are not an HTML page                    exit 2 (`extract`)
├── FetchError            nothing could be fetched                           exit 3
├── LockHeld              another run holds the lock of site and archive     exit 4
│   ├── HostHeld          another run crawls the same host                   exit 4
│   └── CollectionHeld    another `newsspider run` crawls the collection     exit 4
└── ArchiveError          an archive that cannot be used, such as a damaged  exit 2
    ├── ArchiveMissing    there is no archive in the folder                  exit 2
    ├── ArchiveNewer      a newer version of newsspider wrote it             exit 2
    └── ArchiveFull       the disk is full                                   exit 3

Each message is one line: where, what was found, and what was expected.  Its parts are attributes.
"""

from __future__ import annotations


class NewsspiderError(Exception):
    """Any error of newsspider; the command line ends with `exit_status`."""

    exit_status = 2


class UsageError(NewsspiderError):
    """A command, option or value that cannot be used."""


class ProfileError(NewsspiderError):
    """A site's profile that cannot be used; `key` is the dotted path in the YAML file."""

    subject = "profile"

    def __init__(self, profile: str, *, key: str | None = None, reason: str) -> None:
        self.profile, self.key, self.reason = profile, key, reason
        where = f"{self.subject} {profile!r}" + (f", key {key!r}" if key else "")
        super().__init__(f"{where}: {reason}")


class SettingsError(ProfileError):
    """A setting of the collection that cannot be used; `profile` is the file or the environment variable."""

    subject = "settings"


class UnreadablePage(NewsspiderError):
    """Bytes that cannot be read as an HTML page."""

    def __init__(self, url: str, *, reason: str) -> None:
        self.url, self.reason = url, reason
        super().__init__(f"page {url}: {reason}")


class FetchError(NewsspiderError):
    """Nothing could be fetched; `status` is that of an answer that is an error."""

    exit_status = 3

    def __init__(self, message: str, *, status: int | None = None) -> None:
        self.status = status
        super().__init__(message)


class LockHeld(NewsspiderError):
    """Another run holds the lock of this site and archive."""

    exit_status = 4

    def __init__(self, site: str, archive: str, *, holder: str) -> None:
        self.site, self.archive, self.holder = site, archive, holder
        super().__init__(f"site {site!r} in {archive}: another run holds the lock ({holder})")


class HostHeld(LockHeld):
    """Another run on this machine crawls this host."""

    def __init__(self, host: str, *, site: str, archive: str, holder: str) -> None:
        super().__init__(site, archive, holder=holder)
        self.host = host
        reason = f"another run crawls the host {host} ({holder}); wait until it has ended"
        self.args = (f"site {site!r} in {archive}: {reason}",)


class CollectionHeld(LockHeld):
    """Another `newsspider run` crawls this collection."""

    def __init__(self, archive: str, *, holder: str) -> None:
        super().__init__("", archive, holder=holder)
        self.args = (f"archive {archive}: another `newsspider run` is under way ({holder})",)


class ArchiveError(NewsspiderError):
    """An archive that cannot be used."""

    def __init__(self, folder: str, *, reason: str) -> None:
        self.folder, self.reason = folder, reason
        super().__init__(f"archive {folder}: {reason}")


class ArchiveMissing(ArchiveError):
    """There is no archive in this folder."""


class ArchiveNewer(ArchiveError):
    """A newer version of newsspider wrote the archive."""


class ArchiveFull(ArchiveError):
    """The disk is full or a quota is reached, so that nothing more can be stored."""

    exit_status = 3
