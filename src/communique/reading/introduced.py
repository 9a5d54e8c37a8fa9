"""Persons introduced before: `the Ambassador` of a state that was named with the office, `President X` of another state."""

from __future__ import annotations

import re

from communique.names import fold
from communique.reading.frame import Frame
from communique.reading.lexicon import Lexicon

_BEFORE = 60  # code points before an office that may name its state
_AFTER = 90
_CAPITALS = re.compile(r"(?:['’]s?)?(?:\s+[A-Z][\w'’-]*\.?)*\s*")  # between a state's name and the office
_OF = re.compile(r"(?:\s+(?:[A-Z][\w'’-]*|of|for|the|and))*?\s+(?:of|from)\s+(?:the\s+)?(?:[A-Z]\w+ of (?:the )?)?")
_AFTER_NAME = re.compile(r",?\s+(?:the\s+)?(?:(?:[A-Z][\w-]*\s+){1,4})?(?:of|from)\s+(?:the\s+)?(?:[A-Z]\w+ of (?:the )?)?")


def office_of(frame: Frame, office: str, place: int) -> str | None:
    """The code of the state whose holder of an office was named last before a place; None where none was."""
    for match in reversed(list(re.finditer(rf"\b{re.escape(office)}\b", frame.text[:place], re.IGNORECASE))):
        code = _before(frame, match.start()) or _behind(frame, match.end(), _OF)
        if code is not None:
            return code
    return None


def state_of_person(frame: Frame, name: str, lexicon: Lexicon) -> str | None:
    """The state that the text names with a person: `Portuguese President Ana Tor`, `Ana Tor, President of Portugal`."""
    surname = name.split()[-1] if name.split() else ""
    if len(surname) < 3 or not surname[0].isupper() or lexicon.part("titles", fold(surname)):
        return None
    for match in re.finditer(rf"\b{re.escape(surname)}\b", frame.text):
        code = _before(frame, match.start()) or _behind(frame, match.end(), _AFTER_NAME)
        if code is not None:
            return code
    return None


def _before(frame: Frame, start: int) -> str | None:
    low = max(0, start - _BEFORE)
    for mention in reversed(frame.within(low, start)):
        if mention.kind == "country" and _CAPITALS.fullmatch(frame.text, mention.end, start):
            return mention.code
    return None


def _behind(frame: Frame, end: int, between: re.Pattern[str]) -> str | None:
    for mention in frame.within(end, min(len(frame.text), end + _AFTER)):
        if between.fullmatch(frame.text, end, mention.start):
            return mention.code
    return None
