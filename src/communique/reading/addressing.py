"""Whom a sentence of a talk speaks to: the other one, where the turns say who that is."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from communique.reading.frame import Frame
from communique.reading.speakers import UNKNOWN, Speaker
from communique.reading.targets import names_another, says_you
from communique.reading.turns import JOURNALIST
from communique.reading.words import Words

_TO_YOU = frozenset({"EXPRESS", "DEMAND", "SUPPORT"})


def addressed(frame: Frame, acts: Sequence[str], targets: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Targets, with the other one of the talk for sentences that say `you` and name nobody."""
    out = list(targets)
    words, others = Words(frame), _others(frame.speakers)
    for at, act in enumerate(acts):
        if out[at] or act not in _TO_YOU or names_another(frame, at):
            continue
        if says_you(frame, at):
            speaker, other = frame.speakers[at], others[at]
            own = speaker is None or speaker.own
            out[at] = (words.speaker_name(other),) if other else frame.addressee if own else ()
    return out


def _others(speakers: Sequence[Speaker | None]) -> list[str | None]:
    """Of each sentence who had the word before, else who has it next, by name; nobody where that is a journalist or unknown."""
    runs = [(one, len(list(run))) for one, run in itertools.groupby(speakers)]
    found: list[str | None] = []
    for at, (_, sentences) in enumerate(runs):
        near = runs[at - 1][0] if at and runs[at - 1][0] is not None else runs[at + 1][0] if at + 1 < len(runs) else None
        found += [near.name if near is not None and near.name not in (UNKNOWN, JOURNALIST) else None] * sentences
    return found
