"""Targets: the actors that an act is about, from the words that a reader marked."""

from __future__ import annotations

import re
from collections.abc import Sequence

from communique.names import fold
from communique.reading.actors import gazetteer
from communique.reading.frame import Frame
from communique.reading.holders import Holder
from communique.reading.reader import Span

_EDGES = re.compile(r"^(?:the|a|an)\s+|['’]s?$|[,;:.\"“”«»()]+$", re.IGNORECASE)
_PRONOUNS = ("first_singular", "first_plural", "second", "person", "plural", "thing", "relative")


def named(frame: Frame, spans: Sequence[Span], holder: Holder | None, sentence: int) -> tuple[str, ...]:
    """Codes where names are known, else the words; pronouns through the actor that was named last before them."""
    found: list[str] = []
    for start, end in spans:
        words = frame.text[start:end]
        if _is_pronoun(frame, words):
            before = _before(frame, start, sentence)
            found += [before] if before else []
            continue
        mentions = gazetteer(frame.lang).mentions(words)
        found += [m.code for m in mentions] if mentions else [_EDGES.sub("", words.strip())]
    own = frame.issuer.code
    return tuple(one for one in dict.fromkeys(found) if one and (one != own or (holder is not None and holder.who != "ISSUER")))


def _is_pronoun(frame: Frame, words: str) -> bool:
    lexicon = frame.lexicon
    return lexicon is not None and any(lexicon.has(kind, fold(words)) for kind in _PRONOUNS)


def _before(frame: Frame, start: int, sentence: int) -> str | None:
    """The actor named last before a place, in the sentence or the one before it; never the issuer."""
    low = frame.sentences[max(0, sentence - 1)][0] if sentence < len(frame.sentences) else 0
    others = [m for m in frame.within(low, start) if not frame.is_issuer(m)]
    return others[-1].code if others else None
