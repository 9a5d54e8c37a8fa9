"""From paths to sources: each file is opened, told apart by its content, and read by what reads its kind."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

from communique.model import Asserted, Companion, Fault, Source
from communique.settings import Settings
from communique.sources import jsonl, pages, parquet, rows, tables, webarchive, zips
from communique.sources.feed import Feed, Intake
from communique.sources.naming import fault, printable
from communique.sources.sniff import Refusal, kind_of
from communique.sources.streams import Tap, reason
from communique.sources.walk import STDIN, Found, files, gone, special

Item = Source | Companion | Fault
Reader = Callable[[Feed, Intake], Iterator[Item]]


def from_paths(
    paths: Iterable[str | Path],
    *,
    asserted: Asserted | None = None,
    dataset: str | None = None,
    mapping: Mapping[str, str] | None = None,
    settings: Settings,
    stdin: BinaryIO | None = None,
) -> Iterator[Item]:
    """Everything that files, folders, patterns and standard input (`-`) hold, one item at a time and in a fixed order.

    Data sets and web archives are read as they are asked for and never held; what cannot be read is a fault in its place.

    Args:
        paths: names as typed; a pattern that the shell left is expanded, a folder is taken with all that is below it.
        asserted: what the user says of everything here; an asserted URL outranks any other.
        dataset: the name of the data set; without it, each file's name without suffix.
        mapping: column of the file -> our name.
        settings: `max_item` bounds every item, unpacked.
        stdin: what `-` reads; the process's own when None.

    Raises:
        UsageError: when the mapping names a column that is none of ours.
    """
    rows.check_mapping(mapping or {})
    intake = Intake(settings, asserted or Asserted(), dataset, tuple((mapping or {}).items()))
    return _all(list(paths), intake, stdin)


def _all(paths: list[str | Path], intake: Intake, stdin: BinaryIO | None) -> Iterator[Item]:
    for found in files(paths):
        if isinstance(found, Fault):
            yield found
        elif found.path == STDIN:
            yield from _read(Feed(STDIN, "", Tap(stdin or sys.stdin.buffer), named=True), intake)
        else:
            yield from _file(found, intake)


def _file(found: Found, intake: Intake) -> Iterator[Item]:
    """A file of the disk. It may have gone, or become something else, since it was listed."""
    try:
        descriptor = os.open(found.path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        vanished = isinstance(error, FileNotFoundError)
        yield gone(found.path) if vanished else fault(found.path, f"cannot be opened: {reason(error)}", "Check its permissions.")
        return
    with os.fdopen(descriptor, "rb", buffering=0) as file:
        state = os.fstat(descriptor)
        changed = special(found.path, state.st_mode)
        if changed:
            yield changed
            return
        feed = Feed(printable(found.path), Path(found.path).name, Tap(file), named=found.named, size=state.st_size)
        yield from _read(feed, intake)


def _read(feed: Feed, intake: Intake) -> Iterator[Item]:
    try:
        kind = _kind(feed, intake)
        if isinstance(kind, Refusal):
            if feed.named or not kind.quiet:
                yield fault(feed.path, kind.why, kind.todo)
        elif kind == "zip":
            yield from _archive(feed, intake)
        else:
            yield from _READERS[kind](feed, intake)
            damage = feed.damage
            if damage and kind in _STREAMS:
                where = f"{damage.why} (at byte {damage.offset})"
                yield fault(feed.path, f"{where}; {_READ[damage.false]}", damage.todo or BROKEN)
    finally:
        feed.close()


def _kind(feed: Feed, intake: Intake) -> str | Refusal:
    """What is to be read, gzip undone; why not, when it is not taken or broken from the start."""
    kind = kind_of(feed.head(), feed.name)
    if kind == "gzip":
        feed.unpack(intake.settings.max_item)
        kind = kind_of(feed.head(), feed.name)
        kind = Refusal("is gzip inside gzip", "Unpack it first.") if kind == "gzip" else kind
    if isinstance(kind, Refusal) and feed.damage:
        return Refusal(feed.damage.why, feed.damage.todo or BROKEN)
    return kind


def _archive(feed: Feed, intake: Intake) -> Iterator[Item]:
    for member in zips.members(feed, intake):
        if isinstance(member, Fault):
            yield member
        else:
            yield from _read(member, intake)


def _tsv(feed: Feed, intake: Intake) -> Iterator[Item]:
    return tables.read(feed, intake, "\t")


_READ = ("the rows before were read", "the rows before were read, but some may be wrong")
BROKEN = "Fetch the file anew, or add what can be saved of it."
_STREAMS = frozenset(("jsonl", "csv", "tsv"))
_READERS: dict[str, Reader] = {
    "html": pages.html,
    "mhtml": pages.mhtml,
    "pdf": pages.pdf,
    "docx": pages.docx,
    "eml": pages.eml,
    "text": pages.text,
    "markdown": pages.markdown,
    "warc": webarchive.warc,
    "arc": webarchive.arc,
    "jsonl": jsonl.read,
    "csv": tables.read,
    "tsv": _tsv,
    "parquet": parquet.read,
}
