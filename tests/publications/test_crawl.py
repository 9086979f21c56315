"""A crawl of a real server on this machine: what is found, what is kept, and what a later run asks."""

from __future__ import annotations

import gzip
import hashlib
from typing import TYPE_CHECKING

from support.crawling import crawl, rows
from support.served import Answer, Asked, Site, redirect
from support.stories import front, profile, story
from warcio.archiveiterator import ArchiveIterator

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Serve = Callable[..., Site]


def path(n: int) -> str:
    return f"/2024/05/{n:02}/story-number-{n}.html"


def second(n: int) -> str:
    """The address of a story's second page."""
    return path(n).replace(".html", "_2.html")


def dated(page: str) -> Callable[[Asked], Answer]:
    """A page with an ETag, answered 304 to whoever has it."""
    etag = f'"{hashlib.sha256(page.encode()).hexdigest()[:12]}"'

    def answer(asked: Asked) -> Answer:
        if asked.headers.get("If-None-Match") == etag:
            return Answer(status=304, headers={"ETag": etag})
        return Answer(body=page, headers={"ETag": etag, "Set-Cookie": "visitor=1"})

    return answer


def xml(body: str, content_type: str = "application/xml") -> Answer:
    return Answer(body=f'<?xml version="1.0" encoding="UTF-8"?>{body}', content_type=content_type)


def feeds(site: Site) -> dict[str, object]:
    """One story in each sort of feed and site map, found nowhere else."""
    entry = "<title>Feed {n}</title><link>{url}</link>"
    item = {n: entry.format(n=n, url=site.url + path(n)[1:]) for n in range(20, 27)}
    news = "http://www.google.com/schemas/sitemap-news/0.9"
    return {
        "/rss2.xml": xml(f"<rss version='2.0'><channel><item>{item[20]}</item></channel></rss>"),
        "/rss091.xml": xml(f"<rss version='0.91'><channel><item>{item[21]}</item></channel></rss>"),
        "/rdf.xml": xml(
            "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'>"
            f"<item rdf:about='x'>{item[22]}</item></rdf:RDF>"
        ),
        "/atom.xml": xml(
            "<feed xmlns='http://www.w3.org/2005/Atom'><entry><title>Feed 23</title>"
            f"<id>urn:23</id><link href='{path(23)}'/><updated>2024-05-23T10:00:00Z</updated></entry></feed>"
        ),
        "/maps.xml": xml(
            f"<sitemapindex><sitemap><loc>{site.url}packed.xml.gz</loc></sitemap>"
            f"<sitemap><loc>{site.url}news.xml</loc></sitemap></sitemapindex>"
        ),
        "/packed.xml.gz": Answer(
            body=gzip.compress(f"<urlset><url><loc>{site.url}{path(24)[1:]}</loc></url></urlset>".encode()),
            content_type="application/gzip",
        ),
        "/news.xml": xml(
            f"<urlset xmlns:news='{news}'><url><loc>{site.url}no-date-in-this-address.html</loc><news:news>"
            "<news:publication_date>2024-05-25</news:publication_date><news:title>Feed 25</news:title>"
            "</news:news></url></urlset>"
        ),
        **{path(n): story(f"Fed story {n}") for n in range(20, 25)},
        "/no-date-in-this-address.html": story("Fed story 25"),
    }


def magazine(site: Site) -> dict[str, object]:
    """A small magazine: a front with a pager, feeds, site maps, a page of two, two names of one story."""
    declared = "".join(
        f"<link rel=alternate type=application/{kind} href={name}>"
        for kind, name in (
            ("rss+xml", "/rss2.xml"),
            ("rss+xml", "/rss091.xml"),
            ("rdf+xml", "/rdf.xml"),
            ("atom+xml", "/atom.xml"),
        )
    )
    same = f"<link rel=canonical href={path(6)}>"
    return {
        "/robots.txt": f"User-agent: *\nDisallow: /private/\nSitemap: {site.url}maps.xml\n",
        "/": dated(
            front(
                "Gazette", [path(1), path(2), path(5), "/private/plan-of-the-year.html"], head=declared
            ).replace("</ul>", '</ul><a href="/page/2/">Next</a>')
        ),
        "/page/2/": front("Gazette, page 2", [path(3), path(4), "/print/story-number-6.html", path(6)]),
        **{path(n): dated(story(f"Story {n}")) for n in range(1, 5)},
        path(5): story("Story 5", head=f'<link rel=next href="{second(5)}">'),
        second(5): story("Story 5"),
        path(6): story("Story 6", head=same),
        "/print/story-number-6.html": story("Story 6", head=same),
        "/private/plan-of-the-year.html": story("A plan"),
        **feeds(site),
    }


