"""Actors in a text: mentions of states and organisations by name, capital or demonym, and the code of a phrase."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from communique import names
from communique.names import fold

_WORD = re.compile(r"[^\W_]+(?:[.'’ʼ-][^\W_]+)*\.?")
_POSSESSIVE = re.compile(r"['’]s?$|s['’]$")
_UNSPACED = frozenset({"zh", "ja"})
_LONGEST = 9  # words of a name
_ENGLISH = "en"


@dataclass(frozen=True, slots=True)
class Mention:
    """An actor's name in a text."""

    start: int
    end: int
    code: str
    kind: str  # country, organisation
    adjective: bool = False  # a demonym: `Armenian` in `Armenian side`


@dataclass(frozen=True, slots=True)
class _Name:
    code: str
    kind: str
    adjective: bool
    short: bool  # an abbreviation: only in capitals


class Gazetteer:
    """Names of actors in texts of one language."""

    def __init__(self, lang: str | None, stems: str | None = None) -> None:
        self.lang = (lang or _ENGLISH).split("-")[0]
        self._stem = _stemmer(stems)
        self._names: dict[str, _Name] = {}
        self._prefixes: dict[str, _Name] = {}
        self._starts: dict[str, int] = {}
        for form, name in _forms(self.lang):
            self._put(form, name)

    def _put(self, form: str, name: _Name) -> None:
        if form.endswith("*"):
            self._prefixes.setdefault(fold(form[:-1]), name)
            return
        key = form if self.lang in _UNSPACED else " ".join(self._key(word) for word in _WORD.findall(form))
        if key and key not in self._names:
            self._names[key] = name
            first = key[0] if self.lang in _UNSPACED else key.split(" ", 1)[0]
            size = len(key) if self.lang in _UNSPACED else key.count(" ") + 1
            self._starts[first] = max(size, self._starts.get(first, 0))

    def _key(self, word: str) -> str:
        return self._stem(fold(_POSSESSIVE.sub("", word)))

    def mentions(self, text: str) -> list[Mention]:
        """Mentions in order, the longest name at each place."""
        return list(self._unspaced(text) if self.lang in _UNSPACED else self._spaced(text))

    def _unspaced(self, text: str) -> Iterator[Mention]:
        at = 0
        while at < len(text):
            size = min(self._starts.get(text[at], 0), len(text) - at)
            found = next((n for n in range(size, 0, -1) if text[at : at + n] in self._names), 0)
            if found:
                name = self._names[text[at : at + found]]
                yield Mention(at, at + found, name.code, name.kind, name.adjective)
            at += max(found, 1)

    def _spaced(self, text: str) -> Iterator[Mention]:
        words = [(m.start(), m.end()) for m in _WORD.finditer(text)]
        keys = [self._key(text[a:b]) for a, b in words]
        at = 0
        while at < len(words):
            found = self._longest(text, words, keys, at)
            if found is None:
                at += 1
                continue
            count, name = found
            start, end = words[at][0], words[at + count - 1][1]
            end -= len(text[start:end]) - len(_POSSESSIVE.sub("", text[start:end].rstrip(".")))
            yield Mention(start, end, name.code, name.kind, name.adjective)
            at += count

    def _longest(self, text: str, words: list[tuple[int, int]], keys: list[str], at: int) -> tuple[int, _Name] | None:
        first = text[words[at][0]]
        if first.islower():
            return self._by_prefix(keys[at]) if self._prefixes else None
        for count in range(min(self._starts.get(keys[at], 0), len(words) - at), 0, -1):
            name = self._names.get(" ".join(keys[at : at + count]))
            if name and _one_stretch(text, words[at : at + count]) and not (name.short and not _capitals(text, words[at])):
                return count, name
        return self._by_prefix(keys[at])

    def _by_prefix(self, key: str) -> tuple[int, _Name] | None:
        for size in range(len(key), 2, -1):
            name = self._prefixes.get(key[:size])
            if name:
                return 1, name
        return None


def _one_stretch(text: str, words: list[tuple[int, int]]) -> bool:
    """Whether nothing but spaces and hyphens stands between the words."""
    return all(not text[a[1] : b[0]].strip(" -.&") for a, b in itertools.pairwise(words))


def _capitals(text: str, word: tuple[int, int]) -> bool:
    letters = [c for c in text[word[0] : word[1]] if c.isalpha()]
    return sum(c.isupper() for c in letters) >= min(2, len(letters))


def _forms(lang: str) -> Iterator[tuple[str, _Name]]:
    """Names in the language, then the English ones."""
    for one in dict.fromkeys((lang, _ENGLISH)):
        for code in names.countries():
            for form in names.country_forms(code, one):
                yield form, _Name(code, "country", False, form.isupper() and len(form) < 6)
        for word, code in names.demonyms(one).items():
            yield word, _Name(code, "country", True, word.isupper())
        for code in names.organisations():
            for form in names.organisation_names(code).get(one, ()):
                yield form, _Name(code, "organisation", False, form.isupper() and len(form) < 8)


def _stemmer(name: str | None) -> Callable[[str], str]:
    if name is None:
        return _same
    import snowballstemmer

    stemmer: Any = snowballstemmer.stemmer(name)
    return functools.lru_cache(maxsize=65536)(lambda word: str(stemmer.stemWord(word)))


def _same(word: str) -> str:
    return word


@functools.lru_cache(maxsize=16)
def gazetteer(lang: str | None, stems: str | None = None) -> Gazetteer:
    """The gazetteer of a language, built once."""
    return Gazetteer(lang, stems)


def codes(mentions: Iterable[Mention]) -> tuple[str, ...]:
    """The codes of mentions, each once, in order."""
    return tuple(dict.fromkeys(m.code for m in mentions))
