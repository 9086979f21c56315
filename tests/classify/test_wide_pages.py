"""Pages in UTF-16, with and without a mark, and pages with NULs in them are pages."""

from __future__ import annotations

import codecs

import pytest
from support.stories import story

from newsspider import extract
from newsspider.classify import error_pages

PAGE = story("The whole story").replace("<meta charset=utf-8>", "")
CHINESE = "<title>鲁迅与故乡</title><h1>鲁迅与故乡</h1>" + "".join(
    f"<p>{n}{'农村的孩子们在河边唱歌，老人坐在门前看着远处的山。' * 3}</p>" for n in range(8)
)
MARKS = {"utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE}


@pytest.mark.parametrize("encoding", MARKS)
@pytest.mark.parametrize("has_mark", [True, False], ids=["mark", "no mark"])
@pytest.mark.parametrize("declared", ["", "; charset=utf-16", "; charset=utf-8"])
@pytest.mark.parametrize(
    ("text", "headline"),
    [
        (PAGE, "The whole story"),
        (f"\r\n\r\n{PAGE}", "The whole story"),
        (CHINESE, "鲁迅与故乡"),
        (f"<!doctype html><html>{CHINESE}", "鲁迅与故乡"),
        (f"<!-- 农村的孩子们在河边唱歌农村的孩子们在河边唱歌 -->{CHINESE}", "鲁迅与故乡"),
    ],
    ids=["English", "blank lines first", "Chinese", "Chinese below tags", "Chinese comment first"],
)
def test_utf_16_is_read(encoding: str, has_mark: bool, declared: str, text: str, headline: str) -> None:
    page = (MARKS[encoding] if has_mark else b"") + text.encode(encoding)

    assert error_pages.type_of(page) == "html"
    assert extract(page, "http://example.org/", content_type=f"text/html{declared}").headline == headline


@pytest.mark.parametrize(
    "page",
    [
        "\0" + PAGE, "\0" * 200 + PAGE, "\0" * 5_000 + PAGE, f" \0\r\n\0{PAGE}", f"<!-- \0\0 -->{PAGE}",
        PAGE.replace("<!doctype", "<!doc\0type"), PAGE.replace("<html", "<ht\0ml"),
        PAGE.replace("><", ">\0<"),
        PAGE.replace("<title>", "<title>\0"), PAGE.replace("whole", "wh\0ole"),
        PAGE.replace("<h1>", "<h1>\0"),
        "".join(sign + "\0" * (n % 8 == 0) for n, sign in enumerate(PAGE)),
    ],
    ids=range(12),
)  # fmt: skip
def test_nuls_are_dropped_as_browsers_drop_them(page: str) -> None:
    assert error_pages.type_of(page.encode()) == "html"
    assert extract(page.encode(), "http://example.org/").headline == "The whole story"


@pytest.mark.parametrize(
    "binary", [b"\0" * 600, b"\0\1\2\3" * 200, b"MZ\x90\0\3\0\0\0" * 90, b"\x7fELF" + b"\0" * 99 + b"<p>" * 9]
)
def test_what_is_no_text_is_still_none(binary: bytes) -> None:
    assert error_pages.type_of(binary) != "html"
