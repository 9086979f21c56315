"""`newsspider verify`: checks whether an archive is complete and undamaged."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from newsspider.cli.options import archive_option, json_option
from newsspider.cli.output import terminal
from newsspider.cli.output.step_progress import StepProgress

if TYPE_CHECKING:
    from pathlib import Path

    from newsspider.maintenance.verify import Finding, VerifyReport

_FOUND = 1
_COUNTS = (
    ("files", "WARC file", None),
    ("records", "record", None),
    ("captures", "capture", None),
    ("articles", "article", None),
    ("revisions", "revision", None),
)


@click.command(epilog="Example: newsspider verify --archive ~/archive --repair")
@click.option("--repair", is_flag=True, help="Repair what can be repaired, and print what was done.")
@json_option
@archive_option
def command(repair: bool, as_json: bool, archive: Path) -> int:
    """Check the whole archive, and print a line for each problem.

    Every WARC record is read and its digests are checked.  Every capture must have its record, every
    article its capture, every file its line in manifest-sha256.txt; search indexes, foreign keys and the
    database itself must be consistent.  The exit status is 1 if there is a problem; with --repair, if one
    is left.  A repair deletes nothing that is undamaged; the next crawl requests again what was lost.
    """
    from newsspider.maintenance import repair as repairing
    from newsspider.maintenance.verify import verify

    with StepProgress("verify") as on_step:
        found = verify(archive, on_step)
        done = repairing.repair(archive, found) if repair and found.findings else ()
        left = verify(archive, on_step).findings if done else found.findings
    if as_json:
        terminal.print_json(_as_json(found, done, left))
    else:
        _show(found, done, left)
    return _FOUND if left else 0


def _as_json(found: VerifyReport, done: tuple[str, ...], left: tuple[Finding, ...]) -> dict[str, object]:
    return {
        "folder": found.folder,
        "counts": dict(found.counts),
        "by_rule": found.by_rule,
        "findings": [_plain(one) for one in found.findings],
        "repaired": list(done),
        "left": [_plain(one) for one in left],
    }


def _plain(one: Finding) -> dict[str, str]:
    return {"rule": one.rule, "subject": one.subject, "what": one.what}


def _show(found: VerifyReport, done: tuple[str, ...], left: tuple[Finding, ...]) -> None:
    for one in found.findings:
        click.echo(terminal.clean(f"{one}"))
    for line in done:
        click.echo(terminal.clean(f"repaired: {line}"))
    counts = ", ".join(
        terminal.counted(found.counts.get(key, 0), noun, nouns) for key, noun, nouns in _COUNTS
    )
    spare = found.counts.get("answers without a row", 0)
    beside = f"; {terminal.counted(spare, 'answer')} of killed runs without a row" if spare else ""
    click.echo(f"{counts}: {_verdict(len(found.findings), len(left), bool(done))}{beside}")


def _verdict(found: int, left: int, is_repaired: bool) -> str:
    if not found:
        return "all is well"
    if is_repaired:
        return f"{terminal.counted(found, 'finding')}, {left:,} left after the repair"
    return terminal.counted(found, "finding")
