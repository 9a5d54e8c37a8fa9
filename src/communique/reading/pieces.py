"""Words of a text and the pieces that the encoder knows them by (unigram segmentation, Kudo 2018)."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources.abc import Traversable

UNKNOWN = 3  # the ids of the first four pieces are fixed: <s> <pad> </s> <unk>
_SPACE = "▁"
_LONGEST_WORD = 40  # code points; longer runs (addresses, noise) are cut
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00020000-\U000323af"
)
_MARKS = "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u200c\u200d"
_UNIT = re.compile(rf"[{_UNSPACED}]+|(?:(?![{_UNSPACED}_])[\w{_MARKS}])+|\S")
_INVISIBLE = re.compile("[\u200b-\u200f\u2028\u2029\ufeff\\s]+")


@dataclass(frozen=True, slots=True)
class Word:
    """A unit that marks begin and end at: code points of the text, and the ids of its pieces (at least one)."""

    start: int
    end: int
    pieces: tuple[int, ...]


class Pieces:
    """The vocabulary: `piece TAB score` lines, the line's number is the id; the first line is a header."""

    def __init__(self, lines: Sequence[str]) -> None:
        table = [line.split("\t") for line in lines[1:]]
        self._ids = {piece: number for number, (piece, _) in enumerate(table) if number > UNKNOWN}
        self._scores = [float(score) for _, score in table]
        self._longest = max(map(len, self._ids), default=1)
        self._unknown = min(self._scores) - 10.0
        self.size = len(table)
        self._cut = functools.lru_cache(maxsize=100_000)(self._segment)

    @classmethod
    def load(cls, path: Traversable) -> Pieces:
        """Reads the vocabulary of a model."""
        return cls(path.read_text("utf-8").rstrip("\n").split("\n"))

    def words(self, text: str, start: int, end: int) -> Iterator[Word]:
        """The words between two places of a text, in order; white space belongs to none."""
        spaced = True
        last = start
        for match in _UNIT.finditer(text, start, end):
            spaced = match.start() > last or last == start
            last = match.end()
            for at in range(match.start(), match.end(), _LONGEST_WORD):
                stop = min(at + _LONGEST_WORD, match.end())
                yield from self._unit(text, at, stop, spaced and at == match.start())

    def _unit(self, text: str, start: int, end: int, spaced: bool) -> Iterator[Word]:
        unit = text[start:end]
        cut = self._cut(unit, spaced)
        if not _is_unspaced(unit[0]):
            yield Word(start, end, tuple(number for number, _ in cut))
        elif sum(length for _, length in cut) == len(unit):
            at = start
            for number, length in cut:  # each piece of unspaced writing is a word
                if length:
                    yield Word(at, at + length, (number,))
                at += length
        else:  # compatibility characters that stand for several
            for at, char in enumerate(unit, start):
                yield Word(at, at + 1, tuple(number for number, _ in self._cut(char, False)))

    def _segment(self, unit: str, spaced: bool) -> tuple[tuple[int, int], ...]:
        """The likeliest pieces of a unit: ids, and how many code points of the unit each covers."""
        plain = _INVISIBLE.sub(_SPACE, unicodedata.normalize("NFKC", unit)).replace(" ", _SPACE)
        line = _SPACE + plain if spaced and not plain.startswith(_SPACE) else plain
        if not line:
            return ((UNKNOWN, len(unit)),)
        best = [0.0] + [float("-inf")] * len(line)
        back: list[tuple[int, int]] = [(0, UNKNOWN)] * (len(line) + 1)
        for at in range(len(line)):
            here = best[at]
            for stop in range(at + 1, min(at + self._longest, len(line)) + 1):
                number = self._ids.get(line[at:stop])
                if number is not None and here + self._scores[number] > best[stop]:
                    best[stop], back[stop] = here + self._scores[number], (at, number)
            if here + self._unknown > best[at + 1]:
                best[at + 1], back[at + 1] = here + self._unknown, (at, UNKNOWN)
        out: list[tuple[int, int]] = []
        stop = len(line)
        while stop:
            at, number = back[stop]
            out.append((number, stop - max(at, len(line) - len(plain))))
            stop = at
        return tuple((number, max(length, 0)) for number, length in reversed(out))


def _is_unspaced(char: str) -> bool:
    return re.match(f"[{_UNSPACED}]", char) is not None
