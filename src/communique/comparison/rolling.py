"""Lines of a page that roll by themselves: update lines, counters, time stamps (resources/comparison/rolling.txt).

A line, or a part of it between bars, brackets or sentence ends, rolls when nothing is left of it but such a phrase and dates,
times and numbers. A date inside a sentence never does.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib import resources
from typing import NamedTuple

from communique.names import fold

_LONGEST = 160  # code points of a part that may roll
_EDGE = 3  # lines at the head and the tail of a text, where a bare date with a time of day is the page's
_PARTS = re.compile(r"((?<!\s)\s*[|•·●]+\s*|\t+| {3,}| [–—-] |(?<=[.!?…。])\s+)")
_BRACKETED = re.compile(r"(?<!\s)\s*[(\[（【]([^()\[\]（）【】]*)[)\]）】]")
_EYE = "\N{EYE}"  # the picture that sites put beside their view counter
_DIGIT = re.compile(r"\d")
_NUMERIC = re.compile(r"[^\W\d_]{0,2}\d+[^\W\d_]{0,3}\d*")  # 3, 3rd, 2024年, 10h30, 19t14
_CLOCK = re.compile(r"(?<!\d)[0-2]?\d[:.][0-5]\d(?::[0-5]\d)?(?![\d.])")
_DAY = re.compile(r"\d{1,4}[-./年]\s?\d{1,2}[-./月]\s?\d{1,4}|(?<!\d)(?:19|20|25|13|14)\d\d(?!\d)")
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
KINDS = {"update": "update line", "counter": "counter", "stamp": "time stamp"}


class Phrases(NamedTuple):
    """What rolling lines are made of, folded."""

    kinds: dict[str, str]  # phrase -> update, counter, stamp
    longest: int  # words of the longest phrase
    small: frozenset[str]  # words of dates and times, and what stands between them
    unspaced: re.Pattern[str]  # the phrases of scripts without spaces
    unspaced_small: re.Pattern[str]


@functools.cache
def _phrases() -> Phrases:
    kinds: dict[str, str] = {}
    small: set[str] = set()
    section = ""
    for line in _lines("rolling.txt"):
        if line.startswith("["):
            section = line.strip("[]")
        elif section == "filler":
            small |= set(fold(line.partition(":")[2]).split())
        else:
            kinds |= {fold(phrase): section for phrase in line.partition(":")[2].split(";") if fold(phrase) not in kinds}
    for line in _lines("date_words.txt"):
        small |= set(line.partition(":")[2].split())
    apart = {phrase for phrase in kinds if _UNSPACED.search(phrase)}
    return Phrases(
        kinds,
        max(phrase.count(" ") + 1 for phrase in kinds),
        frozenset(small),
        _any_of(apart),
        _any_of({word for word in small if _UNSPACED.search(word)}),
    )


def _lines(name: str) -> list[str]:
    text = resources.files("communique.resources").joinpath("comparison", name).read_text("utf-8")
    return [line.strip() for line in text.split("\n") if line.strip() and not line.startswith("#")]


def _any_of(words: set[str]) -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, words), key=len, reverse=True)))


def kind_of(part: str) -> str | None:
    """update, counter or stamp, when that is all a part of a line says; None otherwise."""
    if len(part) > _LONGEST or not _DIGIT.search(part):
        return None
    return _only_small(fold(part.replace(_EYE, " views ")))


def _only_small(folded: str) -> str | None:
    """The kind of the first phrase, when nothing but phrases and small words stands in a folded part; `""` without phrase."""
    phrases = _phrases()
    kind = ""
    if _UNSPACED.search(folded):
        found = phrases.unspaced.search(folded)
        kind = phrases.kinds[found.group()] if found else ""
        folded = phrases.unspaced_small.sub(" ", phrases.unspaced.sub(" ", folded))
    words = folded.split()
    at = 0
    while at < len(words):
        for size in range(min(phrases.longest, len(words) - at), 0, -1):
            phrase = phrases.kinds.get(" ".join(words[at : at + size]))
            if phrase:
                kind, at = kind or phrase, at + size
                break
        else:
            if not (words[at] in phrases.small or _NUMERIC.fullmatch(words[at])):
                return None
            at += 1
    return kind


def _value(line: str) -> bool:
    """Whether a line is a bare date, time or number."""
    return len(line) <= _LONGEST and _DIGIT.search(line) is not None and _only_small(fold(line)) == ""


def _label(line: str) -> str | None:
    """The kind of a line that is a bare phrase ("Last updated"), its value standing on the next line or the one before."""
    if len(line) > _LONGEST or not line.strip() or _DIGIT.search(line):
        return None
    return _only_small(fold(line)) or None


@dataclass
class Rest:
    """What is left of lines, and what rolled away, with its kind."""

    lines: list[str] = field(default_factory=list)
    rolled: list[tuple[str, str]] = field(default_factory=list)


def without_rolling(lines: Sequence[str], first: int, last: int) -> Rest:
    """Lines `first` to `last` of a text without what rolls."""
    rest = Rest()
    for number in range(first, last):
        line = lines[number]
        kind = _whole_line(lines, number)
        if kind:
            rest.rolled.append((kind, line.strip()))
            continue
        rest.lines.append(_without_parts(line, rest.rolled) if _DIGIT.search(line) else line)
    return rest


def _without_parts(line: str, rolled: list[tuple[str, str]]) -> str:
    """The line without the parts that roll, and without what set them apart; they are added to `rolled`."""

    def drop(match: re.Match[str]) -> str:
        kind = kind_of(match.group(1))
        if kind:
            rolled.append((kind, match.group(1).strip()))
        return "" if kind else match.group()

    parts = _PARTS.split(_BRACKETED.sub(drop, line))  # part, separator, part, ...
    kept: list[str] = []
    for part, separator in zip(parts[::2], ["", *parts[1::2]]):
        kind = kind_of(part)
        if kind:
            rolled.append((kind, part.strip()))
        else:
            kept += [separator if kept else "", part]
    return "".join(kept)


def _whole_line(lines: Sequence[str], number: int) -> str | None:
    """The kind of a line that rolls as a whole, alone or with the label beside it."""
    line = lines[number]
    kind = kind_of(line)
    if kind:
        return kind
    if _label(line):
        beside = [n for n in (number + 1, number - 1) if 0 <= n < len(lines)]
        return _label(line) if any(_value(lines[n]) for n in beside) else None
    if not _value(line):
        return None
    beside = [n for n in (number - 1, number + 1) if 0 <= n < len(lines)]
    label = next(filter(None, (_label(lines[n]) for n in beside)), None)
    at_edge = number < _EDGE or number >= len(lines) - _EDGE
    return label or ("stamp" if at_edge and _CLOCK.search(line) and _DAY.search(line) else None)
