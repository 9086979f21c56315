"""What can be observed on a page about its kind: what it declares, its shape, its address.

Each function returns what was seen, in words for a person, or None.  `page_evidence.EVIDENCE` gives the
weight of each.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsspider.classify import page_words
from newsspider.language.text import squeeze
from newsspider.profiles import guess_kind
from newsspider.web import structured_data, urls

if TYPE_CHECKING:
    from collections.abc import Callable

    from newsspider.classify.page_facts import Facts

_MANY = 3
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


def published_time(facts: Facts) -> str | None:
    """A meta tag `article:published_time`."""
    return "article:published_time" if facts.document.meta("article:published_time") else None


def og_article(facts: Facts) -> str | None:
    """An Open Graph type of an article."""
    og_type = (facts.document.meta("og:type") or "").lower()
    return (
        f"og:type {og_type}"
        if og_type in ("article", "news.article", "newsarticle", "blog_post", "post")
        else None
    )


def og_list(facts: Facts) -> str | None:
    """An Open Graph type of a site, blog or profile."""
    og_type = (facts.document.meta("og:type") or "").lower()
    return f"og:type {og_type}" if og_type in ("website", "blog", "profile") else None


def json_article(facts: Facts) -> str | None:
    """JSON-LD that describes one or two articles."""
    kinds = [kind for kind in facts.types if structured_data.is_article_type(kind)]
    return f"JSON-LD {kinds[0]}" if kinds and facts.articles < _MANY else None


def json_articles(facts: Facts) -> str | None:
    """JSON-LD that describes several articles."""
    return f"JSON-LD describes {facts.articles} articles" if facts.articles >= _MANY else None


def json_list(facts: Facts) -> str | None:
    """JSON-LD of a collection, search or profile page."""
    return next((f"JSON-LD {kind}" for kind in facts.types if kind in _LIST_TYPES), None)


def json_service(facts: Facts) -> str | None:
    """JSON-LD of a contact, about or checkout page."""
    return next((f"JSON-LD {kind}" for kind in facts.types if kind in _SERVICE_TYPES), None)


def one_item(facts: Facts) -> str | None:
    """Microdata of one or two articles."""
    found = [kind for kind in facts.microdata if structured_data.is_article_type(kind)]
    return f"microdata {found[0]}" if 0 < len(found) < _MANY else None


def many_items(facts: Facts) -> str | None:
    """Microdata of several articles."""
    found = [kind for kind in facts.microdata if structured_data.is_article_type(kind)]
    return f"microdata describes {len(found)} articles" if len(found) >= _MANY else None


def many_entries(facts: Facts) -> str | None:
    """Several hAtom or h-entry entries."""
    return f"{facts.entries} entries (hAtom)" if facts.entries >= _MANY else None


def single_class(facts: Facts) -> str | None:
    """A `body` class that content systems give to one story."""
    found = facts.single_classes
    return f"body class {min(found)}" if found and "attachment" not in facts.body_classes else None


def list_class(facts: Facts) -> str | None:
    """A `body` class that content systems give to lists."""
    classes = facts.body_classes
    if facts.single_classes:
        return None
    found = {name for name in classes if _LIST_CLASS.fullmatch(name)}
    if "blog" in classes and (classes & {"home", "hfeed"} or any(map(_WORDPRESS.fullmatch, classes))):
        found |= {"blog"}
    return f"body class {min(found)}" if found else None


def service_class(facts: Facts) -> str | None:
    """A `body` class of privacy, attachment and error pages."""
    found = facts.body_classes & {"privacy-policy", "attachment", "error404"}
    return f"body class {min(found)}" if found else None


def own_text(least: int, most: int) -> Callable[[Facts], str | None]:
    """Running text of its own: at least *least* and fewer than *most* words."""

    def seen(facts: Facts) -> str | None:
        shape = facts.shape
        is_own = least <= shape.own_words < most and shape.teaser_share < MOST_TEXT
        return f"{shape.own_words} words of running text of its own" if is_own else None

    return seen


def body_declared(facts: Facts) -> str | None:
    """A text that the markup declares to be the article."""
    source = facts.article.provenance.get("body", "") if facts.article else ""
    return f"its text stands in {source.partition(':')[2]}" if source.startswith("declared") else None


def headline(facts: Facts) -> str | None:
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


def signed(facts: Facts) -> str | None:
    """A printed date and a byline."""
    article = facts.article
    sources = article.provenance if article else {}
    is_dated = sources.get("published", "hint") not in ("hint", "url", "inferred:url")
    is_signed = sources.get("authors", "hint") != "hint"
    return "a printed date and a byline" if is_dated and is_signed else None


def pictures(facts: Facts) -> str | None:
    """A picture story: a headline, pictures and few links to other stories."""
    article = facts.article
    is_picture_story = (
        article and article.headline and article.images and facts.shape.headlines < MANY_HEADLINES
    )
    return "a headline with pictures" if is_picture_story else None


MANY_HEADLINES = 8
HARDLY_ANY = 15  # words
MOST_LINKED = 0.5  # of the words that were read
MOST_TEXT, MUCH_TEXT = 0.6, 0.4  # shares of the running text


def teasers(facts: Facts) -> str | None:
    """Several teasers that make up most of the running text."""
    shape = facts.shape
    if shape.teasers < _MANY or shape.teaser_share < MOST_TEXT:
        return None
    return f"{shape.teasers} linked headlines with {shape.teaser_share:.0%} of the running text"


def some_teasers(facts: Facts) -> str | None:
    """Several teasers that make up much of the running text."""
    shape = facts.shape
    if shape.teasers < _MANY or not MUCH_TEXT <= shape.teaser_share < MOST_TEXT:
        return None
    return f"{shape.teasers} linked headlines with {shape.teaser_share:.0%} of the running text"


def few_teasers(facts: Facts) -> str | None:
    """One or two teasers that make up nearly all of the running text."""
    shape = facts.shape
    is_headed = shape.headed_teasers or (shape.teasers > 1 and shape.read_on > 1)
    if shape.teasers >= _MANY or not is_headed or shape.teaser_share < 0.8:
        return None
    return "its running text stands below headlines that link to other pages"


def read_on(facts: Facts) -> str | None:
    """Short items with a link each; teasers with text are counted elsewhere."""
    shape = facts.shape
    is_list = shape.read_on >= _MANY > shape.teasers and shape.own_words < 50
    return f'{shape.read_on} links such as "Read more"' if is_list else None


def headlines(facts: Facts) -> str | None:
    """Many linked headlines with some text of its own."""
    shape = facts.shape
    is_list = shape.headlines >= MANY_HEADLINES and HARDLY_ANY <= shape.own_words < 4 * shape.headlines
    if not is_list or teasers(facts) or read_on(facts):
        return None
    return f"{shape.headlines} linked headlines and {shape.own_words} words of its own"


def only_headlines(facts: Facts) -> str | None:
    """Many linked headlines with hardly any text."""
    shape = facts.shape
    is_list = shape.headlines >= MANY_HEADLINES and shape.own_words < HARDLY_ANY
    if not is_list or teasers(facts) or read_on(facts):
        return None
    return f"{shape.headlines} linked headlines and hardly a word of its own"


def few_headlines(facts: Facts) -> str | None:
    """A short list: no running text, and what was read is mostly links to other pages of the site."""
    shape = facts.shape
    if shape.own_words >= HARDLY_ANY or not 1 <= shape.headlines < MANY_HEADLINES or teasers(facts):
        return None
    is_list = facts.linked_share >= MOST_LINKED
    return f"hardly a word but {shape.headlines} linked headlines" if is_list else None


def list_title(facts: Facts) -> str | None:
    """A title such as "Archive" or "Tag: nature"."""
    return next((f"called {title!r}" for title in facts.titles if page_words.is_list_title(title)), None)


def service_title(facts: Facts) -> str | None:
    """A title such as "Contact" or "Terms of use"."""
    return next((f"called {title!r}" for title in facts.titles if page_words.is_service_title(title)), None)


def profile_article(facts: Facts) -> str | None:
    """An address that matches the profile's articles."""
    return "articles: match" if facts.profile.kind_of(facts.url) == "article" else None


def list_address(facts: Facts) -> str | None:
    """An address with a page number, a period or the folder of a list."""
    if found := _PAGE_NUMBER.search(facts.path) or _PAGE_NUMBER.search(facts.query):
        return f"an address with {found[0]}"
    found = _PERIOD.search(facts.path) or _LIST_FOLDER.search(facts.path)
    return f"an address with {found[0]}" if found else None


def index_address(facts: Facts) -> str | None:
    """An address that looks like a list's."""
    if _OWN_FOLDER.search(facts.path):
        return "a file named like its folder"
    return "an address like a list's" if guess_kind(facts.url) == "front" else None


def story_address(facts: Facts) -> str | None:
    """An address that looks like a story's."""
    return "an address like a story's" if page_words.is_story_path(facts.path, facts.query) else None


def service_address(facts: Facts) -> str | None:
    """An address that ends with a service page's name."""
    word = page_words.service_word(facts.path)
    return f"an address that ends with {word}" if word else None
