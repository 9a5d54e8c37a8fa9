"""Add: files come in, statements come out. Originals first, then the catalog, then the index."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from communique.flows import hosts, work
from communique.flows.recording import record_group
from communique.flows.rereading import settle
from communique.flows.restoring import restored
from communique.flows.rooms import Rooms
from communique.flows.session import writing
from communique.flows.work import Reading
from communique.flows.workers import Job, Workers
from communique.holdings import Ingest, Kept
from communique.model import Added, Companion, Extraction, Fault, Progress, Source

_PAGE_WEIGHT = 12  # a page costs as much as so many rows of a data set
_GROUP_BYTES = 16_000_000


@dataclass(slots=True)
class _Group:
    """Sources that are safe in the originals and on their way through extraction."""

    kept: list[Kept]
    job: Job[Reading, Extraction]
    reached: dict[str, int]
    faults: list[Fault] = field(default_factory=list)


def take_in(
    rooms: Rooms, ingest: Ingest, items: Iterable[Source | Companion | Fault], workers: Workers
) -> Iterator[Added | Fault]:
    """Keep, extract, record; while one group is being extracted the next is already kept.

    Gives what became of each item once its group is committed. The caller holds the ingest lock.
    """
    flying: deque[_Group] = deque()
    try:
        for group in _groups(rooms, restored(items)):
            flying.append(_begin(rooms, ingest, workers, group))
            while len(flying) > 2:
                yield from _finish(rooms, ingest, flying.popleft())
                settle(rooms, ingest, workers)
        ingest.keeper.finish_archive()
        ingest.originals.sync()
        if flying:
            flying[-1].reached = ingest.originals.reached()
        while flying:
            yield from _finish(rooms, ingest, flying.popleft())
            settle(rooms, ingest, workers)
    finally:
        while flying:  # stopped in the middle: what is in the originals is recorded, and reported by nobody
            list(_finish(rooms, ingest, flying.popleft()))


def _groups(rooms: Rooms, items: Iterable[Source | Companion | Fault]) -> Iterator[list[Source | Companion | Fault]]:
    """Items in groups of bounded count, weight, bytes and time."""
    group: list[Source | Companion | Fault] = []
    weight, size, begun = 0, 0, time.monotonic()
    for item in items:
        group.append(item)
        if isinstance(item, Source):
            weight += 1 if item.row is not None else _PAGE_WEIGHT
            size += len(item.data)
        full = weight >= rooms.settings.group_records or len(group) >= rooms.settings.group_records
        if full or size >= _GROUP_BYTES or time.monotonic() - begun >= rooms.settings.group_seconds:
            yield group
            group, weight, size, begun = [], 0, 0, time.monotonic()
    if group:
        yield group


def _begin(rooms: Rooms, ingest: Ingest, workers: Workers, group: Sequence[Source | Companion | Fault]) -> _Group:
    kept = ingest.keep([item for item in group if not isinstance(item, Fault)])
    ingest.originals.sync()
    with ingest.catalog.read() as connection:
        to_read = hosts.readings(rooms, connection, [k.source for k in kept if k.shows == "read" and not k.known])
    chunk = 64 if to_read and to_read[0].source.row is not None else 4
    job = workers.submit(work.read, to_read, chunk)
    return _Group(kept, job, ingest.originals.reached(), [item for item in group if isinstance(item, Fault)])


def _finish(rooms: Rooms, ingest: Ingest, group: _Group) -> Iterator[Added | Fault]:
    """Record a group and report it."""
    for fault in group.faults:
        ingest.fault(fault)
    recorded = record_group(rooms, ingest, group.kept, group.job.results(), group.reached)
    ingest.keeper.landed(group.kept)
    yield from group.faults
    yield from recorded


def add(
    rooms: Rooms, items: Iterable[Source | Companion | Fault], context: dict[str, object], progress: Progress | None = None
) -> Generator[Added | Fault, None, None]:
    """The whole verb: lock, catch up after a crash, take in, index."""
    with writing(rooms, "add", progress) as (ingest, workers):
        ingest.context = context
        yield from take_in(rooms, ingest, items, workers)
