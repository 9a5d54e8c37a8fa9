"""The words of a target: parts of one phrase are one, a name is whole, and what stands in two lines is two."""

from __future__ import annotations

import pytest

from communique.reading.frame import ISSUER, frame
from communique.reading.holders import Holder
from communique.reading.targets import named

TARGETS = [
    ("We thank all members of the Kareth League for it.", ("members", "Kareth League"), ("members of the Kareth League",)),
    (
        "We thank all members of the Kareth League for it.",
        ("all", "members", "Kareth League"),
        ("all members of the Kareth League",),
    ),
    ("We thank the members of Kareth.", ("members", "Kareth"), ("members of Kareth",)),
    ("We thank the members and the Kareth League.", ("members", "Kareth League"), ("members", "Kareth League")),
    ("We thank members\nof the Kareth League.", ("members", "Kareth League"), ("members", "Kareth League")),
    ("We thank members of\nthe Kareth League.", ("members", "Kareth League"), ("members", "Kareth League")),
    ("We thank members\nKareth League.", ("members", "Kareth League"), ("members", "Kareth League")),
    ("We thank the friends of the Portuguese.", ("friends", "Portuguese"), ("PRT",)),
    ("We thank the Karethian River League for it.", ("Karethian",), ("Karethian River League",)),
    ("We thank the Karethian fishermen for it.", ("Karethian",), ("Karethian",)),
    ("We thank the Karethian\nLeague of rivers.", ("Karethian",), ("Karethian",)),
    ("We thank the fishermen League for it.", ("fishermen",), ("fishermen",)),
    ("We thank Portugal Radio for it.", ("Portugal",), ("PRT",)),
]


@pytest.mark.parametrize(("text", "parts", "told"), TARGETS, ids=[f"{text} ({len(parts)})" for text, parts, _ in TARGETS])
def test_parts_of_a_target_are_one_where_they_are_one_phrase(text: str, parts: tuple[str, ...], told: tuple[str, ...]) -> None:
    framed = frame(text, issuer="Ministry of Foreign Affairs of Iceland", lang="en")
    assert named(framed, [(text.index(part), text.index(part) + len(part)) for part in parts], None, 0) == told


def test_nobody_is_the_target_of_its_own_words() -> None:
    text = "Portugal promised Estonia the help of Portugal."
    framed = frame(text, issuer="Ministry of Foreign Affairs of Iceland", lang="en")
    spans = [(text.index("Estonia"), text.index("Estonia") + 7), (text.rindex("Portugal"), len(text) - 1)]
    assert named(framed, spans, Holder("PRT", "Portugal"), 0) == ("EST",)
    assert named(framed, spans, Holder(ISSUER, "We"), 0) == ("EST", "PRT")
