"""How well the reader reads: its claims against annotated statements, with bootstrap intervals, and its speed.

    python benchmarks/reading.py --data GOLD_FOLDER --scorer score_reading.py [--part dev] [--samples 500]
    python benchmarks/reading.py --data GOLD_FOLDER --scorer score_reading.py --by set
    python benchmarks/reading.py --pairs uk_en_pairs.jsonl --langs uk en --issuer "President of Ukraine" [--first 12]

GOLD_FOLDER holds annotated statements (dev.jsonl, seed.jsonl ...) that we may not ship; the scorer is the one that came with them. Everything is as
`communique read` gives it: sentences, frame, holders and chains are the program's own. Speed is words of CPU time, everything included.
With --pairs, a file of texts that exist in two languages (a line has one under each language's name): how much of what is found in the second is found
in the first, by count. Exit 1 when a floor of tests/floors.json ("reading") is missed.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import json
import platform
import random
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import communique
from communique.access import records

MEASURES = {
    "AR_soft": "attributions, soft F1",
    "AR_exact": "attributions, exact F1",
    "misattribution": "words of others presented as the issuer's",
    "over_attribution": "the issuer's words put into others' mouths",
    "holder": "holder right",
    "issuer_or_not": "issuer or other right",
    "stance": "stance right",
    "nested_recall": "nested, with the right parent",
    "sentence_act_accuracy": "sentence acts, accuracy",
    "sentence_act_macro_f1": "sentence acts, macro F1",
    "deny_recall": "DENY, REJECT, THREATEN found",
    "targets_f1": "targets F1",
}
PAIR_FLOORS = (0.8, 0.7)  # attributions, sentence acts other than STATE
LOWER_IS_BETTER = {"misattribution", "over_attribution"}


def main() -> int:
    """Reads, scores, prints one table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--scorer", type=Path)
    parser.add_argument("--pairs", type=Path)
    parser.add_argument("--langs", nargs=2, default=("uk", "en"))
    parser.add_argument("--issuer", default="UN", help="of the pairs")
    parser.add_argument("--first", type=int, help="so many pairs")
    parser.add_argument("--part", default="dev")
    parser.add_argument("--samples", type=int, default=500)
    parser.add_argument("--by", choices=("set", "issuer"))
    parser.add_argument("--out", type=Path, help="write the records of each statement there")
    given = parser.parse_args()
    if given.pairs:
        return _pairs(given.pairs, given.langs, given.issuer, given.first)
    if not (given.data and given.scorer):
        parser.error("give --data and --scorer, or --pairs")
    file = given.data / f"{given.part}.jsonl"
    docs = [json.loads(line) for line in file.read_text("utf-8").splitlines() if line.strip()]
    scorer = _module(given.scorer)
    predicted, rate, name = _read(docs)
    if given.out:
        given.out.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in predicted), "utf-8")
    print(f"{platform.machine()} {platform.python_version()} {time.strftime('%Y-%m-%d')} {name}")
    print(
        f"{file.name} sha256:{hashlib.sha256(file.read_bytes()).hexdigest()[:16]}: {len(docs)} statements, {rate:.0f} words a CPU second"
    )
    if given.by:
        for group in sorted({doc[given.by] for doc in docs}):
            some = [doc for doc in docs if doc[given.by] == group]
            found = _values(scorer.score(some, predicted))
            print(f"{group[:30]:30} {len(some):4} " + " ".join(f"{key}={found[key]}" for key in MEASURES))
        return 0
    return _table(scorer, docs, predicted, given.samples, given.part)


def _read(docs: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], float, str]:
    """The records of each statement, the words a CPU second, and the reader's name."""
    found, words = [], 0
    communique.read("A first text loads the model.", issuer="UN", lang="en")
    began = time.process_time()
    name = ""
    for doc in docs:
        reading = communique.read(doc["text"], issuer=doc["issuer"], lang=doc.get("lang") or "en", title=doc.get("title"))
        told = [records.sentence(one) for one in reading.sentences] + [records.attribution(one) for one in reading.attributions]
        found.append({"id": doc["id"], "records": told})
        words += len(doc["text"].split())
        name = reading.reader or "no reader"
    return found, words / (time.process_time() - began), name


def _pairs(file: Path, langs: tuple[str, str], issuer: str, first: int | None) -> int:
    """Counts of attributions and of sentence acts in both languages."""
    lines = file.read_text("utf-8").splitlines()[:first]
    counts: dict[str, Counter[str]] = {lang: Counter() for lang in langs}
    for line in lines:
        row = json.loads(line)
        for lang in langs:
            reading = communique.read(row[lang], issuer=issuer, lang=lang)
            counts[lang]["attributions"] += len(reading.attributions)
            counts[lang]["acts but STATE"] += sum(one.act != "STATE" for one in reading.sentences)
            counts[lang].update(str(one.act) for one in reading.sentences)
    print(f"{file.name} sha256:{hashlib.sha256(file.read_bytes()).hexdigest()[:16]}: {len(lines)} pairs")
    here, there = (counts[lang] for lang in langs)
    ratios = {name: here[name] / max(there[name], 1) for name in here | there}
    for name, ratio in sorted(ratios.items()):
        print(f"{name:16} {langs[0]} {here[name]:5}  {langs[1]} {there[name]:5}  {ratio:.2f}")
    return int(ratios["attributions"] < PAIR_FLOORS[0] or ratios["acts but STATE"] < PAIR_FLOORS[1])


def _values(scores: dict[str, Any]) -> dict[str, float | None]:
    return {key: scores[key]["f1"] if isinstance(scores[key], dict) else scores[key] for key in MEASURES}


def _table(scorer: Any, docs: list[dict[str, Any]], predicted: list[dict[str, Any]], samples: int, part: str) -> int:
    values = _values(scorer.score(docs, predicted))
    pick = random.Random(1)
    by_id = {one["id"]: one for one in predicted}
    drawn: dict[str, list[float]] = {key: [] for key in MEASURES}
    for _ in range(samples):
        chosen = pick.choices(range(len(docs)), k=len(docs))
        some = [dict(docs[i], id=str(n)) for n, i in enumerate(chosen)]
        told = [dict(by_id[docs[i]["id"]], id=str(n)) for n, i in enumerate(chosen)]
        for key, value in _values(scorer.score(some, told)).items():
            if value is not None:
                drawn[key].append(value)
    floors = (
        json.loads(Path(__file__).parents[1].joinpath("tests/floors.json").read_text("utf-8")).get("reading", {}).get(part, {})
    )
    missed = 0
    for key, what in MEASURES.items():
        low, high = _interval(drawn[key])
        floor = floors.get(key)
        bad = (
            floor is not None
            and values[key] is not None
            and ((values[key] > floor) if key in LOWER_IS_BETTER else (values[key] < floor))
        )
        missed += bad
        print(
            f"{what:45} {values[key]!s:>6}  [{low:5.1f} {high:5.1f}]  {'' if floor is None else f'floor {floor}'}{'  MISSED' if bad else ''}"
        )
    return 1 if missed else 0


def _interval(values: list[float]) -> tuple[float, float]:
    """The middle 95 %."""
    ordered = sorted(values) or [float("nan")]
    return ordered[int(len(ordered) * 0.025)], ordered[min(len(ordered) - 1, int(len(ordered) * 0.975))]


def _module(path: Path) -> Any:
    spec = importlib.util.spec_from_file_location("score_reading", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    sys.exit(main())
