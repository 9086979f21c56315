"""The command line: one line for what goes wrong, its exit status, and output that lines up."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import click
import pytest
from support.samples import SITE, Sample, make_archive

from newsspider import cli
from newsspider.cli import entry
from newsspider.cli.output import terminal
from newsspider.cli.output.crawl_progress import CrawlProgress, line
from newsspider.cli.output.summary import summary
from newsspider.run_reports import Progress, RunReport, SectionCount

START = [sys.executable, "-m", "newsspider.cli"]
AT = datetime(2024, 5, 1, 6, 0, tzinfo=UTC)
REPORT = RunReport(
    run_id=1,
    site="gazette",
    archive="archive",
    started_at=AT,
    ended_at=AT.replace(minute=3, second=12),
    reason="finished",
    exit_status=0,
    pages=1_234,
    articles=900,
    new=34,
    link_blocks=7_000,
    links=12_345,
    fetched_bytes=12_300_000,
    earliest_on=date(1998, 1, 1),
    latest_on=date(2017, 6, 30),
    sections=(
        SectionCount(
            section="Economy", articles=600, earliest_on=date(2011, 1, 2), latest_on=date(2017, 6, 30)
        ),
        SectionCount(section="经济", articles=299, earliest_on=date(2012, 1, 2), latest_on=date(2017, 6, 30)),
        SectionCount(section=None, articles=1, earliest_on=None, latest_on=None),
    ),
    alarms=("42 pages had no headline",),
)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_archive(tmp_path_factory.mktemp("archive"))


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def ended(capfd: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    """The exit status, what went to standard output, and what to standard error."""
    capfd.readouterr()
    status = entry.run(list(words))
    return status, *capfd.readouterr()


def test_the_start_is_light() -> None:
    code = (
        "import sys; from newsspider.cli import entry; entry.run(['--help']);"
        "heavy = {'scrapy', 'twisted', 'sqlite3', 'sqlite_utils', 'datasette', 'lxml', 'bs4', 'rich'};"
        "print(sorted(heavy & set(sys.modules)))"
    )
    shown = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )

    assert shown.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize("name", entry.COMMANDS)
def test_every_command_has_a_help_with_an_example(capfd: pytest.CaptureFixture[str], name: str) -> None:
    status, out, _ = ended(capfd, name, "--help")

    assert status == 0
    example = re.search(rf"Example: newsspider ({name}\b.*)", out)
    assert example
    assert max(len(text) for text in out.splitlines()) <= 100


@pytest.mark.parametrize("name", entry.COMMANDS)
def test_every_example_is_a_valid_command(name: str) -> None:
    command = entry.group.get_command(click.Context(entry.group), name)
    assert command
    words = shlex.split((command.epilog or "").removeprefix("Example: newsspider "))

    with command.make_context(name, words[1:]) as context:
        assert isinstance(context, click.Context)


def test_the_version_is_told(capfd: pytest.CaptureFixture[str]) -> None:
    assert ended(capfd, "--version")[1].startswith("newsspider, version ")


def test_the_package_is_the_command(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "newsspider", "--version"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=tmp_path, timeout=60)

    assert done.stdout.startswith("newsspider, version ")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("search", "x"), "archive archive: no archive here"),
        (("status", "--archive", "nowhere"), "archive nowhere: no archive here"),
        (("export", "csv", "--archive", "nowhere", "-o", "a.csv"), "no archive here"),
        (("browse", "--archive", "nowhere"), "no archive here"),
        (
            ("export", "csv", "--since", "2024-13-40"),
            "'2024-13-40' is not a date; expected YYYY, YYYY-MM or YYYY-MM-DD",
        ),
        (("search", "x", "--until", "soon"), "'soon' is not a date"),
        (("export", "xml"), "'xml' is not a format; expected one of atom, csv"),
        (("crawl", "chinatoday", "--set", "NOEQUALS"), "expected KEY=VALUE"),
        (("crawl", "chinatoday", "--since", "2024-02-30"), "is not a date"),
        (("crawl", "chinatoday", "--limit", "0"), "--limit"),
        (("crawl",), "Missing argument"),
        (("schedule", "chinatoday", "--every", "now"), "is not a timetable"),
        (("schedule", "no-such-site", "--every", "hourly"), "no-such-site"),
        (("search",), "Missing argument"),
        (("frobnicate",), "No such command"),
        (("search", "x", "--limit"), "--limit"),
    ],
)
def test_wrong_use_is_told_and_ends_with_2(
    capfd: pytest.CaptureFixture[str], words: tuple[str, ...], told: str
) -> None:
    status, out, err = ended(capfd, *words)

    assert status == 2
    assert told in err
    assert out == ""
    assert "Traceback" not in err


@pytest.mark.parametrize(
    "words", [("extract", "missing.html"), ("extract", "."), ("extract", "x.html", "--url", "mailto:a")]
)
def test_a_page_that_is_not_there_is_one_line(
    capfd: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    pytest.importorskip("newsspider.extraction.article")
    Path("x.html").touch()

    status, _, err = ended(capfd, *words)

    assert status == 2
    assert re.fullmatch(r"newsspider: .*expected.*\n", err)


PAGE = """
<html lang="en"><head><title>The harbour reopens</title></head><body>
<nav><ul><li><a href="/news">News</a><li><a href="/sport">Sport</a></ul></nav>
<h1>The harbour reopens</h1><p class="byline">By Ann Reed</p>
<p>The harbour opened again on Monday, after eleven weeks of work on its northern wall.</p>
<p>Boats had been turned away since the storm in March, and the market had no fish to sell.</p>
<aside><h3>Most read</h3><ul><li><a href="/a">The tide came early this year</a>
<li><a href="/b">Who owns the lighthouse?</a><li><a href="/c">A boat without a name</a></ul></aside>
</body></html>
"""


@pytest.mark.parametrize(("times", "is_doubtful"), [(1, True), (40, False)])
def test_a_text_read_with_little_confidence_is_called_doubtful(
    capfd: pytest.CaptureFixture[str], tmp_path: Path, times: int, is_doubtful: bool
) -> None:
    page = tmp_path / "page.html"
    text = "<p>The boats of the old harbour are blue again, and nobody could say who had paid for it.</p>"
    page.write_text(f"<title>Boats</title><article><h1>Boats</h1>{text * times}</article>")

    _, _, err = ended(capfd, "extract", str(page), "--url", "https://tide.example/boats", "--explain")

    assert ("doubtful, compare the text with the page" in err) is is_doubtful


def test_a_page_is_explained_beside_what_was_read(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Who answered for each field, the guesses, the link blocks, what was left out: on standard error."""
    page = tmp_path / "page.html"
    page.write_text(PAGE)
    words = ("extract", str(page), "--url", "https://tide.example/harbour", "--format", "text")

    plain, explained = ended(capfd, *words), ended(capfd, *words, "--explain")

    assert explained[:2] == plain[:2]
    assert plain[2] == ""
    for row in (
        r"headline +The harbour reopens +\S+:\S+",
        r"authors +Ann Reed +\S+:\S+",
        r"body +2 paragraphs, 33 words +\S+:\S+",
        r"authors by +read +weight",
        r"guess at the body +agreement +characters",
        r"density +\d\.\d\d +\d+",
        r"Most read +popular +3",
        r"left out +text",
        r"navigation +News",
        r"headline +The harbour reopens",
        r"link block +Most read",
    ):
        assert re.search(rf"^{row}$", explained[2], re.MULTILINE), row


