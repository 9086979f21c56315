"""The archive: one writer, all or nothing, and one article however many addresses lead to it."""

from __future__ import annotations

import hashlib
import os
import re
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.small_disk import fill, mounted
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
    block,
    capture,
    found,
    gone,
    redirected,
    unit,
)

from newsspider.errors import ArchiveError, ArchiveFull, ArchiveMissing
from newsspider.items import Decision, Image, Unit, Verdict
from newsspider.monitoring.health_facts import Alarm
from newsspider.run_reports import SectionCount
from newsspider.storage.archive import DATABASE, Archive
from newsspider.storage.articles.article_rows import key_of, text_columns


@pytest.fixture
def fixture(tmp_path: Path) -> Iterator[ArchiveFixture]:
    with archive_fixture(tmp_path) as opened:
        yield opened


# Opening and closing


def test_no_archive_is_made_where_none_was_asked_for(tmp_path: Path) -> None:
    with pytest.raises(ArchiveMissing) as caught:
        Archive.open(tmp_path / "absent", create=False)

    assert str(caught.value) == f"archive {tmp_path / 'absent'}: there is no archive here (no news.db)"
    assert not (tmp_path / "absent").exists()


def test_a_closed_archive_is_one_database_file(tmp_path: Path) -> None:
    with archive_fixture(tmp_path / "deep" / "archive") as fixture:
        fixture.keep(unit("a"))

    names = {path.name for path in (tmp_path / "deep" / "archive").iterdir()}
    assert names == {DATABASE, ".locks"}
    with sqlite3.connect(f"file:{tmp_path / 'deep' / 'archive' / DATABASE}?mode=ro", uri=True) as conn:
        assert conn.execute("SELECT count(*) FROM articles").fetchone() == (1,)


def test_what_was_kept_is_there_when_opened_again(tmp_path: Path) -> None:
    with archive_fixture(tmp_path) as fixture:
        fixture.keep(unit("a"))

    with archive_fixture(tmp_path) as fixture:
        assert fixture.keep_one(unit("a")).decision is Decision.SAME


@pytest.mark.parametrize(
    "content", [b"no database at all", b"SQLite format 3\0" + bytes(4096), os.urandom(9000)]
)
def test_a_file_that_is_no_database_is_an_error_of_ours(tmp_path: Path, content: bytes) -> None:
    (tmp_path / DATABASE).write_bytes(content)

    with pytest.raises(ArchiveError) as caught:
        Archive.open(tmp_path, create=True)

    assert "news.db" in str(caught.value)
    assert "\n" not in str(caught.value)
    assert (tmp_path / DATABASE).read_bytes() == content


def test_a_folder_that_cannot_be_written_is_an_error_of_ours(tmp_path: Path) -> None:
    """Asked as `nobody`, since root may write anywhere."""
    if os.getuid() != 0:
        pytest.skip("needs root, to become nobody")
    with archive_fixture(tmp_path / "archive"):
        pass
    script = """
import os, sys
from pathlib import Path
from newsspider.errors import ArchiveError
from newsspider.storage.archive import Archive
os.setgid(65534)
os.setuid(65534)
for folder in sys.argv[1:]:
    try:
        Archive.open(Path(folder), create=True)
    except ArchiveError as error:
        print(error)
"""
    for folder in (tmp_path, *tmp_path.parents):
        if folder.owner() == "root" and str(folder).startswith("/tmp/pytest"):
            folder.chmod(0o755)
    folders = [str(tmp_path / "archive"), str(tmp_path / "new")]

    done = subprocess.run(
        [sys.executable, "-c", script, *folders], check=False, capture_output=True, text=True, timeout=60
    )

    assert done.stderr == ""
    lines = done.stdout.splitlines()
    assert [line.split(":")[0] for line in lines] == [f"archive {folder}" for folder in folders]
    assert all("ermission denied" in line for line in lines)


# One transaction


def test_all_units_are_kept_or_none(fixture: ArchiveFixture) -> None:
    bad = unit("b", captures=(capture("b", status=None),))

    with pytest.raises(ArchiveError):
        fixture.keep(unit("a"), bad)

    assert fixture.rows("SELECT * FROM captures") == []
    assert fixture.rows("SELECT * FROM articles") == []
    assert fixture.keep_one(unit("a")).decision is Decision.FIRST


def test_an_error_inside_a_transaction_undoes_it(fixture: ArchiveFixture) -> None:
    with suppress(KeyboardInterrupt), fixture.archive.transaction() as conn:
        conn.execute("DELETE FROM runs")
        raise KeyboardInterrupt

    assert len(fixture.rows("SELECT * FROM runs")) == 1


def test_half_a_surrogate_pair_costs_no_unit(fixture: ArchiveFixture) -> None:
    odd = article("a", headline="Half \ud83d of it", provenance={"headline": "x\udc00"})

    fixture.keep(unit("a", odd))

    assert fixture.rows("SELECT headline FROM articles") == [("Half \ufffd of it",)]


