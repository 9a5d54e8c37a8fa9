"""Planning: from the tree of a query to criteria over tokens, and to what is highlighted. Pure."""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from communique.model import Note
from communique.names import actor_code
from communique.query import (
    CLAIM_FIELDS,
    And,
    Boost,
    DateRange,
    Everything,
    Field,
    Filters,
    Fuzzy,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Word,
)
from communique.search.analysis import Analyser
from communique.search.asking import Asking, apart, is_said, mentions, spread
from communique.search.backend import (
    AllOf,
    Any_,
    AnyOf,
    AnyToken,
    Begins,
    Criterion,
    HasValue,
    Near,
    NoneOf,
    TextField,
    Weighted,
)
from communique.search.budget import Budget, Vocabulary, parts_of
from communique.search.narrowing import days, filtered, written
from communique.search.words import DASHES, Shape, is_unspaced, pattern, shape
from communique.text import script_of

_LONGEST_WORD = 12  # letters of a script without spaces that are taken as one word; longer runs are words side by side
_LONGEST_COMPOUND = 4  # the same in Chinese characters, kana and hangul
_LONGEST_PHRASE = 200  # words, or characters of a script without spaces, that are searched together
_LONGEST_KNOWN = 64  # letters of a word whose plan is remembered
_TOO_LONG = f"a phrase of more than {_LONGEST_PHRASE} words: only so many of them are searched"
_TOO_FREQUENT = "more choices between frequent words than one query may have: its words are searched side by side"


@dataclass(frozen=True, slots=True)
class Leaf:
    """One thing to be shown in a hit; any of its ways is enough."""

    words: frozenset[str] = frozenset()  # tokens of the field `words`
    runs: tuple[tuple[str, ...], ...] = ()  # tokens of the field `exact`, in order
    slop: int = 0
    begins: str | None = None  # of exact tokens and of compounds
    near: tuple[str, int] | None = None
    phrase: bool = False  # asked for as a phrase: its sentence comes first
    title: bool = False  # only the title counts
    run: str = ""  # the run of letters without spaces that this pair of letters is of: shown where more of it stands


@dataclass(slots=True)
class Plan:
    """A query ready for an engine."""

    match: Criterion
    first: Criterion | None
    only: Criterion | None
    leaves: tuple[Leaf, ...]
    notes: tuple[Note, ...] = ()
    claims: frozenset[str] = frozenset()  # what one claim has to be; its sentence is shown


