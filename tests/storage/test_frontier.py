"""The frontier: each address once a run, in order, whatever was killed in between."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import frontier
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.units import (
    AT,
    HOME,
    LONG,
    SITE,
    ArchiveFixture,
    answer,
    archive_fixture,
    article,
    at,
    capture,
    found,
    gone,
    redirected,
    unit,
)

from newsspider.demo.child_server import serving_in_child
from newsspider.demo.invented import Growth
from newsspider.items import FoundLink, Hint, MissingPage, PublicationDate, Verdict
from newsspider.scheduling import revisits
from newsspider.storage.crawl_frontier import Frontier
from newsspider.storage.serialisation import read_moment

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def fixture(tmp_path: Path) -> Iterator[ArchiveFixture]:
    with archive_fixture(tmp_path) as opened:
        yield opened


def test_start_pages_and_feeds_come_first_then_stories_and_lists_take_turns_by_depth_as_found(
    fixture: ArchiveFixture,
) -> None:
    fixture.frontier.seed(
        [
            found("deep", depth=3),
            found("b", depth=1),
            found("a", depth=1),
            found("section", kind="front", depth=2),
            found("feed", kind="feed", depth=1),
            found("map", kind="sitemap", depth=1),
            found("home", kind="front", depth=0),
        ],
        fixture.now,
    )

    assert fixture.take() == ["home", "b", "feed", "a", "deep", "map", "section"]


def test_an_address_is_handed_out_once_a_run(fixture: ArchiveFixture) -> None:
    fixture.frontier.seed([found("a"), found("b"), found("c")], fixture.now)

    assert fixture.take(2) == ["a", "b"]
    assert fixture.take(2) == ["c"]
    assert fixture.take(2) == []


def test_a_new_frontier_of_the_same_run_hands_out_nothing_again(fixture: ArchiveFixture) -> None:
    fixture.frontier.seed([found("a")], fixture.now)
    fixture.take()

    again = Frontier(fixture.archive, SITE)

    assert again.take(10, run_id=fixture.run_id, now=fixture.now) == ()


def test_what_a_killed_run_did_not_finish_is_due_in_the_next(fixture: ArchiveFixture) -> None:
    fixture.frontier.seed([found("a"), found("b"), found("c")], fixture.now)
    fixture.take(2)
    fixture.keep(unit("a"))

    fixture.begin_run()

    assert fixture.take() == ["b", "c"]


def test_an_article_is_due_when_its_unit_says_so(fixture: ArchiveFixture) -> None:
    fixture.frontier.seed([found("a")], fixture.now)
    fixture.take()
    fixture.keep(unit("a", next_due_at=fixture.now + timedelta(days=2)))

    fixture.begin_run()
    assert fixture.take() == []

    fixture.now += timedelta(days=2)
    fixture.begin_run()
    assert fixture.take() == ["a"]


def due_in(fixture: ArchiveFixture, url: str) -> timedelta:
    """How long after now an address is due."""
    ((due_at,),) = fixture.rows("SELECT due_at FROM frontier WHERE url = ?", at(url))
    return read_moment(str(due_at)) - fixture.now


def test_an_article_is_due_by_its_age_and_the_more_often_it_changed_the_sooner(
    fixture: ArchiveFixture,
) -> None:
    def seen(body: str) -> timedelta:
        fixture.keep(unit("a", article("a", body=(body,)), next_due_at=None))
        return due_in(fixture, "a")

    year_old = fixture.now.date() - timedelta(days=365)
    fixture.keep(unit("old", article("old", published_on=year_old), next_due_at=None))
    assert timedelta(days=36) < due_in(fixture, "old") < timedelta(days=37)
    assert seen("One.") == timedelta(days=180)
    assert seen("Two.") == revisits.SHORTEST
    fixture.now += timedelta(days=100)
    assert timedelta(days=4) < seen("Two.") < timedelta(days=6)
    assert seen("Three, changed again.") == revisits.SHORTEST
    fixture.now += timedelta(days=100)
    fixture.keep(answer("a", Verdict.NOT_MODIFIED, status=304))
    assert timedelta(days=3) < due_in(fixture, "a") < timedelta(days=4)


def test_a_thin_answer_is_asked_again_soon_and_for_a_whole_one(fixture: ArchiveFixture) -> None:
    whole = unit("a", article("a", body=LONG * 3), captures=(capture("a", etag='"whole"'),), next_due_at=None)
    thin = unit("a", article("a", body=LONG[:1]), captures=(capture("a", etag='"thin"'),), next_due_at=None)
    fixture.keep(whole, thin)

    assert due_in(fixture, "a") == revisits.SHORTEST
    assert fixture.rows("SELECT etag FROM frontier") == [('"whole"',)]


def test_a_dead_link_is_asked_ever_later(fixture: ArchiveFixture) -> None:
    waits = []
    for _ in range(3):
        fixture.keep(gone("a"))
        waits.append(due_in(fixture, "a"))

    assert waits == [revisits.SHORTEST, 2 * revisits.SHORTEST, 4 * revisits.SHORTEST]


def visit(fixture: ArchiveFixture, *, new: Sequence[FoundLink] = ()) -> list[str]:
    """The fronts asked in a new run, where those on which *new* was found name it."""
    fixture.begin_run()
    asked = []
    while taken := fixture.take(1):
        if not taken[0].startswith(("list", "issue", "news")):
            continue
        asked += taken
        links = tuple(link for link in new if link.found_on_url == at(taken[0]))
        fixture.keep(answer(taken[0], Verdict.FRONT, links=links))
    return asked


def test_a_list_is_read_on_until_its_pages_name_nothing_new(fixture: ArchiveFixture) -> None:
    pages = [f"list{n}" for n in range(1, 7)]
    chain = [
        found(page, kind="front", list_url=at(before), found_on_url=at(before))
        for before, page in pairwise(pages)
    ]
    fixture.frontier.seed([found("list1", kind="front")], fixture.now)
    stories = [found(f"a{n}", found_on_url=at(page)) for n, page in enumerate(pages)]

    assert visit(fixture, new=chain + stories) == pages

    assert visit(fixture) == ["list1"]
    new = [found("b", found_on_url=at("list1"))]
    assert visit(fixture, new=new) == ["list1", "list2"]
    new = [found("c", found_on_url=at("list1")), found("d", found_on_url=at("list2"))]
    assert visit(fixture, new=new) == ["list1", "list2", "list3"]
    fixture.now += revisits.SWEEP
    assert visit(fixture) == pages


def test_a_list_far_from_home_waits_ever_longer_the_less_it_brings(fixture: ArchiveFixture) -> None:
    fixture.frontier.seed(
        [found("issue", kind="front", depth=2), found("news", kind="front", depth=0)], fixture.now
    )
    named = [found("a", found_on_url=at("issue"))]

    assert visit(fixture, new=named) == ["news", "issue"]
    assert visit(fixture) == ["news"]
    waits = []
    for _ in range(6):
        waits.append(due_in(fixture, "issue"))
        fixture.now += waits[-1]
        assert visit(fixture) == ["news", "issue"]

    assert waits == sorted(waits)
    assert revisits.SHORTEST - timedelta(hours=2) < waits[0] <= revisits.SHORTEST
    assert waits[-1] > timedelta(days=3)


def test_a_list_that_the_start_page_links_is_asked_in_each_run_once_it_brought_something(
    fixture: ArchiveFixture,
) -> None:
    lists = [found("list", kind="front", depth=1), found("list of nothing", kind="front", depth=1)]
    fixture.frontier.seed(lists, fixture.now)

    assert len(visit(fixture, new=[found("a", found_on_url=at("list"))])) == 2
    assert visit(fixture) == ["list"]
    assert due_in(fixture, "list of nothing") <= timedelta(days=1)


def test_a_feed_far_from_home_is_looked_at_once_unless_it_told_something_first(
    fixture: ArchiveFixture,
) -> None:
    feeds = [found("feed", kind="feed", depth=1), found("tag", kind="feed", depth=2)]
    fixture.frontier.seed([*feeds, found("new tag", kind="feed", depth=2)], fixture.now)
    fixture.take()
    fixture.keep(
        answer("feed", Verdict.FEED, links=(found("a"),)),
        answer("tag", Verdict.FEED, links=(found("a"),)),
        answer("new tag", Verdict.FEED, links=(found("b"),)),
    )

    assert due_in(fixture, "feed") <= timedelta()
    assert due_in(fixture, "new tag") <= timedelta(days=1)
    assert due_in(fixture, "tag") > timedelta(days=100)


@pytest.mark.parametrize("verdict", [Verdict.GONE, Verdict.SOFT_404, Verdict.BLOCKED, Verdict.WRONG_TYPE])
def test_a_list_that_was_there_never_waits_longer_than_a_day(
    fixture: ArchiveFixture, verdict: Verdict
) -> None:
    fixture.frontier.seed([found("list", kind="front", depth=1)], fixture.now)
    fixture.take()
    fixture.keep(answer("list", Verdict.FRONT, links=(found("a"),)))

    for _ in range(5):
        fixture.now += timedelta(days=1)
        fixture.begin_run()
        fixture.take()
        fixture.keep(answer("list", verdict))
        assert timedelta() < due_in(fixture, "list") <= timedelta(days=1)


def test_a_list_that_only_leads_to_a_known_one_is_not_asked_in_the_next_run(fixture: ArchiveFixture) -> None:
    fixture.frontier.seed([found(name, kind="front", depth=1) for name in ("old", "new")], fixture.now)
    fixture.take()
    moved = capture("old", verdict=Verdict.REDIRECT, status=301, location_url=at("new"))
    links = (found("a"),)
    fixture.keep(
        answer("old", Verdict.FRONT, captures=(moved, capture("new", verdict=Verdict.FRONT)), links=links)
    )

    assert due_in(fixture, "new") <= timedelta()
    assert due_in(fixture, "old") > timedelta()


def test_what_a_site_map_no_longer_names_is_asked_at_once(fixture: ArchiveFixture) -> None:
    named = [found(name, found_on_url=at("map")) for name in "abc"]
    fixture.frontier.seed([found("map", kind="sitemap", depth=0)], fixture.now)
    fixture.take()
    fixture.keep(answer("map", Verdict.SITEMAP, links=tuple(named)), unit("a"), unit("b"), unit("c"))

    fixture.begin_run()
    assert fixture.take() == ["map"]
    fixture.keep(answer("map", Verdict.SITEMAP, links=(named[0], named[2])))
    assert fixture.take() == ["b"]
    fixture.keep(unit("b"))

    fixture.begin_run()
    assert fixture.take() == ["map"]
    fixture.keep(answer("map", Verdict.SITEMAP, links=(named[0], named[2])))
    assert fixture.take() == []


def test_a_change_told_is_asked_at_once_and_disbelieved_when_it_never_was(fixture: ArchiveFixture) -> None:
    def told() -> list[str]:
        fixture.begin_run()
        link = found("a", modified_at=fixture.now, found_on_url=at("map"))
        fixture.keep(answer("map", Verdict.FEED, links=(link,)))
        taken = [url for url in fixture.take() if url == "a"]
        fixture.keep(
            *[answer("a", Verdict.NOT_MODIFIED, status=304, next_due_at=AT + timedelta(days=99))] * len(taken)
        )
        return taken

    fixture.keep(unit("a", next_due_at=AT + timedelta(days=99)))

    assert [told() for _ in range(revisits.MOST_FALSE_REPORTS + 1)] == [
        ["a"]
    ] * revisits.MOST_FALSE_REPORTS + [[]]


def test_what_a_host_answers_for_no_page_is_kept_for_a_while(fixture: ArchiveFixture) -> None:
    page = MissingPage(host="gazette.example", status=200, text="not found sorry")
    fixture.keep(answer("x", Verdict.SOFT_404, address_url=None, missing=page))

    assert fixture.frontier.missing_pages(since=AT) == {"gazette.example": page}
    assert fixture.frontier.missing_pages(since=fixture.now) == {}


@pytest.mark.parametrize("verdict", [Verdict.FRONT, Verdict.NOT_MODIFIED, Verdict.SOFT_404, Verdict.ERROR])
def test_a_start_page_is_due_in_the_next_run_whatever_it_answered(
    fixture: ArchiveFixture, verdict: Verdict
) -> None:
    fixture.frontier.seed([found("news", kind="front", depth=0)], fixture.now)
    fixture.take()
    fixture.keep(answer("news", Verdict.FRONT), answer("news", verdict))
    assert fixture.take() == []

    fixture.begin_run()

    assert fixture.take() == ["news"]


def test_a_link_to_a_list_that_never_was_one_waits_for_another_day(fixture: ArchiveFixture) -> None:
    fixture.frontier.seed([found("news", kind="front")], fixture.now)
    fixture.take()
    fixture.keep(gone("news"))

    fixture.begin_run()
    assert fixture.take() == []
    assert due_in(fixture, "news") > timedelta()


def test_a_start_page_once_taken_for_an_article_stays_a_front(fixture: ArchiveFixture) -> None:
    fixture.frontier.seed([found("", kind="front", depth=0), found("list", kind="front")], fixture.now)
    fixture.take()
    fixture.keep(unit("", next_due_at=None), unit("list", next_due_at=None))

    fixture.begin_run()

    assert fixture.take() == [""]


def test_what_was_guessed_an_article_and_is_a_front_comes_with_the_fronts(fixture: ArchiveFixture) -> None:
    fixture.frontier.seed([found("a"), found("list")], fixture.now)
    fixture.take()
    told = answer("list", Verdict.FRONT, links=(found("b"),))
    fixture.keep(told, unit("a", next_due_at=fixture.now))
    fixture.take()
    fixture.keep(unit("b", next_due_at=AT + timedelta(days=99)))

    fixture.begin_run()

    assert fixture.take() == ["list", "a"]


def test_a_failure_is_counted_and_tried_again_in_the_next_run(fixture: ArchiveFixture) -> None:
    fixture.frontier.seed([found("a")], fixture.now)
    for tries in range(3):
        (address,) = fixture.frontier.take(9, run_id=fixture.run_id, now=fixture.now)
        assert address.tries == tries
        fixture.keep(answer("a", Verdict.ERROR, status=500))
        assert fixture.take() == []
        fixture.begin_run()

    fixture.take()
    assert fixture.frontier.counts().failed == 1
    fixture.keep(unit("a"))
    assert fixture.frontier.counts().failed == 0


def test_an_address_without_any_answer_counts_as_failed(fixture: ArchiveFixture) -> None:
    fixture.frontier.seed([found("a")], fixture.now)
    fixture.take()

    fixture.keep(answer("a", Verdict.ERROR, captures=()))

    assert fixture.rows("SELECT failed, pages FROM runs") == [(1, 0)]
    fixture.begin_run()
    assert fixture.take() == ["a"]


def test_finding_a_known_address_again_does_not_make_it_due(fixture: ArchiveFixture) -> None:
    fixture.frontier.seed([found("a")], fixture.now)
    fixture.take()
    fixture.keep(unit("a"))

    fixture.frontier.seed([found("a")], fixture.now)
    fixture.keep(answer("list", Verdict.FRONT, links=(found("a"), found("b"))))
    fixture.begin_run()

    assert fixture.take() == ["list", "b"]


def test_links_of_a_unit_are_due_in_the_same_run(fixture: ArchiveFixture) -> None:
    fixture.keep(answer("list", Verdict.FRONT, links=(found("a"), found("b"), found("a"))))

    assert fixture.take() == ["a", "b"]


def test_an_address_remembers_where_it_was_found_first_and_gains_what_links_say(
    fixture: ArchiveFixture,
) -> None:
    day = PublicationDate(on=date(2020, 5, 1), precision="time", at=AT, raw="1 May 2020, 8:00", source="feed")
    later = PublicationDate(on=date(2021, 1, 1), precision="day")
    fixture.frontier.seed([found("a", depth=5)], fixture.now)
    for hint in (
        Hint(text='Say "text": "twice"'),
        Hint(text="Another", date=day, issue="7"),
        Hint(date=later, section="News", authors=("Ann", "Bob")),
        Hint(text="Said already", section="Old"),
    ):
        fixture.frontier.seed([found("a", hint=hint, found_on_url=at("list"), depth=2)], fixture.now)

    (address,) = fixture.frontier.take(9, run_id=fixture.run_id, now=fixture.now)

    assert address.found_on_url == HOME
    assert address.depth == 2
    assert address.hint == Hint(
        text='Say "text": "twice"', date=day, issue="7", section="News", authors=("Ann", "Bob")
    )


def test_validators_are_of_the_last_good_answer(fixture: ArchiveFixture) -> None:
    good = capture("a", etag='"1"', last_modified="Mon, 23 Nov 2026 08:00:00 GMT")
    fixture.frontier.seed([found("a")], fixture.now)
    fixture.take()
    fixture.keep(unit("a", captures=(good,)))
    fixture.keep(answer("a", Verdict.NOT_MODIFIED, status=304, captures=(capture("a", status=304),)))
    fixture.keep(answer("a", Verdict.SOFT_404, captures=(capture("a", etag='"2"'),)))

    fixture.frontier.mark_all_due(fixture.now)
    (address,) = fixture.frontier.take(9, run_id=fixture.begin_run(), now=fixture.now)

    assert (address.etag, address.last_modified) == ('"1"', "Mon, 23 Nov 2026 08:00:00 GMT")
    assert address.is_known


def test_a_good_answer_without_validators_forgets_the_old_ones(fixture: ArchiveFixture) -> None:
    fixture.keep(unit("a", captures=(capture("a", etag='"1"'),)))

    fixture.keep(unit("a", captures=(capture("a"),)))

    assert fixture.rows("SELECT etag FROM frontier") == [(None,)]


def test_all_can_be_made_due(fixture: ArchiveFixture) -> None:
    fixture.frontier.seed([found("a"), found("b")], fixture.now)
    fixture.take()
    fixture.keep(unit("a"), gone("b"))
    fixture.begin_run()
    assert fixture.take() == []

    fixture.begin_run()
    fixture.frontier.mark_all_due(fixture.now)

    assert fixture.take() == ["a", "b"]
    assert fixture.take() == []


def test_a_postponed_address_waits_again(fixture: ArchiveFixture) -> None:
    fixture.frontier.seed([found("a"), found("b")], fixture.now)
    fixture.take()

    fixture.frontier.postpone(at("a"))

    assert fixture.take() == ["a"]


def test_an_address_reached_by_a_redirect_is_done_too(fixture: ArchiveFixture) -> None:
    fixture.frontier.seed([found("old"), found("new")], fixture.now)
    assert fixture.take(1) == ["old"]

    fixture.keep(redirected("old", "new"))

    assert fixture.take() == []


def test_an_address_answered_without_being_found_is_known_from_then_on(fixture: ArchiveFixture) -> None:
    fixture.keep(unit("by-hand"))

    assert fixture.rows("SELECT url, kind, verdict FROM frontier") == [(at("by-hand"), "article", "article")]


def test_an_answer_that_finishes_no_address_leaves_the_frontier_alone(fixture: ArchiveFixture) -> None:
    fixture.keep(answer("robots.txt", Verdict.PAGE, address_url=None))

    assert fixture.frontier.counts().known == 0


def test_counts_say_how_the_frontier_stands(fixture: ArchiveFixture) -> None:
    fixture.frontier.seed([found(str(n)) for n in range(5)], fixture.now)
    fixture.take(3)
    fixture.keep(unit("0"), answer("1", Verdict.BLOCKED, status=403))

    counts = fixture.frontier.counts()

    assert (counts.known, counts.waiting, counts.done, counts.failed) == (5, 2, 2, 1)


def test_sites_do_not_share_a_frontier(fixture: ArchiveFixture) -> None:
    fixture.frontier.seed([found("a")], fixture.now)
    other = Frontier(fixture.archive, "other")

    other.seed([found("b")], fixture.now)

    assert fixture.take() == ["a"]


# Further pages of an article


def part(url: str, first: str = "a") -> object:
    return found(url, part_of_url=at(first), found_on_url=at(first), depth=2)


def test_further_pages_are_handed_out_and_their_first_page_knows_which_are_done(
    fixture: ArchiveFixture,
) -> None:
    fixture.keep(unit("a", links=(part("a2"), part("a3"))))
    assert fixture.take() == ["a2", "a3"]
    assert fixture.frontier.parts_of(at("a")) == ((at("a2"), False), (at("a3"), False))

    fixture.keep(answer("a2", Verdict.PAGE))

    assert fixture.frontier.parts_of(at("a")) == ((at("a2"), True), (at("a3"), False))


def test_a_page_found_on_page_two_is_part_of_page_one(fixture: ArchiveFixture) -> None:
    fixture.keep(unit("a", links=(part("a2"),)))

    fixture.keep(answer("a2", Verdict.PAGE, links=(part("a3", "a2"), part("a", "a2"))))

    assert [url for url, _ in fixture.frontier.parts_of(at("a"))] == [at("a2"), at("a3")]
    assert fixture.frontier.parts_of(at("a2")) == ()


def test_further_pages_are_due_again_when_the_first_comes_anew(fixture: ArchiveFixture) -> None:
    fixture.keep(unit("a", links=(part("a2"),)))
    fixture.take()
    fixture.keep(answer("a2", Verdict.PAGE, next_due_at=None))
    fixture.begin_run()
    assert fixture.take() == []

    fixture.keep(unit("a", links=(part("a2"),)))

    assert fixture.frontier.parts_of(at("a")) == ((at("a2"), False),)
    assert fixture.take() == ["a2"]


def test_an_unmodified_first_page_leaves_its_further_pages_alone(fixture: ArchiveFixture) -> None:
    fixture.keep(unit("a", links=(part("a2"),)))
    fixture.take()
    fixture.keep(answer("a2", Verdict.PAGE))
    fixture.begin_run()

    fixture.keep(answer("a", Verdict.NOT_MODIFIED, status=304))

    assert fixture.take() == []
    assert fixture.frontier.parts_of(at("a")) == ((at("a2"), True),)


def test_a_further_page_asked_before_its_first_is_not_asked_twice(fixture: ArchiveFixture) -> None:
    fixture.keep(unit("a", links=(part("a2"),)))
    fixture.take()
    fixture.keep(answer("a2", Verdict.PAGE))
    fixture.begin_run()
    fixture.frontier.mark_all_due(fixture.now)
    assert sorted(fixture.take()) == ["a", "a2"]
    fixture.keep(answer("a2", Verdict.PAGE))

    fixture.keep(unit("a", links=(part("a2"),)))

    assert fixture.take() == []
    assert fixture.frontier.parts_of(at("a")) == ((at("a2"), True),)


def test_a_page_in_flight_is_not_done(fixture: ArchiveFixture) -> None:
    fixture.keep(unit("a", links=(part("a2"),)))
    fixture.take()
    fixture.keep(answer("a2", Verdict.PAGE, next_due_at=fixture.now))
    fixture.begin_run()

    assert fixture.take() == ["a2"]

    assert fixture.frontier.parts_of(at("a")) == ((at("a2"), False),)


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("find"), st.integers(0, 8), st.sampled_from(["front", "article"])),
        st.tuples(st.just("take"), st.integers(1, 4), st.none()),
        st.tuples(st.just("keep"), st.integers(0, 8), st.sampled_from(list(Verdict))),
        st.tuples(st.just("next run"), st.none(), st.none()),
    ),
    max_size=30,
)


@settings(max_examples=60, deadline=None)
@given(steps=STEPS)
def test_no_address_is_handed_out_twice_in_a_run_and_none_is_lost(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, object, object]]
) -> None:
    with archive_fixture(tmp_path_factory.mktemp("archive")) as opened:
        taken: list[str] = []
        known, done = set(), set()
        for step, which, what in steps:
            if step == "find":
                opened.frontier.seed([found(str(which), kind=what)], opened.now)
                known.add(str(which))
            elif step == "take":
                taken += opened.take(int(str(which)))
            elif step == "keep" and str(which) in taken:
                opened.keep(
                    answer(str(which), Verdict(str(what)), next_due_at=opened.now + timedelta(days=99))
                )
                done.add(str(which))
            elif step == "next run":
                opened.begin_run()
                taken = []

        taken += opened.take()
        assert len(taken) == len(set(taken))
        assert known - done <= set(taken)


def test_a_spider_asks_the_same_pages_by_the_frontier_as_by_scrapys_own_queue() -> None:
    """`benchmarks/frontier.py`, smaller: what it compares can be compared."""
    with serving_in_child(Growth(count=30)) as magazine:
        pages = {
            queue: frontier.measured_in(magazine, queue, longest_s=120).pages for queue in frontier.QUEUES
        }

    assert pages["in archive"] == pages["in memory"] >= 30
