"""`newsspider crawl http://…` crawls, with a profile that it learns and writes into the collection."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.crawling import crawl, rows
from support.stories import front, story

from newsspider import profiles
from newsspider.errors import NewsspiderError
from newsspider.profiles import drafts

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from support.served import Site

    Serve = Callable[..., Site]

PATH = "/2024/05/01/story-number-one.html"


def test_an_address_is_crawled_and_its_profile_said_and_used_again(tmp_path: Path, serve_site: Serve) -> None:
    site = serve_site({"/": front("Gazette", [PATH]), PATH: story("One")})
    file = tmp_path / "archive/sites" / f"{site.host.replace(':', '-')}.yaml"

    first = crawl(tmp_path, site.url)
    written = file.read_text()
    second = crawl(tmp_path, site.url.rstrip("/"))

    assert (first.status, first.report["new"]) == (0, 1), first.err
    assert f"newsspider: wrote the profile {file}; read it" in first.err
    assert profiles.load(str(file)).start == (site.url,)
    assert (second.status, second.report["new"]) == (0, 0)
    assert f"newsspider: using the profile {file}" in second.err
    assert file.read_text() == written
    assert rows(tmp_path / "archive", "SELECT profile FROM sites") == [(file.stem,)]


def test_where_nothing_is_learnt_the_profile_has_two_lines(tmp_path: Path, serve_site: Serve) -> None:
    site = serve_site({"/": "<p>Soon.</p>"})
    file = tmp_path / "archive/sites" / f"{site.host.replace(':', '-')}.yaml"

    ended = crawl(tmp_path, site.url)

    assert "of two lines, as nothing was learnt" in ended.err
    assert file.read_text().splitlines() == [f"name: {file.stem}", f'start: ["{site.url}"]']


def test_a_dry_run_asks_nothing_and_writes_no_profile(tmp_path: Path, serve_site: Serve) -> None:
    site = serve_site({"/": front("Gazette", [PATH])})

    ended = crawl(tmp_path, site.url, "--dry-run")

    assert (ended.status, site.requests, list(tmp_path.rglob("*.yaml"))) == (0, [], []), ended.err


def test_a_profile_that_grew_is_kept_and_used(tmp_path: Path, serve_site: Serve) -> None:
    site = serve_site({"/": front("Gazette", [PATH, "/b/"]), PATH: story("One")})
    file = tmp_path / "archive/sites" / f"{site.host.replace(':', '-')}.yaml"
    file.parent.mkdir(parents=True)
    file.write_text(f"name: gazette\nstart: ['{site.url}']\narticles: {{never: ['^/b/']}}\n")

    assert crawl(tmp_path, site.url).report["site"] == "gazette"
    assert "/b/" not in site.paths


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("name: other\nstart: [http://other.example/]\n", "is there already and does not start at http://"),
        ("what: 5\n", "is in the way of a new profile, and cannot be used itself"),
    ],
)
def test_another_file_is_left_alone(tmp_path: Path, text: str, told: str) -> None:
    file = tmp_path / "archive/sites/127.0.0.1-9.yaml"
    file.parent.mkdir(parents=True)
    file.write_text(text)

    ended = crawl(tmp_path, "http://127.0.0.1:9/")

    assert (ended.status, told in ended.err, file.read_text()) == (2, True, text)
    assert len(ended.err.splitlines()) == 1
    assert not (tmp_path / "archive/news.db").exists()


@pytest.mark.parametrize("address", ["http://", "https://", "http://[::1", "http://a b/"])
def test_what_is_no_address_is_one_line(tmp_path: Path, address: str) -> None:
    ended = crawl(tmp_path, address)

    assert (ended.status, len(ended.err.splitlines())) == (2, 1)
    assert "is not a web address; expected one such as" in ended.err
    assert list(tmp_path.rglob("*.yaml")) == []


def test_a_bare_host_is_answered_with_its_address(tmp_path: Path) -> None:
    assert "type its address: https://example.org/" in crawl(tmp_path, "example.org").err


@given(
    st.one_of(
        st.text(st.characters(codec="utf-8"), max_size=90),
        st.sampled_from(
            [
                "../../etc",
                "chinatoday",
                "[::1]:8000",
                "xn--mnchen-3ya.de",
                "a" * 200,
                "1:80",
                "..:9",
                "no",
                "null",
                "on",
                "1e5",
                "12.5",
                "0x1",
            ]
        ),
    )
)
def test_every_address_gives_a_profile_or_an_error_of_ours(
    tmp_path_factory: pytest.TempPathFactory, host: str
) -> None:
    folder = tmp_path_factory.mktemp("draft")
    try:
        file, is_new = drafts.draft(f"http://{host}/a?b=c", folder)
    except NewsspiderError:
        assert list(folder.iterdir()) == []
        return

    assert is_new
    assert list(folder.iterdir()) == [file]
    profile = profiles.load(str(file))
    assert profile.name not in profiles.shipped()
    assert drafts.draft(f"https://{host}/a?b=c", folder) == (file, False) or ":" in host
