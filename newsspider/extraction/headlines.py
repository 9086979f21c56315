"""The headline: the page's own, or the front's words where the page wraps them in its own name."""

from __future__ import annotations

import re

from newsspider.extraction.evidence import Found, Page, declared, first, meta, of_hint, selected
from newsspider.text import normal, squeeze

_TITLE_PARTS = re.compile(r"\s*[_|]\s*|\s+[-–—]\s+|\s+LG #\d+$")
_WORD = re.compile(r"\w+")
_CUT_SHORT = re.compile(r"(?:\.\.\.|…|[»›>\]])\s*$")
_SIGNS = {"&": " and ", "%": " percent ", "¢": " cent ", "+": " plus ", "€": " euro ", "£": " pound "}
_ARTICLES = frozenset(
    (
        "the",
        "a",
        "an",
        "der",
        "die",
        "das",
        "le",
        "la",
        "les",
        "el",
        "los",
        "las",
        "il",
        "lo",
        "gli",
        "l",
        "o",
        "os",
    )
)
_MERE_WORDS = frozenset(("issue", "no", "number", "vol"))


def headline(page: Page) -> Found | None:
    """The headline."""
    own = first(
        selected(page, "headline"),
        declared(page, "title", "headline"),
        _inferred(page),
    )
    said = page.hint.text if page.hint else None
    if own and said and _is_same_but_dressed(own.value, said, page):
        return of_hint(said)
    return own or of_hint(said)


def _is_same_but_dressed(own: str, said: str, page: Page) -> bool:
    """Whether the front's words are the page's without the site's name, signs or an issue's number."""
    if normal(own) == normal(said) or _CUT_SHORT.search(said):
        return False
    names = _names(page)
    return _bare(own, names) == _bare(said, names) != ()


def _names(page: Page) -> frozenset[str]:
    """The words of the site's name, and the number of the issue."""
    title = page.profile.title if page.profile else page.document.meta("og:site_name") or ""
    issue = page.hint.issue if page.hint and page.hint.issue else ""
    words = _WORD.findall(normal(title)) + _WORD.findall(issue)
    return frozenset((*words, "".join(_WORD.findall(normal(title)))))


def _bare(words: str, names: frozenset[str]) -> tuple[str, ...]:
    """The words that tell a headline from others: signs spelt out, articles and the site's name left out."""
    spelt = "".join(_SIGNS.get(sign, sign) for sign in words)
    left_out = names | _ARTICLES | _MERE_WORDS
    return tuple(word for word in _WORD.findall(normal(spelt)) if word not in left_out)


def _inferred(page: Page) -> Found | None:
    """The only `h1`, else what the title begins with, else `og:title`, else the title."""
    title = squeeze(" ".join(e.text_content() for e in page.document.select("head > title")[:1]))
    short = _TITLE_PARTS.split(title)[0]
    h1s = [text for e in page.document.root.iter("h1") if (text := squeeze(e.text_content()))]
    fitting = [text for text in h1s if normal(text) in normal(title)] or (h1s if len(h1s) == 1 else [])
    if fitting:
        return Found(value=fitting[0], source="inferred:h1")
    if short and any(squeeze(e.text_content()) == short for e in page.document.select("body *")):
        return Found(value=short, source="inferred:title")
    h2s = [text for e in page.document.root.iter("h2") if (text := squeeze(e.text_content()))]
    if h2s and normal(h2s[0]) in normal(title):
        return Found(value=h2s[0], source="inferred:h2")
    return meta(page, "og:title") or (Found(value=short, source="inferred:title") if short else None)
