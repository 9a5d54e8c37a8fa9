"""Verify: originals against their digests, the manifest's chain, every anchor, the catalog, the decisions, the index."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Connection

from communique import ids, search
from communique.errors import CommuniqueError, HoldingsError, SearchError
from communique.flows.rooms import Rooms, decode, source_of
from communique.holdings import Accession, Line, Manifest, passed_over, prefix_digests, revisited, walk
from communique.model import Fault, Progress


def verify(rooms: Rooms, progress: Progress | None = None) -> Iterator[Fault]:
    """Every damage found, named; nothing is changed."""
    yield from _manifest(rooms)
    problems = rooms.holdings.catalog.problems()
    yield from (Fault("catalog.sqlite", "catalog", problem, 'Run "communique rebuild".') for problem in problems)
    if not problems:
        yield from _originals(rooms, progress)
        yield from _cdxj(rooms)
        yield from _versions(rooms)
        yield from _statements(rooms)
        yield from _claims(rooms)
        yield from _decisions(rooms)
        once = list(_index(rooms))
        yield from (fault for fault in once if fault in list(_index(rooms)))  # twice: another process may be writing


def _manifest(rooms: Rooms) -> Iterator[Fault]:
    """The chain from the first line on, and each line's digest over the file it names."""
    folder = rooms.holdings.layout.originals
    todo = "Restore originals/ from a copy."
    by_file: dict[str, list[Line]] = {}
    previous = ""
    try:
        for number, line in enumerate(Manifest(rooms.holdings.layout).lines(), 1):
            if line.number != number or not line.follows(previous):
                yield Fault("originals/manifest.txt", "manifest", f"line {number} does not follow from the line before", todo)
            previous = line.chain
            by_file.setdefault(line.file, []).append(line)
    except HoldingsError as error:
        yield Fault("originals/manifest.txt", "manifest", error.message, error.todo)
    for name, lines in by_file.items():
        if not (folder / name).exists():
            yield Fault(f"originals/{name}", "manifest", "the file is missing", todo)
            continue
        lines.sort(key=lambda line: line.size)
        for line, found in zip(lines, prefix_digests(folder / name, [line.size for line in lines]), strict=True):
            if found != line.sha256:
                why = f"its first {line.size} bytes are not those of line {line.number} of the manifest"
                yield Fault(f"originals/{name}", "manifest", why, todo)


def _originals(rooms: Rooms, progress: Progress | None) -> Iterator[Fault]:
    """Each record of each WARC once: whole, known to the catalog, of the digest that the catalog has."""
    expected: dict[str, dict[int, Mapping[Any, Any]]] = {}
    for row in rooms.holdings.views.every_capture():
        slim = {name: row[name] for name in ("id", "digest", "length", "accession")}
        expected.setdefault(row["warc"], {})[row["offset"]] = slim
    total, done = sum(len(rows) for rows in expected.values()), 0
    with rooms.holdings.catalog.read() as connection:
        for name in sorted({*expected, *rooms.holdings.originals.files()}):
            rows = expected.get(name, {})
            file = rooms.holdings.layout.originals / name
            for placed in walk(file, name, damaged=passed_over) if file.exists() else ():
                if row := rows.pop(placed.offset, {}):
                    yield from _record(rooms, connection, placed.record, name, placed.offset, row)
                    done += 1
                    if progress and done % 100 == 0:
                        progress(done, total)
            for offset, row in rows.items():
                why = f"the record of capture {row['id']} at {offset} is missing or torn"
                yield Fault(f"originals/{name}", "original", why, "Restore originals/ from a copy.")


def _record(rooms: Rooms, connection: Connection, record: Any, name: str, offset: int, row: Mapping[Any, Any]) -> Iterator[Fault]:
    try:
        if record.type == "revisit":
            target = revisited(connection, rooms.holdings.originals, record)
            data = decode(target) if target is not None else b""
        else:
            data = source_of(record, Accession("")).data
    except CommuniqueError as error:
        yield Fault(f"originals/{name}", "original", f"capture {row['id']} at {offset}: {error.message}", error.todo)
        return
    if ids.digest(data) != row["digest"]:
        why = f"the bytes of capture {row['id']} at {offset} are not those of its digest"
        yield Fault(f"originals/{name}", "original", why, "Restore originals/ from a copy.")


