"""Which parts of a page are link blocks, what they are called and what they link to: a rule a test."""

from __future__ import annotations

import pytest

from newsspider.extraction import extract, page_blocks
from newsspider.extraction.link_blocks.block_kinds import kind_of
from newsspider.web.document import Document

URL = "http://news.example.org/2019/05/the-road-to-the-valley-is-wide.html"
PROSE = (
    "<p>The road was widened first, and the trees came after it, as everybody in the valley knows; "
    "nobody asked who had paid for either of them.</p>"
)
ONE, TWO, THREE = (
    "Ports count the containers again",
    "A spring without any trains at all",
    "What the orchard growers hope for",
)


def link(text: str, *, site: str = "") -> str:
    slug = "-".join(text.lower().split())
    return f'<a href="{site}/2019/05/{slug}.html">{text}</a>'


def items(*texts: str) -> str:
    return "<ul>" + "".join(f"<li>{link(text)}</li>" for text in texts) + "</ul>"


def read(inside: str, url: str = URL) -> list[tuple[str | None, list[str]]]:
    """The label and the texts of every block of a page."""
    page = f"<html><head><title>The road to the valley</title></head><body>{inside}</body></html>"
    found = page_blocks(Document(page, url))
    return [(block.label, [one.text for one in block.links]) for block in found]


@pytest.mark.parametrize(
    "box",
    [
        f"<h2>Most read</h2>{items(ONE, TWO)}",
        f"<div><b>Most read</b></div><div>{items(ONE, TWO)}</div>",
        f"<section><div class=title><span>Most read</span></div><div>{items(ONE, TWO)}</div></section>",
        f"<div>Most read <a href=/most-read>More</a></div>{items(ONE, TWO)}",
        f"<div><a href=/most-read>Most read</a></div>{items(ONE, TWO)}",
        f'<img src=m.gif alt="Most read">{items(ONE, TWO)}'.replace("<img", "<div><img").replace(
            '">', '"></div>', 1
        ),
        f'<div aria-label="Most read">{items(ONE, TWO)}</div>',
        f"<table><tr><th>Most read</th><tr><td>{link(ONE)}</td><tr><td>{link(TWO)}</td></table>",
        f"<div><h3>Most read</h3>{link(ONE)}<br>{link(TWO)}<br></div>",
        f"<dl><dt>Most read</dt><dd>{link(ONE)}</dd><dd>{link(TWO)}</dd></dl>",
        f"<h2>Ours</h2><div><h3>Most read</h3>{items(ONE, TWO)}</div>",
        f"<h2>Ours</h2><p><b>Most read</b></p>{items(ONE, TWO)}",
        f"<h2>Ours</h2><h3>Most read</h3>{items(ONE, TWO)}",
        f"<h2>Ours</h2><div><p><b>Most read</b></p>{items(ONE, TWO)}</div>",
    ],
)
def test_a_box_is_named_by_what_stands_above_its_links(box: str) -> None:
    assert read(PROSE * 3 + box) == [("Most read", [ONE, TWO])]


def test_a_card_is_one_link_with_the_headlines_text() -> None:
    def card(text: str) -> str:
        href = link(text).split('"')[1]
        return (
            f'<div class="card c-{len(text)}"><a href="{href}"><img src=a.jpg alt="Somebody looks on"></a>'
            f'<a href="/economy">Economy</a><h3>{link(text)}</h3><p>12 May 2019</p>'
            f'<p>What came of it in the end.</p><a href="{href}#comments">4 comments</a></div>'
        )

    box = f"<h2>Latest</h2><div>{card(ONE)}{card(TWO)}</div>"
    assert read(PROSE * 3 + box) == [("Latest", [ONE, TWO])]


def test_a_card_whose_only_link_is_its_picture_is_called_by_its_heading() -> None:
    cards = [
        '<article><a href="{}"><img src=a.jpg></a><h3>{}</h3></article>'.format(
            link(text).split('"')[1], text
        )
        for text in (ONE, TWO)
    ]
    assert read(f"<h2>Latest</h2>{''.join(cards)}") == [("Latest", [ONE, TWO])]


def test_two_headings_part_two_boxes() -> None:
    side = f"<div><h3>Economy</h3>{items(ONE, TWO)}<h3>Culture</h3>{items(TWO, THREE)}</div>"
    assert read(PROSE * 3 + side) == [("Economy", [ONE, TWO]), ("Culture", [TWO, THREE])]


def test_columns_under_one_heading_are_one_box() -> None:
    columns = "".join(f"<div class=col>{items(*texts)}</div>" for texts in ((ONE, TWO), (THREE,)))
    assert read(f"<h2>Economy</h2><div>{columns}</div>") == [("Economy", [ONE, TWO, THREE])]


