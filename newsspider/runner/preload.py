"""The modules that a crawl needs before its first request; a process that forks crawls imports them once."""

from __future__ import annotations

from scrapy.settings import default_settings as defaults

_PARTS = (
    defaults.ADDONS | defaults.DOWNLOAD_HANDLERS_BASE | defaults.DOWNLOADER_MIDDLEWARES_BASE
    | defaults.EXTENSIONS_BASE | defaults.SPIDER_MIDDLEWARES_BASE
)  # fmt: skip
# None of them may import Twisted's reactor: each crawl installs its own.
MODULES = (
    "newsspider.runner.process",
    "newsspider.runner.dry_run",
    "newsspider.download_handler",
    "newsspider.extensions",
    "newsspider.middlewares",
    "newsspider.runner.setting_overrides",
    "newsspider.scheduler",
    "newsspider.settings",
    "newsspider.spiders.magazine",
    "newsspider.tls_context",
    "newsspider.spider_middlewares",
    "newsspider.runner.watchdog",
    "scrapy.crawler",
    "scrapy.core.engine",
    "scrapy.core.downloader.handlers.http11",
    "scrapy.logformatter",
    "scrapy.spiderloader",
    "scrapy.statscollectors",
    "encodings.cp1252",
    "encodings.idna",
    "encodings.utf_8_sig",
    "xml.sax.expatreader",
    *sorted({path.rpartition(".")[0] for path in _PARTS if "." in path}),
    *sorted({part.rpartition(".")[0] for part in _PARTS.values() if isinstance(part, str)}),
)
