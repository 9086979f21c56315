"""Parameters that say who reads are left out of addresses; a profile may name more of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support.crawling import crawl, rows
from support.stories import front, profile, story

from newsspider import profiles
from newsspider.web import urls
from newsspider.web.tracking_parameters import is_tracking

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from support.served import Site

    Serve = Callable[..., Site]


@pytest.mark.parametrize(
    "part",
    [
        "utm_source=x", "UTM_Medium=mail", "fbclid=1", "gclid=1", "mc_cid=1", "mc_eid=2", "_hsenc=3", "_ga=1",
        "msclkid=1", "mtm_campaign=a", "pk_campaign=a", "at_medium=rss", "xtor=RSS-1", "PHPSESSID=abc",
        "jsessionid=1", "CFTOKEN=1", "session_id=0123456789abcdef0123456789abcdef",
    ],
)  # fmt: skip
def test_what_says_who_reads_is_known(part: str) -> None:
    assert is_tracking(part)
    assert urls.canonical(f"http://a.org/x?{part}&id=3") == "http://a.org/x?id=3"


@pytest.mark.parametrize(
    "part",
    [
        "id=3", "page=2", "from=sidebar", "source=print", "sid=0123456789abcdef0123456789abcdef",
        "session=12", "session=spring-2004", "utm=1", "ref=4", "gclids=1", "story=fbclid", "12345", "",
    ],
)  # fmt: skip
def test_what_may_say_what_to_show_stays(part: str) -> None:
    assert not is_tracking(part)


def test_a_profile_names_parameters_that_never_change_a_page() -> None:
    site = profiles.parse(
        "name: a\nstart: [http://a.org/]\nignore_parameters: [ref, from]\n", source="x.yaml"
    )

    assert site.rewrite("http://a.org/x?from=top&id=3&ref=home") == "http://a.org/x?id=3"
    assert site.rewrite("http://a.org/x?from=top") == "http://a.org/x"
    assert site.rewrite("http://a.org/x?reference=1") == "http://a.org/x?reference=1"


def test_what_a_profile_ignores_is_neither_asked_nor_kept(tmp_path: Path, serve_site: Serve) -> None:
    links = [f"/{n}.html?ref={ref}" for n in range(4) for ref in ("top", "side")]
    pages = {f"/{n}.html": story(f"Story {n} of the harbour") for n in range(4)}
    site = serve_site({"/": front("Gazette", links), **pages})
    gazette = profile(tmp_path, site.url, "ignore_parameters: [ref]\n")

    assert crawl(tmp_path, gazette).status == 0

    assert sorted(path for path in site.paths if path.endswith(".html")) == [f"/{n}.html" for n in range(4)]
    assert not [path for path in site.paths if "ref=" in path]
    query = "SELECT reason, count(*) FROM urls WHERE url LIKE '%ref=%' GROUP BY reason"
    assert rows(tmp_path / "archive", query) == [("rewritten", 4)]


def test_parameters_cost_no_test_requests(tmp_path: Path, serve_site: Serve) -> None:
    """Each address is asked as it was linked, and no other; one story under two addresses is one row."""
    links = [f"/{n}.html?from={place}" for n in range(4) for place in ("top", "side")]
    pages = {link: story(f"Story {link[1]} of the harbour") for link in links}
    site = serve_site({"/": front("Gazette", links), **pages})

    assert crawl(tmp_path, profile(tmp_path, site.url)).status == 0

    assert sorted(path for path in site.paths if ".html" in path) == sorted(links)
    assert rows(tmp_path / "archive", "SELECT count(*) FROM articles") == [(4,)]