def test_a_heading_before_each_link_is_a_kicker_and_names_no_box() -> None:
    cards = "".join(f"<h4 class=kicker>Sport</h4>{link(text)}<br>" for text in (ONE, TWO, THREE))
    assert read(f"<div><h2>Latest</h2><div>{cards}</div></div>") == [("Latest", [ONE, TWO, THREE])]


def test_names_side_by_side_name_one_list_each() -> None:
    names = "<div><span>Read</span> <span>Shared</span></div>"
    tabs = f"{names}{items(ONE, TWO)}<ol><li>{link(TWO)}<li>{link(THREE)}</ol>"
    assert read(f"{PROSE * 3}<div>{tabs}</div>") == [("Read", [ONE, TWO]), ("Shared", [TWO, THREE])]


def test_a_tab_names_the_panel_it_opens() -> None:
    tabs = f"<ul><li><a href=#read>Most read</a></ul><div><div id=read>{items(ONE, TWO)}</div></div>"
    assert read(PROSE * 3 + tabs) == [("Most read", [ONE, TWO])]


def test_a_line_that_leads_to_one_story_amid_the_text_is_a_box() -> None:
    line = f"<p><strong>Read also:</strong> {link(ONE)}</p>"
    assert read(PROSE * 3 + line + PROSE * 3) == [("Read also", [ONE])]


def test_a_link_in_a_sentence_is_not_a_teaser() -> None:
    sentence = (
        f"<p>The ministry said so when {link(ONE)} was the question of the whole spring, and later again.</p>"
    )
    assert read(PROSE * 2 + sentence * 2 + PROSE) == []


@pytest.mark.parametrize(
    "menu",
    [
        "<nav><ul>"
        + "".join(f"<li><a href=/{w}>{w}</a>" for w in ("news", "culture", "sport"))
        + "</ul></nav>",
        '<div class="breadcrumb"><a href=/>Home</a> &gt; <a href=/economy>Economy and the world</a></div>',
        '<div class="social-share">Share: <a href=http://a.example/>Tell your friends about it</a></div>',
        '<div class="pager"><a href=/1>The page before</a> <a href=/3>The page that comes next</a></div>',
        "<footer><h4>About</h4><a href=/terms>Terms and conditions</a><br><a href=/data>Privacy</a>",
    ],
)
def test_menus_and_breadcrumbs_are_not_link_blocks(menu: str) -> None:
    assert read(PROSE * 3 + menu) == []


def test_a_container_with_the_name_of_a_menu_may_hold_a_box() -> None:
    box = f'<div id="nav-featured" class="tag-menu"><h2>Featured</h2>{items(ONE, TWO, THREE)}</div>'
    assert read(PROSE * 3 + box) == [("Featured", [ONE, TWO, THREE])]


def test_a_list_of_other_sites_is_the_articles_own() -> None:
    far = "".join(f"<li>{link(text, site='http://elsewhere.test')}</li>" for text in (ONE, TWO, THREE))
    box = f"<h2>Resources</h2><ul>{far}</ul>"
    article = extract(
        f"<title>The road</title><body><h1>The road</h1>{PROSE * 3}{box}{PROSE * 3}</body>", URL
    )
    assert article.link_blocks == ()
    assert ONE in article.text


def test_a_list_of_paragraphs_stays_in_the_body() -> None:
    told = f"<ul><li>{link(ONE)}</li><li>{PROSE}</li><li>{link(TWO)}</li></ul>"
    article = extract(f"<title>The road</title><body><h1>The road</h1>{PROSE * 3}{told}{PROSE}</body>", URL)
    assert article.link_blocks == ()
    assert ONE in article.text


def test_a_list_may_be_the_columns_of_the_page_with_boxes_in_them() -> None:
    page = f"<ul><li>{PROSE * 3}<h3>Most read</h3>{items(ONE, TWO)}</li><li>{PROSE}</li></ul>"

    assert read(page) == [("Most read", [ONE, TWO])]


def test_a_definition_list_with_one_link_is_a_card_whatever_its_deck_says() -> None:
    deck = f"<dd>{'Nobody on the quay had thought of that. ' * 4}</dd>"
    cards = "".join(f"<dl><dt>{link(text)}</dt>{deck}<dd>2019-05-12</dd></dl>" for text in (ONE, TWO, THREE))
    page = f"<div>{PROSE * 3}</div><div><h3>Most read</h3>{cards}</div>"

    assert read(page) == [("Most read", [ONE, TWO, THREE])]


