CREATE TABLE author_tallies (
    author_id INTEGER PRIMARY KEY REFERENCES authors(id),
    articles INTEGER NOT NULL
);

CREATE INDEX author_tallies_articles ON author_tallies(articles);

INSERT INTO author_tallies SELECT author_id, count(*) FROM article_authors GROUP BY author_id;

CREATE TRIGGER author_tallies_insert AFTER INSERT ON article_authors BEGIN
    INSERT INTO author_tallies VALUES (new.author_id, 1) ON CONFLICT DO UPDATE SET articles = articles + 1;
END;

CREATE TRIGGER author_tallies_delete AFTER DELETE ON article_authors BEGIN
    UPDATE author_tallies SET articles = articles - 1 WHERE author_id = old.author_id;
    DELETE FROM author_tallies WHERE author_id = old.author_id AND articles = 0;
END;

CREATE TRIGGER author_tallies_update AFTER UPDATE OF author_id ON article_authors BEGIN
    UPDATE author_tallies SET articles = articles - 1 WHERE author_id = old.author_id;
    INSERT INTO author_tallies VALUES (new.author_id, 1) ON CONFLICT DO UPDATE SET articles = articles + 1;
    DELETE FROM author_tallies WHERE author_id = old.author_id AND articles = 0;
END;

CREATE TABLE linked (url TEXT PRIMARY KEY, links INTEGER NOT NULL);

CREATE INDEX linked_links ON linked(links);

INSERT INTO linked SELECT substr(links.url, 1, instr(links.url || '#', '#') - 1), count(*) FROM links GROUP BY 1;

CREATE TRIGGER linked_insert AFTER INSERT ON links BEGIN
    INSERT INTO linked(url, links) VALUES (substr(new.url, 1, instr(new.url || '#', '#') - 1), 1)
    ON CONFLICT DO UPDATE SET links = links + 1;
END;

CREATE TRIGGER linked_delete AFTER DELETE ON links BEGIN
    UPDATE linked SET links = links - 1 WHERE url = substr(old.url, 1, instr(old.url || '#', '#') - 1);
    DELETE FROM linked WHERE url = substr(old.url, 1, instr(old.url || '#', '#') - 1) AND links = 0;
END;

CREATE TRIGGER linked_update AFTER UPDATE OF url ON links BEGIN
    UPDATE linked SET links = links - 1 WHERE url = substr(old.url, 1, instr(old.url || '#', '#') - 1);
    DELETE FROM linked WHERE url = substr(old.url, 1, instr(old.url || '#', '#') - 1) AND links = 0;
    INSERT INTO linked(url, links) VALUES (substr(new.url, 1, instr(new.url || '#', '#') - 1), 1)
    ON CONFLICT DO UPDATE SET links = links + 1;
END;

CREATE TABLE readings (
    run_id INTEGER PRIMARY KEY REFERENCES runs(id),
    articles INTEGER NOT NULL,
    headline INTEGER NOT NULL, standfirst INTEGER NOT NULL, byline INTEGER NOT NULL, date INTEGER NOT NULL, section INTEGER NOT NULL, issue INTEGER NOT NULL, text INTEGER NOT NULL, pictures INTEGER NOT NULL, link_blocks INTEGER NOT NULL
);

CREATE INDEX alarms_site ON alarms(site);

CREATE INDEX link_blocks_of_fronts ON link_blocks(last_seen_at) WHERE article_id IS NULL;
