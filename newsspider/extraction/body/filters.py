"""Filters the lines at a body's place: captions, bars, notices and lists of links are not body."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from newsspider.extraction.body import access, chinese_notices, head_boundary, tail_boundary, unlike_parts
from newsspider.extraction.body.body_lines import LIST_OF_LINKS, BodyLines, ReadFields
from newsspider.extraction.page import class_hints
from newsspider.extraction.page.tree import BREAK, LONG_LINE, LONGEST_NUMBER
from newsspider.language import word_lists
from newsspider.language.text import squeeze
from newsspider.web import urls

if TYPE_CHECKING:
    from newsspider.extraction.body.running_text import Prose
    from newsspider.extraction.page.tree import Line, Tree

_NOISE = re.compile(
    r"^(?:copyright\b|©|\(c\) copyright|all rights reserved|published in issue \d+|share (?:to|on|this)\b"
    r"|print(?: this)?$|by [^.]{3,60}$|https?://\S+ \d+ \d+ "  # the last: a picture's microdata
    r"|(?:(?:story|article) continue[sd] (?:below|after)(?: (?:the |this )?(?:ad|advertisement|sponsorship))?"
    r"|advertisement(?: [-–—] [^.]{3,40})?|anzeige|werbung|publicité|publicidad)$)",
    re.IGNORECASE,
)
_POINTER = re.compile(
    rf"^\W*{word_lists.pattern('around_stories.pointers')}\b|^\s*(?:>>|[→➔➜➡➤►▶▸])", re.IGNORECASE
)
# Who took a picture: alone on its line; then in brackets at the end of a caption.
_CREDIT = re.compile(
    r"""(?:image|photo(?:graph)?s?|picture|pic|foto|bild|crédit|credits?|fuente|quelle|imagen|imagem|kép|фото)
    (?:\ (?:by|credit|courtesy))?\s?:\s?[^.]{2,80}$
    |[^.!?]{2,60}/\s?(?:getty\ images|reuters|afp|ap|epa|dpa|shutterstock|ap\ photo)\s*$""",
    re.IGNORECASE | re.VERBOSE,
)
_CREDIT_AT_END = re.compile(
    r"""(?:[(\[](?:image|photo|picture|pic|foto|bild|credit|getty|reuters|afp|ap\ photo|epa)\b[^()]{0,80}[)\]]
    |\s[—–|/-]\s(?:image|photo|picture|pic|foto|bild|imagem|imagen|crédit|credit)s?\s?:\s?[^.!?:]{2,80})\s*$""",
    re.IGNORECASE | re.VERBOSE,
)
_PICTURES = frozenset(("img", "picture", "video", "iframe", "amp-img", "svg", "object"))
CAPTION = "caption"
LINK_LIST = 0.6  # share of text in links, from which a list is a list of links
MOST_LISTS = 0.3  # share of the body, up to which a list of links is cut
ALL_LINKS = 0.9  # share of text in links, from which an element holds only links
CARD = 80  # characters of a card of links, at least
LINKED_PROSE = 80  # characters of a paragraph that is a link and still text
LONGEST_NOISE = 400
LONGEST_BAR = 120  # characters of a row of links with "|" between them


@dataclass(slots=True)
class Filtered:
    """The lines that are body, and the others with the reason for each."""

    kept: list[Line]
    removed: list[tuple[Line, str]]


def filter_lines(lines: list[Line], prose: Prose, fields: ReadFields, captions: frozenset[int]) -> Filtered:
    """Sorts the lines at a body's place; *captions* are the keys of the lines that caption pictures."""
    reasons: dict[int, str] = {}
    text_captions = _captions_that_are_text(lines, captions, prose)
    lines = [line for line in lines if line.key not in captions or line.key in text_captions]
    lists = _lists_of_links(lines, prose, fields.host)
    lines = [_without_cards(line, prose.tree) for line in lines]
    if prose.tree.scale > 1:
        lines = [_without_chinese_notices(line) for line in lines]
    for n, line in enumerate(lines):
        reason = _reason(line, prose)
        if reason is None and line.key in lists:
            reason = LIST_OF_LINKS
        if reason is None and n + access.GATE_LINES >= len(lines) and access.is_gate(line.text):
            reason = "paywall"
        if reason and not (reason == CAPTION and line.key in text_captions):
            reasons[n] = reason
    body = BodyLines(lines=lines, reasons=reasons, prose=prose)
    unlike_parts.cut_labels(body)
    head_boundary.cut_head(body, fields)
    head_boundary.cut_other_stories(body, fields)
    unlike_parts.cut_undeclared(body, fields)
    unlike_parts.cut_repeated(body)
    unlike_parts.cut_unlike(body)
    tail_boundary.cut_tail(body)
    kept = [line for n, line in enumerate(lines) if n not in reasons]
    return Filtered(kept, [(lines[n], reason) for n, reason in sorted(reasons.items())])


