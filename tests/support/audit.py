"""Says whether a package that newsspider needs has a known vulnerability: `python -m support.audit`.

It asks with pip-audit, in whose words further options can be given.  Status 1: one has, or pip-audit was
asked wrongly; 0: none has, or nobody answered, which is told in one line.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import Any

from support.licences import needed

_WRONG_USE = 2
# These come with Python, which also mends them.
_OF_PYTHON = {"pip", "setuptools"}
Rows = list[dict[str, Any]]


def asked(pins: dict[str, str], *options: str) -> tuple[Rows, str]:
    """What pip-audit says of each package; nothing, and why, where it could not ask."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "pins.txt"
        file.write_text("".join(f"{name}=={of}\n" for name, of in pins.items()), encoding="utf-8")
        command = [
            sys.executable,
            "-m",
            "pip_audit",
            "--requirement",
            str(file),
            "--no-deps",
            "--disable-pip",
        ]
        plain = ("--format", "json", "--progress-spinner", "off", "--cache-dir", folder)
        try:
            ended = subprocess.run(
                [*command, *plain, *options], check=False, capture_output=True, text=True, timeout=300
            )
        except subprocess.TimeoutExpired:
            return [], "no answer within 300 s"
    if ended.returncode == _WRONG_USE or "No module named pip_audit" in ended.stderr:
        raise SystemExit(ended.stderr)
    try:
        rows: Rows = json.loads(ended.stdout)["dependencies"]
    except ValueError:
        return [], (ended.stderr.strip().splitlines() or ["pip-audit said nothing"])[-1]
    return rows, "the index knows none of them"


def told(rows: Rows, why_not: str) -> tuple[int, list[str]]:
    """The exit status, and the lines to print."""
    checked = [row for row in rows if "vulns" in row]
    if not checked:
        return 0, [f"vulnerabilities: not checked, {why_not}"]
    found = [
        f"vulnerabilities: {row['name']} {row['version']} has {one['id']}; mended in"
        f" {', '.join(one['fix_versions']) or 'no version yet'}"
        for row in checked
        for one in row["vulns"]
    ]
    missing = sorted(row["name"] for row in rows if "vulns" not in row)
    unknown = f"; not known to the index: {', '.join(missing)}" if missing else ""
    return int(bool(found)), [
        *found,
        f"vulnerabilities: {len(checked)} package{'s' * (len(checked) != 1)} checked{unknown}",
    ]


def main(*options: str) -> int:
    """Ask for all packages that newsspider and its extras need here."""
    pins = {name: version(name) for name in sorted(needed()) if name not in _OF_PYTHON}
    status, lines = told(*asked(pins, *options))
    print("\n".join(lines))
    return status


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
