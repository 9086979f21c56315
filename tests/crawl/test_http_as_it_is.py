"""Answers as real servers send them: kept, read, and never taken for whole where they are not."""

from __future__ import annotations

import gzip
import zlib
from typing import TYPE_CHECKING

import brotli
import pytest
from support.crawling import Ended, crawl, rows, start
from support.raw_server import Reply, Slow, answer, serving, zipped
from support.stories import front, profile, story

if TYPE_CHECKING:
    from pathlib import Path

ONE, TWO = "/2024/05/01/story-number-one.html", "/2024/05/02/story-number-two.html"
PAGE = story("The whole story")
BARE = PAGE.replace("charset=utf-8", "")


def crawled(folder: Path, reply: Reply | list[Reply], *options: str, runs: int = 1) -> Ended:
    """The last of some crawls of a front and a story that is answered with *reply*."""
    with serving({"/": answer(front("Gazette", [ONE, TWO])), ONE: reply, TWO: answer(story("Two"))}) as site:
        for _ in range(runs):
            ended = crawl(folder, profile(folder, site.url), "--full", *options)
    return ended


def headlines(folder: Path) -> list[str]:
    return [headline for (headline,) in rows(folder / "archive", "SELECT headline FROM articles ORDER BY 1")]


def captures(folder: Path) -> list[tuple[int, str, str]]:
    return rows(
        folder / "archive",
        "SELECT status, verdict, note FROM captures WHERE url LIKE ? ORDER BY id",
        f"%{ONE}",
    )


def bare_deflate(text: str) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(text.encode()) + packer.flush()


WHOLE = {
    "gzip with the plain page's length": answer(
        zipped(PAGE), "Content-Encoding: gzip", length=len(PAGE.encode())
    ),
    "brotli with the plain page's length": answer(
        brotli.compress(PAGE.encode()), "Content-Encoding: br", length=len(PAGE.encode())
    ),
    "gzip without a header": answer(zipped(PAGE)),
    "gzip twice, told once": answer(gzip.compress(zipped(PAGE)), "Content-Encoding: gzip"),
    "gzip twice, told twice": answer(gzip.compress(zipped(PAGE)), "Content-Encoding: gzip, gzip"),
    "gzip once, told twice": answer(zipped(PAGE), "Content-Encoding: gzip", "Content-Encoding: gzip"),
    "brotli of gzip": answer(brotli.compress(zipped(PAGE)), "Content-Encoding: gzip, br"),
    "bare deflate": answer(bare_deflate(PAGE), "Content-Encoding: deflate"),
    "zlib": answer(zlib.compress(PAGE.encode()), "Content-Encoding: deflate"),
    "not compressed at all": answer(PAGE, "Content-Encoding: gzip"),
    "padding behind the gzip": answer(zipped(PAGE) + bytes(64), "Content-Encoding: gzip"),
    "a wrong checksum": answer(zipped(PAGE)[:-8] + b"CRC!" + zipped(PAGE)[-4:], "Content-Encoding: gzip"),
    "a blank before the colon": answer(
        zipped(PAGE), "Content-Encoding : gzip", "Server : one", "Bad Name: x", "no colon"
    ),
    "203": answer(PAGE, status="203 Non-Authoritative Information"),
    "206 of the whole": answer(
        PAGE, f"Content-Range: bytes 0-{len(PAGE) - 1}/{len(PAGE)}", status="206 Partial Content"
    ),
    "a NUL early on": answer(PAGE.replace("<html", "\x00<html", 1).replace("<title>", "<title>\x00", 1)),
    "UTF-16 with a mark": answer(
        PAGE.replace("charset=utf-8", "").encode("utf-16"), content_type="text/html"
    ),
    "UTF-16 without a mark": answer(BARE.encode("utf-16-le"), content_type="text/html"),
    "no length, closed at the end": answer(PAGE, length=None),
}


@pytest.mark.parametrize("kind", WHOLE)
def test_a_whole_page_is_read_however_it_was_sent(tmp_path: Path, kind: str) -> None:
    ended = crawled(tmp_path, WHOLE[kind])

    assert headlines(tmp_path) == ["The whole story", "Two"]
    assert (ended.status, ended.report["failed"]) == (0, 0)
    status, out = verified(tmp_path)
    assert status == 0, out


CUT = {
    "plain": answer(PAGE[:1_500], length=len(PAGE)),
    "gzip": answer(zipped(PAGE)[:-30], "Content-Encoding: gzip", length=len(zipped(PAGE))),
    "gzip, no length": answer(zipped(PAGE)[:-30], "Content-Encoding: gzip", length=None),
    "chunks": answer(b"5dc\r\n" + PAGE.encode()[:1_500] + b"\r\n", "Transfer-Encoding: chunked", length=None),
    "a part": answer(PAGE[:1_500], f"Content-Range: bytes 0-1499/{len(PAGE)}", status="206 Partial Content"),
}


