"""Where a body begins and ends among the lines of its place, and which parts of that place are strangers."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from newsspider.extraction.body import chinese_notices
from newsspider.extraction.body.body_guesses import home
from newsspider.extraction.link_blocks.block_kinds import is_related
from newsspider.extraction.page.tree import HEADINGS
from newsspider.language import people
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
# What publishers write under a story: who helped, where to write, what to follow.
_INVITATION = re.compile(
    r"""newsletter|\bsubscribe|\bsign\ up\b|\bjoin\ (?:our|us)\b
    |\bfollow\ (?:us|him|her|@|the|\w+(?:\ \w+){0,3}\ on\b)
    |\b(?:on|auf|en|sur|su|bei)\ (?:facebook|twitter|instagram|whatsapp|telegram|google\ news|social\ media)
    |[\w.]+@[\w-]+\.\w+|contribut(?:ed|ing)\ (?:to\ this|reporting)
    |\badditional\ reporting\b|\bget\ in\ touch\b
    |\bfor\ more\ (?:stories|information|news)\b|\blike\ this\ story\b|\benjoy(?:ed|ing)?\ (?:this|our)\b
    |\bclick\ here\b
    |^\W*the\ end\W*$
    |^comments?$|^advert(?:isement)?$|^anzeige$|^subscribe|\bsubject\ to\ copyright|\ball\ rights\ reserved
    |^copyright|©|\breported\ from\ [A-Z]|\bassociated\ press\ writers?\b|\bdonat(?:e|ion)\b
    |\babonn(?:ier|e[zr]|ieren)|\bsuscr[ií]b|\biscriviti|\bassine\b|\bsígueno?s|\bsuivez
    |\bfolge\ uns|подпи[сш]
    |^\W*posted\s+(?:by|on|in|at)\b|^filed\s+(?:under|in)\b
    |^(?:this|the)\ (?:entry|post|article)\ was\ (?:posted|published|written|filed)\b
    |^diese[rs]?\ (?:eintrag|beitrag|artikel)\ wurde\b|^cet(?:te)?\ (?:entrée|article|billet)\ a\ été\b
    |^est[ea]\ (?:entrada|post|artigo|artículo)\ (?:fue|foi|se)\b|^questo\ (?:articolo|post)\ è\ stato\b
    |^dit\ (?:bericht|artikel)\ (?:is|werd)\b|^(?:эта\ )?запись\ (?:была\ )?опубликована\b""",
    re.IGNORECASE | re.VERBOSE,
)
_MINUTES = re.compile(r"\b\d{1,2}\s?(?:min|dk\b|мин)|\d\s?(?:分|분)", re.IGNORECASE)  # of reading
_WHO = re.compile(
    r"\s(?:(?:is|was|ist|war|est|es|è|é|är|er)\s|writes\b|covers\b|works\b|has (?:written|worked)\b)"
)
_DATED = re.compile(r"(?<!\d)(?:\d{1,2}[:.h]\d{2}(?!\d)|(?:19|20)\d{2}(?!\d)|\d{1,2}[./]\d{1,2}[./]\d{2,4})")


@dataclass(frozen=True, slots=True)
class Known:
    """What is already read of the page, and so is no part of the body."""

    headline: str | None = None
    standfirst: str | None = None
    authors: tuple[str, ...] = ()
    declared: str | None = None  # the text as JSON-LD has it
    place: int = 0  # of the headline among the page's elements
    host: str | None = None  # of the page's own address


@dataclass(slots=True)
class Sheet:
    """The lines of a body's place; `left` says by number why a line is none."""

    lines: list[Line]
    left: dict[int, str]
    prose: Prose
    _homes: dict[int, int] = field(default_factory=dict)

    def weight(self, n: int) -> int:
        """Characters of running text of a line; 0 where it is left out."""
        return 0 if n in self.left else self.prose.weights[self.lines[n].key]

    def home(self, n: int) -> int:
        """The element that a line's paragraph stands in as one of several."""
        found = self._homes.get(n)
        if found is None:
            found = self._homes[n] = home(self.prose.tree, self.lines[n].block)
        return found

    def tag(self, n: int) -> str:
        """The tag of a line's element."""
        return self.prose.tree.tags[self.lines[n].block]

    def said(self) -> Iterator[int]:
        """The numbers of the lines of running text that are not left out."""
        return (n for n in range(len(self.lines)) if self.weight(n))


