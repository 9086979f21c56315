"""The files that Datasette needs in the archive folder, so that `datasette archive/` works too."""

from __future__ import annotations

from pathlib import Path

HERE = Path(__file__).parents[1]
METADATA, SETTINGS = "metadata.yaml", "settings.json"
# Datasette 1.0 looks for settings and canned queries here; earlier versions did not look at all.
CONFIGURATION = "datasette.yaml"
PLUGIN = "plugins/newsspider_room.py"

# A file without this first line belongs to the user.
_OURS = "# Written by newsspider."


def describe(folder: Path) -> bool:
    """Write metadata, settings and the plugin into *folder*; False on read-only media.

    The user's own files stay as they are.
    """
    try:
        for name in (METADATA, PLUGIN):
            _put(folder / name, _shipped(name))
        _put(folder / CONFIGURATION, configuration())
        if not (folder / SETTINGS).exists():
            _put(folder / SETTINGS, _shipped(SETTINGS))
    except OSError:
        return False
    return True


def configuration() -> str:
    """Metadata and settings in one YAML file; JSON is YAML, too."""
    return f"{_shipped(METADATA)}settings: {_shipped(SETTINGS)}"


def metadata(folder: Path) -> Path:
    """The metadata file for *folder*: its own, or the one shipped with newsspider."""
    own = folder / METADATA
    return own if own.is_file() else HERE / METADATA


def _shipped(name: str) -> str:
    return (HERE / name).read_text(encoding="utf-8")


def _put(file: Path, text: str) -> None:
    """Write *text*, unless the file has it already or belongs to the user."""
    there = file.read_text(encoding="utf-8") if file.exists() else None
    if there == text or (there is not None and not there.startswith(_OURS)):
        return
    file.parent.mkdir(exist_ok=True)
    unfinished = file.with_name(f".{file.name}.part")
    unfinished.write_text(text, encoding="utf-8")
    unfinished.replace(file)
