"""Words in their inflected forms: a stemmer, endings that are stripped, and letters written together with a word."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

_SHORTEST = 3  # letters that stay of a word when an ending goes


@dataclass(frozen=True, slots=True)
class Morphology:
    """How the words of a language are compared."""

    stem: Callable[[str], str]
    before: Mapping[str, str]  # letters at the head of a word -> what they stand for
    after: frozenset[str]  # endings behind a name or noun

    def key(self, phrase: str) -> str:
        """A folded phrase with every word stemmed."""
        return " ".join(map(self.stem, phrase.split(" "))) if " " in phrase else self.stem(phrase)

    def heads(self, word: str) -> Iterator[str]:
        """A folded word, and what is left of it without the letters before it."""
        yield word
        for size in range(min(4, len(word) - 2), 0, -1):
            stands_for = self.before.get(word[:size])
            if stands_for is not None:
                yield stands_for + word[size:]

    def tails(self, word: str) -> Iterator[str]:
        """A folded word, and what is left of it without an ending."""
        yield word
        for size in range(min(6, len(word) - 2), 0, -1):
            if word[-size:] in self.after:
                yield word[:-size]

    @property
    def affixed(self) -> bool:
        """Whether words are written together with others."""
        return bool(self.before or self.after)


def morphology(
    snowball: str | None = None,
    endings: Sequence[str] = (),
    before: Mapping[str, str] | None = None,
    after: Sequence[str] = (),
    irregular: Mapping[str, str] | None = None,
) -> Morphology:
    """The morphology of a language: the Snowball stemmer of that name, or the folded endings that are stripped, or neither.

    `irregular` are words whose stems are given: those that look as if they had an ending, and have none or another.
    """
    return Morphology(_stemmer(snowball, tuple(endings), irregular or {}), before or {}, frozenset(after))


def _stemmer(snowball: str | None, endings: tuple[str, ...], irregular: Mapping[str, str]) -> Callable[[str], str]:
    if snowball is not None:
        import snowballstemmer

        stemmer: Any = snowballstemmer.stemmer(snowball)
        return functools.lru_cache(maxsize=65536)(lambda word: str(stemmer.stemWord(word)))
    if endings:
        known = frozenset(endings)
        longest = max(map(len, known))
        return functools.lru_cache(maxsize=65536)(lambda word: irregular.get(word) or _without(word, known, longest))
    return _same


def _without(word: str, endings: frozenset[str], longest: int) -> str:
    """A word without its longest ending."""
    for size in range(min(longest, len(word) - _SHORTEST), 0, -1):
        if word[-size:] in endings:
            return word[:-size]
    return word


def _same(word: str) -> str:
    return word
