"""Words, numbers, spaces and marks of a text: what a difference is made of. Every character belongs to exactly one token.

Scripts that write no spaces (Han, kana, Thai, Lao, Khmer, Burmese) give one token a character, with its marks.
"""

from __future__ import annotations

import re

_UNSPACED = (
    "\u0e01-\u0e30\u0e32\u0e33\u0e40-\u0e46\u0e80-\u0eb0\u0eb2\u0eb3\u0ebd-\u0ec6\u0edc-\u0edf\u1000-\u102a\u103f\u1050-\u1055"
    "\u1780-\u17b3\u3040-\u3098\u309b-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0002fa1f"
)
_UNSPACED_MARKS = (
    "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ecd\u102b-\u103e\u1056-\u1059\u17b4-\u17d3\u3099\u309a"
)
_MARKS = (  # combining marks of alphabets, Indic vowel signs, joiners: parts of a word that \w leaves out
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc"
    "\u0900-\u0903\u093a-\u094f\u0951-\u0957\u0962\u0963\u0981-\u0983\u09bc-\u09cd\u0a01-\u0a03\u0a3c-\u0a4d\u0a81-\u0a83\u0abc-\u0acd"
    "\u0b01-\u0b03\u0b3c-\u0b4d\u0b82\u0bbe-\u0bcd\u0c00-\u0c03\u0c3e-\u0c4d\u0c81-\u0c83\u0cbc-\u0ccd\u0d00-\u0d03\u0d3b-\u0d4d"
    "\u0d82\u0d83\u0dca-\u0ddf\u200c\u200d"
)
_LETTER = rf"[^\W\d_{_UNSPACED}{_UNSPACED_MARKS}]"
_RUN = rf"{_LETTER}+(?:[{_MARKS}]+{_LETTER}*)*"
_URL = r"(?:https?://|www\.)[^\s<>()\[\]\"'«»“”]+"
_NUMBER = r"\d+(?:[.,:/\-]\d+)*"
_WORD = rf"{_RUN}(?:\d+(?:{_RUN})?|['’‘ʼʻ]{_RUN})*"
_CHARACTER = rf"[{_UNSPACED}][{_UNSPACED_MARKS}]*"

TOKEN = re.compile(rf"{_URL}|{_NUMBER}|{_WORD}|{_CHARACTER}|\n|[^\S\n]+|.", re.S)
WORD = re.compile(rf"{_URL}|{_NUMBER}|{_WORD}|{_CHARACTER}")
SYMBOL = re.compile(r"[%‰$€£¥₽₺₼₾₴₹₩°§№&@+=<>±×÷]")  # marks that say something, so that they count as words


def count_words(text: str) -> int:
    """How many words, numbers and unspaced characters a text has."""
    return len(WORD.findall(text))
