"""What a link block is called, and what its group is: a rule a test."""

from __future__ import annotations

import pytest

from newsspider.extraction import extract, page_blocks
from newsspider.web.document import Document

URL = "http://news.example.org/2019/05/the-road-to-the-valley-is-wide.html"
PROSE = (
    "<p>The road was widened first, and the trees came after it, as everybody in the valley knows; "
    "nobody asked who had paid for either of them.</p>"
)
TITLES = (
    "Ports count the containers again",
    "A spring without any trains at all",
    "What the orchard growers hope for",
    "The mill is closed for another year",
    "Nobody wants to drive the ferry now",
)


def link(text: str) -> str:
    return f'<a href="/2019/05/{"-".join(text.lower().split())}.html">{text}</a>'


LIST = "<ul>" + "".join(f"<li>{link(text)}</li>" for text in TITLES) + "</ul>"
ROWS = "".join(f"<tr><td>&middot; {link(text)}</td></tr>" for text in TITLES)

HEAD, PICTURE = "<td class=boxhead>", "<a href=/s/><img src=s.gif></a>"


def read(inside: str) -> list[tuple[str | None, str | None, int]]:
    """Group, label and number of links of every block of a page."""
    page = f"<html><head><title>The road to the valley</title></head><body>{PROSE * 3}{inside}</body></html>"
    return [(one.group, one.label, len(one.links)) for one in page_blocks(Document(page, URL))]


@pytest.mark.parametrize(
    "box",
    [
        f"<div><h3>Services</h3><h4>Economy</h4>{LIST}</div>",
        f"<div><h3>Services</h3><h3>Economy</h3>{LIST}</div>",
        f"<div><div><h3>Services</h3><h4>Economy</h4></div>{LIST}</div>",
        f"<div><h3>Services</h3><div><h4>Economy</h4>{LIST}</div></div>",
        f"<div><h3>Services</h3><p>Economy</p>{LIST}</div>",
        f"<div><h2>Services</h2><p><b>Economy</b></p>{LIST}</div>",
        f"<table><tr>{HEAD}Services</td></tr><tr>{HEAD}Economy</td></tr>{ROWS}</table>",
        f"<table><tr><th>Services</th></tr><tr><td><b>Economy</b></td></tr>{ROWS}</table>",
        f"<dl><dt>Services</dt><dt>Economy</dt>{''.join(f'<dd>{link(text)}</dd>' for text in TITLES)}</dl>",
    ],
)
def test_the_nearest_heading_is_the_label_and_the_one_above_it_the_group(box: str) -> None:
    assert read(box) == [("Services", "Economy", 5)]


@pytest.mark.parametrize(
    "box",
    [
        f"<div><h3>Services</h3><form><input></form></div><div><h3>Economy</h3>{LIST}</div>",
        f"<div class=box><h3>Services</h3></div><div class=box><h3>Economy</h3>{LIST}</div>",
        f"<table><tr>{HEAD}Services</td><tr><td>{PICTURE}</table><table><tr>{HEAD}Economy</td></tr>{ROWS}</table>",
        f"<h3>Services</h3><p>{'Nobody knows them. ' * 9}</p><h4>Economy</h4>{LIST}",
    ],
)
def test_the_heading_of_another_box_is_no_group(box: str) -> None:
    assert read(box) == [(None, "Economy", 5)]


def test_a_group_is_that_of_all_its_blocks() -> None:
    boxes = "".join(f"<div class=box><h3>{name}</h3>{LIST}</div>" for name in ("Economy", "Culture"))

    assert read(f"<section><h2>More to read</h2>{boxes}</section>") == [
        ("More to read", "Economy", 5),
        ("More to read", "Culture", 5),
    ]


@pytest.mark.parametrize(
    "above",
    [
        *("<h2>Fußbereich</h2>", "<h3>Hlavní obsah</h3>", "<h3>E-mail</h3>", "<h3>Updated</h3>"),
        *("<h3>Tuesday, 27 August 2024</h3>", "<h3>Log in here</h3>", "<h3>Share this</h3>"),
        "<div class=author-name><b>Anna Reed</b></div>",
        '<div><img src=a.jpg alt="A man in a red coat looks at the harbour from the quay"></div>',
        "<div>You will need a few things, among them a</div>",
    ],
)
def test_what_only_stands_above_a_list_is_not_its_label(above: str) -> None:
    assert read(f"<aside>{above}{LIST}</aside>") == [(None, None, 5)]


@pytest.mark.parametrize(
    ("bar", "label"),
    [
        ("<div><span>Most read</span><span>Latest</span></div>", "Most read"),
        ("<ul><li>Most read</li><li>Recommended</li></ul>", "Most read"),
        ("<div><h3>Related</h3><h3>posts</h3></div>", "Related posts"),
        ("<div class=head><h3>Most read</h3><p>Today</p></div>", "Most read"),
    ],
)
def test_words_in_pieces_are_one_label_and_names_of_tabs_are_several(bar: str, label: str) -> None:
    assert read(f"<aside>{bar}{LIST}</aside>") == [(None, label, 5)]


def test_links_that_send_the_page_to_others_are_no_block() -> None:
    links = "".join(f'<li><a href="{URL}?share={n}">Click to share on {n} (opens in new window)</a></li>'
                    for n in ("facebook", "mastodon", "bluesky", "whatsapp"))  # fmt: skip

    assert read(f"<h3>Share this:</h3><ul>{links}</ul>") == []


def test_the_name_of_an_issue_is_a_label_though_it_has_a_date() -> None:
    links = "".join(
        f'<li><a href="/2010/{n}.html">The harbour wall is mended {n} times</a>' for n in range(4)
    )
    page = f"<h1>Issues of 2010</h1><h2>No. 40, April 2010</h2><ul>{links}</ul>"

    (block,) = extract(page, "http://news.example.org/issues/2010.html").link_blocks

    assert block.label == "No. 40, April 2010"


PROSE = (
    "<p>The road was widened first, and the trees came after it, as everybody in the valley knows.</p>" * 5
)
LINKS = '<ul><li><a href="/weather">Weather</a><li><a href="/tides">Tides</a></ul>'


def beside(box: str, *, around: str = "aside") -> list[tuple[str | None, str, list[str]]]:
    page = f"<main><article><h1>The road</h1>{PROSE}</article></main><{around}>{box}</{around}>"
    found = extract(page, "http://news.example.org/2010/road.html").link_blocks
    return [(block.label, block.kind, [link.text for link in block.links]) for block in found]


@pytest.mark.parametrize(
    ("box", "texts"),
    [
        (f"<h3>Services</h3>{LINKS}", ["Weather", "Tides"]),
        ('<h3>Services</h3><p><a href="/weather">Weather</a>', ["Weather"]),
        (f"<section><header><h2>Services</h2></header><div>{LINKS}</div></section>", ["Weather", "Tides"]),
        ('<h3>Services</h3><a href="/w"><img src="w.png" alt="Weather"></a>', ["Weather"]),
    ],
)
def test_a_box_called_services_is_kept_with_its_short_links(box: str, texts: list[str]) -> None:
    assert beside(box) == [("Services", "services", texts)]


@pytest.mark.parametrize("around", ["nav", "footer", "div"])
def test_services_in_menus_and_the_foot_of_the_page_are_not_a_box(around: str) -> None:
    assert beside(f"<h3>Services</h3>{LINKS}", around=around) == []
