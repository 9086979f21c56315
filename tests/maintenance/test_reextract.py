"""`reextract` reads an archive again from its captures: what differs is written, and history stays true."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing
from functools import partial
from pathlib import Path

import pytest
from support.crawled import WORDS, crawl, magazine, newsspider, profile, story
from support.folder_server import QuietHandler, serving

from newsspider.errors import LockHeld, ProfileError, UsageError
from newsspider.maintenance.reextract import reextract as reextracting
from newsspider.maintenance.reextract.reextract import ReextractReport, reextract
from newsspider.maintenance.verify import verify
from newsspider.storage import site_lock

ONE_PARAGRAPH_AWAY = "layouts: [{remove: ['article p:nth-child(2)']}]\n"
ALL_PARAGRAPHS_AWAY = "layouts: [{remove: [article, p, .related]}]\n"


class Paper:
    """A magazine of four stories: crawled, one of them edited, and crawled again."""

    def __init__(self, folder: Path, url: str, *, more: str = "") -> None:
        self.folder, self.url = folder, url
        self.archive = folder / "archive"
        self.site = profile(folder, url, more=more)

    def crawl(self) -> dict[str, object]:
        return crawl(self.site, self.archive, "--full")

    def edit(self, number: int, *, text: str) -> None:
        """Change a page; its Last-Modified, which counts seconds, is later than before."""
        file = self.folder / "site" / f"{number}.html"
        changed_at = max(time.time(), file.stat().st_mtime) + 2
        file.write_text(text)
        os.utime(file, (changed_at, changed_at))

    def reads_by(self, more: str) -> None:
        self.site = profile(self.folder, self.url, more=more)

    def again(self, **options: object) -> ReextractReport:
        return reextract(self.archive, **options)  # type: ignore[arg-type]

    def rows(self, query: str) -> list[tuple[object, ...]]:
        return sql(self.archive, query)


def sql(archive: Path, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(archive / "news.db")) as conn, conn:
        return conn.execute(query).fetchall()


def dump(archive: Path) -> list[str]:
    with closing(sqlite3.connect(archive / "news.db")) as conn:
        # When two articles were found to be alike is another moment each time.
        return [line for line in conn.iterdump() if not line.startswith('INSERT INTO "duplicates"')]


@pytest.fixture
def paper(tmp_path: Path) -> Iterator[Paper]:
    with served(tmp_path) as url:
        yield Paper(tmp_path, url)


def served(folder: Path) -> AbstractContextManager[str]:
    pages = magazine(folder / "site", stories=4)
    for number in range(1, 5):
        (pages / f"{number}.html").write_text(long_story(number))
    return serving(partial(QuietHandler, directory=str(pages)))


def long_story(number: int) -> str:
    """A page whose second paragraph is less than half of its text."""
    return story(number).replace("</article>", f"<p>At last {number}: {WORDS}</p></article>")


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a magazine crawled twice, one story edited between; its server is gone."""
    folder = tmp_path_factory.mktemp("paper")
    with served(folder) as url:
        paper = Paper(folder, url)
        paper.crawl()
        paper.edit(1, text=long_story(1).replace("Again 1", "A fire broke out in hall 1 and again 1"))
        paper.crawl()
    return folder


@pytest.fixture
def quiet(kept: Path, tmp_path: Path) -> Paper:
    """The magazine crawled twice, in a folder of its own; reading again needs no server."""
    folder = Path(shutil.copytree(kept, tmp_path / "paper"))
    (place,) = sql(folder / "archive", "SELECT profile FROM sites")[0]
    new = str(folder / "paper.yaml")
    with closing(sqlite3.connect(folder / "archive" / "news.db")) as conn, conn:
        conn.execute("UPDATE sites SET profile = ?", (new,))
    text = Path(str(place)).read_text()
    url = text.partition("start: [")[2].partition("/]")[0]
    return Paper(folder, url)


def test_what_this_version_read_reads_the_same_again(demo: Path, tmp_path: Path) -> None:
    archive = Path(shutil.copytree(demo / "demo-archive", tmp_path / "archive"))
    before = dump(archive)

    told = reextract(archive)

    assert told.fields == {}
    assert told.articles == 62
    assert told.captures > 100
    assert dump(archive) == before


