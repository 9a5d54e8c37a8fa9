"""A text cut for the network: units (sentences, or parts of very long ones), passages, windows and batches. Pure."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from communique.model import Span
from communique.reading.pieces import Pieces, Word

LONGEST = 160  # pieces of a unit
PASSAGE = 2000  # pieces that are held at a time
_FLAGS = {"country": 1, "organisation": 2}


@dataclass(frozen=True, slots=True)
class Passage:
    """Some units in a row, as arrays. Words and pieces are numbered through the passage."""

    starts: NDArray[np.int64]  # of the words, code points of the text
    ends: NDArray[np.int64]
    ids: NDArray[np.int64]  # of the pieces
    first: NDArray[np.int64]  # place of each word's first piece, and one more
    flags: NDArray[np.float32]  # words x (issuer, country, organisation)
    units: tuple[tuple[int, int], ...]  # word ranges
    sentences: tuple[int, ...]  # of the units

    def pieces(self, unit: int, last: int | None = None) -> tuple[int, int]:
        """The range of pieces of a unit, or from a unit to another."""
        begin, end = self.units[unit][0], self.units[unit if last is None else last][1]
        return int(self.first[begin]), int(self.first[end])


def passages(
    pieces: Pieces, text: str, sentences: Sequence[Span], issuer: Sequence[Span], actors: Sequence[tuple[int, int, str]]
) -> Iterator[Passage]:
    """The sentences with their words, in passages of about PASSAGE pieces. Sentences without a word are in none."""
    marks = sorted([(s, e, 0) for s, e in issuer] + [(s, e, _FLAGS.get(flag, 1)) for s, e, flag in actors])
    held: list[tuple[int, list[Word]]] = []
    size = 0
    for number, (start, end) in enumerate(sentences):
        for unit, count in _units(pieces.words(text, start, end)):
            if held and size + count > PASSAGE:
                yield _passage(held, marks)
                held, size = [], 0
            held.append((number, unit))
            size += count
    if held:
        yield _passage(held, marks)


def _units(words: Iterator[Word]) -> Iterator[tuple[list[Word], int]]:
    """The words of a sentence, cut where they have too many pieces."""
    unit: list[Word] = []
    size = 0
    for word in words:
        if unit and size + len(word.pieces) > LONGEST:
            yield unit, size
            unit, size = [], 0
        unit.append(word)
        size += len(word.pieces)
    if unit:
        yield unit, size


def _passage(held: Sequence[tuple[int, list[Word]]], marks: Sequence[tuple[int, int, int]]) -> Passage:
    words = [word for _, unit in held for word in unit]
    starts = np.array([word.start for word in words], np.int64)
    ends = np.array([word.end for word in words], np.int64)
    bounds = np.cumsum([0] + [len(unit) for _, unit in held])
    flags = np.zeros((len(words), 3), np.float32)
    low = np.searchsorted([s for s, _, _ in marks], starts[0] - 200)
    for s, e, flag in marks[low:]:
        if s >= ends[-1]:
            break
        flags[np.searchsorted(ends, s, "right") : np.searchsorted(starts, e), flag] = 1
    flags[flags[:, 0] > 0, 1:] = 0  # the issuer's own name may be told as an actor's too
    return Passage(
        starts,
        ends,
        np.array([number for word in words for number in word.pieces], np.int64),
        np.cumsum([0] + [len(word.pieces) for word in words]),
        flags,
        tuple((int(a), int(b)) for a, b in itertools.pairwise(bounds)),
        tuple(number for number, _ in held),
    )


def windows(passage: Passage, budget: int) -> list[tuple[int, int]]:
    """Ranges of units [first, behind the last) of at most `budget` pieces where a unit alone is not longer."""
    out: list[tuple[int, int]] = []
    begin = 0
    for unit in range(len(passage.units)):
        start, end = passage.pieces(begin, unit)
        if unit > begin and end - start > budget:
            out.append((begin, unit))
            begin = unit
    out.append((begin, len(passage.units)))
    return out


def batches(lengths: Sequence[int], most: int) -> Iterator[list[int]]:
    """Places of rows of like length together, at most `most` cells with padding in each batch."""
    held: list[int] = []
    for place in sorted(range(len(lengths)), key=lambda n: (lengths[n], n)):
        if held and lengths[place] * (len(held) + 1) > most:
            yield held
            held = []
        held.append(place)
    if held:
        yield held
