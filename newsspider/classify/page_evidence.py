"""Whether a page is an article, a list of stories or a service page: the evidence, weighed.

Each row of `EVIDENCE` is one observation.  It names what was seen, what it speaks for, and how much it
weighs.  What a page declares of itself weighs most, then the shape of the page, then its address.  The
weights of each kind are added up, and the heaviest kind wins; a tie goes to the article, because a list
that was stored is seen and mended, and a story that was not stored is lost.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal
from urllib.parse import unquote, urlsplit

from lxml import html

from newsspider.classify import page_shape, page_words
from newsspider.language.text import squeeze
from newsspider.profiles import guess_kind
from newsspider.web import structured_data, urls

if TYPE_CHECKING:
    from newsspider.classify.page_shape import Shape
    from newsspider.items import Article
    from newsspider.profiles import SiteProfile
    from newsspider.web.document import Document

PageKind = Literal["article", "list", "service"]
KINDS: tuple[PageKind, ...] = ("article", "list", "service")


@dataclass(frozen=True, kw_only=True, slots=True)
class Evidence:
    """One observation: what it speaks for, its weight, and what was seen."""

    kinds: tuple[PageKind, ...]
    weight: float
    seen: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Weighed:
    """The kind of a page and the evidence for and against it, heaviest first."""

    kind: PageKind
    evidence: tuple[Evidence, ...]

    @property
    def decisive(self) -> Evidence | None:
        """The heaviest observation that speaks for the page's kind."""
        return next((one for one in self.evidence if self.kind in one.kinds), None)

    @property
    def declares_article(self) -> bool:
        """Whether the page says of itself, in markup, that it is an article."""
        return any(one.kinds == ("article",) and one.weight >= DECLARED for one in self.evidence)

    def total(self, kind: PageKind) -> float:
        """How much speaks for a kind."""
        return sum(one.weight for one in self.evidence if kind in one.kinds)


# Weights.  A declaration outweighs any address; two strong ones outweigh any shape.
DECLARED = 4.0
BODY_CLASS = 5.0
SHAPE = 4.0
ADDRESS = 2.5


