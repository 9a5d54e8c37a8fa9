"""Who speaks in which sentence: the issuer, one of its people, or somebody else."""

from __future__ import annotations

import bisect
import re
from collections.abc import Sequence
from dataclasses import dataclass

from communique.names import fold
from communique.reading.actors import gazetteer
from communique.reading.lexicon import Lexicon
from communique.reading.people import people
from communique.reading.turns import JOURNALIST, Turn

_WORD = re.compile(r"[^\W_]+(?:[.'’-][^\W_]+)*")
_VOCATIVE = re.compile(
    r"(?:^|[.!?,:—–-] ?|\bthank you )(?:Mr\.?|Madam|Mister) (?:Vice )?President\b[,.!?]|\bвладимир владимирович\b", re.IGNORECASE
)
_FIRST = re.compile(r"(?i)\b(?:I|my|we|our)\b")
_WITH = re.compile(
    r"(?i:meeting|talks?|conversation|briefing|interview)\b.{0,20}? (?:with|by) (?P<who>.{3,120}?)"
    r"(?: (?:following|on|at|in|to mark|ahead of|before|after)\b|$)"
)
UNKNOWN = "?"
_PLACES = 12  # of a name that are looked at
_NAME = re.compile(r"[A-Z][\w'’-]+\s+[A-Z][\w'’-]+$")


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who issues a statement."""

    name: str | None  # as given
    code: str | None  # of its state or organisation
    body: str | None  # presidency, or None


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks in a turn."""

    name: str
    own: bool  # the issuer's people: their words are its own
    named: bool = False  # one of them, but not the one as whom the issuer speaks

    @property
    def shown(self) -> str | None:
        """The name where somebody else than the issuer itself speaks."""
        return self.name if self.named or not self.own else None


def speakers_of(
    text: str, sentences: Sequence[tuple[int, int]], labels: Sequence[Turn], issuer: Issuer, known: Lexicon, title: str
) -> list[Speaker | None]:
    """The speaker of each sentence: the last label before it. None: the issuer in a text, or a part of it, without turns."""
    wanted = {word.casefold() for turn in labels for word in _WORD.findall(turn.label)[-1:]}
    places = (_places(title, wanted), _places(text, wanted))
    scene = _Scene(text, labels, issuer, known, title, places)
    named = scene.people()
    first = scene.before_the_first(named)
    starts = [turn.start for turn in labels]
    found: list[Speaker | None] = []
    for start, _ in sentences:
        at = bisect.bisect_right(starts, start) - 1
        found.append(named[labels[at].label] if at >= 0 else first)
    return found


_Places = dict[str, list[tuple[int, int]]]


def _places(where: str, wanted: set[str]) -> _Places:
    """Where words stand that are no label there, a few places each."""
    found: _Places = {}
    for match in _WORD.finditer(where) if wanted else ():
        word = match[0].casefold()
        if word in wanted and len(found.get(word, ())) < _PLACES and where[match.end() : match.end() + 2].lstrip()[:1] != ":":
            found.setdefault(word, []).append(match.span())
    return found


