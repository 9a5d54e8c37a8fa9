"""Which form some bytes have: by their media type, unless their beginning says that it lies."""

from __future__ import annotations

import re

from communique.mail import MEDIA_TYPE as MESSAGE
from communique.mail import is_message
from communique.model import Source

_MAGIC = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"PK\x03\x04", "application/zip"),
    (b"\x1f\x8b", "application/gzip"),
    (b"\xd0\xcf\x11\xe0", "application/msword"),
    (b"BM", "image/bmp"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"Rar!", "application/vnd.rar"),
    (b"7z\xbc\xaf", "application/x-7z-compressed"),
    (b"OggS", "audio/ogg"),
    (b"ID3", "audio/mpeg"),
    (b"SQLite format 3", "application/vnd.sqlite3"),
    (b"\x7fELF", "application/octet-stream"),
    (b"{\\rtf", "application/rtf"),
    (b"RIFF", "image/webp"),
)
_HTML = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|title|meta|div|p|table|article|main|section|h[1-6]|span|a|script|style|!--|\?xml)[\s>/!]",
    re.I,
)
_MHTML = re.compile(
    rb"^(?:[A-Za-z-]+:[^\n]*\r?\n(?:[ \t][^\n]*\r?\n)*)*?(?:content-type:\s*multipart/related|snapshot-content-location:)", re.I
)
_NAMES = {
    "image/png": "an image",
    "image/jpeg": "an image",
    "image/gif": "an image",
    "image/bmp": "an image",
    "image/tiff": "an image",
    "image/webp": "an image",
    "application/zip": "a ZIP file",
    "application/gzip": "a gzip file",
    "application/msword": "an Office file",
    "application/json": "JSON",
}
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_LOOK = 1 << 16  # bytes at either end that tell what a container holds
_BINARY = 0.1  # of the first bytes may be control characters in a text


def media_type(data: bytes) -> str:
    """The media type of some bytes, told from their beginning."""
    head = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n\x00")
    if data.startswith(b"PK\x03\x04") and _is_word(data):
        return _DOCX
    for magic, kind in _MAGIC:
        if data.startswith(magic) and not (magic == b"BM" and head[:200].isascii() and b"\x00" not in head[:200]):
            return kind
    if b"%PDF-" in data[:1024]:
        return "application/pdf"
    if head[:1].isalpha() and is_message(data[:_LOOK].decode("latin-1")):
        return MESSAGE
    if _MHTML.match(data[:4096]):
        return "multipart/related"
    wide = head.replace(b"\x00", b"")
    if _HTML.search(wide[:2048]):
        return "text/html"
    if head[:1] in (b"{", b"[") and re.match(rb"[{\[]\s*(?:[\"{\[\]}]|-?\d|true|false|null)", head):
        return "application/json"
    control = sum(1 for byte in head if byte < 9 or 13 < byte < 32)
    if head and control > _BINARY * len(head) and head.count(0) < len(head) // 3:
        return "application/octet-stream"
    return "text/plain"


def _is_word(data: bytes) -> bool:
    """Whether a ZIP file is a Word document, by the names of its members."""
    return re.search(rb"word/document\d*\.xml", data[:_LOOK]) is not None or b"word/document" in data[-_LOOK:]


def form(source: Source) -> str:
    """How a payload is to be read: row, pdf, docx, eml, mhtml, html, text, or what it is instead."""
    if source.row is not None:
        return "row"
    declared = source.media_type.partition(";")[0].strip().lower()
    if declared in ("text/plain", "text/markdown"):
        return "text"
    found = media_type(source.data)
    if declared == "application/pdf":
        return "pdf"
    if found == "application/pdf":
        return "pdf"
    if _DOCX in (declared, found):
        return "docx"
    if declared == MESSAGE or (found == MESSAGE and declared not in ("multipart/related", "application/x-mimearchive")):
        return "mhtml" if found == "multipart/related" else "eml"
    if declared in ("multipart/related", "application/x-mimearchive"):
        return "mhtml"
    if found == "multipart/related":
        return "mhtml"
    if found == "text/html" or (declared in ("text/html", "application/xhtml+xml") and found == "text/plain"):
        return "html"
    return _NAMES.get(found, "binary data" if found == "application/octet-stream" else found)
