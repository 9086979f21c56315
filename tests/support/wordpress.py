"""A magazine as WordPress serves it, small and of our own making.

Every post names the next and the previous one with `rel`, and links to them below its text.  It has an AMP
twin, a short link, a feed of its comments, and a link to answer each comment.  One post has three pages.
Months, years, categories, tags and authors have archives with whole posts, in pages, each with a feed.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from support.served import Answer, Site, redirect

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from support.served import Asked

HOME = "http://gazette.example/"
PER_PAGE = 5
TEXT = (
    "The keeper of the lock wrote {n} letters that year, and the {topic} came into most of them. Nobody"
    " answered before the spring, when the boats were painted and the bills were paid."
)
TOPICS = ("eels", "ropes", "lamps", "weirs", "gulls", "bells", "tides")
PAGES = {"about": "About us", "privacy-policy": "Privacy Policy", "subscribe": "Subscribe"}


@dataclass(frozen=True, kw_only=True)
class Post:
    """One post; `number` 1 is the oldest."""

    number: int

    @property
    def topic(self) -> str:
        """Its tag."""
        return TOPICS[self.number % len(TOPICS)]

    @property
    def slug(self) -> str:
        """The last part of its address; a short one now and then, as editors give them."""
        return self.topic if self.number <= len(TOPICS) else f"{self.topic}-told-us-in-{self.number}"

    @property
    def title(self) -> str:
        """Its headline."""
        return f"What the {self.topic} told the keeper of lock {self.number}"

    @property
    def month(self) -> str:
        """The month of its address."""
        return f"2019/{1 + self.number // 4:02}"

    @property
    def date(self) -> str:
        """The day it ran."""
        return f"{self.month}/{1 + self.number:02}".replace("/", "-")

    @property
    def path(self) -> str:
        """Its address."""
        return f"/{self.month}/{1 + self.number:02}/{self.slug}/"

    @property
    def author(self) -> str:
        """Who wrote it."""
        return ("Ann Reed", "Tom Ash")[self.number % 2]

    @property
    def category(self) -> str:
        """Its section."""
        return ("Water", "Town")[self.number % 2]

    @property
    def parts(self) -> tuple[str, ...]:
        """The text of each of its pages."""
        numbers = range(1, 4) if self.number == 9 else range(1, 2)
        return tuple(
            f"<p>{TEXT.format(n=self.number * 10 + part, topic=self.topic)}</p>"
            f"<p>Page {part} of {self.number} ends where the {self.topic} begin, says the keeper.</p>"
            for part in numbers
        )


class WordPress:
    """The magazine on a loopback port."""

    def __init__(self, posts: int = 22) -> None:
        self.posts = tuple(Post(number=n) for n in range(1, posts + 1))
        self.site = Site()
        self.site.answer = self._answer  # type: ignore[method-assign]

    def _answer(self, asked: Asked) -> Answer:
        parts = urlsplit(asked.path)
        answer = self._page(parts.path, parse_qs(parts.query))
        body = answer.body.encode() if isinstance(answer.body, str) else answer.body
        etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        if answer.status != 200:
            return answer
        if asked.headers.get("If-None-Match") == etag:
            return Answer(status=304, headers={"ETag": etag})
        return replace(answer, headers={**answer.headers, "ETag": etag})

    def _page(self, path: str, query: dict[str, list[str]]) -> Answer:
        if path == "/robots.txt":
            return Answer(body="User-agent: *\nDisallow: /wp-admin/\n", content_type="text/plain")
        if "p" in query:  # the short link
            post = next((one for one in self.posts if str(one.number) == query["p"][0]), None)
            return redirect(HOME.rstrip("/") + post.path, 301) if post else self._missing()
        if found := re.fullmatch(r"(.*/)feed/", path):
            return self._feed(found[1])
        for post in self.posts:
            if path.startswith(post.path):
                return self._post(post, path.removeprefix(post.path).strip("/"))
        if (name := path.strip("/")) in PAGES:
            return Answer(body=self._static(name))
        number = int(found[2]) if (found := re.fullmatch(r"(.*/)page/(\d+)/", path)) else 1
        return self._archive(found[1] if found else path, number)

    def _missing(self) -> Answer:
        return Answer(status=404, body=page("Page not found", "error404", "<h1>Nothing found</h1>"))

    def _post(self, post: Post, rest: str) -> Answer:
        if rest == "amp":
            head = f'<link rel="canonical" href="{HOME.rstrip("/")}{post.path}">'
            text = "".join(post.parts)
            return Answer(body=page(post.title, "amp", f"<h1>{post.title}</h1>{text}", head=head))
        number = int(rest) if rest.isdigit() else 1
        if (rest and not rest.isdigit()) or number > len(post.parts):
            return self._missing()
        return Answer(body=self._single(post, number))

    def _single(self, post: Post, number: int) -> str:
        others = {one.number: one for one in self.posts}
        older, newer = others.get(post.number - 1), others.get(post.number + 1)
        head = [
            '<meta property="og:type" content="article">',
            f'<meta property="article:published_time" content="{post.date}T09:00:00+00:00">',
            f'<link rel="shortlink" href="/?p={post.number}"><link rel="amphtml" href="{post.path}amp/">',
            f'<link rel="alternate" type="application/rss+xml" title="Comments" href="{post.path}feed/">',
        ]
        nav = []
        for rel, other, arrow in (("prev", older, "←"), ("next", newer, "→")):
            if other:
                head.append(f'<link rel="{rel}" title="{other.title}" href="{other.path}">')
                nav.append(f'<a href="{other.path}" rel="{rel}">{arrow} {other.title}</a>')
        links = "".join(
            f'<a href="{post.path}{n}/" class="post-page-numbers"><span>{n}</span></a> '
            for n in range(2, len(post.parts) + 1)
        )
        body = (
            f'<article class="post hentry"><h1 class="entry-title">{post.title}</h1>{byline(post)}'
            f'<div class="entry-content">{post.parts[number - 1]}</div>'
            + (f'<div class="page-links">Pages: 1 {links}</div>' if links else "")
            + f'</article><nav class="nav-single">{"".join(nav)}</nav><ol class="commentlist">'
            f"<li>Maria says: I remember the {post.topic} well.<a"
            f' href="{post.path}?replytocom={post.number}#respond" rel="nofollow">Reply</a></li></ol>'
        )
        classes = f"single single-post postid-{post.number} single-format-standard"
        return page(post.title, classes, body, head="".join(head))

    def _static(self, name: str) -> str:
        title = PAGES[name]
        text = (
            "<p>These are the rules of the house, as the board wrote them down in the year of the flood.</p>"
        )
        head = '<meta property="og:type" content="article">'
        body = f'<article class="page hentry"><h1 class="entry-title">{title}</h1>{text * 6}</article>'
        return page(title, "page page-id-2 page-template-default", body, head=head)

    def _archive(self, path: str, number: int) -> Answer:
        found = archives().get(path) or self._named(path)
        if found is None:
            return self._missing()
        title, classes, is_in = found
        posts = [post for post in reversed(self.posts) if is_in(post)]
        shown = posts[(number - 1) * PER_PAGE : number * PER_PAGE]
        if not shown:
            return self._missing()
        more = []
        if len(posts) > number * PER_PAGE:
            more.append(f'<a href="{path}page/{number + 1}/">Older posts</a>')
        if number > 1:
            more.append(f'<a href="{path if number == 2 else f"{path}page/{number - 1}/"}">Newer posts</a>')
        head = f'<link rel="alternate" type="application/rss+xml" href="{path}feed/">'
        head += '<link rel="alternate" type="application/rss+xml" title="Comments" href="/comments/feed/">'
        heading = f'<h1 class="page-title">{title}</h1>' if path != "/" else ""
        items = "".join(map(whole_post, shown))
        body = f'{heading}{items}<div class="nav-links">{" ".join(more)}</div>'
        paged = " paged" if number > 1 else ""
        return Answer(body=page(title, f"{classes}{paged}", body, head=head))

    def _named(self, path: str) -> tuple[str, str, Callable[[Post], bool]] | None:
        if re.fullmatch(r"/2019/(?:\d\d/)?", path):
            return f"Archives: {path}", "archive date", lambda post: post.path.startswith(path)
        return None

    def _feed(self, path: str) -> Answer:
        if path == "/comments/" or any(post.path == path for post in self.posts):
            posts: Sequence[Post] = ()
        else:
            found = archives().get(path) or self._named(path)
            if found is None:
                return self._missing()
            posts = [post for post in reversed(self.posts) if found[2](post)][:PER_PAGE]
        items = "".join(
            f"<item><title>{post.title}</title><link>{HOME.rstrip('/')}{post.path}</link></item>"
            for post in posts
        )
        body = (
            f'<?xml version="1.0"?><rss version="2.0"><channel><title>The Lock</title>{items}</channel></rss>'
        )
        return Answer(body=body, content_type="application/rss+xml")


def archives() -> dict[str, tuple[str, str, Callable[[Post], bool]]]:
    """The archives by address: title, body class, and which posts are in them."""
    found: dict[str, tuple[str, str, Callable[[Post], bool]]] = {
        "/": ("The Lock", "home blog", lambda _: True)
    }
    for topic in TOPICS:
        found[f"/tag/{topic}/"] = (topic, "archive tag", lambda post, topic=topic: post.topic == topic)  # type: ignore[misc]
    for name in ("Water", "Town"):
        found[f"/category/{name.lower()}/"] = (
            f"Category: {name}",
            "archive category",
            lambda post, name=name: post.category == name,  # type: ignore[misc]
        )
    for name in ("Ann Reed", "Tom Ash"):
        slug = name.lower().replace(" ", "-")
        found[f"/author/{slug}/"] = (
            f"Author: {name}",
            "archive author",
            lambda post, name=name: post.author == name,  # type: ignore[misc]
        )
    return found


def byline(post: Post) -> str:
    """Who wrote a post and when, and the archives it is in."""
    slug = post.author.lower().replace(" ", "-")
    return (
        f'<div class="entry-meta">Posted on <time datetime="{post.date}">{post.date}</time> by'
        f' <a href="/author/{slug}/" rel="author">{post.author}</a> in'
        f' <a href="/category/{post.category.lower()}/" rel="category tag">{post.category}</a>, tagged'
        f' <a href="/tag/{post.topic}/" rel="tag">{post.topic}</a></div>'
    )


def whole_post(post: Post) -> str:
    """A post as an archive shows it: whole."""
    return (
        f'<article class="post hentry"><h2 class="entry-title"><a href="{post.path}" rel="bookmark">'
        f'{post.title}</a></h2>{byline(post)}<div class="entry-content">{"".join(post.parts)}</div></article>'
    )


def page(title: str, classes: str, body: str, *, head: str = "") -> str:
    """A page with the magazine's head, menu, sidebar and foot."""
    menu = "".join(f'<li><a href="/{name}/">{title}</a></li>' for name, title in PAGES.items())
    months = "".join(f'<li><a href="/2019/{n:02}/">2019-{n:02}</a></li>' for n in range(1, 7))
    return (
        f'<!doctype html><html lang="en-US"><head><meta charset="utf-8"><title>{title} | The Lock</title>'
        f'<meta name="generator" content="WordPress 6.5">'
        f'<link rel="alternate" type="application/rss+xml" href="/feed/">{head}</head>'
        f'<body class="{classes}">'
        f'<header><a href="/" rel="home">The Lock</a><ul>{menu}</ul></header><main>{body}</main>'
        f'<aside><h3>Archives</h3><ul>{months}<li><a href="/2019/">2019</a></li></ul></aside>'
        "<footer>Proudly powered by WordPress</footer></body></html>"
    )
