"""A format is one file: a new one in the folder of formats is in the help, the dictionary and the table."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from support.samples import make_archive

from newsspider.cli import entry
from newsspider.export import formats, registry

HEADLINES = '''
"""Headlines: one line for each article."""

from contextlib import contextmanager

from newsspider.export import targets
from newsspider.export.fields import FIELDS
from newsspider.export.format import ArticleFormat


class _Lines:
    def __init__(self, stream):
        self._stream = stream

    def write(self, article):
        self._stream.write(f"{article.headline or '-'}\\n")


@contextmanager
def _open(request):
    with targets.opened(request.target, encoding="utf-8") as stream:
        yield _Lines(stream)


FORMAT = ArticleFormat(
    name="headlines",
    summary="a list of headlines",
    ending="txt",
    media_type="text/plain",
    open=_open,
    fields=lambda _: [FIELDS["headline"]],
)
'''


@pytest.fixture
def headlines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "formats"
    folder.mkdir()
    (folder / "headlines.py").write_text(HEADLINES, encoding="utf-8")
    monkeypatch.setattr(formats, "__path__", [*formats.__path__, str(folder)])
    monkeypatch.delitem(sys.modules, f"{formats.__name__}.headlines", raising=False)
    monkeypatch.chdir(tmp_path)


@pytest.mark.usefixtures("headlines")
def test_a_new_format_is_in_help_export_dictionary_and_table(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    make_archive(tmp_path / "archive")

    assert entry.run(["export", "--help"]) == 0
    assert "  headlines  a list of headlines\n" in capfd.readouterr().out
    assert entry.run(["export", "headlines", "-o", "out.txt", "--since", "2017"]) == 0

    assert Path("out.txt").read_text(encoding="utf-8").splitlines()[0] == "The kernel of the matter"
    described = json.loads(Path("out.txt.datapackage.json").read_text(encoding="utf-8"))["resources"][0]
    assert (described["format"], described["mediatype"]) == ("txt", "text/plain")
    assert [field["name"] for field in described["schema"]["fields"]] == ["headline"]
    assert "| `headlines` | a list of headlines |\n" in registry.markdown_table()


def test_the_readme_has_the_table_of_formats() -> None:
    readme = Path(__file__).resolve().parents[2] / "README.md"

    assert registry.markdown_table() in readme.read_text(encoding="utf-8")
