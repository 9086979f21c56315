"""Finds the link blocks of a page: boxes of links beside or inside an article, with their labels."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from newsspider.extraction.link_blocks import block_kinds, labels, service_boxes, teaser_runs
from newsspider.extraction.link_blocks.grouping import TeaserRun
from newsspider.extraction.link_blocks.label_words import HEADLINE_LETTERS, STYLED, letter_weight, words_of
from newsspider.extraction.link_blocks.menus import is_page_edge
from newsspider.extraction.page import class_hints, walk
from newsspider.items import Link, LinkBlock
from newsspider.language.text import normal, squeeze
from newsspider.web import urls

if TYPE_CHECKING:
    from newsspider.extraction.link_blocks.label_words import Words
    from newsspider.extraction.link_blocks.service_boxes import ServiceBox
    from newsspider.extraction.link_blocks.teasers import Teaser
    from newsspider.extraction.page.tree import Tree
    from newsspider.profiles.site import Layout, SiteProfile
    from newsspider.web.document import Document

TELLING = 0.6  # share of a block's links that are as long as headlines or lead as deep as stories
SHORTEST = 15  # letters of a block's links, on average
SHORTEST_UNLABELLED = 30
LONGEST_DECK = 400  # letters of a labelled block's decks, on average; longer ones are texts
LONGEST_UNLABELLED_DECK = 200

_NOWHERE = ("#", "javascript:", "mailto:", "tel:", "data:")
_NUMBER = re.compile(r"\d{4}")
_LONG_NUMBER = re.compile(r"\d{5}")
# Addresses that send a page to other people.
_SHARES = re.compile(
    r"[?&]share=|/sharer?\b|sharearticle|intent/(?:tweet|post)|\bwa\.me/|addtoany|pin/create|/share[-_]?(?:link|ing)?[/?]",
    re.IGNORECASE,
)
_SECOND_LEVEL = frozenset(("ac", "co", "com", "edu", "go", "gov", "ne", "net", "or", "org"))


@dataclass(frozen=True, kw_only=True, slots=True)
class PlacedBlock:
    """A link block and its elements, that of its label included."""

    places: tuple[int, ...]
    block: LinkBlock


def page_blocks(document: Document, profile: SiteProfile | None = None) -> tuple[LinkBlock, ...]:
    """The link blocks of a page, in page order."""
    layout = profile.layout_for(document.url, None) if profile else None
    return tuple(box.block for box in find_blocks(document, walk.read(document.root), layout))


def find_blocks(document: Document, page: Tree, layout: Layout | None = None) -> tuple[PlacedBlock, ...]:
    """The link blocks of a page with their places: those that the layout selects first, then all others."""
    anchors = {a for a, href in page.hrefs.items() if href and not href.startswith(_NOWHERE)}
    selectors = layout.boxes if layout else ()
    chosen = [page.places[e] for css in selectors for e in document.select(css) if e in page.places]
    selected = [_selected(page, n, [a for a in page.within(n, "a") if a in anchors]) for n in chosen]
    free = {a for a in anchors if not any(page.is_inside(a, n) for n in chosen)} if chosen else anchors
    titles = [element.text_content() for element in document.tagged("title")[:1]]
    title = normal(" ".join([*titles, document.meta("og:title") or ""]))
    found = teaser_runs.read(page, 0, free, title, teaser_runs.tab_names(page)) if page.elements else []
    inferred = [run for run in found if _is_block(run, page, document.url)]
    made = [*filter(None, (_placed_block(run, document) for run in (*selected, *inferred)))]
    taken = {n for one in made for n in one.places}
    boxes = service_boxes.find(page, free - taken)
    services = [
        one for box in boxes if box.place not in taken and (one := _service_block(box, page, document))
    ]
    if services:
        made = sorted([*made, *services], key=lambda one: min(one.places))
    return tuple(
        PlacedBlock(places=one.places, block=replace(one.block, position=position))
        for position, one in enumerate(made)
    )


def _service_block(box: ServiceBox, page: Tree, document: Document) -> PlacedBlock | None:
    found = dict[str, Link]()
    for anchor, text in box.links:
        if url := urls.canonical(page.hrefs[anchor], base=document.base_url):
            found.setdefault(url, Link(text=text, url=url))
    if not found:
        return None
    label = squeeze(box.label).strip(" |·•>»›:：")
    block = LinkBlock(label=label, kind="services", position=0, links=tuple(found.values()))
    return PlacedBlock(places=(box.place, *(anchor for anchor, _ in box.links)), block=block)


def _selected(page: Tree, n: int, anchors: list[int]) -> TeaserRun:
    """The run of an element that the layout selects: all its links, labelled by words in it or above it."""
    found = teaser_runs.read(page, n, set(anchors))
    label = next((label for run in found if (label := _label(run))), None) or _words_before(page, n)
    teasers = [teaser for run in found for teaser in run.teasers]
    return TeaserRun(teasers=teasers, label=label, place=n)


def _words_before(page: Tree, n: int) -> Words | None:
    """The words right before an element, or before an element that begins with it."""
    while n > 0:
        above = page.parents[n]
        for before in reversed(page.children(above, until=n)):
            if words := words_of(page, before):
                return words if words.rank and not page.within(before, "a") else None
        n = above
    return None


def _label(run: TeaserRun) -> Words | None:
    """The label of a run: the words above it, or the heading in its first card only."""
    lead, label = run.teasers[0].lead, run.label
    lead = lead if labels.may_label(lead) else None
    label = label if labels.may_label(label) else None
    if lead is None or (label and labels.weigh(label) >= labels.weigh(lead)):
        return label
    if len(run.teasers) == 1:
        return label or lead
    is_heading = lead.rank >= STYLED and not any(one.lead for one in run.teasers[1:])
    return lead if is_heading else label


def _is_block(run: TeaserRun, page: Tree, url: str) -> bool:
    """Whether a run of teasers is a link block, not a menu, a list of topics or text."""
    label, teasers = _label(run), _distinct(run)
    count = len(teasers)
    if sum([_SHARES.search(one.href) is not None for one in teasers]) * 2 > count:
        return False
    if count == 1:
        return _is_single_block(run, teasers[0], label, url)
    letters = sum([letter_weight(one.text) for one in teasers]) / count
    if (
        letters < SHORTEST
        or sum([one.is_headline_like or _is_deep(one.href) for one in teasers]) < TELLING * count
    ):
        return False
    deck = sum([one.deck for one in teasers]) / count
    if deck > LONGEST_UNLABELLED_DECK:
        is_called = (label and label.rank > 1) or page.hints[
            page.parents[teasers[0].places[0]]
        ] & class_hints.RELATED
        if deck > LONGEST_DECK or not is_called:
            return False
    if label is None and (
        letters < SHORTEST_UNLABELLED or (count < 3 and len({t.shape for t in teasers}) > 1)
    ):
        return False
    stories = (_is_story(one.href, url) for one in teasers)  # lazy: it costs most
    if any(is_page_edge(page, n) for n in page.ancestors(teasers[0].places[0])):
        return sum(stories) * 2 >= count
    if count == 2 and not (label is not None and block_kinds.announces_stories(label.text)):
        return all(_is_deep(one.href) for one in teasers) or any(stories)
    if label is None and (count < 4 or letters < HEADLINE_LETTERS):
        return sum(_is_deep(one.href) for one in teasers) * 2 >= count or any(stories)
    return True


def _is_single_block(run: TeaserRun, one: Teaser, label: Words | None, url: str) -> bool:
    """Whether one teaser is a block: its label says so, or it is another story's headline amid the text."""
    if not one.is_headline_like or one.deck > (LONGEST_DECK if one.is_heading else LONGEST_UNLABELLED_DECK):
        return False
    if label and (block_kinds.announces_stories(label.text) or label.text.rstrip().endswith((":", "："))):
        return True
    is_headline = letter_weight(one.text) >= HEADLINE_LETTERS
    return (
        run.in_prose
        and is_headline
        and (block_kinds.announces_stories(one.text[:24]) or _is_story(one.href, url))
    )


