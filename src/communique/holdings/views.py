"""What the catalog tells: questions, no changes. Each view is one consistent read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Table, func, or_, select

from communique import ids
from communique.errors import Ambiguous, NotFound, UsageError
from communique.holdings import rows
from communique.holdings.catalog import Catalog
from communique.holdings.conditions import HIDDEN, IN_TIME, NEWEST, SHOWN, after, conditions, read_note
from communique.holdings.schema import captures, changes, decisions, faults, links, statements, versions, warcs
from communique.model import Capture, Change, Decision, Fault, Link, Statement, Version
from communique.query import Filters

Row = Mapping[Any, Any]
_FACTS = [c for c in versions.c if c.name not in ("page_text", "furniture", "read_note")]


class Views:
    """Read access to the catalog."""

    def __init__(self, catalog: Catalog, *, experimental: bool = True) -> None:
        self.catalog = catalog
        self._note = read_note(experimental)
        self._facts = [*_FACTS, self._note]

    def _with_text(self) -> Select[Any]:
        facts = select(statements, versions.c.text, versions.c.unread, self._note)
        return facts.join(versions, versions.c.id == statements.c.version)

    def resolve(self, word: str) -> tuple[str, str | None]:
        """The statement (and the version, when a version or capture was named) that an id, unique prefix, URL or
        original id means.

        Raises:
            NotFound: nothing answers to it. Ambiguous: several do.
        """
        with self.catalog.read() as connection:
            may_be_id = ids.looks_like_id(word)
            found = _by_id(connection, word, word) if may_be_id and len(word) == ids.ID_LENGTH else []
            found = found or _by_url(connection, word) or _by_original(connection, word)  # before a prefix: "27" may be either
            found = found or (_by_id(connection, word, f"{word}~") if may_be_id else [])
        if not found:
            raise NotFound(f"{word}: no statement, version or capture of that id, URL or original id", 'See "communique list".')
        if len({s for s, _ in found}) > 1:
            some = ", ".join(sorted({s for s, _ in found})[:5])
            raise Ambiguous(f"{word}: several answer to it: {some}", "Give more letters.")
        one = {v for _, v in found}
        return found[0][0], one.pop() if len(one) == 1 else None

    def statement(self, id_: str) -> Statement:
        """One statement with its current text."""
        with self.catalog.read() as connection:
            row = connection.execute(self._with_text().where(statements.c.id == id_)).mappings().first()
        if row is None:
            raise NotFound(f"{id_}: no statement of that id", 'See "communique list".')
        return rows.statement(row, row["text"])

    def statements(self, filters: Filters, limit: int | None, cursor: str | None) -> tuple[list[Statement], int, str | None]:
        """A page of statements (newest first, undated last), how many there are in all, and the next cursor."""
        where = conditions(filters)
        query = self._with_text().where(where).order_by(NEWEST.desc(), statements.c.id)
        if cursor:
            query = query.where(after(*_cursor(cursor)))
        with self.catalog.read() as connection:
            total = connection.execute(select(func.count()).select_from(statements).where(where)).scalar_one()
            page = connection.execute(query if limit is None else query.limit(limit + 1)).mappings().all() if total else []
        more = limit is not None and len(page) > limit
        shown = page[:limit] if more else page
        following = f"{shown[-1]['date_low'] or 0}-{shown[-1]['id']}" if more and shown else None
        return [rows.statement(r, r["text"]) for r in shown], total, following

    def sample(self, filters: Filters, size: int, seed: int) -> list[Statement]:
        """A random sample, the same for the same seed and archive."""
        with self.catalog.read() as connection:
            every = list(connection.execute(select(statements.c.id).where(conditions(filters))).scalars())
            chosen = sorted(every, key=lambda id_: ids.short_id(str(seed), id_))[:size]
            found: dict[str, Statement] = {}
            for at in range(0, len(chosen), 400):
                part = connection.execute(self._with_text().where(statements.c.id.in_(chosen[at : at + 400]))).mappings()
                found.update({r["id"]: rows.statement(r, r["text"]) for r in part})
        return [found[id_] for id_ in chosen]

    def every(self, filters: Filters) -> Iterator[Statement]:
        """All statements, streamed by id from one consistent view."""
        with self.catalog.read() as connection:
            query = self._with_text().where(conditions(filters)).order_by(statements.c.id)
            for row in connection.execute(query.execution_options(yield_per=200)).mappings():
                yield rows.statement(row, row["text"])

    def versions_of(self, wanted: Sequence[str]) -> dict[str, list[Version]]:
        """The versions of statements, in the order in which they were first seen; none of a withdrawn one."""
        query = select(*self._facts).join(captures, captures.c.id == versions.c.id).order_by(*IN_TIME)
        query = query.join(statements, statements.c.id == versions.c.statement).where(SHOWN)
        found: dict[str, list[Version]] = {id_: [] for id_ in wanted}
        for row in self._of(query, versions.c.statement, wanted):
            found[row["statement"]].append(rows.version(row))
        return found

    def captures_of(self, wanted: Sequence[str]) -> dict[str, list[Capture]]:
        """The captures of statements, in the order of their times."""
        query = select(captures).order_by(*IN_TIME)
        found: dict[str, list[Capture]] = {id_: [] for id_ in wanted}
        for row in self._of(query, captures.c.statement, wanted):
            found[row["statement"]].append(rows.capture(row))
        return found

    def changes_of(self, wanted: Sequence[str]) -> dict[str, list[Change]]:
        """The changes of statements, in the order of their times."""
        query = select(changes, captures.c.url).join(captures, captures.c.id == changes.c.capture)
        found: dict[str, list[Change]] = {id_: [] for id_ in wanted}
        for row in self._of(query.order_by(*IN_TIME), changes.c.statement, wanted):
            found[row["statement"]].append(rows.change(row, row["url"]))
        return found

    def decisions_of(self, statement: str) -> list[Decision]:
        """Everything that people decided on a statement, undone or not, in order."""
        query = select(decisions).order_by(decisions.c.seq)
        return [rows.decision(row) for row in self._of(query, decisions.c.statement, [statement])]

    def links_of(self, statement: Statement) -> list[Link]:
        """Links from and to a statement: a person's, and those that equal text or a redirect are evidence for."""
        with self.catalog.read() as connection:
            either = or_(links.c.a == statement.id, links.c.b == statement.id)
            found = [Link(r.a, r.b, r.kind, r.evidence) for r in connection.execute(select(links).where(either))]
            found += _same_text(connection, statement)
            found += _redirected(connection, statement)
        return found

    def refusal(self, statement: str) -> str | None:
        """Why the last page of a statement was not taken for one; None where there is no such page."""
        query = select(captures.c.reason).where(captures.c.statement == statement, captures.c.outcome == "refused")
        with self.catalog.read() as connection:
            return connection.execute(query.order_by(captures.c.seq.desc()).limit(1)).scalar()

    def settled_faults(self, what: str) -> set[tuple[str, str]]:
        """Path and reason of the faults of this kind that were dismissed."""
        query = select(faults.c.path, faults.c.why).where(faults.c.what == what, faults.c.state == "dismissed")
        with self.catalog.read() as connection:
            return {(row.path, row.why) for row in connection.execute(query)}

    def version(self, id_: str) -> Version:
        """One version."""
        with self.catalog.read() as connection:
            row = connection.execute(select(*self._facts).where(versions.c.id == id_)).mappings().first()
        if row is None:
            raise NotFound(f"{id_}: no version of that id", 'See "communique history".')
        return rows.version(row)

    def at(self, statement: str, moment: str) -> Version | None:
        """The version that stood there at a time, by captures with a recorded time only; None before the first."""
        before = func.rtrim(captures.c.captured, "Z") <= moment.rstrip("Z")
        query = select(captures.c.version).where(captures.c.statement == statement, before, captures.c.version.is_not(None))
        with self.catalog.read() as connection:
            found = connection.execute(query.order_by(*(key.desc() for key in IN_TIME)).limit(1)).scalar()
        return self.version(found) if found else None

    def faults(self, states: Sequence[str] = ("open",)) -> list[Fault]:
        """Faults, oldest first."""
        with self.catalog.read() as connection:
            query = select(faults).where(faults.c.state.in_(states)).order_by(faults.c.id)
            return [rows.fault(row) for row in connection.execute(query).mappings()]

    def decision_ids(self) -> list[str]:
        """The ids of all decisions, in order."""
        with self.catalog.read() as connection:
            return list(connection.execute(select(decisions.c.id).order_by(decisions.c.seq)).scalars())

    def known_originals(self) -> dict[str, int]:
        """How many bytes of each WARC the catalog knows."""
        with self.catalog.read() as connection:
            return {row.name: row.known for row in connection.execute(select(warcs).order_by(warcs.c.name))}

    def indexed(self) -> tuple[dict[str, tuple[str, bool]], set[str]]:
        """What the index should hold: version -> (text digest, current); and the versions that are due."""
        query = select(versions.c.id, versions.c.text_digest, versions.c.current, versions.c.due, statements.c.withdrawn)
        query = query.join(statements, statements.c.id == versions.c.statement)
        wanted: dict[str, tuple[str, bool]] = {}
        due: set[str] = set()
        with self.catalog.read() as connection:
            for row in connection.execute(query):
                if row.due:
                    due.add(row.id)
                elif not row.withdrawn:
                    wanted[row.id] = (row.text_digest, row.current)
        return wanted, due

    def withdrawn_records(self) -> tuple[set[tuple[str, int]], set[str]]:
        """What an export leaves out for withdrawn statements: the places of their records and of the accessions that
        speak of nothing else, and the record ids, so that what refers to them goes too."""
        query = select(captures).where(captures.c.statement.in_(HIDDEN))
        with self.catalog.read() as connection:
            hidden = connection.execute(query).all()
            places = {(row.warc, row.offset) for row in hidden}
            for warc, accession in {(row.warc, row.accession) for row in hidden if row.accession is not None}:
                told = select(captures.c.offset).where(captures.c.warc == warc, captures.c.accession == accession)
                if all((warc, offset) in places for offset in connection.execute(told).scalars()):
                    places.add((warc, accession))
        return places, {row.record_id for row in hidden if row.record_id}

    def open_faults(self) -> list[Mapping[Any, Any]]:
        """The rows of open faults, with the capture and the context that a retry needs."""
        with self.catalog.read() as connection:
            query = select(faults).where(faults.c.state == "open").order_by(faults.c.id)
            return [dict(row) for row in connection.execute(query).mappings()]

    def stored(self, wanted: Sequence[str]) -> dict[str, tuple[Statement, Mapping[Any, Any]]]:
        """Version id -> its statement and its own row: what a hit is made from."""
        found: dict[str, tuple[Statement, Mapping[Any, Any]]] = {}
        columns = [versions.c[n].label(f"v_{n}") for n in ("id", "title", "text", "lang", "current")]
        with self.catalog.read() as connection:
            for at in range(0, len(wanted), 400):
                query = select(statements, *columns).join(versions, versions.c.statement == statements.c.id)
                for row in connection.execute(query.where(versions.c.id.in_(wanted[at : at + 400]))).mappings():
                    shown = rows.statement(row)
                    if shown.withdrawn is None:
                        found[row["v_id"]] = (shown, {n: row[f"v_{n}"] for n in ("title", "text", "lang", "current")})
        return found

    def original(self, capture: str) -> Mapping[Any, Any]:
        """The whole row of a capture, as `flows` need it to read the original again."""
        with self.catalog.read() as connection:
            row = connection.execute(select(captures).where(captures.c.id == capture)).mappings().first()
        if row is None:
            raise NotFound(f"{capture}: no capture of that id", 'See "communique history".')
        return dict(row)

    def every_capture(self) -> Iterator[Mapping[Any, Any]]:
        """The rows of all captures, in the order in which they stand in the originals."""
        with self.catalog.read() as connection:
            query = select(captures).order_by(captures.c.warc, captures.c.offset)
            yield from (dict(r) for r in connection.execute(query.execution_options(yield_per=500)).mappings())

    def every_version(self) -> Iterator[Mapping[Any, Any]]:
        """The rows of all versions, by id; a withdrawn statement's too."""
        with self.catalog.read() as connection:
            query = select(versions).order_by(versions.c.id)
            yield from (dict(r) for r in connection.execute(query.execution_options(yield_per=500)).mappings())

    def composed(self, connection: Connection) -> Iterator[tuple[Row, Row | None, Row | None, list[Row]]]:
        """Each statement's row with the rows it is made from: its version, the capture it is named by, the decisions on it."""

        def some(table: Table, column: ColumnElement[Any], wanted: list[str]) -> list[Row]:
            return [dict(r) for r in connection.execute(select(table).where(column.in_(wanted))).mappings()]

        every = connection.execute(select(statements).order_by(statements.c.id).execution_options(yield_per=400))
        for part in every.mappings().partitions():
            current = {r["id"]: r for r in some(versions, versions.c.id, [row["version"] for row in part])}
            named = {r["id"]: r for r in some(captures, captures.c.id, list(current))}
            decided: dict[str, list[Row]] = {}
            for one in sorted(some(decisions, decisions.c.statement, [row["id"] for row in part]), key=lambda r: r["seq"]):
                decided.setdefault(one["statement"], []).append(one)
            for row in part:
                yield row, current.get(row["version"]), named.get(row["version"]), decided.get(row["id"], [])

    def _of(self, query: Select[Any], column: ColumnElement[Any], wanted: Sequence[str]) -> Iterator[Mapping[Any, Any]]:
        with self.catalog.read() as connection:
            for at in range(0, len(wanted), 400):
                yield from connection.execute(query.where(column.in_(wanted[at : at + 400]))).mappings()


