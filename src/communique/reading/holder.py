"""Who holds a content, and how sure a reader must be of the issuer or of an antecedent for it to be them."""

from __future__ import annotations

from dataclasses import dataclass

Who = str | tuple[str, ...] | None
# How likely the reader must take the issuer to be for the holder to be it:
NAMED, OTHERS = 0.2, 0.9  # where its state is named with more words; where the words name somebody else
EVEN, HARDLY = 0.5, 0.05  # where there is no source; below it, `we` is mankind
UNQUOTED = 0.15  # below it, `we` in a quotation of nobody known is not the issuer
LIKELY, UNLIKELY = 0.7, 0.3  # for pronouns: the issuer; somebody else
# how sure it must be of an antecedent: of a pronoun, of a noun, of no source at all:
ALIKE, ALIKE_NOUN, ALIKE_NONE = 0.5, 0.5, 0.5
LINKED = 0.3  # for two pronouns to mean the same; what names must reach for them together, and which share of it the first:
TOGETHER, STANDS_OUT = 0.3, 0.6
SURELY = 0.97  # ... and of a pronoun's, to go before whoever says the clause


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a content: ISSUER, a code, words, several of them, or None when unknown; and the words of the text."""

    who: Who
    words: str | None
