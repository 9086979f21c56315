"""The reading room in a real Chromium: every page, its search, a diff; hostile archives stay inert."""

from __future__ import annotations

import json
import sqlite3
from typing import TYPE_CHECKING

import pytest
from support import chromium
from support.samples import make_archive

pytest.importorskip("datasette")

from newsspider.browse.datasette import serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PAGES = (
    "/", "/search", "/search?q=harbour&order=newest", "/search?q=潮水", "/search?q=nothing-has-this",
    "/issues", "/issue?site={site}&name={issue}", "/sections", "/section?name={section}",
    "/authors", "/author?name={author}", "/links", "/runs",
    "/article/{changed}", "/article/{changed}/history", "/article/{changed}/history?view=beside",
    "/article/{arabic}", "/article/{chinese}", "/article/0000000000000000",
)  # fmt: skip
# One page of each kind, which everybody must be able to use.
KINDS = (
    "/", "/search?q=harbour&order=newest", "/issues", "/issue?site={site}&name={issue}",
    "/section?name={section}", "/links", "/runs", "/article/{changed}", "/article/{changed}/history",
)  # fmt: skip
WIDE, NARROW = 1440, 360
BREADTH = "document.documentElement.scrollWidth"
BRIGHTNESS = """getComputedStyle(document.body).backgroundColor.match(/\\d+/g).slice(0, 3)
    .reduce((sum, part) => sum + Number(part), 0)"""
TABLES = ("/news", "/news/articles", "/news/articles?_search=tide", "/news/articles_list", "/news/links")

SCRIPT = "window.hacked = 1; alert(1)"
EVIL = "https://evil.example/"
MARKUP = (
    f"\"><script>{SCRIPT}</script><img src=x onerror='{SCRIPT}'>",
    f"<svg onload='{SCRIPT}'><script>{SCRIPT}</script></svg>",
    "\u202egnp.live\u202c \u2066isolated \x02marked\x03\x02\x02 {{ 7 * 7 }} {% raw %}",
    f"""<base href='{EVIL}'><style>@import '{EVIL}a.css';</style><link rel=stylesheet href='{EVIL}'>
        <iframe src='{EVIL}'></iframe><img src='{EVIL}p.png' srcset='{EVIL}q.png'>
        <video src='{EVIL}v'></video>""",
    f"""<p>Fine</p><a href='javascript:alert(1)'>x</a><a href='//evil.example/'>y</a>
        <form action='{EVIL}'><input autofocus onfocus='{SCRIPT}'></form>
        <math><mtext><table><mglyph><style><!--
        </style><img title='--&gt;&lt;img src=1 onerror={SCRIPT}&gt;'>""",
)
# What stands in the rows of an archive by turns; an address is hostile by how it begins.
HOSTILE = {
    "markup": ("\n".join(MARKUP),),
    "addresses": (
        f"javascript:{SCRIPT}",
        f"{EVIL}\"onmouseover='{SCRIPT}'",
        f"data:text/html,<script>{SCRIPT}</script>",
    ),
    "long": ("w" * 20_000,),
}
# What the archive itself needs as it is, to be opened and to lead to its pages.
KEPT = {
    ("articles", "key"), ("articles", "site"), ("urls", "site"), ("sites", "site"), ("runs", "site"),
    ("captures", "site"), ("alarms", "site"), ("frontier", "site"), ("facet_counts", "site"),
}  # fmt: skip

HOSTILE_TABLES = ("/news/articles", "/news/articles/1", "/news/articles_list", "/news/links", "/news/alarms")
HREFS = "links => links.map(link => link.getAttribute('href'))"
LOADING = "main script, main iframe, main img, main form[action*='evil'], base"
# Links that run something, and attributes that do.
RUNNING = """() => [...document.querySelectorAll('main *')].flatMap(tag =>
    [...tag.attributes].filter(a => a.name.startsWith('on') || a.name === 'style' || a.name === 'srcdoc'
        || (['href', 'src', 'action'].includes(a.name) && !/^(https?:|\\/|\\?|#)/.test(a.value)))
    .map(a => a.name + '=' + a.value.slice(0, 80)))"""


@pytest.fixture(scope="module")
def running() -> Iterator[chromium.Running]:
    with chromium.browser() as running:
        yield running


@pytest.fixture(scope="module")
def archive(demo: Path) -> Path:
    return demo / "demo-archive"


@pytest.fixture(scope="module")
def address(archive: Path) -> Iterator[str]:
    with serving.serving(archive) as server:
        yield server.url.rstrip("/")


