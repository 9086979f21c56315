ALTER TABLE sites ADD COLUMN profile TEXT;

ALTER TABLE runs ADD COLUMN profile_hash TEXT;

ALTER TABLE captures ADD COLUMN same_as_id INTEGER REFERENCES captures(id);

ALTER TABLE articles ADD COLUMN extractor TEXT;

ALTER TABLE articles ADD COLUMN profile_hash TEXT;

CREATE INDEX captures_place ON captures(warc_file, warc_offset);

CREATE INDEX captures_same ON captures(same_as_id) WHERE same_as_id IS NOT NULL;