def _distinct(run: TeaserRun) -> list[Teaser]:
    """One teaser for each address, without links to sections and authors between them."""
    shapes = {one.shape for one in run.teasers if one.is_headline_like}
    if len({one.href for one in run.teasers if one.is_headline_like}) > 1:
        run.teasers = [one for one in run.teasers if one.is_headline_like or one.shape in shapes]
    return list({one.href: one for one in run.teasers}.values())


def _is_deep(href: str) -> bool:
    """Whether the last part of an address has several words or a year, as a story's has."""
    leaf = href.rstrip("/").rpartition("/")[2]
    return leaf.count("-") + leaf.count("_") >= 3 or _NUMBER.search(leaf) is not None


def _is_story(href: str, url: str) -> bool:
    """Whether an address has the form of the page's own address, which is a story's."""
    own = _address_form(url)
    return any(own[1:]) and _address_form(urls.canonical(href, base=url) or "") == own


@lru_cache(maxsize=4_096)
def _address_form(url: str) -> tuple[bool, bool, bool]:
    """What the addresses of one site's stories share: a folder, a long number, a headline's words."""
    path = url.partition("?")[0].partition("//")[2].rstrip("/")
    leaf = path.rpartition("/")[2].partition(".")[0]
    words = [word for word in re.split(r"[-_]", leaf) if word and not word.isdigit()]
    return path.count("/") > 1, _LONG_NUMBER.search(leaf) is not None, len(words) > 2


