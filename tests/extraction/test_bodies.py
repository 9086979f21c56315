"""Which text of a page is its article's body: small pages of our own, each with the rule that it teaches."""

from __future__ import annotations

from json import dumps

import pytest

from newsspider.extraction import explain, extract, open_page

URL = "https://paper.example/2024/05/03/the-ferry-is-late"
HEADLINE = "The ferry is late again, and nobody minds"
ONE = "The ferry left the quay at nine, an hour late, with forty people and a piano on board. " * 2
TWO = "Nobody on the island was surprised, for the piano had been expected since the spring. " * 2
THREE = "By noon the instrument stood in the school, a little out of tune but otherwise unharmed. " * 2
STORY = tuple(text.strip() for text in (ONE, TWO, THREE))
OTHERS = (
    (
        "/2024/05/02/why-the-bridge-was-painted-green",
        "Why the bridge at the harbour was painted green in May",
    ),
    ("/2024/05/01/the-baker-who-counts-every-loaf", "The baker who counts every loaf and sells them all"),
    ("/2024/04/30/a-lighthouse-keeper-looks-for-a-heir", "A lighthouse keeper looks for an heir, in vain"),
    ("/2024/04/29/two-sisters-open-a-school-of-knots", "Two sisters open a school of knots on the pier"),
)


