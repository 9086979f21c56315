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
    Kiosk,
    answer,
    article,
    at,
    capture,
    found,
    gone,
    kiosk,
    redirected,
    unit,
)

from newsspider.demo.child_server import serving_apart
from newsspider.demo.invented import Growth
from newsspider.items import FoundLink, Hint, MissingPage, PublicationDate, Verdict
from newsspider.scheduling import revisits
from newsspider.storage.crawl_frontier import Frontier
from newsspider.storage.serialisation import read_moment

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def open_kiosk(tmp_path: Path) -> Iterator[Kiosk]:
    with kiosk(tmp_path) as opened:
        yield opened


def test_start_pages_and_feeds_come_first_then_stories_and_lists_take_turns_by_depth_as_found(
    open_kiosk: Kiosk,
) -> None:
    open_kiosk.frontier.seed(
        [
            found("deep", depth=3),
            found("b", depth=1),
            found("a", depth=1),
            found("section", kind="front", depth=2),
            found("feed", kind="feed", depth=1),
            found("map", kind="sitemap", depth=1),
            found("home", kind="front", depth=0),
        ],
        open_kiosk.now,
    )

    assert open_kiosk.take() == ["home", "b", "feed", "a", "deep", "map", "section"]


def test_an_address_is_handed_out_once_a_run(open_kiosk: Kiosk) -> None:
    open_kiosk.frontier.seed([found("a"), found("b"), found("c")], open_kiosk.now)

    assert open_kiosk.take(2) == ["a", "b"]
    assert open_kiosk.take(2) == ["c"]
    assert open_kiosk.take(2) == []


def test_a_new_frontier_of_the_same_run_hands_out_nothing_again(open_kiosk: Kiosk) -> None:
    open_kiosk.frontier.seed([found("a")], open_kiosk.now)
    open_kiosk.take()

    again = Frontier(open_kiosk.archive, SITE)

    assert again.take(10, run_id=open_kiosk.run_id, now=open_kiosk.now) == ()


def test_what_a_killed_run_did_not_finish_is_due_in_the_next(open_kiosk: Kiosk) -> None:
    open_kiosk.frontier.seed([found("a"), found("b"), found("c")], open_kiosk.now)
    open_kiosk.take(2)
    open_kiosk.keep(unit("a"))

    open_kiosk.begin_run()

    assert open_kiosk.take() == ["b", "c"]


def test_an_article_is_due_when_its_unit_says_so(open_kiosk: Kiosk) -> None:
    open_kiosk.frontier.seed([found("a")], open_kiosk.now)
    open_kiosk.take()
    open_kiosk.keep(unit("a", next_due_at=open_kiosk.now + timedelta(days=2)))

    open_kiosk.begin_run()
    assert open_kiosk.take() == []

    open_kiosk.now += timedelta(days=2)
    open_kiosk.begin_run()
    assert open_kiosk.take() == ["a"]


def due_in(stall: Kiosk, url: str) -> timedelta:
    """How long after now an address is due."""
    ((due_at,),) = stall.rows("SELECT due_at FROM frontier WHERE url = ?", at(url))
    return read_moment(str(due_at)) - stall.now


def test_an_article_is_due_by_its_age_and_the_more_often_it_changed_the_sooner(open_kiosk: Kiosk) -> None:
    def seen(body: str) -> timedelta:
        open_kiosk.keep(unit("a", article("a", body=(body,)), next_due_at=None))
        return due_in(open_kiosk, "a")

    year_old = open_kiosk.now.date() - timedelta(days=365)
    open_kiosk.keep(unit("old", article("old", published_on=year_old), next_due_at=None))
    assert timedelta(days=36) < due_in(open_kiosk, "old") < timedelta(days=37)
    assert seen("One.") == timedelta(days=180)
    assert seen("Two.") == revisits.SHORTEST
    open_kiosk.now += timedelta(days=100)
    assert timedelta(days=4) < seen("Two.") < timedelta(days=6)
    assert seen("Three, changed again.") == revisits.SHORTEST
    open_kiosk.now += timedelta(days=100)
    open_kiosk.keep(answer("a", Verdict.NOT_MODIFIED, status=304))
    assert timedelta(days=3) < due_in(open_kiosk, "a") < timedelta(days=4)


