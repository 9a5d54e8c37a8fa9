"""One search on one state of a tantivy index: rows in order, exact counts."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any, NamedTuple

import tantivy

from communique.search.backend import FACETS, Criterion, Found, Request, Row
from communique.search.tantivy_queries import both, flagged, key_range, scored, unscored, without
from communique.search.tantivy_schema import FIRST_DATED, OLDER
from communique.search.tantivy_snapshot import COUNT, Older, Snapshot, shown_only

_AHEAD = 1000.0  # added to the score of those that meet the narrower criterion, so that scores fall along the list
_SPARE = 8  # rows read beyond those wanted, where older versions may have to be passed over


class _Stretch(NamedTuple):
    """Rows of one query from an offset on."""

    rows: list[Row]
    read: int  # documents gone through, those passed over among them
    total: int | None  # documents of the query; None where they were not counted


class Finder:
    """Answers one request.

    Rows are read from the plain query, and older versions that another version stands for are passed over: excluding
    them in the query would cost every search, and they are few. Offsets count them, totals do not.
    """

    def __init__(self, snapshot: Snapshot, request: Request) -> None:
        self.snapshot = snapshot
        self.request = request
        self.schema = snapshot.schema
        self.only = self._matching(request.only) if request.only is not None else None

    def find(self) -> Found:
        """Rows, total and facets; the total comes from the search itself where that has seen every document."""
        rows, total = self._by_relevance() if self.request.sort == "relevance" else self._by_date()
        facets: Mapping[str, Mapping[str, int]] = {}
        if total is None or self.request.facets:
            total, facets = self._counts()
        return Found(tuple(rows), total - self.older.total + len(self.older.shown), facets)

    def _ranked(self, criterion: Criterion) -> Any:
        return both(scored(criterion, self.schema, self.snapshot.frequency), self.only)

    def _matching(self, criterion: Criterion) -> Any:
        return unscored(criterion, self.schema, self.snapshot.frequency)

    @functools.cached_property
    def match(self) -> Any:
        """The query under its filters, without ranking; many searches need it not."""
        return both(self._matching(self.request.match), self.only)

    @functools.cached_property
    def older(self) -> Older:
        """The older versions among the answers."""
        return self.snapshot.older(lambda: self.match, lambda: self._ranked(self.request.match))

    # --- order ----------------------------------------------------------------------------------------------------

    def _by_relevance(self) -> tuple[list[Row], int | None]:
        """Those that meet the narrower criterion, then the others, each by score; and how many, where that is known by then."""
        request = self.request
        offset = request.after[0] if request.after else 0
        if request.first is None:
            found = self._read(self._ranked(request.match), offset, request.limit, 0, 0.0)
            return found.rows, found.total
        first = self._read(self._ranked(request.first), offset, request.limit, 0, _AHEAD)
        ahead = first.total
        if len(first.rows) == request.limit:
            return first.rows, None
        if ahead is None:
            ahead = self.snapshot.count(both(self._matching(request.first), self.only))
        rest = without(self._ranked(request.match), self._matching(request.first))
        more = self._read(rest, max(0, offset - ahead), request.limit - len(first.rows), ahead, 0.0)
        return first.rows + more.rows, None if more.total is None else ahead + more.total

    def _read(self, query: Any, offset: int, limit: int, place: int, ahead: float) -> _Stretch:
        """Rows of one query by score; `place` is how many documents come before its first."""
        rows: list[Row] = []
        spare = _SPARE if self.older.total else 0
        total: int | None = None
        at = offset
        while True:
            wanted = limit - len(rows) + spare
            found = self.snapshot.searcher.search(query, wanted, count=at == offset and not self.request.facets, offset=at)
            total = found.count if at == offset else total
            for score, address in found.hits:
                at += 1
                row = self._row(address, score + ahead, (place + at,))
                if row is not None:
                    rows.append(row)
                    if len(rows) == limit:
                        return _Stretch(rows, at - offset, total)
            if len(found.hits) < wanted:
                return _Stretch(rows, at - offset, total)
            spare *= 2

    def _by_date(self) -> tuple[list[Row], int | None]:
        """By day, undated last in both directions; ties in the fixed order of the keys."""
        newest = self.request.sort == "date"
        rows: list[Row] = []
        total: int | None = None
        for low, high in self._stretches(newest):
            while len(rows) < self.request.limit:
                wanted = self.request.limit - len(rows) + (_SPARE if self.older.total else 0)
                whole = low is None and high is None
                query = self.match if whole else both(self.match, key_range(self.schema, low, high))
                order = tantivy.Order.Desc if newest else tantivy.Order.Asc
                found = self.snapshot.searcher.search(query, wanted, count=whole, order_by_field="sort", order=order)
                total = found.count if whole else total
                made = (self._row(address, 0.0, (key,)) for key, address in found.hits)
                rows += [row for row in made if row is not None]
                if len(found.hits) < wanted:
                    break
                low, high = (low, found.hits[-1][0]) if newest else (found.hits[-1][0] + 1, high)
        return rows[: self.request.limit], total

    def _stretches(self, newest: bool) -> list[tuple[int | None, int | None]]:
        """Ranges of sort keys that remain, in order."""
        after = self.request.after[0] if self.request.after else None
        if newest:
            return [(None, after)]
        dated = (FIRST_DATED if after is None else after + 1, None)
        undated = (0 if after is None or after >= FIRST_DATED else after + 1, FIRST_DATED)
        return [undated] if after is not None and after < FIRST_DATED else [dated, undated]

    def _row(self, address: Any, score: float, after: tuple[int, ...]) -> Row | None:
        """The row of a document; None for an older version that is not shown."""
        kept = self.snapshot.kept(address)
        if not kept.current and self.snapshot.searcher.fast_field_values("sort", [address])[0] not in self.older.shown:
            return None
        return Row(kept.version, kept.statement, kept.text_digest, kept.current, score, after)

    # --- counts ---------------------------------------------------------------------------------------------------

    def _counts(self) -> tuple[int, Mapping[str, Mapping[str, int]]]:
        """Documents, and statements by facet: all documents less the older ones, and those that are shown."""
        total, facets = self._count(self.match)
        if self.older.total and self.request.facets:
            unshown = both(self.match, flagged(self.schema, OLDER))
            if self.older.shown:
                unshown = without(unshown, shown_only(self.older.shown, self.schema))
            for name, counts in self._count(unshown)[1].items():
                for value, count in counts.items():
                    facets[name][value] -= count
        ordered = {name: dict(sorted(counts.items(), key=_by_count)) for name, counts in facets.items()}
        return total, {name: {value: n for value, n in counts.items() if n} for name, counts in ordered.items()}

    def _count(self, query: Any) -> tuple[int, dict[str, dict[str, int]]]:
        asked: dict[str, Any] = dict(COUNT)
        if self.request.facets:
            asked |= {name: {"terms": {"field": name, "size": max(10, len(self.snapshot.values(name)))}} for name in FACETS}
        answer = self.snapshot.searcher.aggregate(query, asked)
        facets = {name: {b["key"]: int(b["doc_count"]) for b in answer[name]["buckets"]} for name in FACETS if name in answer}
        return int(answer["total"]["value"]), facets


def _by_count(item: tuple[str, int]) -> tuple[int, str]:
    """The most frequent value first, equals by name."""
    return -item[1], item[0]
