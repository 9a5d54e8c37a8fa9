"""WARC 1.1 records as bytes, and back (ISO 28500:2017), one gzip member a record."""

from __future__ import annotations

import json
import uuid
import zlib
from collections.abc import Callable, Iterator
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
_MEMBER = b"\x1f\x8b\x08"  # how a gzip member begins
_BLOCK = 65536
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
        values = {k: v for k, v in asdict(self).items() if v or k == "path"}
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
        try:
            return Accession(**{**values, "asserted": Asserted(**values.get("asserted", {}))})
        except TypeError:  # fields that we do not know: not ours after all
            return None


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
    return (
        quote(url, "%/:?#[]@!$&'()*+,;=~-._", errors="surrogatepass")
        if url
        else URN + quote(key, ":/-._~%", errors="surrogatepass")
    )


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


def unfolded(revisit: WarcRecord, target: WarcRecord) -> WarcRecord:
    """A revisit as a record of its own: its own id, date and URL, and the block of the record that it refers to."""
    names = ("warc-record-id", "warc-date", "warc-target-uri", "warc-ip-address", "warc-warcinfo-id", "warc-concurrent-to")
    headers = [("WARC-Type", target.type), *(h for h in revisit.headers if h[0].lower() in names)]
    stays = ("warc-block-digest", "warc-payload-digest", "content-type", "warc-truncated")
    return WarcRecord(target.type, (*headers, *(h for h in target.headers if h[0].lower() in stays)), target.block)


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


def walk(file: Path, warc: str, start: int = 0, *, damaged: Callable[[int, int], None] | None = None) -> Iterator[Placed]:
    """The whole records of a file from an offset on, in order.

    Stops before the first that is not whole; with `damaged`, only when no whole one follows: then it is called with
    offset and length of what was passed over.
    """
    with file.open("rb") as stream:
        stream.seek(start)
        while True:
            offset = stream.tell()
            found = _member(stream)
            if found is None:
                if damaged is None or not _to_next(stream):
                    return
                damaged(offset, stream.tell() - offset)
            else:
                yield Placed(found, warc, offset, stream.tell() - offset)


def passed_over(_at: int, _size: int) -> None:
    """For `walk`: go on behind damage that is reported elsewhere."""


def _member(stream: IO[bytes]) -> WarcRecord | None:
    """The record in the next gzip member, the stream left just behind it; None, and the stream where it was, when there is
    no whole one."""
    offset, inflater, parts = stream.tell(), zlib.decompressobj(31), []
    while not inflater.eof:
        chunk = stream.read(_BLOCK)
        try:
            parts.append(inflater.decompress(chunk))
        except zlib.error:
            chunk = b""
        if not chunk:
            stream.seek(offset)
            return None
    found = parse(b"".join(parts))
    stream.seek(stream.tell() - len(inflater.unused_data) if found else offset)
    return found


def _to_next(stream: IO[bytes]) -> bool:
    """Go forward to where the next whole record begins; False when there is none."""
    at, window = stream.tell() + 1, b""
    while True:
        stream.seek(at + len(window))
        block = stream.read(_BLOCK)
        window += block
        found = window.find(_MEMBER)
        if found >= 0:
            stream.seek(at + found)
            if _member(stream) is not None:
                stream.seek(at + found)
                return True
            at, window = at + found + 1, window[found + 1 :]
        elif block:
            at, window = at + max(0, len(window) - 2), window[-2:]  # the mark may lie across two blocks
        else:
            return False


def parse(data: bytes) -> WarcRecord | None:
    """The record in uncompressed bytes; None when they are no whole record."""
    head, separator, rest = data.partition(b"\r\n\r\n")
    lines = head.decode("utf-8", "surrogateescape").split("\r\n")
    if not separator or not lines[0].startswith("WARC/"):
        return None
    headers = tuple((k.strip(), v.strip()) for k, _, v in (line.partition(":") for line in lines[1:]))
    record = WarcRecord(_type(dict(headers).get("WARC-Type")), headers, b"")
    said = record.header("Content-Length") or ""
    length = int(said) if said.isascii() and said.isdigit() else len(rest) + 1
    if len(rest) < length:
        return None
    return WarcRecord(record.type, tuple(h for h in headers if h[0].lower() != "content-length"), rest[:length])


def _type(name: str | None) -> RecordType:
    return name if name in _TYPES else "other"  # type: ignore[return-value]  # narrowed by `in`
