"""Facets of articles that Datasette lacks: by year, and by each author of a byline."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from datasette.database import QueryInterrupted
from datasette.facets import Facet
from datasette.utils import path_with_added_args, path_with_removed_args

if TYPE_CHECKING:
    from collections.abc import Mapping

    Row = Mapping[str, str | int]
    Counted = dict[str, object]


class ArticleFacet(Facet):  # type: ignore[misc]  # Datasette has no types
    """Counts articles by a column `value` of its SQL, with a `label` and a `count`."""

    name = ""
    order = "count desc, label"
    tables: tuple[str, ...] = ("articles",)

    @property
    def is_filtered(self) -> bool:
        """Whether only some of the articles are counted."""
        return " where " in " ".join(self.sql.lower().split())

    def counting(self) -> str:
        """The SQL, over the articles of `self.sql`."""
        raise NotImplementedError

    def argument(self, value: str) -> tuple[str, str]:
        """The part of the address that selects the articles with *value*."""
        raise NotImplementedError

    async def facet_results(self) -> tuple[list[Counted], list[str]]:
        """The facet results of Datasette, and the names of facets that took too long."""
        if self.table not in self.tables or not self.get_configs():
            return [], []
        limit = self.get_facet_size()
        try:
            counted = await self.ds.execute(
                self.database,
                f"{self.counting()} order by {self.order} limit {limit + 1}",
                self.params,
                truncate=False,
                custom_time_limit=self.ds.setting("facet_time_limit_ms"),
            )
        except QueryInterrupted:
            return [], [self.name]
        return [self._shown(counted.rows, limit)], []

    def _shown(self, rows: list[Row], limit: int) -> Counted:
        return {
            "name": self.name,
            "type": "column",
            "hideable": False,
            "toggle_url": "",
            "results": [self._value(row) for row in rows[:limit]],
            "truncated": len(rows) > limit,
        }

    def _value(self, row: Row) -> Counted:
        name, value = self.argument(str(row["value"]))
        selected = (name, value) in self.get_querystring_pairs()
        changed = path_with_removed_args if selected else path_with_added_args
        path = self.ds.urls.path(changed(self.request, {name: value}))
        return {
            "value": row["value"],
            "label": row["label"],
            "count": row["count"],
            "toggle_url": self.ds.absolute_url(self.request, path),
            "selected": selected,
        }


class YearFacet(ArticleFacet):
    """Articles by the year of their day."""

    type = "year"
    name = "year"
    order = "label desc"
    tables = ("articles", "articles_list")

    def counting(self) -> str:
        """Years with their number of articles; without a filter they come from `facet_counts`."""
        if not self.is_filtered:
            year = "substr(month, 1, 4)"
            return f"""select {year} as value, {year} as label, sum(articles) as count
                from facet_counts where month <> '' group by 1"""  # noqa: S608
        year = "substr(published_on, 1, 4)"
        return f"""select {year} as value, {year} as label, count(*) as count
            from ({self.sql}) where published_on is not null group by 1"""  # noqa: S608

    def argument(self, value: str) -> tuple[str, str]:
        """The days of that year."""
        return "published_on__startswith", value


class AuthorFacet(ArticleFacet):
    """Articles by author; each name of a byline counts."""

    type = "author"
    name = "author"

    def counting(self) -> str:
        """Authors with their number of articles; without a filter no article is read."""
        counted = "author_counts"
        if self.is_filtered:
            counted = f"""(select author_id, count(*) as articles from article_authors
                where article_id in (select id from ({self.sql})) group by author_id)"""  # noqa: S608
        return f"""select author_id as value, authors.name as label, articles as count
            from {counted} join authors on authors.id = author_id"""  # noqa: S608

    def argument(self, value: str) -> tuple[str, str]:
        """The articles of that author, in the form of Datasette's ?_through=."""
        return "_through", json.dumps({"table": "article_authors", "column": "author_id", "value": value})
