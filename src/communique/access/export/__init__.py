"""The way out: everything in plain formats, complete and streaming."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from communique.access.export.rows import WHAT, rows
from communique.access.export.writers import WRITERS
from communique.archive import Archive
from communique.errors import UsageError, disk_error
from communique.query import Filters


def write(archive: Archive, format_: str, what: str, filters: Filters, path: Path | None, stdout: IO[bytes]) -> int:
    """Write an export to a file (which appears only when it is whole) or to stdout. Returns how many records.

    Args:
        format_: jsonl, csv, parquet or warc (which writes records of the originals, and knows no `what`).
        what: statements, versions, changes or captures.

    Raises:
        UsageError: an unknown format or `what`, or filters with warc. DiskFull, HoldingsError: the file cannot be written.
    """
    if format_ != "warc" and format_ not in WRITERS:
        raise UsageError(f"export: {format_!r} is no format", f"Formats are {', '.join([*WRITERS, 'warc'])}.")
    if what not in WHAT:
        raise UsageError(f"export: {what!r} cannot be exported", f"Choose from {', '.join(WHAT)}.")
    if format_ == "warc" and (filters or what != "statements"):
        raise UsageError("export warc: writes all originals; filters and --what do not apply")
    with _target(path, stdout) as out:
        if format_ != "warc":
            return WRITERS[format_](rows(archive, what, filters), what, out)
        count = 0
        for member in archive.records():
            out.write(member)
            count += 1
        return count


@contextlib.contextmanager
def _target(path: Path | None, stdout: IO[bytes]) -> Iterator[IO[bytes]]:
    if path is None:
        yield stdout
        stdout.flush()
        return
    partial = path.with_name(path.name + ".partial")
    try:
        with partial.open("wb") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        partial.replace(path)
    except OSError as error:
        raise disk_error(f"export: {path}", error, "Name another place with -o.") from error
    finally:
        partial.unlink(missing_ok=True)
