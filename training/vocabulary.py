"""Prunes the vocabulary: pieces that the texts named use, letters, and the likeliest pieces of four scripts up to a size.

    python training/vocabulary.py base.npz MODEL_DIR TEXTS... [--size 80000]

TEXTS: .jsonl files (every string in them counts) and folders (every .txt, .yaml, .tsv, .json, .html below).
Writes MODEL_DIR/pieces.tsv and MODEL_DIR/embedding.npz (4-bit blocks of the pieces kept, unchanged).
"""

from __future__ import annotations

import argparse
import json
import unicodedata
from collections import Counter
from pathlib import Path

import numpy as np

from communique.reading.pieces import Pieces

HEADER = "# piece\tscore: unigram vocabulary of multilingual-e5-small (MIT), pruned by training/vocabulary.py; the line is the id"
SCRIPTS = ("LATIN", "CYRILLIC", "ARABIC", "CJK")
SUFFIXES = {".txt", ".yaml", ".tsv", ".json", ".jsonl", ".html"}


def lines(pieces: list[str], scores: np.ndarray) -> list[str]:
    """The vocabulary as the file holds it."""
    return [HEADER, *(f"{piece}\t{score:.4f}" for piece, score in zip(pieces, scores))]


def _texts(names: list[str]) -> list[Path]:
    out: list[Path] = []
    for name in names:
        path = Path(name)
        out += sorted(p for p in path.rglob("*") if p.suffix in SUFFIXES) if path.is_dir() else [path]
    return out


def _text(path: Path) -> str:
    """What a file says; JSON with its escapes undone."""
    raw = path.read_text("utf-8", errors="replace")
    if path.suffix == ".json":
        return json.dumps(json.loads(raw), ensure_ascii=False)
    if path.suffix == ".jsonl":
        return "\n".join(json.dumps(json.loads(line), ensure_ascii=False) for line in raw.splitlines() if line.strip())
    return raw


def _script(piece: str) -> bool:
    letters = [char for char in piece if char.isalpha()]
    return all(unicodedata.name(char, "").startswith(SCRIPTS) for char in letters)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("base")
    parser.add_argument("model", type=Path)
    parser.add_argument("texts", nargs="+")
    parser.add_argument("--size", type=int, default=80_000)
    args = parser.parse_args()
    base = np.load(args.base)
    pieces, scores = [str(p) for p in base["pieces"]], base["scores"]
    clean = [p if "\t" not in p and "\n" not in p else "<control>" for p in pieces]
    full = Pieces(lines(clean, scores))
    used: Counter[int] = Counter()
    for path in _texts(args.texts):
        for word, times in Counter(_text(path).split()).items():
            for unit in full.words(" " + word, 0, len(word) + 1):
                for piece in unit.pieces:
                    used[piece] += times
    keep = set(range(4)) | set(used) | {i for i, p in enumerate(pieces) if len(p.strip("▁")) <= 1 and _script(p)}
    print(f"{len(keep)} pieces used or single characters")
    for number in np.argsort(-scores, kind="stable"):
        if len(keep) >= args.size:
            break
        if number > 3 and _script(pieces[number]):
            keep.add(int(number))
    kept = sorted(keep - {len(pieces) - 1})
    args.model.mkdir(parents=True, exist_ok=True)
    table = lines([clean[i] for i in kept], scores[kept])
    (args.model / "pieces.tsv").write_text("\n".join(table) + "\n", "utf-8")
    np.savez_compressed(args.model / "embedding.npz", scales=base["word_scales"][kept], halves=base["word_halves"][kept])
    print(f"{len(kept)} kept")


if __name__ == "__main__":
    main()
