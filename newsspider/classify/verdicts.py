"""The verdict on an answer: article, list, service page, error, blocked and so on."""

from __future__ import annotations

import hashlib
import re
from dataclasses import KW_ONLY, dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from newsspider.classify import error_pages, page_evidence, page_facts, paywalls, soft_404
from newsspider.classify.page_shape import count_words
from newsspider.items import STATUSES_WITH_BODY, Verdict
from newsspider.language.text import squeeze
from newsspider.profiles import guess_kind
from newsspider.web import urls

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newsspider.classify.page_evidence import Weighed
    from newsspider.items import AddressKind, Article, AssetKind, MissingPage
    from newsspider.profiles import SiteProfile
    from newsspider.web.document import Document

# Sizes in words (a CJK character is half a word).  Tuned on the development pages and Linux Gazette:
# its shortest articles have a headline, a picture and nothing else, its shortest text is 39 words.
NOTICE = 120  # at most this many words: a notice that a page is missing, or a challenge
WALL = 250  # a consent wall's text
NO_HEADLINE, NO_CONTENT = "no headline", "no text, pictures or recording"
LEAST_BODY = 8  # fewer words are no story, unless the page declares one
_PLAYER = re.compile(
    r"youtube(?:-nocookie)?\.com/|youtu\.be/|vimeo\.com/|dailymotion\.|soundcloud\.|player|embed|audio|video|podcast",
    re.IGNORECASE,
)
_REDIRECTS = frozenset((301, 302, 303, 307, 308))


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict, the observation that decided it, and the evidence where a page was weighed."""

    verdict: Verdict
    _: KW_ONLY
    note: str | None = None
    weighed: Weighed | None = None

    @property
    def is_for_lack(self) -> bool:
        """Whether the page is not an article only because it lacks a headline or content."""
        return self.note in (NO_HEADLINE, NO_CONTENT)

    @property
    def declares_article(self) -> bool:
        """Whether the page says of itself, by a public standard, that it is an article."""
        return self.weighed is not None and self.weighed.declares_article


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
    is_list_page: bool = False,
    home_fingerprint: str | None = None,
    missing: MissingPage | None = None,
) -> Judgement:
    """The verdict on the answer to *url*, which was requested as *kind*.

    A page is judged by what it is, not by what a link promised: *kind* only matters for feeds and site maps.
    *is_list_page*: the page continues a list.  *payload* is the decoded body; *article*
    and *document* were read from it; None where that failed or was not tried.  *home_fingerprint* is
    that of the home page, *missing* the site's answer to an address that cannot exist.
    """
    if verdict := _by_status(status, payload):
        return Judgement(verdict)
    if len(payload) > profile.limits.page_bytes:
        return Judgement(Verdict.TOO_LARGE)
    if kind in ("feed", "sitemap"):
        return Judgement(_of_list_file(payload, kind, document))
    if verdict := _by_type(content_type, payload):
        return Judgement(verdict)
    if document is None:
        return Judgement(Verdict.UNREADABLE)
    page = _page(payload, article, document)
    if verdict := _no_content(page, document):
        return Judgement(verdict)
    # Consent walls and challenges are also the same page everywhere, so they are checked first.
    is_elsewhere = soft_404.is_missing(document, missing) or (
        home_fingerprint is not None and fingerprint(document) == home_fingerprint
    )
    if is_elsewhere and url not in profile.start:
        return Judgement(Verdict.SOFT_404)
    is_list_page = is_list_page and profile.has_listed_fronts
    found = _of_page(page, article, document, profile, url, is_list_page=is_list_page)
    if found.verdict is Verdict.ARTICLE and article and paywalls.is_stub(document, article, page.text):
        return replace(found, verdict=Verdict.STUB)
    return found


def judge_asset(status: int, payload: bytes, *, kind: AssetKind) -> Verdict:
    """The verdict on the answer to an address that was requested as an asset of *kind*.

    An HTML page instead of an asset is an error page or the home page with status 200.
    """
    if verdict := _by_status(status, payload):
        return verdict
    return Verdict.WRONG_TYPE if error_pages.is_html(payload) else Verdict(kind)


def _by_status(status: int, payload: bytes) -> Verdict | None:
    """The verdict where the status alone decides."""
    if status == 304:
        return Verdict.NOT_MODIFIED
    if status in _REDIRECTS:
        return Verdict.REDIRECT
    if status in (404, 410):
        return Verdict.GONE
    if status not in STATUSES_WITH_BODY:
        text = _plain(payload) if status in (202, 401, 403, 405, 503) else ""
        is_blocked = status == 429 or (text and error_pages.says_challenge(payload, text))
        return Verdict.BLOCKED if is_blocked else Verdict.ERROR
    return None if payload.strip() else Verdict.EMPTY


def _plain(payload: bytes) -> str:
    """The first words of a short page that was not parsed."""
    text = re.sub(rb"(?is)<(script|style)\b.*?</\1\s*>|<[^>]*>", b" ", payload[:50_000])
    return squeeze(text.decode("utf-8", "replace"))


def _of_list_file(payload: bytes, kind: AddressKind, document: Document | None) -> Verdict:
    """The verdict on a feed or site map; a page in its place may be a challenge."""
    found = error_pages.type_of(payload)
    if found == "gzip" or (found != "other" and error_pages.is_sitemap(payload)):
        return Verdict.SITEMAP if kind == "sitemap" else Verdict.WRONG_TYPE
    if found == "xml" or (found != "other" and error_pages.is_feed(payload)):
        return Verdict.FEED if kind == "feed" else Verdict.SITEMAP
    is_blocked = document is not None and error_pages.says_challenge(payload, _plain(payload))
    return Verdict.BLOCKED if is_blocked else Verdict.WRONG_TYPE


def _by_type(content_type: str | None, payload: bytes) -> Verdict | None:
    """The verdict on an answer that is not HTML."""
    found = error_pages.type_of(payload)
    if found == "html":
        return None
    if found == "xml" and error_pages.is_feed(payload):
        return Verdict.FEED
    if found == "xml" and error_pages.is_sitemap(payload):
        return Verdict.SITEMAP
    is_xhtml = found == "xml" and "html" in (content_type or "html").lower()
    return None if is_xhtml else Verdict.WRONG_TYPE


class _Page(NamedTuple):
    """What the verdict on a page is decided from; sizes in words."""

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
        size=count_words(text),
        body_size=count_words(article.text) if article else 0,
        title=titles[0] if titles else "",
        headlines=(*headline, *titles),
    )


def _no_content(page: _Page, document: Document) -> Verdict | None:
    """The verdict on a page that says that a page is missing, or that checks visitors or asks for consent."""
    smallest = min(page.size, page.body_size) if page.body_size else page.size
    if smallest <= NOTICE and any(
        error_pages.says_missing(words) for words in (*page.headlines, page.text[:200])
    ):
        return Verdict.SOFT_404
    if page.size <= NOTICE and error_pages.says_challenge(page.payload, f"{page.title}\n{page.text}"):
        return Verdict.BLOCKED
    if page.size <= WALL and page.body_size < NOTICE and _asks_consent(page, document):
        return Verdict.BLOCKED
    return None


def _asks_consent(page: _Page, document: Document) -> bool:
    """Whether the page is about consent alone: it says so, has a button and no list of links."""
    has_button = next(document.root.iter("button", "form", "input", "iframe"), None) is not None
    return has_button and error_pages.says_consent(f"{page.title} {page.text}")


def _of_page(
    page: _Page,
    article: Article | None,
    document: Document,
    profile: SiteProfile,
    url: str,
    *,
    is_list_page: bool,
) -> Judgement:
    """The verdict on a page with content: what the profile says of its address, then the evidence."""
    if is_list_page or profile.kind_of(url) == "front" or _is_start(url, profile):
        return Judgement(_list_or_empty(page, document, profile), note="a list, by the profile")
    if article is None:
        return Judgement(Verdict.UNREADABLE if page.text else Verdict.EMPTY)
    weighed = page_evidence.weigh(document, article, url=url, profile=profile)
    verdict, note = _by_evidence(weighed, page, article, document, profile, url)
    return Judgement(verdict, note=note, weighed=weighed)


def _is_start(url: str, profile: SiteProfile) -> bool:
    """Whether the address is a start page's, written with or without `index.html`."""
    folder = page_facts.without_index(url)
    return any(folder == page_facts.without_index(start) for start in profile.start)


