"""Narrowing: filters, beside a query or written into it, as criteria over the values that the index has. Pure."""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Callable, Mapping, Sequence

from communique.model import Note
from communique.names import country_code, region_names, region_of
from communique.query import And, Boost, Filters, Fuzzy, Node, Not, Or, Phrase, Prefix, Word, date_bounds
from communique.search.backend import AllOf, Any_, AnyOf, Criterion, Days, HasValue, NoneOf
from communique.text import one_line

Values = Callable[[str], Sequence[str]]  # name of a filter -> the values in the index


def filtered(filters: Filters, values: Values) -> Criterion | None:
    """The filters beside a query; None when there are none."""
    found: list[Criterion] = []
    for name in ("issuer", "country", "lang", "kind", "tag"):
        wanted = getattr(filters, name)
        if wanted:
            found.append(HasValue(name, matching_values(name, wanted, values(name))))
    if filters.region:
        found.append(HasValue("country", tuple(c for c in values("country") if region_of(c) in filters.region)))
    if filters.since or filters.until:
        found.append(days(filters.since, filters.until))
    return None if not found else found[0] if len(found) == 1 else AllOf(tuple(found))


def written(name: str, node: Node, values: Values, notes: list[Note]) -> Criterion:
    """A filter written into a query, `issuer:(a OR b*)`; notes say what no statement has."""
    if name == "region" and isinstance(node, Word | Phrase | Fuzzy | Prefix):
        found = countries_of(node.text, values("country"), begins=isinstance(node, Prefix))
        if not found:
            notes.append(Note(node.span[0] + 1, f"no statement here has the region `{one_line(node.text)[:40]}`"))
        return HasValue("country", found)
    match node:
        case And():
            return AllOf(tuple(written(name, child, values, notes) for child in node.nodes))
        case Or():
            return AnyOf(tuple(written(name, child, values, notes) for child in node.nodes))
        case Not():
            return NoneOf(written(name, node.node, values, notes))
        case Boost():
            return written(name, node.node, values, notes)
        case Prefix():
            start = _folded(node.text)
            found = tuple(v for v in values(name) if _folded(v).startswith(start))
        case Word() | Phrase() | Fuzzy():
            found = matching_values(name, (node.text,), values(name))
        case _:
            return Any_()
    if not found:
        notes.append(Note(node.span[0] + 1, f"no statement here has the {name} `{one_line(node.text)[:40]}`"))
    return HasValue(name, found)


def matching_values(name: str, wanted: Sequence[str], known: Sequence[str]) -> tuple[str, ...]:
    """The stored values that a filter means: case does not count; `en` also means `en-GB`, `Karvelia` its code."""
    folded = [_folded(value) for value in wanted]
    if name == "country" and not {_folded(value) for value in known}.issuperset(folded):
        folded += [code.casefold() for value in wanted if (code := country_code(value))]
    if name == "lang":
        return tuple(v for v in known if any(_folded(v) == w or _folded(v).startswith(w + "-") for w in folded))
    return tuple(v for v in known if _folded(v) in folded)


def with_regions(facets: Mapping[str, Mapping[str, int]]) -> Mapping[str, Mapping[str, int]]:
    """The facets, and after that of countries the one of their regions (UN M49 numbers); a country without one has no part."""
    if "country" not in facets:
        return facets
    regions: dict[str, int] = {}
    for code, count in facets["country"].items():
        if region := region_of(code):
            regions[region] = regions.get(region, 0) + count
    ordered = dict(sorted(regions.items(), key=lambda item: (-item[1], item[0])))
    names = [name for known in facets for name in ((known, "region") if known == "country" else (known,))]
    return {name: ordered if name == "region" else facets[name] for name in names}


def countries_of(region: str, known: Sequence[str], *, begins: bool = False) -> tuple[str, ...]:
    """The countries of a region given by its UN M49 number or by one of its names, or by how one begins."""
    wanted = _folded(region)

    def meant(number: str) -> bool:
        return any(name.startswith(wanted) if begins else name == wanted for name in (number, *map(_folded, _names(number))))

    return tuple(code for code in known if (number := region_of(code)) and meant(number))


def _names(number: str) -> Sequence[str]:
    return tuple(region_names(number).values())


def days(since: str | None, until: str | None) -> Days:
    """Dates from one to the other, both inclusive."""
    return Days(date_bounds(since)[0] if since else None, date_bounds(until)[1] if until else None)


@functools.lru_cache(maxsize=10_000)
def _folded(value: str) -> str:
    return unicodedata.normalize("NFC", value).casefold()
