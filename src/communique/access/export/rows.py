"""What is exported: records of the JSON contract, streamed."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from communique.access import records
from communique.access.records import Record
from communique.archive import Archive
from communique.claim_query import ClaimFilters
from communique.model import Statement
from communique.query import Filters

WHAT = ("statements", "versions", "claims", "changes", "captures")
_BATCH = 200


def rows(archive: Archive, what: str, filters: Filters, asked: ClaimFilters) -> Iterator[Record]:
    """The records of all statements, versions, claims, changes or captures that answer to the filters."""
    if what == "claims":
        yield from (records.claim(one) for one in archive.every_claim(asked))
        return
    stream = archive.every(filters)
    while batch := list(islice(stream, _BATCH)):
        yield from _batch(archive, what, batch)


def _batch(archive: Archive, what: str, batch: list[Statement]) -> Iterator[Record]:
    shown = [one.id for one in batch if not one.withdrawn]
    if what == "changes":
        found = archive.changes(*shown)
        yield from (records.change(change) for one in shown for change in found[one])
        return
    captures = archive.captures(*shown) if what != "versions" else {}
    versions = archive.versions(*shown) if what != "captures" else {}
    for one in batch:
        if one.withdrawn:
            yield records.statement(one)
        elif what == "statements":
            yield records.statement(one, versions[one.id], captures[one.id])
        elif what == "versions":
            yield from (records.version(version) for version in versions[one.id])
        else:
            yield from (records.capture(capture) for capture in captures[one.id])
