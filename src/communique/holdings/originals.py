"""The originals: WARC files that only grow, one open at a time, with CDXJ beside and the manifest's chain over them."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO

from communique.errors import HoldingsError, disk_error
from communique.holdings import warc
from communique.holdings.layout import Layout
from communique.holdings.manifest import Manifest
from communique.holdings.warc import Accession, Placed
from communique.model import WarcRecord
from communique.times import now

_ABOUT = b"software: communique\r\nformat: WARC File Format 1.1\r\n"


@dataclass(slots=True)
class Originals:
    """Appends records and reads them back. Writing needs the ingest lock."""

    layout: Layout
    max_warc: int
    _file: IO[bytes] | None = None
    _name: str = ""
    _position: int = 0
    _began: int = 0  # where this session began to write in the open file
    _said: Accession | None = None  # the accession that stands last in the open file
    _said_at: int | None = None  # its offset
    _read_last: tuple[str, int, Accession] | None = None
    _reached: dict[str, int] = field(default_factory=dict)
    _cdxj: list[str] = field(default_factory=list)

    def read(self, name: str, offset: int) -> WarcRecord:
        """The record at an offset of a file.

        Raises:
            HoldingsError: the file is missing or no whole record begins there.
        """
        return warc.read_at(self.layout.originals / name, offset)

    def accession(self, name: str, offset: int | None) -> Accession:
        """How the record that names this offset came in; an empty one where nothing is said.

        Raises:
            HoldingsError: no such record stands there.
        """
        if offset is None:
            return Accession("")
        if self._read_last is None or self._read_last[:2] != (name, offset):
            found = Accession.read(self.read(name, offset))
            if found is None:
                raise HoldingsError(f"originals/{name}: no accession stands at {offset}", 'Run "communique rebuild".')
            self._read_last = (name, offset, found)
        return self._read_last[2]

    def files(self) -> list[str]:
        """The WARC files, oldest first."""
        folder = self.layout.originals
        return sorted(str(f.relative_to(folder)) for f in folder.glob("*/*.warc.gz")) if folder.is_dir() else []

    def append(self, record: WarcRecord, accession: Accession | None = None) -> Placed:
        """Write one record at the end; before it, its accession, when another one stands last.

        Raises:
            DiskFull, HoldingsError: nothing of the record is left behind.
        """
        file = self._open()
        if accession is not None and accession != self._said:
            self._said = accession
            said = warc.make("metadata", accession.block(), "application/json", now())
            self._said_at = self._write(file, said).offset
        placed = self._write(file, record)
        return replace(placed, accession=self._said_at) if accession is not None else placed

    def reached(self) -> dict[str, int]:
        """How far each file written in this session reaches: what a catalog transaction may refer to after `sync`."""
        return dict(self._reached)

    def sync(self) -> None:
        """Everything appended is on the disk when this returns: the records, then their CDXJ lines."""
        if self._file is None:
            return
        try:
            self._file.flush()
            os.fsync(self._file.fileno())
            if self._cdxj:
                with self._index_file(self._name).open("a", encoding="utf-8") as lines:
                    lines.writelines(self._cdxj)
                self._cdxj.clear()
        except OSError as error:
            raise self._failure(error) from error

    def close(self) -> None:
        """End the session: sync, and a line of the manifest for what the open file has become."""
        if self._file is None:
            return
        self.sync()
        self._file.close()
        self._file = None
        if self._position > self._began:
            Manifest(self.layout).add(self._name, self._position, closed=False)

    def cut(self, name: str, length: int) -> int:
        """Cut a file back to a length (a torn record after a crash). Returns how many bytes went."""
        file = self.layout.originals / name
        lost = file.stat().st_size - length
        if lost > 0:
            with file.open("r+b") as stream:
                stream.truncate(length)
                os.fsync(stream.fileno())
        return max(lost, 0)

    def listed(self, name: str) -> set[tuple[int, int]]:
        """Offset and length of the records that the CDXJ of a file names.

        Raises:
            HoldingsError: it is missing, or a line is damaged.
        """
        path = self._index_file(name)
        found: set[tuple[int, int]] = set()
        try:
            lines = path.read_text("utf-8").split("\n")
            for line in lines[:-1]:
                facts = json.loads(line.split(" ", 2)[2])
                found.add((int(facts["offset"]), int(facts["length"])))
        except (OSError, ValueError, IndexError, KeyError, TypeError) as error:
            where = f"damaged after {len(found)} lines" if path.exists() else "missing"
            raise HoldingsError(f"{path}: {where}", 'Run "communique rebuild".') from error
        return found

    def mend_cdxj(self, name: str) -> None:
        """Make the CDXJ of a file anew from its records: a crash may have cut it, or kept it from being written."""
        file = self.layout.originals / name
        lines = [line for placed in warc.walk(file, name, damaged=warc.passed_over) if (line := cdxj_line(placed))]
        closed = Manifest(self.layout).is_closed(name)
        replace_file(self._index_file(name), "".join(sorted(lines) if closed else lines))

    def _open(self) -> IO[bytes]:
        today = now()[:10]
        if self._file is not None and (self._position >= self.max_warc or not self._name.startswith(_stem(today))):
            self._finish()
        if self._file is None:
            latest = self.files()[-1:]
            fresh = not latest or not latest[0].startswith(_stem(today)) or self._size(latest[0]) >= self.max_warc
            if fresh and latest:
                self._seal(latest[0])
            self._name = self._next_name(today) if fresh else latest[0]
            path = self.layout.originals / self._name
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file = path.open("ab", buffering=0)
            self._position = self._began = self._size(self._name)
            self._said = self._said_at = None
            if self._position == 0:
                self._write(self._file, warc.make("warcinfo", _ABOUT, "application/warc-fields", now()))
        return self._file

    def _next_name(self, today: str) -> str:
        numbers = [int(n[-12:-8]) for n in self.files() if n.startswith(_stem(today))]
        return f"{_stem(today)}-{max(numbers, default=0) + 1:04d}.warc.gz"

    def _size(self, name: str) -> int:
        return (self.layout.originals / name).stat().st_size

    def _finish(self) -> None:
        """Close the open file for good: sorted CDXJ and a line of the manifest."""
        self.sync()
        if self._file is not None:
            self._file.close()
            self._file = None
            self._seal(self._name)

    def _seal(self, name: str) -> None:
        """A file that will not grow any more: sort its CDXJ and write its closing line, unless it has one."""
        index = self._index_file(name)
        if index.exists():
            replace_file(index, "".join(sorted(index.read_text("utf-8").splitlines(keepends=True))))
        manifest = Manifest(self.layout)
        if not manifest.is_closed(name):
            manifest.add(name, self._size(name), closed=True)

    def _write(self, file: IO[bytes], record: WarcRecord) -> Placed:
        data = memoryview(warc.serialise(record))
        offset, written = self._position, 0
        try:
            while written < len(data):
                written += file.write(data[written:]) or 0
        except OSError as error:
            os.ftruncate(file.fileno(), offset)
            raise self._failure(error) from error
        self._position = self._reached[self._name] = offset + len(data)
        placed = Placed(record, self._name, offset, len(data))
        line = cdxj_line(placed)
        if line:
            self._cdxj.append(line)
        return placed

    def _index_file(self, name: str) -> Path:
        return self.layout.originals / (name.removesuffix(".warc.gz") + ".cdxj")

    def _failure(self, error: OSError) -> HoldingsError:
        where = f"{self.layout.folder}: {self._name or 'originals'}"
        return disk_error(where, error, "Everything acknowledged is kept; mend the cause and run the same command again.")


def _stem(day: str) -> str:
    """`2026/20261124`: one WARC at least for each day on which something came in."""
    return f"{day[:4]}/{day.replace('-', '')}"


def cdxj_line(placed: Placed) -> str:
    """The CDXJ line of a capture (sort key, 14-digit time, JSON); empty for any other record."""
    record = placed.record
    if record.type not in ("response", "resource", "revisit"):
        return ""
    url, date = record.header("WARC-Target-URI") or "", record.header("WARC-Date") or ""
    facts = {
        "url": url,
        "mime": _mime(record),
        "digest": record.header("WARC-Payload-Digest") or "",
        "length": str(placed.length),
        "offset": str(placed.offset),
        "filename": placed.warc.rsplit("/", 1)[-1],
    }
    stamp = "".join(c for c in date[:19] if c.isdigit())
    return f"{surt(url)} {stamp} {json.dumps(facts)}\n"


def _mime(record: WarcRecord) -> str:
    if record.type == "revisit":
        return "warc/revisit"
    if record.type == "resource":
        return (record.header("Content-Type") or "").split(";")[0]
    head = record.block.split(b"\r\n\r\n", 1)[0].decode("latin-1").split("\r\n")
    found = next((line.split(":", 1)[1] for line in head if line.lower().startswith("content-type:")), "")
    return found.split(";")[0].strip()


def surt(url: str) -> str:
    """The sort-friendly form of a URL: host turned round, then path and query, folded."""
    from urllib.parse import quote, urlsplit

    plain = quote(
        url, "%/:?#[]@!$&'()*+,;=~-._<>|\"{}^`\\", errors="surrogatepass"
    )  # one word of ASCII, whatever the record says
    try:
        parts = urlsplit(plain)
        host = parts.hostname or ""
    except ValueError:
        return plain or "-"
    if not host:
        return plain or "-"
    turned = ",".join(reversed(host.removeprefix("www.").split(".")))
    tail = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return f"{turned}){tail.lower()}"


def replace_file(path: Path, text: str) -> None:
    """Put a text in a file's place, whole or not at all."""
    fresh = path.with_name(path.name + ".new")
    fresh.write_text(text, "utf-8")
    fresh.replace(path)
