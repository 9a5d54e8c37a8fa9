"""ARC, the format of web archives before WARC: its records as the WARC records they would be."""

from __future__ import annotations

import hashlib
import re
import uuid

from communique.model import WarcRecord
from communique.sources.records import BadHead, Head, Lines, as_text
from communique.times import parse_time

_VERSION_1 = 5  # fields: URL, IP address, date, media type, length
_VERSION_2 = 10  # ... and status, checksum, location, offset and file name before the length
_RECORD = re.compile(rb"[A-Za-z][A-Za-z0-9+.-]*:\S?.* \S+ \d{8,20} \S+ .*\S\s*$")


class Arc:
    """One ARC file; its first record says which version the others are."""

    def __init__(self) -> None:
        self._fields = _VERSION_1

    def begins(self, line: bytes) -> bool:
        """A URL record line."""
        return bool(_RECORD.match(line))

    def head(self, line: bytes, lines: Lines) -> Head:
        """The URL record line; a URL may hold spaces, so the other fields are counted from the end.

        Raises:
            BadHead: when the length or the date is none.
        """
        text = as_text(line.rstrip(b"\r\n"))
        fields = _VERSION_1 if text.startswith("filedesc:") else self._fields
        parts = text.rsplit(" ", fields - 1)
        if len(parts) < fields:
            parts = text.rsplit(" ", _VERSION_1 - 1)
        url, address, date, media_type, length = parts[0], parts[1], parts[2], parts[3], parts[-1]
        if not (length.isascii() and length.isdigit() and len(length) < 19):
            raise BadHead(f"the record's length is {length[:40]!r}")
        captured = parse_time(date[:14])
        if captured is None:
            raise BadHead(f"the record's date is {date[:40]!r}")
        known = (("URL", url), ("IP", address), ("Date", captured), ("Type", media_type))
        return Head(known, int(length), url)

    def record(self, head: Head, block: bytes) -> WarcRecord:
        """The WARC record: a response where the block is an HTTP answer, else a resource. Its id depends on its content."""
        url, address, captured, media_type = (value for _, value in head.headers)
        described = url.startswith("filedesc:")
        if described:
            self._fields = _VERSION_2 if block.startswith(b"2 ") else _VERSION_1
        answer = block.startswith(b"HTTP/")
        name = uuid.uuid5(uuid.NAMESPACE_URL, f"{url} {captured} {hashlib.sha256(block).hexdigest()}")
        headers = (
            ("WARC-Type", "warcinfo" if described else "response" if answer else "resource"),
            ("WARC-Record-ID", f"<urn:uuid:{name}>"),
            ("WARC-Filename" if described else "WARC-Target-URI", url.removeprefix("filedesc://")),
            ("WARC-Date", captured),
            *((("WARC-IP-Address", address),) if _is_address(address) else ()),
            ("Content-Type", "application/http; msgtype=response" if answer else media_type),
            ("Content-Length", str(len(block))),
        )
        return WarcRecord("warcinfo" if described else "response" if answer else "resource", headers, block)


def _is_address(text: str) -> bool:
    return text not in ("", "-", "0.0.0.0")
