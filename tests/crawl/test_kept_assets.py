"""A profile's `keep` captures what articles show, link and need: on its hosts, within a budget, and last."""

from __future__ import annotations

import gzip
import os
import re
import signal
import sqlite3
import zipfile
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from support.asset_pages import ARTICLES, file, png
from support.crawling import crawl, rows, start
from support.served import Answer, Asked, Site, redirect
from support.stories import front, profile, story

from newsspider.export.formats import wacz
from newsspider.maintenance.reextract.reextract import reextract
from newsspider.maintenance.repair import repair
from newsspider.maintenance.verify import verify
from newsspider.maintenance.withdraw import withdraw
from newsspider.storage.warc import record_checks
from newsspider.storage.warc.reader import read_payload

if TYPE_CHECKING:
    from pathlib import Path

KEEP_ALL = "keep: [images, documents, requisites]\n"
ONE, TWO = "/2024/05/01/one.html", "/2024/05/02/two.html"


def pages() -> dict[str, object]:
    """Two stories with a picture each, a stylesheet for both, and a document that one links."""
    head = (
        '<link rel=stylesheet href="/look.css"><script src="/menu.js"></script><link rel=icon href="/i.ico">'
    )
    shown = '<figure><img src="{0}" srcset="{0} 80w, {1} 800w"><figcaption>The quay</figcaption></figure>'
    linked = '<p>The council has put up <a href="/plans.pdf">its plans</a> for all to read at last.</p>'
    return {
        "/": front("Gazette", [ONE, TWO], head=head),
        ONE: story("Boats of the north", head=head, extra=shown.format("/p/1.png", "/p/1-wide.png") + linked),
        TWO: story("Nets of the south", head=head, extra=shown.format("/p/2.png", "/p/2-wide.png")),
        "/look.css": file("@import 'more.css'; h1 { background: url(/p/rule.png) }", "text/css", etag='"l"'),
        "/more.css": file("@font-face { src: url('serif.woff2') }", "text/css"),
        "/serif.woff2": file(b"wOF2 not really", "font/woff2"),
        "/menu.js": file("document.title", "text/javascript"),
        "/i.ico": file(b"\0\0\1\0", "image/x-icon"),
        "/p/rule.png": file(png(9), "image/png"),
        "/p/1.png": file(png(1), "image/png", etag='"1"'),
        "/p/1-wide.png": file(png(11), "image/png"),
        "/p/2.png": file(png(2), "image/png"),
        "/p/2-wide.png": file(png(22), "image/png"),
        "/plans.pdf": file(b"%PDF-1.4 plans", "application/pdf"),
    }


IMAGES = {"/p/1.png", "/p/1-wide.png", "/p/2.png", "/p/2-wide.png"}
REQUISITES = {"/look.css", "/more.css", "/serif.woff2", "/menu.js", "/i.ico", "/p/rule.png"}
ASSETS = IMAGES | REQUISITES | {"/plans.pdf"}


@pytest.fixture
def site() -> Site:
    return Site(pages())


def asked(site: Site) -> list[str]:
    return [path for path in site.paths if path not in ("/", ONE, TWO)]


def kept(archive: Path) -> dict[str, str]:
    """The verdict of each address that was kept as an asset."""
    found = rows(archive, "SELECT address_url, verdict FROM captures ORDER BY id")
    kinds = ("image", "document", "requisite")
    return {"/" + url.split("/", 3)[3]: verdict for url, verdict in found if verdict in kinds}


def test_what_articles_show_link_and_need_is_kept(site: Site, tmp_path: Path) -> None:
    ended = crawl(tmp_path, profile(tmp_path, site.url, ARTICLES + KEEP_ALL))

    archive = tmp_path / "archive"
    assert ended.status == 0, ended.err
    assert kept(archive) == {
        **dict.fromkeys(IMAGES, "image"),
        **dict.fromkeys(REQUISITES, "requisite"),
        "/plans.pdf": "document",
    }
    assert sorted(asked(site)) == sorted(ASSETS), "each once"
    assert [(each["kind"], each["count"]) for each in ended.report["assets"]] == [
        ("image", 4), ("document", 1), ("requisite", 6),
    ]  # fmt: skip
    (place,) = rows(archive, "SELECT warc_file, warc_offset FROM captures WHERE address_url LIKE '%/1.png'")
    assert read_payload(archive, *place).body == png(1)
    assert verify(archive).findings == ()