def test_a_thin_answer_is_asked_again_soon_and_for_a_whole_one(open_kiosk: Kiosk) -> None:
    whole = unit("a", article("a", body=LONG * 3), captures=(capture("a", etag='"whole"'),), next_due_at=None)
    thin = unit("a", article("a", body=LONG[:1]), captures=(capture("a", etag='"thin"'),), next_due_at=None)
    open_kiosk.keep(whole, thin)

    assert due_in(open_kiosk, "a") == revisits.SHORTEST
    assert open_kiosk.rows("SELECT etag FROM frontier") == [('"whole"',)]


def test_a_dead_link_is_asked_ever_later(open_kiosk: Kiosk) -> None:
    waits = []
    for _ in range(3):
        open_kiosk.keep(gone("a"))
        waits.append(due_in(open_kiosk, "a"))

    assert waits == [revisits.SHORTEST, 2 * revisits.SHORTEST, 4 * revisits.SHORTEST]


def visit(stall: Kiosk, *, new: Sequence[FoundLink] = ()) -> list[str]:
    """The fronts asked in a new run, where those on which *new* was found name it."""
    stall.begin_run()
    asked = []
    while taken := stall.take(1):
        if not taken[0].startswith(("list", "issue", "news")):
            continue
        asked += taken
        links = tuple(link for link in new if link.found_on_url == at(taken[0]))
        stall.keep(answer(taken[0], Verdict.FRONT, links=links))
    return asked


def test_a_list_is_read_on_until_its_pages_name_nothing_new(open_kiosk: Kiosk) -> None:
    pages = [f"list{n}" for n in range(1, 7)]
    chain = [
        found(page, kind="front", list_url=at(before), found_on_url=at(before))
        for before, page in pairwise(pages)
    ]
    open_kiosk.frontier.seed([found("list1", kind="front")], open_kiosk.now)
    stories = [found(f"a{n}", found_on_url=at(page)) for n, page in enumerate(pages)]

    assert visit(open_kiosk, new=chain + stories) == pages

    assert visit(open_kiosk) == ["list1"]
    new = [found("b", found_on_url=at("list1"))]
    assert visit(open_kiosk, new=new) == ["list1", "list2"]
    new = [found("c", found_on_url=at("list1")), found("d", found_on_url=at("list2"))]
    assert visit(open_kiosk, new=new) == ["list1", "list2", "list3"]
    open_kiosk.now += revisits.SWEEP
    assert visit(open_kiosk) == pages


def test_a_list_far_from_home_waits_ever_longer_the_less_it_brings(open_kiosk: Kiosk) -> None:
    open_kiosk.frontier.seed(
        [found("issue", kind="front", depth=2), found("news", kind="front", depth=0)], open_kiosk.now
    )
    named = [found("a", found_on_url=at("issue"))]

    assert visit(open_kiosk, new=named) == ["news", "issue"]
    assert visit(open_kiosk) == ["news"]
    waits = []
    for _ in range(6):
        waits.append(due_in(open_kiosk, "issue"))
        open_kiosk.now += waits[-1]
        assert visit(open_kiosk) == ["news", "issue"]

    assert waits == sorted(waits)
    assert revisits.SHORTEST - timedelta(hours=2) < waits[0] <= revisits.SHORTEST
    assert waits[-1] > timedelta(days=3)


def test_a_list_that_the_start_page_links_is_asked_in_each_run_once_it_brought_something(
    open_kiosk: Kiosk,
) -> None:
    lists = [found("list", kind="front", depth=1), found("list of nothing", kind="front", depth=1)]
    open_kiosk.frontier.seed(lists, open_kiosk.now)

    assert len(visit(open_kiosk, new=[found("a", found_on_url=at("list"))])) == 2
    assert visit(open_kiosk) == ["list"]
    assert due_in(open_kiosk, "list of nothing") <= timedelta(days=1)


def test_a_feed_far_from_home_is_looked_at_once_unless_it_told_something_first(open_kiosk: Kiosk) -> None:
    feeds = [found("feed", kind="feed", depth=1), found("tag", kind="feed", depth=2)]
    open_kiosk.frontier.seed([*feeds, found("new tag", kind="feed", depth=2)], open_kiosk.now)
    open_kiosk.take()
    open_kiosk.keep(
        answer("feed", Verdict.FEED, links=(found("a"),)),
        answer("tag", Verdict.FEED, links=(found("a"),)),
        answer("new tag", Verdict.FEED, links=(found("b"),)),
    )

    assert due_in(open_kiosk, "feed") <= timedelta()
    assert due_in(open_kiosk, "new tag") <= timedelta(days=1)
    assert due_in(open_kiosk, "tag") > timedelta(days=100)


