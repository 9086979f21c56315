"""README and CONTRIBUTING: they name what there is, and show what it prints."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from support.documents import CONTRIBUTING, README, ROOT, prepared, rerun, settled

from newsspider import settings
from newsspider.cli.entry import COMMANDS
from newsspider.demo.server import serving
from newsspider.profiles.keys import KEYS

if TYPE_CHECKING:
    from pathlib import Path

STALE = "run `make documents` to write down what the commands print now"


@pytest.mark.parametrize("command", COMMANDS)
def test_readme_names_each_command(command: str) -> None:
    assert f"`newsspider {command}" in README.read_text("utf-8")


@pytest.mark.parametrize("name", [name for name in dir(settings) if name.startswith("NEWSSPIDER_")])
def test_readme_names_each_setting(name: str) -> None:
    assert f"`{name}`" in README.read_text("utf-8")


@pytest.mark.parametrize("key", [key.name for key in KEYS if key.name not in ("name", "title", "start")])
def test_contributing_names_each_key_of_a_profile(key: str) -> None:
    assert f"`{key}`" in CONTRIBUTING.read_text("utf-8")


def test_readme_shows_what_its_commands_print(demo: Path) -> None:
    shown = README.read_text("utf-8")

    assert settled(rerun(shown, demo)) == settled(shown), STALE


def test_contributing_shows_what_its_commands_print(tmp_path: Path) -> None:
    shown = CONTRIBUTING.read_text("utf-8")

    with serving() as magazine:
        port = int(magazine.url.rstrip("/").rpartition(":")[2])
        printed = rerun(shown, prepared(tmp_path / "here"), port=port)

    assert settled(printed) == settled(shown), STALE


@pytest.mark.parametrize("page", [README, CONTRIBUTING], ids=lambda page: page.name)
def test_what_a_page_links_to_is_there(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#:]+)\)", page.read_text("utf-8"))

    assert targets
    for target in targets:
        assert (ROOT / target).exists(), target


def test_the_files_that_design_names_are_there() -> None:
    named = re.findall(r"`((?:\w+/)+\w+(?:\.py)?)`", (ROOT / "DESIGN.md").read_text("utf-8"))

    missing = [
        name for name in named if not ((ROOT / "newsspider" / name).exists() or (ROOT / name).exists())
    ]

    assert named
    assert missing == []
