"""An item pipeline that writes down newsspider's signals, in the file that the setting SIGNAL_LOG names."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from newsspider import signals

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

SETTING = json.dumps({"support.signal_log.SignalLog": 100})


class SignalLog:
    file: Path

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        log = cls()
        log.file = Path(crawler.settings["SIGNAL_LOG"])
        for signal in (signals.article_new, signals.article_changed):
            crawler.signals.connect(log.stored, signal)
        crawler.signals.connect(log.gone, signals.article_gone)
        crawler.signals.connect(log.broken, signals.article_new)
        return log

    def process_item(self, item: Any) -> Any:
        return item

    def stored(self, site: str, article: Any, decision: str) -> None:
        self._write(decision, site, article.headline)

    def gone(self, site: str, url: str) -> None:
        self._write("gone", site, url)

    def broken(self) -> None:
        raise RuntimeError("a receiver that fails")

    def _write(self, *words: str) -> None:
        with self.file.open("a", encoding="utf-8") as file:
            file.write(" ".join(words) + "\n")