@pytest.fixture(scope="module")
def places(archive: Path) -> dict[str, str]:
    """What stands in the pages' addresses."""
    connection = sqlite3.connect(archive / "news.db")

    def one(query: str) -> str:
        return str(connection.execute(query).fetchone()[0])

    found = {
        "changed": one("SELECT key FROM articles WHERE revision_count > 1 ORDER BY length(text) DESC"),
        "arabic": one("SELECT key FROM articles WHERE language LIKE 'ar%'"),
        "chinese": one("SELECT key FROM articles WHERE language LIKE 'zh%'"),
        "site": one("SELECT site FROM sites"),
        "issue": one("SELECT issue FROM articles WHERE issue IS NOT NULL"),
        "section": one("SELECT section FROM articles WHERE section IS NOT NULL"),
        "author": one("SELECT name FROM authors"),
    }
    connection.close()
    return found


@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_sound(
    running: chromium.Running, address: str, places: dict[str, str], path: str
) -> None:
    with chromium.watched(running, address, width=WIDE) as seen:
        is_missing = "0000" in path
        answer = seen.page.goto(path.format(**places))
        if is_missing:
            seen.errors.clear()  # Chromium says of any 404 that it is one

        assert answer.status == (404 if is_missing else 200)
        assert seen.page.locator("h1").count() == 1
        assert seen.page.evaluate(BRIGHTNESS) > 600
        assert seen.page.evaluate(BREADTH) <= WIDE
        assert path not in KINDS or chromium.hindrances(seen.page) == []

        seen.page.set_viewport_size({"width": NARROW, "height": 900})
        seen.page.emulate_media(color_scheme="dark")
        assert seen.page.evaluate(BREADTH) <= NARROW
        assert seen.page.evaluate(BRIGHTNESS) < 150
        assert path not in KINDS or chromium.hindrances(seen.page, rules=["color-contrast"]) == []
        assert (seen.errors, seen.outside) == ([], [])


def test_a_search_is_typed_narrowed_and_read(running: chromium.Running, address: str) -> None:
    with chromium.watched(running, address) as seen:
        page = seen.page
        page.goto("/")
        page.get_by_role("searchbox").fill("ferry")
        page.keyboard.press("Enter")
        page.wait_for_url("**/search?q=ferry*")
        before = page.locator("ol.results > li").count()
        page.locator("aside.facets section").first.get_by_role("link").first.click()
        page.wait_for_url("**section=*")
        after = page.locator("ol.results > li").count()
        page.locator("ol.results h2 a").first.click()

        assert 0 < after < before
        assert page.locator("article.story .text p").count() > 0
        assert seen.errors == []


def test_the_keyboard_reaches_the_page_past_its_bar(running: chromium.Running, address: str) -> None:
    with chromium.watched(running, address) as seen:
        seen.page.goto("/runs")
        seen.page.keyboard.press("Tab")
        assert seen.page.evaluate("document.activeElement.textContent") == "Skip to the page"
        seen.page.keyboard.press("Enter")
        seen.page.keyboard.press("Tab")

        assert seen.page.evaluate("document.activeElement.closest('main') !== null")


def test_a_diff_can_be_read_from_its_article(
    running: chromium.Running, address: str, places: dict[str, str]
) -> None:
    with chromium.watched(running, address) as seen:
        seen.page.goto(f"/article/{places['changed']}")
        seen.page.get_by_role("link", name="2 wordings").click()
        seen.page.locator("del, ins").first.wait_for()

        seen.page.get_by_label("as").select_option("side by side")
        seen.page.get_by_role("button", name="Compare").click()
        seen.page.locator(".beside-table td ins").first.wait_for()


def test_an_article_prints_without_what_is_for_the_screen(
    running: chromium.Running, address: str, places: dict[str, str]
) -> None:
    with chromium.watched(running, address) as seen:
        seen.page.goto(f"/article/{places['changed']}")
        seen.page.emulate_media(media="print")

        assert not seen.page.locator("header.bar").is_visible()
        assert seen.page.locator(".text p").first.is_visible()
        assert seen.page.locator(".citation").is_visible()


