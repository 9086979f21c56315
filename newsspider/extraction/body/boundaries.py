"""Where a body begins and ends among the lines of its place, and which parts of that place are strangers."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from newsspider.extraction.body import chinese_notices
from newsspider.extraction.body.body_guesses import text_container
from newsspider.extraction.link_blocks.block_kinds import announces_stories
from newsspider.extraction.page.tree import HEADINGS
from newsspider.language import people, word_lists
from newsspider.language.text import normal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from newsspider.extraction.body.running_text import Prose
    from newsspider.extraction.page.tree import Line

HEADLINE_WITHIN = 0.3  # share of the running text before which the headline must stand
HEAD_LINES = 60  # lines among which the headline is looked for
OF_THE_HOUSE = 0.1  # share of the running text that makes an element one of the body's own
REPEATED = 25  # characters of a line that does not say the same twice by chance
STRANGERS = 0.25  # share of the running text that strangers may hold and still be cut
DECLARED = 0.6  # share of the running text that must be declared before the rest is doubted
MOST = 0.6  # share of the running text in an element whose list items are text, also at the end
FIGURES, CELL = 4, 40  # rows of a table of figures at least, and characters of a cell on average
SAMPLE = 60  # letters of a line that are looked for
LONGEST_INVITATION = 450  # characters
LIST_OF_LINKS, LINK_BLOCK = "list of links", "link block"
LONGEST_LABEL = 60  # characters of the words above a list
LONGEST_BYLINE = 60  # characters of a byline beside the names

_STOP = re.compile(r"[.!?…:;。！？؟।”\"»’)]\s*$")
_INVITATION = re.compile(word_lists.pattern("around_stories.invitations"), re.IGNORECASE)
_MINUTES = re.compile(r"\b\d{1,2}\s?(?:min|dk\b|мин)|\d\s?(?:分|분)", re.IGNORECASE)  # of reading
_WHO = re.compile(
    r"\s(?:(?:is|was|ist|war|est|es|è|é|är|er)\s|writes\b|covers\b|works\b|has (?:written|worked)\b)"
)
_DATED = re.compile(r"(?<!\d)(?:\d{1,2}[:.h]\d{2}(?!\d)|(?:19|20)\d{2}(?!\d)|\d{1,2}[./]\d{1,2}[./]\d{2,4})")


@dataclass(frozen=True, slots=True)
class KnownFields:
    """What is already read of the page, and so is no part of the body."""

    headline: str | None = None
    standfirst: str | None = None
    authors: tuple[str, ...] = ()
    declared: str | None = None  # the text as JSON-LD has it
    place: int = 0  # of the headline among the page's elements
    host: str | None = None  # of the page's own address


@dataclass(slots=True)
class BodyLines:
    """The lines of a body's place; `left` says by number why a line is none."""

    lines: list[Line]
    reasons: dict[int, str]
    prose: Prose
    _homes: dict[int, int] = field(default_factory=dict)

    def weight(self, n: int) -> int:
        """Characters of running text of a line; 0 where it is left out."""
        return 0 if n in self.reasons else self.prose.weights[self.lines[n].key]

    def container(self, n: int) -> int:
        """The element that a line's paragraph stands in as one of several."""
        found = self._homes.get(n)
        if found is None:
            found = self._homes[n] = text_container(self.prose.tree, self.lines[n].block)
        return found

    def tag(self, n: int) -> str:
        """The tag of a line's element."""
        return self.prose.tree.tags[self.lines[n].block]

    def running(self) -> Iterator[int]:
        """The numbers of the lines of running text that are not left out."""
        return (n for n in range(len(self.lines)) if self.weight(n))


def cut_head(body: BodyLines, known: KnownFields) -> None:
    """Leaves out the headline with all above it, and what stands between it and the first paragraph."""
    start = _after_headline(body, known)
    for n in range(start):
        body.reasons.setdefault(n, "headline" if n == start - 1 else "above the headline")
    said = body.running()
    first = next(said, None)
    while first is not None and is_head_matter(body.lines[first], known):
        body.reasons.setdefault(first, "byline or date")
        first = next(said, None)
    if first is None:
        return
    place = body.container(first)
    is_own = not start or not body.prose.tree.is_inside(body.lines[start - 1].block, place)
    for n in range(start, first):
        line = body.lines[n]
        is_matter = is_head_matter(line, known)
        if body.tag(n) in HEADINGS and n == first - 1 and not is_matter:
            continue
        if _is_in_figures(body, n):
            continue
        is_sentence = _STOP.search(line.text) and len(line.text) > 25
        is_text = is_sentence or (is_own and not _is_byline(line.text))
        if is_matter or not is_text or body.container(n) != place:
            body.reasons.setdefault(n, "above the body")


def _is_in_figures(body: BodyLines, n: int) -> bool:
    """Whether a line is a cell of a table of figures, with which a story may begin."""
    tree = body.prose.tree
    if body.tag(n) not in ("td", "th"):
        return False
    table = tree.nearest(body.lines[n].block, "table")
    rows, cells = tree.count(table, "tr"), tree.count(table, "td") + tree.count(table, "th")
    is_full = rows >= FIGURES and cells >= 2 * rows and tree.chars(table) < cells * CELL
    return table > 0 and is_full and not tree.linked_chars(table)


