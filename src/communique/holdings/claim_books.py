"""Keeping the books of claims: the reading queue, what a reading found, what people corrected over it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from sqlalchemy import Connection, Select, delete, func, insert, select, update

from communique.holdings import claim_rows
from communique.holdings.catalog import Catalog
from communique.holdings.claim_rows import Due, Row
from communique.holdings.composing import Composer, standing
from communique.holdings.conditions import IN_TIME, SHOWN
from communique.holdings.schema import captures, claim_actors, claims, decisions, readings, statements, versions
from communique.model import Reading

_PART = 400
_CORRECTED = (*claim_rows.CORRECTABLE, "correction", "machine")


class ClaimBooks:
    """The reading queue and what comes of it. A version waits while its `unread` is above 0, as for the outbox."""

    def __init__(self, catalog: Catalog, composer: Composer) -> None:
        self.catalog = catalog
        self.composer = composer

    def waiting(self, only: Sequence[str] = ()) -> int:
        """How many versions wait to be read; those of withdrawn statements do not. `only`: of these statements."""
        with self.catalog.read() as connection:
            return int(connection.execute(_waiting(select(func.count()), only)).scalar_one())

    def due(self, limit: int, only: Sequence[str] = ()) -> list[Due]:
        """The next versions to read, with what people decided of their language and issuer."""
        columns = [versions.c[n] for n in ("text", "text_digest", "title", "date", "lang", "issuer", "country", "unread")]
        query = _waiting(select(versions.c.id.label("version"), versions.c.statement, *columns), only).limit(limit)
        with self.catalog.read() as connection:
            rows = list(connection.execute(query).mappings())
            decided = _decisions(connection, {row["statement"] for row in rows})
        return [self._due(row, standing(decided.get(row["statement"], ())).values) for row in rows]

    def _due(self, row: Mapping[Any, Any], decided: Mapping[str, str | None]) -> Due:
        values = {name: decided.get(name, row[name]) for name in ("title", "date", "lang", "issuer")}
        name, code = self.composer.body(values["issuer"], values["lang"], row["country"])
        return Due(
            row["version"], row["unread"], row["statement"], row["text"], row["text_digest"], values["title"], values["date"],
            values["lang"], name, code,
        )  # fmt: skip

    def record(self, connection: Connection, due: Due, found: Reading, made_by: str) -> list[str] | None:
        """What a reading found, in place of what was there; where there are or were claims, the version is due for the index.

        Returns the decisions whose claim no longer stands in it; None where nobody corrected anything, or for an older version.
        """
        if not _tick(connection, due, found.unread.removeprefix("not read: ") if found.unread else None):
            return None  # the text or its issuer changed while it was read: it waits still
        had = _forget_indexed(connection, due.version)
        rows = claim_rows.claim_rows(due, found, made_by) if not found.unread else []
        decided = standing(_decisions(connection, [due.statement]).get(due.statement, ())).corrections
        lost = claim_rows.correct(rows, due.text, due.text_digest, decided)
        if not found.unread:
            connection.execute(insert(readings), claim_rows.reading_row(due, found, made_by))
        if rows:
            connection.execute(insert(claims), rows)
            _write_actors(connection, rows)
        if rows and not had:
            _index_again(connection, due.version)
        current = select(versions.c.current).where(versions.c.id == due.version)
        return lost if decided and connection.execute(current).scalar() else None

    def failed(self, connection: Connection, due: Due, why: str) -> None:
        """A text that could not be read: it no longer waits, and says why."""
        if _tick(connection, due, why):
            _forget_indexed(connection, due.version)

    def follow(self, connection: Connection, changed: Iterable[str]) -> None:
        """Say of each claim which one it was in the version before, in statements with several versions."""
        several = versions.c.statement.in_(list(changed)) & versions.c.alone.is_(False)
        for statement in connection.execute(select(versions.c.statement).where(several).distinct()).scalars().all():
            query = select(versions.c.id, versions.c.text).join(captures, captures.c.id == versions.c.id)
            found = connection.execute(query.where(versions.c.statement == statement).order_by(*IN_TIME)).all()
            rows = _by_version(connection, statement)
            connection.execute(update(claims).where(claims.c.statement == statement).values(was=None))
            read = [one for one in found if rows.get(one.id)]
            for before, after in pairwise(read):
                for new, old in claim_rows.carried(rows[before.id], rows[after.id], after.text).items():
                    connection.execute(update(claims).where(claims.c.id == new).values(was=old))

    def everything(self) -> None:
        """All versions wait to be read again; their claims stay until then."""
        with self.catalog.write() as connection:
            connection.execute(update(versions).values(unread=versions.c.unread + 1))

    def again(self, version: str) -> None:
        """One version waits to be read again."""
        with self.catalog.write() as connection:
            connection.execute(update(versions).where(versions.c.id == version).values(unread=versions.c.unread + 1))


def forget_claims(connection: Connection, wanted: Sequence[str]) -> None:
    """The claims and readings of these versions are no more."""
    for at in range(0, len(wanted), _PART):
        part = wanted[at : at + _PART]
        of_them = select(claims.c.id).where(claims.c.version.in_(part))
        connection.execute(delete(claim_actors).where(claim_actors.c.claim.in_(of_them)))
        connection.execute(delete(claims).where(claims.c.version.in_(part)))
        connection.execute(delete(readings).where(readings.c.version.in_(part)))


def _forget_indexed(connection: Connection, version: str) -> bool:
    """Forget the claims of a version; where it had any, it is due for the index."""
    had = connection.execute(select(claims.c.id).where(claims.c.version == version).limit(1)).first() is not None
    forget_claims(connection, [version])
    if had:
        _index_again(connection, version)
    return had


def _index_again(connection: Connection, version: str) -> None:
    connection.execute(update(versions).where(versions.c.id == version).values(due=versions.c.due + 1))


def unread_again(connection: Connection, statement: str) -> None:
    """A person changed what the reading depends on: what was read is no more, and all versions wait."""
    of_it = versions.c.statement == statement
    forget_claims(connection, list(connection.execute(select(versions.c.id).where(of_it)).scalars()))
    connection.execute(update(versions).where(of_it).values(unread=versions.c.unread + 1, read_note=None))


def recorrect(connection: Connection, statement: str, corrections: Sequence[Mapping[Any, Any]]) -> None:
    """The claims of a statement as the reader had them, and over that the corrections that stand."""
    texts = select(versions.c.id, versions.c.text, versions.c.text_digest).where(versions.c.statement == statement)
    rows = _by_version(connection, statement)
    for version in connection.execute(texts).all():
        mine = rows.get(version.id, [])
        before = [{name: row[name] for name in _CORRECTED} for row in mine]
        claim_rows.correct(mine, version.text, version.text_digest, corrections)
        changed = [row for row, old in zip(mine, before, strict=True) if any(row[name] != old[name] for name in _CORRECTED)]
        for row in changed:
            connection.execute(update(claims).where(claims.c.id == row["id"]).values({name: row[name] for name in _CORRECTED}))
        _write_actors(connection, changed)


def _write_actors(connection: Connection, rows: Sequence[Row]) -> None:
    for at in range(0, len(rows), _PART):
        part = [row["id"] for row in rows[at : at + _PART]]
        connection.execute(delete(claim_actors).where(claim_actors.c.claim.in_(part)))
    actors = [actor for row in rows for actor in claim_rows.actor_rows(row)]
    if actors:
        connection.execute(insert(claim_actors), actors)


def _tick(connection: Connection, due: Due, note: str | None) -> bool:
    """It was read, unless it changed in between: then it waits still."""
    done = update(versions).where(versions.c.id == due.version, versions.c.unread == due.stamp)
    return connection.execute(done.values(unread=0, read_note=note)).rowcount == 1


def _waiting(query: Select[Any], only: Sequence[str]) -> Select[Any]:
    joined = query.select_from(versions.join(statements, statements.c.id == versions.c.statement))
    joined = joined.where(versions.c.unread > 0, SHOWN)
    return joined.where(versions.c.statement.in_(only)) if only else joined


def _by_version(connection: Connection, statement: str) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    query = select(claims).where(claims.c.statement == statement).order_by(claims.c.ordinal)
    for row in connection.execute(query).mappings():
        found.setdefault(row["version"], []).append(dict(row))
    return found


def _decisions(connection: Connection, wanted: Iterable[str]) -> dict[str, list[Mapping[Any, Any]]]:
    query = select(decisions).where(decisions.c.statement.in_(list(wanted))).order_by(decisions.c.seq)
    found: dict[str, list[Mapping[Any, Any]]] = {}
    for row in connection.execute(query).mappings():
        found.setdefault(row["statement"], []).append(row)
    return found
