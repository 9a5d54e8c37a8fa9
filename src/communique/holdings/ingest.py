"""One writing session: bytes to the originals, rows to the catalog, in the order that survives a crash.

Order: WARC records and fsync, then one catalog transaction that also says how far of the WARC it knows. After a crash the
catalog never knows bytes that are not there; records that it does not know are read forward by the next session.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial

from sqlalchemy import Connection, func, insert, select, update

from communique.errors import HoldingsError
from communique.holdings import warc
from communique.holdings.books import Books
from communique.holdings.catalog import Catalog
from communique.holdings.composing import Composer
from communique.holdings.keeping import Decode, Keeper, Kept
from communique.holdings.manifest import Manifest
from communique.holdings.originals import Originals
from communique.holdings.schema import captures, faults, warcs
from communique.holdings.warc import Accession, Placed
from communique.model import Companion, Fault, Source
from communique.times import now


class Ingest:
    """Keep, record, commit; the caller holds the ingest lock."""

    def __init__(self, catalog: Catalog, originals: Originals, composer: Composer, decode: Decode) -> None:
        self.catalog = catalog
        self.originals = originals
        self.composer = composer
        self.keeper = Keeper(originals, decode)
        self.context: dict[str, object] = {}  # what the user said with this run, for a later retry
        self.unsettled: set[str] = set()  # hosts of which pages wait to be read again
        self._faults: list[tuple[Fault, str | None]] = []
        self._mended: list[str] = []

    def torn(self) -> Iterator[tuple[str, int]]:
        """Cut every WARC back to its last whole record. Gives (file, bytes cut).

        What the catalog or the manifest vouches for is never cut, be it damaged. Beyond what the catalog knows, the first
        record that is not whole is where a crash tore the file; in a file that it does not know (at a rebuild), whole
        records may follow damaged ones.
        """
        known = self._known()
        self._whole(known)
        covered = Manifest(self.originals.layout).covered()
        for name in self.originals.files():
            end = max(known.get(name, 0), covered.get(name, 0))
            passing = None if end == known.get(name) else warc.passed_over
            for placed in warc.walk(self.originals.layout.originals / name, name, end, damaged=passing):
                end = placed.end
            lost = self.originals.cut(name, end)
            if lost:
                yield name, lost

    def _whole(self, known: Mapping[str, int]) -> None:
        """Every byte that the catalog knows is there."""
        folder = self.originals.layout.originals
        for name, size in known.items():
            found = (folder / name).stat().st_size if (folder / name).exists() else 0
            if found < size:
                raise HoldingsError(
                    f"{folder / name}: {found} bytes, the catalog knows {size} (half a copy, or a damaged disk?)",
                    'Restore the file from a copy, or run "communique rebuild" to go on with what is there.',
                )

    def unknown(self) -> Iterator[Placed]:
        """The records that the catalog does not know yet, in order, with the accession that stands before each.

        Damaged stretches are passed over and become faults. Each file's CDXJ is made anew: it may be behind as well.
        """
        known = self._known()
        for name in self.originals.files():
            start, file = known.get(name, 0), self.originals.layout.originals / name
            said: int | None = None
            if file.stat().st_size <= start:
                continue
            self.originals.mend_cdxj(name)
            damaged = partial(self._damaged, name)
            for placed in warc.walk(file, name, 0, damaged=damaged):  # the accession may stand before what is known
                if Accession.read(placed.record) is not None:
                    said = placed.offset
                elif placed.offset >= start:
                    yield replace(placed, accession=said)

    def _damaged(self, name: str, at: int, size: int) -> None:
        why = f"{size} bytes at {at} are no whole record"
        self.fault(Fault(f"originals/{name}", "damage", why, 'Restore the file from a copy, then run "communique rebuild".'))

    def _known(self) -> dict[str, int]:
        with self.catalog.read() as connection:
            return {row.name: row.known for row in connection.execute(select(warcs))}

    def keep(self, items: Sequence[Source | Companion]) -> list[Kept]:
        """Write what is new to the originals; see `Keeper.keep`."""
        with self.catalog.read() as connection:
            return self.keeper.keep(connection, items)

    def books(self, connection: Connection, kept: Sequence[Kept]) -> Books:
        """The books of one group, in an open transaction."""
        last = connection.execute(select(func.coalesce(func.max(captures.c.seq), 0))).scalar_one()
        return Books(connection, self.composer, {k.statement for k in kept}, last)

    @staticmethod
    def has(connection: Connection, capture: str) -> bool:
        """Whether the catalog knows a capture."""
        return connection.execute(select(captures.c.id).where(captures.c.id == capture)).first() is not None

    def fault(self, fault: Fault, capture: str | None = None) -> None:
        """A fault, written with the next commit."""
        self._faults.append((fault, capture))

    def mended(self, path: str) -> None:
        """An item went well: open faults of the same path are mended with the next commit."""
        self._mended.append(path)

    def commit(self, connection: Connection, reached: Mapping[str, int]) -> None:
        """Close the group: faults, and how far of the WARCs is known. The originals must be synced before."""
        if reached:
            known = [{"name": name, "known": position} for name, position in reached.items()]
            connection.execute(insert(warcs).prefix_with("OR REPLACE"), known)
        for at in range(0, len(self._mended), 400):
            mend = update(faults).where(faults.c.state == "open", faults.c.path.in_(self._mended[at : at + 400]))
            connection.execute(mend.values(state="mended"))
        self._mended.clear()
        for fault, capture in self._faults:
            self._write_fault(connection, fault, capture)
        self._faults.clear()

    def _write_fault(self, connection: Connection, fault: Fault, capture: str | None) -> None:
        same = (faults.c.state == "open", faults.c.path == fault.path, faults.c.what == fault.what, faults.c.why == fault.why)
        if connection.execute(select(faults.c.id).where(*same)).first():
            return
        connection.execute(
            insert(faults).values(
                at=now(), path=fault.path, url=fault.url, what=fault.what, why=fault.why, todo=fault.todo,
                traceback=fault.traceback, capture=capture, context=self.context, state="open",
            )
        )  # fmt: skip
