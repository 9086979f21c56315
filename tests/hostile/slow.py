"""A server that holds on to each connection: headers and bodies that never end."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from support.raw_server import Slow, answer
from support.stories import front, story

from hostile.outcome import BAD, GOOD, Outcome, under

QUICK = ("--set", "DOWNLOAD_TIMEOUT=2", "--set", "RETRY_TIMES=1")
_BEGUN = story("Bad")[:500]
_CHUNKED = "Transfer-Encoding: chunked"
_SLOW = {
    "slow headers": Slow(b"HTTP/1.1 200 OK\r\n", b"X-More: to come\r\n"),
    "headers byte by byte": Slow(b"HTTP/1.1 200 OK\r\nX-More: ", b"x"),
    "no answer at all": Slow(b""),
    "slow body": Slow(answer(_BEGUN, length=1_000_000), b"x"),
    "slow body of unknown length": Slow(answer(_BEGUN, length=None), b"x"),
    "slow chunks": Slow(answer(b"1\r\nx\r\n", _CHUNKED, length=None), b"1\r\nx\r\n"),
    "a body that stops": Slow(answer(_BEGUN, length=1_000_000)),
    "a slow redirect": Slow(answer("x", f"Location: {GOOD}", status="302 Found", length=1_000_000), b"x"),
}


def attacks() -> dict[str, Callable[[], Outcome]]:
    """Each slow answer in the place of a story, of robots.txt, and of all stories but one."""
    stories = [f"/2024/06/{day:02}/slow-story-{day}.html" for day in range(3, 29)]
    all_slow = dict.fromkeys(stories, _SLOW["slow body"])
    return {
        **{name: partial(under, {BAD: reply}, *QUICK) for name, reply in _SLOW.items()},
        "slow robots.txt": partial(
            under, {"/robots.txt": _SLOW["slow body"]}, *QUICK, statuses=(1, 3), articles=0
        ),
        "every story slow": partial(
            under, {"/": answer(front("Gazette", [GOOD, *stories])), **all_slow}, *QUICK
        ),
    }
