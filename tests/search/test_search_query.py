"""Protects the query language: what every piece means, that any string parses, and that printing a tree gives it back."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.query import FIELDS, And, Boost, DateRange, Everything, Field, Fuzzy, Node, Not, Or, Phrase, Prefix, Word
from communique.search import parse, unparse
from communique.search.parser import MOST_NOTES

NOW = "2026-03-31T12:00:00Z"


def bare(node: Node) -> Any:
    """A tree without its spans."""
    values = {f.name: getattr(node, f.name) for f in dataclasses.fields(node)}
    values["span"] = (0, 0)
    if "node" in values:
        values["node"] = bare(values["node"])
    if "nodes" in values:
        values["nodes"] = tuple(bare(child) for child in values["nodes"])
    return type(node)(**values)


S = (0, 0)
A, B, C = Word("a", S), Word("b", S), Word("c", S)


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        pytest.param("", Everything(S), id="nothing is everything"),
        pytest.param("*", Everything(S), id="a lone star too"),
        pytest.param("a", A, id="one word"),
        pytest.param("a b", Or((A, B), S, loose=True), id="words side by side are either, all first"),
        pytest.param("a AND b", And((A, B), S), id="and"),
        pytest.param("a && b", And((A, B), S), id="and as in programs"),
        pytest.param("a OR b", Or((A, B), S), id="or"),
        pytest.param("a || b", Or((A, B), S), id="or as in programs"),
        pytest.param("a or b", Or((A, Word("or", S), B), S, loose=True), id="operators are in capitals"),
        pytest.param("a OR b AND c", Or((A, And((B, C), S)), S), id="and binds closer than or"),
        pytest.param("(a OR b) AND c", And((Or((A, B), S), C), S), id="parentheses"),
        pytest.param("NOT a", Not(A, S), id="a lone not"),
        pytest.param("-a", Not(A, S), id="a lone minus"),
        pytest.param("NOT NOT a", A, id="not not"),
        pytest.param("a -b", And((A, Not(B, S)), S), id="minus beside a word"),
        pytest.param("a b -c", And((Or((A, B), S, loose=True), Not(C, S)), S), id="minus beside words"),
        pytest.param("a AND NOT b", And((A, Not(B, S)), S), id="and not"),
        pytest.param("a AND b c", Or((And((A, B), S), C), S, loose=True), id="an operation beside a word"),
        pytest.param('"a b"', Phrase("a b", S), id="phrase"),
        pytest.param("“a b”", Phrase("a b", S), id="phrase in typographic quotes"),
        pytest.param("«a b»", Phrase("a b", S), id="phrase in guillemets"),
        pytest.param("„a b“", Phrase("a b", S), id="phrase in low quotes"),
        pytest.param('"a b"~10', Phrase("a b", S, 10), id="phrase with slop"),
        pytest.param(r'"a \"b\""', Phrase('a "b"', S), id="quotes in a phrase"),
        pytest.param("pref*", Prefix("pref", S), id="beginning"),
        pytest.param("word~", Fuzzy("word", S, 1), id="spelling"),
        pytest.param("word~2", Fuzzy("word", S, 2), id="spelling, two edits"),
        pytest.param("a^2", Boost(A, 2.0, S), id="weight"),
        pytest.param("(a b)^0.5", Boost(Or((A, B), S, loose=True), 0.5, S), id="weight of several"),
        pytest.param('"a b"~3^2', Boost(Phrase("a b", S, 3), 2.0, S), id="weight of a phrase"),
        pytest.param("title:a", Field("title", A, S), id="title"),
        pytest.param("TITLE:a", Field("title", A, S), id="fields in any case"),
        pytest.param('title:"a b"', Field("title", Phrase("a b", S), S), id="phrase in the title"),
        pytest.param("title:(a b)", Field("title", Or((A, B), S, loose=True), S), id="words in the title"),
        pytest.param("title:a^3", Boost(Field("title", A, S), 3.0, S), id="weight of the title"),
        pytest.param("-title:a", Not(Field("title", A, S), S), id="not in the title"),
        pytest.param("title:-a", Not(Field("title", A, S), S), id="minus behind the field"),
        pytest.param(
            "a issuer:x-mfa", And((A, Field("issuer", Word("x-mfa", S), S)), S), id="a filter beside a word is demanded"
        ),
        pytest.param(
            "a tag:x tag:y",
            And((A, Or((Field("tag", Word("x", S), S), Field("tag", Word("y", S), S)), S)), S),
            id="filters of one name",
        ),
        pytest.param("country:AND", Field("country", Word("AND", S), S), id="an operator as a value"),
        pytest.param("date:2020", DateRange("2020", "2020", S), id="a year"),
        pytest.param("date:2020-9", DateRange("2020-09", "2020-09", S), id="a month"),
        pytest.param("date:[2020-09-27 TO 2020-11-10]", DateRange("2020-09-27", "2020-11-10", S), id="range"),
        pytest.param("date:[2020 TO *]", DateRange("2020", None, S), id="open range"),
        pytest.param("date:[2020..2021]", DateRange("2020", "2021", S), id="range with dots"),
        pytest.param("date:NOW", DateRange("2026-03-31", "2026-03-31", S), id="today"),
        pytest.param("date:NOW-1MONTH", DateRange("2026-02-28", None, S), id="since a month ago"),
        pytest.param("date:[NOW-2WEEKS TO NOW]", DateRange("2026-03-17", "2026-03-31", S), id="the last two weeks"),
        pytest.param("S/RES/822 U.N.", Or((Word("S/RES/822", S), Word("U.N.", S)), S, loose=True), id="symbols stay whole"),
        pytest.param("12:30", Word("12:30", S), id="a time is no field"),
        pytest.param("https://x.org/a", Word("https://x.org/a", S), id="an address is no field"),
        pytest.param(r"\AND", Word("AND", S), id="an escaped operator"),
        pytest.param(r"\-a", Word("-a", S), id="an escaped minus"),
        pytest.param('צה"ל', Word('צה"ל', S), id="a quote inside a Hebrew word"),
        pytest.param("cease-fire", Word("cease-fire", S), id="a hyphen is no minus"),
        pytest.param("- a", A, id="a dash is no minus"),
    ],
)
def test_a_query_means(text: str, tree: Node) -> None:
    found = parse(text, now=NOW)
    assert bare(found.node) == bare(tree)
    assert found.notes == ()


@pytest.mark.parametrize(
    ("text", "printed", "columns", "message"),
    [
        pytest.param("a AND", "a", [3], "AND has nothing after it", id="dangling and"),
        pytest.param("OR a", "a", [1], "OR has nothing before it", id="leading or"),
        pytest.param("a AND AND b", "a AND b", [7], "AND stands beside another operator", id="two operators"),
        pytest.param("a OR AND b", "a OR b", [6], "AND has nothing before it", id="operators in a row"),
        pytest.param("AND OR NOT", r"\AND \OR \NOT", [1], "only operators", id="only operators"),
        pytest.param("(a b", "a b", [1], "`(` is never closed", id="open parenthesis"),
        pytest.param("a)", "a", [2], "`)` closes nothing", id="stray parenthesis"),
        pytest.param("() a", "a", [1], "`()` holds nothing", id="empty parentheses"),
        pytest.param('a "b c', 'a "b c"', [3], "the quote is never closed", id="open quote"),
        pytest.param('"" a', "a", [1], "a phrase without words", id="empty phrase"),
        pytest.param("foo:bar", "foo bar", [1], "no field `foo`", id="unknown field"),
        pytest.param("title: a", "title: a".replace(": ", r"\: "), [], "", id="a field without value is a word"),
        pytest.param("date:yesterday", "yesterday", [6], "is no date", id="no date"),
        pytest.param("date:2020-13", "2020-13", [6], "is no date", id="no month"),
        pytest.param("date:[a TO b]", "a b", [6], "a range is", id="no range"),
        pytest.param("issuer:[a TO b]", "a b", [8], "only understood after `date:`", id="range of something else"),
        pytest.param("date:(2020)", "2020", [1], "`date:` needs a date", id="date in parentheses"),
        pytest.param("title:(issuer:a b)", "b AND issuer:a", [1], "searched on its own", id="field in a field"),
        pytest.param("word~7", "word~2", [1], "up to 2 edits", id="too many edits"),
        pytest.param("cl*im", r"cl\*im", [1], "only understood at the end", id="star inside"),
        pytest.param("😀 a", "a", [1], "holds no word", id="emoji"),
        pytest.param("😀", "NOT *", [1, 1], "nothing is searched", id="only emoji"),
        pytest.param("???", "NOT *", [1], "nothing is searched", id="only punctuation"),
        pytest.param('"', "NOT *", [1, 1, 1], "never closed", id="lone quote"),
        pytest.param("\x00\x07", "NOT *", [1, 1], "holds no word", id="control characters"),
        pytest.param("\ud800 a", "a", [1], "holds no word", id="lone surrogate"),
    ],
)
def test_what_was_not_understood_is_said_with_its_column(text: str, printed: str, columns: list[int], message: str) -> None:
    found = parse(text, now=NOW)
    assert unparse(found.node) == printed
    assert [note.column for note in found.notes] == columns
    assert message in " ".join(note.message for note in found.notes)


def test_spans_point_at_what_was_typed() -> None:
    text = '  mercenaries AND title:"joint statement"~2  -date:[2020 TO 2021]'
    node = parse(text).node
    assert isinstance(node, And)
    assert text[slice(*node.nodes[0].span)] == 'mercenaries AND title:"joint statement"~2'
    assert text[slice(*node.nodes[1].span)] == "-date:[2020 TO 2021]"


def test_a_long_query_is_read_as_far_as_said() -> None:
    found = parse("word " * 3000)
    assert found.notes[0].column == 10_001
    assert "only the first 10000" in found.notes[0].message


def test_deep_parentheses_and_many_faults_are_no_failure() -> None:
    found = parse("(" * 5000 + "a" + ")" * 4000)
    assert "a" in unparse(found.node)
    assert len(found.notes) == MOST_NOTES
    assert "more like these" in found.notes[-1].message


def test_words_that_name_fields_and_urls_do_not_hide_each_other() -> None:
    assert parse("see https://example.org/x title:b").notes == ()


@given(st.text())
def test_any_string_parses_and_prints_back(text: str) -> None:
    node = parse(text, now=NOW).node
    assert bare(parse(unparse(node), now=NOW).node) == bare(node)


PIECES = [
    "a",
    "AND",
    "OR",
    "NOT",
    "-",
    "(",
    ")",
    '"',
    "«",
    "»",
    "~",
    "~2",
    "*",
    "^2",
    ":",
    "title:",
    "date:",
    "issuer:",
    "holder:",
    "layer:",
    "[",
    "]",
    " TO ",
    "2020",
    "\\",
    " ",
    " ",
]


@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
def test_any_arrangement_of_syntax_parses_and_prints_back(text: str) -> None:
    node = parse(text, now=NOW).node
    assert bare(parse(unparse(node), now=NOW).node) == bare(node)
    assert 0 <= node.span[0] <= node.span[1] <= max(len(text), node.span[1])


SIMPLE = ["a", "b-c", "AND", '"', '"a b"', "*", "~", "~1", "~3", "-", " ", " ", "\u3000", "é", "!", "«", "\\"]


@given(st.one_of(st.lists(st.sampled_from(SIMPLE), max_size=12).map("".join), st.text()).filter(lambda t: not set("()") & set(t)))
def test_the_short_way_for_plain_queries_makes_the_tree_of_the_parser(text: str) -> None:
    """In parentheses a query takes the long way; an open quote or backslash would take the parenthesis along."""
    closed = parse(f"({text} )", now=NOW)
    if not any("never closed" in note.message or "holds nothing" in note.message for note in closed.notes):
        assert bare(parse(text, now=NOW).node) == bare(closed.node) or isinstance(parse(text, now=NOW).node, Everything | Not)


def trees() -> st.SearchStrategy[Node]:
    """Trees as a person could have typed them."""
    text = (
        st.text(st.characters(exclude_categories=("Zs", "Zl", "Zp", "Cc", "Cs")), max_size=8)
        .map(lambda t: "x" + t)
        .filter(lambda t: not any(c.isspace() for c in t))
    )
    leaf: st.SearchStrategy[Node] = st.one_of(
        st.builds(Word, text, st.just(S)),
        st.builds(Prefix, text, st.just(S)),
        st.builds(Fuzzy, text, st.just(S), st.sampled_from([1, 2])),
        st.builds(Phrase, text, st.just(S), st.sampled_from([0, 3])),
    )

    def grown(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
        several = st.lists(inner, min_size=2, max_size=3).map(tuple)
        return st.one_of(
            st.builds(And, several, st.just(S)),
            st.builds(Or, several, st.just(S)),
            st.builds(Or, several, st.just(S), st.just(True)),
            st.builds(Boost, inner, st.sampled_from([0.5, 2.0, 3.25]), st.just(S)),
        )

    return st.recursive(leaf, grown, max_leaves=8)


@given(trees())
def test_any_tree_of_words_prints_and_parses_back(node: Node) -> None:
    assert bare(parse(unparse(node)).node) == node


@given(st.sampled_from([f for f in FIELDS if f != "date"]), trees().filter(lambda n: not isinstance(n, Boost)))
def test_fields_print_and_parse_back(name: str, inner: Node) -> None:
    node = Field(name, inner, S)
    assert bare(parse(unparse(node)).node) == node
