"""WARC and ARC files: their records as captures and companions, their damage as faults."""

from __future__ import annotations

from collections.abc import Iterator

from communique.model import Companion, Fault, Source
from communique.sources.arc import Arc
from communique.sources.captures import capture, contradicted
from communique.sources.feed import Feed, Intake
from communique.sources.jsonl import LARGER
from communique.sources.naming import fault
from communique.sources.records import Broken, Dialect, Warc, records

_BROKEN = "The sound records were read. Fetch the file anew if you can."
_KEPT = "The record is kept as it is; compare it with another copy if you can."


def warc(feed: Feed, intake: Intake) -> Iterator[Source | Companion | Fault]:
    """A WARC file."""
    return _read(feed, intake, Warc())


def arc(feed: Feed, intake: Intake) -> Iterator[Source | Companion | Fault]:
    """An ARC file."""
    return _read(feed, intake, Arc())


def _read(feed: Feed, intake: Intake, dialect: Dialect) -> Iterator[Source | Companion | Fault]:
    limit = intake.settings.max_item
    for found in records(feed, dialect, limit):
        path = f"{feed.path}@{found.place}"
        if isinstance(found, Broken):
            yield fault(path, found.why, _BROKEN, found.url)
            continue
        item, problem = capture(found.record, path, limit, intake.asserted)
        if item:
            yield item
        checked = isinstance(item, Source) and found.record.type != "revisit"  # some crawlers state wrong ones for revisits
        problems = [why for why in (problem, contradicted(found.record) if checked else None) if why]
        if problems:
            url = item.url if isinstance(item, Source) else found.record.header("WARC-Target-URI")
            yield fault(path, "; ".join(problems), _KEPT if item else LARGER, url)
