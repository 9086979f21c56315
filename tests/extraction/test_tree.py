"""What the one pass over a page knows of its elements and lines."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from newsspider.extraction.page import class_hints, tree, walk


def read(page: str, *, shows_all: bool = False) -> tree.Tree:
    return walk.read(html.document_fromstring(page), shows_all=shows_all)


def texts(page: str) -> list[str]:
    return [line.text for line in read(page).lines]


def test_lines_end_at_blocks_and_at_double_breaks() -> None:
    assert texts("<div>a <b>b</b> c<p>d<br>e<br><br>f</p>g<!-- x -->h</div>") == ["a b c", "d e", "f", "gh"]


def test_what_is_not_shown_counts_nowhere() -> None:
    page = (
        "<p>seen<b class='sr-only'>a</b><b style='display: none'>b</b><i hidden>c</i></p><script>d</script>"
    )
    assert texts(f"<body>{page}</body>") == ["seen"]
    assert read(f"<body>{page}</body>").chars(0) == 4
    assert "b" in read(f"<body>{page}</body>", shows_all=True).lines[0].text


def test_figures_of_an_element_include_those_below_it() -> None:
    found = read(
        "<body><div><p>12345 <a href='/x'>67890</a></p></div><ul><li><a href='/y'>abc</a></ul></body>"
    )
    div, ul = found.tags.index("div"), found.tags.index("ul")

    assert (found.chars(div), found.linked_chars(div), found.link_count(div)) == (11, 5, 1)
    assert (found.chars(ul), found.link_density(ul), len(found.lines_of(ul))) == (3, 1.0, 1)
    assert found.chars(0) == 14


def test_running_text_is_long_lines_that_are_not_links() -> None:
    long = "word " * 20
    found = read(f"<body><p>{long}</p><p>short</p><p><a href='/x'>{long}</a></p></body>")
    assert found.prose_chars(0) == len(long.strip())


def test_a_chinese_line_is_long_with_fewer_characters() -> None:
    found = read("<body><p>这条公路先拓宽然后种上了树山谷里的每个人都知道这件事情</p></body>")
    assert found.scale == tree.DENSE_SCRIPT
    assert found.prose_chars(0) > 0


def test_class_words_are_found_run_together_and_apart() -> None:
    assert class_hints.hints_of("relatedArticles") & class_hints.RELATED
    assert class_hints.hints_of("c-most-read__list") & class_hints.RELATED
    assert class_hints.hints_of("visually-hidden") & class_hints.UNSEEN
    assert not class_hints.hints_of("shadow header-free-x") & class_hints.SHARE
    assert class_hints.hints_of("post-content") & class_hints.BODY
    assert class_hints.hints_of("author-name") & class_hints.AUTHOR
    assert not class_hints.hints_of("tag-comments-of-the-week")
    assert read("<div class='side-bar share'><p>x").hints_around(2) & class_hints.SHARE


@given(st.text(alphabet="<>/abp divri='\n \u4e00hidenspaul-!", max_size=200))
def test_every_element_knows_its_place(page: str) -> None:
    found = read(f"<body>x{page}")

    for n, element in enumerate(found.elements):
        assert found.places[element] == n
        assert n < found.ends[n] <= len(found.elements)
        above = element.getparent()
        assert found.parents[n] == found.places.get(above, -1)
        assert list(element.iter()) == found.elements[n : found.ends[n]]


def test_the_parts_of_a_post_give_hints_and_its_slug_does_not() -> None:
    assert class_hints.hints_of("post-author") & class_hints.AUTHOR
    assert class_hints.hints_of("post-content") & class_hints.BODY
    assert class_hints.hints_of("post-share") & class_hints.SHARE
    assert (
        not class_hints.hints_of("post-4711")
        | class_hints.hints_of("post-share-your-story")
        | class_hints.hints_of("tag-newsletter")
    )


@given(
    st.lists(st.sampled_from(["<div>", "</div>", "<p>text", "<ul><li>", "</ul>", "<br><br>"]), max_size=200)
)
def test_counts_by_tag_equal_those_of_a_walk(pieces: list[str]) -> None:
    """Few elements are looked at one by one, many by where those of a tag stand: both say the same."""
    found = read(f"<body>x{''.join(pieces)}</body>")
    for n, end in enumerate(found.ends):
        tags = found.tags[n:end]
        assert {tag: found.count(n, tag) for tag in set(tags)} == {tag: tags.count(tag) for tag in set(tags)}
        assert found.holds(n, frozenset(("p", "ul"))) == ("p" in tags or "ul" in tags)
        assert found.line_after(n) == next((line for line in found.lines if line.at > n), None)


def test_no_more_than_a_hundred_elements_around_one_count() -> None:
    """A page that nests thousands would else be read in the square of its size."""
    found = read("<body>" + "<div>" * 200 + "<p>text")
    assert max(len(found.ancestors(n)) for n in range(len(found.elements))) == tree.MOST_DEPTH
    assert found.tags[found.lines[0].block] == "p"
    assert found.chars(150) == 4


def test_a_large_element_is_not_read_for_a_short_text() -> None:
    found = read(f"<body><h1>The <b>harbour</b></h1><div>{'<i>a</i>' * tree.LARGEST_FIELD}</div></body>")
    assert found.short_text(found.tags.index("h1"), 20) == "The harbour"
    assert found.short_text(found.tags.index("h1"), 10) == ""
    assert found.short_text(found.tags.index("div"), 1_000_000) == ""


def test_the_nearest_of_a_tag_is_the_element_itself_or_one_around_it() -> None:
    found = read("<body><ul><li><p>text</ul><ol><li>text</ol></body>")
    p, ul, ol = map(found.tags.index, ("p", "ul", "ol"))

    assert (found.nearest(p, "ul", "ol"), found.nearest(ol, "ul", "ol")) == (ul, ol)
    assert found.nearest(p, "table") == -1
