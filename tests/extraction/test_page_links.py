"""The pages of a story that a page's links tell of, without a profile."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.paged_stories import numbers, page, paragraphs

from newsspider.extraction import extract, join, whole_story
from newsspider.items import Article

HOST = "http://gazette.example"


def read(
    url: str, *, below: str = "", head: str = "", headline: str = "The long walk", n: int = 1
) -> Article:
    html = page(headline, paragraphs("Part", n), below=below, head=head)
    return extract(html, HOST + url)


def named(article: Article) -> list[str]:
    return [url.removeprefix(HOST) for url in article.next_urls]


@pytest.mark.parametrize(
    "urls",
    [
        ["/2019/walk/", "/2019/walk/2/", "/2019/walk/3/"],
        ["/walk.html", "/walk_2.html", "/walk_3.html"],
        ["/walk.html", "/walk-2.html", "/walk-3.html"],
        ["/walk", "/walk?page=2", "/walk?page=3"],
        ["/walk", "/walk?p=2", "/walk?p=3"],
        ["/walk/", "/walk/page-2", "/walk/page-3"],
        ["/walk/", "/walk/page/2/", "/walk/page/3/"],
        ["/node/7", "/node/7?page=1", "/node/7?page=2"],
        ["/a/walk1.html", "/a/walk2.html", "/a/walk3.html"],
        ["/show?id=7", "/show?id=7&page=2", "/show?id=7&page=3"],
    ],
)
@pytest.mark.parametrize(("label", "tag"), [("Pages:", "div"), ("", "nav"), ("Seite", "p"), ("页码", "ul")])
def test_numbers_below_the_text_are_its_pages_and_not_its_text(urls: list[str], label: str, tag: str) -> None:
    article = read(urls[0], below=numbers(urls, 1, label=label, tag=tag))

    assert named(article) == urls[1:]
    assert article.body == tuple(paragraphs("Part", 1))


@pytest.mark.parametrize(
    "text",
    ["Next page", "next page »", "Page 2", "Continue reading on page 2 →", "Nächste Seite", "Page suivante",
     "Página siguiente", "Volgende pagina", "Следующая страница", "下一页", "次のページ", "الصفحة التالية"],
)  # fmt: skip
@pytest.mark.parametrize("url", ["/walk/2/", "/walk/?page=2", "/walk/page/2/"])
def test_a_link_that_says_next_page_leads_to_a_page(text: str, url: str) -> None:
    assert named(read("/walk/", below=f'<p><a href="{url}">{text}</a></p>')) == [url]


@pytest.mark.parametrize("below", ["Next", "→", "»", "weiter", "suivant"])
def test_a_bare_next_is_enough_where_the_address_is_sure(below: str) -> None:
    assert named(read("/walk/", below=f'<a href="/walk/2/">{below}</a>')) == ["/walk/2/"]


def test_rel_next_alone_is_enough_where_the_address_is_sure() -> None:
    assert named(read("/walk/", head='<link rel="next" href="/walk/2/">')) == ["/walk/2/"]
    assert named(read("/walk/", head='<link rel="next" href="/2019/bread/">')) == []
    assert named(read("/thread/", head='<link rel="next" href="/thread-2/">')) == []


@pytest.mark.parametrize(
    "below",
    [
        '<nav><a rel=prev href="/bread/">← Bread</a> <a rel=next href="/coal/">Coal →</a></nav>',
        '<a rel="next" href="/coal/">Next article</a>',
        '<a href="/walk-2/">The long walk, part 2</a>',
        '<a rel=next href="/weekly-2/">Next</a>',
        '<div>Issues: <a href="/issue/1/">1</a> <a href="/issue/2/">2</a> <a href="/issue/3/">3</a></div>',
        '<div>Comments: 1 <a href="/walk/comment-page-2/#comments">2</a></div>',
        '<div>1 <a href="/walk/?cpage=2#comments">2</a></div>',
        '<div>1 <a href="/walk/?page=2#comments">2</a></div>',
        '<table><tr><td>1<td><a href="/2019/05/02/">2</a><td><a href="/2019/05/03/">3</a></table>',
        '<p>See <a href="/walk/notes/">the notes</a> and <a href="/bread/2/">2</a>.</p>',
    ],
)
def test_the_way_to_other_stories_comments_and_days_is_not_a_pager(below: str) -> None:
    article = read("/walk/", below=below)

    assert (article.next_urls, article.first_url, article.whole_url) == ((), None, None)


@pytest.mark.parametrize(
    ("head", "below"),
    [
        ("", '<div>Pages: <a href="/walk/">1</a> <b>2</b> <a href="/walk/3/">3</a></div>'),
        ('<link rel="prev" href="/walk/">', ""),
        ('<link rel="canonical" href="/walk/">', ""),
        ("", '<a href="/walk/">Previous page</a>'),
        ("", '<a href="/walk/">« Page 1</a>'),
    ],
)
def test_a_further_page_names_its_first(head: str, below: str) -> None:
    assert read("/walk/2/", head=head, below=below).first_url == f"{HOST}/walk/"


def test_the_page_with_the_whole_text_is_found_beside_the_pager() -> None:
    urls = ["/walk/", "/walk/2/"]
    article = read("/walk/", below=numbers(urls, 1) + '<a href="/walk/?view=all">View all on one page</a>')

    assert (named(article), article.whole_url) == (["/walk/2/"], f"{HOST}/walk/?view=all")


def pages_of(count: int) -> dict[str, Article]:
    urls = ["/walk/", *(f"/walk/{n}/" for n in range(2, count + 1))]
    return {HOST + url: read(url, below=numbers(urls, n), n=n) for n, url in enumerate(urls, 1)}


@given(st.permutations(range(1, 5)))
def test_pages_in_any_order_make_the_same_story(order: list[int]) -> None:
    pages = pages_of(5)
    first, *further = pages.items()

    story = whole_story(dict([first, *(further[n - 1] for n in order)]))

    assert story.body == tuple(text for n in range(1, 6) for text in paragraphs("Part", n))
    assert story.next_urls == ()


@given(st.sets(st.sampled_from(range(2, 6))))
def test_a_story_names_the_pages_that_it_lacks(missing: set[int]) -> None:
    pages = pages_of(5)
    there = {url: one for n, (url, one) in enumerate(pages.items(), 1) if n not in missing}

    story = whole_story(there)

    assert story.body == tuple(
        text for n in range(1, 6) if n not in missing for text in paragraphs("Part", n)
    )
    assert list(story.next_urls) == [f"{HOST}/walk/{n}/" for n in sorted(missing)]


def test_repeated_paragraphs_are_kept_once() -> None:
    urls = ["/walk/", "/walk/2/", "/walk/3/"]
    intro, bio = paragraphs("Intro", 1, 1), paragraphs("Bio", 2, 1)
    pages = {
        HOST + url: extract(
            page("The long walk", [*intro, *paragraphs("Part", n), *bio], below=numbers(urls, n)), HOST + url
        )
        for n, url in enumerate(urls, 1)
    }

    story = whole_story(pages)

    middle = [text for n in range(1, 4) for text in paragraphs("Part", n)]
    assert story.body == (*intro, *middle, *bio)
    assert all(story.html.count(text) == 1 for text in story.body)


@pytest.mark.parametrize(
    ("headline", "is_joined"),
    [
        ("The long walk", True),
        ("The long walk - Page 2", True),
        ("The long walk (page 2 of 3)", True),
        ("THE LONG WALK, 2/3", True),
        ("The long walk (2)", True),
        ("The long walk, part 2", False),
        ("Bread for the harbour", False),
    ],
)
def test_a_page_with_another_headline_is_not_joined(headline: str, is_joined: bool) -> None:
    urls = ["/walk/", "/walk/2/"]
    first, second = (
        read("/walk/", below=numbers(urls, 1)),
        read("/walk/2/", below=numbers(urls, 2), headline=headline, n=2),
    )

    story = whole_story({HOST + urls[0]: first, HOST + urls[1]: second})

    assert (len(story.body) == 8) == is_joined
    assert story.next_urls == ()


def test_the_page_with_the_whole_text_replaces_the_others() -> None:
    urls = ["/walk/", "/walk/2/"]
    below = numbers(urls, 1) + '<a href="/walk/?view=all">View all on one page</a>'
    texts = [*paragraphs("Part", 1), *paragraphs("Part", 2), *paragraphs("Coda", 3)]
    all_in_one = extract(page("The long walk", texts), HOST + "/walk/?view=all")
    first = read("/walk/", below=below)

    story = whole_story({first.url: first, all_in_one.url: all_in_one})

    assert (story.body, story.next_urls) == (tuple(texts), ())


@given(st.lists(st.lists(st.sampled_from("ABCDE"), min_size=1, max_size=4), min_size=2, max_size=4))
def test_joining_loses_no_paragraph(bodies: list[list[str]]) -> None:
    pages = [
        Article(
            url=HOST, canonical_url=HOST, body=tuple(body), html="".join(f"<p>{text}</p>" for text in body)
        )
        for body in bodies
    ]

    assert set(join(pages).body) == {text for body in bodies for text in body}
