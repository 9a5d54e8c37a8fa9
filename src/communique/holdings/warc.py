"""WARC 1.1 records as bytes, and back (ISO 28500:2017), one gzip member a record."""

from __future__ import annotations

import json
import uuid
import zlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote

from communique.errors import HoldingsError
from communique.ids import digest
from communique.model import Asserted, RecordType, WarcRecord

URN = "urn:communique:"  # target of a record whose bytes have no URL of their own
REVISIT = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
_ACCESSION = "accession/1"
_TYPES = ("response", "resource", "revisit", "request", "metadata", "warcinfo", "conversion")


@dataclass(frozen=True, slots=True)
class Accession:
    """What is known of an accession beside its bytes: kept in a metadata record before the records it speaks of."""

    path: str
    media_type: str | None = None
    url: str | None = None
    url_evidence: str | None = None
    captured: str | None = None
    asserted: Asserted = field(default_factory=Asserted)
    dataset: str | None = None
    mapping: dict[str, str] = field(default_factory=dict)
    note: str | None = None  # what was done to the bytes to read them
    at: str | None = None  # when it came in, where the records have a date of their own

    def block(self) -> bytes:
        """The JSON block of the metadata record; empty values left out."""
        values = {k: v for k, v in asdict(self).items() if v}
        values["asserted"] = {k: v for k, v in asdict(self.asserted).items() if v}
        return json.dumps({"communique": _ACCESSION, **values}, ensure_ascii=True).encode()

    @staticmethod
    def read(record: WarcRecord) -> Accession | None:
        """The accession that a metadata record of ours holds; None for anybody else's record."""
        if record.type != "metadata" or _ACCESSION.encode() not in record.block[:60]:
            return None
        try:
            values: dict[str, Any] = json.loads(record.block)
        except ValueError:
            return None
        if values.pop("communique", None) != _ACCESSION:
            return None
        values["asserted"] = Asserted(**values.get("asserted", {}))
        return Accession(**values)


@dataclass(frozen=True, slots=True)
class Placed:
    """A record and where it stands: file below originals/, offset and compressed length in bytes."""

    record: WarcRecord
    warc: str
    offset: int
    length: int
    accession: int | None = None  # offset, in the same file, of the metadata record that says how it came in

    @property
    def end(self) -> int:
        """The offset just after the record."""
        return self.offset + self.length


def record_id() -> str:
    """A new record id."""
    return f"<urn:uuid:{uuid.uuid4()}>"


def target_of(url: str | None, key: str) -> str:
    """The WARC-Target-URI: the URL, else a URN of the statement's key."""
    return quote(url, safe="%/:?#[]@!$&'()*+,;=~-._") if url else URN + quote(key, safe=":/-._~%")


def make(
    kind: RecordType, block: bytes, media_type: str, date: str, *, uri: str | None = None, extra: tuple[tuple[str, str], ...] = ()
) -> WarcRecord:
    """A record of our own with both digests as `sha256:hex`."""
    headers = [("WARC-Type", kind), ("WARC-Record-ID", record_id()), ("WARC-Date", date)]
    if uri:
        headers.append(("WARC-Target-URI", uri))
    headers += [*extra, ("WARC-Block-Digest", digest(block))]
    if kind == "resource":
        headers.append(("WARC-Payload-Digest", digest(block)))
    headers.append(("Content-Type", media_type))
    return WarcRecord(kind, tuple(headers), block)


def serialise(record: WarcRecord) -> bytes:
    """The record as one gzip member: its header lines in the order given, its block untouched.

    Written here and not with a library, because a copied record must come out byte for byte: warcio writes the HTTP
    headers of a copied revisit anew.
    """
    lines = [f"{name}: {value}" for name, value in record.headers if name.lower() != "content-length"]
    head = "\r\n".join(["WARC/1.1", *lines, f"Content-Length: {len(record.block)}"])
    packed = zlib.compressobj(6, zlib.DEFLATED, 31)
    parts = (head.encode("utf-8", "surrogateescape"), b"\r\n\r\n", record.block, b"\r\n\r\n")
    return b"".join([*(packed.compress(part) for part in parts), packed.flush()])


def read_at(file: Path, offset: int) -> WarcRecord:
    """The record that begins at an offset.

    Raises:
        HoldingsError: when no whole record begins there.
    """
    try:
        with file.open("rb") as stream:
            stream.seek(offset)
            found = _member(stream)
    except OSError as error:
        raise HoldingsError(f"{file}: the record at {offset} cannot be read: {error}", 'Run "communique verify".') from error
    if found is None:
        raise HoldingsError(f"{file}: no whole record at {offset}", 'Run "communique verify".')
    return found


def walk(file: Path, warc: str, start: int = 0) -> Iterator[Placed]:
    """The whole records of a file from an offset on, in order; stops before a torn one."""
    with file.open("rb") as stream:
        stream.seek(start)
        while True:
            offset = stream.tell()
            found = _member(stream)
            if found is None:
                return
            yield Placed(found, warc, offset, stream.tell() - offset)


def _member(stream: IO[bytes]) -> WarcRecord | None:
    """The record in the next gzip member, the stream left just behind it; None at the end or when the member is torn."""
    offset, inflater, parts = stream.tell(), zlib.decompressobj(31), []
    while not inflater.eof:
        chunk = stream.read(65536)
        if not chunk:
            stream.seek(offset)
            return None
        try:
            parts.append(inflater.decompress(chunk))
        except zlib.error:
            stream.seek(offset)
            return None
    stream.seek(-len(inflater.unused_data), 1)
    return parse(b"".join(parts))


def parse(data: bytes) -> WarcRecord | None:
    """The record in uncompressed bytes; None when they are no whole record."""
    head, separator, rest = data.partition(b"\r\n\r\n")
    lines = head.decode("utf-8", "surrogateescape").split("\r\n")
    if not separator or not lines[0].startswith("WARC/"):
        return None
    headers = tuple((k.strip(), v.strip()) for k, _, v in (line.partition(":") for line in lines[1:]))
    record = WarcRecord(_type(dict(headers).get("WARC-Type")), headers, b"")
    length = int(record.header("Content-Length") or -1)
    if length < 0 or len(rest) < length:
        return None
    return WarcRecord(record.type, tuple(h for h in headers if h[0].lower() != "content-length"), rest[:length])


def _type(name: str | None) -> RecordType:
    return name if name in _TYPES else "other"  # type: ignore[return-value]
