"""Protects against two writers: the second is told at once who the first is, and a dead writer blocks nobody."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from communique.errors import ArchiveBusy, HoldingsError
from communique.holdings import ingest_lock, is_free

HOLD = """
import sys, time
from pathlib import Path
from communique.holdings import ingest_lock
with ingest_lock(Path(sys.argv[1]), "rebuild"):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def holder(tmp_path: Path):
    """Another process that holds the lock."""
    command = [sys.executable, "-c", HOLD, str(tmp_path / ".ingest.lock")]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"held\n"
        yield process
        process.kill()


def test_the_second_writer_is_told_who_the_first_is(tmp_path: Path, holder: subprocess.Popen[bytes]) -> None:
    lock = tmp_path / ".ingest.lock"
    with pytest.raises(ArchiveBusy) as raised, ingest_lock(lock, "add"):
        pass
    said = str(raised.value)
    assert f"add: {tmp_path} is being written by process {holder.pid} on " in said
    assert '("rebuild", since 20' in said
    assert "try again" in said
    assert not is_free(lock)


def test_the_lock_of_a_killed_process_is_free(tmp_path: Path, holder: subprocess.Popen[bytes]) -> None:
    os.kill(holder.pid, signal.SIGKILL)
    holder.wait()
    assert is_free(tmp_path / ".ingest.lock")
    with ingest_lock(tmp_path / ".ingest.lock", "add"):
        assert not is_free(tmp_path / ".ingest.lock")


def test_the_lock_is_given_back_when_the_work_fails(tmp_path: Path) -> None:
    lock = tmp_path / ".ingest.lock"
    assert is_free(lock)
    with pytest.raises(ZeroDivisionError), ingest_lock(lock, "add"):
        raise ZeroDivisionError
    assert is_free(lock)


@pytest.mark.parametrize("left", [b"", b"\xff", b"[]", b'{"pid": 1}'], ids=["nothing", "no text", "a list", "half"])
def test_a_holder_that_left_no_name_is_another_process(tmp_path: Path, holder: subprocess.Popen[bytes], left: bytes) -> None:
    lock = tmp_path / ".ingest.lock"
    lock.write_bytes(left)
    with pytest.raises(ArchiveBusy, match="is being written by another process"), ingest_lock(lock, "add"):
        pass


def test_a_lock_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    with pytest.raises(HoldingsError, match="gone/.ingest.lock"), ingest_lock(tmp_path / "gone" / ".ingest.lock", "add"):
        pass
