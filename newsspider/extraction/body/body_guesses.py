"""Where the body of an article is on its page: several guesses, and the one that the others agree with."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from newsspider.extraction.page import class_hints
from newsspider.extraction.page.tree import COMMENT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from newsspider.extraction.body.running_text import Prose
    from newsspider.extraction.page.tree import Line, Tree
    from newsspider.profiles.site import Layout
    from newsspider.web.document import Document

MOST_OF_IT = 0.85  # share of a guess's running text that a part must hold to stand for all of it
AGREED = 0.9  # likeness from which guesses differ in details only
LEAD = 100  # characters of running text at least in an element of their own with which a body begins
ALL_TEXT = 0.8  # share of running text in such an element
MOST_WRAPPERS, FEW = 3, 8  # elements around the text of a row, and from its beginning to its text
SHORT, FEW_WORDS = 200, 0.3  # characters of running text below which a post is short, and the trust in it
NEAR = 0.05  # agreement by which what the page marks may fall short of the best guess
MORE = (
    1.1  # times the running text of a guess, from which an equal of higher rank that holds so much is right
)
A_STORY = 0.3  # share of the longest story's running text from which another is one, too
A_PART = 0.08  # share of the running text from which a sibling is a part of the body, too

_MARKS = frozenset(("itemprop", "named", "article"))
_HOLDERS = frozenset(("article", "main", "body", "section"))
_NAMED = frozenset(("itemprop", "named"))
# Elements that hold one paragraph or a run of them, not the body.
_RUNS = """
    p li ul ol dl dd dt blockquote pre h2 h3 h4 h5 h6 center table tbody tr td th span font b i
"""
_PARAGRAPHS = frozenset(_RUNS.split())


@dataclass(frozen=True, slots=True)
class Guess:
    """A guess at the body: the elements, who guessed, the lines of running text inside, and its rank.

    `held` are the characters of these lines.  The rank counts where guesses part into camps: the page's
    own mark before paragraphs of one name, these before what is dense.
    """

    parts: tuple[int, ...]
    source: str
    lines: frozenset[int]
    held: int
    rank: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Body:
    """The parts of a page that hold the body, who chose them and how far that is trusted.

    `span`, where it is given, narrows the parts to what stands between two places.  `guesses` are all
    that were made, with the agreement of the others and the characters of running text that they hold.
    `post` is what is marked as the text of a page with a few words only, else 0.
    """

    parts: tuple[int, ...]
    source: str
    confidence: float
    guesses: tuple[tuple[str, float, int], ...] = ()
    post: int = 0
    span: tuple[int, int] | None = None

    def lines(self, tree: Tree) -> list[Line]:
        """The lines that stand in it, in order."""
        if self.span is not None:
            begin, end = self.span
            return [line for line in tree.lines if begin <= line.at < end]
        if len(self.parts) == 1:
            begin, end = self.parts[0], tree.ends[self.parts[0]]
            return [line for line in tree.lines if begin <= line.block < end]
        return [line for line in tree.lines if self.parts and _is_in(line.block, self.parts, tree.ends)]


def find_body(document: Document, prose: Prose, layout: Layout | None = None, headline: int = 0) -> Body:
    """The body's place: as the layout selects it, between marks, or where the guesses agree.

    *headline* is the place of the headline, 0 where it is not known.
    """
    places = prose.tree.places
    for css in layout.select.get("body", ()) if layout else ():
        if parts := [places[e] for e in document.select(css) if e in places]:
            return Body(parts=_outermost(parts, prose.tree), source=f"selected:{css}", confidence=1.0)
    if (span := _between_comments(prose.tree)) is not None:
        return Body(parts=(0,), source="declared:enpcontent", confidence=0.95, span=span)
    guesses, post = list(_guesses(document, prose, headline)), 0
    if max((guess.held for guess in guesses), default=0) * prose.tree.scale < SHORT:
        post = _short_post(document, prose.tree, headline)
        if post and not any(prose.tree.is_inside(n, post) for guess in guesses for n in guess.parts):
            return Body(parts=(post,), source="inferred:short post", confidence=FEW_WORDS, post=post)
    if not guesses:
        return Body(parts=(0,) if prose.tree.elements else (), source="inferred:page", confidence=0.0)
    return replace(_agreed(guesses, prose), post=post)


def _short_post(document: Document, tree: Tree, headline: int) -> int:
    """The place marked as the text of the article of the headline, whatever it says; 0 without one.

    Such a post is a link, a picture or a sentence: too little to be told from the page around it otherwise.
    """
    named = [n for n in tree.hinted if _is_called_text(tree, n)]
    declared = [tree.places[e] for e in document.props("articleBody") if e in tree.places]
    own = tree.nearest(headline, "article")
    for n in sorted({*named, *declared}):
        is_own = tree.is_inside(n, own) if own > 0 else n > headline
        if headline and is_own and tree.chars(n) and not tree.is_inside(headline, n):
            return n
    around = max(0, tree.nearest(headline, "article", "main")) if headline else 0
    # Pictures below a headline are a story, too; they are found without a place for the text.
    return around if tree.chars(around) > tree.chars(headline) else 0


def _is_called_text(tree: Tree, n: int) -> bool:
    """Whether an element is called the text, and not the header, the foot or the data of an entry."""
    bits = tree.hints[n]
    return bool(bits & class_hints.BODY) and not bits & class_hints.AROUND_BODY and tree.blocks[n] == n


def _between_comments(tree: Tree) -> tuple[int, int] | None:
    """The places of the inner pair of the comments `enpcontent` that Founder's systems leave."""
    said = [(n, (tree.elements[n].text or "").strip()) for n in tree.tagged(COMMENT)]
    starts = [n for n, text in said if text == "enpcontent"]
    if not starts:
        return None
    ends = [n for n, text in said if text == "/enpcontent" and n > starts[-1]]
    return starts[-1], ends[0] if ends else tree.ends[tree.parents[starts[-1]]]


