"""Writes the WARC files of the world: successive captures of a few addresses."""

import datetime as dt
import io
import uuid
import zlib
from email.utils import format_datetime
from pathlib import Path
from typing import Any

from pages import other_page, page_url, statement_page
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from sources import World

ROBOTS = b"User-agent: *\nDisallow: /search\nDisallow: /print\nCrawl-delay: 5\n"
REASONS = {200: "200 OK", 301: "301 Moved Permanently", 404: "404 Not Found"}
Headers = list[tuple[str, str]]


class _File:
    """One WARC file; record ids follow from its name and the position of the record."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.buffer = io.BytesIO()
        self.writer = WARCWriter(self.buffer, gzip=True, warc_version="WARC/1.1")
        self.count = 0
        self.digests: dict[tuple[str, str], str] = {}

    def _facts(self, at: str) -> dict[str, str]:
        self.count += 1
        name = uuid.uuid5(uuid.NAMESPACE_URL, f"https://world.example/{self.path.name}/{self.count}")
        return {"WARC-Record-ID": f"<urn:uuid:{name}>", "WARC-Date": at}

    def info(self, at: str) -> None:
        facts = "software: tools/world/build.py\r\nformat: WARC File Format 1.1\r\ndescription: an invented world\r\n"
        data = facts.encode()
        headers = self._facts(at) | {"WARC-Filename": self.path.name, "Content-Type": "application/warc-fields"}
        record = self.writer.create_warc_record(
            "", "warcinfo", payload=io.BytesIO(data), length=len(data), warc_headers_dict=headers
        )
        self.writer.write_record(record)

    def response(self, url: str, at: str, status: int, headers: Headers, body: bytes) -> None:
        http = StatusAndHeaders(REASONS[status], headers, protocol="HTTP/1.1")
        record = self.writer.create_warc_record(
            url, "response", payload=io.BytesIO(body), length=len(body), http_headers=http,
            warc_headers_dict=self._facts(at),
        )  # fmt: skip
        self.writer.write_record(record)
        self.digests[url, at] = record.rec_headers.get_header("WARC-Payload-Digest")

    def revisit(self, url: str, at: str, refers_to: str, headers: Headers) -> None:
        http = StatusAndHeaders(REASONS[200], headers, protocol="HTTP/1.1")
        record = self.writer.create_revisit_record(
            url, self.digests[url, refers_to], url, refers_to, http_headers=http, warc_headers_dict=self._facts(at)
        )
        self.writer.write_record(record)

    def close(self) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_bytes(self.buffer.getvalue())


def write(world: World, folder: Path) -> None:
    """Write every WARC file of ``warc.yaml`` into a folder."""
    for spec in world.warcs:
        file = _File(folder / spec["file"])
        file.info(spec["records"][0]["at"])
        for record in spec["records"]:
            _add(world, file, record)
        file.close()


def _add(world: World, file: _File, r: dict[str, Any]) -> None:
    if "revisit" in r:
        s = world.statements[r["revisit"]]
        file.revisit(s.url, r["at"], r["refers_to"], _headers(s.url, r["at"], "text/html; charset=utf-8", b""))
    elif "statement" in r:
        _add_statement(world, file, r)
    else:
        url, status, kind, body, more = _plain(world, r)
        file.response(url, r["at"], status, _headers(url, r["at"], kind, body) + more, body)


def _add_statement(world: World, file: _File, r: dict[str, Any]) -> None:
    s = world.statements[r["statement"]]
    body = statement_page(world, s, r["version"], as_of=day_of(r))
    legacy = s.extra.get("encoding")
    headers = _headers(s.url, r["at"], "text/html" if legacy else "text/html; charset=utf-8", body)
    if r.get("coding") == "gzip":
        body = _stored_gzip(body)
        headers = [(k, v) for k, v in headers if k != "Content-Length"]
        headers += [("Content-Encoding", "gzip"), ("Content-Length", str(len(body)))]
    if r.get("chunked"):
        body = _chunked(body)
        headers = [(k, v) for k, v in headers if k != "Content-Length"] + [("Transfer-Encoding", "chunked")]
    file.response(s.url, r["at"], 200, headers, body)


def _plain(world: World, r: dict[str, Any]) -> tuple[str, int, str, bytes, Headers]:
    html = "text/html; charset=utf-8"
    if "robots" in r:
        return r["robots"], 200, "text/plain", ROBOTS, []
    if "redirect" in r:
        body = b"<html><head><title>Document Moved</title></head><body><h1>Object Moved</h1></body></html>\n"
        return r["redirect"], 301, "text/html", body, [("Location", r["to"])]
    if "missing" in r:
        s = world.statements[r["missing"]]
        body = other_page(world, {"issuer": s.issuer, "lang": s.lang, "page": "error"}, as_of=day_of(r))
        return s.url, 404, html, body, []
    spec = find_page(world, r["page"])
    url = world.statements[r["home_for"]].url if "home_for" in r else page_url(world, spec)
    return url, 200, html, other_page(world, spec, nonce=r.get("nonce", ""), as_of=day_of(r)), []


def day_of(r: dict[str, Any]) -> dt.date:
    """The day on which a record of ``warc.yaml`` was captured."""
    return dt.datetime.fromisoformat(r["at"]).date()


def find_page(world: World, name: str) -> dict[str, Any]:
    """The page of ``extra_pages.yaml`` with this name."""
    return next(p for p in world.pages if f"{p['issuer']}/{p['slug']}" == name)


def _headers(url: str, at: str, kind: str, body: bytes) -> Headers:
    when = format_datetime(dt.datetime.fromisoformat(at), usegmt=True)
    server = [("Server", "Microsoft-IIS/7.5"), ("X-Powered-By", "ASP.NET")] if ".asp" in url else [("Server", "nginx")]
    return [
        ("Date", when),
        *server,
        ("Content-Type", kind),
        ("Content-Length", str(len(body))),
        ("Cache-Control", "private"),
        ("Connection", "close"),
    ]


def _stored_gzip(data: bytes) -> bytes:
    packer = zlib.compressobj(0, zlib.DEFLATED, 31)  # stored, so that every zlib gives the same bytes
    return packer.compress(data) + packer.flush()


def _chunked(data: bytes) -> bytes:
    parts = [data[n : n + 4096] for n in range(0, len(data), 4096)]
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"
