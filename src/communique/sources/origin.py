"""What a saved page itself says of its origin: the URL, on what evidence, and when it was saved."""

from __future__ import annotations

import codecs
import html
import re
from collections.abc import Iterator
from email.message import Message
from email.parser import BytesHeaderParser
from typing import NamedTuple

from communique import mail
from communique.times import parse_time

_LOOK = 1 << 20  # bytes in which an origin is looked for: some heads hold 300 kB of inlined scripts
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.I)
_WEB = re.compile(r"https?://[^\s/]", re.I)
_SAVED_FROM = re.compile(r"\s*saved from url=\((\d{4})\)", re.I)
_SINGLEFILE = re.compile(r"\s*(?:Page saved|Archive processed) (?:with|by) SingleFile", re.I)
_LINE = re.compile(r"^[ \t]*(url|saved date):(.+)$", re.M | re.I)
_JS_DATE = re.compile(r"[A-Z][a-z]{2} ([A-Z][a-z]{2}) (\d{1,2}) (\d{4}) (\d\d:\d\d:\d\d) (?:GMT|UTC)([+-]\d{4})?")
_MARKUP = re.compile(
    r"<(?:(!--)|(script|style|noscript|template|textarea|title|xmp)\b|(link)\b|(body\b|/head\b|frameset\b))", re.I
)
_ATTRIBUTE = re.compile(r"(?<![^\s\"'/])([^\s=\"'<>/]++)\s*+=\s*+(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")


class Origin(NamedTuple):
    """Where a page came from, as far as it says."""

    url: str | None = None
    evidence: str | None = None
    captured: str | None = None


def of_page(data: bytes) -> Origin:
    """Of an HTML page: saved-from comment, SingleFile comment, canonical link of its head; in this order."""
    text = _decoded(data[:_LOOK])
    canonical: str | None = None
    single: Origin | None = None
    for name, content in _head(text):
        if name == "link":
            canonical = canonical or _canonical(content)
            continue
        saved = _saved_from(content)
        if saved:
            return Origin(saved, "saved-from")
        single = single or _singlefile(content)
    if single and single.url:
        return single
    captured = single.captured if single else None
    return Origin(canonical, "canonical", captured) if canonical else Origin(captured=captured)


def _head(text: str) -> Iterator[tuple[str, str]]:
    """Comments (`--`) and attributes of links (`link`) before the body, in their order."""
    at = 0
    while found := _MARKUP.search(text, at):
        comment, raw, link, _ = found.groups()
        if comment:
            end = text.find("-->", found.end())
        elif raw:
            closing = re.compile(f"</{raw}", re.I).search(text, found.end())
            end = closing.start() if closing else -1
        else:
            end = text.find(">", found.end())
        if end < 0 or not (comment or raw or link):
            return
        if not raw:
            yield "link" if link else "--", text[found.end() : end]
        at = end + 1


def _canonical(tag: str) -> str | None:
    values: dict[str, str] = {}
    for name, double, single, bare in _ATTRIBUTE.findall(tag):
        values.setdefault(name.lower(), html.unescape(double or single or bare))
    return web_url(values.get("href")) if "canonical" in values.get("rel", "").lower().split() else None


def _saved_from(comment: str) -> str | None:
    """`saved from url=(0042)http://...`: the number counts the characters of the URL."""
    found = _SAVED_FROM.match(comment)
    if not found:
        return None
    rest = comment[found.end() :]
    size = int(found.group(1))
    counted = rest[:size] if not rest[size:].strip() else rest
    return web_url(counted.strip().split("\n")[0])


def _singlefile(comment: str) -> Origin | None:
    if not _SINGLEFILE.match(comment):
        return None
    values = {name.lower(): value for name, value in reversed(_LINE.findall(comment))}
    url = web_url(values.get("url"))
    return Origin(url, "singlefile" if url else None, moment(values.get("saved date")))


def moment(text: str | None) -> str | None:
    """A recorded time, also as a browser's Date writes it: `Tue Mar 05 2024 10:11:12 GMT+0100 (...)`."""
    found = _JS_DATE.match((text or "").strip())
    if not found:
        return parse_time(text)
    month, day, year, clock, zone = found.groups()
    return parse_time(f"Mon, {day} {month} {year} {clock} {zone or '+0000'}")


def web_url(text: str | None) -> str | None:
    """An absolute http(s) URL without space around it; else None."""
    value = (text or "").strip()
    return value if _WEB.match(value) and "\n" not in value else None


def _decoded(head: bytes) -> str:
    """The beginning of a page; only markup matters here, so any encoding that keeps ASCII will do."""
    for mark, encoding in _BOMS:
        if head.startswith(mark):
            return head[len(mark) :].decode(encoding, "replace")
    for pattern, encoding in ((b"<\0", "utf-16-le"), (b"\0<", "utf-16-be")):
        if head.startswith(pattern):
            return head.decode(encoding, "replace")
    try:
        return head.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start >= len(head) - 4:  # the cut, not the encoding
            return head.decode("utf-8", "replace")
    stated = _CHARSET.search(head[:4096])
    try:
        return head.decode(stated.group(1).decode("ascii"), "replace") if stated else head.decode("latin-1")
    except (LookupError, ValueError):
        return head.decode("latin-1")


def of_mhtml(data: bytes) -> Origin:
    """Of an MHTML file: Snapshot-Content-Location or Content-Location of the file, else of its first part; its Date."""
    head = data[:_LOOK]
    top = _headers(head)
    url = web_url(_field(top, "Snapshot-Content-Location")) or web_url(_field(top, "Content-Location"))
    boundary = top.get_boundary() if not url else None
    if boundary:
        part = head.partition(b"\n--" + boundary.encode("utf-8", "replace"))[2].partition(b"\n")[2]
        first = _headers(part)
        url = web_url(_field(first, "Content-Location"))
    return Origin(url, "mhtml" if url else None, parse_time(_field(top, "Date")))


def of_message(data: bytes) -> Origin:
    """Of an e-mail message: when it was sent."""
    return Origin(captured=mail.sent(mail.fields(data[:_LOOK])))


def _headers(data: bytes) -> Message:
    head = re.split(rb"\r?\n\r?\n", data.lstrip(b"\r\n"), maxsplit=1)[0]
    return BytesHeaderParser().parsebytes(head + b"\n\n")


def _field(message: Message, name: str) -> str | None:
    """A header's value on one line: a folded URL is joined without space."""
    value = message.get(name)
    joiner = "" if "location" in name.lower() else " "
    return re.sub(r"\s*[\r\n]\s*", joiner, str(value)).strip("<> \t") if value is not None else None
