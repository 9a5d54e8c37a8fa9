"""What every test stands on: no network, no home, no settings of the person who runs it; the invented world, built once."""

from __future__ import annotations

import fcntl
import ipaddress
import shutil
import socket
from collections.abc import Callable, Iterator
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

import communique
from communique.settings import Settings
from invented import Cli, copied

settings.register_profile("communique", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
settings.load_profile("communique")


@pytest.fixture(scope="session", autouse=True)
def no_network() -> Iterator[None]:
    """Only loopback addresses can be reached, and no name can be looked up."""
    connect = socket.socket.connect
    look_up = socket.getaddrinfo

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family != socket.AF_UNIX and not _loopback(address[0]):
            raise OSError(f"tests do not touch the network: {address!r}")
        connect(self, address)

    def guarded_look_up(host: Any, *rest: Any, **named: Any) -> Any:
        if not _loopback(host):
            raise OSError(f"tests do not touch the network: {host!r}")
        return look_up(host, *rest, **named)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded)
        patch.setattr(socket, "getaddrinfo", guarded_look_up)
        yield


def _loopback(host: Any) -> bool:
    name = host.decode() if isinstance(host, bytes) else str(host or "localhost")
    try:
        return ipaddress.ip_address(name.split("%")[0]).is_loopback
    except ValueError:
        return name == "localhost"


@pytest.fixture(autouse=True)
def no_settings(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """A home of its own, and nothing of ours in the environment."""
    home = tmp_path_factory.getbasetemp() / "home"
    home.mkdir(exist_ok=True)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("COMMUNIQUE_READER", "none")  # reading takes time; the tests of reading name their reader
    for name in (
        "COMMUNIQUE_ARCHIVE",
        "COMMUNIQUE_USER",
        "XDG_CONFIG_HOME",
        "XDG_CACHE_HOME",
        "COLUMNS",
        "NO_COLOR",
        "FORCE_COLOR",
    ):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="session")
def world() -> Iterator[Path]:
    """The folder of the invented world: issuers, pages, pdf, warc, data."""
    with resources.as_file(resources.files("communique.resources") / "world") as folder:
        yield folder


@pytest.fixture(scope="session")
def built_world(tmp_path_factory: pytest.TempPathFactory, world: Path) -> Path:
    """An archive of the whole invented world, shared by all tests and all their processes: read it, never write it."""
    shared = tmp_path_factory.getbasetemp()
    if shared.name.startswith("popen-"):  # one of several pytest-xdist processes
        shared = shared.parent
    folder = shared / "world.archive"
    with (shared / "world.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "built").exists():
            shutil.rmtree(folder, ignore_errors=True)
            archive = communique.open(folder, create=True, settings=Settings(workers=1, user="archivist", reader="none"))
            shutil.copytree(world / "issuers", folder / "issuers")
            counts = archive.add([world / "pages", world / "pdf", world / "warc", world / "data"])
            assert counts.faults == 0
            (folder / "built").touch()
    return folder


@pytest.fixture
def world_archive(built_world: Path, tmp_path: Path) -> Path:
    """A copy of the invented world's archive that a test may do anything to."""
    folder = tmp_path / "world.archive"
    copied(built_world, folder)
    (folder / "built").unlink()
    return folder


@pytest.fixture
def cli(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Cli:
    """The command line, run in the test's own folder on the archive `a.archive` unless told otherwise."""
    monkeypatch.chdir(tmp_path)
    return Cli(tmp_path / "a.archive")


@pytest.fixture
def archive(tmp_path: Path) -> communique.Archive:
    """An empty archive in `a.archive`, written by one process."""
    return communique.open(tmp_path / "a.archive", create=True, settings=Settings(workers=1, user="archivist"))


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, bytes | str], Path]:
    """Write a file below the test's folder."""

    def to(name: str, data: bytes | str) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        return path

    return to
