"""Protects the choice of an act: the count beside it is what choosing leaves, and letting it go gives back what was asked."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from search_samples import Small, claim, entry

from communique.acts import ACTS
from communique.query import And, Everything, Node
from communique.search import ActChoice, act_choices, parse, unparse

ENTRIES = [
    entry("v1", "The convoy crossed the bridge.", claims=(claim("ACCUSE", "XTM"), claim("DENY", "XTM"))),
    entry("v2", "No convoy came.", claims=(claim("DENY"), claim("ACCUSE", of=["XTM"]))),
    entry("v3", "The bridge stands.", country="XTM", claims=(claim("ACCUSE", "XKV", speaker="XTM"),)),
    entry("v4", "The convoy is late.", country="ALS", claims=(claim("STATE", of=["the mediators"]),)),
    entry("v5", "The convoy waits at the bridge."),
]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Small:
    return Small(tmp_path_factory.mktemp("acts"), ENTRIES)


def choice(query: str, act: str = "DENY") -> ActChoice:
    (one,) = act_choices(query, [act])
    return one


CHOSEN = [
    ("", "act:DENY"),
    ("*", "act:DENY"),
    ("convoy", "convoy AND act:DENY"),
    ("  convoy bridge ", "(convoy bridge) AND act:DENY"),
    ("convoy AND bridge", "convoy AND bridge AND act:DENY"),
    ("convoy OR bridge", "(convoy OR bridge) AND act:DENY"),
    ("«a b» -bridge", "(«a b» -bridge) AND act:DENY"),
    ("convoy date:NOW-1MONTH", "(convoy date:NOW-1MONTH) AND act:DENY"),
    ('convoy "never closed', '(convoy "never closed") AND act:DENY'),
    ("convoy AND", "convoy AND act:DENY"),
    ("act:ACCUSE", "(act:ACCUSE AND *) AND act:DENY"),
    ("convoy AND act:ACCUSE", "(convoy AND act:ACCUSE) AND act:DENY"),
    ("layer:reported", "(layer:reported AND *) AND act:DENY"),
    ("holder:XTM target:XKV", "(holder:XTM target:XKV) AND act:DENY"),
]


@pytest.mark.parametrize(("query", "chosen"), CHOSEN)
def test_an_act_is_chosen_within_the_query_as_it_was_typed(query: str, chosen: str) -> None:
    assert choice(query) == ActChoice("DENY", False, chosen)


@pytest.mark.parametrize(
    ("query", "left"),
    [
        ("act:DENY", ""),
        ("(act:ACCUSE AND *) AND act:DENY", "act:ACCUSE"),
        ("convoy AND act:DENY", "convoy"),
        ("convoy act:deny", "convoy"),
        ("(convoy bridge) AND act:DENY", "convoy bridge"),
        ("(convoy) (bridge) act:DENY", "(convoy) (bridge)"),
        ("((convoy bridge) AND act:DENY) AND act:ACCUSE", "(convoy bridge) AND act:ACCUSE"),
        ("convoy AND bridge AND act:DENY", "convoy AND bridge"),
    ],
)
def test_a_chosen_act_is_let_go(query: str, left: str) -> None:
    assert choice(query) == ActChoice("DENY", True, left)


@pytest.mark.parametrize(
    "query", ["convoy OR act:DENY", "convoy bridge AND act:DENY", "-act:DENY", "act:(DENY OR ASK)", "act:shout"]
)
def test_an_act_that_is_not_demanded_of_every_hit_is_not_chosen(query: str) -> None:
    assert not choice(query).chosen


QUERIES = ["", "convoy", "convoy bridge", "convoy -late", "holder:XKV", "layer:reported", "act:ACCUSE", "target:XTM convoy"]


@pytest.mark.parametrize("query", QUERIES)
def test_the_count_beside_an_act_is_what_choosing_it_leaves(archive: Small, query: str) -> None:
    counts = archive.ask(query, facets=True).facets["act"]
    for one in act_choices(query, counts):
        if not one.chosen:
            assert archive.ask(one.query).total == counts[one.act]
            assert archive.ask(choice(one.query, one.act).query).total == archive.ask(query).total


def plain(node: Node) -> Node:
    """A tree in which nothing is demanded that everything meets."""
    if not isinstance(node, And):
        return node
    left = tuple(one for one in map(plain, node.nodes) if not isinstance(one, Everything))
    return replace(node, nodes=left) if len(left) > 1 else left[0] if left else Everything()


PIECES = ["a", " ", " ", "AND ", " OR ", "NOT ", "(", ")", chr(34), "-", "act:deny", "act:ACCUSE", "holder:XTM", "layer:any", "*"]


@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join), st.sampled_from(ACTS))
def test_choosing_and_letting_go_again_asks_the_same(query: str, act: str) -> None:
    assume("only operators" not in str(parse(query).notes))  # `-AND` is searched as words that no query can write
    before = choice(query, act)
    after = choice(before.query, act)
    assert after.chosen is not before.chosen
    if not before.chosen:
        assert not parse(before.query).notes or parse(query).notes
        assert unparse(plain(parse(after.query).node)) == unparse(plain(parse(query).node))
