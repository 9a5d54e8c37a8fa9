"""The door of readers: text and frame in, spans and labels out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class SentenceMark:
    """What the issuer does with a sentence."""

    start: int
    end: int
    act: str
    probability: float
    targets: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Relation:
    """Who says what: source, cue and content as spans of the text."""

    cue: Span
    sentence: int  # place of the cue's sentence in `Marked.sentences`
    source: Span | None
    content: tuple[Span, ...]
    act: str
    stance: str  # of the issuer to the content: + - 0
    issuer: float  # 0 .. 1: how likely the holder is the issuer
    parent: int | None = None  # place of the relation whose content holds this one
    targets: tuple[Span, ...] = ()
    confidence: float = 1.0
    like: tuple[
        tuple[Span, float], ...
    ] = ()  # names and sources in the text that the holder may be the same as, how likely: 0 .. 1


@dataclass(frozen=True, slots=True)
class Marked:
    """What a reader finds in a text."""

    sentences: tuple[SentenceMark, ...]
    relations: tuple[Relation, ...]


class Reader(Protocol):
    """Marks acts, cues, sources and contents."""

    @property
    def name(self) -> str:
        """Kind, version and digest of the model."""

    @property
    def languages(self) -> frozenset[str]:
        """BCP-47 tags that it reads."""

    def read(
        self,
        text: str,
        sentences: Sequence[Span],
        lang: str | None,
        issuer_spans: Sequence[Span],
        actor_spans: Sequence[tuple[int, int, str]],
    ) -> Marked:
        """Marks of the sentences; `actor_spans` are mentions of actors with `country` or `organisation`."""
