"""The lists of this room (resources/sources/), read once."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from importlib import resources
from typing import NamedTuple


class Magic(NamedTuple):
    """First bytes that name a format."""

    offset: int
    start: bytes
    family: str  # media, scan, office, archive, data
    name: str  # with its article: "a PNG image"


def _lines(name: str) -> Iterator[str]:
    text = resources.files("communique.resources").joinpath("sources", name).read_text("utf-8")
    return (line for line in text.splitlines() if line.strip() and not line.startswith("#"))


@functools.cache
def suffixes() -> dict[str, str]:
    """Suffix without the dot -> kind."""
    return {suffix: kind for kind, _, rest in (line.partition(":") for line in _lines("suffixes.txt")) for suffix in rest.split()}


@functools.cache
def columns() -> dict[str, tuple[str, ...]]:
    """Our name of a column -> the usual names, the first preferred."""
    return {ours: tuple(rest.split()) for ours, _, rest in (line.partition(":") for line in _lines("columns.txt"))}


@functools.cache
def magics() -> tuple[Magic, ...]:
    """Formats that are not taken, by their first bytes."""
    rows = (line.split("\t") for line in _lines("magic.txt"))
    return tuple(Magic(int(offset), bytes.fromhex(start), family, name) for offset, start, family, name in rows)


@functools.cache
def saved_folders() -> tuple[str, ...]:
    """What browsers put behind the name of a saved page for the folder of its parts."""
    return tuple(line.strip() for line in _lines("saved_folders.txt"))
