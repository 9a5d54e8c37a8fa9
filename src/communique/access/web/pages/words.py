"""A link to exact words: it survives an edit, and says so where the words are gone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple
from urllib.parse import quote

from communique import anchor
from communique.anchor import Anchor
from communique.model import Version

_LONGEST = 1500  # characters of a permalink's words; longer ones are pointed at by their place


class Permalink(NamedTuple):
    """What a link says of the words it points at: their place in a version, or the words and what stands around them."""

    span: str | None
    exact: str | None
    prefix: str
    suffix: str

    @property
    def wanted(self) -> bool:
        """Whether words are pointed at."""
        return bool(self.span or self.exact)


class Place(NamedTuple):
    """Where words stand."""

    version: str
    start: int
    end: int

    def address(self, statement: str, text: str) -> str:
        """The link that finds them again, whatever is edited around them."""
        made = anchor.make(text, self.start, self.end)
        if len(made.exact) > _LONGEST:
            return f"/statements/{statement}?version={self.version}&span={self.start}-{self.end}#words"
        said = [("exact", made.exact), ("prefix", made.prefix), ("suffix", made.suffix)]
        return f"/statements/{statement}?" + "&".join(f"{name}={quote(value, '')}" for name, value in said if value) + "#words"


def place_of(asked: Permalink, versions: Sequence[Version], shown: str | None) -> Place | None:
    """Where the words of a link stand: in the version shown, else in the latest that has them; None when in none."""
    by_age = sorted(enumerate(versions), key=lambda pair: (pair[1].id != shown, -pair[0]))
    for _, version in by_age:
        if asked.span:
            start, _, end = asked.span.partition("-")
            inside = int(start) < int(end) <= len(version.text)
            return Place(version.id, int(start), int(end)) if inside else None
        if not asked.exact:
            return None
        said = Anchor(0, len(asked.exact), asked.exact, asked.prefix, asked.suffix, "")
        if found := anchor.carry(said, version.text):
            return Place(version.id, found.start, found.end)
    return None
