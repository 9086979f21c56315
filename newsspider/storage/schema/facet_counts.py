"""The tables `shelves`, `shelved` and `bays`, kept by triggers, so that no page reads articles to count them.

A shelf is what articles of one site share: issue, section and month; shelves of one site, section and year
stand in a bay.  `shelves` knows how many articles stand on each, `shelved` on which one each article stands,
and in which bay, in a few bytes.
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


def _stand(row: str, *, source: str = "") -> str:
    return f"""INSERT INTO shelved(id, shelf_id, published_on, is_changed, is_gone)
    SELECT {row}.id, s.id, {row}.published_on, {row}.revision_count > 1, {row}.gone_at IS NOT NULL
    FROM {source}shelves AS s WHERE (s.site, s.issue, s.section, s.month) = ({_shelf(row)})"""  # noqa: S608


def _leave(row: str) -> str:
    return f"DELETE FROM shelved WHERE id = {row}.id"  # noqa: S608


# Before, so that the reference to the article never dangles.
_DELETE = f"""CREATE TRIGGER shelves_delete BEFORE DELETE ON articles BEGIN
    {_leave("old")};
    {_take("old")};
END"""

# Shelves get numbers that last, and every article the number of its shelf.
NUMBERED = (
    "DROP TRIGGER shelves_insert",
    "DROP TRIGGER shelves_delete",
    "DROP TRIGGER shelves_update",
    "ALTER TABLE shelves RENAME TO shelves_before",
    """CREATE TABLE shelves (
    id INTEGER PRIMARY KEY,
    site TEXT NOT NULL,
    issue TEXT NOT NULL,
    section TEXT NOT NULL,
    month TEXT NOT NULL,
    articles INTEGER NOT NULL,
    changed INTEGER NOT NULL,
    gone INTEGER NOT NULL,
    UNIQUE (site, issue, section, month)
)""",
    """INSERT INTO shelves(site, issue, section, month, articles, changed, gone)
    SELECT * FROM shelves_before ORDER BY rowid""",
    "DROP TABLE shelves_before",
    """CREATE TABLE shelved (
    id INTEGER PRIMARY KEY REFERENCES articles(id),
    shelf_id INTEGER NOT NULL REFERENCES shelves(id),
    published_on TEXT,
    is_changed INTEGER NOT NULL,
    is_gone INTEGER NOT NULL
)""",
    _stand("a", source="articles AS a CROSS JOIN "),
    f"""CREATE TRIGGER shelves_insert AFTER INSERT ON articles BEGIN
    {_put("new")};
    {_stand("new")};
END""",
    _DELETE,
    f"""CREATE TRIGGER shelves_update AFTER UPDATE OF {", ".join(_WATCHED)} ON articles
WHEN {_IS_MOVED} BEGIN
    {_leave("old")};
    {_take("old")};
    {_put("new")};
    {_stand("new")};
END""",
    "CREATE INDEX shelved_days ON shelved(published_on, shelf_id, is_changed, is_gone)",
    "CREATE INDEX shelved_shelf ON shelved(shelf_id)",
    "CREATE INDEX shelved_changed ON shelved(published_on, shelf_id) WHERE is_changed",
    "CREATE INDEX shelved_gone ON shelved(published_on, shelf_id) WHERE is_gone",
    "DROP INDEX articles_facets",
    "DROP INDEX articles_changed",
    "DROP INDEX articles_gone",
    "DROP INDEX articles_in_section",
    "CREATE INDEX articles_in_section ON articles(section, published_on, site)",
    # The authors of an article without a look at its row.
    "CREATE INDEX article_authors_article ON article_authors(article_id, author_id)",
)


# The number of a bay as one character, so that the bays of any number of hits are a text, and to count
# them is to count its characters.  UTF-8 has no surrogates, which are passed over.
_BEFORE_MARKS, _SURROGATES = 0xFF, range(0xD800, 0xE000)
_MARK = (
    f"char({{0}}.id + {_BEFORE_MARKS}"
    f" + {len(_SURROGATES)} * ({{0}}.id + {_BEFORE_MARKS} >= {_SURROGATES.start}))"
)
_BAY = "{0}.site, {0}.section, substr({0}.month, 1, 4)"


def bay_id(mark: str) -> int:
    """The number of the bay that has this mark."""
    skipped = len(_SURROGATES) if ord(mark) >= _SURROGATES.stop else 0
    return ord(mark) - _BEFORE_MARKS - skipped


def _open_bay(row: str) -> str:
    """The bay of the shelf of a trigger's *row*, new where there was none."""
    return f"""INSERT INTO bays(site, section, year) SELECT {_BAY.format("s")} FROM shelves AS s
    WHERE (s.site, s.issue, s.section, s.month) = ({_shelf(row)}) ON CONFLICT DO NOTHING"""  # noqa: S608


