"""Recognise second addresses of a story: for AMP, print, small screens or a reply form; pure.

Such an address is a twin of a plain one.  It is not asked while its plain address is known and alive.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from newsspider.items import Verdict
from newsspider.web import urls

# Parts of a query that WordPress, Joomla, Drupal, the AMP project and small-screen plug-ins use.
_MARK = re.compile(
    r"(?:amp|print(?:able|er|view|version|_?friendly)?|mobile|printpage)(?:=(?:1|true|yes|y|on|amp|print)?)?|m=1"
    r"|(?:outputtype|output|format|view|mode|layout|action|do|tmpl|style)=(?:amp|print\w*|printer-friendly|mobile)"
    r"|tmpl=component|replytocom=\d+|share=[a-z-]+",
    re.IGNORECASE,
)
_FOLDERS = frozenset(("amp", "print", "printable", "mobile", "m"))
_ENDS = frozenset(("amp", "print", "printable"))
_LEAF = re.compile(r"(?P<stem>.+?)[._-](?:amp|print|printable)(?P<end>\.\w{1,5})?", re.IGNORECASE)
_HOSTS = re.compile(r"^(?:m|mobile|amp|wap|print)\.(?P<rest>.+\..+)$")
_PRINT_SCRIPT = re.compile(
    r"(?:\w+[_-])?print(?:er|able|version|view|page|friendly|article|story)?(?:[_-]\w+)?\.(?:php\d?|aspx?|cgi|pl|jsp|cfm)",
    re.IGNORECASE,
)
# An alternate address waits while its story is stored, still waits itself, or failed only for a while.
_HOLDING = frozenset((None, Verdict.ARTICLE, Verdict.STUB, Verdict.NOT_MODIFIED, Verdict.PAGE, Verdict.ERROR))


def plain_urls(url: str, *, found_on_url: str | None = None) -> tuple[str, ...]:
    """The addresses that the story of a twin may have; `()` for an address that does not look like one.

    *found_on_url* is a page that links it: a script that prints takes the story's number in its query.
    """
    parts = urlsplit(url)
    found: dict[str, None] = {}
    for host in (parts.netloc, *_plain_hosts(parts.netloc)):
        for path in (parts.path, *_plain_paths(parts.path)):
            for query in dict.fromkeys((parts.query, _plain_query(parts.query))):
                plain = urls.canonical(f"{parts.scheme}://{host}{path}" + (f"?{query}" if query else ""))
                if plain and plain != url:
                    found[plain] = None
    if found_on_url and found_on_url != url and _prints(url, found_on_url):
        found[found_on_url] = None
    return tuple(found)


def holds_back(verdict: str | None, *, kind: str) -> bool:
    """Whether a plain address keeps its twins unasked; *verdict* is of its last answer, None before that.

    Before it answers, its *kind* is no more than a guess.
    """
    return verdict in _HOLDING and (kind == "article" or (verdict is None and kind == "front"))


def _plain_hosts(host: str) -> Iterator[str]:
    if found := _HOSTS.match(host):
        yield from (f"www.{found['rest']}", found["rest"])


def _plain_paths(path: str) -> Iterator[str]:
    segments = path.split("/")[1:]
    if any(segments[1:]) and segments[0].lower() in _FOLDERS:
        yield "/" + "/".join(segments[1:])
    named = [segment for segment in segments if segment]
    if len(named) > 1 and named[-1].lower() in _ENDS:
        parent = "/" + "/".join(named[:-1])
        yield from (parent + "/", parent)
    if named and (found := _LEAF.fullmatch(segments[-1])):
        yield "/" + "/".join([*segments[:-1], found["stem"] + (found["end"] or "")])


def _plain_query(query: str) -> str:
    return "&".join(part for part in query.split("&") if not _MARK.fullmatch(part))


def _prints(url: str, found_on_url: str) -> bool:
    """Whether a script prints the story of the page that links it: it has all values of that address."""
    parts = urlsplit(url)
    if not parts.query or not _PRINT_SCRIPT.fullmatch(parts.path.rpartition("/")[2]):
        return False
    values = {part.partition("=")[2] or part for part in parts.query.split("&")}
    return values <= set(re.split(r"[^0-9A-Za-z]+", found_on_url))
