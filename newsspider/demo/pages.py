"""The pages of a story, in the four ways that the magazine has made pages in its time.

- hand: tables laid out by hand, nothing declared;
- enp: nested tables, with the comments `enpproperty` and `enpcontent`, and boxes in their cells;
- trs: a `div.TRS_Editor`, a box at the right, and further pages that only a script counts;
- modern: HTML5 with JSON-LD, a picture, and a box of related stories inside the text.
"""

from __future__ import annotations

import json
from html import escape
from typing import TYPE_CHECKING

from newsspider.demo.stories import SECTIONS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from newsspider.demo.stories import Made, Story

HOME = "http://estuary.example"
BOX_LINKS = 3


def rendered(story: Story, told: Sequence[Story]) -> dict[str, str]:
    """The HTML of each page of a story by its path; *told* are the stories its boxes link to."""
    make = _MAKERS[story.made]
    pages = {
        story.page_path(number): make(story, paragraphs, told)
        for number, paragraphs in enumerate(story.pages)
    }
    if story.second_path:
        pages[story.second_path] = pages[story.path]
    return pages


def _paragraphs(paragraphs: Iterable[str]) -> str:
    return "\n".join(f"<p>{escape(words, quote=False)}</p>" for words in paragraphs)


def _others(story: Story, told: Sequence[Story]) -> str:
    others = [other for other in told if other.section == story.section and other.path != story.path]
    return "".join(
        f'<li><a href="{other.path}">{escape(other.headline)}</a></li>' for other in others[:BOX_LINKS]
    )


def _sections() -> str:
    return " | ".join(f'<a href="/{name.lower()}/">{name}</a>' for name in SECTIONS)


def _hand(story: Story, paragraphs: tuple[str, ...], told: Sequence[Story]) -> str:
    return f"""<html><head><title>The Estuary: {escape(story.headline)}</title></head>
<body bgcolor="#ffffff"><table width="760" align="center">
<tr><td colspan="2"><a href="/">The Estuary</a> | {_sections()}</td></tr>
<tr><td width="560" valign="top"><h2>{escape(story.headline)}</h2>
<p><i>By {escape(story.author)}</i></p>
<p align="right">{story.on:%B} {story.on.day}, {story.on.year}</p>
{_paragraphs(paragraphs)}
</td><td width="200" valign="top" bgcolor="#e8eef4"><b>More from {story.section}</b>
<ul>{_others(story, told)}</ul></td></tr>
</table></body></html>
"""


def _enp(story: Story, paragraphs: tuple[str, ...], told: Sequence[Story]) -> str:
    return f"""<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8">
<title>{escape(story.headline)}</title>
<!--enpproperty <date>{story.on} 09:00:00.0</date><author>{story.author}</author>\
<title>{escape(story.headline)}</title><keyword></keyword><subtitle></subtitle>\
<introtitle></introtitle><siteid>1</siteid><nodename>{story.section}</nodename>/enpproperty-->
</head><body><table width="980"><tr><td><a href="/">Home</a> | {_sections()}</td></tr></table>
<table width="980"><tr><td width="680" valign="top">
<table width="100%"><tr><td align="center"><h1>{escape(story.headline)}</h1></td></tr>
<tr><td align="center">{story.on} By {escape(story.author)}</td></tr>
<tr><td><div id="content"><!--enpcontent--><!--enpcontent-->
{_paragraphs(paragraphs)}
<!--/enpcontent--><!--/enpcontent--></div></td></tr></table>
</td><td width="280" valign="top"><table width="100%">
<tr><td><b>More from {story.section}</b></td></tr>
<tr><td><ul>{_others(story, told)}</ul></td></tr></table></td></tr></table>
</body></html>
"""


def _trs(story: Story, paragraphs: tuple[str, ...], told: Sequence[Story]) -> str:
    stem = story.path.rpartition("/")[2].removesuffix(".html")
    call = f'createPageHTML({len(story.pages)}, {story.pages.index(paragraphs)}, "{stem}", "html");'
    return f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{escape(story.headline)}</title>
<meta name="publishdate" content="{story.on}"><meta name="author" content="{escape(story.author)}">
</head><body><div class="nav"><a href="/">Home</a> | {_sections()}</div>
<div class="main"><div class="left"><h1 class="title">{escape(story.headline)}</h1>
<div class="info"><span>{story.section}</span> <span>{story.on}</span> <span>By {story.author}</span></div>
<div class="TRS_Editor">
{_paragraphs(paragraphs)}
</div><div class="pager"><script>{call}</script></div>
</div><div class="right"><h3>More from {story.section}</h3><ul>{_others(story, told)}</ul></div></div>
</body></html>
"""


def _modern(story: Story, paragraphs: tuple[str, ...], told: Sequence[Story]) -> str:
    picture = f"/pictures/{story.path.rpartition('/')[2].removesuffix('.html')}.jpg"
    return f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{escape(story.headline)} | The Estuary</title>
<link rel="canonical" href="{HOME}{story.path}">
<script type="application/ld+json">{json.dumps(_declared(story))}</script>
</head><body><header><nav><a href="/">Home</a> | {_sections()}</nav></header>
<main><article><h1>{escape(story.headline)}</h1>
<p class="standfirst">{escape(story.standfirst or "")}</p>
<p class="byline">By <a rel="author" href="/">{escape(story.author)}</a>
<time datetime="{story.on}">{story.on.day} {story.on:%B %Y}</time></p>
<figure><img src="{picture}" alt="A view of the estuary"><figcaption>The estuary in the morning</figcaption>
</figure><div class="article-body">
{_paragraphs(paragraphs[:1])}
<aside class="related"><h3>Related stories</h3><ul>{_others(story, told)}</ul></aside>
{_paragraphs(paragraphs[1:])}
</div></article></main><footer><p>The Estuary, a monthly that never was.</p></footer></body></html>
"""


def _declared(story: Story) -> Mapping[str, object]:
    return {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": story.headline,
        "description": story.standfirst,
        "articleSection": story.section,
        "datePublished": f"{story.on}T09:00:00Z",
        "author": [{"@type": "Person", "name": story.author}],
        "inLanguage": "en",
    }


_MAKERS: Mapping[Made, Callable[[Story, tuple[str, ...], Sequence[Story]], str]] = {
    "hand": _hand,
    "enp": _enp,
    "trs": _trs,
    "modern": _modern,
}