def test_right_to_left_and_chinese_are_set_as_such(
    running: chromium.Running, address: str, places: dict[str, str]
) -> None:
    with chromium.watched(running, address) as seen:
        seen.page.goto(f"/article/{places['arabic']}")
        assert seen.page.evaluate("getComputedStyle(document.querySelector('.text')).direction") == "rtl"

        seen.page.goto(f"/article/{places['chinese']}")
        assert seen.page.evaluate("getComputedStyle(document.querySelector('.text')).textAlign") == "justify"

        seen.page.goto(f"/article/{places['arabic']}/history")
        assert seen.page.evaluate("getComputedStyle(document.querySelector('h1')).direction") == "rtl"
        assert seen.page.locator("td.headline").get_attribute("lang") == "ar"


@pytest.fixture(scope="module")
def hostile_archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """An archive with wordings, alarms and articles that are gone, and the address where it is served."""
    folder = make_archive(tmp_path_factory.mktemp("hostile"))
    connection = sqlite3.connect(folder / "news.db")
    connection.execute("UPDATE articles SET revision_count = 2, gone_at = '2024-01-01T00:00:00Z'")
    for number in (1, 2):
        connection.execute(
            "INSERT INTO revisions (article_id, number, seen_at, content_hash, authors, text, html)"
            " SELECT id, ?, first_seen_at, ?, '[]', text, html FROM articles",
            (number, f"{number}" * 64),
        )
    connection.execute(
        "INSERT INTO alarms (site, raised_at, kind, message, run_id) SELECT site, '', '', '', id FROM runs"
    )
    connection.commit()
    connection.close()
    with serving.serving(folder) as server:
        yield folder, server.url.rstrip("/")


@pytest.fixture(scope="module", params=HOSTILE)
def hostile(request: pytest.FixtureRequest, hostile_archive: tuple[Path, str]) -> str:
    """The address of an archive that holds tricks wherever a text may stand."""
    folder, address = hostile_archive
    connection = sqlite3.connect(folder / "news.db")
    _fill(connection, HOSTILE[request.param])
    names = json.dumps(HOSTILE[request.param])  # number 1 keeps what is no list at all
    connection.execute("UPDATE revisions SET authors = ? WHERE number = 2", (names,))
    connection.commit()
    connection.close()
    return address


def _fill(connection: sqlite3.Connection, tricks: tuple[str, ...]) -> None:
    tables = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '%fts%'"
        " AND name NOT GLOB '_sqlite*' AND name NOT IN ('article_grams', 'facet_counts', 'linked')"
    ).fetchall()
    connection.execute("PRAGMA foreign_keys = OFF")
    for (table,) in tables:
        for _, column, type_, _, _, is_key in connection.execute(f"PRAGMA table_info({table})").fetchall():
            if type_ == "TEXT" and not is_key and (table, column) not in KEPT:
                # A number at the end keeps unique what must be.
                connection.executemany(
                    f"UPDATE {table} SET {column} = ? || ' ' || rowid WHERE rowid % {len(tricks)} = ?",
                    [(trick, turn) for turn, trick in enumerate(tricks)],
                )


def test_a_hostile_archive_is_inert(running: chromium.Running, hostile: str) -> None:
    with chromium.watched(running, hostile) as seen:
        seen.page.goto("/")
        hrefs = seen.page.locator("h3 a[href^='/article/']").evaluate_all(HREFS)
        articles = list(dict.fromkeys(hrefs))[:3]
        pages = ("/", "/search", "/search?q=fine", "/issues", "/sections", "/authors", "/links", "/runs")
        histories = (f"{articles[0]}/history", f"{articles[-1]}/history?view=beside")
        for path in (*pages, *articles, *histories):
            answer = seen.page.goto(path)

            assert answer.status == 200, path
            assert seen.page.locator(LOADING).count() == 0, path
            assert seen.page.evaluate(RUNNING) == [], path
            assert seen.page.evaluate(BREADTH) <= WIDE, path
            assert seen.page.evaluate("window.hacked") is None, path
        assert (seen.dialogs, seen.outside, seen.errors) == ([], [], [])


def test_a_hostile_archive_is_inert_in_tables_too(running: chromium.Running, hostile: str) -> None:
    with chromium.watched(running, hostile) as seen:
        for path in HOSTILE_TABLES:
            answer = seen.page.goto(path)

            assert answer.status == 200, path
            assert seen.page.evaluate("window.hacked") is None, path
        assert (seen.dialogs, seen.outside) == ([], [])


def test_datasettes_pages_ask_nobody_else(running: chromium.Running, address: str) -> None:
    with chromium.watched(running, address) as seen:
        for path in TABLES:
            seen.page.goto(path)

            assert (seen.errors, seen.outside) == ([], []), path
