"""Holders: whose words an attribution's content is. By rule, from the source, the frame and what was said before."""

from __future__ import annotations

import bisect
import re
from collections.abc import Sequence
from dataclasses import dataclass

from communique.names import fold
from communique.reading.frame import ISSUER, Frame
from communique.reading.lexicon import Lexicon
from communique.reading.phrases import bare, is_name, short, without_article
from communique.reading.reader import Relation, Span
from communique.reading.speakers import UNKNOWN, Speaker
from communique.reading.turns import JOURNALIST
from communique.reading.words import Words

Who = str | tuple[str, ...] | None
# How likely the reader must take the issuer to be for the holder to be it:
NAMED, OTHERS = 0.2, 0.9  # where its state is named with more words; where the words name somebody else
EVEN, HARDLY = 0.5, 0.05  # where there is no source; below it, `we` is mankind
LIKELY, UNLIKELY = 0.7, 0.3  # for pronouns: the issuer; somebody else
# how sure it must be of an antecedent: of a pronoun, of a noun, of no source at all
ALIKE, ALIKE_NOUN, ALIKE_NONE = 0.5, 0.5, 0.5
_PREPOSITIONS = re.compile(r"\b(?:by|to|with|from|against|for|that|on|in|at|of|as|among|than|are|is|and between|between)\b")
_CAPITALS = re.compile(r"[A-Z][\w’'-]+\.?(?: [A-Z][\w’'-]+\.?){0,4}")
_ADOPTING = frozenset({"UNSC", "UNGA"})  # bodies whose resolutions are meant
_NEAR = 60  # mentions that are looked back at
_NEAR_SENTENCES = 2


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a content: ISSUER, a code, words, several of them, or None when unknown; and the words of the text."""

    who: Who
    words: str | None


@dataclass(slots=True)
class _Heard:
    """What the statement has told so far, for pronouns."""

    person: Holder | None = None
    plural: Holder | None = None
    actor: Holder | None = None
    disputed: Holder | None = None  # whose words the issuer disputed last
    disputed_in: int = 0  # the sentence of it


class Holders:
    """Resolves the sources of a statement's relations, in the order of the text."""

    def __init__(self, frame: Frame, relations: Sequence[Relation]) -> None:
        self.frame = frame
        self.words = Words(frame)
        self.relations = relations
        self.found: dict[int, Holder] = {}
        self.heard = _Heard()
        self.guests = {one.name for one in frame.speakers if one is not None and not one.own and one.name != JOURNALIST}

    def resolve(self) -> list[Holder]:
        """One holder a relation."""
        order = sorted(
            range(len(self.relations)), key=lambda i: (self.relations[i].sentence, self._depth(i), self.relations[i].cue)
        )
        for at in order:
            self.found[at] = self._holder(self.relations[at])
            self._remember(self.relations[at], self.found[at])
        return [self.found[at] for at in range(len(self.relations))]

    def _depth(self, at: int) -> int:
        depth, parent = 0, self.relations[at].parent
        while parent is not None and depth < 20:
            depth, parent = depth + 1, self.relations[parent].parent
        return depth

    # --- one relation ---------------------------------------------------------------------------------------------

    def _holder(self, relation: Relation) -> Holder:
        if relation.source is None or self._swallowed(relation, relation.source):
            return self._without_source(relation)
        words = self.words.plain(self.frame.text[slice(*relation.source)])
        key = bare(words)
        if self.frame.lexicon is not None:
            found = self._by_words(relation, words, key, self.frame.lexicon)
            if found is not None:
                return found
        return self._named(relation, words)

    def _by_words(self, relation: Relation, words: str, key: str, lexicon: Lexicon) -> Holder | None:
        """Pronouns, the issuer's own bodies, groups; None where the source is a name or a noun."""
        spoken = self.words.we(key, lexicon)
        for kind in ("first_singular", "first_plural"):
            if lexicon.has(kind, spoken):
                return self._first_person(relation, words, kind)
        if lexicon.has("second", spoken):
            return self._second_person(relation, words)
        if self.words.among_us(key, lexicon):
            return self._first_person(relation, words, "first_singular")
        if self.words.own(words, key) and key not in lexicon.nicknames:
            return self._in_office(relation, words)
        for kind in ("relative", "person", "plural", "thing"):
            if lexicon.has(kind, key):
                return self._pronoun(relation, words, kind)
        named = self._by_possessive(relation, words, key, lexicon) or self._by_document(relation, words, key, lexicon)
        if named is not None:
            return named
        if lexicon.has("both", without_article(key, lexicon)):
            return self._together(relation, words)
        if lexicon.has("others", key):
            return Holder(None, words)
        return Holder("international community", words) if lexicon.has("everyone", without_article(key, lexicon)) else None

    def _by_possessive(self, relation: Relation, words: str, key: str, lexicon: Lexicon) -> Holder | None:
        """`its Government`, `their people`: the actor behind the possessive, where it is one."""
        first, _, rest = key.partition(" ")
        if not lexicon.has("own", rest) or not lexicon.has("possessives", first):
            return None
        kind = next((kind for kind in ("thing", "plural", "person") if lexicon.has(kind, first)), None)
        found = self._pronoun(relation, words, kind) if kind else None
        return found if found is not None and found.who is not None else None

    def _by_document(self, relation: Relation, words: str, key: str, lexicon: Lexicon) -> Holder | None:
        """`the resolution`: the body that adopts such, which was named last before."""
        if not any(lexicon.has("documents", part) for part in key.split(" ")[:4]):
            return None
        first = bisect.bisect_left(self.frame.mentions, relation.cue[0], key=lambda m: m.start)
        for mention in reversed(self.frame.mentions[max(0, first - _NEAR) : first]):
            if mention.code in _ADOPTING:
                return Holder(mention.code, words)
        return None

    def _in_office(self, relation: Relation, words: str) -> Holder:
        """The issuer's body, whoever names it, but a guest's `our Government`."""
        lexicon = self.frame.lexicon
        ours = lexicon is not None and lexicon.has("prefix_own", bare(words).split(" ")[0])
        return self._speaking(relation, words) if ours else Holder(ISSUER, words)

    def _together(self, relation: Relation, words: str) -> Holder:
        """`the two presidents`, `both sides`: the issuer and the other one, where the statement has one other."""
        if relation.issuer < UNLIKELY:
            return Holder(None, words)
        first = next((m for m in self.frame.mentions if m.start < relation.cue[0] and not self.frame.is_issuer(m)), None)
        others = [first.code] if first else []
        return Holder((ISSUER, others[0]) if others else ISSUER, words)

    def _without_source(self, relation: Relation) -> Holder:
        """Impersonal and agentless words: the issuer's where the reader says so; a parent's holder is no evidence.

        Accusations that the issuer disputes are those of whom it disputed just before (on the training part right in 11 of 16).
        """
        if self.words.we_do(self.frame.text[slice(*relation.cue)]):
            return self._first_person(relation, None, "first_singular")
        if relation.source is not None:  # a claim that is called false inside another one: whose the outer one is
            outer = self.found.get(relation.parent) if relation.parent is not None else None
            return Holder(outer.who, None) if outer is not None else self._speaking(relation, None)
        if relation.issuer >= EVEN:
            return self._speaking(relation, None)
        alike = self._alike(relation, ALIKE_NONE)
        if alike is not None:
            return Holder(alike.who, None)
        near = relation.sentence - self.heard.disputed_in <= _NEAR_SENTENCES
        if relation.stance == "-" and relation.act == "ACCUSE" and self.heard.disputed is not None and near:
            return Holder(self.heard.disputed.who, None)
        return Holder(None, None)

    def _swallowed(self, relation: Relation, source: Span) -> bool:
        """A source that cannot be the holder: of the claim itself in `X's claims are groundless`, inside what a `we` says."""
        words = self.frame.text[slice(*source)]
        if self.words.we_do(self.frame.text[slice(*relation.cue)]) and not self.words.first_person(words):
            return len(self.words.parts(words)) == 1 and not any(map(self.frame.is_issuer, self.words.mentions(words)))
        if relation.act not in ("DENY", "REJECT") or relation.stance != "-":
            return False
        told = [one for one in self.relations if one.parent is not None and self.relations[one.parent] is relation]
        inside = any(start <= source[0] and source[1] <= end for start, end in relation.content)
        return inside or any(one.source == source and one.stance == "-" for one in told)

    def _speaking(self, relation: Relation, words: str | None) -> Holder:
        """The issuer, or who speaks in this turn."""
        speaker = self._speaker(relation)
        if speaker is not None and not speaker.own:
            return Holder(None, words) if speaker.name == UNKNOWN else Holder(self.words.speaker_name(speaker.name), speaker.name)
        return Holder(ISSUER, words)

    def _first_person(self, relation: Relation, words: str | None, kind: str) -> Holder:
        """`we`, `I`: who is quoted, else who speaks; the assembled states where the issuer is most unlikely."""
        quoting = self._quoting(relation)
        if quoting is not None:
            return Holder(quoting.who, words)
        speaking = self._speaking(relation, words)
        if kind == "first_plural" and speaking.who == ISSUER and relation.issuer < HARDLY:
            return Holder("international community", words)
        return speaking

    def _second_person(self, relation: Relation, words: str) -> Holder:
        """`you`: the issuer where somebody else speaks, else the other one of a talk between two."""
        speaker = self._speaker(relation)
        if speaker is not None and not speaker.own:
            return Holder(ISSUER, words)
        others = sorted(self.guests)
        return Holder(self.words.speaker_name(others[0]) if len(others) == 1 else None, words)

    def _quoting(self, relation: Relation) -> Holder | None:
        """The holder of the direct quotation that the relation stands in."""
        parent = relation.parent
        while parent is not None:
            outer = self.relations[parent]
            start = min((a for a, b in outer.content if a <= relation.cue[0] < b), default=None)
            if start is not None and self.frame.text[max(0, start - 1) : start + 1].strip()[:1] in ("“", '"', "«", "„", "‘"):
                return self.found.get(parent)
            parent = outer.parent
        return None

    def _speaker(self, relation: Relation) -> Speaker | None:
        return self.frame.speakers[relation.sentence] if relation.sentence < len(self.frame.speakers) else None

    # --- the same as somebody named elsewhere ---------------------------------------------------------------------

    def _alike(self, relation: Relation, least: float) -> Holder | None:
        """Whom the reader takes for the same as the holder, where it is sure enough: never the issuer.

        The chances of all places that mean the same actor count together.
        """
        chances: dict[Who, float] = {}
        named: dict[Who, Holder] = {}
        for span, chance in relation.like:
            holder = self._meant(relation, span)
            if holder is not None:
                chances[holder.who] = chances.get(holder.who, 0.0) + chance
                named[holder.who] = holder
        best = max(chances, key=lambda who: chances[who], default=None)
        return named[best] if best is not None and chances[best] >= least else None

    def _meant(self, relation: Relation, span: Span) -> Holder | None:
        """Who is named by a source or a name in the text, but the issuer."""
        told = next((self.found.get(i) for i, r in enumerate(self.relations) if r.source == span and r is not relation), None)
        if told is not None and told.who is not None:
            return told if told.who != ISSUER else None
        others = [m for m in self.frame.within(*span) if not self.frame.is_issuer(m)]
        return Holder(others[0].code, self.frame.text[slice(*span)]) if others else None

    # --- names ----------------------------------------------------------------------------------------------------

    def _named(self, relation: Relation, words: str) -> Holder:
        mentions = self.words.mentions(words)
        own = [m for m in mentions if self.frame.is_issuer(m)]
        parts = self.words.parts(words)
        if len(parts) == 1:
            alone = bool(own) and len(own) == len(mentions)
            if self.words.is_own_person(words, mentions) or (alone and self.words.bare_name(words, own[0])):
                return Holder(ISSUER, words)
            if alone and relation.issuer >= NAMED:
                return Holder(ISSUER, words)
            if own and mentions[0] in own and relation.issuer >= EVEN:
                return Holder(ISSUER, words)
        if not (mentions and not own) and (
            relation.issuer >= OTHERS or (relation.issuer >= UNLIKELY and self.words.leads(words, mentions))
        ):
            return self._speaking(relation, words)
        alike = (
            self._alike(relation, ALIKE_NOUN)
            if not mentions and len(parts) == 1 and self.words.person_in(words) is None
            else None
        )
        if alike is not None:
            return Holder(alike.who, words)
        found = [self._part(part, relation) for part in parts] if len(parts) > 1 else [self._part(words, relation)]
        who = tuple(dict.fromkeys(one for one in found if one))
        return Holder(who[0] if len(who) == 1 else who or None, words)

    def _part(self, words: str, relation: Relation) -> str | None:
        """The code of one named holder, else its words."""
        mentions = self.words.mentions(words)
        if self.words.first_person(words):
            spoken = self._speaking(relation, words).who
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

    # --- pronouns -------------------------------------------------------------------------------------------------

    def _pronoun(self, relation: Relation, words: str, kind: str) -> Holder:
        if kind == "relative":
            return self._antecedent(relation, words)
        if relation.parent is not None:
            outer = self.found.get(relation.parent)
            if outer is not None and outer.who is not None and self._fits(outer, kind) and self._likely(outer, relation):
                return Holder(outer.who, words)
        if relation.issuer >= (LIKELY if kind != "plural" else OTHERS):
            return self._speaking(relation, words)
        alike = self._alike(relation, ALIKE)
        if alike is not None:
            return Holder(alike.who, words)
        heard = {"person": self.heard.person, "plural": self.heard.plural, "thing": self.heard.actor}[kind]
        if heard is not None and (not self._likely(heard, relation) or (kind == "plural" and heard.who == ISSUER)):
            heard = None
        chosen = self._nearest(relation, kind) or (self._nearest_person(relation) if kind == "person" else None) or heard
        return Holder(chosen.who, words) if chosen else Holder(None, words)

    @staticmethod
    def _likely(candidate: Holder, relation: Relation) -> bool:
        """Whether the reader's view of the holder allows for the candidate."""
        return relation.issuer >= UNLIKELY if candidate.who == ISSUER else relation.issuer < LIKELY

    def _fits(self, outer: Holder, kind: str) -> bool:
        if kind == "plural":
            return isinstance(outer.who, tuple) or (
                outer.who != ISSUER and (outer.words or "").lower().rstrip("'’").endswith("s")
            )
        if kind == "person":
            return outer.who != ISSUER or self.frame.issuer.body is not None
        return not isinstance(outer.who, tuple)

    def _antecedent(self, relation: Relation, words: str) -> Holder:
        """The words before `who` and `which`: the noun that ends there."""
        lexicon = self.frame.lexicon
        assert relation.source is not None
        assert lexicon is not None
        sentence = self.frame.sentences[relation.sentence][0] if relation.sentence < len(self.frame.sentences) else 0
        before = self.frame.text[sentence : relation.source[0]].rstrip(" ,–—-(")
        pieces = re.split(r"[,;:–—]| - ", " ".join(before.split()[-8:]))
        phrase = pieces[-1].strip() or (pieces[-2].strip() if len(pieces) > 1 else "")
        parts = [part for part in re.split(_PREPOSITIONS, phrase) if part.strip()]
        if not parts:
            return Holder(None, words)
        last = parts[-1].strip()
        alike = self._alike(relation, ALIKE_NOUN) if not self.words.mentions(last) else None
        if alike is not None:
            return Holder(alike.who, words)
        if lexicon.has("others", fold(last)) or lexicon.has("others", fold(last.rsplit(" ", 1)[-1])):
            return Holder(None, f"{last.rsplit(' ', 1)[-1]} {words}")
        own = self._by_words(relation, last, bare(last), lexicon) if self.words.own(last, bare(last)) else None
        if own is not None:
            return own
        stand_in = Relation(relation.cue, relation.sentence, relation.source, (), "STATE", "0", min(relation.issuer, EVEN))
        return self._named(stand_in, last)

    def _nearest(self, relation: Relation, kind: str) -> Holder | None:
        """The actor that the sentence, or the one before, names first before the pronoun."""
        assert relation.source is not None
        if kind == "person" or relation.sentence >= len(self.frame.sentences) or (kind == "plural" and self.heard.plural):
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
            name[0] for name in _CAPITALS.finditer(self.frame.text, start, relation.source[0]) if self.words.is_person(name[0])
        ]
        if not found:
            return None
        own = self.words.is_own_person(found[-1], self.words.mentions(found[-1]))
        known = self.words.person_in(found[-1])
        return Holder(ISSUER if own else known.name if known else found[-1], found[-1])

    def _remember(self, relation: Relation, holder: Holder) -> None:
        """What later pronouns may mean."""
        if holder.who is None or relation.source is None:
            return
        if relation.stance == "-" and holder.who != ISSUER:
            self.heard.disputed, self.heard.disputed_in = holder, relation.sentence
        words = self.frame.text[relation.source[0] : relation.source[1]]
        key = bare(words)
        lexicon = self.frame.lexicon
        if lexicon is None or any(lexicon.has(kind, key) for kind in ("first_singular", "first_plural")):
            return
        if isinstance(holder.who, tuple) or re.search(r"(?:s|people|side|community)['’]?$", words):
            self.heard.plural = holder
        if re.search(r"(?i)president|minister|chancellor|secretary|spokes|king|\b(?:mr|ms|mrs)\b", words) or is_name(words):
            self.heard.person = holder
        if not isinstance(holder.who, tuple):
            self.heard.actor = holder
