"""The tables `notices` and `watches`: what people are told, which channels have taken it, and what is over.

A notice is written together with the names of the channels that are to take it; each channel that has taken
it is crossed out.  So a notice is sent once by each channel, also after a kill or a failure.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

ALARM, OVER, NAMED, CHANGED = "alarm", "over", "named", "changed"
_INSERT = """INSERT INTO notices (made_at, kind, site, subject, message, url, article_id, pending, told_at)
    VALUES (:at, :kind, :site, :subject, :message, :url, :article_id, :pending, :told_at)"""
_OPEN = "SELECT site, subject, message FROM notices WHERE kind = 'alarm' AND over_at IS NULL"
_IS_THERE = "SELECT 1 FROM notices WHERE kind = ? AND subject = ? AND article_id = ? AND message = ?"


@dataclass(frozen=True, kw_only=True, slots=True)
class Notice:
    """A message for people: an alarm, its end, or an article that a watch found.

    `subject` is what makes an alarm the same one later, or the name of the watch.  `id` is 0 before it is
    stored; `made_at` is text as in the table.
    """

    kind: str
    site: str
    subject: str
    message: str
    url: str | None = None
    article_id: int | None = None
    id: int = 0
    made_at: str = ""


def add(conn: sqlite3.Connection, notices: Iterable[Notice], channels: Sequence[str], *, at: str) -> int:
    """Store notices for these channels and return how many; one about the same revision is stored once."""
    added = 0
    for each in notices:
        if (
            each.article_id
            and conn.execute(_IS_THERE, (each.kind, each.subject, each.article_id, each.message)).fetchone()
        ):
            continue
        conn.execute(
            _INSERT,
            {
                "at": at,
                "kind": each.kind,
                "site": each.site,
                "subject": each.subject,
                "message": each.message,
                "url": each.url,
                "article_id": each.article_id,
                "pending": json.dumps(list(channels)),
                "told_at": None if channels else at,
            },
        )
        added += 1
    return added


def add_alarms(
    conn: sqlite3.Connection, standing: Iterable[Notice], channels: Sequence[str], *, at: str
) -> int:
    """Store a notice for each alarm that is new, and for each that is over; return how many.

    *standing* are the alarms that stand now, as notices.
    """
    now = {(each.site, each.subject): each for each in standing}
    before = {(site, subject): message for site, subject, message in conn.execute(_OPEN)}
    over = [
        Notice(kind=OVER, site=site, subject=subject, message=f"over: {message}")
        for (site, subject), message in before.items()
        if (site, subject) not in now
    ]
    for each in over:
        conn.execute(
            "UPDATE notices SET over_at = ?"
            " WHERE kind = 'alarm' AND site = ? AND subject = ? AND over_at IS NULL",
            (at, each.site, each.subject),
        )
    raised = [each for key, each in now.items() if key not in before]
    return add(conn, [*raised, *over], channels, at=at)


def pending(conn: sqlite3.Connection, channel: str) -> list[Notice]:
    """The notices that this channel has not taken yet, oldest first."""
    found = conn.execute(
        "SELECT id, made_at, kind, site, subject, message, url, article_id FROM notices"
        " WHERE told_at IS NULL AND ? IN (SELECT value FROM json_each(pending)) ORDER BY id",
        (channel,),
    )
    return [_notice(row) for row in found]


def latest(conn: sqlite3.Connection, number: int) -> list[Notice]:
    """The latest notices, newest first."""
    found = conn.execute(
        "SELECT id, made_at, kind, site, subject, message, url, article_id FROM notices"
        " ORDER BY id DESC LIMIT ?",
        (number,),
    )
    return [_notice(row) for row in found]


def taken(conn: sqlite3.Connection, notices: Iterable[Notice], channel: str, *, at: str) -> None:
    """Record that a channel has taken these notices."""
    for each in notices:
        (text,) = conn.execute("SELECT pending FROM notices WHERE id = ?", (each.id,)).fetchone()
        left = [name for name in json.loads(text) if name != channel]
        conn.execute(
            "UPDATE notices SET pending = ?, told_at = CASE WHEN ? THEN NULL ELSE ? END WHERE id = ?",
            (json.dumps(left), bool(left), at, each.id),
        )


def drop_channels(conn: sqlite3.Connection, channels: Sequence[str], *, at: str) -> None:
    """Cross out channels that are no longer in the settings."""
    found = conn.execute("SELECT id, pending FROM notices WHERE told_at IS NULL").fetchall()
    for notice_id, text in found:
        left = [name for name in json.loads(text) if name in channels]
        if len(left) < len(json.loads(text)):
            conn.execute(
                "UPDATE notices SET pending = ?, told_at = CASE WHEN ? THEN NULL ELSE ? END WHERE id = ?",
                (json.dumps(left), bool(left), at, notice_id),
            )


def watch_position(conn: sqlite3.Connection, name: str, words: str) -> int | None:
    """The id of the last revision that the watch has looked at; None if it is new or has other words."""
    row = conn.execute(
        "SELECT revision_id FROM watches WHERE name = ? AND words = ?", (name, words)
    ).fetchone()
    return row[0] if row else None


def set_watch_position(conn: sqlite3.Connection, name: str, words: str, revision_id: int) -> None:
    """Record how far the watch has looked."""
    conn.execute(
        "INSERT INTO watches (name, words, revision_id) VALUES (?, ?, ?)"
        " ON CONFLICT (name) DO UPDATE SET words = excluded.words, revision_id = excluded.revision_id",
        (name, words, revision_id),
    )


def last_revision_id(conn: sqlite3.Connection) -> int:
    """The id of the newest revision; 0 without any."""
    (number,) = conn.execute("SELECT coalesce(max(id), 0) FROM revisions").fetchone()
    return int(number)


def _notice(row: tuple[int, str, str, str, str, str, str | None, int | None]) -> Notice:
    notice_id, made_at, kind, site, subject, message, url, article_id = row
    return Notice(
        id=notice_id,
        made_at=made_at,
        kind=kind,
        site=site,
        subject=subject,
        message=message,
        url=url,
        article_id=article_id,
    )
