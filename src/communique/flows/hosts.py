"""What the pages of a host have in common: it grows with the archive, and the pages that it concerns are read again.

A page is read with what is known of its host. When a step of the statistics tells of other lines than before, the pages
already in the archive that have such a line where it matters are read anew at once; all others would read the same, and
only say so. Thus every text is what the newest statistics give, whatever was read when, and a rebuild gives the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Connection

from communique import extraction
from communique.extraction import HostLines, Tally
from communique.flows import work
from communique.flows.guard import Outcome, guarded
from communique.flows.rooms import Rooms
from communique.flows.work import Reading
from communique.holdings import Books, Ingest, Kept, hosts
from communique.ids import host_of
from communique.model import Extraction, Furniture, Source

_PAGES = frozenset({"text/html", "application/xhtml+xml", "multipart/related"})
_NOTHING = HostLines()


def host(source: Source) -> str | None:
    """The host whose statistics a source is read with; None for what is no page of a site."""
    return host_of(source.url) if source.row is None and source.media_type in _PAGES else None


def readings(rooms: Rooms, connection: Connection, sources: Sequence[Source]) -> list[Reading]:
    """What workers are given: each source with its profile, and with what is known of its host."""
    named = [host(source) for source in sources]
    known = {name: HostLines(*lines) for name, lines in hosts.lines_of(connection, {name for name in named if name}).items()}
    return [rooms.reading(source, known.get(name or "")) for source, name in zip(sources, named, strict=True)]


@dataclass(slots=True)
class HostPages:
    """The hosts of one group, in an open transaction."""

    rooms: Rooms
    known: dict[str, hosts.Host] = field(default_factory=dict)
    touched: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, rooms: Rooms, connection: Connection, sources: Iterable[Source]) -> HostPages:
        """Those that these sources are pages of."""
        names = {name for source in sources if (name := host(source))}
        return cls(rooms, {name: hosts.Host(name) for name in names} | hosts.read(connection, names))

    def lines(self, source: Source) -> HostLines:
        """The statistics that a source is to be read with now."""
        row = self.known.get(host(source) or "")
        return HostLines(row.lines, row.of) if row else _NOTHING

    def current(self, source: Source, found: Extraction) -> Outcome[Extraction]:
        """An extraction as these statistics give it; read again when it was made with others that make a difference."""
        name = host(source)
        if name is None or name not in self.known:
            return Outcome(found)
        now, row = self.lines(source), self.known[name]
        used = extraction.input_of(found.made_by)
        made_by = extraction.made_with(found.made_by, now)
        if made_by == found.made_by:
            return Outcome(found)
        former = HostLines(*row.former) if row.former else _NOTHING
        before = _NOTHING if not used else former if used == former.digest() else None
        changed = extraction.changed_lines(before, now) if before is not None else None
        if changed is not None and not extraction.concerned(found.page_text, found.furniture, changed):
            return Outcome(replace(found, made_by=made_by))
        return guarded(work.read, self.rooms.reading(source, now))

    def count(self, kept: Kept, found: Extraction, books: Books) -> None:
        """Count a page, when it is the first of its statement that has a text."""
        row = self.known.get(host(kept.source) or "")
        if row is None or found.page_type != "statement" or not found.text or books.has_text(kept.statement):
            return
        tally = Tally(row.pages, row.documents, row.counts, row.seen)
        step = tally.take(found)
        row.pages, row.documents, row.counts, row.seen = tally.pages, tally.documents, tally.counts, tally.seen
        self.touched.add(row.host)
        if step is not None:
            before = row.former or (row.lines, row.of)
            row.lines, row.of = dict(step.lines), step.documents
            row.former = before if before[0] or row.lines else None

    def write(self, ingest: Ingest, connection: Connection) -> None:
        """Keep what was counted."""
        hosts.write(connection, [self.known[name] for name in sorted(self.touched)])
        ingest.unsettled.update(name for name in self.touched if self.known[name].former is not None)


def pages_again(rooms: Rooms, connection: Connection, row: hosts.Host) -> list[str]:
    """The statements of a host with a page that its newest statistics concern."""
    before = HostLines(*row.former) if row.former else _NOTHING
    changed = extraction.changed_lines(before, HostLines(row.lines, row.of))
    return (
        sorted({page["statement"] for page in hosts.pages(connection, row.host) if _concerned(page, changed)}) if changed else []
    )


def _concerned(page: Mapping[Any, Any], changed: set[str]) -> bool:
    """Whether a page as the catalog has it could read otherwise; without its whole text, by what was kept of it."""
    if page["page_text"] is None:
        return extraction.concerned(page["text"], (), changed)
    return extraction.concerned(page["page_text"], [Furniture(*span) for span in page["furniture"]], changed)
