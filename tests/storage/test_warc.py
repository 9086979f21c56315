"""WARC files: as the standard and its tools want them, whole after a kill and on a full disk."""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
import zlib
from datetime import timedelta
from pathlib import Path

import brotli
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.small_disk import fill, mounted
from support.warc_files import AT, PAGE, URL, exchange, left_open, records, warcio, written
from warcio.archiveiterator import ArchiveIterator

from newsspider.errors import ArchiveError, ArchiveFull
from newsspider.storage.warc.reader import digest_at
from newsspider.storage.warc.record_checks import Bodies
from newsspider.storage.warc.records import payload_digest
from newsspider.storage.warc.writer import WarcWriter, answers, read_payload, recover


def test_bodies_are_read_from_several_files_also_what_was_written_since(tmp_path: Path) -> None:
    closed, (place,) = written(tmp_path, [exchange(gzip.compress(PAGE, mtime=0), encoding="gzip")])
    bodies = Bodies(tmp_path)
    with WarcWriter(tmp_path, "another", AT) as writer:
        for body in (b"one", b"two", b"three"):
            offset = writer.write(exchange(body)).offset
            writer.sync()
            assert bodies.at(writer.file, offset) == body
    assert bodies.at(closed.name, place) == PAGE

    with pytest.raises(ValueError, match="is not a WARC record"):
        bodies.at(closed.name, place + 1)
    with pytest.raises(OSError, match="No such file"):
        bodies.at("lost.warc.gz", 0)
    assert bodies.at(closed.name, place) == PAGE
    bodies.close()


def test_the_file_passes_the_tools(tmp_path: Path) -> None:
    exchanges = [
        exchange(),
        exchange(gzip.compress(PAGE, mtime=0), encoding="gzip"),
        exchange(b"", status=304),
        exchange(b"", status=301, headers=[("Location", "/ñ/"), ("X-Odd", "é")]),
        exchange(b"nothing", status=799),
    ]

    path, _ = written(tmp_path, exchanges)

    check = warcio("check", str(path))
    index = warcio("index", "-f", "warc-type,offset,length", str(path))
    assert check.returncode == 0, check.stdout + check.stderr
    assert "digest failed" not in check.stdout
    assert index.returncode == 0
    assert len(index.stdout.splitlines()) == 1 + 2 * len(exchanges)
    assert subprocess.run(["gzip", "-t", str(path)], check=False).returncode == 0


def test_an_answer_and_its_request_name_each_other_and_the_server(tmp_path: Path) -> None:
    path, _ = written(tmp_path, [exchange()])

    (_, _), (answer_type, answer), (request_type, request) = records(path)

    assert (answer_type, request_type) == ("response", "request")
    assert request["WARC-Concurrent-To"] == answer["WARC-Record-ID"]
    assert answer["WARC-Target-URI"] == request["WARC-Target-URI"] == URL
    assert answer["WARC-Date"] == request["WARC-Date"] == "2026-11-24T08:30:15Z"
    assert answer["WARC-IP-Address"] == "192.0.2.7"
    assert answer["WARC-Protocol"] == "http/1.1"
    assert {"WARC-Payload-Digest", "WARC-Block-Digest"} <= answer.keys()


def test_headers_and_body_are_kept_as_sent_and_no_secret_is(tmp_path: Path) -> None:
    sent = gzip.compress(PAGE, mtime=0)

    path, _ = written(tmp_path, [exchange(sent, encoding="gzip")])

    with path.open("rb") as stream:
        _, answer, request = ((r.http_headers, r.raw_stream.read()) for r in ArchiveIterator(stream))
    assert answer[1] == sent
    assert answer[0].headers[1:3] == [("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")]
    assert answer[0].statusline == "200 OK"
    assert request[0].headers == [("Host", "example.org"), ("User-Agent", "newsspider")]
    assert request[0].statusline == "/issue/7?page=2 HTTP/1.1"
    assert b"secret" not in gzip.decompress(path.read_bytes())


def test_latin_1_headers_come_back_as_they_were(tmp_path: Path) -> None:
    path, offsets = written(tmp_path, [exchange(headers=[("X-Place", "Zürich")])])

    assert b"X-Place: Z\xfcrich\r\n" in gzip.decompress(path.read_bytes())
    assert read_payload(tmp_path, path.name, offsets[0]).headers == (("X-Place", "Zürich"),)


