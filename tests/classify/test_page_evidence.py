"""What tells articles, lists and service pages apart: declarations, then the shape, then the address."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsspider import profiles
from newsspider.classify.page_evidence import Weighed, weigh
from newsspider.classify.page_shape import shape
from newsspider.classify.page_words import is_list_title, is_read_on, is_service_title, service_word
from newsspider.errors import UnreadablePage
from newsspider.extraction import open_page, read
from newsspider.web.document import Document

SITE = profiles.parse("name: example\nstart: [http://example.org/]\n", source="x.yaml")
URL = "http://example.org/haven/"
LINE = "The water rose in the night and nobody in the lower town had slept when it came to the door."
TEXT = "".join(f"<p>{LINE} It was the {n}. time.</p>" for n in range(9))


def page(body: str, *, head: str = "", classes: str = "", title: str = "Haven") -> str:
    return f'<html><head><title>{title}</title>{head}</head><body class="{classes}">{body}</body></html>'


def weighed(html: str, *, url: str = URL) -> Weighed:
    found = open_page(html, url, profile=SITE)
    return weigh(found.document, read(found), url=url, profile=SITE)


def item(number: int, words: str = "", *, label: str = "", heading: str = "h2") -> str:
    """One story of a list: a linked headline with a teaser, or a headline, a teaser and a labelled link."""
    link = f'<a href="/stories/story-{number}.html">'
    name = f"Story number {number} of the harbour"
    if label:
        return f"<div><{heading}>{name}</{heading}><p>{words}</p><p>{link}{label}</a></p></div>"
    return f"<div><{heading}>{link}{name}</a></{heading}><p>{words}</p></div>"


RELATED = "<aside><h3>Related</h3>" + "".join(item(n, heading="h4") for n in range(12)) + "</aside>"
MENU = "<ul>" + "".join(f'<li><a href="/part-{n}/">The part number {n}</a></li>' for n in range(40)) + "</ul>"
PUBLISHED = '<meta property="article:published_time" content="2024-05-01T08:00:00Z">'


@pytest.mark.parametrize(
    "html",
    [
        page(f"<h1>Haven</h1>{TEXT}"),
        page(f"<h1>Haven</h1>{TEXT}{RELATED}"),
        page(f"{MENU}<h1>Haven</h1>{TEXT}"),
        page(f"{MENU}<h1>Haven</h1><p>{LINE}</p>{RELATED}", head=PUBLISHED),
        page(f"{MENU}<h1>Haven</h1><p>{LINE}</p>", classes="single single-post postid-7"),
        page(f"<article class=hentry><h1>Haven</h1>{TEXT}</article>" + "<div class=hentry></div>" * 6),
    ],
)
def test_a_story_with_a_short_address_a_long_tail_or_a_big_menu_is_an_article(html: str) -> None:
    assert weighed(html).kind == "article"


@pytest.mark.parametrize(
    "items",
    [
        [item(n, LINE) for n in range(6)],
        [item(n, LINE * 4) for n in range(3)],  # whole posts
        [item(n, LINE * 9) for n in range(1)],  # a month with one post
        [item(n, LINE, label="Read the article") for n in range(3)],
        [item(n, LINE, label="और पढ़ें") for n in range(4)],
        [item(n, LINE * 2, label="&nbsp;") for n in range(4)],  # an empty link laid over the teaser
        [item(n, "", label="Read more …") for n in range(5)],
        [item(n) for n in range(20)],
    ],
)
@pytest.mark.parametrize("heading", ["", "<h1>river</h1>"])
def test_headlines_that_lead_elsewhere_make_a_list(items: list[str], heading: str) -> None:
    found = weighed(page(heading + "".join(items)))

    assert found.kind == "list"
    assert found.decisive is not None


@pytest.mark.parametrize(
    "classes",
    [
        "archive category category-3",
        "blog home",
        "archive author",
        "tag-template",  # Ghost
        "label-view version-1",  # Blogger
        "path-taxonomy",  # Drupal
        "site com_content view-category",  # Joomla
    ],
)
def test_what_a_page_declares_outweighs_its_shape(classes: str) -> None:
    assert weighed(page(f"<h1>Haven</h1>{TEXT}", classes=classes)).kind == "list"
    assert weighed(page(f"<h1>Haven</h1>{TEXT}")).kind == "article"


@pytest.mark.parametrize(
    "classes", ["post-template", "item-view", "path-node page-node-type-article", "com_content view-article"]
)
def test_content_systems_name_the_page_of_one_story(classes: str) -> None:
    found = weighed(page(f"<h1>Haven</h1><p>{LINE}</p>{RELATED}", classes=classes))

    assert (found.kind, found.declares_article) == ("article", True)


def test_questions_and_answers_in_a_story_do_not_make_it_a_service_page() -> None:
    head = '<script type="application/ld+json">{"@type": "FAQPage", "mainEntity": []}</script>'

    assert weighed(page(f"<h1>Haven</h1>{TEXT}", head=head)).kind == "article"


def test_two_declarations_outweigh_a_list_of_teasers() -> None:
    head = (
        PUBLISHED
        + '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Haven"}</script>'
    )
    teasers = "".join(item(n, LINE) for n in range(9))

    found = weighed(page(f"<h1>Haven</h1><p>{LINE}</p>{teasers}", head=head))

    assert (found.kind, found.declares_article) == ("article", True)


@pytest.mark.parametrize(
    "path",
    ["tag/river/", "category/town", "author/ann/", "2012/11/", "2012/", "news/page/4/", "news?paged=3"],
)
def test_an_address_decides_only_where_nothing_else_speaks(path: str) -> None:
    url = "http://example.org/" + path

    assert weighed(page(f"<p>{LINE}</p>"), url=url).kind == "list"
    assert weighed(page(f"<h1>Haven</h1>{TEXT}", head=PUBLISHED), url=url).kind == "article"


@pytest.mark.parametrize("path", ["2012/11/", "tag/river/", "essays/haven/"])
def test_an_address_is_judged_alike_with_and_without_its_index_file(path: str) -> None:
    html = page(f"<p>{LINE}</p>")
    folder, file = (weighed(html, url=f"http://example.org/{path}{leaf}") for leaf in ("", "index.html"))

    assert [one.weight for one in folder.evidence] == [one.weight for one in file.evidence]


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("privacy-policy-2/", "Privacy Policy"),
        ("datenschutz/", "Datenschutzerklärung"),
        ("pages/donate", "Donate"),
        ("paper/contact.htm", "Contact us"),
        ("mentions-legales", "Mentions légales"),
        ("page/17", "联系我们"),
        ("abo", "हमारे बारे में"),
        ("x", "سياسة الخصوصية"),
    ],
)
def test_pages_about_the_publication_are_service_pages(path: str, title: str) -> None:
    head = '<meta property="og:type" content="article">'
    html = page(f"<h1>{title}</h1>{TEXT}", head=head, title=f"{title} | The Haven Paper")

    assert weighed(html, url=f"http://example.org/{path}").kind == "service"


def test_a_story_called_like_a_service_page_is_an_article() -> None:
    review = page(f"<h1>Contact</h1>{TEXT}", head=PUBLISHED, title="Contact | The Haven Paper")
    help_wanted = page(f"<h1>Help came too late for the lower town</h1>{TEXT}", head=PUBLISHED)

    assert weighed(review, url="http://example.org/film/contact-1997-a-second-look").kind == "article"
    assert weighed(help_wanted, url="http://example.org/help/").kind == "article"


@pytest.mark.parametrize("count", [1, 3, 5])
def test_a_short_list_is_a_list_and_a_short_poem_beside_links_is_not(count: int) -> None:
    links = "".join(
        f'<li><a href="/stories/story-{n}.html">Story number {n} of us</a></li>' for n in range(count)
    )
    poem = "<h1>Haven</h1><p>The tide came in,<br>the tide went out,<br>and nobody knew why.</p>"

    assert weighed(page(f"<h1>Kitchen</h1><ul>{links}</ul>")).kind == "list"
    assert weighed(page(f"{poem}<h3>More</h3><ul>{links}</ul>")).kind == "article"


def test_prose_with_links_is_the_pages_own_text() -> None:
    prose = "".join(
        f'<p>{LINE} <a href="/stories/story-{n}.html">As we wrote</a>, {LINE}</p>' for n in range(6)
    )

    found = shape(Document(page(f"<h1>Haven</h1>{prose}"), URL), SITE)

    assert found.teasers == 0
    assert found.own_words > 150


@pytest.mark.parametrize(
    "title",
    [
        "Monthly Archives: May 2018",
        "Category: Sport",
        "river Archives - Page 3 of 16",
        "Posts tagged x",
        "标签：河",
    ],
)
def test_titles_of_lists_are_known(title: str) -> None:
    assert is_list_title(title)
    assert not is_list_title("The archives of the river board were opened on Monday by its oldest member")


def test_labels_and_words_are_known() -> None:
    assert is_read_on("Read more »")
    assert is_read_on("weiterlesen")
    assert not is_read_on("Anna Reed")
    assert is_service_title("Terms & Conditions")
    assert not is_service_title("Terms of peace")
    assert service_word("/orient/archives/contact.htm") == "contact"
    assert service_word("/2021/05/jobs.html") is None


@given(st.text(max_size=400))
def test_any_page_is_weighed(html: str) -> None:
    with suppress(UnreadablePage):
        assert weighed(f"<p>{html}").kind in ("article", "list", "service")
