"""A SiteProfile from the keys of its YAML, each value checked."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeVar
from zoneinfo import ZoneInfo

from newsspider.profiles.paging_rules import PagesRule
from newsspider.profiles.site import (
    FRONT_FIELDS,
    LAYOUT_FIELDS,
    NOTHING_SELECTED,
    FrontRule,
    Layout,
    Limits,
    Politeness,
    Rewrite,
    SiteProfile,
    StoryIdRule,
    Tls,
)
from newsspider.profiles.value_checks import Value
from newsspider.web import urls

if TYPE_CHECKING:
    from newsspider.items import AssetKind
    from newsspider.profiles.site import DateOrder, Discovery

KEYS = (
    "name",
    "title",
    "start",
    "hosts",
    "zone",
    "language",
    "date_order",
    "fronts",
    "feeds",
    "sitemaps",
    "discover",
    "articles",
    "rewrite",
    "ignore_parameters",
    "pages",
    "story_id",
    "layouts",
    "keep",
    "politeness",
    "limits",
    "tls",
)
LAYOUT_KEYS = (
    "name",
    "match",
    "since",
    "until",
    "select",
    "remove",
    "boxes",
    "zone",
    "date_order",
    "charset",
)
DATE_ORDERS: tuple[DateOrder, ...] = ("DMY", "MDY", "YMD")
DISCOVERIES: tuple[Discovery, ...] = ("feeds", "sitemaps")
KEEPABLE: Mapping[str, AssetKind] = MappingProxyType(
    {"images": "image", "documents": "document", "requisites": "requisite"}
)
NO_HOSTS: frozenset[str] = frozenset()
T = TypeVar("T")


def profile_of(keys: Mapping[str, Value], source: str) -> SiteProfile:
    """The profile of the keys; all but `name` and `start` have a default."""
    start = _start(keys["start"])
    name = _name(keys["name"])
    articles = keys["articles"].fields(("match", "never")) if "articles" in keys else {}
    return SiteProfile(
        name=name,
        title=_ask(keys, "title", Value.text, name),
        start=start,
        hosts=_ask(keys, "hosts", _hosts, NO_HOSTS) | {urls.host_of(url) for url in start},
        zone=_ask(keys, "zone", Value.zone, ZoneInfo("UTC")),
        languages=_ask(keys, "language", _languages, ()),
        date_order=_ask(keys, "date_order", _date_order, None),
        front_rules=_ask(keys, "fronts", _front_rules, ()),
        feeds=_ask(keys, "feeds", lambda value: _urls(value, start[0]), ()),
        sitemaps=_ask(keys, "sitemaps", lambda value: _urls(value, start[0]), ()),
        discover=_ask(keys, "discover", _discover, frozenset(DISCOVERIES)),
        article_patterns=_ask(articles, "match", Value.patterns, ()),
        never_patterns=_ask(articles, "never", Value.patterns, ()),
        rewrites=_ask(keys, "rewrite", _rewrites, ()),
        ignored_parameters=_ask(keys, "ignore_parameters", _parameters, frozenset()),
        pages=_ask(keys, "pages", _pages, None),
        story_id=_ask(keys, "story_id", _story_id, None),
        layouts=_ask(keys, "layouts", _layouts, ()),
        keep=_ask(keys, "keep", _keep, frozenset()),
        politeness=_ask(keys, "politeness", _politeness, Politeness()),
        limits=_ask(keys, "limits", _limits, Limits()),
        tls=_ask(keys, "tls", _tls, Tls()),
        source=source,
    )


def _ask(keys: Mapping[str, Value], key: str, read: Callable[[Value], T], default: T) -> T:
    return read(keys[key]) if key in keys else default


def _name(value: Value) -> str:
    """A name that can be part of a file's name."""
    wanted = "letters, digits, '-', '_' and '.', beginning with a letter or digit"
    text = value.text(wanted)
    if len(text) > 64 or not re.fullmatch(r"[^\W_][\w.-]*", text):
        raise value.is_no("site's name", wanted=f"up to 64 {wanted}")
    return text


