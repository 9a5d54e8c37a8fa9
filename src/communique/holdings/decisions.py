"""What people decide: append-only, durable in `decisions.jsonl` first, then in the catalog; undone only by a further decision."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from communique.errors import DecisionError, HoldingsError, disk_error
from communique.holdings.catalog import Catalog
from communique.holdings.claim_books import recorrect, unread_again
from communique.holdings.composing import Composer, standing
from communique.holdings.layout import Layout
from communique.holdings.schema import captures, decisions, links, statements, versions
from communique.ids import short_id
from communique.model import Decision
from communique.times import now

BY_PERSON = "decided by "


def new(by: str, action: str, statement: str, values: Mapping[str, str | None], note: str | None, undoes: str | None) -> Decision:
    """A decision taken now."""
    at = now()
    id_ = short_id(at, by, action, statement, json.dumps(dict(values), sort_keys=True))
    return Decision(id_, at, by, action, statement, dict(values), note, undoes)  # type: ignore[arg-type]  # the verbs give one of the actions


class Decisions:
    """Takes decisions and replays them."""

    def __init__(self, layout: Layout, catalog: Catalog, composer: Composer) -> None:
        self.layout = layout
        self.catalog = catalog
        self.composer = composer

    def take(self, *taken: Decision) -> None:
        """Append to the file with fsync, then one short transaction that brings the statements up to date."""
        with self._appending() as out, self.catalog.write() as connection:
            self._catch_up(connection)
            for decision in taken:
                out.write(json.dumps(asdict(decision), ensure_ascii=False, sort_keys=True).encode() + b"\n")
            out.flush()
            os.fsync(out.fileno())
            self._apply(connection, taken)

    def latest(self, statement: str, action: str) -> Decision:
        """The last standing decision of that action on a statement.

        Raises:
            DecisionError: there is none to undo.
        """
        with self.catalog.read() as connection:
            rows = self._of(connection, statement)
        undone = {row["undoes"] for row in rows if row["action"] == "undo"}
        for row in reversed(rows):
            if row["action"] == action and row["id"] not in undone:
                return Decision(**{name: row[name] for name in Decision.__dataclass_fields__})
        raise DecisionError(f"undo: statement {statement} has no {action} to undo", f'See "communique history {statement}".')

    def catch_up(self) -> int:
        """Apply what stands in the file and not in the catalog (after a crash or a rebuild). Returns how many."""
        with self.catalog.read() as connection:
            if not self._missing(connection):
                return 0
        with self.catalog.write() as connection:
            return self._catch_up(connection)

    def lines(self) -> Iterator[Decision]:
        """The decisions of the file, in order; a torn last line is left out.

        Raises:
            HoldingsError: a line that is no decision.
        """
        if not self.layout.decisions.exists():
            return
        with self.layout.decisions.open("rb") as file:
            for number, line in enumerate(file, 1):
                if not line.endswith(b"\n"):
                    return
                try:
                    yield Decision(**json.loads(line))
                except (ValueError, TypeError) as error:
                    where = f"{self.layout.decisions}: line {number}: {error}"
                    raise HoldingsError(where, "Mend the line or restore the file from a copy.") from error

    def adrift(self) -> list[tuple[Decision, str]]:
        """Decisions that stand and have nothing to stand on, each with the statement that is not there."""
        with self.catalog.read() as connection:
            rows = [dict(row) for row in connection.execute(select(decisions).order_by(decisions.c.seq)).mappings()]
            undone = {row["undoes"] for row in rows if row["action"] == "undo"}
            named = [
                (row, id_)
                for row in rows
                if row["action"] != "undo" and row["id"] not in undone
                for id_ in (row["statement"], row["values"].get("to") if row["action"] == "link" else None)
                if id_
            ]
            there = _known(connection, {id_ for _, id_ in named})
        fields = Decision.__dataclass_fields__
        return [(Decision(**{name: row[name] for name in fields}), id_) for row, id_ in named if id_ not in there]

    def check_file(self) -> None:
        """Make sure that the file has every decision of the catalog: a rebuild starts from the file.

        Raises:
            HoldingsError: some are missing there, or the file is damaged.
        """
        on_file = {decision.id for decision in self.lines()}
        with self.catalog.read() as connection:
            lost = [id_ for id_ in connection.execute(select(decisions.c.id)).scalars() if id_ not in on_file]
        if lost:
            raise HoldingsError(
                f"{self.layout.decisions}: {len(lost)} decisions that the catalog knows are missing ({', '.join(lost[:3])} ...)",
                "Restore the file from a copy; to go on without them, remove catalog.sqlite.",
            )

    @contextmanager
    def _appending(self) -> Iterator[Any]:
        """The file, locked against other deciders, a torn last line cut off."""
        try:
            with self.layout.decisions.open("a+b") as out:
                fcntl.flock(out.fileno(), fcntl.LOCK_EX)
                out.seek(0)
                content = out.read()
                whole = content.rfind(b"\n") + 1
                if whole < len(content):
                    out.truncate(whole)
                out.seek(0, os.SEEK_END)
                yield out
        except OSError as error:
            raise disk_error(str(self.layout.decisions), error, "Mend the cause and decide again.") from error

    def _missing(self, connection: Connection) -> list[Decision]:
        count = connection.execute(select(func.count()).select_from(decisions)).scalar_one()
        return [d for n, d in enumerate(self.lines()) if n >= count]

    def _catch_up(self, connection: Connection) -> int:
        missing = self._missing(connection)
        self._apply(connection, missing)
        return len(missing)

    def _apply(self, connection: Connection, taken: tuple[Decision, ...] | list[Decision]) -> None:
        seq = connection.execute(select(func.count()).select_from(decisions)).scalar_one()
        for number, decision in enumerate(taken, seq + 1):
            connection.execute(insert(decisions), {**asdict(decision), "values": dict(decision.values), "seq": number})
        for statement in dict.fromkeys(d.statement for d in taken):
            self._refresh(connection, statement)

    def _refresh(self, connection: Connection, statement: str) -> None:
        """The statement's row anew, and all its versions into the outbox."""
        version = (
            connection.execute(select(versions).where(versions.c.statement == statement, versions.c.current)).mappings().first()
        )
        if version is None:
            return
        capture = connection.execute(select(captures).where(captures.c.id == version["id"])).mappings().one()
        decided = self._of(connection, statement)
        row = self.composer.compose(capture, version, decided)
        before = connection.execute(select(statements).where(statements.c.id == statement)).mappings().first()
        if before is not None and any(before[name] != row[name] for name in ("issuer", "lang")):
            unread_again(connection, statement)
        recorrect(connection, statement, standing(decided).corrections)
        connection.execute(insert(statements).prefix_with("OR REPLACE"), row)
        connection.execute(update(versions).where(versions.c.statement == statement).values(due=versions.c.due + 1))
        self._refresh_links(connection, statement)

    def _refresh_links(self, connection: Connection, statement: str) -> None:
        """A person's links from a statement, as its standing decisions have them."""
        connection.execute(delete(links).where(links.c.a == statement, links.c.evidence.startswith(BY_PERSON)))
        for other, kind, by in standing(self._of(connection, statement)).links:
            row = {"a": statement, "b": other, "kind": kind, "evidence": f"{BY_PERSON}{by}"}
            connection.execute(insert(links).prefix_with("OR REPLACE"), row)

    @staticmethod
    def _of(connection: Connection, statement: str) -> list[Mapping[Any, Any]]:
        query = select(decisions).where(decisions.c.statement == statement).order_by(decisions.c.seq)
        return [dict(row) for row in connection.execute(query).mappings()]


def _known(connection: Connection, wanted: set[str]) -> set[str]:
    """Which of these statements are in the archive."""
    found: set[str] = set()
    every = sorted(wanted)
    for at in range(0, len(every), 400):
        query = select(statements.c.id).where(statements.c.id.in_(every[at : at + 400]))
        found.update(connection.execute(query).scalars())
    return found


__all__ = ["Decisions", "new", "standing"]
