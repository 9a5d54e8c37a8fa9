"""What bytes are: by their content first, by the file's name where the content leaves it open."""

from __future__ import annotations

import codecs
import json
import re
from dataclasses import dataclass

from communique.mail import is_message
from communique.sources.lists import columns, magics
from communique.sources.naming import claimed_kind, shown, suffix_of

_CONTROLS = bytes([*range(9), *range(14, 27), *range(28, 32), 127])
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_JSON = re.compile(r"[\[{]\s*([\"{\[\]}\d-]|true\b|false\b|null\b)")
_TAG = re.compile(r"<[!/]?([A-Za-z][\w:.-]*)")
_NAME = re.compile(r"\s*([A-Za-z][\w:.-]*)")
_MAIL = re.compile(r"(Received|Return-Path|Delivered-To|From|MIME-Version|Date|Subject|Message-ID|X-[\w-]+):", re.I)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ARC = re.compile(rb"filedesc://\S")
_MARKUP = re.compile(r"(html|head|body|title|meta|link|base|style|script|div|p|table|h[1-6]|center|font|main|article|br)$")
_XML = {
    "rss": "an RSS feed",
    "feed": "an Atom feed",
    "rdf:rdf": "an RDF file or feed",
    "urlset": "a sitemap",
    "sitemapindex": "a sitemap",
    "svg": "an SVG image",
}
LATER = "It is not taken yet. Save it as PDF, HTML or text and add that."
CHOICE = "HTML, MHTML, PDF, Word (.docx), e-mail (.eml), text, Markdown, WARC, ARC, JSONL, CSV, Parquet and ZIP are taken."


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why something is not taken; `quiet` when it is clearly no document, so that a folder need not mention it."""

    why: str
    todo: str = ""
    quiet: bool = False


def kind_of(head: bytes, name: str) -> str | Refusal:
    """html mhtml pdf docx eml text markdown warc arc jsonl csv tsv parquet zip or gzip; else why it is none of them.

    Args:
        head: the first bytes, 64 kB or all.
        name: the file's name, empty for standard input.
    """
    if not head:
        return Refusal("is empty", "Fetch or save it anew.")
    claimed = claimed_kind(name)
    found = _by_first_bytes(head, claimed, name)
    if found:
        return found
    text = _as_text(head)
    if text is None:
        what = f"its name ends in .{suffix_of(name)}, but it" if claimed not in ("", "later", "skip") else "it"
        return Refusal(f"{what} holds binary data of no known format", CHOICE, quiet=claimed == "skip")
    return _by_beginning(text, claimed) or _by_name(text, claimed, name)


def _by_first_bytes(head: bytes, claimed: str, name: str) -> str | Refusal | None:
    start = head[:8].lstrip(codecs.BOM_UTF8)
    if head.startswith(b"%PDF-") or (b"%PDF-" in head[:1024] and claimed in ("pdf", "") and not head.lstrip().startswith(b"<")):
        return "pdf"
    for magic, kind in ((b"\x1f\x8b", "gzip"), (b"WARC/", "warc"), (b"PAR1", "parquet")):
        if start.startswith(magic):
            return kind
    if _ARC.match(head):
        return "arc"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _office(head, claimed) or "zip"
    if claimed == "docx" and head.startswith(_OLE):
        return "docx"  # with a password, or an old one under a new name: the reason is found when it is read
    for offset, magic, family, what in magics():
        if head.startswith(magic, offset):
            pretends = claimed not in ("", "skip", "later")
            holds = f"its name ends in .{suffix_of(name)}, but it is {what}" if pretends else f"is {what}"
            return Refusal(holds, LATER if family in ("office", "scan") else _todo(family), family == "media" and not pretends)
    return None


def _todo(family: str) -> str:
    return "Unpack it and add what is in it." if family == "archive" else CHOICE


def _office(head: bytes, claimed: str) -> str | Refusal | None:
    """A ZIP file that is really one document."""
    if claimed == "docx" or (b"word/" in head and (b"[Content_Types].xml" in head or b"_rels/.rels" in head)):
        return "docx"
    for mark, what in (
        (b"xl/", "an Excel workbook (.xlsx)"),
        (b"ppt/", "a PowerPoint presentation (.pptx)"),
        (b"mimetypeapplication/epub", "an EPUB book"),
        (b"mimetypeapplication/vnd.oasis", "an OpenDocument file"),
    ):
        if mark in head[:4096] and (b"[Content_Types].xml" in head or mark.startswith(b"mimetype")):
            return Refusal(f"is {what}", LATER)
    return None


def _as_text(head: bytes) -> str | None:
    """The beginning as text, loosely decoded; None for binary data."""
    for mark, encoding in _BOMS:
        if head.startswith(mark):
            return head[len(mark) :].decode(encoding, "replace")
    for pattern, encoding in ((b"<\0", "utf-16-le"), (b"\0<", "utf-16-be")):
        if head.startswith(pattern):
            return head.decode(encoding, "replace")
    controls = len(head) - len(head.translate(None, _CONTROLS))
    return None if controls > max(2, len(head) // 50) else head.decode("utf-8", "replace")


def _by_beginning(text: str, claimed: str) -> str | Refusal | None:
    """What stands at the beginning of the text, when it says so itself."""
    tag, rest = first_tag(text)
    if tag == "html" or (_MARKUP.match(tag) and claimed not in ("text", "markdown", "csv", "tsv", "jsonl")):
        return "html"
    if tag in _XML:
        return Refusal(
            f"is {_XML[tag]}, not a document", "Add the pages it points to.", quiet=tag == "svg" and claimed in ("", "skip")
        )
    if text.lstrip().startswith("<?xml") and "<html" not in rest[:2048]:
        return Refusal("is XML of a kind that is not taken", CHOICE)
    if claimed == "eml" and is_message(text, named=True):
        return "eml"
    if _MAIL.match(text) and claimed in ("mhtml", "", "later"):
        header = text[:8192].lower()
        if claimed != "mhtml" and is_message(text):
            return "eml"
        if "multipart/related" in header or "snapshot-content-location:" in header:
            return "mhtml"
        return "eml" if is_message(text) else None
    return None


def first_tag(text: str) -> tuple[str, str]:
    """The first tag of a page behind comments, processing instructions and doctype, folded, and the text from there on.

    A doctype is a tag of the name it declares. Empty when the text does not begin with markup.
    """
    rest = text.lstrip("\ufeff \t\r\n")
    while rest.startswith(("<!--", "<?")):
        closing = "-->" if rest.startswith("<!--") else ">"
        end = rest.find(closing)
        if end < 0:
            return "", rest
        rest = rest[end + len(closing) :].lstrip()
    found = _TAG.match(rest)
    if not found:
        return "", rest
    name = found.group(1).lower()
    if name == "doctype":
        declared = _NAME.match(rest, found.end())
        name = declared.group(1).lower() if declared else ""
    return name, rest


def _by_name(text: str, claimed: str, name: str) -> str | Refusal:
    """Text that does not say itself what it is."""
    start = text.lstrip("\ufeff \t\r\n")
    if claimed in ("text", "markdown", "csv", "tsv"):
        return claimed
    if claimed == "jsonl" and start.startswith("["):
        return Refusal("is one JSON list, not one object a line", "Convert it: jq -c '.[]' FILE > rows.jsonl")
    if claimed == "jsonl":
        return claimed
    if claimed == "html":
        return Refusal("its name says HTML, but it holds JSON", "Save the page itself.") if _JSON.match(start) else "html"
    if claimed == "later":
        return Refusal(f"is a .{suffix_of(name)} file", LATER)
    if claimed:
        return Refusal(f"its name ends in .{suffix_of(name)}, but it holds plain text", CHOICE, quiet=claimed == "skip")
    return _by_shape(text, start, name)


def _by_shape(text: str, start: str, name: str) -> str | Refusal:
    """Text whose name says nothing either."""
    suffix, first = suffix_of(name), start.split("\n", 1)[0]
    if _JSON.match(start):
        if first.startswith("{") and (_is_object(first) or len(first) == len(start)):
            return "jsonl"
        return Refusal("is JSON, but not one object a line", "Convert it: jq -c '.[]' FILE > rows.jsonl")
    if suffix:
        return Refusal(f"is a .{shown(suffix)} file, which is not taken", CHOICE)
    for delimiter, kind in ((",", "csv"), ("\t", "tsv"), (";", "csv")):
        names = [part.strip().strip('"').lower() for part in first.split(delimiter)]
        if len(names) > 1 and set(names) & set(columns()["text"]) and all(len(part) < 40 for part in names):
            return kind
    return "text"


def _is_object(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False
