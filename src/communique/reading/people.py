"""People in office: whose state or organisation a name speaks for. The table is resources/names/leaders.tsv."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from communique import names
from communique.names import fold
from communique.reading.lexicon import lexicon
from communique.reading.stems import morphology

_WORD = re.compile(r"[^\W_]+(?:[.'’ʼ-][^\W_]+)*")
_POSSESSIVE = re.compile(r"['’]s?$")
_PRIVATE = frozenset(("first lady", "family", "opposition leader"))
_HEADS = frozenset(("head of state", "monarch", "supreme leader", "vice president", "presidency", "pope"))


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who speaks for a state or an organisation."""

    code: str
    name: str
    office: str

    @property
    def head(self) -> bool:
        """Whether a presidency speaks as this person."""
        return self.office in _HEADS

    @property
    def private(self) -> bool:
        """Whether the person holds no office and speaks for no one else."""
        return self.office in _PRIVATE


class People:
    """People by their names in texts of one language."""

    def __init__(self, lang: str | None) -> None:
        self._known = known = lexicon(lang)
        self._key = (known.morphology if known else morphology()).key
        self._unspaced = bool(known and known.unspaced)
        self._by_name: dict[str, Person | None] = {}
        self._longest = 1
        for row in names.leaders():
            person = Person(row.code, row.names[0], row.office)
            for name in row.names + row.surnames:
                self._put(name, person)

    def _put(self, name: str, person: Person) -> None:
        key = name if self._unspaced else self._key(fold(name))
        before = self._by_name.get(key, person)
        self._by_name[key] = person if before is not None and before.code == person.code else None
        self._longest = max(self._longest, key.count(" ") + 1)

    def named(self, words: str) -> Person | None:
        """The first person whom a phrase names; None when it names none for certain."""
        return next(self._named(words), None)

    def called(self, words: str) -> Person | None:
        """The person whose name the words are."""
        parts = [_POSSESSIVE.sub("", part) for part in _WORD.findall(words)]
        return self._by_name.get(words if self._unspaced else " ".join(self._key(fold(part)) for part in parts))

    def _named(self, words: str) -> Iterator[Person]:
        if self._unspaced:
            found = [person for name, person in self._by_name.items() if person and name in words]
            yield from found
            return
        parts = [_POSSESSIVE.sub("", part) for part in _WORD.findall(words)]
        keys = [self._key(fold(part)) for part in parts]
        for at, part in enumerate(parts):
            if part[0].islower():
                continue
            for size in range(min(self._longest, len(keys) - at), 0, -1):
                person = self._by_name.get(" ".join(keys[at : at + size]))
                if person and not (size == 1 and at and self._other(parts[at - 1])):
                    yield person
                    break

    def _other(self, before: str) -> bool:
        """Whether the word before a surname is somebody else's first name: `Barron Trump`."""
        titled = self._known is not None and self._known.part("titles", fold(before))
        return before[0].isupper() and not titled and len(before) > 2


@functools.lru_cache(maxsize=16)
def people(lang: str | None) -> People:
    """The people of a language's texts, built once."""
    return People(lang)
