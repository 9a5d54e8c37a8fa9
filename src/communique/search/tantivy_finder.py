"""One search on one state of a tantivy index: rows in order, exact counts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import tantivy

from communique.search.backend import FACETS, Found, Request, Row
from communique.search.tantivy_queries import Builder, both, flagged, key_range, without
from communique.search.tantivy_schema import FIRST_DATED, OLDER
from communique.search.tantivy_snapshot import COUNT, NO_OLDER, Kept, Snapshot, shown_only

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
        self.builder = Builder(self.schema, snapshot.frequency)
        self.counted = request.facets or request.over_time is not None
        self.only = self.builder.query(request.only) if request.only is not None else None
        self.match = both(self.builder.query(request.match), self.only)
        self.older = snapshot.older(self.match) if snapshot.has_older else NO_OLDER  # those among the answers

    def find(self) -> Found:
        """Rows, total and facets; the total comes from the search itself where that has seen every document."""
        rows, total = self._by_relevance() if self.request.sort == "relevance" else self._by_date()
        counts: dict[str, dict[str, int]] = {}
        if total is None or self.counted:
            total, counts = self._counts()
        over_time = counts.pop(OVER_TIME, {})
        return Found(tuple(rows), total - self.older.total + len(self.older.shown), counts, over_time)

    # --- order ----------------------------------------------------------------------------------------------------

    def _by_relevance(self) -> tuple[list[Row], int | None]:
        """Those that meet the narrower criterion, then the others, each by score; and how many, where that is known by then."""
        request = self.request
        offset = request.after[0] if request.after else 0
        if request.first is None:
            found = self._read(self.match, offset, request.limit, 0, 0.0)
            return found.rows, found.total
        narrow = self.builder.query(request.first)
        first = self._read(both(narrow, self.only), offset, request.limit, 0, _AHEAD)
        ahead = first.total
        if len(first.rows) == request.limit:
            return first.rows, None
        if ahead is None:
            ahead = self.snapshot.count(both(narrow, self.only))
        rest = without(self.match, narrow)
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
            found = self.snapshot.searcher.search(query, wanted, count=at == offset and not self.counted, offset=at)
            total = found.count if at == offset else total
            hits = found.hits
            for (score, _), kept in zip(hits, self._kept(hits)):
                at += 1
                if kept is not None:
                    rows.append(Row(*kept, score + ahead, (place + at,)))
                    if len(rows) == limit:
                        return _Stretch(rows, at - offset, total)
            if len(hits) < wanted:
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
                hits = found.hits
                rows += [Row(*kept, 0.0, (key,)) for (key, _), kept in zip(hits, self._kept(hits)) if kept is not None]
                if len(hits) < wanted:
                    break
                low, high = (low, hits[-1][0]) if newest else (hits[-1][0] + 1, high)
        return rows[: self.request.limit], total

    def _stretches(self, newest: bool) -> list[tuple[int | None, int | None]]:
        """Ranges of sort keys that remain, in order."""
        after = self.request.after[0] if self.request.after else None
        if newest:
            return [(None, after)]
        dated = (FIRST_DATED if after is None else after + 1, None)
        undated = (0 if after is None or after >= FIRST_DATED else after + 1, FIRST_DATED)
        return [undated] if after is not None and after < FIRST_DATED else [dated, undated]

    def _kept(self, hits: Sequence[tuple[Any, Any]]) -> Sequence[Kept | None]:
        """What rows show of the documents; None for an older version that is not shown."""
        if not hits:
            return ()
        addresses = [address for _, address in hits]
        kept = self.snapshot.kept(addresses)
        if not self.older.total:
            return kept
        keys = self.snapshot.searcher.fast_field_values("sort", addresses)
        return [one if one[1] or key in self.older.shown else None for one, key in zip(kept, keys)]

    # --- counts ---------------------------------------------------------------------------------------------------

    def _counts(self) -> tuple[int, dict[str, dict[str, int]]]:
        """Documents, and statements by facet and over time: all documents less the older ones, and those that are shown."""
        total, found = self._count(self.match)
        if self.older.total and self.counted:
            unshown = both(self.match, flagged(self.schema, OLDER))
            if self.older.shown:
                unshown = without(unshown, shown_only(self.older.shown, self.schema))
            for name, counts in self._count(unshown)[1].items():
                for value, count in counts.items():
                    found[name][value] -= count
        ordered = {
            name: dict(sorted(counts.items(), key=None if name == OVER_TIME else _by_count)) for name, counts in found.items()
        }
        return total, {name: {value: n for value, n in counts.items() if n} for name, counts in ordered.items()}

    def _count(self, query: Any) -> tuple[int, dict[str, dict[str, int]]]:
        asked: dict[str, Any] = dict(COUNT)
        if self.request.facets:
            asked |= {name: {"terms": {"field": name, "size": max(10, len(self.snapshot.values(name)))}} for name in FACETS}
        if self.request.over_time:
            asked[OVER_TIME] = _MONTHS if self.request.over_time == "month" else _YEARS
        answer = self.snapshot.searcher.aggregate(query, asked)
        found = {name: {b["key"]: int(b["doc_count"]) for b in answer[name]["buckets"]} for name in FACETS if name in answer}
        if OVER_TIME in answer:
            found[OVER_TIME] = _spans(answer[OVER_TIME]["buckets"])
        return int(answer["total"]["value"]), found


def _histogram(field: str, interval: int) -> dict[str, Any]:
    return {"histogram": {"field": field, "interval": interval, "min_doc_count": 1}}


OVER_TIME = "over time"
_YEARS = _histogram("since", 10_000)
_MONTHS = _histogram("since", 100) | {"aggs": {"until": _histogram("until", 100)}}  # a date without a month reaches over months


def _spans(buckets: list[Any]) -> dict[str, int]:
    """Months (`2020-09`) or years (`2020`) with their counts; by month, dates that only name the year stand under it."""
    found: dict[str, int] = {}
    for bucket in buckets:
        for inner in bucket.get("until", {"buckets": [bucket]})["buckets"]:
            number, until = int(bucket["key"]), int(inner["key"])
            whole_year = number % 10_000 == 0 or number // 100 != until // 100
            name = f"{number // 10_000:04d}" if whole_year else f"{number // 10_000:04d}-{number // 100 % 100:02d}"
            found[name] = found.get(name, 0) + int(inner["doc_count"])
    return found


def _by_count(item: tuple[str, int]) -> tuple[int, str]:
    """The most frequent value first, equals by name."""
    return -item[1], item[0]
