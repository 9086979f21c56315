"""Parameters that say nothing are learnt from what a site answers, and no page is lost by it."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from crawling import crawl, rows, start
from hypothesis import given
from hypothesis import strategies as st
from served import Answer, Asked, Site, redirect
from stories import front, profile, story
from units import LONG, answer, article, at, block, found, kiosk, unit

from newsspider import urls
from newsspider.decisions.parameters import (
    MOST_ASKED,
    Learnt,
    Pair,
    Reading,
    is_doubted,
    learnt,
    next_asked,
    place,
    same,
)
from newsspider.items import Unit, Verdict

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Serve = Callable[..., Site]

NOW = datetime(2024, 5, 1, tzinfo=UTC)
HOST = "https://gazette.example"


def pair(number: int, value: str = "sidebar", *, is_same: bool | None = True, name: str = "from") -> Pair:
    return Pair(name, value, f"{HOST}/{number}.html", is_same, f"hash {number}" if is_same else None)


def clean(known: Learnt, path: str) -> str | None:
    url = known.clean_url(HOST + path)
    return url and url.removeprefix(HOST)


def test_three_pages_teach_a_value_and_no_other() -> None:
    assert learnt([pair(1), pair(2)]) == Learnt()
    known = learnt([pair(1), pair(2), pair(3)])

    assert clean(known, "/9.html?from=sidebar") == "/9.html"
    assert clean(known, "/9.html?a=1&from=sidebar&z=2") == "/9.html?a=1&z=2"
    assert clean(known, "/9.html?from=top") is None
    assert known.meaning("from") == "nothing"


def test_three_values_teach_the_name() -> None:
    known = learnt([pair(1, "sidebar"), pair(2, "top"), pair(3, "foot")])

    assert clean(known, "/9.html?from=never-seen") == "/9.html"


def test_a_count_never_teaches_the_name() -> None:
    """Each story's first page is `?page=1`; that says nothing of `?page=2`."""
    known = learnt([pair(n, str(value), name="page") for n in range(1, 4) for value in (1, 7, 9)])

    assert clean(known, "/9.html?page=1") == "/9.html"
    assert clean(known, "/9.html?page=2") is None


def test_one_page_many_times_is_one_page() -> None:
    wall = [Pair("from", "sidebar", f"{HOST}/{n}.html", True, "the wall") for n in range(9)]

    assert learnt(wall) == Learnt()


def test_what_is_learnt_holds_where_files_are_called_alike() -> None:
    known = learnt([pair(1), pair(2), pair(3)])

    assert clean(known, "/news/9.html?from=sidebar") == "/news/9.html"
    assert clean(known, "/show.php?from=sidebar") is None
    assert place("https://gazette.example/show.php?a=1.html") == "gazette.example/*.php"


@given(st.lists(st.tuples(st.integers(1, 5), st.sampled_from(["a", "b", "1"]), st.booleans()), max_size=12))
def test_one_that_differs_is_enough_for_good(seen: list[tuple[int, str, bool]]) -> None:
    known = learnt([pair(number, value, is_same=is_same) for number, value, is_same in seen])

    if any(not is_same for _, _, is_same in seen):
        assert known.meaning("from") == "something"
        assert known.clean_url(f"{HOST}/1.html?from=a") is None


@given(st.lists(st.sampled_from(["a=1", "b=2", "b=3", "12345", "c=", "d=x=y"])))
def test_an_address_without_a_parameter_has_all_others_in_their_order(parts: list[str]) -> None:
    url = f"{HOST}/a" + ("?" + "&".join(parts) if parts else "")

    for each in urls.parameters(url):
        left = [part for part in parts if part.partition("=")[0] != each.name]
        assert each.clean_url == f"{HOST}/a" + ("?" + "&".join(left) if left else "")


