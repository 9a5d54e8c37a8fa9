"""A writing session: the lock, what a crash left to do, and at the end the index."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from communique.errors import HoldingsError
from communique.flows import carrying
from communique.flows.queues import drain, drain_rest
from communique.flows.replay import catch_up
from communique.flows.rooms import Rooms, decode
from communique.flows.workers import Workers
from communique.holdings import Ingest
from communique.model import Progress


@contextmanager
def writing(rooms: Rooms, verb: str, progress: Progress | None = None) -> Iterator[tuple[Ingest, Workers]]:
    """Hold the ingest lock with the catalog brought up to the originals; afterwards the outbox is drained.

    When the run ends early (an error, Ctrl-C), what is kept stays in the outbox for the next one: to stop must not take
    long, and a full disk has no room for an index either.

    Raises:
        ArchiveBusy: another process holds the lock.
    """
    holdings = rooms.holdings
    with holdings.locked(verb), Workers(rooms.settings.worker_count()) as workers:
        ingest = holdings.ingest(decode)
        catch_up(rooms, ingest, workers)
        try:
            yield ingest, workers
        except BaseException:  # Ctrl-C too: the WARC is closed, and whatever it was goes on
            with suppress(HoldingsError):
                holdings.originals.close()
            raise
        try:
            holdings.originals.close()
        finally:  # a damaged manifest must not keep anything from being found
            carrying.check(rooms, ingest)
            drain(rooms, workers, progress)
            with ingest.catalog.write() as connection:
                ingest.commit(connection, {})
    drain_rest(rooms, verb)