@dataclass(slots=True)
class Planner:
    """Plans queries for the languages that documents and query may be in."""

    analysers: tuple[Analyser, ...]
    known: Vocabulary
    leaves: list[Leaf] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    loosened: bool = False  # something is wanted that is not demanded
    chosen: int = 0  # how many choices between alternatives are being planned, one inside the other
    actor: Callable[[str], str | None] = actor_code  # the code that a name in a claim field means
    budget: Budget = field(init=False)
    asking: Asking = field(init=False)

    def __post_init__(self) -> None:
        self.budget = Budget(self.known, self.notes)
        self.asking = Asking(self.known, self.notes, self.actor)

    def plan(self, node: Node, filters: Filters, *, all_words: bool) -> Plan:
        """The whole query; `all_words` demands what otherwise only comes first."""
        loose = self._node(node, "words", strict=all_words)
        leaves = tuple(dict.fromkeys(self.leaves)) if len(self.leaves) > 1 else tuple(self.leaves)
        crowded = self.budget.crowded
        if self.budget.too_much(loose):
            self.notes.append(Note(node.span[0] + 1, _TOO_FREQUENT))
            return self._side_by_side(loose, filters, leaves)
        self.budget.spent, self.budget.closed = 0, False
        first = self._node(node, "words", strict=True) if self.loosened and not crowded else None
        return self._made(loose, first, filters, leaves)

    def _made(self, match: Criterion, first: Criterion | None, filters: Filters, leaves: tuple[Leaf, ...]) -> Plan:
        only = filtered(filters, self.known.values)
        return Plan(match, first, only, leaves, tuple(dict.fromkeys(self.notes)), frozenset(self.asking.wanted))

    def _side_by_side(self, loose: Criterion, filters: Filters, leaves: tuple[Leaf, ...]) -> Plan:
        """The plan of a query that chooses between too many frequent words: its words, the rarest of them."""
        words, demands = parts_of(loose)
        some = AnyOf(self.budget.alternatives(words, (0, 0)))
        match = AllOf((some, *demands)) if demands else some
        return self._made(match, None, filters, leaves)

    # --- nodes ----------------------------------------------------------------------------------------------------

    def _node(self, node: Node, at: TextField, strict: bool, beside: bool = False) -> Criterion:
        """`beside`: one of several words without an operator, of which a part will do."""
        match node:
            case Word():
                return self._word(node.text, at, strict, beside)
            case And():
                return self._all(node.nodes, at, strict)
            case Or():
                loose = node.loose and not strict
                self.loosened = self.loosened or loose
                demanded = node.loose and strict
                self.chosen += not demanded
                made = [self._node(child, at, strict, beside=loose) for child in _different(node.nodes)]
                self.chosen -= not demanded
                if demanded:
                    return AllOf(tuple(dict.fromkeys(made)))
                return AnyOf(self.budget.alternatives(_alternatives(made), node.span))
            case Not():
                before, claims = len(self.leaves), len(self.asking.wanted)
                inner = self._node(node.node, at, strict=True)
                del self.leaves[before:], self.asking.wanted[claims:]
                return NoneOf(inner)
            case Boost():
                return Weighted(self._node(node.node, at, strict, beside), node.factor)
            case Field() if node.name in CLAIM_FIELDS:
                said = is_said(node)
                return self._all((node,), at, strict) if said else self._node(spread(node.name, node.node, node.span), at, strict)
            case Field():
                return (
                    self._node(node.node, "title", strict)
                    if node.name == "title"
                    else written(node.name, node.node, self.known.values, self.notes)
                )
            case DateRange():
                return days(node.since, node.until)
            case Everything():
                return Any_()
            case Phrase():
                return self._phrase(node.text, at, node.slop, span=node.span)
            case Prefix():
                return self._prefix(node.text, at, node.span)
            case Fuzzy():
                return self._fuzzy(node.text, at, node.distance, node.span)

    def _all(self, nodes: Sequence[Node], at: TextField, strict: bool) -> Criterion:
        """All of them; what is said of claims is asked of one claim."""
        said, rest = apart(nodes)
        if not said:
            return AllOf(tuple(self._node(child, at, strict) for child in rest))
        with self.asking.within(said) as parts:
            others = tuple(self._node(child, at, strict) for child in rest)
            if not parts and any(map(mentions, rest)):  # only a layer, for the claims of the rest
                return AllOf(others)
            claim = self.asking.together(parts)
            return AllOf((*others, claim)) if others else claim

    # --- words ----------------------------------------------------------------------------------------------------

    def _word(self, text: str, at: TextField, strict: bool, beside: bool = False) -> Criterion:
        plain = _plain(self.analysers, text, at) if len(text) <= _LONGEST_KNOWN else None
        if plain is not None:
            self.leaves.append(plain.leaf)
            return plain.criterion
        raws = pattern().findall(_nfc(text))
        if len(raws) == 1:
            return self._raw(raws[0], at, strict, beside)
        if strict and raws:
            return self._phrase(text, at, 0, asked=False)
        self.loosened = self.loosened or len(raws) > 1
        return _any([self._raw(raw, at, strict, beside=True) for raw in raws])

    def _raw(self, raw: str, at: TextField, strict: bool, beside: bool = False) -> Criterion:
        made = shape(raw)
        if made.unspaced:
            return self._unspaced_run(raw, made, at, loose=not strict and (beside or len(raw) > _longest_word(raw)))
        if len(made.parts) == 1 and len(raw) > 1 and script_of(raw[0]) == "Hangul":
            pairs = [self._tokens(at, frozenset({token})) for _, _, token in self.analysers[0].tokens(raw).words]
            loose = not strict and (beside or len(raw) > _longest_word(raw))
            self.loosened = self.loosened or loose
            return _any(pairs) if loose else AllOf(tuple(pairs))
        if len(made.parts) == 1 or made.elided:
            head = max(made.parts, key=lambda part: part.end - part.start)
            return self._tokens(at, self._stems(head.text) | (self._stems(made.joined) if made.joined else frozenset()))
        if not made.parts:
            return NoneOf(Any_())
        whole = self._stems(made.joined) if made.joined else frozenset()
        runs = self._runs(raw)
        self.leaves.append(Leaf(words=whole, runs=runs, title=at == "title"))
        ways: list[Criterion] = [AnyToken(at, tuple(sorted(whole)))] if whole else []
        ways += [self._together(at, run, 0, None) for run in runs]
        if beside and not DASHES.isdisjoint(raw) and all(part.text.isalpha() for part in made.parts):
            ways += [self._tokens(at, self._stems(part.text)) for part in made.parts if len(part.text) > 2]
        return _any(ways)

    def _unspaced_run(self, raw: str, made: Shape, at: TextField, loose: bool) -> Criterion:
        """A run of a script without spaces: as it stands, or, when it is several words, any of its pairs of characters."""
        phrase = self._phrase(raw, at, 0, asked=False)
        if not loose or len(raw) < 3:
            return phrase
        self.loosened = True
        pairs = dict.fromkeys(token for part in made.parts for token in sorted(self._folds(part.text)))
        letters = _longest_word(raw) == _LONGEST_WORD  # a pair of Chinese characters is a word, a pair of letters is none
        self.leaves.extend(Leaf(words=frozenset({token}), title=at == "title", run=raw if letters else "") for token in pairs)
        return _any([AnyToken(at, (token,)) for token in pairs])

    def _tokens(self, at: TextField, tokens: frozenset[str]) -> Criterion:
        """Any of the variants of one word."""
        if not tokens:
            return NoneOf(Any_())
        self.leaves.append(Leaf(words=tokens, title=at == "title"))
        return AnyToken(at, tuple(sorted(tokens)))

    def _stems(self, word: str) -> frozenset[str]:
        """Every stem that the word may have in the languages of the documents."""
        return frozenset(token for use in self.analysers for token in use.word(word)[0].split())

    def _folds(self, word: str) -> set[str]:
        return {use.fold(word) for use in self.analysers} - {""}

    # --- phrases, beginnings, spelling ----------------------------------------------------------------------------

    def _phrase(
        self, text: str, at: TextField, slop: int, *, asked: bool = True, span: tuple[int, int] | None = None
    ) -> Criterion:
        """`asked`: the user quoted it, it is not just one word that is several tokens."""
        runs = self._runs(_nfc(text), span)
        if runs and len(runs[0]) == 1 and len(runs[0][0]) == 1 and is_unspaced(runs[0][0]):
            return self._prefix(runs[0][0], at, span)
        before = len(self.leaves)
        ways = [self._together(at, run, slop, span) for run in runs]
        if runs and len(self.leaves) == before:  # else its words are searched one by one
            self.leaves.append(Leaf(runs=runs, slop=slop, phrase=asked, title=at == "title"))
        return _any(ways)

    def _together(self, at: TextField, run: tuple[str, ...], slop: int, span: tuple[int, int] | None) -> Criterion:
        if len(run) == 1:
            return AnyToken(_exact(at), run)
        phrase = self.budget.phrase(_exact(at), run, slop, span)
        if phrase is not None:
            return phrase
        words = tuple(self._token(_exact(at), token) for token in dict.fromkeys(run))
        return AnyOf(words) if self.chosen else AllOf(words)

    def _token(self, place: TextField, token: str) -> Criterion:
        """One token as it stands, where more than that cannot be afforded."""
        title = place in ("title", "title_exact")
        exact = place in ("exact", "title_exact")
        self.leaves.append(Leaf(runs=((token,),), title=title) if exact else Leaf(words=frozenset({token}), title=title))
        return AnyToken(place, (token,))

    def _runs(self, text: str, span: tuple[int, int] | None = None) -> tuple[tuple[str, ...], ...]:
        """The exact tokens of a phrase, in every folding that documents may have."""
        raws = pattern().findall(text)
        if len(text) > _LONGEST_PHRASE and len(raws) + len(raws[0]) > _LONGEST_PHRASE:
            raws = [raw[:_LONGEST_PHRASE] for raw in raws[:_LONGEST_PHRASE]]
            if span is not None:
                self.notes.append(Note(span[0] + 1, _TOO_LONG))
        return tuple(dict.fromkeys(run for use in self.analysers if (run := _run(raws, use))))

    def _prefix(self, text: str, at: TextField, span: tuple[int, int] | None) -> Criterion:
        raws = pattern().findall(_nfc(text))
        if not raws:
            return NoneOf(Any_())
        made = shape(raws[-1])
        ways: list[Criterion] = []
        if made.unspaced and len(raws[-1]) > 1:
            ways.append(self._phrase(raws[-1], at, 0, asked=False, span=span))
        else:
            place = at if made.joined else _exact(at)
            for start in sorted(self._folds(made.joined or raws[-1])):
                if self.budget.affords_beginning(start, span):
                    self.leaves.append(Leaf(begins=start, title=at == "title"))
                    ways.append(Begins(place, start))
                else:
                    ways.append(self._token(place, start))
        before = [self._raw(raw, at, strict=True) for raw in raws[:-1]]
        return AllOf((*before, _any(ways))) if before else _any(ways)

    def _fuzzy(self, text: str, at: TextField, distance: int, span: tuple[int, int]) -> Criterion:
        raws = pattern().findall(_nfc(text))
        made = shape(raws[0]) if len(raws) == 1 else None
        if made is None or made.unspaced or (len(made.parts) > 1 and not made.joined):
            return self._word(text, at, strict=True)
        place = at if made.joined else _exact(at)
        ways: list[Criterion] = []
        for token in sorted(self._folds(made.joined or raws[0])):
            if self.budget.affords(distance, span):
                self.leaves.append(Leaf(near=(token, distance), title=at == "title"))
                ways.append(Near(place, token, distance))
            else:
                ways.append(self._token(place, token))
        return _any(ways)


