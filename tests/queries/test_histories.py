"""An article's past: its wordings and headlines, worse answers, and when it was gone."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from support.units import LONG, ArchiveFixture, answer, archive_fixture, article, at, gone, unit

from newsspider.cli.entry import run
from newsspider.items import Decision, Unit, Verdict
from newsspider.queries.reader import Reader
from newsspider.revisions.compare import THIN_CAPTURES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from newsspider.queries.models import History


@pytest.fixture
def fixture(tmp_path: Path) -> Iterator[ArchiveFixture]:
    with archive_fixture(tmp_path) as opened:
        yield opened


def history(fixture: ArchiveFixture, name: str = at("a")) -> History:
    with Reader(fixture.archive.folder) as reader:
        found = reader.history(name)
    assert found is not None
    return found


def told(*body: str, **changes: object) -> Unit:
    return unit("a", article("a", body=body, **changes))


def test_each_wording_bears_its_kind_and_when_it_was_seen(fixture: ArchiveFixture) -> None:
    fixture.keep(told("It killed 12 people in the old town.", "Rescue came late."))
    fixture.keep(told("It killed 12 people in the old town.", "Rescue came late.", "Updated 5 minutes ago"))
    seen_at = fixture.now
    fixture.keep(told("It killed 15 people in the old town.", "Rescue came late."))

    first, second = history(fixture).revisions

    assert (first.kind, first.first_seen_at, first.last_seen_at) == (
        "first",
        seen_at.replace(minute=1),
        seen_at,
    )
    assert (second.kind, second.first_seen_at) == ("correction", fixture.now)


def test_a_304_renews_the_newest_wording(fixture: ArchiveFixture) -> None:
    fixture.keep(told("One."), told("Two, and more."))
    fixture.keep(answer("a", Verdict.NOT_MODIFIED, status=304))

    first, second = history(fixture).revisions

    assert second.last_seen_at == fixture.now
    assert first.last_seen_at != fixture.now


@pytest.mark.parametrize("verdict", [Verdict.GONE, Verdict.SOFT_404])
def test_what_was_gone_and_came_back_is_noted_and_its_wording_kept(
    fixture: ArchiveFixture, verdict: Verdict
) -> None:
    fixture.keep(told(*LONG))
    kept = fixture.keep_one(answer("a", verdict))
    gone_at = fixture.now
    (absence,) = history(fixture).absences
    assert (kept.is_gone, absence.verdict, absence.gone_at, absence.back_at) == (True, verdict, gone_at, None)
    assert fixture.rows("SELECT gone_at IS NOT NULL, text <> '' FROM articles") == [(1, 1)]

    fixture.keep(told(*LONG))
    (absence,) = history(fixture).absences
    assert absence.back_at == fixture.now
    assert len(history(fixture).revisions) == 1

    fixture.keep(gone("a"))
    assert [one.back_at is None for one in history(fixture).absences] == [False, True]


def test_a_redirect_home_takes_the_article_and_leaves_the_home_page(fixture: ArchiveFixture) -> None:
    fixture.keep(told(*LONG), unit("home", article("home", headline="A story at the home page")))
    hop = replace(gone("a").captures[0], status=302, location_url=at("home"), verdict=Verdict.REDIRECT)
    home = replace(gone("home").captures[0], status=200, verdict=Verdict.REDIRECT_HOME)

    fixture.keep(replace(gone("a"), captures=(hop, home), verdict=Verdict.REDIRECT_HOME))

    assert fixture.rows("SELECT headline FROM articles WHERE gone_at IS NOT NULL") == [("Headline of a",)]


def test_a_stub_never_replaces_the_text_and_keeps_the_article_alive(fixture: ArchiveFixture) -> None:
    fixture.keep(told(*LONG))
    for _ in range(THIN_CAPTURES + 1):
        stub = unit("a", article("a", body=LONG[:1], access="stub"), verdict=Verdict.STUB)
        assert fixture.keep_one(stub).decision is Decision.WORSE

    assert fixture.rows("SELECT count(*), max(text) FROM revisions") == [(1, "\n\n".join(LONG))]
    assert fixture.rows("SELECT last_seen_at, gone_at FROM articles") == [
        (fixture.now.strftime("%Y-%m-%dT%H:%M:%SZ"), None)
    ]


def test_a_stub_is_an_article_until_the_text_comes(fixture: ArchiveFixture) -> None:
    fixture.keep(unit("a", article("a", body=LONG[:1], access="stub"), verdict=Verdict.STUB))

    assert fixture.keep_one(told(*LONG)).decision is Decision.CHANGED


def test_thin_text_is_believed_when_it_comes_again_and_again(fixture: ArchiveFixture) -> None:
    fixture.keep(told(*LONG * 3))
    thin = told(LONG[0])

    decisions = [fixture.keep_one(thin).decision for _ in range(THIN_CAPTURES)]

    assert decisions == [Decision.WORSE] * (THIN_CAPTURES - 1) + [Decision.CHANGED]
    assert fixture.rows("SELECT thin_count FROM articles") == [(0,)]


def test_a_fingerprint_of_an_older_version_makes_no_revision(fixture: ArchiveFixture) -> None:
    fixture.keep(told(*LONG))
    with fixture.archive.transaction() as conn:
        conn.execute("UPDATE articles SET content_hash = 'old'")

    assert fixture.keep_one(told(*LONG)).decision is Decision.SAME
    assert fixture.rows("SELECT content_hash = 'old' FROM articles") == [(0,)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An archive whose article was reworded, renamed and withdrawn."""
    with archive_fixture(tmp_path / "archive") as fixture:
        fixture.keep(told("It killed 12 people in the old town.", "Rescue came late."))
        fixture.keep(told("It killed 15 people in the old town.", "Rescue came late."))
        fixture.keep(
            told("It killed 15 people in the old town.", "Rescue came late.", headline="Fifteen dead")
        )
        fixture.keep(gone("a"))
    return tmp_path / "archive"


def test_the_terminal_shows_what_changed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["history", at("a"), "--archive", str(folder)]) == 0
    shown = capsys.readouterr().out

    assert "It killed [-12-] {+15+} people in the old town." in shown
    assert "1 paragraph as before" in shown
    assert "headline: [-Headline of a-]{+Fifteen dead+}" in shown
    assert "2  correction, seen 2026-11-24 09:02 to 2026-11-24 09:02 UTC" in shown
    assert "gone 2026-11-24 09:04 (404 or 410), its last revision is kept" in shown


def test_colour_takes_the_place_of_marks(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.delenv("NO_COLOR", raising=False)
    run(["history", at("a"), "--archive", str(folder)])
    coloured = capsys.readouterr().out
    run(["history", at("a"), "--plain", "--archive", str(folder)])
    plain = capsys.readouterr().out

    assert "\x1b[9;31m12" in coloured
    assert "[-" not in coloured
    assert "[-12-]" in plain


def test_a_script_reads_wordings_headlines_and_changes(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["history", at("a"), "--json", "--archive", str(folder)]) == 0
    told = json.loads(capsys.readouterr().out)

    assert [revision["kind"] for revision in told["revisions"]] == ["first", "correction", "headline"]
    assert [each["headline"] for each in told["headlines"]] == ["Headline of a", "Fifteen dead"]
    assert told["absences"][0]["verdict"] == "gone"
    changed = told["revisions"][1]["changes"]["body"][0]
    assert changed["change"] == "changed"
    assert {"change": "added", "text": " 15"} in changed["pieces"]


def test_an_address_that_leads_nowhere_is_one_line(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["history", at("nowhere"), "--archive", str(folder)]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1
