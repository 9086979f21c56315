"""What CI does with a known vulnerability, and with an index that knows none or does not answer."""

from __future__ import annotations

import json
import os
from http.server import BaseHTTPRequestHandler
from importlib.util import find_spec
from typing import TYPE_CHECKING

import pytest
from support.audit import asked, told
from support.folder_server import serving

if TYPE_CHECKING:
    from collections.abc import Iterator

PINS = {"good": "1.0", "bad": "1.0"}
pytestmark = pytest.mark.skipif(
    find_spec("pip_audit") is None and not os.environ.get("NEWSSPIDER_CI"), reason="no pip-audit"
)


class Index(BaseHTTPRequestHandler):
    """An index of vulnerabilities in OSV's words: `bad` has one before 1.2."""

    def do_POST(self) -> None:
        query = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        package = query["package"]
        events = [{"introduced": "0"}, {"fixed": "1.2"}]
        affected = {"package": package, "ranges": [{"type": "ECOSYSTEM", "events": events}]}
        found = [{"id": "PYSEC-2026-1", "affected": [affected]}] if package["name"] == "bad" else []
        body = json.dumps({"vulns": found} if found else {}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def index() -> Iterator[tuple[str, ...]]:
    with serving(Index) as url:
        yield ("--vulnerability-service", "osv", "--osv-url", f"{url}/v1/query")


def test_a_known_vulnerability_fails_and_is_named(index: tuple[str, ...]) -> None:
    status, lines = told(*asked(PINS, *index))

    assert status == 1
    assert lines == [
        "vulnerabilities: bad 1.0 has PYSEC-2026-1; mended in 1.2",
        "vulnerabilities: 2 packages checked",
    ]


def test_packages_without_one_pass(index: tuple[str, ...]) -> None:
    assert told(*asked({"good": "1.0"}, *index)) == (0, ["vulnerabilities: 1 package checked"])


def test_an_index_that_does_not_answer_is_one_line_and_no_failure() -> None:
    nobody = ("--vulnerability-service", "osv", "--osv-url", "http://127.0.0.1:9/v1/query")

    status, lines = told(*asked(PINS, *nobody))

    assert status == 0
    assert len(lines) == 1
    assert lines[0].startswith("vulnerabilities: not checked, ")


def test_an_index_that_knows_some_packages_says_which_it_does_not() -> None:
    rows = [{"name": "good", "version": "1.0", "vulns": []}, {"name": "own", "skip_reason": "not found"}]

    assert told(rows, "") == (0, ["vulnerabilities: 1 package checked; not known to the index: own"])
    assert told(rows[1:], "the index knows none of them") == (
        0,
        ["vulnerabilities: not checked, the index knows none of them"],
    )


def test_an_option_that_pip_audit_does_not_know_is_a_failure() -> None:
    with pytest.raises(SystemExit, match="--no-such-option"):
        asked(PINS, "--no-such-option")
