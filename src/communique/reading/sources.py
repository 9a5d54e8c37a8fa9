"""Sources as they are marked: what is no holder is taken off, and verbs whose form says that the first person speaks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from communique.names import fold
from communique.reading.frame import Frame
from communique.reading.lexicon import Lexicon
from communique.reading.reader import Relation, Span
from communique.reading.words import Words

_WORD = re.compile(r"[^\W_]+(?:[.'’ʼ-][^\W_]+)*")
_EDGE = re.compile(r"[\s*_#>«»“”\"(\[–—-]*")


def cleaned(frame: Frame, relations: Sequence[Relation]) -> list[Relation]:
    """Relations whose source is words of a holder, or none."""
    if frame.lexicon is None:
        return list(relations)
    words, lexicon = Words(frame), frame.lexicon
    return [_cleaned(words, one, one.source, lexicon) if one.source is not None else one for one in relations]


def _cleaned(words: Words, relation: Relation, source: Span, lexicon: Lexicon) -> Relation:
    text = words.frame.text
    edge = _EDGE.match(text, *source)
    start, end = edge.end() if edge else source[0], source[1]
    keys = [(m.start(), fold(m[0])) for m in _WORD.finditer(text, start, end)]
    if not keys or (len(keys) == 1 and lexicon.has("no_source", keys[0][1])):
        return replace(relation, source=None)
    if _is_verb(text[start:end], lexicon):  # `Хочу | повторити`: the verb belongs to the cue
        beside = start < relation.cue[0] and not text[end : relation.cue[0]].strip()
        return replace(relation, source=None, cue=(start, relation.cue[1]) if beside else relation.cue)
    if spoken_by_verb(words, relation):
        return replace(relation, source=None)
    while len(keys) > 1 and all(lexicon.has(kind, keys[0][1]) for kind in ("no_source", "prepositions")):
        del keys[0]
        start = keys[0][0]
    return replace(relation, source=(start, end))


def spoken_by_verb(words: Words, relation: Relation) -> bool:
    """Whether the form of the cue's verb or noun says that the first person speaks: `Дякуємо`, `Rechazamos`, `çağrımızı`.

    What is marked as its source then cannot be it, unless it is `we`, names the issuer, or several.
    """
    text, lexicon, source = words.frame.text, words.frame.lexicon, relation.source
    if lexicon is None:
        return False
    subject = text[slice(*source)] if source is not None else ""
    if _is_verb(subject, lexicon):
        return True
    if not _speaks(text[slice(*relation.cue)], lexicon):
        return False
    if any(lexicon.first_person(fold(word)) for word in _WORD.findall(subject)) or len(words.parts(subject)) > 1:
        return False
    return not any(words.frame.is_issuer(m) and not m.adjective for m in words.mentions(subject))


def _speaks(cue: str, lexicon: Lexicon) -> bool:
    """Whether a word of a cue is in the first person; in some languages only its last word is the verb."""
    keys = [fold(word) for word in cue.split()]
    return any(
        lexicon.formed(kind, key) for key in (keys[-1:] if lexicon.verb_last else keys) for kind in ("first_verbs", "ours")
    )


def _is_verb(words: str, lexicon: Lexicon) -> bool:
    """Whether one word, which was marked as a source, is a verb in the first person."""
    return len(words.split()) == 1 and not lexicon.verb_last and lexicon.formed("first_verbs", fold(words))
