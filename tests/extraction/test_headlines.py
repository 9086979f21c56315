"""The headline is chosen among all that a page, and the front that led to it, call the story."""

from __future__ import annotations

import pytest

from newsspider.extraction import extract
from newsspider.items import Hint
from newsspider.profiles.site import SiteProfile

URL = "http://gazette.example.org/60/mail.html"
GAZETTE = SiteProfile(name="gazette", title="Harbour Gazette", start=(URL,), hosts=frozenset(("h",)))


@pytest.mark.parametrize(
    ("own", "said"),
    [
        ("HarbourGazette MailBag", "The MailBag"),
        ("Harbour Gazette 60: The Answer Page", "The Answer Page"),
        ("More 2¢ Tips!", "More 2-Cent Tips"),
        ("Back Page", "The Back Page"),
    ],
)
def test_the_fronts_words_win_where_the_page_only_adds_the_site_or_signs(own: str, said: str) -> None:
    page = f"<title>{own}</title><h1>{own}</h1><p>Text."
    article = extract(page, URL, hint=Hint(text=said, issue="60"), profile=GAZETTE)
    assert (article.headline, article.provenance["headline"]) == (said, "hint")


def test_the_month_of_an_issue_is_not_a_word_of_its_headline() -> None:
    page = "<title>The Answer Page, May 2013</title><h1>The Answer Page, May 2013</h1><p>Text."
    hint = Hint(text="The Answer Page", issue="May 2013")
    assert extract(page, URL, hint=hint, profile=GAZETTE).headline == "The Answer Page"


@pytest.mark.parametrize("said", ["The Harbour", "A Night in the Harbour…", "read more", "60"])
def test_a_page_with_words_of_its_own_keeps_them(said: str) -> None:
    page = "<title>A Night in the Harbour</title><h1>A Night in the Harbour</h1><p>Text."
    article = extract(page, URL, hint=Hint(text=said, issue="60"), profile=GAZETTE)
    assert article.headline == "A Night in the Harbour"


def page(*, h1: str = "", title: str = "", og: str = "", ld: str = "", name: str = "") -> str:
    """A page that calls its story by several names."""
    meta = f'<meta property="og:title" content="{og}">' if og else ""
    meta += f'<meta property="og:site_name" content="{name}">' if name else ""
    stated = f'<script type="application/ld+json">{{"@type":"NewsArticle","headline":"{ld}"}}</script>'
    heading = f"<h1>{h1}</h1>" if h1 else ""
    return f"<head><title>{title}</title>{meta}{stated if ld else ''}</head><body>{heading}<p>Text.</body>"


def read(html: str) -> tuple[str | None, str | None]:
    article = extract(html, "https://www.harbour-gazette.example/a.html")
    return article.headline, article.provenance.get("headline")


STORY = "Ferry runs again after the storm"


@pytest.mark.parametrize(
    "tail",
    [
        " | Harbour Gazette",
        " - harbour-gazette.example",
        " — Harbour Gazette News",
        " ⋆ Harbour Gazette",
        "_Harbour Gazette",
        "｜Harbour Gazette",
    ],
)
def test_the_name_of_the_site_is_cut_off(tail: str) -> None:
    assert read(page(title=STORY + tail, name="Harbour Gazette"))[0] == STORY
    assert read(page(og=STORY + tail, title="x", name="Harbour Gazette"))[0] == STORY
    assert read(page(ld=STORY + tail, title="x", name="Harbour Gazette"))[0] == STORY


def test_the_sign_that_links_a_heading_to_itself_is_not_part_of_it() -> None:
    sign = "<a class=headerlink href='#ferry' title='Permalink to this headline'>¶</a>"
    assert read(page(title=f"{STORY} | Harbour Gazette", h1=STORY + sign, name="Harbour Gazette"))[0] == STORY


