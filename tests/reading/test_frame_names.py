"""The lists of names: every code exists, no word means two states, and people in office are who they are."""

from __future__ import annotations

import pytest

from communique import names
from communique.names import fold
from communique.reading.people import people
from communique.reading.readers import EXPERIMENTAL

FEWEST_STATES = 60
FEWEST_PEOPLE = 300


@pytest.mark.parametrize("lang", sorted(EXPERIMENTAL | {"en"}))
def test_a_list_of_demonyms_names_states_that_exist_and_each_word_one(lang: str) -> None:
    listed = names.demonyms(lang)
    known = set(names.countries())
    assert set(listed.values()) <= known
    assert len(set(listed.values())) >= FEWEST_STATES
    by_word: dict[str, set[str]] = {}
    for word, code in listed.items():
        by_word.setdefault(fold(word.rstrip("*")), set()).add(code)
    assert {word: sorted(codes) for word, codes in by_word.items() if len(codes) > 1} == {}


def test_people_in_office_speak_for_states_and_organisations_that_exist() -> None:
    everyone = names.leaders()
    assert len(everyone) >= FEWEST_PEOPLE
    for one in everyone:
        assert one.code in names.countries() or one.code in names.organisations(), one
        assert one.names, one
        assert one.until is None or one.since <= one.until, one


def test_a_surname_that_two_states_share_names_nobody() -> None:
    owners: dict[str, set[str]] = {}
    for one in names.leaders():
        for surname in one.surnames:
            owners.setdefault(fold(surname), set()).add(one.code)
    assert {name: sorted(codes) for name, codes in owners.items() if len(codes) > 1} == {}


@pytest.mark.parametrize(
    ("lang", "words", "code"),
    [
        ("en", "President Putin's", "RUS"),
        ("en", "PRIME MINISTER NETANYAHU", "ISR"),
        ("en", "Secretary General Stoltenberg", "NATO"),
        ("en", "Barro Trump", None),
        ("en", "the power of the people", None),
        ("ru", "Владимиром Путиным", "RUS"),
        ("uk", "Володимира Зеленського", "UKR"),
        ("zh", "外交部发言人毛宁", "CHN"),
        ("fa", "سخنگو بقائی", "IRN"),
        ("tr", "Hakan Fidan", "TUR"),
    ],
)
def test_people_are_known_by_their_names(lang: str, words: str, code: str | None) -> None:
    found = people(lang).named(words)
    assert (found.code if found else None) == code