def test_without_keep_nothing_but_pages_is_asked(site: Site, tmp_path: Path) -> None:
    ended = crawl(tmp_path, profile(tmp_path, site.url, ARTICLES))

    assert asked(site) == []
    assert ended.report["assets"] == []
    assert rows(tmp_path / "archive", "SELECT count(*) FROM frontier") == [(3,)]
    assert rows(tmp_path / "archive", "SELECT count(*) FROM asset_pages") == [(0,)]


def test_assets_come_after_all_pages_and_touch_no_count(site: Site, tmp_path: Path) -> None:
    plain = crawl(tmp_path, profile(tmp_path, site.url, ARTICLES), archive=tmp_path / "plain").report
    before = len(site.paths)

    full = crawl(tmp_path, profile(tmp_path, site.url, ARTICLES + KEEP_ALL)).report

    paths = site.paths[before:]
    assert max(map(paths.index, ("/", ONE, TWO))) < min(map(paths.index, ASSETS))
    counts = ("pages", "articles", "new", "same", "gone", "failed", "fetched_bytes", "alarms", "links")
    assert {name: full[name] for name in counts} == {name: plain[name] for name in counts}
    assert full["verdicts"] == plain["verdicts"] | {"image": 4, "document": 1, "requisite": 6}


def test_assets_that_fail_are_no_failure_and_no_alarm(site: Site, tmp_path: Path) -> None:
    for number, path in enumerate(sorted(ASSETS)):
        site.pages[path] = Answer(status=(404, 500, 200)[number % 3], body="<html><p>Sorry</p></html>")

    ended = crawl(tmp_path, profile(tmp_path, site.url, ARTICLES + KEEP_ALL), "--set", "RETRY_TIMES=0")

    assert ended.status == 0
    assert (ended.report["failed"], ended.report["gone"], ended.report["alarms"]) == (0, 0, [])
    assert kept(tmp_path / "archive") == {}
    failed = set(rows(tmp_path / "archive", "SELECT verdict FROM frontier WHERE kind <> 'article'"))
    assert failed == {("front",), ("gone",), ("error",), ("wrong type",)}


def test_a_host_that_gives_no_assets_is_left_alone_and_raises_no_alarm(tmp_path: Path) -> None:
    shown = "".join(f'<img src="/p/{n}.png" width=400>' for n in range(20))
    site = Site({"/": front("Gazette", [ONE]), ONE: story("Boats of the north", extra=shown)})
    site.missing = Answer(status=500)

    options = ("--set", "RETRY_TIMES=0")
    ended = crawl(tmp_path, profile(tmp_path, site.url, ARTICLES + "keep: [images]"), *options)

    assert ended.status == 0
    number = len(asked(site))
    assert 10 <= number <= 12, "ten, and what was under way"
    assert f"{20 - number} addresses left: their hosts stopped answering" in ended.report["notes"]


def test_a_second_run_asks_for_no_asset_and_one_that_is_due_conditionally(site: Site, tmp_path: Path) -> None:
    name, archive = profile(tmp_path, site.url, ARTICLES + KEEP_ALL), tmp_path / "archive"
    crawl(tmp_path, name)
    site.requests.clear()
    crawl(tmp_path, name, "--full")
    assert asked(site) == []

    def conditional(request: Asked) -> Answer:
        known = request.headers.get("If-None-Match") == '"1"'
        return Answer(status=304) if known else file(png(1), "image/png", etag='"1"')

    site.pages["/p/1.png"] = conditional
    with closing(sqlite3.connect(archive / "news.db")) as conn, conn:
        conn.execute("UPDATE frontier SET due_at = '2020-01-01T00:00:00Z' WHERE url LIKE '%/p/_.png'")
    report = crawl(tmp_path, name).report

    assert sorted(asked(site)) == ["/p/1.png", "/p/2.png"]
    again = rows(archive, "SELECT status, verdict, same_as_id IS NOT NULL FROM captures"
                 " WHERE run_id = 3 AND address_url LIKE '%.png' ORDER BY address_url")  # fmt: skip
    assert again == [(304, "not modified", 1), (200, "not modified", 1)], "the same bytes are a revisit"
    assert report["assets"] == []
    due = rows(
        archive, "SELECT count(*) FROM frontier WHERE kind = 'image' AND due_at < date('now', '+170 day')"
    )
    assert due == [(0,)]
    assert verify(archive).findings == ()


