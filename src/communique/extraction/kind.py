"""What kind of text a statement is, and its official number: read from its title, its section and its first words."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

from communique.extraction.words import folded, lines

_NUMBER = re.compile(
    r"(?:(?:press release|statement|pressemitteilung|communiqu[ée]|comunicado|nota|declaration|sayı|basın açıklaması|document|ref(?:erence)?)\s*)?"
    r"(?<!\w)(?:no\.?|nr\.?|n[°º]|№|number|número|numéro|numéro|sayı|saylı|num|رقم|شماره|第|תעודה מס'?)\s*[:.\-–]?\s*"
    r"([A-Z]{0,5}[-/]?\d[\w./()\-–]{0,24}?)(?=[\s,;)\]|·]|\.?$|号|號)",
    re.I,
)
_YEAR_ONLY = re.compile(r"(?:19|20)\d{2}$")


@functools.cache
def _cues() -> tuple[tuple[str, str, re.Pattern[str], str], ...]:
    """(kind, language, pattern, phrase), most telling first."""
    found = []
    for line in lines("kinds.tsv"):
        kind, language, phrases = line.split("\t")
        for phrase in (p.strip() for p in phrases.split("|")):
            found.append((kind, language, _pattern(phrase), phrase))
    return tuple(found)


def _pattern(phrase: str) -> re.Pattern[str]:
    """`a * b` with a few words between; a trailing `*` takes any ending; scripts without spaces match anywhere."""
    parts = [re.escape(folded(p) if p.isascii() else p.strip().casefold()) for p in phrase.rstrip("*").split("*")]
    body = r".{1,60}?".join(parts)
    spaced = not re.search("[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af\u0e00-\u0e7f]", phrase)
    return re.compile((r"(?<!\w)" if spaced else "") + body + ("" if phrase.endswith("*") or not spaced else r"(?!\w)"))


@functools.lru_cache(maxsize=128)
def _cues_of(language: str | None) -> tuple[tuple[str, re.Pattern[str], str], ...]:
    """The cues of a language, those of English after them."""
    own = [(k, p, w) for k, lang, p, w in _cues() if lang == language]
    return tuple(own + [(k, p, w) for k, lang, p, w in _cues() if lang == "en" != language])


def kind(places: Sequence[tuple[str, str | None]], lang: str | None) -> tuple[str | None, str]:
    """The kind and where it was read, or None and the reason.

    Args:
        places: (name of the place, its words), the most telling first: title, section, first line.
        lang: the statement's language; English cues are tried after its own.
    """
    for place, text in places:
        if not text:
            continue
        plain = " ".join(text.casefold().split())
        hits = [(m.start(), order, name, m.group()) for order, (name, pattern, _) in enumerate(_cues_of(lang)) if (m := pattern.search(plain))]
        if hits:
            # the first word of a title says what it is: "Statement on the telephone conversation" is a statement
            _, _, name, words = min(hits, key=lambda h: (h[0], h[1])) if place == "title" else min(hits, key=lambda h: h[1])
            return name, f"{place}: {words}"
    return None, "no word of its title, section or first line says so"


def number(heads: Sequence[str]) -> tuple[str | None, str]:
    """An official number such as `312/20` and the words it was read from, or None and the reason.

    Args:
        heads: the title, the first and the last lines.
    """
    for line in heads:
        if len(line) > 200:
            continue
        for found in _NUMBER.finditer(line):
            value = found.group(1).rstrip(".-–/")
            alone = len(found.group()) >= 0.7 * len(line.strip())
            if any(c.isdigit() for c in value) and not _YEAR_ONLY.match(value) and ("/" in value or "-" in value or alone):
                return value, line[max(0, found.start()) : found.end()].strip()
    return None, "no official number in its first and last lines"