def test_the_one_entry_that_a_page_marks_outranks_a_title_of_all_its_pages() -> None:
    entry = f"<div class=hentry><span class='headline entry-title'>{STORY}</span></div>"
    top = "<title>News from the harbour and the island</title>"
    assert read(f"{top}<body>{entry}<p>Text.")[0] == STORY
    assert read(f"{top}<body>{entry}{entry}<p>Text.")[0] == "News from the harbour and the island"


def test_a_dash_inside_a_headline_cuts_nothing() -> None:
    whole = "Two ferries - and one storm"
    assert read(page(title=whole, og=whole, name="Harbour Gazette"))[0] == whole


def test_entities_in_json_ld_are_read() -> None:
    assert read(page(ld="Harbour&#8217;s ferry &amp; its crew"))[0] == "Harbour’s ferry & its crew"


def test_a_menu_s_h1_is_not_a_headline() -> None:
    html = page(title=f"{STORY} | Harbour Gazette", h1=f"Log in</h1><h1>{STORY}")
    assert read(html) == (STORY, "inferred:h1")


def test_og_title_that_carries_the_site_s_name_is_worth_less_than_json_ld() -> None:
    html = page(ld=STORY, og="See how the ferry runs | Harbour Gazette", name="Harbour Gazette", h1=STORY)
    assert read(html) == (STORY, "declared:json-ld")


def test_a_section_after_the_headline_is_not_part_of_it() -> None:
    assert read(page(ld=f"{STORY} | Shipping", og=STORY, h1=STORY))[0] == STORY


def test_an_attribute_that_broke_at_a_quotation_mark_is_not_a_headline() -> None:
    whole = 'Ferry captain: "never again" in such a storm'
    html = page(h1=whole, title=whole).replace(
        "<head>", f'<head><meta property="og:title" content="{whole}">'
    )
    assert read(html)[0] == whole


def test_headlines_of_other_objects_in_json_ld_are_not_ours() -> None:
    stated = (
        '[{"@type":"WebSite","name":"Gazette","headline":"All the news"},'
        '{"@type":"NewsArticle","url":"https://g.example/b.html","headline":"Another story"},'
        '{"@type":"NewsArticle","url":"https://www.harbour-gazette.example/a.html","headline":"Ours"}]'
    )
    html = f'<title>Ours</title><script type="application/ld+json">{stated}</script><p>Text.'
    assert read(html)[0] == "Ours"


TEXT = "<p>" + "The road was widened first, and the trees came after it, as the valley knows. " * 3 + "</p>"
BLOG = "https://blog.example.org/2008/05/story.html"


@pytest.mark.parametrize("front", ["/", "../../index.html", "https://blog.example.org/2008/"])
def test_a_heading_that_leads_up_is_the_sites_name(front: str) -> None:
    head = "<title>Ann's Blog: The ferry runs again - Notes from the harbour</title>"
    page = f"{head}<h1><a href='{front}'>Ann's Blog</a></h1><h3>The ferry runs again</h3>{TEXT}"

    assert extract(page, BLOG).headline == "The ferry runs again"


@pytest.mark.parametrize(
    "line",
    [
        "<h2>01.18.04</h2><h3>The ferry runs again</h3>",
        "<p><font size='+1'>The ferry runs again</font><br>by<br>Ann Reed</p>",
        "<center><font size=5><b>The ferry runs again</b></font></center>",
        "<p><b>The ferry runs again</b></p><p><b>By<br>Ann Reed</b></p>",
        "<div class='post-main-title'>The ferry runs again</div><div>Updated 2024-05-01</div>",
    ],
)
def test_a_row_set_like_a_headline_is_one_where_the_title_is_the_sites(line: str) -> None:
    page = f"<title>Harbour Notes</title><p><a href='/'>Harbour Notes</a></p>{line}{TEXT}<p>Short.</p>"

    assert extract(page, BLOG).headline == "The ferry runs again"


