"""Rows of the catalog as nouns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from communique.holdings.claim_rows import ISSUER, several
from communique.model import (
    Alternative,
    Capture,
    Change,
    Claim,
    ClaimMark,
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
        unread=unread(row),
    )


def unread(row: Row) -> str | None:
    """Why no claims were read from a version; None: they were, or the row does not tell."""
    if "unread" not in row:
        return None
    return "waiting to be read" if row["unread"] else row["read_note"]


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
    names = set(Statement.__dataclass_fields__) - {"text", "tags", "withdrawn", "unread"}
    return Statement(**{name: row[name] for name in names}, text=text, tags=tuple(row["tags"]), unread=unread(row))


def claim(row: Row) -> Claim:
    """A row of `claims` with its statement's values (`s_...`), `current` and `experimental`."""
    teller = row["s_country"] or row["s_issuer"]
    named = partial(_named, teller)

    def actor(stored: Any) -> Any:
        if not isinstance(stored, list):
            return named(stored) if stored else stored
        found = _different(map(named, stored))
        return found if len(found) > 1 else found[0] if found else None

    return Claim(
        id=row["id"],
        date=row["s_date"],
        title=row["s_title"],
        issuer=row["s_issuer"],
        country=row["s_country"],
        lang=row["s_lang"],
        url=row["s_url"],
        chain=tuple(tuple(one) if isinstance(one, list) else one for one in row["chain"]),
        holder=actor(row["holder"]),
        targets=_different(map(named, row["targets"])),
        source=tuple(row["source"]) if row["source"] else None,
        cue=tuple(row["cue"]) if row["cue"] else None,
        content=tuple((start, end) for start, end in row["content"]),
        responds_to=tuple(row["responds_to"]),
        corrected=row["correction"],
        **{name: row[name] for name in _AS_STORED},
    )


def claim_mark(row: Row) -> ClaimMark:
    """A row of `claims` with its statement's `s_country` and `s_issuer`, as search is told of it."""
    teller = row["s_country"] or row["s_issuer"]
    holders = several(row["holder"])
    mine = row["own"] and ISSUER in holders
    return ClaimMark(
        own=row["own"],
        speaker=teller if mine else None,
        reported=_different(_named(teller, one) for one in holders if not (mine and _named(teller, one) == teller)),
        act=row["act"],
        targets=_different(_named(teller, one) for one in row["targets"]),
        start=row["start"],
        end=row["end"],
    )


def _named(teller: str | None, one: str) -> str | None:
    """An actor of a statement: ISSUER is who issues it."""
    return teller if one == ISSUER else one


def _different(actors: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one for one in actors if one))


_AS_STORED = (
    "statement", "version", "current", "sentence", "holder_text", "act", "stance", "own", "quote", "start", "end", "parent",
    "confidence", "experimental", "was", "made_by", "prefix", "suffix",
)  # fmt: skip


def entry(version_row: Row, row: Row, claims: Sequence[ClaimMark] = ()) -> Entry:
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
        claims=tuple(claims),
    )


def decision(row: Row) -> Decision:
    """A row of `decisions`."""
    return Decision(**{name: row[name] for name in Decision.__dataclass_fields__})


def fault(row: Row) -> Fault:
    """A row of `faults`."""
    return Fault(**{name: row[name] for name in Fault.__dataclass_fields__})
