"""What a request asks for: the archive, the filters of the command line as query parameters, who decides."""

from __future__ import annotations

from typing import Annotated, Any, Literal, cast

from fastapi import Depends, Path, Query, Request
from pydantic import BaseModel, ConfigDict, Field

from communique.access.web.serving import Serving
from communique.acts import ACTS
from communique.archive import Archive
from communique.claim_query import ClaimFilters
from communique.model import KINDS
from communique.query import Filters, filters_of

Word = Annotated[str, Field(max_length=300)]
Several = Annotated[list[Word], Field(max_length=50)]
Date = Annotated[str, Field(max_length=10, pattern=r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$")]
Kind = Annotated[str, Field(json_schema_extra={"enum": list(KINDS)})]
Act = Annotated[str, Field(json_schema_extra={"enum": list(ACTS)})]
NARROWING = ("issuer", "country", "region", "lang", "kind", "tag")  # the filters of which there may be several values
OF_CLAIMS = ("holder", "act", "target")  # those of claims
Cursor = Annotated[str, Field(max_length=500)]
Id = Annotated[str, Path(min_length=1, max_length=300, description="id, or a unique beginning of one")]


class Narrowed(BaseModel):
    """Filters; several values of one are alternatives, dates are inclusive."""

    model_config = ConfigDict(extra="forbid")

    issuer: Several = Field(default_factory=list, description="issuer, by id or name")
    country: Several = Field(default_factory=list, description="country or body, by code or name")
    region: Several = Field(default_factory=list, description="region (UN M49), by number or name")
    lang: Several = Field(default_factory=list, description="language (BCP-47)")
    kind: Annotated[list[Kind], Field(max_length=50)] = Field(default_factory=list, description="kind of statement")
    tag: Several = Field(default_factory=list, description="tag")
    since: Date | None = Field(None, description="first date, YYYY[-MM[-DD]]")
    until: Date | None = Field(None, description="last date, inclusive")

    def filters(self) -> Filters:
        """As the archive's lists and exports take them."""
        return filters_of(**self.narrowing())

    def narrowing(self) -> dict[str, Any]:
        """As the archive's questions take them."""
        lists = {name: getattr(self, name) or None for name in NARROWING}
        return {**lists, "since": self.since or None, "until": self.until or None}


class Paged(Narrowed):
    """Filters and a page."""

    limit: int = Field(50, ge=1, le=500, description="at most so many")
    cursor: Cursor | None = Field(None, description="`next` of the page before")


class OfClaims(Narrowed):
    """What narrows the ledger of claims."""

    q: str = Field("", max_length=2000, description="words that all stand in the claim; in quotation marks, beside each other")
    holder: Several = Field(default_factory=list, description="whose words: by code or any name")
    act: Annotated[list[Act], Field(max_length=10)] = Field(default_factory=list, description="what the words do")
    target: Several = Field(default_factory=list, description="at whom they are aimed: by code or any name")
    layer: Literal["own", "reported"] | None = Field(
        None, description="what actors say themselves, or what others report of them"
    )

    def asked(self, archive: Archive) -> ClaimFilters:
        """As the archive takes it."""
        return archive.claim_filters(
            self.q, holder=self.holder, act=self.act, target=self.target, own=self.own, statements=self.filters()
        )

    def of_claims(self) -> dict[str, Any]:
        """As the ledger takes them: the filters of statements and those of claims."""
        lists = {name: getattr(self, name) or None for name in OF_CLAIMS}
        return {**self.narrowing(), **lists, "own": self.own}

    @property
    def own(self) -> bool | None:
        """The layer, as the archive has it."""
        return None if self.layer is None else self.layer == "own"


class PagedClaims(OfClaims):
    """What narrows the ledger, and a page of it."""

    limit: int = Field(50, ge=1, le=500, description="at most so many")
    cursor: Cursor | None = Field(None, description="`next` of the page before")


class Searched(Narrowed):
    """A query, filters and a page."""

    q: str = Field("", max_length=2000, description='words, "phrases", AND OR NOT, field:value, date:[A TO B]')
    all_words: bool = Field(False, description="demand every word")
    sort: Literal["relevance", "date", "-date"] = Field("relevance", description="date: newest first, -date: oldest first")
    limit: int = Field(10, ge=1, le=200, description="at most so many")
    cursor: Cursor | None = Field(None, description="`next` of the page before")


class Exported(Narrowed):
    """What to export."""

    format: Literal["jsonl", "csv"] = Field("jsonl", description="one JSON object a line, or a table")
    what: Literal["statements", "versions", "claims", "changes", "captures"] = Field("statements", description="which records")


def archive_of(request: Request) -> Archive:
    """The archive that is served."""
    return cast(Archive, request.app.state.archive)


def serving_of(request: Request) -> Serving:
    """How it is served."""
    return cast(Serving, request.app.state.serving)


TheArchive = Annotated[Archive, Depends(archive_of)]
TheServing = Annotated[Serving, Depends(serving_of)]
AskedPage = Annotated[Paged, Query()]
AskedExport = Annotated[Exported, Query()]
