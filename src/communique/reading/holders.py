"""Holders: whose words an attribution's content is. By rule, from the source, the frame and what was said before."""

from __future__ import annotations

import re
from collections.abc import Sequence

from communique.names import fold
from communique.reading.frame import ISSUER, Frame
from communique.reading.holder import ALIKE, ALIKE_NONE, ALIKE_NOUN, EVEN, Holder, Who
from communique.reading.lexicon import Lexicon
from communique.reading.naming import Naming
from communique.reading.nouns import adopted, introduced, together
from communique.reading.phrases import bare, without_article
from communique.reading.pronouns import Pronouns
from communique.reading.reader import Relation, Span
from communique.reading.sources import spoken_by_verb
from communique.reading.speaking import Speaking
from communique.reading.told import Told

__all__ = ["ALIKE", "ALIKE_NONE", "ALIKE_NOUN", "Holder", "Holders", "Who"]

_NEAR_SENTENCES = 2


class Holders:
    """Resolves the sources of a statement's relations, in the order of the text."""

    def __init__(self, frame: Frame, relations: Sequence[Relation]) -> None:
        self.frame = frame
        self.relations = relations
        self.told = Told(frame, relations)
        self.words = self.told.words
        self.persons = Speaking(self.told)
        self.pronouns = Pronouns(self.told, self.persons)
        self.naming = Naming(self.told, self.persons)

    def resolve(self) -> list[Holder]:
        """One holder a relation."""
        order = sorted(
            range(len(self.relations)), key=lambda i: (self.relations[i].sentence, self._depth(i), self.relations[i].cue)
        )
        for at in order:
            self.told.remember(at, self._holder(self.relations[at]))
        return [self.told.found[at] for at in range(len(self.relations))]

    def speaking(self, relation: Relation) -> Who:
        """Whose turn it stands in: the issuer's, or who else speaks, null where that is not known."""
        return self.persons.speaking(relation, None).who

    def _depth(self, at: int) -> int:
        depth, parent = 0, self.relations[at].parent
        while parent is not None and depth < 20:
            depth, parent = depth + 1, self.relations[parent].parent
        return depth

    # --- one relation ---------------------------------------------------------------------------------------------

    def _holder(self, relation: Relation) -> Holder:
        if spoken_by_verb(self.words, relation):
            return self.persons.first_person(relation, None, "first_singular")
        if relation.source is None:
            return self._without_source(relation)
        if self._refuted(relation, relation.source):
            outer = self.told.outer(relation)
            return Holder(outer.who, None) if outer is not None else self.persons.speaking(relation, None)
        words = self.words.plain(self.frame.text[slice(*relation.source)])
        if self.frame.lexicon is not None:
            found = self._by_words(relation, words, bare(words), self.frame.lexicon)
            if found is not None:
                return found
        return self.naming.named(relation, words)

    def _by_words(self, relation: Relation, words: str, key: str, lexicon: Lexicon) -> Holder | None:
        """Pronouns, the issuer's own bodies, groups; None where the source is a name or a noun."""
        spoken = self.words.we(key, lexicon)
        for kind in ("first_singular", "first_plural"):
            if lexicon.has(kind, spoken):
                return self.persons.first_person(relation, words, kind)
        if lexicon.has("second", spoken):
            return self.persons.second_person(relation, words)
        if lexicon.has("nobody", key.split(" ")[0]):
            return Holder(None, words)
        found = self._described(relation, words, key, lexicon) or self._own(relation, words, key, lexicon)
        return found or self._by_nouns(relation, words, key, lexicon)

    def _own(self, relation: Relation, words: str, key: str, lexicon: Lexicon) -> Holder | None:
        """The issuer's bodies, unless it is another state's office, or several."""
        if self.words.among_us(key, lexicon):
            return self.persons.first_person(relation, words, "first_singular")
        others = introduced(self.told, relation, words, key, lexicon)
        if others is not None:
            return others
        if key in lexicon.words.get("both", ()):  # whose stem may be that of the issuer's own: `глави держав`
            return together(self.told, relation, words)
        if self.words.own(words, key) and key not in lexicon.nicknames:
            return self.persons.in_office(relation, words)
        return Holder(ISSUER, words) if self.words.names_issuer(words) else None

    def _by_nouns(self, relation: Relation, words: str, key: str, lexicon: Lexicon) -> Holder | None:
        """Pronouns and possessives of the third person, nouns for somebody named before, groups of nobody in particular."""
        reflexive = self.pronouns.reflexive(relation, words, key, lexicon)
        if reflexive is not None:
            return reflexive
        for kind in ("relative", "person", "plural", "thing"):
            if lexicon.has(kind, key):
                return self._antecedent(relation, words) if kind == "relative" else self.pronouns.meant(relation, words, kind)
        named = self._by_possessive(relation, words, key, lexicon) or adopted(self.told, relation, words, key, lexicon)
        if named is not None:
            return named
        if lexicon.has("both", without_article(key, lexicon)):
            return together(self.told, relation, words)
        if lexicon.has("others", key) or lexicon.has("articles", key):
            return Holder(None, words)
        return Holder("international community", words) if lexicon.has("everyone", without_article(key, lexicon)) else None

    def _by_possessive(self, relation: Relation, words: str, key: str, lexicon: Lexicon) -> Holder | None:
        """`its Government`, `their people`: the actor behind the possessive, where it is one."""
        first, _, rest = key.partition(" ")
        if lexicon.has("second", first) and any(lexicon.has("own", part) for part in (rest, rest.rsplit(" ", 1)[-1])):
            return self.persons.second_person(relation, words)
        if not lexicon.has("own", rest) or not lexicon.has("possessives", first):
            return None
        kind = next((kind for kind in ("thing", "plural", "person") if lexicon.has(kind, first)), None)
        found = self.pronouns.meant(relation, words, kind) if kind else None
        return found if found is not None and found.who is not None else None

    # --- relative clauses -----------------------------------------------------------------------------------------

    def _described(self, relation: Relation, words: str, key: str, lexicon: Lexicon) -> Holder | None:
        """`those pilots, who`, `who first among all`: the noun that a relative pronoun belongs to."""
        parts = key.split(" ")
        if len(parts) < 2:
            return None
        if lexicon.has("relative", parts[0]):
            return self._antecedent(relation, words)
        if not lexicon.has("relative", parts[-1]) or lexicon.has("others", key):
            return None
        noun = words.strip().rsplit(maxsplit=1)[0].rstrip(" ,")
        if lexicon.has("others", bare(noun)):
            return Holder(None, words)
        return self._by_words(relation, noun, bare(noun), lexicon) or self.naming.named(relation, noun)

    def _antecedent(self, relation: Relation, words: str) -> Holder:
        """The words before `who` and `which`: the noun that ends there."""
        lexicon = self.frame.lexicon
        assert relation.source is not None
        assert lexicon is not None
        last = self._noun_before(relation.sentence, relation.source[0], lexicon)
        if not last:
            return Holder(None, words)
        alike = self.told.alike(relation, ALIKE_NOUN) if not self.words.mentions(last) else None
        if alike is not None:
            return Holder(alike.who, words)
        if lexicon.has("others", fold(last)) or lexicon.has("others", fold(last.rsplit(" ", 1)[-1])):
            return Holder(None, f"{last.rsplit(' ', 1)[-1]} {words}")
        own = self._by_words(relation, last, bare(last), lexicon) if self.words.own(last, bare(last)) else None
        if own is not None:
            return own
        stand_in = Relation(relation.cue, relation.sentence, relation.source, (), "STATE", "0", min(relation.issuer, EVEN))
        return self.naming.named(stand_in, last)

    def _noun_before(self, sentence: int, end: int, lexicon: Lexicon) -> str:
        """The phrase that ends before a place, without what stands before its last comma and preposition."""
        start = self.frame.sentences[sentence][0] if sentence < len(self.frame.sentences) else 0
        before = self.frame.text[start:end].rstrip(" ,–—-(")
        pieces = re.split(r"[,;:–—]| - ", " ".join(before.split()[-8:]))
        phrase = pieces[-1].strip() or (pieces[-2].strip() if len(pieces) > 1 else "")
        known = "|".join(sorted(lexicon.words.get("prepositions", ()), key=len, reverse=True))
        parts = re.split(rf"(?i)\b(?:{known})\b", phrase) if known else [phrase]
        return next((part.strip() for part in reversed(parts) if part.strip()), "")

    # --- no source ------------------------------------------------------------------------------------------------

    def _without_source(self, relation: Relation) -> Holder:
        """Impersonal and agentless words: the issuer's where the reader says so; a parent's holder is no evidence.

        Accusations that the issuer disputes are those of whom it disputed just before (on the training part right in 11 of 16).
        """
        if relation.issuer >= EVEN:
            return self.persons.speaking(relation, None)
        cue = fold(self.frame.text[slice(*relation.cue)]).partition(" ")[0]
        if self.frame.lexicon is not None and self.frame.lexicon.has("nobody", cue):
            return Holder(None, None)
        performed = self.persons.performed(relation)
        if performed is not None:
            return performed
        alike = self.told.alike(relation, ALIKE_NONE)
        if alike is not None:
            return Holder(alike.who, None)
        disputed, near = self.told.disputed, relation.sentence - self.told.disputed_in <= _NEAR_SENTENCES
        if relation.stance == "-" and relation.act == "ACCUSE" and disputed is not None and near:
            return Holder(disputed.who, None)
        return Holder(None, None)

    def _refuted(self, relation: Relation, source: Span) -> bool:
        """Whether a source holds what is refuted, and not who refutes it: `X's claims are groundless`."""
        if relation.act not in ("DENY", "REJECT") or relation.stance != "-":
            return False
        told = [one for one in self.relations if one.parent is not None and self.relations[one.parent] is relation]
        inside = any(start <= source[0] and source[1] <= end for start, end in relation.content)
        return inside or any(one.source == source and one.stance == "-" for one in told)
