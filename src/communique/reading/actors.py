"""Actors in a text: mentions of states and organisations by name, capital or demonym, and the code of a phrase."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from communique import names
from communique.actor_names import COUNTRY, NO_NAMES, ORGANISATION, ActorNames
from communique.names import fold
from communique.reading.lexicon import lexicon
from communique.reading.stems import morphology

_WORD = re.compile(r"[^\W_]+(?:(?:(?<!\b[cdjlmnstCDJLMNST])(?<!\b[qQ]u)['’ʼ]|[.-])[^\W_]+)*\.?")  # `l'Ukraine` is two
_POSSESSIVE = re.compile(r"['’]s?$|s['’]$")
_SUFFIXED = re.compile(r"(?<=[^\W\d_]{2})['’].*$|(?<=[A-ZƏŞ]{2})-[^\W\d_]+$")  # `ABŞ-ın`, `Rusya'nın`
_UNSPACED = frozenset({"zh", "ja"})
_ARTICLES = frozenset({"la", "le", "el"})  # of names: `La Paz` is a city, `La paz` is peace
_ENGLISH = "en"


@dataclass(frozen=True, slots=True)
class Mention:
    """An actor's name in a text."""

    start: int
    end: int
    code: str
    kind: str  # country, organisation
    adjective: bool = False  # a demonym: `Armenian` in `Armenian side`


def sides(text: str, mentions: Iterable[Mention], but: Iterable[str] = ()) -> dict[str, str]:
    """Chinese short names of states by their first letter (`冰方` for `冰岛`), where the text names one state that begins so."""
    named: dict[str, set[str]] = {}
    for one in mentions:
        if one.kind == "country" and not one.adjective:
            named.setdefault(text[one.start], set()).add(one.code)
    return {first + "方": next(iter(those)) for first, those in named.items() if len(those) == 1 and first + "方" not in but}


def with_sides(text: str, mentions: list[Mention], short: Mapping[str, str]) -> list[Mention]:
    """Mentions of a text, and those by the short names that hold there, which go before what such a name means elsewhere."""
    if not short:
        return mentions
    found = [
        Mention(match.start(), match.end(), short[match[0]], "country", True)
        for match in re.finditer("|".join(map(re.escape, short)), text)
    ]
    taken = [(one.start, one.end) for one in found]
    kept = [one for one in mentions if not any(a < one.end and one.start < b for a, b in taken)]
    return sorted([*kept, *found], key=lambda one: one.start)


@dataclass(frozen=True, slots=True)
class _Name:
    code: str
    kind: str
    adjective: bool
    short: bool  # an abbreviation: only in capitals


