"""Rebuild: everything derived anew from the originals and the decisions, even with the catalog gone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from communique.errors import HoldingsError
from communique.flows import carrying, reading
from communique.flows.queues import drain, drain_rest, forget_index
from communique.flows.replay import replay
from communique.flows.rooms import Rooms, decode
from communique.flows.workers import Workers
from communique.holdings import Holdings, Manifest
from communique.model import Fault, Progress


def rebuild(rooms: Rooms, progress: Progress | None = None) -> int:
    """Make catalog and index anew; the old ones serve readers until the new ones take their place.

    Returns how many records were read. Open faults of the old catalog, and when it was verified, are carried over where it
    can still be read; what is damaged or missing in the originals becomes a fault.
    """
    holdings, layout = rooms.holdings, rooms.holdings.layout
    aside = replace(layout, index_name="index.new")
    fresh_path = layout.folder / "catalog.sqlite.new"
    with holdings.locked("rebuild"), Workers(rooms.settings.worker_count()) as workers:
        _check_decisions(holdings)
        _remove(fresh_path)
        forget_index(aside.index)
        fresh = replace(rooms, holdings=Holdings(aside, rooms.settings, rooms.issuers, fresh_path))
        fresh.holdings.catalog.create_or_migrate()
        count = _refill(fresh, workers, progress)
        _carry_faults(holdings, fresh.holdings)
        _check_carried(fresh)
        drain(fresh, workers)
        _carry_verified(holdings, fresh.holdings)
        fresh.holdings.catalog.settle()
        forget_index(layout.index)
        if aside.index.exists():
            aside.index.replace(layout.index)
        _remove(layout.catalog)
        fresh_path.replace(layout.catalog)
        holdings.decisions.catch_up()
        drain(rooms, workers)
        reading.drain(rooms, progress)
    drain_rest(rooms, "rebuild")
    return count


def rebuild_claims(rooms: Rooms, progress: Progress | None = None) -> int:
    """Read every version anew; its old claims serve readers until then. Returns how many were read."""
    with rooms.holdings.locked("rebuild"):
        rooms.holdings.claims.everything()
        return reading.drain(rooms, progress)


def _check_decisions(old: Holdings) -> None:
    """Nothing that people decided may be lost with the old catalog, where that can still be read."""
    try:
        if old.catalog.revision() is None:
            return
        old.views.decision_ids()
    except HoldingsError:
        return
    old.decisions.check_file()


def _refill(fresh: Rooms, workers: Workers, progress: Progress | None) -> int:
    """Originals and decisions into an empty catalog. Returns how many records were read."""
    holdings = fresh.holdings
    ingest = holdings.ingest(decode)
    for name, cut in ingest.torn():
        ingest.fault(Fault(f"originals/{name}", "original", f"{cut} bytes of a torn record were cut off"))
    for name, size in Manifest(holdings.layout).covered().items():
        file = holdings.layout.originals / name
        found = file.stat().st_size if file.exists() else 0
        if found < size:
            why = f"{found} bytes, the manifest knows {size}: what is missing is lost here"
            ingest.fault(Fault(f"originals/{name}", "damage", why, "Restore the file from a copy, then rebuild again."))
    count = replay(fresh, ingest, ingest.unknown(), workers, progress)
    with holdings.catalog.write() as connection:
        ingest.commit(connection, {})
    holdings.decisions.catch_up()
    return count


def _carry_faults(old: Holdings, fresh: Holdings) -> None:
    """What failed before anything was kept cannot be found again in the originals."""
    try:
        found = old.views.open_faults() if old.layout.catalog.exists() else []
    except HoldingsError:
        return
    ingest = fresh.ingest(decode)
    with fresh.catalog.write() as connection:
        for row in (one for one in found if one["capture"] is None and one["what"] != "damage"):
            ingest.context = row["context"] or {}
            ingest.fault(Fault(row["path"], row["what"], row["why"], row["todo"], row["url"], row["traceback"]))
            ingest.commit(connection, {})


def _carry_verified(old: Holdings, fresh: Holdings) -> None:
    """When the archive was last verified stands in the catalog alone."""
    try:
        told = old.overview.verified() if old.layout.catalog.exists() else None
        at, damages = (str(told["at"]), int(told["damages"])) if told else ("", 0)
    except (HoldingsError, ValueError, KeyError, TypeError):  # the old catalog may be damaged anywhere
        return
    if at:
        fresh.overview.note_verified(at, damages)


def _check_carried(fresh: Rooms) -> None:
    """Which decisions have nothing to stand on any more."""
    ingest = fresh.holdings.ingest(decode)
    carrying.check(fresh, ingest)
    with fresh.holdings.catalog.write() as connection:
        ingest.commit(connection, {})


def _remove(catalog: Path) -> None:
    for path in (catalog, Path(f"{catalog}-wal"), Path(f"{catalog}-shm")):
        path.unlink(missing_ok=True)
