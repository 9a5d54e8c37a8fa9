"""The way out: everything in plain formats, complete and streaming."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from communique.access.export import claims
from communique.access.export.rows import WHAT, rows
from communique.access.export.writers import WRITERS
from communique.archive import Archive
from communique.claim_query import ClaimFilters
from communique.errors import UsageError, disk_error
from communique.query import Filters

OTHERS = ("warc", "annotations", "dna", "corrections")
_OF_CLAIMS = {"annotations": claims.web_annotations, "dna": claims.dna}


def write(
    archive: Archive,
    format_: str,
    what: str | None,
    filters: Filters,
    path: Path | None,
    stdout: IO[bytes],
    asked: ClaimFilters | None = None,
) -> tuple[int, str]:
    """Write an export to a file (which appears only when it is whole) or to stdout. Returns how many, and of what.

    Args:
        format_: jsonl, csv, parquet; warc (records of the originals); annotations, dna (claims); corrections (by people).
        what: statements, versions, claims, changes or captures; only for the first three.
        asked: which claims; else those of the statements that answer to the filters.

    Raises:
        UsageError: an unknown format or `what`, or filters where none apply. DiskFull, HoldingsError: the file cannot be written.
    """
    asked = asked or archive.claim_filters(statements=filters)
    _check(format_, what, filters, asked)
    with _target(path, stdout) as out:
        if format_ in WRITERS:
            kind = what or "statements"
            return WRITERS[format_](rows(archive, kind, filters, asked), kind, out), kind
        if format_ in _OF_CLAIMS:
            return _OF_CLAIMS[format_](archive, asked, out), "claims"
        if format_ == "corrections":
            return claims.corrections(archive, out), "corrected texts"
        count = 0
        for member in archive.records():
            out.write(member)
            count += 1
        return count, "records"


def _check(format_: str, what: str | None, filters: Filters, asked: ClaimFilters) -> None:
    if format_ not in (*WRITERS, *OTHERS):
        raise UsageError(f"export: {format_!r} is no format", f"Formats are {', '.join([*WRITERS, *OTHERS])}.")
    if what is not None and what not in WHAT:
        raise UsageError(f"export: {what!r} cannot be exported", f"Choose from {', '.join(WHAT)}.")
    of_claims = asked != ClaimFilters(filters, experimental=asked.experimental)
    if format_ in ("warc", "corrections") and (filters or of_claims or what):
        raise UsageError(f"export {format_}: writes all of them; filters and --what do not apply")
    if format_ in _OF_CLAIMS and what not in (None, "claims"):
        raise UsageError(f"export {format_}: writes claims; --what {what} does not apply")
    if format_ in WRITERS and what != "claims" and of_claims:
        raise UsageError("export: --holder, --act, --target, --own and --reported narrow claims", "Add --what claims.")


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
