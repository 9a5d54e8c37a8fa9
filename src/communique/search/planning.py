"""Planning: from the tree of a query to criteria over tokens, and to what is highlighted. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from communique.model import Note
from communique.names import country_code
from communique.query import (
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
    date_bounds,
)
from communique.search.analysis import Analyser
from communique.search.backend import (
    AllOf,
    Any_,
    AnyOf,
    AnyToken,
    Begins,
    Criterion,
    Days,
    HasValue,
    Near,
    NoneOf,
    TextField,
    Together,
    Weighted,
)
from communique.search.words import pattern, shape
from communique.text import one_line, script_of

_SHORT_RUN = 4  # characters of a script without spaces that are taken as one word; longer runs are words side by side
Values = Callable[[str], Sequence[str]]


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


@dataclass(slots=True)
class Plan:
    """A query ready for an engine."""

    match: Criterion
    first: Criterion | None
    only: Criterion | None
    leaves: tuple[Leaf, ...]
    notes: tuple[Note, ...] = ()


@dataclass(slots=True)
class Planner:
    """Plans queries for the languages that documents and query may be in."""

    analysers: Sequence[Analyser]
    values: Values
    leaves: list[Leaf] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    loosened: bool = False  # something is wanted that is not demanded

    def plan(self, node: Node, filters: Filters, *, all_words: bool) -> Plan:
        """The whole query; `all_words` demands what otherwise only comes first."""
        loose = self._node(node, "words", strict=all_words)
        leaves = tuple(dict.fromkeys(self.leaves))
        first = self._node(node, "words", strict=True) if self.loosened else None
        return Plan(loose, first, self._filters(filters), leaves, tuple(dict.fromkeys(self.notes)))

    # --- nodes ----------------------------------------------------------------------------------------------------

    def _node(self, node: Node, at: TextField, strict: bool, beside: bool = False) -> Criterion:
        """`beside`: one of several words without an operator, of which a part will do."""
        match node:
            case And():
                return AllOf(tuple(self._node(child, at, strict) for child in node.nodes))
            case Or():
                loose = node.loose and not strict
                self.loosened = self.loosened or loose
                made = tuple(self._node(child, at, strict, beside=loose) for child in node.nodes)
                return AllOf(made) if node.loose and strict else AnyOf(made)
            case Not():
                before = len(self.leaves)
                inner = self._node(node.node, at, strict=True)
                del self.leaves[before:]
                return NoneOf(inner)
            case Boost():
                return Weighted(self._node(node.node, at, strict, beside), node.factor)
            case Field():
                return self._node(node.node, "title", strict) if node.name == "title" else self._value(node.name, node.node)
            case DateRange():
                return _days(node.since, node.until)
            case Everything():
                return Any_()
            case Word():
                return self._word(node.text, at, strict, beside)
            case Phrase():
                return self._phrase(node.text, at, node.slop)
            case Prefix():
                return self._prefix(node.text, at)
            case Fuzzy():
                return self._fuzzy(node.text, at, node.distance)

    # --- words ----------------------------------------------------------------------------------------------------

    def _word(self, text: str, at: TextField, strict: bool, beside: bool = False) -> Criterion:
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
            if len(raw) > _SHORT_RUN and not strict:
                self.loosened = True
                return _any([self._tokens(at, frozenset(self._folds(part.text))) for part in made.parts])
            return self._phrase(raw, at, 0, asked=False)
        if len(made.parts) == 1 and len(raw) > 1 and script_of(raw[0]) == "Hangul":
            pairs = [self._tokens(at, frozenset({token})) for _, _, token in self.analysers[0].tokens(raw).words]
            loose = not strict and (beside or len(raw) > _SHORT_RUN)
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
        ways += [Together(_exact(at), run) for run in runs]
        if beside:
            ways += [
                self._tokens(at, self._stems(part.text)) for part in made.parts if len(part.text) > 2 and part.text.isalpha()
            ]
        return _any(ways)

    def _tokens(self, at: TextField, tokens: frozenset[str]) -> Criterion:
        """Any of the variants of one word."""
        if not tokens:
            return NoneOf(Any_())
        self.leaves.append(Leaf(words=tokens, title=at == "title"))
        return AnyToken(at, tuple(sorted(tokens)))

    def _stems(self, word: str) -> frozenset[str]:
        """Every stem that the word may have in the languages of the documents."""
        return frozenset(token for use in self.analysers for _, _, token in use.tokens(word).words)

    def _folds(self, word: str) -> set[str]:
        return {use.fold(word) for use in self.analysers} - {""}

    # --- phrases, beginnings, spelling ----------------------------------------------------------------------------

    def _phrase(self, text: str, at: TextField, slop: int, asked: bool = True) -> Criterion:
        runs = self._runs(_nfc(text))
        if not runs:
            return NoneOf(Any_())
        if len(runs[0]) == 1 and shape(runs[0][0]).unspaced and len(runs[0][0]) == 1:
            return self._prefix(runs[0][0], at)
        self.leaves.append(Leaf(runs=runs, slop=slop, phrase=asked, title=at == "title"))
        single = [AnyToken(_exact(at), run) for run in runs if len(run) == 1]
        return _any([*single, *(Together(_exact(at), run, slop) for run in runs if len(run) > 1)])

    def _runs(self, text: str) -> tuple[tuple[str, ...], ...]:
        """The exact tokens of a phrase, in every folding that documents may have."""
        raws = pattern().findall(text)
        return tuple(dict.fromkeys(run for use in self.analysers if (run := _run(raws, use))))

    def _prefix(self, text: str, at: TextField) -> Criterion:
        raws = pattern().findall(_nfc(text))
        if not raws:
            return NoneOf(Any_())
        made = shape(raws[-1])
        ways: list[Criterion] = []
        if made.unspaced and len(raws[-1]) > 1:
            ways.append(self._phrase(raws[-1], at, 0, asked=False))
        else:
            whole = made.joined or raws[-1]
            for start in sorted(self._folds(whole)):
                self.leaves.append(Leaf(begins=start, title=at == "title"))
                ways.append(Begins(at if made.joined else _exact(at), start))
        before = [self._raw(raw, at, strict=True) for raw in raws[:-1]]
        return AllOf((*before, _any(ways))) if before else _any(ways)

    def _fuzzy(self, text: str, at: TextField, distance: int) -> Criterion:
        raws = pattern().findall(_nfc(text))
        made = shape(raws[0]) if len(raws) == 1 else None
        if made is None or made.unspaced or (len(made.parts) > 1 and not made.joined):
            return self._word(text, at, strict=True)
        ways: list[Criterion] = []
        for token in sorted(self._folds(made.joined or raws[0])):
            self.leaves.append(Leaf(near=(token, distance), title=at == "title"))
            ways.append(Near(at if made.joined else _exact(at), token, distance))
        return _any(ways)

    # --- values and dates -----------------------------------------------------------------------------------------

    def _value(self, name: str, node: Node) -> Criterion:
        """A filter written into the query."""
        match node:
            case And():
                return AllOf(tuple(self._value(name, child) for child in node.nodes))
            case Or():
                return AnyOf(tuple(self._value(name, child) for child in node.nodes))
            case Not():
                return NoneOf(self._value(name, node.node))
            case Boost():
                return self._value(name, node.node)
            case Prefix():
                start = _folded(node.text)
                found = tuple(v for v in self.values(name) if _folded(v).startswith(start))
            case Word() | Phrase() | Fuzzy():
                found = matching_values(name, (node.text,), self.values(name))
            case _:
                return Any_()
        if not found:
            self.notes.append(Note(node.span[0] + 1, f"no statement here has the {name} `{one_line(node.text)[:40]}`"))
        return HasValue(name, found)

    def _filters(self, filters: Filters) -> Criterion | None:
        found: list[Criterion] = []
        for name in ("issuer", "country", "lang", "kind", "tag"):
            wanted = getattr(filters, name)
            if wanted:
                found.append(HasValue(name, matching_values(name, wanted, self.values(name))))
        if filters.since or filters.until:
            found.append(_days(filters.since, filters.until))
        return None if not found else found[0] if len(found) == 1 else AllOf(tuple(found))


def matching_values(name: str, wanted: Sequence[str], known: Sequence[str]) -> tuple[str, ...]:
    """The stored values that a filter means: case does not count; `en` also means `en-GB`."""
    folded = [_folded(value) for value in wanted]
    if name == "country" and not {_folded(value) for value in known}.issuperset(folded):  # a name: `country:Armenia`
        folded += [code.casefold() for value in wanted if (code := country_code(value))]
    if name == "lang":
        return tuple(v for v in known if any(_folded(v) == w or _folded(v).startswith(w + "-") for w in folded))
    return tuple(v for v in known if _folded(v) in folded)


def _run(raws: list[str], use: Analyser) -> tuple[str, ...]:
    """The tokens as the index has them. The last pair of a run ends it: the index goes on with more of the run there."""
    found: list[str] = []
    for i, raw in enumerate(raws):
        tokens = [token for _, _, token in use.tokens(raw).exact]
        last = i == len(raws) - 1
        if last and shape(raw).unspaced and (len(raw) > 1 or len(raws) > 1):
            tokens = tokens[:-1]
        found.extend(tokens)
    return tuple(found)


def _exact(at: TextField) -> TextField:
    return "title_exact" if at == "title" else "exact"


def _any(criteria: Sequence[Criterion]) -> Criterion:
    if not criteria:
        return NoneOf(Any_())
    return criteria[0] if len(criteria) == 1 else AnyOf(tuple(criteria))


def _days(since: str | None, until: str | None) -> Days:
    return Days(date_bounds(since)[0] if since else None, date_bounds(until)[1] if until else None)


def _folded(value: str) -> str:
    return _nfc(value).casefold()


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)
