"""The folder of Markdown: a file an article, names that stay, nobody else's files touched."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from support.samples import SAMPLES, make_archive

from newsspider.errors import UsageError
from newsspider.export import registry, write_articles
from newsspider.export.editions import Edition
from newsspider.export.formats import markdown_folder
from newsspider.export.request import ExportCounts, ExportRequest
from newsspider.queries.models import StoredArticle, StoredRevision
from newsspider.queries.reader import Reader
from newsspider.revisions.compare import RevisionText

if TYPE_CHECKING:
    from pathlib import Path

EDITION = Edition(title="The gazette", id="urn:x", publisher="gazette", changed_at=datetime.now(UTC))
ARTICLE = StoredArticle(
    id=1,
    key="90bd0790d6b1a0d5",
    site="gazette",
    url="https://gazette.example/1",
    headline="A: “quoted” – # title",
    authors=("Ada Byron", "王小明"),
    published_on=date(2017, 6, 1),
    published_precision="month",
    text="Text",
    html="<p>Text</p>",
)


def export(archive: Path, target: Path | None) -> ExportCounts:
    with Reader(archive) as reader:
        articles = reader.articles()
        return write_articles.write(
            articles,
            ExportRequest(format=registry.article_format("markdown"), edition=EDITION, target=target),
        )


def front_matter(text: str) -> dict[str, object]:
    front, _, _ = text.removeprefix("---\n").partition("\n---\n")
    facts: dict[str, object] = yaml.safe_load(front)
    return facts


def test_each_article_is_a_file_of_its_year(tmp_path: Path) -> None:
    archive = make_archive(tmp_path / "archive")

    exported = export(archive, tmp_path / "out")

    made = sorted(file.relative_to(tmp_path / "out").as_posix() for file in (tmp_path / "out").rglob("*.md"))
    assert exported.articles == len(made) == len(SAMPLES)
    assert [re.sub("[0-9a-f]{16}", "KEY", name) for name in made] == [
        "1997/1997-01-01-the-weekend-mechanic-KEY.md",
        "2003/2003-07-15-ein-käfig-für-den-affen-KEY.md",
        "2017/2017-06-01-the-kernel-of-the-matter-KEY.md",
        "2017/2017-06-30-中国经济增长百分之七-KEY.md",
        "undated/KEY.md",
    ]


def test_a_file_has_its_facts_in_front_and_then_the_article() -> None:
    text = markdown_folder.file_text(ARTICLE)

    assert front_matter(text) == {
        "title": ARTICLE.headline,
        "author": ["Ada Byron", "王小明"],
        "date": date(2017, 6, 1),
        "key": ARTICLE.key,
        "site": "gazette",
        "url": ARTICLE.url,
        "published_precision": "month",
        "word_count": 0,
        "revision_count": 1,
    }
    assert text.endswith("---\n\n# A: “quoted” – # title\n\nBy Ada Byron, 王小明, 2017-06\n\nText\n")


@given(st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"], exclude_characters="\ufffe\uffff")))
def test_any_headline_is_read_back_and_makes_a_safe_name(headline: str) -> None:
    article = replace(ARTICLE, headline=headline)

    name = markdown_folder.file_name(article)

    assert front_matter(markdown_folder.file_text(article)).get("title", "") == headline
    assert re.fullmatch(
        r"2017/2017-06-01-(?:[\w\u0300-\uffff\U00010000-\U0010ffff]+-)*90bd0790d6b1a0d5\.md", name
    )
    assert len(name.encode()) < 200


@given(st.text())
def test_any_text_at_all_makes_a_file_that_can_be_read(text: str) -> None:
    written = markdown_folder.file_text(
        replace(ARTICLE, headline=text, authors=(text,), standfirst=text, text=text)
    )

    assert written.encode()
    assert front_matter(written)["key"] == ARTICLE.key


def test_a_new_headline_leaves_the_name() -> None:
    first = StoredRevision(
        number=1,
        kind="first",
        first_seen_at=None,
        last_seen_at=None,
        wording=RevisionText(headline="As it was", standfirst=None, authors=(), body=()),
    )

    name = markdown_folder.file_name(replace(ARTICLE, headline="As it is", revisions=(first,)))

    assert name == "2017/2017-06-01-as-it-was-90bd0790d6b1a0d5.md"


def test_an_earlier_export_is_replaced_whole(tmp_path: Path) -> None:
    export(make_archive(tmp_path / "archive"), tmp_path / "out")

    export(make_archive(tmp_path / "smaller", SAMPLES[:1]), tmp_path / "out")

    assert [file.name[:10] for file in (tmp_path / "out").rglob("*.md")] == ["1997-01-01"]
    assert sorted(each.name for each in tmp_path.iterdir()) == ["archive", "out", "smaller"]


def test_a_failed_export_leaves_the_folder_as_it_was(tmp_path: Path) -> None:
    export(make_archive(tmp_path / "archive"), tmp_path / "out")

    def breaking():
        yield ARTICLE
        raise RuntimeError

    with pytest.raises(RuntimeError):
        write_articles.write(
            breaking(),
            ExportRequest(
                format=registry.article_format("markdown"), edition=EDITION, target=tmp_path / "out"
            ),
        )

    assert len(list((tmp_path / "out").rglob("*.md"))) == len(SAMPLES)
    assert sorted(each.name for each in tmp_path.iterdir()) == ["archive", "out"]


@pytest.mark.parametrize("target", ["taken", "file", "missing/out", None])
def test_a_folder_that_cannot_be_is_refused(tmp_path: Path, target: str | None) -> None:
    archive = make_archive(tmp_path / "archive", SAMPLES[:1])
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "notes.txt").write_text("mine")
    (tmp_path / "file").write_text("mine")

    with pytest.raises(UsageError):
        export(archive, tmp_path / target if target else None)

    assert (tmp_path / "taken" / "notes.txt").read_text() == "mine"
    assert (tmp_path / "file").read_text() == "mine"
