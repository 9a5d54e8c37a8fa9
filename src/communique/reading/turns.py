"""Turns of briefings, interviews and meetings: who speaks from where on. Rules; the labels' words are in the lexicon."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from communique.names import fold
from communique.reading.lexicon import Lexicon

_LABEL = re.compile(r"[\"“«(\[]?(?P<label>[^\s:：\n][^:：\n]{0,119}?)\s?(?P<mark>[:：])(?=\s|[^\s\d/]|$)")
_BARE = re.compile(r"(?P<label>Q|A)(?=[ \t\u00a0]{2,}|[.)\u2013\u2014-] ?[^\W\d_])")
_WORD = re.compile(r"[^\W_]+(?:[.'’-][^\W_]+)*")
_SMALL = frozenset(
    ("of", "the", "and", "for", "de", "del", "da", "van", "von", "der", "al", "el", "bin", "ibn", "to", "in", "on", "la")
)
_MOST_WORDS = 14
JOURNALIST = "Journalist"


@dataclass(frozen=True, slots=True)
class Turn:
    """From `start` on somebody speaks, under a label of the text."""

    start: int  # of the label
    end: int  # behind the label's colon
    label: str
    role: str  # asker, host, crowd, answer, named


def turns(text: str, sentences: Sequence[tuple[int, int]], lexicon: Lexicon) -> list[Turn]:
    """The turns of a text in order; empty where it is no talk."""
    found = list(_labels(text, sentences, lexicon))
    times = Counter(fold(turn.label) for turn in found)
    sure = [turn for turn in found if turn.role != "named" or times[fold(turn.label)] > 1 or _titled(turn.label, lexicon)]
    if not sure:
        return []
    talk = any(turn.role in ("asker", "answer") for turn in sure) or len({fold(t.label) for t in sure}) > 1
    kept = [turn for turn in found if turn in sure or _person(turn.label)] if talk else sure
    return kept if talk or len(kept) > 1 or _titled(kept[0].label, lexicon) else []


def _labels(text: str, sentences: Sequence[tuple[int, int]], lexicon: Lexicon) -> Iterator[Turn]:
    """Every beginning of a sentence that looks like a label."""
    for start, end in sentences:
        match = _LABEL.match(text, start, min(end + 1, start + 130))
        bare = _BARE.match(text, start, end)
        if bare:
            yield Turn(start, bare.end(), bare["label"], "asker" if bare["label"] == "Q" else "answer")
        elif match and (role := _role(match["label"], lexicon)):
            yield Turn(start, match.end(), match["label"].strip('*_ "“«'), role)


def _role(label: str, lexicon: Lexicon) -> str | None:
    """What a label makes of its speaker; None where it is none."""
    words = _WORD.findall(label)
    if not words or len(words) > _MOST_WORDS:
        return None
    folded = fold(label.split("(")[0])
    first, last = fold(words[0]), fold(words[-1])
    for name, role in (("askers", "asker"), ("hosts", "host"), ("crowds", "crowd"), ("answers", "answer")):
        if lexicon.has(name, folded) or (
            role != "answer" and len(words) < 5 and (lexicon.has(name, first) or lexicon.has(name, last))
        ):
            return role
    if _titled(label, lexicon):
        return "named"
    caps = [word for word in words if word[0].isupper()]
    small = [word for word in words if not word[0].isupper()]
    if not caps or any(word.lower() not in _SMALL for word in small) or not words[0][0].isupper():
        return None
    return "named" if len(words) <= 6 else None


def _titled(label: str, lexicon: Lexicon) -> bool:
    """Whether a label begins with a title, or has one before a name, and is no clause."""
    words = _WORD.findall(label)
    if not 0 < len(words) <= _MOST_WORDS or sum(word[0].islower() and word.lower() not in _SMALL for word in words) > 1:
        return False
    keys = [fold(word) for word in words]
    return any(lexicon.has("titles", " ".join(keys[at : at + n])) for at in range(len(keys)) for n in (1, 2, 3))


def _person(label: str) -> bool:
    """Two to four words, each with a capital: a name."""
    words = _WORD.findall(label)
    return 1 < len(words) <= 4 and all(word[0].isupper() for word in words)
