"""A small magazine on loopback that can change between two crawls.

A scenario is written like this:

    def test_a_consent_wall_makes_nobody_gone(tmp_path: Path, magazine: ChangingMagazine) -> None:
        first = magazine.crawl(tmp_path)                     # the plain magazine, two lines of profile
        magazine.changes = (consent_wall,)                   # or several: each changes the answer further
        walled = magazine.crawl(tmp_path, "--full")          # Crawled: status, out, alarms, run …
        magazine.changes = ()
        cured = magazine.crawl(tmp_path)

        assert walled.kinds == {"blocked"} and cured.status == 0

`magazine` is a fixture of conftest.py.  A change is a function `(Asked, Answer) -> Answer`: it looks at
what was asked (`asked.kind`, `asked.path`, `asked.story`) and gives the plain answer back or another one.
`on("article")(change)` limits a change to some kinds of pages, `half(change)` to every second story,
`for_paths(paths, change)` to some addresses, `body_change(function)` changes only the text.
ETags are of the changed answer, so a changed page is never "not modified".

`magazine.stories` can be replaced, too: `magazine.publish(3)` adds stories, newest first on all lists.
`age(archive, days=3)` moves an archive into the past, as if so many days had gone by since.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Collection
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Literal

from support.crawling import rows, start
from support.served import Answer, Site, redirect

if TYPE_CHECKING:
    from pathlib import Path

    from support.served import Asked as Request

HOST = "gazette.example"
HOME = f"http://{HOST}/"
SECTIONS = ("harbour", "nature", "society")
AUTHORS = ("Ann Fisk", "Tobias Lind", "Maria Costa", "Jon Aker")
NEWEST = date(2024, 6, 28)
PER_SECTION = 12

Kind = Literal["front", "section", "feed", "sitemap", "robots", "article", "missing"]


@dataclass(frozen=True, kw_only=True)
class Story:
    """One story of the magazine; `number` 0 is the oldest."""

    number: int
    revised: int = 0  # another number gives the last paragraph other words

    @property
    def section(self) -> str:
        return SECTIONS[self.number % len(SECTIONS)]

    @property
    def author(self) -> str:
        return AUTHORS[self.number % len(AUTHORS)]

    @property
    def published_on(self) -> date:
        return NEWEST + timedelta(days=2 * (self.number - 3 * PER_SECTION))

    @property
    def headline(self) -> str:
        one, two, three = (_word(self.number, n) for n in (1, 2, 3))
        return f"{one.title()} of the {two} returns to {three.title()}"

    @property
    def standfirst(self) -> str:
        two, three = (_word(self.number, n) for n in (2, 3))
        return f"For years the {two} was left alone; now {three.title()} wants it back."

    @property
    def path(self) -> str:
        slug = self.headline.lower().replace(" ", "-")
        return f"/{self.section}/{self.published_on:%Y/%m/%d}/{slug}.html"

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """About 200 words that no other story has."""
        told = tuple(" ".join(_sentence(self.number, 7 * n + k) for k in range(4)) for n in range(5))
        last = _sentence(self.number, 1000 + self.revised) + " " + _sentence(self.number, 2000 + self.revised)
        return (*told, last)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What was asked of the magazine."""

    path: str
    kind: Kind
    story: Story | None = None
    visit: int = 0  # how many requests came before


Change = Callable[[Asked, Answer], Answer]


@dataclass(frozen=True, kw_only=True)
class Crawled:
    """What one crawl came to.

    `run` is its row of `runs`; `alarms` are its (kind, message); `articles` the archive's rows by address.
    """

    status: int
    out: str
    err: str
    run: dict[str, Any]
    alarms: tuple[tuple[str, str], ...]
    articles: dict[str, dict[str, Any]]

    @property
    def kinds(self) -> set[str]:
        """The kinds of its alarms."""
        return {kind for kind, _ in self.alarms}

    @property
    def gone(self) -> list[str]:
        """The addresses of articles that are gone."""
        return [url for url, article in self.articles.items() if article["gone_at"]]

    @property
    def kept(self) -> dict[str, tuple[Any, ...]]:
        """What must not get worse, by address: wording, facts, number of revisions, whether it is gone."""
        names = (
            "headline", "standfirst", "text", "html", "authors", "section", "published_on",
            "revision_count", "gone_at",
        )  # fmt: skip
        return {url: tuple(article[name] for name in names) for url, article in self.articles.items()}


