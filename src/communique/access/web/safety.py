"""What every request passes first: host, size and pace are checked, every answer gets its headers, a line goes to the log."""

from __future__ import annotations

import asyncio
import logging
import re
import time
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from communique.access.web.problems import TooLarge, TooSlow, problem
from communique.access.web.serving import Serving, is_address

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; frame-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
HEADERS = {
    b"content-security-policy": POLICY.encode(),
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"same-origin",
    b"cross-origin-opener-policy": b"same-origin",
    b"cross-origin-resource-policy": b"same-origin",
    b"x-frame-options": b"DENY",
    b"permissions-policy": b"camera=(), geolocation=(), microphone=()",
    b"cache-control": b"no-store",
}
_LOG = logging.getLogger("communique.serve")
_HOST = re.compile(r"^(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::\d{1,5})?$")
_MOST_QUERY = 8_000  # bytes


class Safety:
    """Wraps the application; what it refuses never reaches a route."""

    def __init__(self, app: App, serving: Serving) -> None:
        self.app = app
        self.serving = serving

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started, status = time.monotonic(), [0]

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                status[0] = message["status"]
                given = list(message.get("headers", ()))
                own = {name.lower() for name, _ in given}
                message["headers"] = [*given, *((n, v) for n, v in HEADERS.items() if n not in own)]
            await send(message)

        refusal = self._refused(scope)
        try:
            if refusal:
                await problem(*refusal)(scope, receive, sending)
            else:
                await self.app(scope, self._bounded(receive), sending)
        finally:
            taken = (time.monotonic() - started) * 1000
            _LOG.info("%s %s %s %.0f ms", scope["method"], _printable(scope["path"]), status[0] or "-", taken)

    def _refused(self, scope: Scope) -> tuple[int, str] | None:
        headers: dict[bytes, list[bytes]] = {}
        for name, value in scope["headers"]:
            headers.setdefault(name, []).append(value)
        hosts = headers.get(b"host", [])
        if len(hosts) != 1 or not self._known(hosts[0].decode("latin-1").lower()):
            return 421, "this server does not answer to that Host"
        length = headers.get(b"content-length", [b"0"])[-1]
        if not length.isdigit() or int(length) > self.serving.max_body:
            return 413, f"the body of a request may have {self.serving.max_body} bytes"
        if len(scope["query_string"]) > _MOST_QUERY:
            return 400, f"a query string may have {_MOST_QUERY} bytes"
        return None

    def _known(self, host: str) -> bool:
        named = _HOST.match(host)
        if named is None:
            return False
        return named[1] in self.serving.hosts or (self.serving.addresses and is_address(named[1]))

    def _bounded(self, receive: Receive) -> Receive:
        """Reads a body as long as it is neither too large nor too slow in all."""
        size, deadline, whole = 0, time.monotonic() + self.serving.body_seconds, False

        async def bounded() -> Message:
            nonlocal size, whole
            if whole:  # what follows is only the word that the client has gone
                return await receive()
            try:
                message = await asyncio.wait_for(receive(), max(0.01, deadline - time.monotonic()))
            except TimeoutError:
                raise TooSlow from None
            size += len(message.get("body", b""))
            whole = not message.get("more_body", False)
            if size > self.serving.max_body:
                raise TooLarge
            return message

        return bounded


def _printable(path: str) -> str:
    return "".join(c if c.isprintable() else "?" for c in path[:200])
