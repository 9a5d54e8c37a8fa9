"""A record of a web archive as what it is to us: a capture, or a companion of captures."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from urllib.parse import urljoin

from communique.model import Asserted, Companion, Source, WarcRecord
from communique.sources import answers
from communique.sources.records import target
from communique.sources.sniff import kind_of
from communique.times import parse_time

MEDIA_TYPES = {
    "html": "text/html",
    "mhtml": "multipart/related",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "eml": "message/rfc822",
    "text": "text/plain",
    "markdown": "text/markdown",
}
UNKNOWN_TYPE = "application/octet-stream"
_CAPTURES = ("response", "resource", "revisit")
_NO_CAPTURE = re.compile(r"(dns|whois|ntp|metadata|screenshot|urn:(view|thumbnail|fullpage|text|pageinfo)):", re.I)
_HEAD = 1 << 16


def capture(record: WarcRecord, path: str, limit: int, asserted: Asserted) -> tuple[Source | Companion | None, str | None]:
    """The source or companion that a record is, and what is wrong with it; None when it is too large to be taken.

    Name-server answers, a crawler's own reports and segments of divided records are companions.
    """
    url = target(record.header("WARC-Target-URI"))
    if record.type not in _CAPTURES or (url and _NO_CAPTURE.match(url)) or _said_type(record) == "text/dns":
        return Companion(path, record), None
    if record.header("WARC-Segment-Number"):
        return Companion(path, record), "the record is one segment of a divided one; segments are kept, not joined"
    try:
        return _source(record, url, path, limit, asserted)
    except answers.TooLarge as error:
        return None, error.message


def _source(record: WarcRecord, url: str | None, path: str, limit: int, asserted: Asserted) -> tuple[Source, str | None]:
    answer = answers.parse(record.block) if record.type != "resource" else None
    if answer:
        data, problem = (b"", None) if record.type == "revisit" else answers.payload(answer, limit)
        said = media_type_of(answer.header("content-type"))
    else:
        data, problem, said = (b"" if record.type == "revisit" else record.block), None, _said_type(record)
    evidence = "asserted" if asserted.url else "warc" if url else None
    source = Source(
        path=path,
        data=data,
        media_type=_media_type(said, data, url),
        url=asserted.url or url,
        url_evidence=evidence,
        captured=parse_time(record.header("WARC-Date")),
        status=answer.status if answer else None,
        location=_location(answer, url),
        http_headers=answer.headers if answer else (),
        record=record,
        asserted=asserted,
    )
    return source, problem


def media_type_of(content_type: str | None) -> str:
    """`text/html` of `Text/HTML; charset=...`; empty when there is none."""
    value = (content_type or "").split(";")[0].split(",")[0].strip().lower()
    return value if "/" in value else ""


def _said_type(record: WarcRecord) -> str:
    said = media_type_of(record.header("Content-Type"))
    return "" if said == "application/http" else said


def _media_type(said: str, data: bytes, url: str | None) -> str:
    """As the server said, unless it said nothing or the bytes are a PDF or a Word document."""
    if data.startswith(b"%PDF-"):
        return MEDIA_TYPES["pdf"]
    if data.startswith(b"PK") and kind_of(data[:_HEAD], "") == "docx":
        return MEDIA_TYPES["docx"]
    if said and said != UNKNOWN_TYPE:
        return said
    kind = kind_of(data[:_HEAD], (url or "").split("?")[0].rpartition("/")[2]) if data else ""
    return MEDIA_TYPES.get(kind, UNKNOWN_TYPE) if isinstance(kind, str) else UNKNOWN_TYPE


def _location(answer: answers.Answer | None, url: str | None) -> str | None:
    """Where a redirect points, absolute."""
    said = answer.header("location") if answer and 300 <= answer.status < 400 else None
    if not said:
        return None
    try:
        return urljoin(url or "", said)
    except ValueError:
        return said


def contradicted(record: WarcRecord) -> str | None:
    """What is wrong when a block is not the one that its own digest was made of; algorithms we lack are passed over."""
    stated = record.header("WARC-Block-Digest") or ""
    name, _, value = stated.partition(":")
    algorithm = name.strip().lower().replace("-", "")
    if algorithm not in ("md5", "sha1", "sha256", "sha512") or not value:
        return None
    made = hashlib.new(algorithm, record.block, usedforsecurity=False)
    if _same_digest(value.strip(), made.digest()):
        return None
    return f"the block is not the one its {algorithm} digest was made of: it was changed or damaged after the crawl"


def _same_digest(stated: str, made: bytes) -> bool:
    """Digests are written in base 16, 32 or 64, of either alphabet."""
    if stated.lower() == made.hex() or stated.upper().rstrip("=") == base64.b32encode(made).decode().rstrip("="):
        return True
    try:
        return base64.b64decode(stated.replace("-", "+").replace("_", "/") + "==") == made
    except (binascii.Error, ValueError):
        return False
