"""Holders: whose words an attribution's content is. By rule, from the source, the frame and what was said before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from communique.names import actor_code, fold
from communique.reading.actors import Mention, codes, gazetteer
from communique.reading.frame import ISSUER, Frame
from communique.reading.speakers import UNKNOWN, Speaker
from communique.reading.reader import Relation
from communique.reading.turns import JOURNALIST

Who = str | tuple[str, ...] | None
_TRAILING = re.compile(r"['’]s?$|[,;:\"“”«»()]+$")
_WORD = re.compile(r"[^\W_]+(?:[.'’-][^\W_]+)*")
_JOIN = re.compile(r"\s+(?:and|as well as|together with|along with|&)\s+|\s*,\s*(?:and\s+)?", re.IGNORECASE)
NAMED, OTHERS = 0.2, 0.9  # how likely the issuer must be for the holder to be it: where its state is named; where others are
LIKELY, UNLIKELY = 0.7, 0.3  # the same for pronouns: the issuer; somebody else


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


class Holders:
    """Resolves the sources of a statement's relations, in the order of the text."""

    def __init__(self, frame: Frame, relations: Sequence[Relation]) -> None:
        self.frame = frame
        self.relations = relations
        self.found: dict[int, Holder] = {}
        self.heard = _Heard()

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
        if relation.source is None:
            return self._without_source(relation)
        words = self.frame.text[relation.source[0] : relation.source[1]]
        key = _bare(words)
        lexicon = self.frame.lexicon
        if lexicon is not None:
            spoken = " ".join(part for part in key.split() if not lexicon.has("counting", part))
            for kind in ("first_singular", "first_plural"):
                if lexicon.has(kind, spoken):
                    return self._first_person(relation, words, kind)
            if lexicon.has("second", spoken):
                return self._second_person(relation, words)
            if self._own(words, key):
                return self._speaking(relation, words)
            for kind in ("relative", "person", "plural", "thing"):
                if lexicon.has(kind, key):
                    return self._pronoun(relation, words, kind)
        return self._named(relation, words)

    def _without_source(self, relation: Relation) -> Holder:
        if relation.issuer >= 0.6:
            return self._speaking(relation, None)
        if relation.parent is not None and relation.issuer >= 0.4:
            return self.found[relation.parent]
        return Holder(None, None)

    def _speaking(self, relation: Relation, words: str | None) -> Holder:
        """The issuer, or who speaks in this turn."""
        speaker = self._speaker(relation)
        if speaker is not None and not speaker.own:
            return Holder(None, words) if speaker.name == UNKNOWN else Holder(self._person(speaker.name), speaker.name)
        return Holder(ISSUER, words)

    def _first_person(self, relation: Relation, words: str, kind: str) -> Holder:
        """`we`, `I`: who is quoted, else who speaks; the assembled states where the issuer is most unlikely."""
        quoting = self._quoting(relation)
        if quoting is not None:
            return Holder(quoting.who, words)
        speaking = self._speaking(relation, words)
        if kind == "first_plural" and speaking.who == ISSUER and relation.issuer < 0.15:
            return Holder("international community", words)
        return speaking

    def _second_person(self, relation: Relation, words: str) -> Holder:
        """`you`: the issuer where somebody else speaks, else the other one of a talk between two."""
        speaker = self._speaker(relation)
        if speaker is not None and not speaker.own:
            return Holder(ISSUER, words)
        others = {one.name for one in self.frame.speakers if one is not None and not one.own and one.name != JOURNALIST}
        return Holder(self._person(others.pop()) if len(others) == 1 else None, words)

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

    def _own(self, words: str, key: str) -> bool:
        """`my country`, `our delegation`, `the Ministry` of an issuer that is one."""
        lexicon = self.frame.lexicon
        assert lexicon is not None
        first, _, rest = key.partition(" ")
        if lexicon.has("prefix_own", first) and any(lexicon.has("own", part) for part in (rest, rest.rsplit(" ", 1)[-1])):
            return not self._foreign(words)
        bare = rest if lexicon.has("articles", first) else key
        return lexicon.alone(self.frame.issuer.body, bare) and not self._foreign(words)

    def _foreign(self, words: str) -> bool:
        return any(not self.frame.is_issuer(m) for m in self._mentions(words))

    # --- names ----------------------------------------------------------------------------------------------------

    def _mentions(self, words: str) -> list[Mention]:
        lexicon = self.frame.lexicon
        return gazetteer(self.frame.lang).mentions(words)

    def _named(self, relation: Relation, words: str) -> Holder:
        mentions = self._mentions(words)
        own = [m for m in mentions if self.frame.is_issuer(m)]
        if own and len(own) == len(mentions) and relation.issuer >= NAMED:
            return Holder(ISSUER, words)
        if own and mentions and mentions[0] in own and relation.issuer >= 0.5 and not _JOIN.search(words):
            return Holder(ISSUER, words)
        if relation.issuer >= OTHERS or (relation.issuer >= 0.5 and self._leads(words, mentions)):
            return self._speaking(relation, words)
        parts = [part for part in _JOIN.split(words) if part.strip()]
        found = [self._part(part) for part in parts] if len(mentions) > 1 and len(parts) > 1 else [self._part(words)]
        who = tuple(dict.fromkeys(one for one in found if one))
        return Holder(who[0] if len(who) == 1 else who or None, words)

    def _leads(self, words: str, mentions: Sequence[Mention]) -> bool:
        """`President Orban` in a statement of a presidency, where no other state is named."""
        lexicon, first = self.frame.lexicon, _bare(words).removeprefix("the ").split(" ")[0]
        return bool(self.frame.issuer.body and not mentions and lexicon and lexicon.has("heads", first))

    def _part(self, words: str) -> str:
        """The code of one named holder, else its words."""
        mentions = self._mentions(words)
        if any(self.frame.is_issuer(m) for m in mentions[:1]):
            return ISSUER
        if mentions and self._head(words, mentions):
            return mentions[0].code
        return _short(words)

    def _head(self, words: str, mentions: Sequence[Mention]) -> bool:
        """Whether the phrase is the actor: its name, its side, its people in office."""
        return len(codes(mentions)) == 1 or mentions[0].start < 5

    def _person(self, name: str) -> str:
        mentions = self._mentions(name)
        return mentions[0].code if mentions else name

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
        heard = {"person": self.heard.person, "plural": self.heard.plural, "thing": self.heard.actor}[kind]
        if heard is not None and not self._likely(heard, relation):
            heard = None
        chosen = self._nearest(relation, kind) or heard
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
        """The words before `who` and `which`."""
        assert relation.source is not None
        sentence = self.frame.sentences[relation.sentence][0] if relation.sentence < len(self.frame.sentences) else 0
        before = self.frame.text[sentence : relation.source[0]].rstrip(" ,–—-(")
        phrase = " ".join(before.split()[-6:])
        phrase = re.split(r"[,;:]|\b(?:by|to|with|from|against|for|that|on|in|at)\b", phrase)[-1].strip()
        if not phrase:
            return Holder(None, words)
        return self._named(Relation(relation.cue, relation.sentence, relation.source, (), "STATE", "0", 0.3), phrase)

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
            if relation.issuer < UNLIKELY:
                found = [m for m in found if not self.frame.is_issuer(m)]
            if found:
                who = ISSUER if self.frame.is_issuer(found[0]) else found[0].code
                return Holder(who, self.frame.text[found[0].start : found[0].end])
        return None

    def _remember(self, relation: Relation, holder: Holder) -> None:
        """What later pronouns may mean."""
        if holder.who is None or relation.source is None:
            return
        words = self.frame.text[relation.source[0] : relation.source[1]]
        key = _bare(words)
        lexicon = self.frame.lexicon
        if lexicon is None or any(lexicon.has(kind, key) for kind in ("first_singular", "first_plural")):
            return
        if isinstance(holder.who, tuple) or re.search(r"(?:s|people|side|community)['’]?$", words):
            self.heard.plural = holder
        if re.search(r"(?i)president|minister|chancellor|secretary|spokes|king|\b(?:mr|ms|mrs)\b", words) or _is_name(words):
            self.heard.person = holder
        if not isinstance(holder.who, tuple):
            self.heard.actor = holder


def _bare(words: str) -> str:
    return fold(_TRAILING.sub("", words.strip()))


def _short(words: str) -> str:
    """The words of a holder as they stand, without article and possessive."""
    plain = _TRAILING.sub("", words.strip())
    return re.sub(r"(?i)^(?:the|a|an)\s+", "", plain)


def _is_name(words: str) -> bool:
    parts = _WORD.findall(words)
    return 1 < len(parts) < 5 and all(part[0].isupper() for part in parts) and actor_code(words) is None
