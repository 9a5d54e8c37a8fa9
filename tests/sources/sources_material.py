"""Small files of every kind, made here, and the one way in which the tests take them in."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

from communique import sources
from communique.model import Asserted, Companion, Fault, Source
from communique.settings import Settings

Item = Source | Companion | Fault
PAGE = b"<!DOCTYPE html><html><head><title>Karvelia</title></head><body><p>The Ministry denies it.</p></body></html>"
PDF = b"%PDF-1.7\n1 0 obj << >> endobj\ntrailer << >>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
MHTML = (
    b"From: <Saved by Blink>\r\nSnapshot-Content-Location: https://mfa.karvelia.example/en/1\r\nSubject: Note\r\n"
    b"Date: Tue, 5 Mar 2024 09:11:12 -0000\r\nMIME-Version: 1.0\r\n"
    b'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="--b0"\r\n\r\n'
    b"----b0\r\nContent-Type: text/html\r\nContent-Location: https://mfa.karvelia.example/en/part\r\n\r\n<p>Text</p>\r\n----b0--\r\n"
)


def take(
    *paths: str | Path,
    asserted: Asserted | None = None,
    dataset: str | None = None,
    mapping: Mapping[str, str] | None = None,
    stdin: bytes | None = None,
    max_item: int = 1_000_000,
) -> list[Item]:
    """Everything the paths give."""
    stream = io.BytesIO(stdin) if stdin is not None else None
    settings = Settings(max_item=max_item)
    return list(sources.from_paths(paths, asserted=asserted, dataset=dataset, mapping=mapping, settings=settings, stdin=stream))


def one(*paths: str | Path, **how: object) -> Source:
    """The only thing the paths give, a source."""
    (item,) = take(*paths, **how)  # type: ignore[arg-type]
    assert isinstance(item, Source), item
    return item


def only_fault(*paths: str | Path, **how: object) -> Fault:
    """The only thing the paths give, a fault."""
    (item,) = take(*paths, **how)  # type: ignore[arg-type]
    assert isinstance(item, Fault), item
    return item


def kinds(items: list[Item]) -> list[tuple[str, str]]:
    """Source, Companion or Fault, and the file's name."""
    return [(type(item).__name__, Path(item.path).name) for item in items]


def write(path: Path, data: bytes | str) -> Path:
    """A file with its folders."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def zipped(members: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def warc_record(
    type_: str = "response",
    block: bytes = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + PAGE,
    *,
    url: str = "https://mfa.karvelia.example/en/1",
    number: int = 1,
    length: str | None = None,
    extra: bytes = b"",
) -> bytes:
    """One record of a WARC file."""
    content_type = b"application/http; msgtype=response" if block.startswith(b"HTTP/") else b"text/plain"
    return (
        b"WARC/1.1\r\nWARC-Type: "
        + type_.encode()
        + b"\r\nWARC-Record-ID: <urn:uuid:%032d>\r\nWARC-Date: 2021-05-06T07:08:09Z\r\n" % number
        + (b"WARC-Target-URI: " + url.encode() + b"\r\n" if url else b"")
        + extra
        + b"Content-Type: "
        + content_type
        + b"\r\nContent-Length: "
        + (length if length is not None else str(len(block))).encode()
        + b"\r\n\r\n"
        + block
        + b"\r\n\r\n"
    )


def answer(body: bytes, *headers: str, status: str = "200 OK") -> bytes:
    """A block that is an HTTP answer."""
    lines = "".join(f"{line}\r\n" for line in headers)
    return f"HTTP/1.1 {status}\r\nContent-Type: text/html\r\n{lines}\r\n".encode() + body


def members_gz(records: list[bytes]) -> bytes:
    """Each record in a gzip member of its own, as WARC files have them."""
    return b"".join(gzip.compress(record, mtime=0) for record in records)
