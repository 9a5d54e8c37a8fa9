"""Protects the model's plain parts: blocks of 4 bits unfold to the weights they were, the numpy heads compute what they say."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from communique.errors import CommuniqueError
from communique.reading.network import WIDTH, Vectors, gelu, linear, load, recurrent


def test_blocks_unfold_low_halves_first() -> None:
    halves = np.zeros((2, 12, 16), np.uint8)
    halves[1, 0, 0] = 0x9F  # low half 15, high half 9
    rows = Vectors(np.full((2, 12), 0.5, np.float16), halves)(np.array([1, 0]))
    assert rows.shape == (2, WIDTH)
    assert (rows[0, 0], rows[0, 16], rows[0, 1]) == (3.5, 0.5, -4.0)
    assert (rows[1] == -4).all()


@pytest.mark.parametrize("x", [-6.0, -1.3, -0.01, 0.0, 0.7, 4.0])
def test_gelu_is_x_times_its_normal_share(x: float) -> None:
    assert math.isclose(float(gelu(np.array([x], np.float32))[0]), x * 0.5 * (1 + math.erf(x / 2**0.5)), abs_tol=2e-6)


def test_a_head_is_a_matrix_and_a_bias() -> None:
    heads = {"h.weight": np.array([[1, 2], [3, 4]], np.float32), "h.bias": np.array([1, 0], np.float32)}
    assert linear(heads, "h", np.array([[1, 1]], np.float32)).tolist() == [[4, 7]]


def test_a_recurrent_unit_sees_rows_before_and_behind_as_torch_computes_it() -> None:
    weights = {
        "weight_ih_l0": [[0.52, -0.44], [-0.19, 0.47], [-0.94, 0.6]], "weight_hh_l0": [[-0.21], [0.51], [0.14]],
        "bias_ih_l0": [-0.12, 0.28, 0.05], "bias_hh_l0": [0.37, -0.39, -0.07],
        "weight_ih_l0_reverse": [[-0.09, 0.14], [0.0, 0.87], [0.31, -0.37]], "weight_hh_l0_reverse": [[-0.6], [-0.17], [-0.43]],
        "bias_ih_l0_reverse": [-0.32, 0.05, 0.6], "bias_hh_l0_reverse": [0.54, -0.98, 0.62],
    }  # fmt: skip
    heads = {f"c.{name}": np.array(value, np.float32) for name, value in weights.items()}
    out = recurrent(heads, "c", np.array([[1, -2], [0.5, 3], [-1, 0]], np.float32))
    assert np.allclose(out, [[-0.754747, 0.913125], [-0.258983, 0.325050], [0.251668, 0.408804]], atol=1e-5)


def test_a_model_without_its_files_says_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(CommuniqueError, match="the model lacks model.json, pieces.tsv"):
        load(tmp_path)
