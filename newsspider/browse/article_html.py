"""Makes an article's clean HTML safe to show: nothing runs, nothing is fetched, links work."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urljoin

import nh3
from bs4 import BeautifulSoup
from markupsafe import Markup

from newsspider.browse.template_filters import web_address

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bs4 import Tag

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


def rendered_body(source: str, *, url: str, kept: Mapping[str, str], path: Callable[[str], str]) -> Markup:
    """The body for a page: links to articles of the archive lead to them, pictures become links.

    *kept* maps addresses to keys of articles; *path* makes an address of this server.
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
    """The HTML with the room's headings, links and pictures; not safe yet."""
    soup = BeautifulSoup(f"<html><body>{source}</body></html>", "lxml")
    for heading in soup.find_all(_HEADINGS):
        heading.name = "h2" if heading.name in ("h1", "h2") else "h3"
    for picture in soup.find_all("img"):
        link = soup.new_tag("a", attrs={"href": str(picture.get("src") or ""), "class": "picture"})
        link.string = f"Picture: {picture.get('alt') or 'without a description'}"
        picture.replace_with(link)
    for link in soup.find_all("a"):
        _lead(link, url=url, kept=kept, path=path)
    return soup.body.decode_contents() if soup.body else ""


def _lead(link: Tag, *, url: str, kept: Mapping[str, str], path: Callable[[str], str]) -> None:
    """Make *link* lead to the article of the archive, or to its absolute address."""
    written = str(link.get("href") or "")
    if key := kept.get(written):
        link["href"], link["class"] = path(f"/article/{key}"), "kept"
        return
    try:
        target = web_address(urljoin(url, written)) if written else None
    except ValueError:
        target = None
    if target:
        link["href"] = target
    else:
        del link["href"]
