"""Who issued a statement: as asserted, by the host's profile, by a data set's column, else as the text's own head says."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from communique.extraction.words import lines

if TYPE_CHECKING:
    from communique.issuers import Profile

_SMALL = (
    "of|the|and|for|de|la|le|les|du|des|del|los|las|di|della|delle|dei|degli|do|da|dos|das|e|y|et|und|für|der|des|von|van|voor|en|i|z|spraw|d|l|a|o|in|"
    "дел|по|и|при|у|справ|за|на|των|της|του"
)
_CAPS = rf"(?:\s*(?:[A-ZÀ-ÝĀ-ŽА-ЯЁІЇЄҐΑ-Ω][\w'’.-]*|(?:{_SMALL})(?=[\s'’]))(?:['’]\s?)?)*"
_TRAILING = re.compile(rf"[\s,;:.–—-]+$|\s(?:{_SMALL})$")
_UNLIKELY_LENGTH = 140


@functools.cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """(language, pattern) of the names of issuing bodies."""
    found = []
    for line in lines("institutions.tsv"):
        language, start, how = line.split("\t")
        rest = _CAPS if how == "caps" else "" if how == "before" else rf"(?:\s\S+){{0,{how.removeprefix('words')}}}"
        case_free = how != "caps"
        found.append(
            (language, re.compile(rf"(?<!\w)(?:{start}){rest}", re.I if case_free and language not in ("zh", "ja", "ko") else 0))
        )
    return tuple(found)


def in_text(heads: Sequence[tuple[str, str]], lang: str | None) -> tuple[str | None, str]:
    """The body named in a statement's own head, and the words it was read in.

    Args:
        heads: (place, words) in the order of trust: title, first line, last line, the site's name.
        lang: the statement's language.
    """
    order = sorted(_patterns(), key=lambda p: p[0] != lang)
    for place, words in heads:
        for language, pattern in order:
            if language not in (lang, "en"):
                continue
            found = pattern.search(words)
            if found and (name := _clean(found.group())):
                return name, f"{place}: {name}"
    return None, "no issuer given, and the text's head names none"


def _clean(name: str) -> str | None:
    name = " ".join(name.split())
    while (shorter := _TRAILING.sub("", name)) != name:
        name = shorter
    return name if 3 < len(name) <= _UNLIKELY_LENGTH and (" " in name or not name.isascii()) else None


def of(
    *, asserted: str | None, profile: Profile | None, column: str | None, heads: Sequence[tuple[str, str]], lang: str | None
) -> tuple[str | None, str]:
    """The issuer (a profile's id, else a name) and its evidence, or None and the reason."""
    if asserted:
        return asserted, "asserted"
    if column:
        return column, "column"
    if profile is not None:
        return profile.id, f"profile {profile.id}"
    return in_text(heads, lang)