def cut_other_stories(body: BodyLines, known: KnownFields) -> None:
    """Leaves out the stories beside the one whose headline is known: each is an `article` of its own."""
    start = _after_headline(body, known)
    tree = body.prose.tree
    own = tree.nearest(body.lines[start - 1].block, "article") if start else -1
    if own < 0 or not body.prose.weight(own):
        return
    for n in range(start, len(body.lines)):
        other = tree.nearest(body.lines[n].block, "article")
        if other >= 0 and not tree.is_inside(other, own) and not tree.is_inside(own, other):
            body.reasons.setdefault(n, "another story")


def _after_headline(body: BodyLines, known: KnownFields) -> int:
    """The number of the line after the headline; 0 where it is not among the first lines."""
    if not known.headline:
        return 0
    within = 0.0 if _is_set_above(body, known) else HEADLINE_WITHIN
    wanted, start, before = normal(known.headline), 0, 0
    total = sum(body.weight(n) for n in range(len(body.lines))) or 1
    for n, line in enumerate(body.lines[:HEAD_LINES]):
        before += body.weight(n)
        if before > total * within:
            break
        if n and line.linked * 2 > line.chars and body.tag(n) not in HEADINGS:
            continue  # a link to this story, or to another of the same name
        text = normal(line.text) if line.may_equal(wanted) else ""
        is_labelled = not start and body.tag(n) in ("h1", "h2") and _ends_with(text, wanted)
        if text == wanted or is_labelled:
            start = n + 1
    return start


def _is_set_above(body: BodyLines, known: KnownFields) -> bool:
    """Whether the headline is an `h1` above the lines: what says it again amid them is text."""
    is_h1 = known.place and body.prose.tree.tags[known.place] == "h1"
    return bool(is_h1 and body.lines and body.prose.tree.ends[known.place] <= body.lines[0].block)


def _ends_with(text: str, wanted: str) -> bool:
    """Whether a heading is a headline behind a label: "Opinion: Ferry runs again"."""
    return text.endswith(wanted) and len(text) - len(wanted) < len(wanted) / 2


def is_head_matter(line: Line, known: KnownFields) -> bool:
    """Whether a line is a byline or a date and nothing more, or tells who the author is."""
    text = line.text
    if any(_tells_of(text, name) and name not in (known.headline or "") for name in known.authors):
        return True
    if len(text) > 120 or (_STOP.search(text) and not text.endswith(":") and len(text) > 60):
        return False
    if known.authors:
        said = normal(text)
        names = [normal(name) for name in known.authors]
        held = sum(len(name) for name in names if name in said)
        if held and len(said) - held <= LONGEST_BYLINE:
            return True
    return len(_DATED.findall(text)) >= 2 or (len(text) < 50 and _DATED.search(text) is not None)


def _tells_of(text: str, name: str) -> bool:
    """Whether a line tells who somebody is: "Anna Reed is our correspondent"."""
    return " " in name and text.startswith(name) and _WHO.match(text, len(name)) is not None


def _is_byline(text: str) -> bool:
    """Whether a line is a name alone, or the minutes that the text takes to read."""
    return (text[-1:].isalpha() and people.is_person(text)) or _MINUTES.search(text) is not None


def cut_undeclared(body: BodyLines, known: KnownFields) -> None:
    """Leaves out what stands before and after the text that the page declares, where that is most of it."""
    if not known.declared:
        return
    whole = _letters(known.declared)
    said = list(body.running())
    total = sum(map(body.weight, said))
    found = [n for n in said if _letters(body.lines[n].text)[:SAMPLE] in whole]
    if not found or sum(map(body.weight, found)) < total * DECLARED:
        return
    for n in range(len(body.lines)):
        if (n < found[0] or n > found[-1]) and _letters(body.lines[n].text)[:SAMPLE] not in whole:
            body.reasons.setdefault(n, "not declared")


def _letters(text: str) -> str:
    """The letters and digits of a text."""
    return "".join(filter(str.isalnum, text)).casefold()


def cut_strangers(body: BodyLines) -> None:
    """Leaves out parts that are made unlike those that hold the text: boxes without a telling name."""
    own, share = _own_makes(body, body.running())
    if share < 1 - STRANGERS:
        return
    last = max((n for n in body.running() if _name(body, n) in own), default=0)
    notes = _notes(body) if last + 1 < len(body.lines) else frozenset()
    for n in range(last + 1, len(body.lines)):
        if _name(body, n) not in own and n not in notes:
            body.reasons.setdefault(n, "made unlike the body")


def _notes(body: BodyLines) -> frozenset[int]:
    """The numbers of the lines that the text leads to by a link inside the page: its footnotes."""
    tree = body.prose.tree
    links = {tree.links[owner] for line in body.lines for owner, _ in line.pieces if owner >= 0}
    asked = {tree.hrefs[a][1:]: a for a in links if a >= 0 and tree.hrefs[a].startswith("#")}
    asked.pop("", None)
    if not asked:
        return frozenset()
    found = set()
    for n, line in enumerate(body.lines):
        for place in (line.at, line.first, line.block, *tree.ancestors(line.block)[:2]):
            element = tree.elements[place]
            link = asked.get(element.get("id") or element.get("name") or "", place)
            if link < place and tree.tags[place] not in HEADINGS:
                found.add(n)
    return frozenset(found)


