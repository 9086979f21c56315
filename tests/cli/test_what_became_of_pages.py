"""The summary and `status` say what became of each page that a run fetched: the numbers add up."""

from __future__ import annotations

import json
import re
from dataclasses import fields
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from support.crawling import crawl, rows, start
from support.served import Answer, Site, redirect
from support.stories import front, profile, story

from newsspider.cli.output.summary import summary
from newsspider.queries.models import StoredRun
from newsspider.run_reports import PageCounts, RunReport
from newsspider.storage.archive import Archive

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Serve = Callable[..., Site]

STORIES = [f"/2024/05/{day:02}/story-number-{day}.html" for day in range(1, 6)]
PARTS = (
    "articles", "further_pages", "lists", "service_pages", "unchanged", "not_found", "dropped", "other_pages",
)  # fmt: skip


def varied() -> dict[str, object]:
    """A site with a page of every sort."""
    odd = ["/2024/05/11/moved.html", "/2024/05/12/away.html", "/2024/05/13/file.html", "/2024/05/14/bad.html"]
    missing = [f"/2024/05/{day:02}/missing-story.html" for day in (20, 21, 22)]
    return {
        "/": front("Gazette", [*STORIES, *odd, *missing, "/news/"]),
        "/news/": front("News", STORIES),
        **{path: story(f"Story {n}") for n, path in enumerate(STORIES)},
        odd[0]: redirect(STORIES[0]),
        odd[1]: redirect("http://elsewhere.example/"),
        odd[2]: Answer(body=b"%PDF-1.4\n%\xe2\xe3"),
        odd[3]: Answer(status=500),
    }


def test_every_page_is_counted_once(tmp_path: Path, serve_site: Serve) -> None:
    site = serve_site(varied())
    gazette = profile(tmp_path, site.url)

    first = crawl(tmp_path, gazette, "--set", "RETRY_TIMES=1").report
    second = crawl(tmp_path, gazette, "--full").report

    for report in (first, second):
        answered = report["failed"] - report["unanswered"]
        assert sum(report[part] for part in PARTS) + answered == report["pages"]
        assert report["new"] + report["changed"] + report["same"] == report["articles"]
    assert (first["lists"], first["not_found"], first["failed"], first["unanswered"]) == (2, 3, 1, 0)
    assert (first["new"], second["new"]) == (5, 0)
    assert second["pages"] <= len(site.requests)
    kept = rows(tmp_path / "archive", f"SELECT {', '.join(PARTS)} FROM runs ORDER BY id")
    assert kept == [tuple(report[part] for part in PARTS) for report in (first, second)]


def test_report_status_and_table_have_the_same_counts(tmp_path: Path) -> None:
    counts = {each.name for each in fields(PageCounts)}

    with Archive.open(tmp_path / "archive", create=True):
        names = rows(tmp_path / "archive", "SELECT name FROM pragma_table_info('runs')")

    assert issubclass(RunReport, PageCounts)
    assert issubclass(StoredRun, PageCounts)
    assert counts <= {name for (name,) in names}


def test_summary_and_status_show_it(tmp_path: Path, serve_site: Serve) -> None:
    site = serve_site(varied())
    crawl(tmp_path, profile(tmp_path, site.url), "--set", "RETRY_TIMES=0")
    archive = str(tmp_path / "archive")

    told = start("status", "--site", "gazette", "--archive", archive, folder=tmp_path).wait().out
    as_json = json.loads(start("status", "--json", "--archive", archive, folder=tmp_path).wait().out)

    header, row = [line.split("  ") for line in told.splitlines() if line.strip()][-2:]
    assert [cell.strip() for cell in header if cell.strip()] == [
        "run", "pages", "articles", "lists", "service pages", "not found", "failed", "other",
    ]  # fmt: skip
    numbers = [int(cell) for cell in row if cell.strip()]
    assert numbers[1] == sum(numbers[2:])
    assert as_json["sites"][0]["runs"][0]["not_found"] == 3


def test_an_end_with_status_3_prints_the_summary_too(tmp_path: Path, serve_site: Serve) -> None:
    site = serve_site({"/": Answer(status=403)})
    gazette = profile(tmp_path, site.url)

    ended = start("crawl", gazette, "--archive", str(tmp_path / "archive"), folder=tmp_path).wait()

    assert ended.status == 3
    assert "gazette: finished after" in ended.out
    assert re.search(r"^    failed +1$", ended.out, re.MULTILINE)
    assert "nothing could be fetched" in ended.out
    assert f"newsspider: site 'gazette': nothing could be fetched: {site.url}: answers 403" in ended.err


def test_what_declares_itself_an_article_and_was_not_stored_is_a_row_of_its_own() -> None:
    at = datetime(2026, 11, 30, tzinfo=UTC)
    report = RunReport(
        run_id=1, site="a", archive="archive", reason="finished", exit_status=1, declared_not_stored=7,
        started_at=at, ended_at=at,
    )  # fmt: skip

    assert any("declared, not stored" in line and " 7" in line for line in summary(report))


def test_pages_that_declare_themselves_articles_and_hold_none_are_an_alarm_until_mended(
    tmp_path: Path, serve_site: Serve
) -> None:
    """Their text is fetched by a script: nothing of it can be stored, and nobody should think all is well."""
    shells = [f"/features/a-story-of-our-own-{n}/" for n in range(7)]
    declared = '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "A story"}</script>'
    shell = f"<html><head>{declared}<title>A</title></head><body><div id=app></div></body></html>"
    pages = {"/": front("Gazette", [*STORIES, *shells]), **{path: story(path) for path in STORIES}}
    site = serve_site(pages | dict.fromkeys(shells, shell))
    gazette = profile(tmp_path, site.url)

    first, second = crawl(tmp_path, gazette), crawl(tmp_path, gazette)

    for ended in (first, second):
        assert ended.status == 1
        (told,) = [alarm for alarm in ended.report["alarms"] if "declare themselves articles" in alarm]
        assert told.startswith("7 pages declare themselves articles and were not stored")
    assert first.report["declared_not_stored"] == 7
    assert "articles: {match: ['^/features/', '^/\\d{4}/']}" in first.report["alarms"][-1]

    site.pages |= {path: story(f"Feature {path}") for path in shells}
    mended = crawl(tmp_path, gazette, "--full")

    assert (mended.status, mended.report["new"]) == (0, 7), mended.out