class ChangingMagazine:
    """The magazine: a `Site` on loopback whose answers go through `changes`."""

    def __init__(self, site: Site, *, articles: int = 3 * PER_SECTION) -> None:
        self.site = site
        self.stories = tuple(Story(number=number) for number in range(articles))
        self.changes: tuple[Change, ...] = ()
        self.has_etags = True
        site.pages.clear()
        site.missing = self._answer

    @property
    def newest_first(self) -> tuple[Story, ...]:
        return tuple(reversed(self.stories))

    @property
    def urls(self) -> set[str]:
        """The addresses of all stories, as the magazine publishes them."""
        return {url_of(story) for story in self.stories}

    def publish(self, number: int) -> tuple[Story, ...]:
        """Add so many stories; returns them."""
        first = self.stories[-1].number + 1
        new = tuple(Story(number=first + n) for n in range(number))
        self.stories += new
        return new

    def remove(self, *stories: Story) -> None:
        """Take stories out, from the lists, too: their addresses answer 404."""
        self.stories = tuple(story for story in self.stories if story not in stories)

    def crawl(self, folder: Path, *options: str, more: str = "") -> Crawled:
        """`newsspider crawl` of a profile of two lines (and *more*) into *folder*/archive, at full speed."""
        profile, archive = self.profile(folder, more=more), folder / "archive"
        where = ("--archive", str(archive), "--base", self.site.url)
        speed = ("--set", "DOWNLOAD_DELAY=0", "--set", "RETRY_TIMES=0")
        ended = start("crawl", profile, *where, *speed, *options, folder=folder).wait()
        return crawled(archive, status=ended.status, out=ended.out, err=ended.err)

    def profile(self, folder: Path, *, more: str = "") -> str:
        """The path of a profile of two lines, and of what *more* says."""
        folder.mkdir(exist_ok=True)
        file = folder / "gazette.yaml"
        file.write_text(f"name: gazette\nstart: [{HOME}]\n{more}", encoding="utf-8")
        return str(file)

    def _answer(self, request: Request) -> Answer:
        asked = self._asked(request)
        answer = self._plain(asked)
        for change in self.changes:
            answer = change(asked, answer)
        return self._with_etag(answer, request) if self.has_etags else answer

    def _asked(self, request: Request) -> Asked:
        path, visit = request.path, len(self.site.requests)
        kinds: dict[str, Kind] = {
            "/": "front", "/feed.xml": "feed", "/sitemap.xml": "sitemap", "/robots.txt": "robots",
            **{f"/{section}/": "section" for section in SECTIONS},
        }  # fmt: skip
        story = next((each for each in self.stories if each.path == path), None)
        kind = "article" if story else kinds.get(path, "missing")
        return Asked(path=path, kind=kind, story=story, visit=visit)

    def _plain(self, asked: Asked) -> Answer:
        match asked.kind:
            case "front":
                return Answer(body=front_page("The Estuary Gazette", self.newest_first[:15]))
            case "section":
                section = asked.path.strip("/")
                own = [story for story in self.newest_first if story.section == section]
                return Answer(body=front_page(section.title(), own))
            case "feed":
                return Answer(body=feed(self.newest_first[:10]), content_type="application/rss+xml")
            case "sitemap":
                return Answer(body=sitemap(self.stories), content_type="application/xml")
            case "robots":
                return Answer(
                    body=f"User-agent: *\nAllow: /\nSitemap: {HOME}sitemap.xml\n", content_type="text/plain"
                )
            case "article":
                assert asked.story
                return Answer(body=article_page(asked.story, self._near(asked.story)))
        return Answer(status=404, body=page("Nothing here", "<h1>Nothing here</h1><p>No such page.</p>"))

    def _near(self, story: Story) -> list[Story]:
        """The stories that stand in a story's box: the neighbours in its section."""
        own = [each for each in self.stories if each.section == story.section]
        at = own.index(story)
        return [*own[max(0, at - 2) : at], *own[at + 1 : at + 3]]

    def _with_etag(self, answer: Answer, request: Request) -> Answer:
        if answer.status != 200 or answer.chunks:
            return answer
        body = answer.body.encode() if isinstance(answer.body, str) else answer.body
        etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        if request.headers.get("If-None-Match") == etag:
            return Answer(status=304, headers={"ETag": etag})
        return replace(answer, headers={**answer.headers, "ETag": etag})


