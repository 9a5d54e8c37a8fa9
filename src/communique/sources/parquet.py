"""Parquet: each row as a JSON object in the order of the columns. Needs pyarrow, an extra."""

from __future__ import annotations

import base64
import datetime
import math
from collections.abc import Iterator
from typing import Any

from communique.errors import MissingExtra, SourceError
from communique.model import Fault, Source
from communique.sources import rows
from communique.sources.feed import Feed, Intake
from communique.sources.jsonl import LARGER, Held
from communique.sources.naming import dataset_name, fault
from communique.sources.streams import reason
from communique.sources.tables import as_json
from communique.times import rfc3339

_BATCH = 256  # rows in memory
MISSING = ("Parquet needs pyarrow, which is not installed", 'Run: pip install "communique[parquet]"')


def read(feed: Feed, intake: Intake) -> Iterator[Source | Fault]:
    """Every row of a Parquet file; one fault for the file when no column can be the text."""
    dataset = intake.dataset or dataset_name(feed.name or "stdin")
    limit = intake.settings.max_item
    held = Held(feed.path, "row")
    try:
        for number, data in enumerate(_rows(feed, limit), 1):
            path = f"{feed.path}:{number}"
            if len(data) > limit:
                yield from held.bad(fault(path, f"the row has {len(data)} bytes, more than the {limit} allowed", LARGER))
                continue
            try:
                found = rows.source(data, path, dataset, intake)
            except SourceError as error:
                yield from held.bad(fault(path, error.message, error.todo))
                continue
            yield from held.release()
            yield found
    except SourceError as error:
        yield fault(feed.path, error.message, error.todo)
    yield from held.end()


def count(path: str) -> int | None:
    """How many rows a file has; None when it cannot be told."""
    try:
        import pyarrow.parquet as parquet

        return int(parquet.read_metadata(path).num_rows)
    except (ImportError, OSError, ValueError):
        return None


def _rows(feed: Feed, limit: int) -> Iterator[bytes]:
    """The rows as JSON.

    Raises:
        MissingExtra: without pyarrow.
        SourceError: when the file is damaged.
    """
    try:
        import pyarrow
        import pyarrow.parquet as parquet
    except ImportError:
        raise MissingExtra(*MISSING) from None
    file = feed.seekable(limit if feed.level else None)
    if file is None:
        raise SourceError(f"the file has more than the {limit} bytes allowed inside an archive", "Unpack it first.")
    try:
        opened = parquet.ParquetFile(file)
        names = opened.schema_arrow.names
        for batch in opened.iter_batches(batch_size=_BATCH):
            for record in batch.to_pylist():
                yield as_json(names, [_plain(record[name]) for name in names])
    except (pyarrow.ArrowException, OSError, ValueError, OverflowError) as error:
        raise SourceError(
            f"the Parquet file is damaged or of an unknown kind: {reason(error)[:200].rstrip('.')}", "Write it anew."
        ) from error


def _plain(value: Any) -> Any:
    """A value of a column as JSON can hold it: times as RFC 3339, bytes that are no text in base 64, no number as null."""
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, datetime.datetime):
        return rfc3339(value)
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, bytes):
        return _text(value)
    if isinstance(value, dict):
        return {str(name): _plain(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return str(value)


def _text(value: bytes) -> str:
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return base64.b64encode(value).decode("ascii")
