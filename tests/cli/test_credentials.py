"""Names and passwords: refused in addresses that somebody gives, dropped from those of pages, never kept."""

from __future__ import annotations

import base64
import gzip
import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from support.crawling import crawl, rows, start
from support.served import Answer, Site, redirect
from support.stories import front, profile, story

import newsspider
from newsspider.web import url_parser

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Serve = Callable[..., Site]

SECRET = "s3cret"
WRITTEN = (
    f"http://user:{SECRET}@127.0.0.1:1/", f"https://{SECRET}@127.0.0.1:1/", f"HTTP://:{SECRET}@127.0.0.1:1/",
    f"http:/user:{SECRET}@127.0.0.1:1/", f"http:\\\\user:{SECRET}@127.0.0.1:1/",
    f"http:user:{SECRET}@127.0.0.1/",
    f"http://us\ter:{SECRET}@127.0.0.1:1/", f"http://a@b:{SECRET}@127.0.0.1:1/",
    f"http://user%40x:{SECRET}@127.0.0.1",
    f"http://user:{SECRET}@127.0.0.1:1?q", f"http://user:{SECRET}@127.0.0.1:1#f",
)  # fmt: skip
COMMANDS = {
    "crawl": ("crawl", "{url}"),
    "crawl --base": ("crawl", "gazette.yaml", "--base", "{url}"),
    "crawl --base --dry-run": ("crawl", "gazette.yaml", "--dry-run", "--base", "{url}"),
    "extract": ("extract", "{url}"),
    "extract --url": ("extract", "page.html", "--url", "{url}"),
    "history": ("history", "{url}"),
    "withdraw": ("withdraw", "{url}", "--reason", "x"),
}


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("url", WRITTEN)
def test_credentials_in_an_address_are_refused_with_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str, url: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "page.html").write_text(story("One"))
    profile(tmp_path, "http://127.0.0.1:1/")
    words = [word.replace("{url}", url).replace("gazette.yaml", str(tmp_path / "gazette.yaml"))
             for word in COMMANDS[command]]  # fmt: skip
    words = [str(tmp_path / "page.html") if word == "page.html" else word for word in words]
    if command != "extract" and command != "extract --url":
        words += ["--archive", str(tmp_path / "archive")]

    ended = start(*words, folder=tmp_path).wait()

    assert ended.status == 2
    assert ended.err.count("\n") == 1
    assert "has a name or password in it" in ended.err
    assert SECRET not in ended.err + ended.out
    assert not (tmp_path / "archive").exists()


@pytest.mark.parametrize("key", ["start", "feeds", "sitemaps", "hosts"])
def test_credentials_in_a_profile_are_refused_with_one_line(tmp_path: Path, key: str) -> None:
    given = f"user:{SECRET}@127.0.0.1:1" if key == "hosts" else f"http://user:{SECRET}@127.0.0.1:1/"
    start_url = given if key == "start" else "http://127.0.0.1:1/"
    more = "" if key == "start" else f"{key}: ['{given}']"

    ended = crawl(tmp_path, profile(tmp_path, f"'{start_url}'", more))

    assert ended.status == 2
    assert "DEFAULT_REQUEST_HEADERS" in ended.err
    assert ended.err.count("\n") == 1
    assert SECRET not in ended.err + ended.out


@pytest.mark.parametrize(
    ("written", "without"),
    [
        ("http://u:p@a.org/x@y", "http://a.org/x@y"), ("//u@a.org/", "//a.org/"),
        ("http://a.org/@u", "http://a.org/@u"), ("http://a.org?x=u:p@b", "http://a.org?x=u:p@b"),
        ("http://a.org#u@b", "http://a.org#u@b"), ("mailto:u@a.org", "mailto:u@a.org"),
        ("u@a.org", "u@a.org"),
        ("/u@a.org", "/u@a.org"), ("http:\\\\u:p@a.org\\x", "http:\\\\a.org\\x"),
        ("", ""), ("http:", "http:"),
        ("http://@a.org/", "http://a.org/"),
    ],
)  # fmt: skip
def test_only_what_stands_before_the_host_is_a_credential(written: str, without: str) -> None:
    assert url_parser.without_credentials(written) == without


def test_the_library_forgets_them() -> None:
    article = newsspider.extract(story("One"), f"http://user:{SECRET}@example.org/2024/one.html")

    assert article.url == "http://example.org/2024/one.html"
    assert SECRET not in repr(article)


