"""The queues: states of rows that a flow works off. Now: the outbox to the search index."""

from __future__ import annotations

import shutil
from contextlib import suppress
from pathlib import Path

from communique import search
from communique.errors import ArchiveBusy, SearchError
from communique.flows import work
from communique.flows.rooms import Rooms, decode
from communique.flows.workers import Workers
from communique.model import Fault, Progress

BATCH = 1000  # versions a commit of the index


def drain(rooms: Rooms, workers: Workers, progress: Progress | None = None) -> None:
    """Bring the search index up to the catalog; what cannot be indexed becomes a fault. The caller holds the ingest lock."""
    outbox = rooms.holdings.outbox
    if outbox.switched():
        outbox.switch()
    total, done = outbox.waiting(), 0
    vanished = outbox.vanished()
    failed: list[Fault] = []
    if not total and not vanished and rooms.holdings.layout.index.exists():
        return
    index = _writable(rooms)
    try:
        while True:
            taken, entries, removed = outbox.due(BATCH)
            if not taken and not vanished:
                index.commit()
                break
            outcomes = workers.submit(work.analyse, entries, 50, least=100).results()
            analysed = []
            for entry, outcome in zip(entries, outcomes, strict=True):
                if outcome.value is not None:
                    analysed.append(outcome.value)
                else:
                    failed.append(Fault(entry.version, "index", outcome.why or "", outcome.todo, None, outcome.traceback))
            index.apply(analysed, [*removed, *vanished])
            index.commit()
            outbox.tick(taken)
            outbox.forget(vanished)
            vanished, done = [], done + len(taken)
            if progress:
                progress(done, max(total, done))
    finally:
        index.close()
        _keep(rooms, failed)


def _keep(rooms: Rooms, failed: list[Fault]) -> None:
    if failed:
        ingest = rooms.holdings.ingest(decode)
        for fault in failed:
            ingest.fault(fault)
        with ingest.catalog.write() as connection:
            ingest.commit(connection, {})


def drain_if_free(rooms: Rooms, verb: str) -> None:
    """After a decision: index it now, unless somebody holds the lock, who will. What was decided stands either way."""
    with suppress(ArchiveBusy, SearchError), rooms.holdings.locked(verb), Workers(1) as workers:
        drain(rooms, workers)


def drain_rest(rooms: Rooms, verb: str) -> None:
    """After the lock was given back: what was decided while it was held, too late for the last look into the outbox."""
    if rooms.holdings.outbox.waiting():
        drain_if_free(rooms, verb)


def _writable(rooms: Rooms) -> search.Index:
    """The index, begun anew when it is missing or damaged: it is derived, and everything is due then."""
    path = rooms.holdings.layout.index
    if path.exists():
        try:
            return search.open_index(path, create=False, writable=True)
        except SearchError:
            forget_index(path)
    rooms.holdings.outbox.everything()
    path.parent.mkdir(parents=True, exist_ok=True)
    return search.open_index(path, create=True, writable=True)


def forget_index(path: Path) -> None:
    """Throw the index away: the next drain begins it anew."""
    shutil.rmtree(path, ignore_errors=True)
