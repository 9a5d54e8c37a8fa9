"""The frame of a statement, by rule: who issues it, who speaks where, which lines are no sentences of it."""

from __future__ import annotations

import bisect
import re
from collections.abc import Sequence
from dataclasses import dataclass

from communique.names import actor_code, fold
from communique.reading.actors import Mention, gazetteer
from communique.reading.lexicon import Lexicon, lexicon
from communique.reading.turns import JOURNALIST, Turn, turns
from communique.text import sentences as split

ISSUER = "ISSUER"
_WORD = re.compile(r"[^\W_]+(?:[.'’-][^\W_]+)*")
_PRESIDENCY = re.compile(
    r"president|presidency|white house|kremlin|head of state|presidence|presidencia|президент|رئاس|总统", re.IGNORECASE
)
_DATELINE = re.compile(r"^[^.!?]{0,60}\b(?:1[89]|20)\d\d\b[^.!?]{0,20}$")
_CLOSED = re.compile(r"[.!?…:;։۔।。！？\"”»)]$")


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who issues a statement."""

    name: str | None  # as given
    code: str | None  # of its state or organisation
    body: str | None  # presidency, or None


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks in a turn."""

    name: str
    own: bool  # the issuer itself: its leader, its spokesperson


@dataclass(frozen=True, slots=True)
class Frame:
    """What is known of a text before it is read."""

    text: str
    lang: str | None
    lexicon: Lexicon | None
    issuer: Issuer
    sentences: tuple[tuple[int, int], ...]
    kinds: tuple[str, ...]  # of each sentence: text, heading, dateline, salutation, signature
    mentions: tuple[Mention, ...]
    turns: tuple[Turn, ...]
    speakers: tuple[Speaker | None, ...]  # of each sentence; None: the issuer in a text without turns

    def within(self, start: int, end: int) -> list[Mention]:
        """The mentions in a stretch of the text."""
        first = bisect.bisect_left(self.mentions, start, key=lambda m: m.start)
        last = bisect.bisect_left(self.mentions, end, key=lambda m: m.start)
        return [m for m in self.mentions[first:last] if m.end <= end]

    def is_issuer(self, mention: Mention) -> bool:
        """Whether a mention names the issuer or its state."""
        return self.issuer.code is not None and mention.code == self.issuer.code


def frame(
    text: str, *, issuer: str | None, country: str | None = None, lang: str | None = None, title: str | None = None
) -> Frame:
    """The frame of a text.

    `issuer` is a name or a code; `country` the code of the state or organisation that it belongs to, where that is known.
    """
    known = lexicon(lang)
    book = gazetteer(lang)
    sentences = tuple(split(text))
    code = country or actor_code(issuer) or next((m.code for m in book.mentions(issuer or "")), None)
    if code is None and issuer:
        code = next((m.code for m in gazetteer("en").mentions(issuer)), None)
    body = "presidency" if issuer and _PRESIDENCY.search(issuer) else None
    who = Issuer(issuer, code, body)
    mentions = tuple(book.mentions(text))
    labels = turns(text, sentences, known) if known else []
    speakers = _speakers(labels, sentences, who, known, text, title or "") if known and labels else (None,) * len(sentences)
    return Frame(text, lang, known, who, sentences, _kinds(text, sentences), mentions, tuple(labels), tuple(speakers))


# --- who speaks --------------------------------------------------------------------------------------------------


def _speakers(
    labels: Sequence[Turn], sentences: Sequence[tuple[int, int]], issuer: Issuer, known: Lexicon, text: str, title: str
) -> list[Speaker | None]:
    """The speaker of each sentence: the last label before it."""
    people = {turn.label: _speaker(turn, issuer, known, f"{title}\n{text}") for turn in labels}
    if not any(one and one.own for one in people.values()):
        people = _with_one_of_the_issuer(people, labels)
    starts = [turn.start for turn in labels]
    found: list[Speaker | None] = []
    for start, _ in sentences:
        at = bisect.bisect_right(starts, start) - 1
        found.append(people[labels[at].label] if at >= 0 else None)
    return found


def _speaker(turn: Turn, issuer: Issuer, known: Lexicon, around: str) -> Speaker | None:
    """Who a label means; None while it is not known whether it is the issuer."""
    if turn.role == "asker":
        return Speaker(JOURNALIST, False)
    if turn.role in ("host", "crowd"):
        return Speaker(turn.label.title() if turn.label.isupper() else turn.label, False)
    if turn.role == "answer":
        return Speaker(turn.label, True)
    named = gazetteer(known.lang).mentions(turn.label)
    if named:
        return Speaker(turn.label, named[0].code == issuer.code)
    folded = fold(turn.label)
    if issuer.body and known.has("heads", folded):
        return Speaker(turn.label, True)
    beside = _state_beside(turn.label, known, around)
    if beside:
        return Speaker(turn.label, beside == issuer.code)
    if issuer.body is None and any(folded.startswith(f"{word} ") or folded == word for word in known.words.get("speakers", ())):
        return Speaker(turn.label, True)
    return None


def _state_beside(label: str, known: Lexicon, around: str) -> str | None:
    """The state that the text names with a speaker: `President of Panama Juan Varela`, `Juan Varela of Panama`."""
    surname = re.escape(_WORD.findall(label)[-1])
    book = gazetteer(known.lang)
    for match in re.finditer(rf"\b{surname}\b(?!\s*:)", around, re.IGNORECASE):
        before = around[max(0, match.start() - 70) : match.start()].rsplit("\n", 1)[-1].rsplit(", ", 1)[-1]
        after = re.match(r",? (?:of|from) (?:the )?([A-Z][^,.;\n]{0,40})", around[match.end() : match.end() + 60])
        for stretch in (before, after[1] if after else ""):
            found = book.mentions(stretch)
            if found and (
                stretch is not before or re.search(r"(?i)president|minister|chancellor|king|secretary|leader", stretch)
            ):
                return found[0].code
    return None


def _with_one_of_the_issuer(people: dict[str, Speaker | None], labels: Sequence[Turn]) -> dict[str, Speaker | None]:
    """Where no speaker is known to be the issuer's: the only one who could be, else the first of them."""
    open_ = list(dict.fromkeys(turn.label for turn in labels if people[turn.label] is None))
    if open_:
        people = people | {open_[0]: Speaker(open_[0], True)}
    return {label: one or Speaker(label, False) for label, one in people.items()}


# --- lines that are no sentences ---------------------------------------------------------------------------------


def _kinds(text: str, sentences: Sequence[tuple[int, int]]) -> tuple[str, ...]:
    last = len(sentences) - 1
    return tuple(_kind(text, start, end, number, last) for number, (start, end) in enumerate(sentences))


def _kind(text: str, start: int, end: int, number: int, last: int) -> str:
    """A line of its own that is no sentence, by its form."""
    alone = (start == 0 or text[start - 1] == "\n") and (end == len(text) or text[end] == "\n")
    if not alone or end - start > 160:
        return "text"
    line = text[start:end]
    if line.endswith((",", "!")) and number < 4 and len(line) < 90:
        return "salutation"
    if _CLOSED.search(line):
        return "text"
    if _DATELINE.search(line):
        return "dateline"
    if number >= last - 1 and number > 2:
        return "signature"
    return "heading" if len(line.split()) <= 14 else "text"
