"""JSON-LD as pages write it: whole, wrapped, or broken in one of the usual ways."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

DEEPEST = 12  # nested lists and graphs
MOST = 400  # objects of one script

_OPENING = re.compile(r"(?://|/\*)?\s*(?:<!\[CDATA\[|<!--)\s*(?:\*/)?")
_CLOSING = re.compile(r"(?://|/\*)?\s*(?:\]\]>|-->)\s*(?:\*/)?\s*;?$")
LONGEST_CLOSING = 80  # characters
_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")
_TRAILING_COMMA = re.compile(r",(?=\s*[}\]])")
_REPEATED_COMMA = re.compile(r",(?:\s*,)+")
_BAD_ESCAPE = re.compile(r'\\(?!["\\/bfnrt]|u[0-9a-fA-F]{4})')
_COMMENT_LINE = re.compile(r"^\s*//[^\n]*$", re.MULTILINE)
_MISSING_COMMA = re.compile(r'(?<=["\d\]}])(\s+)(?="[\w@]+"\s*:)')
_BARE = re.compile(r'(?<=":)(\s{0,9})((?:(?:19|20)\d\d-\d\d-\d\d|https?://)[^\s",}\]]{0,400})')
_NEXT_OBJECT = re.compile(r"[{\[]")
_TAG = re.compile(r"<[^>]{1,200}>")
_NO_WORKS = frozenset(
    (
        "WebSite",
        "Organization",
        "NewsMediaOrganization",
        "BreadcrumbList",
        "ImageObject",
        "Person",
        "ListItem",
        "ItemList",
        "Comment",
        "Product",
    )
)


def read(script: str) -> tuple[Mapping[str, Any], ...]:
    """The objects of one script, those of `@graph` and lists singly; () if it cannot be repaired."""
    text = _unwrapped(script.strip()).strip().rstrip(";")
    if not text:
        return ()
    found: list[Mapping[str, Any]] = []
    for value in _values(text):
        found.extend(_objects(value))
        if len(found) >= MOST:
            break
    return tuple(found[:MOST])


def _unwrapped(script: str) -> str:
    """A script without the marks of CDATA or of a comment around it."""
    opening = _OPENING.match(script)
    closing = _CLOSING.search(script, max(0, len(script) - LONGEST_CLOSING))
    return script[opening.end() if opening else 0 : closing.start() if closing else None]


def plain(written: str) -> str:
    """Text without the entities and tags that some programs write into it."""
    text = unescape(written) if "&" in written else written
    if "&" in text and ";" in text:
        text = unescape(text)
    return _TAG.sub(" ", text) if "<" in text else text


def _values(text: str) -> list[Any]:
    """The values of the text, with ever more repairs."""
    for mended in _mendings(text):
        values = _decoded(mended)
        if values:
            return values
    return []


def _mendings(text: str) -> Iterator[str]:
    """The text as it is, then with the usual repairs."""
    yield text
    text = _CONTROL.sub(" ", _COMMENT_LINE.sub("", text))
    yield text
    text = _BAD_ESCAPE.sub(r"\\\\", _TRAILING_COMMA.sub("", _REPEATED_COMMA.sub(",", text)))
    yield text
    yield _MISSING_COMMA.sub(r",\1", text)
    yield _MISSING_COMMA.sub(r",\1", _BARE.sub(r'\1"\2"', text))
    if "&quot;" in text or "&#34;" in text:
        yield _TRAILING_COMMA.sub("", unescape(text))
    yield from _closed(text)


def _closed(text: str) -> Iterator[str]:
    """The text with the brackets that are missing at its end."""
    stack: list[str] = []
    is_string = is_escaped = False
    for sign in text:
        if is_string:
            if is_escaped:
                is_escaped = False
            elif sign == "\\":
                is_escaped = True
            elif sign == '"':
                is_string = False
        elif sign == '"':
            is_string = True
        elif sign in "{[":
            stack.append("}" if sign == "{" else "]")
        elif sign in "}]" and stack:
            stack.pop()
    if stack or is_string:
        yield _TRAILING_COMMA.sub(
            "", text.rstrip(", ") + ('"' if is_string else "") + "".join(reversed(stack))
        )


def _decoded(text: str) -> list[Any]:
    """The JSON values that follow one another in the text; () if the first is broken."""
    decoder = json.JSONDecoder(strict=False)
    values: list[Any] = []
    at = 0
    while found := _NEXT_OBJECT.search(text, at):
        try:
            value, at = decoder.raw_decode(text, found.start())
        except (ValueError, RecursionError):
            break
        values.append(value)
        if len(values) >= MOST:
            break
    return values


def _objects(value: Any, depth: int = 0) -> Iterator[Mapping[str, Any]]:
    """Objects of a value, those in lists and `@graph` singly, the outer one first."""
    if depth > DEEPEST:
        return
    if isinstance(value, list):
        for item in value:
            yield from _objects(item, depth + 1)
    elif isinstance(value, dict):
        yield value
        for key in ("@graph", "mainEntity", "hasPart", "liveBlogUpdate"):
            if key in value and key != "liveBlogUpdate":
                yield from _objects(value[key], depth + 1)


def article_of(items: Sequence[Mapping[str, Any]], url: str) -> Mapping[str, Any] | None:
    """The object that describes the article of a page: one of an article's type, at best with its address.

    If no object has such a type, the first page or work with a headline or a date.
    """
    articles = [item for item in items if is_article(item)]
    for item in articles:
        if _is_of(item, url) and len(articles) > 1:
            return item
    if articles:
        return next((item for item in articles if "headline" in item), articles[0])
    works = (item for item in items if not types(item) & _NO_WORKS)
    return next((item for item in works if "headline" in item or "datePublished" in item), None)


def is_article(item: Mapping[str, Any]) -> bool:
    """Whether an object has the type of an article."""
    return any(map(is_article_type, types(item)))


def is_article_type(kind: str) -> bool:
    """Whether a schema.org type is that of an article."""
    return kind.endswith(("Article", "Posting", "Report", "Review", "OpinionPiece"))


def types(item: Mapping[str, Any]) -> frozenset[str]:
    """The schema.org types of an object."""
    text = item.get("@type")
    return frozenset(kind for kind in (text if isinstance(text, list) else [text]) if isinstance(kind, str))


def _is_of(item: Mapping[str, Any], url: str) -> bool:
    """Whether an object names the page's address as its own."""
    text = [item.get("url"), item.get("@id"), item.get("mainEntityOfPage")]
    text += [one.get("@id") or one.get("url") for one in text if isinstance(one, dict)]
    path = url.partition("://")[2].partition("?")[0].partition("#")[0].rstrip("/").removeprefix("www.")
    return any(isinstance(one, str) and path and path in one for one in text)
