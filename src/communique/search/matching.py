"""Matching: where in a text the words of a query stand, by the same analysis as the index. Pure."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from communique.search.analysis import Analyser
from communique.search.folding import fold
from communique.search.planning import Leaf
from communique.search.words import is_unspaced, pattern
from communique.text import script_of


class Place(NamedTuple):
    """A stretch of the text that answers one leaf."""

    start: int
    end: int
    leaf: int
    reach: int  # where the phrase that it is a part of ends; its own end when it is none


class _Known(NamedTuple):
    """What one raw word answers, whatever its place."""

    places: tuple[tuple[int, int, int], ...]  # start and end in the raw word, leaf
    sequence: tuple[tuple[int, int, int, str], ...]  # (position, start, end, token) of tokens that phrases have


class _Starts(dict[str, bool]):
    """Whether words that begin with a character may answer; None for the letters: any may."""

    def __init__(self, letters: frozenset[str] | None) -> None:
        super().__init__()
        self.letters = letters

    def __missing__(self, char: str) -> bool:
        folded = {fold(char)[:1], fold(char, marks=True)[:1]}
        self[char] = self.letters is None or "" in folded or not self.letters.isdisjoint(folded) or is_run(char)
        return self[char]


def is_run(char: str) -> bool:
    """Whether words of the character's script are cut into pairs, each of which begins a token."""
    return is_unspaced(char) or script_of(char) == "Hangul"


@dataclass(slots=True)
class Matcher:
    """Finds the leaves of a query in texts of one language; remembers raw words while the query lasts."""

    leaves: Sequence[Leaf]
    use: Analyser
    title: bool
    _known: dict[str, _Known] = field(default_factory=dict)
    _words: dict[str, list[int]] = field(default_factory=dict)  # token of `words` -> leaves
    _phrases: list[tuple[int, Leaf]] = field(default_factory=list)
    _in_phrases: set[str] = field(default_factory=set)
    _open: list[tuple[int, Leaf]] = field(default_factory=list)  # leaves that no list of tokens answers
    _begins: tuple[str, ...] = ()
    _near: tuple[tuple[str, int], ...] = ()
    _starts: _Starts = field(init=False)
    _lengths: dict[str, int] = field(default_factory=dict)  # raw word -> exact tokens

    def __post_init__(self) -> None:
        for i, leaf in enumerate(self.leaves):
            if leaf.title and not self.title:
                continue
            for token in leaf.words:
                self._words.setdefault(token, []).append(i)
            if leaf.runs:
                self._phrases.append((i, leaf))
                self._in_phrases.update(token for run in leaf.runs for token in run)
            if leaf.begins is not None or leaf.near is not None:
                self._open.append((i, leaf))
        self._begins = tuple(leaf.begins for _, leaf in self._open if leaf.begins)
        self._near = tuple(leaf.near for _, leaf in self._open if leaf.near)
        tokens = {*self._words, *self._in_phrases, *self._begins}
        self._starts = _Starts(frozenset(token[0] for token in tokens) if self.use.language.keeps_start else None)

    def places(self, text: str, start: int = 0, end: int | None = None) -> list[Place]:
        """Every place of every leaf in that stretch of the text, in order."""
        until = len(text) if end is None else end
        wanted = self._answering(set(pattern().findall(text, start, until)))
        if not wanted:
            return []
        there = {token for of in wanted.values() for _, _, _, token in of.sequence}
        phrases = [(i, leaf, run) for i, leaf in self._phrases for run in leaf.runs if there.issuperset(run)]
        found: list[Place] = []
        stream: dict[str, list[tuple[int, int, int]]] = {}
        position = 0
        for match in pattern().finditer(text, start, until):
            raw = match.group()
            of = wanted.get(raw)
            if of is not None:
                at = match.start()
                found.extend([Place(at + s, at + e, leaf, at + e) for s, e, leaf in of.places])
                for offset, s, e, token in of.sequence:
                    stream.setdefault(token, []).append((position + offset, at + s, at + e))
            if phrases:
                position += self._lengths.get(raw) or self._length(raw)
        for i, leaf, run in phrases:
            found.extend(Place(s, e, i, reach) for s, e, reach in _phrase_places(run, leaf.slop, stream))
        return sorted(set(found))

    def _answering(self, raws: set[str]) -> dict[str, _Known]:
        """Those of the raw words that answer something by themselves or are part of a phrase.

        Most words are told apart by their first letter, without being brought to their stem.
        """
        wanted: dict[str, _Known] = {}
        known, starts = self._known, self._starts
        for raw in raws:
            if not starts[raw[0]] and raw.isalnum() and not (self._near and self._is_near(raw)):
                continue
            of = known.get(raw)
            if of is None:
                of = known[raw] = self._learn(raw)
            if of.places or of.sequence:
                wanted[raw] = of
        return wanted

    def _is_near(self, raw: str) -> bool:
        """Whether a raw word is spelt like one of those wanted; folding may change the length of what is not ASCII."""
        size, plain = len(raw), raw.isascii()
        return any(
            not (plain and abs(size - len(token)) > most) and _near(token, self.use.fold(raw), most) for token, most in self._near
        )

    def _may_answer(self, exact: str) -> bool:
        """Whether a token answers any beginning or spelling."""
        if not self._open:
            return False
        return exact.startswith(self._begins) or any(_near(token, exact, most) for token, most in self._near)

    def _length(self, raw: str) -> int:
        """How many exact tokens a raw word is; remembered unless it is none."""
        length = self._lengths[raw] = len(self.use.tokens(raw).exact) if not raw.isascii() or not raw.isalnum() else 1
        return length

    def _learn(self, raw: str) -> _Known:
        word, exact = self.use.word(raw)
        if not (" " in word or " " in exact or word in self._words or exact in self._in_phrases or self._may_answer(exact)):
            return _Known((), ())
        tokens = self.use.tokens(raw)
        places = [(s, e, i) for s, e, token in tokens.words for i in self._words.get(token, ())]
        for i, leaf in self._open:
            one = leaf.begins is not None and len(leaf.begins) == 1 and is_unspaced(raw[0])  # a letter, not the pair it begins
            places.extend((s, e, i) for s, e, token in tokens.words if not one and _answers(leaf, token, False))
            places.extend((s, s + 1 if one else e, i) for s, e, token in tokens.exact if _answers(leaf, token, True))
        sequence = tuple((n, s, e, token) for n, (s, e, token) in enumerate(tokens.exact) if token in self._in_phrases)
        return _Known(tuple(dict.fromkeys(places)), sequence)


