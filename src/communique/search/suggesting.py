"""Suggesting: what words of the index a person may have meant, and how a beginning may go on. Knows no language."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

from communique.model import Suggestion
from communique.query import And, Boost, Field, Node, Not, Or, Word
from communique.search.analysis import Analyser
from communique.search.backend import SearchBackend
from communique.search.words import is_unspaced, pattern, shape

FEW = 3  # statements: a query that finds more is taken as it is
_SHORTEST = 4  # letters of a word that may be misspelt
_LONG = 8  # letters from which two edits may be one mistake
_COMMON = 20  # times as frequent must be what replaces a word that exists
_MOST_COMPARED = 50_000  # tokens that begin alike


def did_you_mean(query: str, node: Node, analysers: Sequence[Analyser], known: SearchBackend, found: int) -> str | None:
    """The query with rare words replaced by frequent ones spelt alike; None when there is nothing to replace.

    `found` is how many statements the query finds as it is: what replaces a word must be in more.
    """
    made, at, changed = [], 0, False
    for word in sorted(_words(node), key=lambda word: word.span):
        start, end = word.span
        better = _better(query[start:end], analysers, known, found) if query[start:end] == word.text else None
        if better is not None:
            made += [query[at:start], better]
            at, changed = end, True
    return "".join([*made, query[at:]]) if changed else None


def _words(node: Node) -> Iterator[Word]:
    """The words that are wanted in the text."""
    match node:
        case Word():
            yield node
        case And() | Or():
            for child in node.nodes:
                yield from _words(child)
        case Boost():
            yield from _words(node.node)
        case Field() if node.name == "title":
            yield from _words(node.node)
        case Not() | _:
            return


def _better(text: str, analysers: Sequence[Analyser], known: SearchBackend, found: int) -> str | None:
    """A more frequent token spelt like the word."""
    from rapidfuzz.distance import OSA

    raws = pattern().findall(unicodedata.normalize("NFC", text))
    if len(raws) != 1 or is_unspaced(raws[0][0]) or len(shape(raws[0]).parts) != 1 or not raws[0].isalpha():
        return None
    best: tuple[int, int, str] | None = None
    stems = {token for use in analysers for token in use.word(raws[0])[0].split()}
    inflected = max((known.frequency("words", stem) for stem in stems), default=0)
    for word in sorted({use.fold(raws[0]) for use in analysers}):
        having = max(known.frequency("exact", word), inflected)
        if len(word) < _SHORTEST or having > FEW:  # a word that several have, if in another form, is not doubted
            continue
        wanted = max(_COMMON * having, found)
        for start in dict.fromkeys((word[:2], word[1] + word[0], word[0], word[1:3])):
            for token, versions in known.tokens("exact", start, _MOST_COMPARED):
                if versions <= wanted:
                    break  # the most frequent come first
                most = 2 if len(word) >= _LONG else 1
                edits = OSA.distance(word, token, score_cutoff=most) if abs(len(token) - len(word)) <= most else most + 1
                if 0 < edits <= most and token.isalpha() and (best is None or (edits, -versions, token) < best):
                    best = (edits, -versions, token)
            if best is not None:
                return best[2]
    return None


def completions(text: str, analysers: Sequence[Analyser], known: SearchBackend, limit: int) -> tuple[Suggestion, ...]:
    """The text with its last word completed by the words of the index, the most frequent first."""
    raws = list(pattern().finditer(text))
    if not raws or raws[-1].end() != len(text) or is_unspaced(raws[-1].group()[0]):
        return ()
    found: dict[str, int] = {}
    for start in sorted({use.fold(unicodedata.normalize("NFC", raws[-1].group())) for use in analysers} - {""}):
        found.update(known.tokens("exact", start, limit + 1))
    ordered = sorted(((token, n) for token, n in found.items() if not token.isdigit()), key=lambda item: (-item[1], item[0]))
    before = text[: raws[-1].start()]
    return tuple(Suggestion(before + token, n) for token, n in ordered[:limit])
