"""How much of what is found in English is found in another language: attributions and sentence acts other than STATE, by count.

    python training/pairs.py MODEL_DIR pairs.jsonl uk en [--net RUN/net.pt] [--first 12]

The file has one text in each language a line, under the languages' names.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path

import numpy as np
import torch
from measure import torch_network
from model import load_net

from communique.reading import frame
from communique.reading.encoder import Encoder
from communique.reading.network import Vectors
from communique.reading.network import load as load_network
from communique.reading.pieces import Pieces


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("model", type=Path)
    parser.add_argument("pairs", type=Path)
    parser.add_argument("langs", nargs=2)
    parser.add_argument("--net", type=Path)
    parser.add_argument("--first", type=int)
    parser.add_argument("--issuer", default="President of Ukraine")
    args = parser.parse_args()
    torch.set_num_threads(1)
    table = np.load(args.model / "embedding.npz")
    network = (
        torch_network(load_net(args.net), Pieces.load(args.model / "pieces.tsv"), Vectors(table["scales"], table["halves"]))
        if args.net
        else load_network(args.model)
    )
    reader = Encoder(network)
    found: dict[str, Counter[str]] = {}
    for line in args.pairs.read_text("utf-8").splitlines()[: args.first]:
        row = json.loads(line)
        for lang in args.langs:
            framed = frame.frame(row[lang], issuer=args.issuer, country=None, lang=lang, title=None)
            own = [(m.start, m.end) for m in framed.mentions if framed.is_issuer(m)]
            marked = reader.read(row[lang], framed.sentences, lang, own, [(m.start, m.end, m.kind) for m in framed.mentions])
            count = found.setdefault(lang, Counter())
            count["attributions"] += len(marked.relations)
            count["sentences"] += len(marked.sentences)
            count.update(m.act for m in marked.sentences)
    a, b = (found[lang] for lang in args.langs)
    for name in sorted(a | b):
        print(f"{name:14} {a[name]:5} {b[name]:5} {a[name] / max(b[name], 1):.2f}")
    acts = [sum(v for k, v in c.items() if k not in ("attributions", "sentences", "STATE")) for c in (a, b)]
    print(f"acts but STATE {acts[0]:5} {acts[1]:5} {acts[0] / max(acts[1], 1):.2f}")


if __name__ == "__main__":
    main()
