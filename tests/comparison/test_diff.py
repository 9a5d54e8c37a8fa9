"""Protects the word-level difference: its steps spell both texts, read like an editor's marks, and stay bounded on any input."""

from __future__ import annotations

import random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from communique.comparison import align, classify, diff
from communique.model import Edit, StatedDate, Version

FIRST = "The Ministry of Foreign Affairs of Karvelia strongly condemns the shelling of Vesmar."
SECOND = "According to the information received, 12 civilians were wounded and the hospital was damaged."
THIRD = "We call on Tamrania to respect the ceasefire that the parties agreed in Lennmark."
WORDS = [
    "the",
    "a",
    "ceasefire",
    "condemns",
    "12",
    ",",
    ".",
    " ",
    "\n",
    "\n\n",
    "外交部",
    "ก็",
    "می‌کند",
    "é",
    "e\u0301",
    "\U0001f1e6",
    "**",
    "[x](y)",
    "Views: 3",
]
anything = st.one_of(st.text(max_size=80), st.lists(st.sampled_from(WORDS), max_size=40).map("".join))


def check_spelling(a: str, b: str, edit: Edit) -> None:
    """The laws of opcodes: no hole, no neighbour alike, nothing empty, both texts spelled."""
    i = j = 0
    before = None
    for op, a0, a1, b0, b1 in edit.opcodes:
        assert (a0, b0) == (i, j)
        assert {
            "equal": a1 > a0 and b1 > b0,
            "delete": a1 > a0 and b1 == b0,
            "insert": a1 == a0 and b1 > b0,
            "replace": a1 > a0 and b1 > b0,
        }[op]
        assert op != "equal" or a[a0:a1] == b[b0:b1]
        assert (op == "equal") != (before == "equal") or before is None
        i, j, before = a1, b1, op
    assert (i, j) == (len(a), len(b))


@given(anything, anything)
@example("a\n", "a")
@example("P one\nP two", "P one P two")
@settings(max_examples=300, deadline=None)
def test_opcodes_spell_both_texts(a: str, b: str) -> None:
    edit = diff(a, b)
    check_spelling(a, b, edit)
    assert 0.0 <= edit.similarity <= 1.0
    assert (edit.edit == "same") == (a == b)
    for move in edit.moved:
        assert a[move.a0 : move.a1].strip() == b[move.b0 : move.b1].strip()


@given(st.lists(st.sampled_from([FIRST, SECOND, THIRD, "", "Updated: 3 May 2024", "short"]), max_size=12), st.randoms())
@settings(max_examples=200, deadline=None)
def test_opcodes_spell_both_texts_when_paragraphs_wander(paragraphs: list[str], rng: random.Random) -> None:
    other = paragraphs[:]
    rng.shuffle(other)
    a, b = "\n".join(paragraphs), "\n".join(other[: rng.randint(0, len(other))])
    check_spelling(a, b, diff(a, b))


@given(anything, anything)
@settings(max_examples=100, deadline=None)
def test_the_difference_is_the_same_every_time(a: str, b: str) -> None:
    assert diff(a, b) == diff(a, b)


