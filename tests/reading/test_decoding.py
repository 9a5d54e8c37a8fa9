"""Protects the step from scores to spans: paths obey the tags' grammar, pointers decide ties, parents never form a circle."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.reading.decoding import log_odds, log_softmax, parents, pointed, runs, sigmoid, strongest, tag_paths


def _scores(*tags: int, states: int = 3) -> np.ndarray:
    """Scores that favour the tags given."""
    out = np.zeros((1, len(tags), states), np.float32)
    out[0, range(len(tags)), tags] = 5
    return out


def _path(scores: np.ndarray, leave: np.ndarray | None = None) -> list[int]:
    length = scores.shape[1]
    return tag_paths(scores, np.zeros_like(scores) if leave is None else leave, [length])[0].tolist()


def test_a_clear_path_is_followed() -> None:
    assert _path(_scores(0, 1, 2, 0, 1)) == [0, 1, 2, 0, 1]


def test_an_inside_never_follows_an_outside() -> None:
    assert _path(_scores(0, 2, 2, 0)) in ([0, 1, 2, 0], [0, 0, 0, 0])


def test_an_inside_never_follows_another_kind() -> None:
    path = _path(_scores(1, 4, 4, states=5))
    assert all(not (a != b and b == 4 and a not in (3, 4)) for a, b in zip([0, *path], path))


def test_the_place_of_the_end_is_weighed() -> None:
    scores = np.zeros((1, 4, 3), np.float32)
    scores[0, 0, 1] = scores[0, 1, 2] = 5
    leave = np.zeros_like(scores)
    scores[0, 2:, 1] = -1
    leave[0, 2, 1:] = 3
    assert _path(scores, leave) == [1, 2, 2, 0]


def test_words_behind_the_end_of_a_row_change_nothing() -> None:
    short = _scores(0, 1, 2)
    long = np.concatenate([short, np.full((1, 4, 3), 9, np.float32)], 1)
    assert tag_paths(long, np.zeros_like(long), [3])[0].tolist() == _path(short)


def test_empty_rows_have_empty_paths() -> None:
    nothing = np.zeros((2, 0, 3), np.float32)
    assert [len(p) for p in tag_paths(nothing, nothing, [0, 0])] == [0, 0]


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 9), st.integers(0, 10_000))
def test_the_best_path_is_as_good_as_any(words: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    scores, leave = rng.normal(size=(2, 1, words, 3)).astype(np.float32)
    leave[:, :, 0] = 0

    def worth(path: list[int]) -> float:
        total = sum(float(scores[0, t, tag]) for t, tag in enumerate(path))
        return total + sum(float(leave[0, t, tag]) for t, tag in enumerate(path) if tag and (t + 1 == words or path[t + 1] != 2))

    best = _path(scores, leave)
    for _ in range(30):
        other = rng.integers(0, 3, words).tolist()
        if all(b != 2 or a for a, b in zip([0, *other], other)):
            assert worth(best) >= worth(other) - 1e-4


@pytest.mark.parametrize(
    ("path", "kind", "expected"),
    [
        ([0, 1, 2, 0], 0, [(1, 3)]),
        ([1, 1, 2], 0, [(0, 1), (1, 3)]),
        ([3, 4, 0, 1], 1, [(0, 2)]),
        ([0, 0], 0, []),
    ],
    ids=["one", "two that touch", "second kind", "none"],
)
def test_runs_are_read_off_a_path(path: list[int], kind: int, expected: list[tuple[int, int]]) -> None:
    assert runs(path, kind) == expected


def test_a_pointer_to_nowhere_lowers_every_word() -> None:
    points = np.array([1.0, 2.0], np.float32)
    assert (log_odds(points, np.array([9.0], np.float32)) < log_odds(points)).all()


def test_log_odds_are_bounded() -> None:
    assert np.abs(log_odds(np.array([90.0, 0.0, -90.0], np.float32))).max() <= 6


def test_pointers_alone_give_a_run_off_the_cue() -> None:
    first = np.array([0, 0, 9, 0, 3, 0], np.float32)
    last = np.array([0, 0, 0, 0, 0, 4], np.float32)
    assert pointed(first, last, (1, 3)) == (4, 6)
    assert pointed(first[:2], last[:2], (0, 2)) is None


def test_the_strongest_run_wins() -> None:
    assert strongest([(0, 1), (2, 4)], np.array([2.5, 0, 1, 2], np.float32)) == (2, 4)
    assert strongest([], np.zeros(1, np.float32)) is None


def test_the_parent_is_the_smallest_content_around_the_cue() -> None:
    cues = [(1, 2), (4, 5), (7, 8)]
    contents = [[(2, 12)], [(5, 12)], [(8, 12)]]
    assert parents(cues, contents) == [None, 0, 1]


def test_two_contents_that_hold_each_other_make_no_circle() -> None:
    found = parents([(0, 1), (5, 6)], [[(3, 8)], [(0, 2)]])
    assert found == [None, 0]


def test_a_cue_in_the_gap_of_a_split_content_has_no_parent() -> None:
    assert parents([(4, 5), (0, 1)], [[(8, 9)], [(2, 4), (5, 9)]]) == [None, None]


def test_shares_and_chances() -> None:
    assert np.allclose(np.exp(log_softmax(np.array([[1.0, 2.0, 3.0]], np.float32))).sum(), 1)
    assert sigmoid(np.array([-1e5, 0, 1e5], np.float32)).tolist() == [0, 0.5, 1]
