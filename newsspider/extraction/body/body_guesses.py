"""Guesses at the elements that hold the body; `body_place` chooses among them."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from newsspider.extraction.body.running_text import text_container
from newsspider.extraction.page import class_hints

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from newsspider.extraction.body.running_text import Prose
    from newsspider.extraction.page.tree import Tree
    from newsspider.web.document import Document

MOST_OF_IT = 0.85  # share of the paragraphs' running text that their common element holds
LEAD = 100  # characters of running text in an element above the body that holds its first paragraphs
ALL_TEXT = 0.8  # share of running text in such an element
MOST_WRAPPERS, FEW = 3, 8  # elements around the text of a row, and from its beginning to its text
A_STORY = 0.3  # share of the longest story's running text, from which an element is a story too
A_PART = 0.08  # share of the running text, from which an element is a part of the body

_MARKS = frozenset(("itemprop", "named", "article"))
_HOLDERS = frozenset(("article", "main", "body", "section"))


@dataclass(frozen=True, slots=True)
class Guess:
    """A guess at the body: its elements, its source, and the running text inside.

    `lines` are the keys of the lines of running text, `chars` their characters.  The `rank` decides between
    guesses that differ much: the page's own marks (2), paragraphs of one named make (1), all others (0).
    """

    parts: tuple[int, ...]
    source: str
    lines: frozenset[int]
    chars: int
    rank: int = 0


def guesses(document: Document, prose: Prose, headline: int) -> Iterator[Guess]:
    """All guesses at the body; *headline* is the headline's place, 0 where it is not known."""
    if not prose.total:
        return
    running = [(line.key, line.block) for line in prose.tree.lines if prose.weights[line.key]]
    homes = _homes(prose)
    cluster, is_named = _cluster(homes, prose)
    for name, parts, rank in (
        ("density", _densest(homes, prose), 0),
        ("cluster", cluster, int(is_named)),
        ("below the headline", _below(headline, homes, prose) if headline else (), 0),
        *((name, parts, 2 if name in _MARKS else 0) for name, parts in _marked(document, prose, headline)),
    ):
        if parts:
            parts = (*sorted(_leads(parts[0], headline, prose)), *parts)
            lines = _lines_in(parts, prose, running)
            yield Guess(parts, name, lines, sum([prose.weights[i] for i in lines]), rank)


def _lines_in(parts: tuple[int, ...], prose: Prose, running: list[tuple[int, int]]) -> frozenset[int]:
    """The keys of the lines inside the parts; *running* has key and block of each line of running text."""
    ends = prose.tree.ends
    if len(parts) == 1:
        begin, end = parts[0], ends[parts[0]]
        return frozenset([key for key, block in running if begin <= block < end])
    return frozenset([key for key, block in running if is_in_parts(block, parts, ends)])


def _homes(prose: Prose) -> dict[int, int]:
    """The running text of each element that holds paragraphs."""
    found: dict[int, int] = {}
    for line, weight in zip(prose.tree.lines, prose.weights, strict=True):
        if weight:
            place = text_container(prose.tree, line.block)
            found[place] = found.get(place, 0) + weight
    return found


def _densest(homes: dict[int, int], prose: Prose) -> tuple[int, ...]:
    """The element whose paragraphs hold most running text and few links, with its siblings."""
    tree = prose.tree
    scores: dict[int, float] = {}
    for place, weight in homes.items():
        share = float(weight)
        for element in (place, *tree.ancestors(place)[:2]):
            scores[element] = scores.get(element, 0.0) + share
            share /= 2
    best = max(scores, key=lambda n: scores[n] * (1 - tree.link_density(n)))
    return _with_siblings(best, prose)


def _with_siblings(best: int, prose: Prose) -> tuple[int, ...]:
    """An element with the siblings that are made alike or hold a good part of its running text."""
    tree, weight = prose.tree, prose.weight(best)
    rows = _texts_in_rows(best, prose)
    if len(rows) > 1:
        return rows
    above, make = tree.parents[best], tree.make(best)
    if above < 0:
        return (best,)
    found = []
    for element in tree.elements[above]:
        n = tree.places.get(element, -1)
        if n < 0 or prose.excluded[n]:
            continue
        own = prose.weight(n)
        if n == best or (own and tree.make(n) == make) or own > weight * A_PART * 3:
            found.append(n)
    return tuple(found)


def _texts_in_rows(best: int, prose: Prose) -> tuple[int, ...]:
    """The texts of neighbouring rows of one make, as page builders make them.

    There are such rows where *best* is all that its row holds, and nothing else stands between the rows.
    """
    tree, row = prose.tree, best
    for _ in range(MOST_WRAPPERS):
        above = tree.parents[row]
        if above <= 0 or tree.tags[above] in _HOLDERS or tree.chars(above) != tree.chars(best):
            break
        row = above
    if row == best or tree.tags[tree.parents[row]] not in _HOLDERS or not tree.classes[best]:
        return ()
    row_make, make = tree.make(row), tree.make(best)
    children = [n for n in tree.children(tree.parents[row]) if not prose.excluded[n] and tree.chars(n)]
    rows = [n for n in children if tree.make(n) == row_make]
    if any(rows[0] < n < rows[-1] and tree.make(n) != row_make for n in children):
        return ()
    texts = []
    for n in rows:
        beginning = range(n + 1, min(tree.ends[n], n + FEW))
        texts += [inner for inner in beginning if tree.make(inner) == make][:1]
    return tuple(texts) if any(map(prose.weight, texts)) else ()


