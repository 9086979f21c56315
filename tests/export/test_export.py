"""Exports: every row, fixed columns, safe in a spreadsheet; a file is replaced whole or not at all."""

from __future__ import annotations

import csv
import io
import json
import tracemalloc
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.samples import SAMPLES, Sample, make_archive

from newsspider.errors import UsageError
from newsspider.export import one_article, records, registry, write_articles
from newsspider.export.editions import Edition
from newsspider.export.request import ExportCounts, ExportRequest
from newsspider.export.text.spreadsheet_cells import CsvTable, safe
from newsspider.items import Article, Image, Link, LinkBlock
from newsspider.queries.reader import Reader
from newsspider.queries.selection import Selection

ARTICLE = Article(
    url="https://gazette.example/1",
    canonical_url="https://gazette.example/1",
    headline="Cats & *dogs*",
    authors=("Ada Byron", "John Fisk"),
    standfirst="Who wins?",
    body=("First.", "Second."),
    html="<p>First, <em>really</em> <a href='https://gazette.example/a b'>linked</a>.</p>",
    images=(Image(url="https://gazette.example/cat.jpg", alt="a cat"),),
    link_blocks=(
        LinkBlock(
            label="Services", kind="sidebar", position=0, links=(Link(text="Map", url="https://x.example/"),)
        ),
    ),
    provenance={"headline": "selected:h1", "authors": "declared:meta"},
    confidence=0.8,
)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_archive(tmp_path_factory.mktemp("archive"))


EDITION = Edition(title="The gazette", id="urn:x", publisher="gazette", changed_at=datetime.now(UTC))


def export(archive: Path, target: Path, form: str, **wanted: str | None) -> ExportCounts:
    with Reader(archive) as reader:
        order = ExportRequest(format=registry.article_format(form), edition=EDITION, target=target)
        return write_articles.write(reader.selected(Selection(**wanted)), order)


def read_csv(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def test_a_csv_file_has_every_article_in_fixed_columns(archive: Path, tmp_path: Path) -> None:
    exported = export(archive, tmp_path / "a.csv", "csv")

    rows = read_csv(tmp_path / "a.csv")
    assert exported.articles == len(rows) == len(SAMPLES)
    assert tuple(rows[0]) == records.ARTICLE_COLUMNS
    assert [row["published_on"] for row in rows] == [
        "1997-01-01",
        "2003-07-15",
        "2017-06-01",
        "2017-06-30",
        "",
    ]
    assert rows[1]["authors"] == "Jürgen Groß; Ánna Łukasz"
    assert rows[0]["text"] == SAMPLES[0].text


def test_a_csv_file_begins_with_a_byte_order_mark(archive: Path, tmp_path: Path) -> None:
    export(archive, tmp_path / "a.csv", "csv")

    assert (tmp_path / "a.csv").read_bytes().startswith(b"\xef\xbb\xbfkey,")


def test_json_is_one_array_with_everything_nested(archive: Path, tmp_path: Path) -> None:
    export(archive, tmp_path / "a.json", "json")

    articles = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    assert len(articles) == len(SAMPLES)
    assert articles[0]["link_blocks"][1] == {
        "label": "Services",
        "group": None,
        "kind": "related",
        "position": 1,
        "links": [{"text": "Mirror sites", "url": "https://gazette.example/M"}],
    }
    assert articles[0]["images"][0]["alt"] == "a cat"
    assert articles[0]["urls"][0]["reason"] == "canonical"
    assert articles[3]["authors"] == ["王小明"]
    assert len({tuple(article) for article in articles}) == 1


def test_jsonl_is_one_object_a_line_and_says_the_same(archive: Path, tmp_path: Path) -> None:
    export(archive, tmp_path / "a.jsonl", "jsonl")
    export(archive, tmp_path / "a.json", "json")

    lines = (tmp_path / "a.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line) for line in lines] == json.loads(
        (tmp_path / "a.json").read_text(encoding="utf-8")
    )


@pytest.mark.parametrize(("form", "content"), [("csv", None), ("json", "[]\n"), ("jsonl", "")])
def test_no_rows_are_a_valid_file(archive: Path, tmp_path: Path, form: str, content: str | None) -> None:
    exported = export(archive, tmp_path / "none", form, site="nowhere")

    assert exported.articles == 0
    text = (tmp_path / "none").read_text(encoding="utf-8-sig")
    assert text == (content if content is not None else ",".join(records.ARTICLE_COLUMNS) + "\n")


def test_link_blocks_go_to_a_second_file_a_link_a_row(archive: Path, tmp_path: Path) -> None:
    with Reader(archive) as reader:
        exported = write_articles.write(
            reader.selected(Selection()),
            ExportRequest(
                format=registry.article_format("csv"),
                edition=EDITION,
                target=tmp_path / "a.csv",
                link_blocks=tmp_path / "links.csv",
            ),
            front_blocks=reader.front_blocks(None),
        )

    rows = read_csv(tmp_path / "links.csv")
    assert tuple(rows[0]) == records.LINK_COLUMNS
    assert exported.links == len(rows) == 3
    assert rows[0]["article_key"] == read_csv(tmp_path / "a.csv")[0]["key"]
    assert (rows[2]["article_key"], rows[2]["label"], rows[2]["text"]) == ("", "Economy", "'=Markets today")


def test_two_exports_cannot_share_a_file(archive: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="two files"):
        write_articles.write(
            (),
            ExportRequest(
                format=registry.article_format("csv"),
                edition=EDITION,
                target=tmp_path / "a",
                link_blocks=tmp_path / "a",
            ),
        )


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        " =1",
        "＝1",
        "＋1",
        "－1",
        "＠x",
        "\ufeff=1",
        "\x00=1",
        "\n=1",
    ],
)
def test_a_cell_that_looks_like_a_formula_gets_an_apostrophe(text: str) -> None:
    assert str(safe(text)).startswith("'")


