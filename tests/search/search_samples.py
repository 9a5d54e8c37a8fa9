"""Entries and stored versions for the tests of search, written for them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from communique import search
from communique.ids import text_digest
from communique.model import ClaimMark, Entry, Hits, Statement
from communique.query import Filters
from communique.search import StoredVersion, Texts


def entry(
    version: str,
    text: str,
    title: str = "",
    *,
    statement: str | None = None,
    lang: str | None = "en",
    issuer: str | None = "xkv-mfa",
    country: str | None = "XKV",
    kind: str | None = "statement",
    tags: tuple[str, ...] = (),
    date: str | None = None,
    current: bool = True,
    alone: bool = True,
    claims: tuple[ClaimMark, ...] = (),
) -> Entry:
    """A version; its statement is named after it unless said otherwise."""
    name = statement or f"s-{version}"
    return Entry(
        version, name, title, text, text_digest(text), lang, issuer, country, kind, tags, date, current, alone, claims
    )  # fmt: skip


def claim(
    act: str = "STATE",
    *targets: str,
    speaker: str | None = "XKV",
    of: Sequence[str] = (),
    own: bool | None = None,
    at: tuple[int, int] = (0, 0),
) -> ClaimMark:
    """A claim of its own of the speaker; with `of`, one that is only reported of these."""
    mine = not of if own is None else own
    return ClaimMark(mine, speaker if mine else None, tuple(of), act, targets, *at)


def texts_of(entries: Iterable[Entry]) -> Texts:
    """What an archive would give for them."""
    stored = {e.version: stored_version(e) for e in entries}

    def give(versions: Sequence[str]) -> Mapping[str, StoredVersion]:
        return {v: stored[v] for v in versions if v in stored}

    return give


def stored_version(e: Entry) -> StoredVersion:
    """What an archive keeps of an entry."""
    statement = Statement(
        e.statement,
        f"key-{e.statement}",
        None,
        None,
        None,
        e.title,
        e.date,
        e.lang,
        e.issuer,
        None,
        e.country,
        e.kind,
        None,
        e.version,
        e.text,
    )
    return StoredVersion(statement, e.version, e.title or None, e.text, e.lang, e.current)


EVERYTHING = Filters()


class Small:
    """A small archive's index with its texts."""

    def __init__(self, folder: Path, entries: Sequence[Entry]) -> None:
        self.entries = list(entries)
        self.folder = folder
        self.index = search.open_index(folder, create=True, writable=True)
        self.index.apply(map(search.analyse, entries))
        self.index.commit()

    def ask(self, query: str, filters: Filters = EVERYTHING, **how: object) -> Hits:
        """The hits of a query."""
        marks = {e.version: e.claims for e in self.entries}

        def claims(wanted: Sequence[str]) -> Mapping[str, Sequence[ClaimMark]]:
            return {version: marks[version] for version in wanted}

        return self.index.search(query, filters, texts=texts_of(self.entries), claims=claims, **how)  # type: ignore[arg-type]

    def found(self, query: str, filters: Filters = EVERYTHING, **how: object) -> list[str]:
        """The versions found, in order."""
        return [hit.version for hit in self.ask(query, filters, **how)]
