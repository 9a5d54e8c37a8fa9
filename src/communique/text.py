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
    text = _SURROGATE.sub("\ufffd", _BREAKS.sub("\n", text))
    return unicodedata.normalize("NFC", _CONTROL.sub("", text))


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

_END = re.compile(r"([.!?…։؟۔।]+|[。！？｡]+)([\"'”’»)\]】』」]*)")
_WIDE = frozenset("。！？｡")
_NUMBER = re.compile(r"\d+$")
_TOKEN = re.compile(r"[^\s(\[\"'«“„]+$")
_LONG = 400  # code points; a line without sentence ends is cut at spaces beyond this


@functools.cache
def _abbreviations() -> frozenset[str]:
    """Words that a full stop belongs to, of every language we list (resources/text/abbreviations.txt)."""
    lines = resources.files("communique.resources").joinpath("text/abbreviations.txt").read_text("utf-8").split("\n")
    return frozenset(line.strip().casefold().rstrip(".") for line in lines if line.strip() and not line.startswith("#"))


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """The sentences of a text as spans, in order, without surrounding space.

    A newline always ends a sentence; a full stop does not after an abbreviation, an initial, or a number that a word
    in lower case follows. Scripts without sentence marks are cut at spaces, so that no span runs over a page.
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
    mark, after = match.group(1), line[match.end() :]
    if mark[0] in _WIDE:
        return True
    if not after:
        return True
    if not after[0].isspace():
        return False
    follower = after.lstrip().lstrip("\"'“”«„‘’([—–-").lstrip()[:1]
    if follower.islower() and mark != "!" and mark != "?":
        return False
    if mark != ".":
        return True
    token = _TOKEN.search(line, max(0, match.start() - 40), match.start())
    word = token.group() if token else ""
    bare = word.rstrip(".")
    if _NUMBER.fullmatch(bare) and len(bare) <= 2 and line[: match.start()].strip() == bare:
        return False  # "2. The parties ...": the number of a list item
    if len(bare) == 1 and bare.isalpha() and bare.isupper():
        return False  # an initial
    return not ("." in word and len(word) <= 8 and word.replace(".", "").isalpha() and follower.isupper() and _dotted(word)) and (
        bare.casefold() not in _abbreviations()
    )


def _dotted(word: str) -> bool:
    """`U.N`, `e.g`: single letters between full stops."""
    return all(len(part) <= 2 for part in word.split("."))


def _pieces(line: str, begin: int, end: int) -> Iterator[tuple[int, int]]:
    """The stripped span, cut at spaces where it is far too long."""
    while begin < end and line[begin].isspace():
        begin += 1
    while end > begin and line[end - 1].isspace():
        end -= 1
    while end - begin > _LONG * 3:
        cut = line.rfind(" ", begin + _LONG // 2, begin + _LONG)
        if cut < 0:
            cut = begin + _LONG
        yield begin, cut
        begin = cut + (line[cut] == " ")
    if end > begin:
        yield begin, end
