"""A magazine that changes under the archive: each change is told at once and as long as it lasts.

Nothing that is kept gets worse, nobody is gone, and after the cure one plain crawl is quiet again.
"""

from __future__ import annotations

import os
import re
import signal
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from support.changing_magazine import age, answers, body_change, half, on
from support.crawling import rows, start

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from support.changing_magazine import Asked, Change, ChangingMagazine, Crawled
    from support.served import Answer

articles = on("article")


def without(pattern: str, by: str = "") -> Change:
    return body_change(lambda text: re.sub(pattern, by, text, flags=re.DOTALL))


def renamed(_: Asked, answer: Answer) -> Answer:
    """Other class names and other elements around the same words."""
    text = answer.body if isinstance(answer.body, str) else answer.body.decode()
    text = text.replace("<article>", '<div class="c-9f"><div class="c-3a">').replace(
        "</article>", "</div></div>"
    )
    text = text.replace("class=standfirst", 'class="x-lead"').replace('class="byline"', 'class="q7"')
    return replace(answer, body=text.replace("<main>", '<div id="k2">').replace("</main>", "</div>"))


def cut_short(keeping: int, ending: str = "") -> Change:
    """Only so many paragraphs of the text."""

    def short(text: str) -> str:
        head, *paragraphs = re.split(r"(?=<p>)", text)
        tail = paragraphs[-1].partition("</p>")[2] if paragraphs else ""
        body, _, rest = "".join(paragraphs).rpartition("</article>")
        del tail
        kept = re.findall(r"<p>.*?</p>", body, flags=re.DOTALL)[:keeping]
        return head + "".join(kept) + ending + "</article>" + rest

    return body_change(short)


STUB = '<p class="wall">Subscribe to continue reading. Already a subscriber? Log in.</p>'
no_bylines = articles(without(r'<p class="byline">.*?</p>'))
no_dates = on("article", "front", "section", "feed")(without(r"<time.*?</time>|<pubDate>.*?</pubDate>"))
stubs = articles(cut_short(1, STUB))
thin = articles(cut_short(1))
no_last_paragraph = articles(cut_short(5))
headlines_with_site = articles(without(r"<h1>(.*?)</h1>", r"<h1>\1 | The Gazette</h1>"))
one_more_line = articles(
    without("</article>", "<p>The Gazette lives by those who read it, so join them.</p></article>")
)


def undisturbed(before: Crawled, after: Crawled) -> None:
    """What was kept is as it was, and nobody is gone."""
    assert {url: after.kept[url] for url in before.kept} == before.kept
    assert after.gone == []


TEMPLATES = {
    "bylines": (no_bylines, "fields"),
    "half": (articles(half(without(r'<p class="byline">.*?</p>'))), "fields"),
    "stubs": (stubs, "text"),
    "cut": (no_last_paragraph, "template"),
}
MORE_TEMPLATES = {
    "dates": (no_dates, "template"),  # the addresses still tell them; the text loses its dateline
    "thin": (thin, "text"),
    "headlines": (headlines_with_site, "template"),
    "line": (one_more_line, "template"),
}


@pytest.mark.parametrize(("change", "kind"), MORE_TEMPLATES.values(), ids=MORE_TEMPLATES)
def test_what_a_template_took_or_added_is_told_at_once(
    tmp_path: Path, magazine: ChangingMagazine, change: Change, kind: str
) -> None:
    first = magazine.crawl(tmp_path)
    magazine.changes = (change,)

    changed = magazine.crawl(tmp_path, "--full")

    assert (changed.status, changed.run["changed"]) == (1, 0)
    assert kind in changed.kinds, changed.alarms
    undisturbed(first, changed)


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        *(pytest.param(*case, id=name) for name, case in TEMPLATES.items()),
        *(pytest.param(*case, id=name, marks=pytest.mark.long) for name, case in MORE_TEMPLATES.items()),
    ],
)
def test_what_a_template_took_or_added_is_told_until_it_is_mended(
    tmp_path: Path, magazine: ChangingMagazine, change: Change, kind: str
) -> None:
    first = magazine.crawl(tmp_path)
    magazine.changes = (change,)

    changed = magazine.crawl(tmp_path, "--full")
    lasting = [magazine.crawl(tmp_path), magazine.crawl(tmp_path, "--full"), magazine.crawl(tmp_path)]
    magazine.changes = ()
    cured = magazine.crawl(tmp_path)
    quiet = magazine.crawl(tmp_path, "--full")

    for crawled in (changed, *lasting):
        assert crawled.status == 1
        assert kind in crawled.kinds, crawled.alarms
        assert crawled.run["changed"] == 0
        undisturbed(first, crawled)
    assert all("(since run 2)" in message for each in lasting for _, message in each.alarms)
    assert "since run" not in changed.alarms[0][1]
    for crawled in (cured, quiet):
        assert (crawled.status, crawled.alarms) == (0, ()), crawled.alarms
        undisturbed(first, crawled)
    assert rows(tmp_path / "archive", "SELECT count(*) FROM alarms WHERE mended_at IS NULL") == [(0,)]
    assert rows(tmp_path / "archive", "SELECT count(*) FROM revisions WHERE number > 1") == [(0,)]