def paragraphs(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def links(*others: tuple[str, str]) -> str:
    return "".join(f"<li><a href='{href}'>{text}</a></li>" for href, text in others)


def page(main: str, *, head: str = "") -> str:
    return (
        f"<html lang=en><head><title>{HEADLINE} - The Paper</title>{head}</head><body>"
        f"<nav><a href=/>Home</a> <a href=/island>Island</a></nav><main>{main}</main>"
        "<footer><p>The Paper, 4 Harbour Street. Imprint. Terms of use.</p></footer></body></html>"
    )


def body(main: str, *, head: str = "") -> tuple[str, ...]:
    return extract(page(f"<h1>{HEADLINE}</h1>{main}", head=head), URL).body


def test_parts_of_a_text_that_adverts_cut_apart_are_one_body() -> None:
    cut = "<div class=ad-slot><p>Advertisement</p></div>"
    parts = cut.join(f"<div class=body__chunk>{paragraphs(text, text[::-1])}</div>" for text in STORY)
    assert [text for text in body(f"<div class=grid>{parts}</div>") if text in STORY] == list(STORY)


def test_first_paragraphs_in_elements_of_their_own_are_body() -> None:
    first = f"<div class=first>{paragraphs(STORY[0])}</div><div class=second>{paragraphs(STORY[1])}</div>"
    rest = paragraphs(*(f"{n}. {STORY[2]}" for n in range(8)))
    assert body(f"<div class=story>{first}<div class=rest>{rest}</div></div>")[:2] == STORY[:2]


def test_a_box_of_links_above_the_text_is_not_a_first_paragraph() -> None:
    listed = f"<div>{paragraphs(STORY[1])}<ul>{links(*OTHERS)}</ul></div>"
    rest = tuple(f"{n}. {STORY[2]}" for n in range(8))
    assert body(f"<div class=story>{listed}<div class=rest>{paragraphs(*rest)}</div></div>") == rest


def test_the_page_is_not_body_while_a_smaller_element_holds_the_text() -> None:
    teasers = "".join(
        f"<div class=tile><a href='{href}'><h3>{text}</h3></a><p>{text}, and what came of it later.</p></div>"
        for href, text in OTHERS
    )
    assert body(f"<div class=story>{paragraphs(*STORY)}</div><div class=grid>{teasers}</div>") == STORY


def test_lines_above_the_first_paragraph_are_not_body() -> None:
    head = '<meta name=author content="Ida Holm">'
    matter = "<p>By Ida Holm</p><p>3 May 2024, 09:15</p><p>Updated 3 May 2024, 11:40</p>"
    assert body(f"<article>{matter}{paragraphs(*STORY)}</article>", head=head) == STORY


def test_boxes_inside_the_text_are_link_blocks_and_no_body() -> None:
    box = f"<div class=x7><h4>Also on The Paper</h4><ul>{links(*OTHERS)}</ul></div>"
    found = extract(
        page(f"<h1>{HEADLINE}</h1><article><p>{ONE}</p>{box}{paragraphs(TWO, THREE)}</article>"), URL
    )
    assert found.body == STORY
    assert [(block.label, len(block.links)) for block in found.link_blocks] == [("Also on The Paper", 4)]


@pytest.mark.parametrize(
    "hidden",
    [
        "<span style='display: none'>{}</span>",
        "<span hidden>{}</span>",
        "<span class=visually-hidden>{}</span>",
        "<i class=material-icons>{}</i>",
        "<span aria-hidden=true>{}</span>",
        "<template>{}</template>",
    ],
)
def test_hidden_text_is_not_body(hidden: str) -> None:
    shown = "The quay was <a href=/quay>rebuilt</a> last year"
    first = f"<p>{shown}{hidden.format('MORE STORIES OF THE QUAY')}. {ONE}</p>"
    assert body(f"<article>{first}{paragraphs(TWO, THREE)}</article>")[0].startswith(
        "The quay was rebuilt last year. The ferry"
    )


def test_the_body_of_a_page_that_shows_none_is_read_from_its_scripts() -> None:
    state = (
        '{"story": {"blocks": [' + ",".join(f'{{"type": "p", "text": "{text}"}}' for text in STORY) + "]}}"
    )
    script = f"<script type=application/json>{state}</script>"
    assert body(f"<div id=root></div>{script}") == STORY


FORECAST = "Showers and a fresh breeze from the west are expected tonight, with sunny spells tomorrow. " * 9


def test_a_program_may_hold_the_body_as_a_string_of_html() -> None:
    told = dumps("".join(f"<p>{text}</p>" for text in STORY)).replace("<", "\\u003C")
    program = f'window.__NUXT__=(function(a,b){{return {{lead:"{FORECAST}",body:{told},by:b}}}}("x",null));"'
    assert body(f"<div id=root></div><script>{program}</script>") == STORY


@pytest.mark.parametrize(
    ("headline", "story"),
    [(HEADLINE, STORY), ("渡轮今天又晚点了", ("渡轮今天早上又晚点了一个小时，船上有四十个人。" * 9,))],
)
def test_the_longest_text_in_scripts_is_not_body_if_the_headline_is_of_something_else(
    headline: str, story: tuple[str, ...]
) -> None:
    state = dumps({"forecast": FORECAST, "story": "".join(f"<p>{text}</p>" for text in story)})
    shown = f"<h1>{headline}</h1><div id=root></div><script type=application/json>{state}</script>"
    assert extract(page(shown).replace(HEADLINE, headline), URL).body == story


@pytest.mark.parametrize("credit", ["— Foto: Ana Caña/TV Vale", "| Photo: The survey", "(AFP)"])
def test_a_line_that_ends_with_who_took_the_picture_is_not_body(credit: str) -> None:
    assert (
        body(f"<div class=story><p>The quay at nine in May {credit}</p>{paragraphs(*STORY)}</div>") == STORY
    )


def test_the_words_of_an_upload_box_are_not_body() -> None:
    box = (
        "<div class=upload-form><p>Add your pictures</p><p>Please wait until all of them are sent.</p></div>"
    )
    assert body(f"<div class=story>{box}{paragraphs(*STORY)}</div>") == STORY


def test_short_paragraphs_of_chinese_are_running_text() -> None:
    told = (
        "渡轮今天早上又晚点了一个小时，船上有四十个人。",
        "岛上没有人感到惊讶，大家等这架钢琴很久了。",
        "中午时分钢琴已经放在学校里。",
    )
    menu = links(*((f"/{n}", "新闻") for n in range(6)))
    found = extract(f"<html lang=zh><body><ul>{menu}</ul><div>{paragraphs(*told)}</div></body></html>", URL)
    assert found.body == told


def test_a_body_is_found_in_a_page_laid_out_with_tables_and_without_closing_tags() -> None:
    rows = "<table><tr><td width=150><a href=/>Home<br><a href=/back>Back issues</a><td><font size=3>"
    assert body(f"{rows}<p>{ONE}<p>{TWO}<p>{THREE}</font></table>") == STORY


def test_lists_and_tables_of_the_text_are_body() -> None:
    list_ = "<ul><li>Forty people, of whom six were children<li>One piano, black, on a red cart</ul>"
    table = "<table><tr><th>Boat<th>Late<tr><td>Ferry<td>60 min<tr><td>Mail<td>5 min</table>"
    found = body(f"<article><p>{ONE}</p>{list_}<p>{TWO}</p>{table}<p>{THREE}</p></article>")
    assert found == (
        STORY[0],
        "Forty people, of whom six were children",
        "One piano, black, on a red cart",
        STORY[1],
        "Boat | Late",
        "Ferry | 60 min",
        "Mail | 5 min",
        STORY[2],
    )


def test_where_guesses_differ_much_the_marked_one_wins() -> None:
    box = (
        "<div class=box><div class=box-in>" + paragraphs(*[text[::-1] * 2 for text in STORY]) + "</div></div>"
    )
    found = body(f"<article><div class=article-body>{paragraphs(*STORY)}{box}</div></article>")
    assert found[:3] == STORY


def test_a_marked_guess_wins_if_it_holds_much_more_text() -> None:
    texts = [f"{n} {ONE.strip()}" for n in range(12)]
    rest = f"<div><div><div>{paragraphs(*texts[3:])}</div></div></div>"
    text = f"<div class=article-content>{paragraphs(*texts[:3])}{rest}</div>"

    assert extract(f"<body><h1>{HEADLINE}</h1>{text}", URL).body == tuple(texts)


def test_a_paragraph_that_begins_with_a_picture_is_text() -> None:
    html = f'<p><img src="piano.jpg">{ONE}</p>{paragraphs(*STORY[1:] * 6)}'

    assert extract(page(f"<h1>{HEADLINE}</h1>{html}"), URL).body[0] == STORY[0]


def test_words_below_a_picture_in_its_paragraph_are_its_caption() -> None:
    html = f'{paragraphs(*STORY * 4)}<p><img src="piano.jpg"><br>The piano, a little out of tune</p>'
    article = extract(page(f"<h1>{HEADLINE}</h1>{html}"), URL)

    assert [image.caption for image in article.images] == ["The piano, a little out of tune"]


def test_what_follows_an_embedded_film_stays() -> None:
    assert body(f"<article><p>{ONE}</p><embed src=film.swf><p>{TWO}</p><p>{THREE}</p></article>") == STORY


def test_the_data_of_a_picture_in_microdata_is_not_body() -> None:
    data = "<span>https://paper.example/piano.jpg</span> <span>1200</span> <span>676</span> <span>ann</span>"

    assert body(f"<article>{paragraphs(*STORY)}{data}</article>") == STORY


def test_paragraphs_of_one_name_are_one_body_wherever_adverts_stand() -> None:
    parts = "<div class=slot></div>".join(
        f"<div class=row><div class=cell><div class=text><p>{text}</p></div></div></div>" for text in STORY
    )
    found = extract(f"<body><h1>{HEADLINE}</h1><div>{parts}</div></body>", URL)
    assert found.body == STORY


def test_a_short_story_below_its_headline_is_the_body_not_a_longer_text_elsewhere() -> None:
    said = "The Paper can be called on weekdays from nine to five, says the clerk who is there. " * 4
    story = f"<h1>{HEADLINE}</h1><div class=b2 itemprop=articleBody><p>{ONE}</p></div>"
    other = f"<div><div class=a3><p>{said}</p></div></div>"
    found = extract(f"<body><div class=a1>{story}</div><div class=a2>{other}</div></body>", URL)
    assert found.body == STORY[:1]


def test_the_foot_of_a_page_is_not_body_even_if_it_says_more_than_the_story() -> None:
    said = "The Paper can be called on weekdays from nine to five, says the clerk who is there. " * 3
    foot = f"<div class=footer-text><p>{said}</p></div>"
    assert body(f"<div class=story><p>{ONE}</p></div>{foot}") == STORY[:1]


def test_stories_that_follow_in_articles_of_their_own_are_not_body() -> None:
    more = "".join(f"<article class=post>{paragraphs(text[::-1])}</article>" for text in (*STORY, *STORY))
    first = f"<article class=post><h1>{HEADLINE}</h1>{paragraphs(*STORY)}</article>"
    assert extract(page(first + more), URL).body == STORY


def test_a_caption_that_a_gallery_says_again_is_not_body() -> None:
    caption = "<div class=c4><p>The piano on its red cart, in front of the school on the island.</p></div>"
    text = f"<div class=t1>{paragraphs(*STORY)}</div>"
    assert body(f"<article>{caption}{text}{caption}{caption}</article>") == STORY


def test_a_line_that_stands_twice_in_the_text_stays() -> None:
    refrain = "And the ferry goes out, and the ferry comes in."
    told = (STORY[0], refrain, STORY[1], refrain, STORY[2])
    assert body(f"<article><div class=t1>{paragraphs(*told)}</div></article>") == told


def test_the_questions_of_a_form_are_not_body() -> None:
    form = "<form action=/post><p>Please fill in all fields to write a comment on this story.</p></form>"
    assert body(f"<article>{paragraphs(*STORY)}{form}</article>") == STORY
    whole = f"<form action=/page.aspx>{paragraphs(*STORY)}</form>"
    assert body(f"<article>{whole}</article>") == STORY


@pytest.mark.parametrize("sign", [">> ", "► ", "Advertisement: ", "Read more: "])
def test_a_line_that_points_elsewhere_is_not_body(sign: str) -> None:
    pointer = f"<p>{sign}<a href={OTHERS[0][0]}>{OTHERS[0][1]}</a> and other places</p>"
    assert body(f"<article><p>{ONE}</p>{pointer}{paragraphs(TWO, THREE)}</article>") == STORY


def test_an_explanation_says_why_each_line_is_left_out() -> None:
    box = f"<div class=related><h4>Related</h4><ul>{links(*OTHERS)}</ul></div>"
    html = page(f"<h1>{HEADLINE}</h1><article>{paragraphs(*STORY)}{box}</article>")
    told = explain(open_page(html, URL))
    reasons = dict(told.left_out)
    assert told.article.body == STORY
    assert reasons["Home Island"] == "navigation"
    assert reasons[OTHERS[0][1]] == "link block"
    assert reasons["The Paper, 4 Harbour Street. Imprint. Terms of use."] == "footer"
    assert {name for name, _, _ in told.guesses} >= {"density", "cluster", "article"}
    assert all(0 <= agreement <= 1 and held > 0 for _, agreement, held in told.guesses)


def test_the_label_of_a_list_of_links_goes_with_it() -> None:
    topics = links(*(("/topics/x", text[:20]) for _, text in OTHERS))
    box = f"<div><b>Related topics</b><br><ul>{topics}</ul></div>"
    assert body(f"<div class=story>{paragraphs(ONE)}{box}{paragraphs(TWO, THREE)}</div>") == STORY


def test_the_numbers_beside_lines_of_code_are_not_body() -> None:
    code = "<table><tr><td class=gutter><pre>{}</pre><td><pre>x = 1\ny = 2\nz = x</pre></table>"

    for numbers in ("1\n2\n3", "<span>8</span><br><span>9</span><br><span>10</span>"):
        read = body(f"<div>{paragraphs(*STORY)}{code.format(numbers)}<p>{ONE}</p></div>")
        assert read == (*STORY, "x = 1\ny = 2\nz = x", ONE.strip())


@pytest.mark.parametrize("line", ["Dear readers,", "Day 3.", "What a morning"])
def test_a_short_line_with_which_a_text_begins_is_body(line: str) -> None:
    assert body(f"<div class=meta>1 May</div><div class=text>{paragraphs(line, *STORY)}</div>") == (
        line,
        *STORY,
    )


@pytest.mark.parametrize("line", ["Anna Reed", "Reading time: 3 min", "1 May 2024"])
def test_a_name_a_date_and_minutes_above_a_text_are_not_body(line: str) -> None:
    assert body(f"<div class=text>{paragraphs(line, *STORY)}</div>") == STORY


def test_a_note_on_the_author_above_the_text_is_not_body() -> None:
    about = "<p>Anna Reed is our correspondent on the island, and has been so for ten years or more.</p>"
    head = '<meta name=author content="Anna Reed">'
    assert body(f"<div class=story><div>{about}</div>{paragraphs(*STORY)}</div>", head=head) == STORY


def test_a_story_may_begin_with_its_tellers_name() -> None:
    first = "Anna Reed went to the island on a ferry that had not run for ten years, and came back on foot."
    head = '<meta name=author content="Anna Reed">'
    assert body(f"<div class=story>{paragraphs(first, *STORY)}</div>", head=head) == (first, *STORY)


def test_readers_may_say_more_below_a_story_than_the_story_does() -> None:
    said = "".join(f"<li id=comment-{n}><b>Tom</b>{paragraphs(*STORY[::-1])}</li>" for n in range(1, 5))

    assert body(f"<div>{paragraphs(*STORY)}<h3 id=comments>Letters</h3><ol>{said}</ol></div>") == STORY


@pytest.mark.parametrize(
    "line",
    [
        "Posted by anna at February 25, 2004 02:18 AM",
        "This entry was posted on 18 January 2005 at 6:13 am and is filed under Ferries.",
        "Dieser Beitrag wurde am 3. Mai veröffentlicht und unter Fähren abgelegt.",
        "Filed under Ferries, Pianos",
    ],
)
def test_a_blogs_notes_below_a_text_are_not_body(line: str) -> None:
    assert body(f"<div>{paragraphs(*STORY)}<p>{line}</p></div>") == STORY


def test_code_is_kept_without_the_numbers_in_front_of_its_lines() -> None:
    lines = "".join(f"<span><span class=ln>{n}</span><span>x = {n}\n</span></span>" for n in (9, 10, 11))

    assert (
        body(f"{paragraphs(ONE)}<pre><code>{lines}</code></pre>{paragraphs(TWO)}")[1]
        == "x = 9\nx = 10\nx = 11"
    )
    assert "7\n3" in body(f"{paragraphs(ONE)}<pre><b>7</b>\n<b>3</b>\nmatrix</pre>{paragraphs(TWO)}")[1]


CHINESE = "渡口的钟昨夜又响了三次，老船工说那是风的缘故，孩子们却不相信他的话。"


def read_chinese(*, above: str = "", below: str = "") -> list[str]:
    text = "".join(f"<p>{n}{CHINESE}</p>" for n in "一二三四")
    html = f"<title>渡口的钟</title><h1>渡口的钟</h1><div>{above}{text}{below}</div>"
    return [line for line in extract(html, URL).text.split("\n") if line]


@pytest.mark.parametrize(
    "line",
    [
        "（原标题：老船工与渡口的钟）",
        "本文原标题：《老船工与渡口的钟》",
        "责任编辑：王大海",
        "编辑 王大海 校对 李小河",
        "来源：河口周刊",
        "图片来源：河口周刊资料室",
        "渡口的钟。河口社记者 李小河 摄",
    ],
)
def test_notes_of_chinese_publishers_around_a_text_are_not_body(line: str) -> None:
    assert len(read_chinese(above=f"<p>{line}</p>")) == 4
    assert len(read_chinese(below=f"<p>{line}</p>")) == 4


@pytest.mark.parametrize(
    "line",
    [
        "特别声明：以上内容为读者上传，本刊不承担责任。",
        "图文如有侵权，请联系本刊删除。",
        "长按二维码，欢迎关注河口周刊公众号",
        "【打印本页】【关闭窗口】",
        "采写：河口周刊记者 李小河",
        "河口周刊记者 李小河 王大海",
        "发布日期：2019-03-06 责任编辑：王大海",
    ],
)
def test_notices_of_chinese_publishers_below_a_text_are_not_body(line: str) -> None:
    assert len(read_chinese(below=f"<p>{line}</p>")) == 4


def test_notes_of_chinese_publishers_behind_a_break_are_not_body() -> None:
    text = "<br>".join(f"　　{n}{CHINESE * 2}" for n in "一二三四")
    notes = "<br>（责任编辑：王大海）<br>【关闭窗口】<br>"
    html = f"<title>渡口的钟</title><h1>渡口的钟</h1><div>{text}{notes}</div>"

    assert extract(html, URL).body == tuple(f"{n}{CHINESE * 2}" for n in "一二三四")


@pytest.mark.parametrize(
    "line",
    [
        "编辑部的人说，钟声与风无关。",
        "这张照片是老船工在渡口拍摄",
        "来源不明的钟声，仍是渡口的谜。",
        "老船工声明：钟不是他敲的。",
    ],
)
def test_a_chinese_sentence_about_such_things_stays(line: str) -> None:
    assert line in read_chinese(below=f"<p>{line}</p><p>五{CHINESE}</p>")


def test_all_elements_that_are_declared_the_text_of_one_article_are_its_body() -> None:
    parts = "".join(
        f"<div class=part><div><div itemprop=articleBody>{paragraphs(*texts)}</div></div></div><hr>"
        for texts in ((ONE, TWO), (THREE,), (OTHERS[0][1] + ".", ONE[:170] + "Again."))
    )
    article = f"<article itemscope><div class=content>{parts}</div></article>"
    html = f"<title>{HEADLINE}</title><body><h1>{HEADLINE}</h1>{article}"
    assert len(extract(html, URL).body) == 5


def test_of_several_stories_on_a_page_the_one_below_its_headline_is_read() -> None:
    def story(heading: str, *texts: str) -> str:
        text = f"<div itemprop=articleBody><div class=entry-content>{paragraphs(*texts)}</div></div>"
        return f"<section><article itemscope><h1>{heading}</h1>{text}</article></section>"

    others = [f"{text} And so on, and so forth, in the same way, as long as it may last." for text in STORY]
    later = story("The bridge is green", *others) + story("The baker counts", *map(str.upper, others))
    assert extract(page(story(HEADLINE, *STORY) + later), URL).body == STORY


def test_a_line_that_announces_an_advertisement_is_not_body() -> None:
    lines = ("Advertisement - Continue Reading Below", "ANZEIGE", "Story Continued Below")
    main = "".join(f"<p>{text}</p><div>{line}</div>" for text, line in zip(STORY, lines, strict=True))
    assert body(f"<article>{main}<p>{ONE}</p></article>")[:3] == STORY


def test_a_part_of_the_text_may_be_named_after_the_film_above_it() -> None:
    parts = f"<div id=video-text-1 class=post-content>{paragraphs(ONE)}</div>"
    parts += f"<div class=post-content>{paragraphs(TWO, THREE, ONE.upper(), TWO.upper())}</div>"
    assert body(f"<div class=story>{parts}</div>")[0] == STORY[0]


def test_a_story_told_in_captions_is_its_captions() -> None:
    slides = "".join(f"<li><img src={n}.jpg><p class=caption>{text}</p></li>" for n, text in enumerate(STORY))
    assert body(f"<div class=story><p>1 of 3</p><ul class=slides>{slides}</ul></div>")[-3:] == STORY


def whole(main: str) -> bool:
    """Whether all paragraphs of the story are read."""
    return [text for text in body(main) if text in STORY] == list(STORY)


def test_a_text_that_a_script_would_put_in_its_place_is_read_where_it_stands() -> None:
    html = f'<template id="B:0"></template><div hidden id="S:0">{paragraphs(*STORY)}</div>'

    assert whole(html)


def test_a_hidden_text_stays_hidden_where_the_page_shows_one() -> None:
    other = "<div hidden>" + paragraphs(*(text[::-1] for text in STORY)) + "</div>"

    assert body(f"<div>{paragraphs(*STORY)}</div>{other}") == STORY


def test_a_button_that_swallows_the_page_shows_it() -> None:
    story = f"<main><h1>{HEADLINE}</h1>{paragraphs(*STORY)}</main>"
    html = f"<title>{HEADLINE}</title><body><button><div><div>Menu</div></button>{story}</body>"

    assert extract(html, URL).body == STORY


def test_the_button_that_opens_an_answer_is_its_question() -> None:
    parts = "".join(f"<h3><button>Question {n}?</button></h3><p>{STORY[n]}</p>" for n in range(3))

    assert "Question 1?" in body(f"<div>{parts}</div>")


@pytest.mark.parametrize(
    "name",
    ["min-vh-100", "vh-100", "has-rail-right", "sidebar-enabled--false", "no_sidebar", "banner-radius"],
)
def test_names_of_how_an_element_looks_leave_its_text_alone(name: str) -> None:
    beside = "<footer>" + "<p>The Paper is printed on the island and sold at the quay in the morning.</p>" * 9
    html = (
        f"<title>{HEADLINE}</title><div class='{name}'><h1>{HEADLINE}</h1>{paragraphs(*STORY)}</div>{beside}"
    )

    assert extract(html, URL).body[:3] == STORY


def test_text_for_screen_readers_is_not_text() -> None:
    assert "opens a window" not in " ".join(
        body(paragraphs(*STORY, f"{ONE}<span class=x-vh>opens a window</span>"))
    )


def test_a_heading_that_is_called_a_header_is_the_parts_heading() -> None:
    parts = "".join(
        f"<h2 class=header-anchor-post>Part {n}</h2><p>{text}</p>" for n, text in enumerate(STORY)
    )

    assert body(f"<div>{parts}</div>").count("Part 1") == 1


def test_the_headline_said_again_amid_the_text_cuts_nothing_above_it() -> None:
    again = f"<p><a href='{URL}'>{HEADLINE}</a></p>"

    assert whole(f"<div class=text>{paragraphs(ONE)}{again}{paragraphs(TWO, THREE)}</div>")


def test_short_points_with_which_a_text_ends_are_text() -> None:
    points = "<h3>To bring</h3><ul><li>A rope</li><li>A lamp</li></ul>"
    html = f"<div>{paragraphs(*STORY)}<div><p>{ONE}</p></div>{points}</div>"

    assert {"A rope", "A lamp"} <= set(body(html))


def test_a_heading_that_links_to_itself_is_a_heading() -> None:
    heading = "<h2 id=tide><a class=header href=#tide>The tide</a></h2>"

    assert "The tide" in body(f"<div>{paragraphs(ONE)}{heading}{paragraphs(TWO, THREE)}</div>")


def test_an_address_in_print_is_text() -> None:
    link = "<p><a href='https://tides.example/list'>https://tides.example/list</a></p>"

    assert "https://tides.example/list" in body(f"<div>{paragraphs(ONE)}{link}{paragraphs(TWO, THREE)}</div>")


def post(text: str) -> str:
    """A page of a blog whose post says little, with longer posts below it."""
    others = "".join(f"<article><h3><a href={href}>{title}</a></h3></article>" for href, title in OTHERS)
    own = f"<header class=entry-header><h1>{HEADLINE}</h1></header><div class=entry-content>{text}</div>"
    return f"<article class=hentry>{own}</article><aside>{others}</aside>"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<p><a href='https://far.example/a'>A piano for the island</a></p>", ("A piano for the island",)),
        ("<p>Seen <a href='https://far.example/a'>elsewhere</a>.</p>", ("Seen elsewhere.",)),
        (
            "<p><a href='https://far.example/a'>The list</a></p><p class=tags><a href=/t>tides</a></p>",
            ("The list",),
        ),
        ("<p>Back in May.</p><div class=sharedaddy>Share this</div>", ("Back in May.",)),
    ],
)
def test_all_lines_of_a_short_post_are_text(text: str, said: tuple[str, ...]) -> None:
    article = extract(f"<title>{HEADLINE}</title><body>{post(text)}</body>", URL)

    assert article.body == said
    assert article.confidence <= 0.3


