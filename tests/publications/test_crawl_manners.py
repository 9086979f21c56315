"""What a crawl never asks, and how long it waits before it asks again."""

from __future__ import annotations

from statistics import mean
from typing import TYPE_CHECKING

import pytest
from support.crawling import crawl, rows
from support.served import Answer, Site, redirect
from support.stories import front, profile, story

from newsspider.resolver import is_private_address, is_private_name

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Serve = Callable[..., Site]

ONE, TWO = "/2024/05/01/story-number-one.html", "/2024/05/02/story-number-two.html"
# A pause is measured where the server hears of it, so that some milliseconds may be missing at one end.
NEARLY = 0.7  # a busy machine notes a request late, and the next one in time


def small(**more: object) -> dict[str, object]:
    return {"/": front("Gazette", [ONE, TWO]), ONE: story("One"), TWO: story("Two"), **more}


def verdicts(folder: Path) -> dict[str, str]:
    found = rows(folder / "archive", "SELECT url, verdict FROM frontier")
    return {"/" + url.split("/", 3)[3]: verdict for url, verdict in found}


def test_no_request_leaves_the_publications_hosts(tmp_path: Path, serve_site: Serve) -> None:
    """Neither a first one, nor a redirected one, nor one that was retried before it was redirected."""
    outside = serve_site({TWO: story("Outside")}, host="127.0.0.2")
    other_port = serve_site({TWO: story("Other port")})
    site = serve_site()
    names = [
        "/direct-to-outside.html",
        "/retried-to-outside.html",
        "/retried-to-port.html",
        "/chain-to-outside.html",
    ]
    site.pages |= small() | {
        "/": front("Gazette", [*names, f"{outside.url}a-story-there.html",
                               f"{other_port.url}a-story-there.html",
                               "http://sub.127.0.0.1.example.org/a-story.html", ONE]),
        names[0]: redirect(outside.url + TWO[1:]),
        names[1]: [Answer(status=503, headers={"Retry-After": "0"}), redirect(outside.url + TWO[1:])],
        names[2]: [Answer(status=500), redirect(other_port.url + TWO[1:])],
        names[3]: redirect("/step-of-the-chain.html"),
        "/step-of-the-chain.html": redirect(outside.url + TWO[1:]),
    }  # fmt: skip

    ended = crawl(tmp_path, profile(tmp_path, site.url))

    assert not outside.requests
    assert not other_port.requests
    assert (ended.status, ended.report["articles"], ended.report["failed"]) == (0, 1, 0)
    assert {verdicts(tmp_path)[name] for name in names} == {"redirect"}
    (note,) = rows(
        tmp_path / "archive",
        "SELECT note FROM captures WHERE url = ? ORDER BY id DESC",
        site.url + names[1][1:],
    )[0]
    assert note == f"not a host of gazette: {outside.url}{TWO[1:]}"


def test_a_private_address_is_asked_only_where_a_start_page_names_it(
    tmp_path: Path, serve_site: Serve
) -> None:
    """Also when the profile lists its host, and when a name that looks public resolves to it."""
    private = serve_site(small(), host="127.0.0.2")
    behind = serve_site({"/robots.txt": Answer(status=404), "/a-public-story.html": story("Behind")})
    name = f"127.1:{behind.host.split(':')[1]}"  # a name to us; it resolves to 127.0.0.1 without any DNS
    site = serve_site()
    site.pages |= small() | {
        "/": front(
            "Gazette", [f"{private.url}a-private-story.html", f"http://{name}/a-public-story.html", ONE]
        )
    }
    hosts = f"hosts: ['{private.host}', '{name}']"

    ended = crawl(tmp_path, profile(tmp_path, site.url, hosts))

    assert not private.requests
    assert not behind.requests
    assert verdicts(tmp_path)["/a-private-story.html"] == "forbidden"
    assert verdicts(tmp_path)["/a-public-story.html"] == "forbidden"
    assert (ended.status, ended.report["articles"]) == (0, 1)

    trusted = crawl(
        tmp_path,
        profile(tmp_path, site.url, hosts),
        "--set",
        "NEWSSPIDER_PRIVATE_HOSTS=127.1",
        archive=tmp_path / "b",
    )
    assert behind.paths == ["/a-public-story.html"]
    assert trusted.report["articles"] == 2


