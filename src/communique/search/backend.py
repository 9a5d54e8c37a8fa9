"""The door to search engines: what an engine is asked, what it answers, and nothing of any engine.

A query reaches an engine as criteria over our own tokens; user text never does. Tokens of a field are matched as they
are, so that every engine that splits at white space and ranks by BM25 gives the same results.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, Protocol

from communique.search.analysis import Analysed

TextField = Literal["words", "exact", "title", "title_exact"]
FACETS = ("issuer", "country", "kind", "lang", "year", "tag", "act")
Sort = Literal["relevance", "date", "oldest"]
Span = Literal["month", "year"]


@dataclass(frozen=True, slots=True)
class AnyToken:
    """At least one of the tokens stands in the field; each counts in the ranking (BM25)."""

    field: TextField
    tokens: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Together:
    """The tokens stand beside each other in this order; with `slop`, moved by at most so many places from standing so.

    As in Lucene: place less rank in the phrase differs by at most `slop` among the tokens. For three tokens and more, each
    two of them may be so close in another place of the field.
    """

    field: TextField
    tokens: tuple[str, ...]
    slop: int = 0


@dataclass(frozen=True, slots=True)
class Begins:
    """A token of the field begins so."""

    field: TextField
    start: str


@dataclass(frozen=True, slots=True)
class Near:
    """A token of the field is at most `distance` edits away (a swap of neighbours is one)."""

    field: TextField
    token: str
    distance: int


@dataclass(frozen=True, slots=True)
class Days:
    """The date covers a day of `[since, until]` (YYYYMMDD, None is open); what is undated never does."""

    since: int | None
    until: int | None


@dataclass(frozen=True, slots=True)
class HasValue:
    """One of the values, as they are stored; of `claims`, what is true of one claim (see `claiming`)."""

    name: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Any_:
    """Every document."""


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every criterion holds."""

    criteria: tuple[Criterion, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one criterion holds."""

    criteria: tuple[Criterion, ...]


@dataclass(frozen=True, slots=True)
class NoneOf:
    """The criterion does not hold."""

    criterion: Criterion


@dataclass(frozen=True, slots=True)
class Weighted:
    """The criterion, its share of the score multiplied."""

    criterion: Criterion
    factor: float


Criterion = AnyToken | Together | Begins | Near | Days | HasValue | Any_ | AllOf | AnyOf | NoneOf | Weighted


@dataclass(frozen=True, slots=True)
class Request:
    """One page of a search.

    `first` is the narrower criterion whose documents precede those that only meet `match`; None when there is none.
    `only` narrows without ranking. `after` goes on behind a row of an earlier page. `over_time` counts by month or year.
    """

    match: Criterion
    first: Criterion | None
    only: Criterion | None
    sort: Sort
    limit: int
    after: tuple[int, ...] | None
    facets: bool
    over_time: Span | None = None


class Row(NamedTuple):
    """One version that answers, one a statement."""

    version: str
    current: bool
    score: float
    after: tuple[int, ...]  # where the next page begins behind this row


@dataclass(frozen=True, slots=True)
class Found:
    """What an engine answers: rows in order, and exact counts of statements."""

    rows: tuple[Row, ...]
    total: int
    facets: Mapping[str, Mapping[str, int]]
    over_time: Mapping[str, int] = field(default_factory=dict)  # `2020-09`, `2020` where there is no month (or by year) -> count


class SearchBackend(Protocol):
    """A search engine. One document a version; `total` and facets count statements."""

    def find(self, request: Request) -> Found:
        """Answer one page; rows show each statement once, by its current version where that one answers."""

    def refresh(self) -> None:
        """Take what was committed until now into view; everything else is asked of the state that was last seen."""

    def values(self, name: str) -> tuple[str, ...]:
        """The values of `issuer`, `country`, `kind`, `lang`, `tag` or `act` that are in the index."""

    def languages(self) -> tuple[str | None, ...]:
        """The languages of the documents; None among them when some have none."""

    def documents(self) -> int:
        """How many versions are in the index."""

    def frequency(self, field: str, token: str) -> int:
        """How many versions have the token, or the value of `claims`."""

    def tokens(self, field: TextField, start: str, most: int) -> tuple[tuple[str, int], ...]:
        """The tokens of a field that begin so and how many versions have them, the most frequent first."""

    def apply(self, analysed: Iterable[Analysed], removed: Iterable[str]) -> None:
        """Put documents in the place of those of the same version, and take out versions."""

    def commit(self) -> None:
        """Make what was applied durable, and visible to every reader."""

    def clear(self) -> None:
        """Take out everything."""

    def contents(self) -> Iterator[tuple[str, str, bool]]:
        """Every document as (version, text digest, current)."""

    def generation(self) -> str:
        """Names the state of the index that is searched; changes with every commit."""

    def close(self) -> None:
        """Release files and locks."""
