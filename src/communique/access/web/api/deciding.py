"""A person's decisions: the same append-only record as on the command line."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from communique.access import records
from communique.access.web.api.answers import Page, Record, page
from communique.access.web.api.looking import shown
from communique.access.web.asked import Id, TheArchive, TheServing
from communique.access.web.deciding import decide
from communique.access.web.gate import check_decision

router = APIRouter()
Text = Annotated[str, Field(max_length=2000)]


class Decided(BaseModel):
    """A decision: the action, and what it says."""

    model_config = ConfigDict(extra="forbid")

    action: Literal["edit", "tag", "untag", "link", "withdraw", "undo"]
    values: dict[Annotated[str, Field(max_length=20)], Text | None] = Field(
        description="edit: title date issuer kind lang (null: unknown); tag, untag: tag; link: to, kind; withdraw: reason; "
        "undo: action"
    )
    note: Text | None = Field(None, description="why")
    by: Annotated[str, Field(min_length=1, max_length=100)] | None = Field(None, description="who decides")


async def body(request: Request) -> bytes:
    """The body of a request, read under its bounds."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise HTTPException(415, "send application/json")
    return await request.body()


@router.get("/statements/{id}/decisions", response_model=Page)
def decisions(archive: TheArchive, id: Id) -> JSONResponse:
    """What people decided on a statement, undone or not."""
    one = shown(archive, id)
    return JSONResponse(page([records.decision(decision) for decision in archive.decisions(one.id)]))


@router.post(
    "/statements/{id}/decisions",
    status_code=201,
    response_model=Record,
    responses={status: {"description": "refused"} for status in (403, 415)},
    openapi_extra={"requestBody": {"required": True, "content": {"application/json": {"schema": Decided.model_json_schema()}}}},
)
def take(
    request: Request, archive: TheArchive, serving: TheServing, id: Id, raw: Annotated[bytes, Depends(body)]
) -> JSONResponse:
    """Decide. Needs the bearer token, or a session with its word in `X-CSRF-Token`."""
    check_decision(request, request.headers.get("x-csrf-token"), serving)
    try:
        said = Decided.model_validate_json(raw)
    except ValidationError as error:
        faults = "; ".join(f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors()[:10])
        raise HTTPException(422, faults) from error
    values: dict[str, Any] = dict(said.values)
    return JSONResponse(records.decision(decide(archive, id, said.action, values, said.note, said.by)), 201)
