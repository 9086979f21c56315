"""The fields of exports: those of articles, and those of link blocks."""

from __future__ import annotations

from newsspider.article_fields import ARTICLE_FIELDS, Field

FIELDS = {field.name: field for field in ARTICLE_FIELDS}

LINK_FIELDS = (
    Field("article_key", "string", "key of the article beside the block; empty for a front"),
    Field("page_url", "string", "address of the page with the block"),
    Field("label", "string", "label of the block on the page"),
    Field("group", "string", "heading above the label, of several blocks"),
    Field(
        "kind",
        "string",
        "related, popular, latest, contents, tags, services, sidebar or other, by its label and links",
    ),
    Field("block_position", "integer", "place of the block on its page, from 0"),
    Field("link_position", "integer", "place of the link in its block, from 0"),
    Field("text", "string", "text of the link"),
    Field("url", "string", "address of the link"),
)
