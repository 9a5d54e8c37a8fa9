"""Rebuild: everything derived anew from the originals and the decisions, even with the catalog gone."""

from __future__ import annotations

from pathlib import Path

from communique.errors import HoldingsError
from communique.flows.queues import drain, forget_index
from communique.flows.replay import replay
from communique.flows.rooms import Rooms, decode
from communique.flows.workers import Workers
from communique.holdings import Holdings
from communique.model import Fault, Progress


def rebuild(rooms: Rooms, progress: Progress | None = None) -> int:
    """Make catalog and index anew; the old catalog serves readers until the new one takes its place.

    Returns how many records were read. Open faults of the old catalog are carried over where it can still be read.
    """
    holdings, layout = rooms.holdings, rooms.holdings.layout
    fresh_path = layout.folder / "catalog.sqlite.new"
    with holdings.locked("rebuild"), Workers(rooms.settings.worker_count()) as workers:
        _remove(fresh_path)
        fresh = Holdings(layout, rooms.settings, rooms.issuers, fresh_path)
        fresh.catalog.create_or_migrate()
        ingest = fresh.ingest(decode)
        for name, cut in ingest.torn():
            ingest.fault(Fault(f"originals/{name}", "original", f"{cut} bytes of a torn record were cut off"))
        count = replay(Rooms(fresh, rooms.issuers, rooms.settings), ingest, ingest.unknown(), workers, progress)
        fresh.decisions.catch_up()
        _carry_faults(holdings, fresh)
        fresh.catalog.settle()
        _remove(layout.catalog)
        fresh_path.replace(layout.catalog)
        holdings.decisions.catch_up()
        forget_index(layout.index)
        drain(rooms, workers, progress)
    return count


def _carry_faults(old: Holdings, fresh: Holdings) -> None:
    """What failed before anything was kept cannot be found again in the originals."""
    try:
        found = [row for row in old.views.open_faults() if row["capture"] is None] if old.layout.catalog.exists() else []
    except HoldingsError:
        return
    ingest = fresh.ingest(decode)
    with fresh.catalog.write() as connection:
        for row in found:
            ingest.context = row["context"] or {}
            ingest.fault(Fault(row["path"], row["what"], row["why"], row["todo"], row["url"], row["traceback"]))
            ingest.commit(connection, {})


def _remove(catalog: Path) -> None:
    for path in (catalog, Path(f"{catalog}-wal"), Path(f"{catalog}-shm")):
        path.unlink(missing_ok=True)
