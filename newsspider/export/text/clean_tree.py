"""Clean HTML as a tree of Beautiful Soup from which other formats are written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urldefrag, urljoin, urlsplit, urlunsplit

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString

if TYPE_CHECKING:
    from collections.abc import Iterator

_BLOCKS = """address article aside blockquote center dd details div dl dt fieldset figcaption figure footer
    form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section table tbody td tfoot th thead tr ul"""
_UNSEEN = "script style head meta link title template noscript iframe object svg math select input"
_BACKS = "^ ↑ ↩ ↩︎ ⏎ ↵ ⤴"
BLOCKS, UNSEEN, BACKS = frozenset(_BLOCKS.split()), frozenset(_UNSEEN.split()), frozenset(_BACKS.split())
_DEEPEST = 100
_PAGE_SPACE = re.compile(r"[ \t\n\r\f]+")
# Characters that XML 1.0 cannot hold.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_HOST = re.compile(r"(?:[^\s<>\"'\\^`{|}%@/?#\[\]]+@)?(?:[\w.-]+|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?")
_UNSAFE = re.compile(r"[^\w\-.~!$&'()*+,;=:@/?%]|%(?![0-9A-Fa-f]{2})")
_LABEL = re.compile(r"[\[({]?\s*(\w{1,8})\s*[\])}]?[.:]?")


@dataclass(frozen=True, kw_only=True, slots=True)
class Notes:
    """The footnotes of a body: the label of each mark in the text and of each note, by the `id()` of its tag.

    `backs` are the links from a note to its mark.  Tags themselves cannot be keys: Beautiful Soup takes two
    tags with the same text for equal.
    """

    marks: dict[int, str]
    notes: dict[int, str]
    backs: frozenset[int]


NO_NOTES = Notes(marks={}, notes={}, backs=frozenset())


def writable(text: str) -> str:
    """*text* without what XML cannot hold: control characters and half surrogate pairs."""
    return _UNWRITABLE.sub("", text)


def squeezed(text: str) -> str:
    """*text* with each run of HTML's white space as one space; other spaces, such as `&nbsp;`, stay."""
    return _PAGE_SPACE.sub(" ", text)


def tree(source: str) -> Tag:
    """The body of *source*; tags nested more than 100 deep become text, because the writers are recursive."""
    soup = BeautifulSoup(f"<html><body>{writable(source)}</body></html>", "lxml")
    body = soup.body or soup
    depths = {id(body): 0}
    deepest = []
    for node in body.descendants:
        if isinstance(node, Tag):
            depth = depths[id(node)] = depths[id(node.parent)] + 1
            if depth == _DEEPEST:
                deepest.append(node)
    for tag in deepest:
        tag.string = tag.get_text()
    return body


def nodes(parent: Tag) -> Iterator[str | Tag]:
    """The texts and tags in *parent*, in order, without comments and tags that no reader shows."""
    for child in parent.children:
        if isinstance(child, Tag):
            if child.name not in UNSEEN:
                yield child
        elif type(child) is NavigableString:
            yield str(child)


def has_blocks(node: Tag) -> bool:
    """Whether *node* is a block, or contains one."""
    return node.name in BLOCKS or any(
        isinstance(inner, Tag) and inner.name in BLOCKS for inner in node.descendants
    )


def value(node: Tag, name: str) -> str | None:
    """An attribute."""
    found = node.get(name)
    return found if isinstance(found, str) else None


def web_address(written: str | None, *, url: str) -> str | None:
    """The absolute address of a link on the page at *url*, safe in XML; None if it cannot be followed."""
    try:
        parts = urlsplit(urljoin(url, (written or "").strip()))
        is_web = parts.scheme in ("http", "https") and bool(_HOST.fullmatch(parts.netloc))
    except ValueError:
        return None
    if not is_web and parts.scheme != "mailto":
        return None
    quoted = (_quoted(part) for part in (parts.path, parts.query, parts.fragment))
    return urlunsplit((parts.scheme, parts.netloc, *quoted))


def _quoted(part: str) -> str:
    """*part* of an address with `%XX` for characters that RFC 3987 forbids; letters of any script stay."""
    return _UNSAFE.sub(lambda char: "".join(f"%{byte:02X}" for byte in char[0].encode()), writable(part))


def find_notes(body: Tag, *, url: str) -> Notes:
    """The footnotes of *body*: links within the page with the same label in the text and before a note."""
    links = [link for link in body.find_all("a") if _leads_within(link, url)]
    notes: dict[int, str] = {}
    blocks_of_backs: dict[int, int] = {}
    for link in links:
        block = _block_of(link, body)
        label = _label_of_note(link, block) if block is not None and id(block) not in notes else None
        if block is not None and label and label not in notes.values():
            notes[id(block)] = label
            blocks_of_backs[id(link)] = id(block)
    marks = {id(link): label for link in links if id(link) not in blocks_of_backs and (label := _label(link))}
    in_both = set(marks.values()) & set(notes.values())
    kept = {block: label for block, label in notes.items() if label in in_both}
    return Notes(
        marks={link: label for link, label in marks.items() if label in in_both},
        notes=kept,
        backs=frozenset(link for link, block in blocks_of_backs.items() if block in kept),
    )


def _leads_within(link: Tag, url: str) -> bool:
    try:
        page, fragment = urldefrag(urljoin(url, value(link, "href") or ""))
    except ValueError:
        return False
    return bool(fragment) and page == urldefrag(url)[0]


def _label(link: Tag) -> str | None:
    found = _LABEL.fullmatch(link.get_text().strip())
    return found[1] if found else None


def _block_of(link: Tag, body: Tag) -> Tag | None:
    for above in link.parents:
        if above is body:
            return None
        if above.name in ("p", "li", "dd", "div"):
            return above
    return None


def _label_of_note(link: Tag, block: Tag) -> str | None:
    """The label of a note: that of the link at its beginning, or its number in a list."""
    begins = block.get_text().strip().startswith(link.get_text().strip() or "\0")
    label = _label(link)
    if begins and label:
        return label
    if link.get_text().strip() in BACKS and block.parent is not None and block.parent.name == "ol":
        return str(1 + len(block.find_previous_siblings("li")))
    return None
