"""One statement and what belongs to it; issuers; status."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse, Response, StreamingResponse
from pydantic import Field

from communique.access import records
from communique.access.web import streams, tables
from communique.access.web.api.answers import FORMATS, STREAM, Format, Page, Record, page
from communique.access.web.asked import Id, TheArchive
from communique.access.web.originals import download
from communique.access.web.problems import Gone
from communique.archive import Archive, diff
from communique.model import Statement

router = APIRouter()
Word = Annotated[str, Query(min_length=1, max_length=300)]


class ExportedIssuers(tables.OfIssuers):
    """Issuers to export."""

    format: Format = Field("jsonl", description=FORMATS)


class ExportedFaults(tables.OfFaults):
    """Faults to export."""

    format: Format = Field("jsonl", description=FORMATS)


def shown(archive: Archive, word: str, at: str | None = None) -> Statement:
    """A statement that may be shown.

    Raises:
        Gone: it is withdrawn. NotFound, Ambiguous, UsageError.
    """
    one = archive.show(word, at=at)
    if one.withdrawn:
        raise Gone(records.statement(one))
    return one


@router.get("/statements/{id}", response_model=Record)
def statement(
    archive: TheArchive,
    id: Id,
    at: Annotated[str | None, Query(max_length=40, description="as it stood then: a day or an RFC 3339 time")] = None,
) -> JSONResponse:
    """One statement with its versions and captures."""
    one = shown(archive, id, at)
    return JSONResponse(records.statement(one, archive.versions(one.id)[one.id], archive.captures(one.id)[one.id]))


@router.get("/statements/{id}/changes", response_model=Page)
def changes(archive: TheArchive, id: Id) -> JSONResponse:
    """What its captures changed."""
    one = shown(archive, id)
    return JSONResponse(page([records.change(change) for change in archive.changes(one.id)[one.id]]))


@router.get("/statements/{id}/similar", response_model=Page)
def similar(archive: TheArchive, id: Id) -> JSONResponse:
    """Other statements with the same characteristic words, the most alike first."""
    return JSONResponse(page([records.hit(hit) for hit in archive.similar(shown(archive, id).id)]))


@router.get("/statements/{id}/links", response_model=Page)
def links(archive: TheArchive, id: Id) -> JSONResponse:
    """The statements that belong with it: the same text, translations, where it moved."""
    return JSONResponse(page([records.link(link) for link in archive.links(shown(archive, id))]))


@router.get("/captures/{id}/original", response_class=Response, responses={200: {"content": {"application/octet-stream": {}}}})
def original(archive: TheArchive, id: Id) -> Response:
    """The bytes of a capture as they came in."""
    return download(archive, id)


@router.get("/diff", response_model=Record)
def difference(archive: TheArchive, a: Word, b: Word) -> JSONResponse:
    """The word-level difference of two versions' texts."""
    first, second = (archive.version(shown(archive, word).version or word) for word in (a, b))
    return JSONResponse(records.edit(diff(first.text, second.text)))


@router.get("/issuers", response_model=Page)
def issuers(archive: TheArchive) -> JSONResponse:
    """What there is of each issuer: period, statements by language and by month."""
    return JSONResponse(page([dict(one) for one in archive.issuer_counts()]))


@router.get("/issuers/export", response_class=StreamingResponse, responses=STREAM)
def issuers_export(archive: TheArchive, asked: Annotated[ExportedIssuers, Query()]) -> StreamingResponse:
    """The issuers as a table, in the order asked for."""
    return streams.streamed(map(dict, asked.of(archive.issuer_counts())), tables.ISSUER_COLUMNS, asked.format, "issuers")


@router.get("/status", response_model=Page)
def status(archive: TheArchive) -> JSONResponse:
    """Counts, period, last capture, queues, the last verification."""
    return JSONResponse(page([facts(archive)]))


@router.get("/faults", response_model=Page)
def faults(archive: TheArchive) -> JSONResponse:
    """The items that failed: what, where, why, what to do."""
    return JSONResponse(page([records.fault(one) for one in archive.faults()]))


@router.get("/faults/export", response_class=StreamingResponse, responses=STREAM)
def faults_export(archive: TheArchive, asked: Annotated[ExportedFaults, Query()]) -> StreamingResponse:
    """The open faults as a table, in the order asked for."""
    return streams.streamed(map(records.fault, asked.of(archive.faults())), tables.FAULT_COLUMNS, asked.format, "faults")


def facts(archive: Archive) -> dict[str, Any]:
    """The status, the archive by its folder's name: where it lies is nobody's business."""
    return {**records.status(archive.status()), "archive": archive.folder.resolve().name}
