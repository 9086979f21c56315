"""Profiles of a collection are found by name, outrank the shipped ones, and move with the archive."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from support.crawling import crawl, rows, start
from support.stories import front, story

from newsspider.collection import site_files
from newsspider.errors import ProfileError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from support.served import Site

    Serve = Callable[..., Site]

PATH = "/2024/05/01/story-number-one.html"


def write(archive: Path, file: str, text: str) -> Path:
    path = archive / "sites" / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def test_a_profile_is_found_by_its_file_and_by_its_name(tmp_path: Path) -> None:
    write(tmp_path, "a.yaml", "name: gazette\nstart: [http://gazette.example/]\n")

    assert site_files.load("a", tmp_path).name == "gazette"
    assert site_files.load("gazette", tmp_path).place == "a"


def test_a_profile_of_the_collection_outranks_the_shipped_one(tmp_path: Path) -> None:
    assert site_files.load("chinatoday", tmp_path).home_url != "http://mirror.example/"

    write(tmp_path, "chinatoday.yaml", "name: chinatoday\nstart: [http://mirror.example/]\n")

    assert site_files.load("chinatoday", tmp_path).home_url == "http://mirror.example/"


def test_an_unknown_name_is_answered_with_the_known_ones(tmp_path: Path) -> None:
    write(tmp_path, "gazette.yaml", "name: gazette\nstart: [http://gazette.example/]\n")

    with pytest.raises(ProfileError, match="expected one of gazette, chinatoday, linuxgazette"):
        site_files.load("gazete", tmp_path)


def test_one_bad_file_does_not_hide_the_others(tmp_path: Path) -> None:
    good = "name: {}\nstart: [http://{}.example/]\n"
    write(tmp_path, "a.yaml", good.format("a", "a"))
    bad = write(tmp_path, "b.yaml", "name: b\nstrat: [http://b.example/]\n")
    again = write(tmp_path, "c.yaml", good.format("a", "c"))
    write(tmp_path, ".hidden.yaml", "no")
    write(tmp_path, "notes.txt", "no")

    sites = site_files.load_all(tmp_path)

    assert list(sites.profiles) == ["a"]
    assert set(sites.broken) == {bad, again}
    assert "is the name of" in str(sites.broken[again])
    listed = start("sites", "--archive", str(tmp_path), folder=tmp_path).wait()
    assert listed.status == 0
    assert "did you mean 'start'?" in listed.err


def test_a_moved_archive_still_reads_by_its_profile(tmp_path: Path, serve_site: Serve) -> None:
    site = serve_site({"/": front("Gazette", [PATH]), PATH: story("One")})
    write(tmp_path / "archive", "gazette.yaml", f"name: gazette\nstart: ['{site.url}']\n")
    first = crawl(tmp_path, "gazette")
    assert (first.status, first.report["new"]) == (0, 1), first.err

    shutil.move(tmp_path / "archive", tmp_path / "elsewhere")

    again = start("reextract", "--archive", str(tmp_path / "elsewhere"), folder=tmp_path).wait()
    assert again.status == 0, again.err
    assert rows(tmp_path / "elsewhere", "SELECT profile FROM sites") == [("gazette",)]


def test_a_backup_has_the_profiles_and_the_settings(tmp_path: Path, serve_site: Serve) -> None:
    site = serve_site({"/": front("Gazette", [PATH]), PATH: story("One")})
    write(tmp_path / "archive", "gazette.yaml", f"name: gazette\nstart: ['{site.url}']\n")
    (tmp_path / "archive/newsspider.yaml").write_text("jobs: 3\n")
    crawl(tmp_path, "gazette")

    copied = start(
        "backup", str(tmp_path / "copy"), "--archive", str(tmp_path / "archive"), folder=tmp_path
    ).wait()

    assert copied.status == 0, copied.err
    assert (tmp_path / "copy/sites/gazette.yaml").is_file()
    assert (tmp_path / "copy/newsspider.yaml").is_file()
