"""Replies inside a statement: a denial or rejection, and the reported claim that it answers."""

from __future__ import annotations

from collections.abc import Sequence

from communique.reading.frame import ISSUER
from communique.reading.holders import Holder
from communique.reading.reader import Relation

_ANSWERS = frozenset({"DENY", "REJECT"})
_REACH = 3  # sentences back to the claim that a denial without a claim of its own answers


def responses(relations: Sequence[Relation], holders: Sequence[Holder]) -> list[tuple[int, ...]]:
    """For each relation, those that it answers: what it contains of others, else the last disputed claim before it."""
    return [_answered(at, relations, holders) for at in range(len(relations))]


def _answered(at: int, relations: Sequence[Relation], holders: Sequence[Holder]) -> tuple[int, ...]:
    one = relations[at]
    if one.act not in _ANSWERS or holders[at].who != ISSUER:
        return ()
    inside = [i for i, r in enumerate(relations) if r.parent == at and holders[i].who != ISSUER]
    if inside:
        return tuple(inside)
    before = [
        i
        for i, r in enumerate(relations)
        if holders[i].who != ISSUER and r.cue < one.cue and 0 <= one.sentence - r.sentence <= _REACH and r.stance == "-"
    ]
    return (max(before, key=lambda i: relations[i].cue),) if before else ()