@pytest.mark.parametrize("verdict", [Verdict.GONE, Verdict.SOFT_404, Verdict.BLOCKED, Verdict.WRONG_TYPE])
def test_a_list_that_was_there_never_waits_longer_than_a_day(open_kiosk: Kiosk, verdict: Verdict) -> None:
    open_kiosk.frontier.seed([found("list", kind="front", depth=1)], open_kiosk.now)
    open_kiosk.take()
    open_kiosk.keep(answer("list", Verdict.FRONT, links=(found("a"),)))

    for _ in range(5):
        open_kiosk.now += timedelta(days=1)
        open_kiosk.begin_run()
        open_kiosk.take()
        open_kiosk.keep(answer("list", verdict))
        assert timedelta() < due_in(open_kiosk, "list") <= timedelta(days=1)


def test_a_list_that_only_leads_to_a_known_one_is_not_asked_in_the_next_run(open_kiosk: Kiosk) -> None:
    open_kiosk.frontier.seed([found(name, kind="front", depth=1) for name in ("old", "new")], open_kiosk.now)
    open_kiosk.take()
    moved = capture("old", verdict=Verdict.REDIRECT, status=301, location_url=at("new"))
    links = (found("a"),)
    open_kiosk.keep(
        answer("old", Verdict.FRONT, captures=(moved, capture("new", verdict=Verdict.FRONT)), links=links)
    )

    assert due_in(open_kiosk, "new") <= timedelta()
    assert due_in(open_kiosk, "old") > timedelta()


def test_what_a_site_map_no_longer_names_is_asked_at_once(open_kiosk: Kiosk) -> None:
    named = [found(name, found_on_url=at("map")) for name in "abc"]
    open_kiosk.frontier.seed([found("map", kind="sitemap", depth=0)], open_kiosk.now)
    open_kiosk.take()
    open_kiosk.keep(answer("map", Verdict.SITEMAP, links=tuple(named)), unit("a"), unit("b"), unit("c"))

    open_kiosk.begin_run()
    assert open_kiosk.take() == ["map"]
    open_kiosk.keep(answer("map", Verdict.SITEMAP, links=(named[0], named[2])))
    assert open_kiosk.take() == ["b"]
    open_kiosk.keep(unit("b"))

    open_kiosk.begin_run()
    assert open_kiosk.take() == ["map"]
    open_kiosk.keep(answer("map", Verdict.SITEMAP, links=(named[0], named[2])))
    assert open_kiosk.take() == []


def test_a_change_told_is_asked_at_once_and_disbelieved_when_it_never_was(open_kiosk: Kiosk) -> None:
    def told() -> list[str]:
        open_kiosk.begin_run()
        link = found("a", modified_at=open_kiosk.now, found_on_url=at("map"))
        open_kiosk.keep(answer("map", Verdict.FEED, links=(link,)))
        taken = [url for url in open_kiosk.take() if url == "a"]
        open_kiosk.keep(
            *[answer("a", Verdict.NOT_MODIFIED, status=304, next_due_at=AT + timedelta(days=99))] * len(taken)
        )
        return taken

    open_kiosk.keep(unit("a", next_due_at=AT + timedelta(days=99)))

    assert [told() for _ in range(revisits.MOST_FALSE_TELLS + 1)] == [["a"]] * revisits.MOST_FALSE_TELLS + [
        []
    ]


def test_what_a_host_answers_for_no_page_is_kept_for_a_while(open_kiosk: Kiosk) -> None:
    page = MissingPage(host="gazette.example", status=200, text="not found sorry")
    open_kiosk.keep(answer("x", Verdict.SOFT_404, address_url=None, missing=page))

    assert open_kiosk.frontier.missing_pages(since=AT) == {"gazette.example": page}
    assert open_kiosk.frontier.missing_pages(since=open_kiosk.now) == {}


