"""What Datasette needs to know of an archive, as files in its folder: `datasette archive/` works too."""

from __future__ import annotations

from pathlib import Path

HERE = Path(__file__).parents[1]
METADATA, SETTINGS = "metadata.yaml", "settings.json"
# Datasette 1.0 looks for settings and canned queries here; before 1.0 it did not look at all.
CONFIGURATION = "datasette.yaml"
PLUGIN = "plugins/newsspider_room.py"

# A file without this first line is somebody's own.
_OURS = "# Written by newsspider."


def describe(folder: Path) -> bool:
    """Put metadata, settings and the plugin into *folder*; False where nothing may be written there.

    Somebody's own files stay as they are.
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
    """The metadata file to browse *folder* with: its own, else the one that ships."""
    own = folder / METADATA
    return own if own.is_file() else HERE / METADATA


def _shipped(name: str) -> str:
    return (HERE / name).read_text(encoding="utf-8")


def _put(file: Path, text: str) -> None:
    """Write *text*, unless the file holds it already, or is somebody's own."""
    there = file.read_text(encoding="utf-8") if file.exists() else None
    if there == text or (there is not None and not there.startswith(_OURS)):
        return
    file.parent.mkdir(exist_ok=True)
    unfinished = file.with_name(f".{file.name}.part")
    unfinished.write_text(text, encoding="utf-8")
    unfinished.replace(file)
