"""The first page: what is in the archive."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from communique.access.web import charts
from communique.access.web.api.looking import facts
from communique.access.web.asked import TheArchive
from communique.access.web.render import page
from communique.access.web.show import query

router = APIRouter()


@router.get("/")
def home(request: Request, archive: TheArchive) -> Response:
    """Issuers, languages, period, a timeline, the latest statements and edits."""
    latest, total, _ = archive.list(limit=8)
    issuers = archive.issuer_counts()
    timeline = charts.timeline(archive.months(), lambda name: "/search?" + query(base={}, since=name, until=name, sort="date"))
    values = {
        "facts": facts(archive),
        "total": total,
        "timeline": timeline,
        "latest": [one for one in latest if not one.withdrawn],
        "edits": archive.latest_edits(6),
        "issuers": issuers[:8],
        "more_issuers": max(0, len(issuers) - 8),
    }
    return page(request, "home.html", values)
