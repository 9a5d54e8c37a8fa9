"""The application on the invented world, asked without a socket."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from communique.access.web.app import create
from communique.access.web.serving import Serving

ADDRESS = "http://127.0.0.1:8000"


@pytest.fixture
def client(built_world: Path) -> Iterator[TestClient]:
    """The world's pages and API; read only."""
    with TestClient(create(built_world, Serving()), base_url=ADDRESS, raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def desk(world_archive: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    """A world of one's own, in which decisions may be taken."""
    monkeypatch.setenv("COMMUNIQUE_USER", "ada")
    with TestClient(create(world_archive, Serving()), base_url=ADDRESS, raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def opened() -> Iterator[Callable[..., TestClient]]:
    """Open any archive, served in any way."""
    clients: list[TestClient] = []

    def to(folder: Path, serving: Serving | None = None, address: str = ADDRESS) -> TestClient:
        client = TestClient(create(folder, serving or Serving()), base_url=address, raise_server_exceptions=False)
        clients.append(client.__enter__())
        return client

    yield to
    for client in clients:
        client.__exit__(None, None, None)


@pytest.fixture
def csrf() -> Callable[[TestClient], str]:
    """The word that the forms of a page carry for the client's session."""

    def of(client: TestClient) -> str:
        found = re.search(r'name="csrf" content="([0-9a-f]+)"', client.get("/nowhere").text)
        assert found
        return found[1]

    return of