def test_an_unexpected_error_is_one_line_that_asks_for_debug(
    capfd: pytest.CaptureFixture[str], archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down(*_: object, **__: object) -> None:
        raise ZeroDivisionError("by\nnothing")

    monkeypatch.setattr("newsspider.queries.reader.Reader.search", break_down)

    status, _, err = ended(capfd, "search", "x", "--archive", str(archive))
    debugged = ended(capfd, "search", "x", "--archive", str(archive), "--debug")

    assert status == 1
    assert (
        err
        == "newsspider: unexpected error, ZeroDivisionError: by (run it again with --debug to see where)\n"
    )
    assert "Traceback" in debugged[2]


def test_a_search_shows_the_best_first(capfd: pytest.CaptureFixture[str], archive: Path) -> None:
    status, out, _ = ended(capfd, "search", "kernel", "-editor", "--archive", str(archive))

    assert status == 0
    assert out.splitlines() == [
        "1 article",
        "",
        "  1  The Weekend Mechanic",
        "     1997-01-01 · Columns · John Fisk · gazette",
        "     Fixing a kernel on Sunday. It took all day, and the cat helped.",
        "     https://gazette.example/0001.html",
    ]


@pytest.mark.parametrize("query", ['"', "'", "*", "a:b", "NEAR(", "-", "中"])
def test_any_query_may_be_typed(capfd: pytest.CaptureFixture[str], archive: Path, query: str) -> None:
    assert ended(capfd, "search", query, "--archive", str(archive))[0] == 0


def test_a_search_for_scripts_is_json_without_marks(capfd: pytest.CaptureFixture[str], archive: Path) -> None:
    found = json.loads(ended(capfd, "search", "农村", "--json", "--archive", str(archive))[1])

    assert found["total"] == 1
    assert found["articles"][0]["headline"] == "中国经济增长百分之七"
    assert "农村市场" in found["articles"][0]["snippet"]


def test_a_headline_cannot_drive_the_terminal(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    archive = make_archive(
        tmp_path / "a", [Sample(headline="Evil \x1b[2J\x9b headline", text="evil \x1b]0;x\x07 text")]
    )

    out = ended(capfd, "search", "evil", "--archive", str(archive))[1]

    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", out)


def test_an_export_to_standard_output_is_whole_and_nothing_else(
    capfd: pytest.CaptureFixture[str], archive: Path
) -> None:
    status, out, err = ended(capfd, "export", "json", "--archive", str(archive), "--author", "john fisk")

    assert status == 0
    assert [article["headline"] for article in json.loads(out)] == [
        "The Weekend Mechanic",
        "The kernel of the matter",
    ]
    assert err == "2 articles\n"


def test_an_export_to_files_tells_what_went_where(
    capfd: pytest.CaptureFixture[str], archive: Path, tmp_path: Path
) -> None:
    words = ("export", "csv", "-o", "a.csv", "--link-blocks", "l.csv", "--archive", str(archive))

    assert ended(capfd, *words)[2] == "5 articles to a.csv, 3 links to l.csv\n"
    assert ended(capfd, *words, "--since", "1997")[2] == "4 articles to a.csv, 2 links to l.csv\n"
    assert (tmp_path / "a.csv").exists()


def test_a_reader_that_goes_away_is_no_error(tmp_path: Path) -> None:
    archive = make_archive(tmp_path / "a", [Sample(headline="x", text="x" * 9_000) for _ in range(300)])
    process = subprocess.Popen(
        [*START, "export", "jsonl", "--archive", str(archive)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout
    assert process.stderr

    process.stdout.readline()
    process.stdout.close()

    assert process.stderr.read() == b""
    assert process.wait(30) == 141


def test_status_lines_up_and_is_json_for_scripts(capfd: pytest.CaptureFixture[str], archive: Path) -> None:
    _, out, _ = ended(capfd, "status", "--site", SITE, "--archive", str(archive))
    told = json.loads(ended(capfd, "status", "--json", "--runs", "1", "--archive", str(archive))[1])

    rows = [text for text in out.splitlines() if re.match(r" +(run|\d) ", text)]
    header, *runs = rows[: len(rows) // 2]
    pages_header, *pages = rows[len(rows) // 2 :]
    assert {len(row) for row in pages} == {len(pages_header)}
    assert [run.index("finished") for run in runs] == [header.index("ended")] * 2
    assert [run[: header.index("pages") + 5].split()[-1] for run in runs] == ["9", "9"]
    assert told["sites"][0]["site"] == SITE
    assert told["sites"][0]["runs"][0]["started_at"] == "2024-05-01T06:00:00Z"


def test_status_has_a_line_for_each_site(capfd: pytest.CaptureFixture[str], archive: Path) -> None:
    _, out, _ = ended(capfd, "status", "--archive", str(archive))

    header, row, *alarms = out.splitlines()[2:]
    assert row.startswith(SITE)
    assert row.rindex("-") == header.index("next due (UTC)")  # the site is not in the collection
    assert not alarms


def test_status_check_is_one_line_for_a_monitor(capfd: pytest.CaptureFixture[str], archive: Path) -> None:
    well = ended(capfd, "status", "--check", "--archive", str(archive))
    (archive / "sites").mkdir(exist_ok=True)
    (archive / "sites" / "bad.yaml").write_text("name: bad\n")
    wrong = ended(capfd, "status", "--check", "--archive", str(archive))
    shutil.rmtree(archive / "sites")

    assert (well[0], well[1].startswith("All well: 1 site")) == (0, True)
    assert (wrong[0], len(wrong[1].splitlines())) == (1, 1)
    assert wrong[1].startswith("bad: profile ")


def test_status_writes_metrics_for_prometheus(
    capfd: pytest.CaptureFixture[str], archive: Path, tmp_path: Path
) -> None:
    file = tmp_path / "newsspider.prom"

    assert ended(capfd, "status", "--prometheus", str(file), "--archive", str(archive))[0] == 0
    _, printed, _ = ended(capfd, "status", "--prometheus", "-", "--archive", str(archive))

    assert f'newsspider_articles{{site="{SITE}"}}' in printed
    assert file.read_text() == printed


def test_status_of_a_site_that_is_not_there_names_those_that_are(
    capfd: pytest.CaptureFixture[str], archive: Path
) -> None:
    status, _, err = ended(capfd, "status", "--site", "other", "--archive", str(archive))

    assert status == 2
    assert SITE in err


def test_sites_are_listed(capfd: pytest.CaptureFixture[str]) -> None:
    assert "chinatoday" in ended(capfd, "sites")[1]
    assert {"site", "title", "start"} <= set(json.loads(ended(capfd, "sites", "--json")[1])[0])


def test_schedule_prints_absolute_paths_and_changes_nothing(
    capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "mine.yaml").write_text("name: mine\nstart: [https://mine.example/]\n")

    status, out, _ = ended(
        capfd, "schedule", "mine.yaml", "--every", "weekdays 05:15", "--archive", "my archive"
    )

    assert status == 0
    assert f'crawl {tmp_path}/mine.yaml --archive "{tmp_path}/my archive"' in out
    assert "OnCalendar=Mon..Fri *-*-* 05:15:00" in out
    assert [file.name for file in tmp_path.iterdir()] == ["mine.yaml"]


def test_schedule_prints_a_crontab_line(capfd: pytest.CaptureFixture[str]) -> None:
    out = ended(capfd, "schedule", "chinatoday", "--every", "mon,thu 05:15", "--format", "crontab")[1]

    assert re.fullmatch(r"15 5 \* \* 1,4 /\S.* crawl chinatoday --archive /\S+/archive\n", out)


def test_the_summary_lines_up() -> None:
    lines = summary(REPORT)

    counts = [text for text in lines if re.match(r"  (pages|  articles|    new|  failed|link blocks) ", text)]
    assert lines[0] == "gazette: finished after 3 min 12 s"
    assert {re.search(r"\d(?=  |$)", text).end() for text in counts} == {len("    service pages  1,234")}
    assert len(counts) == 5
    sections = lines[lines.index("  section  articles  from        to") :][:4]
    assert [terminal.width(text[: text.rindex("2017")]) for text in sections[1:3]] == [
        len("  section  articles  2011-01-02  ")
    ] * 2
    assert "! 42 pages had no headline" in lines
    assert "  newsspider browse --open" in lines


def test_the_summary_names_an_archive_elsewhere() -> None:
    assert "  newsspider browse --archive '/tmp/a b' --open" in summary(replace(REPORT, archive="/tmp/a b"))


def test_progress_is_a_plain_line_where_there_is_no_terminal(capfd: pytest.CaptureFixture[str]) -> None:
    progress = Progress(pages=12, articles=1, new=1, waiting=1_300)

    with CrawlProgress("gazette") as on_progress:
        on_progress(progress)
        on_progress(progress)

    told = "gazette: 12 pages, 1 article, 1 new, 0 changed, 0 failed, 1,300 waiting"
    assert line("gazette", progress) == told
    assert capfd.readouterr().err == f"{told}\n"


@pytest.mark.parametrize(
    ("seconds", "told"),
    [(None, ""), (0, "0 s"), (0.2, "0.2 s"), (59.4, "59 s"), (63.5, "1 min 04 s"), (7_500, "2 h 05 min")],
)
def test_durations_are_short(seconds: float | None, told: str) -> None:
    assert terminal.duration(seconds) == told


def test_sizes_and_days_are_as_exact_as_they_are_known() -> None:
    assert [terminal.size(count) for count in (0, 999, 1_500, 2_000_000, 3 * 10**12)] == [
        "0 bytes",
        "999 bytes",
        "1.5 kB",
        "2.0 MB",
        "3.0 TB",
    ]
    day = date(2019, 6, 1)
    assert [terminal.day(day, each) for each in ("time", "day", "month", "season", "year")] == [
        "2019-06-01",
        "2019-06-01",
        "2019-06",
        "Summer 2019",
        "2019",
    ]


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_browse_ends_cleanly_and_leaves_no_server(archive: Path, number: signal.Signals, status: int) -> None:
    pytest.importorskip("datasette")
    # A shell lets what it starts in the background ignore SIGINT; a child of ours would inherit that.
    before = signal.signal(number, signal.default_int_handler)
    process = subprocess.Popen(
        [*START, "browse", "--archive", str(archive)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    signal.signal(number, before)
    assert process.stdout
    told = process.stdout.readline()

    process.send_signal(number)
    _, err = process.communicate(timeout=120)

    assert "http://127.0.0.1:" in told
    assert process.returncode == status
    assert "Traceback" not in err
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)


def test_main_ends_the_process_with_the_status(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["newsspider", "status"])

    with pytest.raises(SystemExit) as ending:
        cli.main()

    assert ending.value.code == 2
