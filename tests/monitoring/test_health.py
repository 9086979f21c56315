"""Which run's end is worth an alarm."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from newsspider.items import Verdict
from newsspider.monitoring.field_coverage import NewArticles
from newsspider.monitoring.health import alarms
from newsspider.monitoring.health_facts import Earlier, RunFacts, Selected

GOOD = Earlier(
    verdicts={Verdict.ARTICLE: 190, Verdict.ERROR: 10},
    new_articles=(NewArticles(run_id=1, articles=100, fields={"date": 95, "byline": 40}),),
)


def kinds(now: RunFacts, before: Earlier = GOOD) -> list[str]:
    return [alarm.kind for alarm in alarms(now, before)]


def facts(verdicts: dict[Verdict, int] | None = None, **more: Any) -> RunFacts:
    counted = verdicts or {}
    usual = {"articles": counted.get(Verdict.ARTICLE, 0), "known": 200}
    return RunFacts(verdicts=counted, **(usual | more))


@pytest.mark.parametrize(
    "quiet",
    [
        facts({Verdict.ARTICLE: 40, Verdict.ERROR: 1}),
        facts({Verdict.ARTICLE: 40, Verdict.BLOCKED: 9}),
        facts({Verdict.NOT_MODIFIED: 300}),
        facts({}, still_fronts=12),  # nothing new, and nothing due
        facts({}, fronts=1, still_fronts=9),  # the home page has today's date on it, the lists stand
        facts({Verdict.ERROR: 1}),
        facts({Verdict.GONE: 50}),  # dead links
        facts({Verdict.ARTICLE: 40}, gone=9),
        facts({Verdict.ARTICLE: 40}, forbidden=3),
    ],
)
def test_a_few_bad_pages_and_a_quiet_day_are_no_alarm(quiet: RunFacts) -> None:
    assert kinds(quiet) == []


def test_many_bad_answers_are_an_alarm_of_their_kind() -> None:
    assert kinds(facts({Verdict.ARTICLE: 20, Verdict.BLOCKED: 10})) == ["blocked"]
    assert kinds(facts({Verdict.ARTICLE: 20, Verdict.ERROR: 6, Verdict.UNREADABLE: 6})) == ["failed"]
    assert kinds(facts({Verdict.ARTICLE: 20, Verdict.EMPTY: 5, Verdict.SOFT_404: 5})) == ["empty"]


def test_what_always_was_so_is_no_alarm() -> None:
    half = Earlier(verdicts={Verdict.ARTICLE: 100, Verdict.ERROR: 100})

    assert kinds(facts({Verdict.ARTICLE: 20, Verdict.ERROR: 20}), half) == []


def test_no_article_where_there_should_be_some_is_an_alarm() -> None:
    assert kinds(facts({}, fronts=3), GOOD) == ["empty"]
    assert kinds(facts({}, fronts=1, known=0), Earlier()) == ["empty"]
    assert kinds(facts({Verdict.FRONT: 2}, fronts=1, stories=2, known=0), Earlier()) == ["empty"]
    assert kinds(facts({Verdict.FRONT: 10}, fronts=1, stories=20)) == ["empty"]


def test_a_selector_that_finds_nothing_is_an_alarm_with_its_layouts_name() -> None:
    (alarm,) = alarms(
        facts({Verdict.ARTICLE: 9}, selected=(Selected(layout="since 2018", asked=9, found=2),)), GOOD
    )

    assert alarm.kind == "selector"
    assert alarm.message == (
        "the body's selector of 'since 2018' found nothing on 7 of 9 articles; correct it in the profile,"
        " then run newsspider reextract"
    )


@pytest.mark.parametrize(("asked", "found"), [(4, 0), (9, 5)])
def test_a_selector_may_miss_a_few(asked: int, found: int) -> None:
    assert (
        kinds(facts({Verdict.ARTICLE: 9}, selected=(Selected(layout="x", asked=asked, found=found),))) == []
    )


def test_a_field_that_fell_is_an_alarm_and_a_rare_one_never() -> None:
    fell = NewArticles(run_id=2, articles=20, fields={"date": 8, "byline": 2})
    now_and_before = replace(GOOD, new_articles=(fell, *GOOD.new_articles))

    (alarm,) = alarms(facts({Verdict.ARTICLE: 20}), now_and_before)

    assert alarm.message == (
        "the date was read on 40% of 20 new articles (before: 95%); compare a new article's page with an"
        " older one, and correct the profile if it selects the field"
    )
    assert (alarm.kind, alarm.subject) == ("fields", "date")


def test_few_wordings_tell_nothing_of_fields() -> None:
    few = NewArticles(run_id=2, articles=3, fields={"date": 0, "byline": 0})

    assert kinds(facts(), replace(GOOD, new_articles=(few, *GOOD.new_articles))) == []


def test_many_articles_gone_at_once_are_an_alarm() -> None:
    assert kinds(facts({Verdict.GONE: 60}, gone=60)) == ["gone"]


def test_what_robots_now_forbids_and_lost_starts_are_alarms() -> None:
    start = "http://example.org/"

    assert kinds(facts(forbidden_starts={start: "robots.txt answers 503"})) == ["robots"]
    assert kinds(facts(forbidden=10)) == ["robots"]
    assert kinds(facts(lost_starts={start: "gone"})) == ["start"]
    assert kinds(facts(silent_hosts={"example.org": "connection refused"})) == ["silent"]


def test_pages_that_declare_themselves_articles_and_were_not_stored_are_an_alarm() -> None:
    urls = tuple(f"https://gazette.example/features/story-{n}/" for n in range(6))
    stored = ("https://gazette.example/2024/05/a/", "https://gazette.example/2024/06/b/")

    assert kinds(facts({}, declared_not_stored=urls[:5])) == []
    (alarm,) = alarms(facts({}, declared_not_stored=urls, article_urls=stored), GOOD)

    assert alarm.kind == "unstored"
    assert alarm.message.startswith("6 pages declare themselves articles and were not stored")
    assert sum(url in alarm.message for url in urls) == 3
    assert r"articles: {match: ['^/features/', '^/\d{4}/']}" in alarm.message


def test_each_exception_of_a_pipeline_is_an_alarm() -> None:
    errors = {
        "an item pipeline raised KeyError: 'a'": ["https://gazette.example/1", "https://gazette.example/2"]
    }

    (alarm,) = alarms(facts({Verdict.ARTICLE: 40}, pipeline_errors=errors), GOOD)

    assert alarm.kind == "pipeline"
    assert alarm.message.startswith(
        "2 articles were not stored: an item pipeline raised KeyError: 'a'; the first is"
    )
