ALTER TABLE runs ADD COLUMN further_pages INTEGER DEFAULT 0;

ALTER TABLE runs ADD COLUMN lists INTEGER DEFAULT 0;

ALTER TABLE runs ADD COLUMN service_pages INTEGER DEFAULT 0;

ALTER TABLE runs ADD COLUMN unchanged INTEGER DEFAULT 0;

ALTER TABLE runs ADD COLUMN not_found INTEGER DEFAULT 0;

ALTER TABLE runs ADD COLUMN dropped INTEGER DEFAULT 0;

ALTER TABLE runs ADD COLUMN unanswered INTEGER DEFAULT 0;

ALTER TABLE runs ADD COLUMN other_pages INTEGER DEFAULT 0;

ALTER TABLE runs ADD COLUMN declared_not_stored INTEGER DEFAULT 0;

UPDATE runs SET other_pages = max(0, ifnull(pages, 0) - ifnull(articles, 0) - ifnull(failed, 0));

ALTER TABLE captures ADD COLUMN declares_article INTEGER DEFAULT 0;

CREATE INDEX captures_declared ON captures (site, address_url) WHERE declares_article;
