"""What questions to the catalog have in common: which statements answer, in which order captures stand. No reading here."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, func, literal, literal_column, or_, select, true

from communique.holdings.schema import captures, readings, statements, versions
from communique.names import countries_of_region
from communique.query import Filters, date_bounds

_OFF = "its language is read as an experiment, which is switched off"
SHOWN = or_(statements.c.withdrawn.is_(None), func.json_type(statements.c.withdrawn) == "null")
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
    folded = func.lower
    if filters.issuer:
        wanted = [i.lower() for i in filters.issuer]
        found.append(or_(folded(statements.c.issuer).in_(wanted), folded(statements.c.issuer_name).in_(wanted)))
    if filters.country:
        found.append(statements.c.country.in_([c.upper() for c in filters.country]))
    if filters.region:
        codes = [code for number in filters.region for code in countries_of_region(number)]
        found.append(statements.c.country.in_(codes))
    if filters.lang:
        langs = [lang.lower() for lang in filters.lang]
        lang = folded(statements.c.lang)
        found.append(or_(lang.in_(langs), *(lang.startswith(f"{one}-") for one in langs)))
    if filters.kind:
        found.append(statements.c.kind.in_(filters.kind))
    if filters.tag:
        tags = func.json_each(statements.c.tags).table_valued("value")
        found.append(select(literal_column("1")).select_from(tags).where(tags.c.value.in_(filters.tag)).exists())
    if filters.since:
        found.append(statements.c.date_high >= date_bounds(filters.since)[0])
    if filters.until:
        found.append(statements.c.date_low <= date_bounds(filters.until)[1])
    if not found:
        return true()
    return and_(*found, SHOWN)


def read_note(experimental: bool) -> ColumnElement[Any]:
    """Why a version that does not wait has no claims to show; one whose experimental claims are switched off has none, too."""
    tried = exists().where(readings.c.version == versions.c.id, readings.c.experimental)
    hidden = case((tried, literal(_OFF)), else_=versions.c.read_note).label("read_note")
    return versions.c.read_note if experimental else hidden
