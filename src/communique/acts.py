"""Acts: what the speech of a claim does, and what two event ontologies call it."""

from __future__ import annotations

import functools
from importlib import resources

ACTS = ("STATE", "ACCUSE", "DENY", "REJECT", "DEMAND", "THREATEN", "SUPPORT", "COMMIT", "EXPRESS", "ASK")
STANCES = ("+", "-", "0")


def plover(act: str) -> str | None:
    """The event type of PLOVER; None where it has no such class."""
    return _codes().get(act, (None, None))[0]


def cameo(act: str) -> str | None:
    """The code of CAMEO; None where it has none."""
    return _codes().get(act, (None, None))[1]


@functools.cache
def _codes() -> dict[str, tuple[str | None, str | None]]:
    lines = resources.files("communique.resources").joinpath("claims/codes.tsv").read_text("utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {act: (plover or None, cameo or None) for act, plover, cameo in rows}
