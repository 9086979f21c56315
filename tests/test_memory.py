"""What a site's pages have in common, and what that is to one of them."""

from __future__ import annotations

import random
from functools import reduce

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsspider.extraction import SiteMemory, explain, extract, opened
from newsspider.extraction.site.lessons import Lesson

WORDS = [
    "road",
    "tree",
    "valley",
    "river",
    "bridge",
    "market",
    "winter",
    "summer",
    "garden",
    "village",
    "teacher",
]
HOST = "http://news.example.org"


def sentences(seed: int, count: int = 4) -> list[str]:
    """Paragraphs that no other seed has."""
    chance = random.Random(seed)
    return [" ".join(chance.choices(WORDS, k=24)).capitalize() + f" of {seed}." for _ in range(count)]


def page(
    paragraphs: list[str],
    *,
    beside: str = "",
    amid: str = "",
    title: str = "A day in the valley",
    heading: str = "",
) -> str:
    """A page whose classes say nothing: a box among its paragraphs, *beside* below them."""
    first, *rest = [f"<p>{text}</p>" for text in paragraphs]
    inside = f"{first}{amid}{heading}{''.join(rest)}"
    return (
        f"<title>{title}</title><body><div class=xb><h1>{title.partition(' | ')[0]}</h1>"
        f"<div class=xc>{inside}{beside}</div></div>"
    )


def site(count: int, **parts: str) -> list[tuple[str, str]]:
    """Pages of one site, each with a story of its own."""
    return [(page(sentences(n), **parts), f"{HOST}/{n}.html") for n in range(count)]


def body(html: str, memory: SiteMemory | None) -> tuple[str, ...]:
    return extract(html, f"{HOST}/new.html", memory=memory).body


BOX = (
    "<div class=xh><p>Our morning letter tells you what happened in the valley overnight, each day.</p></div>"
)


def test_a_box_that_says_the_same_on_all_pages_is_left_out() -> None:
    html = page(sentences(99), amid=BOX)
    memory = SiteMemory.learn(site(5, amid=BOX))

    told = explain(opened(html, f"{HOST}/new.html", memory=memory))

    assert any("morning letter" in text for text in body(html, None))
    assert body(html, memory) == tuple(sentences(99))
    left = {reason: text for text, reason in told.left_out}
    assert "morning letter" in left["repeated on the site"]


def test_it_is_used_from_the_fifth_page() -> None:
    html = page(sentences(99), amid=BOX)

    assert body(html, SiteMemory.learn(site(3, amid=BOX))) == body(html, None)
    assert body(html, SiteMemory.learn(site(4, amid=BOX))) == tuple(sentences(99))


def test_an_empty_memory_is_none() -> None:
    html = page(sentences(99), amid=BOX)

    assert extract(html, HOST, memory=SiteMemory()) == extract(html, HOST)


def test_the_longest_text_of_a_page_is_no_story_where_all_pages_have_it() -> None:
    notice = "".join(f"<p>{text}</p>" for text in sentences(500, count=9))
    memory = SiteMemory.learn(site(5, beside=f"</div><div class=xj>{notice}"))
    html = page(sentences(99, count=2), beside=f"</div><div class=xj>{notice}")

    assert body(html, memory) == tuple(sentences(99, count=2))


def test_a_heading_above_the_pages_own_words_stays() -> None:
    heading = "<h3>What to see</h3>"
    memory = SiteMemory.learn(site(9, heading=heading))

    assert "What to see" in body(page(sentences(99), heading=heading), memory)


def test_a_paragraph_that_other_pages_show_in_a_teaser_stays() -> None:
    story = sentences(99)
    memory = SiteMemory.learn(site(9, beside=f"<div class=xe><p>{story[0]}</p></div>"))

    assert body(page(story), memory) == tuple(story)


@pytest.mark.parametrize(("count", "is_cut"), [(5, False), (6, True)])
def test_a_sentence_among_others_is_the_sites_from_six_stories_and_a_tenth_of_them(
    count: int, is_cut: bool
) -> None:
    note = "<p>The views in this column are those of its author, not those of the whole valley.</p>"
    pages = [(page(sentences(n), amid=note if n < count else ""), f"{HOST}/{n}.html") for n in range(40)]
    html = page(sentences(99), amid=note)

    said = any("views in this column" in text for text in body(html, SiteMemory.learn(pages)))

    assert said is not is_cut


