"""Protects the encoder reader around its network: any text gives marks whose spans stand in it, the same each time, in linear memory.

The network is made up (fixed random matrices), so everything but its judgement is tested.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique import text as words_of
from communique.reading.encoder import Encoder
from communique.reading.network import ACTS, WIDTH, Network, Vectors
from communique.reading.pieces import Pieces
from communique.reading.reader import Marked

_LETTERS = "abcdefghijklmnopqrstuvwxyz.,:;'\"“”«»"
SETTINGS = {
    "version": 0, "languages": ["en", "zh"], "window": 80, "act_bias": {}, "stance_bias": [0, 0, 0],
    "cue_bias": 0.5, "cue_points": 0.5, "span_bias": 0.3, "issuer_bias": 0.0, "source_bias": 0.0, "branch_points": 0.5, "valid_issuer": 0.1, "valid_other": 0.1, "relation_target": 0.0,
    "target_bias": 0.0, "target_near": 0.0, "target_far": 0.0, "target_tagged": -1.0,
}  # fmt: skip


def _network() -> Network:
    rng = np.random.default_rng(7)
    table = [
        "# header",
        "<s>\t0",
        "<pad>\t0",
        "</s>\t0",
        "<unk>\t0",
        "▁\t-3",
        *(f"{c}\t-3" for c in _LETTERS),
        *(f"▁{c}\t-2" for c in _LETTERS),
    ]
    size = len(table) - 1
    token, tags, points, null, labels = (rng.normal(size=(WIDTH, n)).astype(np.float32) / 4 for n in (10, 8, 6, 1, 144))

    def encode(vectors: np.ndarray, flags: np.ndarray, mask: np.ndarray) -> tuple[np.ndarray, ...]:
        return vectors, vectors, vectors @ token

    def cues(states: np.ndarray, marked: np.ndarray, mask: np.ndarray, heads: np.ndarray) -> tuple[np.ndarray, ...]:
        pooled = (states * marked[..., None]).sum(1) / np.maximum(marked.sum(1, keepdims=True), 1)
        return states @ tags, states @ points, pooled @ null, pooled @ labels

    sizes = {
        "sentence": (256, 768),
        "act": (10, 256),
        "whom": (128, 256),
        "mention": (128, 384),
        "whom_bias": (5, 256),
        "mention_bias": (1, 384),
        "holder": (128, 384),
    }
    heads = {f"{n}.weight": rng.normal(size=s).astype(np.float32) / 9 for n, s in sizes.items()} | {
        f"{n}.bias": np.zeros(s[0], np.float32) for n, s in sizes.items()
    }
    heads["holder_back"] = np.zeros(9, np.float32)
    for side in ("l0", "l0_reverse"):
        heads[f"context.weight_ih_{side}"] = rng.normal(size=(384, 256)).astype(np.float32) / 9
        heads[f"context.weight_hh_{side}"] = rng.normal(size=(384, 128)).astype(np.float32) / 9
        heads |= {f"context.bias_{kind}_{side}": np.zeros(384, np.float32) for kind in ("ih", "hh")}
    vectors = Vectors(np.full((size, 12), 0.3, np.float16), rng.integers(0, 256, (size, 12, 16)).astype(np.uint8))
    return Network(Pieces(table), vectors, encode, cues, heads, SETTINGS, "sha256:" + "0" * 64)


READER = Encoder(_network())


def _read(text: str, issuer: Sequence[tuple[int, int]] = (), actors: Sequence[tuple[int, int, str]] = ()) -> Marked:
    return READER.read(text, list(words_of.sentences(text)), "en", issuer, actors)


def _check(text: str, marked: Marked) -> None:
    spans = list(words_of.sentences(text))
    assert [(m.start, m.end) for m in marked.sentences] == spans
    for number, r in enumerate(marked.relations):
        every = [r.cue, *r.content, *r.targets, *([r.source] if r.source else []), *(s for s, _ in r.like)]
        assert all(0 <= s < e <= len(text) and text[s:e] == text[s:e].strip() for s, e in every)
        assert r.content
        assert spans[r.sentence][0] <= r.cue[0] < r.cue[1] <= spans[r.sentence][1]
        assert r.act in ACTS
        assert r.stance in "+-0"
        assert r.parent != number
        if r.parent is not None:
            assert any(s <= r.cue[0] and r.cue[1] <= e for s, e in marked.relations[r.parent].content)
    for mark in marked.sentences:
        assert 0 <= mark.probability <= 1
        assert all(text[s:e].strip() for s, e in mark.targets)


SAMPLES = {
    "plain": "We reject the claims that our troops crossed the line. They said: “It is so.” It is not.",
    "unbalanced quotation marks": "He said \"we deny «all of it. They “repeat it. And 'so on.",
    "all capitals": "WE REJECT THE CLAIMS THAT KARVELIA MADE. WE DENY THEM.",
    "chinese": "我们坚决反对这一指责。发言人表示，该说法毫无根据。",
    "arabic": "ترفض كارفيليا ادعاءات تامرانيا. وقال المتحدث: هذا غير صحيح.",
    "emoji": "We 🙂 deny 👩‍👩‍👧 it. 🇺🇳",
    "decomposed": "Nous réfutons les allégations. E\u0301tat.",
    "list": "- one\n- two\n- three\n\n1. four\n2. five",
    "table": "a\tb\tc\n1\t2\t3",
    "poem": "Roses are red\nviolets are\nnot\n",
    "one mark": ".",
}


@pytest.mark.parametrize("text", SAMPLES.values(), ids=SAMPLES.keys())
def test_spans_stand_in_the_text(text: str) -> None:
    _check(text, _read(text))


def test_an_empty_text_has_no_marks() -> None:
    assert _read("") == Marked((), ())


def test_sentences_without_words_are_state_and_unsure() -> None:
    marked = READER.read(" \n ", [(0, 1)], None, [], [])
    assert (marked.sentences[0].act, marked.sentences[0].probability) == ("STATE", 0.0)


def test_the_same_text_gives_the_same_marks() -> None:
    text = " ".join(SAMPLES.values())
    assert _read(text) == _read(text) == Encoder(_network()).read(text, list(words_of.sentences(text)), "en", [], [])


def test_a_sentence_of_twenty_thousand_words_is_one_mark() -> None:
    text = "we deny all that " * 5000
    marked = READER.read(text, [(0, len(text) - 1)], "en", [], [])
    assert len(marked.sentences) == 1
    assert all(r.sentence == 0 for r in marked.relations)


def test_a_long_text_is_read_to_its_end() -> None:
    one = SAMPLES["plain"] + " "
    marked = _read(one * 400)
    _check(one * 400, marked)
    assert {r.sentence for r in marked.relations} - set(range(100))


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    text = words_of.clean(text)
    _check(text, _read(text, [(0, min(3, len(text)))] if text else [], [(4, 9, "country")] if len(text) > 9 else []))
