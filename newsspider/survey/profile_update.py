"""What a profile lacks after a redesign: additions to its text, which leave everything else as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import yaml

from newsspider import profiles
from newsspider.errors import ProfileError
from newsspider.profiles import address_patterns
from newsspider.profiles.site import finds
from newsspider.survey import selector_answers
from newsspider.survey.profile_text import flow, written

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsspider.profiles import SiteProfile
    from newsspider.survey.observed import Observed
    from newsspider.survey.profile_draft import Draft

LEAST_ARTICLES = 5  # on which a layout's selectors find nothing, before it is closed
_NEW_KEYS = frozenset(("title", "zone", "language", "date_order", "feeds", "sitemaps", "fronts", "layouts"))
_LISTS = ("feeds", "sitemaps")


class _Insert(NamedTuple):
    at: int
    text: str


def updated(text: str, profile: SiteProfile, seen: Observed, draft: Draft) -> str:
    """The text of *profile* with what it lacks for the site as it was seen; the same text if nothing.

    A layout whose selectors find nothing any more ends today.  If most articles have addresses that
    `articles: match` does not find, patterns are added to it.  New feeds and site maps, and keys that are
    not there yet, are added.
    """
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    if not isinstance(root, yaml.MappingNode):
        return text
    keys: dict[str, yaml.Node] = {key.value: value for key, value in root.value}
    inserts = [
        *_closed_layouts(keys.get("layouts"), profile, seen),
        *_patterns(keys.get("articles"), profile, seen),
        *_further_items(keys, profile, draft),
    ]
    new = text
    for insert in sorted(inserts, reverse=True):
        new = new[: insert.at] + insert.text + new[insert.at :]
    if root.flow_style:  # JSON: no key can be added at the end
        return _usable(new, text)
    lines = [line for line in draft.lines if line.is_used and line.key in _NEW_KEYS - keys.keys()]
    more = written(lines) if lines else ""
    return _usable(new.rstrip("\n") + "\n" + more if more.strip() else new, text)


def _usable(new: str, old: str) -> str:
    """The new text; the old one if an addition made something of it that is not a profile."""
    try:
        profiles.parse(new, source="update")
    except ProfileError:
        return old
    return new


def _closed_layouts(node: yaml.Node | None, profile: SiteProfile, seen: Observed) -> Iterator[_Insert]:
    """`until` for each layout whose selectors find nothing on the articles that it holds for."""
    if not isinstance(node, yaml.SequenceNode):
        return
    today = seen.at.date()
    pages = [(one.document, today) for one in seen.articles() if one.document]
    answers = selector_answers.counted(profile, pages).values()
    for layout, item in zip(profile.layouts, node.value, strict=True):
        own = [one for one in answers if one.layout == layout.name and one.field in layout.select]
        tried = max((one.tried for one in own), default=0)
        if tried < LEAST_ARTICLES or any(one.found for one in own) or layout.until:
            continue
        if isinstance(item, yaml.MappingNode) and item.flow_style:
            yield _Insert(item.end_mark.index - 1, f", until: {today}")
        elif isinstance(item, yaml.MappingNode):
            why = f"its selectors find nothing on {tried} articles"
            yield _Insert(item.start_mark.index, f"until: {today}  # {why}\n{' ' * item.start_mark.column}")


def _patterns(node: yaml.Node | None, profile: SiteProfile, seen: Observed) -> Iterator[_Insert]:
    """Patterns for `articles: match`, if it finds fewer than half of the articles."""
    if not isinstance(node, yaml.MappingNode) or not profile.article_patterns:
        return
    match = next((value for key, value in node.value if key.value == "match"), None)
    urls = [one.url for one in seen.articles()]
    missed = [url for url in urls if not any(finds(p, url) for p in profile.article_patterns)]
    if match is None or len(urls) < LEAST_ARTICLES or 2 * len(missed) < len(urls):
        return
    yield from _added(match, list(address_patterns.patterns(missed)))


def _further_items(keys: dict[str, yaml.Node], profile: SiteProfile, draft: Draft) -> Iterator[_Insert]:
    """Feeds and site maps that the profile does not name."""
    known = frozenset((*profile.feeds, *profile.sitemaps))
    for line in draft.lines:
        if line.key in _LISTS and line.key in keys:
            yield from _added(
                keys[line.key], [str(item.value) for item in line.items if item.value not in known]
            )


def _added(node: yaml.Node, values: list[str]) -> Iterator[_Insert]:
    """More values behind those of a list, or behind a single one."""
    if not values:
        return
    on_one_line = flow(values)[1:-1]  # a list's items, with the quotes that they need in one
    if isinstance(node, yaml.ScalarNode):
        yield _Insert(node.start_mark.index, "[")
        yield _Insert(node.end_mark.index, f", {on_one_line}]")
    elif isinstance(node, yaml.SequenceNode) and node.value and node.flow_style:
        yield _Insert(node.value[-1].end_mark.index, f", {on_one_line}")
    elif isinstance(node, yaml.SequenceNode) and node.value:
        indent = " " * node.start_mark.column
        more = "".join(f"\n{indent}- {flow(value)}" for value in values)
        yield _Insert(node.value[-1].end_mark.index, more)