@pytest.mark.parametrize(
    ("host", "is_private"),
    [
        ("127.0.0.1", True), ("10.1.2.3", True), ("169.254.169.254", True), ("100.64.0.1", True),
        ("0.0.0.0", True), ("::1", True), ("fe80::1%eth0", True), ("::ffff:10.0.0.1", True),
        ("93.184.216.34", False), ("2606:2800:220:1::1", False), ("::ffff:93.184.216.34", False),
        ("64:ff9b::7f00:1", True), ("64:ff9b::808:808", True), ("64:ff9b:1::1", True),
        ("2002:7f00:1::1", True),
        ("2001::1", True), ("::127.0.0.1", True), ("224.0.0.1", True), ("ff0e::1", True), ("fec0::1", True),
        ("::ffff:0:127.0.0.1", True), ("::ffff:224.0.0.1", True), ("192.88.99.1", True),
    ],
)  # fmt: skip
def test_private_addresses_are_known(host: str, is_private: bool) -> None:
    assert is_private_address(host) is is_private
    assert is_private_name(host) is is_private


@pytest.mark.parametrize(
    ("name", "is_private"),
    [
        ("localhost", True), ("intranet", True), ("news.local", True), ("a.b.internal", True),
        ("x.home.arpa", True), ("www.example.org", False), ("local.example.org", False), ("127.1", False),
        ("2130706433", False),
    ],
)  # fmt: skip
def test_names_that_only_a_private_network_knows(name: str, is_private: bool) -> None:
    assert is_private_name(name) is is_private


@pytest.mark.parametrize(
    ("robots", "why"),
    [
        (Answer(status=503, headers={"Retry-After": "0"}), "robots.txt answers 503"),
        (Answer(status=500), "robots.txt answers 500"),
        (Answer(status=429, headers={"Retry-After": "0"}), "robots.txt answers 429"),
        (
            redirect("http://127.0.0.2:1/robots.txt"),
            "robots.txt redirects to 127.0.0.2:1, which is not among `hosts`",
        ),
        ("User-agent: newsspider\nDisallow: /\n", "robots.txt forbids it"),
    ],
    ids=["503", "500", "429", "elsewhere", "disallow"],
)
def test_nothing_is_asked_where_robots_does_not_let_us(
    tmp_path: Path, serve_site: Serve, robots: object, why: str
) -> None:
    """RFC 9309 section 2.3.1.4: a server that fails means a complete disallow."""
    site = serve_site(small() | {"/robots.txt": robots})

    ended = crawl(tmp_path, profile(tmp_path, site.url), "--set", "NEWSSPIDER_LONGEST_PAUSE=0.01")

    assert site.paths == []
    assert ended.status == 3
    assert f"nothing could be fetched: {site.url}: {why}" in ended.report["notes"][-1]


def test_robots_that_are_not_there_allow_all(tmp_path: Path, serve_site: Serve) -> None:
    """A 403, an endless redirect, a page in HTML: no rules, RFC 9309 sections 2.3.1.2 and 2.3.1.3."""
    for n, robots in enumerate(
        [Answer(status=403), redirect("/robots.txt"), front("Not found", []), b"\xff\xfe\x00 nonsense \x00"]
    ):
        site = serve_site(small() | {"/robots.txt": robots})

        ended = crawl(tmp_path, profile(tmp_path, site.url), archive=tmp_path / str(n))

        assert (ended.status, ended.report["articles"]) == (0, 2)


