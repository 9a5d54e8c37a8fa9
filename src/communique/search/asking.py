"""Claim fields of a query, `holder:` `act:` `target:` `actor:` `layer:`: what has to be true of one claim. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import combinations, product

from communique.acts import ACTS
from communique.model import Note
from communique.names import actor_code
from communique.query import CLAIM_FIELDS, And, Boost, Everything, Field, Fuzzy, Node, Not, Or, Phrase, Prefix, Word
from communique.search.backend import AllOf, AnyOf, Criterion, HasValue
from communique.search.budget import Vocabulary
from communique.search.claiming import OWN, REPORTED, TOGETHER, key_of, value
from communique.text import one_line

_LAYERS = {"own": (OWN,), "reported": (REPORTED,), "any": (OWN, REPORTED)}
_MOST_WAYS = 500  # combinations of alternatives that are looked up
_ONE = "a claim has one act and one layer: no claim is both; in parentheses each may be of another claim"
_MANY = "more alternatives of claims than one query may combine: each is looked up by itself"
_SEVERAL = f"more than {TOGETHER} holders or targets of one claim: they are compared two by two"

Way = frozenset[tuple[str, str]]  # what is true of the claim: (`h`older, `a`ct, `t`arget or `l`ayer, its value)


@dataclass(slots=True)
class Asking:
    """Turns claim fields into look-ups. Fields side by side or with AND are asked of one claim."""

    known: Vocabulary
    notes: list[Note]
    actor: Callable[[str], str | None] = actor_code  # the code that a name means
    layers: tuple[str, ...] = (OWN,)
    wanted: list[str] = field(default_factory=list)  # what was looked up, for the choice of the sentence

    @contextmanager
    def within(self, parts: Sequence[Node]) -> Iterator[list[Node]]:
        """The parts of a group less its `layer:`, which holds for all that stands in the group."""
        before = self.layers
        mine = [way for part in parts if _names(part) == {"layer"} for way in self._ways(part)]
        self.layers = tuple(dict.fromkeys(layer for way in mine for _, layer in sorted(way))) or before
        try:
            yield [part for part in parts if _names(part) != {"layer"}]
        finally:
            self.layers = before

    def together(self, parts: Sequence[Node]) -> Criterion:
        """That one claim meets all parts; without parts, that there is a claim of the layer."""
        each = [self._ways(part) for part in parts]
        count = 1
        for ways in each:
            count *= max(1, len(ways))
        if count > _MOST_WAYS:
            self.notes.append(Note(parts[0].span[0] + 1, _MANY))
            return AllOf(tuple(self._looked_up(ways, part.span[0]) for ways, part in zip(each, parts, strict=True)))
        return self._looked_up(_crossed(each), parts[0].span[0] if parts else 0)

    def _looked_up(self, ways: Sequence[Way], column: int) -> Criterion:
        exact: dict[str, None] = {}
        pieced: list[Criterion] = []
        for way in dict.fromkeys(ways):
            found = self._values(way, column)
            self.wanted.extend(one for values in found for one in values)
            if len(found) == 1:
                exact.update(dict.fromkeys(found[0]))
            elif found:
                pieced.append(AllOf(tuple(HasValue("claims", values) for values in found)))
        plain = HasValue("claims", tuple(exact))
        return AnyOf((plain, *pieced)) if pieced else plain

    def _values(self, way: Way, column: int) -> list[tuple[str, ...]]:
        """Look-ups that all have to succeed, each by one of its values; none where no claim can be so."""
        said = {role: sorted({one for part, one in way if part == role}) for role in "hatl"}
        if len(said["a"]) > 1 or len(said["l"]) > 1:
            self.notes.append(Note(column + 1, _ONE))
            return []
        if max(len(said["h"]), len(said["t"])) > TOGETHER:
            self.notes.append(Note(column + 1, _SEVERAL))
        act = said["a"][0] if said["a"] else None
        layers = said["l"] or self.layers
        few = product(_by_two(said["h"]), _by_two(said["t"]))
        return [tuple(value(layer, held, act, aimed) for layer in layers) for held, aimed in few]

    # --- what is written ------------------------------------------------------------------------------------------

    def _ways(self, node: Node) -> list[Way]:
        """The alternatives of a node, each a conjunction."""
        match node:
            case And():
                return _crossed([self._ways(child) for child in node.nodes])
            case Or():
                return [way for child in node.nodes for way in self._ways(child)]
            case Field():
                return self._said(node.name, node.node)
        return []

    def _said(self, name: str, node: Node) -> list[Way]:
        match node:
            case And():
                return _crossed([self._said(name, child) for child in node.nodes])
            case Or():
                return [way for child in node.nodes for way in self._said(name, child)]
            case Boost():
                return self._said(name, node.node)
            case Word() | Phrase() | Fuzzy() | Prefix():
                if isinstance(node, Prefix):
                    self.notes.append(Note(node.span[0] + 1, f"`*` is not understood in `{name}:`: searched as it stands"))
                return self._value(name, node.text, node.span[0])
            case Everything():
                return [frozenset()]
        return []

    def _value(self, name: str, text: str, column: int) -> list[Way]:
        if name == "layer":
            layers = _LAYERS.get(text.casefold())
            if layers is None:
                self._note(column, f"no layer `{_shown(text)}` (own, reported, any): own claims are searched")
            return [frozenset({("l", one)}) for one in layers or (OWN,)]
        if name == "act":
            act = text.upper()
            if act not in ACTS:
                self._note(column, f"no act `{_shown(text)}` (acts: {' '.join(ACTS).lower()})")
                return []
            return [frozenset({("a", act)})]
        key = key_of(self.actor(text) or text)
        roles = {"holder": "h", "target": "t"}.get(name, "ht")
        self._check(name, roles, key, text, column)
        return [frozenset({(role, key)}) for role in roles]

    def _check(self, name: str, roles: str, key: str, text: str, column: int) -> None:
        """Say where no claim of the layer has the actor, and where only reported ones have."""

        def some(layers: Sequence[str]) -> bool:
            asked = [value(one, (key,)) if role == "h" else value(one, targets=(key,)) for one in layers for role in roles]
            return any(self.known.frequency("claims", one) for one in asked)

        if some(self.layers):
            return
        if self.layers == (OWN,) and some((REPORTED,)):
            self._note(column, f"only reported claims here have the {name} `{_shown(text)}`: add `layer:reported` for them")
        else:
            self._note(column, f"no claim here has the {name} `{_shown(text)}`")

    def _note(self, column: int, message: str) -> None:
        self.notes.append(Note(column + 1, message))


def is_said(node: Node) -> bool:
    """Whether a node says something of one claim, and nothing else."""
    if isinstance(node, And | Or):
        return all(map(is_said, node.nodes))
    return isinstance(node, Field) and node.name in CLAIM_FIELDS and not _negates(node.node)


def mentions(node: Node) -> bool:
    """Whether a claim field stands anywhere in a node."""
    if isinstance(node, And | Or):
        return any(map(mentions, node.nodes))
    if isinstance(node, Not | Boost):
        return mentions(node.node)
    return isinstance(node, Field) and node.name in CLAIM_FIELDS


def apart(nodes: Sequence[Node]) -> tuple[list[Node], list[Node]]:
    """The nodes of a conjunction that are asked of one claim, and the rest; a conjunction in parentheses is of its own."""
    said: list[Node] = []
    rest: list[Node] = []
    for node in nodes:
        by_itself = isinstance(node, And) or (isinstance(node, Or) and node.loose)
        (said if is_said(node) and not by_itself else rest).append(node)
    return said, rest


def spread(name: str, node: Node, span: tuple[int, int]) -> Node:
    """A field over an expression as the expression over fields: `act:(a NOT b)` is `act:a NOT act:b`."""
    match node:
        case And():
            return And(tuple(spread(name, child, span) for child in node.nodes), span)
        case Or():
            return Or(tuple(spread(name, child, span) for child in node.nodes), span)
        case Not():
            return Not(spread(name, node.node, span), span)
        case Boost():
            return spread(name, node.node, span)
    return Field(name, node, node.span)


def _crossed(each: Sequence[Sequence[Way]]) -> list[Way]:
    """Every choice of one alternative of each; of far too many only the first."""
    made: list[Way] = [frozenset()]
    for ways in each:
        made = list(dict.fromkeys(a | b for a in made for b in ways))[: 2 * _MOST_WAYS]
    return made


def _by_two(actors: Sequence[str]) -> list[tuple[str, ...]]:
    return [tuple(actors)] if len(actors) <= TOGETHER else list(combinations(actors, TOGETHER))


def _names(node: Node) -> set[str]:
    if isinstance(node, And | Or):
        return {name for child in node.nodes for name in _names(child)}
    return {node.name} if isinstance(node, Field) else set()


def _negates(node: Node) -> bool:
    if isinstance(node, And | Or):
        return any(map(_negates, node.nodes))
    return isinstance(node, Not) or (isinstance(node, Boost) and _negates(node.node))


def _shown(text: str) -> str:
    return one_line(text)[:40]
