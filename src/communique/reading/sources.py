"""Sources as they are marked: what is no holder is taken off, and verbs whose form says that the first person speaks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from communique.names import fold
from communique.reading.frame import Frame
from communique.reading.lexicon import Lexicon
from communique.reading.reader import Relation, Span

_WORD = re.compile(r"[^\W_]+(?:[.'’ʼ-][^\W_]+)*")
_EDGE = re.compile(r"[\s*_#>«»“”\"(\[–—-]*")
_FIRST_WORDS = 3  # of a cue that may be its verb


def cleaned(frame: Frame, relations: Sequence[Relation]) -> list[Relation]:
    """Relations whose source is words of a holder, or none."""
    return [replace(one, source=_source(frame, one)) if one.source is not None else one for one in relations]


def _source(frame: Frame, relation: Relation) -> Span | None:
    lexicon = frame.lexicon
    assert relation.source is not None
    start, end = relation.source
    edge = _EDGE.match(frame.text, start, end)
    start = edge.end() if edge else start
    words = [(m.start(), fold(m[0])) for m in _WORD.finditer(frame.text, start, end)]
    if not words:
        return None
    if lexicon is None:
        return start, end
    if len(words) == 1 and (lexicon.has("no_source", words[0][1]) or _is_verb(words[0][1], lexicon)):
        return None
    if spoken_in_the_first_person(frame, relation) and not _first_person(words, lexicon):
        return None
    while len(words) > 1 and all(lexicon.has(kind, words[0][1]) for kind in ("no_source", "prepositions")):
        del words[0]
        start = words[0][0]
    return start, end


def spoken_in_the_first_person(frame: Frame, relation: Relation) -> bool:
    """Whether the cue's verb has the first person for its subject: `Дякуємо`, `Считаем`."""
    lexicon = frame.lexicon
    if lexicon is None or "first_verbs" not in lexicon.words:
        return False
    words = _WORD.findall(frame.text, *relation.cue)[:_FIRST_WORDS]
    return any(_is_verb(fold(word), lexicon) for word in words)


def _is_verb(word: str, lexicon: Lexicon) -> bool:
    if lexicon.has("first_verbs", word):
        return True
    return any(len(word) > len(ending) + 1 and word.endswith(ending) for ending in lexicon.first_endings)


def _first_person(words: Sequence[tuple[int, str]], lexicon: Lexicon) -> bool:
    return any(lexicon.has(kind, word) for _, word in words for kind in ("first_singular", "first_plural"))