class Facts:
    """What the evidence is drawn from: the page, what was read of it, and its address."""

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
        """Those of them that a content system gives to the page of one story."""
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
        """The share of the words of the text, as it was read, that link to other pages of the site.

        1 where nothing was read.
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


_INDEX_FILE = re.compile(r"/(?:index|default)\.\w{2,5}$", re.IGNORECASE)


def without_index(url: str) -> str:
    """An address or path with its folder in the place of `index.html` and the like."""
    return _INDEX_FILE.sub("/", url)


_MANY = 3
# Classes of `body` that WordPress, Ghost, Blogger, Drupal, Joomla and others write by default.
_SINGLE = re.compile(
    r"single|single-post|postid-\d+|post-template(?:-default)?|item-view|view-(?:article|item)"
    r"|(?:page-)?node-type-(?:article|story|blog\w*|news\w*|post)"
)
_LIST_CLASS = re.compile(
    r"archive|category|tag|author|date|search(?:-results)?|taxonomy|(?:tag|author|home|archive)-template"
    r"|(?:index|archive|label|search|feed|multiple)-view|view-(?:category|categories|featured|list|archive)"
    r"|path-(?:taxonomy|frontpage)|page-taxonomy(?:-term)?"
)
_WORDPRESS = re.compile(
    r"(?:wp-\S+|page-id-\d+|postid-\d+|single-\S+|post-template-\S+|category-\S+|tag-\S+|author-\S+)"
)
_LIST_TYPES = frozenset(("CollectionPage", "SearchResultsPage", "ProfilePage"))
_SERVICE_TYPES = frozenset(("ContactPage", "AboutPage", "CheckoutPage"))
_LIST_FOLDER = re.compile(
    r"/(?:tags?|categor(?:y|ies|ia|ias|ie)|kategorien?|rubri(?:k|ken|que|ques)|topics?|authors?|autor(?:en|es|i)?|auteurs?"
    r"|labels?|sections?|themen?|etiquetas?|temas?|search)/[^/.]+/?$|/(?:archives?|issues?)/[\d/-]*$"
    r"|/search/?$|_archive\.html?$",
    re.IGNORECASE,
)
_PAGE_NUMBER = re.compile(
    r"/page[/-]?\d+/?$|(?:^|&)(?:(?:paged?|pg|offset|start)=\d+|updated-(?:min|max)=)", re.IGNORECASE
)
_PERIOD = re.compile(r"/(?:19|20)\d\d(?:/(?:0?[1-9]|1[0-2])(?:/(?:0?[1-9]|[12]\d|3[01]))?)?/?$")
_OWN_FOLDER = re.compile(r"/([^/.]+)/\1\.\w{2,5}$", re.IGNORECASE)


def _published_time(facts: Facts) -> str | None:
    return "article:published_time" if facts.document.meta("article:published_time") else None


def _og_article(facts: Facts) -> str | None:
    said = (facts.document.meta("og:type") or "").lower()
    return (
        f"og:type {said}" if said in ("article", "news.article", "newsarticle", "blog_post", "post") else None
    )


def _og_list(facts: Facts) -> str | None:
    said = (facts.document.meta("og:type") or "").lower()
    return f"og:type {said}" if said in ("website", "blog", "profile") else None


def _json_article(facts: Facts) -> str | None:
    kinds = [kind for kind in facts.types if structured_data.is_article_type(kind)]
    return f"JSON-LD {kinds[0]}" if kinds and facts.articles < _MANY else None


def _json_articles(facts: Facts) -> str | None:
    return f"JSON-LD describes {facts.articles} articles" if facts.articles >= _MANY else None


def _json_list(facts: Facts) -> str | None:
    return next((f"JSON-LD {kind}" for kind in facts.types if kind in _LIST_TYPES), None)


def _json_service(facts: Facts) -> str | None:
    return next((f"JSON-LD {kind}" for kind in facts.types if kind in _SERVICE_TYPES), None)


def _one_item(facts: Facts) -> str | None:
    found = [kind for kind in facts.microdata if structured_data.is_article_type(kind)]
    return f"microdata {found[0]}" if 0 < len(found) < _MANY else None


def _many_items(facts: Facts) -> str | None:
    found = [kind for kind in facts.microdata if structured_data.is_article_type(kind)]
    return f"microdata describes {len(found)} articles" if len(found) >= _MANY else None


def _many_entries(facts: Facts) -> str | None:
    return f"{facts.entries} entries (hAtom)" if facts.entries >= _MANY else None


def _single_class(facts: Facts) -> str | None:
    found = facts.single_classes
    return f"body class {min(found)}" if found and "attachment" not in facts.body_classes else None


def _list_class(facts: Facts) -> str | None:
    classes = facts.body_classes
    if facts.single_classes:
        return None
    found = {name for name in classes if _LIST_CLASS.fullmatch(name)}
    if "blog" in classes and (classes & {"home", "hfeed"} or any(map(_WORDPRESS.fullmatch, classes))):
        found |= {"blog"}
    return f"body class {min(found)}" if found else None


def _service_class(facts: Facts) -> str | None:
    found = facts.body_classes & {"privacy-policy", "attachment", "error404"}
    return f"body class {min(found)}" if found else None


def _own_text(least: int, most: int) -> Callable[[Facts], str | None]:
    def seen(facts: Facts) -> str | None:
        shape = facts.shape
        is_own = least <= shape.own_words < most and shape.teaser_share < MOST_TEXT
        return f"{shape.own_words} words of running text of its own" if is_own else None

    return seen


def _body_declared(facts: Facts) -> str | None:
    source = facts.article.provenance.get("body", "") if facts.article else ""
    return f"its text stands in {source.partition(':')[2]}" if source.startswith("declared") else None


def _headline(facts: Facts) -> str | None:
    """A heading that is the headline and leads nowhere else."""
    wanted = squeeze(facts.article.headline or "").lower() if facts.article else ""
    for heading in facts.document.tagged("h1", "h2")[:4]:
        if wanted and squeeze(heading.text_content()).lower() == wanted:
            hrefs = [
                urls.canonical(a.get("href") or "", base=facts.document.base_url) for a in heading.iter("a")
            ]
            around = next(heading.iterancestors("a"), None)
            hrefs += (
                [urls.canonical(around.get("href") or "", base=facts.document.base_url)]
                if around is not None
                else []
            )
            own = (facts.url, facts.document.canonical_url, urls.canonical(facts.url), None)
            return "a headline that is not a link" if all(href in own for href in hrefs) else None
    return None


def _signed(facts: Facts) -> str | None:
    article = facts.article
    sources = article.provenance if article else {}
    is_dated = sources.get("published", "hint") not in ("hint", "url", "inferred:url")
    is_signed = sources.get("authors", "hint") != "hint"
    return "a printed date and a byline" if is_dated and is_signed else None


def _pictures(facts: Facts) -> str | None:
    article = facts.article
    is_picture_story = (
        article and article.headline and article.images and facts.shape.headlines < MANY_HEADLINES
    )
    return "a headline with pictures" if is_picture_story else None


MANY_HEADLINES = 8
HARDLY_ANY = 15  # words
MOST_LINKED = 0.5  # of the words that were read
MOST_TEXT, MUCH_TEXT = 0.6, 0.4  # shares of the running text


def _teasers(facts: Facts) -> str | None:
    shape = facts.shape
    if shape.teasers < _MANY or shape.teaser_share < MOST_TEXT:
        return None
    return f"{shape.teasers} linked headlines with {shape.teaser_share:.0%} of the running text"


def _some_teasers(facts: Facts) -> str | None:
    shape = facts.shape
    if shape.teasers < _MANY or not MUCH_TEXT <= shape.teaser_share < MOST_TEXT:
        return None
    return f"{shape.teasers} linked headlines with {shape.teaser_share:.0%} of the running text"


def _few_teasers(facts: Facts) -> str | None:
    shape = facts.shape
    is_headed = shape.headed_teasers or (shape.teasers > 1 and shape.read_on > 1)
    if shape.teasers >= _MANY or not is_headed or shape.teaser_share < 0.8:
        return None
    return "its running text stands below headlines that link to other pages"


def _read_on(facts: Facts) -> str | None:
    """Short items with a link each; teasers with text are counted elsewhere."""
    shape = facts.shape
    is_list = shape.read_on >= _MANY > shape.teasers and shape.own_words < 50
    return f'{shape.read_on} links such as "Read more"' if is_list else None


def _headlines(facts: Facts) -> str | None:
    shape = facts.shape
    is_list = shape.headlines >= MANY_HEADLINES and HARDLY_ANY <= shape.own_words < 4 * shape.headlines
    if not is_list or _teasers(facts) or _read_on(facts):
        return None
    return f"{shape.headlines} linked headlines and {shape.own_words} words of its own"


def _only_headlines(facts: Facts) -> str | None:
    shape = facts.shape
    is_list = shape.headlines >= MANY_HEADLINES and shape.own_words < HARDLY_ANY
    if not is_list or _teasers(facts) or _read_on(facts):
        return None
    return f"{shape.headlines} linked headlines and hardly a word of its own"


def _few_headlines(facts: Facts) -> str | None:
    """A short list: no running text, and what was read is mostly links to other pages of the site."""
    shape = facts.shape
    if shape.own_words >= HARDLY_ANY or not 1 <= shape.headlines < MANY_HEADLINES or _teasers(facts):
        return None
    is_list = facts.linked_share >= MOST_LINKED
    return f"hardly a word but {shape.headlines} linked headlines" if is_list else None


def _list_title(facts: Facts) -> str | None:
    return next((f"called {title!r}" for title in facts.titles if page_words.is_list_title(title)), None)


def _service_title(facts: Facts) -> str | None:
    return next((f"called {title!r}" for title in facts.titles if page_words.is_service_title(title)), None)


def _profile_article(facts: Facts) -> str | None:
    return "articles: match" if facts.profile.kind_of(facts.url) == "article" else None


def _list_address(facts: Facts) -> str | None:
    if found := _PAGE_NUMBER.search(facts.path) or _PAGE_NUMBER.search(facts.query):
        return f"an address with {found[0]}"
    found = _PERIOD.search(facts.path) or _LIST_FOLDER.search(facts.path)
    return f"an address with {found[0]}" if found else None


def _index_address(facts: Facts) -> str | None:
    if _OWN_FOLDER.search(facts.path):
        return "a file named like its folder"
    return "an address like a list's" if guess_kind(facts.url) == "front" else None


def _story_address(facts: Facts) -> str | None:
    return "an address like a story's" if page_words.is_story_path(facts.path, facts.query) else None


def _service_address(facts: Facts) -> str | None:
    word = page_words.service_word(facts.path)
    return f"an address that ends with {word}" if word else None


Kinds = tuple[PageKind, ...]
ARTICLE: Kinds = ("article",)
LIST: Kinds = ("list",)
SERVICE: Kinds = ("service",)
ONE_TEXT: Kinds = ("article", "service")
EVIDENCE: tuple[tuple[Kinds, float, Callable[[Facts], str | None]], ...] = (
    # What the page declares of itself
    (ARTICLE, DECLARED, _published_time),
    (ARTICLE, DECLARED, _json_article),
    (ARTICLE, BODY_CLASS, _single_class),
    (ARTICLE, 2.5, _og_article),
    (ARTICLE, 1.5, _one_item),
    (LIST, BODY_CLASS, _list_class),
    (LIST, DECLARED, _json_list),
    (LIST, 2.0, _json_articles),
    (LIST, 2.0, _many_items),
    (LIST, 2.0, _many_entries),
    (LIST, 1.0, _og_list),
    (SERVICE, 6.0, _service_class),
    (SERVICE, DECLARED, _json_service),
    # The shape of the page
    (ONE_TEXT, 3.0, _own_text(150, 10**9)),
    (ONE_TEXT, 2.0, _own_text(50, 150)),
    (ONE_TEXT, 1.0, _own_text(15, 50)),
    (ARTICLE, 2.0, _body_declared),
    (ONE_TEXT, 1.0, _headline),
    (ARTICLE, 1.0, _signed),
    (ARTICLE, 1.0, _pictures),
    (LIST, SHAPE, _teasers),
    (LIST, 2.0, _some_teasers),
    (LIST, 3.0, _few_teasers),
    (LIST, 3.5, _only_headlines),
    (LIST, 2.0, _headlines),
    (LIST, 2.0, _few_headlines),
    (LIST, 3.0, _read_on),
    (LIST, 3.0, _list_title),
    (SERVICE, 3.0, _service_title),
    # The address
    (ARTICLE, 3.0, _profile_article),
    (ARTICLE, 1.5, _story_address),
    (LIST, ADDRESS, _list_address),
    (LIST, 0.5, _index_address),
    (SERVICE, 2.0, _service_address),
)


def weigh(document: Document, article: Article | None, *, url: str, profile: SiteProfile) -> Weighed:
    """The kind of a page by all that it shows."""
    facts = Facts(document, article, url, profile)
    found = [
        Evidence(kinds=kinds, weight=weight, seen=seen)
        for kinds, weight, look in EVIDENCE
        if (seen := look(facts))
    ]
    return Weighed(kind=heaviest(found), evidence=tuple(sorted(found, key=lambda one: -one.weight)))


def heaviest(found: Iterable[Evidence]) -> PageKind:
    """The kind with the most weight; of equal ones the article, then the list."""
    totals: dict[PageKind, float] = {"article": 0.0, "list": 0.0, "service": 0.0}
    for one in found:
        for kind in one.kinds:
            totals[kind] += one.weight
    return max(totals, key=lambda kind: totals[kind])
