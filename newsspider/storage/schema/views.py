"""Views for people who browse the archive: what Datasette lists and counts, in a reader's columns."""

from __future__ import annotations

BYLINE = """SELECT group_concat(name, ', ') FROM (SELECT au.name FROM article_authors AS aa
    JOIN authors AS au ON au.id = aa.author_id WHERE aa.article_id = ? ORDER BY aa.position)"""

# One row an article with the columns of a reading list.  `author` is the first of the byline, so
# that articles can be counted by it; `authors` is the whole byline.
_ARTICLES_LIST = """CREATE VIEW articles_list AS
SELECT
    a.id,
    a.published_on,
    a.headline,
    (SELECT group_concat(name, ', ') FROM (
        SELECT au.name FROM article_authors AS aa JOIN authors AS au ON au.id = aa.author_id
        WHERE aa.article_id = a.id ORDER BY aa.position
    )) AS authors,
    (SELECT au.name FROM article_authors AS aa JOIN authors AS au ON au.id = aa.author_id
        WHERE aa.article_id = a.id ORDER BY aa.position LIMIT 1
    ) AS author,
    a.section,
    a.issue,
    CAST(substr(a.published_on, 1, 4) AS INTEGER) AS year,
    a.site,
    a.word_count,
    a.revision_count,
    a.gone_at,
    a.canonical_url AS url
FROM articles AS a"""

VIEWS = (_ARTICLES_LIST,)