def test_a_budget_that_is_used_up_is_told_and_the_rest_comes_with_the_next_runs(tmp_path: Path) -> None:
    paths = [f"/p/{n}.png" for n in range(8)]
    shown = "".join(f'<img src="{path}" width=400>' for path in paths)
    site = Site({"/": front("Gazette", [ONE]), ONE: story("Boats of the north", extra=shown)})
    site.pages |= {path: file(png(n).ljust(1000), "image/png") for n, path in enumerate(paths)}
    more = ARTICLES + "keep: [images]\nlimits: {keep_bytes: 5000}\n"
    name, archive = profile(tmp_path, site.url, more), tmp_path / "archive"

    first = crawl(tmp_path, name)

    assert first.status == 0
    number = len(kept(archive))
    assert 3 <= number <= 5, "and what was under way"
    told = f"{8 - number} assets left for the next run: the budget for assets is used up"
    assert first.report["notes"] == [f"{told} (keep_bytes, 0.005 MB a run)"]
    crawl(tmp_path, name)
    last = crawl(tmp_path, name)
    assert sorted(kept(archive)) == sorted(asked(site)) == paths
    assert last.report["notes"] == []


def test_assets_that_unfold_without_an_end_are_in_the_budget_too(tmp_path: Path) -> None:
    paths = [f"/p/{n}.png" for n in range(8)]
    shown = "".join(f'<img src="{path}" width=400>' for path in paths)
    site = Site({"/": front("Gazette", [ONE]), ONE: story("Boats of the north", extra=shown)})
    bomb = Answer(body=gzip.compress(bytes(3_000_000)), headers={"Content-Encoding": "gzip"})
    site.pages |= dict.fromkeys(paths, bomb)
    more = ARTICLES + "keep: [images]\nlimits: {keep_bytes: 9000, asset_bytes: 1_000_000}\n"

    ended = crawl(tmp_path, profile(tmp_path, site.url, more))

    assert ended.status == 0
    assert 3 <= len(asked(site)) <= 5, "and what was under way"
    assert set(rows(tmp_path / "archive", "SELECT verdict FROM captures WHERE url LIKE '%.png'")) == {
        ("too large",)
    }


def test_an_asset_that_is_too_large_is_cut_and_not_asked_again(site: Site, tmp_path: Path) -> None:
    site.pages["/plans.pdf"] = file(b"%PDF" + bytes(300_000), "application/pdf")
    more = ARTICLES + "keep: [documents]\nlimits: {asset_bytes: 150000}\n"
    name, archive = profile(tmp_path, site.url, more), tmp_path / "archive"

    crawl(tmp_path, name)
    crawl(tmp_path, name)

    assert kept(archive) == {}
    found = rows(archive, "SELECT verdict, size_bytes FROM captures WHERE address_url LIKE '%.pdf'")
    assert [(verdict, size < 150_000) for verdict, size in found] == [("too large", True)]
    assert verify(archive).findings == ()


def test_robots_other_hosts_and_addresses_never_asked_hold_for_assets(site: Site, tmp_path: Path) -> None:
    elsewhere = Site({"/logo.png": file(png(5), "image/png")}, host="127.0.0.2")
    foreign = f'<p><img src="{elsewhere.url}logo.png" width=400></p>'
    site.pages[ONE] = str(site.pages[ONE]).replace("<figure>", f"{foreign}<figure>")
    site.pages["/robots.txt"] = file("User-agent: *\nDisallow: /p/1", "text/plain")
    more = "articles: {match: [/2024/], never: [wide]}\nkeep: [images]\n"

    ended = crawl(tmp_path, profile(tmp_path, site.url, more))
    crawl(tmp_path, profile(tmp_path, site.url, more))

    assert asked(site) == ["/p/2.png"]
    assert elsewhere.requests == []
    assert "1 address not requested: robots.txt forbids it" in ended.report["notes"]


