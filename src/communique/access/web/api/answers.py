"""The forms of the API's answers, for OpenAPI."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from communique.access.web.problems import MEDIA_TYPE, TITLES

Record = dict[str, Any]
Format = Literal["jsonl", "csv"]
FORMATS = "one JSON object a line, or a table"
STREAM: dict[int | str, dict[str, Any]] = {
    200: {"description": "all of it", "content": {"application/x-ndjson": {}, "text/csv": {}}}
}


class Note(BaseModel):
    """What of a query was understood differently."""

    column: int = Field(description="where in the query, from 1; 0: of all of it")
    message: str


class Period(BaseModel):
    """How many statements are dated so."""

    period: str
    count: int


class Page(BaseModel):
    """A page of records."""

    total: int = Field(description="how many in all")
    next: str | None = Field(description="cursor of the next page; null on the last")
    items: list[Record] = Field(description="records of the JSON contract")


class Found(Page):
    """A page of hits."""

    facets: dict[str, dict[str, int]] = Field(description="statements by value, for each facet")
    notes: list[Note]
    did_you_mean: str | None = Field(description="the query with words that nothing has replaced by frequent ones spelt alike")
    over_time: list[Period] | None = Field(description="statements by month or year, where asked for")
    undated: int | None = Field(description="statements without a date, where counts over time were asked for")


class Problem(BaseModel):
    """An error (RFC 9457)."""

    model_config = ConfigDict(extra="allow")

    type: str
    title: str
    status: int
    detail: str


PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {"description": TITLES[status], "content": {MEDIA_TYPE: {"schema": Problem.model_json_schema()}}}
    for status in (400, 401, 404, 405, 408, 409, 410, 413, 421, 422, 429, 500, 503)
}


def page(items: list[Record], total: int | None = None, following: str | None = None) -> Record:
    """The envelope; without a total, the items are all there are."""
    return {"total": len(items) if total is None else total, "next": following, "items": items}
