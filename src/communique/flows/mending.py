"""Trying again what failed: from the original where one was kept, else from the file."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any

from communique import sources
from communique.errors import ArchiveBusy, HoldingsError
from communique.flows import hosts, reading, work
from communique.flows.add import take_in
from communique.flows.recording import record_group
from communique.flows.rereading import settle
from communique.flows.rooms import Rooms
from communique.flows.session import writing
from communique.flows.workers import Workers
from communique.holdings import Ingest, Kept
from communique.model import Added, Asserted, Fault

Row = Mapping[Any, Any]
STDIN = "-"  # what came in there cannot be read again


def retry(rooms: Rooms) -> Generator[Added | Fault, None, None]:
    """Every open fault once more; what goes well now is mended."""
    with writing(rooms, "faults") as (ingest, workers):
        files: dict[str, list[Row]] = {}
        for row in rooms.holdings.views.open_faults():
            if row["capture"] is not None:
                yield from _again(rooms, ingest, row, workers)
            elif row["what"] == "index":
                rooms.holdings.outbox.again(row["path"])
                ingest.mended(row["path"])
            elif row["what"] == reading.WHAT:
                rooms.holdings.claims.again(row["path"].removeprefix(reading.VERSION))
                ingest.mended(row["path"])
            elif row["what"] == "read" and _file(row["path"]) != STDIN:
                files.setdefault(_file(row["path"]), []).append(row)
        for file, rows in files.items():
            yield from _add_again(rooms, ingest, file, rows, workers)
    with suppress(ArchiveBusy):  # whoever took the lock in between reads what waits
        reading.read_waiting(rooms)


def _again(rooms: Rooms, ingest: Ingest, row: Row, workers: Workers) -> Iterator[Added | Fault]:
    """Extract a kept original again; in a process of its own, for it may have ended one."""
    capture = rooms.holdings.views.original(row["capture"])
    try:
        with rooms.holdings.catalog.read() as connection:
            source = replace(rooms.source(capture, connection), path=row["path"])
            to_read = hosts.readings(rooms, connection, [source])
    except HoldingsError as error:
        yield Fault(row["path"], row["what"], error.message, error.todo, row["url"])
        return
    kept = Kept(source, capture["id"], capture["statement"], capture["key"], known=False, row=dict(capture))
    yield from record_group(rooms, ingest, [kept], workers.one_by_one(work.read, to_read), {})
    settle(rooms, ingest, workers)


def _add_again(rooms: Rooms, ingest: Ingest, file: str, rows: list[Row], workers: Workers) -> Iterator[Added | Fault]:
    """Take a file in again, with what the user said of it then."""
    said = dict(rows[-1]["context"] or {})
    asserted = Asserted(said.get("issuer"), said.get("url"), said.get("date"), said.get("ocr"))
    ingest.context = said
    for row in rows:
        ingest.mended(row["path"])  # what fails again becomes a fault again
    items = sources.from_paths(
        [file], asserted=asserted, dataset=said.get("dataset"), mapping=said.get("mapping"), settings=rooms.settings
    )
    yield from take_in(rooms, ingest, items, workers)


def _file(path: str) -> str:
    """The file that a fault's path lies in: without member, line or offset."""
    outer = path.split("!", 1)[0]
    head, colon, line = outer.rpartition(":")
    if colon and line.isdigit():
        return head
    head, at, offset = outer.rpartition("@")
    return head if at and offset.isdigit() else outer
