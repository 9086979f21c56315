"""`rebuild` gives every table the rows that the crawls gave it, except what only a crawl can know."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from support.asset_pages import file, png
from support.crawling import crawl
from support.paged_stories import paged
from support.served import Answer, Site, redirect
from support.stories import front, story

from newsspider.errors import ArchiveError
from newsspider.maintenance.rebuild.rebuild import rebuild
from newsspider.maintenance.verify import verify
from newsspider.maintenance.withdraw import withdraw

# What no WARC file has. DESIGN.md ("What a rebuilt archive lacks") gives the same list with the reasons.
ONLY_A_CRAWL_KNOWS = (
    "runs.started_at",
    "runs.ended_at",
    "runs.duration_s",
    "runs.reason",
    "runs.exit_status",
    "runs.version",
    "alarms",
    "sites.first_run_at",
    "sites.last_run_at",
)
# When a row was stored, to the second: a crawl stores an answer up to a second after it came.
MOMENTS_OF_STORING = (
    "absences.back_at",
    "absences.gone_at",
    "articles.first_seen_at",
    "articles.gone_at",
    "articles.last_seen_at",
    "duplicates.found_at",
    "frontier.done_at",
    "frontier.due_at",
    "frontier.found_at",
    "frontier.told_at",
    "hidden_fields.hidden_at",
    "hidden_fields.last_seen_at",
    "hidden_fields.shown_at",
    "link_blocks.first_seen_at",
    "link_blocks.last_seen_at",
    "probe_answers.asked_at",
    "recent_changes.ended_at",
    "removal_claims.first_at",
    "removal_claims.last_at",
    "revisions.last_seen_at",
    "revisions.seen_at",
    "urls.gone_at",
    "urls.last_seen_at",
)
# A withdrawn story is counted by the run that stored it, and its records are gone.
COUNTED_BEFORE_A_WITHDRAWAL = (
    "frontier.brought",
    "frontier.stories",
    "run_fields",
    "runs.articles",
    "runs.fetched_bytes",
    "runs.new",
    "runs.pages",
)
# Rows of these tables are named by their values, because a row's id says only when it was stored.
_KEYS = {
    "articles": "key",
    "authors": "name",
    "captures": "warc_file || ' ' || warc_offset",
    "facet_counts": "site || issue || '/' || section || '/' || month",
    "link_blocks": "(SELECT url FROM urls WHERE id = url_id) || kind || ifnull(label, '') || links_hash",
    "runs": "(SELECT count(*) FROM runs AS other WHERE other.id <= runs.id)",
    "urls": "site || ' ' || url",
    "withdrawals": "url",
}
Tables = dict[str, list[str]]
_COMPUTED = ("sqlite_", "articles_fts", "articles_cjk", "blocks_fts", "_sqlite_migrations")
FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>Gazette</title><item><title>Bells</title>
<link>/bells.html</link><pubDate>Wed, 01 May 2024 08:00:00 GMT</pubDate></item></channel></rss>"""
SITEMAP = """<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<url><loc>/kites.html</loc><lastmod>2024-05-02</lastmod></url></urlset>"""
BOX = (
    '<aside class="related"><h3>Most read</h3><ul><li><a href="/bells.html">The bells of the town</a></li>'
    '<li><a href="/kites.html">Kites over the dunes</a></li></ul></aside>'
)


def publication(site: Site) -> None:
    """A site with all that makes a replay hard: see the names of its pages."""
    names = ["/boats.html", "/nets.html", "/moved.html", "/part-1.html", "/gone.html", "/twin.html"]
    site.pages |= {
        "/robots.txt": Answer(body=f"User-agent: *\nSitemap: {site.url}map.xml\n", content_type="text/plain"),
        "/": front("Gazette", names, head=FEED_LINK).replace("</body>", f"{BOX}</body>"),
        "/feed.xml": file(FEED, "application/rss+xml", etag='"feed"'),
        "/map.xml": file(SITEMAP, "application/xml"),
        "/boats.html": story("Boats of the north", extra=BOX),
        "/nets.html": story(
            "Nets of the south",
            extra='<figure><img src="/p/1.png"><figcaption>The quay</figcaption></figure>'
            '<p>The council has put up <a href="/plans.pdf">its plans</a> for all to read at last.</p>',
        ),
        "/p/1.png": file(png(1), "image/png", etag='"1"'),
        "/plans.pdf": file(b"%PDF-1.4 plans", "application/pdf"),
        "/moved.html": redirect("/way.html", 301),
        "/way.html": redirect("/orchard.html"),
        "/orchard.html": story("Orchards in the rain"),
        "/gone.html": story("A story that goes"),
        "/bells.html": story("Bells of the town"),
        "/kites.html": story("Kites over the dunes"),
        "/twin.html": story("Boats of the north").replace("Boats of the north</h1>", "Boats again</h1>"),
        **paged("The long winter", ["/part-1.html", "/part-2.html", "/part-3.html"]),
    }


FEED_LINK = '<link rel=alternate type="application/rss+xml" href="/feed.xml">'
PROFILE = """name: {name}
start: [{start}]
articles: {{match: ['^/[a-z0-9-]+\\.html']}}
discover: [feeds, sitemaps]
keep: [images, documents]
"""