ARTICLE = Reading(Verdict.ARTICLE, "one", NOW)
OTHER = ARTICLE._replace(reading_hash="two")
FRONT = Reading(Verdict.FRONT, "one", NOW)
GONE = Reading(Verdict.GONE, None, NOW)


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        (ARTICLE, ARTICLE._replace(read_at=NOW - timedelta(days=99)), True),
        (ARTICLE, OTHER, False),
        (ARTICLE, OTHER._replace(read_at=NOW - timedelta(days=2)), None),
        (ARTICLE, OTHER._replace(reading_hash=None), None),
        (ARTICLE, FRONT._replace(reading_hash="two"), False),
        (ARTICLE, GONE, False),
        (GONE, GONE, None),
        (FRONT, FRONT, None),
        (FRONT, FRONT._replace(reading_hash="two"), False),
        (ARTICLE, Reading(Verdict.STUB, None, NOW), None),
        (ARTICLE, Reading(Verdict.ERROR, None, NOW), None),
    ],
)
def test_two_answers_are_the_same_or_not_or_cannot_tell(
    one: Reading, other: Reading, is_same: bool | None
) -> None:
    assert same(one, other, is_one_story=False) is is_same
    assert same(other, one, is_one_story=False) is is_same


def test_two_wordings_of_one_story_show_nothing() -> None:
    assert same(ARTICLE, OTHER, is_one_story=True) is None
    assert same(ARTICLE, GONE, is_one_story=True) is False


def test_few_clean_forms_are_asked_and_those_of_new_values_first() -> None:
    seen = [pair(1, "a"), pair(2, "a", is_same=None), pair(3, "b", is_same=None)]

    assert next_asked(seen[:2], asked=0, asked_of_site=0) == ()
    assert next_asked(seen, asked=1, asked_of_site=1) == (seen[2], seen[1])
    assert next_asked([pair(n, is_same=None) for n in range(9)], asked=0, asked_of_site=0) == (
        pair(0, is_same=None),
    )
    assert next_asked(seen, asked=MOST_ASKED, asked_of_site=MOST_ASKED) == ()
    assert next_asked(seen, asked=0, asked_of_site=30) == ()
    assert next_asked([*seen, pair(4, is_same=False)], asked=0, asked_of_site=0) == ()


def test_what_was_learnt_is_doubted_ever_more_rarely() -> None:
    assert [times for times in range(200) if is_doubted(times)] == [4, 8, 16, 32, 64, 128]


def by_path(pages: dict[str, str]) -> Callable[[Asked], Answer | str]:
    """A server that does not look at parameters."""
    return lambda asked: pages.get(asked.path.partition("?")[0], Answer(status=404, body="Not found"))


def parameters(folder: Path) -> dict[str, tuple[object, ...]]:
    query = "SELECT name, meaning, same_count, differing_count, asked_count FROM parameters"
    return {name: tuple(values) for name, *values in rows(folder / "archive", query)}


def known_by(folder: Path) -> list[str]:
    found = rows(folder / "archive", "SELECT canonical_url FROM articles ORDER BY id")
    return sorted("/" + url.split("/", 3)[3] for (url,) in found)


def test_all_of_a_page_that_gives_nothing_without_its_parameter_are_asked(tmp_path: Path) -> None:
    """A script that fails without its `id`: three are tried, and as one gives a story, all are asked."""
    names = [f"show?id={letter}" for letter in "abcdef"]
    links = tuple(found("show", same_as_url=at(name)) for name in names)
    with kiosk(tmp_path) as stand:
        stand.keep(answer("", Verdict.FRONT, links=links))
        assert stand.take() == ["show"]
        stand.keep(answer("show", Verdict.ERROR, status=500))
        assert stand.take() == names[:3]
        stand.keep(answer(names[0], Verdict.ERROR, status=500))
        assert stand.take() == []

        stand.keep(unit(names[1]))

        assert stand.take() == names[3:]