@pytest.mark.parametrize("verdict", [Verdict.FRONT, Verdict.NOT_MODIFIED, Verdict.SOFT_404, Verdict.ERROR])
def test_a_start_page_is_due_in_the_next_run_whatever_it_answered(
    open_kiosk: Kiosk, verdict: Verdict
) -> None:
    open_kiosk.frontier.seed([found("news", kind="front", depth=0)], open_kiosk.now)
    open_kiosk.take()
    open_kiosk.keep(answer("news", Verdict.FRONT), answer("news", verdict))
    assert open_kiosk.take() == []

    open_kiosk.begin_run()

    assert open_kiosk.take() == ["news"]


def test_a_link_to_a_list_that_never_was_one_waits_for_another_day(open_kiosk: Kiosk) -> None:
    open_kiosk.frontier.seed([found("news", kind="front")], open_kiosk.now)
    open_kiosk.take()
    open_kiosk.keep(gone("news"))

    open_kiosk.begin_run()
    assert open_kiosk.take() == []
    assert due_in(open_kiosk, "news") > timedelta()


def test_a_start_page_once_taken_for_an_article_stays_a_front(open_kiosk: Kiosk) -> None:
    open_kiosk.frontier.seed([found("", kind="front", depth=0), found("list", kind="front")], open_kiosk.now)
    open_kiosk.take()
    open_kiosk.keep(unit("", next_due_at=None), unit("list", next_due_at=None))

    open_kiosk.begin_run()

    assert open_kiosk.take() == [""]


def test_what_was_guessed_an_article_and_is_a_front_comes_with_the_fronts(open_kiosk: Kiosk) -> None:
    open_kiosk.frontier.seed([found("a"), found("list")], open_kiosk.now)
    open_kiosk.take()
    told = answer("list", Verdict.FRONT, links=(found("b"),))
    open_kiosk.keep(told, unit("a", next_due_at=open_kiosk.now))
    open_kiosk.take()
    open_kiosk.keep(unit("b", next_due_at=AT + timedelta(days=99)))

    open_kiosk.begin_run()

    assert open_kiosk.take() == ["list", "a"]


def test_a_failure_is_counted_and_tried_again_in_the_next_run(open_kiosk: Kiosk) -> None:
    open_kiosk.frontier.seed([found("a")], open_kiosk.now)
    for tries in range(3):
        (address,) = open_kiosk.frontier.take(9, run_id=open_kiosk.run_id, now=open_kiosk.now)
        assert address.tries == tries
        open_kiosk.keep(answer("a", Verdict.ERROR, status=500))
        assert open_kiosk.take() == []
        open_kiosk.begin_run()

    open_kiosk.take()
    assert open_kiosk.frontier.counts().failed == 1
    open_kiosk.keep(unit("a"))
    assert open_kiosk.frontier.counts().failed == 0


def test_an_address_without_any_answer_counts_as_failed(open_kiosk: Kiosk) -> None:
    open_kiosk.frontier.seed([found("a")], open_kiosk.now)
    open_kiosk.take()

    open_kiosk.keep(answer("a", Verdict.ERROR, captures=()))

    assert open_kiosk.rows("SELECT failed, pages FROM runs") == [(1, 0)]
    open_kiosk.begin_run()
    assert open_kiosk.take() == ["a"]


def test_finding_a_known_address_again_does_not_make_it_due(open_kiosk: Kiosk) -> None:
    open_kiosk.frontier.seed([found("a")], open_kiosk.now)
    open_kiosk.take()
    open_kiosk.keep(unit("a"))

    open_kiosk.frontier.seed([found("a")], open_kiosk.now)
    open_kiosk.keep(answer("list", Verdict.FRONT, links=(found("a"), found("b"))))
    open_kiosk.begin_run()

    assert open_kiosk.take() == ["list", "b"]


def test_links_of_a_unit_are_due_in_the_same_run(open_kiosk: Kiosk) -> None:
    open_kiosk.keep(answer("list", Verdict.FRONT, links=(found("a"), found("b"), found("a"))))

    assert open_kiosk.take() == ["a", "b"]