def test_a_marked_text_that_nearly_agrees_and_holds_more_wins() -> None:
    row = "<div class=row>{}</div>".format(paragraphs(*(f"{n}. {text}" for n in range(6) for text in STORY)))
    answers = (
        "<section class=faq><h2>Questions</h2>"
        + paragraphs(*(f"{text[::-1]}." for text in STORY))
        + "</section>"
    )

    assert STORY[0][::-1] + "." in body(f"<div class=article-content>{row}<div>{answers}</div></div>")


def rows_of_a_builder(*parts: str) -> str:
    return "".join(f"<div class=row><div class=txt>{part}</div></div>" for part in parts)


def test_a_text_parted_into_rows_is_one_body() -> None:
    ad = "<div class=ad></div>"
    first, last = (
        rows_of_a_builder(paragraphs(*STORY)),
        rows_of_a_builder(paragraphs(f"At last. {ONE}".strip())),
    )

    assert body(f"<article>{first}{ad}{last}</article>")[-1].startswith("At last.")


VERSE = ("O ferry of the crooked mast,", "you leave at six and come at last,", "with goat and priest and me.")


def test_verse_keeps_its_lines() -> None:
    verse = "<br>".join(VERSE)

    assert "\n".join(VERSE) in body(f"<div>{paragraphs(ONE)}<p>{verse}</p>{paragraphs(TWO, THREE)}</div>")


