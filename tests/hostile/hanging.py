"""Runs `newsspider ARGUMENTS` with a reader that never comes back from some pages, or dies of them.

A page that says HANG keeps the interpreter busy in C, without a look at signals; one that says DIE ends
the process at once, as a crash in a library or a kill for memory does.
"""

from __future__ import annotations

import os
import re
import signal
import sys

from newsspider.cli import entry
from newsspider.runner import watchdog
from newsspider.web import document

_ENDLESS = re.compile("(a+)+$")
_FIT = document._fit


def _spoilt(text: str, written: bytes | None = None) -> bytes:
    if "HANG" in text:
        _ENDLESS.match("a" * 60 + "b")
    if "DIE" in text:
        os.kill(os.getpid(), signal.SIGKILL)
    return _FIT(text, written)


if __name__ in ("__main__", "__mp_main__"):  # also in the processes that `newsspider reextract` starts
    document._fit = _spoilt
if __name__ == "__main__":
    watchdog.LONGEST_S = float(os.environ.get("LONGEST_S", watchdog.LONGEST_S))
    sys.exit(entry.run(sys.argv[1:]))
