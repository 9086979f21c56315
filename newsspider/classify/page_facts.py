"""The facts about a page that decide its kind; each is computed when it is first needed."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from lxml import html

from newsspider.classify import page_shape, page_words
from newsspider.language.text import squeeze
from newsspider.web import structured_data, urls

if TYPE_CHECKING:
    from newsspider.classify.page_shape import Shape
    from newsspider.items import Article
    from newsspider.profiles import SiteProfile
    from newsspider.web.document import Document

# Classes of `body` that WordPress, Ghost, Blogger, Drupal, Joomla and others write by default.
_SINGLE = re.compile(
    r"single|single-post|postid-\d+|post-template(?:-default)?|item-view|view-(?:article|item)"
    r"|(?:page-)?node-type-(?:article|story|blog\w*|news\w*|post)"
)
_INDEX_FILE = re.compile(r"/(?:index|default)\.\w{2,5}$", re.IGNORECASE)


class Facts:
    """A page, the article that was read from it, and its address."""

    def __init__(self, document: Document, article: Article | None, url: str, profile: SiteProfile) -> None:
        self.document, self.article, self.url, self.profile = document, article, url, profile

    @cached_property
    def shape(self) -> Shape:
        """One headline with its text, or many linked headlines."""
        return page_shape.shape(self.document, self.profile)

    @cached_property
    def body_classes(self) -> frozenset[str]:
        """The classes of the `body` element, in lower case."""
        body = next(iter(self.document.tagged("body")), None)
        return frozenset((body.get("class") or "").lower().split()) if body is not None else frozenset()

    @cached_property
    def single_classes(self) -> frozenset[str]:
        """The body classes that a content system gives to the page of one story."""
        return frozenset(name for name in self.body_classes if _SINGLE.fullmatch(name))

    @cached_property
    def types(self) -> tuple[str, ...]:
        """The schema.org types of the page's JSON-LD objects."""
        return tuple(kind for item in self.document.linked_data for kind in structured_data.types(item))

    @cached_property
    def articles(self) -> int:
        """How many different articles JSON-LD describes."""
        found = [item for item in self.document.linked_data if structured_data.is_article(item)]
        return len({str(item.get("url") or item.get("headline") or n) for n, item in enumerate(found)})

    @cached_property
    def microdata(self) -> tuple[str, ...]:
        """The schema.org types of the page's microdata items."""
        items = self.document.select("[itemtype]") if self.document.mentions("itemtype") else []
        return tuple((item.get("itemtype") or "").rstrip("/").rpartition("/")[2] for item in items)

    @cached_property
    def entries(self) -> int:
        """How many hAtom or h-entry entries the page has."""
        if not (self.document.mentions("hentry") or self.document.mentions("h-entry")):
            return 0
        return len(self.document.select(".hentry, .h-entry"))

    @cached_property
    def linked_share(self) -> float:
        """The share of the words of the article's text that link to other pages of the site.

        1 where no text was read.
        """
        words = page_shape.count_words(self.article.text) if self.article else 0
        if not self.article or not words:
            return 1.0
        if "<a" not in self.article.html:
            return 0.0
        body = html.fromstring(f"<div>{self.article.html}</div>")
        ours = (link for link in body.iter("a") if self._is_ours(link.get("href")))
        return sum(page_shape.count_words(link.text_content()) for link in ours) / words

    def _is_ours(self, href: str | None) -> bool:
        url = urls.canonical(href, base=self.document.base_url) if href else None
        return url is not None and self.profile.allows(url)

    @cached_property
    def titles(self) -> tuple[str, ...]:
        """What the page calls itself: its first heading, its headline, its title."""
        headings = (squeeze(e.text_content()) for e in self.document.tagged("h1")[:1])
        title = next((squeeze(e.text_content()) for e in self.document.tagged("title")), "")
        headline = (self.article.headline or "") if self.article else ""
        return tuple(dict.fromkeys(filter(None, (*headings, headline, *page_words.title_parts(title)))))

    @cached_property
    def path(self) -> str:
        """The path of the address, without `index.html` and the like."""
        try:
            path = unquote(urlsplit(self.url).path)
        except ValueError:
            return ""
        return without_index(path)

    @cached_property
    def query(self) -> str:
        """The query of the address."""
        return self.url.partition("?")[2]


def without_index(url: str) -> str:
    """An address or path without the file name `index.html` and the like."""
    return _INDEX_FILE.sub("/", url)
