"""Whose words an attribution's are: never the issuer's for somebody else's, and unknown rather than guessed."""

from __future__ import annotations

import pytest
from framing import holder

from communique.reading.frame import ISSUER, frame
from communique.reading.holders import Holders
from communique.reading.reader import Relation
from communique.reading.replies import responses
from communique.reading.targets import named, proposed

MINISTRY = "Ministry of Foreign Affairs of Iceland"
PRESIDENCY = "President of France"
SOURCES = [
    ("[We] reject this.", MINISTRY, 0.5, ISSUER),
    ("[The Ministry] rejects this.", MINISTRY, 0.5, ISSUER),
    ("[The spokesperson for the Ministry of Foreign Affairs] said no.", MINISTRY, 0.5, ISSUER),
    ("[Our delegation] voted against it.", MINISTRY, 0.5, ISSUER),
    ("[Iceland] rejects this.", MINISTRY, 0.0, ISSUER),
    ("[Reykjavik] rejects this.", MINISTRY, 0.5, ISSUER),
    ("[Iceland, which never had an army,] rejects this.", MINISTRY, 0.1, ISSUER),
    ("[President Ana Tor] rejects this.", "ISL", 0.5, ISSUER),
    ("[President Ana Tor] rejects this.", "ISL", 0.1, "President Ana Tor"),
    ("[Icelandic companies] ask for it.", MINISTRY, 0.0, "Icelandic companies"),
    ("[Portugal's] claims are known.", MINISTRY, 0.99, "PRT"),
    ("[The Portuguese side] said no.", MINISTRY, 0.5, "PRT"),
    ("[Lisbon] said no.", MINISTRY, 0.5, "PRT"),
    ("[Georgia and Turkey] said no.", MINISTRY, 0.5, ("GEO", "TUR")),
    ("[We and our partners] said no.", MINISTRY, 0.5, (ISSUER, "our partners")),
    ("[The occupying regime] said no.", MINISTRY, 0.1, "occupying regime"),
    ("[The international community] said no.", MINISTRY, 0.1, "international community"),
    ("[Those of us who know] said no.", MINISTRY, 0.5, ISSUER),
    ("[Many] say no.", MINISTRY, 0.1, None),
    ("[Emmanuel Macron] said yes.", PRESIDENCY, 0.1, ISSUER),
    ("[President Macron] said yes.", PRESIDENCY, 0.1, ISSUER),
    ("[Emmanuel Macron] said yes.", MINISTRY, 0.5, "Emmanuel Macron"),
    ("[Georgia, as our closest neighbour], said no.", MINISTRY, 0.1, "GEO"),
    ("Georgia was there. [It] said no.", MINISTRY, 0.1, "GEO"),
    ("The Georgians were there. [They] said no.", MINISTRY, 0.1, "GEO"),
    ("The road is long. [They] said no.", MINISTRY, 0.1, None),
    ("This is Georgia, [which] said no.", MINISTRY, 0.1, "GEO"),
    ("This is my country, [which] said no.", MINISTRY, 0.5, ISSUER),
    ("Anyone [who] says so is wrong.", MINISTRY, 0.1, None),
    ("The General Assembly met. [The Assembly] said no.", MINISTRY, 0.1, "UNGA"),
    ("[The Council] said no.", MINISTRY, 0.1, "UNSC"),
    ("The ministers of Georgia came. [The two sides] agreed.", MINISTRY, 0.9, (ISSUER, "GEO")),
    ("Question: Why?\nSpokesperson Ana Tor: [We] said no.", MINISTRY, 0.5, ISSUER),
    ("Question: Do [you] say no?\nSpokesperson Ana Tor: No.", MINISTRY, 0.5, ISSUER),
    ("Question: Why did [the Ministry] say no?\nSpokesperson Ana Tor: No.", MINISTRY, 0.5, ISSUER),
    ("Question: [I] heard so.\nSpokesperson Ana Tor: No.", MINISTRY, 0.9, "Journalist"),
    ("President of Japan Aki Toru: [We] agree.\nPresident of France: Good.", PRESIDENCY, 0.9, "Aki Toru"),
]


