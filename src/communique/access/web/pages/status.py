"""The archive's state: counts, queues, faults."""

from __future__ import annotations

import re
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from pydantic import ConfigDict
from starlette.responses import Response

from communique.access.web.api.looking import facts
from communique.access.web.asked import TheArchive
from communique.access.web.render import page
from communique.access.web.tables import OfFaults, where
from communique.model import Fault

router = APIRouter()
_MOST = 200  # faults on one page; the filter and the export have the rest
_NAMED = re.compile(r"(?:statement|version) ([a-z2-7]{12})")  # the path of a fault of something that is kept


class Shown(OfFaults):
    """The page as it is asked for: unknown fields are passed over."""

    model_config = ConfigDict(extra="ignore")


@router.get("/status")
def status(request: Request, archive: TheArchive, asked: Annotated[Shown, Query()]) -> Response:
    """Counts, queues, faults with what to do, the last verification."""
    known, found = facts(archive), asked.of(archive)
    values: dict[str, Any] = {
        "facts": known,
        "asked": asked,
        "base": {"find": asked.find, "sort": "" if asked.sort == "time" else asked.sort},
        "matching": len(found),
        "faults": [(one, where(one), _leads(one)) for one in found[:_MOST]],
    }
    return page(request, "status.html", values)


def _leads(one: Fault) -> str:
    """Where what failed can be looked at; empty where nothing of it is kept."""
    named = _NAMED.fullmatch(one.path)
    return f"/statements/{named[1]}" if named else ""
