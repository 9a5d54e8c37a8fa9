"""Speed and size of search: analysis, indexing, and every class of query beside bare tantivy and SQLite FTS5.

    python benchmarks/search.py --docs 200000
    python benchmarks/search.py --docs 20000 --queries 20 --no-fts5

Documents come from a seeded generator: words of an invented vocabulary with Zipf frequencies, written into paragraphs,
six of which, shuffled, make a document of about 450 words. `--older 0.03` makes that share of the statements have an
older version. "bare" is tantivy given the same terms by hand on the same index: the statements with all words first,
then those with any, and the exact number of them. Times are milliseconds of CPU on one core, so that a busy machine does
not matter: the median of `--queries`, each asked once, after a few others that warm up. FTS5 stems with its own porter, ranks by bm25 and counts.
"""

from __future__ import annotations

import argparse
import itertools
import random
import resource
import shutil
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import tantivy

from communique import search
from communique.ids import short_id, text_digest
from communique.model import Entry, Statement
from communique.query import Filters
from communique.search.hits import StoredVersion, Texts

VOCABULARY = 60_000
PARAGRAPHS = 20_000
NO_FILTERS = Filters()
WARM = 10  # queries of each class that are asked before those that are timed


class World:
    """The invented documents: the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.words = self._vocabulary()
        self.weights = list(itertools.accumulate(1 / (rank + 2.7) for rank in range(VOCABULARY)))
        self.paragraphs = [self._paragraph() for _ in range(PARAGRAPHS)]

    def _vocabulary(self) -> list[str]:
        heads, tails = (*"bdfgklmnprstvz", "br", "dr", "gr", "kl", "pr", "st", "tr"), (*"aeiou", "an", "en", "ir", "os", "ul")
        found: dict[str, None] = {}
        while len(found) < VOCABULARY:
            syllables = self.random.choice((1, 2, 2, 3, 3, 4))
            found["".join(self.random.choice(heads) + self.random.choice(tails) for _ in range(syllables))] = None
        return list(found)

    def _paragraph(self) -> str:
        sentences = []
        for _ in range(4):
            words = self.random.choices(self.words, cum_weights=self.weights, k=self.random.randint(14, 23))
            sentences.append(" ".join(words).capitalize() + ".")
        return " ".join(sentences)

    def entries(self, count: int, older: float) -> Iterator[Entry]:
        """That many versions."""
        for n in range(count):
            text = "\n".join(self.random.sample(self.paragraphs, 6))
            title = " ".join(self.random.choices(self.words, cum_weights=self.weights, k=8)).capitalize()
            date = f"{self.random.randint(1992, 2025)}-{self.random.randint(1, 12):02d}-{self.random.randint(1, 28):02d}"
            issuer = f"issuer-{int(self.random.paretovariate(0.8)) % 200}"
            country, kind = f"X{self.random.randint(0, 99):02d}", self.random.choice(("statement", "briefing", "speech", "note"))
            statement = short_id("statement", str(n))
            pair = self.random.random() < older
            values = (text_digest(text), "en", issuer, country, kind, (), date)
            if pair:
                more = " " + self.random.choice(self.paragraphs).split(". ")[0] + "."  # a sentence that was taken out later
                yield Entry(short_id("older", str(n)), statement, title, text + more, *values, False, False)
            yield Entry(short_id("version", str(n)), statement, title, text, *values, True, not pair)


def build(world: World, docs: int, older: float, folder: Path) -> tuple[search.Index, dict[str, StoredVersion], dict[str, float]]:
    """The index, what the catalog would give, and what building took (seconds, bytes); empty where the index was there."""
    there = (folder / "meta.json").exists()
    index = search.open_index(folder, create=not there, writable=not there)
    stored: dict[str, StoredVersion] = {}
    took = {"analysis": 0.0, "indexing": 0.0, "cpu": 0.0}
    for batch in _batches(world.entries(docs, older), 2000):
        for e in batch:
            record = Statement(
                e.statement,
                e.statement,
                None,
                None,
                None,
                e.title,
                e.date,
                "en",
                e.issuer,
                None,
                e.country,
                e.kind,
                None,
                e.version,
                "",
            )
            stored[e.version] = StoredVersion(record, e.version, e.title, e.text, "en", e.current)
        if there:
            continue
        cpu, start = time.process_time(), time.perf_counter()
        analysed = [search.analyse(e) for e in batch]
        middle = time.perf_counter()
        index.apply(analysed)
        took["analysis"] += middle - start
        took["indexing"] += time.perf_counter() - middle
        took["cpu"] += time.process_time() - cpu
    if there:
        return index, stored, {}
    cpu, start = time.process_time(), time.perf_counter()
    index.commit()
    index.close()
    took["indexing"] += time.perf_counter() - start
    took["cpu"] += time.process_time() - cpu
    took["bytes"] = sum(f.stat().st_size for f in folder.rglob("*") if f.is_file())
    return search.open_index(folder, create=False, writable=False), stored, took


def _batches(items: Iterator[Entry], size: int) -> Iterator[list[Entry]]:
    while batch := list(itertools.islice(items, size)):
        yield batch


def queries(world: World, count: int) -> dict[str, list[str]]:
    """Queries of each class."""
    pick = random.Random(7)
    common, middle, rare = world.words[:20], world.words[100:2000], world.words[5000:40000]

    def phrase() -> str:
        words = pick.choice(world.paragraphs).split(".")[0].split()
        at = pick.randrange(len(words) - 3)
        return f'"{" ".join(words[at : at + pick.choice((2, 3))])}"'

    def several() -> str:
        return " ".join(pick.choice(pick.choice((common, middle, middle, rare))) for _ in range(pick.randint(2, 5)))

    made: dict[str, Callable[[], str]] = {
        "common word": lambda: pick.choice(common),
        "rare word": lambda: pick.choice(rare),
        "2-5 words": several,
        "2-5 words, all": several,
        "phrase": phrase,
        "boolean": lambda: (
            f"({pick.choice(middle)} OR {pick.choice(middle)}) AND {pick.choice(common)} AND NOT {pick.choice(middle)}"
        ),
        "prefix": lambda: pick.choice(middle)[:4] + "*",
        "fuzzy": lambda: pick.choice(middle) + "~1",
        "words, date range": lambda: several() + f" date:[{pick.randint(1992, 2010)} TO {pick.randint(2011, 2024)}]",
        "newest first": several,
        "facets of a common word": lambda: pick.choice(common),
    }
    return {name: [make() for _ in range(count)] for name, make in made.items()}


def hard(world: World) -> dict[str, str]:
    """Queries that would take an engine long, or a parser, each of at most 10,000 characters."""
    pick, common = random.Random(3), world.words[:20]

    def phrases(count: int, after: str = "") -> str:
        return " ".join(f'"{pick.choice(common)} {pick.choice(common)}"{after}' for _ in range(count))

    several = pick.sample(world.words[:5000], 500)
    nested = "(" * 35 + common[0] + "".join(f" OR {world.words[n]}) AND {world.words[n + 1]}" for n in range(1, 36))
    return {
        "500 phrases of common words": phrases(500),
        "300 demanded phrases": phrases(300).replace('" "', '" AND "'),
        "a loose phrase of 4 common words": f'"{" ".join(common[:4])}"~10',
        "400 loose phrases": phrases(400, "~50"),
        "10,000 characters of words": " ".join(pick.choice(world.words[:3000]) for _ in range(2000)),
        "500 common words": " ".join(world.words[:500]),
        "500 words demanded": " AND ".join(world.words[:500]),
        "500 words excluded": " ".join(f"-{word}" for word in world.words[:500]),
        "500 spellings": " ".join(f"{word}~2" for word in several),
        "500 beginnings": " ".join(f"{word[:2]}*" for word in several),
        "500 dates": " ".join(f"date:{pick.randint(1990, 2025)}-{pick.randint(1, 12):02d}" for _ in range(500)),
        "35 choices in each other": nested,
        "a page in quotes": f'"{" ".join(several)}"',
        "only operators": "AND OR NOT " * 900,
        "lone quotes": '"' * 9_999,
        "marks of suffixes": "a~" * 5000,
        "right to left": "السلام " * 1400,
        "emoji": "\N{DOVE OF PEACE} " * 4000,
        "control characters": "\x00\x01\x02 " * 2500,
        "one run of Chinese": "外交部发言人" * 1600,
        "one run of Thai": "การประชุมสุดยอด" * 600,
    }


def options(name: str) -> dict[str, Any]:
    """How a class of queries is asked."""
    return {
        "all_words": name == "2-5 words, all",
        "sort": "date" if name == "newest first" else "relevance",
        "facets": name.startswith("facets"),
    }


class Bare:
    """tantivy, given the same terms by hand."""

    def __init__(self, folder: Path) -> None:
        self.index = tantivy.Index.open(str(folder))
        self.schema = self.index.schema
        self.searcher = self.index.searcher()

    def term(self, word: str, field: str = "words") -> Any:
        from communique.search.analysis import analyser

        token = analyser("en").stem(word) if field == "words" else word
        return tantivy.Query.term_query(self.schema, field, token, "freq")

    def ask(self, name: str, query: str) -> int:
        """Reads the ids of ten; gives the total."""
        must, should, never = tantivy.Occur.Must, tantivy.Occur.Should, tantivy.Occur.MustNot
        boolean = tantivy.Query.boolean_query
        if name == "phrase":
            return self.top(tantivy.Query.phrase_query(self.schema, "exact", query.strip('"').lower().split()))
        if name == "prefix":
            return self.top(tantivy.Query.regex_query(self.schema, "exact", query.replace("*", ".*")))
        if name == "fuzzy":
            return self.top(tantivy.Query.fuzzy_term_query(self.schema, "exact", query.split("~")[0], 1))
        if name == "boolean":
            a, _, b, _, c, _, _, d = query.replace("(", "").replace(")", "").split()
            either = boolean([(should, self.term(a)), (should, self.term(b))])
            return self.top(boolean([(must, either), (must, self.term(c)), (never, self.term(d))]))
        words, _, dates = query.partition(" date:")
        terms = [self.term(word) for word in dict.fromkeys(words.split())]
        some = boolean([(should, term) for term in terms])
        every = boolean([(must, term) for term in terms])
        if name == "newest first":
            return self.top(some, order_by_field="sort")
        if name.startswith("facets"):
            self.searcher.aggregate(
                some, {f: {"terms": {"field": f, "size": 300}} for f in ("issuer", "country", "kind", "lang", "year", "tag")}
            )
        if len(terms) == 1:
            return self.top(terms[0])
        if name == "2-5 words, all":
            return self.top(every)
        if dates:
            low, high = (int(y) * 10000 for y in dates.strip("[]").split(" TO "))
            span = tantivy.Query.range_query(self.schema, "since", tantivy.FieldType.Integer, low, high + 1231)
            some, every = (boolean([(must, q), (must, tantivy.Query.const_score_query(span, 0.0))]) for q in (some, every))
        ahead = self.top(every)
        rest = boolean([(must, some), (never, every)])
        return ahead + self.top(rest, limit=10 - ahead) if ahead < 10 else ahead + self.count(rest)

    def top(self, query: Any, limit: int = 10, **how: Any) -> int:
        found = self.searcher.search(query, limit, **how)
        for _, address in found.hits:
            self.searcher.doc(address).get_first("version")
        return int(found.count)

    def count(self, query: Any) -> int:
        return int(self.searcher.aggregate(query, {"n": {"value_count": {"field": "sort"}}})["n"]["value"])


def fts5(stored: Mapping[str, StoredVersion], folder: Path) -> Callable[[str, str], int] | None:
    """The same texts in SQLite FTS5 (porter, no copy of the text), and a function that asks it."""
    connection = sqlite3.connect(folder / "fts5.sqlite")
    connection.execute("pragma journal_mode=off")
    connection.execute("create virtual table docs using fts5(text, content='', tokenize='porter unicode61')")
    connection.executemany(
        "insert into docs(rowid, text) values (?, ?)", ((i, f"{s.title}\n{s.text}") for i, s in enumerate(stored.values()))
    )
    connection.commit()

    def ask(name: str, query: str) -> int:
        words, _, _ = query.partition(" date:")
        match = (
            words
            if name in ("phrase", "boolean", "prefix")
            else (" AND " if name.endswith("all") else " OR ").join(words.split())
        )
        match = match.replace("AND NOT", "NOT")
        connection.execute("select rowid from docs where docs match ? order by rank limit 10", (match,)).fetchall()
        return int(connection.execute("select count(*) from docs where docs match ?", (match,)).fetchone()[0])

    return ask


def medians_ms(runs: Sequence[Callable[[str], object]], asked: Sequence[str]) -> list[float]:
    """The median time of one call of each. Every query is asked once, so that nothing is remembered of it, each first in turn."""
    times: list[list[float]] = [[] for _ in runs]
    for n, query in enumerate(asked):
        for k in range(len(runs)):
            which = (n + k) % len(runs)
            start = time.process_time()
            runs[which](query)
            if n >= WARM:
                times[which].append((time.process_time() - start) * 1000)
    return [statistics.median(of) for of in times]


def main() -> None:
    """Builds, asks, prints two tables."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--docs", type=int, default=200_000)
    arguments.add_argument("--queries", type=int, default=100)
    arguments.add_argument("--older", type=float, default=0.0, help="share of statements that have an older version")
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--no-fts5", action="store_true")
    arguments.add_argument("--keep", type=Path, help="folder for the index; used again when it is there")
    given = arguments.parse_args()
    folder = given.keep or Path(tempfile.mkdtemp(prefix="communique-search-"))
    try:
        _run(given, folder)
    finally:
        if not given.keep:
            shutil.rmtree(folder)


