"""Who issued a statement: as asserted, by the host's profile, by a data set's column, else as the text's own head says."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from communique.extraction.words import folded, lines

if TYPE_CHECKING:
    from communique.issuers import Profile

_SMALL = (
    "of|the|and|for|de|la|le|les|du|des|del|los|las|di|della|delle|dei|degli|do|da|dos|das|e|y|et|und|für|der|van|voor|en|i|d|l"
)
_CAPITAL = r"[A-ZÀ-ÝĀ-ŽА-ЯЁІЇЄҐЀ-ЏΑ-ΩΆ-Ώ][\w'’.-]*"
_LIST = rf",(?=(?:\s{_CAPITAL},?){{1,4}}\s(?:und|and|et|y|e)\s)"  # Familie, Senioren, Frauen und Jugend
_CAPS = rf"(?:\s*(?:{_CAPITAL}|(?:{_SMALL})(?=[\s'’])|{_LIST})(?:['’]\s?)?)*"
_LOW = r"[^\W\d_A-ZÀ-ÝĀ-ŽА-ЯЁІЇЄҐЀ-ЏΑ-Ω]+"
_GENITIVE = r"[^\W\d_]+(?=\s(?:de|du|des|del|do|da|di|della|dello)\b)"
_GOES_ON = {
    "caps": _CAPS,
    "genitive": rf"(?:\s*(?:{_CAPITAL}|(?:{_SMALL})(?=[\s'’])|{_GENITIVE})(?:['’]\s?)?)*(?:\s[a-zà-ÿ]+$)?",
    "lower": rf"(?:\s{_LOW}){{0,4}}?(?:\s{_CAPITAL})+",
}
_TRAILING = re.compile(rf"[\s,;:.–—-]+$|\s(?:{_SMALL}|to)$")
_UNLIKELY_LENGTH = 140
_DENSE = re.compile("[\u3400-\u9fff\uac00-\ud7af]")  # scripts in which three signs are a name


@functools.cache
def _patterns() -> dict[str, list[re.Pattern[str]]]:
    """Language -> patterns of the names of issuing bodies."""
    found: dict[str, list[re.Pattern[str]]] = {}
    for line in lines("institutions.tsv"):
        language, start, how = line.split("\t")
        rest = _GOES_ON.get(how, "")
        if how.startswith("words"):
            rest = rf"(?:\s(?!(?:{_ends()})\s)[^\s,;:|–—-]+){{0,{how.removeprefix('words')}}}"
        flags = re.I if how == "before" and language not in ("zh", "ja", "ko") else 0
        found.setdefault(language, []).append(re.compile(rf"(?<!\w)(?:{start}){rest}", flags))
    return found


@functools.cache
def _ends() -> str:
    """Words that no longer belong to a name, as alternatives."""
    return "|".join(re.escape(word) for line in lines("name_ends.txt") for word in line.split())


@functools.cache
def _about() -> frozenset[str]:
    """Words after which a title speaks of its matter."""
    return frozenset(word for line in lines("about_words.txt") for word in line.split())


def in_text(heads: Sequence[tuple[str, str]], sites: Sequence[str], lang: str | None) -> tuple[str | None, str]:
    """The body that a statement's own head names as its author, else the one that the site is; and the words it was read in.

    Args:
        heads: (place, words): title, first and last lines. In a title a body counts before the words turn to the matter,
            in another line only when it is all of the line.
        sites: where the page names itself.
        lang: the statement's language.
    """
    for place, words in heads:
        for name, before in _named(words, lang):
            told = {w.casefold() for w in re.findall(r"[^\W\d_]+", before)}
            if (place == "title" and not told & _about()) or (place != "title" and len(name) >= 0.7 * len(words)):
                fuller = next((owner for owner in _owners(sites, lang) if owner.startswith(name)), name)
                return fuller, f"{place}: {name}"
    if owner := next(_owners(sites, lang), None):
        return owner, f"the site's name: {owner}"
    return None, "no issuer given, and neither the text's head nor the site names one"


def _owners(sites: Sequence[str], lang: str | None) -> Iterator[str]:
    """The bodies that the page says it belongs to."""
    return (name for words in sites for name, _ in _named(words, lang))


@functools.lru_cache(maxsize=4096)
def is_body(text: str) -> bool:
    """Whether a line is the name of an issuing body and nothing else, in any language."""
    if not 3 < len(text) <= _UNLIKELY_LENGTH:
        return False
    every = (pattern.match(text) for patterns in _patterns().values() for pattern in patterns)
    return any(found is not None and len(found.group().strip()) >= 0.95 * len(text) for found in every)


def _means(named: str, profile: Profile) -> bool:
    """Whether an id or a name is the profile's."""
    return folded(named) in {folded(name) for name in (profile.id, *(n for names in profile.names.values() for n in names))}


def _named(words: str, lang: str | None) -> Iterator[tuple[str, str]]:
    """The bodies named in a line, each with the words before it."""
    words = words.replace("\t", " | ")
    for language in dict.fromkeys((lang, "en")):
        for pattern in _patterns().get(language or "", ()):
            if (found := pattern.search(words)) and (name := _clean(found.group())):
                yield name, words[: found.start()]


def _clean(name: str) -> str | None:
    name = " ".join(name.split())
    while (shorter := _TRAILING.sub("", name)) != name:
        name = shorter
    return (
        name if (2 if _DENSE.match(name) else 3) < len(name) <= _UNLIKELY_LENGTH and (" " in name or not name.isascii()) else None
    )


def of(
    *,
    asserted: str | None,
    profile: Profile | None,
    column: str | None,
    heads: Sequence[tuple[str, str]],
    sites: Sequence[str],
    lang: str | None,
) -> tuple[str | None, str]:
    """The issuer (a profile's id, else a name) and its evidence, or None and the reason."""
    for named, evidence in ((asserted, "asserted"), (column, "column")):
        if named:
            return (profile.id if profile is not None and _means(named, profile) else named), evidence
    if profile is not None:
        return profile.id, f"profile {profile.id}"
    return in_text(heads, sites, lang)
