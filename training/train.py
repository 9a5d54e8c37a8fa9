"""Trains the network.

    python training/train.py --base base.npz --model MODEL_DIR --out RUN --minutes 40 --train PATHS... --dev dev.jsonl

PATHS are annotated .jsonl files or folders of invented statements. It stops itself when the minutes are over, saves RUN/net.pt after each
epoch and logs the scores of the dev part to RUN/log.txt. The same seed and the same number of epochs give the same network on one machine.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from pathlib import Path
from typing import Any

import numpy as np
import torch
from augment import swapped
from examples import example, load
from losses import Step, epoch
from measure import evaluate, torch_network
from model import Net

from communique.reading.network import Vectors
from communique.reading.pieces import Pieces

SHARES = {
    "cue": 3.0,
    "cue_ends": 0.5,
    "named": 1.2,
    "act": 3.0,
    "whom": 1.2,
    "tags": 3.0,
    "points": 0.5,
    "valid": 0.6,
    "act2": 0.7,
    "stance": 1.2,
    "issuer": 1.2,
    "holder": 0.5,
    "aimed": 0.2,
}


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--train", type=Path, nargs="+", required=True)
    parser.add_argument("--dev", type=Path)
    parser.add_argument("--scorer", type=Path, help="score_reading.py")
    parser.add_argument("--minutes", type=float, default=20)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--layers", type=int, default=8)
    parser.add_argument("--fork", type=int, default=6)
    parser.add_argument("--frozen", type=int, default=2, help="lower layers that stay as they are")
    parser.add_argument("--rate", type=float, default=2e-4, help="of the layers; the heads learn five times as fast")
    parser.add_argument(
        "--swap", type=float, default=0.5, help="share of the statements whose actors are exchanged in each epoch"
    )
    parser.add_argument("--drop", type=float, default=0.1)
    parser.add_argument("--cells", type=int, default=1100)
    parser.add_argument("--leave-out", nargs="*", default=[], help="sets that are not trained on")
    parser.add_argument("--first", type=int, help="only so many statements (to try things)")
    parser.add_argument("--every", type=int, default=1, help="epochs between scores")
    parser.add_argument("--start", type=Path, help="a net.pt to go on from")
    parser.add_argument("--keep", type=float, default=1.0, help="share of the way from the base to --start, in its layers")
    parser.add_argument("--mask", type=float, default=0.08, help="share of the pieces that are blanked")
    return parser.parse_args()


def _statements(args: argparse.Namespace) -> list[dict[str, Any]]:
    return [d for d in load(args.train) if d["set"] not in args.leave_out][: args.first]


def _between(base: dict[str, Any], start: dict[str, Any], keep: float) -> dict[str, Any]:
    """The start, its layers moved back towards the base: what was learned stays, what was learned by heart fades."""
    return {n: base[n] + keep * (w - base[n]) if n.startswith(("layers", "branch")) else w for n, w in start.items()}


def main() -> None:
    args = arguments()
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    np.random.seed(args.seed)
    rng = random.Random(args.seed)
    args.out.mkdir(parents=True, exist_ok=True)
    pieces = Pieces.load(args.model / "pieces.tsv")
    table = np.load(args.model / "embedding.npz")
    vectors = Vectors(table["scales"], table["halves"])
    docs = _statements(args)
    dev = load([args.dev]) if args.dev else []
    print(f"{len(docs)} statements, {sum(len(d['text'].split()) for d in docs)} words", flush=True)
    net = Net(args.layers, args.fork, args.frozen, args.drop)
    net.fill(np.load(args.base))
    if args.start:
        net.load_state_dict(_between(net.state_dict(), torch.load(args.start), args.keep))
    for layer in net.layers[: args.frozen]:
        layer.requires_grad_(False)
    net.norm.requires_grad_(False)
    slow = [p for n, p in net.named_parameters() if p.requires_grad and n.startswith(("layers", "branch"))]
    fast = [p for n, p in net.named_parameters() if p.requires_grad and not n.startswith(("layers", "branch"))]
    groups = [{"params": slow, "lr": args.rate, "top": args.rate}, {"params": fast, "lr": 5 * args.rate, "top": 5 * args.rate}]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    plain = [example(d, pieces) for d in docs]
    began, end, number, steps = time.time(), args.minutes * 60, 0, 0
    spent = 0.0  # on scores, not counted
    log = (args.out / "log.txt").open("a")
    while time.time() - began - spent < end:
        number += 1
        if number > 1:  # statements that were written meanwhile join in
            known = {d["id"] for d in docs}
            new = [d for d in _statements(args) if d["id"] not in known]
            docs, plain = docs + new, plain + [example(d, pieces) for d in new]
        some = [example(swapped(d, rng), pieces) if rng.random() < args.swap else e for d, e in zip(docs, plain)]
        step = Step(net, vectors, rng, args.mask)
        sums: dict[str, float] = {}
        count = 0
        net.train()
        for batch in epoch(some, rng, args.cells):
            done = min(1.0, (time.time() - began - spent) / end)
            for group in optimizer.param_groups:
                group["lr"] = group["top"] * max(0.01, min((steps + 1) / 60, 1 - done))
            with torch.autocast("cpu", torch.bfloat16):
                losses = step(batch)
                loss = sum(SHARES[k] * v for k, v in losses.items())
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_([*slow, *fast], 1.0)
            optimizer.step()
            steps += 1
            count += 1
            for k, v in losses.items():
                sums[k] = sums.get(k, 0.0) + float(v.detach())
            if count % 100 == 0:
                print(
                    f"  {steps} {time.time() - began:.0f}s " + " ".join(f"{k} {v / count:.3f}" for k, v in sums.items()),
                    flush=True,
                )
            if done >= 1:
                break
        paused = time.time()
        torch.save(net.state_dict(), args.out / "net.pt")
        line = {
            "epoch": number,
            "seconds": round(time.time() - began - spent),
            "statements": len(docs),
            "loss": {k: round(v / count, 3) for k, v in sums.items()},
        }
        last = time.time() - began - spent >= end
        if dev and args.scorer and (number % args.every == 0 or last):
            line["dev"] = evaluate(torch_network(net, pieces, vectors), dev, args.scorer)
        print(json.dumps(line), flush=True)
        log.write(json.dumps(line) + "\n")
        log.flush()
        spent += time.time() - paused


if __name__ == "__main__":
    main()
