"""The pages that list stories: home, sections, and the years with their printed issues."""

from __future__ import annotations

from collections import defaultdict
from html import escape
from itertools import groupby
from typing import TYPE_CHECKING

from newsspider.demo import assets
from newsspider.demo.pages import day, names, sections
from newsspider.demo.story import SECTIONS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from newsspider.demo.story import Story

ON_HOME, PER_PAGE, MOST_READ = 12, 20, 4


def fronts(listed: Sequence[Story], *, links_below: str = "") -> Iterator[tuple[str, str]]:
    """The path and HTML of every front; *links_below* is the foot of the home page."""
    yield "/", _home(listed, links_below)
    for section in SECTIONS:
        own = [story for story in listed if story.section == section]
        yield from _channel(section, [story for story in own if story.made in ("trs", "modern")])
        yield from _node(section, [story for story in own if story.made == "enp"])
    years = [(year, tuple(group)) for year, group in groupby(listed, lambda story: story.on.year)]
    yield "/issues/", _page("Back issues", _list_of_years(year for year, _ in years))
    for year, group in years:
        yield f"/issues/{year}.html", _page(f"The Estuary in {year}", _year(group))
    yield from _folders(story for story in listed if story.made == "hand")


def _page(title: str, body: str, *, head: str = "") -> str:
    return f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>{assets.HEAD}{head}</head>
<body><nav><a href="/">Home</a> | {sections()} | <a href="/issues/">Back issues</a></nav>
<h1>{escape(title)}</h1>
{body}
</body></html>
"""


def _home(listed: Sequence[Story], links_below: str) -> str:
    items = "\n".join(_teaser(story) for story in listed[:ON_HOME])
    old = [story for story in listed[ON_HOME:] if story.made != "hand"][:: max(1, len(listed) // MOST_READ)]
    read = "".join(f'<li><a href="{s.path}">{escape(s.headline)}</a></li>' for s in old[:MOST_READ])
    body = f"""<ul class="stories">
{items}
</ul>
<aside><h2>Most read</h2><ol>{read}</ol></aside>
{links_below}"""
    feed = '<link rel="alternate" type="application/rss+xml" href="/feed.xml">'
    return _page("The Estuary", body, head=feed)


def _teaser(story: Story) -> str:
    deck = f"<p>{escape(story.standfirst)}</p>" if story.standfirst else ""
    when = f'<time datetime="{story.on}">{day(story)}</time>'
    return f'<li><a href="{story.path}">{escape(story.headline)}</a> {when}{deck}</li>'


def _parts(listed: Sequence[Story]) -> list[Sequence[Story]]:
    return [listed[start : start + PER_PAGE] for start in range(0, len(listed), PER_PAGE)] or [()]


def _channel(section: str, listed: Sequence[Story]) -> Iterator[tuple[str, str]]:
    """The list of a section since 2018, whose pages only a script counts."""
    folder, parts = f"/{section.lower()}/", _parts(listed)
    for number, part in enumerate(parts):
        items = "\n".join(
            f'<li><a href="{story.old_path or story.path}">{escape(story.headline)}</a> '
            f"<span>{story.ran_at:%H:%M, %m-%d, %Y}</span></li>"
            for story in part
        )
        counted = f'<script>createPageHTML({len(parts)}, {number}, "index", "html");</script>'
        older = f'<p><a href="{folder}node_{_node_id(section)}.htm">{section} to 2017</a></p>'
        path = f"{folder}index_{number}.html" if number else folder
        yield path, _page(section, f"<ul>\n{items}\n</ul>\n<div>{counted}</div>\n{older}")


def _node(section: str, listed: Sequence[Story]) -> Iterator[tuple[str, str]]:
    """The list of a section to 2017: a table, and a link to the next page."""
    folder, parts = f"/{section.lower()}/", _parts(listed)
    names = [f"node_{_node_id(section)}{f'_{n + 1}' if n else ''}.htm" for n in range(len(parts))]
    for number, part in enumerate(parts):
        rows = "\n".join(
            f'<tr><td><a href="{story.second_path or story.path}">{escape(story.headline)}</a></td>'
            f"<td>{story.on}</td></tr>"
            for story in part
        )
        further = f'<p><a href="{names[number + 1]}">Next</a></p>' if number + 1 < len(parts) else ""
        yield folder + names[number], _page(section, f"<table>\n{rows}\n</table>\n{further}")


def _node_id(section: str) -> int:
    return 7_150 + SECTIONS.index(section)


def _list_of_years(years: Iterable[int]) -> str:
    return "<ul>" + "".join(f'<li><a href="/issues/{year}.html">{year}</a></li>' for year in years) + "</ul>"


def _year(listed: Iterable[Story]) -> str:
    """The issues of a year, each under its heading; those made by hand have contents of their own."""
    return "\n".join(_issue(issue, tuple(own)) for issue, own in groupby(listed, lambda story: story.issue))


def _issue(issue: str, listed: Sequence[Story]) -> str:
    if listed[0].made == "hand":
        return f'<p><a href="{_folder(listed[0])}/index.html">{issue}</a></p>'
    items = "\n".join(
        f'<li><a href="{story.path}">{escape(story.headline)}</a>, by {names(story)}</li>' for story in listed
    )
    return f"<h2>{issue}</h2>\n<ul>\n{items}\n</ul>"


def _folder(story: Story) -> str:
    return story.path.rpartition("/")[0]


def _folders(listed: Iterable[Story]) -> Iterator[tuple[str, str]]:
    """The contents of the issues made by hand."""
    issues: dict[str, list[Story]] = defaultdict(list)
    for story in listed:
        issues[_folder(story)].append(story)
    for folder, own in issues.items():
        parts = (_contents(section, own) for section in SECTIONS)
        yield f"{folder}/index.html", _page(f"The Estuary, {own[0].issue}", "\n".join(filter(None, parts)))


def _contents(section: str, listed: Iterable[Story]) -> str | None:
    """The stories of a section in an issue's contents; None where there are none."""
    rows = "\n".join(
        f'<tr><td><a href="{story.path.rpartition("/")[2]}">{escape(story.headline)}</a></td>'
        f"<td><i>{names(story)}</i></td></tr>"
        for story in listed
        if story.section == section
    )
    heading = f'<h3><a href="/{section.lower()}/">{section}</a></h3>'
    return f"{heading}\n<table>\n{rows}\n</table>" if rows else None
