"""Content codings undone: in steps, with a budget, and alike for the crawl and the archive."""

from __future__ import annotations

import gzip
import zlib

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsspider.web.content_coding import MOST_STREAMS, Outcome, decode, steps, zstd

PAGE = b"<!doctype html><html><body>" + b"A line of the page. " * 2_000 + b"</body></html>"
TEXT = b"A line of the page. " * 2_000
PACK = {
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": brotli.compress,
    "zstd": zstd.compress,
}


def bomb(coding: str, megabytes: int = 100) -> bytes:
    """So many zeros, compressed."""
    packer = {
        "gzip": lambda: zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS + 16),
        "deflate": lambda: zlib.compressobj(9),
        "zstd": zstd.ZstdCompressor,
        "br": lambda: brotli.Compressor(quality=5),
    }[coding]()
    add = packer.process if coding == "br" else packer.compress
    made = b"".join(add(bytes(1_000_000)) for _ in range(megabytes))
    return made + (packer.finish() if coding == "br" else packer.flush())


@given(
    body=st.binary(max_size=5_000), codings=st.lists(st.sampled_from(sorted(PACK)), min_size=1, max_size=4)
)
def test_what_was_coded_comes_back(body: bytes, codings: list[str]) -> None:
    sent = body
    for coding in codings:
        sent = PACK[coding](sent)

    found = decode(sent, ", ".join(codings))

    assert (found.body, found.is_cut, found.is_torn, found.is_proven) == (body, False, False, True)


@given(st.binary(max_size=3_000), st.sampled_from(["", "gzip", "br", "deflate", "zstd", "gzip, br", "none"]))
def test_any_bytes_under_any_name_give_bytes(body: bytes, encoding: str) -> None:
    assert len(decode(body, encoding, most_bytes=10_000).body) <= 10_000


@given(st.sampled_from(sorted(PACK)), st.integers(min_value=1, max_value=60))
def test_a_torn_body_gives_its_beginning_and_is_not_proven(coding: str, lost: int) -> None:
    sent = PACK[coding](TEXT)[:-lost]

    found = decode(sent, coding)

    assert not found.is_proven
    assert TEXT.startswith(found.body) or found.body == sent


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd"])
def test_a_page_under_a_wrong_name_stays(coding: str) -> None:
    assert decode(PAGE, coding).body == PAGE


@pytest.mark.parametrize("times", [1, 2])
def test_gzip_that_nobody_declared_is_undone(times: int) -> None:
    sent = PAGE
    for _ in range(times):
        sent = gzip.compress(sent)

    assert decode(sent).body == PAGE
    assert decode(sent, "gzip").body == PAGE


def test_a_file_that_is_gzip_itself_stays() -> None:
    tar = gzip.compress(b"name" + bytes(508) + PAGE)

    assert decode(tar).body == tar


def test_a_wrong_checksum_costs_no_text_and_proves_nothing() -> None:
    sent = gzip.compress(TEXT)

    found = decode(sent[:-8] + b"CRC!" + sent[-4:], "gzip")

    assert (found.body, found.is_torn, found.is_proven) == (TEXT, True, False)


def test_the_end_of_a_page_proves_it_whole_where_its_stream_has_no_end() -> None:
    assert not decode(gzip.compress(PAGE)[:-8], "gzip").is_torn


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd"])
@pytest.mark.parametrize("layers", [1, 2])
def test_a_bomb_is_cut_at_the_budget(coding: str, layers: int) -> None:
    sent = bomb(coding)
    sent = PACK[coding](sent) if layers == 2 else sent
    outcome = Outcome()

    made = list(steps(sent, ", ".join([coding] * layers), most_bytes=1_000_000, outcome=outcome))

    assert (sum(map(len, made)), outcome.is_cut) == (1_000_000, True)
    assert max(map(len, made)) <= 131_072


def test_many_empty_streams_end_somewhere() -> None:
    found = decode(gzip.compress(b"") * (MOST_STREAMS + 5) + gzip.compress(b"x"), "gzip")

    assert found.body == b""


def test_a_zstd_window_larger_than_http_allows_is_not_opened() -> None:
    wide = zstd.ZstdCompressor(options={zstd.CompressionParameter.window_log: 27})
    sent = wide.compress(bytes(300_000_000), mode=wide.FLUSH_FRAME)

    assert decode(sent, "zstd").body == sent


def test_too_many_codings_are_not_believed() -> None:
    assert decode(b"as it is", ", ".join(["br"] * 1_000)).body == b"as it is"
