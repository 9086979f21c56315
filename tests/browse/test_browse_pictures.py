"""The reading room shows the pictures that the archive keeps, from the archive; and nothing that may run."""

from __future__ import annotations

import re
import urllib.error
import urllib.request
from typing import TYPE_CHECKING

import pytest
from support.asset_pages import ARTICLES, file, png
from support.crawling import crawl, rows
from support.served import Answer, Site
from support.stories import front, profile, story

pytest.importorskip("datasette")

from newsspider.browse.datasette import serving

ONE = "/2024/05/01/one.html"

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SVG = "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
AVIF = b"\0\0\0\x1cftypavif\0\0\0\0avifmif1miaf"
SHOWN = "".join(
    f'<img src="{path}" alt="{alt}" width=400>'
    for path, alt in (
        ("/quay.png", "The quay"),
        ("/drawn.svg", "A map"),
        ("/false.png", ""),
        ("/gone.png", ""),
        ("/new", "The pier"),
    )
)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A story that shows a picture, a drawing, a drawing that calls itself a PNG, and one that is gone."""
    folder = tmp_path_factory.mktemp("pictures")
    site = Site({"/": front("Gazette", [ONE]), ONE: story("Boats of the north", extra=SHOWN)})
    site.pages |= {
        "/quay.png": file(png(7), "application/octet-stream"),
        "/drawn.svg": file(SVG, "image/svg+xml"),
        "/false.png": file(SVG, "image/png"),
        "/new": Answer(body=AVIF, content_type=None),
    }
    crawl(folder, profile(folder, site.url, ARTICLES + "keep: [images]"))
    site.close()
    return folder / "archive"


@pytest.fixture(scope="module")
def address(archive: Path) -> Iterator[str]:
    with serving.serving(archive) as server:
        yield server.url.rstrip("/")


def capture_id(archive: Path, path: str) -> int:
    ((number,),) = rows(archive, "SELECT id FROM captures WHERE address_url LIKE ?", f"%{path}")
    return int(number)


def test_a_kept_picture_is_shown_from_the_archive_and_others_are_links(archive: Path, address: str) -> None:
    ((key,),) = rows(archive, "SELECT key FROM articles")
    with urllib.request.urlopen(f"{address}/article/{key}", timeout=30) as answer:
        page = answer.read().decode()
        assert "img-src 'self'" in answer.headers["content-security-policy"]

    shown = re.findall(r'<img src="(/picture/\d+)" alt="(.*?)"', page)
    paths = ("/quay.png", "/false.png", "/new")
    kept, false, new = (f"/picture/{capture_id(archive, path)}" for path in paths)
    assert shown == [(kept, "The quay"), (false, ""), (new, "The pier")]
    assert page.count("Look at it on") == 5


def test_a_picture_goes_out_as_what_its_bytes_are(archive: Path, address: str) -> None:
    with urllib.request.urlopen(
        f"{address}/picture/{capture_id(archive, '/quay.png')}", timeout=30
    ) as answer:
        assert answer.read() == png(7)
        assert answer.headers["content-type"] == "image/png"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["content-security-policy"].endswith("sandbox")


def test_a_picture_needs_no_name_and_no_type_that_its_server_gave_it(archive: Path, address: str) -> None:
    with urllib.request.urlopen(f"{address}/picture/{capture_id(archive, '/new')}", timeout=30) as answer:
        assert answer.headers["content-type"] == "image/avif"


@pytest.mark.parametrize("path", ["/drawn.svg", "/false.png", "/gone.png", ONE])
def test_what_is_no_plain_picture_is_not_given_out(archive: Path, address: str, path: str) -> None:
    with pytest.raises(urllib.error.HTTPError, match="404"):
        urllib.request.urlopen(f"{address}/picture/{capture_id(archive, path)}", timeout=30)