@pytest.mark.parametrize("tag", ["p", "div"])
def test_a_page_of_nothing_but_verse_is_read(tag: str) -> None:
    verse = "".join(f"<{tag}>{line}</{tag}>" for line in VERSE)

    html = f"<article><h1>{HEADLINE}</h1><time>12 May 2024</time><div class=poem>{verse}</div></article>"
    assert extract(page(html), URL).body == VERSE


def test_a_table_of_figures_may_begin_a_story_or_be_all_of_it() -> None:
    rows = "".join(f"<tr><td>Boat {n}</td><td>{n}</td><td>{9 - n}</td></tr>" for n in range(6))
    table = f"<table><tr><th>Boat</th><th>Won</th><th>Lost</th></tr>{rows}</table>"

    assert "Boat 0 | 0 | 9" in body(f"<div>{table}{paragraphs(ONE, TWO)}</div>")
    assert "Boat 0 | 0 | 9" in extract(page(f"<article><h1>{HEADLINE}</h1>{table}</article>"), URL).body


def test_a_story_in_a_form_is_read() -> None:
    latest = f"<aside><h3>Most read</h3><ul>{links(*OTHERS)}</ul></aside>"
    html = f"<form><article><h1>{HEADLINE}</h1>{paragraphs(*STORY)}</article></form>{latest}"

    assert extract(f"<title>{HEADLINE}</title><body><div><main>{html}</main></div></body>", URL).body == STORY


