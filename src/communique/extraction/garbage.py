"""Whether the text layer of a PDF says anything: fonts without a usable encoding give signs that nobody wrote."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from communique.text import UNSPACED, scripts

ENOUGH = 120  # signs below which nothing is told
SAMPLE = 20_000  # code points looked at
_ODD = 0.3  # of the signs without a meaning
_VOWELS = 0.25  # of the letters; official texts in Latin letters have .33 (acronyms, Welsh) to .50
_WORDS = 0.3  # of the words without figures look like words
_FEW_WORDS = 25
_BARE = re.compile(r"^\W+|\W+$")
_FIGURES = re.compile(r"[\d\s.,:;/%()+–—-]+")
_LATIN_VOWELS = frozenset("aeiouyıəøæœɛɔ")


def is_garbage(raw: str) -> bool:
    """Whether a text layer, as it comes out of the file, cannot be what the page shows.

    Four marks, each enough: signs without a meaning (U+FFFD, private use, control, unassigned); hardly a vowel among Latin
    letters (glyph numbers taken for letters); mostly accented letters (a code page taken for another); few words among words.
    """
    sample = raw[:SAMPLE]
    signs = [char for char in sample if not char.isspace()]
    if len(signs) < ENOUGH:
        return False
    if sum(1 for char in signs if _is_odd(char)) > _ODD * len(signs):
        return True
    found = scripts(sample)
    if found["Latin"] >= max(ENOUGH // 2, 0.5 * len(signs)) and _is_no_language(sample):
        return True
    if sum(found[name] for name in UNSPACED) > 0.3 * len(signs):
        return False
    return _has_no_words([bare for word in sample.split() if (bare := _BARE.sub("", word)) and not _FIGURES.fullmatch(bare)])


def _is_odd(char: str) -> bool:
    """Control characters (soft and line-end hyphens aside), replacement, private use and unassigned signs."""
    return char == "\ufffd" or (char not in "\xad\x02\ufffe" and unicodedata.category(char) in ("Cc", "Co", "Cn", "Cs"))


def _is_no_language(sample: str) -> bool:
    """Latin letters that no language has in these shares."""
    latin = [char for char in sample.lower() if char.isalpha() and char < "\u0250"]
    accented = sum(1 for char in latin if "\xc0" <= char <= "\xff")
    vowels = sum(1 for char in latin if unicodedata.normalize("NFD", char)[0] in _LATIN_VOWELS)
    return accented > 0.5 * len(latin) or vowels < _VOWELS * len(latin)


def _has_no_words(words: Sequence[str]) -> bool:
    return len(words) >= _FEW_WORDS and sum(map(_is_word, words)) < _WORDS * len(words)


def _is_word(word: str) -> bool:
    """Letters of one case, or a capital first; apostrophes, hyphens and points may stand inside."""
    kept = [char for char in word if char.isalpha() or unicodedata.category(char)[0] == "M"]
    inside = [char for char in word if char not in "'’-‐.·/&\xad\u200c\u200d" and char not in kept]
    letters = "".join(kept)
    return bool(kept) and not inside and (letters[1:] == letters[1:].lower() or letters == letters.upper())