def test_our_own_rules_hold_and_those_for_others_do_not(tmp_path: Path, serve_site: Serve) -> None:
    robots = f"User-agent: archiv\nDisallow: /\n\nUser-agent: NewsSpider\nDisallow: {TWO}\nAllow: /\n"
    site = serve_site(small() | {"/robots.txt": robots})

    ended = crawl(tmp_path, profile(tmp_path, site.url), "--set", "NEWSSPIDER_CONTACT=desk@example.org")

    assert site.paths == ["/", ONE]
    assert (ended.status, ended.report["failed"]) == (0, 0)
    assert ended.report["notes"] == ["1 address not requested: robots.txt forbids it"]
    assert site.requests[0].headers["User-Agent"].endswith("+desk@example.org)")
    site.pages["/robots.txt"] = Answer(status=404)
    assert crawl(tmp_path, profile(tmp_path, site.url)).report["new"] == 1, "asked as soon as it may be"


def test_crawl_delay_outranks_settings_and_a_setting_outranks_the_profile(
    tmp_path: Path, serve_site: Serve
) -> None:
    site = serve_site(small() | {"/robots.txt": "User-agent: *\nCrawl-delay: 0.4\n"})
    crawl(tmp_path, profile(tmp_path, site.url), "--set", "DOWNLOAD_DELAY=0")
    assert mean(site.gaps()) >= 0.4 * NEARLY

    rated = serve_site(small() | {"/robots.txt": "User-agent: *\nRequest-rate: 5/2\n"})
    crawl(tmp_path, profile(tmp_path, rated.url), "--set", "DOWNLOAD_DELAY=0", archive=tmp_path / "b")
    assert mean(rated.gaps()) >= 0.4 * NEARLY

    set_by_hand = serve_site(small())
    patient = profile(tmp_path, set_by_hand.url, "politeness: {delay_s: 60}")
    settings = ("--set", "DOWNLOAD_DELAY=0.4", "--set", "DOWNLOAD_DELAY_JITTER=0")
    assert crawl(tmp_path, patient, *settings, archive=tmp_path / "c").report["articles"] == 2
    assert mean(set_by_hand.gaps()[1:]) >= 0.4 * NEARLY


def test_a_busy_server_is_left_alone_as_long_as_it_asks(tmp_path: Path, serve_site: Serve) -> None:
    site = serve_site()
    site.pages |= small() | {
        ONE: [Answer(status=503, headers={"Retry-After": "1"}), story("One")],
        TWO: [story("Two"), Answer(status=500)],
    }

    ended = crawl(tmp_path, profile(tmp_path, site.url))

    assert (ended.status, ended.report["articles"], ended.report["failed"]) == (0, 2, 0)
    busy_at = next(asked.at for asked in site.requests if asked.path == ONE)
    assert min(asked.at for asked in site.requests if asked.at > busy_at) - busy_at >= 1 * NEARLY, (
        "nor others"
    )
    assert (site.count(ONE), site.count(TWO), site.most_at_once) == (2, 1, 1)
    found = rows(
        tmp_path / "archive", "SELECT status FROM captures WHERE url = ? ORDER BY id", site.url + ONE[1:]
    )
    assert found == [(503,), (200,)]


def test_a_server_that_stays_busy_is_left_for_the_next_run(tmp_path: Path, serve_site: Serve) -> None:
    """What it asks is capped, and what was not asked stays due and unblamed."""
    addresses = [f"/2024/06/{n:02}/story-number-{n}.html" for n in range(1, 29)]
    site = serve_site({"/": front("Gazette", addresses)})
    site.missing = Answer(status=503, headers={"Retry-After": "86400"})
    gazette, pause = profile(tmp_path, site.url), ("--set", "NEWSSPIDER_LONGEST_PAUSE=0.02")

    ended = crawl(tmp_path, gazette, *pause)

    assert ended.status == 1
    (alarm,) = ended.report["alarms"]
    assert alarm.startswith(f"{site.host} was left: 10 requests in a row failed, the last: answers 503")
    assert len(set(site.paths)) < len(addresses)
    site.missing = story("Any")
    site.pages |= {address: story(f"Story {n}") for n, address in enumerate(addresses)}

    later = crawl(tmp_path, gazette, *pause)

    assert later.report["new"] == len(addresses)