def _stand_in_bay(row: str) -> str:
    return f"""INSERT INTO shelved(id, shelf_id, bay, published_on, is_changed, is_gone)
    SELECT {row}.id, s.id, {_MARK.format("b")}, {row}.published_on, {row}.revision_count > 1,
        {row}.gone_at IS NOT NULL
    FROM shelves AS s CROSS JOIN bays AS b ON (b.site, b.section, b.year) = ({_BAY.format("s")})
    WHERE (s.site, s.issue, s.section, s.month) = ({_shelf(row)})"""  # noqa: S608


# Every article gets the mark of its bay.
IN_BAYS = (
    "DROP TRIGGER shelves_insert",
    "DROP TRIGGER shelves_delete",
    "DROP TRIGGER shelves_update",
    """CREATE TABLE bays (
    id INTEGER PRIMARY KEY,
    site TEXT NOT NULL,
    section TEXT NOT NULL,
    year TEXT NOT NULL,
    UNIQUE (site, section, year)
)""",
    f"INSERT INTO bays(site, section, year) SELECT DISTINCT {_BAY.format('s')} FROM shelves AS s",  # noqa: S608
    "ALTER TABLE shelved RENAME TO shelved_before",
    """CREATE TABLE shelved (
    id INTEGER PRIMARY KEY REFERENCES articles(id),
    shelf_id INTEGER NOT NULL REFERENCES shelves(id),
    bay TEXT NOT NULL,
    published_on TEXT,
    is_changed INTEGER NOT NULL,
    is_gone INTEGER NOT NULL
)""",
    f"""INSERT INTO shelved
    SELECT o.id, o.shelf_id, {_MARK.format("b")}, o.published_on, o.is_changed, o.is_gone
    FROM shelved_before AS o CROSS JOIN shelves AS s ON s.id = o.shelf_id
    CROSS JOIN bays AS b ON (b.site, b.section, b.year) = ({_BAY.format("s")}) ORDER BY o.id""",  # noqa: S608
    "DROP TABLE shelved_before",
    "CREATE INDEX shelved_days ON shelved(published_on, shelf_id, is_changed, is_gone, bay)",
    "CREATE INDEX shelved_shelf ON shelved(shelf_id)",
    "CREATE INDEX shelved_changed ON shelved(published_on, shelf_id) WHERE is_changed",
    "CREATE INDEX shelved_gone ON shelved(published_on, shelf_id) WHERE is_gone",
    f"""CREATE TRIGGER shelves_insert AFTER INSERT ON articles BEGIN
    {_put("new")};
    {_open_bay("new")};
    {_stand_in_bay("new")};
END""",
    _DELETE,
    f"""CREATE TRIGGER shelves_update AFTER UPDATE OF {", ".join(_WATCHED)} ON articles
WHEN {_IS_MOVED} BEGIN
    {_leave("old")};
    {_take("old")};
    {_put("new")};
    {_open_bay("new")};
    {_stand_in_bay("new")};
END""",
)
