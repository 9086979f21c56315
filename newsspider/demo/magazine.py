"""The whole magazine in one edition: the answer for each path."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from newsspider.demo import assets, fronts, listings, oddities
from newsspider.demo.boxes import neighbours
from newsspider.demo.editions import stories, withdrawn
from newsspider.demo.pages import rendered

if TYPE_CHECKING:
    from datetime import datetime

    from newsspider.demo.invented import Growth
    from newsspider.demo.story import Story

HTML = "text/html; charset=utf-8"
XML = "application/xml"
GONE = b"<!DOCTYPE html><title>Withdrawn</title><p>This story has been withdrawn.</p>"


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """The answer for one path; `modified_at` is when its bytes were published, in UTC."""

    body: bytes
    modified_at: datetime
    content_type: str = HTML
    status: int = 200
    location: str | None = None
    etag: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "etag", f'"{hashlib.sha256(self.body).hexdigest()[:16]}"')


def magazine(edition: int, at: datetime, growth: Growth | None = None) -> dict[str, Answer]:
    """The answers of an edition published at *at*, by path; with *growth* its stories are invented."""
    published = stories(edition, growth)
    answers: dict[str, Answer] = {}
    for path, html in fronts.fronts(published, links_below="" if growth else oddities.LINKS):
        answers[path] = Answer(body=html.encode(), modified_at=at)
    for story in published:
        answers |= _of_story(story, at, growth)
    for story in withdrawn(edition, growth):
        answers[story.path] = Answer(body=GONE, modified_at=at, status=story.gone or 410)
    answers["/feed.xml"] = Answer(
        body=listings.feed(published), modified_at=at, content_type="application/rss+xml"
    )
    answers |= {
        path: Answer(
            body=xml, modified_at=at, content_type="application/gzip" if path.endswith(".gz") else XML
        )
        for path, xml in listings.sitemaps(published, at, with_oldest=growth is not None).items()
    }
    answers |= {
        path: Answer(body=body, modified_at=at, content_type=kind)
        for path, kind, body in assets.assets(published)
    }
    answers["/robots.txt"] = Answer(body=listings.ROBOTS.encode(), modified_at=at, content_type="text/plain")
    if growth is None:
        answers |= {
            path: Answer(body=body, modified_at=at, content_type=kind, status=status)
            for path, status, kind, body in oddities.answers()
        }
    return answers


def _of_story(story: Story, at: datetime, growth: Growth | None) -> dict[str, Answer]:
    """The pages of a story under each of their paths."""
    modified_at = at if max(story.changed_in, story.since) > 1 else story.ran_at
    kind = "text/html" if story.made == "hand" else HTML
    answers = {
        path: Answer(body=page, modified_at=modified_at, content_type=kind)
        for path, page in rendered(story, neighbours(growth))
    }
    if story.second_path:
        answers[story.second_path] = answers[story.path]
    if story.old_path:
        answers[story.old_path] = Answer(body=b"", modified_at=modified_at, status=301, location=story.path)
    return answers
