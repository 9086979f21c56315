"""Tags with more attributes than a parser reads in reasonable time, cut before it reads them.

libxml2 compares each attribute of a tag with all others of that tag: half a million take it minutes.
The tags are found as the HTML standard does it (section 13.2.5, tokenization), in one pass.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

# Measured: 2,500 tags of a thousand attributes, all that a page of 5 MB holds, take libxml2 two seconds.
MOST_ATTRIBUTES = 1_000
# feedparser is slower still; a feed's root names some twenty namespaces.
MOST_IN_XML = 100
# Elements whose content is text up to their end tag.
_RAW = ("script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes")
_ATTRIBUTE = r"""[\s/]*+(?:=?[^\s/>=]++|=)(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>]*+))?"""
_NAME = r"/?[A-Za-z][^\s/>]*+"
_COMMENT = r"<!--(?:-?>|(?:[^-]++|-(?!-!?>))*+(?:--!?>)?)"
_BOGUS_COMMENT = r"<(?:[!?]|/[^A-Za-z>])[^>]*+>?"
# Comments, sections of text and instructions of XML, up to their end.
_OF_XML = (
    r"<!--(?:[^-]++|-(?!->))*+|<!\[CDATA\[(?:[^\]]++|\](?!\]>))*+|<\?(?:[^?]++|\?(?!>))*+|<![^>\[-][^>]*+"
)
_CUT_TAG = re.compile(_NAME.encode())
_ONE = re.compile(_ATTRIBUTE.encode())
_OPEN_END = re.compile(rb"(?!(?:\s*+/)++>)[\s/]*+>")


class Cut(NamedTuple):
    """A page that a parser reads in linear time; `note` says what was cut, or is None."""

    written: bytes
    note: str | None = None


def cut(written: bytes, *, most: int = MOST_ATTRIBUTES) -> Cut:
    """The page without attributes that come after the first *most* of their tag."""
    return _cut(written, _ordinary_html(most), most=most)


def cut_xml(written: bytes) -> bytes:
    """XML without attributes that come after the first hundred of their tag."""
    return _cut(written, _ordinary_xml(), most=MOST_IN_XML, is_xml=True).written


def _cut(written: bytes, ordinary: re.Pattern[bytes], *, most: int, is_xml: bool = False) -> Cut:
    if len(written) < 2 * most:
        return Cut(written)
    kept: list[bytes] = []
    start, largest = 0, 0
    while (end := _end(ordinary, written, start)) < len(written):
        first_end, tag_end, number = _attributes(written, end + 1, most)
        kept.append(written[start:first_end])
        largest = max(largest, number)
        start = tag_end
        if not is_xml and (content := _content(written, end + 1, tag_end)):
            kept.append(written[start:content])
            start = content
    if not kept:
        return Cut(written)
    note = f"cut before reading: {largest:,} attributes in one tag; the first {most:,} are read"
    return Cut(b"".join((*kept, written[start:])), note)


def cut_text(written: str) -> str:
    """Like cut(), for markup inside a text, such as a feed's."""
    if len(written) < 2 * MOST_ATTRIBUTES:
        return written
    return cut(written.encode("utf-8", "surrogatepass")).written.decode("utf-8", "surrogatepass")


@lru_cache(maxsize=4)
def _ordinary_html(most: int) -> re.Pattern[bytes]:
    """Everything up to the first tag with more than *most* attributes, without backtracking."""
    attributes = f"(?:{_ATTRIBUTE}){{0,{most}}}+(?!{_ATTRIBUTE})"
    raw = "|".join(
        rf"(?i:{name})(?=[\s/>]){attributes}{_OPEN_END.pattern.decode()}{_text_of(name)}" for name in _RAW
    )
    tag = f"{_NAME}{attributes}"
    # A `<` that begins no tag is text.
    return re.compile(
        rf"(?:[^<]++|{_COMMENT}|{_BOGUS_COMMENT}|<(?=[SsTtXxIiNn])(?:{raw})|<{tag}|<(?!/?[A-Za-z]))*+".encode()
    )


@lru_cache(maxsize=1)
def _ordinary_xml() -> re.Pattern[bytes]:
    """Like _ordinary_html(), for XML, where every element may hold elements."""
    tag = f"{_NAME}(?:{_ATTRIBUTE}){{0,{MOST_IN_XML}}}+(?!{_ATTRIBUTE})"
    return re.compile(rf"(?:[^<]++|{_OF_XML}|<{tag}|<(?!/?[A-Za-z]))*+".encode())


def _text_of(name: str) -> str:
    return rf"(?:[^<]++|<(?!/(?i:{name})[\s/>]))*+"


_TEXTS = {name: re.compile(_text_of(name).encode()) for name in _RAW}


def _end(pattern: re.Pattern[bytes], written: bytes, start: int) -> int:
    found = pattern.match(written, start)
    assert found  # it matches the empty text, too
    return found.end()


def _attributes(written: bytes, start: int, most: int) -> tuple[int, int, int]:
    """Where the first *most* attributes of the tag named at *start* end, where all end, and their number."""
    at = first_end = _end(_CUT_TAG, written, start)
    number = 0
    while found := _ONE.match(written, at):
        at, number = found.end(), number + 1
        if number <= most:
            first_end = at
    return first_end, at, number


def _content(written: bytes, name_at: int, tag_end: int) -> int:
    """The end of an element that holds only text; 0 for another element."""
    name = _CUT_TAG.match(written, name_at)
    text = _TEXTS.get(name[0].decode("latin-1").lower()) if name else None
    opened = _OPEN_END.match(written, tag_end)
    return _end(text, written, opened.end()) if text and opened else 0
