"""Trying again what failed: from the original where one was kept, else from the file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from communique import sources
from communique.flows import work
from communique.flows.add import take_in
from communique.flows.guard import guarded
from communique.flows.queues import drain
from communique.flows.recording import record_group
from communique.flows.replay import catch_up
from communique.flows.rooms import Rooms, decode
from communique.flows.workers import Workers
from communique.holdings import Ingest, Kept
from communique.model import Added, Asserted, Fault

Row = Mapping[Any, Any]


def retry(rooms: Rooms) -> Iterator[Added | Fault]:
    """Every open fault once more; what goes well now is mended."""
    holdings = rooms.holdings
    with holdings.locked("faults"), Workers(rooms.settings.worker_count()) as workers:
        ingest = holdings.ingest(decode)
        catch_up(rooms, ingest, workers)
        tried: set[str] = set()
        for row in holdings.views.open_faults():
            if row["capture"] is not None:
                yield from _again(rooms, ingest, row)
            elif row["what"] == "read" and _file(row["path"]) not in tried:
                tried.add(_file(row["path"]))
                yield from _add_again(rooms, ingest, row, workers)
        holdings.originals.close()
        drain(rooms, workers)


def _again(rooms: Rooms, ingest: Ingest, row: Row) -> Iterator[Added | Fault]:
    """Extract a kept original again."""
    capture = rooms.holdings.views.original(row["capture"])
    with rooms.holdings.catalog.read() as connection:
        source = rooms.source(capture, connection)
    kept = Kept(source, capture["id"], capture["statement"], capture["key"], known=False, row=dict(capture))
    outcome = guarded(work.read, rooms.reading(source))
    if outcome.value is not None:
        ingest.mended(row["path"])
    yield from record_group(rooms, ingest, [kept], iter([outcome]), {})


def _add_again(rooms: Rooms, ingest: Ingest, row: Row, workers: Workers) -> Iterator[Added | Fault]:
    """Take a file in again, with what the user said of it then."""
    said = dict(row["context"] or {})
    asserted = Asserted(said.get("issuer"), said.get("url"), said.get("date"))
    ingest.context = said
    ingest.mended(row["path"])  # what fails again becomes a fault again
    items = sources.from_paths(
        [_file(row["path"])],
        asserted=asserted,
        dataset=said.get("dataset"),
        mapping=said.get("mapping"),
        settings=rooms.settings,
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
