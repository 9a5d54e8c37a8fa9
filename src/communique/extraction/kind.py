"""What kind of text a statement is, and its official number: read from its title, its section and its first words."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from communique.extraction.words import lines

_DIGIT = re.compile(r"\d")
_YEAR_ONLY = re.compile(r"(?:19|20)\d{2}$")


@dataclass(frozen=True, slots=True)
class _Cue:
    """One phrase of the list."""

    order: int  # of its kind in the list
    kind: str
    start: str  # its first words, which must stand in a text before the pattern is tried
    pattern: re.Pattern[str]


@functools.cache
def _cues() -> dict[str, list[_Cue]]:
    """Language -> its cues in the order of the list."""
    found: dict[str, list[_Cue]] = {}
    order: dict[str, int] = {}
    for line in lines("kinds.tsv"):
        kind, language, phrases = line.split("\t")
        for phrase in (" ".join(p.casefold().split()) for p in phrases.split("|")):
            rank = order.setdefault(kind, len(order))
            found.setdefault(language, []).append(_Cue(rank, kind, phrase.split("*")[0].strip(), _pattern(phrase)))
    return found


def _pattern(phrase: str) -> re.Pattern[str]:
    """`a * b` with a few words between; a trailing `*` takes any ending; scripts without spaces match anywhere."""
    parts = [re.escape(p) for p in phrase.rstrip("*").split("*")]
    spaced = not re.search("[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af\u0e00-\u0e7f]", phrase)
    return re.compile(
        (r"(?<!\w)" if spaced else "") + r".{1,60}?".join(parts) + ("" if phrase.endswith("*") or not spaced else r"(?!\w)")
    )


def _hits(plain: str, lang: str | None, *, plural: bool) -> list[tuple[int, int, int, str, str]]:
    """(language's rank, start, order, kind, words) of every cue in a folded text."""
    found = []
    for rank, language in enumerate(dict.fromkeys((lang, "en"))):
        for cue in _cues().get(language or "", ()):
            if cue.start in plain and (
                m := cue.pattern.search(plain) or (plural and re.search(re.escape(cue.start) + r"\w{0,3}$", plain))
            ):
                found.append((rank, m.start(), cue.order, cue.kind, m.group()))
    return found


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
        if hits := _hits(plain, lang, plural=place == "section"):
            # the first word of a title says what it is: "Statement on the telephone conversation" is a statement
            _, _, _, name, words = min(hits, key=lambda h: (h[0], h[1], -len(h[4])) if place == "title" else (h[0], h[2], 0))
            return name, f"{place}: {words}"
    return None, "no word of its title, section or first line says so"


@functools.cache
def _numbers() -> re.Pattern[str]:
    """A label and the number after it: figures with letters, strokes and hyphens."""
    labels = "|".join(re.escape(label) for label in sorted(lines("number_labels.txt"), key=len, reverse=True))
    return re.compile(
        rf"(?<!\w)(?:{labels})\s*[:：.\-–]?\s*([A-Z]{{0,5}}[-/]?\d[\w./()\-–]{{0,24}}?)(?=[\s,;)\]|·]|\.?$|号|號|호)", re.I
    )


def names_a_kind(text: str) -> bool:
    """Whether a line says what a text is and nothing else, in any language: "Statement"."""
    plain = " ".join(text.casefold().split())
    return any(cue.pattern.fullmatch(plain) for cues in _cues().values() for cue in cues if cue.start in plain)


def number(heads: Sequence[str]) -> tuple[str | None, str]:
    """An official number such as `312/20` and the words it was read from, or None and the reason.

    Args:
        heads: the title, the first and the last lines.
    """
    for line in heads:
        if len(line) > 200 or not _DIGIT.search(line):
            continue
        for found in _numbers().finditer(line):
            value = found.group(1).rstrip(".-–/")
            alone = len(found.group()) >= 0.7 * len(line.strip())
            if any(c.isdigit() for c in value) and not _YEAR_ONLY.match(value) and ("/" in value or "-" in value or alone):
                return value, line[max(0, found.start()) : found.end()].strip()
    return None, "no official number in its first and last lines"
