"""The table `shelves`: how many articles stand together, kept by triggers, so that no page counts them.

A shelf is what articles of one site share: issue, section and month.
"""

from __future__ import annotations


def _shelf(row: str) -> str:
    """The shelf of a trigger's *row*, as the key of `shelves`; what is not known is ''."""
    month = f"CASE {row}.published_precision WHEN 'year' THEN 4 ELSE 7 END"
    return (
        f"{row}.site, ifnull({row}.issue, ''), ifnull({row}.section, ''),"
        f" ifnull(substr({row}.published_on, 1, {month}), '')"
    )


def _put(row: str, *, source: str = "") -> str:
    return f"""INSERT INTO shelves(site, issue, section, month, articles, changed, gone)
    SELECT {_shelf(row)}, 1, {row}.revision_count > 1, {row}.gone_at IS NOT NULL {source or "WHERE 1"}
    ON CONFLICT DO UPDATE SET articles = articles + 1, changed = changed + excluded.changed,
        gone = gone + excluded.gone"""


def _take(row: str) -> str:
    return f"""UPDATE shelves SET articles = articles - 1, changed = changed - ({row}.revision_count > 1),
        gone = gone - ({row}.gone_at IS NOT NULL)
    WHERE (site, issue, section, month) = ({_shelf(row)});
    DELETE FROM shelves WHERE (site, issue, section, month) = ({_shelf(row)}) AND articles = 0"""  # noqa: S608


_WATCHED = (
    "site",
    "issue",
    "section",
    "published_on",
    "published_precision",
    "gone_at",
    "revision_count",
)
_IS_MOVED = " OR ".join(f"old.{column} IS NOT new.{column}" for column in _WATCHED)

STATEMENTS = (
    """CREATE TABLE shelves (
    site TEXT NOT NULL,
    issue TEXT NOT NULL,
    section TEXT NOT NULL,
    month TEXT NOT NULL,
    articles INTEGER NOT NULL,
    changed INTEGER NOT NULL,
    gone INTEGER NOT NULL,
    PRIMARY KEY (site, issue, section, month)
)""",
    f"CREATE TRIGGER shelves_insert AFTER INSERT ON articles BEGIN\n    {_put('new')};\nEND",
    f"CREATE TRIGGER shelves_delete AFTER DELETE ON articles BEGIN\n    {_take('old')};\nEND",
    f"""CREATE TRIGGER shelves_update AFTER UPDATE OF {", ".join(_WATCHED)} ON articles
WHEN {_IS_MOVED} BEGIN
    {_take("old")};
    {_put("new")};
END""",
    _put("a", source="FROM articles AS a WHERE 1"),
    # Every list of articles is in the order of days, newest first.
    "CREATE INDEX articles_newest ON articles(published_on)",
    "CREATE INDEX articles_in_section ON articles(section, published_on)",
    "CREATE INDEX articles_in_issue ON articles(issue, published_on)",
    # What filters and facets ask of a hit, without its text.
    "CREATE INDEX articles_facets ON articles(id, site, section, published_on, revision_count, gone_at)",
    "CREATE INDEX articles_changed ON articles(published_on) WHERE revision_count > 1",
    "CREATE INDEX articles_gone ON articles(published_on) WHERE gone_at IS NOT NULL",
    "CREATE INDEX revisions_changed ON revisions(seen_at) WHERE number > 1",
    "CREATE INDEX link_blocks_label ON link_blocks(label, last_seen_at)",
)
