"""Languages: how the words of each are brought to their stems (resources/search/languages.tsv). Pure."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from importlib import resources
from typing import Any

from communique.search.folding import fold, lower
from communique.text import script_of

_CHANGES_START = frozenset({"arabic", "persian", "indonesian", "irish", "nepali", "sesotho"})  # algorithms that strip prefixes
CUT = "-"  # ends what was cut to a number of letters: `count-` of `country` is not the English stem of `counts`
_FORGET = 10_000  # words that a stem cache holds before it starts anew: few, for analysers remember whole words
Stem = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Language:
    """How one language is analysed."""

    code: str  # BCP-47 primary subtag; `und` for the unknown
    method: str  # snowball, simplemma, first, none
    algorithm: str  # the library's name for it
    letters: int | None  # how many of the stem are kept; None: all
    scripts: frozenset[str]  # only words of these scripts are stemmed; empty = of any
    marks: bool  # marks tell words apart and stay

    @property
    def keeps_start(self) -> bool:
        """Whether a stem begins with the letter its word begins with."""
        return self.method in ("first", "none") or (self.method == "snowball" and self.algorithm not in _CHANGES_START)


@functools.cache
def languages() -> dict[str, Language]:
    """The table, by code."""
    table: dict[str, Language] = {}
    for line in resources.files("communique.resources").joinpath("search/languages.tsv").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            code, method, detail, scripts, marks, _ = line.split("\t")
            words = detail.split()
            algorithm = next((word for word in words if not word.isdigit()), "")
            letters = next((int(word) for word in words if word.isdigit()), None)
            table[code] = Language(code, method, algorithm, letters, frozenset(scripts.split()), marks == "keep")
    return table


@functools.lru_cache(maxsize=1024)
def language(tag: str | None) -> Language:
    """The analysis of a BCP-47 tag, by its primary subtag; that of `und` when the table has none."""
    primary = (tag or "und").replace("_", "-").split("-")[0].lower()
    table = languages()
    return table.get(primary, table["und"])


@functools.cache
def small_words_of() -> dict[str, tuple[str, ...]]:
    """Language -> its words that tell nothing of what a sentence is about (resources/search/small_words.txt)."""
    text = resources.files("communique.resources").joinpath("search/small_words.txt").read_text("utf-8")
    pairs = (line.partition(":") for line in text.splitlines() if line and not line.startswith("#"))
    return {code: tuple(words.split()) for code, _, words in pairs}


class Stemmer:
    """The stems of one language, remembered. Not pure only in that it remembers."""

    def __init__(self, of: Language) -> None:
        self.language = of
        self._known: dict[str, str] = {}
        self._stem: Stem | None = None

    def __call__(self, word: str) -> str:
        """The folded stem of one word; words with digits or of another script are only folded."""
        known = self._known.get(word)
        if known is None:
            if len(self._known) > _FORGET:
                self._known.clear()
            known = self._known[word] = self._make(word)
        return known

    def _make(self, word: str) -> str:
        of = self.language
        folded = fold(word, marks=of.marks)
        if of.method == "none" or not self._applies(word):
            return folded
        if of.method == "first":
            return folded if of.letters is None or len(folded) < of.letters else folded[: of.letters] + CUT
        if self._stem is None:
            self._stem = _algorithm(of)
        return fold(self._stem(lower(word)), marks=of.marks)[: of.letters] or folded

    def _applies(self, word: str) -> bool:
        if not self.language.scripts:
            return not any(char.isdigit() for char in word)
        return script_of(word[0]) in self.language.scripts and not any(char.isdigit() for char in word)


@functools.cache
def stemmer(of: Language) -> Stemmer:
    """The one stemmer of a language in this process."""
    return Stemmer(of)


def _algorithm(of: Language) -> Stem:
    """The library's function; imported here, because its data weigh."""
    if of.method == "snowball":
        import snowballstemmer

        made: Any = snowballstemmer.stemmer(of.algorithm)
        stem: Stem = made.stemWord
        return stem
    import simplemma

    return lambda word: str(simplemma.lemmatize(word, lang=of.algorithm)) if word else word
