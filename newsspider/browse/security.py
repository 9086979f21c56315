"""What browsers are told they may do with our pages, and with Datasette's."""

from __future__ import annotations

import os
import re
from contextvars import ContextVar
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

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
# Our pages have no script and no inline style at all.
PAGE: Final = {
    **_ALWAYS,
    "content-security-policy": f"{_NOWHERE}; style-src 'self'; font-src 'self'; img-src 'self'",
}
# A picture is shown as one and nothing else, also where it is opened by itself.
PICTURE: Final = {
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
    "cache-control": "private, max-age=86400",
}
# Datasette's have both; they too may ask nobody but this server.
TABLE: Final = {
    **_ALWAYS,
    "content-security-policy": (
        f"{_NOWHERE}; style-src 'self' 'unsafe-inline'; script-src 'self' 'unsafe-inline';"
        " font-src 'self'; img-src 'self' data:; connect-src 'self'"
    ),
}

# The host names that the room answers to besides this machine's, with blanks between them.
HOSTS_VARIABLE: Final = "NEWSSPIDER_ROOM_HOSTS"
_THIS_MACHINE: Final = frozenset(("localhost", "127.0.0.1", "::1"))
_HOST: Final = re.compile(r"(?:\[[0-9a-fA-F:.]+\]|[\w.-]+)(?::\d{1,5})?", re.ASCII)
# Whether the request under way came to an address of this machine alone.
_IS_LOCAL: ContextVar[bool] = ContextVar("is_local", default=True)
_FOR_US_ALONE: Final = frozenset(("execute-sql", "view-database-download"))


def allows(action: str) -> bool | None:
    """False for what nobody may do who comes from elsewhere; None leaves it to Datasette."""
    return False if action in _FOR_US_ALONE and not _IS_LOCAL.get() else None


def _is_local(scope: Message) -> bool:
    """Whether the server was asked at a loopback address, or through a socket of the file system."""
    host = (scope.get("server") or ("localhost", None))[0]
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return "/" in host or host == "localhost"


def is_host_allowed(scope: Message) -> bool:
    """Whether a request names a host that the room was started for: this machine, or one of `HOSTS_VARIABLE`.

    A page elsewhere can have its own name lead to this machine (DNS rebinding); its requests name that host.
    """
    if scope.get("type") != "http":
        return True
    named = dict(scope.get("headers", ())).get(b"host", b"").decode("latin-1")
    host = (urlsplit(f"//{named}").hostname or "") if _HOST.fullmatch(named) else ""
    allowed = frozenset(os.environ.get(HOSTS_VARIABLE, "").lower().split())
    return (
        host in _THIS_MACHINE or host in allowed or (host != "" and host == (scope.get("server") or ("",))[0])
    )


async def _refuse(send: Send) -> None:
    body = b"403: this archive has another host name. Open it at 127.0.0.1, or start it with --host-name.\n"
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 403, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def guarded(app: App) -> App:
    """*app*, whose every answer now tells browsers what they may do; other host names get a 403."""

    async def guard(scope: Message, receive: Any, send: Send) -> None:
        if not is_host_allowed(scope):
            await _refuse(send)
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
