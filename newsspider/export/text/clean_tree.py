"""Clean HTML as a tree to be written in another form: its nodes, its links, its notes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias
from urllib.parse import urldefrag, urljoin, urlsplit, urlunsplit

from lxml import etree, html

if TYPE_CHECKING:
    from collections.abc import Iterator

Node: TypeAlias = "html.HtmlElement"

# Strings, for a list of tags reads better in a line.
_BLOCKS = """address article aside blockquote center dd details div dl dt fieldset figcaption figure footer
    form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section table tbody td tfoot th thead tr ul"""
_UNSEEN = "script style head meta link title template noscript iframe object svg math select input"
_BACKS = "^ ↑ ↩ ↩︎ ⏎ ↵ ⤴"
BLOCKS, UNSEEN, BACKS = frozenset(_BLOCKS.split()), frozenset(_UNSEEN.split()), frozenset(_BACKS.split())
_PAGE_SPACE = re.compile(r"[ \t\n\r\f]+")
# What XML 1.0 has no way to write, and no reader has a use for.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_HOST = re.compile(r"(?:[^\s<>\"'\\^`{|}%@/?#\[\]]+@)?(?:[\w.-]+|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?")
_UNSAFE = re.compile(r"[^\w\-.~!$&'()*+,;=:@/?%]|%(?![0-9A-Fa-f]{2})")
_LABEL = re.compile(r"[\[({]?\s*(\w{1,8})\s*[\])}]?[.:]?")


@dataclass(frozen=True, kw_only=True, slots=True)
class Notes:
    """The footnotes of a body: the label of each mark in the text, and of each note, by its element.

    `backs` are the links that lead from a note to its mark.
    """

    marks: dict[Node, str]
    notes: dict[Node, str]
    backs: frozenset[Node]


NO_NOTES = Notes(marks={}, notes={}, backs=frozenset())


def writable(text: str) -> str:
    """*text* without what XML cannot hold: control characters and half surrogate pairs."""
    return _UNWRITABLE.sub("", text)


def squeezed(text: str) -> str:
    """*text* with each run of HTML's white space as one space; other spaces, such as `&nbsp;`, stay."""
    return _PAGE_SPACE.sub(" ", text)


def tree(source: str) -> Node:
    """The body's element; of what cannot be read as HTML, an empty one."""
    try:
        return html.fragment_fromstring(writable(source), create_parent="div")
    except (etree.LxmlError, ValueError):
        return html.Element("div")


def nodes(parent: Node) -> Iterator[str | Node]:
    """What stands in *parent*, in order: texts and elements, no comments, nothing unseen."""
    if parent.text:
        yield parent.text
    for child in parent:
        if isinstance(child.tag, str) and child.tag not in UNSEEN:
            yield child
        if child.tail:
            yield child.tail


def has_blocks(node: Node) -> bool:
    """Whether *node* is a block, or holds one."""
    return next(node.iter(*BLOCKS), None) is not None


def web_address(written: str | None, *, url: str) -> str | None:
    """The absolute address of what a page at *url* links to, fit for XML; None where it is none to follow."""
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
    """*part* of an address with what no address may hold as `%XX` (RFC 3987); letters of any script stay."""
    return _UNSAFE.sub(lambda char: "".join(f"%{byte:02X}" for byte in char[0].encode()), writable(part))


def find_notes(body: Node, *, url: str) -> Notes:
    """The footnotes of *body*: links within the page that bear one label, in the text and before a note."""
    links = [link for link in body.iter("a") if _leads_within(link, url)]
    notes: dict[Node, str] = {}
    backs: set[Node] = set()
    for link in links:
        block = _block_of(link, body)
        label = _label_of_note(link, block) if block is not None and block not in notes else None
        if block is not None and label and label not in notes.values():
            notes[block] = label
            backs.add(link)
    marks = {link: label for link in links if link not in backs and (label := _label(link))}
    told = set(marks.values()) & set(notes.values())
    kept = {block: label for block, label in notes.items() if label in told}
    return Notes(
        marks={link: label for link, label in marks.items() if label in told},
        notes=kept,
        backs=frozenset(link for link in backs if _block_of(link, body) in kept),
    )


def _leads_within(link: Node, url: str) -> bool:
    try:
        page, fragment = urldefrag(urljoin(url, link.get("href") or ""))
    except ValueError:
        return False
    return bool(fragment) and page == urldefrag(url)[0]


def _label(link: Node) -> str | None:
    found = _LABEL.fullmatch(link.text_content().strip())
    return found[1] if found else None


def _block_of(link: Node, body: Node) -> Node | None:
    for above in link.iterancestors():
        if above is body:
            return None
        if above.tag in ("p", "li", "dd", "div"):
            return above
    return None


def _label_of_note(link: Node, block: Node) -> str | None:
    """The label of the note that *block* is, by the link at its beginning, or by its place in a list."""
    begins = block.text_content().strip().startswith(link.text_content().strip() or "\0")
    label = _label(link)
    if begins and label:
        return label
    above = block.getparent()
    if link.text_content().strip() in BACKS and above is not None and above.tag == "ol":
        return str(1 + len(list(block.itersiblings("li", preceding=True))))
    return None
