"""An article's clean HTML made fit to be shown: nothing runs, nothing is fetched, links lead on."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urljoin

import nh3
from lxml import etree, html
from markupsafe import Markup

from newsspider.browse.template_filters import web_address

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

# One string, for a list of tags reads better in a line.
_SHOWN = """a abbr b blockquote br caption cite code dd del dl dt em figcaption figure h2 h3 h4 h5 h6 hr i ins
    kbd li ol p pre q s samp small strong sub sup table tbody td tfoot th thead time tr u ul var"""
_TAGS = frozenset(_SHOWN.split())
_ATTRIBUTES = {
    "a": {"href"},
    "time": {"datetime"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
}
_CLASSES = {"a": {"kept", "picture"}}
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


def shown(source: str, *, url: str, kept: Mapping[str, str], path: Callable[[str], str]) -> Markup:
    """The body for a page; links to articles that the archive keeps lead there, pictures become links.

    *kept* maps addresses to articles' keys; *path* makes an address of this server.
    """
    safe = nh3.clean(
        _prepared(source, url=url, kept=kept, path=path),
        tags=set(_TAGS),
        attributes={tag: set(names) for tag, names in _ATTRIBUTES.items()},
        allowed_classes={tag: set(names) for tag, names in _CLASSES.items()},
        url_schemes={"http", "https"},
        link_rel="noreferrer noopener nofollow",
    )
    return Markup(safe)  # noqa: S704 - nh3 made it safe


def _prepared(source: str, *, url: str, kept: Mapping[str, str], path: Callable[[str], str]) -> str:
    """The same HTML with our headings, links and pictures; not safe yet."""
    try:
        body = html.fragment_fromstring(source, create_parent="div")
    except (etree.ParserError, ValueError):
        return ""
    for tag in body.iter(*_HEADINGS):
        tag.tag = "h2" if tag.tag in ("h1", "h2") else "h3"
    for picture in list(body.iter("img")):
        _replace_picture(picture)
    for link in body.iter("a"):
        _lead(link, url=url, kept=kept, path=path)
    return "".join([body.text or "", *(html.tostring(child, encoding="unicode") for child in body)])


def _replace_picture(picture: html.HtmlElement) -> None:
    link = html.Element("a", {"href": picture.get("src") or "", "class": "picture"})
    link.text = f"Picture: {picture.get('alt') or 'without a description'}"
    link.tail = picture.tail
    parent = picture.getparent()
    if parent is not None:
        parent.replace(picture, link)


def _lead(link: html.HtmlElement, *, url: str, kept: Mapping[str, str], path: Callable[[str], str]) -> None:
    written = link.get("href") or ""
    key = kept.get(written)
    if key:
        link.set("href", path(f"/article/{key}"))
        link.set("class", "kept")
        return
    try:
        target = web_address(urljoin(url, written)) if written else None
    except ValueError:
        target = None
    if target:
        link.set("href", target)
    else:
        link.attrib.pop("href", None)
