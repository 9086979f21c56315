"""An article as a JSON object and as a row of a table, with fixed columns.

Times are UTC (`2017-06-30T09:12:08Z`), days are the publisher's (`2017-06-30`); an unknown value
is null in JSON and empty in CSV.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from newsspider.article_fields import ARTICLE_FIELDS
from newsspider.export.fields import FIELDS, LINK_FIELDS

if TYPE_CHECKING:
    from datetime import date, datetime

    from newsspider.items import LinkBlock
    from newsspider.queries.models import StoredArticle

# The columns of the CSV file; the text is the last.
ARTICLE_COLUMNS = tuple(
    field.name
    for field in sorted(ARTICLE_FIELDS, key=lambda field: field.name == "text")
    if field.is_in_table
)
LINK_COLUMNS = tuple(field.name for field in LINK_FIELDS)
# The keys of the object, in its order; Parquet has a column for each.
RECORD_FIELDS = tuple(FIELDS)

_SEASONS = {3: "Spring", 6: "Summer", 9: "Autumn", 12: "Winter"}

Json = str | int | float | None | list["Json"] | dict[str, "Json"]
Cell = str | int | None


def record(article: StoredArticle) -> dict[str, Json]:
    """*article* as a JSON object; its keys are RECORD_FIELDS."""
    values: dict[str, Json] = {
        **_texts(article),
        "authors": list(article.authors),
        "urls": [asdict(url) for url in article.urls],
        "images": [asdict(image) for image in article.images],
        "link_blocks": [block_record(block) for block in article.link_blocks],
        "provenance": dict(article.provenance),
    }
    return {name: values[name] if name in values else getattr(article, name) for name in RECORD_FIELDS}


def block_record(block: LinkBlock) -> dict[str, Json]:
    """A link block as a JSON object, its links nested."""
    return {
        "label": block.label,
        "group": block.group,
        "kind": block.kind,
        "position": block.position,
        "links": [{"text": link.text, "url": link.url} for link in block.links],
    }


def row(article: StoredArticle) -> tuple[Cell, ...]:
    """*article* as the cells of ARTICLE_COLUMNS; `; ` separates the names of a byline."""
    values: dict[str, Cell] = {**_texts(article), "authors": "; ".join(article.authors)}
    return tuple(values[name] if name in values else getattr(article, name) for name in ARTICLE_COLUMNS)


def _texts(article: StoredArticle) -> dict[str, str | None]:
    """The days and moments of *article* as text."""
    moments = {name: moment_text(getattr(article, name)) for name in RECORD_FIELDS if name.endswith("_at")}
    return {"published_on": day_text(article.published_on), **moments}


def link_rows(block: LinkBlock, *, article_key: str | None, page_url: str) -> list[tuple[Cell, ...]]:
    """The links of *block* as the cells of LINK_COLUMNS, one row a link."""
    start = (article_key, page_url, block.label, block.group, block.kind, block.position)
    return [(*start, position, link.text, link.url) for position, link in enumerate(block.links)]


def day_text(day: date | None) -> str | None:
    """YYYY-MM-DD."""
    return day.isoformat() if day else None


def known_day(day: date | None, precision: str | None = "day") -> str:
    """A day with its precision: `2017-06-30`, `2017-06`, `Spring 2017`, `2017`, or nothing."""
    if day is None:
        return ""
    if precision == "season":
        return f"{_SEASONS.get(day.month, day.month)} {day.year}"
    return day.isoformat()[: {"year": 4, "month": 7}.get(precision or "day", 10)]


def moment_text(moment: datetime | None) -> str | None:
    """YYYY-MM-DDTHH:MM:SSZ."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ") if moment else None
