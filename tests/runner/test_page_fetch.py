"""One page for `extract URL`: the guards and limits of a crawl, against real servers."""

from __future__ import annotations

import gzip
import itertools
import time
from typing import TYPE_CHECKING

import brotli
import pytest
from support.raw_server import answer as raw_answer
from support.raw_server import serving
from support.served import Answer, Site, redirect
from support.stories import story

from newsspider import settings
from newsspider.errors import FetchError, UsageError
from newsspider.runner import page_fetch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Serve = Callable[..., Site]

PAGE = story("The whole story")


def test_a_page_that_was_named_is_fetched_wherever_it_is(serve_site: Serve) -> None:
    site = serve_site({"/": PAGE, "/moved": redirect("/", 308)})

    assert page_fetch.fetch(site.url).body == PAGE.encode()
    assert page_fetch.fetch(f"{site.url}moved").url == site.url


@pytest.mark.parametrize(
    "to",
    [
        "http://127.0.0.2:{port}/", "http://127.0.0.1:1/", "http://10.0.0.1/", "http://169.254.169.254/latest",
        "http://[::1]:{port}/", "http://[::127.0.0.1]:{port}/", "http://[::ffff:127.0.0.1]:{port}/",
        "http://[64:ff9b::7f00:1]/", "http://[2002:7f00:1::1]/", "http://224.0.0.1/", "http://[ff0e::1]/",
        "http://localhost:{port}/", "http://intranet/", "http://news.local/", "http://127.1:{port}/",
        "http://2130706433:{port}/", "http://0x7f000001:{port}/", "http://0.0.0.0:{port}/",
        "http:\\\\127.0.0.2:{port}\\", "//127.0.0.2:{port}/", "file:///etc/passwd", "ftp://127.0.0.1/",
    ],
)  # fmt: skip
def test_a_redirect_to_a_private_address_is_refused(serve_site: Serve, to: str) -> None:
    other = serve_site({"/": PAGE}, host="127.0.0.2")
    port = other.host.partition(":")[2]
    site = serve_site({"/": redirect(to.format(port=port)), "/steps": redirect("/")})

    for start in (site.url, f"{site.url}steps"):
        with pytest.raises(FetchError, match=r"private address|not a web address"):
            page_fetch.fetch(start)

    assert other.requests == []


@pytest.mark.parametrize("name", ["127.1", "2130706433", "017700000001"])
def test_a_name_that_looks_public_and_leads_to_this_machine_is_refused(serve_site: Serve, name: str) -> None:
    site = serve_site({"/": PAGE})
    port = site.host.partition(":")[2]

    with pytest.raises(FetchError, match="private address"):
        page_fetch.fetch(f"http://{name}:{port}/")

    assert site.requests == []


def test_a_proxy_that_the_environment_names_is_asked(
    serve_site: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    proxy = serve_site({"http://www.example.org/story": PAGE})
    monkeypatch.setenv("http_proxy", proxy.url)

    assert page_fetch.fetch("http://www.example.org/story").body == PAGE.encode()


@pytest.mark.parametrize("path", ["/circle", "/endless/0"])
def test_redirects_end(serve_site: Serve, path: str) -> None:
    site = serve_site({"/circle": redirect("/circle")})
    for n in range(30):
        site.pages[f"/endless/{n}"] = redirect(f"/endless/{n + 1}")

    with pytest.raises(FetchError, match=r"circle|more than 8 redirects"):
        page_fetch.fetch(site.url + path[1:])

    assert len(site.requests) < 10


def test_an_answer_has_the_limits_of_a_crawl(serve_site: Serve) -> None:
    bomb = brotli.compress(b"a" * 30_000_000)
    site = serve_site(
        {
            "/large": Answer(chunks=lambda: itertools.repeat(b"a" * 100_000)),
            "/bomb": Answer(body=bomb, headers={"Content-Encoding": "br"}),
            "/twice": Answer(
                body=gzip.compress(gzip.compress(b"a" * 30_000_000)),
                headers={"Content-Encoding": "gzip, gzip"},
            ),
        }
    )

    for path in ("large", "bomb", "twice"):
        with pytest.raises(FetchError, match="larger than 20,000,000 bytes"):
            page_fetch.fetch(site.url + path)


def test_a_page_in_any_coding_is_read_and_one_that_broke_off_is_not() -> None:
    packed = gzip.compress(PAGE.encode())
    replies = {
        "/gzip": raw_answer(packed, "Content-Encoding: gzip"),
        "/undeclared": raw_answer(packed),
        "/wrong-length": raw_answer(packed, "Content-Encoding: gzip", length=len(PAGE.encode())),
        "/half": raw_answer(PAGE[:900].encode(), length=len(PAGE.encode())),
        "/torn": raw_answer(packed[:300], "Content-Encoding: gzip"),
        "/nothing": b"",
    }
    with serving(replies) as site:
        for path in ("gzip", "undeclared", "wrong-length"):
            assert page_fetch.fetch(site.url + path).body == PAGE.encode(), path
        for path in ("half", "torn", "nothing"):
            with pytest.raises(FetchError):
                page_fetch.fetch(site.url + path)


@pytest.mark.parametrize("kind", ["body", "silence"])
def test_an_answer_that_never_ends_is_broken_off(
    serve_site: Serve, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setattr(settings, "DOWNLOAD_TIMEOUT", 1)

    def drops() -> Iterator[bytes]:
        while True:
            time.sleep(0.05)
            yield b"<"

    def silence() -> Iterator[bytes]:
        time.sleep(20)
        yield b""

    site = serve_site({"/": Answer(chunks=drops if kind == "body" else silence)})

    with pytest.raises(FetchError, match="no complete answer within 1 s"):
        page_fetch.fetch(site.url)


def test_what_is_no_page_says_why(serve_site: Serve) -> None:
    site = serve_site({"/gone": Answer(status=410), "/nowhere": Answer(status=302)})

    with pytest.raises(FetchError, match="answers 410 Gone"):
        page_fetch.fetch(f"{site.url}gone")
    with pytest.raises(FetchError, match="answers 302"):
        page_fetch.fetch(f"{site.url}nowhere")
    with pytest.raises(UsageError, match="expected http"):
        page_fetch.fetch("ftp://example.org/")


def test_credentials_in_a_redirect_are_dropped(serve_site: Serve) -> None:
    site = serve_site({"/there": PAGE})
    site.pages["/"] = redirect(f"http://user:s3cret@{site.host}/there")

    assert page_fetch.fetch(site.url).url == f"{site.url}there"
    assert all("Authorization" not in asked.headers for asked in site.requests)
