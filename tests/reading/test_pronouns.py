"""Pronouns: the state or person named before, the surest antecedent, and several that are taken together; else nobody."""

from __future__ import annotations

import sys
from types import FrameType

import pytest
from framing import holder

from communique.reading.frame import ISSUER, frame
from communique.reading.holders import Holders
from communique.reading.reader import Relation, Span

MINISTRY = "Ministry of Foreign Affairs of Iceland"
SOURCES = [
    ("Portugal sent a note. [They] said no.", 0.1, "PRT"),
    ("Portugal wrote to Iceland. [They] said no.", 0.1, "PRT"),
    ("Portugal wrote to Estonia. [They] said no.", 0.1, "EST"),
    ("Portugal sent a note. Then, in Estonia, [they] said no.", 0.1, "EST"),
    ("Iceland sent a note. [They] said no.", 0.1, None),
    ("Portugal sent a note. [They] said no.", 0.5, None),
    ("Portugal sent a note. It rained. [They] said no.", 0.1, None),
    ("Shinzo came. [He] said no. It was Shinzo Abe.", 0.1, "Shinzo Abe"),
    ("Shinzo came. [He] said no. It was Prime Minister Shinzo Abe.", 0.1, "Shinzo Abe"),
    ("Shinzo came. [He] said no.", 0.1, None),
    ("Shinzo came. [He] said no. It was Shinzo Mori.", 0.1, None),
    ("The note of the Minister came. [He] said no. It was Minister Shinzo Abe.", 0.1, None),
    ("Today it rained. [He] said no. Today Shinzo Abe spoke.", 0.1, None),
    ("Kofi came. [He] said no. Kofi Annan spoke.", 0.1, "Kofi Annan"),
    ("José came. [He] said no. José Manuel Albares and José Manuel Barroso spoke.", 0.1, None),
]


@pytest.mark.parametrize(("marked", "likely", "who"), SOURCES, ids=[f"{text} ({p})" for text, p, _ in SOURCES])
def test_a_pronoun_is_who_was_named_before(marked: str, likely: float, who: str | None) -> None:
    assert holder(marked, MINISTRY, likely=likely).who == who


def test_the_first_name_of_the_issuers_own_is_the_issuer() -> None:
    assert holder("Emmanuel came. [He] said no. It was Emmanuel Macron.", "President of France", likely=0.1).who == ISSUER


@pytest.mark.parametrize(("chance", "who"), [(0.98, "EST"), (0.9, "PRT")])
def test_the_surest_antecedent_goes_before_who_says_the_clause(chance: float, who: str) -> None:
    text = "Estonia sent a note. Portugal believes that its claims hold."
    framed = frame(text, issuer=MINISTRY, lang="en")
    portugal, its = text.index("Portugal"), text.index("its")
    end, like = len(text) - 1, (((0, 7), chance),)
    outer = Relation((portugal + 9, portugal + 17), 1, (portugal, portugal + 8), ((its, end),), "STATE", "0", 0.1)
    inner = Relation((its + 4, its + 10), 1, (its, its + 3), ((its + 11, end),), "STATE", "0", 0.1, parent=0, like=like)
    assert [one.who for one in Holders(framed, [outer, inner]).resolve()] == ["PRT", who]


Like = tuple[int | str, float]  # the place of an `It`, or a name; and how likely it is meant


def _taken(sentences: int, said: dict[int, list[Like]]) -> list[object]:
    """Who the `It` of sentences is, behind two that name Portugal and Estonia; `said` holds which are like what."""
    text, named = "Portugal and Estonia sent notes. It rained a lot in that year.", ["Portugal", "Estonia"]
    starts = []
    for n in range(sentences):
        text += " "
        starts.append(len(text))
        text += "It said no." if n in said else "All was well."
    framed = frame(text, issuer=MINISTRY, lang="en")
    places: dict[int | str, Span] = {n: (starts[n], starts[n] + 2) for n in said}
    places |= {name: (text.index(name), text.index(name) + len(name)) for name in named}
    relations = [
        Relation((a + 3, a + 7), n + 2, (a, a + 2), ((a + 8, a + 10),), "STATE", "0", 0.1, like=_likes(places, said[n]))
        for n, a in enumerate(starts)
        if n in said
    ]
    return [one.who for one in Holders(framed, relations).resolve()]


def _likes(places: dict[int | str, Span], likes: list[Like]) -> tuple[tuple[Span, float], ...]:
    return tuple((places[which], chance) for which, chance in likes)


LINES: list[tuple[str, int, dict[int, list[Like]], list[str | None]]] = [
    ("one alone is not sure enough", 1, {0: [("Portugal", 0.2)]}, [None]),
    ("two together are", 2, {0: [("Portugal", 0.2)], 1: [(0, 0.9), ("Portugal", 0.2)]}, ["PRT", "PRT"]),
    ("a link is followed backwards", 2, {0: [], 1: [(0, 0.4), ("Portugal", 0.4)]}, ["PRT", "PRT"]),
    ("a link over a link", 3, {0: [], 1: [(0, 0.4)], 2: [(1, 0.4), ("Portugal", 0.4)]}, ["PRT", "PRT", "PRT"]),
    ("a weak link is none", 2, {0: [], 1: [(0, 0.2), ("Portugal", 0.4)]}, [None, "PRT"]),
    ("two names are even", 2, {0: [("Portugal", 0.4)], 1: [(0, 0.9), ("Estonia", 0.4)]}, [None, None]),
    ("one of two names stands out", 2, {0: [("Portugal", 0.4)], 1: [(0, 0.9), ("Estonia", 0.1)]}, ["PRT", "PRT"]),
    ("eight sentences on", 9, {0: [], 8: [(0, 0.4), ("Portugal", 0.4)]}, ["PRT", "PRT"]),
    ("nine sentences on", 10, {0: [], 9: [(0, 0.4), ("Portugal", 0.4)]}, [None, "PRT"]),
    ("nine sentences on, over one between", 10, {0: [], 5: [(0, 0.4)], 9: [(5, 0.4), ("Portugal", 0.4)]}, [None, "PRT", "PRT"]),
]


@pytest.mark.parametrize(("name", "sentences", "said", "who"), LINES, ids=[row[0] for row in LINES])
def test_pronouns_that_mean_the_same_are_taken_together(
    name: str, sentences: int, said: dict[int, list[Like]], who: list[str | None]
) -> None:
    assert _taken(sentences, said) == who


def _steps(pronouns: int, back: int) -> int:
    """Lines of the rules that run for so many pronouns, each linked with the one before, or with the first of all."""
    one = "It said no. "
    text = "Portugal sent a note. " + one * pronouns
    framed = frame(text, issuer=MINISTRY, lang="en")
    begin = len(text) - pronouns * len(one)
    relations = []
    for n in range(pronouns):
        start = begin + n * len(one)
        other = begin + (n - 1) * len(one) if back else begin
        like = (((other, other + 2), 0.4), ((0, 8), 0.05)) if n else ()
        relations.append(
            Relation((start + 3, start + 7), n + 1, (start, start + 2), ((start + 8, start + 10),), "STATE", "0", 0.1, like=like)
        )
    count = 0

    def traced(at: FrameType, event: str, value: object) -> object:
        nonlocal count
        count += event == "line"
        return traced

    before = sys.gettrace()
    sys.settrace(traced)
    try:
        Holders(framed, relations).resolve()
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize("back", [1, 0], ids=["with the one before", "with the first"])
def test_thousands_of_linked_pronouns_take_as_long_as_there_are_of_them(back: int) -> None:
    assert _steps(2_000, back) < 2.2 * _steps(1_000, back)