def test_a_server_that_was_busy_is_asked_slowly_and_then_as_before(tmp_path: Path, serve_site: Serve) -> None:
    addresses = [f"/2024/06/{n:02}/story-number-{n}.html" for n in range(1, 29)]
    site = serve_site({"/": front("Gazette", addresses)})
    site.pages |= {address: story(f"Story {n}") for n, address in enumerate(addresses)}
    site.pages[addresses[0]] = [Answer(status=429, headers={"Retry-After": "0"}), story("Story 0")]

    ended = crawl(tmp_path, profile(tmp_path, site.url), "--set", "NEWSSPIDER_LONGEST_PAUSE=0.3")

    assert (ended.status, ended.report["new"]) == (0, len(addresses))
    slow, fast = site.gaps()[-26:-18], site.gaps()[-8:]
    assert min(slow) >= 0.3 * NEARLY
    assert mean(fast) < mean(slow)


@pytest.mark.parametrize(
    "robots",
    [
        "User-agent: *\nCrawl-delay: 301\n",
        "User-agent: *\nRequest-rate: 1/20m\n",
        "User-agent: *\nCrawl-delay: 99999999999\n",
    ],
)
def test_a_site_that_wants_too_long_a_pause_is_left_with_a_line(
    tmp_path: Path, serve_site: Serve, robots: str
) -> None:
    site = serve_site(small(**{"/robots.txt": robots}))

    ended = crawl(tmp_path, profile(tmp_path, site.url))

    assert (ended.status, site.paths) == (3, [])
    assert any("between requests; no more than 300 s are waited" in note for note in ended.report["notes"])


@pytest.mark.parametrize("wish", ["nan", "-5", "soon", "0"])
def test_a_pause_that_is_not_one_is_no_wish(tmp_path: Path, serve_site: Serve, wish: str) -> None:
    site = serve_site(small(**{"/robots.txt": f"User-agent: *\nCrawl-delay: {wish}\n"}))

    assert crawl(tmp_path, profile(tmp_path, site.url)).report["articles"] == 2


def test_a_page_in_the_place_of_robots_has_no_rules(tmp_path: Path, serve_site: Serve) -> None:
    page = "<!doctype html><html><body><pre>\nUser-agent: *\nDisallow: /\n</pre></body></html>"
    site = serve_site(small(**{"/robots.txt": Answer(body=page)}))

    assert crawl(tmp_path, profile(tmp_path, site.url)).report["articles"] == 2


_PRIVATE = f"User-agent: *\nDisallow: {TWO}\n"


@pytest.mark.parametrize(
    "robots",
    [
        _PRIVATE + "# a comment\n" * 2_000_000,
        _PRIVATE + f"Disallow: /{'a' * 24_000_000}",
        # The limit is in the middle of a rule, which would forbid everything if it were cut there.
        _PRIVATE + "#" * (512_000 - len(_PRIVATE) - 12) + "\nDisallow: /x" + "a" * 1_000_000,
        "\0" * 500 + _PRIVATE,
        ("\ufeff" + _PRIVATE).encode("utf-32-le"),
    ],
    ids=["24 MB", "a line of 24 MB", "half a rule", "NULs", "UTF-32"],
)
def test_rules_are_read_from_robots_of_any_size_and_form(
    tmp_path: Path, serve_site: Serve, robots: str | bytes
) -> None:
    site = serve_site(small(**{"/robots.txt": Answer(body=robots, content_type="text/plain")}))

    ended = crawl(tmp_path, profile(tmp_path, site.url))

    assert (ended.status, ended.report["articles"], site.count(TWO)) == (0, 1, 0)