@pytest.mark.parametrize(
    "line", ["<h2>Summary</h2>", "<p><b>Summary</b></p>", "<p><a href='/a'><b>Other news</b></a></p>"]
)
def test_a_title_of_its_own_stands_against_the_headings_of_parts(line: str) -> None:
    page = f"<title>The ferry runs again after three years</title>{line}{TEXT}<h2>Prospects</h2>{TEXT}"

    assert extract(page, BLOG).headline == "The ferry runs again after three years"


def test_a_heading_that_links_to_another_page_is_not_the_headline() -> None:
    banner = "<title>Willow Wiki: The Mill</title><h1><a href='/doku.php?id=start'>Willow Wiki</a></h1>"
    page = f"{banner}<h1>The Mill</h1>{TEXT}"

    assert extract(page, "https://wiki.example/doku.php?id=mill").headline == "The Mill"


def test_the_heading_in_a_box_called_a_title_is_taken_without_the_byline() -> None:
    box = f'<div class="article-title"><h2>{STORY}</h2><p>Anna Reed</p><p>12 May</p></div>'

    assert read(f"<title>{STORY}</title>{box}<p>Text.")[0] == STORY


def test_a_hyphen_between_chinese_characters_parts_headline_and_section() -> None:
    chapter = (
        "<p><b>第一章</b></p><p>" + "渡口的钟昨夜又响了三次，老船工说那是风的缘故，孩子们却不相信他的话。" * 6
    )

    assert read(f"<title>渡口管理办法-法规</title><p>渡口管理办法</p>{chapter}")[0] == "渡口管理办法"


def test_the_title_that_chinese_offices_declare_is_the_headline() -> None:
    declared = '<meta name="ArticleTitle" content="渡口管理办法">'

    assert read(f"<title>河口县人民政府</title>{declared}<p>Text.")[0] == "渡口管理办法"


def test_of_nested_headings_the_one_most_like_the_title_is_the_headline() -> None:
    html = (
        "<title>渡し船はまた遅れた_港_港新聞</title><body><div class=title-box>"
        "<span>港</span><h2 class=title>渡し船はまた遅れた</h2></div><p>Text."
    )
    assert read(html)[0] == "渡し船はまた遅れた"


def test_the_heading_of_a_menu_is_not_part_of_the_title() -> None:
    html = (
        "<title>Ferry Late Again - The Island Blog</title><body>"
        "<nav><h3>The Island Blog</h3><a href=/a>Home</a></nav>"
        f"<div><p>{'The ferry was late. ' * 9}</p></div>"
    )
    assert read(html)[0] != "The Island Blog"


def test_a_host_of_three_letters_is_a_name_of_the_site() -> None:
    html = "<title>The Ferry Is Late Again : HGZ</title><p>Text."
    assert extract(html, "https://www.hgz.example/a.html").headline == "The Ferry Is Late Again"


@pytest.mark.parametrize("label", ["Opinion", "Exclusive", "原创"])
def test_a_label_before_the_headline_in_its_heading_is_left_out(label: str) -> None:
    text = "The ferry left the quay at nine, an hour late, with forty people and a piano on board. " * 6
    html = f"<title>{STORY}</title><div><h1><span>{label}</span> {STORY}</h1><p>{text}</p><p>{text}</p></div>"
    article = extract(html, "https://www.harbour-gazette.example/a.html")

    assert article.headline == STORY
    assert article.body[0].startswith("The ferry")


def test_a_name_that_begins_the_heading_stays() -> None:
    assert read(page(h1=f"Big {STORY}", title=STORY))[0] == f"Big {STORY}"


@pytest.mark.parametrize("tail", ["-河口新闻网", "_社会频道_河口网", " - 河口日报", "_河口在线"])
def test_the_name_of_a_chinese_site_is_known_by_its_ending(tail: str) -> None:
    assert (
        read(page(title=f"渡口的钟昨夜响了三次{tail}", og=f"渡口的钟昨夜响了三次{tail}"))[0]
        == "渡口的钟昨夜响了三次"
    )


def test_the_end_of_a_title_is_the_headline_where_the_page_shows_it() -> None:
    assert (
        read("<title>渡口：老船工与孩子们的故事</title><p>老船工与孩子们的故事</p><p>Text.")[0]
        == "老船工与孩子们的故事"
    )


