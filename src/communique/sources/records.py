"""Web archives record by record: the framing of WARC and ARC files, plain or gzip, sound or broken.

Read with our own few lines and not with fastwarc's iterator, which loses what an archive has to keep (header lines that
are no UTF-8), takes a record that breaks off or has no length for an empty one, ends at the first damage, and gives one
offset for all records of a gzip file with a single member.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator
from typing import NamedTuple, Protocol, get_args

from communique.model import RecordType, WarcRecord
from communique.sources.feed import Feed

_LINE = 1 << 16  # bytes of one header line
_HEADER_LINES = 1000
_PIECE = 1 << 16
_VERSION = re.compile(rb"WARC/\d\.\d+\s*$")
_TYPES = frozenset(get_args(RecordType))


class Framed(NamedTuple):
    """One record, and where it lies in the file."""

    place: str
    record: WarcRecord


class Broken(NamedTuple):
    """A stretch of the file that is no readable record."""

    place: str
    why: str
    url: str | None = None


class Head(NamedTuple):
    """What stands before a block."""

    headers: tuple[tuple[str, str], ...]
    length: int  # bytes of the block
    url: str | None


class BadHead(Exception):
    """A header that does not say how long its block is."""


class Dialect(Protocol):
    """How records begin, and what their headers say."""

    def begins(self, line: bytes) -> bool:
        """Whether a record begins with this line."""

    def head(self, line: bytes, lines: Lines) -> Head:
        """Read the rest of the header."""

    def record(self, head: Head, block: bytes) -> WarcRecord:
        """The whole record."""


class Lines:
    """A feed read by lines and blocks, that knows where it is."""

    def __init__(self, feed: Feed) -> None:
        self._feed, self._held = feed, b""
        self._at = 0

    def line(self) -> bytes:
        """The next line with its end, cut where it is too long for one."""
        line, self._held = self._held or self._feed.buffer.readline(_LINE), b""
        self._at += len(line)
        return line

    def hold(self, line: bytes) -> None:
        """Give the line that was read last once more."""
        self._held, self._at = line, self._at - len(line)

    def block(self, size: int) -> bytes:
        """So many bytes, or what there is."""
        data = self._feed.buffer.read(size)
        self._at += len(data)
        return data

    def skip(self, size: int) -> int:
        """Read past so many bytes; how many there were."""
        left = size
        while left and (piece := self.block(min(left, _PIECE))):
            left -= len(piece)
        return size - left

    def spoilt(self, place: str) -> bool:
        """Whether the gzip member that holds just the record at this place proves false at its end."""
        line = _past_blanks(self)
        self.hold(line)
        damage = self._feed.damage
        return not line and damage is not None and damage.false and place == str(damage.offset)

    def place(self) -> str:
        """The offset in the file; `member+N` inside a gzip member."""
        return self._feed.gunzip.place(self._at) if self._feed.gunzip else str(self._at)


def records(feed: Feed, dialect: Dialect, limit: int) -> Iterator[Framed | Broken]:
    """Every readable record of a web archive, and every stretch that is none.

    Behind a damaged gzip member, reading goes on at the next sound one.

    Args:
        limit: bytes of a block; a larger one is skipped and named.
    """
    lines = Lines(feed)
    while True:
        cut = yield from _stretch(lines, dialect, limit)
        damage = feed.damage
        if damage is None:
            if cut:
                yield cut
            return
        url = cut.url if cut else None
        yield Broken(cut.place if cut else str(damage.offset), damage.why + (" inside this record" if cut else ""), url)
        if feed.gunzip is None or not feed.gunzip.resume(lambda start: dialect.begins(start.lstrip().partition(b"\n")[0])):
            return


def _stretch(lines: Lines, dialect: Dialect, limit: int) -> Generator[Framed | Broken, None, Broken | None]:
    """Records up to the end of the bytes; returns the one that is cut off there."""
    while line := _past_blanks(lines):
        lines.hold(line)
        place = lines.place()
        lines.line()
        if not dialect.begins(line):
            size = len(line) + _to_next(lines, dialect)
            yield Broken(place, f"{size} bytes belong to no record; the record before may be cut or its length wrong")
            continue
        try:
            head = dialect.head(line, lines)
        except EOFError:
            return Broken(place, "the file breaks off inside a record's header")
        except BadHead as error:
            _to_next(lines, dialect)
            yield Broken(place, str(error))
            continue
        if head.length > limit:
            if lines.skip(head.length) < head.length:
                return Broken(place, "the file breaks off inside a record", head.url)
            yield Broken(place, f"the record has {head.length} bytes, more than the {limit} allowed for one item", head.url)
            continue
        block = lines.block(head.length)
        if len(block) < head.length:
            return Broken(place, f"the file breaks off after {len(block)} of this record's {head.length} bytes", head.url)
        if lines.spoilt(place):
            return Broken(place, "", head.url)
        yield Framed(place, dialect.record(head, block))
    return None


def _past_blanks(lines: Lines) -> bytes:
    """The next line that is not blank; empty at the end."""
    while (line := lines.line()) and not line.strip():
        pass
    return line


def _to_next(lines: Lines, dialect: Dialect) -> int:
    """Go to where the next record begins; how many bytes lie before it."""
    size = 0
    while line := lines.line():
        if dialect.begins(line):
            lines.hold(line)
            break
        size += len(line)
    return size


class Warc:
    """WARC 0.17 to 1.1 (ISO 28500)."""

    def begins(self, line: bytes) -> bool:
        """The version line."""
        return bool(_VERSION.match(line))

    def head(self, line: bytes, lines: Lines) -> Head:
        """The named fields; a folded line belongs to the one above it.

        Raises:
            BadHead: when there is no usable Content-Length.
            EOFError: when the file ends inside.
        """
        fields: list[tuple[str, str]] = []
        for _ in range(_HEADER_LINES):
            raw = lines.line()
            if not raw.endswith(b"\n"):
                raise EOFError if len(raw) < _LINE else BadHead("a line of the record's header is too long")
            text = as_text(raw.rstrip(b"\r\n"))
            if not text.strip():
                break
            name, colon, value = text.partition(":")
            if text[0] in " \t" and fields:
                fields[-1] = (fields[-1][0], f"{fields[-1][1]} {text.strip()}".strip())
            elif colon:
                fields.append((name.strip(), value.strip()))
        else:
            raise BadHead(f"the record's header has more than {_HEADER_LINES} lines")
        known = {name.lower(): value for name, value in reversed(fields)}
        length = known.get("content-length", "")
        if not (length.isascii() and length.isdigit() and len(length) < 19):
            raise BadHead(f"the record's Content-Length is {length[:40]!r}" if length else "the record has no Content-Length")
        return Head(tuple(fields), int(length), target(known.get("warc-target-uri")))

    def record(self, head: Head, block: bytes) -> WarcRecord:
        """As it came."""
        name = next((value for field, value in head.headers if field.lower() == "warc-type"), "").lower()
        return WarcRecord(name if name in _TYPES else "other", head.headers, block)  # type: ignore[arg-type]  # narrowed by `in`


def as_text(raw: bytes) -> str:
    """A header line: UTF-8, or bytes as they are (ISO 8859-1)."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def target(uri: str | None) -> str | None:
    """A target URI without the angle brackets that old versions of Wget wrote."""
    cleaned = (uri or "").strip()
    if cleaned.startswith("<") and cleaned.endswith(">"):
        cleaned = cleaned[1:-1].strip()
    return cleaned or None