def crawled(archive: Path, *, status: int, out: str, err: str) -> Crawled:
    """What the archive holds after its last run."""
    run = _dicts(archive, "SELECT * FROM runs ORDER BY id DESC LIMIT 1")
    run_id = run[0]["id"] if run else 0
    articles = _dicts(
        archive,
        "SELECT articles.*, (SELECT group_concat(name, ', ') FROM (SELECT name"
        " FROM article_authors"
        " JOIN authors ON authors.id = author_id WHERE article_id = articles.id"
        " ORDER BY position)) AS authors"
        " FROM articles ORDER BY id",
    )
    alarms = rows(archive, "SELECT kind, message FROM alarms WHERE run_id = ? ORDER BY id", run_id)
    return Crawled(
        status=status,
        out=out,
        err=err,
        run=run[0] if run else {},
        alarms=tuple((str(kind), str(message)) for kind, message in alarms),
        articles={article["canonical_url"]: article for article in articles},
    )


def _dicts(archive: Path, query: str) -> list[dict[str, Any]]:
    with closing(sqlite3.connect(archive / "news.db")) as conn:
        conn.row_factory = sqlite3.Row
        return [dict(row) for row in conn.execute(query)]


def age(archive: Path, *, days: float) -> None:
    """Move all moments that an archive holds into the past, as if so many days had gone by."""
    shift = f"-{days * 86_400:.0f} seconds"
    with closing(sqlite3.connect(archive / "news.db")) as conn, conn:
        tables = conn.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%\\_at %' ESCAPE '\\'"
        )
        for (table,) in tables.fetchall():
            columns = [
                row[1] for row in conn.execute(f"PRAGMA table_info({table})") if row[1].endswith("_at")
            ]
            moved = ", ".join(
                f"{name} = strftime('%Y-%m-%dT%H:%M:%SZ', {name}, ?1)"
                for name in columns
                if name != "published_at"
            )
            if moved and not table.startswith(("articles_fts", "_")):
                conn.execute(f"UPDATE {table} SET {moved}", (shift,))


def url_of(story: Story) -> str:
    """A story's address, as the magazine publishes it."""
    return HOME.rstrip("/") + story.path


# The pages.


def page(title: str, body: str, *, head: str = "") -> str:
    """A page with the magazine's head, menu and foot."""
    menu = "".join(f'<li><a href="/{section}/">{section.title()}</a></li>' for section in SECTIONS)
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        f'<link rel="alternate" type="application/rss+xml" href="/feed.xml">{head}</head>'
        f'<body><header><a href="/">The Estuary Gazette</a><nav><ul>{menu}</ul></nav></header>'
        f"<main>{body}</main><footer><p>The Estuary Gazette, printed since 1891.</p></footer></body></html>"
    )


def front_page(title: str, stories: Collection[Story]) -> str:
    """A page that lists stories, each with its date and standfirst."""
    items = "".join(
        f'<li><h2><a href="{story.path}">{story.headline}</a></h2>'
        f'<time datetime="{story.published_on}">{story.published_on:%d %B %Y}</time>'
        f"<p>{story.standfirst}</p></li>"
        for story in stories
    )
    return page(title, f'<h1>{title}</h1><ul class="stories">{items}</ul>')


