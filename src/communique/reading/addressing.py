"""Whom a sentence of a talk speaks to: the other one, where the turns say who that is."""

from __future__ import annotations

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
    words = Words(frame)
    for at, act in enumerate(acts):
        if out[at] or act not in _TO_YOU or names_another(frame, at):
            continue
        if says_you(frame, at):
            speaker, other = frame.speakers[at], _other(frame.speakers, at)
            own = speaker is None or speaker.own
            out[at] = (words.speaker_name(other),) if other else frame.addressee if own else ()
    return out


def _other(speakers: Sequence[Speaker | None], at: int) -> str | None:
    """Who had the word before, else who has it next: somebody else with a name."""
    here = speakers[at]
    for way in (range(at - 1, -1, -1), range(at + 1, len(speakers))):
        for i in way:
            if speakers[i] != here:
                name = _name(speakers[i])
                if name not in (None, UNKNOWN, JOURNALIST):
                    return name
                break
    return None


def _name(speaker: Speaker | None) -> str | None:
    return speaker.name if speaker is not None else None