def _different(nodes: Sequence[Node]) -> Iterator[Node]:
    """The nodes, words each once: a text that was pasted has many several times."""
    seen: set[str] = set()
    for node in nodes:
        if not isinstance(node, Word):
            yield node
        elif node.text not in seen:
            seen.add(node.text)
            yield node


def _alternatives(made: Sequence[Criterion]) -> tuple[Criterion, ...]:
    """Each once, those of inner choices among them, and the values of one filter as one."""
    flat = dict.fromkeys(c for one in made for c in (one.criteria if isinstance(one, AnyOf) else (one,)))
    filters: dict[str, dict[str, None]] = {}
    for criterion in flat:
        if isinstance(criterion, HasValue):
            filters.setdefault(criterion.name, {}).update(dict.fromkeys(criterion.values))
    values = [HasValue(name, tuple(found)) for name, found in filters.items()]
    return (*(criterion for criterion in flat if not isinstance(criterion, HasValue)), *values)


class _Plain(NamedTuple):
    """What a word is that is one token in every language."""

    criterion: AnyToken
    leaf: Leaf


@functools.lru_cache(maxsize=5_000)
def _plain(analysers: tuple[Analyser, ...], word: str, at: TextField) -> _Plain | None:
    """The plan of a word of one part, whatever stands beside it; None for any other."""
    if not word.isalnum() or is_unspaced(word[0]) or script_of(word[0]) == "Hangul":
        return None
    raws = pattern().findall(_nfc(word))
    if len(raws) != 1 or len(shape(raws[0]).parts) != 1:
        return None
    tokens = frozenset(token for use in analysers for token in use.word(raws[0])[0].split())
    return _Plain(AnyToken(at, tuple(sorted(tokens))), Leaf(words=tokens, title=at == "title")) if tokens else None


def _run(raws: list[str], use: Analyser) -> tuple[str, ...]:
    """The tokens as the index has them. The last pair of a run ends it: the index goes on with more of the run there."""
    found: list[str] = []
    for raw in raws:
        found.extend(use.exact(raw))
    last = raws[-1] if raws else ""
    if last and is_unspaced(last[0]) and (len(last) > 1 or len(raws) > 1):
        found.pop()
    return tuple(found)


def _longest_word(raw: str) -> int:
    """Up to how many characters a run is taken as one word."""
    return _LONGEST_COMPOUND if script_of(raw[0]) in ("Han", "Kana", "Hangul") else _LONGEST_WORD


def _exact(at: TextField) -> TextField:
    return "title_exact" if at == "title" else "exact"


def _any(criteria: Sequence[Criterion]) -> Criterion:
    if not criteria:
        return NoneOf(Any_())
    return criteria[0] if len(criteria) == 1 else AnyOf(tuple(criteria))


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)
