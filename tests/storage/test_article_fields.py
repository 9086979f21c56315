"""The table of article fields: every place that has to know a field knows it."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest
import yaml
from sqlite_utils import Database

from newsspider.article_fields import ARTICLE_FIELDS, ArticleField
from newsspider.browse.datasette import files
from newsspider.export import records
from newsspider.export.fields import FIELDS
from newsspider.items import Article
from newsspider.queries.models import StoredArticle
from newsspider.storage.schema import migrations

ROOT = Path(__file__).resolve().parents[2]
COMPUTED = {"word_count"}  # from the text, when it is stored


def places_without(field: ArticleField) -> list[str]:
    """The places that do not know a field."""
    database = Database(memory=True)
    migrations.migrate(database)
    readme = (ROOT / "archive" / "README.md").read_text("utf-8")
    section = re.split(r"^## `articles`$", readme, flags=re.MULTILINE)[1].partition("\n## ")[0]
    metadata = yaml.safe_load(files.HERE.joinpath(files.METADATA).read_text("utf-8"))
    described = metadata["databases"]["news"]["tables"]["articles"]["columns"]
    is_column, is_read = field.group != "list", field.group in ("text", "date", "fact")
    places = {
        "schema.sql: a column of articles": not is_column
        or field.column in {column.name for column in database["articles"].columns},
        "archive/README.md: a row of articles": not is_column or f"| `{field.column}` |" in section,
        "browse/metadata.yaml: a column of articles": not is_column or field.column in described,
        "items.Article": not is_read or hasattr(Article, field.name) or field.name in COMPUTED,
        "queries.models.StoredArticle": field.name in {one.name for one in fields(StoredArticle)},
        "export.fields.FIELDS": field.name in FIELDS,
        "export.records.ARTICLE_COLUMNS": not field.is_in_table or field.name in records.ARTICLE_COLUMNS,
    }
    return [place for place, knows in places.items() if not knows]


@pytest.mark.parametrize("field", ARTICLE_FIELDS, ids=lambda field: field.name)
def test_every_place_knows_a_field(field: ArticleField) -> None:
    assert places_without(field) == []


def test_a_forgotten_place_is_named() -> None:
    subject = ArticleField("subject", "string", "what it is about", "fact")

    assert places_without(subject) == [
        "schema.sql: a column of articles",
        "archive/README.md: a row of articles",
        "browse/metadata.yaml: a column of articles",
        "items.Article",
        "queries.models.StoredArticle",
        "export.fields.FIELDS",
        "export.records.ARTICLE_COLUMNS",
    ]


def test_the_table_has_every_field_that_is_stored() -> None:
    internal = {"id", "revisions"}

    assert {one.name for one in fields(StoredArticle)} - internal == {field.name for field in ARTICLE_FIELDS}