def marks(a: str, b: str) -> list[tuple[str, str]]:
    """What was changed: (old, new)."""
    return [(a[o.a0 : o.a1], b[o.b0 : o.b1]) for o in diff(a, b).opcodes if o.op != "equal"]


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        pytest.param(FIRST, FIRST.replace("strongly ", ""), [("strongly ", "")], id="one word less"),
        pytest.param(FIRST, FIRST.replace("Vesmar", "Tolmere"), [("Vesmar", "Tolmere")], id="one word other"),
        pytest.param("The cat. It ran.", "The cat. The dog sat. It ran.", [("", "The dog sat. ")], id="a sentence more"),
        pytest.param(f"{FIRST}\n{THIRD}", f"{FIRST}\n{SECOND}\n{THIRD}", [("", SECOND + "\n")], id="a paragraph more"),
        pytest.param(f"{FIRST}\n{SECOND}", FIRST, [("\n" + SECOND, "")], id="the last paragraph less"),
        pytest.param("One text\nTwo texts", "One text Two texts", [("\n", " ")], id="two paragraphs joined"),
        pytest.param("on 3 May 2024", "on 3 June 2024", [("May", "June")], id="a month"),
        pytest.param("of 1,200 men", "of 1,300 men", [("1,200", "1,300")], id="a number is one word"),
        pytest.param("at 10.03.2024.", "at 11.03.2024.", [("10.03.2024", "11.03.2024")], id="a date is one word"),
        pytest.param("they don't say", "they can't say", [("don't", "can't")], id="a contraction is one word"),
        pytest.param("an H1N1 case", "an H5N1 case", [("H1N1", "H5N1")], id="letters and figures"),
        pytest.param("外交部发言人强烈谴责", "外交部发言人谴责", [("强烈", "")], id="Chinese by character"),
        pytest.param("กระทรวงประณามอย่างรุนแรง", "กระทรวงประณาม", [("อย่างรุนแรง", "")], id="Thai by character"),
        pytest.param("हमले की कड़ी निंदा", "हमले की निंदा", [("कड़ी ", "")], id="Hindi by word"),
        pytest.param("او می‌گوید", "او نمی‌گوید", [("می‌گوید", "نمی‌گوید")], id="Persian joiner inside a word"),
        pytest.param(
            "We met, and spoke.", "We came; but left.", [("met, and spoke", "came; but left")], id="no crumbs of punctuation"
        ),
        pytest.param(
            "They met in Geneva, agreed on the text of a peace plan.",
            "Nobody came to Vienna or signed the draft of any war plan.",
            [("They met in Geneva, agreed on the text of a peace", "Nobody came to Vienna or signed the draft of any war")],
            id="no crumbs of words",
        ),
        pytest.param(
            "[it](https://a.example/x-1)",
            "[it](https://a.example/x-2)",
            [("https://a.example/x-1", "https://a.example/x-2")],
            id="an address is one word",
        ),
        pytest.param("cafe", "café", [("cafe", "café")], id="an accent changes the word"),
        pytest.param("", "new", [("", "new")], id="from nothing"),
        pytest.param("old", "", [("old", "")], id="to nothing"),
    ],
)
def test_changes_read_like_an_editors_marks(a: str, b: str, expected: list[tuple[str, str]]) -> None:
    assert marks(a, b) == expected


def test_a_moved_paragraph_is_named_and_its_words_count_as_kept() -> None:
    a, b = "\n".join([FIRST, SECOND, THIRD]), "\n".join([THIRD, FIRST, SECOND])
    edit = diff(a, b)
    assert [(a[m.a0 : m.a1], b[m.b0 : m.b1]) for m in edit.moved] == [(THIRD, THIRD)]
    assert edit.similarity == 1.0
    assert edit.edit == "substantive"
    assert edit.notes[0] == "1 paragraph moved"


def test_the_longer_of_two_swapped_paragraphs_stays_in_place() -> None:
    short = "A shorter paragraph stands here."
    edit = diff(f"{short}\n{SECOND}", f"{SECOND}\n{short}")
    assert [m.a1 - m.a0 for m in edit.moved] == [len(short)]


def test_a_repeated_paragraph_is_not_called_moved() -> None:
    a = "\n".join([FIRST, SECOND, FIRST, SECOND])
    assert diff(a, a.replace("12", "13", 1)).moved == ()
    assert diff(a, "\n".join([FIRST, SECOND, FIRST])).moved == ()


@pytest.mark.parametrize(
    ("a", "b", "similarity"),
    [
        ("a b c d", "a b c d", 1.0),
        ("a b c d", "a b x d", 0.75),
        ("a b", "c d", 0.0),
        ("a b", "", 0.0),
        ("", "", 1.0),
        (".", "!", 1.0),
        ("东西", "东北", 0.5),
    ],
)
def test_similarity_is_the_share_of_words_kept(a: str, b: str, similarity: float) -> None:
    assert diff(a, b).similarity == similarity


