"""Protects the cutting of texts for the network: nothing is lost or longer than it may be; very long sentences are parted."""

from __future__ import annotations

import numpy as np
import pytest

from communique.reading.pieces import Pieces
from communique.reading.windows import LONGEST, PASSAGE, batches, passages, windows

PIECES = Pieces(["# header", "<s>\t0", "<pad>\t0", "</s>\t0", "<unk>\t0", "▁word\t-1", "▁\t-2", "word\t-2", ".\t-1"])


def _text(sentences: int, words: int) -> tuple[str, list[tuple[int, int]]]:
    one = " ".join(["word"] * words) + "."
    return " ".join([one] * sentences), [(n * (len(one) + 1), n * (len(one) + 1) + len(one)) for n in range(sentences)]


def test_all_words_are_in_the_passages() -> None:
    text, spans = _text(700, 9)
    found = list(passages(PIECES, text, spans, [], []))
    assert sum(len(p.starts) for p in found) == 7000
    assert all(len(p.ids) <= PASSAGE for p in found)
    assert [n for p in found for n in p.sentences] == list(range(700))


def test_a_sentence_of_twenty_thousand_words_is_parted() -> None:
    text, spans = _text(1, 20_000)
    found = list(passages(PIECES, text, spans, [], []))
    assert all(e - s <= LONGEST for p in found for u in range(len(p.units)) for s, e in [p.pieces(u)])
    assert {n for p in found for n in p.sentences} == {0}


def test_sentences_without_words_are_left_out() -> None:
    assert list(passages(PIECES, "   ", [(0, 3)], [], [])) == []


def test_marks_become_flags_of_their_words() -> None:
    text, spans = _text(1, 4)
    passage = next(passages(PIECES, text, spans, [(0, 4)], [(5, 14, "country"), (15, 19, "organisation")]))
    assert passage.flags.tolist() == [[1, 0, 0], [0, 1, 0], [0, 1, 0], [0, 0, 1], [0, 0, 0]]


@pytest.mark.parametrize("budget", [1, 12, 40, 10_000])
def test_windows_follow_each_other_and_keep_to_their_budget(budget: int) -> None:
    text, spans = _text(30, 9)
    passage = next(passages(PIECES, text, spans, [], []))
    cut = windows(passage, budget)
    assert [a for a, _ in cut] == [0, *(b for _, b in cut[:-1])]
    assert cut[-1][1] == len(passage.units)
    assert all(b - a == 1 or passage.pieces(a, b - 1)[1] - passage.pieces(a, b - 1)[0] <= budget for a, b in cut)


def test_batches_hold_each_row_once() -> None:
    lengths = np.random.default_rng(3).integers(1, 200, 300).tolist()
    found = list(batches(lengths, 900))
    assert sorted(n for rows in found for n in rows) == list(range(300))
    assert all(len(rows) * max(lengths[n] for n in rows) <= 900 for rows in found)