@dataclass(frozen=True, slots=True)
class _Scene:
    text: str
    labels: Sequence[Turn]
    issuer: Issuer
    known: Lexicon
    title: str
    places: tuple[_Places, _Places]  # of the labels' last words in title and text

    def people(self) -> dict[str, Speaker]:
        """Who each label means."""
        found = {label: self._speaker(turn) for label, turn in {turn.label: turn for turn in reversed(self.labels)}.items()}
        open_ = [label for label, one in found.items() if one is None]
        if open_ and not any(one and one.own for one in found.values()) and self._may_be_the_issuer(open_[0]):
            found[open_[0]] = Speaker(open_[0], True)
        return {label: one or Speaker(label, False) for label, one in found.items()}

    def _may_be_the_issuer(self, label: str) -> bool:
        """Whether the first speaker of whom nothing is known speaks for the issuer; a presidency names its own."""
        return self.issuer.body is None or (len(self.labels) > 1 and fold(label) not in fold(self.title) and not self.issuer.code)

    def _speaker(self, turn: Turn) -> Speaker | None:
        """Who a label means; None while it is not known whether it is the issuer."""
        label = turn.label
        if turn.role == "asker":
            name = _NAME.search(label) if len(_WORD.findall(label)) > 2 else None
            return Speaker(name[0] if name else JOURNALIST, False)
        if turn.role in ("host", "crowd"):
            return Speaker(label.title() if label.isupper() else label, False)
        if turn.role == "answer":
            return Speaker(label, True)
        return self._in_office(label) or self._of_a_state(label) or self._of_an_office(label)

    def _in_office(self, label: str) -> Speaker | None:
        """A leader or spokesperson who is known by name."""
        person = people(self.known.lang).named(label)
        if person is None:
            return None
        own = person.code == self.issuer.code and not person.private
        return Speaker(label, own, named=own and self.issuer.body is not None and not person.head)

    def _of_a_state(self, label: str) -> Speaker | None:
        """Somebody whose state stands in the label, or beside the name elsewhere in the text."""
        named = gazetteer(self.known.lang).mentions(label)
        code = named[0].code if named else self._state_beside(label)
        if code is None or (code == self.issuer.code and not named):
            return None
        own = code == self.issuer.code
        return Speaker(label, own, named=own and self.issuer.body is not None and not self._head(label))

    def _head(self, label: str) -> bool:
        keys = [fold(word) for word in _WORD.findall(label)]
        return any(self.known.has("heads", " ".join(keys[at : at + n])) for at in range(len(keys)) for n in (1, 2))

    def _of_an_office(self, label: str) -> Speaker | None:
        """Somebody whose office is one of the issuer's."""
        folded = fold(label)
        if self.issuer.body and self.known.has("heads", folded):
            return Speaker(label, True)
        if self.issuer.body is None:
            begins = any(self.known.has("speakers", " ".join(folded.split(" ")[:n])) for n in (1, 2, 3, 4))
            return Speaker(label, True) if begins or (self.known.unspaced and self.known.ends("speakers", folded)) else None
        if self._head(label):
            return Speaker(label, False)
        offices = f"{label} {self._office_beside(label)}"
        keys = [fold(word) for word in _WORD.findall(offices)]
        official = any(self.known.has("officials", " ".join(keys[at : at + n])) for at in range(len(keys)) for n in (1, 2))
        foreign = [m for m in gazetteer(self.known.lang).mentions(offices) if m.code != self.issuer.code]
        return Speaker(label, True, named=True) if official and not foreign else None

    def _office_beside(self, label: str) -> str:
        """The words before a name in the title or where it stands in full: `Accounts Chamber Chairman Alexei Kudrin`."""
        for where in (self.title, self.text):
            at = where.find(label)
            if at > 0:
                before = re.split(r"[.:;\n]", where[max(0, at - 70) : at])[-1]
                return re.split(r"(?i)\b(?:with|by|and)\b", before)[-1]
        return ""

    def _state_beside(self, label: str) -> str | None:
        """The state that the text names with a speaker: `President of Panama Juan Varela`, `Juan Varela of Panama`."""
        words = _WORD.findall(label)
        for where, places in zip((self.title, self.text), self.places, strict=True):
            for start, end in places.get(words[-1].casefold(), ()) if words else ():
                before = re.split(r"[\n:.!?]|, ", where[max(0, start - 70) : start])[-1]
                after = re.match(r",? (?:of|from) (?:the )?([A-Z][^,.;\n]{0,40})", where[end : end + 60])
                titled = any(self.known.part("titles", fold(word)) for word in _WORD.findall(before))
                for stretch in ((before,) if titled else ()) + ((after[1],) if after else ()):
                    found = gazetteer(self.known.lang).mentions(stretch)
                    if found:
                        return found[0].code
        return None

    def before_the_first(self, named: dict[str, Speaker]) -> Speaker | None:
        """Who speaks before the first label; excerpts begin in the middle of a talk."""
        if self.issuer.body is None:
            return None
        end = self.labels[0].start if self.labels else len(self.text)
        opening = self.text[:end]
        first = named[self.labels[0].label] if self.labels else None
        if _VOCATIVE.search(opening) or (first and first.own and not first.named and _FIRST.search(opening)):
            return self._guest(named)
        return None

    def _guest(self, named: dict[str, Speaker]) -> Speaker:
        """The other one of a talk: whom the title names, else the only one of the labels."""
        titled = _WITH.search(self.title)
        name = _NAME.search(titled["who"].strip()) if titled else None
        if name and titled and titled["who"][: name.start()].strip().rsplit(" ", 1)[-1] in ("of", "the", "and", "for"):
            name = None  # `members of the Security Council`
        if name:
            known = next((one for label, one in named.items() if fold(name[0]).endswith(fold(label))), None)
            return known or self._speaker(Turn(0, 0, name[0], "named")) or Speaker(name[0], False)
        others = [one for one in named.values() if one.shown and one.name != JOURNALIST]
        return others[0] if len(others) == 1 else Speaker(UNKNOWN, False)
