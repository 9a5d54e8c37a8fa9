"""Whom a reader takes for the same as a holder counts where the words name nobody, and only where it is sure; targets are carried on."""

from __future__ import annotations

import pytest

from communique.reading.frame import ISSUER, frame
from communique.reading.holders import Holders
from communique.reading.reader import Relation, Span
from communique.reading.targets import carried

MINISTRY = "Ministry of Foreign Affairs of Iceland"


def _who(text: str, source: str | None, like: str, chance: float, likely: float = 0.1) -> object:
    framed = frame(text, issuer=MINISTRY, lang="en")
    here = text.rindex(source) if source else text.rindex("said")
    place = text.index(like)
    number = max(n for n, (a, _) in enumerate(framed.sentences) if a <= here)
    span: Span | None = (here, here + len(source)) if source else None
    content = ((text.rindex("no"), text.rindex("no") + 2),)
    cue = (text.rindex("said"), text.rindex("said") + 4)
    relation = Relation(cue, number, span, content, "STATE", "0", likely, like=(((place, place + len(like)), chance),))
    return Holders(framed, [relation]).resolve()[0].who


@pytest.mark.parametrize(
    ("text", "source", "like", "chance", "who"),
    [
        ("Portugal sent a note. Nothing came of it. They said no.", "They", "Portugal", 0.9, "PRT"),
        ("Portugal sent a note. Nothing came of it. They said no.", "They", "Portugal", 0.2, None),
        ("Portugal sent a note. The aggressor said no.", "The aggressor", "Portugal", 0.9, "PRT"),
        ("Portugal sent a note. The aggressor said no.", "The aggressor", "Portugal", 0.2, "aggressor"),
        ("Portugal sent a note. It was said no.", None, "Portugal", 0.9, "PRT"),
        ("Portugal sent a note. It was said no.", None, "Portugal", 0.2, None),
        ("Portugal sent a note. Georgia said no.", "Georgia", "Portugal", 0.99, "GEO"),
        ("Iceland sent a note. They said no.", "They", "Iceland", 0.99, None),
    ],
)
def test_an_antecedent_counts_where_nothing_is_named(
    text: str, source: str | None, like: str, chance: float, who: str | None
) -> None:
    assert _who(text, source, like, chance) == who


def test_it_is_never_a_way_to_the_issuer() -> None:
    assert _who("Iceland sent a note. The aggressor said no.", "The aggressor", "Iceland", 0.99) != ISSUER


def test_the_source_of_another_attribution_stands_for_its_holder() -> None:
    text = "Ambassador Abel of Portugal warned us. Nothing came of it. They said no."
    framed = frame(text, issuer=MINISTRY, lang="en")
    first = (0, text.index(" warned"))
    they = text.index("They")
    relations = [
        Relation((first[1] + 1, first[1] + 7), 0, first, ((first[1] + 8, first[1] + 10),), "THREATEN", "0", 0.1),
        Relation((they + 5, they + 9), 2, (they, they + 4), ((they + 10, they + 12),), "STATE", "0", 0.1, like=((first, 0.9),)),
    ]
    found = Holders(framed, relations).resolve()
    assert found[1].who == found[0].who
    assert found[1].who is not None


@pytest.mark.parametrize(
    ("acts", "targets", "all_targets"),
    [
        (("ACCUSE", "ACCUSE"), ((("GEO",)), ()), [("GEO",), ("GEO",)]),
        (("ACCUSE", "STATE", "STATE", "DENY"), (("GEO",), (), (), ()), [("GEO",), (), (), ("GEO",)]),
        (("ACCUSE", "STATE", "STATE", "STATE", "DENY"), (("GEO",), (), (), (), ()), [("GEO",), (), (), (), ()]),
        (("SUPPORT", "ACCUSE"), (("GEO",), ()), [("GEO",), ()]),
        (("DEMAND", "STATE", "DEMAND"), (("GEO",), (), ()), [("GEO",), (), ()]),
        (("DEMAND", "DEMAND"), (("GEO",), ("PRT",)), [("GEO",), ("PRT",)]),
    ],
)
def test_targets_are_carried_on_by_acts_of_one_kind(
    acts: tuple[str, ...], targets: tuple[tuple[str, ...], ...], all_targets: list[tuple[str, ...]]
) -> None:
    framed = frame("It is so. " * len(acts), issuer=MINISTRY, lang="en")
    assert carried(framed, acts, targets) == all_targets


def test_who_is_addressed_stays_addressed_as_long_as_it_says_you() -> None:
    acts, targets = ("EXPRESS", *["STATE"] * 6, "DEMAND", "DEMAND"), (("GEO",), *[()] * 8)
    for last, found in (("You must act. It must be.", [("GEO",), ("GEO",)]), ("It must act. It must be.", [(), ()])):
        framed = frame("It is so. " * 7 + last, issuer=MINISTRY, lang="en")
        assert carried(framed, acts, targets)[-2:] == found


def test_targets_are_not_carried_into_what_somebody_else_says() -> None:
    framed = frame("Question: It is so.\nSpokesperson Ana Tor: It is not so.", issuer=MINISTRY, lang="en")
    assert carried(framed, ("ACCUSE", "DENY"), (("GEO",), ())) == [("GEO",), ()]
