"""A program that adds files and ends without a word at a chosen moment, as by `kill -9`; run by test_flows_crash.

Usage: crashing.py ARCHIVE POINT NUMBER FILE... - it ends when POINT is reached for the NUMBERth time. What was acknowledged
before is printed, one path a line.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import Any

import communique
from communique.flows import add, queues, session
from communique.holdings import catalog, ingest, manifest, originals, outbox
from communique.search import Index
from communique.settings import Settings

left = 0


def countdown() -> bool:
    global left
    left -= 1
    return left == 0


def die() -> None:
    os._exit(137)


def before(owner: Any, name: str) -> None:
    real = getattr(owner, name)

    def wrapped(*args: Any, **named: Any) -> Any:
        if countdown():
            die()
        return real(*args, **named)

    setattr(owner, name, wrapped)


def after(owner: Any, name: str) -> None:
    real = getattr(owner, name)

    def wrapped(*args: Any, **named: Any) -> Any:
        found = real(*args, **named)
        if countdown():
            die()
        return found

    setattr(owner, name, wrapped)


def torn_record() -> None:
    """Half of a WARC record is written."""
    real = originals.Originals._write

    def wrapped(self: Any, file: Any, record: Any) -> Any:
        if countdown():
            data = originals.warc.serialise(record)
            file.write(data[: len(data) // 2])
            die()
        return real(self, file, record)

    originals.Originals._write = wrapped  # type: ignore[method-assign]


def torn_cdxj() -> None:
    """The records are on the disk, of their CDXJ lines one and a half."""
    real = originals.Originals.sync

    def wrapped(self: Any) -> None:
        if self._cdxj and countdown():
            self._file.flush()
            os.fsync(self._file.fileno())
            lines = "".join(self._cdxj)
            with self._index_file(self._name).open("a") as out:
                out.write(lines[: len(lines) // 2])
                out.flush()
                die()
        real(self)

    originals.Originals.sync = wrapped  # type: ignore[method-assign]


def in_transaction() -> None:
    """Everything of a group is written into a transaction that is not committed."""
    after(ingest.Ingest, "commit")


def torn_manifest() -> None:
    """Half a line stands in the manifest."""
    real = manifest.Manifest.add

    def wrapped(self: Any, name: str, size: int, *, closed: bool) -> None:
        if countdown():
            with self.layout.manifest.open("a") as out:
                out.write("7 2024-03-14T12:00:00Z open 99")
                out.flush()
                die()
        real(self, name, size, closed=closed)

    manifest.Manifest.add = wrapped  # type: ignore[method-assign]


POINTS: dict[str, Callable[[], None]] = {
    "before a record": lambda: before(originals.Originals, "append"),
    "in a record": torn_record,
    "records not yet synced": lambda: before(originals.Originals, "sync"),
    "synced, not in the catalog": lambda: after(originals.Originals, "sync"),
    "in the CDXJ": torn_cdxj,
    "in the transaction": in_transaction,
    "committed, not acknowledged": lambda: after(add, "record_group"),
    "while a full file is closed": lambda: before(originals.Originals, "_seal"),
    "in the manifest": torn_manifest,
    "before the index": lambda: before(session, "drain"),
    "in the index": lambda: before(Index, "commit"),
    "indexed, not ticked off": lambda: before(outbox.Outbox, "tick"),
    "before the last line of the manifest": lambda: before(originals.Originals, "close"),
    "while the catalog is created": lambda: after(catalog.Catalog, "write"),
}
assert queues


def main() -> None:
    global left
    folder, point, number, *files = sys.argv[1:]
    archive = communique.open(folder, create=True, settings=Settings(workers=1, group_records=24))
    left = int(number)
    POINTS[point]()
    archive.add(files, each=lambda item: print(item.path, flush=True))


if __name__ == "__main__":
    main()
