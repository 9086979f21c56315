"""What a profile selects, held against what the page says without it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from support.crawling import crawl, rows
from support.stories import front, profile, story

from newsspider.items import Article
from newsspider.monitoring.health import alarms
from newsspider.monitoring.health_facts import Earlier, RunFacts
from newsspider.monitoring.selector_drift import EACH, FIRST, DriftedField, SelectorDrift, compared_fields

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from support.served import Site

BY = {"headline": "selected:h1", "body": "selected:article > p", "published": "selected:time"}
READ = Article(
    url="http://example.org/1",
    canonical_url="http://example.org/1",
    headline="The ferry left an hour late",
    body=("Nobody on the quay seemed to mind.", "The baker counted what the morning brought."),
    published_on=date(2024, 5, 1),
    provenance=BY,
)


@pytest.mark.parametrize(
    ("generic", "differing"),
    [
        ({}, []),
        ({"headline": "Harbour: The ferry left an hour late"}, []),
        ({"headline": "THE FERRY LEFT AN HOUR LATE | Gazette"}, []),
        ({"headline": "From the harbour"}, ["headline"]),
        ({"body": (*READ.body, "By night.")}, []),
        ({"body": ("Most read: the wall and what it costs to mend it.",)}, ["body"]),
        ({"body": READ.body[:1]}, ["body"]),
        ({"published_on": date(2024, 5, 2)}, ["published"]),
        ({"headline": None, "body": (), "published_on": None}, []),  # silent: nothing to hold it against
    ],
)
def test_fields_part_where_they_say_something_else(generic: dict[str, Any], differing: list[str]) -> None:
    found = dict(compared_fields(READ, replace(READ, **generic)))

    assert [name for name, differs in found.items() if differs] == differing


def test_only_what_was_selected_is_compared() -> None:
    inferred = replace(READ, provenance=BY | {"body": "inferred:density"})

    assert dict(compared_fields(inferred, replace(READ, body=("Else.",)))) == {
        "headline": False,
        "published": False,
    }


def test_chinese_bodies_are_compared_by_their_characters() -> None:
    one = replace(READ, body=("渡船晚了一小时离开旧港，码头上似乎没有人在意。",))
    other = replace(READ, body=("渡船晚了一小时离开旧港，码头上没有人在意。",))

    assert dict(compared_fields(one, other))["body"] is False


def test_the_first_articles_of_a_layout_are_compared_and_then_one_in_many() -> None:
    found = SelectorDrift()

    due = [n for n in range(1, 101) if found.is_due("a")]

    assert due == [*range(1, FIRST + 1), *(n for n in range(FIRST + 1, 101) if n % EACH == 0)]
    assert found.is_due("b")


def test_they_are_counted_by_selector_with_the_first_example() -> None:
    found = SelectorDrift()
    for n, headline in enumerate(("From the harbour", READ.headline, "From the hills")):
        found.compare("new", replace(READ, url=f"http://example.org/{n}"), replace(READ, headline=headline))

    assert found.found[0] == DriftedField(
        layout="new", field="headline", selector="h1", compared=3, differing=2, url="http://example.org/0"
    )


def alarm_messages(compared: int, differing: int, *before: str) -> list[str]:
    one = DriftedField(
        layout="new",
        field="body",
        selector="td p",
        compared=compared,
        differing=differing,
        url="http://example.org/0",
    )
    return [
        alarm.message for alarm in alarms(RunFacts(drifted_fields=(one,)), Earlier(profile_messages=before))
    ]


def test_a_selector_that_parts_on_most_articles_is_an_alarm() -> None:
    (message,) = alarm_messages(10, 5)

    assert message == (
        "'td p' of layout 'new' selects another body than the page states, on 5 of 10 articles (50%),"
        " such as http://example.org/0; correct the selector if it is wrong"
    )


@pytest.mark.parametrize(("compared", "differing"), [(10, 4), (4, 4), (100, 49)])
def test_few_articles_or_few_that_part_are_none(compared: int, differing: int) -> None:
    assert alarm_messages(compared, differing) == []


def test_what_was_told_of_this_profile_is_not_told_again() -> None:
    assert alarm_messages(20, 20, *alarm_messages(10, 9)) == []


CHATTER = (
    "Seen from the quay this week, by our own reader of tides: " + "water, weather, wind and boats. " * 12
)


def magazine() -> dict[str, str]:
    paths = [f"/2024/05/{n:02}/story-number-{n}.html" for n in range(1, 9)]
    pages = {"/": front("The Gazette", paths)}
    for n, path in enumerate(paths):
        sidebar = "".join(f"<p>{n}{m}. {CHATTER}</p>" for m in range(2))
        page = story(f"Evening {n} at the harbour")
        pages[path] = page.replace("</article>", f"</article><div class=xa>{sidebar}</div>")
    return pages


def test_a_selector_that_catches_the_sidebar_is_told_once_until_the_profile_changes(
    serve_site: Callable[..., Site], tmp_path: Path
) -> None:
    served = serve_site(magazine())
    stale = "layouts: [{name: new face, select: {headline: [h1], body: ['.xa p']}}]"
    site, archive = profile(tmp_path, served.url, stale), tmp_path / "archive"

    first = crawl(tmp_path, site)

    ((kind, message),) = rows(archive, "SELECT kind, message FROM alarms")
    assert (first.status, kind) == (1, "profile")
    assert "'.xa p' of layout 'new face' selects another body" in message
    assert "on 8 of 8 articles (100%)" in message
    assert f"{served.url}2024/05/" in message

    served.pages |= {path: f"{page}<!-- new -->" for path, page in magazine().items()}
    assert crawl(tmp_path, site, "--full").status == 0

    narrow = stale.replace(".xa p", "article > p")
    assert crawl(tmp_path, profile(tmp_path, served.url, narrow), "--full").status == 0
    assert rows(archive, "SELECT count(*) FROM alarms") == [(1,)]
