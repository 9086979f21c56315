"""The licences of what newsspider is built on, as the installed packages declare them.

`make documents` writes them into docs/licences.md.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

PAGE = Path(__file__).resolve().parents[2] / "docs/licences.md"
EXTRAS = ("browse", "notify", "parquet", "prometheus", "dev")
_HEAD = """# Licences

What newsspider is built on, as the packages themselves declare it; `make documents` writes this page.
Nothing is copyleft beyond LGPL and MPL. "Needed by" names the first that needs a package: the core, or an
extra; `dev` are the tools for tests, which no user installs.

| package | licence | needed by |
|---|---|---|
"""
# The names of SPDX (https://spdx.org/licenses/); a package that says only BSD does not say which.
_SPDX = {
    "Apache License, Version 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
}
# A package that declares nothing is asked for the first line of its licence file.
_FIRST_LINES = {"MIT License": "MIT", "The MIT License (MIT)": "MIT"}


@cache
def needed() -> dict[str, str]:
    """The packages that are installed and needed, by their normal names, with what needs each first."""
    by: dict[str, str] = {}
    for extra in ("", *EXTRAS):
        _collect("newsspider", frozenset({extra}), by, extra or "core")
    return by


def _collect(name: str, extras: frozenset[str], by: dict[str, str], first: str) -> None:
    for requirement in distribution(name).requires or ():
        wanted = re.search(r"extra == ['\"]([\w-]+)['\"]", requirement)
        if wanted and normal(wanted[1]) not in extras:
            continue
        found = re.match(r"([\w.-]+)(?:\[([\w,\s.-]+)\])?", requirement)
        assert found, requirement
        package, more = normal(found[1]), frozenset(normal(one) for one in (found[2] or "").split(","))
        if package in by and not found[2]:
            continue
        try:
            distribution(package)
        except PackageNotFoundError:  # of another platform or Python
            continue
        by.setdefault(package, first)
        _collect(package, more, by, first)


def normal(name: str) -> str:
    """The name of a package as indexes write it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name.strip()).lower()


def licence(name: str) -> str:
    """The licence that an installed package declares; empty where it declares none."""
    package = distribution(name)
    told = package.metadata
    classifiers = (one for one in told.get_all("Classifier") or () if one.startswith("License ::"))
    names = [one.rpartition(" :: ")[2] for one in classifiers]
    declared = names or (told.get("License") or "").splitlines()[:1]
    in_words = " AND ".join(_SPDX.get(one, one) for one in declared)
    return told.get("License-Expression") or in_words or _in_file(package)


def _in_file(package: Distribution) -> str:
    files = [file for file in package.files or () if file.name.upper().startswith("LICEN")]
    firsts = [line.strip() for file in files for line in file.read_text().strip().splitlines()[:1]]
    return next((_FIRST_LINES[line] for line in firsts if line in _FIRST_LINES), "")


def page() -> str:
    """The page as it should be."""
    rows = (f"| {name} | {licence(name)} | {by} |\n" for name, by in sorted(needed().items()))
    return _HEAD + "".join(rows)
