"""The ledger of claims as a page, one claim, and its correction."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from pydantic import BeforeValidator, ConfigDict, Field
from starlette.responses import RedirectResponse, Response

from communique.access.web import charts, claimed
from communique.access.web.api.looking import shown
from communique.access.web.asked import NARROWING, Id, PagedClaims, TheArchive
from communique.access.web.forms import Decided
from communique.access.web.render import page
from communique.access.web.show import query
from communique.acts import ACTS, STANCES
from communique.archive import Archive
from communique.errors import UsageError
from communique.model import Claims

router = APIRouter()


def _filled(value: Any) -> Any:
    """What a form sends of fields that were left empty."""
    return [one for one in value if one] if isinstance(value, list) else value or None


class Typed(PagedClaims):
    """The ledger as its form asks for it: empty fields say nothing, unknown ones are passed over."""

    model_config = ConfigDict(extra="ignore")

    holder: Annotated[list[str], BeforeValidator(_filled)] = Field(default_factory=list)
    act: Annotated[list[str], BeforeValidator(_filled)] = Field(default_factory=list)
    target: Annotated[list[str], BeforeValidator(_filled)] = Field(default_factory=list)
    since: Annotated[str | None, BeforeValidator(_filled)] = None
    until: Annotated[str | None, BeforeValidator(_filled)] = None
    layer: Annotated[Literal["own", "reported"] | None, BeforeValidator(_filled)] = None


@router.get("/claims")
def ledger(request: Request, archive: TheArchive, asked: Annotated[Typed, Query()]) -> Response:
    """Claims with filters, layers, counts by act, a chart by month; each opens at its words."""
    problem = None
    try:
        found = _found(archive, asked)
    except UsageError as error:
        found, problem = Claims((), 0, 0), str(error)
    base = asked.model_dump(exclude={"limit", "cursor"})
    months = {name: number for name, number in sorted(found.counts.get("month", {}).items()) if name[:4].isdigit()}
    values = {
        "asked": asked,
        "narrowing": NARROWING,
        "base": base,
        "found": found,
        "told": [claimed.told(one) for one in found],
        "acts": ACTS,
        "counts": found.counts,
        "problem": problem,
        "timeline": charts.timeline(months, lambda name: "/claims?" + query(base=base, since=name, until=name), "claim"),
    }
    return page(request, "claims.html", values)


def _found(archive: Archive, asked: Typed) -> Claims:
    counts = () if asked.cursor else ("act", "month")
    return archive.claims(asked.q or None, **asked.of_claims(), limit=asked.limit, cursor=asked.cursor, counts=counts)


@router.get("/claims/{id}")
def claim(request: Request, archive: TheArchive, id: Id) -> Response:
    """One claim: its words, whose they are, and what a person may correct."""
    one = archive.claim(id)
    statement = shown(archive, one.version)
    values = {
        "told": claimed.told(one),
        "claim": one,
        "one": statement,
        "acts": ACTS,
        "stances": STANCES,
        "words": claimed.STANCES,
    }
    return page(request, "claim.html", values)


@router.post("/claims/{id}/corrections")
def correct(archive: TheArchive, id: Id, said: Decided) -> Response:
    """Take a correction that the form says, and go back to the words."""
    one = archive.claim(id) if said.get("what") != "undo" else None
    note = said.get("note", "").strip() or None
    if one is None:
        decision = archive.uncorrect(id, note=note)
    elif said.get("what") == "not_a_claim":
        decision = archive.correct(one.id, not_a_claim=True, note=note)
    else:
        decision = archive.correct(one.id, **_changed(said), note=note)
    return RedirectResponse(f"/statements/{decision.statement}", 303)


def _changed(said: dict[str, str]) -> dict[str, Any]:
    """The values of the form that were changed; several actors are parted by commas."""
    values: dict[str, Any] = {}
    for name in ("act", "stance"):
        if said.get(name) and said[name] != said.get(f"was_{name}"):
            values[name] = said[name]
    for name in ("holder", "targets"):
        if name in said and said[name] != said.get(f"was_{name}"):
            several = [part.strip() for part in said[name].split(",") if part.strip()]
            values[name] = several if name == "targets" else several or "unknown"
    if not values:
        raise UsageError("correct: nothing was changed", "Change a value, or say that it is no claim.")
    return values
