"""Protects one machine from one query: what costs too much is searched more simply, and a note says so where it stands."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from communique.query import Filters
from communique.search import parse
from communique.search.analysis import analyser
from communique.search.backend import AllOf, AnyOf, AnyToken, Criterion, Days, HasValue, Near, Together, Weighted
from communique.search.planning import Plan, Planner

DOCUMENTS = 1000
MANY = [f"word{n}" for n in range(600)]


class Words:
    """An index of which only the frequencies are known."""

    def __init__(self, frequencies: Mapping[str, int], otherwise: int) -> None:
        self.frequencies, self.otherwise = frequencies, otherwise

    def values(self, name: str) -> tuple[str, ...]:
        return ("a-mfa", "b-mfa") if name == "issuer" else ()

    def documents(self) -> int:
        return DOCUMENTS

    def frequency(self, field: str, token: str) -> int:
        return self.frequencies.get(token, self.otherwise)


def plan(query: str, *, otherwise: int = DOCUMENTS, **frequencies: int) -> Plan:
    return Planner((analyser("xx"),), Words(frequencies, otherwise)).plan(parse(query).node, Filters(), all_words=False)


def parts(criterion: Criterion | None, kind: type[Criterion]) -> list[Criterion]:
    """Every criterion of a kind, at any depth."""
    if isinstance(criterion, AllOf | AnyOf):
        return [found for child in criterion.criteria for found in parts(child, kind)]
    if isinstance(criterion, Weighted):
        return parts(criterion.criterion, kind)
    return [criterion] if isinstance(criterion, kind) else []


def notes(of: Plan) -> str:
    return " | ".join(f"{note.column}: {note.message}" for note in of.notes)


def test_what_people_ask_is_searched_as_it_stands() -> None:
    for query in (
        '"one two three"',
        '"one two three four"~3',
        "a* b*",
        "one~2 two~1",
        '"one two" OR "three four"',
        " ".join(MANY[:32]),
    ):
        of = plan(query, otherwise=DOCUMENTS // 5)
        assert of.notes == (), query


def test_phrases_beyond_the_budget_are_searched_as_words() -> None:
    of = plan(" ".join(f'"{a} {b}"' for a, b in zip(MANY[:500:2], MANY[1:500:2])))
    assert 0 < len(parts(of.match, Together)) < 10
    assert parts(of.match, AnyToken)
    assert "more phrases, beginnings and spellings than one query may have" in notes(of)


def test_phrases_of_rare_words_cost_little() -> None:
    of = plan(" ".join(f'"{a} {b}"' for a, b in zip(MANY[:40:2], MANY[1:40:2])), otherwise=3)
    assert len(parts(of.match, Together)) == 20
    assert of.notes == ()


def test_demanded_phrases_beyond_the_budget_demand_their_words() -> None:
    of = plan(" AND ".join(f'"{a} {b}"' for a, b in zip(MANY[:100:2], MANY[1:100:2])))
    assert isinstance(of.match, AllOf)
    assert not parts(of.match, AnyOf)
    assert all(isinstance(child, AllOf | Together) for child in of.match.criteria)


def test_a_loose_phrase_of_frequent_words_compares_the_rarest_neighbours() -> None:
    of = plan('"one two three four"~10', one=900, two=950, three=400, four=300)
    kept = [pair.tokens for pair in parts(of.match, Together) if isinstance(pair, Together)]
    assert kept[0] == ("three", "four")
    assert len(kept) < 6
    assert {token for found in (*parts(of.match, Together), *parts(of.match, AnyToken)) for token in found.tokens} == {  # type: ignore[union-attr]
        "one", "two", "three", "four",
    }  # fmt: skip
    assert notes(of).startswith("1: the words of this phrase are in too many statements")


def test_spellings_and_beginnings_beyond_the_budget_are_words() -> None:
    of = plan(" ".join(f"{word}~2" for word in MANY[:500]))
    assert 0 < len(parts(of.match, Near)) < 10
    assert "from here on searched as words" in notes(of)


def test_of_many_frequent_words_the_rarest_are_searched() -> None:
    of = plan(" ".join(MANY), word7=1, word8=2)
    tokens = {criterion.tokens for criterion in parts(of.match, AnyToken) if isinstance(criterion, AnyToken)}
    assert {("word7"[:5],), ("word8"[:5],)} & tokens or len(tokens) < len(MANY)
    assert "rarest of them are searched" in notes(of)


def test_boosts_hide_no_frequent_word() -> None:
    of = plan(" ".join(f"{word}^2" for word in MANY[:500]))
    assert len(parts(of.match, AnyToken)) < 100


def test_nested_choices_between_frequent_words_become_words_side_by_side_under_the_same_filters() -> None:
    nested = "(" * 34 + MANY[0] + "".join(f" OR {MANY[n]}) AND {MANY[n + 100]}" for n in range(1, 35))
    of = plan(f"issuer:a-mfa AND NOT {MANY[500]} AND {nested}")
    assert isinstance(of.match, AllOf)
    assert HasValue("issuer", ("a-mfa",)) in of.match.criteria
    assert len(parts(of.match, AnyToken)) <= 32
    assert "more choices between frequent words" in notes(of)


def test_many_dates_are_searched_up_to_a_number() -> None:
    of = plan(" OR ".join(f"date:{year}-{month:02d}" for year in range(1980, 2000) for month in range(1, 13)))
    assert len(parts(of.match, Days)) == 100
    assert "240 dates: the first 100 of them" in notes(of)


def test_values_of_one_filter_are_one_question() -> None:
    of = plan("issuer:a-mfa OR issuer:b-mfa")
    assert of.match == AnyOf((HasValue("issuer", ("a-mfa", "b-mfa")),))


@pytest.mark.parametrize(
    ("query", "what"),
    [
        pytest.param('"' + "word " * 1999 + '"', "a phrase of more than 200 words", id="a page in quotes"),
        pytest.param('"' + "外交部发言人" * 1600 + '"', "a phrase of more than 200 words", id="one run of Chinese"),
    ],
)
def test_a_pasted_page_is_searched_by_its_beginning(query: str, what: str) -> None:
    of = plan(query)
    assert what in notes(of)
    (phrase,) = parts(of.match, Together)
    assert isinstance(phrase, Together)
    assert len(phrase.tokens) <= 201