def or_whole_post(found: Filtered, tree: Tree, post: int, fields: ReadFields) -> Filtered:
    """*found*, or all lines of the short post at *post* where *found* keeps less than half of them.

    Tags, share bars and the like are not part of the post, nor is what stands above its text.
    """
    kept: list[Line] = []
    removed: list[tuple[Line, str]] = []
    holds = tree.is_inside(fields.place, post)
    for line in tree.lines_of(post):
        is_above = (
            holds and not kept and (line.at <= fields.place or head_boundary.is_head_matter(line, fields))
        )
        within = (n for n in (line.block, *tree.ancestors(line.block)) if post < n < tree.ends[post])
        if is_above or any(tree.hints[n] & class_hints.NO_POST_TEXT for n in within):
            removed.append((line, "beside the post"))
        else:
            kept.append(line)
    is_most = 2 * sum(line.chars for line in found.kept) >= sum(line.chars for line in kept)
    is_text = not holds or any(line.chars * tree.scale >= LONG_LINE for line in found.kept)
    return found if is_most and is_text else Filtered(kept, removed)


def _captions_that_are_text(lines: list[Line], captions: frozenset[int], prose: Prose) -> frozenset[int]:
    """The keys of captions of running text, where they hold more of it than all other lines."""
    if not any(prose.weights[key] for key in captions):
        return frozenset()
    running = [line for line in lines if prose.weights[line.key]]
    text_captions = [one for one in running if one.key in captions or _reason(one, prose) == CAPTION]
    captioned, total = (sum(prose.weights[line.key] for line in some) for some in (text_captions, running))
    return frozenset(line.key for line in text_captions) if captioned * 2 > total else frozenset()


def _reason(line: Line, prose: Prose) -> str | None:
    """Why a line is not body, whatever stands around it; None where it may be."""
    tree = prose.tree
    if prose.is_excluded(line):
        return prose.reason_of(line)
    text = line.text
    if not any(map(str.isalnum, text)) or _is_line_numbers(text):
        return "no words"
    tag = tree.tags[line.block]
    if tag in ("figcaption", "caption") or _is_in_figure(line, tree):
        return CAPTION
    if _inline_hints(line, tree) & (class_hints.CAPTION | class_hints.CREDIT):
        return CAPTION
    return _reason_of_short(line, prose.tree) if line.chars <= LONGEST_NOISE and tag != "pre" else None


def _reason_of_short(line: Line, tree: Tree) -> str | None:
    """Why the words of a short line are not body; None where they may be."""
    text = line.text
    if tree.scale > 1 and (chinese_notices.is_note(text) or chinese_notices.is_credit(text)):
        return "notice"
    if _CREDIT.match(text) or _ends_with_credit(text):
        return CAPTION
    if _NOISE.match(text):
        return "notice"
    if _POINTER.match(text) and line.links:
        return "pointer"
    is_bar = text.count("|") > 1 and line.linked > len(text) * 0.5 and len(text) <= LONGEST_BAR
    is_link = line.links and line.linked >= line.chars * 0.8 and tree.tags[line.block] != "li"
    is_link = is_link and not (text.startswith(("http://", "https://")) or _is_linked_prose(line, tree))
    return "link" if is_bar or is_link else None


def _is_linked_prose(line: Line, tree: Tree) -> bool:
    """Whether a paragraph is a linked sentence, not another story's headline."""
    is_sentence = line.text.rstrip("\"'”’»)").endswith((".", "!", "?", "。"))
    return tree.tags[line.block] == "p" and is_sentence and len(line.text) * tree.scale >= LINKED_PROSE


