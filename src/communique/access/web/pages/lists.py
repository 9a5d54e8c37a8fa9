"""The pages of issuers and of the archive's state."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from communique.access.web import charts
from communique.access.web.api.looking import facts
from communique.access.web.asked import TheArchive
from communique.access.web.render import page

router = APIRouter()
Sort = Literal["statements", "name", "country", "since", "until"]
_ORDER: dict[str, Callable[[Mapping[str, Any]], Any]] = {
    "statements": lambda one: -one["statements"],
    "name": lambda one: (one["issuer_name"] or "\uffff").casefold(),
    "country": lambda one: one["country"] or "\uffff",
    "since": lambda one: one["since"] or "\uffff",
    "until": lambda one: one["until"] or "\uffff",
}


@router.get("/issuers")
def issuers(
    request: Request, archive: TheArchive, sort: Sort = "statements", name: Annotated[str, Query(max_length=300)] = ""
) -> Response:
    """What there is of each issuer."""
    every = archive.issuer_counts()
    wanted = name.casefold().strip()
    shown = [one for one in every if wanted in f"{one['issuer_name']} {one['issuer']} {one['country']}".casefold()]
    rows = [{**one, "spark": charts.spark(one["months"])} for one in sorted(shown, key=_ORDER[sort])]
    return page(request, "issuers.html", {"rows": rows, "sort": sort, "name": name, "total": len(every)})


@router.get("/status")
def status(request: Request, archive: TheArchive) -> Response:
    """Counts, queues, faults with what to do, the last verification."""
    return page(request, "status.html", {"facts": facts(archive), "faults": archive.faults()})
