"""Reading kept pages again with what is known of their host since."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from communique import extraction
from communique.errors import HoldingsError
from communique.extraction import HostLines
from communique.flows import work
from communique.flows.hosts import pages_again, readings
from communique.flows.recording import record_group
from communique.flows.rooms import Rooms
from communique.flows.workers import Workers
from communique.holdings import Ingest, Kept, hosts
from communique.model import Fault

_GROUP = 100  # statements of one transaction


def settle(rooms: Rooms, ingest: Ingest, workers: Workers) -> None:
    """Read again the pages that new statistics of their host concern; all others of the host are made by them, too.

    A crash in between leaves the host unsettled: the next session begins with it.
    """
    while ingest.unsettled:
        name = min(ingest.unsettled)
        with ingest.catalog.read() as connection:
            row = hosts.read(connection, [name])[name]
            concerned = pages_again(rooms, connection, row)
        now = HostLines(row.lines, row.of)
        with ingest.catalog.write() as connection:
            hosts.rename(connection, name, partial(extraction.made_with, host=now))
        for at in range(0, len(concerned), _GROUP):
            _read_again(rooms, ingest, workers, concerned[at : at + _GROUP])
        row.former = None
        with ingest.catalog.write() as connection:
            hosts.write(connection, [row])
        ingest.unsettled.discard(name)


def _read_again(rooms: Rooms, ingest: Ingest, workers: Workers, statements: Sequence[str]) -> None:
    """Every capture of these statements that gave a text; where one fails now, that text stays."""
    kept: list[Kept] = []
    with ingest.catalog.read() as connection:
        for row in hosts.captures_of(connection, statements):
            try:
                source = rooms.source(row, connection)
            except HoldingsError as error:
                ingest.fault(Fault(row["path"], "extract", error.message, error.todo, row["url"]), row["id"])
                continue
            kept.append(Kept(source, row["id"], row["statement"], row["key"], known=False, row=row))
        to_read = readings(rooms, connection, [one.source for one in kept])
    good, outcomes = [], []
    for one, outcome in zip(kept, workers.submit(work.read, to_read, 4).results(), strict=True):
        if outcome.value is None:
            why, todo = outcome.why or "", outcome.todo or 'The text read before stays; "communique faults --retry" tries again.'
            ingest.fault(Fault(one.source.path, "extract", why, todo, one.source.url, outcome.traceback), one.capture)
        else:
            good.append(one)
            outcomes.append(outcome)
    record_group(rooms, ingest, good, iter(outcomes), {})
