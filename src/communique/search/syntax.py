"""The lexer of the query language: marks, words and phrases with their places. Never fails.

words  "a phrase"  "a b"~10  AND OR NOT -word  ( )  pref*  word~1  field:value  date:[2020-09 TO 2020-11]  word^2
A backslash takes any character as it is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Kind = Literal["word", "phrase", "range", "(", ")", "AND", "OR", "NOT", "field"]
QUOTES = {'"': '"', "“": "”", "„": "“”", "«": "»", "‟": "”"}  # what opens a phrase, and what may close it
SPECIAL = frozenset('\\()*~^:-"“„«‟[]{}')
_FIELD = re.compile(r"([A-Za-z_]{1,20}):(?=[^\s/:)])")
_RANGE = re.compile(r"[\[{]([^\[\]{}]*)[\]}]")
_QUOTED = re.compile(r"""[^"“”„«»‟\\]+""")  # the inside of a phrase up to what may be a mark
_LETTERS = re.compile(r"""[^\s()\\~^*"“„«‟]+""")  # the same of a word
_SUFFIX = re.compile(r"(?:~(\d*))?(?:\^(\d+(?:\.\d+)?))?")
_LONGEST_SUFFIX = 40  # characters of `~N^N`
_HEBREW = re.compile(r'[\u05d0-\u05ea]"[\u05d0-\u05ea]')
OPERATORS: dict[str, Kind] = {"AND": "AND", "&&": "AND", "OR": "OR", "||": "OR", "NOT": "NOT"}


@dataclass(frozen=True, slots=True)
class Token:
    """One piece of a query. `text` has its escapes undone."""

    kind: Kind
    text: str
    start: int
    end: int
    prefix: bool = False  # ended in `*`
    tilde: int | None = None  # after `~`: distance of a word, slop of a phrase; 0 without a number
    boost: float | None = None
    open: bool = False  # a phrase whose closing quote is missing


def tokens(text: str) -> list[Token]:
    """The pieces of a query, in order."""
    found: list[Token] = []
    at = 0
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        token = _next(text, at, after_field=bool(found) and found[-1].kind == "field" and found[-1].end == at)
        found.append(token)
        at = token.end
    return found


def _next(text: str, at: int, after_field: bool) -> Token:
    char = text[at]
    if char == "(":
        return Token("(", char, at, at + 1)
    if char == ")":
        return _with_suffix(Token(")", char, at, at + 1), text, tilde=False)
    if char in QUOTES:
        return _phrase(text, at)
    if char == "-" and at + 1 < len(text) and (text[at + 1].isalnum() or text[at + 1] in "(\\" or text[at + 1] in QUOTES):
        return Token("NOT", "-", at, at + 1)
    if after_field and char in "[{":
        bracket = _RANGE.match(text, at)
        if bracket:
            return Token("range", bracket.group(1), at, bracket.end())
    field = _FIELD.match(text, at)
    if field and not after_field:
        return Token("field", field.group(1), at, field.end())
    return _word(text, at, plain=after_field)


def _phrase(text: str, at: int) -> Token:
    closers = QUOTES[text[at]]
    plain: list[str] = []
    i = at + 1
    while i < len(text) and text[i] not in closers:
        run = _QUOTED.match(text, i)
        if run:
            plain.append(run.group())
            i = run.end()
            continue
        if text[i] == "\\" and i + 1 < len(text):
            i += 1
        plain.append(text[i])
        i += 1
    if i >= len(text):
        return Token("phrase", "".join(plain), at, len(text), open=True)
    return _with_suffix(Token("phrase", "".join(plain), at, i + 1), text)


def _word(text: str, at: int, plain: bool) -> Token:
    """A word; `plain` where an operator's name is a value (`country:AND` is Andorra)."""
    letters: list[str] = []
    i, star, escaped = at, False, False
    while i < len(text) and not text[i].isspace() and text[i] not in "()" and (text[i] not in QUOTES or _inside(text, i)):
        run = _LETTERS.match(text, i)
        if run:
            letters.append(run.group())
            i = run.end()
            continue
        if text[i] == "\\" and i + 1 < len(text) and not text[i + 1].isspace():
            escaped = True
            letters.append(text[i + 1])
            i += 2
            continue
        if text[i] in "~^" and i > at and _SUFFIX.fullmatch(text, i, _stop(text, i)):
            break
        if text[i] == "*" and i > at and _ends_word(text, i + 1):
            star = True
            i += 1
            break
        letters.append(text[i])
        i += 1
    word = "".join(letters)
    kind: Kind = OPERATORS.get(word, "word") if not (escaped or star or plain) else "word"
    return _with_suffix(Token(kind, word, at, i, prefix=star), text)


def _inside(text: str, at: int) -> bool:
    """Whether a quotation mark stands inside a Hebrew word, as in abbreviations."""
    return text[at] == '"' and bool(_HEBREW.match(text[max(0, at - 1) : at + 2]))


def _stop(text: str, at: int) -> int:
    """Where the run of characters from there ends: at space, parenthesis or quote; or where it is too long for a suffix."""
    most = min(len(text), at + _LONGEST_SUFFIX)
    while at < most and not text[at].isspace() and text[at] not in "()" and text[at] not in QUOTES:
        at += 1
    return at


def _ends_word(text: str, at: int) -> bool:
    return at >= len(text) or text[at].isspace() or text[at] in "()~^" or text[at] in QUOTES


def _with_suffix(token: Token, text: str, tilde: bool = True) -> Token:
    """The token with the `~N` and `^N` that follow it."""
    if token.end >= len(text) or text[token.end] not in "~^":
        return token
    suffix = _SUFFIX.fullmatch(text, token.end, _stop(text, token.end))
    if not suffix or suffix.end() == suffix.start() or (suffix.group(1) is not None and not tilde):
        return token
    distance = None if suffix.group(1) is None else int(suffix.group(1)[:9] or 0)
    boost = None if suffix.group(2) is None else float(suffix.group(2)[:9])
    return Token(token.kind, token.text, token.start, suffix.end(), token.prefix, distance, boost)