def test_all_that_is_read_is_made_again(demo: Path, tmp_path: Path) -> None:
    archive = Path(shutil.copytree(demo / "demo-archive", tmp_path / "archive"))
    wordings = "SELECT article_id, number, headline, authors, text, html, kind, content_hash FROM revisions"
    boxes = "SELECT url_id, label, kind, links_hash FROM link_blocks ORDER BY 1, 2, 3, 4"
    before, boxes_before = sql(archive, wordings), sql(archive, boxes)
    with closing(sqlite3.connect(archive / "news.db")) as conn, conn:
        conn.execute("UPDATE articles SET text = '', html = '', headline = 'x', section = NULL")
        conn.execute("UPDATE revisions SET text = '', html = '', headline = 'x', authors = '[]', kind = NULL")
        for table in ("article_authors", "images", "links", "link_blocks"):
            conn.execute(f"DELETE FROM {table}")

    told = reextract(archive)

    assert sql(archive, wordings) == before
    assert sql(archive, boxes) == boxes_before
    assert told.fields["body"].count == told.changed == 62
    assert verify(archive).findings == ()
    assert reextract(archive).fields == {}


def test_another_profile_rewords_what_was_read_and_makes_no_wording(quiet: Paper) -> None:
    kinds = quiet.rows("SELECT article_id, number, kind FROM revisions")
    quiet.reads_by(ONE_PARAGRAPH_AWAY)

    told = quiet.again()

    assert told.changed == 4
    assert not told.stays
    assert quiet.rows("SELECT count(*) FROM articles WHERE text LIKE '%Again%'") == [(0,)]
    assert len(kinds) == 5
    # The edit was in a paragraph that is no part of the article any more.
    assert quiet.rows("SELECT number, kind FROM revisions") == [(1, "first")] * 4
    assert verify(quiet.archive).findings == ()


def test_who_read_an_article_by_what_profile_is_kept(quiet: Paper) -> None:
    (before,) = {hash_ for (hash_,) in quiet.rows("SELECT profile_hash FROM articles")}
    with closing(sqlite3.connect(quiet.archive / "news.db")) as conn, conn:
        conn.execute("UPDATE articles SET extractor = '0.0.1'")
    quiet.reads_by("title: Another\n")

    told = quiet.again()

    assert told.fields == {}
    assert quiet.rows("SELECT count(*) FROM articles WHERE extractor = '0.0.1'") == [(0,)]
    assert before not in {hash_ for (hash_,) in quiet.rows("SELECT profile_hash FROM articles")}


def test_a_wording_is_compared_with_another_only_as_one_version_reads_them(paper: Paper) -> None:
    paper.reads_by(ONE_PARAGRAPH_AWAY)
    paper.crawl()
    paper.edit(
        2, text=long_story(2).replace("Again 2", "Forty more boats came in this very morning. Again 2")
    )
    assert paper.crawl()["changed"] == 0
    paper.reads_by("")

    told = paper.again()

    assert told.fields["wordings"].count == 1
    assert paper.rows("SELECT number, kind FROM revisions WHERE article_id = 2") == [
        (1, "first"),
        (2, "update"),
    ]
    assert paper.rows("SELECT revision_count FROM articles WHERE text LIKE '%Forty%'") == [(2,)]
    assert paper.rows("SELECT count(*) FROM revisions") == [(5,)]
    assert verify(paper.archive).findings == ()
    assert paper.crawl()["changed"] == 0
    assert paper.again().fields == {}


def test_a_text_that_would_be_lost_stays_and_is_told(quiet: Paper) -> None:
    texts = quiet.rows("SELECT headline, text, html, extractor, profile_hash FROM articles")
    quiet.reads_by(ALL_PARAGRAPHS_AWAY)

    told = quiet.again()

    assert set(told.stays.values()) == {"would be empty"}
    assert len(told.stays) == 4
    assert quiet.rows("SELECT headline, text, html, extractor, profile_hash FROM articles") == texts


def test_of_a_dry_run_nothing_is_written(quiet: Paper) -> None:
    quiet.reads_by(ONE_PARAGRAPH_AWAY)
    before = dump(quiet.archive)

    told = quiet.again(is_dry_run=True)

    assert told.changed == 4
    assert dump(quiet.archive) == before


