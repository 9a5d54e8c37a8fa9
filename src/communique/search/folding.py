"""Folding: the one form under which spellings of a word meet. Pure."""

from __future__ import annotations

import functools
import re
import unicodedata
from importlib import resources

# Combining marks that do not tell words apart: Latin, Greek and Cyrillic accents, Hebrew points, Arabic vowel signs.
# Marks of Indic and South-East Asian scripts are vowels and stay.
_MARKS = (
    (0x300, 0x36F),
    (0x483, 0x487),
    (0x591, 0x5C7),
    (0x610, 0x61A),
    (0x64B, 0x65F),
    (0x670, 0x670),
    (0x6D6, 0x6ED),
    (0x8D3, 0x8FF),
)
_TONE = re.compile("(?<=.)([ou])([aey])([\u0300\u0301\u0303\u0309\u0323])$")
# Devanagari writes the same nasal both ways: `हिन्दी`, `हिंदी`.
_DEAD_NA, _ANUSVARA = re.compile("(?<=.)\u0928\u094d(?=.)"), "\u0902"
LONGEST = 40  # code points of a token; longer ones are no words and are cut


@functools.cache
def _letters() -> dict[int, str]:
    """The table of resources/search/folding.tsv."""
    table: dict[int, str] = {}
    for line in resources.files("communique.resources").joinpath("search/folding.tsv").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            source, target, _ = line.split("\t")
            table[int(source, 16)] = "".join(chr(int(point, 16)) for point in target.split("+") if point)
    return table


@functools.cache
def _dropped() -> dict[int, None]:
    """The marks that are dropped, and every letter of the table that folds into nothing."""
    marks = {point: None for low, high in _MARKS for point in range(low, high + 1)}
    return marks | {point: None for point, target in _letters().items() if not target}


def lower(word: str) -> str:
    """A word in lower case with its marks, for stemmers: dotted and dotless i as one, invisible signs dropped."""
    kept = word.replace("İ", "i")
    return unicodedata.normalize("NFC", "".join(c for c in kept.lower() if _letters().get(ord(c)) != ""))


@functools.lru_cache(maxsize=50_000)
def fold(word: str, *, marks: bool = False) -> str:
    """The folded form of a word: no case, no marks (unless `marks`), letter variants as one, digits as 0-9.

    Where marks are kept (Vietnamese, whose tone marks tell words apart) only case and invisible signs go.
    """
    if word.isascii():
        return (word if word.isalnum() else "".join(word.split())).lower()[:LONGEST]
    if marks:
        return _tone_first(lower(word)).replace(" ", "")[:LONGEST]
    folded = unicodedata.normalize("NFKC", word).translate(_letters()).lower()
    folded = unicodedata.normalize("NFKD", folded).translate(_dropped())
    folded = unicodedata.normalize("NFC", folded).translate(_letters())
    folded = _DEAD_NA.sub(_ANUSVARA, folded)
    return "".join(_digit(c) for c in folded if not c.isspace())[:LONGEST]


def _tone_first(word: str) -> str:
    """A Vietnamese syllable with its tone where the older spelling puts it: `hoà` as `hòa`, `thuý` as `thúy`."""
    return unicodedata.normalize("NFC", _TONE.sub(r"\1\3\2", unicodedata.normalize("NFD", word)))


def _digit(char: str) -> str:
    """A decimal digit of any script as 0-9; anything else as it is."""
    if char.isascii() or not char.isdecimal():
        return char
    return str(unicodedata.decimal(char))
