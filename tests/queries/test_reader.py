"""Reading an archive: who is found, in which order, and that nothing a person types is an error."""

from __future__ import annotations

import multiprocessing
import os
import pwd
import shutil
import sqlite3
import tempfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.samples import SAMPLES, SITE, Sample, make_archive

from newsspider.errors import ArchiveError, ArchiveMissing, ArchiveNewer, UsageError
from newsspider.language import typed_periods
from newsspider.queries.models import MARK_OFF, MARK_ON
from newsspider.queries.reader import Reader
from newsspider.queries.search_query import parse
from newsspider.queries.selection import Selection


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_archive(tmp_path_factory.mktemp("archive"))


@pytest.fixture(scope="module")
def reader(archive: Path) -> Reader:
    return Reader(archive)


def headlines(reader: Reader, **wanted: str | None) -> list[str | None]:
    return [article.headline for article in reader.articles(**wanted)]


def test_articles_come_by_day_and_the_undated_last(reader: Reader) -> None:
    days = [article.published_on for article in reader.articles()]

    assert days == [date(1997, 1, 1), date(2003, 7, 15), date(2017, 6, 1), date(2017, 6, 30), None]


def test_an_article_comes_with_all_that_belongs_to_it(reader: Reader) -> None:
    article = next(reader.articles())

    assert article.authors == ("John Fisk",)
    assert [block.label for block in article.link_blocks] == ["Related", "Services"]
    assert article.link_blocks[1].links[0].text == "Mirror sites"
    assert article.images[0].alt == "a cat"
    assert article.urls[0].reason == "canonical"
    assert article.provenance == {"headline": "selected:h1"}
    assert article.first_seen_at is not None
    assert article.first_seen_at.tzinfo is not None


def test_authors_keep_the_order_of_the_byline(reader: Reader) -> None:
    assert [article.authors for article in reader.articles(section="Columns")][1] == (
        "John Fisk",
        "Ada Byron",
    )


@pytest.mark.parametrize(
    ("wanted", "count"),
    [
        ({"since": "2017"}, 2),
        ({"since": "2017-06", "until": "2017-06"}, 2),
        ({"until": "2003"}, 2),
        ({"since": "2017-06-02"}, 1),
        ({"section": "COLUMNS"}, 2),
        ({"section": "überblick"}, 1),
        ({"author": "john fisk"}, 2),
        ({"author": "ÁNNA ŁUKASZ"}, 1),
        ({"author": "John"}, 0),
        ({"site": "nowhere"}, 0),
        ({"query": "kernel"}, 2),
        ({"query": "kernel", "since": "2000"}, 1),
        ({"query": '"'}, 0),
    ],
)
def test_conditions_are_inclusive_and_know_no_case(
    reader: Reader, wanted: dict[str, str], count: int
) -> None:
    assert len(headlines(reader, **wanted)) == count


def test_days_may_be_dates(reader: Reader) -> None:
    assert len(list(reader.articles(since=date(2017, 6, 30), until=date(2017, 6, 30)))) == 1


@pytest.mark.parametrize(
    ("query", "texts"),
    [
        ("kernel sunday", {0}),
        ("sunday OR editor", {0, 3}),
        ("kernel -editor", {0}),
        ("kernel NOT editor", {0}),
        ('"the cat helped"', {0}),
        ('"cat the helped"', set()),
        ("“the cat helped”", {0}),
        ("kern*", {0, 3}),
        ("kernels", {0, 3}),
        ("cafe", {1}),
        ("AND kernel OR", {0, 3}),
        ("story_line", {3}),
        ("headline:kernel", set()),
        ("市场", {2}),
        ("平稳增长 专家", {2}),
        ("中国 OR editor", {2, 3}),
        ("中国 -农村", set()),
        ("-kernel -中国", {1, 4}),
        ("-kernel", {1, 2, 4}),
        ("市场%", set()),
        ("", set()),
        ("-", set()),
        ("NOT", set()),
        ("()[]{}^*:", set()),
    ],
)
def test_a_query_finds_what_its_words_say(reader: Reader, query: str, texts: set[int]) -> None:
    found = {article.text for article in reader.articles(query=query)}
    searched = reader.search(Selection(query=query), limit=50)

    assert found == {SAMPLES[number].text for number in texts}
    assert {each.id - 1 for each in searched.found} == texts
    assert searched.total == len(texts)


@settings(deadline=None, max_examples=300)
@given(
    st.one_of(
        st.text(),
        st.text(alphabet='"*()-:^{}[]+,.\0 ORANDTéab中ไ'),
        st.lists(
            st.sampled_from(["OR", "NOT", "AND", '"', "-", "a*", "中国", "kernel", "\ud800", "NEAR(", "%_"])
        ).map(" ".join),
    )
)
def test_any_text_is_a_valid_query(reader: Reader, query: str) -> None:
    searched = reader.search(Selection(query=query), limit=3)

    assert searched.total == reader.count(Selection(query=query)) == len(list(reader.articles(query=query)))
    assert len(searched.found) == min(3, searched.total)


def test_thousands_of_words_are_still_a_query(reader: Reader) -> None:
    assert reader.search(Selection(query="word " * 5_000 + "中 " * 5_000), limit=1).total == 0