def _ends_with_credit(text: str) -> bool:
    """Whether a caption ends with who took the picture."""
    return (text.endswith((")", "]")) or ":" in text[-90:]) and _CREDIT_AT_END.search(text[-120:]) is not None


def _is_line_numbers(text: str) -> bool:
    """Whether a text counts upwards: the line numbers beside code."""
    if not text[0].isdigit():
        return False
    numbers = text.split()
    is_number = numbers[0].isdecimal() and len(numbers[0]) <= LONGEST_NUMBER
    first = int(numbers[0]) if is_number else 0
    return len(numbers) > 1 and numbers == [str(n) for n in range(first, first + len(numbers))]


def _lists_of_links(lines: list[Line], prose: Prose, host: str | None) -> set[int]:
    """The keys of lines in lists of links to the own site, without lists that are much of the body."""
    tree = prose.tree
    chars = sum(line.chars for line in lines)
    found: dict[int, bool] = {}
    keys: set[int] = set()
    for line in lines:
        if tree.tags[line.block] not in ("li", "dd", "dt") and tree.tags[tree.parents[line.block]] != "li":
            continue
        n = tree.nearest(line.block, "ul", "ol", "dl")
        if n not in found:
            is_list = n > 0 and tree.link_density(n) >= LINK_LIST and tree.chars(n) < chars * MOST_LISTS
            found[n] = is_list and not _leads_away(n, tree, host)
        if found[n]:
            keys.add(line.key)
    return keys


def _leads_away(n: int, tree: Tree, host: str | None) -> bool:
    """Whether most links of an element lead to other sites, as an article's sources do."""
    hrefs = [tree.hrefs.get(a, "") for a in tree.within(n, "a")]
    own = ".".join((host or "").split(".")[-2:])  # a site has several hosts
    far = sum(
        href.startswith(("http://", "https://")) and not urls.host_of(href).endswith(own) for href in hrefs
    )
    return far * 2 > len(hrefs)


def _inline_hints(line: Line, tree: Tree) -> int:
    """The hints of the inline elements that hold the whole line."""
    bits, n = 0, line.first
    while n > line.block and tree.is_inside(line.pieces[-1][0], n):
        bits |= tree.hints[n]
        n = tree.parents[n]
    return bits


def _is_in_figure(line: Line, tree: Tree) -> bool:
    """Whether a line stands in a `figure` that has a picture."""
    figure = next((n for n in tree.ancestors(line.block)[:3] if tree.tags[n] == "figure"), None)
    return figure is not None and tree.holds(figure, _PICTURES)


def _without_cards(line: Line, tree: Tree) -> Line:
    """The line without inline elements that hold only links: cards that a pointer opens."""
    if line.links < 3 or line.linked < line.chars * 0.3:
        return line
    cards: set[int] = set()
    for owner, _ in line.pieces:
        n = owner
        while n > line.block:
            if (
                tree.link_count(n) > 1
                and tree.links[n] < 0
                and tree.link_density(n) >= ALL_LINKS
                and tree.chars(n) > CARD
            ):
                cards.add(n)
            n = tree.parents[n]
    pieces = [piece for piece in line.pieces if not any(tree.is_inside(piece[0], n) for n in cards)]
    if len(pieces) == len(line.pieces) or not pieces:
        return line
    return replace(line, pieces=pieces, chars=sum(len(text) for _, text in pieces), linked=0)


def _without_chinese_notices(line: Line) -> Line:
    """The line without notices of Chinese publishers behind a `<br>` at its end."""
    breaks = [n for n, (owner, _) in enumerate(line.pieces) if n and owner == BREAK]
    end = len(line.pieces)
    for cut in reversed(breaks):
        tail = squeeze("".join(text for _, text in line.pieces[cut + 1 : end]))
        if tail and not (chinese_notices.is_note(tail) or chinese_notices.is_closing(tail)):
            break
        end = cut
    if end == len(line.pieces):
        return line
    pieces = line.pieces[:end]
    return replace(line, pieces=pieces, chars=sum(len(text) for _, text in pieces))
