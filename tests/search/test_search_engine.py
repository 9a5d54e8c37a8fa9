"""Protects the engine's answers: the same statements, totals and facets as looking at every document, on any archive."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from search_reference import PlainBackend, clean
from search_samples import Small, entry

from communique import search
from communique.ids import short_id
from communique.model import ClaimMark, Entry
from communique.query import Filters
from communique.search.index import Index

WORDS = ["border", "borders", "convoy", "dam", "river", "talks", "Osten", "cease-fire", "U.N.", "S/RES/822"]
DATES = [None, "2019", "2020-02", "2020-02-29", "2020-03-01", "2021-12-31"]
QUERIES = [
    "border",
    "border convoy",
    "border convoy talks",
    "border AND convoy",
    "border AND NOT convoy",
    "-border",
    "NOT (border OR dam)",
    "border OR NOT dam",
    "(border OR dam) AND (convoy OR river) -talks",
    '"border convoy"',
    '"border dam"~2',
    '"dam river talks"~3',
    "bord*",
    "s/res*",
    "bordre~1",
    "talk~2 river",
    "title:border",
    'title:"border convoy" OR dam',
    "title:bor* river",
    "cease-fire",
    "U.N. S/RES/822",
    "issuer:A-MFA border",
    "tag:water -issuer:b-mfa",
    "date:2020 border",
    "date:[2020-02-15 TO 2020-02-20]",
    "date:[2020-01-01 TO *]",
    "date:[* TO 2020-02]",
    "",
    "border^3 dam",
    "lang:en-GB OR lang:ru",
    "kind:note convoy",
    "holder:XKV",
    "holder:XTM act:accuse",
    "holder:XTM act:accuse layer:reported",
    "actor:XKV AND actor:XTM AND border",
    "target:(XKV AND XTM) layer:any",
    "act:deny -holder:XKV",
    "act:(accuse NOT deny) OR target:XKV",
    "(holder:XKV act:accuse) AND (holder:XTM act:deny) layer:any",
    "border -(act:accuse target:XTM)",
    "layer:reported",
]
FILTERS = [
    Filters(),
    Filters(issuer=("a-mfa",)),
    Filters(since="2020-02-10"),
    Filters(until="2020-02", lang=("en",)),
    Filters(tag=("water", "peace"), country=("xkv",)),
    Filters(since="2020", until="2020"),
]


ACTORS = st.lists(st.sampled_from(["XKV", "XTM", "ALS"]), max_size=2, unique=True).map(tuple)
CLAIMS = st.builds(
    ClaimMark, st.booleans(), st.sampled_from(["XKV", None]), ACTORS, st.sampled_from(["ACCUSE", "DENY"]), ACTORS,
    st.just(0), st.just(0),
)  # fmt: skip


@st.composite
def archives(draw: st.DrawFn) -> list[Entry]:
    """Statements of one to three versions, the last of them current."""
    text = st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join)
    found: list[Entry] = []
    for n in range(draw(st.integers(0, 8))):
        versions = draw(st.sampled_from([1, 1, 1, 2, 3]))
        for v in range(versions):
            found.append(
                entry(
                    short_id(str(n), str(v)) if n % 2 else f"v{n}-{v}",  # the engine packs ids of the usual form
                    draw(text),
                    draw(text),
                    statement=f"s{n}",
                    lang=draw(st.sampled_from(["en", "en-GB", "ru", None])),
                    issuer=draw(st.sampled_from(["a-mfa", "b-mfa", None])),
                    kind=draw(st.sampled_from(["note", "speech"])),
                    tags=draw(st.sampled_from([(), ("water",), ("water", "peace")])),
                    date=draw(st.sampled_from(DATES)),
                    current=v == versions - 1,
                    alone=versions == 1,
                    claims=tuple(draw(st.lists(CLAIMS, max_size=2))),
                )
            )
    return found


Answers = tuple[set[tuple[str, bool]], int, dict[str, dict[str, int]]]


def answers(index: Index, query: str, filters: Filters, statements: Mapping[str, str]) -> Answers:
    found = index.find(query, filters, facets=True, limit=100)
    return {(statements[row.version], row.current) for row in found.rows}, found.total, clean(found.facets)


@settings(max_examples=40)
@given(archives())
def test_the_engine_answers_as_looking_at_every_document_does(entries: Sequence[Entry]) -> None:
    plain = PlainBackend()
    plain.apply(map(search.analyse, entries), ())
    reference = Index(plain)
    statements = {e.version: e.statement for e in entries}
    with tempfile.TemporaryDirectory() as folder, search.open_index(Path(folder) / "index", create=True, writable=True) as index:
        index.apply(map(search.analyse, entries))
        index.commit()
        for filters in FILTERS:
            for query in QUERIES:
                ours, theirs = (answers(one, query, filters, statements) for one in (index, reference))
                assert ours[:2] == theirs[:2], (query, filters)
                if all(row.current for row in reference.find(query, filters).rows):
                    for over_time in ("month", "year"):
                        pages = [
                            one.search(query, filters, texts=lambda _: {}, over_time=over_time) for one in (index, reference)
                        ]
                        assert pages[0].over_time == pages[1].over_time, (query, filters)
                        assert pages[0].did_you_mean == pages[1].did_you_mean, (query, filters)
                    assert ours[2] == theirs[2], (query, filters)


@settings(max_examples=25)
@given(archives(), st.sampled_from(QUERIES), st.sampled_from(["relevance", "date", "-date", "oldest"]), st.integers(1, 3))
def test_pages_give_every_statement_once_and_in_the_order_of_one_long_page(
    entries: Sequence[Entry], query: str, sort: str, limit: int
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        archive = Small(Path(folder) / "index", entries)
        whole = archive.ask(query, sort=sort, limit=1000)
        pages, cursor = [], None
        while True:
            page = archive.ask(query, sort=sort, limit=limit, cursor=cursor)
            assert page.total == whole.total
            pages += [(hit.statement.id, *hit.copies) for hit in page]
            cursor = page.next
            if cursor is None:
                break
            assert len(page) == limit
        archive.index.close()
    shown = [statement for hit in pages for statement in hit]
    assert sorted(shown) == sorted({s for hit in whole for s in (hit.statement.id, *hit.copies)})
    assert len(shown) == whole.total == len(set(shown))
    if not any(hit.copies for hit in whole):
        assert pages == [(hit.statement.id,) for hit in whole]


TALKS = [
    entry("v1", "The talks on the dam began.", date="2020-02-01"),
    entry("v2", "The talks ended.", date="2020-03", statement="s-2", current=False, alone=False),
    entry("v3", "The meeting ended.", date="2020-03", statement="s-2", alone=False),
    entry("v4", "Nothing was said of talks.", statement="s-4", current=False, alone=False, date="2021"),
    entry("v5", "Nothing was said of the dam talks.", statement="s-4", alone=False),
]


def test_a_statement_is_shown_by_its_current_version_else_by_its_older_one(tmp_path: Path) -> None:
    archive = Small(tmp_path, TALKS)
    shown = {hit.statement.id: (hit.version, hit.current) for hit in archive.ask("talks")}
    assert shown == {"s-v1": ("v1", True), "s-2": ("v2", False), "s-4": ("v5", True)}
    assert archive.ask("talks").total == 3
    assert archive.ask("said").total == 1


def test_facets_count_statements_by_the_version_shown(tmp_path: Path) -> None:
    facets = Small(tmp_path, TALKS).ask("talks", facets=True).facets
    assert facets["year"] == {"2020": 2}
    assert facets["issuer"] == {"xkv-mfa": 3}
    assert set(facets) == {"issuer", "country", "region", "kind", "lang", "year", "tag", "act"}


def test_an_older_version_without_a_current_one_in_the_index_is_found(tmp_path: Path) -> None:
    archive = Small(tmp_path, [e for e in TALKS if e.version != "v5"])
    assert archive.found("nothing") == ["v4"]
    assert archive.ask("talks OR meeting OR nothing").total == 3


def test_of_several_older_versions_the_best_is_shown(tmp_path: Path) -> None:
    archive = Small(
        tmp_path,
        [
            entry("v1", "One dam, and much more besides that has no bearing on it.", statement="s", current=False, alone=False),
            entry("v2", "The dam. The dam.", statement="s", current=False, alone=False),
            entry("v3", "Nothing.", statement="s", alone=False),
        ],
    )
    assert archive.found("dam") == ["v2"]


def test_statements_with_all_words_come_first(tmp_path: Path) -> None:
    archive = Small(
        tmp_path,
        [
            entry("v1", "Convoy convoy convoy convoy."),
            entry(
                "v2",
                "A very long statement about a great many other things in which the convoy stands once and the dam once too.",
            ),
            entry("v3", "Dam dam."),
        ],
    )
    hits = archive.ask("convoy dam")
    assert hits.hits[0].version == "v2"
    assert hits.total == 3
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert archive.found("convoy dam", all_words=True) == ["v2"]


def test_a_word_in_the_title_weighs_more(tmp_path: Path) -> None:
    archive = Small(tmp_path, [entry("v1", "The dam and the river."), entry("v2", "The dam and the river.", "Of the river")])
    assert archive.found("river") == ["v2"]
    assert archive.ask("river").hits[0].copies == ("s-v1",)


@pytest.mark.parametrize(
    ("sort", "versions"),
    [
        ("date", ["v5", "v3", "v2", "v4", "v1"]),
        ("-date", ["v2", "v3", "v5", "v4", "v1"]),
        ("oldest", ["v2", "v3", "v5", "v4", "v1"]),
    ],
)
def test_dates_sort_with_the_undated_last(tmp_path: Path, sort: str, versions: list[str]) -> None:
    archive = Small(
        tmp_path,
        [
            entry("v1", "Dam one."),
            entry("v2", "Dam two.", date="2019"),
            entry("v3", "Dam three.", date="2020-05-01"),
            entry("v4", "Dam four."),
            entry("v5", "Dam five.", date="2020-05-02"),
        ],
    )
    found = archive.found("dam", sort=sort)
    assert [v for v in found if v not in ("v1", "v4")] == [v for v in versions if v not in ("v1", "v4")]
    assert set(found[-2:]) == {"v1", "v4"}


def test_sort_keys_grow_with_the_day() -> None:
    from communique.search.tantivy_schema import FIRST_DATED, sort_key

    days = [101, 131, 201, 1231, 10101, 19991231, 20000101, 20000228, 20000301, 99991231]
    keys = [sort_key(day, "v") for day in days]
    assert keys == sorted(set(keys))
    assert sort_key(None, "v") < FIRST_DATED <= sort_key(10101, "v")
    assert keys[-1] < 2**63
