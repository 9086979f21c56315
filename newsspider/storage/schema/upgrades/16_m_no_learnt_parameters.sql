DROP TABLE parameter_pairs;

DROP TABLE parameters;

ALTER TABLE frontier DROP COLUMN reading_hash;
