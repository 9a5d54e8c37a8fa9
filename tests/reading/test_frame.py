"""The frame of a statement: the issuer, its mentions, turns and their speakers, lines that are no sentences, and bad input."""

from __future__ import annotations

import pytest
from framing import speakers
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.reading.frame import frame

PRESIDENT = "President of France"  # a state that is known by name


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("On the meeting of the two ministers", "heading"),
        ("Kareth, 5 March 2024", "dateline"),
        ("The two ministers met in Kareth.", "text"),
        ("Dear colleagues,", "salutation"),
        ("THE SIDES MET IN KARETH.", "text"),
        ("“Every side must keep its word.”", "text"),
        ("« Chaque partie doit tenir parole. »", "text"),
        ("„Jede Seite muss Wort halten.“", "text"),
        ("「各方必须守信。」", "text"),
    ],
)
def test_a_line_of_its_own_is_known_by_its_form(line: str, kind: str) -> None:
    rest = "\n".join(["The Ministry rejects these claims."] * 4)
    assert frame(f"{line}\n{rest}", issuer="Ministry", lang="en").kinds[0] == kind


def test_the_last_line_without_a_full_stop_is_a_signature() -> None:
    text = "We met.\nWe spoke.\nWe agreed.\nWe parted.\nAna Tor"
    assert frame(text, issuer="Ministry", lang="en").kinds[-1] == "signature"


def test_items_of_a_list_are_sentences_of_their_own() -> None:
    text = "The sides agreed:\n- to cease fire;\n- to open the road;\n• to meet again."
    framed = frame(text, issuer="Ministry", lang="en")
    assert [text[a:b] for a, b in framed.sentences] == text.split("\n")


@pytest.mark.parametrize(
    ("issuer", "code", "body"),
    [
        ("Ministry of Foreign Affairs of Iceland", "ISL", None),
        ("ISL", "ISL", None),
        ("The White House", "USA", "presidency"),
        ("Президент України", "UKR", "presidency"),
        ("North Atlantic Treaty Organization", "NATO", None),
        ("Ministry of Foreign Affairs of Karvelia", None, None),
        (None, None, None),
    ],
)
def test_the_issuers_state_is_read_from_its_name(issuer: str | None, code: str | None, body: str | None) -> None:
    found = frame("The sides met.", issuer=issuer, lang="uk" if issuer and issuer.endswith("України") else "en").issuer
    assert (found.code, found.body) == (code, body)


# Of each sentence: the speaker that is shown, and whether the words are the issuer's.
TURNS = [
    ("a ministry's briefing", "Ministry of Foreign Affairs of Karvelia", "", "Question: Why?\nSpokesperson Tor: We reject it.",
     [("Journalist", False), (None, True)]),
    ("Q and A", "Ministry", "", "Q    Yes or no?\nA    No.", [("Journalist", False), (None, True)]),
    ("Q with one space at the head of a line", "The White House", "", "THE PRESIDENT: Go ahead.\nQ Mr. President, why?",
     [(None, True), ("Journalist", False)]),
    ("labels in capitals", "The White House", "", "MR. TORVALD: Good morning.\nTHE PRESIDENT: Good morning.",
     [("MR. TORVALD", False), (None, True)]),
    ("a label with the state", PRESIDENT, "", "President of Japan Aki Toru: I agree.\nPresident of France Ana Tor: So do I.",
     [("President of Japan Aki Toru", False), (None, True)]),
    ("turns inside a line", PRESIDENT, "Meeting with the writer Ana Tor",
     "President of France Luc Bel: Welcome. Ana Tor: Thank you. Luc Bel: Please. Ana Tor: It is long.",
     [(None, True), ("Ana Tor", False), ("Luc Bel", False), ("Ana Tor", False)]),
    ("the talk goes on from before the excerpt", PRESIDENT, "Meeting with Minister of Culture Ana Tor",
     "It is done, Mr President.\nPresident of France Luc Bel: Good.", [("Ana Tor", True), (None, True)]),
    ("a guest whom nothing names", PRESIDENT, "Talks", "I agree, Mr President.\nPresident of France Luc Bel: Good.",
     [("?", False), (None, True)]),
    ("a minister of the issuer", PRESIDENT, "", "President of France Luc Bel: Go on.\nMinister of Culture Ana Tor: We did it.",
     [(None, True), ("Minister of Culture Ana Tor", True)]),
    ("no turns", PRESIDENT, "", "The President met the press. He said: we will stay.", [(None, True), (None, True)]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "issuer", "title", "text", "told"), TURNS, ids=[row[0] for row in TURNS])
def test_who_speaks(name: str, issuer: str, title: str, text: str, told: list[tuple[str | None, bool]]) -> None:
    assert speakers(text, issuer, title=title) == told


def test_people_in_office_are_known_by_name() -> None:
    text = "Emmanuel Macron: Welcome.\nShinzo Abe: Thank you."
    assert speakers(text, PRESIDENT) == [(None, True), ("Shinzo Abe", False)]


def test_somebody_elses_first_name_is_not_the_leaders() -> None:
    text = "Question: Who?\nBarro Macron: I."
    assert speakers(text, PRESIDENT)[1] == ("Barro Macron", False)


@pytest.mark.parametrize("lang", ["en", "ru", "zh", "ar", "xx", None])
@pytest.mark.parametrize("text", ["", "\n\n", ":", "Q", "::::", "“«„「'", "- \n- \n•", "A: B: C: D:", "word " * 20_000])
def test_odd_texts_have_a_frame_with_exact_spans(text: str, lang: str | None) -> None:
    framed = frame(text, issuer="Ministry", lang=lang)
    assert len(framed.sentences) == len(framed.kinds) == len(framed.speakers)
    assert all(text[a:b].strip() == text[a:b] != "" for a, b in framed.sentences)


@settings(max_examples=60, deadline=None)
@given(
    st.text(alphabet=st.sampled_from("Aa Qq:.\n'’-–“”«»（）：中方МыU.S.é\u200c "), max_size=120),
    st.sampled_from(["en", "ru", "zh", "tr"]),
)
def test_any_text_has_a_frame(text: str, lang: str) -> None:
    framed = frame(text, issuer="The White House", lang=lang, title="Meeting with Ana Tor")
    assert len(framed.sentences) == len(framed.speakers)
    assert all(0 <= m.start < m.end <= len(text) for m in framed.mentions)


def test_a_text_of_half_a_million_letters_is_framed_in_one_go() -> None:
    turn = "Question: Why?\nSpokesperson Ana Tor: We reject what Iceland said. Mr. Bel of Japan agreed.\n"
    text = turn * (500_000 // len(turn))
    framed = frame(text, issuer="Ministry of Foreign Affairs of Karvelia", lang="en")
    assert len(framed.turns) == 2 * text.count("Question:")
    assert len(framed.mentions) == 2 * text.count("Question:")
