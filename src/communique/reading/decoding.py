"""From scores to spans: constrained best paths, pointers, parents. Pure functions on arrays; places are words."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Run = tuple[int, int]  # [first, behind the last) word

_NEVER = np.float32(-1e9)
_FIRMEST = 6.0  # pointers count so many log odds at most


def tag_paths(scores: Floats, leave: Floats, lengths: Sequence[int]) -> list[NDArray[np.int64]]:
    """The best path of BIO tags through each row (Viterbi 1967).

    `scores` (rows, words, 1 + 2 k): outside, then begin and inside of k kinds; `leave` the same shape: what it adds to end a
    run behind that word. A word inside a run follows one of the same kind.
    """
    rows, words, states = scores.shape
    if not words:
        return [np.zeros(0, np.int64) for _ in lengths]
    goes_on = np.zeros((states, states), bool)
    for inside in range(2, states, 2):
        goes_on[inside - 1, inside] = goes_on[inside, inside] = True
    barred = np.zeros((states, states), np.float32)
    barred[:, 2::2] = np.where(goes_on[:, 2::2], np.float32(0), _NEVER)
    behind = np.arange(words)[None, :] >= np.asarray(lengths)[:, None]
    scores = np.where(behind[..., None], np.float32(0), scores)
    best = scores[:, 0].copy()
    best[:, 2::2] = _NEVER
    back = np.zeros((rows, words, states), np.int64)
    for at in range(1, words):
        step = best[:, :, None] + barred[None] + np.where(goes_on[None], np.float32(0), leave[:, at - 1, :, None])
        back[:, at] = step.argmax(1)
        new = np.take_along_axis(step, back[:, at][:, None], 1)[:, 0] + scores[:, at]
        best = np.where(behind[:, at][:, None], best, new)
    out = []
    for row, length in enumerate(lengths):
        path = np.zeros(length, np.int64)
        if length:
            path[-1] = int((best[row] + leave[row, length - 1]).argmax())
        for at in range(length - 1, 0, -1):
            path[at - 1] = back[row, at, path[at]]
        out.append(path)
    return out


def runs(path: Sequence[int] | NDArray[np.int64], kind: int) -> list[Run]:
    """The runs of one kind (0, 1, ...) on a path of tags."""
    begin, inside = 1 + 2 * kind, 2 + 2 * kind
    out: list[Run] = []
    for at, tag in enumerate(path):
        if tag == begin:
            out.append((at, at + 1))
        elif tag == inside and out and out[-1][1] == at:
            out[-1] = (out[-1][0], at + 1)
    return out


def log_odds(points: Floats, null: Floats | None = None) -> Floats:
    """Scores of the words of one row as log odds that the pointer falls there; `null` is the score of falling nowhere."""
    every = points if null is None else np.concatenate([points, np.reshape(null, (1,)).astype(points.dtype)])
    share = np.exp(every - every.max())
    share /= share.sum()
    part = np.clip(share[: len(points)], 1e-6, 1 - 1e-6)
    out: Floats = np.clip(np.log(part) - np.log1p(-part), -_FIRMEST, _FIRMEST).astype(np.float32)
    return out


def log_softmax(scores: Floats) -> Floats:
    """Along the last axis."""
    shifted = scores - scores.max(-1, keepdims=True)
    out: Floats = shifted - np.log(np.exp(shifted).sum(-1, keepdims=True))
    return out


def sigmoid(score: Floats) -> Floats:
    """1 / (1 + exp(-x)), safe for large x."""
    out: Floats = 0.5 * (1 + np.tanh(0.5 * score))
    return out


def strongest(found: Sequence[Run], weight: Floats) -> Run | None:
    """The run with the greatest sum of weights; None when there is none."""
    return max(found, key=lambda run: (float(weight[run[0] : run[1]].sum()), -run[0]), default=None)


def pointed(first: Floats, last: Floats, barred: Run) -> Run | None:
    """The likeliest run by its first and last word alone, off the barred words; None when no word is left."""
    best: tuple[float, Run] | None = None
    for low, high in ((0, barred[0]), (barred[1], len(first))):
        if high <= low:
            continue
        start = low + int(first[low:high].argmax())
        stop = start + int(last[start:high].argmax())
        score = float(first[start] + last[stop])
        if best is None or score > best[0]:
            best = (score, (start, stop + 1))
    return best[1] if best else None


def parents(cues: Sequence[Run], contents: Sequence[Sequence[Run]]) -> list[int | None]:
    """For each cue the smallest other content that holds it and is larger than the cue's own content; never a circle."""
    sizes = [sum(e - s for s, e in content) for content in contents]
    spans = sorted((s, e, number) for number, content in enumerate(contents) for s, e in content)
    out: list[int | None] = [None] * len(cues)
    open_: list[tuple[int, int, int]] = []
    nexts = 0
    for number in sorted(range(len(cues)), key=lambda n: cues[n]):
        start, end = cues[number]
        while nexts < len(spans) and spans[nexts][0] <= start:
            open_.append(spans[nexts])
            nexts += 1
        open_ = [span for span in open_ if span[1] > start]
        holding = [n for s, e, n in open_ if e >= end and n != number and sizes[n] > sizes[number]]
        out[number] = min(holding, key=lambda n: (sizes[n], n), default=None)
    return out