def test_articles_whose_records_are_lost_stay(quiet: Paper) -> None:
    texts = quiet.rows("SELECT headline, text FROM articles")
    for file in (quiet.archive / "warc").iterdir():
        file.unlink()
    quiet.reads_by(ONE_PARAGRAPH_AWAY)

    told = quiet.again()

    assert told.changed == told.captures == 0
    assert told.unread > 5
    assert quiet.rows("SELECT headline, text FROM articles") == texts


def test_where_an_older_record_is_lost_its_wording_stays_as_kept(quiet: Paper) -> None:
    # By the runs: of two files of one second the later one has a suffix, and sorts first.
    ((name,), _) = quiet.rows("SELECT warc_file FROM runs ORDER BY id")
    first = quiet.archive / "warc" / str(name)
    kept = quiet.rows("SELECT text FROM revisions WHERE number = 1 AND article_id IN"
                      " (SELECT id FROM articles WHERE revision_count = 2)")  # fmt: skip
    (quiet.archive / "warc" / str(first)).unlink()
    quiet.reads_by(ONE_PARAGRAPH_AWAY)

    quiet.again()

    found = "SELECT r.text, r.kind FROM revisions AS r JOIN articles AS a ON a.id = r.article_id"
    (one,), (two,) = (
        quiet.rows(f"{found} WHERE revision_count = 2 AND number = {number}") for number in (1, 2)
    )
    assert one == (*kept[0], "first")
    assert "Again 1" not in str(two[0])
    assert "fire" not in str(two[0])
    assert verify(quiet.archive).by_rule.keys() == {"file-missing"}


def test_several_processes_read_what_one_does(quiet: Paper, monkeypatch: pytest.MonkeyPatch) -> None:
    other = Path(shutil.copytree(quiet.archive, quiet.folder / "other"))
    quiet.reads_by(ONE_PARAGRAPH_AWAY)
    monkeypatch.setattr(reextracting, "BATCH", 1)
    one = reextract(other)
    monkeypatch.setattr(reextracting, "_WORTH_PROCESSES", 0)

    several = quiet.again()

    assert several == one
    assert dump(quiet.archive) == dump(other)


def test_what_was_written_before_a_break_stays_and_the_next_goes_on(
    quiet: Paper, monkeypatch: pytest.MonkeyPatch
) -> None:
    quiet.reads_by(ONE_PARAGRAPH_AWAY)
    monkeypatch.setattr(reextracting, "BATCH", 1)

    def break_off(step: str) -> None:
        if step.startswith("2 of"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        quiet.again(on_step=break_off)

    assert quiet.rows("SELECT count(*) FROM articles WHERE text NOT LIKE '%Again%'") == [(2,)]
    assert verify(quiet.archive).findings == ()
    assert quiet.again().changed == 2
    assert quiet.again().fields == {}


def test_only_one_at_a_time(quiet: Paper) -> None:
    with site_lock.hold(quiet.archive, "paper"), pytest.raises(LockHeld):
        quiet.again()


def test_since_reads_the_younger_articles_alone(quiet: Paper) -> None:
    assert quiet.again(since=reextracting.datetime(2024, 5, 1).date()).articles == 4
    told = quiet.again(since=reextracting.datetime(2024, 5, 2).date())
    assert (told.articles, told.fronts) == (0, 0)


def test_a_profile_that_is_gone_is_named_and_another_may_be_given(quiet: Paper) -> None:
    moved = quiet.site.rename(quiet.folder / "moved.yaml")

    with pytest.raises(ProfileError, match=r"paper.yaml.*--site FILE"):
        quiet.again()
    assert quiet.again(site=str(moved)).articles == 4
    moved.write_text(moved.read_text().replace("name: paper", "name: other"))
    with pytest.raises(UsageError, match="'other' is not in this archive; expected one of paper"):
        quiet.again(site=str(moved))


def test_the_command_tells_what_changed_by_field(quiet: Paper) -> None:
    quiet.reads_by(ONE_PARAGRAPH_AWAY)

    dry = newsspider("reextract", "--archive", quiet.archive, "--site", "paper", "--dry-run")
    told = json.loads(newsspider("reextract", "--archive", quiet.archive, "--json"))
    again = newsspider("reextract", "--archive", quiet.archive)

    assert "4 articles would change" in dry
    assert "  body              4" in dry
    assert told["fields"]["body"]["count"] == 4
    assert len(told["fields"]["body"]["examples"]) == 3
    assert again == "6 captures of 4 articles and 1 front read again: nothing differs\n"
