"""`newsspider export` as it is typed: filters in every form, only what is new, a dictionary beside."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

import pytest
from support.samples import make_archive
from support.units import archive_fixture, article, unit

from newsspider.cli import entry
from newsspider.cli.output import export_progress
from newsspider.export import dictionary, fields, records, registry
from newsspider.export.format import ArticleFormat

if TYPE_CHECKING:
    from pathlib import Path


ARTICLE_FORMATS = [each.name for each in registry.all_formats() if isinstance(each, ArticleFormat)]


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def export(capfd: pytest.CaptureFixture[str], *words: str, status: int = 0) -> str:
    """What an export says on standard error."""
    capfd.readouterr()
    assert entry.run(["export", *words]) == status
    return capfd.readouterr().err


def headlines(file: Path) -> list[str]:
    return [json.loads(line)["headline"] for line in file.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("form", ARTICLE_FORMATS)
@pytest.mark.parametrize(
    ("filters", "count"),
    [
        ((), 5),
        (("--since", "2003", "--until", "2017-06"), 3),
        (("--section", "COLUMNS"), 2),
        (("--author", "ada byron", "--query", "kernel"), 1),
        (("--site", "GAZETTE"), 5),
        (("--since", "2099"), 0),
    ],
    ids=["all", "days", "section", "author and query", "site", "none"],
)
def test_every_form_has_every_filter(
    capfd: pytest.CaptureFixture[str], tmp_path: Path, form: str, filters: tuple[str, ...], count: int
) -> None:
    if form == "parquet":
        pytest.importorskip("pyarrow", reason="no pyarrow: newsspider[parquet]")
    make_archive(tmp_path / "archive")

    told = export(capfd, form, "-o", "out", *filters)

    assert told == f"{count} article{'' if count == 1 else 's'} to out\n"
    assert (tmp_path / "out").exists()


def test_only_new_has_what_came_or_changed_since_the_last_time(
    capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    words = ("jsonl", "-o", "out", "--only-new", "nightly")
    with archive_fixture(tmp_path / "archive") as archive:
        archive.keep(unit("a"), unit("b"))
        assert export(capfd, *words) == "2 articles to out\n"
        assert export(capfd, *words) == "0 articles to out\n"

        archive.begin_run()
        archive.keep(unit("a"), unit("b", article("b", headline="Another headline")), unit("c"))

        assert export(capfd, *words) == "2 articles to out\n"
        assert headlines(tmp_path / "out") == ["Another headline", "Headline of c"]
        assert export(capfd, "jsonl", "-o", "out", "--only-new", "weekly") == "3 articles to out\n"
        assert export(capfd, "jsonl", "-o", "out") == "3 articles to out\n"


def test_an_export_that_fails_is_not_remembered(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    with archive_fixture(tmp_path / "archive") as archive:
        archive.keep(unit("a"))

    export(capfd, "jsonl", "-o", "missing/out", "--only-new", "nightly", status=2)

    assert export(capfd, "jsonl", "-o", "out", "--only-new", "nightly") == "1 article to out\n"


def test_a_name_remembers_each_article_whatever_the_filters(
    capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    with archive_fixture(tmp_path / "archive") as archive:
        archive.keep(unit("a", article("a", section="Nature")), unit("b"), unit("c"))

    told = [
        export(capfd, "csv", "-o", "out", "--only-new", "nightly", *filters)
        for filters in (("--section", "nature"), (), ("--section", "nature"), ())
    ]

    assert told == [f"{what} to out\n" for what in ("1 article", "2 articles", "0 articles", "0 articles")]


def test_what_is_read_again_and_says_the_same_is_not_new(
    capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    words = ("csv", "-o", "out", "--only-new", "nightly")
    with archive_fixture(tmp_path / "archive") as archive:
        archive.keep(unit("a"), unit("b"))
        export(capfd, *words)

        with (
            archive.archive.transaction() as conn
        ):  # as a history that is made again: old numbers for new rows
            conn.execute("UPDATE revisions SET id = id + 100")
            conn.execute(
                "UPDATE articles SET content_hash = 'other' WHERE key = (SELECT max(key) FROM articles)"
            )

        assert export(capfd, *words) == "1 article to out\n"


@pytest.mark.parametrize("content", [b"", b"no database", b"SQLite format 3\0"])
def test_a_record_that_is_none_is_told(
    capfd: pytest.CaptureFixture[str], tmp_path: Path, content: bytes
) -> None:
    record = make_archive(tmp_path / "archive") / "exports" / "nightly.db"
    record.parent.mkdir()
    record.write_bytes(content)

    told = export(capfd, "csv", "--only-new", "nightly", status=2)

    assert "is not a record of exports" in told
    assert "delete it to export all again" in told


@pytest.mark.parametrize("name", ["../x", "", ".hidden", "a/b"])
def test_a_name_is_no_path(capfd: pytest.CaptureFixture[str], tmp_path: Path, name: str) -> None:
    make_archive(tmp_path / "archive")

    assert "is not a name" in export(capfd, "csv", "--only-new", name, status=2)


def test_whole_books_are_not_made_of_what_is_new(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    make_archive(tmp_path / "archive")

    told = export(capfd, "epub", "-o", "books", "--each", "month", "--only-new", "x", status=2)

    assert "cannot be combined" in told


def test_what_is_new_does_not_take_the_place_of_all(
    capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    make_archive(tmp_path / "archive")
    export(capfd, "markdown", "-o", "all")

    told = export(capfd, "markdown", "-o", "all", "--only-new", "x", status=2)

    assert "expected a new folder" in told
    assert len(list((tmp_path / "all").rglob("*.md"))) == 5
    assert export(capfd, "markdown", "-o", "new", "--only-new", "x") == "5 articles to new\n"


def package(file: Path) -> dict[str, object]:
    read: dict[str, object] = json.loads(file.read_text(encoding="utf-8"))
    return read


def test_a_dictionary_stands_beside_a_file(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    make_archive(tmp_path / "archive")

    export(capfd, "csv", "-o", "a.csv", "--link-blocks", "l.csv")

    articles, links = package(tmp_path / "a.csv.datapackage.json")["resources"]
    assert articles["path"] == "a.csv"
    assert articles["hash"] == f"sha256:{hashlib.sha256((tmp_path / 'a.csv').read_bytes()).hexdigest()}"
    assert articles["bytes"] == (tmp_path / "a.csv").stat().st_size
    assert tuple(field["name"] for field in articles["schema"]["fields"]) == records.ARTICLE_COLUMNS
    assert tuple(field["name"] for field in links["schema"]["fields"]) == records.LINK_COLUMNS
    assert links["schema"]["foreignKeys"][0]["reference"] == {"resource": "articles", "fields": ["key"]}


@pytest.mark.parametrize("form", ARTICLE_FORMATS)
def test_every_form_has_a_dictionary_that_says_what_each_field_means(
    capfd: pytest.CaptureFixture[str], tmp_path: Path, form: str
) -> None:
    if form == "parquet":
        pytest.importorskip("pyarrow", reason="no pyarrow: newsspider[parquet]")
    make_archive(tmp_path / "archive")

    export(capfd, form, "-o", "out")

    written = "out/datapackage.json" if form == "markdown" else "out.datapackage.json"
    (articles,) = package(tmp_path / written)["resources"]
    assert all(field["description"] for field in articles["schema"]["fields"])


def test_files_in_two_folders_have_a_dictionary_each(
    capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    make_archive(tmp_path / "archive")
    (tmp_path / "b").mkdir()

    export(capfd, "jsonl", "-o", "a.jsonl", "--link-blocks", "b/l.jsonl")

    (links,) = package(tmp_path / "b" / "l.jsonl.datapackage.json")["resources"]
    assert links["name"] == "links"
    assert "foreignKeys" not in links["schema"]
    assert (tmp_path / "a.jsonl.datapackage.json").exists()


def test_a_series_of_books_has_one_dictionary(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    make_archive(tmp_path / "archive")

    assert export(capfd, "epub", "-o", "books", "--each", "month") == "5 articles in 4 books to books\n"

    described = [file.name for file in (tmp_path / "books").iterdir() if file.suffix == ".json"]
    assert described == [dictionary.FILE]


@pytest.mark.parametrize("words", [(), ("-o", "-"), ("-o", "/dev/null"), ("-o", "a.csv", "--no-dictionary")])
def test_elsewhere_there_is_no_dictionary(
    capfd: pytest.CaptureFixture[str], tmp_path: Path, words: tuple[str, ...]
) -> None:
    make_archive(tmp_path / "archive")

    export(capfd, "csv", *words)

    assert not list(tmp_path.glob("*.json"))


def test_the_dictionary_knows_every_field_and_no_other(
    capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    make_archive(tmp_path / "archive")

    export(capfd, "jsonl", "-o", "a.jsonl", "--link-blocks", "l.jsonl")

    (first, *_) = (tmp_path / "a.jsonl").read_text(encoding="utf-8").splitlines()
    (link, *_) = (tmp_path / "l.jsonl").read_text(encoding="utf-8").splitlines()
    assert set(json.loads(first)) - set(fields.FIELDS) == set()
    assert set(fields.FIELDS) - set(json.loads(first)) <= {"link_blocks"}
    assert set(json.loads(link)) == {field.name for field in fields.LINK_FIELDS}


def test_a_long_export_says_how_far_it_is(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export_progress, "_FIRST_S", 0.0)

    with export_progress.ExportProgress(250) as counted:
        assert [*counted(range(150)), *counted(range(100))] == [*range(150), *range(100)]

    assert capfd.readouterr().err.splitlines() == ["100 of 250 articles", "200 of 250 articles"]


def test_a_short_export_says_nothing_meanwhile(capfd: pytest.CaptureFixture[str]) -> None:
    with export_progress.ExportProgress(250) as counted:
        assert list(counted(range(250))) == list(range(250))

    assert capfd.readouterr().err == ""


def test_a_terminal_gets_a_bar_that_goes_away(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("FORCE_COLOR", "1")

    with export_progress.ExportProgress(1_000) as counted:
        list(counted(range(900)))

    told = capfd.readouterr().err
    assert "900/1000" in told.replace(" ", "")
    assert told.endswith("\x1b[2K")


@pytest.mark.parametrize("form", ["csv", "markdown", "epub", "wacz"])
@pytest.mark.parametrize(
    ("option", "typed", "told"),
    [
        ("--site", "gazete", "--site 'gazete': the archive has no such site; did you mean 'gazette'?"),
        ("--site", "other", "--site 'other': the archive has no such site; there are: 'gazette'"),
        ("--section", "Colums", "the archive has no such section; did you mean 'Columns'?"),
        ("--section", "Sport", "the archive has no such section; there are: "),
        ("--author", "byron", "the archive has no such author; did you mean 'Ada Byron'"),
        ("--issue", "May", "the archive has no such issue, nor any other"),
    ],
)
def test_a_name_that_the_archive_does_not_have_leaves_the_former_file(
    capfd: pytest.CaptureFixture[str], tmp_path: Path, form: str, option: str, typed: str, told: str
) -> None:
    make_archive(tmp_path / "archive")
    if form == "wacz" and option != "--site":
        return
    target = tmp_path / "out.wacz"
    target.write_text("former")

    said = export(capfd, form, "-o", str(target), option, typed, status=2)

    assert told in said
    assert len(said.splitlines()) == 1
    assert target.read_text() == "former"
    assert not list(tmp_path.glob("out.wacz.*"))


def test_the_names_are_looked_up_within_the_site(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    with archive_fixture(tmp_path / "archive") as archive:
        archive.keep(unit("a", article("a", section="Nature", issue="May 2020")))

    assert (
        export(capfd, "csv", "-o", "out", "--section", "nature", "--issue", "MAY 2020")
        == "1 article to out\n"
    )
    said = export(capfd, "csv", "-o", "out", "--site", "Gazette", "--section", "Nurture", status=2)

    assert "--section 'Nurture': site 'gazette' has no such section; did you mean 'Nature'?" in said


@pytest.mark.parametrize("option", ["--site", "--section", "--author"])
def test_a_search_names_what_there_is(capfd: pytest.CaptureFixture[str], tmp_path: Path, option: str) -> None:
    make_archive(tmp_path / "archive")
    capfd.readouterr()

    assert entry.run(["search", "kernel", option, "zzz"]) == 2
    said = capfd.readouterr()

    assert said.out == ""
    assert f"newsspider: {option} 'zzz': the archive has no such {option[2:]}; there are: " in said.err