def _cursor(cursor: str) -> tuple[int, str]:
    at, dash, last = cursor.partition("-")
    if not dash or not at.isdigit():
        raise UsageError(f"--cursor: {cursor!r} is no cursor of a list", "Take it from the answer before.")
    return int(at), last


def _by_id(connection: Connection, first: str, last: str) -> list[tuple[str, str | None]]:
    """Statements and captures whose id lies between two words."""
    low, high = first.lower(), last.lower()
    found: list[tuple[str, str | None]] = []
    named = select(statements.c.id).where(statements.c.id >= low, statements.c.id <= high).limit(20)
    found += [(id_, None) for id_ in connection.execute(named).scalars()]
    seen = select(captures.c.statement, captures.c.version).where(captures.c.id >= low, captures.c.id <= high).limit(20)
    return found + [(r.statement, r.version) for r in connection.execute(seen)]


def _by_url(connection: Connection, word: str) -> list[tuple[str, str | None]]:
    if "://" not in word:
        return []
    id_ = ids.statement_id(ids.normalise_url(word))
    if connection.execute(select(statements.c.id).where(statements.c.id == id_)).first():
        return [(id_, None)]
    rows_ = connection.execute(select(statements.c.id).where(statements.c.url == word))
    return [(r.id, None) for r in rows_]


def _by_original(connection: Connection, word: str) -> list[tuple[str, str | None]]:
    return [(r.id, None) for r in connection.execute(select(statements.c.id).where(statements.c.original_id == word))]


def _same_text(connection: Connection, statement: Statement) -> list[Link]:
    if not statement.version:
        return []
    own = select(versions.c.text_digest).where(versions.c.id == statement.version).scalar_subquery()
    query = select(versions.c.statement).where(versions.c.text_digest == own, versions.c.statement != statement.id).distinct()
    return [Link(statement.id, id_, "same_text", "equal text") for id_ in connection.execute(query.limit(200)).scalars()]


def _redirected(connection: Connection, statement: Statement) -> list[Link]:
    query = select(captures.c.location).where(captures.c.statement == statement.id, captures.c.outcome == "moved").distinct()
    targets = {ids.statement_id(ids.normalise_url(url)) for url in connection.execute(query).scalars() if url}
    known = connection.execute(select(statements.c.id).where(statements.c.id.in_(targets))).scalars()
    return [Link(statement.id, id_, "moved", "redirect") for id_ in known if id_ != statement.id]
