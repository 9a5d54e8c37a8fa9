"""The statistics of py3langid for the many samples of one text at once: the same answers for a part of the time.

py3langid goes through a sample byte by byte in Python, with tables so large that each step waits for memory. Here the states of
all bytes of all samples are brought to agree with those of the bytes before them, all at once and again until none changes.
What then stands is what the walk gives, whatever the automaton; as its n-grams are short, it takes few rounds.
"""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Callable, Iterable
from typing import Any


class Samples:
    """Samples that languages are asked of, and the beginning of each.

    Args:
        texts: the samples; one that py3langid would change before it reads it (capitals only, not NFC) is left to it.
        head: code points of a beginning.
        full: gives py3langid with all its languages; called when statistics are needed, for it weighs.
    """

    def __init__(self, texts: Iterable[str], head: int, full: Callable[[], Any]) -> None:
        self._head = head
        wanted = [t for t in dict.fromkeys(texts) if t and not t[:head].isupper() and unicodedata.is_normalized("NFC", t)]
        self._places = {text: 2 * place for place, text in enumerate(wanted)}  # its row; that of its beginning follows
        self._coded = [text.encode("utf-8", "surrogatepass") for text in wanted]
        self._full = full
        self._answers: dict[Any, list[tuple[str, float]]] = {}  # by model
        self._counted: tuple[Any, ...] = ()

    def classify(self, model: Any, sample: str, size: int) -> tuple[str, float]:
        """What `model.classify(sample[:size])` answers; `size` is that of a beginning, or of the sample."""
        place = self._places.get(sample)
        if place is None:
            label, sure = model.classify(sample[:size])
            return str(label), float(sure)
        if model not in self._answers:
            self._answers[model] = self._asked(model)
        return self._answers[model][place + (size < len(sample))]

    def _asked(self, model: Any) -> list[tuple[str, float]]:
        """The most likely label of each sample and beginning: naive Bayes, as py3langid reckons (Lui and Baldwin 2012)."""
        import numpy as np

        if not self._counted:
            self._counted = self._count()
        features, weights, rows, first, sizes = self._counted
        scores = np.zeros((len(sizes), len(model.nb_classes)), dtype=np.float32)
        if len(features):
            parts = model.nb_ptc[features] * weights[:, None]
            scores[rows] = np.add.reduceat(parts, first, axis=0) + model.nb_pc
        scores /= np.sqrt(sizes)[:, None]
        scores = np.exp(scores - scores.max(axis=1, keepdims=True))
        scores /= scores.sum(axis=1, keepdims=True)
        labels = model.nb_classes
        for again, label in enumerate(labels):  # a label in two scripts counts once
            if (before := labels.index(label)) != again:
                scores[:, before] += scores[:, again]
                scores[:, again] = 0
        best = scores.argmax(axis=1)
        return [(str(labels[at]), sure) for at, sure in zip(best.tolist(), scores.max(axis=1).tolist(), strict=True)]

    def _count(self) -> tuple[Any, ...]:
        """The features of every row with their weights, in the order of rows; rows that have any, and where; bytes of each."""
        import numpy as np

        found, ends = self._walk()
        starts = [0, *ends[:-1]]
        heads = [len(text[: self._head].encode("utf-8", "surrogatepass")) for text in self._places]
        pieces = [
            piece for at, end, size in zip(starts, ends, heads, strict=True) for piece in (found[at:end], found[at : at + size])
        ]
        sizes = np.array([len(piece) for piece in pieces], dtype=np.float32)
        every, rows = np.concatenate(pieces), np.repeat(np.arange(len(pieces)), sizes.astype(np.intp))
        told = every >= 0
        keys, counts = np.unique(rows[told] << 32 | every[told], return_counts=True)
        present, first = np.unique(keys >> 32, return_index=True)
        return keys & 0xFFFFFFFF, np.log1p(counts, dtype=np.float32), present, first, sizes

    def _walk(self) -> tuple[Any, list[int]]:
        """For each byte the feature that ends there, or -1; and where each sample ends."""
        import numpy as np

        rows, following, features = _tables(self._full())
        data = np.frombuffer(b"".join(self._coded), dtype=np.uint8).astype(np.intp)
        ends = np.cumsum([len(one) for one in self._coded])
        begin = [0, *ends[:-1].tolist()]
        states, at = np.zeros(len(data), dtype=np.intp), np.empty_like(data)
        while True:
            at[1:] = rows[states[:-1]]
            at[begin] = rows[0]
            new = following[at + data].astype(np.intp)
            if np.array_equal(new, states):
                return features[states], ends.tolist()
            states = new


@functools.lru_cache(maxsize=1)
def _tables(full: Any) -> tuple[Any, Any, Any]:
    """Where the row of each state begins, the states that follow, the feature of each state."""
    import numpy as np

    rows = np.asarray(full.tk_row, dtype=np.intp) << 8
    return rows, np.asarray(full.tk_nextmove), np.asarray(full.tk_output, dtype=np.intp)
