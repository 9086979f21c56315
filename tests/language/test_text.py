"""Text out of bytes, squeezed and made comparable."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from newsspider.language.text import decode, is_cjk, normal, squeeze


def test_latin_1_is_read_as_windows_1252() -> None:
    found = decode("“so”".encode("cp1252"), content_type="text/html; charset=iso-8859-1")
    assert (found.text, found.charset) == ("“so”", "cp1252")


def test_utf_8_wins_over_a_wrong_declaration() -> None:
    found = decode("<p>Größe, Länge, 中国".encode(), content_type="text/html; charset=iso-8859-1")
    assert found.text == "<p>Größe, Länge, 中国"


def test_one_apostrophe_in_utf_8_is_no_chance() -> None:
    assert (
        decode("<p>The clerk’s".encode(), content_type="text/html; charset=windows-1252").text
        == "<p>The clerk’s"
    )


def test_a_byte_order_mark_is_believed_first() -> None:
    assert decode(b"\xef\xbb\xbfa", content_type="text/html; charset=gbk").source == "bom"


def test_quotes_case_and_blanks_do_not_count_in_comparing() -> None:
    assert normal("“A\u00a0 B”") == normal('"a b"')


def test_chinese_is_told_from_english() -> None:
    assert is_cjk("今日中国")
    assert not is_cjk("China Today")


@given(st.text())
def test_squeezing_twice_changes_nothing(text: str) -> None:
    assert squeeze(squeeze(text)) == squeeze(text)


@given(st.binary(max_size=300))
def test_no_bytes_break_the_decoding(html: bytes) -> None:
    decode(html)
