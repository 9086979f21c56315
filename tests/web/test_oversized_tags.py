"""What makes a parser slow is cut before it reads, and the page says so."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import etree, html

from newsspider.discovery.feeds import xml_repair
from newsspider.web.document import Document
from newsspider.web.oversized_tags import MOST_ATTRIBUTES, cut, cut_text

URL = "https://paper.example/2024/05/03/story"
MANY = 500_000
ATTRIBUTES = b" ".join(b"a%d=b" % n for n in range(MANY))
HIDDEN_BEHIND = [
    b"<p %s>text</p>",
    b"<p title='>' %s>text</p>",
    b"<script>if (a<b)</script><p %s>text",
    b'<script>a<b="</script><p %s z=">text',
    b"<script %s>a<b='</script><p %s z='>text",
    b"<script src=/a/>a<b='</script><p %s z='>text",
    b"<title/><p %s>text",
    b"<!-- <p a='--><p %s z='>text",
    b"<!--><p %s>text",
    b"<! <b a='><p %s z='>text",
    b"<?x <b a='><p %s z='>text",
    b"</p %s>text",
    b"<body><p>text</p><body %s>",
    b"<p %s",
    b"<p %s z='",
]


@pytest.mark.parametrize("page", HIDDEN_BEHIND)
def test_a_tag_of_half_a_million_attributes_is_cut_wherever_it_stands(page: bytes) -> None:
    written = page.replace(b"%s", ATTRIBUTES)[:4_900_000]

    document = Document(written + b"<p>The end of the page.</p>", URL)

    assert document.note
    assert re.search(r"cut before reading: [\d,]+ attributes in one tag", document.note)
    assert max(len(e.attrib) for e in document.root.iter(etree.Element)) <= MOST_ATTRIBUTES


def test_what_stands_around_a_cut_tag_is_read() -> None:
    written = b"<h1>Before</h1><p class=first " + ATTRIBUTES + b">In it</p><p id=next>After</p>"

    document = Document(written, URL)

    assert document.text == "Before In it After"
    assert (document.select_one("p.first") is None, document.select_one("#next") is None) == (False, False)
    assert document.note == "cut before reading: 500,001 attributes in one tag; the first 1,000 are read"


@pytest.mark.parametrize(
    "page",
    [
        b"<script>for (i = 0; i<n; i++) {" + b"a = b; " * 5_000 + b"}</script><p>text",
        b"<!-- a<b " + b"word " * 5_000 + b"--><p>text",
        b"<title>a <b " + b"word " * 5_000 + b"</title><p>text",
        b"<p>1 < 2 " + b"word " * 5_000,
        b"<p " + b" ".join(b"a%d" % n for n in range(MOST_ATTRIBUTES)) + b">text",
        b"<p title='" + b"word " * 5_000 + b"'>text",
    ],
    ids=lambda page: page[:20].decode(),
)
def test_scripts_comments_and_ordinary_tags_are_left_alone(page: bytes) -> None:
    assert cut(page) == (page, None)
    assert cut_text(page.decode()) == page.decode()


@pytest.mark.parametrize("head", ["<rss><channel><item {}>", "<rss><title><x {}></title>", "<rss {}>"])
def test_a_tag_of_a_feed_is_cut(head: str) -> None:
    attributes = " ".join(f'a{number}="b"' for number in range(MANY // 5))
    item = "<item><title>A headline</title><link>http://paper.example/1.html</link></item>"

    repaired = xml_repair.repaired(f"{head.format(attributes)}{item}</rss>".encode())

    assert repaired
    assert len(repaired) < 3_000
    assert item.encode() in repaired


def test_a_page_that_nests_deeper_than_the_parser_reads_says_so() -> None:
    document = Document(b"<p>text" + b"<b>" * 3_000 + b"deep" + b"</b>" * 3_000 + b"<p>lost", URL)

    assert document.note
    assert "2,048 elements" in document.note
    assert Document(b"<p>text" + b"<b>" * 2_000 + b"deep", URL).note is None


PIECES = st.sampled_from(
    ["<p", "<b ", "</p", "<script", "</script>", "<title", "</title ", "<!--", "-->", "--!>", "<!", "<?", ">",
     "/>", "=", "'", '"', " a", " b=", " c='d'", ' e=">"', " f=g/", "/h", "i", "<", "-", "\n", "<style>",
     "</style>", "<textarea>", "</textarea", " j k l m n o"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=40).map("".join))
@example("<script>a<b='</script><p q w e r t z='>")
@example("<p a b c d e f g")
def test_no_parser_is_given_more_attributes_than_are_read(page: str) -> None:
    written = f"<body>x{page}".encode()
    found = cut(written, most=3)

    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True)
    root = html.document_fromstring(found.written, parser=parser)
    assert max(len(e.attrib) for e in root.iter(etree.Element)) <= 3
    assert (found.note is None) == (found.written == written)
    assert cut(found.written, most=3) == (found.written, None)
