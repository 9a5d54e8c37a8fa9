"""A search engine that looks at every document, for comparison: the meaning of criteria, written as plainly as possible."""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping

from rapidfuzz.distance import OSA

from communique.search import Analysed
from communique.search.backend import (
    FACETS,
    AllOf,
    Any_,
    AnyOf,
    AnyToken,
    Begins,
    Criterion,
    Days,
    Found,
    HasValue,
    Near,
    NoneOf,
    Request,
    Row,
    Together,
    Weighted,
)


class PlainBackend:
    """Every document in memory; the order of rows is by statement, for there is no ranking."""

    def __init__(self) -> None:
        self.entries: dict[str, Analysed] = {}

    def apply(self, analysed: Iterable[Analysed], removed: Iterable[str]) -> None:
        for version in removed:
            self.entries.pop(version, None)
        self.entries.update({entry.version: entry for entry in analysed})

    def commit(self) -> None: ...

    def clear(self) -> None:
        self.entries.clear()

    def close(self) -> None: ...

    def refresh(self) -> None: ...

    def generation(self) -> str:
        return ""

    def contents(self) -> Iterator[tuple[str, str, bool]]:
        return iter([(e.version, e.text_digest, e.current) for e in self.entries.values()])

    def documents(self) -> int:
        return len(self.entries)

    def frequency(self, field: str, token: str) -> int:
        return sum(token in (e.claims if field == "claims" else getattr(e, field).split()) for e in self.entries.values())

    def values(self, name: str) -> tuple[str, ...]:
        return tuple(sorted({v for e in self.entries.values() for v in values(e, name)}))

    def languages(self) -> tuple[str | None, ...]:
        return tuple({e.lang for e in self.entries.values()})

    def find(self, request: Request) -> Found:
        """All rows, whatever the limit."""
        by_statement: dict[str, list[Analysed]] = defaultdict(list)
        for e in self.entries.values():
            if holds(request.match, e) and (request.only is None or holds(request.only, e)):
                by_statement[e.statement].append(e)
        rows, facets, over_time = [], {name: Counter[str]() for name in FACETS}, Counter[str]()
        for _, matching in sorted(by_statement.items()):
            current = [e for e in matching if e.current]
            shown = current[0] if current else matching[0]
            rows.append(Row(shown.version, bool(current), 0.0, ()))
            if current or len(matching) == 1:  # else which of several older versions is shown is a matter of ranking
                for name, counts in facets.items():
                    counts.update(values(shown, name))
                if shown.date and request.over_time:
                    over_time[shown.date[:4] if request.over_time == "year" else shown.date[:7]] += 1
        return Found(tuple(rows), len(rows), clean(facets), over_time)

    def tokens(self, field: str, start: str, most: int) -> tuple[tuple[str, int], ...]:
        counts = Counter(
            token for e in self.entries.values() for token in set(getattr(e, field).split()) if token.startswith(start)
        )
        return tuple(counts.most_common(most))


def clean(facets: Mapping[str, Mapping[str, int]]) -> dict[str, dict[str, int]]:
    """Facets without zeros."""
    return {name: {value: n for value, n in counts.items() if n} for name, counts in facets.items()}


def values(e: Analysed, name: str) -> tuple[str, ...]:
    """The values of a facet."""
    if name in ("tag", "claims", "act"):
        return {"tag": e.tags, "claims": e.claims, "act": e.act}[name]
    value = (e.date or "")[:4] if name == "year" else getattr(e, name)
    return (value,) if value else ()


def holds(criterion: Criterion, e: Analysed) -> bool:
    """Whether a document meets a criterion."""
    match criterion:
        case AnyToken():
            return any(token in getattr(e, criterion.field).split() for token in criterion.tokens)
        case Together():
            return together(criterion.tokens, getattr(e, criterion.field).split(), criterion.slop)
        case Begins():
            return any(token.startswith(criterion.start) for token in getattr(e, criterion.field).split())
        case Near():
            return any(
                OSA.distance(token, criterion.token) <= criterion.distance for token in getattr(e, criterion.field).split()
            )
        case Days():
            return e.since is not None and (criterion.since or 0) <= (e.until or 0) and e.since <= (criterion.until or 99999999)
        case HasValue():
            return bool(set(criterion.values) & set(values(e, criterion.name)))
        case Any_():
            return True
        case AllOf():
            return all(holds(child, e) for child in criterion.criteria)
        case AnyOf():
            return any(holds(child, e) for child in criterion.criteria)
        case NoneOf():
            return not holds(criterion.criterion, e)
        case Weighted():
            return holds(criterion.criterion, e)


def together(wanted: tuple[str, ...], tokens: list[str], slop: int) -> bool:
    """Whether the tokens stand beside each other; with slop, whether each two of them are moved by at most so much."""
    places = [[p - i for p, token in enumerate(tokens) if token == one] for i, one in enumerate(wanted)]
    if not slop:
        return any(all(first in of for of in places) for first in places[0])
    pairs = itertools.combinations(enumerate(places), 2)
    return all(any(a + i != b + j and abs(a - b) <= slop for a in x for b in y) for (i, x), (j, y) in pairs)