def _cdxj(rooms: Rooms) -> Iterator[Fault]:
    """Each capture that the catalog knows has its line beside the WARC, and each line points at a record."""
    places: dict[str, set[tuple[int, int]]] = {}
    for row in rooms.holdings.views.every_capture():
        places.setdefault(row["warc"], set()).add((row["offset"], row["length"]))
    for name, known in places.items():
        beside = f"originals/{name.removesuffix('.warc.gz')}.cdxj"
        try:
            listed = rooms.holdings.originals.listed(name)
        except HoldingsError as error:
            yield Fault(beside, "cdxj", error.message, error.todo)
            continue
        if known - listed:
            yield Fault(
                beside, "cdxj", f"{len(known - listed)} captures have no line, or a wrong one", 'Run "communique rebuild".'
            )


def _versions(rooms: Rooms) -> Iterator[Fault]:
    """Each text against its digest, each anchor against its text."""
    for row in rooms.holdings.views.every_version():
        where = f"version {row['id']}"
        if ids.text_digest(row["text"]) != row["text_digest"]:
            yield Fault(where, "anchor", "its text is not the text of its digest", 'Run "communique rebuild".')
        elif ids.version_digest(row["title"], row["date"], row["text"]) != row["content"]:
            yield Fault(where, "catalog", "its title, date and text are not those of its digest", 'Run "communique rebuild".')
        page = row["page_text"] if row["page_text"] is not None else row["text"]
        spans = [(s, e, len(row["text"])) for s, e, _ in row["marks"]] + [(s, e, len(page)) for s, e, _ in row["furniture"]]
        if any(not 0 <= start <= end <= length for start, end, length in spans):
            yield Fault(where, "anchor", "a mark lies outside its text", 'Run "communique rebuild".')


def _claims(rooms: Rooms) -> Iterator[Fault]:
    """Each claim's words stand where it says."""
    for claim, wrong in rooms.holdings.ledger.checked():
        yield Fault(f"claim {claim}", "anchor", wrong, 'Run "communique rebuild --claims".')


def _statements(rooms: Rooms) -> Iterator[Fault]:
    """Each statement's values are those of its current version and of the decisions on it."""
    for statement in rooms.holdings.misfits():
        why = "its values are not those of its current version and of the decisions on it"
        yield Fault(f"statement {statement}", "catalog", why, 'Run "communique rebuild".')


def _decisions(rooms: Rooms) -> Iterator[Fault]:
    """The file and the catalog hold the same decisions."""
    try:
        on_file = [decision.id for decision in rooms.holdings.decisions.lines()]
    except HoldingsError as error:
        yield Fault("decisions.jsonl", "decisions", error.message, error.todo)
        return
    kept = rooms.holdings.views.decision_ids()
    if on_file != kept:
        why = f"{len(on_file)} decisions in the file, {len(kept)} in the catalog, or in another order"
        lost = bool(set(kept) - set(on_file))
        todo = "Restore the file from a copy." if lost else 'Run "communique rebuild".'
        yield Fault("decisions.jsonl", "decisions", why, todo)


def _index(rooms: Rooms) -> Iterator[Fault]:
    """The index holds each version that is not due and not withdrawn, and nothing else."""
    wanted, due = rooms.holdings.views.indexed()
    todo = 'Run "communique rebuild".'
    if not rooms.holdings.layout.index.exists():
        if wanted:
            yield Fault("derived/index", "index", f"missing, {len(wanted)} versions should be in it", todo)
        return
    try:
        index = search.open_index(rooms.holdings.layout.index, create=False, writable=False)
        found = {version: (digest, current) for version, digest, current in index.contents()}
        index.close()
    except SearchError as error:
        yield Fault("derived/index", "index", error.message, error.todo)
        return
    for version, held in wanted.items():
        if found.get(version) != held:
            yield Fault(
                "derived/index", "index", f"version {version} is {'missing' if version not in found else 'another'}", todo
            )
    for version in found.keys() - wanted.keys() - due:
        yield Fault("derived/index", "index", f"version {version} stands in the index, not in the catalog", todo)
