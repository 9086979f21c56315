"""Spider middleware: an answer's unit is stored only after its article has passed the item pipelines."""

from __future__ import annotations

import traceback
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from scrapy import Request, signals

from newsspider.items import Article, Unit, Verdict

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from twisted.python.failure import Failure

    from newsspider.spiders.magazine import MagazineSpider

_UNIT = "newsspider_unit"


class _Pending:
    """One answer's unit until it is complete; `trouble` is why its article did not pass."""

    def __init__(self) -> None:
        self.unit: Unit | None = None
        self.article: Article | None = None
        self.trouble: _Trouble | None = None
        self.items = 0
        self.has_article = False
        self.is_exhausted = False


class _Trouble(NamedTuple):
    """Why the pipelines returned no article."""

    verdict: Verdict
    why: str


class UnitOfWork:
    """Holds a unit until its callback is exhausted and its article has passed the pipelines."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The middleware of one crawl."""
        middleware = cls(crawler)
        crawler.signals.connect(middleware.scraped, signals.item_scraped)
        crawler.signals.connect(middleware.dropped, signals.item_dropped)
        crawler.signals.connect(middleware.failed, signals.item_error)
        return middleware

    async def process_spider_output(
        self, response: Response, result: AsyncIterator[Any]
    ) -> AsyncIterator[Any]:
        """Everything that a callback yields, except its unit, which is held here."""
        pending = response.meta.setdefault(_UNIT, _Pending())
        async for value in result:
            if isinstance(value, Unit):
                pending.unit = value
                continue
            if not isinstance(value, Request):
                pending.items += 1
                pending.has_article |= isinstance(value, Article)
            yield value
        pending.is_exhausted = True
        self._settle(pending)

    def scraped(self, item: object, response: Response) -> None:
        """An item passed the pipelines, perhaps changed."""
        self._done(response, article=item if isinstance(item, Article) else None)

    def dropped(self, item: object, response: Response, exception: BaseException) -> None:
        """A pipeline dropped an item; if it is an article, its address gets the verdict "dropped"."""
        trouble = _Trouble(Verdict.DROPPED, f"dropped by an item pipeline: {exception}")
        self._done(response, trouble=trouble if isinstance(item, Article) else None)

    def failed(self, item: object, response: Response, failure: Failure) -> None:
        """A pipeline raised; if the item is an article, its capture stays and its address is due again."""
        trouble = _Trouble(Verdict.NOT_STORED, _raised(failure))
        self._done(response, trouble=trouble if isinstance(item, Article) else None)

    def _done(
        self, response: Response, *, article: Article | None = None, trouble: _Trouble | None = None
    ) -> None:
        pending = response.meta.get(_UNIT)
        if pending is None:
            return
        pending.items -= 1
        pending.article = article or pending.article
        pending.trouble = trouble or pending.trouble
        self._settle(pending)

    def _settle(self, pending: _Pending) -> None:
        """Pass the unit to the run when all of its items have left the pipelines."""
        if not pending.is_exhausted or pending.items or pending.unit is None:
            return
        unit, pending.unit = pending.unit, None
        spider: MagazineSpider = self._crawler.spider  # type: ignore[assignment] # only MagazineSpider names this middleware
        if pending.article or not pending.has_article:
            spider.keep(replace(unit, article=pending.article))
            return
        trouble = pending.trouble or _Trouble(
            Verdict.NOT_STORED, "the item pipelines returned something other than an Article"
        )
        if trouble.verdict is Verdict.NOT_STORED:
            spider.run_counts.note_not_stored(unit.address_url or "", trouble.why)
        spider.keep(_without_article(unit, trouble))


def _without_article(unit: Unit, trouble: _Trouble) -> Unit:
    """The unit of an answer whose article did not pass the pipelines.

    If a pipeline failed, the capture keeps its verdict "article", so that `verify` can name it.
    """
    captures = [*unit.captures]
    for last in captures[-1:]:
        verdict = trouble.verdict if trouble.verdict is Verdict.DROPPED else last.verdict
        captures[-1] = replace(last, verdict=verdict, note=trouble.why)
    return replace(unit, article=None, captures=tuple(captures), verdict=trouble.verdict)


def _raised(failure: Failure) -> str:
    """What a pipeline raised and where, such as `ValueError: no date (pipelines.py, line 12)`."""
    message = " ".join(failure.getErrorMessage().split())
    name = type(failure.value).__name__
    what = f"{name}: {message}" if message else name
    frames = traceback.extract_tb(failure.value.__traceback__) if failure.value else []
    ours = [frame for frame in frames if "/scrapy/" not in frame.filename]
    where = f" ({PurePath(ours[-1].filename).name}, line {ours[-1].lineno})" if ours else ""
    return f"an item pipeline raised {what[:300]}{where}"