def test_a_run_with_a_limit_keeps_the_assets_of_its_own_pages(site: Site, tmp_path: Path) -> None:
    ended = crawl(tmp_path, profile(tmp_path, site.url, ARTICLES + KEEP_ALL), "--limit", "1")

    assert ended.report["reason"] == "limit"
    shown = {"/p/1.png", "/p/1-wide.png", "/plans.pdf"}
    assert kept(tmp_path / "archive").keys() == shown | REQUISITES


def test_who_asks_for_assets_later_gets_those_of_pages_that_did_not_change(
    site: Site, tmp_path: Path
) -> None:
    crawl(tmp_path, profile(tmp_path, site.url, ARTICLES))

    crawl(tmp_path, profile(tmp_path, site.url, ARTICLES + KEEP_ALL), "--full")

    assert kept(tmp_path / "archive").keys() == ASSETS
    assert rows(tmp_path / "archive", "SELECT count(*) FROM revisions") == [(2,)]


def test_a_page_that_was_taken_for_a_picture_is_read_as_a_page(tmp_path: Path) -> None:
    shown = f'<img src="{TWO}" width=400><img src="/" width=400><img src="" width=400>'
    site = Site(
        {
            "/": front("Gazette", [ONE]),
            ONE: story("Boats of the north", extra=shown, links=["/2024/05/03/three.html"]),
            "/2024/05/03/three.html": story("Sails of the east", links=[TWO]),
            TWO: story("Nets of the south"),
        }
    )

    ended = crawl(tmp_path, profile(tmp_path, site.url, ARTICLES + KEEP_ALL))

    assert (ended.status, ended.report["new"]) == (0, 3)
    kinds = rows(tmp_path / "archive", "SELECT kind, count(*) FROM frontier GROUP BY 1 ORDER BY 1")
    assert kinds == [("article", 3), ("front", 1)]


def test_a_picture_that_is_redirected_home_leaves_the_home_page_as_it_is(site: Site, tmp_path: Path) -> None:
    site.pages["/p/1.png"] = redirect("/")
    site.pages["/p/2.png"] = redirect("/p/moved.png")
    site.pages["/p/moved.png"] = file(png(3), "image/png")

    crawl(tmp_path, profile(tmp_path, site.url, ARTICLES + "keep: [images]"))

    archive = tmp_path / "archive"
    assert kept(archive).keys() == {"/p/1-wide.png", "/p/2-wide.png", "/p/moved.png"}
    found = rows(archive, "SELECT kind, verdict FROM frontier WHERE url = ?", site.url)
    assert found == [("front", "front")]
    assert rows(archive, "SELECT count(*) FROM urls WHERE url LIKE '%.png'") == [(0,)]
    assert verify(archive).findings == ()


def test_a_killed_run_goes_on_and_asks_for_no_asset_again_that_was_written(tmp_path: Path) -> None:
    site = Site(pages())
    seen: list[str] = []

    def killing(request: Asked) -> Answer:
        seen.append(request.path)
        if len(seen) == 5:
            os.kill(running.pid, signal.SIGKILL)
        known = pages()[request.path]
        assert isinstance(known, Answer)
        return known

    site.pages |= dict.fromkeys(ASSETS, killing)
    name, archive = profile(tmp_path, site.url, ARTICLES + KEEP_ALL), tmp_path / "archive"
    arguments = ("crawl", name, "--archive", str(archive), "--set", "DOWNLOAD_DELAY=0")
    running = start(*arguments, folder=tmp_path)
    assert running.wait().status != 0

    crawl(tmp_path, name)

    assert kept(archive).keys() == ASSETS
    assert max(map(seen.count, seen)) <= 2
    assert len(seen) <= len(ASSETS) + 2, "none but those in flight"
    assert verify(archive).findings == ()


