"""The search page: a query, facets to narrow by, a histogram, and the sentences that answer."""

from __future__ import annotations

from typing import Annotated, Any, Literal, NamedTuple

from fastapi import APIRouter, Query, Request
from pydantic import BeforeValidator, ConfigDict, Field
from starlette.responses import Response

from communique.access.web import charts
from communique.access.web.asked import NARROWING, Narrowed, Searched, TheArchive
from communique.access.web.render import page
from communique.access.web.show import language, query
from communique.acts import ACTS
from communique.archive import Archive, act_choices
from communique.errors import UsageError
from communique.model import Hits
from communique.names import region_names, region_number

router = APIRouter()
NAMES = {
    "issuer": "Issuer", "country": "Country or body", "region": "Region", "lang": "Language", "kind": "Kind", "tag": "Tag",
}  # fmt: skip
_Typed = Annotated[str, Field(max_length=10)]
_LONGEST = 2_000  # characters of a query that the page takes
_SHOWN, _MOST = 8, 60  # values of a facet before "more", and with it: the rest is for the issuers' page and the API


class Typed(Searched):
    """A search as the form sends it: an empty field says nothing, an unknown one is passed over."""

    model_config = ConfigDict(extra="ignore")

    since: Annotated[_Typed | None, BeforeValidator(lambda v: v or None)] = None
    until: Annotated[_Typed | None, BeforeValidator(lambda v: v or None)] = None
    sort: Literal["relevance", "date", "-date"] = "relevance"


class Choice(NamedTuple):
    """A value of a facet, and where choosing it (or letting it go) leads."""

    value: str
    name: str
    number: int
    chosen: bool
    address: str


class Facet(NamedTuple):
    """A facet with its values: the frequent ones, and the rest."""

    name: str
    first: list[Choice]
    rest: list[Choice]


@router.get("/search")
def search(request: Request, archive: TheArchive, asked: Annotated[Typed, Query()]) -> Response:
    """Hits, facets, histogram, notes."""
    base = asked.model_dump(exclude={"limit", "cursor"}) | {"sort": "" if asked.sort == "relevance" else asked.sort}
    problem = None
    try:
        found = _found(archive, asked)
    except UsageError as error:
        found, problem = Hits((), 0), str(error)
    values: dict[str, Any] = {
        "q": asked.q,
        "asked": asked,
        "base": base,
        "found": found,
        "problem": problem,
        "narrowing": NARROWING,
        "facets": [*facets(archive, asked, base, found), *acts(asked, base, found)],
        "timeline": charts.timeline(found.over_time or {}, lambda name: "/search?" + query(base=base, since=name, until=name)),
        "notes": [note for note in found.notes if note.message],
        "narrowed": any(base[name] for name in (*NAMES, "since", "until")),
    }
    return page(request, "search.html", values)


def _found(archive: Archive, asked: Searched) -> Hits:
    return archive.search(
        asked.q, **asked.narrowing(), all_words=asked.all_words, sort=asked.sort, limit=asked.limit, cursor=asked.cursor,
        facets=True, over_time=None if asked.cursor else "month",
    )  # fmt: skip


def facets(archive: Archive, asked: Narrowed, base: dict[str, Any], found: Hits) -> list[Facet]:
    """The facets that tell something: of a value that was chosen, or that not all statements have."""
    made = []
    for name, title in NAMES.items():
        chosen = [_meant(name, value) for value in getattr(asked, name)]
        values = dict(found.facets.get(name, {})) | {value: found.facets.get(name, {}).get(value, 0) for value in chosen}
        choices = [_choice(archive, base, name, value, number, chosen) for value, number in values.items() if value]
        choices.sort(key=lambda one: (not one.chosen, -one.number, one.name))
        if _tells(choices, found):
            made.append(Facet(title, choices[:_SHOWN], choices[_SHOWN:_MOST]))
    return made


def acts(asked: Searched, base: dict[str, Any], found: Hits) -> list[Facet]:
    """The acts of issuers' own claims: choosing one writes it into the query, where it is seen and can be taken out again."""
    counts = found.facets.get("act", {})
    choices = [
        Choice(one.act, one.act.lower(), counts.get(one.act, 0), one.chosen, "/search?" + query(base=base, q=one.query))
        for one in act_choices(asked.q, ACTS)
        if (one.chosen or one.act in counts) and len(one.query) <= _LONGEST
    ]
    choices.sort(key=lambda one: (not one.chosen, -one.number, one.name))
    return [Facet("Act, in own claims", choices, [])] if _tells(choices, found) else []


def _tells(choices: list[Choice], found: Hits) -> bool:
    return any(one.chosen or one.number < found.total for one in choices)


def _meant(facet: str, value: str) -> str:
    """A chosen value as the counts have it: a region may have been given by name."""
    return region_number(value) or value if facet == "region" else value


def _choice(archive: Archive, base: dict[str, Any], name: str, value: str, number: int, chosen: list[str]) -> Choice:
    others = [one for one in chosen if one != value] if value in chosen else [*chosen, value]
    return Choice(value, _name(archive, name, value), number, value in chosen, "/search?" + query(base=base, **{name: others}))


def _name(archive: Archive, facet: str, value: str) -> str:
    if facet == "issuer":
        profile = archive.issuers.by_id.get(value)
        return profile.name if profile else value
    if facet == "region":
        return region_names(value).get("en", value)
    return language(value) if facet == "lang" else value
