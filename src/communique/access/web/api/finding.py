"""Search and lists."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse, StreamingResponse
from pydantic import Field

from communique.access import records
from communique.access.web import streams
from communique.access.web.api.answers import FORMATS, STREAM, Format, Found, Page, page
from communique.access.web.asked import AskedExport, AskedPage, Narrowed, Searched, TheArchive

router = APIRouter()


class SearchExported(Narrowed):
    """A query whose hits are all wanted."""

    q: str = Field("", max_length=2000, description="as in search")
    all_words: bool = Field(False, description="demand every word")
    sort: Literal["relevance", "date", "-date"] = Field("relevance", description="as in search")
    format: Format = Field("jsonl", description=FORMATS)


class SearchedOverTime(Searched):
    """A search, and whether its statements are counted over time."""

    over_time: Literal["month", "year"] | None = Field(None, description="count the statements by month or year")


@router.get("/search", response_model=Found)
def search(archive: TheArchive, asked: Annotated[SearchedOverTime, Query()]) -> JSONResponse:
    """Find sentences: hits with the sentence that answers, facets, and what of the query was understood differently."""
    found = archive.search(
        asked.q, **asked.narrowing(), all_words=asked.all_words, sort=asked.sort, limit=asked.limit, cursor=asked.cursor,
        facets=True, over_time=asked.over_time,
    )  # fmt: skip
    result = records.results(found)
    return JSONResponse({**result, "items": [records.hit(hit) for hit in found]})


@router.get("/search/export", response_class=StreamingResponse, responses=STREAM)
def search_export(archive: TheArchive, asked: Annotated[SearchExported, Query()]) -> StreamingResponse:
    """All hits of a search, streamed, no ceiling."""
    wanted = {"query": asked.q, **asked.narrowing(), "all_words": asked.all_words, "sort": asked.sort}
    return streams.hits(archive, wanted, asked.format)


@router.get("/suggest", response_model=Page)
def suggest(
    archive: TheArchive,
    q: Annotated[str, Query(max_length=300, description="a query whose last word is not yet whole")],
    limit: Annotated[int, Query(ge=1, le=20)] = 8,
) -> JSONResponse:
    """The query with its last word completed by words of the archive, the most frequent first."""
    return JSONResponse(page([records.suggestion(one) for one in archive.suggest(q, limit=limit)]))


@router.get("/statements", response_model=Page)
def statements(archive: TheArchive, asked: AskedPage) -> JSONResponse:
    """What is in the archive, newest first."""
    shown, total, following = archive.list(asked.filters(), limit=asked.limit, cursor=asked.cursor)
    ids = [one.id for one in shown if not one.withdrawn]
    versions, captures = archive.versions(*ids), archive.captures(*ids)
    items = [records.statement(one, versions.get(one.id, ()), captures.get(one.id, ())) for one in shown]
    return JSONResponse(page(items, total, following))


@router.get("/export", response_class=StreamingResponse, responses=STREAM)
def export(archive: TheArchive, asked: AskedExport) -> StreamingResponse:
    """Everything, streamed from one consistent view, no ceiling."""
    return streams.export(archive, asked.format, asked.what, asked.filters())