def cut_head(sheet: Sheet, known: Known) -> None:
    """Leaves out the headline with all above it, and what stands between it and the first paragraph."""
    start = _after_headline(sheet, known)
    for n in range(start):
        sheet.left.setdefault(n, "headline" if n == start - 1 else "above the headline")
    said = sheet.said()
    first = next(said, None)
    while first is not None and is_head_matter(sheet.lines[first], known):
        sheet.left.setdefault(first, "byline or date")
        first = next(said, None)
    if first is None:
        return
    place = sheet.home(first)
    is_own = not start or not sheet.prose.tree.is_inside(sheet.lines[start - 1].block, place)
    for n in range(start, first):
        line = sheet.lines[n]
        is_matter = is_head_matter(line, known)
        if sheet.tag(n) in HEADINGS and n == first - 1 and not is_matter:
            continue
        if _is_in_figures(sheet, n):
            continue
        is_sentence = _STOP.search(line.text) and len(line.text) > 25
        is_text = is_sentence or (is_own and not _is_byline(line.text))
        if is_matter or not is_text or sheet.home(n) != place:
            sheet.left.setdefault(n, "above the body")


def _is_in_figures(sheet: Sheet, n: int) -> bool:
    """Whether a line is a cell of a table of figures, with which a story may begin."""
    tree = sheet.prose.tree
    if sheet.tag(n) not in ("td", "th"):
        return False
    table = tree.nearest(sheet.lines[n].block, "table")
    rows, cells = tree.count(table, "tr"), tree.count(table, "td") + tree.count(table, "th")
    is_full = rows >= FIGURES and cells >= 2 * rows and tree.chars(table) < cells * CELL
    return table > 0 and is_full and not tree.linked(table)


def cut_other_stories(sheet: Sheet, known: Known) -> None:
    """Leaves out the stories beside the one whose headline is known: each is an `article` of its own."""
    start = _after_headline(sheet, known)
    tree = sheet.prose.tree
    own = tree.nearest(sheet.lines[start - 1].block, "article") if start else -1
    if own < 0 or not sheet.prose.weight(own):
        return
    for n in range(start, len(sheet.lines)):
        other = tree.nearest(sheet.lines[n].block, "article")
        if other >= 0 and not tree.is_inside(other, own) and not tree.is_inside(own, other):
            sheet.left.setdefault(n, "another story")


def _after_headline(sheet: Sheet, known: Known) -> int:
    """The number of the line after the headline; 0 where it is not among the first lines."""
    if not known.headline:
        return 0
    within = 0.0 if _is_set_above(sheet, known) else HEADLINE_WITHIN
    wanted, start, before = normal(known.headline), 0, 0
    total = sum(sheet.weight(n) for n in range(len(sheet.lines))) or 1
    for n, line in enumerate(sheet.lines[:HEAD_LINES]):
        before += sheet.weight(n)
        if before > total * within:
            break
        if n and line.linked * 2 > line.chars and sheet.tag(n) not in HEADINGS:
            continue  # a link to this story, or to another of the same name
        text = normal(line.text) if line.may_say(wanted) else ""
        is_labelled = not start and sheet.tag(n) in ("h1", "h2") and _ends_with(text, wanted)
        if text == wanted or is_labelled:
            start = n + 1
    return start


def _is_set_above(sheet: Sheet, known: Known) -> bool:
    """Whether the headline is an `h1` above the lines: what says it again amid them is text."""
    is_h1 = known.place and sheet.prose.tree.tags[known.place] == "h1"
    return bool(is_h1 and sheet.lines and sheet.prose.tree.ends[known.place] <= sheet.lines[0].block)


