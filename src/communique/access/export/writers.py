"""The formats: JSONL as the contract has it; CSV and Parquet with a column a field, lists and maps as JSON text."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import IO, Any

from communique.access.records import Record
from communique.errors import MissingExtra

COLUMNS: dict[str, tuple[str, ...]] = {
    "statements": (
        "statement", "version", "original_id", "dataset", "issuer", "issuer_name", "country", "title", "date", "lang", "kind",
        "number", "url", "tags", "unread", "text", "versions", "captures", "withdrawn",
    ),
    "versions": (
        "version", "statement", "current", "title", "date", "lang", "issuer", "kind", "number", "text", "text_digest", "marks",
        "langs", "pages", "evidence", "unknown", "unread", "made_by", "url", "withdrawn",
    ),
    "claims": (
        "claim", "statement", "version", "current", "date", "title", "issuer", "country", "lang", "url", "sentence", "own",
        "holder", "holder_text", "chain", "act", "plover", "cameo", "targets", "stance", "quote", "start", "end", "source", "cue",
        "content", "parent", "responds_to", "confidence", "experimental", "was", "corrected", "made_by",
    ),
    "changes": ("statement", "url", "change", "edit", "from", "to", "at", "announced"),
    "captures": (
        "capture", "statement", "version", "outcome", "reason", "url", "url_evidence", "accessioned", "captured", "media_type",
        "status", "digest", "size", "path", "original_page", "warc", "offset", "length", "made_by", "withdrawn",
    ),
}  # fmt: skip


def jsonl(records: Iterator[Record], what: str, out: IO[bytes]) -> int:
    """One JSON object a line, UTF-8."""
    return _written(jsonl_lines(records), out)


def csv_(records: Iterator[Record], what: str, out: IO[bytes]) -> int:
    """RFC 4180 with a header line, UTF-8."""
    return _written(csv_lines(records, COLUMNS[what]), out) - 1


def jsonl_lines(records: Iterator[Record]) -> Iterator[bytes]:
    """The lines of a JSONL export, one a record."""
    for record in records:
        yield json.dumps(record, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n"


def csv_lines(records: Iterator[Record], columns: Sequence[str]) -> Iterator[bytes]:
    """The header and the records of a CSV export."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(columns)
    for record in records:
        yield _taken(buffer)
        writer.writerow([_cell(record.get(name)) for name in columns])
    yield _taken(buffer)


def _written(lines: Iterator[bytes], out: IO[bytes]) -> int:
    count = 0
    for line in lines:
        out.write(line)
        count += 1
    return count


def parquet(records: Iterator[Record], what: str, out: IO[bytes]) -> int:
    """Parquet, zstd, row groups of 1,000; every column is text, lists and maps as JSON."""
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        raise MissingExtra("export parquet: pyarrow is not installed", 'pip install "communique[parquet]"') from error
    count = 0
    schema = pyarrow.schema([(name, pyarrow.string()) for name in COLUMNS[what]])
    with pyarrow.parquet.ParquetWriter(out, schema, compression="zstd") as writer:
        while batch := list(islice(records, 1000)):
            cells = {name: [_cell(record.get(name)) for record in batch] for name in COLUMNS[what]}
            writer.write_table(pyarrow.table(cells, schema=schema))
            count += len(batch)
    return count


def _cell(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool | int | float):
        return str(value).lower() if isinstance(value, bool) else str(value)
    return json.dumps(value, ensure_ascii=False)


def _taken(buffer: io.StringIO) -> bytes:
    line = buffer.getvalue().encode("utf-8", "backslashreplace")
    buffer.seek(0)
    buffer.truncate()
    return line


WRITERS: dict[str, Callable[[Iterator[Record], str, IO[bytes]], int]] = {"jsonl": jsonl, "csv": csv_, "parquet": parquet}
