"""The words of a heading, without what stands in it beside the headline.

A heading may also hold a kicker, a subtitle, the number of comments or a button.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from newsspider.extraction.page import class_hints
from newsspider.extraction.page.walk import BLOCKS
from newsspider.language.text import normal, squeeze

if TYPE_CHECKING:
    from newsspider.extraction.context import Page

LONGEST = 400  # characters of a headline; the longest one measured has 190
MOST_PARTS = 12  # texts in a heading whose runs are compared with the declared headline
_SILENT = frozenset(("button", "script", "style", "svg", "template", "select", "noscript", "rp", "rt"))
_BESIDE = (
    class_hints.LABEL | class_hints.STANDFIRST | class_hints.META | class_hints.DATE | class_hints.AUTHOR
    | class_hints.COMMENT | class_hints.SHARE | class_hints.TAGS | class_hints.CREDIT | class_hints.UNSEEN
)  # fmt: skip
# Makers of templates call the line above the headline so, in the common languages.
_KICKER = re.compile(
    r"(?:^|[\s_-])(?:kicker|eyebrow|overline|pre-?title|dachzeile|spitzmarke|surtitre|antetitulo|occhiello)",
    re.IGNORECASE,
)


def heading_text(page: Page, n: int) -> str:
    """The text of a heading without marked labels; "" where it is longer than any headline."""
    parts = _parts(page, n)
    own = [text for text, is_beside in parts if not is_beside]
    text = _joined(own) or _joined([text for text, _ in parts])
    return text if len(text) <= LONGEST else ""


def wording(page: Page, n: int, titles: list[str]) -> str:
    """The text of a heading; of one that holds a declared headline and more, only the headline's elements."""
    parts = [text for text, _ in _parts(page, n)]
    if 1 < len(parts) <= MOST_PARTS:
        known = {normal(title) for title in titles}
        runs = ((start, until) for start in range(len(parts)) for until in range(len(parts), start, -1))
        for start, until in runs:
            if normal(run := _joined(parts[start:until])) in known:
                return run
    return heading_text(page, n)


def _parts(page: Page, n: int) -> list[tuple[str, bool]]:
    """The texts of a heading in order, each with whether its element is marked as beside the headline."""
    if not page.tree.is_small(n, 2 * LONGEST):
        return []
    heading = page.tree.elements[n]
    parts: list[tuple[str, bool]] = []
    marked = 0  # elements around the text that are marked as beside
    walker = etree.iterwalk(heading, events=("start", "end", "comment", "pi"))
    for event, element in walker:
        is_inner, is_element = element is not heading, event in ("start", "end")
        marked += is_inner and is_element and _is_beside(page, element) and (1 if event == "start" else -1)
        if is_element and is_inner and (element.tag == "br" or element.tag in BLOCKS):
            parts.append((" ", marked > 0))
        if event == "start" and not (is_inner and element.tag in _SILENT):
            parts.append((element.text or "", marked > 0))
        elif event == "start":
            walker.skip_subtree()
        elif is_inner:
            parts.append((element.tail or "", marked > 0))
    return [part for part in parts if part[0]]


def _is_beside(page: Page, element: etree._Element) -> bool:
    """Whether an element in a heading is marked as a label, a subtitle or data of the story."""
    if element.tag in ("small", "time"):
        return True
    n = page.tree.places.get(element)
    if n is None:
        return False
    return bool(page.tree.hints[n] & _BESIDE or _KICKER.search(page.tree.classes[n] or ""))


def _joined(texts: list[str]) -> str:
    """Texts of neighbouring elements as one, with a blank where a small letter meets a capital."""
    joined = ""
    for text in texts:
        is_new = joined[-1:].islower() and text[:1].isupper()
        joined += f" {text}" if is_new else text
    return squeeze(joined).strip(" ¶")