@pytest.mark.parametrize(
    ("rows", "headline"),
    [
        ("<p><font size=5><b>The mill<br>&nbsp; changes hands</b></font></p>", "The mill changes hands"),
        ("<p><font size=5>The mill in 2003</font></p>", "The mill in 2003"),
        ("<p><font size=5>The mill...</font><br>ANNA REED<br>COLUMNIST</p>", "The mill..."),
        ("<p><font size=5>Pin it on W.</font><br>ANNA REED<br>COLUMNIST</p>", "Pin it on W."),
        ("<p><font size=5>See <i>Straw</i> twice</font></p>", "See Straw twice"),
        ("<p><b><font size=5>The mill</font></b></p><p>Ann Reed, EDITOR</p><p><b>First in a Series</b></p>",
         "The mill"),
        ("<p style='font-size: 24px'>The mill</p><p><b>First of three parts</b></p>", "The mill"),
        ("<p><font size=6>The Sentinel</font></p><p><font size=5>The mill</font><br>ANNA REED<br>Critic</p>",
         "The mill"),
        ("<p><font size=1>Volume IX, Number 15<br>May 8, 2002</font></p><p><font size=5>The mill</font></p>",
         "The mill"),
    ],
)  # fmt: skip
def test_the_row_in_the_largest_type_above_the_text_is_the_headline(rows: str, headline: str) -> None:
    page = (
        f"<title>Opinion</title><table><tr><td>{rows}{TEXT}<p><b>A part of it</b></p>{TEXT}</td></tr></table>"
    )

    assert extract(page, BLOG).headline == headline


def test_a_link_in_the_first_paragraph_leaves_it_the_text() -> None:
    text = TEXT.replace("the valley", "<a href='/v'>the valley</a>")
    page = f"<title>Opinion</title><p><font size=5>The mill</font></p>{text}{text}"

    assert extract(page, BLOG).headline == "The mill"


@pytest.mark.parametrize(
    ("declared", "printed"),
    [
        ("Ferry costs: five secrets for 2025", "What the ferry costs, and who pays for it"),
        ("The ferry", "The ferry: what it costs, and who pays for it"),
        ("Ferry to run again in May, says council", "Council lets the ferry run again"),
    ],
)
def test_the_headline_is_what_was_printed(declared: str, printed: str) -> None:
    assert read(page(ld=declared, og=declared, title=declared, h1=printed))[0] == printed


@pytest.mark.parametrize("printed", ["Stories", "Harbour Gazette", "All about boats and their people"])
def test_a_heading_unlike_the_declared_headline_is_ignored(printed: str) -> None:
    html = page(ld=STORY, og=STORY, title=f"{STORY} | Harbour Gazette", name="Harbour Gazette", h1=printed)

    assert read(html)[0] == STORY


def test_a_kicker_in_the_heading_stays_out_of_the_declared_headline() -> None:
    assert read(page(ld=STORY, og=STORY, h1=f"Exclusive: {STORY}"))[0] == STORY


def test_a_title_that_is_the_text_of_the_link_to_the_front_is_the_sites_name() -> None:
    name = "Institute for the Study of Tides"
    head = f'<title>{name}</title><meta property="og:title" content="{name}">'
    html = f"{head}<div><h1><a href='/'>{name}</a></h1></div><h2 class=title>{STORY}</h2>{TEXT}{TEXT}"

    assert extract(html, BLOG).headline == STORY


def test_the_name_of_the_site_in_the_bar_above_is_not_a_headline() -> None:
    bar = "<div class=menu-bar><h1 class=menu-title>The Tide Book</h1></div>"
    story = f"<main><h2>Knots and ropes</h2>{TEXT}{TEXT}</main>"
    html = f"<title>Knots and ropes - The Tide Book</title>{bar}{story}"

    assert extract(html, BLOG).headline == "Knots and ropes"
