"""Markdown: what the HTML says, and nothing that a text would say by accident."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from newsspider.export import one_article
from newsspider.export.text import clean_tree, commonmark
from newsspider.items import Article, Image

if TYPE_CHECKING:
    from bs4 import Tag

URL = "https://x.example/page.html"
READER = MarkdownIt("commonmark").enable("table").enable("strikethrough")


def body(source: str) -> str:
    return "\n\n".join(commonmark.blocks(source, url=URL))


def test_an_article_has_headline_byline_standfirst_body_and_pictures() -> None:
    article = Article(
        url=URL,
        canonical_url=URL,
        headline="Cats & *dogs* #",
        authors=("Ada Byron", "John Fisk"),
        standfirst="Who wins?",
        html="<p>First, <em>really</em> <a href='https://x.example/a b'>linked</a>.</p>",
        images=(
            Image(url="https://x.example/cat.jpg", alt="a cat", caption="The *cat*", credit="Ada"),
            Image(url="https://x.example/dog_(1).jpg"),
        ),
    )

    assert one_article.as_markdown(article) == (
        "# Cats & \\*dogs\\* \\#\n\nBy Ada Byron, John Fisk\n\n**Who wins?**\n\n"
        "First, *really* [linked](https://x.example/a%20b).\n\n"
        "![a cat](https://x.example/cat.jpg)  \nThe \\*cat\\* · Ada\n\n"
        "![](<https://x.example/dog_(1).jpg>)\n"
    )


def test_a_picture_that_stands_in_the_body_is_not_shown_again() -> None:
    article = Article(
        url=URL,
        canonical_url=URL,
        html="<p>One <img src='https://x.example/cat.jpg' alt='a [cat]'></p>",
        images=(Image(url="https://x.example/cat.jpg"),),
    )

    assert one_article.as_markdown(article) == "One ![a \\[cat\\]](https://x.example/cat.jpg)\n"


def test_an_article_without_html_is_its_paragraphs() -> None:
    article = Article(url=URL, canonical_url=URL, body=("# One", "Two"))

    assert one_article.as_markdown(article) == "\\# One\n\nTwo\n"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<h2>More</h2><p>One</p>", "## More\n\nOne"),
        ("<ul><li>One</li><li>Two<ul><li>Three</li></ul></li></ul>", "- One\n- Two\n  - Three"),
        ("<ul><li><p>One</p><p>More</p></li><li>Two</li></ul>", "- One\n\n  More\n- Two"),
        ("<ol><li>One</li><li>Two</li></ol>", "1. One\n2. Two"),
        ("<ul><li>One</li></ul><ul><li>Two</li></ul>", "- One\n\n* Two"),
        ("<ol><li>One</li></ol> <ol><li>Two</li></ol>", "1. One\n\n1) Two"),
        ("<blockquote><p>One</p><p>Two</p></blockquote>", "> One\n>\n> Two"),
        ("<blockquote>A line<br>and one</blockquote>", "> A line  \n> and one"),
        ("<pre>a  `b`\n  c</pre>", "```\na  `b`\n  c\n```"),
        ("<pre>```\nfenced\n```</pre>", "````\n```\nfenced\n```\n````"),
        (
            "<p># no heading</p><p>- no list</p><p>1. no list</p>",
            "\\# no heading\n\n\\- no list\n\n1\\. no list",
        ),
        ("<p>One<br>===<br>--- | ---</p>", "One  \n\\===  \n\\--- | ---"),
        ("<p>a<br>b</p>", "a  \nb"),
        ("<p>a verse<br><br>another</p>", "a verse  \n<br>\nanother"),
        ("loose <b>text</b><!-- not this --><p>One</p>", "loose **text**\n\nOne"),
        ("<table><tr><td>a</td><td>b|c</td></tr></table>", "|  |  |\n| --- | --- |\n| a | b\\|c |"),
        (
            "<table><caption>Tides</caption><tr><th>a</th><th>b</th></tr><tr><td>1<br>2</td></tr></table>",
            "Tides\n\n| a | b |\n| --- | --- |\n| 1<br>2 |  |",
        ),
        ("<p>a<em> b </em>c</p>", "a *b* c"),
        ("<p>中<em>“文”</em>中</p>", "中<em>“文”</em>中"),
        ("<p>x<sup>2</sup> and H<sub>2</sub>O</p>", "x<sup>2</sup> and H<sub>2</sub>O"),
        ("<p>Use <code>a`b</code> and <code>*</code></p>", "Use ``a`b`` and `*`"),
        ("<div><div><p>deep</p></div></div><hr>", "deep\n\n---"),
        ("<p>&lt;script&gt; and 1 &lt; 2, &amp;amp; R&amp;B</p>", "\\<script> and 1 < 2, \\&amp; R&B"),
        ("<p>snake_case and _private_</p>", "snake_case and \\_private\\_"),
        ("<p>Look!<a href='/a'>here</a></p>", "Look\\![here](https://x.example/a)"),
        ("<p><a href='javascript:alert(1)'>No</a> <a href='//['>address</a></p>", "No address"),
        ("<script>alert(1)</script><p>One<style>p {}</style></p>", "One"),
    ],
)
def test_markdown_says_what_the_html_says(source: str, expected: str) -> None:
    assert body(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (
            """<p>Said<sup><a href='#fn1'>1</a></sup>: much<a href='page.html#fn2'>[2]</a></p>
            <p><a href='#r1'>1</a> By whom</p><p><a href='#r2'>[2]</a> <em>When</em></p>""",
            "Said[^1]: much[^2]\n\n[^1]: By whom\n\n[^2]: *When*",
        ),
        (
            "<p>Said<sup><a href='#fn1'>1</a></sup></p><ol><li>By whom <a href='#r1'>↩</a></li></ol>",
            "Said[^1]\n\n[^1]: By whom",
        ),
        (
            "<p>Chapter <a href='#c1'>1</a></p>",
            "Chapter [1](https://x.example/page.html#c1)",
        ),
    ],
    ids=["marks before the notes", "a list with ways back", "no note"],
)
def test_footnotes_are_footnotes(source: str, expected: str) -> None:
    assert body(source) == expected


_WORDS = st.text(st.sampled_from('ab1 *_-+#=~`[]()<>!|&;:.\\"“中'), min_size=1, max_size=8) | st.sampled_from(
    ("&amp;", "http://x.example/a_b", "1.", "===", "---", "> q", "![a](b)", "[^1]: c")
)


def _element(inside: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    tags = st.sampled_from(("em", "strong", "code", "sub", "a href='http://x.example/p(1)_b*c'", "del", "b"))
    return st.builds(lambda tag, parts: f"<{tag}>{''.join(parts)}</{tag.split()[0]}>", tags, _some(inside))


def _some(parts: st.SearchStrategy[str]) -> st.SearchStrategy[list[str]]:
    return st.lists(parts, min_size=1, max_size=3)


def _in(tag: str, parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return _some(parts).map(lambda some: f"<{tag}>{''.join(some)}</{tag}>")


def _block(inside: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    items = _in("li", inside)
    return _in("ul", items) | _in("ol", items) | _in("blockquote", inside)


_LINE = st.recursive(_WORDS.map(escape) | st.just("<br>"), _element, max_leaves=6)
_TABLE = _in("table", _in("tr", _in("td", _LINE)))
_PLAIN = _in("p", _LINE) | _in("h3", _LINE) | _in("pre", _WORDS.map(escape)) | _LINE | _TABLE
_BODIES = _some(st.recursive(_PLAIN, _block, max_leaves=5)).map("".join)


@given(_BODIES)
@example("<ol><li>1</li></ol><p><br></p><ol><li>1</li></ol>")  # what is empty parts no lists
def test_a_reader_of_markdown_sees_the_words_and_blocks_of_the_html(source: str) -> None:
    seen = clean_tree.tree(READER.render(body(source)))

    assert _words(seen) == _words(clean_tree.tree(source))
    assert _blocks(seen) == _blocks(clean_tree.tree(source))


@given(st.text())
def test_any_html_makes_markdown(source: str) -> None:
    article = Article(url=URL, canonical_url=URL, html=source)

    assert one_article.as_markdown(article).endswith("\n")


def _words(node: Tag) -> str:
    return re.sub(r"\s+", "", node.get_text())


def _blocks(node: Tag) -> list[str]:
    tags = ("ul", "ol", "li", "blockquote", "h2", "h3", "pre", "table", "hr")
    return [block.name for block in node.find_all(tags) if block.get_text().strip()]
