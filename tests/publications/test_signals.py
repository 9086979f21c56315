"""Extensions hear of each article that is new, changed or gone, after it is stored."""

from __future__ import annotations

from typing import TYPE_CHECKING

from support import signal_log
from support.crawling import crawl, rows
from support.served import Answer
from support.stories import front, profile, story

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from support.served import Site

    Serve = Callable[..., Site]

ONE, TWO = "/2024/05/01/story-number-one.html", "/2024/05/02/story-number-two.html"


def test_signals_tell_each_change_once(tmp_path: Path, serve_site: Serve) -> None:
    site = serve_site({"/": front("Gazette", [ONE, TWO]), ONE: story("One"), TWO: story("Two")})
    log = tmp_path / "signals"
    gazette = profile(tmp_path, site.url)
    options = ("--set", f"ITEM_PIPELINES={signal_log.SETTING}", "--set", f"SIGNAL_LOG={log}")

    assert crawl(tmp_path, gazette, *options).status == 0
    first = sorted(log.read_text().splitlines())
    site.pages |= {ONE: story("One more"), TWO: Answer(status=404)}
    crawl(tmp_path, gazette, "--full", *options)
    crawl(tmp_path, gazette, "--full", *options)

    assert first == ["first gazette One", "first gazette Two"]
    assert sorted(log.read_text().splitlines()[2:]) == [
        "changed gazette One more",
        f"gone gazette {site.url.rstrip('/')}{TWO}",
    ]
    assert rows(tmp_path / "archive", "SELECT count(*) FROM articles") == [(2,)]