def test_a_header_cannot_smuggle_a_line(tmp_path: Path) -> None:
    path, _ = written(tmp_path, [exchange(headers=[("X-Odd", "a\r\nX-False: b")])])

    assert b"\r\nX-False" not in gzip.decompress(path.read_bytes())


def test_chunks_are_not_announced_where_the_body_is_whole(tmp_path: Path) -> None:
    headers = [("Transfer-Encoding", "chunked"), ("Content-Type", "text/html")]

    path, offsets = written(tmp_path, [exchange(headers=headers)])

    assert read_payload(tmp_path, path.name, offsets[0]).headers == (("Content-Type", "text/html"),)


def test_the_file_begins_with_who_wrote_it_and_how(tmp_path: Path) -> None:
    with WarcWriter(tmp_path, "example", AT, settings={"DOWNLOAD_DELAY": "1.5", "robots": "obey"}) as writer:
        pass

    with (tmp_path / "warc" / writer.file).open("rb") as stream:
        info = next(iter(ArchiveIterator(stream)))
        text = info.content_stream().read().decode()
    assert info.rec_type == "warcinfo"
    assert info.rec_headers.protocol == "WARC/1.1"
    assert info.rec_headers.get_header("WARC-Filename") == writer.file
    assert "software: newsspider/" in text
    assert "DOWNLOAD_DELAY: 1.5\r\nrobots: obey\r\n" in text


def test_a_304_is_a_revisit_of_what_it_says_still_stands(tmp_path: Path) -> None:
    earlier = (URL, AT - timedelta(days=1))

    path, offsets = written(tmp_path, [exchange(b"", status=304, earlier=earlier), exchange(b"", status=304)])

    types = [(kind, headers) for kind, headers in records(path) if kind == "revisit"]
    assert types[0][1]["WARC-Profile"].endswith("/revisit/server-not-modified")
    assert types[0][1]["WARC-Refers-To-Target-URI"] == URL
    assert types[0][1]["WARC-Refers-To-Date"] == "2026-11-23T08:30:15Z"
    assert "WARC-Refers-To-Date" not in types[1][1]
    assert read_payload(tmp_path, path.name, offsets[0]).status == 304


def test_bytes_that_an_earlier_answer_had_are_not_kept_again(tmp_path: Path) -> None:
    earlier = (URL, AT - timedelta(days=1))

    path, offsets = written(tmp_path, [exchange(), exchange(earlier=earlier)])

    (_, first), (_, again) = (found for found in records(path) if found[0] in ("response", "revisit"))
    assert again["WARC-Profile"].endswith("/revisit/identical-payload-digest")
    assert again["WARC-Payload-Digest"] == first["WARC-Payload-Digest"] == payload_digest(PAGE)
    assert (again["WARC-Refers-To-Target-URI"], again["WARC-Refers-To-Date"]) == (URL, "2026-11-23T08:30:15Z")
    assert read_payload(tmp_path, path.name, offsets[1]).body == b""
    assert warcio("check", str(path)).returncode == 0
    assert [digest_at(tmp_path, path.name, offset) for offset in offsets] == [payload_digest(PAGE)] * 2
    assert digest_at(tmp_path, "absent.warc.gz", 0) is None


def test_a_run_goes_on_in_a_new_file_when_one_is_full(tmp_path: Path) -> None:
    with WarcWriter(tmp_path, "example", AT, most_bytes=3_000) as writer:
        places = [writer.write(exchange(os.urandom(900), url=f"{URL}&n={n}")) for n in range(7)]
        assert len(list((tmp_path / "warc").glob("*.open"))) == 1

    files = sorted((tmp_path / "warc").iterdir())
    assert [file.name for file in files] == sorted({place.file for place in places})
    assert len(files) > 2
    for file in files:
        assert records(file)[0][0] == "warcinfo"
        assert warcio("check", str(file)).returncode == 0
    assert [read_payload(tmp_path, *place).url for place in places] == [f"{URL}&n={n}" for n in range(7)]


def test_a_file_cut_at_any_byte_gives_what_was_whole(tmp_path: Path) -> None:
    path, _ = written(tmp_path, [exchange(b"", url=f"{URL}&n={n}") for n in range(2)])
    content = path.read_bytes()
    path.unlink()
    with_rest = [n for n in range(len(content)) if content[n:].startswith(b"\x1f\x8b\x08")]
    torn = path.with_name(f"{path.name}.open")

    for cut in range(len(content) + 1):
        torn.write_bytes(content[:cut])
        recover(tmp_path)
        kept = path.read_bytes() if path.exists() else b""
        path.unlink(missing_ok=True)
        # Cut back to where the last whole record ends, which is where the next begins.
        assert kept == content[: max(end for end in (*with_rest, len(content)) if end <= cut)]