def _ends_with(text: str, wanted: str) -> bool:
    """Whether a heading is a headline behind a label: "Opinion: Ferry runs again"."""
    return text.endswith(wanted) and len(text) - len(wanted) < len(wanted) / 2


def is_head_matter(line: Line, known: Known) -> bool:
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


def cut_undeclared(sheet: Sheet, known: Known) -> None:
    """Leaves out what stands before and after the text that the page declares, where that is most of it."""
    if not known.declared:
        return
    whole = _letters(known.declared)
    said = list(sheet.said())
    total = sum(map(sheet.weight, said))
    found = [n for n in said if _letters(sheet.lines[n].text)[:SAMPLE] in whole]
    if not found or sum(map(sheet.weight, found)) < total * DECLARED:
        return
    for n in range(len(sheet.lines)):
        if (n < found[0] or n > found[-1]) and _letters(sheet.lines[n].text)[:SAMPLE] not in whole:
            sheet.left.setdefault(n, "not declared")


def _letters(text: str) -> str:
    """The letters and digits of a text."""
    return "".join(filter(str.isalnum, text)).casefold()


def cut_strangers(sheet: Sheet) -> None:
    """Leaves out parts that are made unlike those that hold the text: boxes without a telling name."""
    own, share = _own_makes(sheet, sheet.said())
    if share < 1 - STRANGERS:
        return
    last = max((n for n in sheet.said() if _name(sheet, n) in own), default=0)
    notes = _notes(sheet) if last + 1 < len(sheet.lines) else frozenset()
    for n in range(last + 1, len(sheet.lines)):
        if _name(sheet, n) not in own and n not in notes:
            sheet.left.setdefault(n, "made unlike the body")


def _notes(sheet: Sheet) -> frozenset[int]:
    """The numbers of the lines that the text leads to by a link inside the page: its footnotes."""
    tree = sheet.prose.tree
    links = {tree.links[owner] for line in sheet.lines for owner, _ in line.pieces if owner >= 0}
    asked = {tree.hrefs[a][1:]: a for a in links if a >= 0 and tree.hrefs[a].startswith("#")}
    asked.pop("", None)
    if not asked:
        return frozenset()
    found = set()
    for n, line in enumerate(sheet.lines):
        for place in (line.at, line.first, line.block, *tree.above(line.block)[:2]):
            element = tree.elements[place]
            link = asked.get(element.get("id") or element.get("name") or "", place)
            if link < place and tree.tags[place] not in HEADINGS:
                found.add(n)
    return frozenset(found)


def _own_makes(sheet: Sheet, said: Iterable[int]) -> tuple[set[tuple[str, str | None]], float]:
    """The makes of elements that a good part of some lines stand in, and the share that they hold."""
    held: dict[tuple[str, str | None], int] = {}
    for n in said:
        held[_name(sheet, n)] = held.get(_name(sheet, n), 0) + sheet.weight(n)
    total = sum(held.values())
    own = {name for name, weight in held.items() if weight >= total * OF_THE_HOUSE}
    return own, sum(held[name] for name in own) / (total or 1)


def cut_labels(sheet: Sheet) -> None:
    """Leaves out the short line above each list of links that is left out: "Related topics".

    A heading may be that of the text below.  Above a link block, which has its label, the line must say
    that other stories follow.
    """
    listed = [n for n, reason in sheet.left.items() if reason in (LIST_OF_LINKS, LINK_BLOCK) and n]
    for n in (n for n in listed if n - 1 not in sheet.left):
        text = sheet.lines[n - 1].text
        is_label = len(text) <= LONGEST_LABEL and not _STOP.search(text.rstrip(":"))
        is_told = sheet.left[n] == LIST_OF_LINKS or is_related(text)
        if is_label and is_told and sheet.tag(n - 1) not in (*HEADINGS, "li"):
            sheet.left[n - 1] = "label"


