"""What a query may cost: phrases, beginnings, spellings, frequent words up to a budget; a note says what was not searched.

Costs are estimated from how many documents have a token; their unit is what reading the places of one token in a quarter
of the documents costs. The whole budget is well under 100 ms at 200,000 documents.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

from communique.model import Note
from communique.search.backend import (
    AllOf,
    AnyOf,
    AnyToken,
    Criterion,
    Days,
    HasValue,
    NoneOf,
    TextField,
    Together,
    Weighted,
)

_BUDGET = 14  # units of one query for phrases, beginnings and spellings
_BEGINNING = 6  # what a beginning of one letter costs; it shrinks with the letters
_EACH = 0.25  # what any phrase costs
_LONG = 8  # tokens of a phrase that cost one more, however rare they are
_SLOP = 1.25  # times: a phrase with slop
_TOO_MUCH = "more phrases, beginnings and spellings than one query may have: from here on searched as words"
_TOO_FREQUENT = "the words of this phrase are in too many statements to compare all with each other: some are searched as words"
_ALWAYS = 32  # alternatives that are searched however frequent they are
_LEAST = 8  # of more than these, how many are searched however frequent they are
_CROWD = 64  # alternatives beyond which none is expected to have them all
_POSTINGS = 10  # times the documents: how many occurrences the alternatives of one choice together may have
_POSTINGS_BESIDE = 4  # the same beside phrases, beginnings and spellings, where an engine cannot skip
_ALL_POSTINGS = 25  # the same of the whole query
_MOST_DATES = 100  # stretches of time of which one is enough
_NESTED = (AllOf, AnyOf, NoneOf, Weighted)


class Vocabulary(Protocol):
    """What a plan needs to know of the index; every search backend tells it."""

    def values(self, name: str) -> tuple[str, ...]: ...

    def documents(self) -> int: ...

    def frequency(self, field: str, token: str) -> int: ...


@dataclass(slots=True)
class Budget:
    """The budget of one query."""

    known: Vocabulary
    notes: list[Note] = field(default_factory=list)
    crowded: bool = False  # so much is wanted that no statement will have all of it
    spent: float = 0
    closed: bool = False  # more than the budget was asked for: all that follows is searched as words

    def affords(self, cost: float, span: tuple[int, int] | None, message: str = _TOO_MUCH) -> bool:
        """Whether that may still be asked for; the first that may not is said, where it stands."""
        if not self.closed and (not self.spent or self.spent + cost <= _BUDGET):
            self.spent += cost
            return True
        if message == _TOO_MUCH:
            self.closed = self.crowded = True
        if span is not None and all(note.message != message for note in self.notes):
            self.notes.append(Note(span[0] + 1, message))
        return False

    def affords_beginning(self, start: str, span: tuple[int, int] | None) -> bool:
        """Whether the words that begin so may be asked for."""
        return self.affords(_BEGINNING // len(start) + 1, span)

    # --- phrases --------------------------------------------------------------------------------------------------

    def phrase(self, at: TextField, run: tuple[str, ...], slop: int, span: tuple[int, int] | None) -> Criterion | None:
        """A phrase as far as it may be asked for; None where it may not at all."""
        if self.closed:
            return None
        if not slop or len(run) < 3:
            alone = not self.spent and len(run) <= _LONG and not slop  # the one phrase of a query need not be estimated
            return Together(at, run, slop) if self.affords(_EACH if alone else self._cost(at, run, slop), span) else None
        return self._sloppy(at, run, slop, span)

    def _cost(self, at: TextField, run: tuple[str, ...], slop: int) -> float:
        rarest = min(self.known.frequency(at, token) for token in run)
        places = 4 * len(run) * rarest / max(1, self.known.documents())
        return _EACH + len(run) // _LONG + places * (_SLOP if slop else 1)

    def _sloppy(self, at: TextField, run: tuple[str, ...], slop: int, span: tuple[int, int] | None) -> Criterion | None:
        """An engine compares each two of the words; of frequent ones only neighbours, the rarest first, as far as may be."""
        neighbours = sorted((self._cost(at, pair, slop), pair) for pair in itertools.pairwise(run))
        pairs = len(run) * (len(run) - 1) / 2
        if self.spent + pairs * neighbours[0][0] <= _BUDGET:
            self.spent += pairs * neighbours[0][0]
            return Together(at, run, slop)
        kept = [Together(at, pair, slop) for cost, pair in neighbours if self.affords(cost, span, _TOO_FREQUENT)]
        if not kept:
            return None
        compared = {token for pair in kept for token in pair.tokens}
        return AllOf((*kept, *(AnyToken(at, (token,)) for token in dict.fromkeys(run) if token not in compared)))

    # --- alternatives ---------------------------------------------------------------------------------------------

    def alternatives(self, criteria: tuple[Criterion, ...], span: tuple[int, int]) -> tuple[Criterion, ...]:
        """Of very many alternatives those with the rarest words, in their order."""
        if len(criteria) <= (_LEAST if self.closed else _ALWAYS):
            return criteria
        self.crowded = self.crowded or len(criteria) > _CROWD
        criteria = self._dates(criteria, span)
        plain = all(isinstance(criterion, AnyToken) for criterion in criteria)
        left = (_POSTINGS if plain else _POSTINGS_BESIDE) * self.known.documents()
        costs = [self._postings(criterion) for criterion in criteria]
        kept: set[int] = set()
        for n, place in enumerate(sorted(range(len(criteria)), key=costs.__getitem__)):
            left -= costs[place]
            if n < _LEAST or left >= 0:
                kept.add(place)
        if len(kept) < len(criteria):
            self.notes.append(Note(span[0] + 1, f"{len(criteria)} words: the {len(kept)} rarest of them are searched"))
        return tuple(criterion for place, criterion in enumerate(criteria) if place in kept)

    def _dates(self, criteria: tuple[Criterion, ...], span: tuple[int, int]) -> tuple[Criterion, ...]:
        dates = [criterion for criterion in criteria if isinstance(criterion, Days)]
        if len(dates) <= _MOST_DATES:
            return criteria
        self.notes.append(Note(span[0] + 1, f"{len(dates)} dates: the first {_MOST_DATES} of them are searched"))
        dropped = set(dates[_MOST_DATES:])
        return tuple(criterion for criterion in criteria if criterion not in dropped)

    def too_much(self, criterion: Criterion) -> bool:
        """Whether words in nested choices have more occurrences than one query may go through."""
        if not isinstance(criterion, AllOf | AnyOf) or not any(isinstance(one, _NESTED) for one in criterion.criteria):
            return False
        return _nodes(criterion) > _ALWAYS and self._postings(criterion) > _ALL_POSTINGS * self.known.documents()

    def _postings(self, criterion: Criterion) -> int:
        """How many documents have words of the criterion, each as often as it has words; of demands the least."""
        match criterion:
            case AnyToken():
                return sum(self.known.frequency(criterion.field, token) for token in criterion.tokens)
            case AnyOf():
                return sum(self._postings(child) for child in criterion.criteria)
            case AllOf():
                return max((self._postings(child) for child in criterion.criteria), default=0)
            case Weighted() | NoneOf():
                return self._postings(criterion.criterion)
        return 0


def _nodes(criterion: Criterion) -> int:
    match criterion:
        case AllOf() | AnyOf():
            return sum(map(_nodes, criterion.criteria))
        case Weighted() | NoneOf():
            return _nodes(criterion.criterion)
    return 1


def parts_of(criterion: Criterion) -> tuple[tuple[AnyToken, ...], tuple[Criterion, ...]]:
    """The words of a query, each once, and what else it demands: filters, and what must not be there."""
    demanded = _flat(criterion)
    demands = tuple(one for one in demanded if isinstance(one, HasValue | Days | NoneOf))
    return tuple(dict.fromkeys(token for one in demanded for token in _words(one))), demands


def _flat(criterion: Criterion) -> list[Criterion]:
    return [inner for child in criterion.criteria for inner in _flat(child)] if isinstance(criterion, AllOf) else [criterion]


def _words(criterion: Criterion) -> Iterator[AnyToken]:
    match criterion:
        case AnyToken():
            yield criterion
        case AllOf() | AnyOf():
            for child in criterion.criteria:
                yield from _words(child)
        case Weighted():
            yield from _words(criterion.criterion)
