"""Holders: whose words an attribution's content is. By rule, from the source, the frame and what was said before."""

from __future__ import annotations

import bisect
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from communique.names import fold
from communique.reading.frame import ISSUER, Frame
from communique.reading.introduced import office_of
from communique.reading.lexicon import Lexicon
from communique.reading.phrases import bare, is_name, short, without_article
from communique.reading.reader import Relation, Span
from communique.reading.sources import spoken_in_the_first_person
from communique.reading.speakers import UNKNOWN, Speaker
from communique.reading.turns import JOURNALIST
from communique.reading.words import Words

Who = str | tuple[str, ...] | None
# How likely the reader must take the issuer to be for the holder to be it:
NAMED, OTHERS = 0.2, 0.9  # where its state is named with more words; where the words name somebody else
EVEN, HARDLY = 0.5, 0.05  # where there is no source; below it, `we` is mankind
UNQUOTED = 0.15  # below it, `we` in a quotation of nobody known is not the issuer
LIKELY, UNLIKELY = 0.7, 0.3  # for pronouns: the issuer; somebody else
# how sure it must be of an antecedent: of a pronoun, of a noun, of no source at all:
ALIKE, ALIKE_NOUN, ALIKE_NONE = 0.5, 0.5, 0.5
_PREPOSITIONS = re.compile(r"\b(?:by|to|with|from|against|for|that|on|in|at|of|as|among|than|are|is|and between|between)\b")
_LARGE = "A-ZÀ-ÖØ-ÞĂĄĆČĎĐĘĚĞİĶŁŃŇŐŘŚŞŠŤŮŰŹŻŽƏА-ЯЁЄІЇҐЎ"
_CAPITALS = re.compile(rf"[{_LARGE}][\w’'-]+\.?(?: [{_LARGE}][\w’'-]+\.?){{0,4}}")
_QUOTES = {"«": 1, "“": 1, "„": 1, "»": -1, "”": -1}
_ADOPTING = frozenset({"UNSC", "UNGA"})  # bodies whose resolutions are meant
_ADDRESSING = frozenset({"DEMAND", "EXPRESS", "SUPPORT"})
_REFLEXIVE = frozenset({"EXPRESS", "COMMIT", "STATE"})
_OFFICE = re.compile(
    r"(?i)president\b|minister\b|chancellor|secretary\b|spokes|king\b|ambassador\b|commissioner\b|envoy\b|\b(?:mr|ms|mrs|dr)\b"
)
_NEAR = 60  # mentions that are looked back at
_NEAR_SENTENCES = 2
_PAIR_SENTENCES = 3
_HEAD = 24  # code points before a pronoun at the head of its sentence: `In addition, he`


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a content: ISSUER, a code, words, several of them, or None when unknown; and the words of the text."""

    who: Who
    words: str | None


@dataclass(slots=True)
class _Heard:
    """What the statement has told so far, for pronouns."""

    person: Holder | None = None
    person_in: int = -9  # the sentence of it
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

    def speaking(self, relation: Relation) -> Who:
        """Whose turn it stands in: the issuer's, or who else speaks, null where that is not known."""
        return self._speaking(relation, None).who

    def _depth(self, at: int) -> int:
        depth, parent = 0, self.relations[at].parent
        while parent is not None and depth < 20:
            depth, parent = depth + 1, self.relations[parent].parent
        return depth

    # --- one relation ---------------------------------------------------------------------------------------------

    def _holder(self, relation: Relation) -> Holder:
        spoken = self.words.verb_person(relation.cue, relation.source)
        if spoken is not None:
            return self._first_person(relation, None, spoken)
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
        if lexicon.has("nobody", key.split(" ")[0]):
            return Holder(None, words)
        described = self._described(relation, words, key, lexicon)
        if described is not None:
            return described
        if self.words.among_us(key, lexicon):
            return self._first_person(relation, words, "first_singular")
        introduced = self._introduced(relation, words, key, lexicon)
        if introduced is not None:
            return introduced
        if key in lexicon.words.get("both", ()):  # whose stem may be that of the issuer's own: `глави держав`
            return self._together(relation, words)
        if self.words.own(words, key) and key not in lexicon.nicknames:
            return self._in_office(relation, words)
        if self.words.names_issuer(words):
            return Holder(ISSUER, words)
        reflexive = self._by_reflexive(relation, words, key, lexicon)
        if reflexive is not None:
            return reflexive
        for kind in ("relative", "person", "plural", "thing"):
            if lexicon.has(kind, key):
                return self._pronoun(relation, words, kind)
        named = self._by_possessive(relation, words, key, lexicon) or self._by_document(relation, words, key, lexicon)
        if named is not None:
            return named
        if lexicon.has("both", without_article(key, lexicon)):
            return self._together(relation, words)
        if lexicon.has("others", key) or lexicon.has("articles", key):
            return Holder(None, words)
        return Holder("international community", words) if lexicon.has("everyone", without_article(key, lexicon)) else None

    def _by_reflexive(self, relation: Relation, words: str, key: str, lexicon: Lexicon) -> Holder | None:
        """`su compromiso`, `تعهد خود`, `بلاده`: whose clause it stands in; nobody's where that one refuses it or is unlikely."""
        first, _, rest = key.partition(" ")
        of_own = lexicon.has("reflexive", first) and lexicon.has("own", rest)
        if relation.parent is None or not (of_own or lexicon.has("reflexive", key) or lexicon.has("reflexive_nouns", first)):
            return None
        outer, holder = self.relations[relation.parent], self.found.get(relation.parent)
        sure = holder is not None and outer.stance != "-" and self._likely(holder, relation)
        return Holder(holder.who if holder is not None and sure else None, words)

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
        return self._by_words(relation, noun, bare(noun), lexicon) or self._named(relation, noun)

    def _by_possessive(self, relation: Relation, words: str, key: str, lexicon: Lexicon) -> Holder | None:
        """`its Government`, `their people`: the actor behind the possessive, where it is one."""
        first, _, rest = key.partition(" ")
        if lexicon.has("second", first) and any(lexicon.has("own", part) for part in (rest, rest.rsplit(" ", 1)[-1])):
            return self._second_person(relation, words)
        if not lexicon.has("own", rest) or not lexicon.has("possessives", first):
            return None
        kind = next((kind for kind in ("thing", "plural", "person") if lexicon.has(kind, first)), None)
        found = self._pronoun(relation, words, kind) if kind else None
        return found if found is not None and found.who is not None else None

    def _introduced(self, relation: Relation, words: str, key: str, lexicon: Lexicon) -> Holder | None:
        """`the Ambassador`, `the delegation`: of another state, where the one named last before was another's.

        A ministry's or a presidency's `the Minister` is its own unless the reader takes it for somebody else.
        """
        office = without_article(key, lexicon)
        speaker = self._speaker(relation)
        if relation.source is None or not lexicon.has("offices", office) or (speaker is not None and not speaker.own):
            return None
        if lexicon.alone("presidency" if self.frame.issuer.body else None, office) and not lexicon.has("envoys", office):
            if relation.issuer >= EVEN or (lexicon.has("heads", office) and self.frame.issuer.body == "presidency"):
                return None
        elif self.words.embassy():
            return None
        code = office_of(self.frame, office, relation.source[0])
        return Holder(code, words) if code is not None and code != self.frame.issuer.code else None

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
        """`the two presidents`, `both sides`: the two that were named last; else the issuer and the other one named first.

        Two others of whom the issuer speaks are no pair with it.
        """
        pair = self._pair(relation)
        if pair is not None and (relation.issuer >= HARDLY if ISSUER in pair else relation.issuer < EVEN):
            return Holder(pair, words)
        if relation.issuer < UNLIKELY:
            return Holder(None, words)
        first = next((m for m in self.frame.mentions if m.start < relation.cue[0] and not self.frame.is_issuer(m)), None)
        others = [first.code] if first else []
        return Holder((ISSUER, others[0]) if others else ISSUER, words)

    def _pair(self, relation: Relation) -> tuple[str, str] | None:
        """The two states of this sentence and those before it, back to where there are two; None where there are more."""
        if relation.source is None or relation.sentence >= len(self.frame.sentences):
            return None
        for back in range(_PAIR_SENTENCES):
            low = self.frame.sentences[max(0, relation.sentence - back)][0]
            named = [m for m in self.frame.within(low, relation.source[0]) if m.kind == "country"]
            who = tuple(dict.fromkeys(ISSUER if self.frame.is_issuer(m) else m.code for m in named))
            if len(who) > 1:
                return (who[1], who[0]) if who[1] == ISSUER and len(who) == 2 else (who[0], who[1]) if len(who) == 2 else None
        return None

    def _without_source(self, relation: Relation) -> Holder:
        """Impersonal and agentless words: the issuer's where the reader says so; a parent's holder is no evidence.

        Accusations that the issuer disputes are those of whom it disputed just before (on the training part right in 11 of 16).
        """
        if spoken_in_the_first_person(self.frame, relation) or self.words.we_do(self.frame.text[slice(*relation.cue)]):
            return self._first_person(relation, None, "first_singular")
        if relation.source is not None:  # a claim that is called false inside another one: whose the outer one is
            outer = self.found.get(relation.parent) if relation.parent is not None else None
            return Holder(outer.who, None) if outer is not None else self._speaking(relation, None)
        if relation.issuer >= EVEN:
            return self._speaking(relation, None)
        cue = fold(self.frame.text[slice(*relation.cue)]).partition(" ")[0]
        if self.frame.lexicon is not None and self.frame.lexicon.has("nobody", cue):
            return Holder(None, None)
        if self.frame.lexicon is not None and self.frame.lexicon.has("performed", cue):
            quoting = self._quoting(relation)
            return Holder(quoting.who, None) if quoting is not None else self._speaking(relation, None)
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
        """`we`, `I`: who is quoted, else who speaks; the assembled states where the issuer is most unlikely.

        Nobody for certain where it is no subject (`нам сказали`), or stands in a quotation of nobody known.
        """
        quoting = self._quoting(relation)
        if quoting is not None:
            return Holder(quoting.who, words)
        oblique = words is not None and self.frame.lexicon is not None and self.frame.lexicon.has("oblique", bare(words))
        if (oblique and relation.issuer < LIKELY) or (relation.issuer < UNQUOTED and self._quoted(relation)):
            return Holder(None, words)
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

    def _quoted(self, relation: Relation) -> bool:
        """Whether a quotation is open at the cue that began in this paragraph."""
        start = self.frame.text.rfind("\n", 0, relation.cue[0]) + 1
        open_ = 0
        for char in self.frame.text[start : relation.cue[0]]:
            open_ = max(0, open_ + _QUOTES.get(char, 0))
        return open_ > 0

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
            if relation.act in _ADDRESSING and any(start <= span[0] < end for start, end in relation.content):
                continue  # who is thanked or called upon does not thank
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
        words = self.words.without_relative(words)
        mentions = self.words.mentions(self.words.head(words))
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
        if (
            not (mentions and not own)
            and not self.words.introduced_elsewhere(words, mentions)
            and (relation.issuer >= OTHERS or (relation.issuer >= UNLIKELY and self.words.leads(words, mentions)))
        ):
            return self._speaking(relation, words)
        unnamed = not mentions and len(parts) == 1 and self.words.person_in(words) is None
        alike = self._alike(relation, ALIKE_NOUN) if unnamed else None
        if alike is not None:
            return Holder(alike.who, words)
        found = [self._part(part, relation) for part in parts] if len(parts) > 1 else [self._part(words, relation)]
        who = tuple(dict.fromkeys(one for one in found if one))
        return Holder(who[0] if len(who) == 1 else who or None, words)

    def _part(self, words: str, relation: Relation) -> str | None:
        """The code of one named holder, else its words."""
        words = self.words.head(words)
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
        if self._told_to_us(relation):
            relation = replace(relation, issuer=0.0)
        if relation.parent is not None:
            outer = self.found.get(relation.parent)
            fits = outer is not None and outer.who is not None and self._fits(outer, kind)
            same = fits and outer is not None and self._likely(outer, relation)
            if outer is not None and (
                same or (fits and kind == "person" and self._reflexive(relation, self.relations[relation.parent]))
            ):
                return Holder(outer.who, words)
        subject = self._subject_before(relation) if kind == "person" else None
        if subject is not None:
            return Holder(subject.who, words)
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

    def _told_to_us(self, relation: Relation) -> bool:
        """`he told me`: where the issuer is spoken to, it does not speak."""
        lexicon, speaker = self.frame.lexicon, self._speaker(relation)
        if lexicon is None or (speaker is not None and not speaker.own):
            return False
        cue = fold(self.frame.text[slice(*relation.cue)]).split(" ")
        content = fold(self.frame.text[slice(*relation.content[0])]).split(" ")[:1] if relation.content else []
        return any(
            lexicon.has("oblique", word) and any(lexicon.has(kind, word) for kind in ("first_singular", "first_plural"))
            for word in cue + content
        )

    def _reflexive(self, relation: Relation, outer: Relation) -> bool:
        """`expressed | his gratitude`: the possessive that begins the content is who speaks, unless others' words are judged."""
        assert relation.source is not None
        if outer.source is None or self.words.first_person(self.frame.text[slice(*outer.source)]):
            return False  # `we note | its commitment`
        begins = bool(outer.content) and outer.content[0][0] == relation.source[0] and relation.source[1] <= relation.cue[0]
        return begins and outer.stance != "-" and outer.act in _REFLEXIVE and outer.cue[1] + 1 >= relation.source[0]

    def _subject_before(self, relation: Relation) -> Holder | None:
        """Somebody else who spoke in the sentence before, for `he` at the head of this one."""
        assert relation.source is not None
        who, number = self.heard.person, relation.sentence
        if who is None or who.who in (ISSUER, None) or number - self.heard.person_in != 1:
            return None
        start = self.frame.sentences[number][0]
        begins = relation.source[0] - start <= _HEAD and not self.frame.within(start, relation.source[0])
        return who if begins else None

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
        parts = [part for part in re.split(self._prepositions(lexicon), phrase) if part.strip()]
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

    @staticmethod
    def _prepositions(lexicon: Lexicon) -> re.Pattern[str]:
        """What a noun does not reach over, in the language."""
        known = lexicon.words.get("prepositions")
        return re.compile(rf"(?i)\b(?:{'|'.join(sorted(known))})\b") if known else _PREPOSITIONS

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
            name[0].rstrip(".")
            for name in _CAPITALS.finditer(self.frame.text, start, relation.source[0])
            if (self.words.is_person(name[0]) or self._titled(name.start(), name[0]))
            and not any(turn.start <= name.start() < turn.end for turn in self.frame.turns)
        ]
        if not found:
            return None
        own = self.words.is_own_person(found[-1], self.words.mentions(found[-1]))
        known = self.words.person_in(found[-1])
        return Holder(ISSUER if own else known.name if known else found[-1], found[-1])

    def _titled(self, start: int, name: str) -> bool:
        """Whether a small-lettered title stands before a name of two words: `президент Ана Тор`."""
        before = self.frame.text[max(0, start - 40) : start].rsplit(maxsplit=1)[-1:]
        lexicon = self.frame.lexicon
        titled = lexicon is not None and any(word[0].islower() and lexicon.part("titles", fold(word)) for word in before)
        return titled and is_name(name) and not self.words.mentions(name)

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
        head = re.split(r" (?:of|in|from|on|at|who|which|that) ", words, maxsplit=1)[0]
        if isinstance(holder.who, tuple) or re.search(r"(?:s|people|side|community)['’]?$", head):
            self.heard.plural = holder
        if not isinstance(holder.who, tuple) and (self._of_a_person(words, key, lexicon) or is_name(words)):
            self.heard.person, self.heard.person_in = holder, relation.sentence
        if not isinstance(holder.who, tuple):
            self.heard.actor = holder

    def _of_a_person(self, words: str, key: str, lexicon: Lexicon) -> bool:
        """Whether a source is one person: an office or a title in it, or `he`."""
        if lexicon.has("person", key):
            return True
        if lexicon.lang != "en" and any(lexicon.part("titles", word) for word in key.split(" ")[:3]):
            return True
        return bool(_OFFICE.search(words.partition(",")[0]))