def test_what_is_a_block_is_not_in_the_body() -> None:
    box = f"<div class=in><h3>Related</h3>{items(ONE, TWO)}</div>"
    article = extract(
        f"<title>The road</title><body><h1>The road</h1>{PROSE * 3}{box}{PROSE * 3}</body>", URL
    )
    assert [(b.label, b.kind, b.position) for b in article.link_blocks] == [("Related", "related", 0)]
    assert "Related" not in article.text
    assert ONE not in article.text
    assert len(article.body) == 6


def test_the_pages_own_address_is_not_a_link_of_a_box() -> None:
    own = f'<li><a href="{URL}">The road to the valley is wide</a></li>'
    box = f"<h3>Latest</h3><ul>{own}<li>{link(ONE)}</li><li>{link(TWO)}</li></ul>"
    assert read(PROSE * 3 + box) == [("Latest", [ONE, TWO])]


def test_chinese_characters_count_more_than_letters() -> None:
    links = "".join(
        f'<li><a href="/n{n}2019">{text}</a>'
        for n, text in enumerate(("南方山区苹果熟了游客来", "铁路货运量连续三年增长"))
    )
    assert read(f"<h3>相关新闻</h3><ul>{links}</ul>") == [
        ("相关新闻", ["南方山区苹果熟了游客来", "铁路货运量连续三年增长"])
    ]


def test_deeply_nested_tags_end_well() -> None:
    page = "<div>" * 5000 + "<b>" * 5000 + link(ONE) + link(TWO)
    assert isinstance(read(page), list)


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("Most read", "popular"),
        ("Meistgelesene Artikel", "popular"),
        ("ランキング", "popular"),
        ("Lo más leído", "popular"),
        ("Related articles", "related"),
        ("Lesen Sie auch", "related"),
        ("À lire aussi", "related"),
        ("関連ニュース", "related"),
        ("Latest news", "latest"),
        ("Свежие записи", "latest"),
        ("In this issue", "contents"),
        ("Topics", "tags"),
        ("Economy", "sidebar"),
    ],
)
def test_the_kind_is_what_the_label_says(label: str, kind: str) -> None:
    assert kind_of(label, ["http://news.example.org/a"], in_prose=False) == kind


def test_links_to_topics_make_a_list_of_tags() -> None:
    addresses = ["http://news.example.org/tag/roads", "http://news.example.org/tag/trees"]
    assert kind_of(None, addresses, in_prose=True) == "tags"


@pytest.mark.parametrize(
    ("heading", "label"),
    [
        ("<h2>Recent Posts <a href=/archive>Archive</a></h2>", "Recent Posts"),
        ("<h2><span>Recent Posts</span><span><a href=/archive>All</a></span></h2>", "Recent Posts"),
        ("<h2>More in <a href=/sports>Sports</a></h2>", "More in Sports"),
        ("<h2><a href=/archive>Recent Posts</a></h2>", "Recent Posts"),
    ],
)
def test_a_link_beside_the_words_of_a_heading_is_not_a_label(heading: str, label: str) -> None:
    titles = ("A command line client for all", "The ferry runs again at last", "Good news for the old mill")
    items = "".join(f"<li><a href='/2024/0{n}/a-long-story/'>{t}</a>" for n, t in enumerate(titles, 1))
    html = f"{PROSE * 3}<div>{heading}<ul>{items}</ul></div>"

    assert [block.label for block in extract(html, "https://x.example/2024/05/road/").link_blocks] == [label]


@pytest.mark.parametrize(
    "label",
    [
        *("10:10 Young voices", "Updated 12:30 Live blog", "9/11/2001: twenty years on", "24/7/365 coverage"),
        *("By 2030", "Par 5", "More from @tide", "Copyright and the law", "Wind powered by nature"),
    ],
)
def test_a_label_may_begin_like_a_notice(label: str) -> None:
    titles = ("The pump, the mill and a garden like a lake", "The ferry stops in October, as always")
    items = "".join(f"<li><a href='/2024/0{n}/a-long-story/'>{t}</a>" for n, t in enumerate(titles, 1))

    (block,) = extract(f"{PROSE * 3}<aside><h3>{label}</h3><ul>{items}</ul></aside>", URL).link_blocks

    assert block.label == label


