"""The authors of an article: people before publications, without roles, addresses and handles."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from newsspider.extraction import extract
from newsspider.language import people

if TYPE_CHECKING:
    from newsspider.items import Article

URL = "http://news.example.org/the-road-to-the-valley.html"
PROSE = (
    "<p>The road was widened first, and the trees came after it, as everybody in the valley knows; "
    "nobody asked who had paid for either of them, and nobody was told.</p>"
) * 4
SITE = '<meta property="og:site_name" content="The Valley Gazette">'


def read(body: str = "", *, head: str = "") -> tuple[str, ...]:
    top = f"<title>The road</title>{head}<body><h1>The road</h1>{body}{PROSE}"
    return extract(top, URL).authors


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Anna Reed", ("Anna Reed",)),
        ("By Anna Reed and Tom O'Hara", ("Anna Reed", "Tom O'Hara")),
        ("BY ANNA REED", ("Anna Reed",)),
        ("Von Anna Reed und Jürgen Groß", ("Anna Reed", "Jürgen Groß")),
        ("12. Mai 2019 | 14:07 Uhr | Von Anna Reed", ("Anna Reed",)),
        ("Kolumne von Anna Reed - 12.05.2019 um 8 Uhr", ("Anna Reed",)),
        ("Par Anne Roseau", ("Anne Roseau",)),
        ("Por Ana Caña, Luis Vega y Eva Sol", ("Ana Caña", "Luis Vega", "Eva Sol")),
        ("Di Anna Canna", ("Anna Canna",)),
        ("Door Anna Riet", ("Anna Riet",)),
        ("Autorin Anna Reed", ("Anna Reed",)),
        ("作者：王小明", ("王小明",)),
        ("Article by: ANNA REED", ("Anna Reed",)),
        ("By Anna Reed (@annareed)", ("Anna Reed",)),
        ("By Anna Reed on May 15, 2013 at 3:45 pm", ("Anna Reed",)),
        ("by Anna Reed Jun 6, 2013 4:45 AM EDT", ("Anna Reed",)),
        ("by Anna Reed at July 18, 2013. Updated at July 19, 2013.", ("Anna Reed",)),
        ("By Anna Reed, Contributing Writer, and Tom Hay, Staff Writer", ("Anna Reed", "Tom Hay")),
        ("By Anna Reed, Associated Press", ("Anna Reed",)),
        ("By ANNA REED ASSOCIATED PRESS", ("Anna Reed",)),
        ("By Valley Press Agency", ("Valley Press Agency",)),
        ("Par Anne Roseau (avec Luc Vigne et Eva Sol)", ("Anne Roseau", "Luc Vigne", "Eva Sol")),
        ("By Tom Hay Jr.", ("Tom Hay Jr.",)),
        ("Nga Ana Kripa", ("Ana Kripa",)),
        ("Oleh Anna Garam", ("Anna Garam",)),
        ("Penulis: Anna Garam", ("Anna Garam",)),
        ("Par Anne Roseau, Luc Pré Envoyés spéciaux à Vallée", ("Anne Roseau", "Luc Pré")),
        ("Por Ana Caña, enviada especial", ("Ana Caña",)),
    ],
)
def test_a_byline_is_read_in_many_languages(line: str, names: tuple[str, ...]) -> None:
    assert read(f"<p>{line}</p>") == names


@pytest.mark.parametrize(
    "line",
    [
        "Photo by Anna Reed",
        "By the time it opened",
        "By 2019",
        "Foto: Anna Reed",
        "Author information (optional)",
        "<a class=author href=/authors/hub>Author Hub</a>",
        "Text Without Notes Valley Web Links",
        "Text SIZE - +",
        "Staff Reports",
    ],
)
def test_what_only_looks_like_a_byline_names_nobody(line: str) -> None:
    assert read(f"<p>{line}</p>") == ()


def test_a_person_in_print_outranks_the_publication_in_the_markup() -> None:
    head = f'{SITE}<meta name="author" content="The Valley Gazette">'

    assert read("<p>By Anna Reed</p>", head=head) == ("Anna Reed",)
    assert read(head=head) == ("The Valley Gazette",)


def test_a_declared_person_outranks_print() -> None:
    item = '{"@type": "NewsArticle", "author": [{"name": "Tom Hay"}]}'
    stated = f'<script type="application/ld+json">{item}</script>'

    assert read("<p>By Anna Reed</p>", head=stated) == ("Tom Hay",)


def test_a_person_in_print_outranks_a_newspaper_in_the_markup() -> None:
    head = '<meta name="author" content="Evening Tribune">'

    assert read("<p class=byline>By ANNA REED</p>", head=head) == ("Anna Reed",)
    assert read(head=head) == ("Evening Tribune",)


def test_a_person_in_print_outranks_the_publishing_house_in_the_markup() -> None:
    site = '<meta property="og:site_name" content="El Valle">'
    meta = '<meta name="author" content="Ediciones El Valle">'
    assert read("<p class=firma>Ana Caña | Madrid</p>", head=site + meta) == ("Ana Caña",)


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Anna Reed<br>TheValley.example<br><a href=/reed>Archive</a>", ("Anna Reed",)),
        ("By: Anna Reed<br>Executive News Editor", ("Anna Reed",)),
        ("By Anna Reed and<br>Tom Hay", ("Anna Reed", "Tom Hay")),
        ("By Anna Reed,<br>Tom Hay", ("Anna Reed", "Tom Hay")),
        ("By<br>Anna Reed", ("Anna Reed",)),
    ],
)
def test_a_byline_ends_where_its_line_is_broken(line: str, names: tuple[str, ...]) -> None:
    assert read(f"<p>{line}</p>") == names


def test_the_writer_comes_before_the_map_maker() -> None:
    credit = "<p class=credit>By Tom Hay | Imagery by the survey</p>"
    assert read(f"{credit}<p>By Anna Reed</p>") == ("Anna Reed",)
    assert read(credit) == ("Tom Hay",)


def test_the_publication_behind_a_name_is_not_part_of_it() -> None:
    byline = "<p class=byline><span>By Anna Reed</span> <span>Valley Gazette</span></p>"

    assert read(byline, head='<meta property="og:site_name" content="Valley Gazette">') == ("Anna Reed",)


def test_a_byline_may_follow_a_date_or_stand_beside_a_count_of_comments() -> None:
    assert read("<p class=byline>Published: June 5, 2013 9:21 PM By Anna Reed</p>") == ("Anna Reed",)
    assert read(f"{PROSE}<p class=bylineComments>By Anna Reed <b>7 comments</b></p>") == ("Anna Reed",)


def test_the_sections_in_a_byline_are_not_authors() -> None:
    filed = "<ul class=filed-under><li>Filed Under</li><li>Local News</ul>"
    byline = f"<div class=byline><p>Written by</p>{filed}</div>"

    assert read(byline) == ()


def test_an_author_may_be_marked_within_a_line() -> None:
    assert read("<p>Jun 6, 2013 08:59 AM ET // <i class=author>by Anna Reed</i></p>") == ("Anna Reed",)


def test_a_name_in_two_elements_is_one_name_and_a_role_is_not_a_name() -> None:
    byline = "<div class=byline><b>Anna </b><b>Reed</b><div>Senior Football Columnist</div></div>"

    assert read(byline) == ("Anna Reed",)


def test_the_first_line_of_a_box_about_the_author_is_the_name() -> None:
    about = f"<div class=about-the-author><b>Anna Reed</b><p>{'She has written of the valley. ' * 8}</div>"

    assert read(about) == ("Anna Reed",)


def test_a_byline_beside_the_headline_outranks_the_authors_of_far_teasers() -> None:
    cards = "<p><a href=/hare>The wild hare</a> <i itemprop=author>Tom Hay</i></p>"

    assert read(f"<p>By Anna Reed</p>{PROSE * 50}{cards}") == ("Anna Reed",)


def test_names_in_menus_and_bookshops_are_not_taken() -> None:
    shop = "<ul class=teasers><li><b>The Wild Hare</b><p>by Tom Hay £16.00</p></ul>"

    assert read(f"{PROSE * 20}<ul><li><a href=/r>By Region</a></ul>{shop}") == ()


def test_names_in_a_box_of_other_stories_are_not_taken() -> None:
    box = "<aside class=related><h3>More</h3><p class=author>Tom Hay</p></aside>"

    assert read(f"{PROSE}{box}") == ()


@pytest.mark.parametrize(
    ("said", "names"),
    [
        ("By staff reporter Anna Reed", ("Anna Reed",)),
        ("Anna Reed, Senior Correspondent", ("Anna Reed",)),
        ("anna-reed", ("Anna Reed",)),
        ("https://example.org/people/anna", ()),
        ("@annareed", ()),
        ("anna@example.org", ()),
        ("105092", ()),
        ("Anna Reed; Twitter", ("Anna Reed",)),
    ],
)
def test_declared_authors_are_cleaned(said: str, names: tuple[str, ...]) -> None:
    assert people.cleaned([said]) == names


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Posted by Anna Reed at 12:01 PM", ("Anna Reed",)),
        ("Posted by Anna Reed on Monday, May 3, 2004", ("Anna Reed",)),
        ("Posted by anna at February 25, 2004 02:18 AM", ("anna",)),
        ("Posted January 2nd, 2015 by anna", ("anna",)),
        ("Posted on May 3, 2004 by Anna Reed", ("Anna Reed",)),
        ("18 January 2005 by Anna", ("Anna",)),
        ("Posted by Julien. Permalink", ("Julien",)),
        ("Eingestellt von Hanna Wieland um 12:01", ("Hanna Wieland",)),
        ("Publicado por Luis Vega a las 22:59", ("Luis Vega",)),
        ("Publié par Anne Roseau à 12:01", ("Anne Roseau",)),
        ("Pubblicato da Anna Canna alle 12:01", ("Anna Canna",)),
        ("Autor: Jan Nowak o 12:01", ("Jan Nowak",)),
        ("Publié le 12 mai 2019 par Anne Roseau", ("Anne Roseau",)),
        ("12 de mayo de 2019 por Luis Vega", ("Luis Vega",)),
        ("เขียนเมื่อ 12 เมษายน 2560 โดย สมชาย ใจดี", ("สมชาย ใจดี",)),
        ("Đăng ngày 12/05/2016 bởi Nguyễn Văn An", ("Nguyễn Văn An",)),
        ("投稿者 山田太郎 時刻: 12:01", ("山田太郎",)),
        ("In 2019 the park was closed by Mayor Smith", ()),
        ("Posted by everybody who was there", ()),
    ],
)
def test_a_blog_says_who_posted_and_when_in_one_line(line: str, names: tuple[str, ...]) -> None:
    assert read(f"{PROSE}<p>{line}</p>") == names


@pytest.mark.parametrize("said", ["name, name@example.com", "Your Name", "Author"])
def test_a_placeholder_of_a_template_is_not_a_name(said: str) -> None:
    assert read("<p>By Anna Reed</p>", head=f'<meta name="author" content="{said}">') == ("Anna Reed",)


def test_a_catalogue_has_the_surname_first() -> None:
    declared = "".join(f'<meta name="dc.creator" content="{name}">' for name in ("Reed, A.", "Hay, Tom van"))

    assert read(head=declared) == ("A. Reed", "Tom van Hay")


def test_a_publication_with_and_in_its_name_is_one_name() -> None:
    site = "".join(
        f'<meta name="{name}" content="Road &amp; Valley">' for name in ("application-name", "author")
    )

    assert read(head=site) == ("Road & Valley",)
    assert read("<p>By Anna Reed</p>", head=site) == ("Anna Reed",)


def test_a_heading_that_says_again_whom_the_headline_names_is_not_a_byline() -> None:
    html = f"<title>Anna Reed builds a road</title><h1>Anna Reed builds a road</h1><h2>Anna Reed</h2>{PROSE}"

    assert extract(html, URL).authors == ()


def test_the_writer_of_a_comment_is_not_the_author() -> None:
    assert read(f'{PROSE}<div class="comments"><p>Posted by Tom Hay at 12:01 PM</p></div>') == ()


CHINESE = "<p>渡口的钟昨夜又响了三次，老船工说那是风的缘故，孩子们却不相信他的话。</p>" * 6
REPORTER = "<p>河口周刊记者 李小河</p>"


def read_chinese(head: str = "", *, above: str = "", below: str = "") -> tuple[str, ...]:
    page = f"<title>渡口的钟</title>{head}<body><h1>渡口的钟</h1>{above}{CHINESE}{below}"
    return extract(page, URL).authors


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("2016-11-07 10:22 出处：河口周刊 作者：李小河 编辑：王大海 人气：538 次", ("李小河",)),
        ("作者：李小河 王大海", ("李小河", "王大海")),
        ("文/图 李小河 王 楠", ("李小河", "王楠")),
        ("撰文|李小河、王大海", ("李小河", "王大海")),
        ("采写：河口周刊见习记者 李小河", ("李小河",)),
        ("作者：山田 太郎", ("山田 太郎",)),
        ("【作者：李小河（河口大学教授）】", ("李小河",)),
        ("作者：[美] 约翰·史密斯", ("约翰·史密斯",)),
        ("2016-11-07 来源: 河口网 记者: 李小河 参与互动", ("李小河",)),
        ("2016-11-07来源：河口网作者：李小河", ("李小河",)),
        ("記者 張小河／台北報導", ("張小河",)),
        ("撰文／張小河", ("張小河",)),
        ("取材・文／佐藤健", ("佐藤健",)),
        ("日期：2016年11月7日 作者：李小河 【字体：大 中 小】", ("李小河",)),
        ("图片作者：李小河", ()),
        ("作者：未知 责任编辑：王大海", ()),
        ("责任编辑：王大海", ()),
        ("来源：河口周刊", ()),
    ],
)
def test_a_line_of_labels_in_chinese_names_the_author_and_not_the_editor(
    line: str, names: tuple[str, ...]
) -> None:
    assert read_chinese(above=f"<p>{line}</p>") == names


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("河口周刊记者 李小河 王楠", ("李小河", "王楠")),
        ("（本刊记者李小河、通讯员王大海）", ("李小河", "王大海")),
        ("河口社渡村11月7日电（记者李小河）渡口的钟昨夜又响了三次。", ("李小河",)),
        ("河口周刊讯（记者 李小河 整合）渡口的钟昨夜又响了三次。", ("李小河",)),
        ("〔記者張小河／台北報導〕渡口的鐘昨夜又響了三次。", ("張小河",)),
        ("張小河／綜合報導", ("張小河",)),
        ("（河口社記者張小河台北4日電）渡口的鐘昨夜又響了三次。", ("張小河",)),
        ("资料图：渡口的钟。河口社记者 李小河 摄", ()),
        ("河口社记者在渡口看到，钟已经不响了。", ()),
    ],
)
def test_a_chinese_text_names_its_reporters(line: str, names: tuple[str, ...]) -> None:
    assert read_chinese(below=f"<p>{line}</p>") == names


def test_a_reporter_is_not_an_author_where_one_is_declared() -> None:
    assert read_chinese('<meta name="author" content="王大海">', below=REPORTER) == ("王大海",)


def test_a_reporter_comes_before_the_newspaper_that_is_declared() -> None:
    newspaper = '<meta name="author" content="河口周刊">'

    assert read_chinese(newspaper) == ("河口周刊",)
    assert read_chinese(newspaper, below=REPORTER) == ("李小河",)


@pytest.mark.parametrize("words", ["关注", "查看更多", "当前位置", "暂无简介", "企鹅号"])
def test_words_of_menus_beside_a_headline_are_not_chinese_names(words: str) -> None:
    assert read_chinese(above=f'<div class="author"><span>{words}</span></div>') == ()


@pytest.mark.parametrize("name", ["李小河", "欧阳小河", "佐藤健", "小野さくら"])
def test_a_name_alone_is_known_by_its_surname(name: str) -> None:
    assert read_chinese(above=f'<div class="author"><span>{name}</span></div>') == (name,)


@pytest.mark.parametrize(
    "card",
    [
        '<span class="post-author vcard">Written: <span class="fn">Emily</span></span>',
        '<span class="author vcard"><a class="url fn n" href="/author/b-p/">Emily</a></span>',
        '<a class="post_author" rel="author" href="/author/emily">Emily</a>',
        '<div class="copyright__author"><b class="copyright__author_name">Emily</b></div>',
        '<dl class="vcard author"><dd>Emily</dd><dd>August 1st, 2014</dd></dl>',
    ],
)
def test_a_card_below_the_text_names_the_author_by_any_name(card: str) -> None:
    assert read(f'{PROSE * 9}<div class="post-footer">{card}</div>') == ("Emily",)
    assert read(f'{PROSE * 9}<div class="comments">{card}</div>') == ()


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("March 18, 2022&nbsp;·&nbsp;5 min&nbsp;·&nbsp;Anna Reed", ("Anna Reed",)),
        ("March 18, 2022 · <a href='/c/data'>Data Science</a>", ()),
        ("Anna Reed · Tom Hay", ()),
    ],
)
def test_a_name_between_the_parts_of_a_dateline_is_the_authors(line: str, names: tuple[str, ...]) -> None:
    assert read(f'<div class="post-meta">{line}</div>') == names


def test_a_name_set_as_a_heading_right_below_the_headline_is_the_authors() -> None:
    story = f"<h3>The road</h3><h4>Luis Vega</h4>{PROSE}"
    contents = "<td><a href='a.htm'>Editorial</a><br><a href='b.htm'>The road</a></td>"
    page = f"<title>La Presa, 12</title><table><tr>{contents}<td>{story}</table>"

    article = extract(page, URL)

    assert article.authors == ("Luis Vega",)
    assert "Luis Vega" not in article.text


def test_a_link_to_another_story_names_no_author() -> None:
    assert read(f'{PROSE}<p><a href="/b">Horoscope for 11/20/2019 by Tom Hay</a></p>') == ()


@pytest.mark.parametrize(
    "byline",
    [
        "<p>By <a href=/a>Anna Reed</a><a href=/b>@annareed</a></p>",
        "<p>By <a href=/a>Anna Reed</a><span>•</span><a href=/b>@annareed</a></p>",
        "<p>Print <span class=author>Anna Reed | areed@gazette.example</span></p>",
        "<p>by <a class=wide href=/a>Anna Reed</a><span class=narrow>Anna Reed</span></p>",
    ],
)
def test_an_address_or_a_second_copy_right_behind_a_name_is_left_out(byline: str) -> None:
    assert read(byline) == ("Anna Reed",)


def test_a_name_beside_its_address_is_one() -> None:
    meta = '<meta name=author content="{}">'
    for said in ("Anna Reed, areed@gazette.example", "areed@gazette.example (Anna Reed)"):
        assert read(head=meta.format(said)) == ("Anna Reed",)


def test_the_one_author_whose_page_is_linked_is_the_author() -> None:
    box = "<div class=about><a href=/{}/reed>{}</a> lives in the valley, and has for years.</div>"

    assert read(PROSE + box.format("author", "Anna Reed")) == ("Anna Reed",)
    assert read(PROSE + box.format("author", "Anna Reed") + box.format("author", "Tom Hay")) == ()
    assert read(PROSE + box.format("people", "Anna Reed")) == ()


def test_a_byline_beside_the_headline_may_stand_in_an_aside() -> None:
    box = "<div>By <a href=/a>Anna Reed</a></div><p>{}</p>".format("More news of the valley. " * 12)
    assert read(f"<aside>{box}</aside>") == ("Anna Reed",)


def test_the_name_of_an_author_in_microdata_may_be_a_meta_tag() -> None:
    name = '<meta itemprop=name content="Anna Reed">'
    assert read(f"<p>By <b itemprop=author itemscope><a href=/a>our reporter{name}</a></b></p>") == (
        "Anna Reed",
    )


def test_the_word_by_alone_names_nobody() -> None:
    assert read(head="<meta name=byl content=By>") == ()


def test_a_link_called_the_authors_below_the_text_names_the_author() -> None:
    assert read(PROSE + "<footer><p><a class=author href=/u/7>Anna Reed</a> @reed</p></footer>") == (
        "Anna Reed",
    )


@pytest.mark.parametrize("date", ["<time>Sept. 19, 2016</time>", "<span class=date>SEPT. 19, 2016</span>"])
def test_a_date_right_behind_a_name_is_not_part_of_it(date: str) -> None:
    assert read(f"<p>By Tom Hay and Anna Reed{date}</p>") == ("Tom Hay", "Anna Reed")


def test_the_byline_below_the_first_heading_goes_before_one_in_a_list_that_repeats_the_shared_title() -> None:
    listed = "<div class=list><h2 class=headline>Road comes late to the valley</h2><p>By Tom Hay</p></div>"
    html = (
        '<title>Road</title><meta property="og:title" content="Road comes late to the valley"><body>'
        f"<h1>The road comes to the valley too late, they say</h1><p>By Anna Reed</p>{PROSE}{listed}"
    )
    assert extract(html, URL).authors == ("Anna Reed",)


def test_all_people_in_a_list_of_authors_are_authors() -> None:
    more = "<div><a href=/a>More from {}</a></div>"
    points = ("<div>By Anna Reed</div>" + more.format("Anna"), "<div>TOM HAY</div>" + more.format("Tom"))
    listed = "".join(f"<li>{point}</li>" for point in points)
    assert read(f"<ul class=authors>{listed}</ul>") == ("Anna Reed", "Tom Hay")
    assert read(f"<ul class=authors><li>{points[0]}</li><li>More from us</li></ul>") == ("Anna Reed",)


def test_the_author_of_another_article_on_the_page_is_not_this_ones() -> None:
    story = "<article><h1>{}</h1><p itemprop=author>{}</p><p><time datetime={}>then</time></p>{}</article>"
    text = PROSE.replace("The road", "The bridge")
    html = (
        "<title>The road</title><body>"
        + story.format("The road", "Anna Reed", "2019-05-12", PROSE)
        + story.format("The bridge", "Tom Hay", "2019-05-10", text)
    )
    assert extract(html, URL).authors == ("Anna Reed",)


def read_printed(
    rows: str, *, title: str = "Letters", text: str = PROSE
) -> tuple[str | None, tuple[str, ...]]:
    """Headline and authors of a page that marks nothing but the size of its type."""
    article = extract(f"<title>{title}</title><body><table><tr><td>{rows}{text}</td></tr></table>", URL)
    return article.headline, article.authors


@pytest.mark.parametrize(
    ("rows", "names"),
    [
        ("<p><font size=5>Straw</font><br><font size=2>ANNA REED<br>STAFF WRITER</font></p>", ("Anna Reed",)),
        ("<p><font size=5>Straw</font></p><p><font size=1>Anna Reed, Columnist</font></p>", ("Anna Reed",)),
        ("<p><font size=5>Straw</font></p><p>ANNA REED - ARTS EDITOR<br>TOM HAY - CRITIC</p>",
         ("Anna Reed", "Tom Hay")),
        ("<p><font size=5>Straw</font></p><p>ANNA REED &amp; TOM HAY<br>Contributors</p>",
         ("Anna Reed", "Tom Hay")),
        ("<p><font size=5>Straw</font></p><p>Anna Reed<br>Redakteurin</p>", ("Anna Reed",)),
        ("<p><font size=5>Straw</font></p><p>Ana Ruiz<br>Corresponsal</p>", ("Ana Ruiz",)),
        ("<p><font size=5>Straw</font></p><p><font size=1>Anna Reed</font></p>", ("Anna Reed",)),
        ("<p><font size=5>Straw</font></p><p>by Anna Reed '03</p>", ("Anna Reed",)),
        ("<p><font size=5>Straw</font></p><p>byANNA REED, STAFF WRITER</p>", ("Anna Reed",)),
        ("<p><font size=5>Straw</font></p><p>ANNA REED, M.D.<br>Staff Writer</p>", ("Anna Reed",)),
    ],
)  # fmt: skip
def test_a_name_below_the_headline_needs_no_by(rows: str, names: tuple[str, ...]) -> None:
    assert read_printed(rows) == ("Straw", names)


@pytest.mark.parametrize(
    "row",
    [
        "The Road Reopens",  # the text has these words in small letters
        "The Valley Health Center",
        "Ninth in a Series",
        "Compiled from Staff Reports",
        "<a href='/news/'>Local Matters</a>",
    ],
)
def test_a_subtitle_below_the_headline_is_nobody(row: str) -> None:
    assert read_printed(f"<p><font size=5>Straw</font></p><p><font size=2>{row}</font></p>")[1] == ()


def test_a_person_that_the_text_tells_of_did_not_write_it() -> None:
    text = (
        PROSE
        + "<p>"
        + "Anna Reed kept bees behind the chapel, and Anna Reed sold the honey at the fair. " * 3
    )

    assert read_printed("<p><font size=5>Straw</font></p><p>Anna Reed</p>", text=text)[1] == ()


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("ANNA REED", "Anna Reed"),
        ("J.P. O'BRIEN", "J.P. O'Brien"),
        ("ANNE-MARIE MCALLISTER", "Anne-Marie McAllister"),
        ("LUDWIG VAN DER BERG", "Ludwig van der Berg"),
        ("Anna LoVECCHIO", "Anna LoVECCHIO"),
        ("REUTERS", "REUTERS"),
    ],
)
def test_names_in_capitals_are_written_as_names(printed: str, name: str) -> None:
    assert people.without_capitals(printed) == name


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("作者：tree07 / 后期编辑：王大海", ("tree07",)),
        ("作者：kapok / 译者&&编辑：王大海", ("kapok",)),
        ("作者：河口大学2012实验室", ("河口大学2012实验室",)),
        ("作者：李小河 / 编辑：王大海", ("李小河",)),
        ("作者：李小河、王大海", ("李小河", "王大海")),
    ],
)
def test_a_login_or_a_publisher_behind_a_label_is_the_author(line: str, names: tuple[str, ...]) -> None:
    assert read_chinese(above=f"<p>{line}</p>") == names


@pytest.mark.parametrize(
    "row",
    [
        "<p>2 May 2024 • Anna Reed in Gardens</p>",
        "<p>Anna Reed | Senior Writer | May 2, 2024</p>",
        "<p>May 2, 2024 · Anna Reed on behalf of the board</p>",
        "<p><a href='/people/anna-reed'>Anna Reed</a></p>",
        "<p>By Anna Reed ⋅ Review Editor</p>",
        "<p>Contributors: Anna Reed</p>",
    ],
)
def test_a_name_beside_a_day_or_a_post_or_with_a_page_of_its_own_is_the_authors(row: str) -> None:
    assert read(row) == ("Anna Reed",)


def test_a_link_below_the_headline_that_leads_elsewhere_is_nobody() -> None:
    assert read("<p><a href='/topics/harbour'>Green Quays</a></p>") == ()


def boats(author: str, foot: str) -> Article:
    """A page with a declared author, and a foot."""
    text = "Many boats came in. " * 30
    head = f'<title>Boats</title><meta name="author" content="{author}">'
    html = f"{head}<article><h1>Boats</h1><p>{text}</p></article><footer><p>{foot}</p></footer>"
    return extract(html, "http://courier.example/2019/boats.html")


@pytest.mark.parametrize(
    ("author", "foot"),
    [
        ("Northwind Web Studio , info@northwind.example", ""),
        ("Office of Pixels, webmaster@pixels.example", ""),
        ("Agence Bleue, bonjour@bleue.example", ""),
        ("Pixels Media Ltd, www.pixels.example", ""),
        ("Quill Works", "Website by Quill Works"),
        ("Hafen Digital", "Umsetzung: Hafen Digital"),
    ],
)
def test_who_made_the_site_did_not_write_the_story(author: str, foot: str) -> None:
    assert boats(author, foot).authors == ()


@pytest.mark.parametrize(
    "author",
    ["Ann Reed, ann@northwind.example", "Ann Reed, info@courier.example"],
)
def test_a_writer_with_an_address_is_the_author(author: str) -> None:
    assert boats(author, "Site by Northwind").authors == ("Ann Reed",)


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Anna Reed, Lisbon", ("Anna Reed",)),
        ("By Anna Reed, New York", ("Anna Reed",)),
        ("By Anna Reed, Senior Analyst", ("Anna Reed",)),
        ("By Anna Reed, Senior Director, Ferries & Roads, Valley Institute", ("Anna Reed",)),
        ("By Anna Reed, MD, cardiologist, Valley Health", ("Anna Reed",)),
        ("By Anna Reed, DVM, DACVB; Tom Hay, BA, LVT", ("Anna Reed", "Tom Hay")),
        ("By Anna Reed Former Deputy Tech Editor", ("Anna Reed",)),
        ("By Anna Reed (Team, Red Ferry)", ("Anna Reed",)),
        ("By Anna Reed/Tom Hay", ("Anna Reed", "Tom Hay")),
        ("By Anna Reed ● May 3, 2021 ● 6 min read", ("Anna Reed",)),
        ("Por Ana Caña, directora", ("Ana Caña",)),
        ("By Anna Reed MD", ("Anna Reed",)),
    ],
)
def test_what_stands_behind_a_name_is_not_a_name(line: str, names: tuple[str, ...]) -> None:
    assert read(f"<p>{line}</p>") == names


def test_print_with_more_people_than_the_markup_declares_counts() -> None:
    head = '<meta name="author" content="Anna Reed">'

    assert read("<p>By Dr Anna Reed and Tom Hay</p>", head=head) == ("Dr Anna Reed", "Tom Hay")
    assert read("<p>By Tom Hay</p>", head=head) == ("Anna Reed",)
    assert read("<p>By Anna Reed, Head of Ferries</p>", head=head) == ("Anna Reed",)


@pytest.mark.parametrize("login", ["areed", "reed_a", "annareedferries", "Anna", "Red Ferry Corporation"])
def test_a_printed_person_goes_before_a_login_a_first_name_or_a_company(login: str) -> None:
    head = f'<meta name="author" content="{login}">'

    assert read("<p>Author: Anna Reed</p>", head=head) == ("Anna Reed",)
    assert read(head=head) == (login,)


def test_an_author_declared_as_an_organisation_gives_way_to_a_printed_person() -> None:
    item = '{"@type": "Article", "author": {"@type": "Organization", "name": "Red Ferry"}}'
    head = f'<script type="application/ld+json">{item}</script>'

    assert read("<p>By Anna Reed</p>", head=head) == ("Anna Reed",)
    assert read(head=head) == ("Red Ferry",)


@pytest.mark.parametrize(
    "line",
    [
        "<span>Anna Reed</span><span>In Gardens</span>",
        "<a href=/anna>Anna Reed</a><span>Updated May 3, 2021</span>",
        "<b>Anna Reed</b><i>The Valley Gazette</i>",
    ],
)
def test_neighbours_without_a_blank_are_parted_where_the_elements_meet(line: str) -> None:
    assert read(f"<p>By {line}</p>") == ("Anna Reed",)


def test_an_initial_set_in_its_own_element_stays_with_its_name() -> None:
    assert read("<p>By <big>A</big>nna <big>R</big>eed</p>") == ("Anna Reed",)


def test_a_class_around_the_whole_page_says_nothing_of_the_byline() -> None:
    page = f'<title>The road</title><div id="__next"><h1>The road</h1><p>Anna Reed</p>{PROSE}</div>'

    assert extract(page, URL).authors == ("Anna Reed",)


def test_a_chinese_name_that_is_partly_in_an_element_of_its_own_stays_whole() -> None:
    assert read("<ul><li>作者：<code>Rust</code>日报小组</li></ul>") == ("Rust日报小组",)


@pytest.mark.parametrize(
    ("rows", "names"),
    [
        ("<p>2 May 2024 • Anna Reed in <a href=/gardens/>Gardens</a></p>", ("Anna Reed",)),
        ("<p>2 May 2024 · Anna Reed on behalf of <a href=/team/>the gardeners</a></p>", ("Anna Reed",)),
        ("<p>Anna Reed - 12/03/2026</p>", ("Anna Reed",)),
        ("<p>Anna Reed, Tom Hay &amp;<b>Eva Sol</b></p>", ("Anna Reed", "Tom Hay", "Eva Sol")),
        ("<p>Garden Week Call for Proposals is Open</p>", ()),
    ],
)
def test_a_row_below_the_headline_names_people_without_by(rows: str, names: tuple[str, ...]) -> None:
    assert read(rows) == names


def test_a_row_of_people_outranks_the_one_person_who_is_declared() -> None:
    head = '<meta name=author content="Anna Reed">'

    assert read("<p>Anna Reed, Tom Hay &amp; Eva Sol</p>", head=head) == ("Anna Reed", "Tom Hay", "Eva Sol")


def test_a_row_with_slashes_is_the_credit_of_a_picture() -> None:
    head = '<meta name=author content="Anna Reed">'

    assert read("<p>Anna Reed / T. Hay / Valley News</p>", head=head) == ("Anna Reed",)


def test_a_dateline_right_above_the_headline_names_the_author() -> None:
    dateline = "<div><span>Dec 17, 2025</span><span>Anna K. Reed</span></div>"

    assert extract(f"<body>{dateline}<h1>The road</h1>{PROSE}", URL).authors == ("Anna K. Reed",)


@pytest.mark.parametrize("label", ["Author", "Author(s)", "Written by:"])
def test_the_people_below_a_label_are_the_authors(label: str) -> None:
    box = f"<aside><h3>{label}</h3><ul><li>Anna Reed<li>Tom Hay</ul><p>Valley Gardens</p></aside>"

    assert read(PROSE + box) == ("Anna Reed", "Tom Hay")


def test_a_heading_that_begins_with_by_names_only_people() -> None:
    assert read(f"{PROSE}<h3>By Function</h3>{PROSE}") == ()
    assert read(f"{PROSE}<h3>By Anna Reed and Tom Hay</h3>{PROSE}") == ("Anna Reed", "Tom Hay")


def test_a_byline_is_parted_at_its_elements_with_and_without_a_date() -> None:
    date = "<span class=entry-date>January 12, 2025</span>"
    meta = f"<div class=entry-meta>On {date} By <a>Anna Reed</a><span>In Budget Gardens, Tips</span></div>"

    assert read(meta) == ("Anna Reed",)
    assert read(f"{PROSE}<p>By <a>GardenFred</a><i>woodwork Fred</i></p>") == ("GardenFred",)