def test_the_end_of_most_titles_is_the_sites_name() -> None:
    pages = [
        (page(sentences(n), title=f"The {WORDS[n]} in {WORDS[n + 1]} | Hill &amp; Dale"), f"{HOST}/{n}.html")
        for n in range(5)
    ]
    html = page(sentences(99), title="A new bridge | Hill &amp; Dale").replace("<h1>A new bridge</h1>", "")

    assert extract(html, HOST).headline == "A new bridge | Hill & Dale"
    assert extract(html, HOST, memory=SiteMemory.learn(pages)).headline == "A new bridge"


@settings(max_examples=25, deadline=None)
@given(
    st.integers(1, 9),
    st.lists(st.sampled_from(["?print", "/amp", "?ref=1", "/m", "/2"]), max_size=5),
    st.randoms(),
)
def test_a_story_under_many_addresses_stays(others: int, endings: list[str], chance: random.Random) -> None:
    story = sentences(99)
    twins = [(page([f"Printed by number {n}.", *story]), f"{HOST}/new{e}") for n, e in enumerate(endings)]
    pages = [*site(others, amid=BOX), *twins, (page(story), f"{HOST}/new.html")]
    chance.shuffle(pages)

    assert body(page(story), SiteMemory.learn(pages)) == tuple(story)


lessons = st.builds(
    Lesson,
    address=st.integers(0, 2**32 - 1),
    lines=st.dictionaries(st.integers(0, 40), st.integers(0, 5), max_size=12),
    ends=st.frozensets(st.sampled_from(["thevalley", "hilldale", "sport"]), max_size=2),
    long=st.frozensets(st.integers(0, 40), max_size=8),
)


def learnt(given_: list[Lesson]) -> SiteMemory:
    return reduce(SiteMemory.after, given_, SiteMemory())


@given(st.lists(lessons, max_size=12))
def test_it_is_kept_as_text_and_read_again(given_: list[Lesson]) -> None:
    memory = learnt(given_)

    assert SiteMemory.from_json(memory.as_json()) == memory


def test_another_form_is_forgotten() -> None:
    assert SiteMemory.from_json('{"form": 0}') == SiteMemory()


@given(st.lists(lessons, max_size=12))
def test_a_page_teaches_once(given_: list[Lesson]) -> None:
    assert learnt([*given_, *given_]) == learnt(given_)


@given(st.lists(lessons, max_size=8), st.lists(lessons, max_size=8))
def test_two_memories_together_count_as_one(one: list[Lesson], other: list[Lesson]) -> None:
    first, second = learnt(one), learnt(other)
    both, turned = first.merged(second), second.merged(first)

    assert (both.stories, both.lines, both.places, both.ends) == (
        turned.stories,
        turned.lines,
        turned.places,
        turned.ends,
    )
    assert both.stories == first.stories + second.stories
    for line in {*first.lines, *second.lines}:
        apart = sum(known.lines[line].stories for known in (first, second) if line in known.lines)
        assert both.lines[line].stories == apart


def long_crawl(pages: int, lines: int, *, box_each: int) -> SiteMemory:
    """The memory after so many pages of so many lines, one of which is on every eighth page or so."""
    memory = SiteMemory()
    for n in range(pages):
        own = {2**31 + n * lines + k: n * 10 + k // 100 for k in range(lines)}
        box = {7: 1} if n % box_each == 0 else {}
        ends = frozenset({f"{n:あ>40}"})
        memory = memory.after(Lesson(address=2**31 + n, lines=own | box, long=frozenset(own), ends=ends))
    return memory


def test_it_is_never_larger_than_64_kilobytes() -> None:
    assert len(long_crawl(300, 1_000, box_each=1).as_json().encode()) <= 64_000


def test_what_comes_again_on_every_eighth_page_is_kept() -> None:
    assert long_crawl(400, 120, box_each=8).lines[7].stories == 50
