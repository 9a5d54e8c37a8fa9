"""Tables that stand on a page whole: their order and their filter, the same for the page and for the export."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from communique.model import Fault

Issuer = Mapping[str, Any]
Part = Annotated[str, Field(max_length=300)]
_LAST = "\uffff"  # what is unknown comes last
_ISSUERS: dict[str, Callable[[Issuer], Any]] = {
    "statements": lambda one: -one["statements"],
    "name": lambda one: (one["issuer_name"] or _LAST).casefold(),
    "country": lambda one: one["country"] or _LAST,
    "since": lambda one: one["since"] or _LAST,
    "until": lambda one: one["until"] or _LAST,
}
_FAULTS: dict[str, Callable[[Fault], Any]] = {
    "time": lambda one: (one.at or _LAST, one.id or 0),
    "what": lambda one: (one.what, where(one).casefold()),
    "where": lambda one: where(one).casefold(),
}
ISSUER_COLUMNS = ("issuer", "issuer_name", "country", "statements", "since", "until", "languages", "months")
FAULT_COLUMNS = ("id", "at", "what", "path", "url", "why", "todo", "traceback")


class OfIssuers(BaseModel):
    """The table of issuers."""

    model_config = ConfigDict(extra="forbid")

    name: Part = Field("", description="part of the name, id or country")
    sort: Literal["statements", "name", "country", "since", "until"] = Field("statements", description="by what")

    def of(self, issuers: Iterable[Issuer]) -> list[Issuer]:
        """Its rows."""
        wanted = self.name.casefold().strip()
        found = [one for one in issuers if wanted in f"{one['issuer_name']} {one['issuer']} {one['country']}".casefold()]
        return sorted(found, key=_ISSUERS[self.sort])


class OfFaults(BaseModel):
    """The table of open faults."""

    model_config = ConfigDict(extra="forbid")

    find: Part = Field("", description="part of what failed, where, why, or what to do")
    sort: Literal["time", "-time", "what", "where"] = Field("time", description="time: oldest first, -time: newest first")

    def of(self, faults: Iterable[Fault]) -> list[Fault]:
        """Its rows."""
        wanted = self.find.casefold().strip()
        found = [one for one in faults if wanted in "\n".join((one.what, where(one), one.path, one.why, one.todo)).casefold()]
        return sorted(found, key=_FAULTS[self.sort.lstrip("-")], reverse=self.sort.startswith("-"))


def where(one: Fault) -> str:
    """Where something failed: the address, else the path."""
    return one.url or one.path
