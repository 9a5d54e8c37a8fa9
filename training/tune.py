"""Chooses the settings of decoding on annotated statements, one after another, and writes them to settings.json.

    python training/tune.py RUN/net.pt MODEL_DIR dev.jsonl score_reading.py [--write] [--rounds 1]

The worth of a setting is the sum of all measures, what they lack to their floors (tests/floors.json) counted six times.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from examples import load
from measure import SETTINGS, predict, program, scorer, short, torch_network
from model import load_net

from communique.reading.encoder import Encoder
from communique.reading.network import Network, Vectors
from communique.reading.network import load as load_network
from communique.reading.pieces import Pieces

GRID: list[tuple[str, list[Any]]] = [
    ("issuer_bias", [-2.0, -1.5, -1.0, -0.5, 0.0]),
    ("cue_bias", [0.5, 1.0, 1.5, 2.0]),
    ("valid_issuer", [0.2, 0.35, 0.5, 0.65]),
    ("valid_other", [0.15, 0.3, 0.45, 0.6]),
    ("act_bias.DENY", [-0.5, 0.0, 0.5, 1.0, 1.5, 2.0, 2.5]),
    ("act_bias.REJECT", [-0.5, 0.0, 0.5, 1.0, 1.5, 2.0]),
    ("act_bias.THREATEN", [-1.0, -0.5, 0.0, 0.5, 1.0, 1.5, 2.0]),
    ("act_bias.STATE", [-0.4, 0.0, 0.4]),
    *((f"act_bias.{act}", [-0.4, 0.0, 0.4]) for act in ("ACCUSE", "COMMIT", "SUPPORT", "DEMAND", "EXPRESS")),
    ("target_near", [-0.5, 0.0, 0.5, 1.0, 1.5]),
    ("target_far", [-0.5, 0.0, 0.5, 1.0]),
    ("target_tagged", [-2.0, -1.0, 0.0]),
    ("target_bias", [-1.0, 0.0, 1.0]),
    ("source_bias", [0.0, 0.5, 1.0, 1.5]),
    ("branch_points", [0.25, 0.5, 0.8]),
    ("span_bias", [-0.3, 0.0, 0.4]),
    ("cue_points", [0.25, 0.5, 0.8]),
    ("stance_bias", [[0.0, 0.0, 0.0], [0.4, 0.0, 0.0], [0.3, 0.0, -0.3], [0.0, 0.3, -0.3], [0.4, 0.3, 0.0]]),
    ("window", [60, 80, 100, 128]),
]
FLOORS: dict[str, float] = json.loads((Path(__file__).parents[1] / "tests/floors.json").read_text("utf-8"))["reading"]["dev"]
LOWER_IS_BETTER = {"misattribution", "over_attribution"}
MARGIN = 1.0  # what should lie between a measure and its floor


def remembered(run: Callable[..., Any]) -> Callable[..., Any]:
    """The same arrays are run once."""
    held: dict[bytes, Any] = {}

    def again(*arrays: Any) -> Any:
        key = hashlib.blake2b(b"".join(np.ascontiguousarray(a).tobytes() for a in arrays)).digest()
        if key not in held:
            held[key] = run(*arrays)
        return held[key]

    return again


def worth(s: dict[str, Any]) -> float:
    """One number for all measures: their sum, and five times what is missing to their floors and a margin."""
    above = {name: (floor - s[name] if name in LOWER_IS_BETTER else s[name] - floor) for name, floor in FLOORS.items()}
    return sum(above.values()) - 5 * sum(max(0.0, MARGIN - value) for value in above.values())


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("net")
    parser.add_argument("model", type=Path)
    parser.add_argument("gold", type=Path)
    parser.add_argument("scorer", type=Path)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--program", action="store_true", help="with the program's own frame and holders")
    parser.add_argument("--threads", type=int, default=1)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    network: Network
    if args.net == "onnx":
        network = load_network(args.model)
    else:
        table = np.load(args.model / "embedding.npz")
        network = torch_network(
            load_net(Path(args.net)), Pieces.load(args.model / "pieces.tsv"), Vectors(table["scales"], table["halves"])
        )
    network = replace(network, encode=remembered(network.encode), cues=remembered(network.cues))
    docs, score = load([args.gold]), scorer(args.scorer).score
    if args.program:
        from communique.reading import reading

        framed = reading.frame
        frames: dict[str, Any] = {}

        def frame_once(text: str, **known: Any) -> Any:
            if text not in frames:
                frames[text] = framed(text, **known)
            return frames[text]

        reading.frame = frame_once  # type: ignore[assignment]

    def measured(settings: dict[str, Any]) -> tuple[float, dict[str, Any]]:
        scores = short(score(docs, (program if args.program else predict)(Encoder(replace(network, settings=settings)), docs)))
        return worth(scores), scores

    best = json.loads(json.dumps(SETTINGS))
    top, scores = measured(best)
    print(f"{top:.1f} {scores}", flush=True)
    tries = [(name, value) for name, values in GRID for value in values]
    for _ in range(args.rounds):
        for name, value in tries:
            new = json.loads(json.dumps(best))
            where, _, key = name.partition(".")
            if key:
                new[where][key] = value
            else:
                new[where] = value
            if new == best:
                continue
            got, found = measured(new)
            if got > top + 0.15:
                best, top, scores = new, got, found
                print(f"{top:.1f} {name} = {value} {scores}", flush=True)
    print(json.dumps(best))
    print(json.dumps(scores))
    if args.write:
        (Path(__file__).parent / "settings.json").write_text(json.dumps(best, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
