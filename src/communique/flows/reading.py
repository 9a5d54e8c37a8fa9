"""Reading: the queue of versions whose claims are not known yet. Search never waits for it."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import suppress

from communique.actor_names import ActorNames
from communique.errors import ArchiveBusy, SearchError
from communique.flows import queues, work
from communique.flows.guard import Outcome
from communique.flows.rooms import Rooms, decode
from communique.flows.work import ToRead
from communique.flows.workers import Workers
from communique.holdings import Due, Ingest
from communique.ids import short_id
from communique.model import Fault, Progress
from communique.model import Reading as Read
from communique.reading.readers import reader

READING = "reading/1"
BATCH = 200  # versions that are under way at once
LONG = 40_000  # characters of a text that goes to a process alone
SECONDS = 1800.0  # a text that takes longer is stopped, and becomes a fault
WHAT = "reading"  # the operation, in faults
VERSION = "version "  # ... whose path is this and the id


def drain(rooms: Rooms, progress: Progress | None = None, only: Sequence[str] = ()) -> int:
    """Read what waits, in worker processes; what cannot be read becomes a fault. The caller holds the ingest lock.

    Commits in groups, so that a stop loses little; the rest waits for the next run. `only`: of these statements. Then the
    index is told of the claims. Returns how many versions were read.

    Raises:
        UsageError: the settings name a reader that there is not.
    """
    books = rooms.holdings.claims
    done, total = 0, books.waiting(only)
    if not total:
        return 0
    if isinstance(rooms.settings.reader, str):
        reader(rooms.settings.reader, None)  # a name that is none fails at once, not with each text
    ingest = rooms.holdings.ingest(decode)
    with Workers(rooms.settings.worker_count(), SECONDS) as workers:
        while batch := books.due(BATCH, only):
            for group in _groups(rooms, batch, workers):
                _commit(rooms, ingest, group)
                done += len(group)
                if progress:
                    progress(done, max(total, done))
        queues.drain(rooms, workers)
    return done


def read_waiting(rooms: Rooms, progress: Progress | None = None) -> int:
    """The whole verb: lock, read what waits.

    Raises:
        ArchiveBusy: another process is writing; it reads what waits.
    """
    with rooms.holdings.locked("read"):
        done = drain(rooms, progress)
    queues.drain_rest(rooms, "read")
    return done


def read_if_free(rooms: Rooms, only: Sequence[str]) -> None:
    """After a decision: read these statements now, unless somebody holds the lock, who will."""
    if rooms.holdings.claims.waiting(only):
        with suppress(ArchiveBusy, SearchError), rooms.holdings.locked("read"):
            drain(rooms, only=only)


def _groups(rooms: Rooms, batch: Sequence[Due], workers: Workers) -> Iterator[list[tuple[Due, Outcome[Read]]]]:
    """What was read, in groups of bounded count and time."""
    reader, added = rooms.settings.reader, rooms.actors
    items = [ToRead(d.text, d.issuer, d.country, d.lang, d.title, d.date, reader, added.of(d.lang)) for d in batch]
    chunk = 1 if any(len(one.text) > LONG for one in items) else 4
    job = workers.submit(work.read_claims, items, chunk, least=16)
    group: list[tuple[Due, Outcome[Read]]] = []
    begun = time.monotonic()
    for due, outcome in zip(batch, job.results(), strict=True):
        group.append((due, outcome))
        if len(group) >= rooms.settings.group_records or time.monotonic() - begun >= rooms.settings.group_seconds:
            yield group
            group, begun = [], time.monotonic()
    if group:
        yield group


def _commit(rooms: Rooms, ingest: Ingest, group: Sequence[tuple[Due, Outcome[Read]]]) -> None:
    """One transaction for a group of readings."""
    books = rooms.holdings.claims
    with ingest.catalog.write() as connection:
        for due, outcome in group:
            if outcome.value is None:
                books.failed(connection, due, f"reading failed: {outcome.why}")
                todo = outcome.todo or 'The text is kept and found; "communique faults --retry" tries again.'
                ingest.fault(Fault(f"{VERSION}{due.version}", WHAT, outcome.why or "", todo, None, outcome.traceback))
                continue
            lost = books.record(connection, due, outcome.value, _made_by(due, outcome.value, rooms.actors))
            ingest.mended(f"{VERSION}{due.version}")
            if lost == []:
                ingest.mended(f"statement {due.statement}")
            for decision in lost or ():
                ingest.fault(_lost(due, decision))
        books.follow(connection, dict.fromkeys(due.statement for due, _ in group))
        ingest.commit(connection, {})


def _made_by(due: Due, found: Read, added: ActorNames) -> str:
    names = added.of(due.lang).digest
    inputs = short_id(
        *(one or "" for one in (due.title, due.date, due.lang, due.issuer, due.country)), *([names] if names else [])
    )
    return f"{READING} {found.reader} inputs:{inputs}"


def _lost(due: Due, decision: str) -> Fault:
    why = f"the claim that decision {decision} corrected no longer stands in version {due.version}"
    return Fault(f"statement {due.statement}", "correction", why, 'Look at it with "communique history"; correct it anew.')
