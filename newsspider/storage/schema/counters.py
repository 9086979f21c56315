"""Tables that triggers keep, so that no page counts: articles of an author, links to an address.

`readings`, which tells how many articles of a run had each field, is kept by the writer (see `runs`).
"""

from __future__ import annotations

# What a reader may expect of an article, in the order of a page; each is a column of `readings`.
FIELDS = ("headline", "standfirst", "byline", "date", "section", "issue", "text", "pictures", "link_blocks")

_ADDRESS = "substr({0}.url, 1, instr({0}.url || '#', '#') - 1)"  # without its fragment


def _more(row: str) -> str:
    return f"""INSERT INTO linked(url, links) VALUES ({_ADDRESS.format(row)}, 1)
    ON CONFLICT DO UPDATE SET links = links + 1"""  # noqa: S608


def _fewer(row: str) -> str:
    return f"""UPDATE linked SET links = links - 1 WHERE url = {_ADDRESS.format(row)};
    DELETE FROM linked WHERE url = {_ADDRESS.format(row)} AND links = 0"""  # noqa: S608


STATEMENTS = (
    """CREATE TABLE author_tallies (
    author_id INTEGER PRIMARY KEY REFERENCES authors(id),
    articles INTEGER NOT NULL
)""",
    "CREATE INDEX author_tallies_articles ON author_tallies(articles)",
    """INSERT INTO author_tallies SELECT author_id, count(*) FROM article_authors GROUP BY author_id""",
    """CREATE TRIGGER author_tallies_insert AFTER INSERT ON article_authors BEGIN
    INSERT INTO author_tallies VALUES (new.author_id, 1) ON CONFLICT DO UPDATE SET articles = articles + 1;
END""",
    """CREATE TRIGGER author_tallies_delete AFTER DELETE ON article_authors BEGIN
    UPDATE author_tallies SET articles = articles - 1 WHERE author_id = old.author_id;
    DELETE FROM author_tallies WHERE author_id = old.author_id AND articles = 0;
END""",
    """CREATE TRIGGER author_tallies_update AFTER UPDATE OF author_id ON article_authors BEGIN
    UPDATE author_tallies SET articles = articles - 1 WHERE author_id = old.author_id;
    INSERT INTO author_tallies VALUES (new.author_id, 1) ON CONFLICT DO UPDATE SET articles = articles + 1;
    DELETE FROM author_tallies WHERE author_id = old.author_id AND articles = 0;
END""",
    "CREATE TABLE linked (url TEXT PRIMARY KEY, links INTEGER NOT NULL)",
    "CREATE INDEX linked_links ON linked(links)",
    f"INSERT INTO linked SELECT {_ADDRESS.format('links')}, count(*) FROM links GROUP BY 1",  # noqa: S608
    f"CREATE TRIGGER linked_insert AFTER INSERT ON links BEGIN\n    {_more('new')};\nEND",
    f"CREATE TRIGGER linked_delete AFTER DELETE ON links BEGIN\n    {_fewer('old')};\nEND",
    f"""CREATE TRIGGER linked_update AFTER UPDATE OF url ON links BEGIN
    {_fewer("old")};
    {_more("new")};
END""",
    f"""CREATE TABLE readings (
    run_id INTEGER PRIMARY KEY REFERENCES runs(id),
    articles INTEGER NOT NULL,
    {", ".join(f"{field} INTEGER NOT NULL" for field in FIELDS)}
)""",
    "CREATE INDEX alarms_site ON alarms(site)",
    # The boxes of fronts, which stand with no article.
    "CREATE INDEX link_blocks_of_fronts ON link_blocks(last_seen_at) WHERE article_id IS NULL",
)