def _leads(first: int, headline: int, prose: Prose) -> Iterator[int]:
    """The siblings between the headline and the body that hold its first paragraphs."""
    tree = prose.tree
    if not 0 < headline < first:
        return
    for element in tree.elements[first].itersiblings(tree.tags[first], preceding=True):
        n = tree.places[element]
        if n <= headline:
            return
        weight = prose.weight(n)
        if weight * tree.scale >= LEAD and weight >= tree.chars(n) * ALL_TEXT:
            yield n


def _cluster(homes: dict[int, int], prose: Prose) -> tuple[tuple[int, ...], bool]:
    """The element around most of the best containers; whether these have a class.

    The containers are those of one make, at one depth, that hold most running text together.
    """
    tree = prose.tree
    groups: dict[tuple[str, str | None, int], dict[int, int]] = {}
    for place, weight in homes.items():
        key = (*tree.make(place), len(tree.ancestors(place)))
        groups.setdefault(key, {})[place] = weight
    (_, class_, _), best = max(groups.items(), key=lambda one: sum(one[1].values()))
    total = sum(best.values())
    heaviest = max(best, key=lambda n: best[n])
    for n in (heaviest, *tree.ancestors(heaviest)):
        if sum(w for place, w in best.items() if tree.is_inside(place, n)) >= total * MOST_OF_IT:
            return (n,), bool(class_)
    return (0,), bool(class_)


def _below(headline: int, homes: dict[int, int], prose: Prose) -> tuple[int, ...]:
    """The first element below the headline that holds a good part of the running text, with its siblings."""
    tree = prose.tree
    running = [line for line in reversed(tree.lines) if prose.weights[line.key]]
    starts = {text_container(tree, line.block): line.first for line in running}
    least = prose.total * A_PART
    for n, weight in homes.items():
        if starts[n] > headline and weight >= least:
            return _with_siblings(n, prose)
    return ()


def _marked(document: Document, prose: Prose, headline: int) -> Iterator[tuple[str, tuple[int, ...]]]:
    """The elements that the page itself marks as the article's text, with the source of each mark."""
    tree = prose.tree
    declared = [tree.places[e] for e in document.props("articleBody") if e in tree.places]
    named = [n for n in tree.hinted if tree.hints[n] & class_hints.BODY and tree.blocks[n] == n]
    articles, mains = tree.tagged("article"), tree.tagged("main")
    for source, found in (("itemprop", declared), ("named", named), ("article", articles), ("main", mains)):
        good = [n for n in found if not prose.excluded[n] and prose.weight(n)]
        if good:
            best = _of_headline(good, headline, prose)
            inner = [
                n for n in good if tree.is_inside(n, best) and prose.weight(n) >= prose.weight(best) * 0.9
            ]
            parts = _of_one_item(best, good, tree) if source == "itemprop" else ()
            yield source, parts if len(parts) > 1 else _with_siblings(max(inner), prose)


def _of_headline(found: list[int], headline: int, prose: Prose) -> int:
    """The element with most running text; of several stories of one make, the headline's."""
    tree = prose.tree
    best = max(found, key=prose.weight)
    make, least = tree.make(best), prose.weight(best) * A_STORY
    alike = [n for n in found if tree.make(n) == make and prose.weight(n) >= least]
    if not headline or len(alike) == 1 or tree.is_inside(headline, best):
        return best
    return next((n for n in alike if tree.is_inside(headline, n) or headline < n), best)


def _of_one_item(part: int, declared: list[int], tree: Tree) -> tuple[int, ...]:
    """The declared elements that belong to the same item of microdata as *part*."""
    item = _item(part, tree)
    return outermost([n for n in declared if _item(n, tree) == item], tree)


def _item(n: int, tree: Tree) -> int:
    """The item of microdata, or the `article`, around an element; 0 without one."""
    above = tree.ancestors(n)
    return next((a for a in above if tree.tags[a] == "article" or "itemscope" in tree.elements[a].attrib), 0)


def is_in_parts(block: int, parts: tuple[int, ...], ends: list[int]) -> bool:
    """Whether a block stands inside one of the parts, which are in page order and do not overlap."""
    n = parts[bisect_right(parts, block) - 1]
    return n <= block < ends[n]


def outermost(parts: Iterable[int], tree: Tree) -> tuple[int, ...]:
    """The parts that are not inside another part, in page order."""
    chosen: list[int] = []
    for n in sorted(set(parts)):
        if not chosen or n >= tree.ends[chosen[-1]]:
            chosen.append(n)
    return tuple(chosen)
