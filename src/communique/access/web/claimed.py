"""How claims look: whose words they are, what they do, to whom; as a sentence, and as marks in the text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from communique.access import records
from communique.access.web.show import Stretch
from communique.model import Claim

STANCES = {"+": "the issuer agrees", "-": "the issuer rejects it", "0": "the issuer only reports it"}


class Told(NamedTuple):
    """A claim in words."""

    claim: Claim
    teller: str  # `XKV`, or `XTM according to XKV`
    said: str  # the whole in one line


def told(one: Claim) -> Told:
    """A claim in words: a reported one visibly belongs to whom it is reported of."""
    teller = records.teller(one.chain, one.country or one.issuer)
    targets = f" → {', '.join(one.targets)}" if one.targets else ""
    stance = "" if one.own else f"; {STANCES[one.stance]}"
    return Told(one, teller, f"{teller}: {one.act}{targets}{stance}")


def marks(claims: Sequence[Claim], layer: str) -> list[Stretch]:
    """The claims as marks: content of attributions, else the sentence; of one layer, or of both (`all`)."""
    made = []
    for one in claims:
        if layer == "off" or (layer == "own" and not one.own) or (layer == "reported" and one.own):
            continue
        kind = f"claim {'own' if one.own else 'reported'} act-{one.act.lower()}{'' if one.cue else ' plain'}"
        say = told(one).said
        spans = one.content or ((one.start, one.end),)
        made += [Stretch(a, b, kind, f"c-{one.id}" if n == 0 else "", say, f"k-{one.id}") for n, (a, b) in enumerate(spans)]
        if one.cue:
            made.append(Stretch(*one.cue, "cue"))
    return made
