"""Tells people about alarms and watched words, by the channels in the collection's settings.

Each notice is stored before it is sent, and each channel gets it once; a channel that fails is tried again
by the next run.
"""

from __future__ import annotations

import hashlib
import logging
import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from newsspider.language.dates import to_text
from newsspider.queries import site_runs, watched
from newsspider.queries.connection import ReadOnly
from newsspider.runner import notice_feed
from newsspider.storage.runs import notice_rows
from newsspider.storage.runs.notice_rows import Notice

if TYPE_CHECKING:
    from newsspider.collection.settings import CollectionSettings, Watch
    from newsspider.storage.archive import Archive

_MOST_LINES = 50  # of one message
_COMMAND_S = 60


@dataclass(frozen=True, kw_only=True, slots=True)
class Channel:
    """A way to people: `send` takes a title and a text, and raises NotSent.

    `id` stays the same while the setting does, and holds no secret; `name` is for messages.
    """

    id: str
    name: str
    send: Callable[[str, str], None]


class NotSent(Exception):
    """A channel did not take a message; the text says why, without secrets."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """How many notices were sent now, and what failed."""

    notices: int = 0
    failures: tuple[str, ...] = ()


def tell(archive: Archive, settings: CollectionSettings) -> Told:
    """Send what people have not been told yet: new alarms, alarms that are over, and what watches found."""
    if not settings.notify:
        return Told()
    channels = list(_channels(settings))
    ids = [channel.id for channel in channels]
    _store_news(archive, settings, ids)
    told: set[int] = set()
    failures = []
    for channel in channels:
        with archive.reading() as conn:
            notices = notice_rows.pending(conn, channel.id)
        if not notices:
            continue
        try:
            channel.send(_title(notices), _text(notices))
        except NotSent as error:
            failures.append(f"notify by {channel.name}: {error}; the next run tries again")
            continue
        with archive.transaction() as conn:
            notice_rows.taken(conn, notices, channel.id, at=to_text(datetime.now(UTC)))
        told.update(each.id for each in notices)
    if settings.notify.feed:
        with archive.reading() as conn:
            latest = notice_rows.latest(conn, notice_feed.MOST_ENTRIES)
        notice_feed.write(archive.folder / settings.notify.feed, latest)
    return Told(notices=len(told), failures=tuple(failures))


def send(settings: CollectionSettings, title: str, text: str) -> Told:
    """Send a message of your own by every channel."""
    failures = []
    channels = list(_channels(settings))
    for channel in channels:
        try:
            channel.send(title, text)
        except NotSent as error:
            failures.append(f"notify by {channel.name}: {error}")
    return Told(notices=int(len(failures) < len(channels)), failures=tuple(failures))


def _store_news(archive: Archive, settings: CollectionSettings, channels: list[str]) -> None:
    """Store a notice for everything that is new since the last time."""
    now = to_text(datetime.now(UTC))
    with archive.reading() as conn:
        positions = {
            watch.name: notice_rows.watch_position(conn, watch.name, watch.words) for watch in settings.watch
        }
        last_id = notice_rows.last_revision_id(conn)
    with closing(ReadOnly(archive.folder)) as reading:
        alarms = [_of_alarm(alarm) for alarm in site_runs.standing_alarms(reading)]
        found = [
            notice
            for watch in settings.watch
            if (position := positions[watch.name]) is not None
            for notice in _of_watch(reading, watch, position, last_id)
        ]
    with archive.transaction() as conn:
        notice_rows.drop_channels(conn, channels, at=now)
        notice_rows.add_alarms(conn, alarms, channels, at=now)
        notice_rows.add(conn, found, channels, at=now)
        for watch in settings.watch:
            notice_rows.set_watch_position(conn, watch.name, watch.words, last_id)


def _of_alarm(alarm: site_runs.StandingAlarm) -> Notice:
    return Notice(
        kind=notice_rows.ALARM,
        site=alarm.site,
        subject=f"{alarm.kind} {alarm.subject}".strip(),
        message=alarm.message,
    )


def _of_watch(archive: ReadOnly, watch: Watch, after: int, until: int) -> Iterator[Notice]:
    """New articles with the words and, if the watch wants it, changed ones."""
    for revision in watched.found(archive, watch.words, watch.site, after=after, until=until):
        if revision.number == 1:
            kind, what = notice_rows.NAMED, "new"
        elif watch.changed:
            kind, what = notice_rows.CHANGED, f"changed (revision {revision.number})"
        else:
            continue
        yield Notice(
            kind=kind,
            site=revision.site,
            subject=watch.name,
            message=f"“{watch.name}”, {what}: {revision.headline}",
            url=revision.url,
            article_id=revision.article_id,
        )


def _title(notices: list[Notice]) -> str:
    """`newsspider: 2 alarms, 1 over, 3 articles`."""
    kinds = [each.kind for each in notices]
    alarms, over = kinds.count(notice_rows.ALARM), kinds.count(notice_rows.OVER)
    articles = len(kinds) - alarms - over
    parts = [
        f"{number} {noun}{'' if number == 1 or noun == 'over' else 's'}"
        for number, noun in ((alarms, "alarm"), (over, "over"), (articles, "article"))
        if number
    ]
    return f"newsspider: {', '.join(parts)}"


def _text(notices: list[Notice]) -> str:
    """A line for each notice."""
    lines = [f"{each.site}: {each.message}{f' {each.url}' if each.url else ''}" for each in notices]
    rest = len(lines) - _MOST_LINES
    return "\n".join([*lines[:_MOST_LINES], *([f"and {rest} more"] if rest > 0 else [])])


def _channels(settings: CollectionSettings) -> Iterator[Channel]:
    notify = settings.notify
    if notify.command:
        yield Channel(
            id=f"command {_digest(' '.join(notify.command))}",
            name=f"the command {notify.command[0]}",
            send=lambda title, text: _run(notify.command, title, text),
        )
    for address in notify.apprise:
        yield Channel(
            id=f"apprise {_digest(address)}",
            name=f"{address.partition('://')[0]}://…",
            send=lambda title, text, address=address: _by_apprise(address, title, text),  # type: ignore[misc]
        )


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _run(command: tuple[str, ...], title: str, text: str) -> None:
    """Give the text to a program's standard input, and the title in NEWSSPIDER_TITLE."""
    environment = {**os.environ, "NEWSSPIDER_TITLE": title}
    try:
        done = subprocess.run(  # noqa: S603 - the user's own command
            command,
            input=f"{title}\n\n{text}\n",
            env=environment,
            capture_output=True,
            text=True,
            timeout=_COMMAND_S,
            check=False,
        )
    except OSError as error:
        raise NotSent(error.strerror or str(error)) from error
    except subprocess.TimeoutExpired as error:
        raise NotSent(f"it took longer than {_COMMAND_S} s") from error
    if done.returncode:
        why = done.stderr.strip().splitlines()[-1:] or ["no message"]
        raise NotSent(f"it ended with status {done.returncode}: {why[0]}")


def _by_apprise(address: str, title: str, text: str) -> None:
    try:
        import apprise
    except ImportError as error:
        raise NotSent("an extra is missing: pip install 'newsspider[notify]'") from error
    logging.getLogger("apprise").setLevel(logging.CRITICAL)  # its messages hold addresses
    service = apprise.Apprise()
    if not service.add(address):
        raise NotSent("Apprise does not understand the address; see its list of services")
    if not service.notify(title=title, body=text, body_format=apprise.NotifyFormat.TEXT):
        raise NotSent("the service did not take the message")
