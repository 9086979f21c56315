CREATE TABLE story_ids (
    article_id INTEGER PRIMARY KEY REFERENCES articles(id),
    story_id TEXT NOT NULL
);

CREATE INDEX story_ids_id ON story_ids(story_id);

CREATE TRIGGER story_ids_delete BEFORE DELETE ON articles BEGIN
    DELETE FROM story_ids WHERE article_id = old.id;
END;