def test_an_address_remembers_where_it_was_found_first_and_gains_what_links_say(open_kiosk: Kiosk) -> None:
    day = PublicationDate(on=date(2020, 5, 1), precision="time", at=AT, raw="1 May 2020, 8:00", source="feed")
    later = PublicationDate(on=date(2021, 1, 1), precision="day")
    open_kiosk.frontier.seed([found("a", depth=5)], open_kiosk.now)
    for hint in (
        Hint(text='Say "text": "twice"'),
        Hint(text="Another", date=day, issue="7"),
        Hint(date=later, section="News", authors=("Ann", "Bob")),
        Hint(text="Said already", section="Old"),
    ):
        open_kiosk.frontier.seed([found("a", hint=hint, found_on_url=at("list"), depth=2)], open_kiosk.now)

    (address,) = open_kiosk.frontier.take(9, run_id=open_kiosk.run_id, now=open_kiosk.now)

    assert address.found_on_url == HOME
    assert address.depth == 2
    assert address.hint == Hint(
        text='Say "text": "twice"', date=day, issue="7", section="News", authors=("Ann", "Bob")
    )


def test_validators_are_of_the_last_good_answer(open_kiosk: Kiosk) -> None:
    good = capture("a", etag='"1"', last_modified="Mon, 23 Nov 2026 08:00:00 GMT")
    open_kiosk.frontier.seed([found("a")], open_kiosk.now)
    open_kiosk.take()
    open_kiosk.keep(unit("a", captures=(good,)))
    open_kiosk.keep(answer("a", Verdict.NOT_MODIFIED, status=304, captures=(capture("a", status=304),)))
    open_kiosk.keep(answer("a", Verdict.SOFT_404, captures=(capture("a", etag='"2"'),)))

    open_kiosk.frontier.mark_all_due(open_kiosk.now)
    (address,) = open_kiosk.frontier.take(9, run_id=open_kiosk.begin_run(), now=open_kiosk.now)

    assert (address.etag, address.last_modified) == ('"1"', "Mon, 23 Nov 2026 08:00:00 GMT")
    assert address.is_known


def test_a_good_answer_without_validators_forgets_the_old_ones(open_kiosk: Kiosk) -> None:
    open_kiosk.keep(unit("a", captures=(capture("a", etag='"1"'),)))

    open_kiosk.keep(unit("a", captures=(capture("a"),)))

    assert open_kiosk.rows("SELECT etag FROM frontier") == [(None,)]


def test_all_can_be_made_due(open_kiosk: Kiosk) -> None:
    open_kiosk.frontier.seed([found("a"), found("b")], open_kiosk.now)
    open_kiosk.take()
    open_kiosk.keep(unit("a"), gone("b"))
    open_kiosk.begin_run()
    assert open_kiosk.take() == []

    open_kiosk.begin_run()
    open_kiosk.frontier.mark_all_due(open_kiosk.now)

    assert open_kiosk.take() == ["a", "b"]
    assert open_kiosk.take() == []


def test_a_postponed_address_waits_again(open_kiosk: Kiosk) -> None:
    open_kiosk.frontier.seed([found("a"), found("b")], open_kiosk.now)
    open_kiosk.take()

    open_kiosk.frontier.postpone(at("a"))

    assert open_kiosk.take() == ["a"]


def test_an_address_reached_by_a_redirect_is_done_too(open_kiosk: Kiosk) -> None:
    open_kiosk.frontier.seed([found("old"), found("new")], open_kiosk.now)
    assert open_kiosk.take(1) == ["old"]

    open_kiosk.keep(redirected("old", "new"))

    assert open_kiosk.take() == []


def test_an_address_answered_without_being_found_is_known_from_then_on(open_kiosk: Kiosk) -> None:
    open_kiosk.keep(unit("by-hand"))

    assert open_kiosk.rows("SELECT url, kind, verdict FROM frontier") == [
        (at("by-hand"), "article", "article")
    ]


def test_an_answer_that_finishes_no_address_leaves_the_frontier_alone(open_kiosk: Kiosk) -> None:
    open_kiosk.keep(answer("robots.txt", Verdict.PAGE, address_url=None))

    assert open_kiosk.frontier.counts().known == 0


def test_counts_say_how_the_frontier_stands(open_kiosk: Kiosk) -> None:
    open_kiosk.frontier.seed([found(str(n)) for n in range(5)], open_kiosk.now)
    open_kiosk.take(3)
    open_kiosk.keep(unit("0"), answer("1", Verdict.BLOCKED, status=403))

    counts = open_kiosk.frontier.counts()

    assert (counts.known, counts.waiting, counts.done, counts.failed) == (5, 2, 2, 1)


