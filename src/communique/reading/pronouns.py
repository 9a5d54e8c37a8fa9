"""`he`, `they`, `it`: whom a pronoun of the third person stands for."""

from __future__ import annotations

import functools
import itertools
import re
from dataclasses import replace

from communique.names import fold
from communique.reading.frame import ISSUER
from communique.reading.holder import ALIKE, LIKELY, OTHERS, SURELY, UNLIKELY, Holder
from communique.reading.lexicon import Lexicon
from communique.reading.people import Person
from communique.reading.phrases import is_name
from communique.reading.reader import Relation
from communique.reading.speaking import Speaking
from communique.reading.told import Told

_LARGE = "A-ZÀ-ÖØ-ÞĂĄĆČĎĐĘĚĞİĶŁŃŇŐŘŚŞŠŤŮŰŹŻŽƏА-ЯЁЄІЇҐЎ"
_CAPITALS = re.compile(rf"[{_LARGE}][\w’'-]+\.?(?: [{_LARGE}][\w’'-]+\.?){{0,4}}")
_REFLEXIVE = frozenset({"EXPRESS", "COMMIT", "STATE"})
_HEAD = 24  # code points before a pronoun at the head of its sentence: `In addition, he`


class Pronouns:
    """The pronouns of a statement."""

    def __init__(self, told: Told, speaking: Speaking) -> None:
        self.told = told
        self.frame = told.frame
        self.words = told.words
        self.speaking = speaking

    def meant(self, relation: Relation, words: str, kind: str) -> Holder:
        """Whom a pronoun of the kind (person, plural, thing) means; the holder of None where that is open."""
        if self.speaking.to_us(relation):
            relation = replace(relation, issuer=0.0)
        sure = self.told.alike(relation, SURELY)
        if sure is not None:
            return Holder(sure.who, words)
        outer = self._of_the_clause(relation, kind)
        if outer is not None:
            return Holder(outer.who, words)
        subject = self._subject_before(relation) if kind == "person" else None
        if subject is not None:
            return Holder(subject.who, words)
        if relation.issuer >= (LIKELY if kind != "plural" else OTHERS):
            return self.speaking.speaking(relation, words)
        alike = self.told.alike(relation, ALIKE)
        if alike is not None:
            return Holder(alike.who, words)
        line = self.told.line(relation)
        if line is not None:
            return Holder(line.who, words)
        heard = {"person": self.told.person, "plural": self.told.plural, "thing": self.told.actor}[kind]
        if heard is not None and (not likely(heard, relation) or (kind == "plural" and heard.who == ISSUER)):
            heard = None
        chosen = self._nearest(relation, kind) or (self._nearest_person(relation) if kind == "person" else None) or heard
        if chosen is None and kind == "plural":
            chosen = self._last_named(relation)
        return Holder(chosen.who, words) if chosen else Holder(None, words)

    def _last_named(self, relation: Relation) -> Holder | None:
        """The last actor that the sentence, or the one before, names before `they`: a state whose people or leaders are meant."""
        assert relation.source is not None
        if relation.sentence >= len(self.frame.sentences) or relation.issuer >= UNLIKELY:
            return None
        for number in (relation.sentence, relation.sentence - 1):
            if number < 0:
                return None
            start, end = self.frame.sentences[number]
            found = [m for m in self.frame.within(start, min(end, relation.source[0])) if not self.frame.is_issuer(m)]
            if found:
                return Holder(found[-1].code, self.frame.text[found[-1].start : found[-1].end])
        return None

    def reflexive(self, relation: Relation, words: str, key: str, lexicon: Lexicon) -> Holder | None:
        """`su compromiso`, `تعهد خود`, `بلاده`: whose clause it stands in; nobody's where that one refuses it or is unlikely."""
        first, _, rest = key.partition(" ")
        of_own = lexicon.has("reflexive", first) and lexicon.has("own", rest)
        if relation.parent is None or not (of_own or lexicon.has("reflexive", key) or lexicon.has("reflexive_nouns", first)):
            return None
        holder = self.told.outer(relation)
        sure = holder is not None and self.told.relations[relation.parent].stance != "-" and likely(holder, relation)
        return Holder(holder.who if holder is not None and sure else None, words)

    # --- the clause and the sentence before -----------------------------------------------------------------------

    def _of_the_clause(self, relation: Relation, kind: str) -> Holder | None:
        """Who says the clause that the pronoun stands in, where it can be the same."""
        outer = self.told.outer(relation)
        if relation.parent is None or outer is None or outer.who is None or not self._fits(outer, kind):
            return None
        begins = kind == "person" and self._begins_content(relation, self.told.relations[relation.parent])
        return outer if begins or likely(outer, relation) else None

    def _fits(self, outer: Holder, kind: str) -> bool:
        if kind == "plural":
            return isinstance(outer.who, tuple) or (
                outer.who != ISSUER and (outer.words or "").lower().rstrip("'’").endswith("s")
            )
        if kind == "person":
            return outer.who != ISSUER or self.frame.issuer.body is not None
        return not isinstance(outer.who, tuple)

    def _begins_content(self, relation: Relation, outer: Relation) -> bool:
        """`expressed | his gratitude`: the possessive that begins the content is who speaks, unless others' words are judged."""
        assert relation.source is not None
        if outer.source is None or self.words.first_person(self.frame.text[slice(*outer.source)]):
            return False  # `we note | its commitment`
        begins = bool(outer.content) and outer.content[0][0] == relation.source[0] and relation.source[1] <= relation.cue[0]
        return begins and outer.stance != "-" and outer.act in _REFLEXIVE and outer.cue[1] + 1 >= relation.source[0]

    def _subject_before(self, relation: Relation) -> Holder | None:
        """Somebody else who spoke in the sentence before, for `he` at the head of this one."""
        assert relation.source is not None
        who, number = self.told.person, relation.sentence
        if who is None or who.who in (ISSUER, None) or number - self.told.person_in != 1:
            return None
        start = self.frame.sentences[number][0]
        begins = relation.source[0] - start <= _HEAD and not self.frame.within(start, relation.source[0])
        return who if begins else None

    # --- names before it ------------------------------------------------------------------------------------------

    def _nearest(self, relation: Relation, kind: str) -> Holder | None:
        """The actor that the sentence, or the one before, names first before the pronoun."""
        assert relation.source is not None
        if kind == "person" or relation.sentence >= len(self.frame.sentences) or (kind == "plural" and self.told.plural):
            return None
        for number in (relation.sentence, relation.sentence - 1):
            if number < 0:
                return None
            start, end = self.frame.sentences[number]
            found = self.frame.within(start, min(end, relation.source[0]))
            if relation.issuer < UNLIKELY or kind == "plural":
                found = [m for m in found if not self.frame.is_issuer(m)]
            if kind == "plural":
                found = [m for m in found if self.words.names_several(m)]
            if found:
                who = ISSUER if self.frame.is_issuer(found[0]) else found[0].code
                return Holder(who, self.frame.text[found[0].start : found[0].end])
        return None

    def _nearest_person(self, relation: Relation) -> Holder | None:
        """The person whom the sentence, or the one before, names last before the pronoun."""
        assert relation.source is not None
        if relation.sentence >= len(self.frame.sentences):
            return None
        start = self.frame.sentences[max(0, relation.sentence - 1)][0]
        found = [
            name[0].rstrip(".")
            for name in _CAPITALS.finditer(self.frame.text, start, relation.source[0])
            if (self.words.is_person(name[0]) or self._titled(name.start(), name[0]) or self._in_full(name[0]))
            and not any(turn.start <= name.start() < turn.end for turn in self.frame.turns)
        ]
        if not found:
            return None
        short = self._in_full(found[-1])
        known = self.words.person_in(found[-1]) or short
        own = self.words.is_own_person(found[-1], self.words.mentions(found[-1])) or (
            short is not None and short.code == self.frame.issuer.code
        )
        return Holder(ISSUER if own else known.name if known else found[-1], found[-1])

    def _in_full(self, name: str) -> Person | None:
        """The person whose first or last name it is, where the text names him in full elsewhere."""
        return None if " " in name or self.words.mentions(name) else self._names.get(name)

    @functools.cached_property
    def _names(self) -> dict[str, Person | None]:
        """First and last names of those whom the text names in full; of nobody where two share one."""
        found: dict[str, Person | None] = {}
        for words in {m[0]: m[0].split() for m in _CAPITALS.finditer(self.frame.text) if " " in m[0]}.values():
            for start, end in itertools.combinations(range(len(words) + 1), 2):
                known = self.words.person_in_full(" ".join(words[start:end]))
                for word in words[start:end] if known is not None else ():
                    found[word] = known if found.get(word, known) == known else None
        return found

    def _titled(self, start: int, name: str) -> bool:
        """Whether a small-lettered title stands before a name of two words: `президент Ана Тор`."""
        before = self.frame.text[max(0, start - 40) : start].rsplit(maxsplit=1)[-1:]
        lexicon = self.frame.lexicon
        titled = lexicon is not None and any(word[0].islower() and lexicon.part("titles", fold(word)) for word in before)
        return titled and is_name(name) and not self.words.mentions(name)


def likely(candidate: Holder, relation: Relation) -> bool:
    """Whether the reader's view of the holder allows for the candidate."""
    return relation.issuer >= UNLIKELY if candidate.who == ISSUER else relation.issuer < LIKELY
