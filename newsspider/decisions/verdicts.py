"""What an answer is worth."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree, html

from newsspider import urls
from newsspider.decisions import absent, signs, stubs
from newsspider.items import WITH_BODY, Verdict
from newsspider.profiles import guess_kind, is_service
from newsspider.text import squeeze

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newsspider.document import Document
    from newsspider.items import AddressKind, Article, AssetKind, MissingPage
    from newsspider.profiles import SiteProfile

# Sizes in words (a CJK character is half a word).  Tuned on the development pages and Linux Gazette:
# its shortest articles have a headline, a picture and nothing else, its shortest text is 39 words.
NOTICE = 120  # no more than this is a notice that a page is missing, or a challenge
WALL = 250  # a consent wall's text
LEAST_BODY = 15  # fewer words are no body
STRONG_BODY = 150  # so many make a page an article, though its address looked like a front's
MANY_STORIES = 5  # links to stories in a body that may be a list
STORY_SHARE = 45  # words a story's link: a list of teasers has fewer
PATTERN_SHARE = 20  # the same, where the profile says that the address is an article's
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_REDIRECTS = frozenset((301, 302, 303, 307, 308))


def judge(
    status: int,
    content_type: str | None,
    payload: bytes,
    article: Article | None,
    document: Document | None,
    *,
    profile: SiteProfile,
    url: str,
    kind: AddressKind,
    home_fingerprint: str | None = None,
    missing: MissingPage | None = None,
) -> Verdict:
    """What the answer to *url*, asked for as *kind*, is worth.

    *payload* is the decoded body; *article* and *document* are what was read of it, None where
    that failed or was not tried.  *home_fingerprint* is that of the home page, *missing* the site's
    answer to an address that cannot exist.
    """
    if verdict := _by_status(status, payload):
        return verdict
    if len(payload) > profile.limits.page_bytes:
        return Verdict.TOO_LARGE
    if kind in ("feed", "sitemap"):
        return _of_list_file(payload, kind, document)
    if verdict := _by_type(content_type, payload):
        return verdict
    if document is None:
        return Verdict.UNREADABLE
    page = _page(payload, article, document)
    if url not in profile.start and absent.is_missing(document, missing):
        return Verdict.SOFT_404
    if verdict := _no_content(page, document, profile, url, home_fingerprint):
        return verdict
    verdict = _article_or_front(page, article, document, profile, url, kind)
    if verdict is Verdict.ARTICLE and article and stubs.is_stub(document, article, page.text):
        return Verdict.STUB
    return verdict


def judge_asset(status: int, payload: bytes, *, kind: AssetKind) -> Verdict:
    """What the answer to an address that was asked as an asset of *kind* is worth.

    A page in the place of an asset is an error page, or the home page, that says 200.
    """
    if verdict := _by_status(status, payload):
        return verdict
    return Verdict.WRONG_TYPE if signs.is_html(payload) else Verdict(kind)


def _by_status(status: int, payload: bytes) -> Verdict | None:
    """The verdict that the status gives alone."""
    if status == 304:
        return Verdict.NOT_MODIFIED
    if status in _REDIRECTS:
        return Verdict.REDIRECT
    if status in (404, 410):
        return Verdict.GONE
    if status not in WITH_BODY:
        text = _plain(payload) if status in (202, 401, 403, 405, 503) else ""
        is_blocked = status == 429 or (text and signs.says_challenge(payload, text))
        return Verdict.BLOCKED if is_blocked else Verdict.ERROR
    return None if payload.strip() else Verdict.EMPTY


def _plain(payload: bytes) -> str:
    """The first words of a short page that nobody parsed."""
    text = re.sub(rb"(?is)<(script|style)\b.*?</\1\s*>|<[^>]*>", b" ", payload[:50_000])
    return squeeze(text.decode("utf-8", "replace"))


def _of_list_file(payload: bytes, kind: AddressKind, document: Document | None) -> Verdict:
    """The verdict on a feed or site map; a page in its place may be a challenge."""
    found = signs.type_of(payload)
    if found == "gzip" or (found != "other" and signs.is_sitemap(payload)):
        return Verdict.SITEMAP if kind == "sitemap" else Verdict.WRONG_TYPE
    if found == "xml" or (found != "other" and signs.is_feed(payload)):
        return Verdict.FEED if kind == "feed" else Verdict.SITEMAP
    is_blocked = document is not None and signs.says_challenge(payload, _plain(payload))
    return Verdict.BLOCKED if is_blocked else Verdict.WRONG_TYPE


def _by_type(content_type: str | None, payload: bytes) -> Verdict | None:
    """The verdict on an answer that is no HTML."""
    found = signs.type_of(payload)
    if found == "html":
        return None
    if found == "xml" and signs.is_feed(payload):
        return Verdict.FEED
    if found == "xml" and signs.is_sitemap(payload):
        return Verdict.SITEMAP
    is_xhtml = found == "xml" and "html" in (content_type or "html").lower()
    return None if is_xhtml else Verdict.WRONG_TYPE


class _Page(NamedTuple):
    """What the verdict on a page rests on; sizes in words."""

    payload: bytes
    text: str
    size: int
    body_size: int
    title: str
    headlines: tuple[str, ...]


def _page(payload: bytes, article: Article | None, document: Document) -> _Page:
    text = document.text
    titles = tuple(squeeze(e.text_content()) for e in document.root.iter("title", "h1", "h2"))[:4]
    headline = (article.headline,) if article and article.headline else ()
    return _Page(
        payload=payload,
        text=text,
        size=_size(text),
        body_size=_size(article.text) if article else 0,
        title=titles[0] if titles else "",
        headlines=(*headline, *titles),
    )


def _size(text: str) -> int:
    """How many words a text has; a CJK character is half a word."""
    return len(_CJK.findall(text)) // 2 + len(re.findall(r"[^\W_]+", _CJK.sub(" ", text)))


def _no_content(
    page: _Page,
    document: Document,
    profile: SiteProfile,
    url: str,
    home: str | None,
) -> Verdict | None:
    """The verdict on a page that stands in the place of another."""
    if home is not None and url not in profile.start and fingerprint(document) == home:
        return Verdict.SOFT_404
    smallest = min(page.size, page.body_size) if page.body_size else page.size
    if smallest <= NOTICE and any(signs.says_missing(words) for words in (*page.headlines, page.text[:200])):
        return Verdict.SOFT_404
    if page.size <= NOTICE and signs.says_challenge(page.payload, f"{page.title}\n{page.text}"):
        return Verdict.BLOCKED
    if page.size <= WALL and page.body_size < NOTICE and _asks_consent(page, document):
        return Verdict.BLOCKED
    return None


def _asks_consent(page: _Page, document: Document) -> bool:
    """Whether the page is about consent alone: it says so, has a button and no list of links."""
    has_button = next(document.root.iter("button", "form", "input", "iframe"), None) is not None
    return has_button and signs.says_consent(f"{page.title} {page.text}")


def _article_or_front(
    page: _Page,
    article: Article | None,
    document: Document,
    profile: SiteProfile,
    url: str,
    kind: AddressKind,
) -> Verdict:
    told = profile.kind_of(url)
    if told == "front":
        return Verdict.FRONT if page.text or _stories(document, profile) else Verdict.EMPTY
    if kind == "front":
        is_article = told is None and _is_strong(page, article, profile) and not is_service(url)
        if is_article and len(_stories(document, profile)) * STORY_SHARE < page.body_size:
            return Verdict.ARTICLE
        return Verdict.FRONT if page.text or _stories(document, profile) else Verdict.EMPTY
    if article is None:
        return Verdict.UNREADABLE
    if _is_list(article, page.body_size, profile, share=PATTERN_SHARE if told == "article" else STORY_SHARE):
        return Verdict.FRONT
    if page.body_size >= LEAST_BODY or (article.headline and article.images):
        return _unless_list(page, document, profile, told)
    if told is None and len(_stories(document, profile)) >= MANY_STORIES:
        return Verdict.FRONT
    return Verdict.ARTICLE if page.body_size and article.headline else Verdict.EMPTY


def _unless_list(page: _Page, document: Document, profile: SiteProfile, told: AddressKind | None) -> Verdict:
    """ARTICLE, but FRONT for a page with a poor body and many links that no profile calls an article."""
    if told == "article" or page.body_size >= STRONG_BODY:
        return Verdict.ARTICLE
    stories = len(_stories(document, profile))
    is_list = stories >= 3 * MANY_STORIES and page.body_size < 4 * stories
    return Verdict.FRONT if is_list else Verdict.ARTICLE


def _is_strong(page: _Page, article: Article | None, profile: SiteProfile) -> bool:
    return (
        article is not None
        and article.headline is not None
        and page.body_size >= STRONG_BODY
        and not _is_list(article, page.body_size, profile, share=STORY_SHARE)
    )


def _is_list(article: Article, size: int, profile: SiteProfile, *, share: int) -> bool:
    """Whether a body is a list of teasers: links to several stories, and few words to each."""
    stories = _stories_in(article, profile)
    return len(stories) >= MANY_STORIES and size < share * len(stories)


def _stories_in(article: Article, profile: SiteProfile) -> frozenset[str]:
    """The stories of ours that the body links to."""
    if "<a" not in article.html:
        return frozenset()
    try:
        body = html.fromstring(f"<div>{article.html}</div>")
    except (etree.ParserError, ValueError):
        return frozenset()
    hrefs = (link.get("href") for link in body.iter("a"))
    return _of_stories(
        (urls.canonical(href, base=article.url) for href in hrefs if href), article.url, profile
    )


def _stories(document: Document, profile: SiteProfile) -> frozenset[str]:
    """The stories of ours that the whole page links to."""
    return _of_stories((urls.canonical(url) for _, url, _ in document.links()), document.url, profile)


def _of_stories(addresses: Iterable[str | None], own: str, profile: SiteProfile) -> frozenset[str]:
    return frozenset(
        url
        for url in addresses
        if url and url != own and urls.is_page(url) and profile.allows(url) and _is_story(url, profile)
    )


def _is_story(url: str, profile: SiteProfile) -> bool:
    told = profile.kind_of(url)
    if told is not None or profile.article_patterns:
        return told == "article"
    return guess_kind(url) == "article"


def fingerprint(document: Document) -> str:
    """A hash of a page's words: two answers with one fingerprint are one page, such as the home page."""
    return hashlib.sha256(absent.words_of(document).encode("utf-8", "replace")).hexdigest()
