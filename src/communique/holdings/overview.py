"""What the catalog tells of the whole archive: how much by month and issuer, what was edited last, when it was verified."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar, cast

from sqlalchemy import ColumnElement, ScalarSelect, Select, case, func, insert, literal_column, select

from communique.holdings import counting, rows
from communique.holdings.catalog import Catalog, Stamp
from communique.holdings.conditions import COUNTED, HIDDEN, LATER, SHOWN, conditions
from communique.holdings.schema import captures, changes, meta, statements
from communique.model import Change, Statement
from communique.query import Filters

T = TypeVar("T")
_VERIFIED = "last_verify"
_MONTH: ColumnElement[str] = func.substr(statements.c.date, literal_column("1"), literal_column("7"))  # as an index has it


class Overview:
    """Read access to the catalog as a whole; a withdrawn statement counts nowhere."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self._known: dict[str, tuple[Stamp, Any]] = {}

    def once(self, name: str, count: Callable[[], T]) -> T:
        """What was counted, as long as the catalog stays as it is: its file and its log are the same."""
        stamp = self.catalog.stamp()
        known = self._known.get(name)
        if known is None or known[0] != stamp:
            known = self._known[name] = (stamp, count())
        return cast(T, known[1])

    def counts(self) -> dict[str, Any]:
        """How much of what is in the archive."""
        with self.catalog.read() as connection:
            return counting.everything(connection)

    def months(self, filters: Filters) -> dict[str, int]:
        """Statements by `YYYY-MM` in order of time; those of which only the year is known stand under `YYYY`."""
        query = select(func.aggregate_strings(_MONTH, ",")).where(conditions(filters), SHOWN)
        with self.catalog.read() as connection:
            return _tally(connection.execute(query).scalar())

    def issuers(self) -> list[dict[str, Any]]:
        """What there is of each issuer, most first: name, country, period, statements by language and by month."""
        one = statements.c
        facts = (func.count(), func.min(one.date), func.max(one.date), func.aggregate_strings(_MONTH, ","))
        query = select(one.issuer, one.lang, *facts).where(COUNTED).group_by(one.issuer, one.lang)
        with self.catalog.read() as connection:
            found = [_issuer(*named) for named in connection.execute(_named())]
            by_name = {row["issuer"]: row for row in found}
            for issuer, lang, number, since, until, months in connection.execute(query):
                row = by_name[issuer]
                row["statements"] += number
                row["since"] = min(filter(None, (row["since"], since)), default=None)
                row["until"] = max(filter(None, (row["until"], until)), default=None)
                row["languages"][lang or "unknown"] += number
                row["months"].update(_tally(months))
        for row in found:
            row["languages"] = dict(sorted(row["languages"].items(), key=lambda kv: (-kv[1], kv[0])))
            row["months"] = dict(sorted(row["months"].items()))
        return sorted(found, key=lambda row: (-row["statements"], row["issuer"] or ""))

    def edits(self, limit: int) -> list[tuple[Change, Statement]]:
        """The latest changes that are edits, newest first, each with its statement."""
        query = select(changes, captures.c.url.label("at_url")).join(captures, captures.c.id == changes.c.capture)
        query = query.where(LATER, changes.c.change == "edited", changes.c.statement.not_in(HIDDEN))
        with self.catalog.read() as connection:
            ordered = query.order_by(changes.c.at.desc(), changes.c.capture.desc()).limit(limit)
            found = connection.execute(ordered).mappings().all()
            wanted = {row["statement"] for row in found}
            named = connection.execute(select(statements).where(statements.c.id.in_(wanted))).mappings()
            by_id = {row["id"]: rows.statement(row) for row in named}
        return [(rows.change(row, row["at_url"]), by_id[row["statement"]]) for row in found]

    def titles(self, wanted: Sequence[str]) -> dict[str, Statement]:
        """Statements by id, without their texts; withdrawn and unknown ones are missing."""
        query = select(statements).where(statements.c.id.in_(list(wanted)[:400]), SHOWN)
        with self.catalog.read() as connection:
            return {row["id"]: rows.statement(row) for row in connection.execute(query).mappings()}

    def verified(self) -> Mapping[str, Any] | None:
        """When the archive was last verified to the end, and how many damages were found; None if never."""
        with self.catalog.read() as connection:
            told = connection.execute(select(meta.c.value).where(meta.c.key == _VERIFIED)).scalar()
        return dict(json.loads(told)) if told else None

    def note_verified(self, at: str, damages: int) -> None:
        """Remember it."""
        row = {"key": _VERIFIED, "value": json.dumps({"at": at, "damages": damages})}
        with self.catalog.write() as connection:
            connection.execute(insert(meta).prefix_with("OR REPLACE"), row)


def _named() -> Select[Any]:
    """Each issuer with its name and country: those of its first statements, by language and month, that have one."""
    each = select(statements.c.issuer).where(COUNTED).distinct().subquery("each")

    def first(column: ColumnElement[Any]) -> ScalarSelect[Any]:
        mine = select(column).where(statements.c.issuer.is_not_distinct_from(each.c.issuer), COUNTED, column.is_not(None))
        return mine.order_by(statements.c.lang, _MONTH, column.desc()).limit(1).scalar_subquery()

    nobody = case((each.c.issuer.is_not(None), first(statements.c.issuer_name)))  # who has no issuer has no name of it
    return select(each.c.issuer, nobody, first(statements.c.country))


def _issuer(issuer: str | None, name: str | None, country: str | None) -> dict[str, Any]:
    named = {"issuer": issuer, "issuer_name": name, "country": country}
    return {**named, "statements": 0, "since": None, "until": None, "languages": Counter(), "months": Counter()}


def _tally(months: str | None) -> dict[str, int]:
    """Months one after the other: counted here, for SQLite would sort them all to group them."""
    return dict(sorted(Counter(months.split(",")).items())) if months else {}
