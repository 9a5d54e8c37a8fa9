"""What is asked of the ledger of claims: words, filters, layers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from communique.acts import ACTS
from communique.errors import UsageError
from communique.names import actor_code, fold
from communique.query import Filters

MOST_WORDS = 100  # of one question: each is a condition of its own, and a database has only so much room for them
COUNTS = ("act", "holder", "target", "month")
_PART = re.compile(r'"([^"]*)"?|(\S+)')
Words = str | Sequence[str] | None


@dataclass(frozen=True, slots=True)
class ClaimFilters:
    """What narrows the ledger. Several values of one filter are alternatives; all words must stand in the claim."""

    statements: Filters = field(default_factory=Filters)
    words: tuple[str, ...] = ()  # folded; several in one are a phrase
    holder: tuple[str, ...] = ()
    act: tuple[str, ...] = ()
    target: tuple[str, ...] = ()
    own: bool | None = None  # True: what actors say themselves; False: what others report of them; None: both, marked
    older: bool = False  # claims of older versions too
    experimental: bool = True  # claims in languages that are read without a measured floor too


def claim_filters(
    query: str | None = None,
    *,
    holder: Words = None,
    act: Words = None,
    target: Words = None,
    own: bool | None = None,
    statements: Filters | None = None,
    older: bool = False,
    experimental: bool = True,
) -> ClaimFilters:
    """Filters from words: acts in any case, actors by code or by any of their names, else as they are written.

    Raises:
        UsageError: an unknown act; more words than one question may have.
    """
    words = words_of(query or "")
    if len(words) > MOST_WORDS:
        raise UsageError(f"claims: {len(words)} words are asked for, at most {MOST_WORDS} may be", "Ask for fewer.")
    acts = tuple(one.upper() for one in _several(act))
    for one in acts:
        if one not in ACTS:
            raise UsageError(f"--act: {one!r} is no act", f"Acts are {', '.join(ACTS)}.")
    return ClaimFilters(statements or Filters(), words, actors(holder), acts, actors(target), own, older, experimental)


def words_of(query: str) -> tuple[str, ...]:
    """The words of a query, folded, each once; what stands in quotation marks is one phrase."""
    parts = (fold(phrase or word) for phrase, word in _PART.findall(query.replace("“", '"').replace("”", '"')))
    return tuple(dict.fromkeys(part for part in parts if part))


def actors(words: Words) -> tuple[str, ...]:
    """Actors as the ledger has them."""
    return tuple(actor_code(one) or one for one in _several(words))


def _several(words: Words) -> tuple[str, ...]:
    return (words,) if isinstance(words, str) else tuple(words or ())