class Gazetteer:
    """Names of actors in texts of one language; those that an archive adds go before those that every archive knows."""

    def __init__(self, lang: str | None, added: ActorNames = NO_NAMES) -> None:
        self.lang = (lang or _ENGLISH).split("-")[0]
        self._lexicon = known = lexicon(self.lang)
        self._morphology = known.morphology if known else morphology()
        self._names: dict[str, _Name] = {}
        self._lower: dict[str, _Name] = {}  # single words that also stand in small letters
        self._prefixes: dict[str, _Name] = {}
        self._starts: dict[str, int] = {}  # the first word of names -> how many words the longest of them has
        for one in added.entries:
            self._put(one.form, _name(one.form, one.code, one.kind, one.adjective))
        for form, name in _forms(self.lang):
            self._put(form, name)

    def _put(self, form: str, name: _Name) -> None:
        if form.endswith("*"):
            self._prefixes.setdefault(fold(form[:-1]), name)
            return
        words = [form] if self.lang in _UNSPACED else [self._key(word) for word in _WORD.findall(form)]
        key = " ".join(words)
        if form[0].islower():
            self._lower.setdefault(key, name)
        if not key or key in self._names:
            return
        self._names[key] = name
        if self.lang in _UNSPACED:
            self._starts[key[0]] = max(len(key), self._starts.get(key[0], 0))
            return
        # `États-Unis` is one word here and two there.
        for first in {words[0], words[0].split(" ", 1)[0]}:
            self._starts[first] = max(key.count(" ") + 1, self._starts.get(first, 0))

    def _key(self, word: str) -> str:
        plain = _POSSESSIVE.sub("", word)
        if self._morphology.after:
            plain = _SUFFIXED.sub("", plain)
        return self._morphology.key(fold(plain))

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
        if text[words[at][0]].islower():
            return self._small(text, words[at], keys[at])
        for head in self._morphology.heads(keys[at]):
            for count in range(min(self._starts_of(head), len(words) - at), 0, -1):
                name = self._named([head, *keys[at + 1 : at + count]])
                if (
                    name is None
                    or not _one_stretch(text, words[at : at + count])
                    or (name.short and not _capitals(text, words[at]))
                ):
                    continue
                if not self._common(text, words, keys, at, count, head):
                    return count, name
        return self._by_prefix(text, words[at])

    def _common(self, text: str, words: list[tuple[int, int]], keys: list[str], at: int, count: int, head: str) -> bool:
        """Whether words that may be a name are common words here: `مالی`, financial, or a first name, `Maurice`."""
        if count > 1:
            return count == 2 and head in _ARTICLES and text[words[at + 1][0]].islower()
        known = self._lexicon
        if known is None or not known.has("common", head):
            return False
        if at + 1 < len(words) and text[words[at + 1][0]].isupper() and not text[words[at][1] : words[at + 1][0]].strip():
            return True
        return head != keys[at] or not (at and known.has("before_names", keys[at - 1]))

    def _starts_of(self, head: str) -> int:
        """How many words a name that begins so may have; a single word may carry an ending."""
        return max(self._starts.get(head, 0), 1 if self._morphology.after else 0)

    def _named(self, keys: list[str]) -> _Name | None:
        for last in self._morphology.tails(keys[-1]):
            name = self._names.get(" ".join([*keys[:-1], last]))
            if name:
                return name
        return None

    def _small(self, text: str, word: tuple[int, int], key: str) -> tuple[int, _Name] | None:
        """A word in small letters."""
        for one in self._morphology.tails(key):
            if one in self._lower:
                return 1, self._lower[one]
        return self._by_prefix(text, word)

    def _by_prefix(self, text: str, word: tuple[int, int]) -> tuple[int, _Name] | None:
        if not self._prefixes:
            return None
        folded = fold(text[word[0] : word[1]])
        for size in range(len(folded), 2, -1):
            name = self._prefixes.get(folded[:size])
            if name:
                return 1, name
        return None


def _one_stretch(text: str, words: list[tuple[int, int]]) -> bool:
    """Whether nothing but spaces and hyphens stands between the words."""
    return all(not text[a[1] : b[0]].strip(" -.&'’\u200c\u00a0") for a, b in itertools.pairwise(words))


def _capitals(text: str, word: tuple[int, int]) -> bool:
    letters = [c for c in text[word[0] : word[1]] if c.isalpha()]
    return sum(c.isupper() for c in letters) >= min(2, len(letters))


def _forms(lang: str) -> Iterator[tuple[str, _Name]]:
    """Names in the language, then the English ones."""
    for one in dict.fromkeys((lang, _ENGLISH)):
        for code in names.countries():
            for form in names.country_forms(code, one):
                yield form, _name(form, code, COUNTRY)
        for word, code in names.demonyms(one).items():
            yield word, _name(word, code, COUNTRY, True)
        for code in names.organisations():
            for form in names.organisation_names(code).get(one, ()):
                yield form, _name(form, code, ORGANISATION)


def _name(form: str, code: str, kind: str, adjective: bool = False) -> _Name:
    longest = len(form) if adjective else 5 if kind == COUNTRY else 7
    return _Name(code, kind, adjective, form.isupper() and len(form) <= longest)


# The names that the archive adds whose text is being read: every rule asks for them, and none of them knows of archives.
_ADDED: ContextVar[ActorNames] = ContextVar("names that the archive adds", default=NO_NAMES)


@contextmanager
def knowing(added: ActorNames) -> Iterator[None]:
    """While a text is read: these names are known, too."""
    token = _ADDED.set(added)
    try:
        yield
    finally:
        _ADDED.reset(token)


def gazetteer(lang: str | None) -> Gazetteer:
    """The gazetteer of a language with the names that are known here, built once."""
    return _gazetteer(lang, _ADDED.get())


@functools.lru_cache(maxsize=16)
def _gazetteer(lang: str | None, added: ActorNames) -> Gazetteer:
    return Gazetteer(lang, added)


def code_of(name_or_code: str | None) -> str | None:
    """The code of an actor by its code or any of its names, those included that are known here; None when unknown."""
    return _ADDED.get().code(name_or_code) or names.actor_code(name_or_code)


def codes(mentions: Iterable[Mention]) -> tuple[str, ...]:
    """The codes of mentions, each once, in order."""
    return tuple(dict.fromkeys(m.code for m in mentions))
