"""Text itself: cleaning, scripts, folding, words, sentences. Pure; offsets are code points of the text given."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from importlib import resources

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x9f\ufeff\u200b\u2060\ufffe\uffff]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_SPACES = re.compile(r"[ \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_BREAKS = re.compile(r"\r\n?|[\u2028\u2029\u0085]")
_UNCLEAN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u2028\u2029\u2060\ufeff\ufffe\uffff\ud800-\udfff]")

SCRIPTS: dict[str, tuple[tuple[int, int], ...]] = {
    "Latin": ((0x41, 0x5A), (0x61, 0x7A), (0xC0, 0x24F), (0x1E00, 0x1EFF)),
    "Greek": ((0x370, 0x3FF), (0x1F00, 0x1FFF)),
    "Cyrillic": ((0x400, 0x52F),),
    "Armenian": ((0x531, 0x58F),),
    "Hebrew": ((0x591, 0x5F4),),
    "Arabic": ((0x600, 0x6FF), (0x750, 0x77F), (0x8A0, 0x8FF), (0xFB50, 0xFDFF), (0xFE70, 0xFEFC)),
    "Devanagari": ((0x900, 0x97F),),
    "Bengali": ((0x980, 0x9FF),),
    "Tamil": ((0xB80, 0xBFF),),
    "Sinhala": ((0xD80, 0xDFF),),
    "Thai": ((0xE00, 0xE7F),),
    "Lao": ((0xE80, 0xEFF),),
    "Myanmar": ((0x1000, 0x109F),),
    "Georgian": ((0x10A0, 0x10FF), (0x1C90, 0x1CBF)),
    "Hangul": ((0x1100, 0x11FF), (0xAC00, 0xD7AF)),
    "Ethiopic": ((0x1200, 0x139F),),
    "Khmer": ((0x1780, 0x17FF),),
    "Kana": ((0x3040, 0x30FF), (0x31F0, 0x31FF)),
    "Han": ((0x3005, 0x3007), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x323AF)),
}
UNSPACED = frozenset({"Han", "Kana", "Thai", "Lao", "Myanmar", "Khmer"})
RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur", "ps", "ckb", "ug", "yi", "dv", "sd"})


def clean(text: str) -> str:
    """A text as it is stored: NFC, `\\n` for every break, no control characters, lone surrogates as U+FFFD."""
    if _UNCLEAN.search(text):  # nearly always not
        text = _CONTROL.sub("", _SURROGATE.sub("\ufffd", _BREAKS.sub("\n", text)))
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def one_line(text: str) -> str:
    """Any text on one line, runs of space folded into one; for titles and messages."""
    return _SPACES.sub(" ", clean(text).replace("\n", " ").replace("\t", " ")).strip()


def paragraphs(text: str) -> str:
    """One newline between paragraphs: runs of spaces folded, lines stripped, empty lines dropped."""
    lines = (_SPACES.sub(" ", line).strip() for line in clean(text).split("\n"))
    return "\n".join(line for line in lines if line)


@functools.lru_cache(maxsize=65536)
def script_of(char: str) -> str | None:
    """The script of a letter; None for anything else."""
    point = ord(char)
    for name, ranges in SCRIPTS.items():
        if any(low <= point <= high for low, high in ranges):
            return name if char.isalpha() or unicodedata.category(char).startswith("M") else None
    return None


def scripts(text: str) -> Counter[str]:
    """How many letters of each script a text has."""
    counts: Counter[str] = Counter()
    for char, times in Counter(text).items():
        name = script_of(char)
        if name:
            counts[name] += times
    return counts


# --- sentences ---------------------------------------------------------------------------------------------------

_END = re.compile(r"([.!?…։؟۔।॥።᙮]+|[。！？｡။៕༎]+|[;;](?=\s+[\u0370-\u03ff\u1f00-\u1fff]))([\"'”’»›)\]】』」》]*)")
_WIDE = frozenset("。！？｡")
_GREEK = re.compile(r"[\u0370-\u03ff\u1f00-\u1fff]")
_WORD_BEFORE = re.compile(r"[^\s(\[\"'«“„‘’/]+$")
_WORD_AFTER = re.compile(r"\s*[\"'“”«„‘’(\[—–-]*\s*([^\W_]+)?")
_GLUED = re.compile(r"[A-ZÀ-ÖØ-ÞА-ЯЁІЇЄΑ-Ω][^\W\d_]*(?![\w./@:])")
_ROMAN = re.compile(r"[IVXLC]+")
_LONG = 400  # code points of a piece of a line that goes on without sentence marks
_LONG_UNSPACED = 200  # the same where spaces are the only marks there are
_TOO_LONG = 2  # lines and sentences longer than so many pieces are cut at spaces


@functools.cache
def _lines(name: str) -> tuple[str, ...]:
    """The lines of a list in resources/text."""
    lines = resources.files("communique.resources").joinpath(f"text/{name}").read_text("utf-8").splitlines()
    return tuple(line for line in lines if line and not line.startswith("#"))


@functools.cache
def _abbreviations() -> dict[str, str]:
    """Words that a full stop belongs to, and what follows them there: a name, a number, or any word."""
    table = dict(line.split("\t") for line in _lines("abbreviations.tsv"))
    return table | {
        word[:1].upper() + word[1:]: follows for word, follows in table.items() if word.islower() and follows != "name"
    }


@functools.cache
def _openers() -> frozenset[str]:
    """Words that begin sentences."""
    return frozenset(_lines("openers.txt"))


@functools.cache
def _ordinals() -> frozenset[str]:
    """Words that follow an ordinal number with a full stop."""
    return frozenset(_lines("ordinals.txt"))


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """The sentences of a text as spans, in order, without surrounding space.

    A newline always ends a sentence; a full stop does not after an abbreviation, an initial or a number that goes on.
    Lines without sentence marks (Thai, Lao, lists) are cut at spaces when long, so that no span runs over a page.
    """
    start = 0
    for line in text.split("\n"):
        for a, b in _line_sentences(line):
            yield start + a, start + b
        start += len(line) + 1


def _line_sentences(line: str) -> Iterator[tuple[int, int]]:
    begin = 0
    for match in _END.finditer(line):
        if _ends(line, match):
            yield from _pieces(line, begin, match.end())
            begin = match.end()
    yield from _pieces(line, begin, len(line))


def _ends(line: str, match: re.Match[str]) -> bool:
    """Whether the sentence really ends at this mark."""
    mark, closers, end = match.group(1), match.group(2), match.end()
    if mark[0] in _WIDE or end == len(line):
        return True
    if not line[end].isspace():
        return mark == "." and not closers and _glued(line, match.start(), end)
    after = _WORD_AFTER.match(line, end, end + 60)
    follower = (after.group(1) if after else None) or ""
    if follower[:1].islower() and (mark not in ("!", "?") or closers):
        return False
    if mark == ";":
        return bool(_GREEK.match(line, match.start() - 1))
    return mark != "." or not _goes_on(line, match.start(), follower)


def _glued(line: str, at: int, end: int) -> bool:
    """`region.The`: a full stop without its space, between a word in lower case and a capital; no address, no file name."""
    before, after = _WORD_BEFORE.search(line, max(0, at - 40), at), _GLUED.match(line, end, end + 40)
    if not before or not after or not before.group().isalpha() or not before.group()[-2:].islower():
        return False
    return len(after.group()) > 2 or after.group() in _openers()


def _goes_on(line: str, at: int, follower: str) -> bool:
    """Whether the full stop at that place belongs to the word before it and the sentence goes on with the follower."""
    before = _WORD_BEFORE.search(line, max(0, at - 40), at)
    word = before.group() if before else ""
    if word.isdigit() and len(word) <= 2:
        return follower in _ordinals() or not line[: at - len(word)].strip()  # `27. September`, `2. The parties ...`
    if len(word) == 1 and word.isalpha() and word.isupper():
        return True  # an initial
    follows = _abbreviations().get(word) or (_abbreviations().get(word.title()) if word.isupper() else None)  # `MR.`
    if follows == "name":
        return True
    if follows == "number":
        return follower[:1].isdigit() or bool(_ROMAN.fullmatch(follower))
    return (follows == "any" or _dotted(word)) and follower not in _openers()


def _dotted(word: str) -> bool:
    """`U.N`, `e.g`, `н.э`: single letters between full stops."""
    parts = word.split(".")
    return len(parts) > 1 and all(len(part) <= 2 and part.isalpha() for part in parts)


def _pieces(line: str, begin: int, end: int) -> Iterator[tuple[int, int]]:
    """The stripped span, cut at spaces where it is far too long."""
    while begin < end and line[begin].isspace():
        begin += 1
    while end > begin and line[end - 1].isspace():
        end -= 1
    if end - begin > _LONG_UNSPACED * _TOO_LONG:
        long = _LONG_UNSPACED if script_of(line[begin]) in UNSPACED else _LONG
        while end - begin > long * _TOO_LONG:
            cut = _cut(line, begin + long // 2, begin + long)
            yield begin, cut
            begin = cut + (line[cut] == " ")
    if end > begin:
        yield begin, end


def _cut(line: str, low: int, high: int) -> int:
    """The best place to cut a line: behind a semicolon, else a comma, else a word."""
    for mark in ("; ", "؛ ", ", ", "، "):
        at = line.rfind(mark, low, high)
        if at >= 0:
            return at + 1
    at = line.rfind(" ", low, high)
    return high if at < 0 else at