def _guesses(document: Document, prose: Prose, headline: int) -> Iterator[Guess]:
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
    """Of the lines of *running* text, given with their blocks, those inside elements."""
    ends = prose.tree.ends
    if len(parts) == 1:
        begin, end = parts[0], ends[parts[0]]
        return frozenset([key for key, block in running if begin <= block < end])
    return frozenset([key for key, block in running if _is_in(block, parts, ends)])


def _is_in(block: int, parts: tuple[int, ...], ends: list[int]) -> bool:
    """Whether a block stands inside of one of some parts, which are in page order and apart."""
    n = parts[bisect_right(parts, block) - 1]
    return n <= block < ends[n]


def _agreed(guesses: list[Guess], prose: Prose) -> Body:
    """The guess that the others are most like; where they part into camps, that of the highest rank."""
    scored = []
    for guess in guesses:
        others = [_likeness(guess, other, prose) for other in guesses if other is not guess]
        scored.append((sum(others) / len(others) if others else 0.5, guess))
    best, guess = max(scored, key=lambda one: (round(one[0], 6), one[1].rank if one[0] < AGREED else 0))
    near = [one for score, one in scored if score >= best - (NEAR if one.source in _NAMED else 0)]
    marked = max(near, key=lambda one: one.rank)
    guess = marked if marked.held > guess.held * MORE else guess
    told = tuple((one.source, round(score, 2), one.held) for score, one in scored)
    confidence = round(best * min(1.0, guess.held * prose.tree.scale / 500), 2)
    return Body(parts=guess.parts, source=f"inferred:{guess.source}", confidence=confidence, guesses=told)


def _likeness(one: Guess, other: Guess, prose: Prose) -> float:
    """How much of their running text two guesses share: 1 for all of it."""
    each = one.held + other.held
    if not each or one.lines == other.lines:
        return 1.0 if each else 0.0
    both = sum([prose.weights[i] for i in one.lines & other.lines])
    return 2 * both / each


def text_container(tree: Tree, n: int) -> int:
    """The element that a paragraph stands in as one of several."""
    while n > 0 and (tree.tags[n] in _PARAGRAPHS or tree.blocks[n] != n):
        n = tree.parents[n]
    return n


def _homes(prose: Prose) -> dict[int, int]:
    """The running text of each element that paragraphs stand in."""
    found: dict[int, int] = {}
    for line, weight in zip(prose.tree.lines, prose.weights, strict=True):
        if weight:
            place = text_container(prose.tree, line.block)
            found[place] = found.get(place, 0) + weight
    return found


def _densest(homes: dict[int, int], prose: Prose) -> tuple[int, ...]:
    """The element whose paragraphs say most, and its siblings that say as much in the same way."""
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
    """An element with those beside it that hold a good part of the running text and are made alike."""
    tree, held = prose.tree, prose.weight(best)
    rows = _rows_alike(best, prose)
    if len(rows) > 1:
        return rows
    above = tree.parents[best]
    if above < 0:
        return (best,)
    name = (tree.tags[best], tree.classes[best])
    found = []
    for element in tree.elements[above]:
        n = tree.places.get(element, -1)
        if n < 0 or prose.excluded[n]:
            continue
        weight = prose.weight(n)
        is_like = (tree.tags[n], tree.classes[n]) == name
        if n == best or (weight and is_like) or weight > held * A_PART * 3:
            found.append(n)
    return tuple(found)