def test_a_renamed_template_does_no_harm(tmp_path: Path, magazine: ChangingMagazine) -> None:
    first = magazine.crawl(tmp_path)
    magazine.changes = (renamed,)

    crawled = magazine.crawl(tmp_path, "--full")

    undisturbed(first, crawled)
    assert (crawled.status, crawled.run["changed"]) == (0, 0), crawled.alarms


@pytest.mark.parametrize(
    "change",
    [
        on("feed")(answers(404)),
        on("feed")(answers(200, "<html><title>Moved</title><p>Our feed is elsewhere now.")),
        on("feed")(answers(200, "<rss><channel><item><title>broken")),
        on("feed")(answers(500)),
        on("sitemap")(answers(404)),
        on("sitemap")(answers(200, "")),
    ],
    ids=["feed gone", "feed is a page", "feed torn", "feed fails", "site map gone", "site map empty"],
)
def test_a_broken_feed_or_lost_site_map_is_told_by_the_third_run(
    tmp_path: Path, magazine: ChangingMagazine, change: Change
) -> None:
    first = magazine.crawl(tmp_path)
    magazine.changes = (change,)

    lasting = [magazine.crawl(tmp_path) for _ in range(4)]
    magazine.changes = ()
    cured = magazine.crawl(tmp_path)

    assert [each.kinds for each in lasting[2:]] == [{"list"}] * 2, [each.alarms for each in lasting]
    assert (cured.status, cured.alarms) == (0, ())
    undisturbed(first, cured)


def test_a_front_that_stands_still_is_told_after_the_usual_silence(
    tmp_path: Path, magazine: ChangingMagazine
) -> None:
    archive = tmp_path / "archive"
    magazine.crawl(tmp_path)
    for _ in range(5):
        age(archive, days=1)
        magazine.publish(2)
        assert magazine.crawl(tmp_path).status == 0
    age(archive, days=2)
    weekend = magazine.crawl(tmp_path)
    age(archive, days=4)

    frozen = [magazine.crawl(tmp_path), magazine.crawl(tmp_path)]
    magazine.publish(1)
    cured = magazine.crawl(tmp_path)

    assert weekend.status == 0
    assert [each.kinds for each in frozen] == [{"quiet"}] * 2
    assert "no new article for 6 days" in frozen[0].alarms[0][1]
    assert (cured.status, cured.alarms) == (0, ())


def test_six_new_pieces_without_bylines_are_an_alarm(tmp_path: Path, magazine: ChangingMagazine) -> None:
    first = magazine.crawl(tmp_path)
    magazine.publish(6)
    new = {story.path for story in magazine.stories[-6:]}
    magazine.changes = (lambda asked, answer: no_bylines(asked, answer) if asked.path in new else answer,)

    lacking, again = magazine.crawl(tmp_path), magazine.crawl(tmp_path)
    magazine.changes = ()
    cured = magazine.crawl(tmp_path)

    assert [each.kinds for each in (lacking, again)] == [{"fields"}] * 2
    assert "the byline was read on 0% of 6 new articles (before: 100%)" in lacking.alarms[0][1]
    assert (cured.status, cured.alarms, cured.run["changed"]) == (0, (), 0)
    undisturbed(first, cured)
    assert all(article["authors"] for article in cured.articles.values())


def test_older_pages_with_other_fields_raise_no_alarm_when_the_first_crawl_goes_on(
    tmp_path: Path, magazine: ChangingMagazine
) -> None:
    every_story = magazine.stories
    old = {story.path for story in every_story[:12]}
    magazine.changes = (lambda asked, answer: no_bylines(asked, answer) if asked.path in old else answer,)
    magazine.stories = every_story[12:]
    newest = magazine.crawl(tmp_path, "--limit", "24")
    magazine.stories = every_story

    rest = magazine.crawl(tmp_path)

    assert (newest.run["reason"], newest.run["new"], newest.alarms) == ("limit", 24, ())
    assert (rest.run["reason"], rest.run["new"], rest.alarms) == ("finished", 12, ())
    assert sum(not article["authors"] for article in rest.articles.values()) == 12


