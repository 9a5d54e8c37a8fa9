"""Turns of briefings, interviews and meetings: who speaks from where on. Rules; the labels' words are in the lexicon."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from communique.names import fold
from communique.reading.actors import gazetteer
from communique.reading.lexicon import Lexicon
from communique.reading.people import people

_LABEL = re.compile(r"[\"“«(\[<>… ]*(?P<label>[^\s:：\n][^:：\n]{0,119}?)\s?(?P<mark>[:：]|\.\s?[-–—](?=\s))(?=\s|[^\s\d/]|$)")
_BARE = re.compile(r"(?P<label>Q|A)(?=[ \t\u00a0]{2,}|[.)\u2013\u2014-] ?[^\W\d_])")
_ASKED = re.compile(r"(?P<label>Q)[ \u00a0]\s*(?=[\"“A-Z(])")  # at the head of a line
_BRACKETS = re.compile(r"\s*[(\[（][^)\]）]*[)\]）]?")
_WORD = re.compile(r"[^\W_]+(?:[.'’-][^\W_]+)*")
_SMALL = frozenset(
    ("of", "the", "and", "for", "de", "del", "da", "van", "von", "der", "al", "el", "bin", "ibn", "to", "in", "on", "la")
)
_MOST_WORDS = 14
_MOST_CASELESS = 4
_ROLES = (("askers", "asker"), ("hosts", "host"), ("crowds", "crowd"), ("answers", "answer"))
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
    known = people(lexicon.lang)
    sure = {
        turn.label
        for turn in found
        if turn.role != "named" or times[fold(turn.label)] > 1 or _titled(turn.label, lexicon) or known.named(turn.label)
    }
    kept = [turn for turn in found if turn.label in sure or _person(turn.label)]
    persons = {fold(turn.label) for turn in kept}
    if not sure and len(persons) < 2:
        return []
    talk = len(persons) > 1 or any(turn.role in ("asker", "answer") for turn in kept)
    return kept if talk else [turn for turn in found if turn.label in sure]


def _labels(text: str, sentences: Sequence[tuple[int, int]], lexicon: Lexicon) -> Iterator[Turn]:
    """Every beginning of a sentence that looks like a label."""
    for start, end in sentences:
        match = _LABEL.match(text, start, min(end + 1, start + 130))
        bare = _BARE.match(text, start, end)
        if bare is None and (start == 0 or text[start - 1] == "\n"):
            bare = _ASKED.match(text, start, end)
        if bare:
            yield Turn(start, bare.end(), bare["label"], "asker" if bare["label"] == "Q" else "answer")
        elif match:
            label = _BRACKETS.sub("", match["label"]).strip('*_ "“«')
            role = _role(label, lexicon)
            if role and (match["mark"] in ":：" or role in ("asker", "answer")):
                yield Turn(start, match.end(), label, role)


def _role(label: str, lexicon: Lexicon) -> str | None:
    """What a label makes of its speaker; None where it is none."""
    words = _WORD.findall(label)
    if not words or len(words) > _MOST_WORDS:
        return None
    folded = fold(label)
    if any(lexicon.has("told", fold(word)) for word in words):  # `وأضاف الرئيس:` reports, and is no label
        return None
    begins = any(lexicon.has("titles", " ".join(folded.split(" ")[:n])) for n in (1, 2))  # `Press Secretary` is no press
    for name, role in _ROLES:
        if lexicon.has(name, folded) or (lexicon.unspaced and len(label) < 16 and lexicon.ends(name, folded)):
            return role
        outer = [fold(words[-1])] if begins else [fold(words[0]), fold(words[-1])]
        if role != "answer" and len(words) < 5 and any(lexicon.has(name, word) for word in outer):
            return role
    if _titled(label, lexicon):
        asks = not begins and any(lexicon.has("askers", fold(word)) for word in words[:-1])
        return "asker" if asks else "named"
    if _caseless(label):
        return "named" if len(words) <= _MOST_CASELESS and len(label) <= 24 else None
    if not words[0][0].isupper() or any(word[0].islower() and word.lower() not in _SMALL for word in words):
        asks = any(lexicon.has("askers", fold(word)) for word in words) and all(word[0].isupper() for word in words[-2:])
        return "asker" if asks and len(words) > 2 else None
    return (
        "named"
        if len(words) <= 6 or (len(words) <= _MOST_WORDS and people(lexicon.lang).named(label))
        else _stately(label, lexicon)
    )


def _stately(label: str, lexicon: Lexicon) -> str | None:
    """A long label of capitals that names a state and ends in a name: `Member of the Presidency of Bosnia ... Milorad Dodik`."""
    words = _WORD.findall(label)
    return "named" if all(word[0].isupper() for word in words[-2:]) and gazetteer(lexicon.lang).mentions(label) else None


def _titled(label: str, lexicon: Lexicon) -> bool:
    """Whether a label begins with a title, or has one before a name, and is no clause."""
    words = _WORD.findall(label)
    if not 0 < len(words) <= _MOST_WORDS:
        return False
    if lexicon.unspaced:
        return len(label) <= 24 and any(len(one) > 1 and one in label for one in lexicon.words["titles"])
    keys = [fold(word) for word in words]
    for word, key in zip(words, keys, strict=True):
        if word[0].islower() and key not in _SMALL and not lexicon.part("titles", key) and not _office(key, word, lexicon):
            return False
    return any(lexicon.has("titles", " ".join(keys[at : at + n])) for at in range(len(keys)) for n in (1, 2, 3))


def _office(key: str, word: str, lexicon: Lexicon) -> bool:
    """A small word of an office: `российский`, `affaires étrangères`."""
    return lexicon.part("bodies", key) or lexicon.part("officials", key) or bool(gazetteer(lexicon.lang).mentions(word))


def _person(label: str) -> bool:
    """Two to four words, each with a capital: a name."""
    words = _WORD.findall(label)
    return 1 < len(words) <= 4 and all(word[0].isupper() for word in words)


def _caseless(label: str) -> bool:
    """Whether the label's script has no capitals."""
    first = next((char for char in label if char.isalpha()), "")
    return first.upper() == first.lower()
