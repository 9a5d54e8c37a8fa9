"""Protects offsets: every word equals its place in the text, in any script; nothing but white space lies between words."""

from __future__ import annotations

import itertools
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.reading.pieces import UNKNOWN, Pieces

TABLE = [
    "# header",
    "<s>\t0",
    "<pad>\t0",
    "</s>\t0",
    "<unk>\t0",
    "▁\t-4",
    "▁we\t-3",
    "▁deny\t-3",
    "▁de\t-4",
    "ny\t-4",
    "反对\t-2",
    "反\t-5",
    "对\t-5",
    "'\t-3",
    "s\t-3",
]
PIECES = Pieces(TABLE)


def _words(text: str) -> list[str]:
    return [text[w.start : w.end] for w in PIECES.words(text, 0, len(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("we deny it.", ["we", "deny", "it", "."]),
        ("Karvelia's “claims”", ["Karvelia", "'", "s", "“", "claims", "”"]),
        ("نرفض ادعاءاتِهم", ["نرفض", "ادعاءاتِهم"]),
        ("می\u200cگوید", ["می\u200cگوید"]),
        ("🙂🙂 ok", ["🙂", "🙂", "ok"]),
        ("cafe\u0301 e\u0301t", ["cafe\u0301", "e\u0301t"]),
        ("", []),
        (" \n\t", []),
    ],
    ids=["plain", "marks", "arabic with vowels", "persian joiner", "emoji", "decomposed", "empty", "space"],
)
def test_words_of(text: str, expected: list[str]) -> None:
    assert _words(text) == expected


def test_the_likeliest_pieces_are_taken() -> None:
    word = next(PIECES.words("deny", 0, 4))
    assert word.pieces == (6,)


def test_pieces_of_unspaced_writing_are_words() -> None:
    assert _words("我反对") == ["我", "反对"]


def test_unknown_letters_are_unknown_pieces() -> None:
    assert set(next(PIECES.words("ქ", 0, 1)).pieces) <= {UNKNOWN, 4}


def test_a_run_without_spaces_is_cut() -> None:
    words = list(PIECES.words("x" * 1000, 0, 1000))
    assert len(words) == 25
    assert all(w.end - w.start == 40 for w in words)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=80))
def test_words_cover_the_text_in_order(text: str) -> None:
    words = list(PIECES.words(text, 0, len(text)))
    assert all(w.pieces and w.start < w.end for w in words)
    assert all(a.end <= b.start for a, b in itertools.pairwise(words))
    between = "".join(text[a:b] for a, b in zip([0, *(w.end for w in words)], [*(w.start for w in words), len(text)]))
    assert not "".join(c for c in between if not c.isspace() and unicodedata.category(c) not in ("Cf", "Mn"))


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=40), st.integers(0, 20))
def test_a_part_of_the_text_gives_words_of_that_part(text: str, start: int) -> None:
    start = min(start, len(text))
    assert all(start <= w.start for w in PIECES.words(text, start, len(text)))
