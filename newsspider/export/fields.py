"""What each field of an export means: its name, its type in Table Schema, and a sentence."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, Self

Type = Literal["string", "integer", "number", "date", "datetime", "array", "object", "any"]


@dataclass(frozen=True, slots=True)
class Field:
    """One column or key."""

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


_ARTICLE = (
    Field("key", "string", "16 hex digits that name the article for good, in every copy of the archive"),
    Field("site", "string", "the publication, by its profile's name"),
    Field("url", "string", "the article's canonical address"),
    Field(
        "urls", "array", "every address that led to it, with the reason: canonical, fetched, found and others"
    ),
    Field("headline", "string", "headline, in the newest wording"),
    Field("standfirst", "string", "the lines between headline and body that say what it is about"),
    Field("authors", "array", "names of the byline, in its order"),
    Field("section", "string", "section it ran in, in the publication's words"),
    Field("issue", "string", 'issue it ran in, as a text: "186", "July/August 2019"'),
    Field(
        "published_on",
        "date",
        "day it was published; the first day of what is known where that is a month, season or year",
    ),
    Field("published_precision", "string", "how much of the date is known: time, day, month, season or year"),
    Field("published_at", "datetime", "moment it was published, only where a time is known; UTC"),
    Field("published_raw", "string", "the text that the date was read from"),
    Field("published_source", "string", "who stated the date"),
    Field("modified_at", "datetime", "when the publisher last changed it, by its own word; UTC"),
    Field("language", "string", "language, as the page states it: en, zh-CN"),
    Field("access", "string", "free, stub (the page keeps the rest of the text back), or unknown"),
    Field("word_count", "integer", "words of the body, between spaces; in Chinese and Japanese, characters"),
    Field("text", "string", "the body as plain text, a blank line between paragraphs"),
    Field(
        "html", "string", "the body as clean HTML: paragraphs, headings, lists, links; no scripts and styles"
    ),
    Field("images", "array", "pictures in reading order: url, alt, caption and credit of each"),
    Field(
        "link_blocks",
        "array",
        "boxes of links beside the article: label, kind, position, and text and url of links",
    ),
    Field(
        "confidence",
        "number",
        "between 0 and 1: how far the reader trusts that this is the body, and all of it",
    ),
    Field(
        "provenance", "object", "the source of each field: selected, declared, inferred or hint, and where"
    ),
    Field("revision_count", "integer", "how many wordings of it were seen"),
    Field("first_seen_at", "datetime", "when the archive saw it first; UTC"),
    Field("last_seen_at", "datetime", "when the archive saw it last; UTC"),
    Field(
        "gone_at",
        "datetime",
        "since when the publisher's server says that it is gone; empty while it is there; UTC",
    ),
)
FIELDS = {field.name: field for field in _ARTICLE}

LINK_FIELDS = (
    Field("article_key", "string", "key of the article that the box stood beside; empty for a front"),
    Field("page_url", "string", "address of the page that the box stood on"),
    Field("label", "string", "what the box is called on the page"),
    Field(
        "kind", "string", "related, popular, latest, contents, tags, sidebar or other, by its label and links"
    ),
    Field("block_position", "integer", "place of the box on its page, from 0"),
    Field("link_position", "integer", "place of the link in its box, from 0"),
    Field("text", "string", "what the link says"),
    Field("url", "string", "where it leads"),
)
