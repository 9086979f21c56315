"""Tell a person what a failed address answered and what to do next."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from newsspider.items import Verdict
from newsspider.web import urls

_SCRIPT = re.compile(rb"<script\b", re.IGNORECASE)
_HIDDEN = re.compile(rb"(?is)<(script|style|noscript|template|head)\b.*?(?:</\1\s*>|\Z)|<!--.*?-->|<[^>]*>")
_LED_AWAY = re.compile(r"not a host of \S+: (https?://\S+)")
_LONGEST_LOOK = 500_000  # bytes of a page that are searched for words
_MOST_OF_A_SHELL = 60  # bytes of words: "Loading…", "You need to enable JavaScript"
_CHECK_START = "check the address under `start` in the profile"
_LATER = "the publication's server has a problem: crawl again later"
# The next step, by words of the reason why no answer came.
_STEPS = (
    ("(DNS)", "check how the host is spelt under `start`, and this machine's network"),
    ("connection refused", "check the host and port under `start`, or crawl again later"),
    ("in time", "crawl again later, or allow more time: politeness: {timeout_s: 90}"),
    ("broke off", "crawl again later"),
    ("TLS failed", "check whether the address begins with https:// rightly, or crawl again later"),
    ("robots.txt answers", "nothing may be fetched while robots.txt cannot be read: crawl again later"),
    ("robots.txt cannot", "nothing may be fetched while robots.txt cannot be read: crawl again later"),
    (
        "robots.txt forbids",
        "newsspider obeys robots.txt: ask the publisher for permission, or start elsewhere",
    ),
    ("private address", "name that host under `start` if it is yours"),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Trouble:
    """A failed address; `why` where no answer came, else the facts of the last answer."""

    url: str
    verdict: Verdict = Verdict.ERROR
    status: int | None = None
    location_url: str | None = None
    why: str | None = None
    is_drawn_by_script: bool = False


def describe(trouble: Trouble, *, hosts: Collection[str], page_bytes: int) -> str:
    """One line: the address, what it answers, what to do next."""
    what, step = _unanswered(trouble) if trouble.why else _answered(trouble, hosts, page_bytes)
    return f"{trouble.url}: {what}; {step}" if step else f"{trouble.url}: {what}"


def is_drawn_by_script(payload: bytes) -> bool:
    """Whether a page has scripts and next to no words: a browser would show what they fetch."""
    seen = payload[:_LONGEST_LOOK]
    if not _SCRIPT.search(seen):
        return False
    return len(b" ".join(_HIDDEN.sub(b" ", seen).split())) <= _MOST_OF_A_SHELL


def _unanswered(trouble: Trouble) -> tuple[str, str]:
    why = trouble.why or ""
    if led := _LED_AWAY.search(why):
        there = urlsplit(led[1])._replace(path=urlsplit(trouble.url).path, query="", fragment="").geturl()
        what, step = _redirected(replace(trouble, location_url=there), frozenset())
        return (f"robots.txt {what}" if "robots.txt" in why else what), step
    if "certificate" in why:
        host = urls.host_of(trouble.url)
        step = f"if you trust {host} all the same, say so in the profile: tls: {{unverified: ['{host}']}}"
        return why, step
    return why, next((step for words, step in _STEPS if words in why), "")


def _answered(trouble: Trouble, hosts: Collection[str], page_bytes: int) -> tuple[str, str]:
    status = trouble.status
    match trouble.verdict:
        case Verdict.REDIRECT | Verdict.REDIRECT_HOME:
            return _redirected(trouble, hosts)
        case Verdict.GONE | Verdict.SOFT_404:
            is_plain = trouble.verdict is Verdict.GONE
            return (
                f"answers {status}, gone" if is_plain else "says that there is no such page"
            ), _CHECK_START
        case Verdict.BLOCKED:
            return _blocked(status)
        case Verdict.WRONG_TYPE:
            return "wrong type: it is not an HTML page", "start with a page that lists stories"
        case Verdict.TOO_LARGE:
            step = f"allow more than {page_bytes:,} bytes in the profile: limits: {{page_bytes: …}}"
            return "too large", step
        case Verdict.EMPTY | Verdict.FRONT | Verdict.UNREADABLE if trouble.is_drawn_by_script:
            what = "the page draws itself by script, and has no text or links of its own"
            return what, "see CONTRIBUTING.md, or name a feed or a site map: feeds: […], sitemaps: […]"
        case Verdict.EMPTY:
            return f"answers {status}, but the page is empty", "look at it in a browser, or start elsewhere"
    if status and status >= 500:
        return f"answers {status}", _LATER
    if status in (401, 402, 403):
        return _blocked(status)
    return (f"answers {status}" if status and status != 200 else f"{trouble.verdict}"), _CHECK_START


def _redirected(trouble: Trouble, hosts: Collection[str]) -> tuple[str, str]:
    location_url = trouble.location_url
    host = urls.host_of(location_url) if location_url else ""
    if host and host not in hosts:
        what = f"redirects to {host}, which is not among `hosts`"
        return what, f"add it to the profile: hosts: ['{host}'], or start there: start: ['{location_url}']"
    where = f" to {location_url}" if location_url else ""
    return f"redirects{where}", _CHECK_START


def _blocked(status: int | None) -> tuple[str, str]:
    if status == 429:
        return "answers 429, too many requests", "crawl again later, and slower: politeness: {delay_s: 10}"
    if status == 401:
        return (
            "answers 401, wants a name and a password",
            "newsspider reads what is open to all: start elsewhere",
        )
    what = (
        f"answers {status} and lets no program in" if status != 200 else "shows a bot check or a consent wall"
    )
    return what, (
        "look at it in a browser; where it shows there, name yourself"
        " (politeness: {contact: you@example.org}) and ask the publisher"
    )
