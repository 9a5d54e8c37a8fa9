"""Whom a statement and its sentences speak to: from the title, and from who else has the word; nobody rather than a guess."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

import pytest

import communique
from communique.reading.addressing import addressed
from communique.reading.frame import frame
from communique.reading.reader import Marked, SentenceMark, Span

MINISTRY = "Ministry of Foreign Affairs of Iceland"
PRESIDENCY = "President of Iceland"
TITLES = [
    ("Telephone conversation with President of Portugal Ana Sol", ("Ana Sol",)),
    ("Meeting with Shinzo Abe", ("Shinzo Abe",)),
    ("Speech to the Parliament of Portugal", ("PRT",)),
    ("Address to Portugal and Estonia", ("PRT", "EST")),
    ("Message to the people of Portugal on the harvest", ("PRT",)),
    ("Message to Portugal and Iceland", ("PRT",)),
    ("Greetings to the graduates of Kareth University", ("graduates of Kareth University",)),
    ("Greetings to the graduates of Kareth, and a wish", ("graduates of Kareth",)),
    ("Condolences to the families of Portuguese fishermen", ("families of Portuguese fishermen",)),
    ("Message on the 90th anniversary of the Kareth Observatory", ("Kareth Observatory",)),
    ("Greetings on Portugal Day", ("PRT",)),
    ("Message on the occasion of Portugal Day", ("PRT",)),
    ("Message on Harvest Day", ()),
    ("Message on the anniversary", ()),
    ("Address to the nation", ()),
    ("Address to Iceland", ()),
    ("Address to the Icelandic people", ()),
    ("Message to all who sow and reap and rest in the fields of Kareth", ("all who sow and reap and rest",)),
    ("Message to all who sow and reap and rest and sing and dance", ()),
    ("Visit to Portugal", ()),
    ("Portugal lends a hand to Estonia", ()),
    ("Address", ()),
    ("", ()),
]


@pytest.mark.parametrize(("title", "told"), TITLES, ids=[title or "no title" for title, _ in TITLES])
def test_a_title_says_to_whom_a_statement_is_spoken(title: str, told: tuple[str, ...]) -> None:
    assert frame("All is well.", issuer=MINISTRY, lang="en", title=title).addressee == told


def test_the_issuers_own_people_are_not_spoken_to_as_somebody_else() -> None:
    for issuer, told in (("President of France", ()), (PRESIDENCY, ("Emmanuel Macron",)), (None, ("Emmanuel Macron",))):
        assert frame("So.", issuer=issuer, lang="en", title="Meeting with Emmanuel Macron").addressee == told


@pytest.mark.parametrize("lang", ["fr", "ru", "zh", "xx", None])
def test_a_language_without_lists_of_speeches_says_nothing_of_it(lang: str | None) -> None:
    assert frame("All is well.", issuer=MINISTRY, lang=lang, title="Message to Portugal").addressee == ()


HOST, GUEST = "President of Iceland Ana Tor:", "President of Portugal Luc Bel:"
# Of each sentence: its act, and whom it speaks to.
TALKS = [
    ("in both directions", None, f"{HOST} I thank you.\n{GUEST} Thank you for your help.\n{HOST} You must stay.",
     ["EXPRESS", "EXPRESS", "DEMAND"], [("Luc Bel",), ("Ana Tor",), ("Luc Bel",)]),
    ("in later sentences of a turn, too", None, f"{HOST} Good morning. It rains. We back you.\n{GUEST} It is so.",
     ["STATE", "STATE", "SUPPORT", "STATE"], [(), (), ("Luc Bel",), ()]),
    ("who spoke before rather than who speaks next", None, f"{HOST} Welcome.\n{GUEST} I thank you.\nCara Nim: It is late.",
     ["STATE", "EXPRESS", "STATE"], [(), ("Ana Tor",), ()]),
    ("a sentence that says no you", None, f"{HOST} We thank the pilots.\n{GUEST} So be it.", ["EXPRESS", "STATE"], [(), ()]),
    ("a sentence that names another", None, f"{HOST} You know that we thank Estonia.\n{GUEST} Yes.", ["EXPRESS", "STATE"], [(), ()]),
    ("what only states", None, f"{HOST} You know that it rains.\n{GUEST} Yes.", ["STATE", "STATE"], [(), ()]),
    ("what accuses", None, f"{HOST} You know that it is bad.\n{GUEST} Yes.", ["ACCUSE", "STATE"], [(), ()]),
    ("a journalist", None, "Question: Do you know?\nSpokesperson Ana Tor: I thank you for asking.", ["ASK", "EXPRESS"], [(), ()]),
    ("a journalist before, a guest behind", None, f"Question: Why?\n{HOST} I thank you.\n{GUEST} It is so.",
     ["ASK", "EXPRESS", "STATE"], [(), (), ()]),
    ("a journalist thanks", None, "Question: Thank you.\nSpokesperson Ana Tor: Yes.",
     ["EXPRESS", "STATE"], [("Spokesperson Ana Tor",), ()]),
    ("somebody unknown", "Talks", "I agree, Mr President.\nPresident of Iceland Ana Tor: I thank you.", ["STATE", "EXPRESS"], [(), ()]),
    ("the title, without turns", "Message to Portugal", "We greet you. You must stay. You are many. It rains.",
     ["EXPRESS", "DEMAND", "STATE", "EXPRESS"], [("PRT",), ("PRT",), (), ()]),
    ("the title only for the issuer's own words", "Meeting with Estonia", "I agree, Mr President, and thank you.", ["EXPRESS"], [()]),
    ("no title", None, "We greet you.", ["EXPRESS"], [()]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "title", "text", "acts", "told"), TALKS, ids=[row[0] for row in TALKS])
def test_who_is_meant_by_you(name: str, title: str | None, text: str, acts: list[str], told: list[tuple[str, ...]]) -> None:
    framed = frame(text, issuer=PRESIDENCY, lang="en", title=title)
    assert addressed(framed, acts, [()] * len(acts)) == told


def test_targets_that_were_marked_stay() -> None:
    framed = frame(f"{HOST} I thank you.\n{GUEST} Yes.", issuer=PRESIDENCY, lang="en")
    assert addressed(framed, ["EXPRESS", "STATE"], [("pilots",), ()]) == [("pilots",), ()]


def test_who_speaks_in_a_long_talk_is_looked_up_once() -> None:
    """Two thousand thanks in one turn must not each go through all the others."""
    framed = frame("Thank you. " * 2_000, issuer=PRESIDENCY, lang="en", title="Message to Portugal")
    looked = _Counted(framed.speakers)
    object.__setattr__(framed, "speakers", looked)
    assert set(addressed(framed, ["EXPRESS"] * 2_000, [()] * 2_000)) == {("PRT",)}
    assert looked.count <= 4 * 2_000


class _Counted(tuple[object, ...]):
    """Counts how often one of it is looked at."""

    count = 0

    def __getitem__(self, at: object) -> object:  # type: ignore[override]
        self.count += 1
        return super().__getitem__(at)  # type: ignore[index]

    def __iter__(self) -> object:  # type: ignore[override]
        self.count += len(self)
        return super().__iter__()


class _Thanks:
    """A reader to which everything is thanks, to nobody."""

    name = "thanks/1"
    languages: ClassVar[frozenset[str]] = frozenset({"en"})

    def read(self, text: str, sentences: Sequence[Span], lang: str | None, issuer_spans: object, actor_spans: object) -> Marked:
        return Marked(tuple(SentenceMark(a, b, "EXPRESS", 1.0) for a, b in sentences), ())


def test_reading_says_who_is_thanked() -> None:
    found = communique.read(f"{HOST} I thank you.\n{GUEST} And I you.", issuer=PRESIDENCY, lang="en", reader=_Thanks())
    assert [one.targets for one in found.sentences] == [("Luc Bel",), ("Ana Tor",)]
    found = communique.read("I thank you.", issuer=PRESIDENCY, lang="en", title="Message to Portugal", reader=_Thanks())
    assert [one.targets for one in found.sentences] == [("PRT",)]