@lru_cache(maxsize=4_096)
def _site_of_host(host: str) -> str:
    """The name of a host below its country: `bbc` for www.bbc.co.uk and bbc.com."""
    parts = host.partition(":")[0].split(".")
    parts = parts[:-1] if len(parts) > 1 else parts
    return parts[-2] if len(parts) > 1 and parts[-1] in _SECOND_LEVEL else parts[-1]


def _placed_block(run: TeaserRun, document: Document) -> PlacedBlock | None:
    """The block of a run; None where most links lead to other sites and no label announces stories."""
    label = _label(run)
    text = _printed(label)
    links = _links(run, document)
    own = _site_of_host(urls.host_of(document.url))
    near = sum(_site_of_host(urls.host_of(url)) == own for url in links)
    if not links or (near * 2 < len(links) and not (text and block_kinds.announces_stories(text))):
        return None
    places = [
        n for one in run.teasers for n in (one.places if len(links) > 1 or one.is_heading else one.core)
    ]
    places = [run.place] if run.place >= 0 else places
    places += [label.place] if label and label.place >= 0 else []
    kind = block_kinds.kind_of(text, list(links), in_prose=run.in_prose)
    group = _printed(run.group)
    group = group if text and group != text else None
    block = LinkBlock(label=text, kind=kind, position=0, links=tuple(links.values()), group=group)
    return PlacedBlock(places=tuple(places), block=block)


def _printed(label: Words | None) -> str | None:
    """The text of a label without the signs around it."""
    return (squeeze(label.text).strip(" |·•>»›:：") if label else "") or None


def _links(run: TeaserRun, document: Document) -> dict[str, Link]:
    """The links of a run by address, without the page's own; the first headline counts as the text."""
    own, found = urls.canonical(document.url), dict[str, Link]()
    for one in run.teasers:
        url = urls.canonical(one.href, base=document.base_url)
        if url and url != own and (url not in found or (one.is_headline_like and not found[url].text)):
            found[url] = Link(text=one.text, url=url)
    return found
