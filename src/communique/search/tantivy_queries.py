"""Criteria as tantivy queries."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable
from typing import Any

from tantivy import FieldType, Occur, Query

from communique.search.backend import (
    AllOf,
    Any_,
    AnyOf,
    AnyToken,
    Begins,
    Criterion,
    Days,
    HasValue,
    Near,
    NoneOf,
    Together,
    Weighted,
)
from communique.search.tantivy_schema import VAGUE, Schema

_FEW = 6  # words of a phrase with slop that are all compared with each other; of more, only neighbours and theirs
_FEW_DEMANDS = 16  # of more, each is asked once
_FEW_IDS = 50  # statements that are asked for one by one, which costs less than a set
Known = Callable[[str, str], int]  # field, token -> documents that have it


def both(query: Any, filter_: Any | None) -> Any:
    """A query narrowed by another that adds nothing to the score."""
    if filter_ is None:
        return query
    return Query.boolean_query([(Occur.Must, query), (Occur.Must, Query.const_score_query(filter_, 0.0))])


def without(query: Any, unwanted: Any) -> Any:
    """A query less another."""
    return Query.boolean_query([(Occur.Must, query), (Occur.MustNot, unwanted)])


def flagged(of: Schema, flag: str) -> Any:
    """Documents with that flag."""
    return Query.term_query(of, "flags", flag, "basic")


def groups(of: Schema, wanted: Iterable[int]) -> Any:
    """The versions of those statements that have several."""
    ids = list(wanted)
    if len(ids) > _FEW_IDS:
        return Query.term_set_query(of, "group", ids)
    return Query.boolean_query([(Occur.Should, Query.term_query(of, "group", i, "basic")) for i in ids])


def key_range(of: Schema, low: int | None, high: int | None) -> Any:
    """The documents whose sort key lies in `[low, high)`; None is open."""
    if low is None and high is None:
        return Query.all_query()
    return Query.range_query(of, "sort", FieldType.Integer, low, None if high is None else high - 1)


class Builder:
    """Makes the queries of one request; what several of them have in common is made once."""

    def __init__(self, of: Schema, known: Known) -> None:
        self.schema = of
        self.known = known
        self._made: dict[tuple[str, str], Any] = {}

    def query(self, criterion: Criterion) -> Any:
        match criterion:
            case AnyToken():
                tokens = criterion.tokens
                return self._term(criterion.field, tokens[0]) if len(tokens) == 1 else self._should(self._terms(criterion))
            case Together():
                return self._together(criterion)
            case Begins():
                return Query.fuzzy_term_query(self.schema, criterion.field, criterion.start, 0, prefix=True)
            case Near():
                return Query.fuzzy_term_query(self.schema, criterion.field, criterion.token, criterion.distance, True)
            case Days():
                return self._days(criterion)
            case HasValue():
                return Query.term_set_query(self.schema, criterion.name, list(criterion.values))
            case Any_():
                return Query.all_query()
            case AllOf():
                return self._all(criterion)
            case AnyOf():
                return self._should(self._alternatives(criterion))
            case NoneOf():
                return without(Query.all_query(), self.query(criterion.criterion))
            case Weighted():
                return Query.boost_query(self.query(criterion.criterion), criterion.factor)

    def _alternatives(self, criterion: Criterion) -> list[Any]:
        """The queries of which one is enough, those of inner alternatives among them."""
        if isinstance(criterion, AnyOf):
            return [query for child in criterion.criteria for query in self._alternatives(child)]
        return self._terms(criterion) if isinstance(criterion, AnyToken) else [self.query(criterion)]

    def _all(self, criterion: AllOf) -> Any:
        """Demands as `Must`, those that only filter without score, and what is unwanted as `MustNot`."""
        clauses: list[tuple[Any, Any]] = []
        demands = _flat(criterion)
        for child in demands if len(demands) <= _FEW_DEMANDS else dict.fromkeys(demands):
            if isinstance(child, NoneOf):
                clauses.append((Occur.MustNot, self.query(child.criterion)))
            elif isinstance(child, HasValue | Days):
                clauses.append((Occur.Must, Query.const_score_query(self.query(child), 0.0)))
            else:
                clauses.append((Occur.Must, self.query(child)))
        if all(occur == Occur.MustNot for occur, _ in clauses):
            clauses.append((Occur.Must, Query.all_query()))
        return Query.boolean_query(clauses)

    def _should(self, queries: list[Any]) -> Any:
        if not queries:
            return Query.empty_query()
        return queries[0] if len(queries) == 1 else Query.boolean_query([(Occur.Should, query) for query in queries])

    def _terms(self, criterion: AnyToken) -> list[Any]:
        """The tokens that the index has: one term is many times faster than several of which one is empty."""
        return [self._term(criterion.field, token) for token in criterion.tokens if self.known(criterion.field, token)]

    def _term(self, field: str, token: str) -> Any:
        made = self._made.get((field, token))
        if made is None:
            made = self._made[field, token] = Query.term_query(self.schema, field, token, "freq")
        return made

    def _together(self, criterion: Together) -> Any:
        """A phrase. tantivy misses many places of three and more words with slop, so these are asked two by two."""
        numbered = list(enumerate(criterion.tokens))
        if not criterion.slop or len(numbered) < 3:
            return Query.phrase_query(self.schema, criterion.field, list(criterion.tokens), criterion.slop)
        apart = len(numbered) if len(numbered) <= _FEW else 2
        pairs: list[list[str | tuple[int, str]]] = [
            [a, b] for a, b in itertools.combinations(numbered, 2) if b[0] - a[0] <= apart
        ]
        phrases = [Query.phrase_query(self.schema, criterion.field, pair, criterion.slop) for pair in pairs]
        return Query.boolean_query([(Occur.Must, phrase) for phrase in phrases])

    def _days(self, days: Days) -> Any:
        """By the first day where that is enough: only dates without a day can begin before the stretch and reach into it."""
        begun = self._range("since", days.since if days.since is not None else 0, days.until)
        if days.since is None or not self.known("flags", VAGUE) or days.since % 10000 <= 101:  # no date reaches over a new year
            return begun
        reaching = [self._range("since", None, days.since - 1), self._range("until", days.since, None)]
        return self._should(
            [begun, Query.boolean_query([(Occur.Must, part) for part in (flagged(self.schema, VAGUE), *reaching)])]
        )

    def _range(self, name: str, low: int | None, high: int | None) -> Any:
        return Query.range_query(self.schema, name, FieldType.Integer, low, high)


def _flat(criterion: AllOf) -> list[Criterion]:
    """The demands, those of inner conjunctions among them."""
    found: list[Criterion] = []
    for child in criterion.criteria:
        found.extend(_flat(child) if isinstance(child, AllOf) else [child])
    return found