def _by_evidence(
    weighed: Weighed, page: _Page, article: Article, document: Document, profile: SiteProfile, url: str
) -> tuple[Verdict, str | None]:
    """The verdict and what decided it; patterns of the profile are exclusive."""
    kind: page_evidence.PageKind = weighed.kind
    note = weighed.decisive.seen if weighed.decisive else None
    if kind == "article" and profile.article_patterns and profile.kind_of(url) != "article":
        kind, note = "list", "not among the profile's articles"
    if kind == "list" and profile.has_listed_fronts:
        kind = "service" if profile.article_patterns and profile.kind_of(url) != "article" else "article"
        note = "not among the profile's fronts"
    if kind == "service":
        return Verdict.SERVICE, note
    if kind == "list":
        return _list_or_empty(page, document, profile), note
    if not article.headline:
        return _list_or_nothing(document, profile), NO_HEADLINE
    if not _has_content(page, article, document, weighed):
        return _list_or_nothing(document, profile), NO_CONTENT
    return Verdict.ARTICLE, note


def _has_content(page: _Page, article: Article, document: Document, weighed: Weighed) -> bool:
    """Whether there is something to read, see or hear; a page that declares nothing needs some words."""
    least = 1 if weighed.declares_article else LEAST_BODY
    return page.body_size >= least or bool(article.images) or _has_recording(document)


def _list_or_empty(page: _Page, document: Document, profile: SiteProfile) -> Verdict:
    return Verdict.FRONT if page.text or _stories(document, profile) else Verdict.EMPTY


def _list_or_nothing(document: Document, profile: SiteProfile) -> Verdict:
    """FRONT for a page without its own story that links to stories, else EMPTY."""
    is_list = not profile.has_listed_fronts and bool(_stories(document, profile))
    return Verdict.FRONT if is_list else Verdict.EMPTY


def _has_recording(document: Document) -> bool:
    """Whether the page plays a film or a sound, its own or from elsewhere."""
    if next(document.root.iter("video", "audio", "embed", "object"), None) is not None:
        return True
    return any(_PLAYER.search(frame.get("src") or "") for frame in document.root.iter("iframe"))


def _stories(document: Document, profile: SiteProfile) -> frozenset[str]:
    """The stories of the site that the page links to."""
    return _of_stories((urls.canonical(url) for _, url, _ in document.links()), document.url, profile)


def _of_stories(addresses: Iterable[str | None], own: str, profile: SiteProfile) -> frozenset[str]:
    return frozenset(
        url
        for url in addresses
        if url and url != own and urls.is_page(url) and profile.allows(url) and _is_story(url, profile)
    )


def _is_story(url: str, profile: SiteProfile) -> bool:
    profile_kind = profile.kind_of(url)
    if profile_kind is not None or profile.article_patterns:
        return profile_kind == "article"
    return guess_kind(url) == "article"


def fingerprint(document: Document) -> str:
    """A hash of a page's words: two answers with one fingerprint are one page, such as the home page."""
    return hashlib.sha256(soft_404.words_of(document).encode("utf-8", "replace")).hexdigest()
