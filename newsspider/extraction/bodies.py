"""Where on the page the article's text is: several candidates, and the choice among them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from newsspider.extraction.tree import Node, Tree

# Shares of the good text, settled on the 275 development pages of the extraction benchmark.
DOMINANT = 0.75  # a child with more of it is where the article is
ENOUGH = 0.55  # a part that calls itself the text is believed with more of it

_NAMED = re.compile(
    r"article[\s_-]*(?:full)?[\s_-]*(?:body|text|content|copy|wrapper|chunks|main|markdown)|(?:entry|post|story|page|single|td-post|text|main-article)"
    r"[\s_-]*(?:the)?[\s_-]*(?:content|body|text)|articlebody|body[\s_-]?(?:copy|text)|rich-?text|story__text|storytext|bodytext|field--name-body"
    r"|field-name-body|trs_editor|fulltext|longtext|news_content|cms-container|formatted|showitxt",
    re.IGNORECASE,
)
_LEAVES = frozenset("p li pre blockquote h1 h2 h3 h4 h5 h6 ul ol dl dd dt table tbody tr figure".split())


def choose(tree: Tree) -> Node | None:
    """The element that holds the article's text; None if the page has no text."""
    densest = _densest(tree.top)
    if densest is None:
        return None
    named = _named(tree)
    best = max(named, key=lambda node: node.good, default=None)
    if best is not None and best.good >= ENOUGH * densest.good and not best.holds(densest):
        return best
    return densest


def _densest(top: Node) -> Node | None:
    """The deepest element that most of the text is in: down from the body while one child dominates."""
    node = top
    if node.good <= 0:
        return None
    while True:
        child = max((c for c in node.children if not c.is_out), key=lambda c: c.good, default=None)
        if child is None or child.good < DOMINANT * node.good or not _may_hold(child):
            return node
        node = child


def _may_hold(node: Node) -> bool:
    """Whether a node may be the container of paragraphs, not a paragraph itself."""
    if node.tag in _LEAVES:
        return node.tag in ("table", "tbody", "tr") or any(
            _may_hold(c) for c in node.children if c.good > DOMINANT * node.good
        )
    return node.has_breaks or any(child.is_block and child.good > 0 for child in node.children)


def _named(tree: Tree) -> list[Node]:
    """Elements whose class, id or itemprop says that they hold the text."""
    found = []
    for node in tree.nodes:
        if node.good <= 0 or not node.is_block or node.is_out:
            continue
        if node.tag == "article" or (node.names and _NAMED.search(node.names)):
            found.append(node)
        elif node.element.get("itemprop") == "articleBody":
            found.append(node)
    return found