def test_two_lines_of_profile_keep_a_magazine_whole_and_current(tmp_path: Path, serve_site: Serve) -> None:
    site = serve_site()
    site.pages.update(magazine(site))
    gazette, archive = profile(tmp_path, site.url), tmp_path / "archive"

    first = crawl(tmp_path, gazette)

    assert (first.status, first.report["reason"], first.report["failed"]) == (0, "finished", 0), first.err
    headlines = [headline for (headline,) in rows(archive, "SELECT headline FROM articles ORDER BY headline")]
    assert headlines == sorted(
        [*(f"Story {n}" for n in range(1, 7)), *(f"Fed story {n}" for n in range(20, 26))]
    )
    assert "/private/plan-of-the-year.html" not in site.paths
    assert len(site.paths) == len(set(site.paths)), "each address once"
    assert site.most_at_once == 1
    (urls_of_6,) = rows(
        archive, "SELECT count(*) FROM urls JOIN articles a ON a.id = article_id WHERE headline = 'Story 6'"
    )
    assert urls_of_6 == (2,)
    assert rows(archive, "SELECT published_on FROM articles WHERE headline = 'Fed story 25'") == [
        ("2024-05-25",)
    ]

    asked = site.requests[0].headers
    assert asked["User-Agent"].startswith("newsspider/")
    assert "zstd" not in asked["Accept-Encoding"]
    assert not any("Cookie" in request.headers for request in site.requests)

    site.pages[path(1)] = dated(story("Story 1 told anew"))
    site.pages[path(2)] = Answer(status=410)
    site.requests.clear()
    again = crawl(tmp_path, gazette, "--full")

    counts = {name: again.report[name] for name in ("new", "changed", "gone", "failed")}
    assert counts == {"new": 0, "changed": 1, "gone": 1, "failed": 0}
    assert again.status == 0
    assert site.requests[-1].headers.get("Cookie") is None
    _revisits_name_what_they_refer_to(archive, site)


def _revisits_name_what_they_refer_to(archive: Path, site: Site) -> None:
    (name,) = rows(archive, "SELECT warc_file FROM runs ORDER BY id DESC LIMIT 1")[0]
    (first_at,) = rows(
        archive, "SELECT captured_at FROM captures WHERE url = ? ORDER BY id", site.url + path(3)[1:]
    )[0]
    with (archive / "warc" / name).open("rb") as stream:
        found = {
            record.rec_headers["WARC-Target-URI"]: record.rec_headers
            for record in ArchiveIterator(stream)
            if (record.rec_headers["WARC-Profile"] or "").endswith("/revisit/server-not-modified")
        }
    headers = found[site.url + path(3)[1:]]
    assert headers["WARC-Refers-To-Target-URI"] == site.url + path(3)[1:]
    assert headers["WARC-Refers-To-Date"] == first_at
    assert found.keys() == {site.url, site.url + path(3)[1:], site.url + path(4)[1:]}


def test_redirects_lead_to_one_article_and_end_by_themselves(tmp_path: Path, serve_site: Serve) -> None:
    site = serve_site()
    site.pages |= {
        "/": front("Gazette", ["/old-story-moved.html", "/loop-of-two-pages.html", "/self-and-self.html",
                               "/lost-story-of-may.html", "/moved-by-meta-tag.html", path(1)]),
        "/old-story-moved.html": redirect("/older-story-moved.html", 301),
        "/older-story-moved.html": redirect(path(2), 302),
        path(1): story("Story 1"),
        path(2): story("Story 2"),
        "/loop-of-two-pages.html": redirect("/loop-of-two-pages-b.html"),
        "/loop-of-two-pages-b.html": redirect("/loop-of-two-pages.html"),
        "/self-and-self.html": redirect("/self-and-self.html"),
        "/lost-story-of-may.html": redirect("/"),
        "/moved-by-meta-tag.html": f"<meta http-equiv=refresh content='0; url={path(3)}'><p>It has moved.",
        path(3): story("Story 3"),
    }  # fmt: skip

    ended = crawl(tmp_path, profile(tmp_path, site.url))

    assert (ended.status, ended.report["articles"], ended.report["failed"]) == (0, 3, 2)
    archive = tmp_path / "archive"
    led = rows(
        archive, "SELECT url FROM urls WHERE reason = 'redirect' AND article_id IS NOT NULL ORDER BY url"
    )
    assert [url.removeprefix(site.url) for (url,) in led] == [
        "moved-by-meta-tag.html", "old-story-moved.html", "older-story-moved.html",
    ]  # fmt: skip
    verdicts = {
        url.removeprefix(site.url): verdict
        for url, verdict in rows(archive, "SELECT url, verdict FROM frontier")
    }
    assert verdicts["lost-story-of-may.html"] == "redirect home"
    assert verdicts["loop-of-two-pages.html"] == verdicts["self-and-self.html"] == "error"
    assert verdicts["moved-by-meta-tag.html"] == "redirect"
    assert site.count("/self-and-self.html") == 1
    assert site.count("/loop-of-two-pages.html") == 1


