"""What a list says beside a link: the date, the authors, the story's own heading."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from lxml import etree

from newsspider.language import dates
from newsspider.language.text import squeeze

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from lxml.html import HtmlElement

    from newsspider.items import PublicationDate
    from newsspider.profiles import SiteProfile

HIGHEST = 12  # how far above a link its item may reach
LONGEST_ITEM = 1_500  # characters; a longer element is a page, not an item of a list
MOST_BESIDE = 6  # siblings after a link that may belong to it
MOST_LINES = 8

_STOPS = frozenset(("html", "body", "ul", "ol", "dl", "tbody", "main", "form"))
_BLOCKS = re.compile(
    "p|br|div|li|ul|ol|dl|dt|dd|tr|td|th|table|section|article|header|footer|hr|blockquote|h[1-6]"
)
_UNREAD = frozenset(("script", "style", "noscript", "template"))
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")

_SAYS_NOTHING = re.compile(
    r"(?:read|see|show|view|learn)?\s*(?:more|on|(?:the )?full (?:story|article)|the (?:story|article)|all)?"
    r"|here|click here|continue(?: reading)?|details?|link|permalink"
    r"|comments?|\d+ comments?|weiter(?:lesen)?|mehr|lire (?:la suite|plus)"
    r"|leer más|leggi(?: tutto)?|читать далее|更多|详细|阅读全文|المزيد|[\W\d_]*",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:?\d\d)?"
    r"|\d\d:\d\d,\s*\d\d-\d\d,\s*\d{4}"
    r"|(?:19|20)\d\d\s*(?:年\s*\d{1,2}\s*月\s*\d{1,2}\s*日|[-/.]\s?\d{1,2}\s?[-/.]\s?\d{1,2})"
    r"(?:\s+\d\d:\d\d(?::\d\d)?)?"
    r"|\b\d{1,2}\s?[./-]\s?\d{1,2}\s?[./-]\s?(?:19|20)\d\d(?:\s+\d\d:\d\d)?"
    r"|[^\W\d_]{3,12}\.?\s+\d{1,2}(?:st|nd|rd|th)?\s*,?\s+(?:19|20)\d\d"
    r"|\b\d{1,2}(?:st|nd|rd|th|\.|er)?\s+(?:de\s+)?[^\W\d_]{3,12}\.?,?\s+(?:de\s+)?(?:19|20)\d\d",
    re.IGNORECASE,
)


class Items:
    """The parts of a page that belong to one story each: *stories* are its links with their targets."""

    def __init__(self, stories: Mapping[HtmlElement, str]) -> None:
        self._stories = stories
        self._within: dict[HtmlElement, str | None] = {}  # None: the links of several stories
        for link, url in stories.items():
            for above in _upwards(link):
                same = self._within.setdefault(above, url)
                self._within[above] = url if same == url else None

    def item(self, link: HtmlElement) -> HtmlElement:
        """The largest element around the link that belongs to its story alone; the link at least."""
        chosen = link
        for above in _upwards(link):
            if above.tag in _STOPS or not self._within.get(above):
                break
            chosen = above
        return chosen

    def words(self, link: HtmlElement, text: str) -> str | None:
        """The text of the link; for "read more" or a picture, the heading of the story."""
        if text and not _SAYS_NOTHING.fullmatch(text.strip(" .…»>[]()")):
            return text
        for heading in self.item(link).iter(*_HEADINGS):
            if words := squeeze(heading.text_content()):
                return words
        alts = (squeeze(image.get("alt") or "") for image in link.iter("img"))
        return next((alt for alt in alts if alt), None) or text or None

    def lines(self, link: HtmlElement) -> tuple[str, ...]:
        """The lines of text beside the link, its own words left out, down to the next story."""
        item, url = self.item(link), self._stories[link]
        parts = list(_text_pieces(item, lambda e: self._stories.get(e) == url))
        if item.tag not in ("li", "tr", "article", "div", "section", "td"):
            parts += self._beside(item)
        text = "".join(parts)
        if len(text) > LONGEST_ITEM:
            return ()
        return tuple(line for part in text.split("\n") if (line := squeeze(part)))[:MOST_LINES]

    def _beside(self, item: HtmlElement) -> Iterable[str]:
        """The text after an element that is not a container, up to the next story or heading."""
        yield _inline(item.tail)
        for count, sibling in enumerate(item.itersiblings()):
            if count == MOST_BESIDE or sibling in self._within or sibling.tag in _HEADINGS:
                return
            if isinstance(sibling.tag, str):  # a comment has no text
                yield from _text_pieces(sibling, lambda _: False)
            yield _inline(sibling.tail)


def _upwards(link: HtmlElement) -> Iterable[HtmlElement]:
    """The link and the elements around it, from the inside."""
    yield link
    for count, above in enumerate(link.iterancestors()):
        if count == HIGHEST:
            return
        yield above


def _text_pieces(item: HtmlElement, is_left_out: Callable[[HtmlElement], bool]) -> Iterable[str]:
    """The text inside an element, line breaks where blocks begin and end."""
    silent: HtmlElement | None = None
    for event, element in etree.iterwalk(item, events=("start", "end", "comment", "pi")):
        if event == "start" and silent is None:
            if _BLOCKS.fullmatch(element.tag):
                yield "\n"
            if element.tag in _UNREAD or is_left_out(element):
                silent = element
            else:
                yield _inline(element.text)
        elif event == "end":
            if silent is element:
                silent = None
            if silent is None and _BLOCKS.fullmatch(element.tag):
                yield "\n"
        if event != "start" and silent is None and element is not item:
            yield _inline(element.tail)


def _inline(text: str | None) -> str:
    """Text without the line breaks of its source, which mean nothing."""
    return re.sub(r"\s+", " ", text or "")


def date_in(lines: Iterable[str], profile: SiteProfile) -> PublicationDate | None:
    """The first day in the lines."""
    for line in lines:
        for found in _DATE.finditer(line):
            if stated := date_of(found[0], profile):
                return stated
    return None


def date_of(text: str, profile: SiteProfile) -> PublicationDate | None:
    """The date that a text is, on the profile's calendar."""
    stated = dates.parse(text, zone=profile.zone, order=profile.date_order, languages=profile.languages)
    return replace(stated, raw=text, source="hint") if stated else None