def test_a_cut_answer_says_so(tmp_path: Path) -> None:
    path, _ = written(tmp_path, [exchange(truncated="length")])

    assert records(path)[1][1]["WARC-Truncated"] == "length"


@pytest.mark.parametrize(
    ("encoding", "sent"),
    [
        (None, PAGE),
        ("identity", PAGE),
        ("gzip", gzip.compress(PAGE, mtime=0)),
        ("x-gzip", gzip.compress(PAGE[:9], mtime=0) + gzip.compress(PAGE[9:], mtime=0)),
        ("gzip", gzip.compress(PAGE, mtime=0) + b"rubbish behind it"),
        ("deflate", zlib.compress(PAGE)),
        ("deflate", zlib.compress(PAGE)[2:-4]),
        ("br", brotli.compress(PAGE)),
        ("gzip, br", brotli.compress(gzip.compress(PAGE, mtime=0))),
        ("gzip", PAGE),
        ("br", PAGE),
        ("zstd", PAGE),
    ],
)
def test_a_body_comes_back_decoded(tmp_path: Path, encoding: str | None, sent: bytes) -> None:
    path, offsets = written(tmp_path, [exchange(), exchange(sent, encoding=encoding), exchange()])

    found = read_payload(tmp_path, path.name, offsets[1])

    assert (found.body, found.status, found.url, found.captured_at) == (PAGE, 200, URL, AT)


def test_a_body_that_would_unfold_without_end_is_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsspider.web.content_coding.MOST_BYTES", 1000)
    bombs = [("gzip", gzip.compress(bytes(100_000))), ("br", brotli.compress(bytes(100_000)))]
    path, offsets = written(tmp_path, [exchange(sent, encoding=name) for name, sent in bombs])

    assert [len(read_payload(tmp_path, path.name, offset).body) for offset in offsets] == [1000, 1000]


@settings(max_examples=30)
@given(bodies=st.lists(st.binary(max_size=3000), max_size=5))
def test_any_bodies_come_back_in_order(tmp_path_factory: pytest.TempPathFactory, bodies: list[bytes]) -> None:
    folder = tmp_path_factory.mktemp("archive")

    path, offsets = written(folder, [exchange(body) for body in bodies])

    found = list(answers(folder, path.name))
    assert [one.body for one in found] == bodies
    assert [one.offset for one in found] == offsets


def test_a_file_is_named_open_until_it_is_closed(tmp_path: Path) -> None:
    writer = WarcWriter(tmp_path, "example", AT)
    place = writer.write(exchange())

    assert [p.name for p in (tmp_path / "warc").iterdir()] == ["example-20261124T083015Z.warc.gz.open"]
    assert read_payload(tmp_path, *place).body == PAGE

    assert writer.close() == writer.close() == place.file == "example-20261124T083015Z.warc.gz"
    assert [p.name for p in (tmp_path / "warc").iterdir()] == [place.file]
    assert read_payload(tmp_path, *place).body == PAGE


def test_no_file_is_ever_written_twice(tmp_path: Path) -> None:
    first, _ = written(tmp_path, [exchange()])
    content = first.read_bytes()

    with WarcWriter(tmp_path, "example", AT) as second, WarcWriter(tmp_path, "example", AT) as third:
        assert len({first.name, second.file, third.file}) == 3

    assert first.read_bytes() == content


def test_a_sites_name_stays_inside_the_folder(tmp_path: Path) -> None:
    path, _ = written(tmp_path, [exchange()], site="../../etc/my site")

    assert path.parent == tmp_path / "warc"
    assert path.exists()


@pytest.mark.parametrize("cut_bytes", [1, 7, 300])
def test_a_torn_file_is_cut_back_to_its_last_whole_record(tmp_path: Path, cut_bytes: int) -> None:
    path = left_open(tmp_path, 20)
    with path.open("r+b") as stream:
        stream.truncate(path.stat().st_size - cut_bytes)

    names = recover(tmp_path)

    whole = tmp_path / "warc" / names[0]
    assert [p.name for p in whole.parent.iterdir()] == [whole.name]
    assert subprocess.run(["gzip", "-t", str(whole)], check=False).returncode == 0
    assert warcio("check", str(whole)).returncode == 0
    assert len(list(answers(tmp_path, whole.name))) >= 19


