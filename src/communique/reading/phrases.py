"""The words of a source: without edges and articles, its joined parts, whether it is a person's name."""

from __future__ import annotations

import functools
import re

from communique.names import fold
from communique.reading.actors import code_of
from communique.reading.lexicon import Lexicon, lexicon

_TRAILING = re.compile(r"['’]s?$|[,;:\"“”«»()]+$")
_WORD = re.compile(r"[^\W_]+(?:[.'’-][^\W_]+)*")


@functools.lru_cache(maxsize=16)
def joins(lang: str | None) -> re.Pattern[str]:
    """What stands between joined holders in a language."""
    known = lexicon(lang)
    words = sorted(known.words["joined"] if known else (), key=len, reverse=True)
    alone = "|".join(map(re.escape, words))
    if known and known.unspaced:
        return re.compile(rf"(?:{alone}|、)")
    return re.compile(rf"\s+(?:{alone}|&)\s+|\s*[,،]\s*(?:(?:{alone})\s+)?" if alone else r"\s*,\s*", re.IGNORECASE)


def without_article(key: str, lexicon: Lexicon) -> str:
    first, _, rest = key.partition(" ")
    return rest if rest and lexicon.has("articles", first) else key


def bare(words: str) -> str:
    return fold(_TRAILING.sub("", words.strip()))


def short(words: str) -> str:
    """The words of a holder as they stand, without article and possessive."""
    plain = _TRAILING.sub("", words.strip())
    return re.sub(r"(?i)^(?:the|a|an)\s+", "", plain)


def is_name(words: str) -> bool:
    parts = _WORD.findall(words)
    return 1 < len(parts) < 5 and all(part[0].isupper() for part in parts) and code_of(short(words)) is None