def test_validators_do_not_follow_a_redirect(tmp_path: Path, serve_site: Serve) -> None:
    """The home page of a moved story may well be older than the story was."""
    site = serve_site({"/": front("Gazette", [path(1)]), path(1): dated(story("Story 1"))})
    gazette = profile(tmp_path, site.url)
    crawl(tmp_path, gazette)
    site.pages[path(1)] = redirect("/elsewhere-now.html")
    site.pages["/elsewhere-now.html"] = story("Another story")
    site.requests.clear()

    crawl(tmp_path, gazette, "--full")

    moved, target = (r for r in site.requests if r.path in (path(1), "/elsewhere-now.html"))
    assert "If-None-Match" in moved.headers
    assert "If-None-Match" not in target.headers


def test_limit_since_and_a_later_run_without_them(tmp_path: Path, serve_site: Serve) -> None:
    days = (1, 2, 10, 11, 12)
    site = serve_site(
        {
            "/": dated(front("Gazette", [path(n) for n in days])),
            **{path(n): story(f"Story {n}") for n in days},
        }
    )
    gazette = profile(tmp_path, site.url)

    since = crawl(tmp_path, gazette, "--since", "2024-05-10", "--limit", "2")

    assert (since.status, since.report["reason"]) == (0, "limit")
    assert site.paths == ["/", path(10), path(11)]
    site.requests.clear()

    later = crawl(tmp_path, gazette)

    assert (later.status, later.report["reason"], later.report["new"]) == (0, "finished", 3)
    assert sorted(site.paths) == sorted(["/", path(1), path(2), path(12)]), "though the front said 304"


def test_a_limit_cuts_no_article_in_two(tmp_path: Path, serve_site: Serve) -> None:
    site = serve_site({
        "/": front("Gazette", [path(1), path(2)]),
        path(1): story("Story 1", head=f'<link rel=next href="{second(1)}">'),
        second(1): story("Story 1"),
        path(2): story("Story 2"),
    })  # fmt: skip

    ended = crawl(tmp_path, profile(tmp_path, site.url), "--limit", "1")

    assert site.paths == ["/", path(1), second(1)]
    assert (ended.report["articles"], ended.report["reason"]) == (1, "limit")


def test_a_dry_run_asks_nobody_and_writes_nothing(tmp_path: Path, serve_site: Serve) -> None:
    site = serve_site(
        {"/": front("Gazette", [path(1), path(2)]), path(1): story("Story 1"), path(2): story("Story 2")}
    )
    gazette, archive = profile(tmp_path, site.url), tmp_path / "archive"

    new = crawl(tmp_path, gazette, "--dry-run", "--set", "DOWNLOAD_DELAY=2")

    assert new.status == 0
    assert new.report["notes"][:2] == [
        "due now: 1 front; the pages they link to come on top", "about 2 s at one request every 2 s",
    ]  # fmt: skip
    assert not site.requests
    assert not archive.exists()

    crawl(tmp_path, gazette, "--limit", "1")
    site.requests.clear()
    known = crawl(tmp_path, gazette, "--dry-run")

    assert known.report["notes"] == [
        "due now: 1 front, 1 article; the pages they link to come on top", f"front    {site.url}",
        f"article  {site.url}{path(2)[1:]}",
    ]  # fmt: skip
    everything = crawl(tmp_path, gazette, "--dry-run", "--full")
    assert everything.report["notes"][0] == "due now: 1 front, 2 articles; the pages they link to come on top"
    assert not site.requests


def test_a_copy_is_asked_and_the_publications_own_addresses_are_kept(
    tmp_path: Path, serve_site: Serve
) -> None:
    other = serve_site({"/": front("Other", [])})
    copy = serve_site()
    own = "http://www.example.org"
    copy.pages |= {
        "/mirror/": front("Gazette", [path(1)[1:], f"{own}{path(2)}", f"{other.url}elsewhere-story.html"]),
        f"/mirror{path(1)}": story("Story 1"),
        f"/mirror{path(2)}": redirect(f"{own}{path(3)}"),
        f"/mirror{path(3)}": story("Story 3"),
    }  # fmt: skip
    gazette = profile(tmp_path, f"{own}/", f"hosts: ['{other.host}']")

    ended = crawl(tmp_path, gazette, "--base", f"{copy.url}mirror/")

    assert (ended.status, ended.report["articles"]) == (0, 2), ended.err
    assert copy.paths == ["/mirror/", f"/mirror{path(1)}", f"/mirror{path(2)}", f"/mirror{path(3)}"]
    assert not other.requests
    archive = tmp_path / "archive"
    assert rows(
        archive, "SELECT url, address_url FROM captures WHERE status = 200 AND verdict = 'article'"
    ) == [(f"{copy.url}mirror{path(n)}", f"{own}{path(n)}") for n in (1, 3)]
    assert rows(archive, "SELECT canonical_url FROM articles") == [(f"{own}{path(n)}",) for n in (1, 3)]
