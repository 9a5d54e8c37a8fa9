"""What a statement has told so far: who was found to hold what, for the pronouns and nouns that come later."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence

from communique.reading.frame import ISSUER, Frame
from communique.reading.holder import LINKED, STANDS_OUT, TOGETHER, Holder, Who
from communique.reading.lexicon import Lexicon
from communique.reading.phrases import bare, is_name
from communique.reading.reader import Relation, Span
from communique.reading.speakers import Speaker
from communique.reading.words import Words

_OFFICE = re.compile(
    r"(?i)president\b|minister\b|chancellor|secretary\b|spokes|king\b|ambassador\b|commissioner\b|envoy\b|\b(?:mr|ms|mrs|dr)\b"
)
_NEAR = 8  # sentences to either side in which pronouns are taken together
_ADDRESSING = frozenset({"DEMAND", "EXPRESS", "SUPPORT"})


class Told:
    """One statement, the holders that were found in it, and who was heard last."""

    def __init__(self, frame: Frame, relations: Sequence[Relation]) -> None:
        self.frame = frame
        self.words = Words(frame)
        self.relations = relations
        self.found: dict[int, Holder] = {}
        self.person: Holder | None = None
        self.person_in = -9  # the sentence of it
        self.plural: Holder | None = None
        self.actor: Holder | None = None
        self.disputed: Holder | None = None  # whose words the issuer disputed last
        self.disputed_in = 0  # the sentence of it

    def speaker(self, relation: Relation) -> Speaker | None:
        """In whose turn a relation stands; None: the issuer."""
        return self.frame.speakers[relation.sentence] if relation.sentence < len(self.frame.speakers) else None

    def outer(self, relation: Relation) -> Holder | None:
        """The holder of the clause that a relation stands in."""
        return self.found.get(relation.parent) if relation.parent is not None else None

    # --- who is heard ---------------------------------------------------------------------------------------------

    def remember(self, at: int, holder: Holder) -> None:
        """What later pronouns may mean."""
        relation = self.relations[at]
        self.found[at] = holder
        if holder.who is None or relation.source is None:
            return
        if relation.stance == "-" and holder.who != ISSUER:
            self.disputed, self.disputed_in = holder, relation.sentence
        words = self.frame.text[relation.source[0] : relation.source[1]]
        key = bare(words)
        lexicon = self.frame.lexicon
        if lexicon is None or lexicon.first_person(key):
            return
        head = re.split(r" (?:of|in|from|on|at|who|which|that) ", words, maxsplit=1)[0]
        if isinstance(holder.who, tuple) or re.search(r"(?:s|people|side|community)['’]?$", head):
            self.plural = holder
        if not isinstance(holder.who, tuple) and (_of_a_person(words, key, lexicon) or is_name(words)):
            self.person, self.person_in = holder, relation.sentence
        if not isinstance(holder.who, tuple):
            self.actor = holder

    # --- the same as somebody named elsewhere ---------------------------------------------------------------------

    def alike(self, relation: Relation, least: float) -> Holder | None:
        """Whom the reader takes for the same as the holder, where it is sure enough: never the issuer.

        The chances of all places that mean the same actor count together.
        """
        chances: dict[Who, float] = {}
        named: dict[Who, Holder] = {}
        for span, chance in relation.like:
            if relation.act in _ADDRESSING and any(start <= span[0] < end for start, end in relation.content):
                continue  # who is thanked or called upon does not thank
            holder = self._meant(relation, span)
            if holder is not None:
                chances[holder.who] = chances.get(holder.who, 0.0) + chance
                named[holder.who] = holder
        best = max(chances, key=lambda who: chances[who], default=None)
        return named[best] if best is not None and chances[best] >= least else None

    def line(self, relation: Relation) -> Holder | None:
        """Whom the pronouns that mean the same as this one are taken for together: only names count, and one must stand out."""
        votes: dict[Who, float] = {}
        named: dict[Who, Holder] = {}
        for one in self._same(relation):
            for span, chance in one.like:
                holder = self._meant(one, span) if span not in self._pronouns else None
                if holder is not None:
                    votes[holder.who] = votes.get(holder.who, 0.0) + chance
                    named[holder.who] = holder
        best = max(votes, key=lambda who: votes[who], default=None)
        if best is None or votes[best] < max(TOGETHER, STANDS_OUT * sum(votes.values())):
            return None
        return named[best]

    def _same(self, relation: Relation) -> list[Relation]:
        """The relations near by whose pronouns are linked with this one's, itself among them."""
        near = range(relation.sentence - _NEAR, relation.sentence + _NEAR + 1)
        found, todo = {relation.cue: relation}, [relation]
        while todo:
            for one in self._links.get(todo.pop().source, ()):
                if one.cue not in found and one.sentence in near:
                    found[one.cue] = one
                    todo.append(one)
        return list(found.values())

    @functools.cached_property
    def _by_source(self) -> Mapping[Span, list[int]]:
        """The places of the relations by their source."""
        found: dict[Span, list[int]] = {}
        for i, one in enumerate(self.relations):
            if one.source is not None:
                found.setdefault(one.source, []).append(i)
        return found

    @functools.cached_property
    def _pronouns(self) -> Mapping[Span, list[Relation]]:
        """The relations by their source, where it is a pronoun of the third person."""
        sources = self._by_source.items()
        return {source: [self.relations[i] for i in places] for source, places in sources if self._is_pronoun(source)}

    @functools.cached_property
    def _links(self) -> Mapping[Span | None, list[Relation]]:
        """Source of a pronoun -> the relations whose pronouns the reader takes for the same, in both directions."""
        links: dict[Span | None, list[Relation]] = {}
        for source, ones in self._pronouns.items():
            for span in {span for one in ones for span, chance in one.like if chance >= LINKED and span in self._pronouns}:
                links.setdefault(source, []).extend(self._pronouns[span])
                links.setdefault(span, []).extend(ones)
        return links

    def _is_pronoun(self, source: Span) -> bool:
        lexicon = self.frame.lexicon
        key = bare(self.frame.text[slice(*source)])
        return lexicon is not None and any(lexicon.has(kind, key) for kind in ("person", "plural", "thing"))

    def _meant(self, relation: Relation, span: Span) -> Holder | None:
        """Who is named by a source or a name in the text, but the issuer."""
        told = next((self.found.get(i) for i in self._by_source.get(span, ()) if self.relations[i] is not relation), None)
        if told is not None and told.who is not None:
            return told if told.who != ISSUER else None
        others = [m for m in self.frame.within(*span) if not self.frame.is_issuer(m)]
        return Holder(others[0].code, self.frame.text[slice(*span)]) if others else None


def _of_a_person(words: str, key: str, lexicon: Lexicon) -> bool:
    """Whether a source is one person: an office or a title in it, or `he`."""
    if lexicon.has("person", key):
        return True
    if lexicon.lang != "en" and any(lexicon.part("titles", word) for word in key.split(" ")[:3]):
        return True
    return bool(_OFFICE.search(words.partition(",")[0]))
