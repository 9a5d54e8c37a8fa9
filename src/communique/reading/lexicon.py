"""What is known of a language: pronouns, words of issuers, labels of turns, and how its words are compared."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Any

import yaml

from communique.names import fold
from communique.reading.stems import Morphology, morphology

_FOLDER = "reading/frame"
_UNSPACED = frozenset({"zh", "ja", "th"})
# Lists of nouns, which are inflected; pronouns stand in all their forms.
_NOUNS = frozenset(
    {
        "own",
        "everyone",
        "titles",
        "askers",
        "hosts",
        "crowds",
        "answers",
        "speakers",
        "heads",
        "prefix_own",
        "bodies",
        "both",
        "officials",
    }
)
_FORMS = ("first_verbs", "ours", "adjectives")  # lists of forms, and of endings behind `~`


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The lists of resources/reading/frame/LANG.yaml, folded."""

    lang: str
    morphology: Morphology
    words: Mapping[str, frozenset[str]]
    nouns: Mapping[str, frozenset[str]]  # the lists of nouns, stemmed
    bodies: Mapping[str, frozenset[str]]  # stemmed
    nicknames: Mapping[str, str]  # `council` -> the organisation that is meant when it stands alone
    endings: Mapping[str, tuple[str, ...]]  # of the lists of forms
    parts: Mapping[str, frozenset[str]]  # single words of the lists of nouns, stemmed
    verb_last: bool = False  # whether the verb is the last word of its phrase

    @property
    def unspaced(self) -> bool:
        """Whether the language is written without spaces."""
        return self.lang in _UNSPACED

    def has(self, name: str, word: str) -> bool:
        """Whether a folded word or phrase stands in that list."""
        if word in self.words.get(name, ()):
            return True
        known = self.nouns.get(name)
        return known is not None and bool(word) and any(one in known for one in self._keys(word))

    def part(self, name: str, word: str) -> bool:
        """Whether a folded word is a word of an entry of that list of nouns."""
        known = self.parts.get(name, frozenset())
        return any(one in known for one in self._keys(word))

    def first_person(self, word: str) -> bool:
        """Whether a folded word or phrase is `I` or `we`, in one of their forms."""
        return self.has("first_singular", word) or self.has("first_plural", word)

    def formed(self, name: str, word: str) -> bool:
        """Whether a folded word stands in a list of forms, also behind letters before a verb, or has an ending of it (`~mos`)."""
        known = self.words.get(name, frozenset())
        before = (one for one in self.words.get("before_verbs", ()) if word.startswith(one))
        if word in known or any(word[len(one) :] in known for one in before):
            return True
        ends = self.endings.get(name, ())
        return any(word.endswith(one) and len(word) > len(one) + 1 for one in ends) and word not in self.words.get("no_verbs", ())

    def ends(self, name: str, word: str) -> bool:
        """Whether a folded word ends in an entry of that list; for languages without spaces."""
        return any(word.endswith(one) and (len(one) > 1 or one == word) for one in self.words.get(name, ()))

    def alone(self, body: str | None, word: str) -> bool:
        """Whether a folded phrase without article names an issuer of that kind when it stands alone."""
        kinds = ("any",) if body is None else ("any", body)
        return any(one in self.bodies.get(kind, ()) for one in self._keys(word) for kind in kinds)

    def _keys(self, word: str) -> Iterator[str]:
        """A phrase as it may stand in a list: stemmed, without letters before it and endings behind it."""
        if not self.morphology.affixed:
            yield self.morphology.key(word)
            return
        for head in self.morphology.heads(word):
            yield from self.morphology.tails(head)


@functools.cache
def lexicon(lang: str | None) -> Lexicon | None:
    """The lexicon of a language; None where there is none."""
    base = (lang or "").split("-")[0].lower()
    file = resources.files("communique.resources").joinpath(f"{_FOLDER}/{base}.yaml")
    if not base.isalpha() or not file.is_file():
        return None
    loaded: dict[str, Any] = yaml.safe_load(file.read_text("utf-8"))
    how = morphology(
        loaded.pop("stems", None),
        [fold(one) for one in loaded.pop("endings", ())],
        {fold(one): fold(other) for one, other in loaded.pop("before", {}).items()},
        [fold(one) for one in loaded.pop("after", ())],
        {fold(one): stem for stem, forms in loaded.pop("irregular", {}).items() for one in [stem, *forms]},
    )
    bodies = loaded.pop("bodies", {})
    verb_last = bool(loaded.pop("verb_last", False))
    nicknames = {fold(one): code for one, code in loaded.pop("nicknames", {}).items()}
    endings = {name: tuple(fold(one[1:]) for one in loaded.get(name, ()) if one.startswith("~")) for name in _FORMS}
    words = {name: frozenset(filter(None, (fold(o) for o in entries if o[0] != "~"))) for name, entries in loaded.items()}
    nouns = {name: frozenset(how.key(word) for word in entries) for name, entries in words.items() if name in _NOUNS}
    ruled = {name: frozenset(how.key(fold(word)) for word in entries) for name, entries in bodies.items()}
    parts = {name: frozenset(word for entry in entries for word in entry.split(" ")) for name, entries in nouns.items()}
    parts["bodies"] = frozenset(word for entries in ruled.values() for entry in entries for word in entry.split(" "))
    return Lexicon(base, how, words, nouns, ruled, nicknames, endings, parts, verb_last)


@functools.cache
def languages() -> frozenset[str]:
    """The languages that have a lexicon."""
    folder = resources.files("communique.resources").joinpath(_FOLDER)
    return frozenset(file.name.removesuffix(".yaml") for file in folder.iterdir() if file.name.endswith(".yaml"))
