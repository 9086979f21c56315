"""A WACZ file holds the WARC files as they are, an index that leads to every answer, and the pages."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.crawled import newsspider
from support.crawling import rows, start
from warcio.archiveiterator import ArchiveIterator

from newsspider.errors import UsageError
from newsspider.export import cdxj
from newsspider.export.cdxj import sort_key
from newsspider.export.formats import wacz


@pytest.fixture(scope="module")
def archive(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(demo / "demo-archive", tmp_path_factory.mktemp("wacz") / "archive"))


@pytest.fixture(scope="module")
def package(archive: Path) -> Path:
    target = archive.with_name("demo.wacz")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cdxj, "LINES_A_MEMBER", 7)
        wacz.write(archive, target)
    return target


def read(package: Path, name: str) -> bytes:
    with zipfile.ZipFile(package) as opened:
        return opened.read(name)


def lines(package: Path) -> list[str]:
    return gzip.decompress(read(package, "indexes/index.cdx.gz")).decode().splitlines()


def parsed(line: str) -> tuple[str, str, dict[str, Any]]:
    key, stamp, about = line.split(" ", 2)
    return key, stamp, json.loads(about)


def test_the_manifest_has_every_file_as_it_is(package: Path, archive: Path) -> None:
    manifest = json.loads(read(package, "datapackage.json"))
    digest = json.loads(read(package, "datapackage-digest.json"))
    with zipfile.ZipFile(package) as opened:
        assert opened.testzip() is None
        infos = {info.filename: info for info in opened.infolist()}
    stated = {one["path"]: (one["bytes"], one["hash"]) for one in manifest["resources"]}

    found = {
        name: (info.file_size, f"sha256:{hashlib.sha256(read(package, name)).hexdigest()}")
        for name, info in infos.items()
        if not name.startswith("datapackage")
    }
    assert stated == found
    assert digest["hash"] == f"sha256:{hashlib.sha256(read(package, 'datapackage.json')).hexdigest()}"
    assert (manifest["profile"], manifest["wacz_version"]) == ("data-package", "1.1.1")
    assert manifest["title"] == "The Estuary"
    for path in (archive / "warc").iterdir():
        assert read(package, f"archive/{path.name}") == path.read_bytes()
    for name, info in infos.items():
        assert (info.compress_type == zipfile.ZIP_STORED) == name.endswith(".gz")


def test_players_find_each_file_by_the_directory_alone(package: Path) -> None:
    """replayweb.page takes a file without extra fields in the directory to have none in its head."""
    written = package.read_bytes()
    with zipfile.ZipFile(package) as opened:
        for one in opened.infolist():
            begins = one.header_offset + 26
            extra = int.from_bytes(written[begins + 2 : begins + 4], "little")
            assert bool(extra) == bool(one.extra), one.filename


def test_the_index_is_sorted_and_leads_to_every_answer(package: Path, archive: Path) -> None:
    found = lines(package)

    assert found == sorted(found)
    answers = rows(archive, "SELECT url, warc_offset FROM captures WHERE status <> 304 ORDER BY 1, 2")
    assert sorted((about["url"], int(about["offset"])) for _, _, about in map(parsed, found)) == answers
    for key, stamp, about in map(parsed, found):
        start_at, size = int(about["offset"]), int(about["length"])
        record = read(package, f"archive/{about['filename']}")[start_at : start_at + size]
        assert about["recordDigest"] == f"sha256:{hashlib.sha256(record).hexdigest()}"
        (held,) = ArchiveIterator(io.BytesIO(record))
        assert held.rec_headers["WARC-Target-URI"] == about["url"]
        assert held.rec_headers["WARC-Payload-Digest"] == about["digest"]
        assert "".join(char for char in held.rec_headers["WARC-Date"] if char.isdigit()) == stamp
        assert held.http_headers.get_statuscode() == about["status"]
        assert key == sort_key(about["url"])


def test_the_second_index_leads_to_parts_that_can_be_read_alone(package: Path) -> None:
    meta, *second = read(package, "indexes/index.idx").decode().splitlines()
    index = read(package, "indexes/index.cdx.gz")

    assert json.loads(meta.removeprefix("!meta 0 ")) == {
        "format": "cdxj-gzip-1.0",
        "filename": "index.cdx.gz",
    }
    read_so = []
    for key, stamp, where in map(parsed, second):
        part = index[where["offset"] : where["offset"] + where["length"]]
        assert where["digest"] == f"sha256:{hashlib.sha256(part).hexdigest()}"
        some = gzip.decompress(part).decode().splitlines()
        assert some[0].startswith(f"{key} {stamp} ")
        read_so += some
    assert read_so == lines(package)
    assert len(second) > 10


def test_every_page_is_in_the_index_and_the_home_page_comes_first(package: Path, archive: Path) -> None:
    header, *pages = map(json.loads, read(package, "pages/pages.jsonl").decode().splitlines())
    kept = {(about["url"], stamp) for _, stamp, about in map(parsed, lines(package))}

    assert header["format"] == "json-pages-1.0"
    assert {(page["url"], "".join(filter(str.isdigit, page["ts"]))) for page in pages} <= kept
    assert len({page["url"] for page in pages}) == len(pages) > 80
    assert pages[0]["title"] == "The Estuary"
    assert json.loads(read(package, "datapackage.json"))["mainPageUrl"] == pages[0]["url"]
    headlines = {headline for (headline,) in rows(archive, "SELECT headline FROM articles")}
    assert headlines <= {page.get("title") for page in pages}


@pytest.mark.skipif(shutil.which("wacz") is None, reason="wacz, the reference tool, is not installed")
def test_the_reference_tool_finds_it_valid(package: Path) -> None:
    subprocess.run(["wacz", "validate", "-f", package], check=True, capture_output=True, timeout=60)


def test_an_answer_may_be_looked_up_while_a_run_writes(archive: Path, tmp_path: Path) -> None:
    live = Path(shutil.copytree(archive, tmp_path / "live"))
    newest = max((live / "warc").iterdir())
    newest.rename(newest.with_name(f"{newest.name}.open"))

    assert wacz.write(live, tmp_path / "live.wacz").files == 1
    pages = map(json.loads, read(tmp_path / "live.wacz", "pages/pages.jsonl").decode().splitlines()[1:])
    kept = {about["url"] for _, _, about in map(parsed, lines(tmp_path / "live.wacz"))}
    assert {page["url"] for page in pages} <= kept


def test_what_cannot_be_packed_is_said_and_an_older_file_stays(archive: Path, tmp_path: Path) -> None:
    target = tmp_path / "all.wacz"
    target.write_text("older")
    (tmp_path / "none").mkdir()

    with pytest.raises(UsageError, match=r"does not end in \.wacz"):
        wacz.write(archive, tmp_path / "all.zip")
    with pytest.raises(UsageError, match="no closed WARC file of site 'other'"):
        wacz.write(archive, target, site="other")
    for options, why in (
        (("--since", "2020"), "no filter but --site"),
        ((), "expected -o FILE.wacz"),
    ):
        ended = start("export", "wacz", *options, "--archive", str(archive), folder=tmp_path).wait()
        assert (ended.status, why in ended.err) == (2, True)
    assert target.read_text() == "older"
    assert [path.name for path in tmp_path.glob("*.part")] == []


def test_the_command_says_what_it_wrote(archive: Path, tmp_path: Path) -> None:
    newsspider("export", "wacz", "--archive", archive, "--site", "estuary", "-o", tmp_path / "all.wacz")

    assert zipfile.is_zipfile(tmp_path / "all.wacz")


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("http://www.Example.org/Foo/Bar/?b=2&a=1", "org,example)/foo/bar?a=1&b=2"),
        ("https://example.org:443/", "org,example)/"),
        ("http://www2.example.org:8080/a?", "org,example:8080)/a"),
        ("http://127.0.0.1:80/x/", "1,0,0,127)/x"),
        ("http://example.org/index.html#top", "org,example)/index.html"),
    ],
)
def test_addresses_are_sorted_as_other_tools_do(url: str, key: str) -> None:
    assert sort_key(url) == key


@given(
    st.from_regex(r"https?://[a-z]{1,5}(\.[a-z]{1,5}){1,2}(:[1-9][0-9]{0,3})?/[ -~]{0,20}", fullmatch=True)
)
def test_any_address_has_a_key_that_is_its_own_in_one_line(url: str) -> None:
    assert ")/" in sort_key(url)
    assert len(sort_key(url).split()) == 1
