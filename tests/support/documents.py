"""The commands that README and CONTRIBUTING show, run, and what they print held against the page.

`make documents` writes what they print today into both pages, the licences into docs/licences.md, and
the profile keys into docs/profile-keys.md and newsspider/profiles/schema.json.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from itertools import groupby
from pathlib import Path

from newsspider.profiles import reference
from support import licences

ROOT = Path(__file__).resolve().parents[2]
PROFILE_KEYS = ROOT / "docs/profile-keys.md"
PROFILE_SCHEMA = ROOT / "newsspider/profiles/schema.json"
README, CONTRIBUTING = ROOT / "README.md", ROOT / "CONTRIBUTING.md"
PORT = 8765  # that CONTRIBUTING names
_BLOCK = re.compile(r"```(?P<kind>\w+)\n(?P<text>.*?)```\n", re.DOTALL)
# What differs from run to run: moments, durations and sizes, also by their unit.
_VARYING = re.compile(r"\d[\d.,:-]*(?: (?:bytes|kB|MB)\b)?")
DEMO = "newsspider demo"
_SECTION = re.compile(r" \w+(?: #)+\n")
_UNPLACED = re.compile(r"^ \(none\)(?: #)+\n", re.MULTILINE)
DEMO_TOLD = "demo.txt"  # what that printed, where the folder has been crawled into already


def rerun(document: str, folder: Path, *, port: int = PORT) -> str:
    """*document* with what its commands, run in *folder*, print now below them.

    A block `yaml` whose first line names a file is written to it; the block `text` after a block
    `python` is what the program prints.
    """
    return _BLOCK.sub(_Runner(folder, port).block, document)


def settled(document: str) -> str:
    """*document* without what differs from run to run: numbers, and the space that they leave free.

    On a busy machine answers come in another order: more addresses are left, a story is without its front.
    """
    same = _VARYING.sub("#", document).replace("# addresses left", "# address left")
    lines = _UNPLACED.sub("", re.sub(r" {2,}", " ", same)).splitlines(keepends=True)
    # Sections stand by their size, which differs by the address that a story was first read under.
    return "".join(
        line
        for is_row, group in groupby(lines, lambda line: _SECTION.fullmatch(line) is not None)
        for line in (sorted(group) if is_row else group)
    )


class _Runner:
    """Runs the blocks of a page from top to bottom."""

    def __init__(self, folder: Path, port: int) -> None:
        self._folder, self._port, self._program = folder, port, ""

    def block(self, found: re.Match[str]) -> str:
        kind, text = found["kind"], found["text"]
        if kind == "yaml" and (named := re.match(r"# (\w+\.yaml)\n", text)):
            (self._folder / named[1]).write_text(text, encoding="utf-8")
        elif kind == "python":
            self._program = text
        elif kind == "text" and self._program:
            text, self._program = output([sys.executable, "-c", self._program], self._folder), ""
        elif kind == "console":
            commands = re.findall(r"^\$ (.*)\n", text, re.MULTILINE)
            text = "".join(f"$ {command}\n{self._console(command)}" for command in commands)
        return f"```{kind}\n{text}```\n"

    def _console(self, command: str) -> str:
        if command == DEMO and (told := self._folder / DEMO_TOLD).is_file():
            return told.read_text(encoding="utf-8")
        told = output(["bash", "-c", command.replace(f":{PORT}/", f":{self._port}/")], self._folder)
        return told.replace(f":{self._port}/", f":{PORT}/")


def output(command: list[str], folder: Path) -> str:
    """What a command prints in *folder*; standard error only where there is nothing else."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    environment = os.environ | {"PATH": path, "PYTHONPATH": str(ROOT), "COLUMNS": "100"}
    ended = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=120, check=False
    )
    assert ended.returncode == 0, f"{command}: {ended.stderr}"
    return (ended.stdout or ended.stderr).replace("\ufeff", "").rstrip("\n") + "\n"


def prepared(folder: Path) -> Path:
    """A folder in which the commands can be typed: the project's files are there, too."""
    folder.mkdir(exist_ok=True)
    (folder / "docs").symlink_to(ROOT / "docs")
    return folder


def main() -> None:
    """Write all that `make documents` keeps true."""
    from newsspider.demo.server import serving

    licences.PAGE.write_text(licences.page(), encoding="utf-8")
    PROFILE_KEYS.write_text(reference.page(), encoding="utf-8")
    PROFILE_SCHEMA.write_text(reference.schema(), encoding="utf-8")

    with tempfile.TemporaryDirectory() as name, serving() as magazine:
        folder = prepared(Path(name) / "here")
        port = int(magazine.url.rstrip("/").rpartition(":")[2])
        for page in (README, CONTRIBUTING):
            page.write_text(rerun(page.read_text(encoding="utf-8"), folder, port=port), encoding="utf-8")


if __name__ == "__main__":
    main()
