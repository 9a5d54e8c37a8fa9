"""Scores of a network on annotated statements, with the baseline of holder rules.

    python training/measure.py MODEL_DIR dev.jsonl score_reading.py [--net RUN/net.pt] [--set name=value ...] [--out PRED.jsonl]

Without --net the exported ONNX model is measured.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from examples import frame, load
from holders import records
from model import Net, load_net

from communique.reading.encoder import Encoder
from communique.reading.network import ACTS, Network, Vectors
from communique.reading.network import load as load_network
from communique.reading.pieces import Pieces

SETTINGS: dict[str, Any] = json.loads((Path(__file__).parent / "settings.json").read_text("utf-8"))
HEADS = ("sentence", "context", "act", "whom", "mention", "whom_bias", "mention_bias", "holder")


def head_arrays(net: Net) -> dict[str, Any]:
    """The heads that run in numpy, by name."""
    state = net.state_dict()
    kept = {k: v for k, v in state.items() if k.split(".")[0] in HEADS or k == "holder_back"}
    return {k: v.detach().float().numpy() for k, v in kept.items()}


def torch_network(net: Net, pieces: Pieces, vectors: Vectors, settings: dict[str, Any] = SETTINGS) -> Network:
    """A network in training, as the reader knows it."""
    net.eval()

    def encode(*arrays: Any) -> Any:
        with torch.no_grad():
            return tuple(x.float().numpy() for x in net.encode(*map(torch.tensor, arrays)))

    def cues(*arrays: Any) -> Any:
        with torch.no_grad():
            return tuple(x.float().numpy() for x in net.cues(*map(torch.tensor, arrays)))

    return Network(pieces, vectors, encode, cues, head_arrays(net), settings, "sha256:training")


def predict(reader: Encoder, docs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The records of each statement; sentences as annotated."""
    out = []
    for doc in docs:
        issuer, actors = frame(doc, doc.get("lang") or "en")
        spans = [tuple(s["span"]) for s in doc["s"]]
        marked = reader.read(doc["text"], spans, doc.get("lang") or "en", issuer, [a[:3] for a in actors])
        out.append({"id": doc["id"], "records": records(marked, doc["text"], issuer, actors)})
    return out


def program(reader: Encoder, docs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The records of each statement as the program makes them: its own sentences, frame and holders."""
    from dataclasses import asdict

    from communique.reading import reading

    reading.reader = lambda *_: reader  # type: ignore[assignment]
    out = []
    for doc in docs:
        read = reading.read(doc["text"], issuer=doc["issuer"], lang=doc.get("lang") or "en", title=doc["title"])
        records = [dict(asdict(s), type="sentence") for s in read.sentences] + [
            dict(asdict(a), type="attribution") for a in read.attributions
        ]
        out.append({"id": doc["id"], "records": records})
    return out


def scorer(path: Path) -> Any:
    """score_reading.py as a module."""
    spec = importlib.util.spec_from_file_location("score_reading", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def short(scores: dict[str, Any]) -> dict[str, Any]:
    """The measures of the issue on one line."""
    names = (
        "misattribution",
        "over_attribution",
        "holder",
        "issuer_or_not",
        "stance",
        "nested_recall",
        "sentence_act_accuracy",
        "sentence_act_macro_f1",
        "deny_recall",
        "targets_f1",
    )
    return (
        {k: scores[k]["f1"] for k in ("AR_soft", "AR_exact", "cue_overlap", "content_exact")}
        | {"p": scores["AR_soft"]["p"], "r": scores["AR_soft"]["r"]}
        | {k: scores[k] for k in names}
    )


def evaluate(network: Network, docs: list[dict[str, Any]], path: Path) -> dict[str, Any]:
    """Measures on some statements."""
    return short(scorer(path).score(docs, predict(Encoder(network), docs)))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("model", type=Path)
    parser.add_argument("gold", type=Path)
    parser.add_argument("scorer", type=Path)
    parser.add_argument("--net", type=Path)
    parser.add_argument("--set", nargs="*", default=[])
    parser.add_argument("--out", type=Path)
    parser.add_argument("--program", action="store_true", help="with the program's own frame and holders")
    args = parser.parse_args()
    torch.set_num_threads(1)
    settings = dict(SETTINGS) | {k: json.loads(v) for k, v in (s.split("=", 1) for s in args.set)}
    if args.net:
        table = np.load(args.model / "embedding.npz")
        network = torch_network(
            load_net(args.net), Pieces.load(args.model / "pieces.tsv"), Vectors(table["scales"], table["halves"]), settings
        )
    else:
        network = replace(load_network(args.model), settings=settings)
    docs = load([args.gold])
    began = time.time()
    predicted = (program if args.program else predict)(Encoder(network), docs)
    took = time.time() - began
    if args.out:
        args.out.write_text("\n".join(json.dumps(p) for p in predicted), "utf-8")
    scores = scorer(args.scorer).score(docs, predicted)
    for k, v in scores.items():
        if not k.startswith("_"):
            print(f"{k:24} {v}")
    print(f"{sum(len(d['text'].split()) for d in docs) / took:.0f} words a second; acts {len(ACTS)}")


if __name__ == "__main__":
    main()
