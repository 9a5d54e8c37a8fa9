"""Protects what helps a searcher on: what may have been meant, completions, statements alike, counts over time, regions."""

from __future__ import annotations

from pathlib import Path

import pytest
from search_samples import Small, entry, texts_of

from communique.errors import UsageError
from communique.query import Filters

CONVOY = "The convoy of the mercenaries crossed the bridge."
ENTRIES = [
    *(entry(f"m{n}", f"{CONVOY} Number {n}.", date=f"2020-0{n}-15", country="FRA") for n in range(1, 6)),
    entry("y", "A convoy stopped.", date="2021", country="DEU"),
    entry("m", "A convoy went on.", date="2021-01", country="XKV"),
    entry("d", "A convoy came back.", date="2019-12-31"),
    entry("u", "A convoy without a date."),
    entry("r", "Мосты и колонны у реки.", lang="ru", date="2020-03-01"),
]


@pytest.fixture
def archive(tmp_path: Path) -> Small:
    return Small(tmp_path / "index", ENTRIES)


@pytest.mark.parametrize(
    ("query", "meant"),
    [
        pytest.param("mercenries", "mercenaries", id="a letter left out"),
        pytest.param("mrecenaries", "mercenaries", id="two letters swapped"),
        pytest.param("Convoi AND brigde", "convoy AND bridge", id="every word, in its place"),
        pytest.param("-bridge mercenries", "-bridge mercenaries", id="what is unwanted stays"),
        pytest.param("title:mercenries", "title:mercenaries", id="in a field"),
        pytest.param("калонны", "колонны", id="Russian"),
        pytest.param("колонной", None, id="another form of a word that is there"),
        pytest.param("zzzzzz", None, id="nothing is spelt alike"),
        pytest.param("convoy", None, id="what is found is not doubted"),
        pytest.param('"convoy bridge"', None, id="a phrase stays as it is"),
        pytest.param("", None, id="nothing asked"),
    ],
)
def test_a_query_without_hits_comes_with_what_may_have_been_meant(archive: Small, query: str, meant: str | None) -> None:
    assert archive.ask(query).did_you_mean == meant


def test_what_is_meant_is_in_more_statements_than_were_found(tmp_path: Path) -> None:
    texts = [entry(f"v{n}", text) for n, text in enumerate(["The bridge fell.", "The brigade.", "A bridge, a brigand."])]
    archive = Small(tmp_path, texts)
    assert archive.ask("brigade bridgo").did_you_mean == "brigade bridge"
    assert archive.ask("brigade brigant").did_you_mean is None


def test_what_is_meant_finds_something(archive: Small) -> None:
    meant = archive.ask("mercenries").did_you_mean
    assert meant
    assert archive.ask(meant).total == 5


@pytest.mark.parametrize(
    ("text", "first"),
    [
        pytest.param("merc", [("mercenaries", 5)], id="a word"),
        pytest.param("the CON", [("the convoy", 9)], id="the last word, whatever its case"),
        pytest.param("мост", [("мосты", 1)], id="Russian"),
        pytest.param("convoy ", [], id="nothing begun"),
        pytest.param("外", [], id="a script without words"),
        pytest.param("", [], id="nothing"),
    ],
)
def test_the_last_word_is_completed_by_words_of_the_archive(archive: Small, text: str, first: list[tuple[str, int]]) -> None:
    assert [tuple(one) for one in archive.index.suggest(text)] == first


def test_statements_alike_share_characteristic_words_and_exclude_the_statement(archive: Small) -> None:
    stored = texts_of(ENTRIES)(["m1"])["m1"]
    hits = archive.index.similar(stored, texts=texts_of(ENTRIES), limit=3)
    assert len(hits) == 3
    assert all("mercenaries" in hit.quote for hit in hits)
    assert stored.statement.id not in {hit.statement.id for hit in hits}


def test_nothing_is_alike_in_another_language(archive: Small) -> None:
    assert archive.index.similar(texts_of(ENTRIES)(["r"])["r"], texts=texts_of(ENTRIES)).total == 0


@pytest.mark.parametrize("query", ["convoy", '"a convoy" OR "the convoy"'], ids=["words", "phrases"])
def test_counts_over_time_keep_vague_and_undated_apart(archive: Small, query: str) -> None:
    by_month = archive.ask(query, over_time="month")
    assert by_month.over_time == {
        "2019-12": 1, "2020-01": 1, "2020-02": 1, "2020-03": 1, "2020-04": 1, "2020-05": 1, "2021": 1, "2021-01": 1,
    }  # fmt: skip
    assert by_month.undated == 1
    by_year = archive.ask(query, over_time="year")
    assert by_year.over_time == {"2019": 1, "2020": 5, "2021": 2}
    assert sum(by_year.over_time.values()) + (by_year.undated or 0) == by_year.total == 9
    assert archive.ask(query).over_time is None


def test_counts_over_time_count_statements_not_versions(tmp_path: Path) -> None:
    versions = [
        entry("v1", "The talks began.", statement="s", date="2020-01-01", current=False, alone=False),
        entry("v2", "The talks began again.", statement="s", date="2020-02-01", current=True, alone=False),
    ]
    assert Small(tmp_path, versions).ask("talks", over_time="month").over_time == {"2020-02": 1}


def test_an_unknown_span_is_an_error(archive: Small) -> None:
    with pytest.raises(UsageError, match="month or year"):
        archive.index.search("x", Filters(), texts=texts_of(ENTRIES), over_time="week")  # type: ignore[arg-type]


def test_regions_are_counted_from_countries_and_searched_by_number_or_name(archive: Small) -> None:
    facets = archive.ask("convoy", facets=True).facets
    assert facets["region"] == {"155": 6}
    assert list(facets).index("region") == list(facets).index("country") + 1
    for query in ("convoy region:155", 'convoy region:"Western Europe"', "convoy region:west*"):
        assert archive.ask(query).total == 6
    assert archive.ask("convoy", Filters(region=("155", "151"))).total == 6
    assert archive.ask("convoy", Filters(region=("145",))).total == 0
    unknown = archive.ask("convoy region:Osten")
    assert unknown.total == 0
    assert "no statement here has the region `Osten`" in unknown.notes[0].message


def test_a_hit_shows_up_to_three_sentences_that_answer_as_well(tmp_path: Path) -> None:
    text = "The dam broke. The river rose. The dam at the river held. A dam is a dam. Nothing else. The dam and the river again."
    (hit,) = Small(tmp_path, [entry("v", text)]).ask("dam river")
    assert hit.quote == "The dam at the river held."
    assert [p.quote for p in hit.more] == ["The dam and the river again.", "The dam broke."]
    for passage in hit.more:
        assert text[passage.start : passage.end] == passage.quote
        assert all(passage.start <= s < e <= passage.end for s, e in passage.highlights)
