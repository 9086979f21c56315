"""The paragraphs that every page of a story repeats: its introduction, the note on the author."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree, html

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from lxml.html import HtmlElement

    from newsspider.items import Article

_BLOCKS = ("p", "div", "h2", "h3", "h4", "h5", "h6", "li", "blockquote", "pre", "figcaption", "td")


def without_repeats(pages: Sequence[Article]) -> list[tuple[tuple[str, ...], str]]:
    """Body and HTML of each page, without repeated paragraphs at their beginning and end.

    A beginning that the first page has too stays on the first page; an ending stays on the last one.
    A paragraph that is repeated elsewhere may be meant so, and stays.
    """
    bodies = [[without_space(text) for text in page.body] for page in pages]
    starts = [_common_start(body, bodies[0]) if n else 0 for n, body in enumerate(bodies)]
    last = bodies[-1][starts[-1] :][::-1]
    found = []
    for n, (page, start) in enumerate(zip(pages, starts, strict=True)):
        end = len(page.body)
        if n + 1 < len(pages):
            end -= _common_start(bodies[n][start:][::-1], last)
        cut = [*page.body[:start], *page.body[end:]]
        found.append((page.body[start:end], without_paragraphs(page.html, cut)))
    return found


def _common_start(one: Sequence[str], other: Sequence[str]) -> int:
    """The number of paragraphs at the beginning that two bodies have in common."""
    number = 0
    while number < min(len(one), len(other)) and one[number] == other[number]:
        number += 1
    return number


def without_paragraphs(body: str, cut: Iterable[str]) -> str:
    """The HTML of a body without these paragraphs."""
    texts = {without_space(text) for text in cut}
    if not texts or not body:
        return body
    try:
        root: HtmlElement = html.fragment_fromstring(body, create_parent="div")
    except (etree.ParserError, ValueError):
        return body
    for element in list(root.iter(*_BLOCKS)):
        if element is not root and without_space(element.text_content()) in texts:
            element.drop_tree()
    inner = (root.text or "") + "".join(
        html.tostring(child, encoding="unicode") for child in root.iterchildren()
    )
    return inner.strip()


def without_space(text: str) -> str:
    """The text without white space, for comparing."""
    return "".join(text.split())
