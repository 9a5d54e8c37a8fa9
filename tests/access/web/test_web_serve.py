"""Protects the verb serve: its address is one line, several workers share it, slow clients are let go, the log says no words."""

from __future__ import annotations

import asyncio
import http.client
import json
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import uvicorn
from uvicorn.server import ServerState

from communique.access.web.run import Patient
from invented import Cli


@contextmanager
def served(cli: Cli, folder: Path, *words: object, **more: Any) -> Iterator[tuple[str, int, subprocess.Popen[bytes]]]:
    process = cli.process("serve", "--port", 0, *words, archive=folder, **more)
    assert process.stdout is not None
    try:
        address = urlsplit(process.stdout.readline().decode().strip())
        yield str(address.hostname), int(address.port or 0), process
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=30)


def get(host: str, port: int, path: str) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection(host, port, timeout=20)
    try:
        connection.request("GET", path)
        response = connection.getresponse()
        return response.status, response.read()
    finally:
        connection.close()


@pytest.mark.parametrize("workers", [1, 2])
def test_serve_prints_its_address_once_it_answers(cli: Cli, built_world: Path, workers: int) -> None:
    with served(cli, built_world, "--workers", workers) as (host, port, process):
        assert host == "127.0.0.1"
        status, body = get(host, port, "/api/v1/search?q=convoy")
        assert status == 200
        assert json.loads(body)["total"] > 0
    assert process.returncode in (0, -signal.SIGTERM)


def test_what_is_sent_does_not_wait_for_the_other_side() -> None:
    class Transport(asyncio.Transport):
        def __init__(self, accepted: socket.socket) -> None:
            super().__init__({"socket": accepted})

        def close(self) -> None:
            pass

    async def accept() -> int:
        config = uvicorn.Config(lambda: None, factory=True)
        with socket.create_server(("127.0.0.1", 0)) as listening, socket.create_connection(listening.getsockname()):
            accepted, _ = listening.accept()
            with accepted:
                protocol = Patient(config, ServerState(), {})
                protocol.connection_made(Transport(accepted))
                protocol.connection_lost(None)
                return accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)

    assert asyncio.run(accept()) == 1


def test_the_log_says_no_words_of_a_query(cli: Cli, built_world: Path, tmp_path: Path) -> None:
    log = tmp_path / "log"
    with log.open("wb") as stderr, served(cli, built_world, "--log", stderr=stderr) as (host, port, _):
        get(host, port, "/api/v1/search?q=secretword&issuer=confidential")
    told = log.read_text("utf-8")
    assert "GET /api/v1/search 200" in told
    assert "secretword" not in told
    assert "confidential" not in told


def test_a_client_that_never_ends_its_request_is_let_go(cli: Cli, built_world: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with served(cli, built_world) as (host, port, _), socket.create_connection((host, port), timeout=30) as slow:
        slow.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ")
        began = time.monotonic()
        assert slow.recv(1000) == b""
        assert time.monotonic() - began < 25


def test_a_head_that_is_too_large_is_refused(cli: Cli, built_world: Path) -> None:
    with served(cli, built_world) as (host, port, _), socket.create_connection((host, port), timeout=30) as large:
        large.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n" + b"X-A: " + b"a" * 100_000 + b"\r\n")
        assert b" 400 " in large.recv(1000)[:30]


def test_an_address_that_is_taken_is_an_error_that_says_so(cli: Cli, built_world: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        ran = cli.apart("serve", "--port", taken.getsockname()[1], archive=built_world, code=2)
        assert "--port" in ran.err


def test_an_archive_that_is_not_there_is_an_error(cli: Cli) -> None:
    assert "no archive here" in cli("serve", "--port", 0, code=1).err