def test_new_pieces_without_bylines_are_an_alarm_while_the_first_crawl_goes_on(
    tmp_path: Path, magazine: ChangingMagazine
) -> None:
    magazine.crawl(tmp_path, "--limit", "30")
    magazine.publish(6)
    new = {story.path for story in magazine.stories[-6:]}
    magazine.changes = (lambda asked, answer: no_bylines(asked, answer) if asked.path in new else answer,)

    lacking = magazine.crawl(tmp_path)

    assert lacking.kinds == {"fields"}


def test_one_reworded_article_is_a_revision_at_once(tmp_path: Path, magazine: ChangingMagazine) -> None:
    magazine.crawl(tmp_path)
    *others, last = magazine.stories
    magazine.stories = (*others, replace(last, revised=1))

    crawled = magazine.crawl(tmp_path, "--full")

    assert (crawled.status, crawled.run["changed"]) == (0, 1)


def test_reading_again_makes_no_revision_of_what_was_held_back(
    tmp_path: Path, magazine: ChangingMagazine
) -> None:
    first = magazine.crawl(tmp_path)
    magazine.changes = (one_more_line,)
    magazine.crawl(tmp_path, "--full")

    read_again = start("reextract", "--archive", str(tmp_path / "archive"), folder=tmp_path).wait()
    magazine.changes = ()
    cured = magazine.crawl(tmp_path)

    assert read_again.status == 0, read_again.err
    undisturbed(first, cured)
    assert cured.status == 0


def test_what_a_killed_run_could_not_take_back_the_next_run_does(
    tmp_path: Path, magazine: ChangingMagazine
) -> None:
    first = magazine.crawl(tmp_path)
    profile, archive = tmp_path / "gazette.yaml", tmp_path / "archive"
    magazine.changes = (one_more_line,)
    asked = len(magazine.site.requests)
    slow = ("--set", "DOWNLOAD_DELAY=0.1", "--full", "--base", magazine.site.url)
    running = start("crawl", str(profile), "--archive", str(archive), *slow, folder=tmp_path)
    magazine.site.wait_for(asked + 32)
    os.kill(running.pid, signal.SIGKILL)
    running.wait()
    (reworded,) = rows(archive, "SELECT count(*) FROM revisions WHERE number > 1")[0]

    magazine.changes = ()
    crawled = magazine.crawl(tmp_path)

    assert reworded >= 5
    undisturbed(first, crawled)
    assert rows(archive, "SELECT count(*) FROM revisions WHERE number > 1") == [(0,)]


def restless(number: int) -> Callable[[Asked, Answer], Answer]:
    """What changes on every visit of an ordinary site: boxes, counters, clocks."""

    def changed(asked: Asked, answer: Answer) -> Answer:
        if asked.kind != "article" or not isinstance(answer.body, str):
            return answer
        views = f"<p>{1000 + 37 * number} views</p><p>Updated {number % 50 + 2} minutes ago</p>"
        box = "".join(f'<li><a href="/x/{number}-{n}.html">Box {number} entry {n}</a></li>' for n in range(4))
        text = answer.body.replace(
            "</article>", f"{views}</article><aside><h3>Popular</h3><ul>{box}</ul></aside>"
        )
        return replace(answer, body=text)

    return changed


@pytest.mark.parametrize("runs", [10, pytest.param(40, marks=pytest.mark.long)])
def test_ordinary_runs_have_no_alarm_and_no_false_revision(
    tmp_path: Path, magazine: ChangingMagazine, runs: int
) -> None:
    magazine.crawl(tmp_path)
    for number in range(runs):
        age(tmp_path / "archive", days=1)
        fixed = number % 3 == 0
        if fixed:
            *before, last = magazine.stories
            magazine.stories = (*before, replace(last, revised=number + 1))
        magazine.publish(number % 3)
        magazine.changes = (restless(number),)

        crawled = magazine.crawl(tmp_path)

        assert (crawled.status, crawled.alarms) == (0, ()), number
        assert crawled.run["changed"] <= int(fixed)
        assert crawled.gone == []
