"""Hits: the sentence of a version that answers a query best, and what of it is highlighted."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from communique.model import ClaimMark, Hit, Passage, Span, Statement
from communique.search.analysis import Analyser, analyser
from communique.search.claiming import tokens_of
from communique.search.folding import fold
from communique.search.matching import Matcher, Place, by_line, merged
from communique.search.planning import Leaf
from communique.text import sentences

_CHUNK = 20_000  # characters that are read before asking whether a better sentence is still possible
_TOGETHER = 4  # characters of neighbouring pairs that are worth showing beside longer ones
_SHOWN = 3  # sentences of a hit
_ENOUGH = 1_000_000  # characters after which any answer will do


@dataclass(frozen=True, slots=True)
class StoredVersion:
    """What a hit needs of a version; the archive gives it."""

    statement: Statement
    version: str
    title: str | None
    text: str
    lang: str | None
    current: bool


Texts = Callable[[Sequence[str]], Mapping[str, StoredVersion]]  # version ids -> what is stored; unknown and hidden ones missing


class _Best(NamedTuple):
    """A stretch of one or more sentences, how well it answers, and where."""

    phrases: float
    weight: float
    start: int
    end: int
    highlights: tuple[Span, ...]
    complete: bool  # nothing can answer better


@dataclass(slots=True)
class Quoter:
    """Finds the quotes of one query.

    `weights` holds what each leaf counts for: a sentence with more of the leaves is better, the earliest of equals wins.
    """

    leaves: Sequence[Leaf]
    weights: Sequence[float]
    claims: frozenset[str] = frozenset()  # what is asked of one claim
    _matchers: dict[tuple[Analyser, bool], Matcher] = field(default_factory=dict)
    _words: Quoter | None = None  # the words of phrases, one by one

    def hit(self, stored: StoredVersion, score: float, copies: tuple[str, ...] = (), claims: Sequence[ClaimMark] = ()) -> Hit:
        """The hit of one version; where one of its claims answers, that claim's sentence."""
        said = self._said(stored, [one for one in claims if not self.claims.isdisjoint(tokens_of(one))])
        part, chosen = self._choose(stored) if not said else ("text", said)
        best, *further = chosen
        text = stored.text if part == "text" else stored.title or ""
        return Hit(
            statement=stored.statement,
            version=stored.version,
            score=score,
            part=part,
            current=stored.current,
            quote=text[best.start : best.end],
            start=best.start,
            end=best.end,
            highlights=best.highlights,
            copies=copies,
            more=tuple(Passage(text[one.start : one.end], one.start, one.end, one.highlights) for one in further),
        )

    def places(self, text: str, lang: str | None) -> tuple[Span, ...]:
        """Every stretch of a text that answers a leaf, in order."""
        matcher = Matcher(self.leaves, analyser(lang), False)
        found = list(matcher.places(text, 0, min(len(text), _ENOUGH))) if self.leaves else []
        return self._shown(text, found, 0, len(text)) if found else ()

    def _choose(self, stored: StoredVersion) -> tuple[Literal["text", "title"], list[_Best]]:
        """The best of the text; the title only for what the text does not have."""
        in_text = self._best(stored.text, stored.lang, title=False) if self.leaves else []
        if in_text and in_text[0].complete:
            return "text", in_text
        wanted = not in_text or any(leaf.phrase or leaf.title for leaf in self.leaves)
        in_title = self._best(stored.title, stored.lang, title=True) if wanted and self.leaves else []
        if in_title and (not in_text or in_title[0].phrases > in_text[0].phrases):
            return "title", in_title
        if in_text:
            return "text", in_text
        if any(leaf.phrase and leaf.slop for leaf in self.leaves):  # its words are close two by two, but never all of them
            return self._of_words()._choose(stored)
        if stored.text.strip() or not stored.title:
            return "text", [_opening(stored.text)]
        return "title", [_opening(stored.title)]

    def _said(self, stored: StoredVersion, claims: Sequence[ClaimMark]) -> list[_Best]:
        """The sentences of claims, the one with most of the words first; a claim that is less than its sentence is marked.

        Words that it does not have are shown behind it, where they stand.
        """
        if not claims:
            return []
        matcher = self._matcher(stored.lang, title=False)
        found: dict[tuple[int, int], _Best] = {}
        for claim in claims:
            start, end = _around(stored.text, claim.start, claim.end)
            made = self._judge(stored.text, start, end, matcher.places(stored.text, start, end))
            if (start, end) != (claim.start, claim.end):
                made = made._replace(highlights=merged((*made.highlights, (claim.start, claim.end))))
            found.setdefault((start, end), made)
        first, *further = sorted(found.values(), key=lambda one: (*_worth(one), one.start))
        words = [] if first.complete else self._best(stored.text, stored.lang, title=False)
        return [first, *_elsewhere([first], [*words[:1], *further])][:_SHOWN]

    def _matcher(self, lang: str | None, title: bool) -> Matcher:
        use = analyser(lang)
        matcher = self._matchers.get((use, title))
        if matcher is None:
            matcher = self._matchers[use, title] = Matcher(self.leaves, use, title)
        return matcher

    def _of_words(self) -> Quoter:
        if self._words is None:
            tokens = dict.fromkeys(token for leaf in self.leaves for run in leaf.runs for token in run)
            leaves = [Leaf(runs=((token,),)) for token in tokens]
            self._words = Quoter(leaves, [1.0] * len(leaves))
        return self._words

    def _best(self, text: str | None, lang: str | None, title: bool) -> list[_Best]:
        """The best sentences of a text, at most three; none where nothing stands in it."""
        if not text:
            return []
        matcher = self._matcher(lang, title)
        found: list[_Best] = []  # the best ones, in order
        for start, end in _chunks(text):
            for line_start, line_end, places in by_line(matcher.places(text, start, end), text):
                for candidate in self._sentences(text, line_start, line_end, places):
                    if len(found) < _SHOWN or candidate[:2] > found[-1][:2]:
                        found = sorted([*found, candidate], key=_worth)[:_SHOWN]
            if found and (found[0].complete or end > _ENOUGH):
                break
        return [one for one in found if _is_shown(one, found[0])]

    def _sentences(self, text: str, start: int, end: int, places: list[Place]) -> list[_Best]:
        """The sentences of a line that have places; places over several sentences make them one."""
        found: list[_Best] = []
        pending = places
        spans = [(start + a, start + b) for a, b in sentences(text[start:end])]
        at = 0
        while at < len(spans) and pending:
            begin, finish = spans[at]
            at += 1
            inside: list[Place] = []
            while pending and pending[0].start < finish:
                inside.append(pending[0])
                pending = pending[1:]
                while inside[-1].reach > finish and at < len(spans):
                    finish = spans[at][1]
                    at += 1
            if inside:
                found.append(self._judge(text, begin, finish, inside))
        return found

    def _judge(self, text: str, start: int, end: int, places: list[Place]) -> _Best:
        leaves = {place.leaf for place in places}
        phrases = sum(self.weights[leaf] for leaf in leaves if self.leaves[leaf].phrase)
        spans = self._shown(text, places, start, end)
        return _Best(phrases, sum(self.weights[leaf] for leaf in leaves), start, end, spans, len(leaves) == len(self.leaves))

    def _shown(self, text: str, places: Sequence[Place], start: int, end: int) -> tuple[Span, ...]:
        """What is highlighted: of the pairs of a run of letters without spaces only those that stand together as in the run."""
        spans = merged((max(p.start, start), min(p.end, end)) for p in places)
        whole = [p for p in places if not self.leaves[p.leaf].run]
        if len(whole) == len(places):
            return spans
        runs = {fold(run) for p in places if (run := self.leaves[p.leaf].run)}
        kept: list[Span] = []
        for span in spans:
            kept.extend([span] if any(span[0] <= p.start < span[1] for p in whole) else _stretches(text, span, runs))
        return tuple(kept) or spans


