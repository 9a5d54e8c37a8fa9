"""Keeping bytes: what is new is written to the originals; what is known is recognised; copies become revisits."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, select

from communique import ids
from communique.holdings import warc
from communique.holdings.originals import Originals
from communique.holdings.schema import captures
from communique.holdings.warc import Accession, Placed
from communique.model import Companion, Source, WarcRecord
from communique.times import now, parse_time

Decode = Callable[[WarcRecord], bytes]  # the payload of a record, its HTTP encodings undone (what `sources` does)
READABLE = frozenset(
    {
        "text/html",
        "application/xhtml+xml",
        "application/pdf",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "message/rfc822",
        "text/plain",
        "text/markdown",
        "multipart/related",
        "application/json",
    }
)

_FOR_MACHINES = re.compile(r"^https?://[^/]+/(\.well-known/.*|(robots|humans|security|ads|llms)\.txt)$", re.I)


@dataclass(slots=True)
class Kept:
    """A source that is safe in the originals: its capture, and whether it was there before."""

    source: Source
    capture: str
    statement: str
    key: str
    known: bool
    row: dict[str, Any] = field(default_factory=dict)

    @property
    def shows(self) -> str:
        """What becomes of it: `read` (goes to extraction), `missing`, `gone`, `moved` or `kept`."""
        status = self.source.status
        if status is None or status == 200:
            for_people = not _FOR_MACHINES.search((self.source.url or "").split("?")[0])
            return "read" if for_people and self.source.media_type in READABLE else "kept"
        if status in (404, 410):
            return "missing" if status == 404 else "gone"
        return "moved" if 300 <= status < 400 and self.source.location else "kept"


def container(source: Source) -> str:
    """The file that an item came in: its path without line number or record offset."""
    if source.record is not None:
        return container_path(source.path)
    return source.path.rpartition(":")[0] or source.path if source.row is not None else source.path


def container_path(path: str) -> str:
    """The web archive that a record's path names."""
    return path.rpartition("@")[0] or path


def accession_of(source: Source, archive_at: str) -> Accession:
    """What the metadata record before it says."""
    at = archive_at if source.record is not None else None
    if source.record is not None and not source.restored:
        return Accession(container(source), asserted=source.asserted, at=at)
    if source.row is not None:
        row = source.row
        return Accession(
            container(source),
            source.media_type,
            asserted=source.asserted,
            dataset=row.dataset,
            mapping=dict(row.mapping),
            note=source.note,
            at=at,
        )
    return Accession(
        container(source),
        source.media_type,
        source.url,
        source.url_evidence,
        source.captured,
        source.asserted,
        note=source.note,
        at=at,
    )


def identify(source: Source) -> Kept:
    """Key and ids of a source; the payload digest, the capture's facts. Nothing is written."""
    digest = ids.digest(source.data)
    dataset, original = (source.row.dataset, source.row.original_id) if source.row else (None, None)
    key = ids.statement_key(url=source.url, dataset=dataset, original_id=original, payload=digest)
    captured = _moment(source)
    kept = Kept(source, ids.capture_id(key, captured, digest), ids.statement_id(key), key, known=False)
    kept.row = {
        "id": kept.capture,
        "statement": kept.statement,
        "key": key,
        "url": source.url,
        "url_evidence": source.url_evidence,
        "captured": parse_time(source.captured),
        "ordinal": source.row.fields.get("version") if source.row else None,
        "media_type": source.media_type,
        "status": source.status,
        "location": source.location,
        "digest": digest,
        "size": len(source.data),
        "path": container(source),
        "dataset": dataset,
        "original_id": original,
        "reason": None,
        "page_type": None,
        "content": None,
        "version": None,
        "made_by": None,
        "outcome": "kept",
    }
    return kept


def _moment(source: Source) -> str | None:
    """When it was captured; a data-set row may number its versions instead of dating them."""
    if source.captured or source.row is None:
        return parse_time(source.captured)
    version = source.row.fields.get("version")
    return f"version {version}" if version else None


