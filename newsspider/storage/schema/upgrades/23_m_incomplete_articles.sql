CREATE INDEX articles_incomplete ON articles (site) WHERE pages_missing > 0;
