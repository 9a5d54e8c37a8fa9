"""Statements like another: its characteristic words, asked for as any query is, so that every engine can answer."""

from __future__ import annotations

import math
from collections import Counter

from communique.search.analysis import analyser, small_words
from communique.search.backend import Any_, AnyOf, AnyToken, Criterion, NoneOf, SearchBackend
from communique.search.planning import Leaf, Plan

_WORDS = 25  # characteristic words that are asked for
_SHARE = 0.34  # of the versions: a word that more of them have is characteristic of none
_FEW = 5  # versions that may have a word in any archive
_LONGEST = 50_000  # characters of the text that are read


def alike(title: str | None, text: str, lang: str | None, known: SearchBackend, *, own: int) -> Plan:
    """The plan that finds statements with the same characteristic words: frequent here (TF), rare elsewhere (IDF).

    `own` is how many versions the statement has: a word that only they have finds nothing else.
    """
    use = analyser(lang)
    counts = Counter(f"{use.fields(title or '')[0]} {use.fields(text[:_LONGEST])[0]}".split())
    documents, small = known.documents(), small_words((use,))
    weighed: list[tuple[float, str]] = []
    for token, count in counts.items():
        having = known.frequency("words", token)
        shared = own < having <= max(_FEW + own, documents * _SHARE)
        if shared and len(token) > 1 and not token.isdigit() and token not in small:
            weighed.append((math.sqrt(count) * math.log(1 + documents / having), token))
    chosen = [token for _, token in sorted(weighed, key=lambda item: (-item[0], item[1]))[:_WORDS]]
    leaves = tuple(Leaf(words=frozenset({token})) for token in chosen)
    criteria: tuple[Criterion, ...] = tuple(AnyToken("words", (token,)) for token in chosen)
    return Plan(AnyOf(criteria) if criteria else NoneOf(Any_()), None, None, leaves)
