"""Search: analysis, query language, engine, hits. The engine is only loaded when an index is opened."""

from __future__ import annotations

from pathlib import Path

from communique.search.analysis import Analysed, analyse
from communique.search.backend import SearchBackend
from communique.search.choosing import ActChoice, act_choices
from communique.search.hits import StoredVersion, Texts
from communique.search.index import Index
from communique.search.parser import Parsed, parse
from communique.search.printer import unparse

__all__ = [
    "ActChoice",
    "Analysed",
    "Index",
    "Parsed",
    "SearchBackend",
    "StoredVersion",
    "Texts",
    "act_choices",
    "analyse",
    "open_index",
    "parse",
    "unparse",
]


def open_index(path: Path, *, create: bool, writable: bool) -> Index:
    """The index in a folder; `create` makes an empty one where there is none.

    Raises:
        SearchError: there is none, or it is damaged or of another format.
        ArchiveBusy: another process writes it.
    """
    from communique.search.tantivy_backend import TantivyBackend

    backend = TantivyBackend(path, create=create, writable=writable)
    return Index(backend, created=backend.created)
