"""JSONL: one row a line, taken verbatim and never held."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator

from communique.errors import SourceError
from communique.model import Fault, Source
from communique.sources import rows
from communique.sources.feed import Feed, Intake
from communique.sources.naming import dataset_name, fault

_HELD = 1000  # faults kept back while no row was good
_PIECE = 1 << 16


def read(feed: Feed, intake: Intake) -> Iterator[Source | Fault]:
    """Every row of a JSONL file. A file none of whose lines is a row is one fault, not one a line."""
    dataset = intake.dataset or dataset_name(feed.name or "stdin")
    limit = intake.settings.max_item
    held = Held(feed.path, "line")
    for number, line in enumerate(_lines(feed, limit), 1):
        data = line.rstrip(b"\r\n")
        if number == 1:
            data = data.removeprefix(codecs.BOM_UTF8)
        if not data.strip():
            continue
        path = f"{feed.path}:{number}"
        if len(data) > limit:
            yield from held.bad(fault(path, f"the line is longer than the {limit} bytes allowed for one item", LARGER))
            continue
        try:
            found = rows.source(data, path, dataset, intake)
        except SourceError as error:
            if feed.damage and not line.endswith(b"\n"):
                break  # cut by the damage, which is a fault of its own
            yield from held.bad(fault(path, error.message, error.todo))
            continue
        yield from held.release()
        yield found
    yield from held.end()


LARGER = "Raise max_item in archive.toml if it is sound."


class Held:
    """Faults of a data set, kept back while none of its rows was good: then the file is wrong, not each row."""

    def __init__(self, path: str, unit: str) -> None:
        self._path, self._unit = path, unit
        self._faults: list[Fault] = []
        self._count = 0
        self._good = False

    def bad(self, one: Fault) -> Iterator[Fault]:
        """One more bad row."""
        if self._good:
            yield one
            return
        self._count += 1
        if self._count <= _HELD:
            self._faults.append(one)

    def release(self) -> Iterator[Fault]:
        """A good row came: what was kept back counts."""
        if not self._good:
            self._good = True
            yield from self._faults
            yield from self._rest()
            self._faults.clear()

    def end(self) -> Iterator[Fault]:
        """No more rows: one fault for all when none was good."""
        if self._good or not self._faults:
            return
        first = self._faults[0]
        if self._count == 1:
            yield first
            return
        where = first.path.removeprefix(f"{self._path}:")
        yield fault(self._path, f"none of its {self._count} rows can be taken: {first.why} ({self._unit} {where})", first.todo)

    def _rest(self) -> Iterator[Fault]:
        more = self._count - len(self._faults)
        if more:
            yield fault(self._path, f"{more} more rows before the first good one cannot be taken either", self._faults[-1].todo)


def _lines(feed: Feed, limit: int) -> Iterator[bytes]:
    """Lines as bytes, UTF-16 turned into UTF-8; of a line that is too long, only enough to tell."""
    if feed.head().startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = io.TextIOWrapper(feed.buffer, encoding="utf-16", errors="replace", newline="\n")
        while wide := text.readline(limit + 2):
            yield wide.encode("utf-8", "surrogatepass")
        return
    readline = feed.buffer.readline
    while line := readline(limit + 2):
        if len(line) == limit + 2 and not line.endswith(b"\n"):
            while (rest := readline(_PIECE)) and not rest.endswith(b"\n"):
                pass
        yield line
