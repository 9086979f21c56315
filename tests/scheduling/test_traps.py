"""Crawl traps end by themselves."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsspider.discovery.traps import ShapeBudget, is_trap
from newsspider.profiles import Limits

SITE = "http://example.org"


@pytest.mark.parametrize(
    ("url", "said"),
    [
        (SITE + "/news" * 3, "a folder that repeats"),
        (SITE + "/en/index.html/en/index.html/x", "folders that repeat"),
        (SITE + "/2017/06/2017/06/x", "folders that repeat"),
        (SITE + "/a/" + "/".join(str(n) for n in range(20)), "more than 16 folders"),
        (SITE + "/" + "x" * 700, "longer than 600 characters"),
        (SITE + "/x?" + "&".join(f"p{n}=1" for n in range(9)), "more than 8 parameters"),
        (SITE + "/x?page=1&page=2&page=3", "a parameter that repeats"),
        (SITE + "/x?amp;amp;page=1", "a parameter escaped over and over"),
        ("http://[bad/", "no address"),
    ],
)
def test_an_endless_row_is_known_by_its_addresses(url: str, said: str) -> None:
    assert is_trap(url, depth=1, limits=Limits()) == said


@pytest.mark.parametrize(
    "path",
    [
        "/english/report/2017-06/30/content_743252.htm",
        "/2017/06/06/06/x.html",
        "/ctenglish/2018/ii/202004/t20200415_800201234.html",
        "/news/local/news/fire",
        "/search?q=a&page=2",
        "/",
    ],
)
def test_an_honest_address_is_no_trap(path: str) -> None:
    assert is_trap(SITE + path, depth=3, limits=Limits()) is None


def test_a_crawl_goes_so_deep_and_no_deeper() -> None:
    limits = Limits(depth=4)

    assert is_trap(SITE, depth=4, limits=limits) is None
    assert is_trap(SITE, depth=5, limits=limits) == "more than 4 links from a start page"


@given(st.text(max_size=80), st.integers(0, 50))
def test_no_address_breaks_the_guard(written: str, depth: int) -> None:
    for url in (written, f"http://example.org/{written}"):
        assert is_trap(url, depth=depth, limits=Limits()) != ""


def test_a_calendar_without_end_is_left_after_so_many_months() -> None:
    budget, asked = ShapeBudget(12), 0

    for month in range(10_000):
        url = f"{SITE}/calendar?year={1990 + month // 12}&month={month % 12 + 1}"
        if not budget.allows(url):
            break
        asked += 1
        budget.spent(url)

    assert asked == 12


def test_a_new_article_gives_its_shape_the_budget_back() -> None:
    budget = ShapeBudget(2)
    budget.spent(f"{SITE}/list/1")
    budget.spent(f"{SITE}/list/2")
    assert not budget.allows(f"{SITE}/list/3")

    budget.earned(f"{SITE}/list/2")

    assert budget.allows(f"{SITE}/list/3")


def test_one_shape_costs_another_nothing() -> None:
    budget = ShapeBudget(1)

    budget.spent(f"{SITE}/calendar/1")

    assert budget.allows(f"{SITE}/story/1")


@pytest.mark.parametrize("session", ["/{}", "/s/{}", "/(S({}))", "/sid/{}"])
def test_the_same_stories_under_ever_new_session_ids_end_their_shape(session: str) -> None:
    budget, asked = ShapeBudget(12), 0

    for number in range(1_000):
        url = f"{SITE}{session.format(f'k3v{number:05}q8z7mwp1')}/2024/05/a-story-of-the-day.html"
        if not budget.allows(url):
            break
        asked += 1
        budget.spent(url)

    assert asked == 12


def test_a_row_that_brought_nothing_before_is_asked_a_tenth_of_it() -> None:
    budget = ShapeBudget(20)
    budget.recall((f"{SITE}/topics/{n}/", f"{SITE}/", False) for n in range(500))

    assert budget.allows(f"{SITE}/topics/501/")
    for n in range(501, 503):
        budget.spent(f"{SITE}/topics/{n}/")
    assert not budget.allows(f"{SITE}/topics/503/")
    assert budget.allows(f"{SITE}/stories/of-today/1.html")


def test_a_row_that_led_to_a_story_lately_has_its_whole_budget() -> None:
    budget = ShapeBudget(20)
    budget.recall((f"{SITE}/topics/{n}/", f"{SITE}/", False) for n in range(500))
    budget.recall([(f"{SITE}/stories/a-story.html", f"{SITE}/topics/499/", True)])

    for n in range(501, 520):
        budget.spent(f"{SITE}/topics/{n}/")
    assert budget.allows(f"{SITE}/topics/521/")
