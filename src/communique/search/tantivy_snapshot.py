"""One state of a tantivy index: what is asked of it directly, and which older versions stand for their statement."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from tantivy import Query

from communique.search.tantivy_queries import both, flagged, groups, key_range, without
from communique.search.tantivy_schema import OLDER, SEPARATOR, SEVERAL, UNKNOWN, Schema, unpacked

MOST_VALUES = 60_000  # of one facet
COUNT = {"total": {"value_count": {"field": "sort"}}}
Stamp = tuple[int, int, int]  # of the file that a commit writes: its time, size and number
_CHUNK = 5_000  # documents read at once by `contents`


Kept = tuple[str, bool]  # what is stored of a version: its id, and whether it is current


class Older(NamedTuple):
    """The older versions that answer a query."""

    total: int
    shown: frozenset[int]  # sort keys of those that stand for their statement, whose current version does not answer


NO_OLDER = Older(0, frozenset())


class Snapshot:
    """The documents of one commit; later commits do not change it."""

    def __init__(self, searcher: Any, schema: Schema, stamp: Stamp) -> None:
        self.searcher = searcher
        self.schema = schema
        self.stamp = stamp
        self.has_older = bool(self.frequency("flags", OLDER))  # any older version at all
        self._values: dict[str, tuple[str, ...]] = {}

    @property
    def generation(self) -> str:
        """Names the state."""
        return "-".join(f"{part:x}" for part in self.stamp)

    def values(self, name: str) -> tuple[str, ...]:
        """The values of a field."""
        if name not in self._values:
            self._values[name] = tuple(value for value, _ in self.searcher.terms_with_prefix(name, "", limit=MOST_VALUES))
        return self._values[name]

    @functools.cached_property
    def languages(self) -> tuple[str | None, ...]:
        """The languages of the documents, None among them when some have none."""
        return (*self.values("lang"), None) if self.frequency("flags", UNKNOWN) else self.values("lang")

    def frequency(self, field: str, token: str) -> int:
        """How many documents have the token, those taken out but not yet merged away among them."""
        return int(self.searcher.doc_freq(field, token))

    def tokens(self, field: str, start: str, most: int) -> tuple[tuple[str, int], ...]:
        """The most frequent tokens that begin so."""
        return tuple(self.searcher.terms_with_prefix(field, start, limit=most))

    def count(self, query: Any) -> int:
        """How many documents a query has."""
        return int(self.searcher.aggregate(query, COUNT)["total"]["value"])

    def kept(self, addresses: list[Any]) -> list[Kept]:
        """What rows show of documents: from a column of numbers, and of those with ids of another form from what is stored."""
        numbers = self.searcher.fast_field_values("shown", addresses)
        if None in numbers:
            return [self._stored(address)[0] for address in addresses]
        return [(unpacked(n >> 1), bool(n & 1)) for n in numbers]

    def _stored(self, address: Any) -> tuple[Kept, str]:
        """What is stored of a document, and the digest of its text."""
        stored = self.searcher.doc(address)
        digest, current = bytes(stored.get_first("kept")).decode("utf-8").split(SEPARATOR)
        return (stored.get_first("version"), bool(current)), digest

    def everything(self) -> Iterator[tuple[str, str, bool]]:
        """Every document as (version, text digest, current)."""
        last: int | None = None
        while True:
            found = self.searcher.search(key_range(self.schema, None, last), _CHUNK, count=False, order_by_field="sort").hits
            for _, address in found:
                (version, current), digest = self._stored(address)
                yield version, digest, current
            if len(found) < _CHUNK:
                return
            last = found[-1][0]

    # --- older versions -------------------------------------------------------------------------------------------

    def older(self, query: Any) -> Older:
        """Which older versions answer, and which of them are shown: the best of each statement without a current answer.

        Of the two sets that tell (older versions that answer, current ones that do not) the smaller is gone through.
        """
        matching = both(query, flagged(self.schema, OLDER))
        total = self.count(matching)
        if not total:
            return NO_OLDER
        current = both(query, self._current)
        answering = self.count(current)
        silent = self._current_total - answering
        if total <= silent:
            candidates = self._groups(matching, total)
            if answering > 3 * total:  # going through more hits costs less than a set of ids, up to a point
                current, answering = both(current, groups(self.schema, candidates)), len(candidates)
            candidates -= self._groups(current, answering)
        else:
            candidates = self._orphans | self._groups(without(self._current, query), silent)
        if not candidates:
            return Older(total, frozenset())
        best = both(both(query, flagged(self.schema, OLDER)), groups(self.schema, candidates))
        return Older(total, frozenset(self._best(best, total)))

    def _best(self, query: Any, most: int) -> Iterator[int]:
        """The sort key of the first document of each statement."""
        addresses = [address for _, address in self.searcher.search(query, most, count=False).hits]
        if not addresses:
            return
        seen = set()
        keys = self.searcher.fast_field_values("sort", addresses)
        for group, key in zip(self.searcher.fast_field_values("group", addresses), keys):
            if group not in seen:
                seen.add(group)
                yield key

    def _groups(self, query: Any, most: int) -> set[int]:
        """The statements of a query that has at most so many documents."""
        if not most:
            return set()
        return {group for group, _ in self.searcher.search(query, most, count=False, order_by_field="group").hits}

    @functools.cached_property
    def _current(self) -> Any:
        """The current versions of statements that have several."""
        return without(flagged(self.schema, SEVERAL), flagged(self.schema, OLDER))

    @functools.cached_property
    def _current_total(self) -> int:
        return self.count(self._current)

    @functools.cached_property
    def _orphans(self) -> set[int]:
        """Statements that only have older versions in the index."""
        older = flagged(self.schema, OLDER)
        return self._groups(older, self.count(older)) - self._groups(self._current, self._current_total)


def shown_only(keys: Iterable[int], of: Schema) -> Any:
    """The documents with those sort keys."""
    return Query.term_set_query(of, "sort", list(keys))
