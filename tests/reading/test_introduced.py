"""Persons introduced by office, pronouns behind them, pairs, and the issuer by a name that no list knows."""

from __future__ import annotations

import pytest
from framing import holder

from communique.reading.frame import ISSUER, frame
from communique.reading.holders import Holders
from communique.reading.phrases import is_name
from communique.reading.reader import Relation

MINISTRY = "Ministry of Foreign Affairs of Iceland"
PRESIDENCY = "President of Iceland"
SOURCES = [
    ("President Tor met the Ambassador of Portugal, Ana Sol. [The Ambassador] promised help.", PRESIDENCY, 0.9, "PRT"),
    ("President Tor met the Portuguese Ambassador, Ana Sol. [The Ambassador] promised help.", PRESIDENCY, 0.9, "PRT"),
    ("The Portuguese delegation came. [The delegation] promised help.", MINISTRY, 0.9, "PRT"),
    ("Iceland's Ambassador to Portugal spoke. [The Ambassador] promised help.", MINISTRY, 0.9, ISSUER),
    ("The Portuguese Minister came. [The Minister] promised help.", MINISTRY, 0.9, ISSUER),
    ("The Portuguese Minister came. [The Minister] promised help.", MINISTRY, 0.1, "PRT"),
    ("The President of Portugal came. [The President] promised help.", PRESIDENCY, 0.9, ISSUER),
    ("The Ambassador of Portugal came. [The Ambassador] promised help.", "Embassy of Iceland in Portugal", 0.9, ISSUER),
    ("Portuguese [President Ana Sol] welcomed the guests.", PRESIDENCY, 0.9, "President Ana Sol"),
    ("[President Ana Sol] spoke. Ana Sol, President of Portugal, left.", PRESIDENCY, 0.9, "President Ana Sol"),
    ("[President Ana Tor] welcomed the guests.", PRESIDENCY, 0.9, ISSUER),
    ("Talks between Iceland and Portugal began. [Both nations] agreed.", MINISTRY, 0.1, (ISSUER, "PRT")),
    ("Georgia and Portugal held talks. [Both sides] agreed.", MINISTRY, 0.1, ("GEO", "PRT")),
    ("[Mr. Sol, who is on his first visit to Iceland], said no.", MINISTRY, 0.5, "Mr. Sol"),
    ("Question: Has [your Defence Minister] said no?\nSpokesperson Ana Tor: No.", MINISTRY, 0.5, ISSUER),
    ("[Quenland] says no.", "Ministry of Defence of Quenland", 0.5, ISSUER),
    ("[The Ministry of Defence of Quenland] says no.", "Ministry of Defence of Quenland", 0.5, ISSUER),
    ("[The Presidential Secretariat] says no.", PRESIDENCY, 0.3, ISSUER),
    ("After the General Election. [She] says no.", MINISTRY, 0.1, None),
    ("[The Executive Order] closes the road.", PRESIDENCY, 0.5, ISSUER),
    ("[The Presidential Decree] closes the road.", PRESIDENCY, 0.1, ISSUER),
    ("[The Executive Order] closes the road.", MINISTRY, 0.5, "Executive Order"),
    ("[Portugal's Executive Order] closes the road.", PRESIDENCY, 0.5, "PRT"),
    ("The Security Council met. [The resolution] asks for calm.", MINISTRY, 0.1, "UNSC"),
    ("The Security Council and the General Assembly met. [The resolution] asks for calm.", MINISTRY, 0.1, "UNGA"),
    ("[The resolution] asks for calm.", MINISTRY, 0.1, "resolution"),
    ("The Security Council met. [Resolution 37/10] asks for calm.", MINISTRY, 0.1, "UNGA"),
    ("The Security Council met. [The resolution 3292 (XXIX)] asks for calm.", MINISTRY, 0.1, "UNGA"),
    ("The General Assembly met. [Resolution 9041 (1977)] asks for calm.", MINISTRY, 0.1, "UNSC"),
    ("[UN Resolution 9041(1977)] asks for calm.", MINISTRY, 0.1, "UNSC"),
    ("The Security Council met. [The resolution of 10/12/2020] asks for calm.", MINISTRY, 0.1, "UNSC"),
    ("[River Council resolution 37/10] asks for calm.", MINISTRY, 0.1, "River Council resolution 37/10"),
    ("[UNESCO resolution 37/10] asks for calm.", MINISTRY, 0.1, "UNESCO"),
]


@pytest.mark.parametrize(("marked", "issuer", "likely", "who"), SOURCES, ids=[f"{text} ({p})" for text, _, p, _ in SOURCES])
def test_who_was_introduced(marked: str, issuer: str, likely: float, who: str | tuple[str, ...] | None) -> None:
    assert holder(marked, issuer, likely=likely).who == who


def test_headlines_and_numbers_are_no_sentences() -> None:
    text = (
        "Meeting of the President with the…\n\nMeeting of the President with the Ambassador of Portugal\n\n42.\n\nThey met today."
    )
    assert frame(text, issuer=PRESIDENCY, lang="en").kinds == ("heading", "heading", "heading", "text")


@pytest.mark.parametrize(("outer", "who"), [("The President", ISSUER), ("We", None)])
def test_the_possessive_behind_a_verb_is_who_speaks(outer: str, who: str | None) -> None:
    text = f"{outer} noted his commitment to peace."
    framed = frame(text, issuer=PRESIDENCY, lang="en")
    at = text.index("his")
    end = len(text) - 1
    noted = Relation((at - 6, at - 1), 0, (0, len(outer)), ((at, end),), "STATE", "+", 0.9)
    inner = Relation((at + 4, at + 14), 0, (at, at + 3), ((at + 15, end),), "COMMIT", "0", 0.1, parent=0)
    assert Holders(framed, [noted, inner]).resolve()[1].who == who


def test_a_state_of_two_words_is_no_persons_name() -> None:
    assert not is_name("Costa Rica’s")
    assert is_name("Ana Tor’s")
