"""The ingest lock: one writer of `originals/` and `derived/` at a time; a second is told at once who the first is."""

from __future__ import annotations

import fcntl
import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from communique.errors import ArchiveBusy, disk_error
from communique.times import now


@contextmanager
def ingest_lock(path: Path, verb: str) -> Iterator[None]:
    """Hold the lock for the time of a verb. The operating system drops it when the process dies.

    Raises:
        ArchiveBusy: another process holds it; the message names process, machine, verb and since when.
    """
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise disk_error(f"{verb}: {path}", error, "Check the permissions of the archive.") from error
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise ArchiveBusy(
                f"{verb}: {path.parent} is being written by {_holder(path)}", "Wait until it is done, then try again."
            ) from None
        holder = {"pid": os.getpid(), "machine": socket.gethostname(), "verb": verb, "since": now()[:19] + "Z"}
        with suppress(OSError):  # a full disk: the lock holds all the same, without a name
            os.ftruncate(handle, 0)
            os.pwrite(handle, json.dumps(holder).encode(), 0)
        yield
    finally:
        os.close(handle)


def is_free(path: Path) -> bool:
    """Whether nobody holds the lock at this moment."""
    if not path.exists():
        return True
    handle = os.open(path, os.O_RDWR)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    finally:
        os.close(handle)
    return True


def _holder(path: Path) -> str:
    try:
        who = json.loads(path.read_text("utf-8"))
        return f'process {who["pid"]} on {who["machine"]} ("{who["verb"]}", since {who["since"]})'
    except (OSError, ValueError, KeyError, TypeError):
        return "another process"