@pytest.mark.parametrize(
    ("heading", "deck"),
    [
        ("Popular uprising fails", "They say that all is lost unless somebody pays the ferryman."),
        (
            "人気声優の二人が結婚を発表",
            "来月に式を挙げると二人が話した。ファンからは祝いの言葉が届いている。",
        ),
    ],
)
def test_a_headline_may_have_the_words_of_a_label(heading: str, deck: str) -> None:
    items = "".join(
        f"<li><a href='/2024/0{n}/a-very-long-story/'><h3>{heading} {n}</h3><p>{deck}</p></a>"
        for n in range(5)
    )

    (block,) = extract(f"{PROSE * 3}<aside><h4>Related</h4><ul>{items}</ul></aside>", URL).link_blocks

    assert block.links[0].text == f"{heading} 0"


def test_a_heading_that_says_latest_in_each_link_is_not_a_headline() -> None:
    titles = ("Watching the ferry cross the lake again", "Why the mill was a gamble worth taking")
    items = "".join(
        f"<div><a href='/2024/0{n}/a-very-long-story/'><h5>Latest</h5><em>{n}h ago</em> {title}</a></div>"
        for n, title in enumerate((*titles, "The garden that nobody wanted is open"), 1)
    )

    (block,) = extract(f"{PROSE * 3}<div>{items}</div>", "https://x.example/2024/05/road/").link_blocks

    assert all(link.text.endswith(title) for link, title in zip(block.links, titles, strict=False))


@pytest.mark.parametrize(("name", "count"), [("post-list most-popular", 4), ("post-list", 0)])
def test_long_teasers_are_a_block_if_their_label_says_so(name: str, count: int) -> None:
    items = "".join(
        f"<article class=post><h4><a href='/2024/0{n}/a-long-story-{n}/'>{title}</a></h4>"
        f"<p>{'What was told of it in May. ' * 9}</p></article>"
        for n, title in enumerate(
            (
                "The ferry crosses the lake again in May",
                "Why the mill was a gamble worth taking",
                "The garden that nobody wanted is open",
                "What remains of the road to the harbour",
            ),
            1,
        )
    )
    html = f"<main>{PROSE * 9}</main><div class='{name}'>{items}</div>"

    blocks = extract(html, "https://x.example/2024/05/a-long-story-5/").link_blocks

    assert sum(len(block.links) for block in blocks) == count


@pytest.mark.parametrize(
    "notice",
    [
        *(
            "Comments",
            "12 comments",
            "See all",
            "加载更多",
            "Copyright © 2024, The Tide",
            "Powered by Sluice",
        ),
        *(
            "Von",
            "By:",
            "Search",
            "Log in",
            "Back to top",
            "Zum Artikel",
            "矢印",
            "10:45",
            "2024/05/03 10:45",
        ),
        *("Today 5:00 am", "Tell us: desk@tide.example"),
    ],
)
def test_a_notice_above_a_box_is_not_its_label(notice: str) -> None:
    titles = ("The pump, the mill and a garden like a lake", "The ferry stops in October, as always")
    items = "".join(
        f"<li><a href='/2024/0{n}/a-long-story/'>{title}</a>"
        for n, title in enumerate((*titles, "What remains of the mill that nobody wanted"), 1)
    )
    html = f"{PROSE * 3}<aside><h3>{notice}</h3><ul>{items}</ul></aside>"

    (block,) = extract(html, "https://x.example/2024/05/a-long-story/").link_blocks

    assert (block.label, len(block.links)) == (None, 3)


def test_an_invitation_above_a_box_is_not_its_label() -> None:
    titles = ("The pump, the mill and a garden like a lake", "The ferry stops in October, as always")
    cards = "".join(
        f"<article><a href='/2024/0{n}/a-long-story/'><h2>{text}</h2><div>{text}.</div></a></article>"
        for n, text in enumerate((*titles, "What remains of the mill that nobody wanted"), 1)
    )
    form = (
        "<section><h2>Sign up for more like this.</h2><div><b>Your e-mail</b><span>Go</span></div></section>"
    )
    html = f"{PROSE * 3}{form}<aside><div>{cards}</div></aside>"

    read = extract(html, "https://x.example/2024/05/a-long-story/")

    assert [(block.label, len(block.links)) for block in read.link_blocks] == [(None, 3)]


def test_a_heading_in_print_outranks_a_name_for_screen_readers() -> None:
    box = f'<h3>Latest films</h3><div><div aria-label="film-list">{items(ONE, TWO)}</div></div>'

    assert read(PROSE * 3 + box) == [("Latest films", [ONE, TWO])]


def test_a_link_whose_words_are_not_shown_is_not_a_heading_below_one() -> None:
    card = "<div class=films><div><a aria-label=film href=/f/1></a></div>" + items(ONE, TWO) + "</div>"

    assert read(PROSE * 3 + f"<h3>Latest films</h3>{card}") == [("Latest films", [ONE, TWO])]
