"""An article as Markdown (CommonMark), made from its clean HTML."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PreformattedString, Tag

from newsspider.export.reading import byline

if TYPE_CHECKING:
    from newsspider.items import Article

_HEADINGS = {f"h{level}": "#" * max(level, 2) for level in range(1, 7)}
_MARKS = {"em": "*", "i": "*", "strong": "**", "b": "**"}
_BLOCKS = frozenset(
    ("p", "div", "section", "article", "ul", "ol", "blockquote", "pre", "table", "figure", "hr", *_HEADINGS)
)
_SPECIAL = re.compile(r"([\\`*_\[\]<>])")
_AT_START = re.compile(r"^(\s*)([#+\-=~|]|\d+[.)])(?=\s|$|[=~-])")


def as_markdown(article: Article) -> str:
    """Headline, byline and day, standfirst, and the body with its headings, lists, links and pictures."""
    headline = f"# {_escaped(article.headline)}" if article.headline else ""
    standfirst = f"**{_escaped(article.standfirst)}**" if article.standfirst else ""
    body = _body(article)
    return (
        "\n\n".join(part for part in (headline, _escaped(byline(article)), standfirst, body) if part) + "\n"
    )


def _body(article: Article) -> str:
    if not article.html:
        return "\n\n".join(_paragraph(_escaped(part)) for part in article.body)
    return "\n\n".join(_blocks(BeautifulSoup(f"<body>{article.html}</body>", "lxml")))


def _blocks(parent: Tag) -> list[str]:
    """The blocks in *parent*; text between them makes paragraphs of its own."""
    blocks: list[str] = []
    loose = ""
    for child in parent.children:
        if isinstance(child, Tag) and _has_blocks(child):
            blocks += [_paragraph(loose), *_block(child)]
            loose = ""
        else:
            loose += _inline(child)
    blocks.append(_paragraph(loose))
    return [block for block in blocks if block.strip()]


def _has_blocks(tag: Tag) -> bool:
    return tag.name in _BLOCKS or tag.find(list(_BLOCKS)) is not None


def _block(tag: Tag) -> list[str]:
    if tag.name in _HEADINGS:
        return [f"{_HEADINGS[tag.name]} {_paragraph(_inlines(tag))}"]
    if tag.name in ("ul", "ol"):
        return [_list(tag)]
    if tag.name == "blockquote":
        return [_indented("\n\n".join(_blocks(tag)), first="> ", rest="> ")]
    if tag.name == "pre":
        return [_fenced(tag.get_text())]
    if tag.name == "table":
        return [
            _paragraph(" · ".join(_inlines(cell).strip() for cell in row(["td", "th"]))) for row in tag("tr")
        ]
    return ["---"] if tag.name == "hr" else _blocks(tag)


def _list(tag: Tag) -> str:
    items = []
    for number, item in enumerate(tag.find_all("li", recursive=False), start=1):
        mark = f"{number}. " if tag.name == "ol" else "- "
        items.append(_indented("\n\n".join(_blocks(item)), first=mark, rest=" " * len(mark)))
    return "\n".join(items)


def _indented(text: str, *, first: str, rest: str) -> str:
    lines = text.split("\n")
    return "\n".join(
        (f"{first if number == 0 else rest}{line}").rstrip() for number, line in enumerate(lines)
    )


def _fenced(code: str) -> str:
    longest = max((len(run) for run in re.findall("`+", code)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}\n{code.strip(chr(10))}\n{fence}"


def _inlines(tag: Tag) -> str:
    return "".join(_inline(child) for child in tag.children)


def _inline(node: object) -> str:
    if isinstance(node, PreformattedString):  # a comment and its like
        return ""
    if isinstance(node, NavigableString):
        return _escaped(re.sub(r"\s+", " ", node))
    if not isinstance(node, Tag):
        return ""
    if node.name == "br":
        return "  \n"
    if node.name == "img":
        return f"![{_escaped(str(node.get('alt') or ''))}]({_address(node, 'src')})"
    return _wrapped(node, _inlines(node))


def _wrapped(tag: Tag, inner: str) -> str:
    if not inner.strip():
        return inner
    if tag.name == "a" and tag.get("href"):
        return f"[{inner.strip()}]({_address(tag, 'href')})"
    if mark := _MARKS.get(tag.name):
        before, after = (" " if inner[0] == " " else ""), (" " if inner[-1] == " " else "")
        return f"{before}{mark}{inner.strip()}{mark}{after}"
    return inner


def _address(tag: Tag, name: str) -> str:
    """The address in `<…>` where it holds what would end it early."""
    address = str(tag.get(name) or "").strip().replace("<", "%3C").replace(">", "%3E").replace("\n", "")
    return f"<{address}>" if re.search(r"[\s()]", address) else address


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)


def _paragraph(text: str) -> str:
    """*text* trimmed, its lines kept from looking like a heading or a list."""
    lines = [_AT_START.sub(_harmless, line.lstrip()) for line in text.strip().split("\n")]
    return "\n".join(lines)


def _harmless(start: re.Match[str]) -> str:
    mark = start[2]
    return f"{start[1]}{mark[:-1]}\\{mark[-1]}"
