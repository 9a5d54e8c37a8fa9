"""Quality of search: nDCG@10 of questions against paragraphs, by language.

    python benchmarks/relevance.py --data ../shared/data/ir

The folder holds `xquad_LANG.json` files: `{lang, docs: [[id, text]...], queries: [[id, question, id of the right text]...]}`.
Questions are asked as they stand, but for quotation marks, which would make phrases of quoted words.
`--quotes` leaves these in; `--no-lang` leaves the choice of analysis to the index; `--first N` asks only so many.
"""

from __future__ import annotations

import argparse
import json
import math
import re
import tempfile
import time
from pathlib import Path
from typing import Any

from communique import search
from communique.ids import text_digest
from communique.model import Entry
from communique.query import Filters

FLOORS = {
    "en": 0.965,
    "ru": 0.952,
    "tr": 0.948,
    "ar": 0.936,
    "es": 0.959,
    "zh": 0.963,
}  # wanted of every version; what was reached stands in tests/floors.json
_QUOTES = re.compile(r'["“”„«»]')


def ndcg(data: dict[str, Any], folder: Path, *, lang: str | None, quotes: bool = False, first: int | None = None) -> float:
    """The mean nDCG@10 of the questions, each of which has one right paragraph."""
    with search.open_index(folder, create=True, writable=True) as index:
        index.apply(
            search.analyse(Entry(i, i, "", text, text_digest(text), data["lang"], None, None, None, (), None, True, True))
            for i, text in data["docs"]
        )
        index.commit()
        gained = 0.0
        questions = data["queries"][:first]
        for _, question, right in questions:
            asked = question if quotes else _QUOTES.sub(" ", question)
            found = [row.version for row in index.find(asked, Filters(), lang=lang).rows]
            gained += 1 / math.log2(found.index(right) + 2) if right in found else 0.0
    return gained / len(questions)


def main() -> None:
    """Prints a line a language."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--data", type=Path, required=True)
    arguments.add_argument("--quotes", action="store_true")
    arguments.add_argument("--no-lang", action="store_true")
    arguments.add_argument("--first", type=int)
    given = arguments.parse_args()
    for file in sorted(given.data.glob("xquad_*.json")):
        data = json.loads(file.read_text("utf-8"))
        start = time.perf_counter()
        with tempfile.TemporaryDirectory() as folder:
            lang = None if given.no_lang else data["lang"]
            value = ndcg(data, Path(folder) / "index", lang=lang, quotes=given.quotes, first=given.first)
        floor = FLOORS.get(data["lang"])
        verdict = "" if floor is None else f"  floor {floor:.3f} {'reached' if value >= floor else 'MISSED'}"
        print(f"{data['lang']}  nDCG@10 {value:.4f}{verdict}  {time.perf_counter() - start:.1f} s", flush=True)


if __name__ == "__main__":
    main()
