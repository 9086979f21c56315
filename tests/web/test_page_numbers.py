"""Which addresses are another page of a story by their number."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsspider.web.page_numbers import first_pages, page_number

HOST = "http://gazette.example"


@pytest.mark.parametrize(
    ("url", "first", "number"),
    [
        ("/2019/walk/2/", "/2019/walk/", 2),
        ("/2019/walk/2", "/2019/walk", 2),
        ("/walk/page/3/", "/walk/", 3),
        ("/walk/page-2", "/walk", 2),
        ("/walk_2.html", "/walk.html", 2),
        ("/walk.html?page=2", "/walk.html", 2),
        ("/walk.html?page=2", "/walk.html?page=1", 2),
        ("/node/5?page=1", "/node/5", 1),
        ("/show?id=7&page=2", "/show?id=7", 2),
        ("/show?id=7;seite=2", "/show?id=7", 2),
        ("/walk/page2.html", "/walk/", 2),
        ("/walk/page2.html", "/walk/index.html", 2),
        ("/walk/index_2.html", "/walk/", 2),
        ("/walk.html/2", "/walk.html", 2),
        ("/2019/walk/chapter/3/", "/2019/walk/", 3),
        ("/walk/teil/2", "/walk", 2),
    ],
)
def test_an_address_that_differs_by_a_pages_number_is_surely_another_page(
    url: str, first: str, number: int
) -> None:
    found = page_number(HOST + url, HOST + first)

    assert found is not None
    assert (found.number, found.is_sure) == (number, True)


@pytest.mark.parametrize(
    ("url", "first"),
    [
        ("/open-thread-2/", "/open-thread/"),
        ("/walk-2.html", "/walk.html"),
        ("/walk2.html", "/walk1.html"),
        ("/walk,2.html", "/walk.html"),
        ("/walk.html?p=2", "/walk.html"),
    ],
)
def test_an_address_that_may_as_well_be_another_storys_is_unsure(url: str, first: str) -> None:
    found = page_number(HOST + url, HOST + first)

    assert found is not None
    assert (found.number, found.is_sure) == (2, False)


@pytest.mark.parametrize(
    ("url", "first"),
    [
        ("/news/112", "/news/1"),
        ("/?p=124", "/?p=123"),
        ("/show?id=8", "/show?id=7"),
        ("/2019/walk/comment-page-2/", "/2019/walk/"),
        ("/walk/?cpage=2", "/walk/"),
        ("/2019/04/bread/", "/2019/03/walk/"),
        ("/2019/03/", "/2019/"),
        ("/walk/2019/", "/walk/"),
        ("/walk/", "/walk/"),
        ("/2", "/"),
        ("http://other.example/walk/2/", "/walk/"),
        ("/walk?page=2&sort=new", "/walk"),
    ],
)
def test_other_addresses_are_no_pages(url: str, first: str) -> None:
    assert page_number(url if url.startswith("http") else HOST + url, HOST + first) is None


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_two_texts_are_compared_without_an_error(one: str, other: str) -> None:
    page_number(f"{HOST}/{one}", f"{HOST}/{other}")
    page_number(one, other)


@given(st.text(max_size=60))
def test_a_page_has_a_number_in_each_address_that_its_first_page_may_have(text: str) -> None:
    url = f"{HOST}/{text}"

    assert all(page_number(url, first) for first in first_pages(url))
