"""Rows of the catalog as nouns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from communique.model import (
    Alternative,
    Capture,
    Change,
    Decision,
    Entry,
    Fault,
    Mark,
    PageStart,
    StatedDate,
    Statement,
    Stretch,
    Version,
    Withdrawal,
)

Row = Mapping[Any, Any]


def stated_date(stored: Mapping[str, Any] | None) -> StatedDate | None:
    """The date with its evidence."""
    if stored is None:
        return None
    return StatedDate(**{**stored, "alternatives": tuple(Alternative(*a) for a in stored["alternatives"])})


def version(row: Row) -> Version:
    """A row of `versions`."""
    return Version(
        id=row["id"],
        statement=row["statement"],
        text=row["text"],
        title=row["title"],
        date=stated_date(row["date_evidence"]),
        lang=row["lang"],
        issuer=row["issuer"],
        kind=row["kind"],
        number=row["number"],
        marks=tuple(Mark(*m) for m in row["marks"]),
        langs=tuple(Stretch(*one) for one in row["langs"] or ()),
        pages=tuple(PageStart(*one) for one in row["page_starts"] or ()),
        evidence=row["evidence"],
        unknown=row["unknown"],
        text_digest=row["text_digest"],
        current=row["current"],
        made_by=row["made_by"],
    )


def capture(row: Row) -> Capture:
    """A row of `captures`."""
    names = Capture.__dataclass_fields__
    return Capture(**{name: row[name] for name in names if name != "made_by"}, made_by=row["made_by"] or "")


def change(row: Row, url: str | None = None) -> Change:
    """A row of `changes`."""
    names = ("statement", "capture", "change", "at", "edit", "from_version", "to_version", "announced")
    return Change(**{name: row[name] for name in names}, url=url)


def statement(row: Row, text: str = "") -> Statement:
    """A row of `statements`; a withdrawn one keeps only what may be shown."""
    if row["withdrawn"]:
        hidden = dict.fromkeys(Statement.__dataclass_fields__)
        kept = {
            "id": row["id"],
            "key": "",
            "url": row["url"],
            "text": "",
            "tags": (),
            "withdrawn": Withdrawal(**row["withdrawn"]),
        }
        return Statement(**{**hidden, **kept})
    names = set(Statement.__dataclass_fields__) - {"text", "tags", "withdrawn"}
    return Statement(**{name: row[name] for name in names}, text=text, tags=tuple(row["tags"]))


def entry(version_row: Row, row: Row) -> Entry:
    """What the index is told of a version: the statement's values, the version's own title and text."""
    decided_title = row["title"] if version_row["current"] else version_row["title"]
    return Entry(
        version=version_row["id"],
        statement=row["id"],
        title=decided_title or "",
        text=version_row["text"],
        text_digest=version_row["text_digest"],
        lang=row["lang"],
        issuer=row["issuer"],
        country=row["country"],
        kind=row["kind"],
        tags=tuple(row["tags"]),
        date=row["date"],
        current=version_row["current"],
        alone=version_row["alone"],
    )


def decision(row: Row) -> Decision:
    """A row of `decisions`."""
    return Decision(**{name: row[name] for name in Decision.__dataclass_fields__})


def fault(row: Row) -> Fault:
    """A row of `faults`."""
    return Fault(**{name: row[name] for name in Fault.__dataclass_fields__})
