DROP INDEX frontier_waiting;

CREATE INDEX frontier_waiting ON frontier(site, CASE kind WHEN 'article' THEN 1 WHEN 'requisite' THEN 2 WHEN 'image' THEN 3 WHEN 'document' THEN 4 ELSE 0 END, depth) WHERE run_id IS NULL;

CREATE TABLE asset_pages (
    site TEXT NOT NULL REFERENCES sites(site),
    url TEXT NOT NULL,
    page_url TEXT NOT NULL,
    PRIMARY KEY (site, url, page_url)
);

CREATE INDEX asset_pages_page ON asset_pages(site, page_url);