def cut_repeated(sheet: Sheet) -> None:
    """Leaves out what stands again outside of elements made like the text's: captions, notices."""
    places: dict[str, list[int]] = {}
    for n, line in enumerate(sheet.lines):
        if n not in sheet.left and line.chars >= REPEATED:
            places.setdefault(line.text, []).append(n)
    several = [lines for lines in places.values() if len(lines) > 1]
    again = {n for lines in several for n in lines}
    own, _ = _own_makes(sheet, (n for n in sheet.said() if n not in again)) if again else (set(), 0)
    if not own:
        return
    for lines in several:
        strangers = [n for n in lines if _name(sheet, n) not in own]
        spared = 1 if len(lines) == len(strangers) == 2 else 0
        sheet.left |= dict.fromkeys(strangers[spared:], "said again")


def _name(sheet: Sheet, n: int) -> tuple[str, str | None]:
    place = sheet.home(n)
    return sheet.prose.tree.tags[place], sheet.prose.tree.classes[place]


def cut_tail(sheet: Sheet) -> None:
    """Leaves out what follows the last paragraph and is none, and invitations at the end."""
    last = max(sheet.said(), default=None)
    if last is None:
        return
    place = sheet.home(last)
    within = _holder(sheet, place)
    notes = _notes(sheet) if last + 1 < len(sheet.lines) else frozenset()
    for n in range(len(sheet.lines) - 1, last, -1):
        is_item = sheet.tag(n) == "li" and within.start <= sheet.lines[n].block < within.stop
        if sheet.tag(n) in HEADINGS:
            is_item = n + 1 < len(sheet.lines) and sheet.tag(n + 1) == "li" and n + 1 not in sheet.left
        is_item = is_item or n in notes or _is_in_figures(sheet, n)
        if not is_item and (sheet.home(n) != place or sheet.tag(n) in HEADINGS):
            sheet.left.setdefault(n, "below the body")
    _cut_invitations(sheet)


def _holder(sheet: Sheet, place: int) -> range:
    """The places inside the smallest element around one that holds most of the text."""
    tree, total = sheet.prose.tree, sum(sheet.weight(n) for n in range(len(sheet.lines)))
    while place > 0 and sheet.prose.weight(place) < total * MOST:
        place = tree.parents[place]
    return range(max(0, place), tree.ends[max(0, place)])


def _cut_invitations(sheet: Sheet) -> None:
    """Leaves out, from the end upwards, invitations and lists of other stories with their label."""
    kept = [n for n in range(len(sheet.lines)) if n not in sheet.left]
    least = len(kept) // 2
    while len(kept) > least:
        n = kept[-1]
        line = sheet.lines[n]
        if _is_invitation(line.text):
            sheet.left[n] = "invitation"
        elif sheet.tag(n) in HEADINGS:
            sheet.left[n] = "heading of nothing"
        elif line.links and (items := _pointing_items(sheet, kept)):
            sheet.left |= dict.fromkeys(items, LIST_OF_LINKS)
            kept = kept[: -len(items)]
            if kept and not _STOP.search(sheet.lines[kept[-1]].text):
                sheet.left[kept[-1]] = "label"
                kept.pop()
            continue
        else:
            return
        kept.pop()


def _is_invitation(text: str) -> bool:
    return len(text) <= LONGEST_INVITATION and (
        _INVITATION.search(text) is not None or (not text.isascii() and chinese_notices.is_closing(text))
    )


def _pointing_items(sheet: Sheet, kept: list[int]) -> list[int]:
    """The items of the list that ends the text, if each has a link and a label stands above them."""
    items: list[int] = []
    for n in reversed(kept):
        if sheet.tag(n) != "li" or not sheet.lines[n].links:
            break
        items.append(n)
    if len(items) < 2 or len(items) == len(kept):
        return []
    above = sheet.lines[kept[-len(items) - 1]]
    return items if len(above.text) <= LONGEST_LABEL and not _STOP.search(above.text.rstrip(":")) else []
