CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
CREATE TABLE sites (
    site TEXT PRIMARY KEY,
    title TEXT,
    home_url TEXT,
    zone TEXT,
    language TEXT,
    first_run_at TEXT,
    last_run_at TEXT
);
CREATE TABLE runs (
    id INTEGER PRIMARY KEY,
    site TEXT NOT NULL REFERENCES sites(site),
    started_at TEXT NOT NULL,
    ended_at TEXT,
    duration_s REAL,
    reason TEXT,
    exit_status INTEGER,
    version TEXT,
    base_url TEXT,
    pages INTEGER NOT NULL DEFAULT 0,
    articles INTEGER NOT NULL DEFAULT 0,
    new INTEGER NOT NULL DEFAULT 0,
    changed INTEGER NOT NULL DEFAULT 0,
    same INTEGER NOT NULL DEFAULT 0,
    gone INTEGER NOT NULL DEFAULT 0,
    failed INTEGER NOT NULL DEFAULT 0,
    link_blocks INTEGER NOT NULL DEFAULT 0,
    links INTEGER NOT NULL DEFAULT 0,
    fetched_bytes INTEGER NOT NULL DEFAULT 0,
    warc_file TEXT
);
CREATE TABLE captures (
    id INTEGER PRIMARY KEY,
    run_id INTEGER NOT NULL REFERENCES runs(id),
    site TEXT NOT NULL REFERENCES sites(site),
    url TEXT NOT NULL,
    address_url TEXT NOT NULL,
    captured_at TEXT NOT NULL,
    status INTEGER NOT NULL,
    content_type TEXT,
    charset TEXT,
    charset_source TEXT,
    size_bytes INTEGER,
    payload_hash TEXT,
    etag TEXT,
    last_modified TEXT,
    location_url TEXT,
    warc_file TEXT,
    warc_offset INTEGER,
    verdict TEXT NOT NULL,
    note TEXT
);
CREATE TABLE articles (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    site TEXT NOT NULL REFERENCES sites(site),
    headline TEXT,
    standfirst TEXT,
    section TEXT,
    issue TEXT,
    published_on TEXT,
    published_precision TEXT,
    published_at TEXT,
    published_raw TEXT,
    published_source TEXT,
    modified_at TEXT,
    language TEXT,
    text TEXT NOT NULL,
    html TEXT NOT NULL,
    word_count INTEGER NOT NULL,
    access TEXT NOT NULL,
    confidence REAL NOT NULL,
    provenance TEXT NOT NULL,
    revision_count INTEGER NOT NULL,
    content_hash TEXT NOT NULL,
    text_hash TEXT NOT NULL,
    capture_id INTEGER REFERENCES captures(id),
    first_seen_at TEXT NOT NULL,
    last_seen_at TEXT NOT NULL,
    gone_at TEXT,
    canonical_url TEXT NOT NULL
);
CREATE TABLE urls (
    id INTEGER PRIMARY KEY,
    site TEXT NOT NULL REFERENCES sites(site),
    url TEXT NOT NULL,
    article_id INTEGER REFERENCES articles(id),
    reason TEXT NOT NULL,
    target_url TEXT,
    last_seen_at TEXT,
    gone_at TEXT,
    UNIQUE (site, url)
);
CREATE TABLE authors (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
);
CREATE TABLE article_authors (
    article_id INTEGER NOT NULL REFERENCES articles(id),
    author_id INTEGER NOT NULL REFERENCES authors(id),
    position INTEGER NOT NULL,
    PRIMARY KEY (article_id, position)
);
CREATE TABLE revisions (
    id INTEGER PRIMARY KEY,
    article_id INTEGER NOT NULL REFERENCES articles(id),
    number INTEGER NOT NULL,
    capture_id INTEGER REFERENCES captures(id),
    seen_at TEXT NOT NULL,
    content_hash TEXT NOT NULL,
    headline TEXT,
    standfirst TEXT,
    authors TEXT NOT NULL,
    text TEXT NOT NULL,
    html TEXT NOT NULL,
    UNIQUE (article_id, number)
);
CREATE TABLE images (
    id INTEGER PRIMARY KEY,
    article_id INTEGER NOT NULL REFERENCES articles(id),
    position INTEGER NOT NULL,
    url TEXT NOT NULL,
    alt TEXT,
    caption TEXT,
    credit TEXT
);
CREATE TABLE link_blocks (
    id INTEGER PRIMARY KEY,
    article_id INTEGER REFERENCES articles(id),
    url_id INTEGER NOT NULL REFERENCES urls(id),
    label TEXT,
    kind TEXT NOT NULL,
    position INTEGER NOT NULL,
    links_hash TEXT NOT NULL,
    first_seen_at TEXT NOT NULL,
    last_seen_at TEXT NOT NULL
);
CREATE TABLE links (
    link_block_id INTEGER NOT NULL REFERENCES link_blocks(id),
    position INTEGER NOT NULL,
    text TEXT NOT NULL,
    url TEXT NOT NULL,
    PRIMARY KEY (link_block_id, position)
);
CREATE TABLE frontier (
    site TEXT NOT NULL REFERENCES sites(site),
    url TEXT NOT NULL,
    kind TEXT NOT NULL,
    depth INTEGER NOT NULL,
    found_on_url TEXT NOT NULL,
    part_of_url TEXT,
    hint TEXT,
    found_at TEXT NOT NULL,
    due_at TEXT,
    done_at TEXT,
    run_id INTEGER REFERENCES runs(id),
    verdict TEXT,
    failures INTEGER NOT NULL DEFAULT 0,
    etag TEXT,
    last_modified TEXT,
    PRIMARY KEY (site, url)
);
CREATE TABLE alarms (
    id INTEGER PRIMARY KEY,
    run_id INTEGER REFERENCES runs(id),
    site TEXT NOT NULL REFERENCES sites(site),
    raised_at TEXT NOT NULL,
    kind TEXT NOT NULL,
    message TEXT NOT NULL
);
INSERT INTO "_sqlite_migrations" VALUES (1, 'newsspider', 'm001_first_tables', '2026-11-25 10:20:02.628113+00:00');
INSERT INTO "sites" VALUES ('estuary', 'The Estuary', 'http://estuary.example/', 'Europe/Lisbon', 'en', '2026-11-25T10:20:02Z', '2026-11-25T10:20:04Z');
INSERT INTO "runs" VALUES (1, 'estuary', '2026-11-25T10:20:02Z', '2026-11-25T10:20:03Z', 1.341, 'limit', 0, '0.1.0', 'http://127.0.0.1:38157/', 16, 7, 7, 0, 0, 0, 0, 12, 42, 24085, 'estuary-20261125T102002Z.warc.gz');
INSERT INTO "runs" VALUES (2, 'estuary', '2026-11-25T10:20:04Z', '2026-11-25T10:20:04Z', 0.696, 'limit', 0, '0.1.0', 'http://127.0.0.1:38157/', 16, 6, 0, 2, 4, 1, 0, 4, 23, 12446, 'estuary-20261125T102004Z.warc.gz');
INSERT INTO "captures" VALUES (1, 1, 'estuary', 'http://127.0.0.1:38157/robots.txt', 'http://estuary.example/robots.txt', '2026-11-25T10:20:03Z', 200, 'text/plain', NULL, NULL, 67, '2032d7fb49c1ff374bc91280cb219faf2db9641f8bf7534741b15135bca07508', '"2032d7fb49c1ff37"', NULL, NULL, 'estuary-20261125T102002Z.warc.gz', 342, 'page', NULL);
INSERT INTO "captures" VALUES (2, 1, 'estuary', 'http://127.0.0.1:38157/', 'http://estuary.example/', '2026-11-25T10:20:03Z', 200, 'text/html; charset=utf-8', 'utf-8', 'header', 2508, 'c44cc46526eab017454a882d2d385e2c0cd3e51080626a040b6aaa85a479c6b5', '"c44cc46526eab017"', NULL, NULL, 'estuary-20261125T102002Z.warc.gz', 1362, 'front', NULL);
INSERT INTO "captures" VALUES (3, 1, 'estuary', 'http://127.0.0.1:38157/sitemap.xml', 'http://estuary.example/sitemap.xml', '2026-11-25T10:20:03Z', 200, 'application/xml; charset=utf-8', NULL, NULL, 1131, '729688e342b87fbf64a01b5bce4d46b13de4bab28937717bedac343e14dfa48c', '"729688e342b87fbf"', NULL, NULL, 'estuary-20261125T102002Z.warc.gz', 3303, 'sitemap', NULL);
INSERT INTO "captures" VALUES (4, 1, 'estuary', 'http://127.0.0.1:38157/economy/', 'http://estuary.example/economy/', '2026-11-25T10:20:03Z', 200, 'text/html; charset=utf-8', 'utf-8', 'header', 934, '431ae3cb1bb1c9af5f9eb3d161448720cfbec60ba25e2f211ef10251e6938c0e', '"431ae3cb1bb1c9af"', NULL, NULL, 'estuary-20261125T102002Z.warc.gz', 4609, 'front', NULL);
INSERT INTO "captures" VALUES (5, 1, 'estuary', 'http://127.0.0.1:38157/culture/', 'http://estuary.example/culture/', '2026-11-25T10:20:03Z', 200, 'text/html; charset=utf-8', 'utf-8', 'header', 950, '5a0d406a1cab18d6a9024a47b7a92549b1e106fb66143063f299e6a5dc8eb5b8', '"5a0d406a1cab18d6"', NULL, NULL, 'estuary-20261125T102002Z.warc.gz', 6055, 'front', NULL);
INSERT INTO "captures" VALUES (6, 1, 'estuary', 'http://127.0.0.1:38157/society/', 'http://estuary.example/society/', '2026-11-25T10:20:03Z', 200, 'text/html; charset=utf-8', 'utf-8', 'header', 920, '9332dbcf0a106efe9decfb55ae0327bcbe9cc89cfb1912c5669a9ce1a0eaf672', '"9332dbcf0a106efe"', NULL, NULL, 'estuary-20261125T102002Z.warc.gz', 7494, 'front', NULL);
INSERT INTO "captures" VALUES (7, 1, 'estuary', 'http://127.0.0.1:38157/feed.xml', 'http://estuary.example/feed.xml', '2026-11-25T10:20:03Z', 200, 'application/rss+xml; charset=utf-8', NULL, NULL, 1670, 'fdcc47d6f61f9f2af685c223c6fe6ca4ce1ffb2be11ccf3b1413e9bd106a692e', '"fdcc47d6f61f9f2a"', NULL, NULL, 'estuary-20261125T102002Z.warc.gz', 10993, 'feed', NULL);
INSERT INTO "captures" VALUES (8, 1, 'estuary', 'http://127.0.0.1:38157/harbour/2025/05/quiet-engines.html', 'http://estuary.example/harbour/2025/05/quiet-engines.html', '2026-11-25T10:20:03Z', 200, 'text/html; charset=utf-8', 'utf-8', 'header', 2188, '255405380059d978e989dc34ca2a1e2cb7f8185271ff56701a147579840f4dc1', '"255405380059d978"', NULL, NULL, 'estuary-20261125T102002Z.warc.gz', 8922, 'article', NULL);
INSERT INTO "captures" VALUES (9, 1, 'estuary', 'http://127.0.0.1:38157/culture/2024/09/lantern-street.html', 'http://estuary.example/culture/2024/09/lantern-street.html', '2026-11-25T10:20:03Z', 200, 'text/html; charset=utf-8', 'utf-8', 'header', 2162, '0a20f68f7cfcdd4667c1e638fb0a0d450e1d3588f5f5756071a5ba24a36391e8', '"0a20f68f7cfcdd46"', NULL, NULL, 'estuary-20261125T102002Z.warc.gz', 12539, 'article', NULL);
INSERT INTO "captures" VALUES (10, 1, 'estuary', 'http://127.0.0.1:38157/harbour/', 'http://estuary.example/harbour/', '2026-11-25T10:20:03Z', 200, 'text/html; charset=utf-8', 'utf-8', 'header', 1058, '061cb88786d0639114ff1a7c0cdf414435c921648c2905e52ef4499d24e746d0', '"061cb88786d06391"', NULL, NULL, 'estuary-20261125T102002Z.warc.gz', 14619, 'front', NULL);
INSERT INTO "captures" VALUES (11, 1, 'estuary', 'http://127.0.0.1:38157/society/2023/03/school-boat.html', 'http://estuary.example/society/2023/03/school-boat.html', '2026-11-25T10:20:03Z', 200, 'text/html; charset=utf-8', 'utf-8', 'header', 2131, 'fac57509df56c6c36d9a48823f410760bbe1b8ceac2c2a979df1a475fe203790', '"fac57509df56c6c3"', NULL, NULL, 'estuary-20261125T102002Z.warc.gz', 16098, 'article', NULL);
INSERT INTO "captures" VALUES (12, 1, 'estuary', 'http://127.0.0.1:38157/2018/harbour/201904/t20190415_2201.html', 'http://estuary.example/2018/harbour/201904/t20190415_2201.html', '2026-11-25T10:20:03Z', 200, 'text/html; charset=utf-8', 'utf-8', 'header', 1528, 'ff79157268ce33d500dd57e533b65c36c0d32c002ff64d67a5dcf106dbcf218e', '"ff79157268ce33d5"', NULL, NULL, 'estuary-20261125T102002Z.warc.gz', 21720, 'article', NULL);
INSERT INTO "captures" VALUES (13, 1, 'estuary', 'http://127.0.0.1:38157/2018/culture/202106/t20210628_2450.html', 'http://estuary.example/2018/culture/202106/t20210628_2450.html', '2026-11-25T10:20:03Z', 200, 'text/html; charset=utf-8', 'utf-8', 'header', 1606, '02f37ba111b63dc0c8c5520d179bedabba3d86490bae9c57f781350dcdbbdce2', '"02f37ba111b63dc0"', NULL, NULL, 'estuary-20261125T102002Z.warc.gz', 18148, 'article', NULL);
INSERT INTO "captures" VALUES (14, 1, 'estuary', 'http://127.0.0.1:38157/2018/economy/202011/t20201109_2377.html', 'http://estuary.example/2018/economy/202011/t20201109_2377.html', '2026-11-25T10:20:03Z', 200, 'text/html; charset=utf-8', 'utf-8', 'header', 1501, '84524cf32b2dbed406bf556a8eb91c5eb73dcec173f577b915ce2699d7719ada', '"84524cf32b2dbed4"', NULL, NULL, 'estuary-20261125T102002Z.warc.gz', 19963, 'article', NULL);
INSERT INTO "captures" VALUES (15, 1, 'estuary', 'http://127.0.0.1:38157/society/2016-11/14/content_1466.htm', 'http://estuary.example/society/2016-11/14/content_1466.htm', '2026-11-25T10:20:03Z', 200, 'text/html; charset=utf-8', 'utf-8', 'header', 1849, '89edd77c6a2db25936147844445e65b24e1238da3288ecf27e3c82c5127ef349', '"89edd77c6a2db259"', NULL, NULL, 'estuary-20261125T102002Z.warc.gz', 23487, 'article', NULL);
INSERT INTO "captures" VALUES (16, 1, 'estuary', 'http://127.0.0.1:38157/culture/2014-05/22/content_1320.htm', 'http://estuary.example/culture/2014-05/22/content_1320.htm', '2026-11-25T10:20:03Z', 200, 'text/html; charset=utf-8', 'utf-8', 'header', 1882, '0b99c2c7b43e46e884593a8db9149b724d9e85f36e013b754ffa3c96991a9d6a', '"0b99c2c7b43e46e8"', NULL, NULL, 'estuary-20261125T102002Z.warc.gz', 25320, 'article', NULL);
INSERT INTO "captures" VALUES (17, 2, 'estuary', 'http://127.0.0.1:38157/robots.txt', 'http://estuary.example/robots.txt', '2026-11-25T10:20:04Z', 200, 'text/plain', NULL, NULL, 67, '2032d7fb49c1ff374bc91280cb219faf2db9641f8bf7534741b15135bca07508', '"2032d7fb49c1ff37"', NULL, NULL, 'estuary-20261125T102004Z.warc.gz', 342, 'page', NULL);
INSERT INTO "captures" VALUES (18, 2, 'estuary', 'http://127.0.0.1:38157/harbour/', 'http://estuary.example/harbour/', '2026-11-25T10:20:04Z', 304, NULL, NULL, NULL, 0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855', '"061cb88786d06391"', NULL, NULL, 'estuary-20261125T102004Z.warc.gz', 1359, 'not modified', NULL);
INSERT INTO "captures" VALUES (19, 2, 'estuary', 'http://127.0.0.1:38157/sitemap.xml', 'http://estuary.example/sitemap.xml', '2026-11-25T10:20:04Z', 200, 'application/xml; charset=utf-8', NULL, NULL, 1129, '3353032e3c08f4915553f233148e30a09a384197f341a7524195755af8685605', '"3353032e3c08f491"', NULL, NULL, 'estuary-20261125T102004Z.warc.gz', 2363, 'sitemap', NULL);
INSERT INTO "captures" VALUES (20, 2, 'estuary', 'http://127.0.0.1:38157/economy/', 'http://estuary.example/economy/', '2026-11-25T10:20:04Z', 200, 'text/html; charset=utf-8', 'utf-8', 'header', 1085, '7479336e7824ad25d78b0941dfe02918f486e9e81dc5e813e51593a93c812957', '"7479336e7824ad25"', NULL, NULL, 'estuary-20261125T102004Z.warc.gz', 3703, 'front', NULL);
INSERT INTO "captures" VALUES (21, 2, 'estuary', 'http://127.0.0.1:38157/culture/', 'http://estuary.example/culture/', '2026-11-25T10:20:04Z', 200, 'text/html; charset=utf-8', 'utf-8', 'header', 793, '9f74188a2d149f36f8f541ff8463362e4da31954e169909283021ed11d161140', '"9f74188a2d149f36"', NULL, NULL, 'estuary-20261125T102004Z.warc.gz', 5225, 'front', NULL);
INSERT INTO "captures" VALUES (22, 2, 'estuary', 'http://127.0.0.1:38157/society/', 'http://estuary.example/society/', '2026-11-25T10:20:04Z', 304, NULL, NULL, NULL, 0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855', '"9332dbcf0a106efe"', NULL, NULL, 'estuary-20261125T102004Z.warc.gz', 6630, 'not modified', NULL);
INSERT INTO "captures" VALUES (23, 2, 'estuary', 'http://127.0.0.1:38157/feed.xml', 'http://estuary.example/feed.xml', '2026-11-25T10:20:04Z', 200, 'application/rss+xml; charset=utf-8', NULL, NULL, 1660, 'e3999ff164c5f2cf6df2beb0668aa5ed8ff3239a476a314a4994ee3be5e32847', '"e3999ff164c5f2cf"', NULL, NULL, 'estuary-20261125T102004Z.warc.gz', 7632, 'feed', NULL);
INSERT INTO "captures" VALUES (24, 2, 'estuary', 'http://127.0.0.1:38157/harbour/2025/05/quiet-engines.html', 'http://estuary.example/harbour/2025/05/quiet-engines.html', '2026-11-25T10:20:04Z', 304, NULL, NULL, NULL, 0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855', '"255405380059d978"', NULL, NULL, 'estuary-20261125T102004Z.warc.gz', 9202, 'not modified', NULL);
INSERT INTO "captures" VALUES (25, 2, 'estuary', 'http://127.0.0.1:38157/', 'http://estuary.example/', '2026-11-25T10:20:04Z', 200, 'text/html; charset=utf-8', 'utf-8', 'header', 2502, '6e9c53064526b3d5cf9bb34d55e7d6cb5a95cfbe9e21b6258a07dc4989775f1d', '"6e9c53064526b3d5"', NULL, NULL, 'estuary-20261125T102004Z.warc.gz', 10240, 'front', NULL);
INSERT INTO "captures" VALUES (26, 2, 'estuary', 'http://127.0.0.1:38157/society/2023/03/school-boat.html', 'http://estuary.example/society/2023/03/school-boat.html', '2026-11-25T10:20:04Z', 304, NULL, NULL, NULL, 0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855', '"fac57509df56c6c3"', NULL, NULL, 'estuary-20261125T102004Z.warc.gz', 12212, 'not modified', NULL);
INSERT INTO "captures" VALUES (27, 2, 'estuary', 'http://127.0.0.1:38157/2018/harbour/201904/t20190415_2201.html', 'http://estuary.example/2018/harbour/201904/t20190415_2201.html', '2026-11-25T10:20:04Z', 304, NULL, NULL, NULL, 0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855', '"ff79157268ce33d5"', NULL, NULL, 'estuary-20261125T102004Z.warc.gz', 13248, 'not modified', NULL);
INSERT INTO "captures" VALUES (28, 2, 'estuary', 'http://127.0.0.1:38157/society/2016-11/14/content_1466.htm', 'http://estuary.example/society/2016-11/14/content_1466.htm', '2026-11-25T10:20:04Z', 304, NULL, NULL, NULL, 0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855', '"89edd77c6a2db259"', NULL, NULL, 'estuary-20261125T102004Z.warc.gz', 17903, 'not modified', NULL);
INSERT INTO "captures" VALUES (29, 2, 'estuary', 'http://127.0.0.1:38157/culture/2014-05/22/content_1320.htm', 'http://estuary.example/culture/2014-05/22/content_1320.htm', '2026-11-25T10:20:04Z', 410, 'text/html; charset=utf-8', NULL, NULL, 61, '171478568a161be59e7157d300d2dd04e04d80c20540c3d175ec79712430fd21', NULL, NULL, NULL, 'estuary-20261125T102004Z.warc.gz', 18942, 'gone', NULL);
INSERT INTO "captures" VALUES (30, 2, 'estuary', 'http://127.0.0.1:38157/2018/economy/202011/t20201109_2377.html', 'http://estuary.example/2018/economy/202011/t20201109_2377.html', '2026-11-25T10:20:04Z', 200, 'text/html; charset=utf-8', 'utf-8', 'header', 1600, '2a08cd7341bbb9d0fc6663361e2b2963afc338ec95838078a805bdb480960ee2', '"2a08cd7341bbb9d0"', NULL, NULL, 'estuary-20261125T102004Z.warc.gz', 14289, 'article', NULL);
INSERT INTO "captures" VALUES (31, 2, 'estuary', 'http://127.0.0.1:38157/2018/culture/202106/t20210628_2450.html', 'http://estuary.example/2018/culture/202106/t20210628_2450.html', '2026-11-25T10:20:04Z', 200, 'text/html; charset=utf-8', 'utf-8', 'header', 1497, 'a043786901b78a5876b8517491900de8234e09339069297fc60c3c0ccd1c0d67', '"a043786901b78a58"', NULL, NULL, 'estuary-20261125T102004Z.warc.gz', 16113, 'article', NULL);
INSERT INTO "captures" VALUES (32, 2, 'estuary', 'http://127.0.0.1:38157/culture/2024/09/lantern-street.html', 'http://estuary.example/culture/2024/09/lantern-street.html', '2026-11-25T10:20:04Z', 200, 'text/html; charset=utf-8', 'utf-8', 'header', 2052, 'd4b44eb66a7de01e6d320f0933a334e4ec112fa7ddce54c1f13b52218bf28a6b', '"d4b44eb66a7de01e"', NULL, NULL, 'estuary-20261125T102004Z.warc.gz', 20020, 'article', NULL);
INSERT INTO "articles" VALUES (1, 'db3cdfb161834945', 'estuary', 'Quiet engines bring the porpoises back', NULL, 'Harbour', NULL, '2025-05-20', 'time', '2025-05-20T09:00:00Z', '2025-05-20T09:00:00Z', 'declared:json-ld', NULL, 'en', 'Five of the seven harbour tugs now run on batteries, and the underwater microphones at the pier head have noticed. The noise at night has fallen by half within eighteen months.

In March a school of porpoises swam as far as the fish market, for the first time since records began. Stallholders threw them herring until a biologist asked them to stop.

The two remaining tugs are to be refitted next year. Until then they work by day only, and their crews have become used to being called the brass band.', '<p>Five of the seven harbour tugs now run on batteries, and the underwater microphones at the pier head have noticed. The noise at night has fallen by half within eighteen months.</p>
<p>In March a school of porpoises swam as far as the fish market, for the first time since records began. Stallholders threw them herring until a biologist asked them to stop.</p>
<p>The two remaining tugs are to be refitted next year. Until then they work by day only, and their crews have become used to being called the brass band.</p>', 91, 'unknown', 0.79, '{"headline":"declared:json-ld","section":"declared:json-ld","language":"declared:lang","body":"inferred:density","authors":"declared:json-ld","published":"declared:json-ld"}', 1, '0695dd44ba0235e1188e5bf48065bfa0de51c1a611aca480b718454ca0aaefc7', 'eef2dd62aa46a2df72446bd28220fc3d754d6d0921831b64431cf47381f0b35d', 8, '2026-11-25T10:20:03Z', '2026-11-25T10:20:04Z', NULL, 'http://estuary.example/harbour/2025/05/quiet-engines.html');
INSERT INTO "articles" VALUES (2, '6073c167bbfc4970', 'estuary', 'Lantern Street rehearses for the dark', NULL, 'Culture', NULL, '2024-09-18', 'time', '2024-09-18T09:00:00Z', '2024-09-18T09:00:00Z', 'declared:json-ld', NULL, 'en', 'On the last Saturday of October the people of Lantern Street turn off every electric light and hang out paper lanterns instead. This year there will be nine hundred lanterns, folded since August at kitchen tables and in two waiting rooms.

Related stories

The museum that moves with the tide

The custom is younger than it looks. It began in 1978 with a power cut and a birthday party that nobody wanted to call off.

Astronomers of the university will set up telescopes at the corner of Mill Lane. For three hours, they promise, the rings of Saturn can be seen from the middle of the city.', '<p>On the last Saturday of October the people of Lantern Street turn off every electric light and hang out paper lanterns instead. This year there will be nine hundred lanterns, folded since August at kitchen tables and in two waiting rooms.</p>
<h3>Related stories</h3>
<ul>
<li><a href="http://estuary.example/2018/culture/202106/t20210628_2450.html">The museum that moves with the tide</a></li>
</ul>
<p>The custom is younger than it looks. It began in 1978 with a power cut and a birthday party that nobody wanted to call off.</p>
<p>Astronomers of the university will set up telescopes at the corner of Mill Lane. For three hours, they promise, the rings of Saturn can be seen from the middle of the city.</p>', 107, 'unknown', 0.81, '{"headline":"declared:json-ld","section":"declared:json-ld","language":"declared:lang","body":"inferred:density","authors":"declared:json-ld","published":"declared:json-ld"}', 2, 'd540665da2ad8c190e279761b364a1e581a401a968678b5ea37fc7f56b04247b', '484e5a982d1850e8b0b0d463764920cbbab983388e73ab0ad09c99a4c1239520', 32, '2026-11-25T10:20:03Z', '2026-11-25T10:20:04Z', NULL, 'http://estuary.example/culture/2024/09/lantern-street.html');
INSERT INTO "articles" VALUES (3, '1df5f757f80b6e4b', 'estuary', 'School boat gets its second winter', NULL, 'Society', NULL, '2023-03-07', 'time', '2023-03-07T09:00:00Z', '2023-03-07T09:00:00Z', 'declared:json-ld', NULL, 'en', 'The boat that takes the children of the three outer islands to school will run for another winter. The county agreed on Tuesday to pay for fuel and for a second hand on deck.

Before the boat came, the pupils lodged with families on the mainland from Monday to Friday. Some liked it, but all of them remember the Sunday evenings.

On board there are desks along both sides and a rule that nobody is tested before the lighthouse. The crossing takes fifty minutes, which, as the skipper likes to point out, is exactly one lesson.', '<p>The boat that takes the children of the three outer islands to school will run for another winter. The county agreed on Tuesday to pay for fuel and for a second hand on deck.</p>
<p>Before the boat came, the pupils lodged with families on the mainland from Monday to Friday. Some liked it, but all of them remember the Sunday evenings.</p>
<p>On board there are desks along both sides and a rule that nobody is tested before the lighthouse. The crossing takes fifty minutes, which, as the skipper likes to point out, is exactly one lesson.</p>', 96, 'unknown', 0.79, '{"headline":"declared:json-ld","section":"declared:json-ld","language":"declared:lang","body":"inferred:density","authors":"declared:json-ld","published":"declared:json-ld"}', 1, '5be3cb1e67ec763b866d1fee3a3896955ccf9d4db2c7316ca3b0320c01f21486', 'af076686eb334aaf0b03e6696183a64cb3df569ba3837e0274e1fef2f6169b84', 11, '2026-11-25T10:20:03Z', '2026-11-25T10:20:04Z', NULL, 'http://estuary.example/society/2023/03/school-boat.html');
INSERT INTO "articles" VALUES (4, '95a5989e24e4da0e', 'estuary', 'The museum that moves with the tide', NULL, NULL, NULL, '2021-06-28', 'day', NULL, '2021-06-28', 'declared:publishdate', NULL, 'en', 'Twice a day the smallest museum of the coast is cut off from the land, and twice a day it can be reached on foot. It stands on piles in the middle of the flats and shows what the sea has brought.

There are bottles with letters in nine languages, a church bell without a clapper and three hundred left shoes. Why there are so few right ones is explained on a panel about currents, which children read aloud to their parents.

Whoever misses the way back has to wait six hours. The keeper has soup, and she says that her best talks with visitors began with a wrong look at the clock.', '<p>Twice a day the smallest museum of the coast is cut off from the land, and twice a day it can be reached on foot. It stands on piles in the middle of the flats and shows what the sea has brought.</p>
<p>There are bottles with letters in nine languages, a church bell without a clapper and three hundred left shoes. Why there are so few right ones is explained on a panel about currents, which children read aloud to their parents.</p>
<p>Whoever misses the way back has to wait six hours. The keeper has soup, and she says that her best talks with visitors began with a wrong look at the clock.</p>', 113, 'unknown', 1.0, '{"headline":"inferred:h1","language":"declared:lang","body":"inferred:density","authors":"declared:author","published":"declared:publishdate"}', 1, 'f1ae3e0f535ccd17140fac3a62691bf385ec9bcad3f6416405098e935f797ffe', 'c7705b4b1e1a7142857914e12e6540c3055bc5a6c147c753f2beb1258ff299fe', 13, '2026-11-25T10:20:03Z', '2026-11-25T10:20:04Z', NULL, 'http://estuary.example/2018/culture/202106/t20210628_2450.html');
INSERT INTO "articles" VALUES (5, 'c801d44070417231', 'estuary', 'Small ports share one crane', NULL, NULL, NULL, '2020-11-09', 'day', NULL, '2020-11-09', 'declared:publishdate', NULL, 'en', 'A floating crane that none of them could have paid for alone now serves five harbours of the lower estuary in turn. It spends one week in each, and the timetable hangs in every harbour office beside that of the tides.

The idea came from a farmers'' ring that has shared its harvesters for half a century. Its bookkeeper lent the ports her tables, and with them a rule that has proved its worth: who keeps the crane a day too long pays for the beer.

So far the barrel has had to be tapped only once, after a storm.', '<p>A floating crane that none of them could have paid for alone now serves five harbours of the lower estuary in turn. It spends one week in each, and the timetable hangs in every harbour office beside that of the tides.</p>
<p>The idea came from a farmers'' ring that has shared its harvesters for half a century. Its bookkeeper lent the ports her tables, and with them a rule that has proved its worth: who keeps the crane a day too long pays for the beer.</p>
<p>So far the barrel has had to be tapped only once, after a storm.</p>', 100, 'unknown', 1.0, '{"headline":"inferred:h1","language":"declared:lang","body":"inferred:density","authors":"declared:author","published":"declared:publishdate"}', 2, 'd941fd4cb573d146d81151013a5ce9f655094b5be39ef112c58c6bfc16b1ea33', 'f8e2e8f800dd80f1e1448ccb0dde3bcfd9729539143a0390e8f46d875f739194', 30, '2026-11-25T10:20:03Z', '2026-11-25T10:20:04Z', NULL, 'http://estuary.example/2018/economy/202011/t20201109_2377.html');
INSERT INTO "articles" VALUES (6, 'f630e46046a2b21f', 'estuary', 'Neighbours keep the flood book', NULL, 'Society', NULL, '2016-11-14', 'time', '2016-11-14T09:00:00Z', '2016-11-14 09:00:00.0', 'declared:enpproperty', NULL, 'en', 'In the hall of number nine, Weir Street, hangs a ledger in which the neighbours have written down each flood since 1931. Each entry gives the hour, the height on the doorpost and what was carried upstairs first.

Engineers of the river authority copied the ledger this autumn, page by page. It turned out to hold forty floods that no gauge had recorded, for the gauge stands a mile upstream.

The new wall will be twenty centimetres higher than planned because of it. The neighbours intend to go on writing, since a wall is no reason to stop looking at the river.', '<p>In the hall of number nine, Weir Street, hangs a ledger in which the neighbours have written down each flood since 1931. Each entry gives the hour, the height on the doorpost and what was carried upstairs first.</p>
<p>Engineers of the river authority copied the ledger this autumn, page by page. It turned out to hold forty floods that no gauge had recorded, for the gauge stands a mile upstream.</p>
<p>The new wall will be twenty centimetres higher than planned because of it. The neighbours intend to go on writing, since a wall is no reason to stop looking at the river.</p>', 102, 'unknown', 0.95, '{"headline":"declared:enpproperty","section":"declared:enpproperty","language":"profile","body":"declared:enpcontent","authors":"declared:enpproperty","published":"declared:enpproperty"}', 1, '3ab89a87c364bfda401663325da394b64f9dc2b8c813bdab44d954f92d0e6c3d', 'c0571c149734665f66349e9a5852eb805dfd714360e3bee94d6be804da2a0442', 15, '2026-11-25T10:20:03Z', '2026-11-25T10:20:04Z', NULL, 'http://estuary.example/society/2016-11/14/content_1466.htm');
INSERT INTO "articles" VALUES (7, '3b07567047470912', 'estuary', 'Choir of the ferrymen sings for the last crossing', NULL, 'Culture', NULL, '2014-05-22', 'time', '2014-05-22T08:00:00Z', '2014-05-22 09:00:00.0', 'declared:enpproperty', NULL, 'en', 'The ferry between Saltby and the island made its last crossing on Sunday evening, with a choir on the car deck. The bridge that replaces it opens to traffic this week.

The singers were ferrymen, their widows and a few passengers who had crossed each morning for thirty years. They sang the songs by which the crews used to keep time at the winches.

No recording was made, at the wish of the choirmaster. Those who want to hear the songs again, he said, will have to learn them, and he has told everyone where he lives.', '<p>The ferry between Saltby and the island made its last crossing on Sunday evening, with a choir on the car deck. The bridge that replaces it opens to traffic this week.</p>
<p>The singers were ferrymen, their widows and a few passengers who had crossed each morning for thirty years. They sang the songs by which the crews used to keep time at the winches.</p>
<p>No recording was made, at the wish of the choirmaster. Those who want to hear the songs again, he said, will have to learn them, and he has told everyone where he lives.</p>', 97, 'unknown', 0.95, '{"headline":"declared:enpproperty","section":"declared:enpproperty","language":"profile","body":"declared:enpcontent","authors":"declared:enpproperty","published":"declared:enpproperty"}', 1, '8c7e21c5eff7c12c5f4c2908a8c5319f0952c36b3858704edcc4b81d4abb6aab', '0c2617095b0a6ed86d263fd39839f2902aa928b4cd487ef50521cb11a2e5e46c', 16, '2026-11-25T10:20:03Z', '2026-11-25T10:20:03Z', '2026-11-25T10:20:04Z', 'http://estuary.example/culture/2014-05/22/content_1320.htm');
INSERT INTO "urls" VALUES (1, 'estuary', 'http://estuary.example/', NULL, 'front', NULL, NULL, NULL);
INSERT INTO "urls" VALUES (2, 'estuary', 'http://estuary.example/economy/', NULL, 'front', NULL, NULL, NULL);
INSERT INTO "urls" VALUES (3, 'estuary', 'http://estuary.example/culture/', NULL, 'front', NULL, NULL, NULL);
INSERT INTO "urls" VALUES (4, 'estuary', 'http://estuary.example/society/', NULL, 'front', NULL, NULL, NULL);
INSERT INTO "urls" VALUES (5, 'estuary', 'http://estuary.example/harbour/2025/05/quiet-engines.html', 1, 'canonical', NULL, '2026-11-25T10:20:04Z', NULL);
INSERT INTO "urls" VALUES (6, 'estuary', 'http://estuary.example/culture/2024/09/lantern-street.html', 2, 'canonical', NULL, '2026-11-25T10:20:04Z', NULL);
INSERT INTO "urls" VALUES (7, 'estuary', 'http://estuary.example/harbour/', NULL, 'front', NULL, NULL, NULL);
INSERT INTO "urls" VALUES (8, 'estuary', 'http://estuary.example/society/2023/03/school-boat.html', 3, 'canonical', NULL, '2026-11-25T10:20:04Z', NULL);
INSERT INTO "urls" VALUES (9, 'estuary', 'http://estuary.example/2018/culture/202106/t20210628_2450.html', 4, 'canonical', NULL, '2026-11-25T10:20:04Z', NULL);
INSERT INTO "urls" VALUES (10, 'estuary', 'http://estuary.example/2018/economy/202011/t20201109_2377.html', 5, 'canonical', NULL, '2026-11-25T10:20:04Z', NULL);
INSERT INTO "urls" VALUES (11, 'estuary', 'http://estuary.example/society/2016-11/14/content_1466.htm', 6, 'canonical', NULL, '2026-11-25T10:20:04Z', NULL);
INSERT INTO "urls" VALUES (12, 'estuary', 'http://estuary.example/culture/2014-05/22/content_1320.htm', 7, 'canonical', NULL, '2026-11-25T10:20:03Z', '2026-11-25T10:20:04Z');
INSERT INTO "authors" VALUES (1, 'Jonas Abara');
INSERT INTO "authors" VALUES (2, 'Oda Fennimore');
INSERT INTO "authors" VALUES (3, 'Ines Carrow');
INSERT INTO "authors" VALUES (4, 'Tobias Lind');
INSERT INTO "article_authors" VALUES (1, 1, 0);
INSERT INTO "article_authors" VALUES (3, 3, 0);
INSERT INTO "article_authors" VALUES (4, 2, 0);
INSERT INTO "article_authors" VALUES (6, 3, 0);
INSERT INTO "article_authors" VALUES (7, 2, 0);
INSERT INTO "article_authors" VALUES (5, 4, 0);
INSERT INTO "article_authors" VALUES (2, 2, 0);
INSERT INTO "revisions" VALUES (1, 1, 1, 8, '2026-11-25T10:20:03Z', '0695dd44ba0235e1188e5bf48065bfa0de51c1a611aca480b718454ca0aaefc7', 'Quiet engines bring the porpoises back', NULL, '["Jonas Abara"]', 'Five of the seven harbour tugs now run on batteries, and the underwater microphones at the pier head have noticed. The noise at night has fallen by half within eighteen months.

In March a school of porpoises swam as far as the fish market, for the first time since records began. Stallholders threw them herring until a biologist asked them to stop.

The two remaining tugs are to be refitted next year. Until then they work by day only, and their crews have become used to being called the brass band.', '<p>Five of the seven harbour tugs now run on batteries, and the underwater microphones at the pier head have noticed. The noise at night has fallen by half within eighteen months.</p>
<p>In March a school of porpoises swam as far as the fish market, for the first time since records began. Stallholders threw them herring until a biologist asked them to stop.</p>
<p>The two remaining tugs are to be refitted next year. Until then they work by day only, and their crews have become used to being called the brass band.</p>');
INSERT INTO "revisions" VALUES (2, 2, 1, 9, '2026-11-25T10:20:03Z', '460cadfd8c60bb928737eb2a7c3c00a7db75539bbe72838ce9f8e588a700c201', 'Lantern Street rehearses for the dark', NULL, '["Oda Fennimore"]', 'On the last Saturday of October the people of Lantern Street turn off every electric light and hang out paper lanterns instead. This year there will be eight hundred lanterns, folded since August at kitchen tables and in two waiting rooms.

The custom is younger than it looks. It began in 1978 with a power cut and a birthday party that nobody wanted to call off.

Astronomers of the university will set up telescopes at the corner of Mill Lane. For three hours, they promise, the rings of Saturn can be seen from the middle of the city.', '<p>On the last Saturday of October the people of Lantern Street turn off every electric light and hang out paper lanterns instead. This year there will be eight hundred lanterns, folded since August at kitchen tables and in two waiting rooms.</p>
<p>The custom is younger than it looks. It began in 1978 with a power cut and a birthday party that nobody wanted to call off.</p>
<p>Astronomers of the university will set up telescopes at the corner of Mill Lane. For three hours, they promise, the rings of Saturn can be seen from the middle of the city.</p>');
INSERT INTO "revisions" VALUES (3, 3, 1, 11, '2026-11-25T10:20:03Z', '5be3cb1e67ec763b866d1fee3a3896955ccf9d4db2c7316ca3b0320c01f21486', 'School boat gets its second winter', NULL, '["Ines Carrow"]', 'The boat that takes the children of the three outer islands to school will run for another winter. The county agreed on Tuesday to pay for fuel and for a second hand on deck.

Before the boat came, the pupils lodged with families on the mainland from Monday to Friday. Some liked it, but all of them remember the Sunday evenings.

On board there are desks along both sides and a rule that nobody is tested before the lighthouse. The crossing takes fifty minutes, which, as the skipper likes to point out, is exactly one lesson.', '<p>The boat that takes the children of the three outer islands to school will run for another winter. The county agreed on Tuesday to pay for fuel and for a second hand on deck.</p>
<p>Before the boat came, the pupils lodged with families on the mainland from Monday to Friday. Some liked it, but all of them remember the Sunday evenings.</p>
<p>On board there are desks along both sides and a rule that nobody is tested before the lighthouse. The crossing takes fifty minutes, which, as the skipper likes to point out, is exactly one lesson.</p>');
INSERT INTO "revisions" VALUES (4, 4, 1, 13, '2026-11-25T10:20:03Z', 'f1ae3e0f535ccd17140fac3a62691bf385ec9bcad3f6416405098e935f797ffe', 'The museum that moves with the tide', NULL, '["Oda Fennimore"]', 'Twice a day the smallest museum of the coast is cut off from the land, and twice a day it can be reached on foot. It stands on piles in the middle of the flats and shows what the sea has brought.

There are bottles with letters in nine languages, a church bell without a clapper and three hundred left shoes. Why there are so few right ones is explained on a panel about currents, which children read aloud to their parents.

Whoever misses the way back has to wait six hours. The keeper has soup, and she says that her best talks with visitors began with a wrong look at the clock.', '<p>Twice a day the smallest museum of the coast is cut off from the land, and twice a day it can be reached on foot. It stands on piles in the middle of the flats and shows what the sea has brought.</p>
<p>There are bottles with letters in nine languages, a church bell without a clapper and three hundred left shoes. Why there are so few right ones is explained on a panel about currents, which children read aloud to their parents.</p>
<p>Whoever misses the way back has to wait six hours. The keeper has soup, and she says that her best talks with visitors began with a wrong look at the clock.</p>');
INSERT INTO "revisions" VALUES (5, 5, 1, 14, '2026-11-25T10:20:03Z', '73ab88d1b5340ac1fcbd375b80574e6cd1f321cad71817d29207f52aa774d799', 'Small ports share one crane', NULL, '["Tobias Lind"]', 'A floating crane that none of them could have paid for alone now serves four harbours of the lower estuary in turn. It spends one week in each, and the timetable hangs in every harbour office beside that of the tides.

The idea came from a farmers'' ring that has shared its harvesters for half a century. Its bookkeeper lent the ports her tables, and with them a rule that has proved its worth: who keeps the crane a day too long pays for the beer.

So far the barrel has had to be tapped only once, after a storm.', '<p>A floating crane that none of them could have paid for alone now serves four harbours of the lower estuary in turn. It spends one week in each, and the timetable hangs in every harbour office beside that of the tides.</p>
<p>The idea came from a farmers'' ring that has shared its harvesters for half a century. Its bookkeeper lent the ports her tables, and with them a rule that has proved its worth: who keeps the crane a day too long pays for the beer.</p>
<p>So far the barrel has had to be tapped only once, after a storm.</p>');
INSERT INTO "revisions" VALUES (6, 6, 1, 15, '2026-11-25T10:20:03Z', '3ab89a87c364bfda401663325da394b64f9dc2b8c813bdab44d954f92d0e6c3d', 'Neighbours keep the flood book', NULL, '["Ines Carrow"]', 'In the hall of number nine, Weir Street, hangs a ledger in which the neighbours have written down each flood since 1931. Each entry gives the hour, the height on the doorpost and what was carried upstairs first.

Engineers of the river authority copied the ledger this autumn, page by page. It turned out to hold forty floods that no gauge had recorded, for the gauge stands a mile upstream.

The new wall will be twenty centimetres higher than planned because of it. The neighbours intend to go on writing, since a wall is no reason to stop looking at the river.', '<p>In the hall of number nine, Weir Street, hangs a ledger in which the neighbours have written down each flood since 1931. Each entry gives the hour, the height on the doorpost and what was carried upstairs first.</p>
<p>Engineers of the river authority copied the ledger this autumn, page by page. It turned out to hold forty floods that no gauge had recorded, for the gauge stands a mile upstream.</p>
<p>The new wall will be twenty centimetres higher than planned because of it. The neighbours intend to go on writing, since a wall is no reason to stop looking at the river.</p>');
INSERT INTO "revisions" VALUES (7, 7, 1, 16, '2026-11-25T10:20:03Z', '8c7e21c5eff7c12c5f4c2908a8c5319f0952c36b3858704edcc4b81d4abb6aab', 'Choir of the ferrymen sings for the last crossing', NULL, '["Oda Fennimore"]', 'The ferry between Saltby and the island made its last crossing on Sunday evening, with a choir on the car deck. The bridge that replaces it opens to traffic this week.

The singers were ferrymen, their widows and a few passengers who had crossed each morning for thirty years. They sang the songs by which the crews used to keep time at the winches.

No recording was made, at the wish of the choirmaster. Those who want to hear the songs again, he said, will have to learn them, and he has told everyone where he lives.', '<p>The ferry between Saltby and the island made its last crossing on Sunday evening, with a choir on the car deck. The bridge that replaces it opens to traffic this week.</p>
<p>The singers were ferrymen, their widows and a few passengers who had crossed each morning for thirty years. They sang the songs by which the crews used to keep time at the winches.</p>
<p>No recording was made, at the wish of the choirmaster. Those who want to hear the songs again, he said, will have to learn them, and he has told everyone where he lives.</p>');
INSERT INTO "revisions" VALUES (8, 5, 2, 30, '2026-11-25T10:20:04Z', 'd941fd4cb573d146d81151013a5ce9f655094b5be39ef112c58c6bfc16b1ea33', 'Small ports share one crane', NULL, '["Tobias Lind"]', 'A floating crane that none of them could have paid for alone now serves five harbours of the lower estuary in turn. It spends one week in each, and the timetable hangs in every harbour office beside that of the tides.

The idea came from a farmers'' ring that has shared its harvesters for half a century. Its bookkeeper lent the ports her tables, and with them a rule that has proved its worth: who keeps the crane a day too long pays for the beer.

So far the barrel has had to be tapped only once, after a storm.', '<p>A floating crane that none of them could have paid for alone now serves five harbours of the lower estuary in turn. It spends one week in each, and the timetable hangs in every harbour office beside that of the tides.</p>
<p>The idea came from a farmers'' ring that has shared its harvesters for half a century. Its bookkeeper lent the ports her tables, and with them a rule that has proved its worth: who keeps the crane a day too long pays for the beer.</p>
<p>So far the barrel has had to be tapped only once, after a storm.</p>');
INSERT INTO "revisions" VALUES (9, 2, 2, 32, '2026-11-25T10:20:04Z', 'd540665da2ad8c190e279761b364a1e581a401a968678b5ea37fc7f56b04247b', 'Lantern Street rehearses for the dark', NULL, '["Oda Fennimore"]', 'On the last Saturday of October the people of Lantern Street turn off every electric light and hang out paper lanterns instead. This year there will be nine hundred lanterns, folded since August at kitchen tables and in two waiting rooms.

Related stories

The museum that moves with the tide

The custom is younger than it looks. It began in 1978 with a power cut and a birthday party that nobody wanted to call off.

Astronomers of the university will set up telescopes at the corner of Mill Lane. For three hours, they promise, the rings of Saturn can be seen from the middle of the city.', '<p>On the last Saturday of October the people of Lantern Street turn off every electric light and hang out paper lanterns instead. This year there will be nine hundred lanterns, folded since August at kitchen tables and in two waiting rooms.</p>
<h3>Related stories</h3>
<ul>
<li><a href="http://estuary.example/2018/culture/202106/t20210628_2450.html">The museum that moves with the tide</a></li>
</ul>
<p>The custom is younger than it looks. It began in 1978 with a power cut and a birthday party that nobody wanted to call off.</p>
<p>Astronomers of the university will set up telescopes at the corner of Mill Lane. For three hours, they promise, the rings of Saturn can be seen from the middle of the city.</p>');
INSERT INTO "link_blocks" VALUES (1, NULL, 1, 'The Estuary', 'sidebar', 0, 'b30fe69fd474512fa11c535a2010c94d5e16f8b201ee47a705e5438b908ec8f3', '2026-11-25T10:20:03Z', '2026-11-25T10:20:03Z');
INSERT INTO "link_blocks" VALUES (2, NULL, 2, 'Economy – The Estuary', 'sidebar', 0, '7dda87e19dd7fec8ac9ace07bd9922964a0bd5fa7a9e0302599613e475b1a40a', '2026-11-25T10:20:03Z', '2026-11-25T10:20:03Z');
INSERT INTO "link_blocks" VALUES (3, NULL, 3, 'Culture – The Estuary', 'sidebar', 0, '17b80dd1b32b8e46531e048461514414298bce66c9e6cdfb1f3b43af4356b752', '2026-11-25T10:20:03Z', '2026-11-25T10:20:03Z');
INSERT INTO "link_blocks" VALUES (4, NULL, 4, 'Society – The Estuary', 'sidebar', 0, '2784acc50fd1e833e274ee0cfd842d8a7fb949721703fc28b7b44ca885d03c7f', '2026-11-25T10:20:03Z', '2026-11-25T10:20:04Z');
INSERT INTO "link_blocks" VALUES (5, 1, 5, 'Related stories', 'related', 0, 'fee309063482cfd3ce7b1fce77bececc66dd7b75be08085277eeea7dc16ff01f', '2026-11-25T10:20:03Z', '2026-11-25T10:20:04Z');
INSERT INTO "link_blocks" VALUES (6, 2, 6, 'Related stories', 'related', 0, '708ea2723f2671ff5c8eb76aa01c602ed445c0e74989388af6e7fb6e3898aeab', '2026-11-25T10:20:03Z', '2026-11-25T10:20:03Z');
INSERT INTO "link_blocks" VALUES (7, NULL, 7, 'Harbour – The Estuary', 'sidebar', 0, 'fd6e3bcdac88f1ed5abc4281ce690ec8f7ed4795ab9c389ef55f575051d6e27b', '2026-11-25T10:20:03Z', '2026-11-25T10:20:04Z');
INSERT INTO "link_blocks" VALUES (8, 3, 8, 'Related stories', 'related', 0, '6d420bf74ab1440d2ca3002033c22e1288aa7973d632bbb354ee1caa4a5b6205', '2026-11-25T10:20:03Z', '2026-11-25T10:20:04Z');
INSERT INTO "link_blocks" VALUES (9, 4, 9, 'More from Culture', 'sidebar', 0, 'cb807bd77deb336513278df4e12f9c8a346b46a3e762b29e5e84a071a438dd16', '2026-11-25T10:20:03Z', '2026-11-25T10:20:03Z');
INSERT INTO "link_blocks" VALUES (10, 5, 10, 'More from Economy', 'sidebar', 0, '0f383d84e1163ae8905501a33a8dbc63d8e0c92bb2bfd030770ace78771812d8', '2026-11-25T10:20:03Z', '2026-11-25T10:20:03Z');
INSERT INTO "link_blocks" VALUES (11, 6, 11, 'More from Society', 'sidebar', 0, 'd1637b4c8258c91d1bfe7554996e9af78eefb56d647977beffd810b66d0e3d3e', '2026-11-25T10:20:03Z', '2026-11-25T10:20:04Z');
INSERT INTO "link_blocks" VALUES (12, 7, 12, 'More from Culture', 'sidebar', 0, 'caa387533732443b7c800ac46d67784f387a7adf9347828376e1b9f44530264f', '2026-11-25T10:20:03Z', '2026-11-25T10:20:03Z');
INSERT INTO "link_blocks" VALUES (13, NULL, 2, 'Economy – The Estuary', 'sidebar', 0, '3f1da356fea4f6822d0edaa1db97bce40d9fe9ff54f77bc65e4b55bab30cee58', '2026-11-25T10:20:04Z', '2026-11-25T10:20:04Z');
INSERT INTO "link_blocks" VALUES (14, NULL, 3, 'Culture – The Estuary', 'sidebar', 0, 'caa387533732443b7c800ac46d67784f387a7adf9347828376e1b9f44530264f', '2026-11-25T10:20:04Z', '2026-11-25T10:20:04Z');
INSERT INTO "link_blocks" VALUES (15, NULL, 1, 'The Estuary', 'sidebar', 0, 'dfb72a542a8e32499d26cc94647ad80070d6900a11046a0eac32e702e638a382', '2026-11-25T10:20:04Z', '2026-11-25T10:20:04Z');
INSERT INTO "link_blocks" VALUES (16, 5, 10, 'More from Economy', 'sidebar', 0, 'dfe60e5782bf368aae9948428b57cdf6848cfad873937ab1bbc4fbcc8a68e803', '2026-11-25T10:20:04Z', '2026-11-25T10:20:04Z');
INSERT INTO "links" VALUES (1, 0, 'Quiet engines bring the porpoises back', 'http://estuary.example/harbour/2025/05/quiet-engines.html');
INSERT INTO "links" VALUES (1, 1, 'Lantern Street rehearses for the dark', 'http://estuary.example/culture/2024/09/lantern-street.html');
INSERT INTO "links" VALUES (1, 2, 'School boat gets its second winter', 'http://estuary.example/society/2023/03/school-boat.html');
INSERT INTO "links" VALUES (1, 3, 'The museum that moves with the tide', 'http://estuary.example/2018/culture/202106/t20210628_2450.html');
INSERT INTO "links" VALUES (1, 4, 'Small ports share one crane', 'http://estuary.example/2018/economy/202011/t20201109_2377.html');
INSERT INTO "links" VALUES (1, 5, 'A year aboard the survey boat', 'http://estuary.example/2018/harbour/201904/t20190415_2201.html');
INSERT INTO "links" VALUES (1, 6, 'Neighbours keep the flood book', 'http://estuary.example/society/2016-11/14/content_1466.htm');
INSERT INTO "links" VALUES (1, 7, 'Choir of the ferrymen sings for the last crossing', 'http://estuary.example/culture/2014-05/22/content_1320.htm');
INSERT INTO "links" VALUES (1, 8, 'Cannery workers buy their own factory', 'http://estuary.example/economy/2012-09/03/content_1187.htm');
INSERT INTO "links" VALUES (1, 9, 'Dredgers return to the northern channel', 'http://estuary.example/harbour/2010-04/19/content_1041.htm');
INSERT INTO "links" VALUES (1, 10, 'Night school fills the old customs house', 'http://estuary.example/2007/10/night-school.html');
INSERT INTO "links" VALUES (1, 11, 'A ropewalk learns to make sails for wind farms', 'http://estuary.example/2006/02/ropewalk.html');
INSERT INTO "links" VALUES (1, 12, 'The last pilots of Greywater Sound', 'http://estuary.example/2005/06/pilots.html');
INSERT INTO "links" VALUES (1, 13, 'Cannery workers buy their own factory', 'http://estuary.example/archive/2012-09/03/content_20188.htm');
INSERT INTO "links" VALUES (2, 0, 'Small ports share one crane', 'http://estuary.example/2018/economy/202011/t20201109_2377.html');
INSERT INTO "links" VALUES (2, 1, 'Cannery workers buy their own factory', 'http://estuary.example/economy/2012-09/03/content_1187.htm');
INSERT INTO "links" VALUES (2, 2, 'A ropewalk learns to make sails for wind farms', 'http://estuary.example/2006/02/ropewalk.html');
INSERT INTO "links" VALUES (3, 0, 'Lantern Street rehearses for the dark', 'http://estuary.example/culture/2024/09/lantern-street.html');
INSERT INTO "links" VALUES (3, 1, 'The museum that moves with the tide', 'http://estuary.example/2018/culture/202106/t20210628_2450.html');
INSERT INTO "links" VALUES (3, 2, 'Choir of the ferrymen sings for the last crossing', 'http://estuary.example/culture/2014-05/22/content_1320.htm');
INSERT INTO "links" VALUES (4, 0, 'School boat gets its second winter', 'http://estuary.example/society/2023/03/school-boat.html');
INSERT INTO "links" VALUES (4, 1, 'Neighbours keep the flood book', 'http://estuary.example/society/2016-11/14/content_1466.htm');
INSERT INTO "links" VALUES (4, 2, 'Night school fills the old customs house', 'http://estuary.example/2007/10/night-school.html');
INSERT INTO "links" VALUES (5, 0, 'A year aboard the survey boat', 'http://estuary.example/2018/harbour/201904/t20190415_2201.html');
INSERT INTO "links" VALUES (5, 1, 'Dredgers return to the northern channel', 'http://estuary.example/harbour/2010-04/19/content_1041.htm');
INSERT INTO "links" VALUES (5, 2, 'The last pilots of Greywater Sound', 'http://estuary.example/2005/06/pilots.html');
INSERT INTO "links" VALUES (6, 0, 'The museum that moves with the tide', 'http://estuary.example/2018/culture/202106/t20210628_2450.html');
INSERT INTO "links" VALUES (6, 1, 'Choir of the ferrymen sings for the last crossing', 'http://estuary.example/culture/2014-05/22/content_1320.htm');
INSERT INTO "links" VALUES (7, 0, 'Quiet engines bring the porpoises back', 'http://estuary.example/harbour/2025/05/quiet-engines.html');
INSERT INTO "links" VALUES (7, 1, 'A year aboard the survey boat', 'http://estuary.example/2018/harbour/201904/t20190415_2201.html');
INSERT INTO "links" VALUES (7, 2, 'Dredgers return to the northern channel', 'http://estuary.example/harbour/2010-04/19/content_1041.htm');
INSERT INTO "links" VALUES (7, 3, 'The last pilots of Greywater Sound', 'http://estuary.example/2005/06/pilots.html');
INSERT INTO "links" VALUES (8, 0, 'Neighbours keep the flood book', 'http://estuary.example/society/2016-11/14/content_1466.htm');
INSERT INTO "links" VALUES (8, 1, 'Night school fills the old customs house', 'http://estuary.example/2007/10/night-school.html');
INSERT INTO "links" VALUES (9, 0, 'Lantern Street rehearses for the dark', 'http://estuary.example/culture/2024/09/lantern-street.html');
INSERT INTO "links" VALUES (9, 1, 'Choir of the ferrymen sings for the last crossing', 'http://estuary.example/culture/2014-05/22/content_1320.htm');
INSERT INTO "links" VALUES (10, 0, 'Cannery workers buy their own factory', 'http://estuary.example/economy/2012-09/03/content_1187.htm');
INSERT INTO "links" VALUES (10, 1, 'A ropewalk learns to make sails for wind farms', 'http://estuary.example/2006/02/ropewalk.html');
INSERT INTO "links" VALUES (11, 0, 'School boat gets its second winter', 'http://estuary.example/society/2023/03/school-boat.html');
INSERT INTO "links" VALUES (11, 1, 'Night school fills the old customs house', 'http://estuary.example/2007/10/night-school.html');
INSERT INTO "links" VALUES (12, 0, 'Lantern Street rehearses for the dark', 'http://estuary.example/culture/2024/09/lantern-street.html');
INSERT INTO "links" VALUES (12, 1, 'The museum that moves with the tide', 'http://estuary.example/2018/culture/202106/t20210628_2450.html');
INSERT INTO "links" VALUES (13, 0, 'Seaweed mill opens beside the old brewery', 'http://estuary.example/economy/2026/01/seaweed-mill.html');
INSERT INTO "links" VALUES (13, 1, 'Small ports share one crane', 'http://estuary.example/2018/economy/202011/t20201109_2377.html');
INSERT INTO "links" VALUES (13, 2, 'Cannery workers buy their own factory', 'http://estuary.example/economy/2012-09/03/content_1187.htm');
INSERT INTO "links" VALUES (13, 3, 'A ropewalk learns to make sails for wind farms', 'http://estuary.example/2006/02/ropewalk.html');
INSERT INTO "links" VALUES (14, 0, 'Lantern Street rehearses for the dark', 'http://estuary.example/culture/2024/09/lantern-street.html');
INSERT INTO "links" VALUES (14, 1, 'The museum that moves with the tide', 'http://estuary.example/2018/culture/202106/t20210628_2450.html');
INSERT INTO "links" VALUES (15, 0, 'Seaweed mill opens beside the old brewery', 'http://estuary.example/economy/2026/01/seaweed-mill.html');
INSERT INTO "links" VALUES (15, 1, 'Quiet engines bring the porpoises back', 'http://estuary.example/harbour/2025/05/quiet-engines.html');
INSERT INTO "links" VALUES (15, 2, 'Lantern Street rehearses for the dark', 'http://estuary.example/culture/2024/09/lantern-street.html');
INSERT INTO "links" VALUES (15, 3, 'School boat gets its second winter', 'http://estuary.example/society/2023/03/school-boat.html');
INSERT INTO "links" VALUES (15, 4, 'The museum that moves with the tide', 'http://estuary.example/2018/culture/202106/t20210628_2450.html');
INSERT INTO "links" VALUES (15, 5, 'Small ports share one crane', 'http://estuary.example/2018/economy/202011/t20201109_2377.html');
INSERT INTO "links" VALUES (15, 6, 'A year aboard the survey boat', 'http://estuary.example/2018/harbour/201904/t20190415_2201.html');
INSERT INTO "links" VALUES (15, 7, 'Neighbours keep the flood book', 'http://estuary.example/society/2016-11/14/content_1466.htm');
INSERT INTO "links" VALUES (15, 8, 'Cannery workers buy their own factory', 'http://estuary.example/economy/2012-09/03/content_1187.htm');
INSERT INTO "links" VALUES (15, 9, 'Dredgers return to the northern channel', 'http://estuary.example/harbour/2010-04/19/content_1041.htm');
INSERT INTO "links" VALUES (15, 10, 'Night school fills the old customs house', 'http://estuary.example/2007/10/night-school.html');
INSERT INTO "links" VALUES (15, 11, 'A ropewalk learns to make sails for wind farms', 'http://estuary.example/2006/02/ropewalk.html');
INSERT INTO "links" VALUES (15, 12, 'The last pilots of Greywater Sound', 'http://estuary.example/2005/06/pilots.html');
INSERT INTO "links" VALUES (15, 13, 'Cannery workers buy their own factory', 'http://estuary.example/archive/2012-09/03/content_20188.htm');
INSERT INTO "links" VALUES (16, 0, 'Seaweed mill opens beside the old brewery', 'http://estuary.example/economy/2026/01/seaweed-mill.html');
INSERT INTO "links" VALUES (16, 1, 'Cannery workers buy their own factory', 'http://estuary.example/economy/2012-09/03/content_1187.htm');
INSERT INTO "links" VALUES (16, 2, 'A ropewalk learns to make sails for wind farms', 'http://estuary.example/2006/02/ropewalk.html');
INSERT INTO "frontier" VALUES ('estuary', 'http://estuary.example/', 'front', 0, 'http://estuary.example/', NULL, '{"text":"Home"}', '2026-11-25T10:20:02Z', '2026-11-25T10:20:04Z', '2026-11-25T10:20:04Z', 2, 'front', 0, '"6e9c53064526b3d5"', NULL);
INSERT INTO "frontier" VALUES ('estuary', 'http://estuary.example/sitemap.xml', 'sitemap', 0, 'http://estuary.example/', NULL, NULL, '2026-11-25T10:20:03Z', '2026-11-25T10:20:04Z', '2026-11-25T10:20:04Z', 2, 'sitemap', 0, '"3353032e3c08f491"', NULL);
INSERT INTO "frontier" VALUES ('estuary', 'http://estuary.example/harbour/', 'front', 1, 'http://estuary.example/', NULL, '{"text":"Harbour"}', '2026-11-25T10:20:03Z', '2026-11-25T10:20:04Z', '2026-11-25T10:20:04Z', 2, 'not modified', 0, '"061cb88786d06391"', NULL);
INSERT INTO "frontier" VALUES ('estuary', 'http://estuary.example/economy/', 'front', 1, 'http://estuary.example/', NULL, '{"text":"Economy"}', '2026-11-25T10:20:03Z', '2026-11-25T10:20:04Z', '2026-11-25T10:20:04Z', 2, 'front', 0, '"7479336e7824ad25"', NULL);
INSERT INTO "frontier" VALUES ('estuary', 'http://estuary.example/culture/', 'front', 1, 'http://estuary.example/', NULL, '{"text":"Culture"}', '2026-11-25T10:20:03Z', '2026-11-25T10:20:04Z', '2026-11-25T10:20:04Z', 2, 'front', 0, '"9f74188a2d149f36"', NULL);
INSERT INTO "frontier" VALUES ('estuary', 'http://estuary.example/society/', 'front', 1, 'http://estuary.example/', NULL, '{"text":"Society"}', '2026-11-25T10:20:03Z', '2026-11-25T10:20:04Z', '2026-11-25T10:20:04Z', 2, 'not modified', 0, '"9332dbcf0a106efe"', NULL);
INSERT INTO "frontier" VALUES ('estuary', 'http://estuary.example/harbour/2025/05/quiet-engines.html', 'article', 0, 'http://estuary.example/', NULL, '{"text":"Quiet engines bring the porpoises back","date":{"on":"2025-05-20","precision":"day","raw":"2025-05-20","source":"hint"}}', '2026-11-25T10:20:03Z', '2026-11-26T06:20:04Z', '2026-11-25T10:20:04Z', 2, 'not modified', 0, '"255405380059d978"', NULL);
INSERT INTO "frontier" VALUES ('estuary', 'http://estuary.example/culture/2024/09/lantern-street.html', 'article', 0, 'http://estuary.example/', NULL, '{"text":"Lantern Street rehearses for the dark","date":{"on":"2024-09-18","precision":"day","raw":"2024-09-18","source":"hint"}}', '2026-11-25T10:20:03Z', '2027-02-13T06:34:05Z', '2026-11-25T10:20:04Z', 2, 'article', 0, '"d4b44eb66a7de01e"', NULL);
INSERT INTO "frontier" VALUES ('estuary', 'http://estuary.example/society/2023/03/school-boat.html', 'article', 0, 'http://estuary.example/', NULL, '{"text":"School boat gets its second winter","date":{"on":"2023-03-07","precision":"day","raw":"2023-03-07","source":"hint"}}', '2026-11-25T10:20:03Z', '2026-11-26T06:20:04Z', '2026-11-25T10:20:04Z', 2, 'not modified', 0, '"fac57509df56c6c3"', NULL);
INSERT INTO "frontier" VALUES ('estuary', 'http://estuary.example/2018/culture/202106/t20210628_2450.html', 'article', 0, 'http://estuary.example/', NULL, '{"text":"The museum that moves with the tide","date":{"on":"2021-06-28","precision":"day","raw":"2021-06-28","source":"hint"}}', '2026-11-25T10:20:03Z', '2027-05-24T10:20:04Z', '2026-11-25T10:20:04Z', 2, 'article', 0, '"a043786901b78a58"', NULL);
INSERT INTO "frontier" VALUES ('estuary', 'http://estuary.example/2018/economy/202011/t20201109_2377.html', 'article', 0, 'http://estuary.example/', NULL, '{"text":"Small ports share one crane","date":{"on":"2020-11-09","precision":"day","raw":"2020-11-09","source":"hint"}}', '2026-11-25T10:20:03Z', '2027-05-24T10:20:04Z', '2026-11-25T10:20:04Z', 2, 'article', 0, '"2a08cd7341bbb9d0"', NULL);
INSERT INTO "frontier" VALUES ('estuary', 'http://estuary.example/2018/harbour/201904/t20190415_2201.html', 'article', 0, 'http://estuary.example/', NULL, '{"text":"A year aboard the survey boat","date":{"on":"2019-04-15","precision":"day","raw":"2019-04-15","source":"hint"}}', '2026-11-25T10:20:03Z', '2026-11-26T06:20:04Z', '2026-11-25T10:20:04Z', 2, 'not modified', 0, '"ff79157268ce33d5"', NULL);
INSERT INTO "frontier" VALUES ('estuary', 'http://estuary.example/society/2016-11/14/content_1466.htm', 'article', 0, 'http://estuary.example/', NULL, '{"text":"Neighbours keep the flood book","date":{"on":"2016-11-14","precision":"day","raw":"2016-11-14","source":"hint"}}', '2026-11-25T10:20:03Z', '2026-11-26T06:20:04Z', '2026-11-25T10:20:04Z', 2, 'not modified', 0, '"89edd77c6a2db259"', NULL);
INSERT INTO "frontier" VALUES ('estuary', 'http://estuary.example/culture/2014-05/22/content_1320.htm', 'article', 0, 'http://estuary.example/', NULL, '{"text":"Choir of the ferrymen sings for the last crossing","date":{"on":"2014-05-22","precision":"day","raw":"2014-05-22","source":"hint"}}', '2026-11-25T10:20:03Z', '2026-11-26T06:20:04Z', '2026-11-25T10:20:04Z', 2, 'gone', 0, '"0b99c2c7b43e46e8"', NULL);
INSERT INTO "frontier" VALUES ('estuary', 'http://estuary.example/economy/2012-09/03/content_1187.htm', 'article', 0, 'http://estuary.example/', NULL, '{"text":"Cannery workers buy their own factory","date":{"on":"2012-09-03","precision":"day","raw":"2012-09-03","source":"hint"}}', '2026-11-25T10:20:03Z', '2026-11-25T10:20:04Z', NULL, 2, NULL, 0, NULL, NULL);
INSERT INTO "frontier" VALUES ('estuary', 'http://estuary.example/harbour/2010-04/19/content_1041.htm', 'article', 0, 'http://estuary.example/', NULL, '{"text":"Dredgers return to the northern channel","date":{"on":"2010-04-19","precision":"day","raw":"2010-04-19","source":"hint"}}', '2026-11-25T10:20:03Z', '2026-11-25T10:20:04Z', NULL, 2, NULL, 0, NULL, NULL);
INSERT INTO "frontier" VALUES ('estuary', 'http://estuary.example/2007/10/night-school.html', 'article', 0, 'http://estuary.example/', NULL, '{"text":"Night school fills the old customs house","date":{"on":"2007-10-05","precision":"day","raw":"2007-10-05","source":"hint"}}', '2026-11-25T10:20:03Z', '2026-11-25T10:20:04Z', NULL, 2, NULL, 0, NULL, NULL);
INSERT INTO "frontier" VALUES ('estuary', 'http://estuary.example/2006/02/ropewalk.html', 'article', 0, 'http://estuary.example/', NULL, '{"text":"A ropewalk learns to make sails for wind farms","date":{"on":"2006-02-20","precision":"day","raw":"2006-02-20","source":"hint"}}', '2026-11-25T10:20:03Z', '2026-11-25T10:20:04Z', NULL, 2, NULL, 0, NULL, NULL);
INSERT INTO "frontier" VALUES ('estuary', 'http://estuary.example/2005/06/pilots.html', 'article', 0, 'http://estuary.example/', NULL, '{"text":"The last pilots of Greywater Sound","date":{"on":"2005-06-12","precision":"day","raw":"2005-06-12","source":"hint"}}', '2026-11-25T10:20:03Z', '2026-11-25T10:20:04Z', NULL, 2, NULL, 0, NULL, NULL);
INSERT INTO "frontier" VALUES ('estuary', 'http://estuary.example/archive/2012-09/03/content_20188.htm', 'article', 1, 'http://estuary.example/', NULL, '{"text":"Cannery workers buy their own factory","date":{"on":"2012-09-03","precision":"day","raw":"2012-09-03","source":"hint"}}', '2026-11-25T10:20:03Z', '2026-11-25T10:20:04Z', NULL, 2, NULL, 0, NULL, NULL);
INSERT INTO "frontier" VALUES ('estuary', 'http://estuary.example/feed.xml', 'feed', 1, 'http://estuary.example/', NULL, NULL, '2026-11-25T10:20:03Z', '2026-11-25T10:20:04Z', '2026-11-25T10:20:04Z', 2, 'feed', 0, '"e3999ff164c5f2cf"', NULL);
INSERT INTO "frontier" VALUES ('estuary', 'http://estuary.example/2018/harbour/201904/t20190415_2201_1.html', 'article', 1, 'http://estuary.example/2018/harbour/201904/t20190415_2201.html', 'http://estuary.example/2018/harbour/201904/t20190415_2201.html', NULL, '2026-11-25T10:20:03Z', '2026-11-25T10:20:04Z', NULL, 2, NULL, 0, NULL, NULL);
INSERT INTO "frontier" VALUES ('estuary', 'http://estuary.example/economy/2026/01/seaweed-mill.html', 'article', 0, 'http://estuary.example/sitemap.xml', NULL, '{"text":"Seaweed mill opens beside the old brewery","date":{"on":"2026-01-12","precision":"day","raw":"2026-01-12","source":"hint"}}', '2026-11-25T10:20:04Z', '2026-11-25T10:20:04Z', NULL, 2, NULL, 0, NULL, NULL);
CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");
CREATE INDEX runs_site ON runs(site);
CREATE INDEX captures_run ON captures(run_id);
CREATE INDEX captures_address ON captures(site, address_url);
CREATE INDEX articles_published ON articles(site, published_on);
CREATE INDEX articles_section ON articles(site, section);
CREATE INDEX articles_text ON articles(site, text_hash);
CREATE INDEX urls_article ON urls(article_id);
CREATE INDEX urls_target ON urls(site, target_url) WHERE article_id IS NULL;
CREATE INDEX article_authors_author ON article_authors(author_id);
CREATE INDEX images_article ON images(article_id);
CREATE INDEX link_blocks_article ON link_blocks(article_id);
CREATE INDEX link_blocks_url ON link_blocks(url_id);
CREATE INDEX links_url ON links(url);
CREATE INDEX frontier_waiting ON frontier(site, kind = 'article', depth) WHERE run_id IS NULL;
CREATE INDEX frontier_parts ON frontier(site, part_of_url) WHERE part_of_url IS NOT NULL;
CREATE INDEX alarms_run ON alarms(run_id);
CREATE VIRTUAL TABLE articles_fts USING fts5(
    headline, standfirst, text,
    content="articles", content_rowid="id",
    tokenize='porter unicode61 remove_diacritics 2'
);
CREATE TRIGGER articles_fts_insert AFTER INSERT ON articles BEGIN
    INSERT INTO articles_fts(rowid, headline, standfirst, text)
    VALUES (new.id, new.headline, new.standfirst, new.text);
END;
CREATE TRIGGER articles_fts_delete AFTER DELETE ON articles BEGIN
    INSERT INTO articles_fts(articles_fts, rowid, headline, standfirst, text)
    VALUES ('delete', old.id, old.headline, old.standfirst, old.text);
END;
CREATE TRIGGER articles_fts_update AFTER UPDATE OF id, headline, standfirst, text ON articles BEGIN
    INSERT INTO articles_fts(articles_fts, rowid, headline, standfirst, text)
    VALUES ('delete', old.id, old.headline, old.standfirst, old.text);
    INSERT INTO articles_fts(rowid, headline, standfirst, text)
    VALUES (new.id, new.headline, new.standfirst, new.text);
END;
CREATE VIEW articles_list AS
SELECT
    a.id,
    a.published_on,
    a.headline,
    (SELECT group_concat(name, ', ') FROM (
        SELECT au.name FROM article_authors AS aa JOIN authors AS au ON au.id = aa.author_id
        WHERE aa.article_id = a.id ORDER BY aa.position
    )) AS authors,
    (SELECT au.name FROM article_authors AS aa JOIN authors AS au ON au.id = aa.author_id
        WHERE aa.article_id = a.id ORDER BY aa.position LIMIT 1
    ) AS author,
    a.section,
    a.issue,
    CAST(substr(a.published_on, 1, 4) AS INTEGER) AS year,
    a.site,
    a.word_count,
    a.revision_count,
    a.gone_at,
    a.canonical_url AS url
FROM articles AS a;
INSERT INTO articles_fts(articles_fts) VALUES ('rebuild');
