"""Running the server: uvicorn in this process, or several processes on one socket; its address is told when it answers."""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path
from typing import Any

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.supervisors import Multiprocess

from communique.access.web.app import create
from communique.access.web.serving import Serving
from communique.errors import UsageError

HEAD_SECONDS = 10.0  # how long a client may take over the head of a request
_TCP, _NO_DELAY = 6, 1  # IPPROTO_TCP and TCP_NODELAY, everywhere
_MOST_AT_ONCE = 200  # requests; more are told to come later


class Patient(H11Protocol):
    """HTTP/1.1 that does not wait for ever for the head of a request, and sends at once."""

    _timer: Any = None

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        # asyncio does so only for sockets that name their protocol; without it a body waits 40 ms behind its head
        transport.get_extra_info("socket").setsockopt(_TCP, _NO_DELAY, 1)
        self._timer = self.loop.call_later(HEAD_SECONDS, self._give_up)

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self.cycle is not None and self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def connection_lost(self, exc: Exception | None) -> None:
        if self._timer is not None:
            self._timer.cancel()
        super().connection_lost(exc)

    def _give_up(self) -> None:
        self.transport.close()


class _Telling(uvicorn.Server):
    """Tells when it accepts connections."""

    def __init__(self, config: uvicorn.Config, tell: Callable[[], None]) -> None:
        super().__init__(config)
        self.tell = tell

    async def startup(self, sockets: Any = None) -> None:
        await super().startup(sockets=sockets)
        if self.started:
            self.tell()


def run(folder: Path, serving: Serving, host: str, port: int, workers: int, tell: Callable[[str], None]) -> None:
    """Serve until stopped; `tell` is called once with the address.

    Raises:
        UsageError: the address cannot be listened at. NotFound, HoldingsError: the archive cannot be opened.
    """
    made: Any = functools.partial(create, folder, serving)
    config = uvicorn.Config(
        made, factory=True, host=host, port=port, workers=workers, http=Patient, ws="none", lifespan="off", loop="asyncio",
        access_log=False, log_config=None, log_level="warning", server_header=False, date_header=True, proxy_headers=False,
        limit_concurrency=_MOST_AT_ONCE, timeout_keep_alive=15, timeout_graceful_shutdown=5, h11_max_incomplete_event_size=32_000,
    )  # fmt: skip
    try:
        socket = config.bind_socket()
    except SystemExit as error:  # how uvicorn says that an address is taken
        raise UsageError(f"serve: {host}:{port} cannot be listened at", "Take another --port, or 0 for any free one.") from error
    address = f"http://{f'[{host}]' if ':' in host else host}:{socket.getsockname()[1]}"
    if workers == 1:
        _Telling(config, lambda: tell(address)).run(sockets=[socket])
        return
    create(folder, serving)  # what is wrong with the archive is said once, before there are processes
    socket.listen(2048)
    tell(address)
    Multiprocess(config, sockets=[socket]).run()