def read(url: str, text: str) -> Unit:
    """A story with a box of links, read under this address."""
    body = tuple(f"{text}: {paragraph}" for paragraph in LONG)
    told = article(url, headline=text, body=body, link_blocks=(block(),))
    return unit(url, told, reading_hash=hashlib.sha256(text.encode()).hexdigest())


def test_what_was_retired_is_asked_again_once_its_parameter_means_something(tmp_path: Path) -> None:
    with kiosk(tmp_path) as stand:
        stand.keep(*(read(f"{n}.html?from=x", f"Story {n}") for n in range(4)))
        stand.keep(*(read(f"{n}.html", f"Story {n}") for n in range(4)))
        assert stand.rows("SELECT count(*) FROM articles") == [(4,)]
        stand.keep(*(read(f"{n}.html", f"Story {n}") for n in range(4)))
        assert stand.urls() == {
            f"{n}.html{query}": reason
            for n in range(4)
            for query, reason in (("?from=x", "parameter"), ("", "canonical"))
        }

        stand.begin_run()
        stand.keep(read("9.html?from=x", "Story 9"), read("9.html", "Quite another"))

        assert set(stand.take()) >= {f"{n}.html?from=x" for n in range(4)}
        assert stand.rows("SELECT count(*) FROM urls WHERE reason = 'parameter'") == [(0,)]
        assert stand.rows("SELECT count(*) FROM link_blocks") == [(10,)]
        assert stand.rows("PRAGMA foreign_key_check") == []


def test_what_was_under_way_when_it_was_retired_stays_so(tmp_path: Path) -> None:
    with kiosk(tmp_path) as stand:
        stand.keep(*(read(f"{n}.html?from=x", f"Story {n}") for n in range(4)))
        stand.keep(*(read(f"{n}.html", f"Story {n}") for n in range(4)))
        stand.keep(*(read(f"{n}.html", f"Story {n}") for n in range(4)))

        stand.keep(*(read(f"{n}.html?from=x", f"Story {n}") for n in range(4)))

        assert stand.urls() == {
            f"{n}.html{query}": reason
            for n in range(4)
            for query, reason in (("?from=x", "parameter"), ("", "canonical"))
        }
        assert stand.rows("SELECT count(*) FROM frontier WHERE url LIKE '%?%'") == [(0,)]


def test_what_was_left_out_is_asked_where_its_clean_form_gives_its_story_no_more(tmp_path: Path) -> None:
    """The site now wants the parameter: its story is not gone."""
    names = [f"9.html?from={value}" for value in "abcde"]
    links = tuple(found("9.html", same_as_url=at(name)) for name in names)
    with kiosk(tmp_path) as stand:
        stand.keep(answer("", Verdict.FRONT, links=links))
        assert stand.take() == ["9.html"]
        stand.keep(read("9.html", "Story 9"))
        assert stand.take() == []

        stand.keep(answer("9.html", Verdict.GONE, status=404))
        assert stand.take() == names[:3]
        stand.keep(answer(names[0], Verdict.GONE, status=404), read(names[1], "Story 9"))

        assert set(names[3:]) <= set(stand.take())
        assert stand.rows("SELECT count(*), max(gone_at) FROM articles") == [(1, None)]


def test_no_answer_costs_a_look_at_all_duplicates(tmp_path: Path) -> None:
    told = [replace(read(name, name), story_id="1318") for name in ("9.html?from=x", "9.html", "8.html")]
    asked: list[str] = []
    with kiosk(tmp_path) as stand:
        with stand.archive.reading() as conn:
            conn.set_trace_callback(asked.append)
        stand.keep(*told)

        of_duplicates = [sql for sql in asked if "duplicates" in sql]
        plans = [step for sql in of_duplicates for *_, step in stand.rows(f"EXPLAIN QUERY PLAN {sql}")]
    assert len(of_duplicates) > 3
    assert not [step for step in plans if str(step).startswith("SCAN duplicates")]


