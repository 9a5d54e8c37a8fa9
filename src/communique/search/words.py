"""Words: where they stand in a text, and what a compound such as `S/RES/822` or `cease-fire` is made of. Pure.

A raw word is a run of letters, digits and their marks, with single joiners inside (`U.N`, `COVID-19`, `l'homme`), or a
run of a script that is written without spaces, which is cut into overlapping pairs of characters.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

from communique.search.folding import LONGEST, fold
from communique.text import SCRIPTS, UNSPACED

APOSTROPHES = frozenset("'’‘`´ʹ＇")
DASHES = frozenset("-‐‑‒–－")
_JOINERS = "".join(sorted(APOSTROPHES | DASHES)) + './_&,:·＆／．״׳"'
_INVISIBLE = "\u00ad\u0640\u200c\u200d\u200e\u200f\u2060\u055a\u055b\u055c\u055d\u055e\u055f"  # may stand inside a word
_MOST_PARTS = 6  # a compound of more parts (an address of a page) is only searched part by part
_TWO_SIGNS = re.compile("[\u0e4d\u0ecd][\u0e32\u0eb2]")  # the vowel AM of Thai and Lao, also one sign
_NUMBER = re.compile(r"\d{1,3}(?:[,.]\d{3})+")


class Part(NamedTuple):
    """A stretch of a raw word that is one token."""

    start: int
    end: int
    text: str


class Shape(NamedTuple):
    """What a raw word is made of, in any language."""

    parts: tuple[Part, ...]
    joined: str | None  # the whole without its joiners, not folded: `SRES822`, `COVID19`, `ceasefire`
    unspaced: bool = False  # parts are overlapping pairs of characters
    elided: bool = False  # joined by an apostrophe: `l'homme`, `Türkiye'nin`


@functools.cache
def pattern() -> re.Pattern[str]:
    """Matches raw words, left to right."""
    letters, unspaced = _classes()
    return re.compile(f"[{letters}]+(?:[{re.escape(_JOINERS)}][{letters}]+)*|[{unspaced}]+")


@functools.cache
def _classes() -> tuple[str, str]:
    """The characters of words, and those of scripts without spaces, as the insides of two character classes.

    Beyond the basic plane whole stretches are taken: single ranges there would make `re` try them one by one.
    """
    unspaced = _unspaced()
    plane = "".join(map(chr, (*range(0x30, 0xD800), *range(0xF900, 0xFFFE))))
    marks = (char for char in re.findall(r"\W", plane) if unicodedata.category(char)[0] == "M")
    letters = {*map(ord, re.findall(r"\w", plane)), *map(ord, marks)} - unspaced - {ord("_")}
    beyond = "\U00010000-\U0001efff", "\U00020000-\U000323af"
    return _ranges(sorted({*letters, *map(ord, _INVISIBLE)})) + beyond[0], _ranges(sorted(unspaced)) + beyond[1]


@functools.cache
def _unspaced() -> frozenset[int]:
    """The letters of scripts without spaces, of the basic plane; digits are words of their own there too."""
    spans = [span for name in UNSPACED for span in SCRIPTS[name]]
    return frozenset(
        p for low, high in spans for p in range(low, min(high, 0xFFFF) + 1) if _is_letter(p) and not chr(p).isdecimal()
    )


def _is_letter(point: int) -> bool:
    char = chr(point)
    return char.isalnum() or unicodedata.category(char)[0] == "M"


def _ranges(points: Iterable[int]) -> str:
    """Sorted code points as the inside of a character class."""
    pieces: list[list[int]] = []
    for point in points:
        if pieces and pieces[-1][1] == point - 1:
            pieces[-1][1] = point
        else:
            pieces.append([point, point])
    return "".join(f"{re.escape(chr(low))}-{re.escape(chr(high))}" for low, high in pieces)


def shape(raw: str) -> Shape:
    """The parts of one raw word, and the form that searches it whole."""
    if raw.isalnum() and not is_unspaced(raw[0]):
        return Shape((Part(0, len(raw), raw),), None)
    if is_unspaced(raw[0]):
        ends = letter_ends(raw)
        pairs = [Part(start, end, raw[start:end]) for start, end in zip([0, *ends], ends[1:])]
        return Shape(tuple(pairs) or (Part(0, len(raw), raw),), None, unspaced=True)
    parts, seps = _split(raw)
    if not parts:
        return Shape((), None)
    elided = len(parts) > 1 and all(sep in APOSTROPHES for sep in seps)
    return Shape(parts, _joined(parts, seps), elided=elided)


def letter_ends(raw: str) -> list[int]:
    """Where the letters of a run without spaces end; a vowel that is typed as one sign or as two is one letter."""
    ends = list(range(1, len(raw) + 1))
    if "\u0e4d" in raw or "\u0ecd" in raw:
        inside = {match.start() + 1 for match in _TWO_SIGNS.finditer(raw)}
        return [end for end in ends if end not in inside]
    return ends


def is_unspaced(char: str) -> bool:
    """Whether the character belongs to a script that is written without spaces."""
    return ord(char) in _unspaced() or 0x20000 <= ord(char) <= 0x323AF


def _split(raw: str) -> tuple[tuple[Part, ...], list[str]]:
    """The parts between joiners that hold a letter or a digit, and the joiners between them."""
    parts: list[Part] = []
    seps: list[str] = []
    start = 0
    for i, char in enumerate(raw + "-"):
        if i == len(raw) or char in _JOINERS:
            if fold(raw[start:i]):
                if parts:
                    seps.append(raw[start - 1])
                parts.append(Part(start, i, raw[start:i]))
            start = i + 1
    return tuple(parts), seps


def _joined(parts: tuple[Part, ...], seps: list[str]) -> str | None:
    """The whole as one token: letters without joiners; numbers keep their point (`3.5`), not their grouping (`1,000`)."""
    if len(parts) < 2 or len(parts) > _MOST_PARTS:
        return None
    whole = "".join(part.text for part in parts)
    if len(whole) > LONGEST:
        return None
    if not whole.isdigit():
        return None if ("," in seps or ":" in seps) else whole
    written = parts[0].text + "".join(sep + part.text for sep, part in zip(seps, parts[1:]))
    if _NUMBER.fullmatch(written):
        return whole
    return written.replace(",", ".")
