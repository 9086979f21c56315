"""The pages of a story, in the four templates the magazine has had over time.

- hand: a table laid out by hand, nothing declared, a folder for each printed issue (to 2008);
- enp: nested tables with the comments `enpproperty` and `enpcontent`, and boxes in their cells (to 2017);
- trs: a `div.TRS_Editor`, boxes at the right, and further pages that only a script counts (to 2021);
- modern: HTML5 with JSON-LD, a picture, and a box of related stories inside the text.
"""

from __future__ import annotations

import json
from html import escape
from typing import TYPE_CHECKING

from newsspider.demo import assets, markup
from newsspider.demo.story import SECTIONS
from newsspider.language.direction import direction

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from newsspider.demo.boxes import Box, Neighbours
    from newsspider.demo.story import Made, Story

HOME = "http://estuary.example"


def rendered(story: Story, near: Neighbours) -> Iterator[tuple[str, bytes]]:
    """The path and bytes of each page of a story."""
    make = _MAKERS[story.made]
    charset = "cp1252" if story.made == "hand" else "utf-8"  # never declared on such pages
    for number, path in enumerate(story.paths):
        yield path, make(story, number, near).encode(charset, "xmlcharrefreplace")


def sections() -> str:
    """The bar of sections."""
    return " | ".join(f'<a href="/{name.lower()}/">{name}</a>' for name in SECTIONS)


def day(story: Story) -> str:
    """`20 May 2025`."""
    return f"{story.on.day} {story.on:%B %Y}"


def names(story: Story) -> str:
    """`Maren Holt, Tobias Lind`."""
    return escape(", ".join(story.authors))


def _html(story: Story, number: int) -> str:
    return "\n".join(markup.html(block) for block in story.pages[number])


def _by(story: Story) -> str:
    return escape(" and ".join(story.authors))


def _links(box: Box) -> str:
    return "".join(f'<li><a href="{s.path}">{escape(s.headline)}</a></li>' for s in box.stories)


def _hand(story: Story, number: int, near: Neighbours) -> str:
    box = near.own(story)
    return f"""<html><head><title>The Estuary: {escape(story.headline)}</title></head>
<body bgcolor="#ffffff" text="#000000"><table width="760" align="center" cellpadding="6">
<tr><td colspan="2"><a href="/">The Estuary</a> | <a href="index.html">Contents</a> | {sections()}</td></tr>
<tr><td width="560" valign="top"><font color="#446688"><b>{story.section}</b></font>
<h2>{escape(story.headline)}</h2>
<p><i>By {_by(story)}</i></p>
{_html(story, number)}
<p align="right"><small>{story.issue}</small></p>
</td><td width="200" valign="top" bgcolor="#e8eef4"><b>{box.label}</b>
<ul>{_links(box)}</ul></td></tr>
<tr><td colspan="2"><font size="1">Copyright &copy; {story.on.year} The Estuary</font></td></tr>
</table></body></html>
"""


def _enp(story: Story, number: int, near: Neighbours) -> str:
    content_id = story.path.rpartition("_")[2].partition(".")[0]
    return f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" \
"http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8" />
<meta name="contentid" content="{content_id}" /><meta name="publishdate" content="{story.on}" />
<title>{escape(story.headline)}</title></head><body>
<!--enpproperty <articleid>{content_id}</articleid><date>{story.on} 09:30:00.0</date>\
<author>{names(story)}</author><title>{escape(story.headline)}</title><keyword></keyword>\
<subtitle></subtitle><introtitle></introtitle><siteid>1</siteid><nodename>{story.section}</nodename>/enpproperty-->
<table width="980"><tr><td><a href="/">Home</a> | {sections()}</td></tr></table>
<table width="980"><tr><td width="680" valign="top">
<!--enpcontent--><table width="100%"><tr><td align="center"><h1>{escape(story.headline)}</h1></td></tr>
<tr><td align="center">{story.on} By {_by(story)}</td></tr>
<tr><td class="text"><!--enpcontent-->
{_html(story, number)}
<!--/enpcontent--></td></tr></table><!--/enpcontent-->
{_enp_pager(story, number)}<p align="right"><span class="volume">{story.issue}</span> &nbsp; \
<a href="javascript:window.print()">Print</a></p>
</td><td width="280" valign="top">
<table width="100%"><tr><td class="boxhead">Services</td></tr>
<tr><td><a href="/about/subscribe.html"><img src="/images/subscribe.gif" border="0" /></a><br />
<a href="/about/advertise.html"><img src="/images/advertise.gif" border="0" /></a></td></tr></table>
{_enp_box(near.other(story))}
</td></tr></table>
<table width="980"><tr><td align="center">Copyright &copy; The Estuary. All Rights Reserved.</td></tr></table>
</body></html>
"""


def _enp_box(box: Box) -> str:
    items = "\n".join(
        f'<tr><td class="item">&middot; <a href="{s.path}" target="_blank">{escape(s.headline)}'
        f"{f'<br>{escape(s.standfirst)}' if s.standfirst else ''}</a></td></tr>"
        for s in box.stories
    )
    return f'<table width="100%"><tr><td class="boxhead">{box.label}</td></tr>\n{items}</table>'


def _enp_pager(story: Story, number: int) -> str:
    """The page numbers; each links to its page, except the current one."""
    if len(story.pages) == 1:
        return ""
    shown = (
        f"<b>{n + 1}</b>" if n == number else f'<a href="{path.rpartition("/")[2]}">{n + 1}</a>'
        for n, path in enumerate(story.paths)
    )
    return f'<div id="div_currpage" align="center">{" ".join(shown)}</div>\n'


def _trs(story: Story, number: int, near: Neighbours) -> str:
    stem = story.path.rpartition("/")[2].removesuffix(".html")
    own, other = near.own(story), near.other(story)
    return f"""<!DOCTYPE html>
