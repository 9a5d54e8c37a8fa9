"""The word lists of this room (resources/extraction), loaded once, and how a line is folded to be compared with them."""

from __future__ import annotations

import functools
import re
from importlib import resources

# Everything but letters, figures, apostrophes and the vowel signs of Semitic, Indic and South-East Asian scripts
_PUNCTUATION = re.compile(
    "[^\\w'\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0900-\u0963\u0966-\u0e3a\u0e40-\u0e4e\u0e80-\u0eff\u1000-\u1049\u1050-\u109f\u1780-\u17d3]+|_+"
)
_NO_LETTERS = bytes(n for n in range(128) if not chr(n).isalpha())
_LETTERS = re.compile(r"[^\W\d_]+")
_DENSE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+")
_MARKS = re.compile("[\u0900-\u0903\u093a-\u094f\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]")
_NOISE = re.compile(r"[\W\d_]+")


def lines(name: str) -> list[str]:
    """The lines of a data file without its comments and empty lines."""
    text = resources.files("communique.resources").joinpath(f"extraction/{name}").read_text("utf-8")
    return [line for line in text.split("\n") if line.strip() and not line.startswith("#")]


def folded(text: str) -> str:
    """Case folded, without punctuation and figures, words parted by single spaces."""
    return " ".join(word for word in _PUNCTUATION.sub(" ", text.casefold().replace("’", "'")).split() if not word.isdigit())


@functools.cache
def tail_phrases() -> tuple[frozenset[str], tuple[str, ...]]:
    """Whole lines that are furniture, and beginnings of such lines."""
    phrases = [line for line in lines("tail_phrases.txt") if not line.startswith(("[", "*"))]
    whole = frozenset(folded(p) for p in phrases if not p.endswith("*"))
    beginnings = tuple(sorted({folded(p[:-1]) or p[:-1].strip() for p in phrases if p.endswith("*")}))
    return whole, beginnings


@functools.cache
def inner_phrases() -> tuple[str, ...]:
    """Words that make a short line furniture wherever they stand in it."""
    return tuple(line[1:].casefold() for line in lines("tail_phrases.txt") if line.startswith("*"))


@functools.cache
def aside_line() -> re.Pattern[str]:
    """The beginning of a line in which the site speaks to its reader."""
    return re.compile(rf"[\W_]*(?:{'|'.join(lines('asides.txt'))})", re.I)


@functools.cache
def contact_heads() -> frozenset[str]:
    """Headings of the part that names whom the press may ask."""
    return frozenset(folded(line) for line in lines("contact_heads.txt"))


@functools.cache
def sections() -> frozenset[str]:
    """Headings that name a section of a site."""
    return frozenset(folded(phrase) for line in lines("sections.txt") for phrase in line.split("\t")[1].split("|"))


@functools.cache
def date_labels() -> dict[str, frozenset[str]]:
    """`published`, `updated`, `event` -> the words that stand beside such a date."""
    found = {
        name: frozenset(w for line in phrases for w in folded(line).split())
        for name, phrases in _sectioned("date_labels.txt").items()
    }
    small = found.pop("small")
    return {name: words - small for name, words in found.items()}


@functools.cache
def refusals(section: str) -> re.Pattern[str]:
    """How pages say that they are an error, a challenge or a log-in page."""
    return re.compile("|".join(_sectioned("refusals.txt")[section]), re.I | re.M)


@functools.cache
def _sectioned(name: str) -> dict[str, list[str]]:
    """The lines of a data file under their headings in brackets."""
    found: dict[str, list[str]] = {}
    current: list[str] = []
    for line in lines(name):
        if re.fullmatch(r"\[\w+\]", line):
            current = found.setdefault(line.strip("[]"), [])
        else:
            current.append(line)
    return found


@functools.cache
def credit_line() -> re.Pattern[str]:
    """The beginning of a line that names whose picture stands beside it."""
    return re.compile(rf"\s*(?:©|\(c\)\s|(?:{'|'.join(map(re.escape, lines('credits.txt')))})\s*(?::|：|©))", re.I)


@functools.cache
def turn() -> re.Pattern[str]:
    """The beginning of a turn: a word for question or answer, or a name in capitals' first letters, before a colon."""
    asked = "|".join(re.escape(word) for line in lines("speakers.txt") for word in line.split())
    capital = "A-ZÀ-ÝÇĞİÖŞÜƏА-ЯЁІЇЄҐԱ-Ֆ"
    return re.compile(rf"(?:{asked})\s*\d{{0,2}}\s*[:：.]|[{capital}][\w.'’-]*(?:\s+[{capital}(][\w.'’()-]*){{0,5}}\s*:\s+\S")


def letters(text: str) -> int:
    """How many letters a text has; a sign that stands for a syllable or word counts for as many as it replaces."""
    if text.isascii():
        return len(text.encode().translate(None, _NO_LETTERS))
    plain = sum(map(len, _LETTERS.findall(text)))
    return plain + sum(1 for _ in _MARKS.finditer(text)) + int(1.5 * sum(map(len, _DENSE.findall(text))))


def squeezed(text: str) -> str:
    """Folded text without any space, to compare lines that were broken differently."""
    return _NOISE.sub("", text.casefold())
