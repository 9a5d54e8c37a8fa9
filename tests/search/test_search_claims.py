"""Protects claim fields: they are met inside one claim, and what is reported of an actor never answers for what it says."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from search_samples import Small, claim, entry

from communique.model import ClaimMark
from communique.search.claiming import tokens_of, value

TEXT = "We condemn the shelling by Tamrania. Tamrania claims that Karvelia fired first. We deny that Karvelia fired."


def at(words: str) -> tuple[int, int]:
    start = TEXT.index(words)
    return start, start + len(words)


ENTRIES = [
    entry(
        "v1",
        TEXT,
        claims=(
            claim("ACCUSE", "XTM", at=at("We condemn the shelling by Tamrania.")),
            claim("STATE", "XKV", of=["XTM"], at=at("Karvelia fired first")),
            claim("DENY", at=at("We deny that Karvelia fired.")),
        ),
    ),
    entry("v2", "Karvelia accuses nobody.", claims=(claim("DENY", "XTM"), claim("ACCUSE", "ALS"))),
    entry("v3", "Tamrania speaks.", country="XTM", claims=(claim("ACCUSE", "XKV", "ALS", speaker="XTM"),)),
    entry("v4", "The mediators say so.", country="ALS", claims=(claim("STATE", of=["the mediators"]),)),
    entry("v5", "Both say so.", claims=(claim("SUPPORT", of=["XTL"], own=True),)),
    entry("v6", "Nothing was read of this."),
]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Small:
    return Small(tmp_path_factory.mktemp("claims"), ENTRIES)


def test_the_combinations_of_many_actors_are_made_and_not_remembered() -> None:
    from communique.search import claiming

    before = claiming._tokens.cache_info().currsize
    many = tokens_of(claim("ACCUSE", *(f"X{letter}A" for letter in "ABCDEFGHIJ")))
    assert value("own", ["XKV"], "ACCUSE", ["XAA", "XJA"]) in many
    assert claiming._tokens.cache_info().currsize == before


@pytest.mark.parametrize(
    ("query", "found"),
    [
        pytest.param("holder:XKV", "v1 v2 v5", id="who says it"),
        pytest.param("holder:XTM", "v3", id="what is reported of it is not its own"),
        pytest.param("holder:XTM layer:reported", "v1", id="unless asked for"),
        pytest.param("holder:XTM layer:any", "v1 v3", id="both layers"),
        pytest.param("layer:any (holder:XTM OR act:deny)", "v1 v2 v3", id="the layer holds in parentheses"),
        pytest.param("holder:XTM layer:reported act:state target:XKV", "v1", id="all four in one claim"),
        pytest.param("holder:XKV act:accuse target:XTM", "v1", id="not pieced together from two claims"),
        pytest.param("act:accuse AND target:XTM", "v1", id="with an operator, too"),
        pytest.param("(act:accuse) AND (target:XTM)", "v1", id="single fields in parentheses are no group"),
        pytest.param("(holder:XKV act:accuse) AND (holder:XKV target:XTM)", "v1 v2", id="groups are of different claims"),
        pytest.param("act:accuse NOT target:XTM", "v3", id="NOT is of the statement"),
        pytest.param("act:(accuse NOT deny)", "v3", id="NOT inside a field"),
        pytest.param("target:(XKV AND ALS)", "v3", id="two targets of one claim"),
        pytest.param("target:XTM target:ALS act:accuse", "v1 v2 v3", id="side by side one of several values"),
        pytest.param("(target:XTM OR target:ALS) AND act:deny", "v2", id="OR inside one claim"),
        pytest.param("actor:XTM", "v1 v2 v3", id="holder or target"),
        pytest.param("actor:XTM AND actor:XKV", "v1 v2 v3", id="two actors of one claim"),
        pytest.param("actor:XTM actor:XKV act:state layer:reported", "v1", id="actors in a layer"),
        pytest.param('holder:"The Mediators" layer:reported', "v4", id="words"),
        pytest.param("holder:XTL", "", id="a joint holder in another's statement does not say it itself"),
        pytest.param("holder:XTL layer:reported", "v5", id="it is reported of it"),
        pytest.param("holder:XTL AND holder:XKV layer:reported", "v5", id="joint holders"),
        pytest.param("condemn holder:XKV", "v1", id="beside words"),
        pytest.param("-holder:XKV", "v3 v4 v6", id="nobody's claim"),
        pytest.param("layer:reported", "v1 v4", id="a layer alone"),
        pytest.param("holder:*", "v1 v2 v3 v5", id="any claim"),
        pytest.param("ACT:Accuse", "v1 v2 v3", id="in any case"),
        pytest.param("act:shout", "", id="no act"),
    ],
)
def test_claim_fields_find(archive: Small, query: str, found: str) -> None:
    assert " ".join(sorted(archive.found(query, limit=20))) == found


@pytest.mark.parametrize(
    ("query", "message"),
    [
        pytest.param("act:shout", "no act `shout` (acts: state accuse", id="act"),
        pytest.param("layer:deep holder:XKV", "no layer `deep`", id="layer"),
        pytest.param("holder:XUX", "no claim here has the holder `XUX`", id="holder"),
        pytest.param("holder:XTL", "only reported claims here have the holder `XTL`: add `layer:reported`", id="only reported"),
        pytest.param("act:accuse AND act:deny", "a claim has one act", id="two acts"),
        pytest.param("holder:XK*", "`*` is not understood in `holder:`", id="beginning"),
        pytest.param("target:(XKV AND XTM AND ALS)", "compared two by two", id="three targets"),
    ],
)
def test_what_cannot_be_asked_of_claims_is_said(archive: Small, query: str, message: str) -> None:
    assert message in " ".join(note.message for note in archive.ask(query).notes)


def test_a_name_means_the_code_that_the_archive_knows(archive: Small) -> None:
    assert archive.found("holder:Tamrania", actor={"Tamrania": "XTM"}.get) == ["v3"]
    assert archive.ask("holder:Tamrania").total == 0


@pytest.mark.parametrize(
    ("query", "quote", "marked"),
    [
        pytest.param("act:deny issuer:xkv-mfa fired", "We deny that Karvelia fired.", ["fired"], id="the sentence of the claim"),
        pytest.param(
            "act:state layer:reported",
            "Tamrania claims that Karvelia fired first.",
            ["Karvelia fired first"],
            id="the claim is marked where it is a part of its sentence",
        ),
        pytest.param(
            "act:accuse holder:XKV shelling fired", "We condemn the shelling by Tamrania.", ["shelling"], id="its words"
        ),
        pytest.param("-act:ask fired", "Tamrania claims that Karvelia fired first.", ["fired"], id="not one that is excluded"),
    ],
)
def test_a_hit_shows_the_claim(archive: Small, query: str, quote: str, marked: Sequence[str]) -> None:
    hit = next(hit for hit in archive.ask(query) if hit.version == "v1")
    assert hit.quote == quote == TEXT[hit.start : hit.end]
    assert [TEXT[a:b] for a, b in hit.highlights] == marked


def test_words_that_the_claim_does_not_have_are_shown_behind_it(archive: Small) -> None:
    hit = next(hit for hit in archive.ask("act:deny shelling issuer:xkv-mfa") if hit.version == "v1")
    assert [hit.quote, *(one.quote for one in hit.more)] == [
        "We deny that Karvelia fired.",
        "We condemn the shelling by Tamrania.",
    ]


def test_acts_are_counted_of_own_claims(archive: Small) -> None:
    assert archive.ask("", facets=True).facets["act"] == {"ACCUSE": 3, "DENY": 2, "SUPPORT": 1}


def test_more_alternatives_than_can_be_combined_are_looked_up_by_themselves(tmp_path: Path) -> None:
    small = Small(tmp_path, ENTRIES)
    many = " OR ".join(f"state{n}" for n in range(300))
    found = small.ask(f"holder:({many} OR XKV) AND target:({many} OR XTM) AND act:accuse")
    assert found.total == 2  # v2 has both, in different claims
    assert any("more alternatives" in note.message for note in found.notes)


NAMES = st.lists(st.sampled_from(["XKV", "XTM", "ALS", "the mediators"]), max_size=3).map(tuple)
MARKS = st.builds(
    ClaimMark, st.booleans(), st.sampled_from(["XKV", "XTM", None]), NAMES, st.sampled_from(["ACCUSE", "DENY"]), NAMES,
    st.just(0), st.just(0),
)  # fmt: skip


@given(MARKS, NAMES)
def test_what_is_reported_of_an_actor_is_never_its_own(mark: ClaimMark, names: tuple[str, ...]) -> None:
    for held, act, aimed in product(names, (None, "ACCUSE", "DENY"), names):
        if value("own", (held,), act, (aimed,)) in tokens_of(mark):
            assert held == mark.speaker
    assert value("own") not in tokens_of(mark) or mark.own
