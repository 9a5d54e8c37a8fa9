"""Nouns that stand for somebody named before: `the two presidents`, `the Ambassador`, `the resolution`."""

from __future__ import annotations

import bisect
import re

from communique.names import fold
from communique.reading.frame import ISSUER
from communique.reading.holder import EVEN, HARDLY, UNLIKELY, Holder
from communique.reading.introduced import office_of
from communique.reading.lexicon import Lexicon
from communique.reading.phrases import without_article
from communique.reading.reader import Relation
from communique.reading.told import Told

_ADOPTING = frozenset({"UNSC", "UNGA"})  # bodies whose resolutions are meant
# `242 (1967)` of the Security Council; `37/10` and `3292 (XXIX)` of the General Assembly
_NUMBERED = re.compile(r"\b\d{1,4} ?\((?P<year>(?:19|20)\d\d)\b|\b\d{1,2}/\d{1,3}\b(?!/)|\b\d{1,4} ?\([IVXLC]+\b")
_NEAR = 60  # mentions that are looked back at
_PAIR_SENTENCES = 3


def introduced(told: Told, relation: Relation, words: str, key: str, lexicon: Lexicon) -> Holder | None:
    """`the Ambassador`, `the delegation`: of another state, where the one named last before was another's.

    A ministry's or a presidency's `the Minister` is its own unless the reader takes it for somebody else.
    """
    frame, office, speaker = told.frame, without_article(key, lexicon), told.speaker(relation)
    if relation.source is None or not lexicon.has("offices", office) or (speaker is not None and not speaker.own):
        return None
    if lexicon.alone("presidency" if frame.issuer.body else None, office) and not lexicon.has("envoys", office):
        if relation.issuer >= EVEN or (lexicon.has("heads", office) and frame.issuer.body == "presidency"):
            return None
    elif told.words.embassy():
        return None
    code = office_of(frame, office, relation.source[0])
    return Holder(code, words) if code is not None and code != frame.issuer.code else None


def adopted(told: Told, relation: Relation, words: str, key: str, lexicon: Lexicon) -> Holder | None:
    """`resolution 37/10`, by the form of its number; `the resolution`: the body that adopts such, which was named last before."""
    if not any(lexicon.has("documents", part) for part in key.split(" ")[:4]):
        return None
    numbered = _NUMBERED.search(words)
    if numbered is not None and not _of_another(told, words[: numbered.start()], lexicon):
        return Holder("UNSC" if numbered["year"] else "UNGA", words)
    mentions = told.frame.mentions
    first = bisect.bisect_left(mentions, relation.cue[0], key=lambda m: m.start)
    for mention in reversed(mentions[max(0, first - _NEAR) : first]):
        if mention.code in _ADOPTING:
            return Holder(mention.code, words)
    return None


def _of_another(told: Told, before: str, lexicon: Lexicon) -> bool:
    """Whether what stands before the number names a body that counts its resolutions alike: `Human Rights Council resolution`."""
    mentions = told.words.mentions(before)
    if mentions:
        return any(m.code not in _ADOPTING | {"UN"} for m in mentions)
    return any(word[0].isupper() and not lexicon.has("documents", fold(word)) for word in before.split()[1:])


def together(told: Told, relation: Relation, words: str) -> Holder:
    """`the two presidents`, `both sides`: the two that were named last; else the issuer and the other one named first.

    Two others of whom the issuer speaks are no pair with it.
    """
    frame, pair = told.frame, _pair(told, relation)
    if pair is not None and (relation.issuer >= HARDLY if ISSUER in pair else relation.issuer < EVEN):
        return Holder(pair, words)
    if relation.issuer < UNLIKELY:
        return Holder(None, words)
    first = next((m for m in frame.mentions if m.start < relation.cue[0] and not frame.is_issuer(m)), None)
    return Holder((ISSUER, first.code) if first else ISSUER, words)


def _pair(told: Told, relation: Relation) -> tuple[str, str] | None:
    """The two states of this sentence and those before it, back to where there are two; None where there are more."""
    frame = told.frame
    if relation.source is None or relation.sentence >= len(frame.sentences):
        return None
    for back in range(_PAIR_SENTENCES):
        low = frame.sentences[max(0, relation.sentence - back)][0]
        named = [m for m in frame.within(low, relation.source[0]) if m.kind == "country"]
        who = tuple(dict.fromkeys(ISSUER if frame.is_issuer(m) else m.code for m in named))
        if len(who) > 1:
            return (who[1], who[0]) if who[1] == ISSUER and len(who) == 2 else (who[0], who[1]) if len(who) == 2 else None
    return None