def test_a_paragraph_that_is_a_linked_sentence_is_text() -> None:
    linked = f"<p><a href='/2024/report'>{TWO.strip()}</a></p>"

    assert TWO.strip() in body(f"<div>{paragraphs(ONE)}{linked}{paragraphs(THREE)}</div>")


def test_entries_of_a_live_report_keep_their_headings() -> None:
    entries = "".join(
        f"<article class=live><header><time>2{n}:30</time><h3>Entry {n}</h3></header><p>{text}</p></article>"
        for n, text in enumerate(STORY)
    )

    assert {"Entry 0", "Entry 1", "Entry 2"} <= set(body(f"<div class=live>{entries}</div>"))


def test_the_first_letter_may_be_a_picture() -> None:
    first = f"<p><img src=t.gif alt=T>{ONE.strip()[1:]}</p>"

    assert body(f"<div>{first}{paragraphs(TWO, THREE)}</div>")[0] == ONE.strip()


def test_the_rest_of_a_text_that_a_button_shows_is_text() -> None:
    rest = f"<div style='display:none'>{paragraphs(TWO, THREE)}</div><a class=x href='#'>Show more</a>"

    assert whole(f"<div><p>{ONE.strip()}</p>{rest}</div>")


@pytest.mark.parametrize(
    "gate",
    [
        "This article is for subscribers only.",
        "Subscribe now for 1 euro a week to read on.",
        "Sie möchten weiterlesen?",
        "Cet article est réservé aux abonnés.",
        "Suscríbete para seguir leyendo",
        "Для того, чтобы читать дальше, оформите подписку",
        "続きを読むには会員登録が必要です",
    ],
)
def test_a_text_behind_a_gate_is_a_stub_and_the_gate_no_text(gate: str) -> None:
    article = extract(page(f"<h1>{HEADLINE}</h1><div>{paragraphs(ONE, TWO)}<p>{gate}</p></div>"), URL)

    assert article.access == "stub"
    assert gate not in article.body


