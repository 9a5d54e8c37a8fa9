"""The archive's state: counts, queues, and the faults, which may be tried again or dismissed."""

from __future__ import annotations

import re
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from pydantic import ConfigDict, Field
from starlette.responses import RedirectResponse, Response

from communique.access.web.api.looking import facts
from communique.access.web.asked import TheArchive
from communique.access.web.forms import Decided
from communique.access.web.render import page
from communique.access.web.show import counted, query
from communique.access.web.tables import OfFaults, where
from communique.archive import Archive
from communique.errors import ArchiveBusy, UsageError
from communique.model import Fault

router = APIRouter()
_MOST = 200  # faults on one page; the filter and the export have the rest
_NAMED = re.compile(r"(?:statement|version) ([a-z2-7]{12})")  # the path of a fault of something that is kept
Number = Annotated[int | None, Field(ge=0, le=10**9)]


class Shown(OfFaults):
    """The page as it is asked for: unknown fields are passed over. Who mended faults is told what came of it."""

    model_config = ConfigDict(extra="ignore")

    before: Number = None  # open faults, before they were tried again
    dismissed: Number = None
    busy: bool = False  # another process held the archive


@router.get("/status")
def status(request: Request, archive: TheArchive, asked: Annotated[Shown, Query()]) -> Response:
    """Counts, queues, faults with what to do, the last verification."""
    every = archive.faults()
    found = asked.of(every)
    values: dict[str, Any] = {
        "facts": facts(archive),
        "asked": asked,
        "base": {"find": asked.find, "sort": "" if asked.sort == "time" else asked.sort},
        "total": len(every),
        "matching": len(found),
        "faults": [(one, where(one), _leads(one)) for one in found[:_MOST]],
        "last": max((one.id or 0 for one in every), default=0),
        "came": _came(asked, len(every)),
    }
    return page(request, "status.html", values)


@router.post("/status/faults")
def mend(archive: TheArchive, said: Decided) -> Response:
    """Try all faults again, or dismiss one or all, as a form says; then back to the page, which says what came of it."""
    base: dict[str, Any] = {name: said.get(name, "")[:300] for name in ("find", "sort")}
    try:
        came = _retried(archive) if said.get("action") == "retry" else _dismissed(archive, said)
    except ArchiveBusy:
        came = {"busy": True}
    return RedirectResponse(f"/status?{query(base=base, **came)}#faults", 303)


def _retried(archive: Archive) -> dict[str, Any]:
    before = len(archive.faults())
    archive.retry()
    return {"before": str(before)}


def _dismissed(archive: Archive, said: dict[str, str]) -> dict[str, Any]:
    """Dismiss one, or all there were when the page was made: of what came since, nobody has seen what it says.

    Raises:
        UsageError: no such action, or no number. NotFound: no such open fault.
    """
    number = said.get("fault" if said.get("action") == "dismiss" else "last", "")
    if said.get("action") not in ("dismiss", "dismiss-all") or not re.fullmatch(r"[0-9]{1,9}", number):
        raise UsageError("faults: say retry, dismiss with a fault, or dismiss-all with the last one seen")
    if said["action"] == "dismiss":
        return {"dismissed": str(archive.dismiss(int(number)))}
    every = archive.faults()
    seen = [one for one in every if one.id and one.id <= int(number)]
    done = archive.dismiss() if len(seen) == len(every) else sum(archive.dismiss(one.id) for one in seen)
    return {"dismissed": str(done)}


def _came(asked: Shown, now: int) -> str:
    """What came of what was asked for, in a sentence."""
    if asked.busy:
        return "Nothing was tried: another process is writing the archive. Try again when it is done."
    if asked.before is not None:
        return f"What can be tried again was tried: {counted(asked.before, 'fault')} before, {counted(now, 'fault')} now."
    return f"{counted(asked.dismissed, 'fault')} dismissed." if asked.dismissed is not None else ""


def _leads(one: Fault) -> str:
    """Where what failed can be looked at; empty where nothing of it is kept."""
    named = _NAMED.fullmatch(one.path)
    return f"/statements/{named[1]}" if named else ""
