"""The date of an article: every place where a publisher puts it, and the dates that are not its own."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from newsspider.extraction import extract
from newsspider.items import Hint, PublicationDate

if TYPE_CHECKING:
    from newsspider.items import Article

URL = "http://news.example.org/the-road-to-the-valley.html"
PROSE = (
    "<p>The road was widened first, and the trees came after it, as everybody in the valley knows; "
    "nobody asked who had paid for either of them, and nobody was told.</p>"
) * 4


def read(
    body: str = "", *, head: str = "", url: str = URL, language: str = "en", at: datetime | None = None
) -> Article:
    top = f"<html lang={language}><head><title>The road</title>{head}</head>"
    return extract(f"{top}<body><h1>The road</h1>{body}{PROSE}", url, at=at)


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "By Anna Reed | Published: May 12, 2019"),
        ("en", "Posted on Sunday, 12th May 2019 by Anna Reed"),
        ("de", "Von Anna Reed, veröffentlicht am 12. Mai 2019"),
        ("fr", "Publié le 12 mai 2019 par Anna Reed"),
        ("es", "12 de mayo de 2019"),
        ("pt", "Publicado em 12 de maio de 2019"),
        ("it", "Pubblicato il 12 maggio 2019"),
        ("nl", "Gepubliceerd op 12 mei 2019"),
        ("pl", "12 maja 2019"),
        ("ru", "12 мая 2019"),
        ("sv", "Publicerad 12 maj 2019"),
        ("zh", "发布时间：2019年5月12日"),
        ("ja", "2019年5月12日 公開"),
        ("ko", "입력 2019.05.12"),
        ("de", "12.05.2019"),
        ("en", "2019-05-12"),
    ],
)
def test_a_dateline_is_read_in_many_languages(language: str, line: str) -> None:
    article = read(f"<p>{line}</p>", language=language)

    assert article.published_on == date(2019, 5, 12)
    assert article.published_raw is not None
    assert article.published_raw in line


@pytest.mark.parametrize(
    "head",
    [
        '<meta property="article:published_time" content="2019-05-12T08:00:00+02:00">',
        '<meta name="parsely-pub-date" content="2019-05-12T06:00:00Z">',
        '<meta name="DC.date.issued" content="2019-05-12">',
        '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2019-05-12"}</script>',
        '<script type="application/ld+json">{"@type": "Article", "datePublished": 2019-05-12T08:00}</script>',
        '<script type=application/ld+json>{"url": https://a.example\n"datePublished": "2019-05-12"}</script>',
    ],
)
def test_what_is_declared_outranks_what_is_printed(head: str) -> None:
    article = read("<p>3 June 2020</p>", head=head)

    assert article.published_on == date(2019, 5, 12)
    assert (article.published_source or "").startswith("declared:")


@pytest.mark.parametrize(
    "elsewhere",
    [
        "<footer><p>© 2024 The Gazette, 3 June 2024</p></footer>",
        "<aside><ul><li><a href=/a.html>Another story</a> <time>3 June 2024</time></ul></aside>",
        "<div id=comments><div class=comment><time datetime=2024-06-03></time> Well said!</div></div>",
    ],
)
def test_dates_of_other_things_are_not_taken(elsewhere: str) -> None:
    assert read(f"<p>12 May 2019</p>{PROSE}{elsewhere}").published_on == date(2019, 5, 12)


@pytest.mark.parametrize(
    "line",
    [
        "<p>2019-05-12 10:22:14 出处：河口周刊 作者：李小河 编辑：王大海 人气：538 次 评论(18)</p>",
        "<p>发布时间：19-05-12 10:22</p>",
    ],
)
def test_a_line_of_labels_in_chinese_comes_before_the_day_of_a_box(line: str) -> None:
    today = '<div><span class="date">2021年10月7日 星期四</span></div>'

    assert read(f"{line}<p>{PROSE}</p>{today}", language="zh").published_on == date(2019, 5, 12)


def test_an_abbreviation_may_stand_for_the_moment() -> None:
    assert read(
        '<p>By Anna Reed <abbr title="2019-05-12T08:40:40Z">4 hours ago</abbr></p>'
    ).published_on == date(2019, 5, 12)


def test_times_far_from_the_headline_come_after_its_dateline() -> None:
    others = "<div>Up the valley <time>2019-05-14</time></div>" * 3
    line = "<aside>12 May 2019 10:22 by Anna Reed</aside>"

    assert read(f"{line}{PROSE * 20}{others}").published_on == date(2019, 5, 12)


def test_the_day_of_a_change_gives_way_to_the_day_of_publication() -> None:
    line = "<p>Updated: 14 May 2019 | Published: 12 May 2019</p>"

    assert read(line).published_on == date(2019, 5, 12)


def test_a_printed_day_outranks_the_address_of_a_later_edition() -> None:
    article = read("<p>12 May 2019</p>", url="http://news.example.org/2021/07/01/the-road.html")

    assert article.published_on == date(2019, 5, 12)


def test_the_address_tells_the_day_where_nothing_is_printed() -> None:
    article = read(url="http://news.example.org/2019/05/12/the-road.html")

    assert (article.published_on, article.published_source) == (date(2019, 5, 12), "inferred:url")


def test_no_date_lies_after_the_capture() -> None:
    article = read("<p>12 May 2019</p>", at=datetime(2018, 1, 1, tzinfo=UTC))

    assert article.published_on is None


@pytest.mark.parametrize(
    "line",
    [
        "This entry was posted on Sunday, May 12th, 2019 at 3:24 pm and is filed under Roads by the editor.",
        "This page was last edited on 12 May 2019, at 10:12, by the keeper of the roads and of the bridges.",
        "Zuletzt geändert am 12. Mai 2019 von der Redaktion, die sich über Hinweise auf Fehler immer freut.",
        "Diese Seite wurde zuletzt am 12. Mai 2019 um 10:12 Uhr von einem ihrer vielen Verfasser bearbeitet.",
        "Posted by Ann Example at 9:30 AM on Sunday, May 12, 2019",
        "Submitted by admin on Sun, 05/12/2019 - 12:33",
        "Updated: $Date: 2019/05/12 06:31:39 $",
        "May 12, 2019 -- The company that builds the road said that it is all done, to the last stone.",
        "BERLIN, May 12, 2019 /Example Wire/ -- The company that builds the road said that it is all done.",
    ],
)
def test_a_sentence_on_the_page_itself_tells_its_day(line: str) -> None:
    assert read(f"{PROSE}<p>{line}</p>").published_on == date(2019, 5, 12)


def test_the_day_of_a_book_in_the_text_is_not_the_articles() -> None:
    told = "<p>The book on roads was published on 12 May 2019 and sold out within the first three weeks.</p>"

    assert read(told + PROSE).published_on is None


def test_the_address_that_a_page_calls_its_own_tells_the_day() -> None:
    head = '<link rel="canonical" href="http://news.example.org/2019/05/12/the-road.html">'

    assert read(head=head, url="http://news.example.org/?p=17").published_on == date(2019, 5, 12)


def test_a_day_in_the_scripts_is_taken_only_where_it_is_the_only_one() -> None:
    own = '<script>var page = {"datePublished": "2019-05-12T08:00:00Z"}</script>'
    other = '<script>var next = {"datePublished": "2024-06-03T08:00:00Z"}</script>'

    assert read(head=own).published_source == "declared:script"
    assert read(head=own + other).published_on is None


@pytest.mark.parametrize("said", ['"pubDate": "2019-05-12T10:22"', "pubtime:'2019-05-12 10:22'"])
def test_a_script_may_name_the_day_without_quotes(said: str) -> None:
    assert read(f"<script>var story = {{{said}}}</script>").published_on == date(2019, 5, 12)


def test_a_page_without_a_date_has_none() -> None:
    assert read("<p>In 1984 the road was 12 feet wide.</p>").published_on is None


@pytest.mark.parametrize(
    ("declared", "day"),
    [
        ("2019-05-13T01:30:00Z", date(2019, 5, 12)),
        ("2019-05-11T23:30:00.000+00:00", date(2019, 5, 12)),
        ("2019-05-13T01:30:00+02:00", date(2019, 5, 13)),
        ("2019-05-15T01:30:00Z", date(2019, 5, 15)),
        ("2019-05-13", date(2019, 5, 13)),
    ],
)
def test_a_utc_moment_takes_the_neighbouring_day_of_the_address(declared: str, day: date) -> None:
    head = f'<meta property="article:published_time" content="{declared}">'

    assert read(head=head, url="http://news.example.org/2019/05/12/the-road.html").published_on == day


def test_a_relative_time_has_its_moment_in_an_attribute() -> None:
    shown = '<p>Anna Reed - <time data-published="2019-05-12 09:13:00Z">4 hours ago</time></p>'
    assert read(shown).published_on == date(2019, 5, 12)


def test_a_dateline_above_the_text_goes_before_the_bare_dates_of_other_stories() -> None:
    other = "<h3>The bridge</h3><p>Tom Hay / December 18, 2004</p>"
    standfirst = f"<h2 class=subtitle>{'How a road came into the valley, and who was asked. ' * 3}</h2>"
    dateline = "<p>by Anna Reed / May 12, 2019 / Leave a comment</p>"
    assert read(standfirst + dateline + PROSE + other).published_on == date(2019, 5, 12)


@pytest.mark.parametrize(
    "line",
    [
        "kapok 0.5.14 lands",
        "Telephone 044 20 12 2018",
        "Fax 01.02.03 04 05",
        "http://gazette.example/2021/04/26/ferry/",
        "Meeting: 2021/05/11 20:30-21:30",
    ],
)
def test_versions_telephones_addresses_and_hours_are_not_dates(line: str) -> None:
    assert read(f"<p>{line}</p>{PROSE}<p>{line}</p>").published_on is None


def test_a_sentence_without_blanks_is_not_a_dateline() -> None:
    text = "渡口的钟昨夜又响了三次，老船工说那是风的缘故，孩子们却不相信他的话。" * 6
    line = "2015年5月15号渡口重新开放，至今已经过了五个半年头。"
    html = f"<html lang=zh><title>渡口</title><body><h1>渡口的钟</h1><p>{line}</p><p>{text}</p>"

    assert extract(html, URL).published_on is None


def test_the_day_of_a_feed_counts_more_than_a_line_within_the_text() -> None:
    said = PublicationDate(on=date(2021, 3, 27), precision="day")
    line = "<p>Harbour fair: 2021-04-10</p>"
    html = f"<title>The road</title><body><h1>The road</h1>{PROSE}{line}{PROSE}"

    assert extract(html, URL, hint=Hint(date=said)).published_on == date(2021, 3, 27)


def declared(moment: str) -> str:
    return f'<meta property="article:published_time" content="{moment}">'


def test_a_day_printed_below_the_headline_outranks_a_later_declared_one() -> None:
    article = read("<p>Published 12 May 2019</p>", head=declared("2021-02-03T10:00:00Z"))

    assert article.published_on == date(2019, 5, 12)
    assert article.modified_at == datetime(2021, 2, 3, 10, 0, tzinfo=UTC)


def test_a_declared_day_stays_before_a_later_printed_one() -> None:
    article = read("<p>12 May 2021</p>", head=declared("2019-02-03T10:00:00Z"))

    assert article.published_on == date(2019, 2, 3)
    assert article.modified_at is None


def test_the_printed_day_is_the_publishers_where_the_declared_moment_is_of_the_next_day_in_utc() -> None:
    article = read("<p>12 May 2019</p>", head=declared("2019-05-13T02:00:00Z"))

    assert article.published_on == date(2019, 5, 12)
    assert article.published_at == datetime(2019, 5, 13, 2, 0, tzinfo=UTC)
    assert article.modified_at is None


@pytest.mark.parametrize("line", ["<p>Updated 12 May 2019</p>", "<p>© 12 May 2019</p>"])
def test_a_printed_day_of_a_change_or_of_rights_leaves_the_declared_one(line: str) -> None:
    assert read(line, head=declared("2021-02-03T10:00:00Z")).published_on == date(2021, 2, 3)


def test_a_day_of_an_event_in_the_text_leaves_the_declared_one() -> None:
    article = read(PROSE + "<p>12 May 2019</p>", head=declared("2021-02-03T10:00:00Z"))

    assert article.published_on == date(2021, 2, 3)


def test_the_day_of_the_visit_in_a_masthead_comes_after_the_day_below_the_headline() -> None:
    masthead = "<div class=masthead><p class=date>Friday, 6 March 2026</p></div>"
    page = f"<html lang=en><body>{masthead}<h1>The road</h1><div>12.16.2025</div>{PROSE}"

    assert extract(page, URL).published_on == date(2025, 12, 16)


def test_a_labelled_time_in_a_side_box_is_the_day_of_publication() -> None:
    times = '<h4>Published</h4><time datetime="2018-11-15">15 November 2018</time>'
    others = '<h4>Reviewed</h4><time datetime="2020-10-08">8 October 2020</time>'

    assert read(f"{PROSE}<aside>{others}{times}</aside>").published_on == date(2018, 11, 15)


@pytest.mark.parametrize(("box", "expected"), [("footer", date(2018, 11, 15)), ("comments", None)])
def test_the_only_time_of_a_page_may_stand_in_its_footer_but_not_in_a_comment(
    box: str, expected: date | None
) -> None:
    article = read(f'{PROSE}<div class={box}><time datetime="2018-11-15">15 November</time></div>')

    assert article.published_on == expected


def test_the_change_of_a_comment_is_not_the_change_of_the_page() -> None:
    comment = '<time itemprop=dateModified datetime="2009-01-13T11:16:33Z">13 January 2009</time>'

    assert read(f"{PROSE}<div class=comments>{comment}</div>").modified_at is None


def test_a_dateline_may_have_many_words_in_its_other_parts() -> None:
    line = "<div>By Anna Reed ⋅ Founder and Editor of the Valley Review of Books ⋅ Updated May 6, 2025</div>"

    assert read(line).published_on == date(2025, 5, 6)


def test_the_dateline_of_a_quoted_report_is_not_the_day_before_an_update() -> None:
    article = read("<div>Mon Jun 21, 2010</div>" + PROSE, head=declared("2010-06-27T00:11:41Z"))

    assert article.published_on == date(2010, 6, 27)


@pytest.mark.parametrize(("declared_at", "expected"), [("T02:35:10Z", 14), ("T21:35:10Z", 15)])
def test_a_printed_day_is_the_local_one_only_where_a_time_zone_has_it(
    declared_at: str, expected: int
) -> None:
    article = read("<div>September 14, 2008</div>" + PROSE, head=declared(f"2008-09-15{declared_at}"))

    assert article.published_on == date(2008, 9, expected)