def test_recovering_takes_nothing_from_a_whole_file(tmp_path: Path) -> None:
    path = left_open(tmp_path, 3)
    content = path.read_bytes()

    names = recover(tmp_path)

    assert (tmp_path / "warc" / names[0]).read_bytes() == content
    assert recover(tmp_path) == ()


@pytest.mark.parametrize("length", [b"99", b"", b"eight", b"9" * 5_000], ids=["99", "none", "word", "huge"])
def test_a_member_without_a_whole_record_is_cut(tmp_path: Path, length: bytes) -> None:
    path = left_open(tmp_path, 2)
    content = path.read_bytes()
    with path.open("ab") as stream:
        record = b"WARC/1.1\r\nContent-Length: " + length + b"\r\n\r\nfar less\r\n\r\n"
        stream.write(gzip.compress(record, mtime=0))

    (name,) = recover(tmp_path)

    assert (tmp_path / "warc" / name).read_bytes() == content


@settings(max_examples=60, deadline=None)
@given(share=st.floats(0, 1))
def test_a_file_cut_anywhere_gives_its_first_answers(
    tmp_path_factory: pytest.TempPathFactory, share: float
) -> None:
    folder = tmp_path_factory.mktemp("archive")
    path = left_open(folder, 4)
    with path.open("r+b") as stream:
        stream.truncate(int(path.stat().st_size * share))

    names = recover(folder)

    urls = [one.url for name in names for one in answers(folder, name)]
    assert urls == [f"{URL}&n={n}" for n in range(len(urls))]
    assert not list((folder / "warc").glob("*.open"))


def test_a_file_without_a_whole_record_is_removed(tmp_path: Path) -> None:
    path = left_open(tmp_path, 1)
    path.write_bytes(path.read_bytes()[:50])

    assert recover(tmp_path) == ()
    assert list(path.parent.iterdir()) == []


def test_a_file_that_a_run_is_writing_is_left_alone(tmp_path: Path) -> None:
    with WarcWriter(tmp_path, "example", AT) as writer:
        writer.write(exchange())

        assert recover(tmp_path) == ()

        place = writer.write(exchange(b"second"))
    assert read_payload(tmp_path, *place).body == b"second"


def test_a_killed_writer_leaves_what_it_wrote(tmp_path: Path) -> None:
    script = f"""
import os, signal
from pathlib import Path
from newsspider.storage.warc.writer import WarcWriter
from support.warc_files import AT, exchange
writer = WarcWriter(Path({str(tmp_path)!r}), "example", AT)
for _ in range(5):
    writer.write(exchange())
os.kill(os.getpid(), signal.SIGKILL)
"""

    subprocess.run([sys.executable, "-c", script], cwd=Path(__file__).parents[1], check=False, timeout=60)

    (name,) = recover(tmp_path)
    assert len(list(answers(tmp_path, name))) == 5


def test_a_folder_without_files_has_nothing_to_recover(tmp_path: Path) -> None:
    assert recover(tmp_path) == ()


@pytest.mark.parametrize(("file", "offset"), [("absent.warc.gz", 0), (None, 0), (None, 7), (None, 10**6)])
def test_a_place_without_an_answer_is_an_error_of_ours(tmp_path: Path, file: str | None, offset: int) -> None:
    path, _ = written(tmp_path, [exchange()])

    with pytest.raises(ArchiveError) as caught:
        read_payload(tmp_path, file or path.name, offset)

    assert "\n" not in str(caught.value)


def test_on_a_full_disk_what_was_written_stays_whole(tmp_path: Path) -> None:
    with mounted(tmp_path / "disk", 1_000_000) as folder:
        writer = WarcWriter(folder, "example", AT)
        kept = writer.write(exchange())
        fill(folder, leave_bytes=8192)

        with pytest.raises(ArchiveFull) as caught:
            writer.write(exchange(os.urandom(100_000)))

        assert "disk is full" in str(caught.value)
        name = writer.close()
        assert subprocess.run(["gzip", "-t", str(folder / "warc" / name)], check=False).returncode == 0
        assert warcio("check", str(folder / "warc" / name)).returncode == 0
        assert read_payload(folder, *kept).body == PAGE
