"""What browsers are told they may do with our pages, and with Datasette's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

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
# Datasette's have both; they too may ask nobody but this server.
TABLE: Final = {
    **_ALWAYS,
    "content-security-policy": (
        f"{_NOWHERE}; style-src 'self' 'unsafe-inline'; script-src 'self' 'unsafe-inline';"
        " font-src 'self'; img-src 'self' data:; connect-src 'self'"
    ),
}


def guarded(app: App) -> App:
    """*app*, whose every answer now tells browsers what they may do."""

    async def guard(scope: Message, receive: Any, send: Send) -> None:
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

        await app(scope, receive, sending)

    return guard
