"""The table of profile keys: the checks, docs/profile-keys.md and schema.json are made from it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from newsspider.profiles import kinds
from newsspider.profiles.kinds import Key, Kind, choice, list_of, mapping, read
from newsspider.profiles.paging_rules import PagesRule
from newsspider.profiles.site import (
    FRONT_FIELDS,
    LAYOUT_FIELDS,
    FrontRule,
    Layout,
    Limits,
    Politeness,
    Rewrite,
    SiteProfile,
    StoryIdRule,
    Tls,
)
from newsspider.web import urls

if TYPE_CHECKING:
    from newsspider.profiles.values import Value


def _rewrite(value: Value) -> Rewrite:
    parts = value.fields(("match", "to"))
    if len(parts) < 2:
        raise value.is_not("a rewriting", expected="{match: regular expression, to: its replacement}")
    match, to = parts["match"].pattern(), parts["to"].text("the replacement")
    try:
        re.compile(f"{match.pattern}|").sub(to, "")
    except (re.error, IndexError) as error:
        raise parts["to"].is_not("a replacement", expected=f"one that fits `match` ({error})") from error
    return Rewrite(match=match, to=to)


def _pages(value: Value) -> PagesRule:
    rule = PagesRule(**read(value, PAGES_KEYS))
    if not (rule.link or rule.number or rule.script):
        raise value.is_not("a rule for pages", expected="at least one of link, number, script")
    return rule


def _story_id(value: Value) -> StoryIdRule:
    parts = value.fields(("address", "select"))
    if not parts:
        raise value.is_not("a place of an id", expected="{address: a pattern with one group}, or {select: …}")
    rule = StoryIdRule(**read(value, STORY_ID_KEYS))
    if rule.address and rule.address.groups != 1:
        raise parts["address"].is_not("a pattern with one group", expected="the id in (round brackets)")
    return rule


def _layouts(value: Value) -> tuple[Layout, ...]:
    return tuple(_layout(item, n) for n, item in enumerate(value.items("a list of layouts"), 1))


def _layout(value: Value, n: int) -> Layout:
    layout = Layout(**({"name": f"layout {n}"} | read(value, LAYOUT_KEYS)))
    if layout.since and layout.until and layout.since >= layout.until:
        until = value.fields(key.name for key in LAYOUT_KEYS)["until"]
        raise until.is_not(f"a day after since ({layout.since})", expected="a later one")
    return layout


def _select(value: Value, fields: tuple[str, ...]) -> Mapping[str, tuple[str, ...]]:
    return MappingProxyType({name: given.selectors() for name, given in value.fields(fields).items()})


def _selectors_of(fields: tuple[str, ...]) -> Kind:
    """CSS selectors by the name of a field."""
    properties = dict.fromkeys(fields, kinds.SELECTORS.schema)
    return Kind(
        noun=f"CSS selectors by field: {', '.join(fields)}",
        read=lambda value: _select(value, fields),
        schema={"type": "object", "additionalProperties": False, "properties": properties},
    )


def _start(values: tuple[str, ...], value: Value) -> tuple[str, ...]:
    if not values:
        raise value.is_not("a list of start pages", expected="at least one web address")
    return tuple(dict.fromkeys(values))


_URLS = list_of(kinds.URL, "a list of web addresses, as [http://www.example.org/]")
_START = Kind(
    noun=_URLS.noun,
    read=lambda value: _start(_URLS.read(value), value),
    schema={**_URLS.schema, "minItems": 1},
)
_ADDRESSES = list_of(kinds.ADDRESS, "a list of addresses, as [/feed.xml]")
_HOSTS = list_of(kinds.HOST, "a list of hosts, as [www.example.org]", frozenset)
_DATE_ORDER = choice({"DMY": "DMY", "MDY": "MDY", "YMD": "YMD"})

PAGES_KEYS = (
    Key("link", kinds.SELECTOR, "links to other pages"),
    Key(
        "number",
        kinds.NUMBERED_NAME,
        "file name of a further page, such as `index_{n}.html`",
    ),
    Key("first", kinds.WHOLE, "n of the second page (2)"),
    Key("script", kinds.FUNCTION, "function that a page calls with its count of pages"),
)
_PAGES = mapping("at least one of `link`, `number`, `script`", PAGES_KEYS, _pages)
FRONT_KEYS = (
    Key(
        "match",
        kinds.PATTERN,
        "addresses that are fronts; without it the rule holds for any front",
    ),
    Key("more", _PAGES, "how the further pages of the front are found"),
    Key("item", kinds.SELECTOR, "the element of one story"),
    Key(
        "select",
        _selectors_of(FRONT_FIELDS),
        "where facts stand: inside the item, or `section` and `issue` anywhere on the page",
    ),
)
ARTICLE_KEYS = (
    Key("match", kinds.PATTERNS, "addresses that are articles", attribute="article_patterns"),
    Key(
        "never",
        kinds.PATTERNS,
        "addresses that are never fetched",
        attribute="never_patterns",
    ),
)
REWRITE_KEYS = (
    Key("match", kinds.PATTERN, "second name of a page", is_required=True),
    Key("to", kinds.TEXT, "its first name, with groups as `\\1`", is_required=True),
)
STORY_ID_KEYS = (
    Key("address", kinds.PATTERN, "pattern in the page's address; its one group is the id"),
    Key("select", kinds.SELECTORS, "where the id stands on the page"),
)
LAYOUT_KEYS = (
    Key("name", kinds.TEXT, "name for reports (`layout 1`, `layout 2`, …)"),
    Key("match", kinds.PATTERN, "addresses of the layout; without it all"),
    Key("since", kinds.DAY, "first day of the layout"),
    Key("until", kinds.DAY, "day after its last"),
    Key("select", _selectors_of(LAYOUT_FIELDS), "where the fields of an article stand"),
    Key("remove", kinds.SELECTORS, "elements that are cut from the body"),
    Key("boxes", kinds.SELECTORS, "elements that are link blocks"),
    Key("zone", kinds.ZONE, "time zone, instead of the site's"),
    Key("date_order", _DATE_ORDER, "order of dates in figures, instead of the site's"),
    Key("charset", kinds.CHARSET, "encoding of the pages, whatever they declare"),
)
POLITENESS_KEYS = (
    Key("delay_s", kinds.SECONDS, "pause between two requests"),
    Key("timeout_s", kinds.SECONDS, "time until a request is given up"),
    Key("user_agent", kinds.HEADER, "header User-Agent"),
    Key("contact", kinds.HEADER, "address in the header From"),
)
LIMITS_KEYS = (
    Key("depth", kinds.WHOLE, "links from a start page"),
    Key("per_shape", kinds.WHOLE, "addresses of one shape in a row without a new article"),
    Key("page_bytes", kinds.WHOLE, "size of an answer"),
    Key("front_pages", kinds.WHOLE, "pages of one front"),
    Key("keep_bytes", kinds.WHOLE, "size of all assets that one run keeps"),
    Key("asset_bytes", kinds.WHOLE, "size of one asset"),
    Key("requests", kinds.WHOLE, "requests of one run; the next run goes on"),
    Key("hours", kinds.HOURS, "duration of one run; the next run goes on"),
)
TLS_KEYS = (Key("unverified", _HOSTS, "hosts whose certificates are not checked"),)
_FRONTS = list_of(
    mapping("mapping", FRONT_KEYS, lambda value: FrontRule(**read(value, FRONT_KEYS))),
    "a list of {match: …, more: …, item: …}",
)
_DISCOVER = list_of(
    choice({"feeds": "feeds", "sitemaps": "sitemaps"}), "a list of feeds, sitemaps, or []", frozenset
)
_ARTICLES = mapping("mapping", ARTICLE_KEYS, lambda value: read(value, ARTICLE_KEYS))
_REWRITE = list_of(mapping("mapping", REWRITE_KEYS, _rewrite), "a list of {match: …, to: …}")
_PARAMETERS = list_of(kinds.PARAMETER, "a list of parameters' names, as [ref, from]", frozenset)
_STORY_ID = mapping("mapping", STORY_ID_KEYS, _story_id)
_LAYOUTS = Kind(
    noun="list: mapping",
    read=_layouts,
    schema={"type": "array", "items": kinds.object_schema(LAYOUT_KEYS)},
    keys=LAYOUT_KEYS,
)
_KEEP = list_of(
    choice({"images": "image", "documents": "document", "requisites": "requisite"}),
    "a list of images, documents, requisites, or []",
    frozenset,
)
_POLITENESS = mapping("mapping", POLITENESS_KEYS, lambda value: Politeness(**read(value, POLITENESS_KEYS)))
_LIMITS = mapping("mapping", LIMITS_KEYS, lambda value: Limits(**read(value, LIMITS_KEYS)))
_TLS = mapping("mapping", TLS_KEYS, lambda value: Tls(**read(value, TLS_KEYS)))
_LANGUAGES = kinds.one_or_more(kinds.LANGUAGE, "a language's tag, or a list of them")
KEYS = (
    Key("name", kinds.NAME, "the site's name in the archive", is_required=True),
    Key("title", kinds.TEXT, "the publication's name for readers (`name`)"),
    Key("start", _START, "start pages", is_required=True),
    Key("hosts", _HOSTS, "further hosts of the publication, beside those of `start`"),
    Key("zone", kinds.ZONE, "time zone of the publisher (UTC)"),
    Key("language", _LANGUAGES, "languages of the publication", attribute="languages"),
    Key("date_order", _DATE_ORDER, "order of dates in figures"),
    Key("every", kinds.TIMETABLE, "when `newsspider run` crawls the site, by local time"),
    Key("fronts", _FRONTS, "pages that list stories", attribute="front_rules"),
    Key("feeds", _ADDRESSES, "feeds"),
    Key("sitemaps", _ADDRESSES, "site maps"),
    Key("discover", _DISCOVER, "what a crawl looks for by itself (both)"),
    Key("articles", _ARTICLES, "which addresses are articles"),
    Key("rewrite", _REWRITE, "second names of pages, in order", attribute="rewrites"),
    Key(
        "ignore_parameters",
        _PARAMETERS,
        "query parameters that never change what a page shows",
        attribute="ignored_parameters",
    ),
    Key("pages", _PAGES, "how the further pages of an article are found"),
    Key("story_id", _STORY_ID, "where the publication's own id of a story stands"),
    Key("layouts", _LAYOUTS, "how pages are built, by period or part; the first that fits counts"),
    Key("keep", _KEEP, "what is kept besides pages"),
    Key("politeness", _POLITENESS, "how the servers are asked"),
    Key("limits", _LIMITS, "where a crawl stops by itself"),
    Key("tls", _TLS, "how far https is trusted"),
)


def profile_of(value: Value, source: str) -> SiteProfile:
    """The profile of a mapping; all keys but `name` and `start` have a default."""
    given = value.fields(key.name for key in KEYS)
    for key in KEYS:
        if key.is_required and key.name not in given:
            raise value.wrong_key(key.name, "is missing; a profile needs `name` and `start`")
    found: dict[str, Any] = read(value, KEYS)
    start: tuple[str, ...] = found["start"]
    found |= found.pop("articles", {})
    found["hosts"] = found.get("hosts", frozenset()) | {urls.host_of(url) for url in start}
    for name in ("feeds", "sitemaps"):
        found[name] = tuple(address.url(base=start[0]) for address in found.get(name, ()))
    return SiteProfile(**({"title": found["name"]} | found), source=source)