def test_pictures_and_pages_that_give_nothing_make_no_pairs(tmp_path: Path) -> None:
    picture = answer("photo?w=300", Verdict.IMAGE)
    with kiosk(tmp_path) as stand:
        stand.keep(
            replace(picture, asset="image"),
            answer("a?w=9", Verdict.BLOCKED),
            answer("b?w=8", Verdict.ARTICLE),
        )

        assert stand.rows("SELECT url FROM parameter_pairs") == [(at("b?w=8"),)]


STORIES = [f"/2024/story-of-number-{n}.html" for n in range(130)]
TOLD = {path: story(f"Told at {path}") for path in STORIES}


def test_a_parameter_that_says_nothing_is_learnt_and_left_out(tmp_path: Path, serve_site: Serve) -> None:
    """Many stories, each linked from the sidebar only: three are asked twice, and a few as tests."""
    site = serve_site({"/": front("Gazette", [f"{path}?from=sidebar" for path in STORIES])})
    site.missing = by_path(TOLD)

    report = crawl(tmp_path, profile(tmp_path, site.url)).report

    assert report["new"] == 130
    assert report["notes"] == ["learnt that from= says nothing in addresses; they are asked without it"]
    assert parameters(tmp_path)["from"][0] == "nothing"
    assert parameters(tmp_path)["from"][3] == 3
    twice = [path for path in STORIES if site.count(path) and site.count(f"{path}?from=sidebar")]
    assert all(site.count(path) + site.count(f"{path}?from=sidebar") in (1, 2) for path in STORIES)
    assert len(twice) <= 3 + 6, "three to learn; the 4th, 8th, 16th … of those left out"
    assert len([path for path in known_by(tmp_path) if "?" not in path]) >= 20
    (left_out,) = rows(
        tmp_path / "archive",
        "SELECT count(*) FROM urls WHERE reason = 'parameter' AND article_id = (SELECT article_id FROM urls"
        " AS clean WHERE clean.url = urls.target_url)",
    )
    assert left_out[0] >= 10


def test_later_runs_leave_out_what_was_learnt(tmp_path: Path, serve_site: Serve) -> None:
    site = serve_site({"/": front("Gazette", [f"{path}?from=sidebar" for path in STORIES[:30]])})
    site.missing = by_path(TOLD)
    gazette = profile(tmp_path, site.url)
    crawl(tmp_path, gazette)
    site.pages["/"] = front("Gazette", [f"{path}?from=sidebar" for path in STORIES[30:34]])
    site.requests.clear()

    assert crawl(tmp_path, gazette, "--full").report["new"] == 4

    assert all(site.count(path) == 1 for path in STORIES[30:34])
    assert sum(site.count(f"{path}?from=sidebar") for path in STORIES[30:34]) <= 1


@pytest.mark.parametrize(("script", "name"), [("/", "p"), ("/show.php", "id"), ("/read", "story")])
def test_a_site_whose_stories_are_parameters_stays_whole(
    tmp_path: Path, serve_site: Serve, name: str, script: str
) -> None:
    links = [f"{script}?{name}={n}" for n in range(100, 130)]
    site = serve_site({path: story(f"Story at {path}") for path in links})
    site.pages["/front"] = front("Gazette", links)
    site.pages |= {script: story("The latest story")} if script != "/" else {}

    report = crawl(tmp_path, profile(tmp_path, f"{site.url}front")).report

    assert report["new"] == 30
    assert sorted(site.paths) == sorted(["/front", *links]), "not one request more"


def test_a_site_with_both_keeps_the_one_and_leaves_the_other_out(tmp_path: Path, serve_site: Serve) -> None:
    told = {f"/show.php?id={n}": story(f"Story {n} of the site") for n in range(100, 140)}
    links = [f"/show.php?from={('sidebar', 'top', 'foot')[n % 3]}&id={n}" for n in range(100, 140)]
    site = serve_site({"/": front("Gazette", links)})

    def shown(asked: Asked) -> Answer | str:
        number = asked.path.partition("id=")[2]
        return told.get(f"/show.php?id={number}", Answer(status=404, body="Not found"))

    site.missing = shown

    assert crawl(tmp_path, profile(tmp_path, site.url)).report["new"] == 40

    known = parameters(tmp_path)
    assert known["from"][0] == "nothing"
    assert known["id"][0] in (None, "something")
    assert known["id"][3] in (0, 1)
    assert len(site.paths) <= 1 + 40 + 8 + 2


