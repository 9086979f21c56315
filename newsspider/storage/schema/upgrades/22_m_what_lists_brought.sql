ALTER TABLE frontier ADD COLUMN brought INTEGER NOT NULL DEFAULT 0;

UPDATE frontier SET brought = named.number FROM (SELECT site, found_on_url, count(*) AS number FROM frontier GROUP BY site, found_on_url) AS named WHERE named.site = frontier.site AND named.found_on_url = frontier.url AND frontier.kind IN ('front', 'feed', 'sitemap');