def test_addresses_of_pages_lose_them(tmp_path: Path, serve_site: Serve) -> None:
    """In links, site maps, robots.txt, redirects and what a page declares; captures stay as sent."""
    site = serve_site()
    there = f"http://user:{SECRET}@{site.host}"
    head = (
        f'<link rel=canonical href="{there}/2024/05/01/one.html"><meta property="og:url" content="{there}/a">'
        f'<meta property="og:image" content="{there}/p.jpg">'
    )
    body = (
        f'<p>See <a href="{there}/2024/05/08/eight.html">the earlier story</a>.</p><img src="{there}/p.jpg">'
    )
    site.pages |= {
        "/robots.txt": f"User-agent: *\nDisallow:\nSitemap: {there}/map.xml\n",
        "/": front("Gazette", ["/2024/05/01/one.html", "/2024/05/02/two.html", "/2024/05/03/three.html"])
        .replace("</ul>", f'<li><a href="{there}/2024/05/04/four.html">The fourth of the stories</a></ul>'),
        "/map.xml": f"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><url><loc>{there}/2024/05/05/five.html</loc></url></urlset>",
        "/2024/05/01/one.html": story("One", head=head, extra=body),
        "/2024/05/02/two.html": redirect(f"{there}/2024/05/02/second.html"),
        "/2024/05/02/second.html": story("Two"),
        "/2024/05/03/three.html": f'<meta http-equiv=refresh content="0; url={there}/2024/05/03/third.html">',
        "/2024/05/03/third.html": story("Three"),
        **{f"/2024/05/0{n}/{name}.html": story(name.title())
           for n, name in ((4, "four"), (5, "five"), (8, "eight"))},
    }  # fmt: skip

    ended = crawl(tmp_path, profile(tmp_path, site.url, "keep: [images]"), "--set", "LOG_LEVEL=DEBUG")

    assert (ended.status, ended.report["articles"]) == (0, 6)
    assert all("Authorization" not in asked.headers for asked in site.requests)
    assert SECRET not in ended.out + ended.err
    assert SECRET not in everything_stored(tmp_path / "archive")
    addresses = rows(tmp_path / "archive", "SELECT url FROM captures UNION SELECT location_url FROM captures")
    assert not [url for (url,) in addresses if url and "@" in url]


def everything_stored(archive: Path) -> str:
    """The archive's whole database as text."""
    with closing(sqlite3.connect(archive / "news.db")) as connection:
        return "\n".join(connection.iterdump())


def test_secret_headers_are_sent_and_written_nowhere(tmp_path: Path, serve_site: Serve) -> None:
    """With every log line that there is, after retries, redirects and robots.txt, and through a proxy."""
    site = serve_site()
    site.pages |= {
        "/": front("Gazette", ["/2024/05/01/one.html", "/2024/05/02/two.html"]),
        "/2024/05/01/one.html": [
            Answer(status=500),
            Answer(body=story("One"), headers={"Set-Cookie": "session=fresh-c00kie"}),
        ],
        "/2024/05/02/two.html": redirect("/2024/05/02/second.html"),
        "/2024/05/02/second.html": story("Two"),
    }
    proxy = "pr0xypass"
    headers = {
        "Authorization": f"Bearer {SECRET}",
        "X-Api-Key": "k3y",
        "Cookie": "id=c00kie",
        "Accept": "text/html",
    }
    site.pages |= {f"http://gazette.example{path}": page for path, page in site.pages.items()}
    options = ["LOG_LEVEL=DEBUG", "COOKIES_ENABLED=1", "COOKIES_DEBUG=1", "DOWNLOAD_DELAY=0"]
    options.append(f"DEFAULT_REQUEST_HEADERS={json.dumps(headers)}")
    command = [sys.executable, "-m", "newsspider", "crawl", profile(tmp_path, "http://gazette.example/")]
    command += ["--archive", str(tmp_path / "archive")]

    ended = subprocess.run(
        [*command, *(word for option in options for word in ("--set", option))],
        env={**os.environ, "http_proxy": f"http://someone:{proxy}@{site.host}"},
        capture_output=True,
        text=True,
        check=False,
        timeout=100,
    )

    assert ended.returncode == 0, ended.stderr[-2000:]
    assert rows(tmp_path / "archive", "SELECT count(*) FROM articles") == [(2,)]
    encoded = base64.b64encode(f"someone:{proxy}".encode()).decode()
    sent = repr([asked.headers for asked in site.requests])
    written = ended.stdout + ended.stderr + everything_stored(tmp_path / "archive") + requests_kept(tmp_path)
    assert "Overridden settings" in ended.stderr
    for secret in (SECRET, "k3y", encoded):
        assert secret in sent
    for secret in (SECRET, "k3y", encoded, proxy, "id=c00kie", "fresh-c00kie"):
        assert secret not in written, secret
    assert "Accept: text/html" in written


def test_a_setting_that_cannot_be_read_is_not_repeated(tmp_path: Path, serve_site: Serve) -> None:
    site = serve_site({"/": front("Gazette", [])})

    ended = crawl(
        tmp_path, profile(tmp_path, site.url), "--set", f"DEFAULT_REQUEST_HEADERS=Authorization: {SECRET}"
    )

    assert ended.status == 2
    assert SECRET not in ended.err


def requests_kept(folder: Path) -> str:
    """The request records, and the file's own record, of all WARC files."""
    files = (folder / "archive" / "warc").glob("*.warc.gz")
    records = [part for file in files for part in gzip.decompress(file.read_bytes()).split(b"WARC/1.1\r\n")]
    kept = (part for part in records if b"WARC-Type: request" in part or b"WARC-Type: warcinfo" in part)
    return b"\n".join(kept).decode("latin-1")
