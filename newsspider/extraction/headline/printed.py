"""The headline that a page prints: what speaks for each heading is weighed, and the best one is taken."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from newsspider.extraction.context import Page, once_per_page
from newsspider.extraction.headline import declared, phrasings, title_ends, typeset
from newsspider.extraction.headline.heading_text import LONGEST, heading_text, wording
from newsspider.extraction.page import class_hints
from newsspider.extraction.page.tree import HEADINGS
from newsspider.extraction.site_names import is_site_name
from newsspider.language.text import normal

# What speaks for a heading.  Measured on 500 pages of the wide web, 133 of newspapers and four publications;
# tests/extraction/test_headlines.py notices a change.
H1S = (2.0, 1.0)  # the only h1 of the story, one of two; one of more heads a part of the text
OTHER_H1, RANKS = 0.5, {"h3": -1.0, "h4": -1.0}
OTHER_RANK = -0.5  # an h2, or a box whose name says headline
ALIKE, SAME, UNLIKE = 4.0, 1.5, -0.3  # times the likeness to a declared headline; the same words; no word
OF_STORY, IN_MENU, IN_BOX, IN_BANNER, UNSEEN = 1.0, -4.5, -2.0, -1.0, -1.0
ABOVE_TEXT, IN_TEXT, LATE = 1.0, -2.0, -1.0
SENTENCES, ONE_WORD, TWO_WORDS = -3.0, -2.0, -1.0
OF_SECTION, OF_SITE, TO_OTHER_PAGE, AROUND = -2.0, -2.5, -1.5, -2.0
ENOUGH = 3.6

FEW_WORDS = 0.4  # share of a title's words that a heading other than an h1 needs
NEAR = 14  # lines between a heading and the text below it
FEW_CHARS = 150  # of a short text
MUCH, SOME, SOME_CHARS = 0.3, 0.05, 300  # text above a heading inside the text: its share and characters
MOST_HEADINGS = 60  # of a page that are weighed; a list of stories has more
SLIGHT = 0.01  # likeness of texts without a common word
LONG = 120  # characters of a heading that may be a description
LONGEST_KICKER = 3  # words
_AFTER_KICKER = (":", "：", "|", "｜", "–", "—", "-", "·", "•", "+++")
_SENTENCE = re.compile(r"[.!?]['\"”’]?\s+\S|[。！？]\S")


@dataclass(frozen=True, kw_only=True, slots=True)
class Heading:
    """A heading that may be the headline: its element, its words, and what speaks for it."""

    place: int
    text: str
    source: str
    weights: tuple[tuple[str, float], ...]

    @property
    def weight(self) -> float:
        """All that speaks for it, less what speaks against it."""
        return sum(weight for _, weight in self.weights)


@once_per_page
def headings(page: Page) -> tuple[Heading, ...]:
    """The headings that may be the headline, in page order: each h1, others only if they are like a title."""
    candidates, titles = page.candidates, _titles(page)
    h1s = candidates.h1s[:MOST_HEADINGS]
    others = {*candidates.headings, *page.tree.tagged("h3", "h4")}.difference(h1s) if titles else set()
    like = [n for n in sorted(others)[:MOST_HEADINGS] if _may_be_like(page, n, titles)]
    found = (_weighed(page, n, titles) for n in sorted((*h1s, *like)))
    return tuple(heading for heading in found if heading)


def _may_be_like(page: Page, n: int, titles: list[str]) -> bool:
    """Whether a heading above most of the text has enough words of a title."""
    tree = page.tree
    if tree.prose_chars_before(n) > MUCH * tree.prose_chars(0):
        return False
    text = tree.short_text(n, LONGEST)
    return any(phrasings.word_share(text, title) >= FEW_WORDS for title in titles) if text else False


@once_per_page
def printed(page: Page) -> Heading | None:
    """The heading for which most speaks; None where too little speaks for any."""
    best = max(headings(page), key=lambda one: one.weight, default=None)
    return best if best and best.weight >= ENOUGH else None


def _titles(page: Page) -> list[str]:
    """The wordings of the headline that the page declares."""
    title = declared.title(page)
    return [one.value for one in (*declared.declared(page), *([title] if title else ()))]


def _weighed(page: Page, n: int, titles: list[str]) -> Heading | None:
    """A heading with its weights; None for the site's name and for a heading without words."""
    text = _without_kicker(title_ends.bare_heading(page, wording(page, n, titles)), titles)
    if not text or is_site_name(text, title_ends.names(page)) or typeset.links_to_front(page, n):
        return None
    tag = page.tree.tags[n]
    weights = [_of_rank(page, n), *_of_words(page, text, titles), *_of_place(page, n)]
    alike = phrasings.best_likeness(text, titles)
    if alike < phrasings.ALIKE and _is_in_banner(page, n):
        weights.append(("in a banner", IN_BANNER))
    if tag not in HEADINGS and any(page.tree.count(n, heading) for heading in ("h1", "h2", "h3")):
        weights.append(("around a heading", AROUND))
    if typeset.links_to_other_page(page, n):
        weights.append(("a link to another page", TO_OTHER_PAGE))
    return Heading(place=n, text=text, source=f"inferred:{tag}", weights=tuple(weights))


