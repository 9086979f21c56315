ALTER TABLE frontier ADD COLUMN asked_url TEXT;