def article_page(story: Story, near: Collection[Story]) -> str:
    """A story's page: headline, standfirst, byline, date, text, and a box of other stories."""
    text = "".join(f"<p>{paragraph}</p>" for paragraph in story.paragraphs)
    more = "".join(f'<li><a href="{each.path}">{each.headline}</a></li>' for each in near)
    return page(
        f"{story.headline} - The Estuary Gazette",
        f"<article><h1>{story.headline}</h1><p class=standfirst>{story.standfirst}</p>"
        f'<p class="byline">By <span class="author">{story.author}</span></p>'
        f'<time datetime="{story.published_on}">{story.published_on:%d %B %Y}</time>{text}</article>'
        f"<aside><h3>More from {story.section.title()}</h3><ul>{more}</ul></aside>",
    )


def feed(stories: Collection[Story]) -> str:
    """An RSS feed of stories."""
    items = "".join(
        f"<item><title>{story.headline}</title><link>{url_of(story)}</link>"
        f"<pubDate>{story.published_on:%a, %d %b %Y} 08:00:00 +0000</pubDate></item>"
        for story in stories
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>The Estuary Gazette</title>'
        f"<link>{HOME}</link>{items}</channel></rss>"
    )


def sitemap(stories: Collection[Story]) -> str:
    """A site map of stories."""
    items = "".join(f"<url><loc>{url_of(story)}</loc></url>" for story in stories)
    return f'<?xml version="1.0" encoding="utf-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{items}</urlset>'


# Changes that can be combined.


def on(*kinds: Kind) -> Callable[[Change], Change]:
    """Limit a change to some kinds of pages."""

    def limited(change: Change) -> Change:
        return lambda asked, answer: change(asked, answer) if asked.kind in kinds else answer

    return limited


pages_only = on("front", "section", "article", "missing")


def half(change: Change) -> Change:
    """Limit a change to every second story."""
    return lambda asked, answer: change(asked, answer) if asked.story and asked.story.number % 2 else answer


def for_paths(paths: Collection[str], change: Change) -> Change:
    """Limit a change to some addresses."""
    return lambda asked, answer: change(asked, answer) if asked.path in paths else answer


def body_change(function: Callable[[str], str]) -> Change:
    """A change of an answer's text alone."""

    def changed(_: Asked, answer: Answer) -> Answer:
        text = answer.body.decode() if isinstance(answer.body, bytes) else answer.body
        return replace(answer, body=function(text))

    return changed


def answers(status: int = 200, body: str = "") -> Change:
    """Every answer is this one."""
    return lambda *_: Answer(status=status, body=body)


def sends_to(url: str, status: int = 302) -> Change:
    """Every answer is a redirect to *url*."""
    return lambda *_: redirect(url, status)


# The words of invented stories: the same number gives the same words, on every machine.

_ONSETS = ("b", "br", "d", "f", "gl", "h", "k", "l", "m", "n", "pr", "r", "s", "st", "t", "v", "w", "z")
_NUCLEI = ("a", "e", "i", "o", "u", "ai", "ea", "oo")
_CODAS = ("", "n", "r", "l", "s", "nd", "rk", "st", "m", "t")
_PLAIN = (
    "the", "a", "of", "and", "to", "in", "it", "was", "for", "on", "with", "as", "at", "by", "had", "from",
)  # fmt: skip


def _word(*key: int) -> str:
    value = int.from_bytes(hashlib.sha256(repr(key).encode()).digest()[:8], "big")
    made = ""
    for _ in range(2):
        for parts in (_ONSETS, _NUCLEI, _CODAS):
            value, at = divmod(value, len(parts))
            made += parts[at]
    return made


def _sentence(*key: int) -> str:
    words = [_word(*key, n) if n % 2 else _PLAIN[(sum(key) * 7 + n * 5) % len(_PLAIN)] for n in range(12)]
    return " ".join(words).capitalize() + "."