def test_pages_of_a_story_are_kept_though_the_first_is_the_same_without_a_number(
    tmp_path: Path, serve_site: Serve
) -> None:
    """`?page=1` is learnt; `?page=2`, found by no pager of ours, is asked."""
    pages = {path: TOLD[path] for path in STORIES[:20]}
    site = serve_site(dict(pages))
    site.pages |= {f"{path}?page=1": text for path, text in pages.items()}
    site.pages |= {f"{path}?page=2": story(f"Second part of {path}") for path in pages}
    links = [f"{path}?page=1" for path in pages] + [f"{path}?page=2" for path in pages]
    site.pages["/"] = front("Gazette", links)

    assert crawl(tmp_path, profile(tmp_path, site.url)).report["new"] == 40


def test_what_was_left_out_is_asked_after_all_where_its_parameter_means_something(
    tmp_path: Path, serve_site: Serve
) -> None:
    """On 30 stories `from` says nothing; of the rest, each of the clean forms is one story for all."""
    site = serve_site()
    for path in STORIES[:30]:
        site.pages[path] = site.pages[f"{path}?from=sidebar"] = TOLD[path]
    others = [f"/2024/read-{n % 2}.html?from=sidebar" for n in range(2)]
    for n, path in enumerate(others):
        site.pages[path] = story(f"Another story, number {n}")
        site.pages[path.partition("?")[0]] = redirect("/")
    gazette = profile(tmp_path, site.url)
    site.pages["/"] = front("Gazette", [f"{path}?from=sidebar" for path in STORIES[:30]])
    crawl(tmp_path, gazette)
    assert parameters(tmp_path)["from"][0] == "nothing"
    site.pages["/"] = front("Gazette", others)

    crawl(tmp_path, gazette, "--full")

    assert all(site.count(path) for path in others)
    assert parameters(tmp_path)["from"][0] == "something"
    query = "SELECT count(*) FROM urls WHERE reason = 'parameter'"
    assert rows(tmp_path / "archive", query) == [(0,)]
    assert len(known_by(tmp_path)) == 32


def test_stories_that_were_read_under_another_address_are_known_by_their_clean_one(
    tmp_path: Path, serve_site: Serve
) -> None:
    """What was asked before the lesson is asked no more after it, and keeps all that it gave."""
    told, junk = STORIES[:30], [f"{path}?from=sidebar" for path in STORIES[:30]]
    site = serve_site({"/": front("Gazette", junk)})
    site.missing = by_path(TOLD)
    gazette, archive = profile(tmp_path, site.url), tmp_path / "archive"
    crawl(tmp_path, gazette)
    site.pages["/"] = front("Gazette", [*told, *junk])
    crawl(tmp_path, gazette, "--full")
    site.requests.clear()

    assert crawl(tmp_path, gazette, "--full").report["new"] == 0

    assert sorted(site.paths) == sorted(["/", *told])
    assert known_by(tmp_path) == sorted(told)
    query = "SELECT reason, count(*) FROM urls WHERE article_id IS NOT NULL GROUP BY reason ORDER BY reason"
    assert rows(archive, query) == [("canonical", 30), ("parameter", 30)]
    assert rows(archive, "SELECT count(*), max(number) FROM revisions") == [(30, 1)]
    assert start("verify", "--archive", str(archive), folder=tmp_path).wait().status == 0
    again = start("reextract", "--archive", str(archive), folder=tmp_path).wait()
    assert (again.status, "nothing differs" in again.out) == (0, True)
