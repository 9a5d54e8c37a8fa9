"""What the catalog tells of the whole archive: how much by month and issuer, what was edited last, when it was verified."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar, cast

from sqlalchemy import func, insert, select

from communique.holdings import rows
from communique.holdings.catalog import Catalog, Stamp
from communique.holdings.conditions import SHOWN, conditions
from communique.holdings.schema import captures, changes, meta, statements
from communique.model import Change, Statement
from communique.query import Filters

T = TypeVar("T")
_VERIFIED = "last_verify"


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

    def months(self, filters: Filters) -> dict[str, int]:
        """Statements by `YYYY-MM` in order of time; those of which only the year is known stand under `YYYY`."""
        month = func.substr(statements.c.date, 1, 7)
        query = select(month, func.count()).where(conditions(filters), SHOWN, statements.c.date.is_not(None))
        with self.catalog.read() as connection:
            return {row[0]: row[1] for row in connection.execute(query.group_by(month).order_by(month))}

    def issuers(self) -> list[dict[str, Any]]:
        """What there is of each issuer, most first: name, country, period, statements by language and by month."""
        one = statements.c
        month = func.substr(one.date, 1, 7)
        facts = (one.issuer, func.max(one.issuer_name), func.max(one.country), one.lang, month, func.count())
        query = select(*facts).where(SHOWN).group_by(one.issuer, one.lang, month)
        bounds = select(one.issuer, func.min(one.date), func.max(one.date)).where(SHOWN).group_by(one.issuer)
        found: dict[str | None, dict[str, Any]] = {}
        with self.catalog.read() as connection:
            for issuer, since, until in connection.execute(bounds):
                empty: dict[str, Any] = {"issuer": issuer, "issuer_name": None, "country": None, "statements": 0}
                found[issuer] = {**empty, "since": since, "until": until, "languages": {}, "months": {}}
            for issuer, name, country, lang, when, number in connection.execute(query):
                row = found[issuer]
                row["issuer_name"], row["country"] = row["issuer_name"] or name, row["country"] or country
                row["statements"] += number
                _count(row["languages"], lang or "unknown", number)
                if when:
                    _count(row["months"], when, number)
        for row in found.values():
            row["languages"] = dict(sorted(row["languages"].items(), key=lambda kv: (-kv[1], kv[0])))
            row["months"] = dict(sorted(row["months"].items()))
        return sorted(found.values(), key=lambda row: (-row["statements"], row["issuer"] or ""))

    def edits(self, limit: int) -> list[tuple[Change, Statement]]:
        """The latest changes that are edits, newest first, each with its statement."""
        query = select(changes, captures.c.url.label("at_url")).join(captures, captures.c.id == changes.c.capture)
        query = query.join(statements, statements.c.id == changes.c.statement).where(changes.c.change == "edited", SHOWN)
        with self.catalog.read() as connection:
            found = connection.execute(query.order_by(changes.c.at.desc()).limit(limit)).mappings().all()
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


def _count(into: dict[str, int], name: str, number: int) -> None:
    into[name] = into.get(name, 0) + number
