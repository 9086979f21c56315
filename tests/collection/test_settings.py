"""The settings of a collection: file, environment, options; a wrong value is named with its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support.crawling import crawl, start
from support.stories import front, profile, story

from newsspider.collection import settings
from newsspider.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from support.served import Site


def write(archive: Path, text: str) -> None:
    archive.mkdir(exist_ok=True)
    (archive / "newsspider.yaml").write_text(text)


def test_an_option_outranks_the_environment_and_that_outranks_the_file(tmp_path: Path) -> None:
    write(tmp_path, "jobs: 2\ncontact: file@example.org\nevery: 6h\n")

    found = settings.load(tmp_path, {"NEWSSPIDER_JOBS": "3", "NEWSSPIDER_CONTACT": "me: you@example.org"})
    found = found.with_options(jobs=5, log_level=None)

    assert (found.jobs, found.source("jobs")) == (5, "--jobs")
    assert (found.contact, found.source("contact")) == ("me: you@example.org", "NEWSSPIDER_CONTACT")
    assert (found.every.text, found.source("every")) == ("6h", str(tmp_path / "newsspider.yaml"))
    assert found.source("log_level") == "default"


def test_lists_and_mappings_in_the_environment_are_yaml(tmp_path: Path) -> None:
    found = settings.load(tmp_path, {"NEWSSPIDER_NOTIFY": "{feed: notices.atom, command: mail -s news me}"})

    assert found.notify == settings.Notify(feed="notices.atom", command=("mail", "-s", "news", "me"))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("jobs: 0", "key 'jobs': 0 is not a whole number; expected 1 or more"),
        ("jbos: 3", "did you mean 'jobs'"),
        ("[1", "is broken YAML, line 1"),
        ("every: sometimes", "key 'every': 'sometimes' is not a timetable"),
        ("notify: {feed: ../x.atom}", r"key 'notify.feed': '\.\./x\.atom' is not a feed's file"),
        ("watch: [{name: x}]", r"key 'watch\[0\]'"),
        ("watch: [{words: a}, {words: a}]", "two watches have the name 'a'"),
        ("scrapy: {download_timeout: 3}", "expected capital letters"),
    ],
)
def test_a_wrong_value_is_named_with_file_and_key(tmp_path: Path, text: str, message: str) -> None:
    write(tmp_path, text)

    with pytest.raises(SettingsError, match=message):
        settings.load(tmp_path, {})


def test_an_address_of_a_service_is_never_shown_with_its_password(tmp_path: Path) -> None:
    found = settings.load(tmp_path, {"NEWSSPIDER_NOTIFY": "{apprise: ['mailto://u:secret@example.org']}"})

    assert "secret" not in str(settings.shown(found, "notify"))
    with pytest.raises(SettingsError) as wrong:
        settings.load(tmp_path, {"NEWSSPIDER_NOTIFY": "{apprise: ['u:secret@example.org']}"})
    assert "secret" not in str(wrong.value)


def test_a_crawl_has_the_collection_s_politeness_unless_the_profile_says_more(
    tmp_path: Path, serve_site: Callable[..., Site]
) -> None:
    site = serve_site({"/": front("Gazette", ["/a.html"]), "/a.html": story("The bridge opens")})
    write(tmp_path / "archive", "contact: desk@example.org\nuser_agent: collection/1\n")
    file = profile(tmp_path, site.url, "politeness: {user_agent: profile/2}")

    assert crawl(tmp_path, file).status == 0

    agents = {asked.headers["User-Agent"] for asked in site.requests}
    assert all(agent.startswith("profile/2") and "desk@example.org" in agent for agent in agents)


def test_settings_prints_each_value_and_its_source(tmp_path: Path) -> None:
    write(tmp_path / "archive", "jobs: 7\n")

    ended = start("settings", "--archive", str(tmp_path / "archive"), folder=tmp_path).wait()

    (line,) = [line for line in ended.out.splitlines() if line.startswith("jobs")]
    assert line.split()[1] == "7"
    assert "newsspider.yaml" in line


def test_a_scrapy_setting_of_the_collection_is_checked_before_the_crawl(tmp_path: Path) -> None:
    write(tmp_path / "archive", "scrapy: {DOWNLOAD_TIMEOUT: soon}\n")

    ended = crawl(tmp_path, profile(tmp_path, "http://127.0.0.1:9/"))

    assert ended.status == 2
    assert "key scrapy: DOWNLOAD_TIMEOUT=soon: expected a number" in ended.err
