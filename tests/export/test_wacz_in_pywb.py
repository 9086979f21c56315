"""What a crawl kept is played by pywb from the WACZ: pages, what they show, and what makes them look right.

pywb is no dependency of ours.  To have this test run, put it into an environment of its own, and that on the
path: `python -m venv pywb && pywb/bin/pip install pywb 'setuptools<81'`, `PATH=$PWD/pywb/bin:$PATH`.
"""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from support.crawling import crawl, rows, start

from newsspider.demo.assets import STYLESHEET, TIDE_TABLES, picture
from newsspider.demo.runs import PROFILE
from newsspider.demo.server import serving
from newsspider.storage.warc.reader import read_payload

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(
        not (shutil.which("wayback") and shutil.which("wb-manager")),
        reason="pywb is not on the path: this test plays an archive with it",
    ),
]
LONGEST_START_S = 60


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's magazine with its assets, crawled in both of its editions; its server is gone."""
    folder = tmp_path_factory.mktemp("replay")
    site = folder / "estuary.yaml"
    site.write_text(PROFILE.read_text("utf-8") + "keep: [images, documents, requisites]\n", encoding="utf-8")
    with serving() as served:
        assert crawl(folder, str(site), "--base", served.url).status == 0
        served.set_edition(2)
        assert crawl(folder, str(site), "--base", served.url, "--full").status == 0
    return folder / "archive"


@pytest.fixture(scope="module")
def played(archive: Path) -> Iterator[str]:
    """The address of pywb's collection of the archive's WACZ."""
    folder = archive.parent / "pywb"
    folder.mkdir()
    package = folder / "estuary.wacz"
    where = ("--archive", str(archive), "-o", str(package))
    assert start("export", "wacz", *where, folder=archive.parent).wait().status == 0
    for arguments in (("init", "estuary"), ("add", "--unpack-wacz", "estuary", str(package))):
        subprocess.run(["wb-manager", *arguments], cwd=folder, check=True, capture_output=True, timeout=120)
    with _wayback(folder) as url:
        yield f"{url}/estuary/2026"


@contextmanager
def _wayback(folder: Path) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = ["wayback", "-b", "127.0.0.1", "-p", str(port)]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log)
    try:
        _wait_for(f"http://127.0.0.1:{port}/", process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(20)


def _wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    last = time.monotonic() + LONGEST_START_S
    while time.monotonic() < last and process.poll() is None:
        try:
            urllib.request.urlopen(url, timeout=5).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise AssertionError(f"pywb does not answer at {url}")


def _answered(url: str) -> tuple[int, str, bytes]:
    with urllib.request.urlopen(url, timeout=30) as answer:
        return answer.status, answer.headers.get_content_type(), answer.read()


def test_a_page_its_picture_its_stylesheet_and_its_document_play(archive: Path, played: str) -> None:
    asked = "SELECT url FROM captures WHERE address_url LIKE ?"
    (page_url,) = rows(archive, f"{asked} ORDER BY id LIMIT 1", "%/nature/2025/05/sturgeon.html")[0]
    copy_url = page_url.removesuffix("/nature/2025/05/sturgeon.html")

    status, kind, body = _answered(f"{played}mp_/{page_url}")

    assert (status, kind) == (200, "text/html")
    shown = re.findall(r'(?:src|href)="(/[^"]+/(?:pictures|look)/[^"]+)"', body.decode())
    assert len(shown) == 3, "a picture, a stylesheet, an icon: all led to the archive"
    host = played.rpartition("/estuary/")[0]
    answers = {url.rpartition("/")[2]: _answered(host + url) for url in shown}
    assert answers["sturgeon.png"] == (200, "image/png", picture("/pictures/sturgeon.png"))
    assert answers["estuary.css"][:2] == (200, "text/css")
    assert b"wave.png" in answers["estuary.css"][2]
    assert _answered(f"{played}id_/{copy_url}{STYLESHEET.replace('estuary', 'print')}")[0] == 200
    assert _answered(f"{played}id_/{copy_url}{TIDE_TABLES}")[1] == "application/pdf"


def test_every_answer_with_a_body_plays_byte_by_byte(archive: Path, played: str) -> None:
    kept = rows(
        archive,
        "SELECT url, strftime('%Y%m%d%H%M%S', captured_at), warc_file, warc_offset FROM captures"
        " WHERE status = 200 AND same_as_id IS NULL AND verdict <> 'not modified'",
    )
    collection = played.removesuffix("2026")

    differing = [
        url
        for url, stamp, file, offset in kept
        if _answered(f"{collection}{stamp}id_/{url}")[2] != read_payload(archive, file, offset).body
    ]

    assert len(kept) > 100
    assert differing == []


def test_what_is_not_in_the_archive_is_not_played(played: str) -> None:
    with pytest.raises(urllib.error.HTTPError, match="404"):
        _answered(f"{played}id_/http://estuary.example/nothing.png")
