ALTER TABLE frontier ADD COLUMN stories INTEGER NOT NULL DEFAULT 0;

ALTER TABLE frontier ADD COLUMN barren_visits INTEGER NOT NULL DEFAULT 0;

UPDATE frontier SET stories = named.number
    FROM (SELECT site, found_on_url, count(*) AS number FROM frontier WHERE verdict IN ('article', 'stub')
    GROUP BY site, found_on_url) AS named
    WHERE named.site = frontier.site AND named.found_on_url = frontier.url
    AND frontier.kind IN ('front', 'feed', 'sitemap');

DROP INDEX frontier_waiting;

CREATE INDEX frontier_waiting ON frontier(site, CASE kind WHEN 'requisite' THEN 5 WHEN 'image' THEN 6 WHEN 'document' THEN 7
    WHEN 'article' THEN CASE
        WHEN part_of_url IS NOT NULL OR verdict IS NULL THEN 1
        WHEN failures > 0 OR verdict IN ('gone', 'soft 404', 'redirect home', 'blocked', 'wrong type', 'forbidden') THEN 4
        ELSE 3 END
    ELSE CASE
        WHEN depth = 0 AND list_url IS NULL THEN 0
        WHEN list_url IS NULL AND barren_visits <= 7
            AND (stories > 0 OR (kind = 'feed' AND depth <= 1)) THEN 0
        WHEN failures > 0 OR verdict IN ('gone', 'soft 404', 'redirect home', 'blocked', 'wrong type', 'forbidden') THEN 4
        ELSE 2 END
    END, depth) WHERE run_id IS NULL;

CREATE INDEX frontier_fresh ON frontier(site, found_at, depth) WHERE run_id IS NULL AND kind = 'article' AND verdict IS NULL AND part_of_url IS NULL;