def test_a_withdrawn_article_takes_the_assets_with_it_that_it_alone_showed(
    site: Site, tmp_path: Path
) -> None:
    shared = '<p><img src="/p/both.png" width=400></p>'
    site.pages[ONE] = str(site.pages[ONE]).replace("<figure>", f"{shared}<figure>")
    site.pages[TWO] = str(site.pages[TWO]).replace("<figure>", f"{shared}<figure>")
    site.pages |= {"/p/1.png": redirect("/p/moved.png"), "/p/both.png": file(png(7), "image/png")}
    site.pages["/p/moved.png"] = file(png(3), "image/png")
    name, archive = profile(tmp_path, site.url, ARTICLES + KEEP_ALL), tmp_path / "archive"
    crawl(tmp_path, name)

    told = withdraw(archive, site.url + ONE[1:], reason="asked by its author")

    alone = {"/p/1.png", "/p/1-wide.png", "/p/moved.png", "/plans.pdf"}
    assert {"/" + url.split("/", 3)[3] for url in told.urls} == {ONE, *alone}
    assert kept(archive).keys() == REQUISITES | {"/p/2.png", "/p/2-wide.png", "/p/both.png"}
    (file_name,) = told.files
    held = [answer.url for answer in record_checks.answers_from(archive / "warc" / file_name, 0)]
    assert not any(url.endswith(path) for url in held for path in alone)
    assert verify(archive).findings == ()
    site.requests.clear()
    crawl(tmp_path, name, "--full")
    assert alone.isdisjoint(site.paths)
    assert withdraw(archive, site.url + "p/both.png", reason="not ours").captures == 1


def test_reading_again_leaves_assets_alone_and_a_wacz_has_them(site: Site, tmp_path: Path) -> None:
    name, archive = profile(tmp_path, site.url, ARTICLES + KEEP_ALL), tmp_path / "archive"
    crawl(tmp_path, name)
    before = rows(archive, "SELECT * FROM captures")

    told = reextract(archive)
    packed = wacz.write(archive, tmp_path / "gazette.wacz")

    assert (told.articles, told.fronts, told.changed, told.unread) == (2, 1, 0, 0)
    assert rows(archive, "SELECT * FROM captures") == before
    assert packed.pages == 3
    with zipfile.ZipFile(tmp_path / "gazette.wacz") as package:
        index = gzip.decompress(package.read("indexes/index.cdx.gz")).decode()
    assert all(f'{site.url[:-1]}{path}"' in index for path in ASSETS)


def test_assets_and_pages_whose_records_were_lost_are_kept_again(site: Site, tmp_path: Path) -> None:
    name, archive = profile(tmp_path, site.url, ARTICLES + KEEP_ALL), tmp_path / "archive"
    crawl(tmp_path, name)
    next((archive / "warc").glob("*.warc.gz")).unlink()
    repair(archive, verify(archive))

    crawl(tmp_path, name)

    again = rows(archive, "SELECT address_url, verdict FROM captures WHERE run_id = 2 AND status = 200")
    assert {"/" + url.split("/", 3)[3] for url, verdict in again if verdict != "front"} == ASSETS | {ONE, TWO}
    assert all(verdict != "not modified" for _, verdict in again)
    # The file that was deleted stays a finding.
    assert {finding.rule for finding in verify(archive).findings} == {"manifest-line"}


def test_a_dry_run_counts_the_assets_that_are_due(site: Site, tmp_path: Path) -> None:
    more = ARTICLES + "keep: [images, requisites]\nlimits: {keep_bytes: 1}\n"
    name = profile(tmp_path, site.url, more)
    crawl(tmp_path, name)

    told = crawl(tmp_path, name, "--dry-run").report["notes"][0]
    without = crawl(tmp_path, profile(tmp_path, site.url, ARTICLES), "--dry-run").report["notes"][0]

    assert re.match(r"due now: 1 front, \d requisites, 4 images;", told)
    assert without.startswith("due now: 1 front;")


@pytest.mark.parametrize(
    ("said", "complaint"),
    [
        (
            "keep: [videos]",
            "key 'keep[0]': 'videos' is not a choice; expected one of images, documents, requisites",
        ),
        (
            "keep: images",
            "key 'keep': 'images' is not a list; expected a list of images, documents, requisites",
        ),
        ("keep: {images: true}", "key 'keep': {'images': True} is not a list"),
        ("limits: {keep_bytes: 200 MB}", "key 'limits.keep_bytes': '200 MB' is not a whole number"),
        ("limits: {asset_bytes: -1}", "key 'limits.asset_bytes': -1 is not a whole number"),
    ],
)
def test_what_cannot_be_kept_is_refused_with_one_line(tmp_path: Path, said: str, complaint: str) -> None:
    ended = crawl(tmp_path, profile(tmp_path, "http://127.0.0.1:9/", said))

    assert ended.status == 2
    assert complaint in ended.err
    assert ended.err.count("\n") == 1