def test_a_hit_in_the_headline_comes_first(tmp_path: Path) -> None:
    samples = (
        Sample(headline="Other things", text="A zebra. " * 3 + "Some other words. " * 3),
        Sample(headline="Zebra", text="Stripes all over, and the words that fill a page. " * 5),
    )
    with Reader(make_archive(tmp_path, samples)) as reader:
        found = reader.search(Selection(query="zebra"), limit=9).found

    assert found[0].headline == f"{MARK_ON}Zebra{MARK_OFF}"
    assert f"{MARK_ON}zebra{MARK_OFF}" in found[1].snippet


def test_hits_in_unspaced_writing_are_marked_and_shown_in_their_surroundings(reader: Reader) -> None:
    found = reader.search(Selection(query="农村"), limit=9).found[0]

    assert f"{MARK_ON}农村{MARK_OFF}市场" in found.snippet


def test_what_is_read_stands_still_while_a_crawl_writes(tmp_path: Path) -> None:
    samples = tuple(Sample(headline=f"No. {number}", text="text") for number in range(250))
    archive = make_archive(tmp_path, samples)

    with Reader(archive) as reader:
        articles = reader.articles()
        first = next(articles)
        writer = sqlite3.connect(archive / "news.db")
        writer.execute("UPDATE articles SET headline = 'rewritten'")
        writer.commit()
        rest = list(articles)
        after = next(reader.articles())

    assert first.headline == "No. 0"
    assert len(rest) == 249
    assert "rewritten" not in {article.headline for article in rest}
    assert after.headline == "rewritten"


def test_two_readings_may_be_under_way_at_once(reader: Reader) -> None:
    both = list(zip(reader.articles(), reader.articles(), strict=True))

    assert all(one == other for one, other in both)


def test_fronts_have_link_blocks_of_their_own(reader: Reader) -> None:
    blocks = list(reader.front_blocks(None))

    assert [block.block.label for block in blocks] == ["Economy"]
    assert list(reader.front_blocks("nowhere")) == []


def test_status_tells_of_each_site(archive: Path, reader: Reader) -> None:
    (archive / "warc").mkdir(exist_ok=True)
    (archive / "warc" / f"{SITE}-1.warc.gz").write_bytes(b"x" * 70)

    status = reader.status(runs=1)

    assert status.db_bytes > 0
    assert status.warc_bytes == 70
    site = status.sites[0]
    assert (site.articles, site.gone, site.link_blocks, site.warc_bytes) == (5, 1, 3, 70)
    assert (site.earliest_on, site.latest_on) == (date(1997, 1, 1), date(2017, 6, 30))
    assert [(run.new, run.exit_status) for run in site.runs] == [(2, 1)]


def test_a_folder_without_an_archive_says_so(tmp_path: Path) -> None:
    with pytest.raises(ArchiveMissing, match="no archive here"):
        Reader(tmp_path)


@pytest.mark.parametrize("content", [b"", b"not a database at all, but long enough to be looked at" * 20])
def test_a_file_that_is_no_archive_is_an_error_of_ours(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "news.db").write_bytes(content)

    with pytest.raises(ArchiveError, match=r"news\.db"):
        Reader(tmp_path)


def test_an_archive_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    archive = make_archive(tmp_path)
    connection = sqlite3.connect(archive / "news.db")
    connection.execute(
        "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('newsspider', 'm999', '')"
    )
    connection.commit()
    connection.close()

    with pytest.raises(ArchiveNewer, match="newer version"):
        Reader(archive)


def count_as_nobody(folder: Path) -> None:
    os.setuid(pwd.getpwnam("nobody").pw_uid)
    with Reader(folder) as reader:
        os._exit(len(list(reader.articles(query="kernel"))))


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root, to become somebody who may not write")
def test_a_folder_that_may_not_be_written_to_can_be_read() -> None:
    folder = Path(tempfile.mkdtemp())
    try:
        make_archive(folder)
        folder.chmod(0o555)
        (folder / "news.db").chmod(0o444)
        child = multiprocessing.get_context("fork").Process(target=count_as_nobody, args=(folder,))
        child.start()
        child.join(60)

        assert child.exitcode == 2
    finally:
        shutil.rmtree(folder)


@pytest.mark.parametrize(
    "text", ["2024-13-40", "2024-00", "0000", "yesterday", "", "2024-2-30", "20240101", "²⁰²⁴"]
)
def test_a_text_that_is_not_a_date_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="expected YYYY, YYYY-MM or YYYY-MM-DD"):
        typed_periods.first_day(text)


def test_a_month_or_year_is_a_whole_period() -> None:
    assert typed_periods.first_day("2024") == date(2024, 1, 1)
    assert typed_periods.last_day("2024") == date(2024, 12, 31)
    assert typed_periods.last_day("2024-02") == date(2024, 2, 29)
    assert typed_periods.last_day("2024-02-03") == date(2024, 2, 3)


def test_words_alone_are_left_to_the_index() -> None:
    wanted = parse("fast cars -red OR bicycles")

    assert wanted is not None
    assert wanted.rest is None
    assert wanted.match == '(("fast" AND "cars") NOT ("red")) OR ("bicycles")'
