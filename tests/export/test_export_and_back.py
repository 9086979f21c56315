"""Tables that are read back: what was in the archive is what comes out."""

from __future__ import annotations

import csv
import json
from dataclasses import fields, replace
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.samples import make_archive

from newsspider.export import records, registry, write_articles
from newsspider.export.editions import Edition
from newsspider.export.request import ExportRequest
from newsspider.export.text.spreadsheet_cells import is_formula
from newsspider.items import Image, Link, LinkBlock
from newsspider.queries.models import StoredArticle, StoredUrl
from newsspider.queries.reader import Reader

EDITION = Edition(title="x", id="urn:x", publisher="x", changed_at=datetime(2024, 5, 1, tzinfo=UTC))
_TEXT = st.text(st.characters(exclude_categories=["Cs"])) | st.sampled_from(
    ("=1+1", "'=1", "''@x", " -1", '"quoted", and more', "two\r\nlines", "\r", ";", "null", "0012", "1e5")
)
_SOME = st.none() | _TEXT
_MOMENTS = st.none() | st.integers(-2_000_000_000, 4_000_000_000).map(
    lambda s: datetime.fromtimestamp(s, UTC)
)
_LINKS = st.lists(st.builds(Link, text=_TEXT, url=_TEXT), max_size=2).map(tuple)
_BLOCKS = st.builds(LinkBlock, label=_SOME, kind=st.just("related"), position=st.integers(0, 9), links=_LINKS)
ARTICLES = st.builds(
    StoredArticle,
    id=st.just(1),
    key=_TEXT,
    site=_TEXT,
    url=_TEXT,
    headline=_SOME,
    standfirst=_SOME,
    authors=st.lists(_TEXT, max_size=2).map(tuple),
    section=_SOME,
    published_on=st.none() | st.dates(date(1700, 1, 1), date(2100, 1, 1)),
    published_at=_MOMENTS,
    gone_at=_MOMENTS,
    confidence=st.none() | st.floats(0, 1),
    word_count=st.integers(0, 2**31 - 1),
    text=_TEXT,
    html=_TEXT,
    urls=st.lists(st.builds(StoredUrl, url=_TEXT, reason=_SOME), max_size=2).map(tuple),
    images=st.lists(st.builds(Image, url=_TEXT, alt=_SOME, caption=_SOME), max_size=2).map(tuple),
    link_blocks=st.lists(_BLOCKS, max_size=2).map(tuple),
    provenance=st.dictionaries(_TEXT, _TEXT, max_size=2),
)
_MANY = st.lists(ARTICLES, max_size=3)


def written(articles: list[StoredArticle], form: str, folder: str) -> tuple[Path, Path]:
    target, links = Path(folder) / "articles", Path(folder) / "links"
    write_articles.write(
        articles,
        ExportRequest(
            format=registry.article_format(form), edition=EDITION, target=target, link_blocks=links
        ),
    )
    return target, links


def article(record: dict[str, object]) -> StoredArticle:
    """The article that a record of JSON, or a row of Parquet, was made of."""
    values = dict(record, id=1)
    for name, value in record.items():
        if name.endswith("_at") and isinstance(value, str):
            values[name] = datetime.fromisoformat(value)
    if isinstance(values["published_on"], str):
        values["published_on"] = date.fromisoformat(values["published_on"])
    values["authors"] = tuple(values["authors"])
    values["urls"] = tuple(StoredUrl(**url) for url in values["urls"])
    values["images"] = tuple(Image(**image) for image in values["images"])
    values["provenance"] = dict(values["provenance"])
    values["link_blocks"] = tuple(map(link_block, values["link_blocks"]))
    return StoredArticle(**values)


def link_block(record: dict[str, object]) -> LinkBlock:
    return LinkBlock(**{**record, "links": tuple(Link(**link) for link in record["links"])})


