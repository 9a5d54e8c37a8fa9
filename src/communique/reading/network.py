"""The model of the encoder reader: the embedding table, two onnxruntime sessions and the small heads that run in numpy."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from communique.errors import CommuniqueError
from communique.reading.decoding import Floats, sigmoid
from communique.reading.pieces import Pieces

ACTS = ("STATE", "ACCUSE", "DENY", "REJECT", "DEMAND", "THREATEN", "SUPPORT", "COMMIT", "EXPRESS", "ASK")
STANCES = ("+", "-", "0")
WIDTH = 384
BACK = 4  # a target may stand so many sentences before the sentence that is about it
HOLDER_BACK = 8  # and the name of a holder before his words

Encode = Callable[[Floats, Floats, NDArray[np.bool_]], tuple[Floats, Floats, Floats]]
Cues = Callable[[Floats, Floats, NDArray[np.bool_], Floats], tuple[Floats, Floats, Floats, Floats]]


@dataclass(frozen=True, slots=True)
class Network:
    """Everything that was trained.

    `encode`: vectors (B, L, 384), flags (B, L, 3), mask (B, L) -> states at the fork, states at the top, word scores (B, L, 10).
    `cues`: states (B, L, 384), marked (B, L), mask (B, L), first pieces (B, L) -> tags (B, L, 8), pointers (B, L, 6),
    null (B, 1), labels (B, 15).
    """

    pieces: Pieces
    vectors: Vectors
    encode: Encode
    cues: Cues
    heads: Mapping[str, Floats]
    settings: Mapping[str, Any]
    digest: str


class Vectors:
    """The embedding table in blocks of 32 weights of 4 bits, as the base has them; rows are unfolded when asked for."""

    def __init__(self, scales: NDArray[np.float16], halves: NDArray[np.uint8]) -> None:
        self._scales = scales
        self._halves = halves

    def __call__(self, ids: NDArray[np.int64]) -> Floats:
        """Rows of the pieces, shape (n, 384)."""
        halves = self._halves[ids]
        both = np.concatenate([halves & 15, halves >> 4], -1).astype(np.float32) - np.float32(8)
        out: Floats = (both * self._scales[ids].astype(np.float32)[..., None]).reshape(len(ids), WIDTH)
        return out


def load(folder: Traversable) -> Network:
    """The model in a folder (model.json, pieces.tsv, embedding.npz, heads.npz, encoder.onnx, branch.onnx).

    Raises:
        CommuniqueError: when a file is missing.
    """
    names = ("model.json", "pieces.tsv", "embedding.npz", "heads.npz", "encoder.onnx", "branch.onnx")
    missing = [name for name in names if not folder.joinpath(name).is_file()]
    if missing:
        raise CommuniqueError(f"reading: the model lacks {', '.join(missing)}. Install communique again.")
    raw = {name: folder.joinpath(name).read_bytes() for name in names}
    digest = hashlib.sha256()
    for name in names:
        digest.update(hashlib.sha256(raw[name]).digest())
    table = np.load(io.BytesIO(raw["embedding.npz"]))
    heads = np.load(io.BytesIO(raw["heads.npz"]))
    return Network(
        pieces=Pieces(raw["pieces.tsv"].decode("utf-8").rstrip("\n").split("\n")),
        vectors=Vectors(table["scales"], table["halves"]),
        encode=_session(raw["encoder.onnx"], ("vectors", "flags", "mask")),
        cues=_session(raw["branch.onnx"], ("states", "marked", "mask", "heads")),
        heads={name: heads[name].astype(np.float32) for name in heads.files},
        settings=json.loads(raw["model.json"]),
        digest=f"sha256:{digest.hexdigest()}",
    )


def _session(model: bytes, inputs: tuple[str, ...]) -> Any:
    """A session on one thread, as a function of arrays."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])

    def run(*arrays: NDArray[Any]) -> Any:
        feed = {name: array.astype(np.float32, copy=False) for name, array in zip(inputs, arrays)}
        return tuple(session.run(None, feed))

    return run


def linear(heads: Mapping[str, Floats], name: str, x: Floats) -> Floats:
    """x W^T + b of a head."""
    out: Floats = x @ heads[f"{name}.weight"].T + heads[f"{name}.bias"]
    return out


def recurrent(heads: Mapping[str, Floats], name: str, x: Floats) -> Floats:
    """What a gated recurrent unit (Cho et al. 2014, in the form of torch) makes of rows in order, forwards and backwards."""
    sides = []
    for side, rows in (("l0", x), ("l0_reverse", x[::-1])):
        inner, bias = heads[f"{name}.weight_hh_{side}"].T, heads[f"{name}.bias_hh_{side}"]
        given = rows @ heads[f"{name}.weight_ih_{side}"].T + heads[f"{name}.bias_ih_{side}"]
        size = inner.shape[0]
        state, out = np.zeros(size, np.float32), np.zeros((len(rows), size), np.float32)
        for at, row in enumerate(given):
            kept = state @ inner + bias
            reset, update = np.split(sigmoid(row[: 2 * size] + kept[: 2 * size]), 2)
            new = np.tanh(row[2 * size :] + reset * kept[2 * size :])
            out[at] = state = (1 - update) * new + update * state
        sides.append(out if side == "l0" else out[::-1])
    return np.concatenate(sides, -1)


def gelu(x: Floats) -> Floats:
    """x Phi(x), by the error function of Abramowitz and Stegun 7.1.26 (error below 2e-7)."""
    z = np.abs(x) * np.float32(0.70710678)
    t = 1 / (1 + np.float32(0.3275911) * z)
    poly = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))))
    erf = np.sign(x) * (1 - poly * np.exp(-z * z))
    out: Floats = (0.5 * x * (1 + erf)).astype(np.float32)
    return out
