"""Archives as released versions left them: tables as SQL text, WARC files as they were.

Each folder of `tests/archives/` is named for the version whose archive it is.
"""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

ARCHIVES = Path(__file__).parents[1] / "archives"
VERSIONS = tuple(sorted(folder.name for folder in ARCHIVES.iterdir() if folder.is_dir()))


def restored(version: str, folder: Path) -> Path:
    """The archive of *version*, made anew in *folder*."""
    folder.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(folder / "news.db")) as conn:
        conn.executescript((ARCHIVES / version / "news.sql").read_text(encoding="utf-8"))
    shutil.copytree(ARCHIVES / version / "warc", folder / "warc")
    return folder
