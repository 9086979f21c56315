"""Bodies as XHTML: known tags in their places, and nothing that runs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from newsspider.export.text import clean_tree, commonmark, xhtml
from newsspider.items import Image

URL = "https://x.example/page.html"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("loose<p>One</p>", "<p>loose</p>\n<p>One</p>"),
        ("<h1>A</h1><h4>B <p>C</p></h4>", "<h2>A</h2>\n<h4>B</h4>\n<p>C</p>"),
        ("<div><section><p>deep<br>er</p></section></div>", "<p>deep<br/>er</p>"),
        (
            "<ul>loose<li>One</li><li><p>A</p><p>B</p></li><li></li></ul>",
            "<ul><li>loose</li><li>One</li><li><p>A</p><p>B</p></li></ul>",
        ),
        ("<ul><ul><li>One</li></ul></ul>", "<ul><li><ul><li>One</li></ul></li></ul>"),
        ("<ul></ul><table></table><p> </p>", ""),
        ("<blockquote>said</blockquote>", "<blockquote><p>said</p></blockquote>"),
        ("<pre> a\n  <b>b</b></pre><hr>", "<pre> a\n  b</pre>\n<hr/>"),
        (
            "<table><caption>Tides</caption><thead><tr><th>a</th></tr></thead><tr><td><p>1</p></td></tr></table>",
            "<table><caption>Tides</caption><tr><th>a</th></tr><tr><td><p>1</p></td></tr></table>",
        ),
        ("<p><em>a</em><font>b</font><blink></blink></p>", "<p><em>a</em>b</p>"),
        ("<p onclick='x()' style='y'>1 &lt; 2 &amp; 3</p>", "<p>1 &lt; 2 &amp; 3</p>"),
        ("<script>x()</script><p>a<iframe src='/'></iframe></p>", "<p>a</p>"),
        (
            "<p><a href='/a?b=1&c=\"2 3\"'>link</a></p>",
            '<p><a href="https://x.example/a?b=1&amp;c=%222%203%22">link</a></p>',
        ),
        ("<p><a href='javascript:x()'>link</a></p>", "<p>link</p>"),
        ("<p><img src='/cat.jpg' alt='a cat'></p>", '<p><a href="https://x.example/cat.jpg">a cat</a></p>'),
        (
            "<p><a href='/'><img src='/cat.jpg' alt='a cat'></a></p>",
            '<p><a href="https://x.example/">a cat</a></p>',
        ),
    ],
)
def test_a_body_keeps_what_belongs_in_it(source: str, expected: str) -> None:
    assert xhtml.body(source, url=URL, pictures="linked") == expected


def test_footnotes_open_over_the_text() -> None:
    source = (
        "<p>Said<sup><a href='#fn1'>1</a></sup></p><p><a href='#r1'>1</a> By whom</p>"
        "<p>More<a href='#fn2'>2</a></p><ol><li>a</li><li>When <a href='#r2'>↩</a></li></ol>"
    )

    assert xhtml.body(source, url=URL, pictures="linked", notes="popups") == (
        '<p>Said<sup><a epub:type="noteref" href="#note-1">1</a></sup></p>\n'
        '<aside epub:type="footnote" id="note-1"><p>1.</p><p>By whom</p></aside>\n'
        '<p>More<a epub:type="noteref" href="#note-2">2</a></p>\n'
        "<ol><li>a</li></ol>\n"
        '<aside epub:type="footnote" id="note-2"><p>2.</p><p>When</p></aside>'
    )


def test_pictures_are_shown_or_linked_to_with_what_is_said_of_them() -> None:
    images = (
        Image(url="https://x.example/cat.jpg", alt='a "cat"', caption="The cat", credit="Ada"),
        Image(url="https://x.example/dog.jpg"),
        Image(url="data:image/png;base64,AAAA"),
        Image(url="https://x.example/in-the-body.jpg"),
    )
    body = "<p><img src='https://x.example/in-the-body.jpg'></p>"

    assert xhtml.figures(images, body, url=URL, pictures="shown") == (
        '<figure><img src="https://x.example/cat.jpg" alt="a &quot;cat&quot;"/>'
        "<figcaption>The cat · Ada</figcaption></figure>\n"
        '<figure><img src="https://x.example/dog.jpg" alt=""/></figure>'
    )
    assert '<a href="https://x.example/dog.jpg">https://x.example/dog.jpg</a>' in xhtml.figures(
        images, body, url=URL, pictures="linked"
    )


_TAGS = (
    "p",
    "div",
    "ul",
    "ol",
    "li",
    "table",
    "tr",
    "td",
    "th",
    "caption",
    "h2",
    "blockquote",
    "pre",
    "a href='/x'",
)
_MORE = ("em", "sup", "svg", "script", "br", "hr", "img src='/y'", "dl", "dt", "math", "select", "tbody")
_SOURCES = st.lists(
    st.sampled_from([*(f"<{tag}>" for tag in (*_TAGS, *_MORE)), *(f"</{tag.split()[0]}>" for tag in _TAGS)])
    | st.text(max_size=3),
    max_size=20,
).map("".join)


@given(_SOURCES)
def test_any_html_makes_well_formed_xhtml_with_each_tag_in_its_place(source: str) -> None:
    body = xhtml.body(source, url=URL, pictures="linked", notes="popups")

    tree = etree.fromstring(f'<div xmlns:epub="http://www.idpf.org/2007/ops">{body}</div>'.encode())
    for element in tree.iterdescendants():
        parent = element.getparent().tag
        assert (element.tag == "li") == (parent in ("ul", "ol"))
        assert (element.tag in ("td", "th")) == (parent == "tr")
        assert (element.tag in ("tr", "caption")) == (parent == "table")
        assert parent not in ("p", "h2") or element.tag not in clean_tree.BLOCKS
        assert element.tag != "a" or not list(element.iterancestors("a"))
    assert not list(tree.iter("script", "svg", "math", "select", "img"))


@given(st.text(), st.text(min_size=1))
def test_an_address_is_one_that_can_be_followed_or_none(written: str, url: str) -> None:
    address = clean_tree.web_address(written, url=url)

    assert address is None or address.startswith(("http://", "https://", "mailto:"))
    assert address is None or not set(address) & set(' "<>\\^`{|}\n\t')


@pytest.mark.parametrize("tag", ["div", "b", "blockquote", "a href='/x'"])
def test_deep_nesting_keeps_its_text(tag: str) -> None:
    source = f"<{tag}>" * 5_000 + "inside"

    assert "inside" in xhtml.body(source, url="https://x.example/", pictures="linked", notes="popups")
    assert "inside" in commonmark.blocks(source, url="https://x.example/")[0]
