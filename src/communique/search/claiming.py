"""Claims in the index: what is true of one claim, as values that are looked up whole. Pure.

A version has a value for every combination of what is said of each of its claims: `own`, `own|h=XKV`, `own|a=ACCUSE`,
`own|h=XKV|a=ACCUSE|t=XTM` ... So what is asked of one claim is one look-up, and never pieced together from several. A value
begins with its layer: what actors say themselves and what others report of them never answer for each other.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator
from itertools import combinations, product

from communique.model import ClaimMark
from communique.names import actor_code, fold

OWN, REPORTED = "own", "reported"
TOGETHER = 2  # holders, and targets, that are looked up together
_FEW = 4  # actors of a claim whose combinations are remembered; of many there are very many
_MOST = 20  # holders, and targets, of one claim


def value(layer: str, holders: Iterable[str] = (), act: str | None = None, targets: Iterable[str] = ()) -> str:
    """One combination; at most TOGETHER holders and as many targets."""
    held = [f"h={one}" for one in sorted(set(holders))]
    aimed = [f"t={one}" for one in sorted(set(targets))]
    return "|".join([layer, *held, *([f"a={act}"] if act else []), *aimed])


def tokens_of(claim: ClaimMark) -> frozenset[str]:
    """Every combination that is true of a claim. A joint holder's part in another's own claim is reported."""
    made = _tokens if len(claim.reported) + len(claim.targets) <= _FEW else _tokens.__wrapped__
    return made(claim.own, claim.speaker, claim.reported, claim.act, claim.targets)


@functools.lru_cache(maxsize=5_000)
def _tokens(own: bool, speaker: str | None, reported: tuple[str, ...], act: str, targets: tuple[str, ...]) -> frozenset[str]:
    holders = _held(own, key_of(speaker) if speaker else "", reported)
    combined = product(holders, (None, act), _some(targets))
    return frozenset(value(layer, held, done, aimed) for (layer, held), done, aimed in combined)


def _held(own: bool, speaker: str, reported: tuple[str, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Who holds it, and in which layer that is known."""
    yield OWN if own else REPORTED, ()
    if speaker:
        yield OWN, (speaker,)
    for several in _some(reported, *([speaker] if speaker else [])):
        if several and several != (speaker,):
            yield REPORTED, several


def _some(actors: Iterable[str], *keys: str) -> list[tuple[str, ...]]:
    """None of the actors, one, or two."""
    known = list(dict.fromkeys([*keys, *(key for key in map(key_of, actors) if key)]))[:_MOST]
    return [few for size in range(TOGETHER + 1) for few in combinations(known, size)]


@functools.lru_cache(maxsize=4096)
def key_of(actor: str) -> str:
    """An actor as it is compared: a code as it is, else words, folded."""
    return actor if actor_code(actor) == actor else fold(actor)