def _without_kicker(text: str, titles: list[str]) -> str:
    """A heading without a short label and colon before the headline that the page declares."""
    for title in titles:
        label = text[: len(text) - len(title)].rstrip()
        if text.endswith(title) and label.endswith(_AFTER_KICKER) and len(label.split()) <= LONGEST_KICKER:
            return title
    return text


def _of_rank(page: Page, n: int) -> tuple[str, float]:
    tag = page.tree.tags[n]
    if tag != "h1":
        return tag, RANKS.get(tag, OTHER_RANK)
    count = _h1s_of_story(page)
    return (f"one h1 of {count}", H1S[count - 1] if 0 < count <= len(H1S) else OTHER_H1)


@once_per_page
def _h1s_of_story(page: Page) -> int:
    """How many `h1` are neither the site's name nor a link to another page nor outside the story."""
    texts = {
        heading_text(page, n)
        for n in page.candidates.h1s[:MOST_HEADINGS]
        if not (
            page.candidates.hints_of_boxes(n) & class_hints.NO_HEADLINE
            and page.candidates.is_outside_story(n)
        )
        and not typeset.links_to_front(page, n)
        and not typeset.links_to_other_page(page, n)
    }
    return max(1, len([text for text in texts if text and not is_site_name(text, title_ends.names(page))]))


def _of_words(page: Page, text: str, titles: list[str]) -> list[tuple[str, float]]:
    """What the words of a heading say."""
    alike = phrasings.best_likeness(text, titles)
    weights = [("like a title", ALIKE * alike)]
    count = len(phrasings.plain_words(text)) if text.isascii() else len(text)
    if any(normal(text) == normal(title) for title in titles):
        weights.append(("the same as a title", SAME))
    elif alike < SLIGHT and titles:
        weights.append(("unlike the titles", UNLIKE))
    if _SENTENCE.search(text) and len(text) > LONG:
        weights.append(("several sentences", SENTENCES))
    if count == 1 or (count == 2 and alike < SLIGHT):
        weights.append(("few words", ONE_WORD if count == 1 else TWO_WORDS))
    if title_ends.names_section(page, text):
        weights.append(("the section's name", OF_SECTION))
    if title_ends.is_end_of_title(page, text):
        weights.append(("the end of the title", OF_SITE))
    return weights


def _of_place(page: Page, n: int) -> list[tuple[str, float]]:
    """What the place of a heading says."""
    tree, hints = page.tree, page.candidates.hints_of_boxes(n)
    before, weights = tree.prose_chars_before(n), []
    if not page.candidates.is_outside_story(n):
        weights.append(("in the story", OF_STORY))
    elif hints & class_hints.NO_HEADLINE:
        is_in_menu = hints & class_hints.NAV
        weights.append(("in a menu", IN_MENU) if is_in_menu else ("in a box", IN_BOX))
    if hints & class_hints.UNSEEN:
        weights.append(("not shown", UNSEEN))
    if _stands_above_text(page, n):
        weights.append(("above the text", ABOVE_TEXT))
    if before > MUCH * tree.prose_chars(0):
        weights.append(("in the text", IN_TEXT))
    elif before > max(SOME_CHARS, SOME * tree.prose_chars(0)):
        weights.append(("below some text", LATE if tree.tags[n] == "h1" else 2 * LATE))
    return weights


def _is_in_banner(page: Page, n: int) -> bool:
    """Whether a heading stands in the page's head, outside of article and main part."""
    is_in_head = page.candidates.hints_of_boxes(n) & class_hints.HEADER
    return bool(is_in_head) and page.tree.nearest(n, "article", "main") < 0


def _stands_above_text(page: Page, n: int) -> bool:
    """Whether a long line begins a few lines below a heading, or several short ones do in its element."""
    tree, lines = page.tree, page.tree.lines
    first = bisect_left(lines, n, key=lambda line: line.at)
    until = bisect_left(lines, page.candidates.text_start(n), key=lambda line: line.at)
    if until < len(lines) and until - first <= NEAR:
        return True
    below = [line for line in lines[first + 1 : first + NEAR] if tree.is_inside(line.block, tree.parents[n])]
    return sum(line.chars - line.linked for line in below) >= FEW_CHARS
