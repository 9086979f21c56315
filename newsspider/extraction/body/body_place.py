"""Chooses the body's place: the layout's, the one between marks, or the guess that others agree with."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from newsspider.extraction.body import body_guesses
from newsspider.extraction.body.body_guesses import is_in_parts, outermost
from newsspider.extraction.page import class_hints
from newsspider.extraction.page.tree import COMMENT

if TYPE_CHECKING:
    from newsspider.extraction.body.body_guesses import Guess
    from newsspider.extraction.body.running_text import Prose
    from newsspider.extraction.page.tree import Line, Tree
    from newsspider.profiles.site import Layout
    from newsspider.web.document import Document

AGREED = 0.9  # agreement, from which guesses differ in details only
SHORT, FEW_WORDS = 200, 0.3  # characters of running text of a short post, and the confidence in it
NEAR = 0.05  # agreement that a marked body may lack
MORE = 1.1  # times the best guess's running text, which a guess of higher rank must hold to replace it
SURE = 500  # characters of running text, weighed with the page's scale, from which agreement is trusted
_NAMED = frozenset(("itemprop", "named"))


@dataclass(frozen=True, kw_only=True, slots=True)
class Body:
    """The elements that hold the body, their source, and the confidence in them.

    `span`, where it is given, narrows them to what stands between two places.  `guesses` are all
    guesses, each with its source, the agreement of the others and its characters of running text.
    `post` is the element that is marked as the text of a page with few words, else 0.
    """

    parts: tuple[int, ...]
    source: str
    confidence: float
    guesses: tuple[tuple[str, float, int], ...] = ()
    post: int = 0
    span: tuple[int, int] | None = None

    def lines(self, tree: Tree) -> list[Line]:
        """The lines inside, in page order."""
        if self.span is not None:
            begin, end = self.span
            return [line for line in tree.lines if begin <= line.at < end]
        if len(self.parts) == 1:
            begin, end = self.parts[0], tree.ends[self.parts[0]]
            return [line for line in tree.lines if begin <= line.block < end]
        return [line for line in tree.lines if self.parts and is_in_parts(line.block, self.parts, tree.ends)]

    def holds(self, n: int, tree: Tree) -> bool:
        """Whether an element stands inside."""
        if self.span is not None:
            return self.span[0] <= n < self.span[1]
        return any(tree.is_inside(n, part) for part in self.parts)


def find_body(document: Document, prose: Prose, layout: Layout | None = None, headline: int = 0) -> Body:
    """The body's place; *headline* is the headline's element, 0 where it is not known."""
    places = prose.tree.places
    for css in layout.select.get("body", ()) if layout else ():
        if parts := [places[e] for e in document.select(css) if e in places]:
            return Body(parts=outermost(parts, prose.tree), source=f"selected:{css}", confidence=1.0)
    if (span := _between_comments(prose.tree)) is not None:
        return Body(parts=(0,), source="declared:enpcontent", confidence=0.95, span=span)
    guesses, post = list(body_guesses.guesses(document, prose, headline)), 0
    if max((guess.chars for guess in guesses), default=0) * prose.tree.scale < SHORT:
        post = _short_post(document, prose.tree, headline)
        if post and not any(prose.tree.is_inside(n, post) for guess in guesses for n in guess.parts):
            return Body(parts=(post,), source="inferred:short post", confidence=FEW_WORDS, post=post)
    if not guesses:
        return Body(parts=(0,) if prose.tree.elements else (), source="inferred:page", confidence=0.0)
    return replace(_agreed(guesses, prose), post=post)


def _short_post(document: Document, tree: Tree, headline: int) -> int:
    """The element marked as the text of the headline's article, however short; 0 without one.

    Such a post is a link, a picture or a sentence.  Only its mark distinguishes it from the page around it.
    """
    named = [
        n
        for n in tree.hinted
        if tree.hints[n] & class_hints.BODY and not tree.hints[n] & class_hints.AROUND_BODY
        if tree.blocks[n] == n
    ]
    declared = [tree.places[e] for e in document.props("articleBody") if e in tree.places]
    own = tree.nearest(headline, "article")
    for n in sorted({*named, *declared}):
        is_own = tree.is_inside(n, own) if own > 0 else n > headline
        if headline and is_own and tree.chars(n) and not tree.is_inside(headline, n):
            return n
    around = max(0, tree.nearest(headline, "article", "main")) if headline else 0
    # Pictures below a headline are a story too, without an element for the text.
    return around if tree.chars(around) > tree.chars(headline) else 0


def _between_comments(tree: Tree) -> tuple[int, int] | None:
    """The places of the inner pair of `enpcontent` comments, which Founder's publishing systems write."""
    comments = [(n, (tree.elements[n].text or "").strip()) for n in tree.tagged(COMMENT)]
    starts = [n for n, text in comments if text == "enpcontent"]
    if not starts:
        return None
    ends = [n for n, text in comments if text == "/enpcontent" and n > starts[-1]]
    return starts[-1], ends[0] if ends else tree.ends[tree.parents[starts[-1]]]


def _agreed(guesses: list[Guess], prose: Prose) -> Body:
    """The guess that the others share most text with; where they differ much, the one of highest rank."""
    scored = []
    for guess in guesses:
        others = [_likeness(guess, other, prose) for other in guesses if other is not guess]
        scored.append((sum(others) / len(others) if others else 0.5, guess))
    best, guess = max(scored, key=lambda one: (round(one[0], 6), one[1].rank if one[0] < AGREED else 0))
    near = [one for score, one in scored if score >= best - (NEAR if one.source in _NAMED else 0)]
    marked = max(near, key=lambda one: one.rank)
    guess = marked if marked.chars > guess.chars * MORE else guess
    considered = tuple((one.source, round(score, 2), one.chars) for score, one in scored)
    confidence = round(best * min(1.0, guess.chars * prose.tree.scale / SURE), 2)
    return Body(
        parts=guess.parts, source=f"inferred:{guess.source}", confidence=confidence, guesses=considered
    )


def _likeness(one: Guess, other: Guess, prose: Prose) -> float:
    """The share of their running text that two guesses have in common, 0 to 1."""
    each = one.chars + other.chars
    if not each or one.lines == other.lines:
        return 1.0 if each else 0.0
    both = sum([prose.weights[i] for i in one.lines & other.lines])
    return 2 * both / each
