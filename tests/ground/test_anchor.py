"""Protects the second promise: no claim without its words. An anchor proves itself on its text and never moves by guess."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.anchor import CONTEXT, carry, make, resolve
from communique.errors import AnchorError

any_text = st.text(alphabet=st.characters(), max_size=80)


@given(any_text, st.data())
def test_an_anchor_resolves_to_its_span_in_any_text(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    anchor = make(text, start, end)
    assert resolve(anchor, text) == (start, end)
    assert anchor.prefix + anchor.exact + anchor.suffix in text


@given(any_text, st.text(alphabet=st.characters(), min_size=1, max_size=5), st.data())
def test_an_anchor_never_resolves_in_another_text(text: str, more: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(text)))
    with pytest.raises(AnchorError):
        resolve(make(text, 0, len(text)), text[:at] + more + text[at:])


@given(st.text(st.sampled_from("ab "), max_size=40), st.text(st.sampled_from("ab "), max_size=20), st.data())
def test_a_carried_anchor_has_the_same_words(text: str, before: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    found = carry(make(text, start, end), before + text)
    if found is not None:
        assert found.exact == text[start:end]
        assert resolve(found, before + text) == (found.start, found.end)


@given(any_text, st.data())
def test_carrying_into_the_same_text_changes_nothing(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    anchor = make(text, start, end)
    assert carry(anchor, text) == (anchor if start < end else None)


@pytest.mark.parametrize(
    "span", [(-1, 2), (3, 2), (0, 5), (5, 5)], ids=["before the text", "turned round", "beyond its end", "behind it"]
)
def test_a_span_outside_the_text_is_refused(span: tuple[int, int]) -> None:
    with pytest.raises(AnchorError, match="lies outside a text of 4 characters"):
        make("text", *span)


def test_words_that_do_not_stand_there_are_named() -> None:
    anchor = make("the bridge", 4, 10)
    forged = type(anchor)(0, 6, anchor.exact, anchor.prefix, anchor.suffix, anchor.digest)
    with pytest.raises(AnchorError, match=r"the words at \[0, 6\) are not 'bridge'"):
        resolve(forged, "the bridge")


CARRIED = [
    ("moved by a paragraph", "We reject this claim.", "Updated.\nWe reject this claim.", "claim", 24),
    ("the one with the right context", "A denies this. B denies that.", "Now: A denies this. B denies that.", "denies", 7),
    ("gone", "We reject this claim.", "We regret this statement.", "claim", None),
]


@pytest.mark.parametrize(("old", "new", "words", "place"), [case[1:] for case in CARRIED], ids=[case[0] for case in CARRIED])
def test_an_anchor_is_carried_to_where_its_words_stand(old: str, new: str, words: str, place: int | None) -> None:
    at = old.index(words)
    found = carry(make(old, at, at + len(words)), new)
    assert (found.start if found else None) == place


def test_two_equally_good_places_are_none() -> None:
    text = "x" * CONTEXT + "word" + "y" * CONTEXT
    assert carry(make(text, CONTEXT, CONTEXT + 4), "a" * 50 + "word" + "a" * 10) is not None
    apart = "word" + "-" * 2 * CONTEXT
    assert carry(make("word", 0, 4), "?" + "word" + "-" * 200 + apart) is not None
    assert carry(make("-" * 40 + "word", 40, 44), "word" + "+" * 76 + "word") is None


@pytest.mark.parametrize(
    "text", ["мост", "جسر", "桥梁", "👩‍👩‍👧", "é"], ids=["Cyrillic", "Arabic", "Han", "joined emoji", "combining"]
)
def test_offsets_are_code_points(text: str) -> None:
    anchor = make(f"({text})", 1, 1 + len(text))
    assert anchor.exact == text
