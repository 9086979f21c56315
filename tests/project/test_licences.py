"""What newsspider is built on may be used by anybody: nothing is copyleft beyond LGPL and MPL."""

from __future__ import annotations

import re
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from support.licences import PAGE, licence, needed, page

_ROOT = Path(__file__).parents[2]
_STRONG = re.compile(r"(?<!L)(?:AGPL|GPL)|(?<!Lesser )General Public License|Affero", re.IGNORECASE)


def listed(text: str) -> set[str]:
    return {line for line in text.splitlines() if line.startswith("| ")}


def installed(row: str) -> bool:
    try:
        distribution(row.split(" | ")[0].strip("| "))
    except PackageNotFoundError:  # of another platform or Python
        return False
    return True


def test_no_package_is_copyleft_beyond_lgpl_and_mpl() -> None:
    found = {name: licence(name) for name in needed()}

    assert {"scrapy", "datasette", "pyarrow", "pytest"} <= found.keys()  # the core and each extra
    assert not [name for name, told in found.items() if not told]
    assert not {name: told for name, told in found.items() if _STRONG.search(told) and " OR " not in told}


def test_the_page_of_licences_lists_what_is_installed() -> None:
    """`make documents` writes it."""
    told, here = listed(PAGE.read_text(encoding="utf-8")), listed(page())

    assert here - told == set()
    assert {row for row in told - here if not row.startswith("| package ") and installed(row)} == set()


def test_the_licence_stands_whole_in_its_file() -> None:
    told = (_ROOT / "LICENSE").read_text(encoding="utf-8")

    assert re.findall(r"^   (\d)\. ", told, re.MULTILINE) == list("123456789")
    assert "END OF TERMS AND CONDITIONS" in told
    assert "APPENDIX: How to apply the Apache License to your work." in told
    # The words of the text that the Apache Software Foundation publishes.
    assert len(told.split()) == 1581