class Keeper:
    """Writes sources and their companions to the originals, each once."""

    def __init__(self, originals: Originals, decode: Decode) -> None:
        self.originals = originals
        self.decode = decode
        self._flying: dict[str, str] = {}  # capture -> digest: kept, not yet in the catalog
        self._flying_first: dict[str, tuple[str, str | None, str]] = {}  # their digests -> (record id, URL, date)
        self._archive: str | None = None  # the web archive that is being read
        self._archive_at = ""  # since when
        self._held: list[Companion] = []
        self._new: set[str] = set()  # record ids of captures copied from the archive that is being read
        self._seen: set[str] = set()
        self._copied: dict[str, tuple[str, int]] = {}  # of the same archive, not yet in the catalog: name -> place

    def keep(self, connection: Connection, items: Sequence[Source | Companion]) -> list[Kept]:
        """Write what is new, in order; items already kept come back as `known`. The disk is not synced yet."""
        plain = {id(i): identify(i) for i in items if isinstance(i, Source) and not _empty_revisit(i)}
        known = _known(connection, [kept.capture for kept in plain.values()]) | self._flying.keys()
        first = self._originals_of(connection, [kept.row["digest"] for kept in plain.values()]) | self._flying_first
        out: list[Kept] = []
        for item in items:
            self._enter(item)
            if isinstance(item, Companion):
                self._companion(item)
                continue
            kept = plain.get(id(item)) or self._revisited(connection, item, known)
            kept.known = kept.capture in known
            if not kept.known:
                known.add(kept.capture)
                self._write(kept, first)
                self._flying[kept.capture] = kept.row["digest"]
            self._note(kept)
            out.append(kept)
        return out

    def _revisited(self, connection: Connection, item: Source, known: set[str]) -> Kept:
        """A revisit of another archive, with the bytes that it refers to where we have them."""
        record = item.record
        if record is not None:
            near = next((self._copied[name] for name in refers_to(record) if name in self._copied), None)
            place_ = near or referred(connection, record)
            if place_ is not None:
                item = replace(item, data=self.decode(self.originals.read(*place_)))
        kept = identify(item)
        known |= _known(connection, [kept.capture])
        return kept

    def landed(self, kept: Sequence[Kept]) -> None:
        """These are in the catalog now."""
        for one in kept:
            digest = self._flying.pop(one.capture, None)
            if digest is not None and digest not in self._flying.values():
                self._flying_first.pop(digest, None)
            for name in names_of(one.source.record) if one.source.record is not None else ():
                self._copied.pop(name, None)

    def _enter(self, item: Source | Companion) -> None:
        """Notice where one web archive ends and the next begins."""
        record = item.record
        archive = container_path(item.path) if record is not None else None
        if archive != self._archive:
            self.finish_archive()
            self._archive, self._archive_at = archive, now()

    def finish_archive(self) -> None:
        """At the end of one web archive: companions that still wait go with it if anything of it was new."""
        if self._new:
            for companion in self._held:
                if self._target(companion) is None or self._target(companion) not in self._seen:
                    self.originals.append(companion.record, Accession(container_path(companion.path), at=self._archive_at))
        self._held, self._new, self._seen, self._copied = [], set(), set(), {}

    def _write(self, kept: Kept, first: dict[str, tuple[str, str | None, str]]) -> None:
        source, digest = kept.source, kept.row["digest"]
        kept.row["accessioned"] = self._archive_at if source.record is not None else now()
        if source.record is not None:
            record = source.record
        elif digest in first:
            record = _revisit(kept, *first[digest])
        else:
            uri = warc.target_of(source.url, kept.key)
            record = warc.make("resource", source.data, source.media_type, kept.row["accessioned"], uri=uri)
            first[digest] = self._flying_first[digest] = (record.header("WARC-Record-ID") or "", uri, kept.row["accessioned"])
        placed = self.originals.append(record, accession_of(source, self._archive_at))
        place(kept.row, placed)
        if source.record is not None and record.type != "revisit":
            self._copied.update(dict.fromkeys(names_of(record), (placed.warc, placed.offset)))

    def _note(self, kept: Kept) -> None:
        """Companions that belong to this capture, or stood before it, are written if it was new, else dropped."""
        if kept.source.record is None:
            return
        name = kept.source.record.header("WARC-Record-ID") or ""
        self._seen.add(name)
        if not kept.known:
            self._new.add(name)
        rest = []
        for companion in self._held:
            target = self._target(companion)
            if target == name or (target is None and not kept.known):
                if not kept.known:
                    self.originals.append(companion.record, Accession(container_path(companion.path), at=self._archive_at))
            else:
                rest.append(companion)
        self._held = rest

    def _companion(self, companion: Companion) -> None:
        target = self._target(companion)
        if target in self._new or (target is None and self._new):
            self.originals.append(companion.record, Accession(container_path(companion.path), at=self._archive_at))
        elif target is None or target not in self._seen:
            self._held.append(companion)

    @staticmethod
    def _target(companion: Companion) -> str | None:
        return companion.record.header("WARC-Concurrent-To") or companion.record.header("WARC-Refers-To")

    def _originals_of(self, connection: Connection, digests: Iterable[str]) -> dict[str, tuple[str, str | None, str]]:
        """Digest -> the record that holds these bytes: record id, URL, date."""
        wanted = list(set(digests))
        found: dict[str, tuple[str, str | None, str]] = {}
        query = select(captures.c.digest, captures.c.record_id, captures.c.url, captures.c.accessioned, captures.c.key)
        for part in _parts(wanted):
            whole = query.where(
                captures.c.digest.in_(part), captures.c.record_type != "revisit", captures.c.record_id.is_not(None)
            )
            for row in connection.execute(whole):
                found.setdefault(row.digest, (row.record_id or "", warc.target_of(row.url, row.key), row.accessioned))
        return found