def test_sites_do_not_share_a_frontier(open_kiosk: Kiosk) -> None:
    open_kiosk.frontier.seed([found("a")], open_kiosk.now)
    other = Frontier(open_kiosk.archive, "other")

    other.seed([found("b")], open_kiosk.now)

    assert open_kiosk.take() == ["a"]


# Further pages of an article


def part(url: str, first: str = "a") -> object:
    return found(url, part_of_url=at(first), found_on_url=at(first), depth=2)


def test_further_pages_are_handed_out_and_their_first_page_knows_which_are_done(open_kiosk: Kiosk) -> None:
    open_kiosk.keep(unit("a", links=(part("a2"), part("a3"))))
    assert open_kiosk.take() == ["a2", "a3"]
    assert open_kiosk.frontier.parts_of(at("a")) == ((at("a2"), False), (at("a3"), False))

    open_kiosk.keep(answer("a2", Verdict.PAGE))

    assert open_kiosk.frontier.parts_of(at("a")) == ((at("a2"), True), (at("a3"), False))


def test_a_page_found_on_page_two_is_part_of_page_one(open_kiosk: Kiosk) -> None:
    open_kiosk.keep(unit("a", links=(part("a2"),)))

    open_kiosk.keep(answer("a2", Verdict.PAGE, links=(part("a3", "a2"), part("a", "a2"))))

    assert [url for url, _ in open_kiosk.frontier.parts_of(at("a"))] == [at("a2"), at("a3")]
    assert open_kiosk.frontier.parts_of(at("a2")) == ()


def test_further_pages_are_due_again_when_the_first_comes_anew(open_kiosk: Kiosk) -> None:
    open_kiosk.keep(unit("a", links=(part("a2"),)))
    open_kiosk.take()
    open_kiosk.keep(answer("a2", Verdict.PAGE, next_due_at=None))
    open_kiosk.begin_run()
    assert open_kiosk.take() == []

    open_kiosk.keep(unit("a", links=(part("a2"),)))

    assert open_kiosk.frontier.parts_of(at("a")) == ((at("a2"), False),)
    assert open_kiosk.take() == ["a2"]


def test_an_unmodified_first_page_leaves_its_further_pages_alone(open_kiosk: Kiosk) -> None:
    open_kiosk.keep(unit("a", links=(part("a2"),)))
    open_kiosk.take()
    open_kiosk.keep(answer("a2", Verdict.PAGE))
    open_kiosk.begin_run()

    open_kiosk.keep(answer("a", Verdict.NOT_MODIFIED, status=304))

    assert open_kiosk.take() == []
    assert open_kiosk.frontier.parts_of(at("a")) == ((at("a2"), True),)


def test_a_further_page_asked_before_its_first_is_not_asked_twice(open_kiosk: Kiosk) -> None:
    open_kiosk.keep(unit("a", links=(part("a2"),)))
    open_kiosk.take()
    open_kiosk.keep(answer("a2", Verdict.PAGE))
    open_kiosk.begin_run()
    open_kiosk.frontier.mark_all_due(open_kiosk.now)
    assert sorted(open_kiosk.take()) == ["a", "a2"]
    open_kiosk.keep(answer("a2", Verdict.PAGE))

    open_kiosk.keep(unit("a", links=(part("a2"),)))

    assert open_kiosk.take() == []
    assert open_kiosk.frontier.parts_of(at("a")) == ((at("a2"), True),)


def test_a_page_in_flight_is_not_done(open_kiosk: Kiosk) -> None:
    open_kiosk.keep(unit("a", links=(part("a2"),)))
    open_kiosk.take()
    open_kiosk.keep(answer("a2", Verdict.PAGE, next_due_at=open_kiosk.now))
    open_kiosk.begin_run()

    assert open_kiosk.take() == ["a2"]

    assert open_kiosk.frontier.parts_of(at("a")) == ((at("a2"), False),)


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
    with kiosk(tmp_path_factory.mktemp("archive")) as opened:
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
    with serving_apart(Growth(count=30)) as magazine:
        pages = {
            queue: frontier.measured_in(magazine, queue, longest_s=120).pages for queue in frontier.QUEUES
        }

    assert pages["in archive"] == pages["in memory"] >= 30