def test_a_long_text_that_offers_a_subscription_is_not_a_stub() -> None:
    many = paragraphs(*(f"{n}. {text}" for n in range(6) for text in STORY))
    html = f"<h1>{HEADLINE}</h1><div>{many}<p>Subscribe to keep reading us.</p></div>"

    assert extract(page(html), URL).access == "unknown"


def test_the_widest_picture_of_a_set_is_the_picture() -> None:
    picture = "<img src='data:image/gif;base64,R0' data-src=/s.jpg data-srcset='/s.jpg 300w, /l.jpg 1200w'>"
    images = extract(
        page(f"<h1>{HEADLINE}</h1><div>{paragraphs(ONE)}{picture}{paragraphs(TWO)}</div>"), URL
    ).images

    assert [image.url for image in images] == ["https://paper.example/l.jpg"]


@pytest.mark.parametrize(
    "page",
    [
        "<!DOCTYPE html><title>Boats</title><article><h1>Boats</h1>{body}</article>",
        "<html lang=en><meta charset=utf-8><title>Boats</title><main><h1>Boats</h1>{body}</main>",
        "<!DOCTYPE html><title>Boats</title><header><h1>Boats</h1></header>{body}<footer>Ours</footer>",
        "<!DOCTYPE html><head><title>Boats</title><section><h1>Boats</h1>{body}</section>",
    ],
)
def test_a_page_without_the_tags_of_head_and_body_is_read(page: str) -> None:
    article = extract(page.format(body=paragraphs(ONE, TWO, THREE)), URL)

    assert article.headline == "Boats"
    assert [text.strip() for text in article.body] == [ONE.strip(), TWO.strip(), THREE.strip()]
