"""Whether two words are one word written differently. Where that is not plain the answer is no: an edit of substance that is
called a slip of the pen would be overlooked.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections import Counter
from collections.abc import Callable
from importlib import resources

_DROPPED = re.compile(r"[\u00ad\u0307\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u200b-\u200f\u2060'’ʼʻ‘`´]")
_SAME = str.maketrans({"ё": "е", "ي": "ی", "ى": "ی", "ك": "ک", "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ۀ": "ه", "ς": "σ"})
_MARKS = re.compile(r"[\u0300-\u036f]")
_ALPHABETS = re.compile(r"[a-zß-ɏα-ωά-ώа-яѐ-ԯա-ևა-ჿ]+")
_VIETNAMESE = re.compile(r"[\u1ea0-\u1ef9đơư]")
_SHORT = 5  # letters; shorter words are too close to each other
_LONG = 9  # letters; two slips are believed from here on
_SAMPLE = 3000  # code points that a language is guessed from
Known = Callable[[str], bool | None]


def folded(word: str) -> str:
    """A word without what is mere typography: case, apostrophes, vowel points, joiners, widths, forms of digits and letters."""
    if word.isascii():
        return word.lower().replace("'", "").replace("`", "")
    plain = unicodedata.normalize("NFKC", word).casefold()
    plain = "".join(str(unicodedata.digit(c, c)) for c in plain).translate(_SAME)
    return unicodedata.normalize("NFC", _DROPPED.sub("", unicodedata.normalize("NFD", plain)))


def same_word(a: str, b: str, known: Known) -> bool:
    """Whether two words differ in spelling only: accents, usual variants, a slip of one letter (two in a long word).

    `known` says whether a word stands in the dictionary of the language, None when there is no dictionary. Two words of the
    dictionary are two words; without it only swapped and doubled letters are believed.
    """
    x, y = folded(a), folded(b)
    if x == y:
        return True
    if re.search(r"\d", x + y):
        return False
    if _variant(x) == _variant(y):
        return True
    if _bare(x) == _bare(y):
        return len(x) > 2 and not _VIETNAMESE.search(x + y) and not _accent_means(x, y, known(a), known(b))
    return _near(x, y) and _slip(x, y, known(a), known(b))


def _accent_means(x: str, y: str, first: bool | None, second: bool | None) -> bool:
    """Whether two words that differ in accents are two words: both in the dictionary, or unsure and the last letter differs."""
    if None not in (first, second) and first != second:
        return False
    return first is True or x[:-1] == y[:-1]


def _near(x: str, y: str) -> bool:
    """Whether two words are long enough, of an alphabet, and at most two slips apart."""
    if min(len(x), len(y)) < _SHORT or x[:2] != y[:2] or not (_ALPHABETS.fullmatch(x) and _ALPHABETS.fullmatch(y)):
        return False
    from rapidfuzz.distance import OSA

    return OSA.distance(x, y, score_cutoff=2) <= (2 if min(len(x), len(y)) >= _LONG else 1)


def _slip(x: str, y: str, first: bool | None, second: bool | None) -> bool:
    """Whether one of two near words is the other with a slip inside it."""
    if first and second:
        return False
    if None not in (first, second) and first != second:
        return x[-1] == y[-1]
    return x[-2:] == y[-2:] and (_swapped(x, y) or _undoubled(x) == _undoubled(y))


def _swapped(x: str, y: str) -> bool:
    """Whether two neighbouring letters changed places."""
    unlike = [i for i, (p, q) in enumerate(zip(x, y)) if p != q]
    return len(x) == len(y) and len(unlike) == 2 and unlike[0] + 1 == unlike[1] and sorted(x) == sorted(y)


def _undoubled(word: str) -> str:
    return re.sub(r"(.)\1", r"\1", word)


def _bare(word: str) -> str:
    return _MARKS.sub("", unicodedata.normalize("NFD", word.replace("ı", "i")))


def _variant(word: str) -> str:
    """A word with the endings that are spelled in two ways made one."""
    if len(word) < _SHORT or not word.isascii():
        return word
    for pattern, replacement in _variants():
        word = pattern.sub(replacement, word)
    return word


@functools.cache
def _variants() -> tuple[tuple[re.Pattern[str], str], ...]:
    pairs = (line.split("\t") for line in _lines("spelling_variants.tsv"))
    return tuple((re.compile(pattern), replacement) for pattern, replacement in pairs)


def dictionary(text: str, lang: str | None = None) -> Known:
    """Whether a word is known in a language; the language, when not given, by the small words of the text."""
    chosen: list[str | None] = []

    def known(word: str) -> bool | None:
        if not chosen:
            chosen.append(_with_dictionary(text, lang))
        if chosen[0] is None:
            return None
        import simplemma

        return any(simplemma.is_known(form, lang=chosen[0], low_memory=True) for form in {word, word.lower()})

    return known


def _with_dictionary(text: str, lang: str | None) -> str | None:
    """The language whose dictionary serves, or None."""
    languages = _function_words()
    if lang:
        base = lang.split("-")[0].lower()
        return base if base in languages else None
    words = Counter(re.findall(r"[^\W\d_]+", text[:_SAMPLE].lower()))
    hits = {name: sum(words[word] for word in small) for name, small in languages.items()}
    best = max(hits, key=lambda name: hits[name])
    return best if hits[best] * 8 >= words.total() and hits[best] else None


@functools.cache
def _function_words() -> dict[str, frozenset[str]]:
    pairs = (line.partition(":") for line in _lines("function_words.txt"))
    return {name: frozenset(words.split()) for name, _, words in pairs}


def _lines(name: str) -> list[str]:
    text = resources.files("communique.resources").joinpath("comparison", name).read_text("utf-8")
    return [line for line in text.split("\n") if line.strip() and not line.startswith("#")]