def _start(value: Value) -> tuple[str, ...]:
    found = tuple(item.url() for item in value.items("a list of web addresses, as [http://www.example.org/]"))
    if not found:
        raise value.is_no("list of start pages", wanted="at least one web address")
    return tuple(dict.fromkeys(found))


def _hosts(value: Value) -> frozenset[str]:
    return frozenset(item.host() for item in value.items("a list of hosts, as [www.example.org]"))


def _languages(value: Value) -> tuple[str, ...]:
    return tuple(item.language() for item in value.one_or_more("a language's tag, or a list of them"))


def _date_order(value: Value) -> DateOrder:
    return value.choice(DATE_ORDERS)


def _urls(value: Value, base: str) -> tuple[str, ...]:
    return tuple(item.url(base=base) for item in value.items("a list of addresses, as [/feed.xml]"))


def _discover(value: Value) -> frozenset[Discovery]:
    return frozenset(item.choice(DISCOVERIES) for item in value.items("a list of feeds, sitemaps, or []"))


def _keep(value: Value) -> frozenset[AssetKind]:
    wanted = "a list of images, documents, requisites, or []"
    return frozenset(KEEPABLE[item.choice(tuple(KEEPABLE))] for item in value.items(wanted))


def _parameters(value: Value) -> frozenset[str]:
    return frozenset(_parameter(item) for item in value.items("a list of parameters' names, as [ref, from]"))


def _parameter(value: Value) -> str:
    wanted = "the name of a query parameter, as ref"
    text = value.text(wanted)
    if re.search(r"[?&=#\s]", text):
        raise value.is_no("parameter's name", wanted=wanted)
    return text


def _rewrites(value: Value) -> tuple[Rewrite, ...]:
    return tuple(_rewrite(item) for item in value.items("a list of {match: …, to: …}"))


def _rewrite(value: Value) -> Rewrite:
    parts = value.fields(("match", "to"))
    if len(parts) < 2:
        raise value.is_no("rewriting", wanted="{match: regular expression, to: its replacement}")
    match, to = parts["match"].pattern(), parts["to"].text("the replacement")
    try:
        re.compile(f"{match.pattern}|").sub(to, "")
    except (re.error, IndexError) as error:
        raise parts["to"].is_no("replacement", wanted=f"one that fits `match` ({error})") from error
    return Rewrite(match=match, to=to)


def _pages(value: Value) -> PagesRule:
    parts = value.fields(("link", "number", "first", "script"))
    if not parts.keys() & {"link", "number", "script"}:
        raise value.is_no("rule for pages", wanted="at least one of link, number, script")
    return PagesRule(
        link=_ask(parts, "link", Value.selector, None),
        number=_ask(parts, "number", _number, None),
        first=_ask(parts, "first", Value.whole, 2),
        script=_ask(parts, "script", _function, None),
    )


def _story_id(value: Value) -> StoryIdRule:
    parts = value.fields(("address", "select"))
    if not parts:
        raise value.is_no("place of an id", wanted="{address: a pattern with one group}, or {select: …}")
    address = _ask(parts, "address", Value.pattern, None)
    if address and address.groups != 1:
        raise parts["address"].is_no("pattern with one group", wanted="the id in (round brackets)")
    return StoryIdRule(address=address, select=_ask(parts, "select", Value.selectors, ()))


def _number(value: Value) -> str:
    """The name of a further page: one {n}, at most one {stem} and {suffix}."""
    wanted = "a file's name with {n}, as index_{n}.html or {stem}_{n}{suffix}"
    text = value.text(wanted)
    holes = re.findall(r"\{.*?\}", text)
    if "{n}" not in holes or len(holes) != len(set(holes)) or set(holes) - {"{n}", "{stem}", "{suffix}"}:
        raise value.is_no("numbered name", wanted=wanted)
    return text


