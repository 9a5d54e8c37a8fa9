"""`I`, `we` and `you`: who speaks, who is quoted, and who is spoken to; also where a verb alone says so."""

from __future__ import annotations

from communique.names import fold
from communique.reading.frame import ISSUER
from communique.reading.holder import HARDLY, LIKELY, UNQUOTED, Holder
from communique.reading.phrases import bare
from communique.reading.reader import Relation
from communique.reading.speakers import UNKNOWN
from communique.reading.told import Told
from communique.reading.turns import JOURNALIST

_QUOTES = {"«": 1, "“": 1, "„": 1, "»": -1, "”": -1}
_OPENING = ("“", '"', "«", "„", "‘")


class Speaking:
    """The persons of a talk."""

    def __init__(self, told: Told) -> None:
        self.told = told
        self.frame = told.frame
        self.words = told.words
        self.guests = {one.name for one in self.frame.speakers if one is not None and not one.own and one.name != JOURNALIST}

    def speaking(self, relation: Relation, words: str | None) -> Holder:
        """The issuer, or who speaks in this turn."""
        speaker = self.told.speaker(relation)
        if speaker is not None and not speaker.own:
            return Holder(None, words) if speaker.name == UNKNOWN else Holder(self.words.speaker_name(speaker.name), speaker.name)
        return Holder(ISSUER, words)

    def in_office(self, relation: Relation, words: str) -> Holder:
        """The issuer's body, whoever names it, but a guest's `our Government`."""
        lexicon = self.frame.lexicon
        ours = lexicon is not None and lexicon.has("prefix_own", bare(words).split(" ")[0])
        return self.speaking(relation, words) if ours else Holder(ISSUER, words)

    def first_person(self, relation: Relation, words: str | None, kind: str) -> Holder:
        """`we`, `I`: who is quoted, else who speaks; the assembled states where the issuer is most unlikely.

        Nobody for certain where it is no subject (`нам сказали`), or stands in a quotation of nobody known.
        """
        quoting = self.quoting(relation)
        if quoting is not None:
            return Holder(quoting.who, words)
        oblique = words is not None and self.frame.lexicon is not None and self.frame.lexicon.has("oblique", bare(words))
        if (oblique and relation.issuer < LIKELY) or (relation.issuer < UNQUOTED and self._quoted(relation)):
            return Holder(None, words)
        speaking = self.speaking(relation, words)
        if kind == "first_plural" and speaking.who == ISSUER and relation.issuer < HARDLY:
            return Holder("international community", words)
        return speaking

    def second_person(self, relation: Relation, words: str) -> Holder:
        """`you`: the issuer where somebody else speaks, else the other one of a talk between two."""
        speaker = self.told.speaker(relation)
        if speaker is not None and not speaker.own:
            return Holder(ISSUER, words)
        others = sorted(self.guests)
        return Holder(self.words.speaker_name(others[0]) if len(others) == 1 else None, words)

    def performed(self, relation: Relation) -> Holder | None:
        """`Thank you`, said without a subject by who speaks."""
        lexicon = self.frame.lexicon
        cue = fold(self.frame.text[slice(*relation.cue)]).partition(" ")[0]
        if lexicon is None or not lexicon.has("performed", cue):
            return None
        quoting = self.quoting(relation)
        return Holder(quoting.who, None) if quoting is not None else self.speaking(relation, None)

    def to_us(self, relation: Relation) -> bool:
        """`he told me`: where the issuer is spoken to, it does not speak."""
        lexicon, speaker = self.frame.lexicon, self.told.speaker(relation)
        if lexicon is None or (speaker is not None and not speaker.own):
            return False
        cue = fold(self.frame.text[slice(*relation.cue)]).split(" ")
        content = fold(self.frame.text[slice(*relation.content[0])]).split(" ")[:1] if relation.content else []
        return any(lexicon.has("oblique", word) and lexicon.first_person(word) for word in cue + content)

    def quoting(self, relation: Relation) -> Holder | None:
        """The holder of the direct quotation that the relation stands in."""
        parent = relation.parent
        while parent is not None:
            outer = self.told.relations[parent]
            start = min((a for a, b in outer.content if a <= relation.cue[0] < b), default=None)
            if start is not None and self.frame.text[max(0, start - 1) : start + 1].strip()[:1] in _OPENING:
                return self.told.found.get(parent)
            parent = outer.parent
        return None

    def _quoted(self, relation: Relation) -> bool:
        """Whether a quotation is open at the cue that began in this paragraph."""
        start = self.frame.text.rfind("\n", 0, relation.cue[0]) + 1
        open_ = 0
        for char in self.frame.text[start : relation.cue[0]]:
            open_ = max(0, open_ + _QUOTES.get(char, 0))
        return open_ > 0
