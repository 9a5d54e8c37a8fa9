"""CSV and TSV: each row as a JSON object in the order of the columns."""

from __future__ import annotations

import codecs
import csv
import io
import json
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from communique.errors import SourceError
from communique.model import Fault, Source
from communique.sources import rows
from communique.sources.feed import Feed, Intake
from communique.sources.jsonl import Held
from communique.sources.naming import dataset_name, fault
from communique.sources.streams import HEAD

_DELIMITERS = ",;\t|"
_FALLBACK = "cp1252"
_SEP = re.compile(r"sep=(.)\s*$")  # the line by which spreadsheets name the delimiter
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def read(feed: Feed, intake: Intake, default: str = ",") -> Iterator[Source | Fault]:
    """Every row of a CSV or TSV file; one fault for the file when no column can be the text."""
    dataset = intake.dataset or dataset_name(feed.name or "stdin")
    held = Held(feed.path, "row at line")
    columns: list[str] | None = None
    for path, values, note in _rows(feed, intake, default):
        if isinstance(values, SourceError):
            yield from held.bad(fault(path, values.message, values.todo))
            continue
        if columns is None:
            columns = names(values)
            problem = _no_text_column(columns, intake)
            if problem:
                yield fault(feed.path, problem.message, problem.todo)
                return
            continue
        try:
            data = as_json(columns, _fitted(values, len(columns)))
            found = rows.source(data, path, dataset, intake, note)
        except SourceError as error:
            yield from held.bad(fault(path, error.message, error.todo))
            continue
        yield from held.release()
        yield found
    yield from held.end()


def _rows(feed: Feed, intake: Intake, default: str) -> Iterator[tuple[str, list[str] | SourceError, str | None]]:
    """The rows that are not empty, each with its path and what was guessed; an error in place of one that is none."""
    text = Text(feed, intake.settings.max_item)
    try:
        reader = csv.reader(text, delimiter=_delimiter(text.peek(), intake, default))
    except SourceError as error:
        yield f"{feed.path}:1", error, None
        return
    while True:
        path = f"{feed.path}:{reader.line_num + text.skipped + 1}"
        text.row_begins()
        try:
            values = _next(reader)
        except csv.Error as error:
            yield path, SourceError(f"not valid CSV: {error}", "Mend the row."), None
            continue
        except SourceError as error:
            yield path, error, None
            return
        if values is None or (text.ended and feed.damage):
            return  # a row that is cut by damage is none; the damage is a fault of its own
        if any(value.strip() for value in values):
            yield path, values, text.note


def as_json(columns: Sequence[str], values: Sequence[Any]) -> bytes:
    """A row as it is kept: one JSON object in the order of the columns, UTF-8; lone surrogates stay escaped."""
    found = dict(zip(columns, values))
    try:
        return json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    except UnicodeEncodeError:
        return json.dumps(found, separators=(",", ":")).encode("ascii")


def names(header: Sequence[str]) -> list[str]:
    """The columns' names, each once: a repeated one is numbered, an empty one is `column N`."""
    out: list[str] = []
    for number, raw in enumerate(header, 1):
        name = raw.strip() or f"column {number}"
        out.append(name if name not in out else f"{name} {number}")
    return out


def _no_text_column(columns: Sequence[str], intake: Intake) -> SourceError | None:
    """What is wrong with a table none of whose columns can be the text."""
    try:
        rows.row(as_json(columns, ["x"] * len(columns)), "", dict(intake.mapping))
    except SourceError as error:
        return error
    return None


def _fitted(values: list[str], width: int) -> list[str]:
    """The values of a row; missing ones at its end are left out, empty ones too many are dropped.

    Raises:
        SourceError: when there are more values than columns.
    """
    if any(values[width:]):
        raise SourceError(f"the row has {len(values)} values, the header {width}", "Mend the row; is a quote missing?")
    return values[:width]


def _delimiter(first: str, intake: Intake, default: str) -> str:
    """The mark between columns: the one by which a column of the header is the text, else the most frequent one."""
    if named := _SEP.match(first):
        return named.group(1)
    best, score = default, (False, 1)
    for delimiter in _DELIMITERS:
        try:
            header = _next(csv.reader([first], delimiter=delimiter)) or []
        except csv.Error:
            continue
        known = _no_text_column(names(header), intake) is None
        if len(header) > 1 and (known, len(header)) > score:
            best, score = delimiter, (known, len(header))
    return best


@contextmanager
def _any_field_size() -> Iterator[None]:
    """csv's limit is the whole process's: it is lifted only while we read."""
    before = csv.field_size_limit(sys.maxsize)
    try:
        yield
    finally:
        csv.field_size_limit(before)


def _next(reader: Iterator[list[str]]) -> list[str] | None:
    with _any_field_size():
        return next(reader, None)


class Text:
    """The lines of a table as text, for csv.reader: UTF-8, UTF-16 with its mark, or what the bytes look like."""

    def __init__(self, feed: Feed, limit: int) -> None:
        self._feed, self._limit = feed, limit
        self.note: str | None = None
        self.skipped = 0  # lines before the header
        self._row = 0  # characters of the row that is being read
        self._legacy = _legacy(feed.head())
        self._lines = self._wide() if feed.head().startswith(_UTF_16) else self._narrow()
        self._first: str | None = None
        self.ended = False  # no more lines were there when one was asked for

    def peek(self) -> str:
        """The first line. One that only names the delimiter is passed over.

        Raises:
            SourceError: when it is too long.
        """
        first = next(self._lines, "")
        if _SEP.match(first):
            self.skipped = 1
        else:
            self._first = first
        return first

    def row_begins(self) -> None:
        """A row may have so many characters as an item may have bytes."""
        self._row = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line, self._first = self._first or next(self._lines, ""), None
        if not line:
            self.ended = True
            raise StopIteration
        self._row += len(line)
        if self._row > self._limit:
            raise SourceError(f"a row is longer than the {self._limit} bytes allowed for one item", "Is a quote missing in it?")
        return line

    def _wide(self) -> Iterator[str]:
        text = io.TextIOWrapper(self._feed.buffer, encoding="utf-16", errors="replace", newline="")
        while line := text.readline(self._limit + 1):
            yield line

    def _narrow(self) -> Iterator[str]:
        first = True
        mac = b"\r" in self._feed.head() and b"\n" not in self._feed.head()
        while raw := self._feed.buffer.readline(self._limit + 1):
            line = self._decoded(raw.removeprefix(codecs.BOM_UTF8) if first else raw)
            first = False
            if self._feed.damage and not raw.endswith(b"\n"):
                return
            for part in line.split("\r") if mac else (line,):
                yield part + "\n" if mac else part

    def _decoded(self, raw: bytes) -> str:
        try:
            return raw.decode("utf-8")
        except UnicodeDecodeError:
            self.note = f"not UTF-8: read as {self._legacy}"
            return raw.decode(self._legacy, "replace")


def _legacy(head: bytes) -> str:
    """The encoding that a table which is not UTF-8 is read in."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        from resiliparse.parse.encoding import detect_encoding

        found = detect_encoding(head[:HEAD]) or _FALLBACK
        return found if found not in ("utf-8", "ascii") and _known(found) else _FALLBACK
    return _FALLBACK


def _known(encoding: str) -> bool:
    try:
        codecs.lookup(encoding)
    except LookupError:
        return False
    return True