def test_a_killed_writer_loses_only_what_it_was_writing(tmp_path: Path) -> None:
    script = f"""
import os, signal
from pathlib import Path
from support.units import archive_fixture, unit
from newsspider.storage import persist as keeping
with archive_fixture(Path({str(tmp_path)!r})) as fixture:
    fixture.keep(unit("a"))
    with fixture.archive.transaction() as conn:
        conn.execute("DELETE FROM articles_fts")
        os.kill(os.getpid(), signal.SIGKILL)
"""

    done = subprocess.run(
        [sys.executable, "-c", script], cwd=Path(__file__).parents[1], check=False, timeout=60
    )

    assert done.returncode == -signal.SIGKILL
    with archive_fixture(tmp_path) as fixture:
        assert fixture.rows("SELECT count(*) FROM articles_fts") == [(1,)]
        assert fixture.rows("SELECT reason, ended_at IS NOT NULL, articles FROM runs WHERE id = 1") == [
            ("killed", 1, 1)
        ]


def test_threads_take_turns(fixture: ArchiveFixture) -> None:
    def keep(number: int) -> None:
        for n in range(10):
            fixture.archive.keep([unit(f"{number}-{n}")], run_id=fixture.run_id, now=AT)

    threads = [threading.Thread(target=keep, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert fixture.rows("SELECT count(*) FROM articles") == [(40,)]


def test_processes_writing_one_archive_never_find_it_locked(tmp_path: Path) -> None:
    script = f"""
import sys
from datetime import UTC, datetime
from pathlib import Path
from contextlib import suppress
from dataclasses import replace
from support.units import AT, unit, found
from newsspider.storage.archive import Archive
from newsspider.storage.crawl_frontier import Frontier
site = sys.argv[1]
for turn in range(4):
    with Archive.open(Path({str(tmp_path)!r}), create=True) as archive:
        run_id = archive.begin_run(site, version="0", now=AT)
        frontier = Frontier(archive, site)
        for number in range(20):
            archive.keep(
                [replace(unit(f"{{turn}}-{{number}}-{{n}}"), site=site, links=(found(f"{{number}}-{{n}}"),))
                 for n in range(5)],
                run_id=run_id, now=AT)
            frontier.take(3, run_id=run_id, now=AT)
        archive.end_run(run_id, reason="finished", exit_status=0, now=AT)
"""
    command = [sys.executable, "-c", script]

    writers = [
        subprocess.Popen([*command, site], cwd=Path(__file__).parents[1], stderr=subprocess.PIPE, text=True)
        for site in ("one", "two", "three")
    ]

    assert [writer.communicate(timeout=120)[1] for writer in writers] == ["", "", ""]
    with Archive.open(tmp_path, create=False) as archive, archive.reading() as conn:
        counts = conn.execute("SELECT site, count(*) FROM articles GROUP BY site").fetchall()
    assert counts == [("one", 400), ("three", 400), ("two", 400)]


def test_on_a_full_disk_nothing_kept_before_is_lost(tmp_path: Path) -> None:
    with mounted(tmp_path / "disk", 3_000_000) as folder:
        with archive_fixture(folder) as fixture:
            fixture.keep(*(unit(f"before-{n}") for n in range(10)))
            filler = fill(folder, leave_bytes=40_000)
            big = article("big", body=tuple(os.urandom(500).hex() for _ in range(2000)))

            with pytest.raises(ArchiveFull) as caught:
                fixture.keep(unit("after"), unit("big", big))

            assert caught.value.exit_status == 3
            assert "disk is full" in str(caught.value)
            assert fixture.rows("SELECT count(*) FROM articles") == [(10,)]
            # The failed transaction left room in the WAL: enough to say why the run ended.
            report = fixture.archive.end_run(
                fixture.run_id, reason="disk full", exit_status=3, now=fixture.now
            )
            assert (report.reason, report.new) == ("disk full", 10)

        filler.unlink()
        with archive_fixture(folder) as fixture:
            assert fixture.rows("PRAGMA integrity_check") == [("ok",)]
            assert fixture.rows("SELECT count(*) FROM articles") == [(10,)]
            assert fixture.keep_one(unit("after")).decision is Decision.FIRST


def test_no_archive_is_begun_on_a_full_disk(tmp_path: Path) -> None:
    with mounted(tmp_path / "disk", 100_000) as folder:
        fill(folder)

        with pytest.raises(ArchiveError) as caught:
            Archive.open(folder, create=True)

        assert isinstance(caught.value, ArchiveFull), caught.value


# An article and its revisions


def test_an_article_is_kept_with_all_that_was_read(fixture: ArchiveFixture) -> None:
    moment = datetime(2020, 5, 1, 6, 30, tzinfo=UTC)
    read = article(
        "a",
        standfirst="In short.",
        authors=("Ann Lee", "Bob Ray"),
        section="News",
        issue="7",
        published_at=moment,
        published_precision="time",
        published_raw="1 May 2020, 8:30",
        published_source="declared",
        modified_at=moment + timedelta(days=1),
        language="en",
        images=(Image(url=at("1.jpg"), alt="A", caption="B", credit="C"), Image(url=at("2.jpg"))),
        access="free",
        provenance={"headline": "selected:h1"},
        confidence=0.9,
    )

    kept = fixture.keep_one(unit("a", read))

    assert (kept.decision, kept.is_duplicate) == (Decision.FIRST, False)
    assert fixture.rows(
        "SELECT key, site, standfirst, section, issue, published_on, published_precision, published_at,"
        " published_raw, published_source, modified_at, language, text, word_count, access, confidence,"
        " provenance, revision_count, canonical_url, gone_at FROM articles"
    ) == [
        (
            *(key_of(SITE, at("a")), SITE, "In short.", "News", "7", "2020-05-01", "time"),
            *("2020-05-01T06:30:00Z", "1 May 2020, 8:30", "declared", "2020-05-02T06:30:00Z", "en"),
            *(read.text, 7, "free", 0.9, '{"headline":"selected:h1"}', 1, at("a"), None),
        )
    ]
    assert fixture.rows(
        "SELECT name, position FROM article_authors JOIN authors ON authors.id = author_id ORDER BY position"
    ) == [("Ann Lee", 0), ("Bob Ray", 1)]
    assert fixture.rows("SELECT position, url, alt, caption, credit FROM images") == [
        (0, at("1.jpg"), "A", "B", "C"),
        (1, at("2.jpg"), None, None, None),
    ]
    assert fixture.rows("SELECT number, authors, capture_id FROM revisions") == [
        (1, '["Ann Lee","Bob Ray"]', 1)
    ]


def test_words_are_counted_and_chinese_characters(fixture: ArchiveFixture) -> None:
    fixture.keep(unit("a", article("a", body=("It's 20 °C in 北京市 today.",))))

    assert fixture.rows("SELECT word_count FROM articles") == [(8,)]


@given(st.text() | st.text(alphabet="ab \t\n\x0b\x1c\x85\u00a0\u2028。北ーか", max_size=30))
def test_words_are_runs_between_spaces_and_single_characters_of_scripts_without_them(text: str) -> None:
    word = re.compile(
        r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]|[^\s\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+"
    )

    assert text_columns(article("a", body=(text,)))["word_count"] == len(word.findall(text))


def test_the_key_is_made_of_site_and_first_canonical_address() -> None:
    digest = hashlib.sha256(b"gazette https://gazette.example/a").hexdigest()

    assert key_of("gazette", "https://gazette.example/a") == digest[:16]


def test_the_same_wording_is_no_revision_and_renews_the_sight(fixture: ArchiveFixture) -> None:
    fixture.keep(unit("a"))
    first = fixture.rows("SELECT first_seen_at, last_seen_at FROM articles")

    kept = fixture.keep_one(unit("a"))

    assert kept.decision is Decision.SAME
    ((first_seen_at, last_seen_at),) = fixture.rows("SELECT first_seen_at, last_seen_at FROM articles")
    assert first_seen_at == first[0][0]
    assert str(last_seen_at) > str(first[0][1])
    assert fixture.rows("SELECT count(*) FROM revisions") == [(1,)]


def test_another_wording_is_a_revision(fixture: ArchiveFixture) -> None:
    fixture.keep(unit("a"))
    changed = article(
        "a", body=("What really happened.",), html="<p>What really happened.</p>", authors=("Bob",)
    )
    changed = replace(changed, images=(Image(url=at("1.jpg")),))

    kept = fixture.keep_one(unit("a", changed))

    assert kept.decision is Decision.CHANGED
    assert fixture.rows("SELECT text, revision_count, capture_id FROM articles") == [
        ("What really happened.", 2, 2)
    ]
    assert fixture.rows("SELECT number, capture_id, authors FROM revisions ORDER BY number") == [
        (1, 1, '["Ann Lee"]'),
        (2, 2, '["Bob"]'),
    ]
    assert fixture.rows("SELECT name FROM article_authors JOIN authors ON id = author_id") == [("Bob",)]
    assert fixture.rows("SELECT url FROM images") == [(at("1.jpg"),)]
    assert fixture.rows("SELECT rowid FROM articles_fts WHERE articles_fts MATCH 'really'") == [(1,)]
    assert fixture.rows("SELECT rowid FROM articles_fts WHERE articles_fts MATCH 'then'") == []


@pytest.mark.parametrize("verdict", [Verdict.ARTICLE, Verdict.EMPTY])
def test_an_article_that_lost_its_body_keeps_the_old_one(fixture: ArchiveFixture, verdict: Verdict) -> None:
    fixture.keep(unit("a"))

    kept = fixture.keep_one(unit("a", article("a", body=(), html="", headline="Log in"), verdict=verdict))

    assert (kept.decision, kept.article_id) == (None, 1)
    assert fixture.rows("SELECT headline, revision_count FROM articles") == [("Headline of a", 1)]


def test_an_empty_answer_makes_no_article_but_a_bare_one_is_kept(fixture: ArchiveFixture) -> None:
    bare = article("a", body=(), html="")

    assert fixture.keep_one(unit("a", bare, verdict=Verdict.EMPTY)).decision is None
    assert fixture.keep_one(unit("a", bare)).decision is Decision.FIRST
    assert fixture.keep_one(unit("a", bare)).decision is Decision.SAME
    assert fixture.keep_one(unit("a")).decision is Decision.CHANGED


def test_a_lost_headline_keeps_the_old_one_and_makes_no_revision(fixture: ArchiveFixture) -> None:
    fixture.keep(unit("a"))

    assert fixture.keep_one(unit("a", article("a", headline=None))).decision is Decision.SAME
    changed = article("a", headline=None, body=("Another wording.",))
    assert fixture.keep_one(unit("a", changed)).decision is Decision.CHANGED
    assert fixture.keep_one(unit("a", changed)).decision is Decision.SAME
    assert fixture.rows("SELECT headline FROM revisions") == [("Headline of a",)] * 2


def test_the_same_wording_fills_what_was_unknown_and_replaces_nothing(fixture: ArchiveFixture) -> None:
    fixture.keep(unit("a", article("a", published_on=None, published_precision=None, section="News")))
    fixture.keep(
        unit("a", article("a", published_on=date(2020, 5, 1), published_precision="month", issue="7"))
    )
    fixture.keep(unit("a", article("a", published_on=date(2020, 5, 9), section="Old", language="en")))
    pictured = article("a", published_on=date(2020, 1, 1), published_precision="year")
    fixture.keep(unit("a", replace(pictured, images=(Image(url=at("1.jpg")),))))

    assert fixture.rows(
        "SELECT published_on, published_precision, section, issue, language, revision_count FROM articles"
    ) == [("2020-05-09", "day", "News", "7", "en", 1)]
    assert fixture.rows("SELECT url FROM images") == [(at("1.jpg"),)]


def test_a_new_wording_keeps_the_finer_date(fixture: ArchiveFixture) -> None:
    fixture.keep(unit("a"))

    coarser = article(
        "a", body=("New.",), published_on=date(2020, 1, 1), published_precision="year", section="News"
    )
    fixture.keep(unit("a", coarser))

    assert fixture.rows("SELECT published_on, section, text FROM articles") == [
        ("2020-05-01", "News", "New.")
    ]


# Addresses


def test_two_addresses_with_one_canonical_address_are_one_article(fixture: ArchiveFixture) -> None:
    print_view = replace(article("a"), url=at("a?print=1"), canonical_url=at("a"))

    fixture.keep(unit("a?print=1", print_view))
    kept = fixture.keep_one(unit("a"))

    assert (kept.article_id, kept.is_duplicate) == (1, False)
    assert fixture.rows("SELECT key, canonical_url FROM articles") == [(key_of(SITE, at("a")), at("a"))]
    assert fixture.urls() == {"a?print=1": "duplicate", "a": "canonical"}


def test_a_duplicate_makes_no_revision_of_the_canonical_wording(fixture: ArchiveFixture) -> None:
    print_view = article("a?print=1", canonical_url=at("a"), headline="Headline of a", body=("Print view.",))
    fixture.keep(unit("a"))

    first = fixture.keep_one(unit("a?print=1", print_view))
    second = fixture.keep_one(unit("a?print=1", print_view))

    assert [(k.decision, k.is_duplicate, k.article_id) for k in (first, second)] == [
        (Decision.SAME, True, 1)
    ] * 2
    assert fixture.rows("SELECT revision_count, text FROM articles") == [(1, article("a").text)]


def test_the_same_headline_and_text_under_two_addresses_are_one_article(fixture: ArchiveFixture) -> None:
    fixture.keep(unit("a", article("a", headline="One", body=LONG)))

    kept = fixture.keep_one(unit("b", article("b", headline="One", body=LONG)))

    assert (kept.decision, kept.article_id, kept.is_duplicate) == (Decision.SAME, 1, True)
    assert fixture.urls() == {"a": "canonical", "b": "duplicate"}


def test_short_notices_and_other_headlines_are_articles_of_their_own(fixture: ArchiveFixture) -> None:
    fixture.keep(
        unit("a", article("a", headline="Closed", body=("Back on Monday.",))),
        unit("b", article("b", headline="Closed", body=("Back on Monday.",))),
        unit("c", article("c", headline="One", body=LONG)),
        unit("d", article("d", headline="Another", body=LONG)),
    )

    assert fixture.rows("SELECT count(*) FROM articles") == [(4,)]


def test_an_unmodified_further_page_is_no_sight_of_the_article(fixture: ArchiveFixture) -> None:
    fixture.keep(unit("a", links=(found("a2", part_of_url=at("a")),)), answer("a2", Verdict.PAGE))

    kept = fixture.keep_one(answer("a2", Verdict.NOT_MODIFIED, status=304))

    assert (kept.decision, kept.article_id) == (None, 1)


def test_pages_that_all_name_the_home_page_canonical_stay_apart(fixture: ArchiveFixture) -> None:
    for name in ("a", "b", "c"):
        fixture.keep(unit(name, article(name, canonical_url=HOME)))

    assert fixture.rows("SELECT count(*), count(DISTINCT key) FROM articles") == [(3, 3)]
    assert fixture.keep_one(unit("b", article("b", canonical_url=HOME))).article_id == 2


def test_each_address_of_a_redirect_chain_leads_to_the_article(fixture: ArchiveFixture) -> None:
    hops = [capture(url, status=301, verdict=Verdict.REDIRECT) for url in ("old", "older")]

    fixture.keep(unit("old", article("new"), captures=(*hops, capture("new"))))

    assert fixture.urls() == {"new": "canonical", "old": "redirect", "older": "redirect"}


def test_a_lone_redirect_leads_to_the_article_before_and_after_that_is_known(fixture: ArchiveFixture) -> None:
    def leading(url: str, target: str) -> Unit:
        hop = capture(url, status=301, location_url=at(target), verdict=Verdict.REDIRECT)
        return answer(url, Verdict.REDIRECT, captures=(hop,))

    fixture.keep(leading("b", "c"), leading("a", "b"))
    assert fixture.urls() == {}

    fixture.keep(unit("c"), leading("d", "c"))

    assert fixture.urls() == {"b": "redirect", "a": "redirect", "c": "canonical", "d": "redirect"}


def test_an_article_that_moved_is_the_same_article_at_its_new_address(fixture: ArchiveFixture) -> None:
    fixture.keep(unit("old", article("old", headline="One")))

    kept = fixture.keep_one(redirected("old", "new", article("new", headline="One", body=("Updated.",))))

    assert (kept.decision, kept.article_id) == (Decision.CHANGED, 1)
    assert fixture.rows("SELECT canonical_url, key FROM articles") == [(at("new"), key_of(SITE, at("old")))]
    assert fixture.urls() == {"old": "redirect", "new": "canonical"}


def test_an_address_used_again_for_another_story_is_an_article_of_its_own(fixture: ArchiveFixture) -> None:
    fixture.keep(
        unit("old", article("old", headline="One")), redirected("old", "new", article("new", headline="One"))
    )

    kept = fixture.keep_one(unit("old", article("old", headline="Two", body=("Another story.",))))

    assert (kept.decision, kept.article_id) == (Decision.FIRST, 2)
    assert fixture.rows("SELECT canonical_url FROM articles ORDER BY id") == [(at("new"),), (at("old"),)]
    assert fixture.rows("SELECT count(DISTINCT key), max(length(key)) FROM articles") == [(2, 16)]


def test_an_address_redirected_to_another_story_does_not_change_its_own(fixture: ArchiveFixture) -> None:
    fixture.keep(unit("a"))

    kept = fixture.keep_one(redirected("a", "other"))

    assert (kept.decision, kept.article_id) == (Decision.FIRST, 2)
    assert fixture.rows("SELECT revision_count FROM articles WHERE id = 1") == [(1,)]


@pytest.mark.parametrize("link_first", [True, False])
def test_a_rewritten_address_leads_to_its_article_found_before_or_after(
    fixture: ArchiveFixture, link_first: bool
) -> None:
    front = answer("list", Verdict.FRONT, links=(found("a", written_url=at("a.shtml?x=1")),))

    fixture.keep(*((front, unit("a")) if link_first else (unit("a"), front)))

    assert fixture.urls() == {"a": "canonical", "a.shtml?x=1": "rewritten"}


def test_a_rewritten_seed_leads_to_its_article(fixture: ArchiveFixture) -> None:
    fixture.frontier.seed([found("a", written_url=at("a.shtml"))], fixture.now)

    fixture.keep(unit("a"))

    assert fixture.urls()["a.shtml"] == "rewritten"


def test_further_pages_lead_to_the_article(fixture: ArchiveFixture) -> None:
    fixture.keep(unit("a", links=(found("a2", part_of_url=at("a")),)))

    fixture.keep(answer("a2", Verdict.PAGE))

    assert fixture.urls() == {"a": "canonical", "a2": "page"}


def test_an_article_joined_on_its_last_page_is_the_first_pages(fixture: ArchiveFixture) -> None:
    fixture.keep(answer("a", Verdict.PAGE, links=(found("a2", part_of_url=at("a")),)))

    kept = fixture.keep_one(unit("a2", article("a"), verdict=Verdict.PAGE))

    assert kept.decision is Decision.FIRST
    assert fixture.urls() == {"a": "canonical", "a2": "page"}


def test_other_addresses_come_with_the_reason_given(fixture: ArchiveFixture) -> None:
    fixture.keep(unit("a", other_urls={at("x"): "found"}), unit("B", article("b")))

    assert fixture.urls() == {"a": "canonical", "x": "found", "b": "canonical", "B": "found"}


# Gone, and back


def test_an_article_whose_address_is_gone_is_gone_once(fixture: ArchiveFixture) -> None:
    fixture.keep(unit("a"))

    first, second = fixture.keep_one(gone("a")), fixture.keep_one(gone("a"))

    assert (first.is_gone, first.article_id) == (True, 1)
    assert (second.is_gone, second.article_id) == (False, 1)
    assert fixture.rows("SELECT gone_at IS NULL, text <> '' FROM articles") == [(0, 1)]
    assert fixture.rows("SELECT gone FROM runs") == [(1,)]


def test_an_article_with_a_living_address_is_not_gone(fixture: ArchiveFixture) -> None:
    fixture.keep(
        unit("a", article("a", headline="One", body=LONG)), unit("b", article("b", headline="One", body=LONG))
    )

    assert not fixture.keep_one(gone("a")).is_gone
    assert fixture.rows("SELECT gone_at FROM articles") == [(None,)]
    assert fixture.keep_one(gone("b")).is_gone


def test_an_address_that_only_redirected_keeps_nothing_alive(fixture: ArchiveFixture) -> None:
    fixture.keep(redirected("old", "new"))

    assert fixture.keep_one(gone("new")).is_gone


def test_a_redirect_that_ends_nowhere_is_gone(fixture: ArchiveFixture) -> None:
    fixture.keep(unit("a"))
    hop = capture("a", status=301, verdict=Verdict.REDIRECT)
    end = capture("nowhere", status=404, verdict=Verdict.GONE)

    assert fixture.keep_one(answer("a", Verdict.GONE, captures=(hop, end))).is_gone


@pytest.mark.parametrize("back", [unit("a"), answer("a", Verdict.NOT_MODIFIED, status=304)])
def test_an_article_that_answers_again_is_not_gone(fixture: ArchiveFixture, back: Unit) -> None:
    fixture.keep(unit("a"), gone("a"))

    assert fixture.keep_one(back).decision is Decision.SAME

    assert fixture.rows("SELECT gone_at FROM articles") == [(None,)]
    assert fixture.keep_one(gone("a")).is_gone


def test_the_wording_comes_from_another_address_when_its_own_is_gone(fixture: ArchiveFixture) -> None:
    one = article("a", headline="One", body=LONG)
    fixture.keep(unit("a", one), unit("b", article("b", headline="One", body=LONG)), gone("a"))

    kept = fixture.keep_one(unit("b", article("b", headline="One", body=(*LONG, "An update."))))

    assert (kept.decision, kept.article_id) == (Decision.CHANGED, 1)
    assert fixture.rows("SELECT canonical_url FROM articles") == [(at("b"),)]


def test_a_404_of_an_unknown_address_is_only_a_capture(fixture: ArchiveFixture) -> None:
    kept = fixture.keep_one(gone("never"))

    assert (kept.article_id, kept.decision, kept.is_gone) == (None, None, False)
    assert fixture.rows("SELECT status, verdict FROM captures") == [(404, "gone")]


def test_not_modified_renews_article_and_blocks(fixture: ArchiveFixture) -> None:
    fixture.keep(unit("a", article("a", link_blocks=(block(),))))

    kept = fixture.keep_one(answer("a", Verdict.NOT_MODIFIED, status=304))

    assert (kept.decision, kept.article_id) == (Decision.SAME, 1)
    assert fixture.rows(
        "SELECT a.last_seen_at = b.last_seen_at, a.last_seen_at > a.first_seen_at"
        " FROM articles a JOIN link_blocks b ON b.article_id = a.id"
    ) == [(1, 1)]


@pytest.mark.parametrize("url", ["list", "never"])
def test_not_modified_of_what_is_no_article_is_no_sight(fixture: ArchiveFixture, url: str) -> None:
    fixture.keep(answer("list", Verdict.FRONT, page_blocks=(block(),)))

    assert fixture.keep_one(answer(url, Verdict.NOT_MODIFIED, status=304)).decision is None


# Link blocks


def test_equal_blocks_are_renewed_new_ones_added_vanished_ones_stay(fixture: ArchiveFixture) -> None:
    fixture.keep(unit("a", article("a", link_blocks=(block("Related", "b", "c"), block("Services", "s")))))
    fixture.keep(unit("a", article("a", link_blocks=(block("Related", "b", "c"), block("Services", "t")))))

    assert fixture.rows(
        "SELECT label, url, b.first_seen_at = b.last_seen_at FROM link_blocks b"
        " JOIN links ON link_block_id = b.id ORDER BY b.id, links.position"
    ) == [
        ("Related", at("b"), 0),
        ("Related", at("c"), 0),
        ("Services", at("s"), 1),
        ("Services", at("t"), 1),
    ]


def test_an_equal_block_takes_its_group_and_keeps_its_row(fixture: ArchiveFixture) -> None:
    fixture.keep(unit("a", article("a", link_blocks=(block("Economy", "b"),))))
    for group in ("Services", None):
        fixture.keep(unit("a", article("a", link_blocks=(replace(block("Economy", "b"), group=group),))))

    assert fixture.rows("SELECT label, group_label FROM link_blocks") == [("Economy", "Services")]


def test_blocks_hang_on_the_address_that_bore_them(fixture: ArchiveFixture) -> None:
    fixture.keep(
        unit("a", article("a", link_blocks=(block(),))),
        answer("list", Verdict.FRONT, page_blocks=(block("Economy"),)),
    )

    assert fixture.rows(
        "SELECT label, b.article_id, url, reason FROM link_blocks b JOIN urls ON urls.id = url_id"
        " ORDER BY b.id"
    ) == [("Related", 1, at("a"), "canonical"), ("Economy", None, at("list"), "front")]


# Runs


def test_a_run_says_when_how_long_what_came_of_it_and_why_it_ended(fixture: ArchiveFixture) -> None:
    blocks = (block("Related", "b", "c"),)
    fixture.keep(
        unit("a", article("a", section="News", link_blocks=blocks)),
        unit("b", article("b", section="News", published_on=date(2011, 1, 1))),
        unit("c", article("c", published_on=None, published_precision=None)),
        unit("a", article("a", body=("New.",))),
        unit("b"),
        gone("b"),
        answer("d", Verdict.ERROR, status=500),
    )
    fixture.archive.alarm(
        fixture.run_id, [Alarm(kind="fields", message="No bylines any more.")], now=fixture.now
    )

    report = fixture.archive.end_run(
        fixture.run_id,
        reason="limit",
        exit_status=1,
        now=fixture.now + timedelta(seconds=59),
        warc_file="x.warc.gz",
        notes=("A note.",),
    )

    assert report.duration_s == 119
    assert (report.pages, report.articles, report.new, report.changed, report.same) == (7, 5, 3, 1, 1)
    assert (report.gone, report.failed, report.link_blocks, report.links) == (1, 1, 1, 2)
    assert report.fetched_bytes == 7000
    assert (report.reason, report.exit_status) == ("limit", 1)
    assert (report.alarms, report.notes) == (("No bylines any more.",), ("A note.",))
    assert (report.earliest_on, report.latest_on) == (date(2011, 1, 1), date(2020, 5, 1))
    assert report.sections == (
        SectionCount(section="News", articles=2, earliest_on=date(2011, 1, 1), latest_on=date(2020, 5, 1)),
        SectionCount(section=None, articles=1, earliest_on=None, latest_on=None),
    )
    assert report.verdicts == {"article": 5, "error": 1, "gone": 1}
    assert fixture.rows("SELECT duration_s, warc_file, new FROM runs") == [(119.0, "x.warc.gz", 3)]


def test_a_site_keeps_what_its_profile_said(fixture: ArchiveFixture) -> None:
    facts = {"title": "The Gazette", "home_url": HOME, "zone": "Europe/Berlin", "language": "en"}

    fixture.archive.begin_run(SITE, **facts, profile="gazette.yaml", version="0", now=AT + timedelta(days=1))
    fixture.archive.begin_run(SITE, version="0", now=AT + timedelta(days=2))

    assert fixture.rows("SELECT * FROM sites") == [
        (SITE, *facts.values(), "2026-11-24T09:00:00Z", "2026-11-26T08:00:00Z", "gazette.yaml")
    ]


def test_the_latest_good_capture_of_an_address_is_found(fixture: ArchiveFixture) -> None:
    good = capture("a", warc_file="x.warc.gz", warc_offset=7, etag='"1"')
    fixture.keep(unit("a", captures=(capture("a"),)), unit("a", captures=(good,)), gone("a"))

    assert fixture.archive.latest_capture(SITE, at("a")) == good
    assert fixture.archive.latest_capture(SITE, at("never")) is None


# What holds for all input

NAMES = st.sampled_from(["a", "b", "c", "d"])
BODIES = st.sampled_from([(), ("One.",), ("Two.",), LONG, (*LONG, "More.")])


NEVER = {
    "an article without an address": "SELECT id FROM articles WHERE id NOT IN"
    " (SELECT article_id FROM urls WHERE article_id IS NOT NULL)",
    "a wrong count of revisions": "SELECT id FROM articles WHERE revision_count <>"
    " (SELECT count(*) FROM revisions WHERE article_id = articles.id)",
    "an article that is not its last revision": "SELECT a.id FROM articles a JOIN revisions r"
    " ON article_id = a.id AND number = revision_count"
    " WHERE r.content_hash <> a.content_hash OR r.text <> a.text OR r.headline IS NOT a.headline",
    "two articles known by one address": "SELECT canonical_url FROM articles"
    " GROUP BY canonical_url HAVING count(*) > 1",
    "two addresses that speak for one article": "SELECT article_id FROM urls WHERE last_seen_at IS NOT NULL"
    " AND gone_at IS NULL AND reason IN ('canonical', 'fetched') GROUP BY article_id HAVING count(*) > 1",
}


@st.composite
def any_unit(draw: st.DrawFn) -> Unit:
    url, end, canonical = draw(NAMES), draw(NAMES), draw(NAMES)
    verdict = draw(st.sampled_from(list(Verdict)))
    read = article(
        end,
        canonical_url=at(canonical),
        headline=draw(st.sampled_from([None, "One", "Two"])),
        body=draw(BODIES),
        link_blocks=draw(st.sampled_from([(), (block(),), (block(None, "a"), block())])),
    )
    hop = capture(url, status=301, location_url=at(end), verdict=Verdict.REDIRECT)
    links = draw(
        st.lists(
            st.builds(
                found,
                NAMES,
                written_url=st.sampled_from([None, at("a"), at("w")]),
                part_of_url=st.sampled_from([None, at("a"), at("b")]),
            ),
            max_size=3,
        )
    )
    return unit(
        url,
        captures=(capture(end),) if url == end else (hop, capture(end)),
        article=read if draw(st.booleans()) else None,
        verdict=verdict,
        links=tuple(links),
        page_blocks=draw(st.sampled_from([(), (block(),)])),
        other_urls=draw(st.dictionaries(NAMES.map(at), st.just("found"), max_size=2)),
    )


@settings(max_examples=40, deadline=None)
@given(batches=st.lists(st.lists(any_unit(), max_size=4), max_size=6))
def test_any_units_leave_a_whole_archive(
    tmp_path_factory: pytest.TempPathFactory, batches: list[list[Unit]]
) -> None:
    with archive_fixture(tmp_path_factory.mktemp("archive")) as fixture:
        kept = [one for batch in batches for one in fixture.keep(*batch)]

        with fixture.archive.transaction() as conn:
            conn.execute("INSERT INTO articles_fts(articles_fts, rank) VALUES ('integrity-check', 1)")
        assert fixture.rows("PRAGMA foreign_key_check") == []
        assert fixture.rows("PRAGMA integrity_check") == [("ok",)]
        for what, query in NEVER.items():
            assert fixture.rows(query) == [], what
        ids = {found_id for (found_id,) in fixture.rows("SELECT id FROM articles")}
        assert {one.article_id for one in kept if one.decision is Decision.FIRST} == ids


@st.composite
def any_still_site(draw: st.DrawFn) -> list[Unit]:
    """A site of four addresses that always answer alike: with an article, or a redirect to one."""
    pages = {
        name: article(
            name,
            canonical_url=at(draw(NAMES)),
            headline=draw(st.sampled_from([None, "One", "Two"])),
            body=draw(BODIES.filter(bool)),
        )
        for name in "abcd"
    }
    ends = {name: draw(NAMES) for name in "abcd"}
    answers = {name: unit(name, pages[name]) for name in "abcd" if ends[name] == name}
    for name, end in ends.items():
        if name != end and ends[end] == end:
            answers[name] = redirected(name, end, pages[end])
    return draw(st.permutations(list(answers.values())))


@settings(max_examples=40, deadline=None)
@given(units=any_still_site())
def test_a_site_that_stands_still_makes_no_revisions(
    tmp_path_factory: pytest.TempPathFactory, units: list[Unit]
) -> None:
    with archive_fixture(tmp_path_factory.mktemp("archive")) as fixture:
        for _ in range(2):
            fixture.keep(*units)
        before = fixture.rows("SELECT id, revision_count, text FROM articles")

        fixture.keep(*units)
        fixture.keep(*reversed(units))

        assert fixture.rows("SELECT id, revision_count, text FROM articles") == before


def test_a_canonical_address_that_is_a_list_is_not_believed(fixture: ArchiveFixture) -> None:
    fixture.frontier.seed([found("", kind="front", depth=0)], fixture.now)

    fixture.keep(unit("a", article("a", canonical_url=HOME)), unit("b", article("b", canonical_url=HOME)))

    assert fixture.rows("SELECT canonical_url FROM articles ORDER BY id") == [(at("a"),), (at("b"),)]
    assert fixture.urls() == {"a": "canonical", "b": "canonical"}


def test_a_canonical_address_that_two_stories_declare_is_neithers(fixture: ArchiveFixture) -> None:
    for url in "abc":
        fixture.keep(unit(url, article(url, canonical_url=at("all"))))
        fixture.keep(unit("own", article("own", canonical_url=at("own-story"))))

    others = "SELECT canonical_url FROM articles WHERE headline <> 'Headline of own' ORDER BY id"
    assert fixture.rows(others) == [
        (at("a"),), (at("b"),), (at("c"),),
    ]  # fmt: skip
    assert fixture.rows("SELECT canonical_url FROM articles WHERE headline = 'Headline of own'") == [
        (at("own"),)  # the address that it declares never answered
    ]
    assert "all" not in fixture.urls()
    fixture.keep(unit("all", article("all")))
    assert fixture.urls()["all"] == "canonical"