def links_of(articles: list[StoredArticle]) -> list[tuple[object, ...]]:
    return [
        row
        for each in articles
        for block in each.link_blocks
        for row in records.link_rows(block, article_key=each.key, page_url=each.url)
    ]


def plain(cell: str) -> str:
    """The cell without the apostrophe that keeps a spreadsheet from running it."""
    return cell[1:] if cell.startswith("'") and is_formula(cell.lstrip("'")) else cell


def csv_rows(file: Path) -> list[list[str]]:
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return [[plain(cell) for cell in row] for row in csv.reader(lines)][1:]


def as_cells(row: tuple[object, ...]) -> list[str]:
    return ["" if cell is None else str(cell).replace("\0", "") for cell in row]


@given(_MANY)
@settings(max_examples=60)
def test_csv_gives_back_each_cell(articles: list[StoredArticle]) -> None:
    with TemporaryDirectory() as folder:
        target, links = written(articles, "csv", folder)

        assert csv_rows(target) == [as_cells(records.row(each)) for each in articles]
        assert csv_rows(links) == [as_cells(row) for row in links_of(articles)]


@given(_MANY)
@settings(max_examples=60)
def test_json_lines_give_back_the_articles(articles: list[StoredArticle]) -> None:
    with TemporaryDirectory() as folder:
        target, links = written(articles, "jsonl", folder)

        # Not `splitlines`: some characters within a text would end a line for it.
        lines = target.read_bytes().split(b"\n")[:-1]
        assert [article(json.loads(line)) for line in lines] == articles
        rows = [json.loads(line) for line in links.read_bytes().split(b"\n")[:-1]]
        assert [tuple(row.values()) for row in rows] == links_of(articles)


@given(_MANY)
@settings(max_examples=60)
def test_parquet_gives_back_the_articles(articles: list[StoredArticle]) -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="no pyarrow: newsspider[parquet]")
    with TemporaryDirectory() as folder:
        target, links = written(articles, "parquet", folder)

        back = parquet.read_table(target).to_pylist()
        assert [article({"link_blocks": (), **row}) for row in back] == [
            replace(each, link_blocks=()) for each in articles
        ]
        assert [tuple(row.values()) for row in parquet.read_table(links).to_pylist()] == links_of(articles)


@pytest.mark.parametrize("form", ["jsonl", "parquet"])
def test_an_archive_is_read_back_with_its_link_blocks(tmp_path: Path, form: str) -> None:
    target = tmp_path / "articles"
    with Reader(make_archive(tmp_path / "archive")) as reader:
        write_articles.write(
            reader.articles(),
            ExportRequest(format=registry.article_format(form), edition=EDITION, target=target),
        )
        kept = [replace(each, id=1, revisions=()) for each in reader.articles()]

    if form == "parquet":
        back = pytest.importorskip("pyarrow.parquet").read_table(target).to_pylist()
    else:
        back = [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]

    assert [article(record) for record in back] == kept


def test_parquet_has_typed_columns_and_row_groups(tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="no pyarrow: newsspider[parquet]")
    long = StoredArticle(id=1, key="k", site="s", url="u", text="x" * 3_000_000)

    write_articles.write(
        [long] * 7,
        ExportRequest(format=registry.article_format("parquet"), edition=EDITION, target=tmp_path / "a"),
    )

    read = parquet.ParquetFile(tmp_path / "a")
    assert [read.metadata.row_group(n).num_rows for n in range(read.num_row_groups)] == [3, 3, 1]
    types = {field.name: str(field.type) for field in read.schema_arrow}
    assert tuple(types) == records.RECORD_FIELDS
    assert types["published_on"] == "date32[day]"
    assert types["first_seen_at"] == "timestamp[ms, tz=UTC]"
    assert types["authors"] == "list<element: string>"


def test_every_field_of_an_article_is_exported() -> None:
    assert set(records.RECORD_FIELDS) == {field.name for field in fields(StoredArticle)} - {"id", "revisions"}