def _rows_alike(best: int, prose: Prose) -> tuple[int, ...]:
    """The texts of rows of one make, if an element is all that stands in a row: builders part a text so."""
    tree, row = prose.tree, best
    for _ in range(MOST_WRAPPERS):
        above = tree.parents[row]
        if above <= 0 or tree.tags[above] in _HOLDERS or tree.chars(above) != tree.chars(best):
            break
        row = above
    if row == best or tree.tags[tree.parents[row]] not in _HOLDERS or not tree.classes[best]:
        return ()
    make, inner = (tree.tags[row], tree.classes[row]), (tree.tags[best], tree.classes[best])
    shown = [n for n in tree.children(tree.parents[row]) if not prose.excluded[n] and tree.chars(n)]
    rows = {n: _inner(tree, n, inner) for n in shown if (tree.tags[n], tree.classes[n]) == make}
    texts = [n for n in rows.values() if n]
    is_whole = all(n in rows for n in shown if min(rows) < n < max(rows))
    return tuple(texts) if is_whole and any(map(prose.weight, texts)) else ()


def _inner(tree: Tree, row: int, make: tuple[str, str | None]) -> int:
    """The first element of a make near the beginning of a row; 0 without one."""
    inside = range(row + 1, min(tree.ends[row], row + FEW))
    return next((n for n in inside if (tree.tags[n], tree.classes[n]) == make), 0)


def _leads(first: int, headline: int, prose: Prose) -> Iterator[int]:
    """The elements of text between the headline and the body, beside it: its first paragraphs, set apart."""
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
    """What holds the homes of one make with most running text, and whether that make has a name."""
    tree = prose.tree
    groups: dict[tuple[str, str | None, int], dict[int, int]] = {}
    for place, weight in homes.items():
        key = (tree.tags[place], tree.classes[place], len(tree.ancestors(place)))
        groups.setdefault(key, {})[place] = weight
    make, best = max(groups.items(), key=lambda one: sum(one[1].values()))
    return _holder(best, tree), bool(make[1])


def _below(headline: int, homes: dict[int, int], prose: Prose) -> tuple[int, ...]:
    """The first element below the headline whose paragraphs say a good part of it all, with its siblings."""
    tree = prose.tree
    firsts = {
        text_container(tree, line.block): line.first
        for line in reversed(tree.lines)
        if prose.weights[line.key]
    }
    least = prose.total * A_PART
    below = (n for n, weight in homes.items() if firsts[n] > headline and weight >= least)
    first = next(below, None)
    return _with_siblings(first, prose) if first is not None else ()


def _holder(group: dict[int, int], tree: Tree) -> tuple[int, ...]:
    """The smallest element that holds most of a group."""
    total = sum(group.values())
    here = max(group, key=lambda n: group[n])
    for n in (here, *tree.ancestors(here)):
        if sum(w for place, w in group.items() if tree.is_inside(place, n)) >= total * MOST_OF_IT:
            return (n,)
    return (0,)


def _marked(document: Document, prose: Prose, headline: int) -> Iterator[tuple[str, tuple[int, ...]]]:
    """What the page itself marks as the article's text."""
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
    """The element that says most; of several stories of one make, the one that the headline belongs to."""
    tree = prose.tree
    best = max(found, key=prose.weight)
    make, least = (tree.tags[best], tree.classes[best]), prose.weight(best) * A_STORY
    alike = [n for n in found if (tree.tags[n], tree.classes[n]) == make and prose.weight(n) >= least]
    if not headline or len(alike) == 1 or tree.is_inside(headline, best):
        return best
    below = (n for n in alike if tree.is_inside(headline, n) or headline < n)
    return next(below, best)


def _of_one_item(part: int, declared: list[int], tree: Tree) -> tuple[int, ...]:
    """The elements of the property that *part* has, of the same item of microdata."""
    item = _item(part, tree)
    return _outermost([n for n in declared if _item(n, tree) == item], tree)


def _item(n: int, tree: Tree) -> int:
    """The item of microdata, or the article, that an element belongs to."""
    above = tree.ancestors(n)
    return next((a for a in above if tree.tags[a] == "article" or "itemscope" in tree.elements[a].attrib), 0)


def _outermost(parts: Iterable[int], tree: Tree) -> tuple[int, ...]:
    chosen: list[int] = []
    for n in sorted(set(parts)):
        if not chosen or n >= tree.ends[chosen[-1]]:
            chosen.append(n)
    return tuple(chosen)
