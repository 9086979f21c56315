"""Who knows Scrapy finds what he knows: list, crawl, shell, feeds, settings, pipelines, spiders."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from support.crawling import rows, start
from support.served import Answer, Site
from support.stories import front, profile, story

if TYPE_CHECKING:
    from collections.abc import Callable

    Serve = Callable[..., Site]

ROOT = Path(__file__).parents[2]
ONE, TWO = "/2024/05/01/story-number-one.html", "/2024/05/02/story-number-two.html"
PROJECT = {
    "scrapy.cfg": "[settings]\ndefault = mine.settings\n",
    "mine/__init__.py": "",
    "mine/settings.py": """
from newsspider.settings import *

SPIDER_MODULES = ["newsspider.spiders", "mine.spiders"]
ITEM_PIPELINES = {"mine.pipelines.Loud": 200}
DOWNLOAD_DELAY = 0
""",
    "mine/pipelines.py": """
from dataclasses import replace

from scrapy.exceptions import DropItem

from newsspider.items import Article


class Loud:
    def process_item(self, item):
        if not isinstance(item, Article):
            return item
        if "Two" in item.headline:
            raise DropItem("not this one")
        return replace(item, headline=item.headline.upper())
""",
    "mine/spiders/__init__.py": "",
    "mine/spiders/gazette.py": """
from scrapy import Request, Spider

from newsspider.spiders.magazine import MagazineSpider


class GazetteSpider(MagazineSpider):
    name = "gazette"

    async def start(self):
        yield Request(self.site.home_url + "about-us.html", callback=self.about)

    def about(self, response):
        yield {"about": response.css("title::text").get()}


class PlainSpider(Spider):
    name = "plain"
""",
}


def scrapy(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "scrapy", *arguments]
    here = os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT), str(folder)])}
    return subprocess.run(
        command, cwd=folder, env=here, capture_output=True, text=True, check=True, timeout=60
    )


def small() -> dict[str, object]:
    return {
        "/": front("Gazette", [ONE, TWO]),
        ONE: story("One"),
        TWO: story("Two"),
        "/about-us.html": front("We", []),
    }


def lines(file: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


def test_list_and_shell_work_in_the_checkout(tmp_path: Path, serve_site: Serve) -> None:
    site = serve_site(small())

    assert scrapy(ROOT, "list").stdout.split() == ["magazine"]
    shell = scrapy(
        ROOT, "shell", "--nolog", site.url, "-c", "(response.status, response.css('h1::text').get())"
    )

    assert shell.stdout.strip() == "(200, 'Gazette')"
    assert [asked.path for asked in site.requests] == ["/robots.txt", "/"]


def test_crawl_with_a_feed_and_settings_of_the_command_line(tmp_path: Path, serve_site: Serve) -> None:
    site = serve_site(small())
    gazette, out = profile(tmp_path, site.url, "politeness: {delay_s: 60}"), tmp_path / "out.jsonl"
    options = ("-a", f"archive={tmp_path / 'archive'}", "-s", "DOWNLOAD_DELAY=0", "-s", "LOG_LEVEL=ERROR")

    done = scrapy(ROOT, "crawl", "magazine", "-a", f"site={gazette}", "-O", str(out), *options)

    assert done.stderr == ""
    articles = lines(out)
    assert sorted(str(article["headline"]) for article in articles) == ["One", "Two"]
    assert articles[0]["published_on"] == "2024-05-01"
    assert rows(tmp_path / "archive", "SELECT reason, exit_status, articles FROM runs") == [
        ("finished", 0, 2)
    ]


def test_a_pipeline_and_spiders_of_ones_own(tmp_path: Path, serve_site: Serve) -> None:
    """A pipeline's word is the archive's; what it drops keeps its capture and is asked no more."""
    site = serve_site(small())
    gazette, out = profile(tmp_path, site.url), tmp_path / "out.jsonl"
    for name, text in PROJECT.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)

    assert scrapy(tmp_path, "list").stdout.split() == ["gazette", "magazine", "plain"]
    options = ("-a", f"archive={tmp_path / 'archive'}", "-s", "LOG_LEVEL=ERROR", "-O", str(out))
    scrapy(tmp_path, "crawl", "gazette", "-a", f"site={gazette}", *options)

    given = lines(out)
    assert {"about": "We"} in given
    assert [item["headline"] for item in given if "headline" in item] == ["ONE"]
    archive = tmp_path / "archive"
    assert rows(archive, "SELECT headline FROM articles") == [("ONE",)]
    captured = rows(archive, "SELECT url, verdict FROM captures WHERE status = 200 ORDER BY url")
    assert {url.removeprefix(site.url): verdict for url, verdict in captured} == {
        "": "front", ONE[1:]: "article", TWO[1:]: "dropped", "about-us.html": "page",
    }  # fmt: skip


def sockets(pid: int) -> dict[str, str]:
    """The TCP and UDP sockets of a process: their other end, and `listening`."""
    inodes = set()
    for link in Path(f"/proc/{pid}/fd").iterdir():
        target = str(link.readlink()) if link.is_symlink() else ""
        inodes |= {target[8:-1]} if target.startswith("socket:[") else set()
    found = {}
    for table in ("tcp", "tcp6", "udp", "udp6"):
        for line in Path(f"/proc/{pid}/net/{table}").read_text().splitlines()[1:]:
            fields = line.split()
            if fields[9] in inodes:
                found[fields[9]] = "listening" if fields[3] == "0A" else fields[2]
    return found


def test_nobody_steers_a_crawl_and_it_calls_nobody_else(tmp_path: Path, serve_site: Serve) -> None:
    if not Path("/proc/self/net/tcp").exists():
        pytest.skip("needs /proc")
    site = serve_site(
        small() | {ONE: Answer(chunks=lambda: (time.sleep(0.1) or b"<p>slowly " for _ in range(9)))}
    )
    gazette = profile(tmp_path, site.url)
    running = start(
        "crawl", gazette, "--archive", str(tmp_path / "archive"), "--set", "DOWNLOAD_DELAY=0", folder=tmp_path
    )
    site.wait_for(path=ONE)

    ends = set(sockets(running.pid).values())

    assert running.wait().status == 0
    assert ends == {f"0100007F:{int(site.host.split(':')[1]):04X}"}
