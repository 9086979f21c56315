CREATE INDEX revisions_capture ON revisions(capture_id);
