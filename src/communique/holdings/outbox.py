"""The outbox: versions that wait for the search index. A state of rows, so that a crash loses nothing."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from communique.holdings import rows
from communique.holdings.catalog import Catalog
from communique.holdings.schema import claims, meta, readings, statements, versions
from communique.model import ClaimMark, Entry

VANISHED = "vanished:"
_EXPERIMENTAL = "indexed experimental"  # whether the index has claims of experimental languages


class Outbox:
    """Takes versions that are due, and ticks them off once the index has them."""

    def __init__(self, catalog: Catalog, *, experimental: bool = True) -> None:
        self.catalog = catalog
        self.experimental = experimental  # claims in languages that are read without a measured floor are indexed, too

    def waiting(self) -> int:
        """How many versions are due."""
        with self.catalog.read() as connection:
            query = select(func.count()).select_from(versions).where(versions.c.due > 0)
            return connection.execute(query).scalar_one()

    def due(self, limit: int) -> tuple[list[tuple[str, int]], list[Entry], list[str]]:
        """The next versions: their (id, stamp) to tick off, the entries to index, the ids to take out (withdrawn)."""
        columns = [versions.c[n].label(f"v_{n}") for n in ("id", "due", "title", "text", "text_digest", "current", "alone")]
        query = select(statements, *columns).join(versions, versions.c.statement == statements.c.id)
        query = query.where(versions.c.due > 0).limit(limit)
        taken: list[tuple[str, int]] = []
        entries: list[Entry] = []
        removed: list[str] = []
        with self.catalog.read() as connection:
            found = connection.execute(query).mappings().all()
            marks = _marks(connection, [row["v_id"] for row in found], self.experimental)
            for row in found:
                own = {key.removeprefix("v_"): row[key] for key in row if key.startswith("v_")}
                taken.append((own["id"], own["due"]))
                if row["withdrawn"]:
                    removed.append(own["id"])
                else:
                    entries.append(rows.entry(own, row, marks.get(own["id"], ())))
        return taken, entries, removed

    def marks(self, wanted: Sequence[str]) -> dict[str, list[ClaimMark]]:
        """Version -> its claims as the index is told of them."""
        with self.catalog.read() as connection:
            return _marks(connection, wanted, self.experimental)

    def tick(self, taken: Sequence[tuple[str, int]]) -> None:
        """The index holds these now, durably. One that changed in between stays due."""
        done = update(versions).where(versions.c.id == bindparam("key_id"), versions.c.due == bindparam("key_due"))
        if taken:
            with self.catalog.write() as connection:
                connection.execute(done.values(due=0), [{"key_id": id_, "key_due": due} for id_, due in taken])

    def again(self, version: str) -> None:
        """One version is due once more."""
        with self.catalog.write() as connection:
            connection.execute(update(versions).where(versions.c.id == version).values(due=versions.c.due + 1))

    def everything(self) -> None:
        """All versions are due: the index begins anew."""
        with self.catalog.write() as connection:
            connection.execute(update(versions).where(versions.c.due == 0).values(due=1))
            connection.execute(delete(meta).where(meta.c.key.startswith(VANISHED)))

    def switched(self) -> bool:
        """Whether experimental claims were switched on or off since the index was told of claims."""
        with self.catalog.read() as connection:
            told = connection.execute(select(meta.c.value).where(meta.c.key == _EXPERIMENTAL)).scalar()
        return (told or "true") != str(self.experimental).lower()

    def switch(self) -> None:
        """Versions with such claims are due again, once."""
        tried = select(readings.c.version).where(readings.c.experimental)
        with self.catalog.write() as connection:
            connection.execute(update(versions).where(versions.c.id.in_(tried)).values(due=versions.c.due + 1))
            row = {"key": _EXPERIMENTAL, "value": str(self.experimental).lower()}
            connection.execute(insert(meta).prefix_with("OR REPLACE"), row)

    def vanished(self) -> list[str]:
        """Versions that no longer exist and may still stand in the index."""
        with self.catalog.read() as connection:
            keys = connection.execute(select(meta.c.key).where(meta.c.key.startswith(VANISHED))).scalars()
            return [key.removeprefix(VANISHED) for key in keys]

    def forget(self, vanished: Sequence[str]) -> None:
        """The index has let go of these."""
        if vanished:
            with self.catalog.write() as connection:
                for at in range(0, len(vanished), 400):
                    keys = [VANISHED + id_ for id_ in vanished[at : at + 400]]
                    connection.execute(delete(meta).where(meta.c.key.in_(keys)))


def _marks(connection: Connection, wanted: Sequence[str], experimental: bool) -> dict[str, list[ClaimMark]]:
    columns = [claims.c[name] for name in ("version", "own", "holder", "act", "targets", "start", "end")]
    of_statement = [statements.c[name].label(f"s_{name}") for name in ("country", "issuer")]
    query = select(*columns, *of_statement).join(statements, statements.c.id == claims.c.statement)
    query = query.where(claims.c.removed.is_(False)).order_by(claims.c.version, claims.c.ordinal)
    if not experimental:
        query = query.join(readings, readings.c.version == claims.c.version).where(readings.c.experimental.is_(False))
    found: dict[str, list[ClaimMark]] = {}
    for at in range(0, len(wanted), 400):
        for row in connection.execute(query.where(claims.c.version.in_(wanted[at : at + 400]))).mappings():
            found.setdefault(row["version"], []).append(rows.claim_mark(row))
    return found
