"""The query: a typed tree with positions, and the filters beside it. No engine type, no parsing here."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date as day

from communique.errors import UsageError
from communique.model import KINDS
from communique.names import country_code, region_names, region_number, region_numbers
from communique.times import parse_time

CLAIM_FIELDS = ("actor", "holder", "act", "target", "layer")
FIELDS = ("title", "issuer", "country", "region", "kind", "lang", "date", "tag", *CLAIM_FIELDS)


@dataclass(frozen=True, slots=True)
class Word:
    """One word as typed; analysis may make several tokens of it, which then stand beside each other."""

    text: str
    span: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words beside each other in this order; with `slop`, moved by at most so many places from standing so (a swap is two)."""

    text: str
    span: tuple[int, int]
    slop: int = 0


@dataclass(frozen=True, slots=True)
class Prefix:
    """Words that begin so."""

    text: str
    span: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """Words at most `distance` edits away (1 or 2)."""

    text: str
    span: tuple[int, int]
    distance: int = 1


@dataclass(frozen=True, slots=True)
class DateRange:
    """Dates from `since` to `until`, both inclusive, `YYYY[-MM[-DD]]`; None is open."""

    since: str | None
    until: str | None
    span: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Field:
    """A node that must match in one field (`title`), a value of a facet (`issuer`, `country`, `kind`, `lang`, `tag`), or what
    is said of a claim (CLAIM_FIELDS)."""

    name: str
    node: Node
    span: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Boost:
    """A node whose weight in the ranking is multiplied."""

    node: Node
    factor: float
    span: tuple[int, int]


@dataclass(frozen=True, slots=True)
class And:
    """All of them."""

    nodes: tuple[Node, ...]
    span: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Or:
    """At least one of them. `loose` = words without an operator: statements that have all of them come first."""

    nodes: tuple[Node, ...]
    span: tuple[int, int]
    loose: bool = False


@dataclass(frozen=True, slots=True)
class Not:
    """None of it."""

    node: Node
    span: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Everything:
    """An empty query: every statement."""

    span: tuple[int, int] = (0, 0)


Node = Word | Phrase | Prefix | Fuzzy | DateRange | Field | Boost | And | Or | Not | Everything


@dataclass(frozen=True, slots=True)
class Filters:
    """What narrows a list, a search or an export. Several values of one filter are alternatives; dates are inclusive."""

    issuer: tuple[str, ...] = ()
    country: tuple[str, ...] = ()
    region: tuple[str, ...] = ()  # UN M49 numbers of subregions
    lang: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    tag: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None

    def __bool__(self) -> bool:
        return self != Filters()


def date_bounds(date: str) -> tuple[int, int]:
    """The first and last day of a date `YYYY[-MM[-DD]]` as numbers YYYYMMDD (31 stands for any month's end).

    Ranges match by overlap: a statement dated 2009 answers to "since 2009-06-01".
    """
    parts = [int(p) for p in date[:10].split("-")]
    year, month, day = (*parts, 0, 0)[:3]
    return year * 10000 + (month or 1) * 100 + (day or 1), year * 10000 + (month or 12) * 100 + (day or 31)


Words = str | Sequence[str] | None


def filters_of(
    *,
    issuer: Words = None,
    country: Words = None,
    region: Words = None,
    lang: Words = None,
    kind: Words = None,
    tag: Words = None,
    since: str | None = None,
    until: str | None = None,
) -> Filters:
    """Filters from words: a string or several; a country or region (UN M49) by its code or by any of its names.

    Raises:
        UsageError: a bad date, an unknown kind or region.
    """

    def several(words: Words) -> tuple[str, ...]:
        return (words,) if isinstance(words, str) else tuple(words or ())

    check_date(since)
    check_date(until)
    for one in several(kind):
        if one not in KINDS:
            raise UsageError(f"--kind: {one!r} is no kind", f"Kinds are {', '.join(KINDS)}.")
    codes = tuple(country_code(one) or one.upper() for one in several(country))
    regions = tuple(_region(one) for one in several(region))
    return Filters(several(issuer), codes, regions, several(lang), several(kind), several(tag), since, until)


def _region(name: str) -> str:
    number = region_number(name)
    if number is None:
        known = "; ".join(sorted(f"{region_names(one).get('en', one)} ({one})" for one in region_numbers()))
        raise UsageError(f"--region: {name!r} is no region of UN M49", f"Regions are {known}.")
    return number


def check_date(date: str | None) -> None:
    """Refuse anything but `YYYY[-MM[-DD]]` of a real day.

    Raises:
        UsageError: naming the date.
    """
    if date is None:
        return
    try:
        if not re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", date):
            raise ValueError(date)
        day.fromisoformat(f"{date}-01-01"[:10])
    except ValueError as error:
        raise UsageError(f"{date!r} is no date", "Write YYYY, YYYY-MM or YYYY-MM-DD.") from error


def check_words(who: str, *words: str | None) -> None:
    """Refuse words that cannot be stored: bytes of a command line that were no UTF-8.

    Raises:
        UsageError: naming the words.
    """
    for word in words:
        if word is not None and re.search("[\ud800-\udfff]", word):
            raise UsageError(f"{who}: {word!a} is not valid Unicode", "Type it in UTF-8.")


def moment_of(at: str) -> str:
    """A time in RFC 3339; a day means its end.

    Raises:
        UsageError: naming the time.
    """
    moment = parse_time(f"{at}T23:59:59Z" if len(at) == 10 else at)
    if moment is None:
        raise UsageError(f"--at: {at!r} is no time", "Write YYYY-MM-DD or an RFC 3339 time.")
    return moment
