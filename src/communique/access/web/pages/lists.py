"""The page of issuers."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from pydantic import ConfigDict
from starlette.responses import Response

from communique.access.web import charts
from communique.access.web.asked import TheArchive
from communique.access.web.render import page
from communique.access.web.tables import OfIssuers

router = APIRouter()


class Shown(OfIssuers):
    """The page as it is asked for: unknown fields are passed over."""

    model_config = ConfigDict(extra="ignore")


@router.get("/issuers")
def issuers(request: Request, archive: TheArchive, asked: Annotated[Shown, Query()]) -> Response:
    """What there is of each issuer."""
    every = archive.issuer_counts()
    rows = [{**one, "spark": charts.spark(one["months"])} for one in asked.of(every)]
    base = {"name": asked.name, "sort": "" if asked.sort == "statements" else asked.sort}
    values = {"rows": rows, "sort": asked.sort, "name": asked.name, "base": base, "total": len(every)}
    return page(request, "issuers.html", values)
