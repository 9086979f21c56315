"""Runs a command in a process of its own, and tells how much memory it took."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass

_RUN = """
import sys
from newsspider.cli import entry
status = entry.run(sys.argv[1:])
with open("/proc/self/status") as lines:
    peak = next(line.split()[1] for line in lines if line.startswith("VmHWM"))
print(f"\\npeak-kB {peak}", file=sys.stderr)
sys.exit(status)
"""


@dataclass(frozen=True, kw_only=True)
class Measured:
    """How a command ended; `peak_mb` is the most memory it had at once."""

    status: int
    out: str
    err: str
    peak_mb: float


def run(*arguments: str, timeout_s: float = 300) -> Measured:
    """`newsspider ARGUMENTS`, measured."""
    ended = subprocess.run(
        [sys.executable, "-c", _RUN, *arguments],
        capture_output=True,
        text=True,
        timeout=timeout_s,
        check=False,
    )
    told = [line for line in ended.stderr.splitlines() if line.startswith("peak-kB ")]
    assert told, ended.stderr[-2_000:]
    return Measured(
        status=ended.returncode, out=ended.stdout, err=ended.stderr, peak_mb=int(told[-1].split()[1]) / 1_000
    )