class Archived:
    """An archive of several runs, and the profiles that made it."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.archive = folder, folder / "archive"
        self.profiles: list[str] = []

    def profile(self, name: str, start_url: str) -> str:
        path = self.folder / f"{name}.yaml"
        path.write_text(PROFILE.format(name=name, start=start_url))
        self.profiles.append(str(path))
        return str(path)

    def crawl(self, profile: str, *options: str) -> None:
        assert crawl(self.folder, profile, *options).status in (0, 1)


def plain(archived: Archived, site: Site) -> None:
    """Two runs: a story changes, one goes, its box changes, a redirect leads elsewhere."""
    gazette = archived.profile("gazette", site.url)
    archived.crawl(gazette)
    site.pages["/boats.html"] = story("Boats of the north", extra="<p>The mayor resigned on Monday.</p>")
    site.pages["/gone.html"] = site.missing
    site.pages["/"] = front("Gazette", ["/boats.html", "/nets.html", "/new.html"])
    site.pages["/new.html"] = story("News of the morning")
    archived.crawl(gazette, "--full")
    archived.crawl(gazette, "--full")


def of_a_copy(archived: Archived, site: Site) -> None:
    """Two runs against a copy on this machine."""
    magazine = archived.profile("magazine", "https://magazine.example/")
    archived.crawl(magazine, "--base", site.url)
    site.pages["/boats.html"] = story("Boats of the north", extra="<p>The mayor resigned on Monday.</p>")
    archived.crawl(magazine, "--base", site.url, "--full")


def of_two_sites(archived: Archived, site: Site) -> None:
    """Two sites in one archive: one of a server, one of a copy that has the same pages."""
    archived.crawl(archived.profile("gazette", site.url), "--set", "NEWSSPIDER_WARC_BYTES=3000")
    archived.crawl(archived.profile("magazine", "https://magazine.example/"), "--base", site.url)


def in_one_second(archived: Archived, site: Site) -> None:
    """Two runs that began in one second, of several files each; a story changed between them."""
    gazette, several = archived.profile("gazette", site.url), ("--set", "NEWSSPIDER_WARC_BYTES=3000")
    archived.crawl(gazette, *several)
    first = [*(archived.archive / "warc").iterdir()]
    site.pages["/boats.html"] = story("Boats of the north", extra="<p>The mayor resigned on Monday.</p>")
    archived.crawl(gazette, "--full", *several)

    stem = min((path.name for path in first), key=len).removesuffix(".warc.gz")
    later = [path for path in (archived.archive / "warc").iterdir() if path not in first]
    later.sort(key=lambda path: (len(path.name), path.name))
    for number, path in enumerate(later, start=len(first) + 1):
        _rename(archived.archive, path, f"{stem}-{number}.warc.gz")


def _rename(archive: Path, path: Path, name: str) -> None:
    """Give a WARC file another name in the folder, the manifest and the database."""
    manifest = archive / "manifest-sha256.txt"
    manifest.write_text(manifest.read_text().replace(path.name, name))
    with closing(sqlite3.connect(archive / "news.db")) as conn, conn:
        for table in ("captures", "runs"):
            conn.execute(f"UPDATE {table} SET warc_file = ? WHERE warc_file = ?", (name, path.name))
    path.rename(path.with_name(name))


def with_a_withdrawal(archived: Archived, site: Site) -> None:
    """A story is withdrawn between two runs."""
    gazette = archived.profile("gazette", site.url)
    archived.crawl(gazette)
    withdraw(archived.archive, f"{site.url}nets.html", reason="court order")
    archived.crawl(gazette, "--full")


HISTORIES: tuple[Callable[[Archived, Site], None], ...] = (plain, of_a_copy, of_two_sites, in_one_second)


@pytest.fixture(scope="module", params=HISTORIES, ids=lambda history: history.__name__)
def archived(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Archived:
    made, site = Archived(tmp_path_factory.mktemp("rows")), Site()
    publication(site)
    request.param(made, site)
    site.close()
    return made


def tables(archive: Path, *without: str) -> Tables:
    """The rows of every table, their references as names of rows, without what a rebuild cannot know."""
    omitted = {*ONLY_A_CRAWL_KNOWS, *MOMENTS_OF_STORING, *without}
    with closing(sqlite3.connect(archive / "news.db")) as conn:
        names = [
            name
            for (name,) in conn.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
            if not name.startswith(_COMPUTED) and name not in omitted
        ]
        return {name: _rows(conn, name, omitted) for name in names}


def _rows(conn: sqlite3.Connection, table: str, omitted: set[str]) -> list[str]:
    owners = {one[3]: one[2] for one in conn.execute(f"PRAGMA foreign_key_list({table})")}
    described = conn.execute(f"PRAGMA table_info({table})").fetchall()
    names = [one[1] for one in described if (one[1] != "id" or "id" in owners) and one[1] != "band"]
    compared = [name for name in names if f"{table}.{name}" not in omitted]
    values = [
        f"(SELECT {_KEYS[owner]} FROM {owner} WHERE {owner}.{'site' if owner == 'sites' else 'id'}"
        f" = t.{name})"
        if (owner := owners.get(name)) and owner != "sites"
        else f"t.{name}"
        for name in compared
    ]
    found = conn.execute(f"SELECT {', '.join(values)} FROM {table} AS t").fetchall()
    return sorted(str(dict(zip(compared, row, strict=True))) for row in found)


@pytest.mark.parametrize("database", ["damaged", "lost"])
def test_every_table_has_the_rows_that_the_crawls_gave_it(
    archived: Archived, tmp_path: Path, database: str
) -> None:
    archive = Path(shutil.copytree(archived.archive, tmp_path / "archive"))
    if database == "lost":
        (archive / "news.db").unlink()

    rebuild(archive, sites=archived.profiles)

    assert differing(tables(archive), tables(archived.archive)) == {}
    assert verify(archive).findings == ()


def differing(made: Tables, crawled: Tables) -> dict[str, tuple[list[str], list[str]]]:
    """The rows that only the rebuilt archive has, and those that only the crawled one has, by table."""
    return {
        name: (sorted({*made[name]} - {*rows}), sorted({*rows} - {*made[name]}))
        for name, rows in crawled.items()
        if made[name] != rows
    }


@pytest.fixture(scope="module")
def withdrawn(tmp_path_factory: pytest.TempPathFactory) -> Archived:
    made, site = Archived(tmp_path_factory.mktemp("withdrawn")), Site()
    publication(site)
    with_a_withdrawal(made, site)
    site.close()
    return made


def test_a_withdrawn_story_does_not_come_back(withdrawn: Archived, tmp_path: Path) -> None:
    archive = Path(shutil.copytree(withdrawn.archive, tmp_path / "archive"))

    rebuild(archive)

    made = tables(archive, *COUNTED_BEFORE_A_WITHDRAWAL)
    assert differing(made, tables(withdrawn.archive, *COUNTED_BEFORE_A_WITHDRAWAL)) == {}
    assert len(made["withdrawn_urls"]) == 3
    assert verify(archive).findings == ()


def test_a_lost_database_leaves_a_note_on_withdrawals(withdrawn: Archived, tmp_path: Path) -> None:
    archive = Path(shutil.copytree(withdrawn.archive, tmp_path / "archive"))
    (archive / "news.db").unlink()

    report = rebuild(archive, sites=withdrawn.profiles)

    assert "withdraw these articles again" in " ".join(report.notes)
    assert not any("nets.html" in row for row in tables(archive)["articles"])


def test_a_folder_in_place_of_a_warc_file_is_named(withdrawn: Archived, tmp_path: Path) -> None:
    archive = Path(shutil.copytree(withdrawn.archive, tmp_path / "archive"))
    (archive / "warc" / "gazette-20240101T000000Z.warc.gz").mkdir()

    with pytest.raises(ArchiveError, match="is a folder, not a WARC file; move it elsewhere") as raised:
        rebuild(archive)

    assert "gazette-20240101T000000Z.warc.gz" in str(raised.value)
    assert (archive / "news.db").exists()


BESIDE_ARTICLES = ("link_blocks", "links", "recent_changes")


@pytest.fixture(scope="module")
def changing(tmp_path_factory: pytest.TempPathFactory) -> Archived:
    made, site = Archived(tmp_path_factory.mktemp("changing")), Site()
    publication(site)
    plain(made, site)
    site.close()
    return made


@pytest.mark.parametrize("lost", [0, 1, 2])
def test_link_blocks_duplicates_and_changes_of_a_lost_file_are_taken_over(
    changing: Archived, tmp_path: Path, lost: int
) -> None:
    archive = Path(shutil.copytree(changing.archive, tmp_path / "archive"))
    with closing(sqlite3.connect(archive / "news.db")) as conn:
        (name,) = conn.execute("SELECT warc_file FROM runs ORDER BY id LIMIT 1 OFFSET ?", (lost,)).fetchone()
    (archive / "warc" / name).unlink()

    rebuild(archive)

    # A run whose file is lost gets the last id, and the text before a change is the one that was taken over.
    without = ("recent_changes.run_id", "recent_changes.before")
    made, crawled = tables(archive, *without), tables(changing.archive, *without)
    assert all(crawled[name] for name in BESIDE_ARTICLES)
    assert {name: made[name] for name in BESIDE_ARTICLES} == {name: crawled[name] for name in BESIDE_ARTICLES}
    # Each article is linked with the one most like it of those that were there, so there may be more links.
    assert _linked(archive) >= _linked(changing.archive)


def _linked(archive: Path) -> set[tuple[object, ...]]:
    """The pairs of articles that are linked with each other, and why."""
    query = """SELECT min(a.key, b.key), max(a.key, b.key), reason, share FROM duplicates AS d
        JOIN articles AS a ON a.id = d.article_id JOIN articles AS b ON b.id = d.other_id"""
    with closing(sqlite3.connect(archive / "news.db")) as conn:
        return set(conn.execute(query))
