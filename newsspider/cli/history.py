"""`newsspider history`: the revisions of an article and their differences."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import click

from newsspider.cli.options import archive_option, json_option
from newsspider.cli.output import terminal
from newsspider.errors import UsageError
from newsspider.web import urls

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime
    from pathlib import Path

    from rich.text import Text

    from newsspider.queries.models import Absence, History, StoredRevision
    from newsspider.revisions.diffs import ParagraphDiff, Piece, RevisionDiff

_STYLES = {"same": "", "removed": "red strike", "added": "green"}
_MARKS = {"same": ("", ""), "removed": ("[-", "-]"), "added": ("{+", "+}")}
_ABSENCES = {
    "gone": "404 or 410",
    "soft 404": "an error page",
    "redirect home": "redirected to the home page",
}


@click.command(epilog="Example: newsspider history https://example.org/2024/05/story.html")
@click.argument("url")
@click.option("--plain", is_flag=True, help="Mark changes as [-gone-] and {+new+}, not with colours.")
@json_option
@archive_option
def command(url: str, plain: bool, as_json: bool, archive: Path) -> None:
    """Show every revision of the article at URL, and what changed from each to the next.

    URL is any address that ever led to the article, or its key.  If the output is not a terminal,
    changes are marked as with --plain.
    """
    from newsspider.queries.reader import Reader

    urls.refuse_credentials(url)
    with Reader(archive) as reader:
        history = reader.history(url)
    if history is None:
        raise UsageError(f"{url!r} leads to no article of {archive}")
    if as_json:
        terminal.print_json(_json(history))
    else:
        _show(history, plain=plain)


def _diffs(history: History) -> dict[int, RevisionDiff]:
    """The difference of each revision from the one before, by the later one's number."""
    from newsspider.revisions import diffs

    return {new.number: diffs.between(old.wording, new.wording) for old, new in pairwise(history.revisions)}


def _kind(history: History, number: int) -> str:
    from newsspider.revisions.compare import kind_of

    revision = history.revisions[number - 1]
    return revision.kind or str(kind_of(history.revisions[number - 2].wording, revision.wording))


def _headlines(history: History) -> Iterator[tuple[str | None, datetime | None, datetime | None]]:
    """Each headline in turn, and when it was first and last seen."""
    same: list[StoredRevision] = []
    for revision in history.revisions:
        if same and same[-1].wording.headline != revision.wording.headline:
            yield same[0].wording.headline, same[0].first_seen_at, same[-1].last_seen_at
            same = []
        same.append(revision)
    yield same[0].wording.headline, same[0].first_seen_at, same[-1].last_seen_at


def _json(history: History) -> dict[str, object]:
    changes = _diffs(history)
    return {
        "key": history.key,
        "site": history.site,
        "url": history.url,
        "headlines": [
            {"headline": headline, "first_seen_at": first, "last_seen_at": last}
            for headline, first, last in _headlines(history)
        ],
        "absences": history.absences,
        "revisions": [
            {
                "number": each.number,
                "kind": _kind(history, each.number),
                "first_seen_at": each.first_seen_at,
                "last_seen_at": each.last_seen_at,
                "headline": each.wording.headline,
                "standfirst": each.wording.standfirst,
                "authors": each.wording.authors,
                "body": each.wording.body,
                "changes": _changes(changes.get(each.number)),
            }
            for each in history.revisions
        ],
    }


def _changes(diff: RevisionDiff | None) -> dict[str, object] | None:
    if diff is None:
        return None
    return {
        "headline": _pieces(diff.headline),
        "standfirst": _pieces(diff.standfirst),
        "authors": _pieces(diff.authors),
        "body": [
            {"change": paragraph.change, "pieces": _pieces(paragraph.pieces)} for paragraph in diff.body
        ],
    }


def _pieces(pieces: Iterable[Piece]) -> list[dict[str, str]]:
    return [{"change": piece.change, "text": piece.text} for piece in pieces]


def _show(history: History, *, plain: bool) -> None:
    from rich.console import Console

    console = Console(highlight=False, soft_wrap=True, no_color=True if plain else None)
    has_colour = console.color_system is not None and not console.no_color
    for line in _lines(history, has_colour=has_colour):
        console.print(line)


def _lines(history: History, *, has_colour: bool) -> Iterator[Text]:
    changes = _diffs(history)
    yield _plain(history.revisions[-1].wording.headline or "(no headline)", "bold")
    yield _plain(history.url)
    for revision in history.revisions:
        yield _plain("")
        kind = _kind(history, revision.number)
        yield _plain(
            f"{revision.number}  {kind}, {_span(revision.first_seen_at, revision.last_seen_at)}", "bold"
        )
        if revision.number in changes:
            yield from _changed(changes[revision.number], has_colour=has_colour)
        else:
            yield _plain(f"   {revision.wording.headline or '(no headline)'}")
    if history.absences:
        yield _plain("")
        yield from map(_absent, history.absences)


def _changed(diff: RevisionDiff, *, has_colour: bool) -> Iterator[Text]:
    fields = (("headline", diff.headline), ("standfirst", diff.standfirst), ("by", diff.authors))
    for name, pieces in fields:
        if pieces:
            yield _plain(f"   {name}: ").append_text(_marked(pieces, has_colour=has_colour))
    unchanged = 0
    for paragraph in diff.body:
        if paragraph.change == "same":
            unchanged += 1
            continue
        yield from _unchanged(unchanged)
        unchanged = 0
        yield _plain("   ").append_text(_paragraph(paragraph, has_colour=has_colour))
    yield from _unchanged(unchanged)


def _unchanged(number: int) -> Iterator[Text]:
    if number:
        yield _plain(f"   … {terminal.counted(number, 'paragraph')} as before …", "dim")


def _paragraph(paragraph: ParagraphDiff, *, has_colour: bool) -> Text:
    return _marked(paragraph.pieces, has_colour=has_colour)


def _marked(pieces: Iterable[Piece], *, has_colour: bool) -> Text:
    """The pieces in one line: in colours, or between marks."""
    from rich.text import Text

    line = Text()
    for piece in pieces:
        text = "".join(
            " " if char in "\r\n\t" else char for char in terminal.without_control_characters(piece.text)
        )
        bare = text.strip() if piece.change != "same" else text
        before, after = ("", "") if has_colour else _MARKS[piece.change]
        space = " " if text[:1] == " " and bare is not text else ""
        line.append(space).append(f"{before}{bare}{after}", _STYLES[piece.change])
    return line


def _absent(absence: Absence) -> Text:
    how = _ABSENCES.get(absence.verdict, absence.verdict)
    back = f"back {terminal.minute(absence.back_at)}" if absence.back_at else "its last revision is kept"
    return _plain(f"gone {terminal.minute(absence.gone_at)} ({how}), {back}", "yellow")


def _span(first: datetime | None, last: datetime | None) -> str:
    return f"seen {terminal.minute(first)} to {terminal.minute(last)} UTC"


def _plain(text: str, style: str = "") -> Text:
    from rich.text import Text

    return Text(terminal.without_control_characters(text), style=style)
