"""How much there is of what, counted from indexes: of the withdrawn, who are few, all is taken off."""

from __future__ import annotations

from collections import Counter
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, and_, case, func, literal, literal_column, select

from communique.holdings.conditions import COUNTED, HIDDEN, LATER, OFF, conditions
from communique.holdings.schema import captures, changes, faults, readings, statements, versions
from communique.query import Filters

WAITS = "waiting to be read"


def everything(connection: Connection) -> dict[str, Any]:
    """How much of what is in the archive."""
    of_hidden = captures.c.statement.in_(HIDDEN)
    refused = func.sum(case((and_(captures.c.outcome == "refused", ~of_hidden), 1), else_=0))
    came = connection.execute(select(func.max(captures.c.captured), func.max(captures.c.accessioned), refused)).one()
    one = statements.c
    facts = (func.count(), func.count(one.date), func.min(one.date), func.max(one.date))
    told = connection.execute(select(one.issuer, one.lang, *facts).where(COUNTED).group_by(one.issuer, one.lang)).all()
    languages: Counter[str | None] = Counter()
    for _, lang, number, *_ in told:
        languages[lang] += number
    return {
        "statements": languages.total(),
        "withdrawn": _count(connection, statements, ~COUNTED),
        "versions": _shown_of(connection, versions.c.statement),
        "captures": _shown_of(connection, captures.c.statement),
        "refused": came[2] or 0,
        "undated": languages.total() - sum(row[3] for row in told),
        "since": min((row[4] for row in told if row[4]), default=None),
        "until": max((row[5] for row in told if row[5]), default=None),
        "last_capture": came[0],
        "last_accession": came[1],
        "issuers": len({row[0] for row in told} - {None}),
        "languages": _most_first(languages),
        "changes": _changes(connection),
        "waiting_for_index": _count(connection, versions, versions.c.due > 0),
        "faults": _count(connection, faults, faults.c.state == "open"),
    }


def _changes(connection: Connection) -> dict[str, int]:
    """Changes by their kind. Each statement has one that is new: these are all but the others, which have an index."""
    later = select(changes.c.change, func.count()).where(LATER, changes.c.statement.not_in(HIDDEN))
    found = Counter({str(kind): number for kind, number in connection.execute(later.group_by(changes.c.change))})
    found["new"] = _shown_of(connection, changes.c.statement) - found.total()
    return _most_first(+found)


def waiting_for_reader(connection: Connection) -> int:
    """How many versions wait to be read, older ones too."""
    return _count(connection, versions, versions.c.unread > 0) - _unread(connection, versions.c.statement.in_(HIDDEN))


def not_read(connection: Connection, filters: Filters, *, experimental: bool = True) -> dict[str, int]:
    """Why -> how many statements, of those that answer to the filters, have no claims read from their current version.

    With `experimental` off, a version with such claims has none to show.
    """
    found = _not_read_of(connection, filters, experimental) if filters else _not_read(connection, experimental)
    return _most_first(+found)


def _not_read_of(connection: Connection, filters: Filters, experimental: bool) -> Counter[str]:
    """The statements first, from an index that has what filters ask for, then the version of each, from another."""
    off = () if experimental else ((_tried(), literal(OFF)),)
    why: ColumnElement[Any] = case((versions.c.unread > 0, literal(WAITS)), *off, else_=versions.c.read_note)
    its_own = versions.c.statement == statements.c.id + literal_column("''")  # no bare column: never the other way around
    query = select(why, func.count()).select_from(statements.join(versions, and_(its_own, versions.c.current)))
    query = query.where(conditions(filters), why.is_not(None)).group_by(why)
    return Counter({str(reason): number for reason, number in connection.execute(query)})


def _not_read(connection: Connection, experimental: bool) -> Counter[str]:
    """Of the whole archive: all that wait but for older and withdrawn ones; who does not wait and has a note."""
    found: Counter[str] = Counter()
    hidden = _unread(connection, versions.c.current, versions.c.statement.in_(HIDDEN))
    found[WAITS] = _count(connection, versions, versions.c.unread > 0) - hidden - _unread(connection, ~versions.c.current)
    settled = and_(versions.c.current, versions.c.statement.not_in(HIDDEN), versions.c.unread == 0)
    noted = and_(settled, versions.c.read_note.is_not(None))
    if not experimental:
        found[OFF] = _count(connection, versions, settled, _tried())
        noted = and_(noted, ~_tried())
    for why, number in connection.execute(select(versions.c.read_note, func.count()).where(noted).group_by(versions.c.read_note)):
        found[why] += number
    return found


def _tried() -> ColumnElement[bool]:
    """Versions read as an experiment; by their statement first, which an index of versions has."""
    of_it, it = (select(column).where(readings.c.experimental) for column in (readings.c.statement, readings.c.version))
    return and_(versions.c.statement.in_(of_it), versions.c.id.in_(it))


def _unread(connection: Connection, *where: ColumnElement[bool]) -> int:
    """How many of these versions wait. Summed up: as a condition it would have SQLite go through all that wait."""
    waits = func.sum(case((versions.c.unread > 0, 1), else_=0))
    return int(connection.execute(select(waits).where(*where)).scalar() or 0)


def _count(connection: Connection, table: Table, *where: ColumnElement[bool]) -> int:
    return int(connection.execute(select(func.count()).select_from(table).where(*where)).scalar_one())


def _shown_of(connection: Connection, statement: ColumnElement[Any]) -> int:
    """Rows whose statement is shown; the column is counted, so that SQLite takes its index and not a larger one."""
    every = select(func.count(statement))
    return int(connection.execute(every).scalar_one() - connection.execute(every.where(statement.in_(HIDDEN))).scalar_one())


def _most_first(found: Counter[Any]) -> dict[str, int]:
    """Values by how often they are; equal ones in the order of SQL, null first."""
    ordered = sorted(found.items(), key=lambda one: (-one[1], one[0] is not None, one[0] or ""))
    return {str(name) if name is not None else "unknown": number for name, number in ordered}
