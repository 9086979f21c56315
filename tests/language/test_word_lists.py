"""Word lists: each word stands once under its meaning, is used, and takes effect."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections import Counter
from importlib import resources
from pathlib import Path

import pytest
import yaml

import newsspider
from newsspider.language import word_lists

PACKAGE = Path(newsspider.__file__).parent
FOLDER = PACKAGE / "language" / "words"
MEANINGS = sorted(
    f"{file.stem}.{key}" for file in FOLDER.glob("*.yaml") for key in yaml.safe_load(file.read_text("utf-8"))
)
COMMON = "languages.common"  # languages share such words; which ones tells them apart
NUMBERED = [name for name in MEANINGS if name.startswith("calendar.")]


def words_of(meaning: str) -> list[str]:
    """The words of a meaning, also of lines that hold several."""
    if meaning in NUMBERED:
        return [word for line in word_lists.entries(meaning) for word in line.partition(" ")[2].split(", ")]
    return list(word_lists.entries(meaning))


@pytest.mark.parametrize("meaning", [name for name in MEANINGS if name != COMMON])
def test_a_word_stands_once_under_its_meaning(meaning: str) -> None:
    twice = [word for word, times in Counter(words_of(meaning)).items() if times > 1]

    assert not twice, f"{meaning}: {twice} in {FOLDER}"


def test_a_common_word_stands_once_in_its_language() -> None:
    for language, lines in word_lists.by_language(COMMON).items():
        words = " ".join(lines).split()
        assert len(words) == len(set(words)), language


def test_the_file_of_a_meaning_names_each_meaning_once() -> None:
    for file in FOLDER.glob("*.yaml"):
        keys = re.findall(r"^([a-z_]+):", file.read_text("utf-8"), re.MULTILINE)
        assert len(keys) == len(set(keys)), file


@pytest.mark.parametrize("meaning", MEANINGS)
def test_a_meaning_is_used_and_its_words_are_regular_expressions(meaning: str) -> None:
    code = "\n".join(path.read_text("utf-8") for path in PACKAGE.rglob("*.py"))

    assert f'"{meaning}"' in code or f"'{meaning}'" in code
    for word in words_of(meaning):
        assert word.strip() == word != ""
        re.compile(word)


def test_the_module_reads_the_lists_of_the_package() -> None:
    assert resources.files("newsspider.language").joinpath("words").is_dir()
    assert "weiterlesen" in word_lists.entries("page_links.more")


def test_blanks_and_number_signs_stay_themselves_in_verbose_expressions() -> None:
    found = re.compile(rf"^ {word_lists.pattern('page_links.more')} $", re.VERBOSE | re.IGNORECASE)

    assert found.fullmatch("Read more")
    assert not found.fullmatch("Readmore")


ADDED = (
    ("page_links.more", "classify.page_words", "is_read_on('Kukomo')", "kukomo"),
    ("bylines.by", "language.people", "authors_in(['Kukomo Anna Reed']) == ('Anna Reed',)", "kukomo"),
    ("page_titles.lists", "classify.page_words", "is_list_title('Kukomo')", "kukomo"),
    ("paywalls.gates", "extraction.body.access", "is_gate('kukomo')", "kukomo"),
    ("missing_pages.sentences", "classify.error_pages", "says_missing('Kukomo')", "kukomo"),
    ("consent.requests", "classify.error_pages", "says_consent('kukomo')", "kukomo"),
    ("link_blocks.related", "extraction.link_blocks.block_kinds", "announces_stories('kukomo')", "kukomo"),
    ("organisations.agencies", "language.people", "is_agency('Kukomo')", "kukomo"),
    ("posts.nouns", "language.job_titles", "is_post('Kukomo')", "kukomo"),
    ("page_addresses.list_files", "profiles.url_guesses", "guess_kind('//a/kukomo2') == 'front'", "kukomo"),
    ("page_addresses.services", "profiles.url_guesses", "is_service('http://a.example/kukomo')", "kukomo"),
    ("calendar.months", "language.dates", "parse('7 kukomo 2017', zone=None).on.month == 3", "3 kukomo"),
    ("calendar.seasons", "language.dates", "parse('kukoma 2017', zone=None).on.month == 9", "9 kukoma"),
)  # fmt: skip


def test_a_word_that_is_added_takes_effect(tmp_path: Path) -> None:
    copy = tmp_path / "newsspider"
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__", "static"))
    for meaning, _, _, line in ADDED:
        name, _, key = meaning.partition(".")
        file = copy / "language" / "words" / f"{name}.yaml"
        before, head, after = file.read_text("utf-8").partition(f"{key}:\n")
        file.write_text(f"{before}{head}  qqq: |\n    {line}\n{after}", "utf-8")
    checks = "\n".join(
        f"from newsspider.{module} import {check.partition('(')[0]}\nassert {check}, {meaning!r}"
        for meaning, module, check, _ in ADDED
    )

    run = subprocess.run(
        [sys.executable, "-c", checks], cwd=tmp_path, capture_output=True, text=True, check=False,
        env={"PYTHONPATH": str(tmp_path)},
    )  # fmt: skip

    assert run.returncode == 0, run.stderr


RANGE = re.compile(r"\\u(?:30[0-9a-f]{2}|3400|4dbf|4e00|9fff|ac00|d7a[0-9a-f]|f900|faff|0e[0-7]f)-|-\\u9fff")


def test_ranges_of_cjk_characters_stand_in_one_module() -> None:
    copies = [
        path
        for path in PACKAGE.rglob("*.py")
        if RANGE.search(path.read_text("utf-8")) and path.name != "cjk.py"
    ]

    assert not copies


def test_languages_written_from_right_to_left_stand_in_one_module() -> None:
    lists = [
        path.name
        for path in PACKAGE.rglob("*.py")
        if re.search(r'"ckb"|"ar", "(?:arc|fa|he)"', path.read_text("utf-8"))
    ]

    assert lists == ["direction.py"]
