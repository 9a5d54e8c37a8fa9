"""Holders who are named: the issuer, an actor, a person, several of them, or the words as they stand."""

from __future__ import annotations

from collections.abc import Sequence

from communique.reading.actors import Mention
from communique.reading.frame import ISSUER
from communique.reading.holder import ALIKE_NOUN, EVEN, NAMED, OTHERS, UNLIKELY, Holder
from communique.reading.phrases import short
from communique.reading.reader import Relation
from communique.reading.speaking import Speaking
from communique.reading.told import Told


class Naming:
    """The names and nouns of a statement's sources."""

    def __init__(self, told: Told, speaking: Speaking) -> None:
        self.told = told
        self.frame = told.frame
        self.words = told.words
        self.speaking = speaking

    def named(self, relation: Relation, words: str) -> Holder:
        """Whom a source names that is no pronoun and no body of the issuer's."""
        words = self.words.without_relative(words)
        mentions = self.words.mentions(self.words.head(words))
        parts = self.words.parts(words)
        if len(parts) == 1 and self._names_issuer(relation, words, mentions):
            return Holder(ISSUER, words)
        own = any(map(self.frame.is_issuer, mentions))
        if (
            not (mentions and not own)
            and not self.words.introduced_elsewhere(words, mentions)
            and (relation.issuer >= OTHERS or (relation.issuer >= UNLIKELY and self.words.leads(words, mentions)))
        ):
            return self.speaking.speaking(relation, words)
        unnamed = not mentions and len(parts) == 1 and self.words.person_in(words) is None
        alike = self.told.alike(relation, ALIKE_NOUN) if unnamed else None
        if alike is not None:
            return Holder(alike.who, words)
        found = [self._part(part, relation) for part in parts] if len(parts) > 1 else [self._part(words, relation)]
        who = tuple(dict.fromkeys(one for one in found if one))
        return Holder(who[0] if len(who) == 1 else who or None, words)

    def _names_issuer(self, relation: Relation, words: str, mentions: Sequence[Mention]) -> bool:
        """The issuer's people by name, its state, or its state first, as far as the reader allows for it."""
        own = [m for m in mentions if self.frame.is_issuer(m)]
        alone = bool(own) and len(own) == len(mentions)
        if self.words.is_own_person(words, mentions) or (alone and self.words.bare_name(words, own[0])):
            return True
        return (alone and relation.issuer >= NAMED) or (bool(own) and mentions[0] in own and relation.issuer >= EVEN)

    def _part(self, words: str, relation: Relation) -> str | None:
        """The code of one named holder, else its words."""
        words = self.words.head(words)
        mentions = self.words.mentions(words)
        if self.words.first_person(words):
            spoken = self.speaking.speaking(relation, words).who
            return spoken if isinstance(spoken, str) else None
        if self.words.is_own_person(words, mentions):
            return ISSUER
        if any(self.frame.is_issuer(m) for m in mentions[:1]):
            return ISSUER if relation.issuer >= NAMED or self.words.bare_name(words, mentions[0]) else short(words)
        person = self.words.person_in(words)
        if person is not None:
            return person.name
        if mentions and self.words.is_head(words, mentions):
            return mentions[0].code
        return self.words.nicknamed(words) or short(words)
