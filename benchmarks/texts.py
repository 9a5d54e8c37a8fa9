"""Seeded texts for the benchmarks: a Zipf vocabulary in sentences and paragraphs, the same on every machine."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path

_SYLLABLES = [
    "ka",
    "lo",
    "mi",
    "ren",
    "tor",
    "va",
    "shel",
    "du",
    "pra",
    "ni",
    "sto",
    "gul",
    "em",
    "bar",
    "dis",
    "con",
    "te",
    "ri",
    "an",
    "ol",
    "fer",
    "mu",
    "zad",
    "qui",
]


def vocabulary(size: int, seed: int = 7) -> list[str]:
    """Invented words, the most frequent first (and shortest)."""
    rng = random.Random(seed)
    words: dict[str, None] = {}
    while len(words) < size:
        words["".join(rng.choices(_SYLLABLES, k=rng.choices((1, 2, 3, 4), (1, 5, 6, 3))[0]))] = None
    return sorted(words, key=len)


def texts(count: int, words: int = 450, seed: int = 7) -> Iterator[str]:
    """Texts of about so many words; word frequencies follow Zipf's law."""
    rng = random.Random(seed)
    vocab = vocabulary(30_000)
    weights = [1 / (rank + 2.7) for rank in range(len(vocab))]
    cumulative, total = [], 0.0
    for weight in weights:
        total += weight
        cumulative.append(total)
    for _ in range(count):
        drawn = rng.choices(vocab, cum_weights=cumulative, k=words)
        parts: list[str] = []
        while drawn:
            length = rng.randint(8, 28)
            parts.append(" ".join(drawn[:length]).capitalize() + ".")
            drawn = drawn[length:]
        paragraphs = [" ".join(parts[i : i + 4]) for i in range(0, len(parts), 4)]
        yield "\n".join(paragraphs)


def jsonl(path: Path, count: int, words: int = 450, seed: int = 7) -> None:
    """A data set of such texts, with ids, titles, dates, issuers."""
    rng = random.Random(seed + 1)
    with path.open("w", encoding="utf-8") as out:
        for number, text in enumerate(texts(count, words, seed)):
            row = {
                "id": f"row/{number}",
                "title": text.split(".", 1)[0][:80],
                "date": f"{rng.randint(1995, 2024)}-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}",
                "issuer": f"Ministry {rng.randint(1, 200)}",
                "lang": "en",
                "text": text,
            }
            out.write(json.dumps(row) + "\n")


def page(text: str, number: int) -> str:
    """A saved page around a text: menus, a dateline, paragraphs, related news, a footer."""
    menu = "".join(f'<li><a href="/section/{i}">Section {i}</a></li>' for i in range(40))
    related = "".join(f'<li><a href="/news/{number + i}">Another statement number {number + i}</a></li>' for i in range(15))
    body = "".join(f"<p>{p}</p>" for p in text.split("\n"))
    title = text.split(".", 1)[0]
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title} | Ministry</title>'
        f'<link rel="canonical" href="https://mfa.example/news/{number}"></head><body><header><nav><ul>{menu}</ul></nav></header>'
        f'<main><article><h1>{title}</h1><p class="date">{number % 28 + 1} March 2021</p>{body}</article>'
        f"<aside><h3>Related</h3><ul>{related}</ul></aside></main>"
        "<footer><p>Ministry of Foreign Affairs, 1 Example Square</p><p>Search in archive</p></footer></body></html>"
    )


_SPEAKERS = (
    "The Ministry of Karvelia",
    "Tamrania",
    "The Assembly of the Lake States",
    "The Karvelian side",
    "Minister Odo Brell",
)
_SAYINGS = (
    "{a} said that {b} had moved {n} vehicles across the bridge of Sivarre",
    "{a} rejects the claim of {b} that {n} houses were shelled from its territory",
    "{a} calls on {b} to open the road to {n} villages without delay",
    "According to {b}, {n} observers were stopped at the checkpoint, which {a} denies",
    "{a} welcomes the decision of {b} to return {n} prisoners",
    "We warn {b} that its false statements about {n} wounded will not remain without an answer",
)


def spoken(count: int, sentences: int, seed: int = 7) -> Iterator[str]:
    """Statements of so many sentences in which invented states say something of each other: each has a claim or two."""
    rng = random.Random(seed)
    for _ in range(count):
        said = []
        for _ in range(sentences):
            a, b = rng.sample(_SPEAKERS, 2)
            said.append(rng.choice(_SAYINGS).format(a=a, b=b, n=rng.randint(2, 90)) + ".")
        yield "\n".join(" ".join(said[i : i + 4]) for i in range(0, len(said), 4))
