"""What questions to the catalog have in common: which statements answer, in which order captures stand. No reading here."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    ColumnElement,
    Text,
    and_,
    case,
    collate,
    exists,
    func,
    literal,
    literal_column,
    or_,
    select,
    true,
    type_coerce,
)

from communique.holdings.schema import captures, changes, readings, statements, versions
from communique.names import countries_of_region
from communique.query import Filters, date_bounds

OFF = "its language is read as an experiment, which is switched off"
_NULL: ColumnElement[str] = literal_column("'null'")  # literals here and below: SQLite knows an index by its words only
_WITHDRAWN: ColumnElement[str] = type_coerce(statements.c.withdrawn, Text)
SHOWN = or_(_WITHDRAWN.is_(None), _WITHDRAWN == _NULL)
COUNTED: ColumnElement[bool] = func.coalesce(_WITHDRAWN, _NULL) == _NULL  # the same in the words of an index, to count by issuer
HIDDEN = select(statements.c.id).where(~COUNTED)  # few, and an index has them: what is shown is all without these
NEWEST: ColumnElement[int] = func.coalesce(statements.c.date_low, literal_column("0"))  # descending, then by id: as lists go
LATER: ColumnElement[bool] = changes.c.change != literal_column("'new'")  # the changes but the first: few, an index has them
_NUMBER = func.substr("000000000000" + func.coalesce(captures.c.ordinal, ""), -12)
IN_TIME = (  # captures as history orders them: by time (whole seconds before their fractions), else by number; then by arrival
    func.coalesce(
        func.rtrim(captures.c.captured, "Z"),
        case((captures.c.ordinal.is_not(None), _NUMBER)),
        func.rtrim(captures.c.accessioned, "Z"),
    ),
    _NUMBER,
    captures.c.seq,
)


def conditions(filters: Filters) -> ColumnElement[bool]:
    """The filters as a condition on statements. A withdrawn statement answers to no filter."""
    found: list[ColumnElement[bool]] = []
    if filters.issuer:
        wanted = [i.lower() for i in filters.issuer]
        found.append(or_(_folded(statements.c.issuer).in_(wanted), _folded(statements.c.issuer_name).in_(wanted)))
    if filters.country:
        found.append(statements.c.country.in_([c.upper() for c in filters.country]))
    if filters.region:
        codes = [code for number in filters.region for code in countries_of_region(number)]
        found.append(statements.c.country.in_(codes))
    if filters.lang:
        langs = [lang.lower() for lang in filters.lang]
        lang = _folded(statements.c.lang)
        found.append(or_(lang.in_(langs), *(and_(lang >= f"{one}-", lang < f"{one}.") for one in langs)))
    if filters.kind:
        found.append(statements.c.kind.in_(filters.kind))
    if filters.tag:
        tags = func.json_each(statements.c.tags).table_valued("value")
        found.append(select(literal_column("1")).select_from(tags).where(tags.c.value.in_(filters.tag)).exists())
    if filters.since:
        found.append(statements.c.date_high >= date_bounds(filters.since)[0])
    if filters.until:
        found.append(NEWEST.between(1, date_bounds(filters.until)[1]))
    if not found:
        return true()
    return and_(*found, SHOWN)


def after(at: int, id_: str) -> ColumnElement[bool]:
    """What follows a statement in a list; the first condition is what an index is entered by."""
    return and_(at >= NEWEST, or_(at > NEWEST, statements.c.id > id_))


def _folded(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """ASCII letters alike, as `lower` has them, at half its cost."""
    return collate(column, "NOCASE")


def read_note(experimental: bool) -> ColumnElement[Any]:
    """Why a version that does not wait has no claims to show; one whose experimental claims are switched off has none, too."""
    tried = exists().where(readings.c.version == versions.c.id, readings.c.experimental)
    hidden = case((tried, literal(OFF)), else_=versions.c.read_note).label("read_note")
    return versions.c.read_note if experimental else hidden