def _say_building(took: Mapping[str, float], versions: int) -> None:
    wall = took["analysis"] + took["indexing"]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    rates = ", ".join(f"{name} {versions / seconds:.0f}/s" for name, seconds in (("analysis", took["analysis"]), ("all", wall)))
    size = f"{took['bytes'] / versions:.0f} bytes a document"
    print(
        f"{versions} documents: {rates} wall, {versions / took['cpu']:.0f}/CPU-s, {size}, peak {peak} MB with the texts in memory"
    )


def _find(index: search.Index, how: Mapping[str, Any], query: str) -> object:
    return index.find(query, NO_FILTERS, **how)


def _search(index: search.Index, how: Mapping[str, Any], texts: Texts, query: str) -> object:
    return index.search(query, NO_FILTERS, texts=texts, **how)


def _run(given: argparse.Namespace, folder: Path) -> None:
    world = World(given.seed)
    index, stored, took = build(world, given.docs, given.older, folder / "index")
    versions = len(stored)
    if took:
        _say_building(took, versions)
    bare = Bare(folder / "index")
    peer = None if given.no_fts5 else fts5(stored, folder)

    def texts(ids: Sequence[str]) -> dict[str, StoredVersion]:
        return {i: stored[i] for i in ids}

    print(f"{'ms':26s} {'bare':>8s} {'engine':>8s} {'ratio':>6s} {'10 hits':>8s} {'added':>6s} {'FTS5':>9s}")
    for name, asked in queries(world, given.queries + WARM).items():
        how = options(name)
        plain, engine = medians_ms([partial(bare.ask, name), partial(_find, index, how)], asked)
        (whole,) = medians_ms([partial(_search, index, how, texts)], asked)
        other = (
            medians_ms([partial(peer, name)], asked[: 8 + WARM])[0] if peer and name not in ("fuzzy", "newest first") else None
        )
        last = f"{other:9.2f}" if other is not None else f"{'-':>9s}"
        print(
            f"{name:26s} {plain:8.3f} {engine:8.3f} {engine / plain:6.2f} {whole:8.3f} {whole - engine:6.2f} {last}", flush=True
        )
    print(f"{'ms, hard queries':34s} {'engine':>8s} {'10 hits':>8s}")
    for name, query in hard(world).items():
        engine, whole = medians_ms([partial(_find, index, {}), partial(_search, index, {}, texts)], [query[:10_000]] * (WARM + 5))
        print(f"{name:34s} {engine:8.2f} {whole:8.2f}", flush=True)


if __name__ == "__main__":
    main()