@pytest.mark.parametrize("kind", CUT)
def test_what_arrives_cut_is_kept_marked_and_asked_again(tmp_path: Path, kind: str) -> None:
    ended = crawled(tmp_path, CUT[kind])

    assert headlines(tmp_path) == ["Two"]
    assert ended.report["failed"] == 1
    status, verdict, note = captures(tmp_path)[-1]
    assert (status, verdict) == (206 if kind == "a part" else 200, "error")
    assert note.startswith("cut: ")
    (due,) = rows(
        tmp_path / "archive",
        "SELECT count(*) FROM frontier WHERE url LIKE ? AND due_at < datetime('now', '+1 day')",
        f"%{ONE}",
    )[0]
    assert due == 1
    assert verified(tmp_path)[0] == 0


def test_an_answer_that_broke_off_is_asked_again_at_once(tmp_path: Path) -> None:
    ended = crawled(tmp_path, [CUT["gzip"], WHOLE["gzip without a header"]])

    assert headlines(tmp_path) == ["The whole story", "Two"]
    assert (ended.status, ended.report["failed"]) == (0, 0)
    assert [verdict for _, verdict, _ in captures(tmp_path)] == ["error", "article"]


@pytest.mark.parametrize("kind", CUT)
def test_a_cut_answer_never_replaces_a_whole_one(tmp_path: Path, kind: str) -> None:
    whole = answer(PAGE)

    crawled(tmp_path, [whole, CUT[kind], CUT[kind], CUT[kind], CUT[kind]], runs=2)

    found = rows(
        tmp_path / "archive", "SELECT headline, text, revision_count, gone_at FROM articles ORDER BY 1"
    )
    assert [(headline, count, gone) for headline, _, count, gone in found] == [
        ("The whole story", 1, None), ("Two", 1, None)
    ]  # fmt: skip
    assert "6. time" in found[0][1]


def test_the_warc_says_of_a_cut_answer_that_it_is(tmp_path: Path) -> None:
    crawled(tmp_path, CUT["plain"])

    (file,) = (tmp_path / "archive" / "warc").glob("*.warc.gz")
    assert (
        gzip.decompress(file.read_bytes()).count(b"WARC-Truncated: disconnect\r\n") == 3
    )  # and asked thrice


QUICK = ("--set", "DOWNLOAD_TIMEOUT=1", "--set", "RETRY_TIMES=1")
ENDLESS = {
    "a body that drips": Slow(answer(PAGE[:1_500], length=100_000), b"x", 0.1),
    "a body of unknown length that drips": Slow(answer(PAGE[:1_500], length=None), b"x", 0.1),
    "chunks that drip": Slow(
        answer(b"5dc\r\n" + PAGE.encode()[:1_500] + b"\r\n", "Transfer-Encoding: chunked", length=None),
        b"1\r\nx\r\n",
        0.1,
    ),
    "a body that stops": Slow(answer(PAGE[:1_500], length=len(PAGE))),
    "gzip that stops": Slow(answer(zipped(PAGE)[:-30], "Content-Encoding: gzip", length=len(zipped(PAGE)))),
    "a body that never begins": Slow(answer(length=len(PAGE))),
}


@pytest.mark.parametrize("kind", ENDLESS)
def test_what_arrived_in_time_is_kept_and_marked_and_becomes_no_article(tmp_path: Path, kind: str) -> None:
    ended = crawled(tmp_path, ENDLESS[kind], *QUICK)

    assert headlines(tmp_path) == ["Two"]
    assert ended.report["failed"] == 1
    assert [verdict for _, verdict, _ in captures(tmp_path)] == ["error", "error"]
    assert captures(tmp_path)[-1][2].startswith("cut: not complete in time; ")
    (file,) = (tmp_path / "archive" / "warc").glob("*.warc.gz")
    kept = gzip.decompress(file.read_bytes())
    assert kept.count(b"WARC-Truncated: time\r\n") == 2
    if "gzip" not in kind and "begins" not in kind:
        assert kept.count(b"The whole story") >= 2
    assert verified(tmp_path)[0] == 0


def test_a_redirect_or_error_whose_body_never_ends_is_believed(tmp_path: Path) -> None:
    there, lost = "/2024/05/03/where-the-story-is-now.html", "/2024/05/04/lost.html"
    moved = answer("<p>Moved", f"Location: {there}", status="302 Found", length=5_000)
    pages = {
        "/": answer(front("Gazette", [ONE, lost])),
        ONE: Slow(moved),
        lost: Slow(answer("<p>Not here", status="404 Not Found", length=5_000)),
        there: answer(PAGE),
    }
    with serving(pages) as site:
        ended = crawl(tmp_path, profile(tmp_path, site.url), *QUICK)

    assert headlines(tmp_path) == ["The whole story"]
    assert ended.report["failed"] == 0
    assert [site.paths.count(path) for path in (ONE, lost)] == [1, 1]
    assert captures(tmp_path) == [(302, "redirect", None)]


