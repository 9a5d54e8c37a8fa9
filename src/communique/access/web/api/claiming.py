"""The ledger of claims: who says what about whom; what people correct of it."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, HTTPException, Query, Request
from fastapi.responses import JSONResponse, StreamingResponse
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from communique.access import records
from communique.access.web import streams
from communique.access.web.api.answers import FORMATS, STREAM, Format, Page, Record, page
from communique.access.web.api.deciding import Text, body
from communique.access.web.api.looking import shown
from communique.access.web.asked import Id, OfClaims, PagedClaims, TheArchive, TheServing
from communique.access.web.gate import check_decision

router = APIRouter()


class Claimed(Page):
    """A page of claims; the two layers are counted apart."""

    own: int = Field(description="claims that actors make themselves")
    reported: int = Field(description="what others report of them")
    not_read: dict[str, int] = Field(description="statements of which no claims were read, by the reason")


class Corrected(BaseModel):
    """What holds instead of what the reader made of a claim; what is left out stays."""

    model_config = ConfigDict(extra="forbid")

    holder: Annotated[list[Text], Field(max_length=20)] | None = Field(None, description="codes or words; `ISSUER`; `unknown`")
    act: str | None = Field(None, max_length=20)
    stance: Literal["+", "-", "0"] | None = None
    targets: Annotated[list[Text], Field(max_length=20)] | None = None
    not_a_claim: bool = False
    undo: bool = Field(False, description="undo the last correction instead")
    note: Text | None = None
    by: Annotated[str, Field(min_length=1, max_length=100)] | None = None


class ExportedClaims(OfClaims):
    """Claims to export."""

    format: Format = Field("jsonl", description=FORMATS)


@router.get("/claims", response_model=Claimed)
def claims(archive: TheArchive, asked: Annotated[PagedClaims, Query()]) -> JSONResponse:
    """The ledger, newest statements first: own and reported claims, each marked."""
    found = archive.claims(asked.q, **asked.of_claims(), limit=asked.limit, cursor=asked.cursor)
    apart = {"own": found.own, "reported": found.reported, "not_read": dict(found.not_read)}
    return JSONResponse({**page([records.claim(one) for one in found], found.total, found.next), **apart})


@router.get("/claims/export", response_class=StreamingResponse, responses=STREAM)
def claims_export(archive: TheArchive, asked: Annotated[ExportedClaims, Query()]) -> StreamingResponse:
    """All claims that answer, streamed, no ceiling."""
    return streams.claims(archive, asked.format, asked.asked(archive))


@router.get("/claims/{id}", response_model=Record)
def claim(archive: TheArchive, id: Id) -> JSONResponse:
    """One claim."""
    return JSONResponse(records.claim(archive.claim(id)))


@router.get("/statements/{id}/claims", response_model=Page)
def claims_of(archive: TheArchive, id: Id) -> JSONResponse:
    """The claims of a statement, in the order of the text."""
    one = shown(archive, id)
    return JSONResponse(page([records.claim(claim) for claim in archive.claims_of(one.version or "")]))


@router.post(
    "/claims/{id}/corrections",
    status_code=201,
    response_model=Record,
    responses={status: {"description": "refused"} for status in (403, 415)},
    openapi_extra={"requestBody": {"required": True, "content": {"application/json": {"schema": Corrected.model_json_schema()}}}},
)
def correct(
    request: Request, archive: TheArchive, serving: TheServing, id: Id, raw: Annotated[bytes, Depends(body)]
) -> JSONResponse:
    """Correct what the reader made of a claim, or undo that; whoever may decide may do so, as with decisions."""
    check_decision(request, request.headers.get("x-csrf-token"), serving)
    try:
        said = Corrected.model_validate_json(raw)
    except ValidationError as error:
        faults = "; ".join(f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors()[:10])
        raise HTTPException(422, faults) from error
    if said.undo:
        return JSONResponse(records.decision(archive.uncorrect(id, note=said.note, by=said.by)), 201)
    values: dict[str, Any] = said.model_dump(include={"holder", "act", "stance", "targets", "not_a_claim", "note", "by"})
    return JSONResponse(records.decision(archive.correct(id, **values)), 201)
