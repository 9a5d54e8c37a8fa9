"""Choosing an act: the query narrowed to statements with an own claim of it, and let go again, as text that stays visible.

The act is asked of a claim by itself, whatever the query says of others, so that the count of the facet `act` is what
choosing leaves: `(convoy bridge) AND act:DENY`, and with a second act `((convoy bridge) AND act:DENY) AND act:ACCUSE`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from communique.acts import ACTS
from communique.query import And, Everything, Field, Node, Or, Word
from communique.search.asking import is_said, mentions
from communique.search.parser import parse
from communique.search.printer import unparse


class ActChoice(NamedTuple):
    """An act, whether the query demands it already, and the query with it chosen, or let go."""

    act: str
    chosen: bool
    query: str


def act_choices(query: str, acts: Iterable[str] = ACTS) -> list[ActChoice]:
    """For each act the query that choosing it makes; what was typed stays as it was typed wherever that means the same."""
    parsed = parse(query)
    typed = "" if parsed.notes else query.strip()
    demanded = acts_of(parsed.node)
    before = _before(typed, parsed.node)
    return [
        ActChoice(one, True, _let_go(typed, parsed.node, one)) if one in demanded else ActChoice(one, False, f"{before}act:{one}")
        for one in acts
    ]


def acts_of(node: Node) -> frozenset[str]:
    """The acts that a query demands besides everything else."""
    if isinstance(node, And):
        return frozenset(act for child in node.nodes for act in acts_of(child))
    act = _act(node)
    return frozenset([act]) if act else frozenset()


def _act(node: Node) -> str | None:
    if isinstance(node, Field) and node.name == "act" and isinstance(node.node, Word) and node.node.text.upper() in ACTS:
        return node.node.text.upper()
    return None


def _before(typed: str, node: Node) -> str:
    """What stands before `act:` once an act is chosen."""
    if isinstance(node, Everything):
        return ""
    act = Field("act", Word(ACTS[0], (0, 0)), (0, 0))
    wanted = [unparse(And((*parts, act), node.span)) for parts in _apart(node)]
    ways = (f"{typed} AND ", f"({typed}) AND ") if typed else ()
    return next((one for one in ways if _means(f"{one}act:{ACTS[0]}", wanted)), wanted[0].removesuffix(f"act:{ACTS[0]}"))


def _apart(node: Node) -> list[tuple[Node, ...]]:
    """Parts of a query, one way or another, beside which an act is asked of a claim by itself."""
    grouped = isinstance(node, And) or (isinstance(node, Or) and node.loose)
    if is_said(node) and not grouped:
        return [(And((node, Everything()), node.span),)]
    return [node.nodes, (node,)] if isinstance(node, And) and not mentions(node) else [(node,)]


def _let_go(typed: str, node: Node, act: str) -> str:
    """The query without an act."""
    left = _without(node, act)
    if isinstance(left, Everything):
        return ""
    wanted = [unparse(left)]
    bare = re.sub(rf"\s+(?:AND\s+)?act:{act}$", "", typed, flags=re.IGNORECASE)
    ways = (bare[1:-1], bare) if bare.startswith("(") else (bare,)
    return next((one for one in ways if _means(one, wanted)), wanted[0])


def _without(node: Node, act: str) -> Node:
    if not isinstance(node, And):
        return Everything() if _act(node) == act else node
    left = [one for one in (_without(child, act) for child in node.nodes) if not isinstance(one, Everything)]
    return replace(node, nodes=tuple(left)) if len(left) > 1 else left[0] if left else Everything()


def _means(query: str, wanted: Sequence[str]) -> bool:
    parsed = parse(query)
    return not parsed.notes and unparse(parsed.node) in wanted