def test_headers_that_never_end_are_no_answer(tmp_path: Path) -> None:
    ended = crawled(tmp_path, Slow(b"HTTP/1.1 200 OK\r\n", b"X-More: of them\r\n", 0.1), *QUICK)

    assert headlines(tmp_path) == ["Two"]
    assert ended.report["failed"] == 1
    assert captures(tmp_path) == []


def test_a_whole_gzip_stream_on_a_connection_that_stays_open_is_an_answer(tmp_path: Path) -> None:
    reply = Slow(answer(zipped(PAGE), "Content-Encoding: gzip", length=100_000))

    ended = crawled(tmp_path, reply, *QUICK)

    assert headlines(tmp_path) == ["The whole story", "Two"]
    assert ended.report["failed"] == 0


def test_an_answer_that_was_too_slow_is_asked_again_and_read(tmp_path: Path) -> None:
    ended = crawled(tmp_path, [ENDLESS["a body that stops"], answer(PAGE)], *QUICK)

    assert headlines(tmp_path) == ["The whole story", "Two"]
    assert (ended.status, ended.report["failed"]) == (0, 0)
    assert [verdict for _, verdict, _ in captures(tmp_path)] == ["error", "article"]


def test_the_archive_decodes_what_the_crawl_decoded(tmp_path: Path) -> None:
    """Read again from the WARC files, every page says the same; what came cut becomes no article."""
    kinds = {f"/2024/05/03/page-{n}.html": reply for n, reply in enumerate((*WHOLE.values(), *CUT.values()))}
    with serving({"/": answer(front("Gazette", kinds)), **kinds}) as site:
        gazette = profile(tmp_path, site.url)
        crawl(tmp_path, gazette)
    archive = tmp_path / "archive"
    stories = "SELECT headline, text, revision_count FROM articles ORDER BY id"
    before = rows(archive, stories)

    ended = start("reextract", "--site", gazette, "--archive", str(archive), folder=tmp_path).wait()

    assert ended.status == 0, ended.err
    assert before
    assert rows(archive, stories) == before
    assert {headline for headline, *_ in before} == {"The whole story"}
    status, out = verified(tmp_path)
    assert status == 0, out


@pytest.mark.parametrize("kind", ["gzip without a header", "zlib", "brotli of gzip", "UTF-16 with a mark"])
def test_extract_reads_an_address_alike(tmp_path: Path, kind: str) -> None:
    with serving({ONE: WHOLE[kind]}) as site:
        ended = start("extract", site.url[:-1] + ONE, "--format", "json", folder=tmp_path).wait()

    assert ended.status == 0, ended.err
    assert ended.report["headline"] == "The whole story"


def test_a_server_that_dies_under_way_is_no_success(tmp_path: Path) -> None:
    """Also where few addresses were left, so that no ten requests in a row fail."""
    addresses = [f"/2024/06/{n:02}/story-number-{n}.html" for n in range(1, 6)]
    pages = {address: answer(story(f"Story {n}")) for n, address in enumerate(addresses)}
    with serving({"/": answer(front("Gazette", addresses)), **pages}) as site:
        gazette = profile(tmp_path, site.url)
        running = start(
            "crawl", gazette, "--archive", str(tmp_path / "archive"), "--json", "--set", "DOWNLOAD_DELAY=0.3",
            folder=tmp_path,
        )  # fmt: skip
        site.wait_for(3)
        site.close()
        ended = running.wait()

    assert ended.status == 1
    (alarm,) = ended.report["alarms"]
    assert "had no answer: connection refused" in alarm


def test_one_dead_link_is_no_dead_server(tmp_path: Path) -> None:
    ended = crawled(tmp_path, b"")

    assert (ended.status, ended.report["failed"]) == (0, 1)


@pytest.mark.parametrize("size", [900, 15_000])
def test_an_etag_is_sent_back_only_where_a_server_would_take_it(tmp_path: Path, size: int) -> None:
    etag = '"' + "e" * size + '"'
    with serving({"/": answer(front("Gazette", [ONE]), f"ETag: {etag}"), ONE: answer(PAGE)}) as site:
        for _ in range(2):
            ended = crawl(tmp_path, profile(tmp_path, site.url))
        sent = [head for head in site.heads if head.startswith("GET / ")]

    assert ended.status == 0
    assert ("if-none-match" in sent[-1].lower()) is (size < 1_000)


def verified(folder: Path) -> tuple[int, str]:
    ended = start("verify", "--archive", str(folder / "archive"), folder=folder).wait()
    return ended.status, ended.out + ended.err