def _elsewhere(shown: list[_Best], others: Iterable[_Best]) -> list[_Best]:
    """Those of the others that overlap with none before them."""
    found: list[_Best] = []
    for one in others:
        if all(one.end <= before.start or one.start >= before.end for before in (*shown, *found)):
            found.append(one)
    return found


def _around(text: str, start: int, end: int) -> tuple[int, int]:
    """The sentence, or the sentences, that a stretch stands in."""
    low, high = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    spans = [(low + a, low + b) for a, b in sentences(text[low : len(text) if high < 0 else high])]
    touched = [span for span in spans if span[0] < end and span[1] > start]
    return (min(start, touched[0][0]), max(end, touched[-1][1])) if touched else (start, end)


def _stretches(text: str, span: Span, runs: Set[str]) -> Iterator[Span]:
    """The longest stretches that stand so in one of the runs; no sign is parted from its letter."""
    at, end = span
    while at < end:
        if unicodedata.category(text[at]) == "Mn":
            at += 1
            continue
        last, words = at, ""
        while last < end and any(words + fold(text[last]) in run for run in runs):
            words += fold(text[last])
            last += 1
        stop = last
        while at < stop < len(text) and unicodedata.category(text[stop]) == "Mn":
            stop -= 1
        if stop - at >= _TOGETHER:
            yield at, stop
        at = max(stop, at + 1)


def _worth(one: _Best) -> tuple[float, float]:
    return -one.phrases, -one.weight


def _is_shown(one: _Best, best: _Best) -> bool:
    """Whether a sentence is shown beside the best: it has at least half of what that has."""
    return 2 * one.phrases >= best.phrases and 2 * one.weight >= best.weight


def _chunks(text: str) -> list[tuple[int, int]]:
    """A text in stretches that end at line breaks."""
    found: list[tuple[int, int]] = []
    start = 0
    while start < len(text):
        end = text.find("\n", min(start + _CHUNK, len(text)))
        end = len(text) if end < 0 else end + 1
        found.append((start, end))
        start = end
    return found


def _opening(text: str) -> _Best:
    """The first sentence, without highlights."""
    line = text[: len(text) - len(text.lstrip())].count("\n")
    head = text.split("\n", line + 1)
    until = sum(len(piece) + 1 for piece in head[: line + 1])
    start, end = next(sentences(text[:until]), (0, 0))
    return _Best(0.0, 0.0, start, end, (), True)
