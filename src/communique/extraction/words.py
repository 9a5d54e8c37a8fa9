"""The word lists of this room (resources/extraction), loaded once, and how a line is folded to be compared with them."""

from __future__ import annotations

import functools
import re
import unicodedata
from importlib import resources

_NOISE = re.compile(r"[\W\d_]+")


def lines(name: str) -> list[str]:
    """The lines of a data file without its comments and empty lines."""
    text = resources.files("communique.resources").joinpath(f"extraction/{name}").read_text("utf-8")
    return [line for line in text.split("\n") if line.strip() and not line.startswith("#")]


def folded(text: str) -> str:
    """Case folded, marks of punctuation and figures as single spaces; combining marks stay with their letters."""
    out = "".join(c if c.isalnum() or unicodedata.category(c)[0] == "M" or c == "'" else " " for c in text.casefold().replace("’", "'"))
    return " ".join(word for word in out.split() if not word.isdigit())


@functools.cache
def tail_phrases() -> tuple[frozenset[str], tuple[str, ...]]:
    """Whole lines that are furniture, and beginnings of such lines."""
    phrases = [line for line in lines("tail_phrases.txt") if not line.startswith("[")]
    whole = frozenset(folded(p) for p in phrases if not p.endswith("*"))
    beginnings = tuple(sorted({folded(p[:-1]) or p[:-1].strip() for p in phrases if p.endswith("*")}))
    return whole, beginnings


@functools.cache
def sections() -> frozenset[str]:
    """Headings that name a section of a site."""
    return frozenset(folded(phrase) for line in lines("sections.txt") for phrase in line.split("\t")[1].split("|"))


@functools.cache
def date_labels() -> dict[str, frozenset[str]]:
    """`published`, `updated`, `event` -> the words that stand beside such a date."""
    found: dict[str, set[str]] = {}
    current: set[str] = set()
    for line in lines("date_labels.txt"):
        if line.startswith("["):
            current = found.setdefault(line.strip("[]"), set())
        else:
            current.update(folded(line).split())
    return {name: frozenset(words) for name, words in found.items()}


def letters(text: str) -> int:
    """How many letters a text has."""
    return sum(1 for c in text if c.isalpha())


def squeezed(text: str) -> str:
    """Folded text without any space, to compare lines that were broken differently."""
    return _NOISE.sub("", text.casefold())