def _own_makes(body: BodyLines, said: Iterable[int]) -> tuple[set[tuple[str, str | None]], float]:
    """The makes of elements that a good part of some lines stand in, and the share that they hold."""
    held: dict[tuple[str, str | None], int] = {}
    for n in said:
        held[_name(body, n)] = held.get(_name(body, n), 0) + body.weight(n)
    total = sum(held.values())
    own = {name for name, weight in held.items() if weight >= total * OF_THE_HOUSE}
    return own, sum(held[name] for name in own) / (total or 1)


def cut_labels(body: BodyLines) -> None:
    """Leaves out the short line above each list of links that is left out: "Related topics".

    A heading may be that of the text below.  Above a link block, which has its label, the line must say
    that other stories follow.
    """
    listed = [n for n, reason in body.reasons.items() if reason in (LIST_OF_LINKS, LINK_BLOCK) and n]
    for n in (n for n in listed if n - 1 not in body.reasons):
        text = body.lines[n - 1].text
        is_label = len(text) <= LONGEST_LABEL and not _STOP.search(text.rstrip(":"))
        is_told = body.reasons[n] == LIST_OF_LINKS or announces_stories(text)
        if is_label and is_told and body.tag(n - 1) not in (*HEADINGS, "li"):
            body.reasons[n - 1] = "label"


def cut_repeated(body: BodyLines) -> None:
    """Leaves out what stands again outside of elements made like the text's: captions, notices."""
    places: dict[str, list[int]] = {}
    for n, line in enumerate(body.lines):
        if n not in body.reasons and line.chars >= REPEATED:
            places.setdefault(line.text, []).append(n)
    several = [lines for lines in places.values() if len(lines) > 1]
    again = {n for lines in several for n in lines}
    own, _ = _own_makes(body, (n for n in body.running() if n not in again)) if again else (set(), 0)
    if not own:
        return
    for lines in several:
        strangers = [n for n in lines if _name(body, n) not in own]
        spared = 1 if len(lines) == len(strangers) == 2 else 0
        body.reasons |= dict.fromkeys(strangers[spared:], "said again")


def _name(body: BodyLines, n: int) -> tuple[str, str | None]:
    place = body.container(n)
    return body.prose.tree.tags[place], body.prose.tree.classes[place]


def cut_tail(body: BodyLines) -> None:
    """Leaves out what follows the last paragraph and is none, and invitations at the end."""
    last = max(body.running(), default=None)
    if last is None:
        return
    place = body.container(last)
    within = _holder(body, place)
    notes = _notes(body) if last + 1 < len(body.lines) else frozenset()
    for n in range(len(body.lines) - 1, last, -1):
        is_item = body.tag(n) == "li" and within.start <= body.lines[n].block < within.stop
        if body.tag(n) in HEADINGS:
            is_item = n + 1 < len(body.lines) and body.tag(n + 1) == "li" and n + 1 not in body.reasons
        is_item = is_item or n in notes or _is_in_figures(body, n)
        if not is_item and (body.container(n) != place or body.tag(n) in HEADINGS):
            body.reasons.setdefault(n, "below the body")
    _cut_invitations(body)


def _holder(body: BodyLines, place: int) -> range:
    """The places inside the smallest element around one that holds most of the text."""
    tree, total = body.prose.tree, sum(body.weight(n) for n in range(len(body.lines)))
    while place > 0 and body.prose.weight(place) < total * MOST:
        place = tree.parents[place]
    return range(max(0, place), tree.ends[max(0, place)])


def _cut_invitations(body: BodyLines) -> None:
    """Leaves out, from the end upwards, invitations and lists of other stories with their label."""
    kept = [n for n in range(len(body.lines)) if n not in body.reasons]
    least = len(kept) // 2
    while len(kept) > least:
        n = kept[-1]
        line = body.lines[n]
        if _is_invitation(line.text):
            body.reasons[n] = "invitation"
        elif body.tag(n) in HEADINGS:
            body.reasons[n] = "heading of nothing"
        elif line.links and (items := _pointing_items(body, kept)):
            body.reasons |= dict.fromkeys(items, LIST_OF_LINKS)
            kept = kept[: -len(items)]
            if kept and not _STOP.search(body.lines[kept[-1]].text):
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


def _pointing_items(body: BodyLines, kept: list[int]) -> list[int]:
    """The items of the list that ends the text, if each has a link and a label stands above them."""
    items: list[int] = []
    for n in reversed(kept):
        if body.tag(n) != "li" or not body.lines[n].links:
            break
        items.append(n)
    if len(items) < 2 or len(items) == len(kept):
        return []
    above = body.lines[kept[-len(items) - 1]]
    return items if len(above.text) <= LONGEST_LABEL and not _STOP.search(above.text.rstrip(":")) else []
