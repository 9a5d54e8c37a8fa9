"""Recording a group: what each capture showed goes into the books, and from there into one transaction."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from sqlalchemy import Connection

from communique import comparison
from communique.flows import work
from communique.flows.guard import Outcome, guarded
from communique.flows.hosts import HostPages
from communique.flows.rooms import Rooms
from communique.holdings import Books, Ingest, Kept, Recorded
from communique.model import Added, Extraction, Fault, Withdrawal


def record_group(
    rooms: Rooms, ingest: Ingest, kept: Sequence[Kept], results: Iterator[Outcome[Extraction]], reached: Mapping[str, int]
) -> list[Added | Fault]:
    """One transaction for a group of kept sources; `results` are the outcomes of those that are read, in order."""
    failed: dict[str, Fault] = {}
    with ingest.catalog.write() as connection:
        books = ingest.books(connection, kept)
        hosts = HostPages.of(rooms, connection, [one.source for one in kept])
        for one in kept:
            if one.known:
                continue
            outcome = next(results) if one.shows == "read" else None
            if outcome is not None and outcome.value is not None:
                outcome = hosts.current(one.source, outcome.value)
            if outcome is not None and outcome.value is None:
                failed[one.capture] = _fault(one, outcome)
                ingest.fault(failed[one.capture], one.capture)
            elif outcome is not None and outcome.value is not None:
                _compare_like_with_like(rooms, ingest, connection, books, hosts, one, outcome.value)
                hosts.count(one, outcome.value, books)
            books.record(one, outcome.value if outcome else None, outcome.why if outcome else None)
        for step in books.settle():
            books.note(step.capture, comparison.classify(step.before, step.after))
        books.write()
        hosts.write(ingest, connection)
        done = [books.recorded(one) for one in kept]
        for each in done:
            if each.capture["outcome"] != "failed":
                ingest.mended(each.kept.source.path)
        ingest.commit(connection, reached)
        return [failed.get(each.kept.capture) or _added(each) for each in done]


def _compare_like_with_like(
    rooms: Rooms, ingest: Ingest, connection: Connection, books: Books, hosts: HostPages, kept: Kept, found: Extraction
) -> None:
    """Read the statement's older captures anew where another extractor, or another profile, made their text."""
    for row in books.stale(kept.statement, found.made_by):
        source = rooms.source(row, connection)
        older = Kept(source, row["id"], row["statement"], row["key"], known=True, row=row)
        outcome = guarded(work.read, rooms.reading(source, hosts.lines(source)))
        if outcome.value is not None:
            books.record(older, outcome.value)
        else:  # it was read once: that text stays
            ingest.fault(_fault(older, outcome), older.capture)


def _fault(kept: Kept, outcome: Outcome[Extraction]) -> Fault:
    todo = outcome.todo or 'The original is kept; "communique faults --retry" tries again.'
    return Fault(kept.source.path, "extract", outcome.why or "", todo, kept.source.url, outcome.traceback)


def _added(recorded: Recorded) -> Added:
    """What became of a source, in the words of the contract."""
    capture, statement, version = recorded.capture, recorded.statement, recorded.version
    common = Added(
        path=recorded.kept.source.path, url=capture["url"], digest=capture["digest"], change=recorded.change,
        original_id=capture["original_id"], page_type=capture["page_type"], reason=capture["reason"],
    )  # fmt: skip
    if statement is None:
        return common
    if statement["withdrawn"]:
        return replace(common, statement=statement["id"], withdrawn=Withdrawal(**statement["withdrawn"]))
    shown = statement if version is None or statement["version"] == version["id"] else version
    return replace(
        common, statement=statement["id"], version=version["id"] if version else None, title=shown["title"],
        date=shown["date"], lang=shown["lang"], issuer=shown["issuer"],
    )  # fmt: skip
