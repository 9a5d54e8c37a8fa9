"""A reader for tests, made of regular expressions: deterministic, picklable, for English (and, as an experiment, Ukrainian)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from communique.reading import Marked, Relation, SentenceMark
from communique.reading.reader import Span

# "Tamrania claims that X.", "The Ministry denies that Y.", "X, according to Tamrania."
_CUES = {"claims": "STATE", "says": "STATE", "denies": "DENY", "accuses": "ACCUSE", "rejects": "REJECT", "заявляє": "STATE"}
_CLAUSE = re.compile(
    rf"(?P<source>(?:The )?[^\W\d_]+(?: [^\W\d_]+){{0,3}}?) (?P<cue>{'|'.join(_CUES)}) (?:that |, що )?(?P<content>[^.]+)"
)
_ACTS = (("condemn", "ACCUSE"), ("demand", "DEMAND"), ("reject", "REJECT"), ("welcome", "SUPPORT"), ("promise", "COMMIT"))
_ACTOR = re.compile(r"Tamrania|Karvelia|Lennmark")


@dataclass(frozen=True)
class PlainReader:
    """Marks what its few patterns find."""

    name: str = "plain/1"
    languages: frozenset[str] = frozenset({"en", "uk"})
    dies_of: str = "\0"  # a word in a text that makes it fail

    def read(
        self,
        text: str,
        sentences: Sequence[Span],
        lang: str | None,
        issuer_spans: Sequence[Span],
        actor_spans: Sequence[tuple[int, int, str]],
    ) -> Marked:
        if self.dies_of in text:
            raise ValueError(f"a text with {self.dies_of}")
        relations: list[Relation] = []
        marks = []
        for number, (start, end) in enumerate(sentences):
            sentence = text[start:end]
            act = next((act for word, act in _ACTS if word in sentence), "STATE")
            targets = tuple((start + m.start(), start + m.end()) for m in _ACTOR.finditer(sentence) if act == "ACCUSE")
            marks.append(SentenceMark(start, end, act, 0.9, targets))
            relations += self._relations(text, start, end, number, len(relations))
        return Marked(tuple(marks), tuple(relations))

    def _relations(self, text: str, start: int, end: int, number: int, place: int) -> list[Relation]:
        """A clause, and the clauses within its content."""
        found: list[Relation] = []
        while match := _CLAUSE.search(text, start, end):
            act = _CUES[match.group("cue")]
            stance = "-" if found and found[-1].act == "DENY" else "0"
            parent = place + len(found) - 1 if found else None
            spans = (match.span("cue"), match.span("source"), match.span("content"))
            found.append(Relation(spans[0], number, spans[1], (spans[2],), act, stance, 0.1, parent, confidence=0.8))
            start = spans[2][0]
        return found
