"""Link blocks: boxes of links beside or inside an article, with their labels."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from newsspider import urls
from newsspider.items import BlockKind, Link, LinkBlock
from newsspider.text import squeeze

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.html import HtmlElement

    from newsspider.document import Document
    from newsspider.profiles.site import Layout, SiteProfile

LONGEST_LABEL = 80
LINK_SHARE = 0.6  # of a box's text that stands in its links
TELLING = 20  # letters of a link's text, on average, that a box without a label needs

_CONTAINERS = frozenset(("ul", "ol", "dl", "table", "tbody", "tr", "td", "div", "section", "aside", "nav"))
_FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:nav\w*|menu\w*|bread\w*|crumb\w*|share\w*|social|bdshare\w*|pag(?:er|ination|ing)"
    r"|footer|header|lang(?:uage)?s?|previousnext\w*|toolbar|currpage)(?:$|[\s_-])",
    re.IGNORECASE,
)
_MORE = re.compile(r"^[+\s>»›]*more\b[\s.…>»›]*$", re.IGNORECASE)
_WORDLESS = re.compile(r"^[\W_]*$")
_RELATED = re.compile(r"related|see also|read more|further reading|more on", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True, slots=True)
class Box:
    """A link block and the elements that it is made of."""

    element: HtmlElement
    heading: HtmlElement | None
    block: LinkBlock


def page_blocks(document: Document, profile: SiteProfile | None = None) -> tuple[LinkBlock, ...]:
    """The link blocks of a page, in its order."""
    layout = profile.layout_for(document.url, None) if profile else None
    return tuple(box.block for box in boxes(document, layout))


def boxes(document: Document, layout: Layout | None = None) -> tuple[Box, ...]:
    """The link blocks of a page with their elements: a layout's selected ones first, then the inferred."""
    links = _links(document)
    chosen = [e for css in (layout.boxes if layout else ()) for e in document.select(css)]
    inside = {e for box in chosen for e in box.iter()}
    found = [(e, [links[a] for a in e.iter("a") if a in links]) for e in chosen]
    found += [(e, own) for e, own in _candidates(document, links) if e not in inside]
    return tuple(_numbered(_made(e, own, links, is_chosen=e in inside) for e, own in found))


def is_furniture(element: HtmlElement) -> bool:
    """Whether the element, or one around it, is a navigation, share or language bar, a pager or a footer."""
    return any(
        e.tag in ("nav", "footer")
        or _FURNITURE.search(f"{e.get('class') or ''} {e.get('id') or ''}") is not None
        for e in (element, *element.iterancestors())
        if e.tag not in ("body", "html")
    )


def _links(document: Document) -> dict[HtmlElement, Link]:
    """The links of a page that say something and lead elsewhere."""
    own = urls.canonical(document.url)
    found: dict[HtmlElement, Link] = {}
    for element, url, _ in document.links():
        text = squeeze(" ".join(str(t) for t in element.itertext()))
        address = urls.canonical(url)
        if address and address != own and not _WORDLESS.match(text) and not _MORE.match(text):
            found[element] = Link(text=text, url=address)
    return found


def _candidates(
    document: Document, links: dict[HtmlElement, Link]
) -> Iterator[tuple[HtmlElement, list[Link]]]:
    """The smallest containers of at least two links that hold little else."""
    held: dict[HtmlElement, list[Link]] = {}
    taken: set[HtmlElement] = set()
    for anchor, link in links.items():
        for element in anchor.iterancestors(*_CONTAINERS):
            held.setdefault(element, []).append(link)
    for element in reversed(list(document.root.iter(*_CONTAINERS))):
        own = held.get(element, [])
        if element in taken or len({link.url for link in own}) < 2:
            continue
        taken.update(element.iterancestors())
        if not is_furniture(element) and _is_box(element, own, document.url):
            held[element] = own
        else:
            held.pop(element)
    yield from (
        (e, held[e])
        for e in document.root.iter(*_CONTAINERS)
        if e not in taken and len(_addresses(held, e)) > 1
    )


def _addresses(held: dict[HtmlElement, list[Link]], element: HtmlElement) -> set[str]:
    return {link.url for link in held.get(element, ())}


def _is_box(element: HtmlElement, own: list[Link], url: str) -> bool:
    """Whether most of an element's text is links, and most of these lead to the page's own host."""
    size = len(squeeze(element.text_content()))
    near = sum(urls.host_of(link.url) == urls.host_of(url) for link in own)
    said = sum(len(link.text) for link in own)
    return said >= size * LINK_SHARE and near * 2 > len(own)


def _made(
    element: HtmlElement, own: list[Link], links: dict[HtmlElement, Link], *, is_chosen: bool
) -> Box | None:
    """The box of an element; None for one that has no label and whose links say little."""
    label, heading = _label(element, links)
    telling = sum(len(link.text) for link in own) >= TELLING * len(own)
    if not own or not (is_chosen or telling or (label and len(label) > 1)) or is_furniture(element):
        return None
    if not telling and not is_chosen and heading is None:
        return None
    kind: BlockKind = "related" if label and _RELATED.search(label) else "sidebar"
    unique = tuple({link.url: link for link in reversed(own)}.values())[::-1]
    return Box(
        element=element, heading=heading, block=LinkBlock(label=label, kind=kind, position=0, links=unique)
    )


def _numbered(found: Iterable[Box | None]) -> Iterator[Box]:
    for position, box in enumerate(b for b in found if b is not None):
        block = LinkBlock(
            label=box.block.label, kind=box.block.kind, position=position, links=box.block.links
        )
        yield Box(element=box.element, heading=box.heading, block=block)


def _label(element: HtmlElement, links: dict[HtmlElement, Link]) -> tuple[str | None, HtmlElement | None]:
    """What stands above the links, in the box or before it, and the element before it that says so."""
    if inner := _before_links(element, links):
        return inner, None
    here, own = element, _count(element, links)
    while here is not None and here.tag not in ("body", "html") and _count(here, links) == own:
        before = here.getprevious()
        while before is not None and (not isinstance(before.tag, str) or not squeeze(before.text_content())):
            before = before.getprevious()
        if before is not None:
            label = _own_text(before)
            is_heading = (
                not _WORDLESS.match(label) and len(label) <= LONGEST_LABEL and not _count(before, links)
            )
            return (label, before) if is_heading else (None, None)
        here = here.getparent()
    return None, None


def _count(element: HtmlElement, links: dict[HtmlElement, Link]) -> int:
    return sum(a in links for a in element.iter("a"))


def _before_links(element: HtmlElement, links: dict[HtmlElement, Link]) -> str | None:
    """The last words inside the box before its first link."""
    said: list[str] = []
    for part in element.iter():
        if part in links:
            break
        if isinstance(part.tag, str) and part.tag != "a":
            said.append(squeeze(part.text or ""))
    words = [text for text in said if not _WORDLESS.match(text) and len(text) <= LONGEST_LABEL]
    return words[-1] if words else None


def _own_text(element: HtmlElement) -> str:
    """An element's text without that of its links to more, or all of it where it is one link."""
    links = {t for a in element.iter("a") if _MORE.match(squeeze(a.text_content())) for t in a.itertext()}
    return squeeze(" ".join(str(t) for t in element.itertext() if t not in links))
