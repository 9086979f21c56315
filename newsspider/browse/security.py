"""What browsers and strangers may do with the room's pages, and with Datasette's."""

from __future__ import annotations

import os
import re
from contextvars import ContextVar
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qsl, unquote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    Message = dict[str, Any]
    Send = Callable[[Message], Awaitable[None]]
    App = Callable[[Message, Any, Send], Awaitable[None]]

_ALWAYS: Final = {
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "x-robots-tag": "noindex, nofollow, noarchive",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}
_NOWHERE: Final = "default-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
# The room's pages have no script and no inline style.
PAGE: Final = {
    **_ALWAYS,
    "content-security-policy": f"{_NOWHERE}; style-src 'self'; font-src 'self'; img-src 'self'",
}
# A picture is shown as a picture only, also if it is opened by itself.
PICTURE: Final = {
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
    "cache-control": "private, max-age=86400",
}
# Datasette's pages have both; they too may request nothing from other servers.
TABLE: Final = {
    **_ALWAYS,
    "content-security-policy": (
        f"{_NOWHERE}; style-src 'self' 'unsafe-inline'; script-src 'self' 'unsafe-inline';"
        " font-src 'self'; img-src 'self' data:; connect-src 'self'"
    ),
}

# The host names that the room answers to besides this machine's, separated by blanks.
HOSTS_VARIABLE: Final = "NEWSSPIDER_ROOM_HOSTS"
_THIS_MACHINE: Final = frozenset(("localhost", "127.0.0.1", "::1"))
_HOST: Final = re.compile(r"(?:\[[0-9a-fA-F:.]+\]|[\w.-]+)(?::\d{1,5})?", re.ASCII)
# Set if everybody is let in: then only this machine may do what needs trust.
PUBLIC_VARIABLE: Final = "NEWSSPIDER_ROOM_PUBLIC"
# Whether the current request came to an address of this machine only.
_IS_LOCAL: ContextVar[bool] = ContextVar("is_local", default=True)
_FOR_US_ALONE: Final = frozenset(("execute-sql", "view-database-download"))
# Headers that a proxy adds: behind a proxy, everybody seems to come from this machine.
_OF_PROXIES: Final = frozenset((b"forwarded", b"via", b"x-forwarded-for", b"x-real-ip"))
# Arguments of Datasette that are SQL, or FTS5's own language; and the most facets of one page.
_QUERY_LANGUAGE: Final = frozenset(("sql", "_where", "_searchmode", "_fts_table", "_fts_pk"))
_MOST_FACETS: Final = 10
# What everybody may see below `/-/`, where Datasette has settings, paths of files and tools.
_STATIC: Final = frozenset(("newsspider", "static", "static-plugins"))
_READING: Final = frozenset(("GET", "HEAD", "OPTIONS"))
_MOST_ENCODINGS: Final = 5


def allows(action: str) -> bool | None:
    """False for what strangers may not do; None leaves the decision to Datasette."""
    return False if action in _FOR_US_ALONE and (_is_public() or not _IS_LOCAL.get()) else None


def _is_public() -> bool:
    return bool(os.environ.get(PUBLIC_VARIABLE))


def _is_local(scope: Message) -> bool:
    """Whether the request came to a loopback address or a socket, and through no proxy."""
    if any(name in _OF_PROXIES for name, _ in scope.get("headers", ())):
        return False
    host = (scope.get("server") or ("localhost", None))[0]
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return "/" in host or host == "localhost"


def _segments(scope: Message) -> list[str]:
    """The segments of the path, decoded as often as it is encoded; a backslash separates them, too."""
    path: str = (scope.get("raw_path") or scope.get("path", "").encode()).decode("latin-1").partition("?")[0]
    for _ in range(_MOST_ENCODINGS):
        path, before = unquote(path), path
        if path == before:
            break
    return path.replace("\\", "/").split("/")


def refusal(scope: Message) -> tuple[int, str] | None:
    """Status and text for a refused request; None for an allowed one."""
    if scope.get("type") != "http":
        return None
    if not is_host_allowed(scope):
        return 403, "this archive has another host name. Open it at 127.0.0.1, or start it with --host-name."
    segments = _segments(scope)
    if not {".", ".."}.isdisjoint(segment.partition(";")[0].strip("\0 ") for segment in segments):
        return 404, "there is no such page."
    return _refusal_to_everybody(scope, segments) if _is_public() else None


def _refusal_to_everybody(scope: Message, segments: list[str]) -> tuple[int, str] | None:
    if scope.get("method", "GET") not in _READING:
        return 405, "this archive can only be read."
    below = segments[segments.index("-") + 1 :] if "-" in segments else None
    if below is not None and (not below or below[0] not in _STATIC):
        return 404, "there is no such page."
    query = scope.get("query_string", b"").decode("latin-1")
    names = [name for name, _ in parse_qsl(query, keep_blank_values=True)]
    if not _QUERY_LANGUAGE.isdisjoint(names):
        return 403, "this archive takes no SQL."
    if sum(name.startswith("_facet") for name in names) > _MOST_FACETS:
        return 403, f"no more than {_MOST_FACETS} facets are counted at a time."
    return None


def is_host_allowed(scope: Message) -> bool:
    """Whether the request names a host the room was started for: this machine, or one of `HOSTS_VARIABLE`.

    Another site can make its own name lead to this machine (DNS rebinding); its requests name that host.
    """
    if scope.get("type") != "http":
        return True
    named = dict(scope.get("headers", ())).get(b"host", b"").decode("latin-1")
    host = (urlsplit(f"//{named}").hostname or "") if _HOST.fullmatch(named) else ""
    allowed = frozenset(os.environ.get(HOSTS_VARIABLE, "").lower().split())
    return (
        host in _THIS_MACHINE or host in allowed or (host != "" and host == (scope.get("server") or ("",))[0])
    )


async def _refuse(send: Send, status: int, words: str) -> None:
    body = f"{status}: {words}\n".encode()
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode())]
    headers += [(name.encode(), value.encode()) for name, value in PAGE.items()]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def guarded(app: App) -> App:
    """Wrap *app*: every answer has the room's headers, and refused requests get none of its pages."""

    async def guard(scope: Message, receive: Any, send: Send) -> None:
        if refused := refusal(scope):
            await _refuse(send, *refused)
            return

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                told = {name.lower() for name, _ in message.get("headers", [])}
                missing = [
                    (name.encode(), value.encode())
                    for name, value in TABLE.items()
                    if name.encode() not in told
                ]
                message = {**message, "headers": [*message.get("headers", []), *missing]}
            await send(message)

        token = _IS_LOCAL.set(_is_local(scope))
        try:
            await app(scope, receive, sending)
        finally:
            _IS_LOCAL.reset(token)

    return guard
