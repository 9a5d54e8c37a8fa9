"""The frame of a statement, by rule: who issues it, who speaks where, which lines are no sentences of it."""

from __future__ import annotations

import bisect
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from communique.names import fold
from communique.reading.actors import Mention, code_of, gazetteer, sides, with_sides
from communique.reading.addressees import addressee
from communique.reading.lexicon import Lexicon, lexicon
from communique.reading.speakers import Issuer, Speaker, speakers_of
from communique.reading.turns import Turn, turns
from communique.text import sentences as split

ISSUER = "ISSUER"
_PRESIDENCY = re.compile(
    r"president|presidency|white house|kremlin|head of state|presidence|presidencia|elysee|casa rosada|президент"
    r"|ر[يی]اس|رييس الجمهوري|الديوان الملكي|ر[يی]{2}س جمهور|总统"
)  # compared folded
_DATELINE = re.compile(r"^[^.!?؟]{0,60}\b(?:1[89]|20|[۱١][۳۴٣٤]|[۲٢][۰٠])\d\d\b[^.!?؟]{0,20}$")
_HEADLINE = 26  # words of a line that opens a statement and is not closed
_CLOSED = re.compile(r"[.!?؟؛…:;։۔।。！？\"“”’»›」』)]$")


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
    sides: Mapping[str, str] = field(default_factory=dict)  # short names that hold in this text -> codes
    addressee: tuple[str, ...] = ()  # whom the whole is spoken to, where the title says so

    def named(self, words: str) -> list[Mention]:
        """The mentions in a phrase, with the short names of this text."""
        return with_sides(words, gazetteer(self.lang).mentions(words), self.sides)

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
    code = country or code_of(issuer) or next((m.code for m in book.mentions(issuer or "")), None)
    if code is None and issuer:
        code = next((m.code for m in gazetteer("en").mentions(issuer)), None)
    body = "presidency" if issuer and _PRESIDENCY.search(fold(issuer)) else None
    who = Issuer(issuer, code, body)
    plain = book.mentions(text)
    short = sides(text, plain, known.words.get("no_sides", ())) if known and known.unspaced else {}
    mentions = tuple(with_sides(text, plain, short))
    labels = turns(text, sentences, known) if known else []
    speakers = speakers_of(text, sentences, labels, who, known, title or "") if known else [None] * len(sentences)
    spoken_to = addressee(title, known, book, code) if known and title else ()
    kinds = _kinds(text, sentences, known)
    return Frame(text, lang, known, who, sentences, kinds, mentions, tuple(labels), tuple(speakers), short, spoken_to)


# --- lines that are no sentences ---------------------------------------------------------------------------------


def _kinds(text: str, sentences: Sequence[tuple[int, int]], known: Lexicon | None) -> tuple[str, ...]:
    last = len(sentences) - 1
    return tuple(
        (known and _by_formula(text[start:end], known)) or _kind(text, start, end, number, last)
        for number, (start, end) in enumerate(sentences)
    )


def _by_formula(line: str, known: Lexicon) -> str | None:
    """A formula that ends statements, or a heading that ends in an abbreviation: `Kamuoyuna duyurulur.`, `... Hk.`."""
    folded = fold(line)
    if folded in known.words.get("closings", ()):
        return "signature"
    return "heading" if folded.rsplit(" ", 1)[-1] in known.words.get("heading_ends", ()) else None


def _kind(text: str, start: int, end: int, number: int, last: int) -> str:
    """A line of its own that is no sentence, by its form."""
    alone = (start == 0 or text[start - 1] == "\n") and (end == len(text) or text[end] == "\n")
    if not alone or end - start > 160:
        return "text"
    line = text[start:end].strip("*_# ")
    if line.rstrip(".)").isdigit():
        return "heading"
    if line.endswith((",", "،", "!")) and number < 4 and len(line) < 90:
        return "salutation"
    if _CLOSED.search(line) and not (number == 0 and line.endswith("…")):
        return "text"
    if _DATELINE.search(line):
        return "dateline"
    if number >= last - 1 and number > 2:
        return "signature"
    return "heading" if len(line.split()) <= (_HEADLINE if number < 3 else 14) else "text"