@given(st.text())
def test_no_text_becomes_a_formula_and_none_is_lost(text: str) -> None:
    cell = str(safe(text))

    assert cell.removeprefix("'") == text.replace("\0", "") or cell == text.replace("\0", "")
    assert not cell.lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))


@given(st.lists(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=2, max_size=2)))
def test_what_is_written_as_csv_is_read_back(rows: list[list[str]]) -> None:
    out = io.StringIO(newline="")

    table = CsvTable(out, ("one", "two"))
    for row in rows:
        table.write(row)

    out.seek(0)
    assert list(csv.reader(out))[1:] == [[str(safe(cell)) for cell in row] for row in rows]


def test_numbers_and_the_unknown_stay_as_they_are() -> None:
    assert safe(-3) == -3
    assert safe(None) is None


def test_a_failed_export_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    target = tmp_path / "a.csv"
    target.write_text("old")

    def breaking():
        yield from ()
        raise RuntimeError

    with pytest.raises(RuntimeError):
        write_articles.write(
            breaking(),
            ExportRequest(
                format=registry.article_format("csv"),
                edition=EDITION,
                target=target,
                link_blocks=tmp_path / "links.csv",
            ),
        )

    assert target.read_text() == "old"
    assert [file.name for file in tmp_path.iterdir()] == ["a.csv"]


def test_a_link_to_a_file_stays_a_link(archive: Path, tmp_path: Path) -> None:
    (tmp_path / "link.csv").symlink_to(tmp_path / "real.csv")

    export(archive, tmp_path / "link.csv", "csv")

    assert (tmp_path / "link.csv").is_symlink()
    assert len(read_csv(tmp_path / "real.csv")) == len(SAMPLES)


def test_a_device_is_written_to_and_not_replaced(archive: Path) -> None:
    export(archive, Path("/dev/null"), "csv")

    assert Path("/dev/null").is_char_device()


@pytest.mark.parametrize("target", ["", "missing/a.csv"])
def test_a_target_that_cannot_be_is_refused(archive: Path, tmp_path: Path, target: str) -> None:
    with pytest.raises(UsageError):
        export(archive, tmp_path / target, "csv")


def test_an_export_of_many_articles_holds_few_at_a_time(tmp_path: Path) -> None:
    archive = make_archive(
        tmp_path / "archive", [Sample(headline=f"{n}", text="x" * 20_000) for n in range(600)]
    )
    tracemalloc.start()
    export(archive, tmp_path / "a.jsonl", "jsonl")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert (tmp_path / "a.jsonl").stat().st_size > 24_000_000
    assert peak < 12_000_000


def test_an_article_as_text_and_json() -> None:
    assert (
        one_article.as_text(ARTICLE)
        == "Cats & *dogs*\n\nBy Ada Byron, John Fisk\n\nWho wins?\n\nFirst.\n\nSecond.\n"
    )
    assert json.loads(json.dumps(one_article.as_json(ARTICLE)))["link_blocks"][0]["links"][0]["text"] == "Map"


def test_an_explanation_names_who_answered() -> None:
    told = {name: (read, source) for name, read, source in one_article.explanation(ARTICLE)}

    assert told["headline"] == ("Cats & *dogs*", "selected:h1")
    assert told["authors"] == ("Ada Byron, John Fisk", "declared:meta")
    assert told["body"] == ("2 paragraphs, 2 words", "")