<html lang="{story.language}"{_direction(story)}><head><meta charset="utf-8">
<title>{escape(story.headline)}_{story.section}_The Estuary</title>
<meta name="publishdate" content="{story.on}">
<meta name="author" content="{names(story)}">
{assets.HEAD}</head><body><div class="nav"><a href="/">Home</a> &gt; \
<a href="/{story.section.lower()}/" class="CurrChnlCls">{story.section}</a></div>
<div class="main"><div class="left"><div class="title">{escape(story.headline)}</div>
<div class="info"><span class="time">{story.ran_at:%H:%M, %m-%d, %Y}</span> \
<span class="no">{story.issue}</span></div>
<div class="TRS_Editor"><style id="_Custom_V6_Style_">.TRS_Editor P{{line-height:1.75}}</style>
{_trs_picture(story) if not number else ""}{_html(story, number)}
</div><div class="bdsharebuttonbox">Share to: <a href="#">Letters</a> <a href="#">Postcards</a></div>
<div class="pager">\
<script>createPageHTML({len(story.pages)}, {number}, "{stem}", "html");</script></div></div>
<div class="right"><div class="head">{own.label} <a href="/{story.section.lower()}/">+ More</a></div>
<ul>{_links(own)}</ul><div class="head">{other.label}</div><ul>{_links(other)}</ul></div></div>
</body></html>
"""


def _trs_picture(story: Story) -> str:
    path = assets.picture_path(story)
    if path is None:
        return ""
    name = path.rpartition("/")[2]
    return (
        f'<p align="center"><img src="./{name}" oldsrc="{name}" alt=""></p>\n'
        f'<p align="center">{escape(story.caption or "")}</p>\n'
    )


def _modern(story: Story, number: int, near: Neighbours) -> str:
    first, *others = (markup.html(block) for block in story.pages[number])
    own = near.own(story)
    return f"""<!DOCTYPE html>
<html lang="{story.language}"{_direction(story)}><head><meta charset="utf-8">
<title>{escape(story.headline)} | The Estuary</title>
<link rel="canonical" href="{HOME}{story.path}">
<script type="application/ld+json">{json.dumps(_declared(story))}</script>
{assets.HEAD}</head><body><header><nav><a href="/">Home</a> | {sections()}</nav></header>
<main><article><h1>{escape(story.headline)}</h1>
{f'<p class="standfirst">{escape(story.standfirst)}</p>' if story.standfirst else ""}
<p class="byline">By {_by(story)} <time datetime="{story.ran_at:%Y-%m-%dT%H:%M:%SZ}">{day(story)}</time>
<span class="issue">{story.issue}</span></p>
<div class="article-body">
{_figure(story)}{first}
{_related(near.related(story))}
{chr(10).join(others)}
</div></article>
<aside class="more"><h2>{own.label}</h2><ul>{_links(own)}</ul></aside></main>
<footer><p>The Estuary, a magazine that never was.</p></footer></body></html>
"""


def _related(box: Box) -> str:
    return f'<aside class="related"><h3>{box.label}</h3><ul>{_links(box)}</ul></aside>' if box.stories else ""


def _figure(story: Story) -> str:
    path = assets.picture_path(story)
    if path is None:
        return ""
    caption = escape(story.caption or "")
    return f'<figure><img src="{path}" alt=""><figcaption>{caption}</figcaption></figure>\n'


def _direction(story: Story) -> str:
    return ' dir="rtl"' if direction(story.language) == "rtl" else ""


def _declared(story: Story) -> Mapping[str, object]:
    return {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": story.headline,
        "description": story.standfirst,
        "articleSection": story.section,
        "datePublished": f"{story.ran_at:%Y-%m-%dT%H:%M:%SZ}",
        "author": [{"@type": "Person", "name": name} for name in story.authors],
        "inLanguage": story.language,
    }


_MAKERS: Mapping[Made, Callable[[Story, int, Neighbours], str]] = {
    "hand": _hand,
    "enp": _enp,
    "trs": _trs,
    "modern": _modern,
}
