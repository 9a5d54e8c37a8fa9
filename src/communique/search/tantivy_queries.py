"""Criteria as tantivy queries."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from tantivy import FieldType, Occur, Query

from communique.search.backend import (
    AllOf,
    Any_,
    AnyOf,
    AnyToken,
    Begins,
    Bonus,
    Criterion,
    Days,
    HasValue,
    InOrder,
    Near,
    NoneOf,
    Weighted,
)
from communique.search.tantivy_schema import Schema


def scored(criterion: Criterion, of: Schema) -> Any:
    """The query that ranks."""
    return _Builder(of, ranks=True).query(criterion)


def unscored(criterion: Criterion, of: Schema) -> Any:
    """The query that only matches: what adds nothing but score is left out."""
    return _Builder(of, ranks=False).query(criterion)


def both(query: Any, filter_: Any | None) -> Any:
    """A query narrowed by another that adds nothing to the score."""
    if filter_ is None:
        return query
    return Query.boolean_query([(Occur.Must, query), (Occur.Must, Query.const_score_query(filter_, 0.0))])


def without(query: Any, unwanted: Any) -> Any:
    """A query less another."""
    return Query.boolean_query([(Occur.Must, query), (Occur.MustNot, unwanted)])


def flag(of: Schema, name: str, value: bool) -> Any:
    """Documents with that flag."""
    return Query.term_query(of, name, value, "basic")


def keys(of: Schema, wanted: Iterable[int]) -> Any:
    """The documents with those sort keys."""
    return Query.term_set_query(of, "sort", list(wanted))


def key_range(of: Schema, low: int | None, high: int | None) -> Any:
    """The documents whose sort key lies in `[low, high)`; None is open."""
    if low is None and high is None:
        return Query.all_query()
    return Query.range_query(of, "sort", FieldType.Integer, low, None if high is None else high - 1)


class _Builder:
    def __init__(self, of: Schema, ranks: bool) -> None:
        self.schema = of
        self.ranks = ranks

    def query(self, criterion: Criterion) -> Any:
        match criterion:
            case AnyToken():
                return self._should([self._term(criterion.field, token) for token in criterion.tokens])
            case InOrder():
                return Query.phrase_query(self.schema, criterion.field, list(criterion.tokens), criterion.slop)
            case Begins():
                return Query.regex_query(self.schema, criterion.field, _literal(criterion.start) + ".*")
            case Near():
                return Query.fuzzy_term_query(self.schema, criterion.field, criterion.token, criterion.distance, True)
            case Days():
                return self._days(criterion)
            case HasValue():
                return self._should([Query.term_query(self.schema, criterion.name, v, "basic") for v in criterion.values])
            case Any_():
                return Query.all_query()
            case AllOf():
                return self._all(criterion)
            case AnyOf():
                return self._should([query for child in criterion.criteria for query in self._alternatives(child)])
            case NoneOf():
                return without(Query.all_query(), self.query(criterion.criterion))
            case Weighted():
                inner = self.query(criterion.criterion)
                return Query.boost_query(inner, criterion.factor) if self.ranks else inner
            case Bonus():
                return self._should(self._alternatives(criterion))

    def _alternatives(self, criterion: Criterion) -> list[Any]:
        """The queries of one alternative: a bonus only ever holds where its criterion does, so it is one more alternative."""
        if isinstance(criterion, Bonus):
            extra = self._alternatives(criterion.extra) if self.ranks else []
            return self._alternatives(criterion.criterion) + extra
        if isinstance(criterion, AnyOf):
            return [query for child in criterion.criteria for query in self._alternatives(child)]
        if isinstance(criterion, AnyToken):
            return [self._term(criterion.field, token) for token in criterion.tokens]
        return [self.query(criterion)]

    def _all(self, criterion: AllOf) -> Any:
        """Demands as `Must`, what is unwanted as `MustNot`, what only adds score as `Should`."""
        clauses: list[tuple[Any, Any]] = []
        for child in _flat(criterion):
            if isinstance(child, NoneOf):
                clauses.append((Occur.MustNot, self.query(child.criterion)))
            elif isinstance(child, HasValue | Days):
                clauses.append((Occur.Must, Query.const_score_query(self.query(child), 0.0)))
            elif isinstance(child, Bonus):
                clauses.append((Occur.Must, self.query(child.criterion)))
                if self.ranks:
                    clauses.append((Occur.Should, self.query(child.extra)))
            else:
                clauses.append((Occur.Must, self.query(child)))
        if all(occur == Occur.MustNot for occur, _ in clauses):
            clauses.append((Occur.Must, Query.all_query()))
        return Query.boolean_query(clauses)

    def _should(self, queries: list[Any]) -> Any:
        if not queries:
            return Query.empty_query()
        return queries[0] if len(queries) == 1 else Query.boolean_query([(Occur.Should, query) for query in queries])

    def _term(self, field: str, token: str) -> Any:
        return Query.term_query(self.schema, field, token, "freq")

    def _days(self, days: Days) -> Any:
        parts: list[Any] = []
        if days.since is not None:
            parts.append(Query.range_query(self.schema, "until", FieldType.Integer, days.since, None))
        if days.until is not None:
            parts.append(Query.range_query(self.schema, "since", FieldType.Integer, None, days.until))
        if not parts:
            return Query.range_query(self.schema, "since", FieldType.Integer, 0, None)
        return parts[0] if len(parts) == 1 else Query.boolean_query([(Occur.Must, part) for part in parts])


def _flat(criterion: AllOf) -> list[Criterion]:
    """The demands, those of inner conjunctions among them."""
    found: list[Criterion] = []
    for child in criterion.criteria:
        found.extend(_flat(child) if isinstance(child, AllOf) else [child])
    return found


def _literal(start: str) -> str:
    """A beginning as a pattern of tantivy's regular expressions, in which every letter is itself."""
    return re.sub(r"([^\w])", r"\\\1", start)
