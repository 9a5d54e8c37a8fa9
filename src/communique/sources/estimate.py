"""How many items there will be, cheaply: for a progress bar, before anything is read."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from communique.model import Fault
from communique.sources import parquet, zips
from communique.sources.naming import claimed_kind
from communique.sources.walk import STDIN, files

_PIECE = 1 << 20
_UNKNOWN = frozenset(("warc", "arc", "gzip", "csv", "tsv"))


def count(paths: Iterable[str | Path]) -> int | None:
    """About how many items `from_paths` will give; None when only reading everything would tell.

    A document counts one, a JSONL file its lines, a Parquet file its rows, by their names' suffixes alone.
    """
    total = 0
    for found in files(list(paths)):
        if isinstance(found, Fault):
            total += 1
            continue
        kind = claimed_kind(found.path)
        if found.path == STDIN or kind in _UNKNOWN:
            return None
        items = _items(found.path, kind)
        if items is None:
            return None
        total += items
    return total


def _items(path: str, kind: str) -> int | None:
    if kind == "jsonl":
        return _lines(path)
    if kind == "parquet":
        return parquet.count(path)
    return zips.count(path) if kind == "zip" else 1


def _lines(path: str) -> int | None:
    """Lines of a file; a last one without its break counts."""
    lines, last = 0, b"\n"
    try:
        with Path(path).open("rb", buffering=0) as file:
            while piece := file.read(_PIECE):
                lines += piece.count(b"\n")
                last = piece[-1:]
    except OSError:
        return None
    return lines + (last != b"\n")