def _empty_revisit(source: Source) -> bool:
    return source.record is not None and source.record.type == "revisit" and not source.data


def names_of(record: WarcRecord) -> list[str]:
    """The words by which a revisit may refer to a record: its id, the payload digest it states, its URL and date."""
    uri, date = record.header("WARC-Target-URI"), parse_time(record.header("WARC-Date"))
    names = [record.header("WARC-Record-ID"), _states(record), f"{uri.strip('<> ')} {date}" if uri and date else None]
    return [name for name in names if name]


def refers_to(record: WarcRecord) -> list[str]:
    """The names of the record that a revisit refers to, the surest first."""
    uri, date = record.header("WARC-Refers-To-Target-URI"), parse_time(record.header("WARC-Refers-To-Date"))
    names = [record.header("WARC-Refers-To"), _states(record), f"{uri.strip('<> ')} {date}" if uri and date else None]
    return [name for name in names if name]


def _states(record: WarcRecord) -> str | None:
    """The payload digest as a record states it."""
    return record.header("WARC-Payload-Digest")


def referred(connection: Connection, record: WarcRecord) -> tuple[str, int] | None:
    """Where the record stands whose payload a revisit refers to: by record id, by the digest both state, by URL and date."""
    uri, date = record.header("WARC-Refers-To-Target-URI"), parse_time(record.header("WARC-Refers-To-Date"))
    conditions: list[tuple[str | None, ColumnElement[bool]]] = [
        (record.header("WARC-Refers-To"), captures.c.record_id == record.header("WARC-Refers-To")),
        (_states(record), captures.c.payload_header == _states(record)),
        (uri and date, (captures.c.url == (uri or "").strip("<> ")) & (captures.c.captured == date)),
    ]
    for said, condition in conditions:
        if not said:
            continue
        query = select(captures.c.warc, captures.c.offset).where(condition, captures.c.record_type != "revisit")
        row = connection.execute(query.order_by(captures.c.seq).limit(1)).first()
        if row is not None:
            return row.warc, row.offset
    return None


def revisited(connection: Connection, originals: Originals, record: WarcRecord) -> WarcRecord | None:
    """The record whose payload a revisit refers to; None where it is not here."""
    found = referred(connection, record)
    return originals.read(*found) if found else None


def place(row: dict[str, Any], placed: Placed) -> None:
    """Where the record stands, into the capture's row."""
    record = placed.record
    row.update(
        warc=placed.warc,
        offset=placed.offset,
        length=placed.length,
        accession=placed.accession,
        record_type=record.type,
        record_id=record.header("WARC-Record-ID"),
        payload_header=record.header("WARC-Payload-Digest"),
    )


def _revisit(kept: Kept, record_id: str, uri: str | None, date: str) -> WarcRecord:
    extra = [
        ("WARC-Profile", warc.REVISIT),
        ("WARC-Refers-To", record_id),
        ("WARC-Refers-To-Date", date),
        ("WARC-Payload-Digest", kept.row["digest"]),
    ]
    if uri:
        extra.insert(2, ("WARC-Refers-To-Target-URI", uri))
    target = warc.target_of(kept.source.url, kept.key)
    return warc.make(
        "revisit", b"", kept.source.media_type, kept.row["accessioned"], uri=target, extra=tuple(e for e in extra if e[1])
    )


def _known(connection: Connection, wanted: Sequence[str]) -> set[str]:
    found: set[str] = set()
    for part in _parts(list(set(wanted))):
        found.update(connection.execute(select(captures.c.id).where(captures.c.id.in_(part))).scalars())
    return found


def _parts(values: list[str], size: int = 400) -> Iterable[list[str]]:
    return (values[i : i + size] for i in range(0, len(values), size))
