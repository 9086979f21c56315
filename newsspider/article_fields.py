"""The table of an article's fields: what each is, and where it comes from.

The columns that `storage` inserts and updates, the values that `queries` reads, the columns that
`reextract` compares, and the fields of exports and their data dictionary are made from this table. A test
checks that schema.sql, archive/README.md and the values know each field.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, Self

Type = Literal["string", "integer", "number", "date", "datetime", "array", "object", "any"]
# text: makes a revision. date: the date of publication. fact: never replaced by nothing. record: kept by the
# archive. list: in a table of its own.
Group = Literal["text", "date", "fact", "record", "list"]


@dataclass(frozen=True, slots=True)
class Field:
    """A field by its name and its type in Table Schema (datapackage.org), with its meaning."""

    name: str
    type: Type
    meaning: str

    def as_text(self) -> Self:
        """The field in a table without nesting."""
        if self.type != "array":
            return self
        return replace(self, type="string", meaning=f"{self.meaning}; joined by `; `")

    def as_nested(self) -> Self:
        """The field in Parquet, where nested values have types of their own."""
        return replace(self, type="any") if self.type in ("array", "object") else self


@dataclass(frozen=True, slots=True)
class ArticleField(Field):
    """A field of an article; `is_in_table`: spreadsheets have it as a column."""

    group: Group
    is_in_table: bool = True

    @property
    def column(self) -> str:
        """The name of its column in the table `articles`."""
        return "canonical_url" if self.name == "url" else self.name


_F = ArticleField
# In the order of exports.
ARTICLE_FIELDS = (
    _F(
        "key",
        "string",
        "16 hex digits that name the article for good, in every copy of the archive",
        "record",
    ),
    _F("site", "string", "the publication, by its profile's name", "record"),
    _F("url", "string", "the article's canonical address", "record"),
    _F(
        "urls",
        "array",
        "every address that led to it, with the reason: canonical, fetched, found …",
        "list",
        is_in_table=False,
    ),
    _F("headline", "string", "headline, in the newest revision", "text"),
    _F("standfirst", "string", "the lines between headline and body that say what it is about", "text"),
    _F("authors", "array", "names of the byline, in its order", "list"),
    _F("section", "string", "section it ran in, in the publication's words", "fact"),
    _F("issue", "string", 'issue it ran in, as a text: "186", "July/August 2019"', "fact"),
    _F("published_on", "date", "day it was published; the first day of a month, season or year", "date"),
    _F(
        "published_precision",
        "string",
        "how much of the date is known: time, day, month, season or year",
        "date",
    ),
    _F("published_at", "datetime", "moment it was published, only if a time is known; UTC", "date"),
    _F("published_raw", "string", "the text that the date was read from", "date", is_in_table=False),
    _F("published_source", "string", "who stated the date", "date", is_in_table=False),
    _F("modified_at", "datetime", "when the publisher last changed it, by its own word; UTC", "fact"),
    _F("language", "string", "language, as the page states it: en, zh-CN", "fact"),
    _F("access", "string", "free, stub (the page keeps the rest of the text back), or unknown", "text"),
    _F(
        "word_count",
        "integer",
        "words of the body, between spaces; in Chinese and Japanese, characters",
        "text",
    ),
    _F("text", "string", "the body as plain text, a blank line between paragraphs", "text"),
    _F(
        "html",
        "string",
        "the body as clean HTML: paragraphs, headings, lists, links; no scripts",
        "text",
        is_in_table=False,
    ),
    _F(
        "images",
        "array",
        "pictures in reading order: url, alt, caption and credit of each",
        "list",
        is_in_table=False,
    ),
    _F(
        "link_blocks",
        "array",
        "boxes of links beside the article: label, kind, position, links",
        "list",
        is_in_table=False,
    ),
    _F(
        "confidence",
        "number",
        "0 to 1: how sure the reader is that this is the body, and all of it",
        "text",
        is_in_table=False,
    ),
    _F(
        "provenance",
        "object",
        "the source of each field: selected, declared, inferred or hint",
        "text",
        is_in_table=False,
    ),
    _F("revision_count", "integer", "how many revisions of it were seen", "record"),
    _F("first_seen_at", "datetime", "when the archive saw it first; UTC", "record"),
    _F("last_seen_at", "datetime", "when the archive saw it last; UTC", "record"),
    _F("gone_at", "datetime", "since when the publisher's server says that it is gone; UTC", "record"),
)


def columns(*groups: Group) -> tuple[str, ...]:
    """The columns of `articles` that belong to these groups, in order."""
    return tuple(field.column for field in ARTICLE_FIELDS if field.group in groups)
