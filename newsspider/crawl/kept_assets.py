"""Assets, which are what a crawl stores besides pages: those a page shows, and the answers for them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from newsspider.classify import verdicts
from newsspider.crawl import scrapy_adapter
from newsspider.discovery import traps
from newsspider.discovery.links import page_assets
from newsspider.items import Unit, Verdict
from newsspider.language.text import decode

if TYPE_CHECKING:
    from newsspider.crawl.answer import Answer
    from newsspider.items import Article, FoundLink
    from newsspider.profiles import SiteProfile
    from newsspider.web.document import Document


def on_page(
    page: Document, article: Article | None, site: SiteProfile, *, depth: int
) -> tuple[FoundLink, ...]:
    """The assets of a page that the profile tells the crawl to store."""
    if not site.keep:
        return ()
    return _ours(page_assets.on_page(page, article, keep=site.keep, depth=depth), site)


def read_asset(answer: Answer, site: SiteProfile) -> Unit:
    """The unit of an asset's answer, with the further assets that a stylesheet names."""
    address, last = answer.address, answer.last
    assert address.asset
    verdict = verdicts.judge_asset(last.status, answer.payload, kind=address.asset)
    payload_hash = scrapy_adapter.payload_hash(answer.payload)
    if verdict == address.asset and payload_hash == address.payload_hash:
        verdict = Verdict.NOT_MODIFIED
    judged = replace(last, verdict=verdict, payload_hash=payload_hash)
    return Unit(
        site=site.name,
        address_url=address.url,
        captures=(*answer.captures[:-1], judged),
        verdict=verdict,
        asset=address.asset,
        assets=_in_stylesheet(answer, site) if verdict is Verdict.REQUISITE else (),
    )


def _in_stylesheet(answer: Answer, site: SiteProfile) -> tuple[FoundLink, ...]:
    kind = (answer.last.content_type or "").partition(";")[0].strip().lower()
    if kind != "text/css" and not answer.url.partition("?")[0].lower().endswith(".css"):
        return ()
    text = decode(answer.payload, content_type=answer.last.content_type).text
    return _ours(page_assets.in_stylesheet(text, answer.url, depth=answer.address.depth + 1), site)


def _ours(links: tuple[FoundLink, ...], site: SiteProfile) -> tuple[FoundLink, ...]:
    """The links that a crawl of the site may follow."""
    return tuple(
        link
        for link in links
        if site.allows(link.url) and not traps.is_trap(link.url, depth=link.depth, limits=site.limits)
    )
