"""Reads one answer as a crawl would: its verdict, its article, its links."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsspider.classify import soft_404, verdicts
from newsspider.discovery.feeds import feed_entries, sitemaps
from newsspider.discovery.links import followed_links, link_elements
from newsspider.discovery.lists import list_pages
from newsspider.errors import UnreadablePage
from newsspider.extraction import open_page, read
from newsspider.items import Verdict
from newsspider.survey.observed import Seen
from newsspider.web import urls

if TYPE_CHECKING:
    from newsspider.items import FoundLink
    from newsspider.profiles import SiteProfile
    from newsspider.survey.observed import Observed, Stop
    from newsspider.web.document import Document


def seen_at(stop: Stop, observed: Observed, *, body: bytes, url: str, content_type: str | None) -> Seen:
    """What the answer to a stop is; *url* is the address that answered."""
    if stop.kind in ("feed", "sitemap"):
        return _list_file(stop, observed, body=body, url=url, content_type=content_type)
    site = observed.site
    try:
        page = open_page(body, url, content_type=content_type, at=observed.at, hint=stop.hint, profile=site)
        article = read(page)
    except UnreadablePage:
        return Seen(stop=stop, url=url, body=body, content_type=content_type, verdict=Verdict.UNREADABLE)
    judged = verdicts.judge(
        200,
        content_type,
        body,
        article,
        page.document,
        profile=site,
        url=url,
        kind=stop.kind,
        missing=observed.missing,
        home_fingerprint=_fingerprint_of_home(observed),
    )
    verdict = judged.verdict
    if stop.kind == "article" and soft_404.leads_home(stop.url, url, site, observed.missing):
        verdict = Verdict.REDIRECT_HOME
    if verdict is Verdict.EMPTY and _shows_own_pages(page.document, site):
        verdict = Verdict.FRONT
    return Seen(
        stop=stop,
        url=url,
        body=body,
        content_type=content_type,
        verdict=verdict,
        document=page.document,
        article=article,
        links=_links(page.document, observed, is_article=verdict is Verdict.ARTICLE),
        further_urls=tuple(link.url for link in list_pages.further_pages(page.document, site)),
    )


def _fingerprint_of_home(observed: Observed) -> str | None:
    """The home page's fingerprint: the same page under another address is no list of its own."""
    home = observed.home
    return verdicts.fingerprint(home.document) if home and home.document and home.document.text else None


def _links(document: Document, observed: Observed, *, is_article: bool) -> tuple[FoundLink, ...]:
    return followed_links.followed(document, observed.site, depth=0, is_article=is_article, at=observed.at)


def _shows_own_pages(document: Document, site: SiteProfile) -> bool:
    """Whether the frames of a page show pages of the site."""
    framed = (urls.canonical(url) for url in link_elements.framed_urls(document))
    return any(url and site.allows(url) for url in framed)


def _list_file(stop: Stop, observed: Observed, *, body: bytes, url: str, content_type: str | None) -> Seen:
    site = observed.site
    verdict = verdicts.judge(
        200, content_type, body, None, None, profile=site, url=url, kind=stop.kind
    ).verdict
    links: tuple[FoundLink, ...] = ()
    if verdict in (Verdict.FEED, Verdict.SITEMAP):
        if stop.kind == "feed":
            links = feed_entries.read(body, url, content_type=content_type, profile=site)
        else:
            links = sitemaps.read(body, url, site, content_type=content_type)
    return Seen(stop=stop, url=url, body=body, content_type=content_type, verdict=verdict, links=links)
