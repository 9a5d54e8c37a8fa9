"""An HTTP answer as it lies in a record: status, headers, and the body with its transfer and content encodings undone.

Crawlers often store a body already decoded under the headers of the encoded one; so an encoding that the bytes plainly
do not have is passed over, and one that breaks off gives what there is.
"""

from __future__ import annotations

import io
import re
import zlib
from dataclasses import dataclass

from communique.errors import SourceError
from communique.sources.gunzip import MAGIC, MEMBER, Inflater, inflate

_STATUS = re.compile(rb"HTTP/\d(?:\.\d+)?[ \t]+(\d{3})(?!\d)")
_END = re.compile(rb"\r?\n\r?\n")
_CHUNK_SIZE = re.compile(rb"[ \t]*([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\n]*)?\r?\n")
_PIECE = 1 << 14
_PLAIN = frozenset(("", "identity", "none", "utf-8", "utf8", "8bit", "7bit", "binary"))  # what servers write for "no encoding"


class TooLarge(SourceError):
    """A body that unpacks to more than is allowed."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said; `body` is still encoded."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def header(self, name: str) -> str | None:
        """The first header of that name, case folded."""
        return next((value for key, value in self.headers if key.lower() == name), None)


def parse(block: bytes) -> Answer | None:
    """The answer in a block; None when it is none."""
    status = _STATUS.match(block)
    if not status:
        return None
    end = _END.search(block)
    head, body = (block[: end.start()], block[end.end() :]) if end else (block, b"")
    headers: list[tuple[str, str]] = []
    for raw in head.replace(b"\r\n", b"\n").split(b"\n")[1:]:
        line = raw.decode("latin-1")
        name, colon, value = line.partition(":")
        if line[:1] in " \t" and headers:
            headers[-1] = (headers[-1][0], f"{headers[-1][1]} {line.strip()}".strip())
        elif colon:
            headers.append((name.strip(), value.strip()))
    return Answer(int(status.group(1)), tuple(headers), body)


def payload(answer: Answer, limit: int) -> tuple[bytes, str | None]:
    """The body, its encodings undone, and what is wrong with them.

    Raises:
        TooLarge: when there are more than `limit` bytes.
    """
    data, problem = answer.body, None
    if "chunked" in (answer.header("transfer-encoding") or "").lower():
        data, problem = _dechunk(data)
    for name in reversed((answer.header("content-encoding") or "").lower().split(",")):
        data, broken = _decode(name.strip(), data, limit)
        problem = problem or broken
    if len(data) > limit:
        raise TooLarge(f"the body unpacks to more than the {limit} bytes allowed for one item")
    return data, problem


def _dechunk(body: bytes) -> tuple[bytes, str | None]:
    pieces: list[bytes] = []
    at = 0
    while size := _CHUNK_SIZE.match(body, at):
        length, start = int(size.group(1), 16), size.end()
        if not length:
            return b"".join(pieces), None
        after = body[start + length : start + length + 2]
        if len(body) < start + length:
            pieces.append(body[start:])
            break
        if not pieces and after and after[:1] not in b"\r\n":
            return body, None  # a body that only happens to begin with a number
        pieces.append(body[start : start + length])
        at = start + length + (2 if after == b"\r\n" else 1 if after[:1] == b"\n" else 0)
    if not pieces:
        return body, None
    return b"".join(pieces), "the chunked body breaks off; what there is was kept"


def _decode(name: str, data: bytes, limit: int) -> tuple[bytes, str | None]:
    """One content encoding undone; data that do not have it stay as they are."""
    if name in _PLAIN or not data:
        return data, None
    if name in ("gzip", "x-gzip"):
        return _inflated(data, MEMBER, limit) if data.startswith(MAGIC) else (data, None)
    if name == "deflate":
        zipped = data[0] & 0x0F == 8 and int.from_bytes(data[:2], "big") % 31 == 0
        return _inflated(data, zlib.MAX_WBITS if zipped else -zlib.MAX_WBITS, limit)
    if name in ("br", "zstd"):
        return _unpacked(name, data, limit)
    return data, f"the content encoding {name[:40]!r} is not known; the body was kept as it came"


def _inflated(data: bytes, window: int, limit: int) -> tuple[bytes, str | None]:
    pieces: list[bytes] = []
    size, unpack, rest, broken = 0, _inflater(window), data, None
    while rest and not broken and size <= limit:
        out, broken = inflate(unpack, rest[:_PIECE], limit + 1 - size)
        pieces.append(out)
        size += len(out)
        if broken or not unpack.eof:
            rest = unpack.unconsumed_tail + rest[_PIECE:]
            continue
        rest = unpack.unused_data + rest[_PIECE:]
        if window == MEMBER and rest.startswith(MAGIC):
            unpack = _inflater(window)
        else:
            return b"".join(pieces), None
    return _verdict(b"".join(pieces), data, broken or "it breaks off", limit)


def _inflater(window: int) -> Inflater:
    return zlib.decompressobj(window)


def _unpacked(name: str, data: bytes, limit: int) -> tuple[bytes, str | None]:
    from fastwarc.stream_io import BrotliReader, ZstdReader

    if name == "zstd" and not data.startswith(b"\x28\xb5\x2f\xfd"):
        return data, None
    reader = BrotliReader(io.BytesIO(data)) if name == "br" else ZstdReader(io.BytesIO(data))
    pieces: list[bytes] = []
    size = 0
    try:
        while size <= limit and (piece := reader.read(_PIECE)):
            pieces.append(piece)
            size += len(piece)
    except OSError as error:
        return _verdict(b"".join(pieces), data, str(error), limit)
    return b"".join(pieces), None


def _verdict(out: bytes, data: bytes, broken: str, limit: int) -> tuple[bytes, str | None]:
    """What to make of an encoding that broke: nothing unpacked means that the bytes never had it."""
    if len(out) > limit:
        return out, None
    if not out:
        return data, None
    return out, f"the compressed body is damaged ({broken}); what could be read was kept"
