"""Answers that are as long as the archive: sent as they are made, never whole in memory."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from starlette.responses import StreamingResponse

from communique.access import records
from communique.access.export.rows import rows
from communique.access.export.writers import COLUMNS, csv_lines, jsonl_lines
from communique.access.records import Record
from communique.archive import Archive
from communique.claim_query import ClaimFilters
from communique.query import Filters

_CHUNK = 64_000  # bytes gathered before they are sent
_PAGE = 200  # hits asked for at once
TYPES = {"jsonl": "application/x-ndjson", "csv": "text/csv; charset=utf-8"}
HIT_COLUMNS = (
    "statement", "version", "original_id", "title", "date", "issuer", "lang", "url", "score", "in", "current", "quote", "start",
    "end", "highlights", "more", "copies",
)  # fmt: skip


def export(archive: Archive, format_: str, what: str, filters: Filters) -> StreamingResponse:
    """All records of one sort."""
    return streamed(rows(archive, what, filters, archive.claim_filters(statements=filters)), COLUMNS[what], format_, what)


def claims(archive: Archive, format_: str, asked: ClaimFilters) -> StreamingResponse:
    """All claims that answer."""
    return streamed((records.claim(one) for one in archive.every_claim(asked)), COLUMNS["claims"], format_, "claims")


def hits(archive: Archive, asked: dict[str, Any], format_: str) -> StreamingResponse:
    """All hits of a search, page after page; a mistake in the query is said before the first byte."""
    first = archive.search(**asked, limit=_PAGE)

    def every() -> Iterator[Record]:
        found = first
        while True:
            yield from (records.hit(hit) for hit in found)
            if found.next is None:
                return
            found = archive.search(**asked, limit=_PAGE, cursor=found.next)

    return streamed(every(), HIT_COLUMNS, format_, "hits")


def streamed(lines: Iterator[Record], columns: tuple[str, ...], format_: str, name: str) -> StreamingResponse:
    """Records as a download."""
    parts = jsonl_lines(lines) if format_ == "jsonl" else csv_lines(lines, columns)
    disposition = {"Content-Disposition": f'attachment; filename="{name}.{format_}"'}
    return StreamingResponse(gathered(parts), headers=disposition, media_type=TYPES[format_])


def gathered(parts: Iterator[bytes]) -> Iterator[bytes]:
    """Small pieces in larger ones: each costs a change of threads."""
    held, size = [], 0
    for part in parts:
        held.append(part)
        size += len(part)
        if size >= _CHUNK:
            yield b"".join(held)
            held, size = [], 0
    yield b"".join(held)