@pytest.mark.parametrize(("marked", "issuer", "likely", "who"), SOURCES, ids=[f"{text} ({p})" for text, _, p, _ in SOURCES])
def test_whose_words_they_are(marked: str, issuer: str, likely: float, who: str | tuple[str, ...] | None) -> None:
    assert holder(marked, issuer, likely=likely).who == who


@pytest.mark.parametrize(("likely", "who"), [(0.9, ISSUER), (0.2, None)])
def test_without_a_source_they_are_the_issuers_only_where_the_reader_says_so(likely: float, who: str | None) -> None:
    assert holder("Today[] it was said that all is well.", MINISTRY, likely=likely).who == who


def test_i_in_a_quotation_is_who_is_quoted() -> None:
    text = 'Georgia said: "I agree that it is so."'
    framed = frame(text, issuer=MINISTRY, lang="en")
    outer = Relation((8, 12), 0, (0, 7), ((15, 37),), "STATE", "0", 0.1)
    inner = Relation((17, 22), 0, (15, 16), ((23, 37),), "STATE", "0", 0.9, parent=0)
    assert [one.who for one in Holders(framed, [outer, inner]).resolve()] == ["GEO", "GEO"]


def test_a_denial_answers_the_claim_that_it_holds_else_the_disputed_one_before_it() -> None:
    text = "We reject Georgia's claims that it rained. Turkey alleges snow. That is untrue."
    framed = frame(text, issuer=MINISTRY, lang="en")
    relations = [
        Relation((3, 9), 0, (0, 2), ((10, 41),), "DENY", "-", 0.9),
        Relation((20, 26), 0, (10, 19), ((27, 41),), "STATE", "-", 0.1, parent=0),
        Relation((50, 57), 1, (43, 49), ((58, 62),), "STATE", "-", 0.1),
        Relation((72, 78), 2, None, ((64, 68),), "DENY", "-", 0.9),
    ]
    assert responses(relations, Holders(framed, relations).resolve()) == [(1,), (), (), (2,)]


def test_agentless_accusations_are_those_of_whom_the_issuer_disputed_just_before() -> None:
    text = "Georgia's claims are untrue. Absurd allegations are made again."
    framed = frame(text, issuer=MINISTRY, lang="en")
    relations = [
        Relation((10, 16), 0, (0, 9), ((17, 27),), "ACCUSE", "-", 0.1),
        Relation((29, 56), 1, None, ((57, 62),), "ACCUSE", "-", 0.1),
    ]
    assert [one.who for one in Holders(framed, relations).resolve()] == ["GEO", "GEO"]


TARGETS = [
    ("We condemn the attack by Georgia.", "ACCUSE", ("GEO",)),
    ("We call on Georgia and Turkey to stop.", "DEMAND", ("GEO", "TUR")),
    ("Georgia was there. We call on it to stop.", "DEMAND", ("GEO",)),
    ("Iceland must act.", "DEMAND", ()),
    ("We met in Georgia.", "STATE", ()),
]


@pytest.mark.parametrize(("text", "act", "codes"), TARGETS, ids=[row[0] for row in TARGETS])
def test_an_act_is_aimed_at_others_who_are_named(text: str, act: str, codes: tuple[str, ...]) -> None:
    framed = frame(text, issuer=MINISTRY, lang="en")
    assert proposed(framed, len(framed.sentences) - 1, act) == codes


def test_marked_targets_become_codes_or_stay_words_and_are_never_the_issuer() -> None:
    text = "We thank Georgia, Emmanuel Macron, the drivers and Iceland."
    framed = frame(text, issuer=MINISTRY, lang="en")
    spans = [
        (text.index(word), text.index(word) + len(word)) for word in ("Georgia", "Emmanuel Macron", "the drivers", "Iceland")
    ]
    assert named(framed, spans, None, 0) == ("GEO", "Emmanuel Macron", "drivers")
