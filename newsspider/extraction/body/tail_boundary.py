"""Cuts what stands below a body: other lines, invitations, lists of links."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsspider.extraction.body import chinese_notices
from newsspider.extraction.body.body_lines import LIST_OF_LINKS, LONGEST_LABEL, SENTENCE_END
from newsspider.extraction.page.tree import HEADINGS
from newsspider.language import word_lists

if TYPE_CHECKING:
    from newsspider.extraction.body.body_lines import BodyLines

MOST = 0.6  # share of the running text in the element whose list items are text, even at its end
LONGEST_INVITATION = 450  # characters

# Lines that publishers write under a story: who helped, where to write, whom to follow.
_INVITATION = re.compile(word_lists.pattern("around_stories.invitations"), re.IGNORECASE)


def cut_tail(body: BodyLines) -> None:
    """Cuts what follows the last paragraph, then invitations and lists of other stories at the end."""
    last = max(body.running(), default=None)
    if last is None:
        return
    container = body.container(last)
    inside = _text_holder(body, container)
    footnotes = body.footnotes() if last + 1 < len(body.lines) else frozenset()
    for n in range(len(body.lines) - 1, last, -1):
        is_item = body.tag(n) == "li" and inside.start <= body.lines[n].block < inside.stop
        if body.tag(n) in HEADINGS:
            is_item = n + 1 < len(body.lines) and body.tag(n + 1) == "li" and n + 1 not in body.reasons
        is_text = is_item or n in footnotes or body.is_figure_cell(n)
        if not is_text and (body.container(n) != container or body.tag(n) in HEADINGS):
            body.reasons.setdefault(n, "below the body")
    _cut_invitations(body)


def _text_holder(body: BodyLines, n: int) -> range:
    """The places inside the smallest element around one that holds most of the text."""
    tree, total = body.prose.tree, body.total()
    while n > 0 and body.prose.weight(n) < total * MOST:
        n = tree.parents[n]
    return range(max(0, n), tree.ends[max(0, n)])


def _cut_invitations(body: BodyLines) -> None:
    """Cuts invitations, headings, and lists of links with their label, from the end upwards."""
    kept = [n for n in range(len(body.lines)) if n not in body.reasons]
    least = len(kept) // 2
    while len(kept) > least:
        n = kept[-1]
        line = body.lines[n]
        if _is_invitation(line.text):
            body.reasons[n] = "invitation"
        elif body.tag(n) in HEADINGS:
            body.reasons[n] = "heading of nothing"
        elif line.links and (items := _link_items(body, kept)):
            body.reasons |= dict.fromkeys(items, LIST_OF_LINKS)
            kept = kept[: -len(items)]
            if kept and not SENTENCE_END.search(body.lines[kept[-1]].text):
                body.reasons[kept[-1]] = "label"
                kept.pop()
            continue
        else:
            return
        kept.pop()


def _is_invitation(text: str) -> bool:
    return len(text) <= LONGEST_INVITATION and (
        _INVITATION.search(text) is not None or (not text.isascii() and chinese_notices.is_closing(text))
    )


def _link_items(body: BodyLines, kept: list[int]) -> list[int]:
    """The items of the list at the end, if each has a link and a label stands above them; else none."""
    items: list[int] = []
    for n in reversed(kept):
        if body.tag(n) != "li" or not body.lines[n].links:
            break
        items.append(n)
    if len(items) < 2 or len(items) == len(kept):
        return []
    above = body.lines[kept[-len(items) - 1]].text
    return items if len(above) <= LONGEST_LABEL and not SENTENCE_END.search(above.rstrip(":")) else []