def _answers(leaf: Leaf, token: str, exact: bool) -> bool:
    """Whether a token answers a beginning or a spelling; beginnings also look into compounds, whose tokens are `words`."""
    if leaf.begins is not None:
        return token.startswith(leaf.begins)
    return leaf.near is not None and exact and _near(leaf.near[0], token, leaf.near[1])


def _near(a: str, b: str, most: int) -> bool:
    """Whether two words are at most so many edits apart, a swap of neighbours being one."""
    distance: int = _osa()(a, b, score_cutoff=most)
    return distance <= most


@functools.cache
def _osa() -> Callable[..., int]:
    """Edits with swaps (optimal string alignment); imported when a query first asks for them."""
    from rapidfuzz.distance import OSA

    return OSA.distance


def _phrase_places(
    run: tuple[str, ...], slop: int, stream: dict[str, list[tuple[int, int, int]]]
) -> Iterator[tuple[int, int, int]]:
    """Places where the tokens stand together, with the end of all of them; with slop, one place a token."""
    if slop:
        yield from _sloppy_places(run, slop, stream)
        return
    by_position = [{position: (s, e) for position, s, e in stream[token]} for token in run]
    for first, (start, _) in by_position[0].items():
        if all(first + i in places for i, places in enumerate(by_position)):
            end = by_position[-1][first + len(run) - 1][1]
            yield start, end, end


def _sloppy_places(
    run: tuple[str, ...], slop: int, stream: dict[str, list[tuple[int, int, int]]]
) -> Iterator[tuple[int, int, int]]:
    """Windows in which place less rank differs by at most `slop`, and every token has a place of its own."""
    moved = sorted((position - i, i, position, s, e) for i, token in enumerate(run) for position, s, e in stream[token])
    for at, (least, *_) in enumerate(moved):
        chosen: dict[int, tuple[int, int, int]] = {}
        for shift, i, position, s, e in itertools.islice(moved, at, None):
            if shift > least + slop:
                break
            if all(position != taken for taken, _, _ in chosen.values()):
                chosen.setdefault(i, (position, s, e))
        if len(chosen) == len(run):
            reach = max(e for _, _, e in chosen.values())
            yield from ((s, e, reach) for _, s, e in chosen.values())


def merged(spans: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Spans in order, those that overlap or touch as one."""
    found: list[list[int]] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1][1] = max(found[-1][1], end)
        else:
            found.append([start, end])
    return tuple((start, end) for start, end in found)


def by_line(places: Sequence[Place], text: str) -> Iterator[tuple[int, int, list[Place]]]:
    """The lines of a text that have places, as (start, end, places); a place over several lines makes them one."""
    start = end = -1
    gathered: list[Place] = []
    for place in places:
        if place.reach > end:
            line_start = text.rfind("\n", 0, place.start) + 1
            line_end = text.find("\n", place.reach)
            line_end = len(text) if line_end < 0 else line_end
            if line_start > end:
                if gathered:
                    yield start, end, gathered
                start, gathered = line_start, []
            end = line_end
        gathered.append(place)
    if gathered:
        yield start, end, gathered