def _function(value: Value) -> str:
    text = value.text("a function's name, as createPageHTML")
    if not re.fullmatch(r"[A-Za-z_$][\w$.]*", text):
        raise value.is_no("function's name", wanted="one such as createPageHTML")
    return text


def _front_rules(value: Value) -> tuple[FrontRule, ...]:
    return tuple(_front_rule(item) for item in value.items("a list of {match: …, more: …, item: …}"))


def _front_rule(value: Value) -> FrontRule:
    parts = value.fields(("match", "more", "item", "select"))
    return FrontRule(
        match=_ask(parts, "match", Value.pattern, None),
        more=_ask(parts, "more", _pages, None),
        item=_ask(parts, "item", Value.selector, None),
        select=_ask(parts, "select", lambda given: _select(given, FRONT_FIELDS), NOTHING_SELECTED),
    )


def _select(value: Value, known: tuple[str, ...]) -> Mapping[str, tuple[str, ...]]:
    return MappingProxyType({name: given.selectors() for name, given in value.fields(known).items()})


def _layouts(value: Value) -> tuple[Layout, ...]:
    return tuple(_layout(item, n) for n, item in enumerate(value.items("a list of layouts")))


def _layout(value: Value, n: int) -> Layout:
    parts = value.fields(LAYOUT_KEYS)
    layout = Layout(
        name=_ask(parts, "name", Value.text, f"layout {n + 1}"),
        match=_ask(parts, "match", Value.pattern, None),
        since=_ask(parts, "since", Value.day, None),
        until=_ask(parts, "until", Value.day, None),
        select=_ask(parts, "select", lambda given: _select(given, LAYOUT_FIELDS), NOTHING_SELECTED),
        remove=_ask(parts, "remove", Value.selectors, ()),
        boxes=_ask(parts, "boxes", Value.selectors, ()),
        zone=_ask(parts, "zone", Value.zone, None),
        date_order=_ask(parts, "date_order", _date_order, None),
        charset=_ask(parts, "charset", Value.charset, None),
    )
    if layout.since and layout.until and layout.since >= layout.until:
        raise parts["until"].is_no(f"day after since ({layout.since})", wanted="a later one")
    return layout


def _politeness(value: Value) -> Politeness:
    parts = value.fields(("delay_s", "timeout_s", "user_agent", "contact"))
    return Politeness(
        delay_s=_ask(parts, "delay_s", Value.number, None),
        timeout_s=_ask(parts, "timeout_s", Value.number, None),
        user_agent=_ask(parts, "user_agent", Value.header, None),
        contact=_ask(parts, "contact", Value.header, None),
    )


def _tls(value: Value) -> Tls:
    parts = value.fields(("unverified",))
    return Tls(unverified=_ask(parts, "unverified", _hosts, NO_HOSTS))


def _limits(value: Value) -> Limits:
    usual = Limits()
    known = (
        "depth",
        "per_shape",
        "page_bytes",
        "front_pages",
        "keep_bytes",
        "asset_bytes",
        "requests",
        "hours",
    )
    parts = value.fields(known)
    return Limits(
        depth=_ask(parts, "depth", Value.whole, usual.depth),
        per_shape=_ask(parts, "per_shape", Value.whole, usual.per_shape),
        page_bytes=_ask(parts, "page_bytes", Value.whole, usual.page_bytes),
        front_pages=_ask(parts, "front_pages", Value.whole, usual.front_pages),
        keep_bytes=_ask(parts, "keep_bytes", Value.whole, usual.keep_bytes),
        asset_bytes=_ask(parts, "asset_bytes", Value.whole, usual.asset_bytes),
        requests=_ask(parts, "requests", Value.whole, usual.requests),
        hours=_ask(parts, "hours", Value.number, usual.hours),
    )
