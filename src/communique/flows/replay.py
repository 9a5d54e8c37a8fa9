"""Reading the originals again: the records that a crash left unknown to the catalog, or all of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from communique.flows import hosts, work
from communique.flows.recording import record_group
from communique.flows.rereading import settle
from communique.flows.rooms import Rooms, decode, source_of
from communique.flows.workers import Workers
from communique.holdings import Ingest, Kept, Placed, identify, names_of, place, refers_to, revisited
from communique.holdings import hosts as kept_hosts
from communique.model import Fault, Progress, Source, WarcRecord

_GROUP = 200
_CAPTURES = ("response", "resource", "revisit")


def catch_up(rooms: Rooms, ingest: Ingest, workers: Workers) -> int:
    """Bring the catalog up to the originals and the decisions. Returns how many records it had not known."""
    for name, cut in ingest.torn():
        ingest.fault(Fault(f"originals/{name}", "original", f"{cut} bytes of a torn record were cut off after a crash"))
    with ingest.catalog.read() as connection:
        ingest.unsettled.update(row.host for row in kept_hosts.unsettled(connection))
    settle(rooms, ingest, workers)
    count = replay(rooms, ingest, ingest.unknown(), workers)
    rooms.holdings.decisions.catch_up()
    return count


def replay(rooms: Rooms, ingest: Ingest, records: Iterable[Placed], workers: Workers, progress: Progress | None = None) -> int:
    """Record what the originals hold, in their order. Returns how many records there were."""
    stream, count = iter(records), 0
    while group := list(islice(stream, _GROUP)):
        kept = list(_kept(rooms, ingest, group))
        with ingest.catalog.read() as connection:
            to_read = hosts.readings(rooms, connection, [k.source for k in kept if k.shows == "read" and not k.known])
        results = workers.submit(work.read, to_read, 16, least=0).results()  # one of them may be why the last run ended
        reached: dict[str, int] = {}
        for placed in group:
            reached[placed.warc] = placed.end
        record_group(rooms, ingest, kept, results, reached)
        settle(rooms, ingest, workers)
        count += len(group)
        if progress:
            progress(count, None)
    return count


def _kept(rooms: Rooms, ingest: Ingest, group: list[Placed]) -> Iterator[Kept]:
    """The captures of a group as they were when they came in; one that stands there twice is taken once."""
    by_name: dict[str, WarcRecord] = {}
    seen: set[str] = set()
    with ingest.catalog.read() as connection:
        for placed in group:
            record = placed.record
            if record.type not in _CAPTURES:
                continue
            accession = rooms.holdings.originals.accession(placed.warc, placed.accession)
            data: bytes | None = None
            if record.type == "revisit":
                near = next((by_name[name] for name in refers_to(record) if name in by_name), None)
                target = near or revisited(connection, rooms.holdings.originals, record)
                data = decode(target) if target is not None else None
            else:
                by_name.update(dict.fromkeys(names_of(record), record))
            one = _identified(source_of(record, accession, data), record, placed, accession.at)
            if one.capture not in seen and not ingest.has(connection, one.capture):
                seen.add(one.capture)
                yield one


def _identified(source: Source, record: WarcRecord, placed: Placed, came_in: str | None) -> Kept:
    one = identify(source)
    one.row["accessioned"] = came_in or record.header("WARC-Date") or ""
    place(one.row, placed)
    return one