@pytest.mark.parametrize(
    ("a", "b"),
    [
        pytest.param("a b " * 400, "b a " * 300 + "c", id="few words, often"),
        pytest.param(
            "\n".join(f"line {i}" for i in range(300)), "\n".join(f"line {i}" for i in reversed(range(300))), id="turned round"
        ),
        pytest.param("word " * 500, "\n".join(["word"] * 500), id="one line to many"),
        pytest.param(" ".join(map(str, range(900))), " ".join(map(str, range(450, 1300))), id="overlapping"),
    ],
)
def test_what_is_too_large_to_align_is_still_spelled(monkeypatch: pytest.MonkeyPatch, a: str, b: str) -> None:
    monkeypatch.setattr(align, "LIMIT", 10_000)
    edit = diff(a, b)
    check_spelling(a, b, edit)
    assert edit.edit in ("substantive", "minor")


@pytest.mark.parametrize(
    "unit", ["[", "(", "_ ", "\u00a0", " ", "\t", "[a](", "#\n", "<a", "|", "-", "`", ". ", "\\", "www.", "1 ", "=", "> "]
)
def test_no_pattern_of_marks_makes_it_slow(unit: str) -> None:
    a, b = unit * (60_000 // len(unit)), unit * (60_000 // len(unit) - 7) + "x"
    check_spelling(a, b, diff(a, b))


def version(text: str, title: str | None = "Statement", date: str | None = "2024-05-03") -> Version:
    stated = StatedDate(date, "day", "dateline", date) if date else None
    return Version("v", "s", text, title, stated, "en", None, None, None, (), (), (), {}, {}, "", True, "test")


@pytest.mark.parametrize(
    ("before", "after", "kind", "note"),
    [
        pytest.param(version(FIRST), version(FIRST), "same", None, id="nothing"),
        pytest.param(version(FIRST), version(FIRST.replace("strongly ", "")), "substantive", 'removed: "strongly"', id="text"),
        pytest.param(version(FIRST), version(FIRST, "Commentary"), "substantive", "title: Statement -> Commentary", id="title"),
        pytest.param(version(FIRST), version(FIRST, "Statment"), "minor", "title: Statement -> Statment", id="title misspelled"),
        pytest.param(version(FIRST), version(FIRST, None), "substantive", "title: Statement -> none", id="title gone"),
        pytest.param(
            version(FIRST), version(FIRST, date="2024-05-04"), "substantive", "date: 2024-05-03 -> 2024-05-04", id="date"
        ),
        pytest.param(version(FIRST), version(FIRST, date=None), "substantive", "date: 2024-05-03 -> none", id="date gone"),
        pytest.param(version(FIRST), version(FIRST + "\nViews: 3"), "rolling", "counter added: Views: 3", id="counter"),
    ],
)
def test_versions_are_judged_by_title_date_and_text(before: Version, after: Version, kind: str, note: str | None) -> None:
    edit = classify(before, after)
    assert edit.edit == kind
    assert (note in edit.notes) if note else edit.notes == ()
    check_spelling(before.text, after.text, edit)


def test_regenerating_the_date_words_changes_nothing() -> None:
    import runpy
    from importlib import resources
    from pathlib import Path

    babel = pytest.importorskip("babel.core")
    text = resources.files("communique.resources").joinpath("comparison/date_words.txt").read_text("utf-8")
    if f"CLDR {babel.get_cldr_version()};" not in text:
        pytest.skip("date_words.txt was generated from another version of the CLDR than the babel installed here has")
    script = Path(__file__).resolve().parents[2] / "tools/comparison/date_words.py"
    assert runpy.run_path(str(script))["render"]() == text
