"""What newsspider is built on may be used by anybody: nothing is copyleft beyond LGPL and MPL."""

from __future__ import annotations

import re
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

_ROOT = Path(__file__).parents[2]

_STRONG = re.compile(r"(?<!L)(?:AGPL|GPL)|(?<!Lesser )General Public License|Affero", re.IGNORECASE)


def needed(name: str, seen: set[str]) -> set[str]:
    """The packages that *name* needs, and those they need."""
    for requirement in distribution(name).requires or ():
        if "extra ==" in requirement:
            continue
        found = re.split(r"[^\w.-]", requirement, maxsplit=1)[0]
        if found.lower() not in seen:
            try:
                distribution(found)
            except PackageNotFoundError:  # of another platform or Python
                continue
            seen.add(found.lower())
            needed(found, seen)
    return seen


def licence(name: str) -> str:
    told = distribution(name).metadata
    classifiers = [one for one in told.get_all("Classifier") or () if one.startswith("License ::")]
    return told.get("License-Expression") or "; ".join(classifiers) or (told.get("License") or "")[:100]


def test_no_package_is_copyleft_beyond_lgpl_and_mpl() -> None:
    found = {name: licence(name) for name in needed("newsspider", set())}

    assert len(found) > 10
    assert not [name for name, told in found.items() if not told]
    assert not {name: told for name, told in found.items() if _STRONG.search(told) and " OR " not in told}


def test_the_licence_stands_whole_in_its_file() -> None:
    told = (_ROOT / "LICENSE").read_text(encoding="utf-8")

    assert re.findall(r"^   (\d)\. ", told, re.MULTILINE) == list("123456789")
    assert "END OF TERMS AND CONDITIONS" in told
    assert "APPENDIX: How to apply the Apache License to your work." in told
    # The words of the text that the Apache Software Foundation publishes.
    assert len(told.split()) == 1581
