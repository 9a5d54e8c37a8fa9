"""Protects looking around: pages of a list without gaps, filters that give all they say, samples, versions as they stood."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from invented import SENTENCES, Cli, page, rows

Write = Callable[[str, bytes | str], Path]


@pytest.mark.parametrize(
    "filters",
    [[], ["--lang", "en"], ["--since", "2024-04", "--until", "2024"], ["--issuer", "xkv-mfa", "--issuer", "als"]],
    ids=" ".join,
)
def test_pages_of_a_list_cover_everything_once_and_in_order(filters: list[str], built_world: Path, cli: Cli) -> None:
    whole = [r["statement"] for r in cli("list", *filters, "--limit", "1000", "--json", archive=built_world).records]
    assert len(whole) > 7
    seen: list[str] = []
    cursor: list[str] = []
    while True:
        ran = cli("list", *filters, "--limit", "7", *cursor, "--json", archive=built_world)
        seen += [r["statement"] for r in ran.records]
        if "--cursor" not in ran.err:
            break
        cursor = ["--cursor", ran.err.strip().rpartition("--cursor ")[2]]
    assert seen == whole
    assert len(set(seen)) == len(seen)
    assert f"of {len(whole)} statements" in ran.err


def test_a_list_is_newest_first_and_undated_last(built_world: Path, cli: Cli) -> None:
    dates = [r["date"] for r in cli("list", "--limit", "1000", "--json", archive=built_world).records]
    known = [d for d in dates if d]
    assert known == sorted(known, reverse=True)
    assert dates[len(known) :] == [None] * (len(dates) - len(known))


FILTERS = [
    (["--lang", "ru"], lambda r: r["lang"] == "ru"),
    (["--country", "XTM"], lambda r: r["country"] == "XTM"),
    (["--issuer", "als"], lambda r: r["issuer"] == "als"),
    (["--issuer", "ALS", "--lang", "fr"], lambda r: r["issuer"] == "als" and r["lang"] == "fr"),
    (["--since", "2024-05-01"], lambda r: r["date"] and r["date"] >= "2024-05-01"),
    (["--until", "2024-03-15"], lambda r: r["date"] and r["date"] <= "2024-03-15"),
    (["--kind", "readout"], lambda r: r["kind"] == "readout"),
]


@pytest.mark.parametrize(("words", "wanted"), FILTERS, ids=[" ".join(f[0]) for f in FILTERS])
def test_filters_give_what_they_say_and_all_of_it(
    words: list[str], wanted: Callable[[dict], bool], built_world: Path, cli: Cli
) -> None:
    every = cli("list", "--limit", "1000", "--json", archive=built_world).records
    found = cli("list", "--limit", "1000", *words, "--json", archive=built_world).records
    assert found == [r for r in every if wanted(r)]
    exported = cli("export", "jsonl", *words, archive=built_world).records
    assert {r["statement"] for r in exported} == {r["statement"] for r in found}


def test_a_region_is_a_filter_wherever_a_country_is(tmp_path: Path, cli: Cli) -> None:
    rows = tmp_path / "rows.jsonl"
    countries = {"a": "FRA", "b": "GEO", "c": "XKV"}
    rows.write_text(
        "".join(json.dumps({"id": i, "text": f"The convoy of {i}.", "country": c}) + "\n" for i, c in countries.items())
    )
    folder = tmp_path / "archive"
    cli("add", rows, archive=folder)
    western = ["--region", "western asia", "--json"]
    assert [r["original_id"] for r in cli("list", *western, archive=folder).records] == ["b"]
    assert [r["original_id"] for r in cli("search", "convoy", *western, archive=folder).records[1:]] == ["b"]
    assert [r["original_id"] for r in cli("export", "jsonl", "--region", "145", archive=folder).records] == ["b"]
    wrong = cli("list", "--region", "Atlantis", archive=folder, code=2)
    assert "--region: 'Atlantis' is no region of UN M49" in wrong.err


def test_a_sample_is_the_same_for_the_same_seed(built_world: Path, cli: Cli) -> None:
    def drawn(*words: str) -> list[str]:
        return [r["statement"] for r in cli("list", "--sample", "9", *words, "--json", archive=built_world).records]

    assert drawn("--seed", "7") == drawn("--seed", "7")
    assert len(set(drawn("--seed", "7"))) == 9
    assert drawn("--seed", "7") != drawn("--seed", "8")
    assert set(drawn("--seed", "7", "--lang", "ru")) <= {
        r["statement"] for r in cli("list", "--lang", "ru", "--json", archive=built_world).records
    }
    assert len(cli("list", "--sample", "1000", "--json", archive=built_world).records) > 50


def _edited(cli: Cli, archive: Path) -> dict:
    changes = cli("export", "jsonl", "--what", "changes", archive=archive).records
    return next(c for c in changes if c["change"] == "edited")


def test_show_gives_the_statement_as_it_stood(built_world: Path, cli: Cli) -> None:
    change = _edited(cli, built_world)
    now, then = (
        cli("show", change["statement"], *at, "--json", archive=built_world).record
        for at in ([], ["--at", "2024-03-14T23:00:00Z"])
    )
    assert then["version"] == change["from"]
    assert then["text"] != now["text"]
    assert cli("show", change["to"], "--json", archive=built_world).record["version"] == change["to"]
    text = cli("show", change["statement"], archive=built_world).text
    assert now["title"] in text
    assert all((capture["digest"] in text) == (capture["version"] == now["version"]) for capture in now["captures"])


def test_diff_takes_versions_and_files(built_world: Path, cli: Cli, write: Write) -> None:
    change = _edited(cli, built_world)
    found = cli("diff", change["from"], change["to"], "--json", archive=built_world).record
    assert found["edit"] == change["edit"]
    shown = cli("diff", change["from"], change["to"], archive=built_world).text
    assert "of the words the same" in shown
    assert "{+" in shown
    page_ = cli("diff", write("a.html", page()), write("b.html", page(paragraphs=SENTENCES[:4])), "--json", archive=False).record
    assert page_["edit"] == "substantive"
    assert cli("diff", write("a.md", "A  text.\n"), write("b.md", "A text.\n"), "--json", archive=False).record["edit"] in (
        "minor",
        "markup",
    )
    assert "not UTF-8 at byte 0" in cli("diff", write("bad.txt", b"\xff"), "a.md", code=1, archive=False).err


def test_history_tells_a_silent_edit(built_world: Path, cli: Cli) -> None:
    change = _edited(cli, built_world)
    text = cli("history", change["statement"], archive=built_world).text
    assert "edited " + change["edit"] in text
    assert "communique diff" in text


def test_an_undo_of_several_tags_undoes_all_or_none(cli: Cli, write: Write) -> None:
    cli("add", write("rows.jsonl", rows(2)))
    cli("tag", "row-0", "row-1", "merrow")
    assert "nowhere" in cli("tag", "row-0", "nowhere", "--undo", code=1).err
    assert cli("show", "row-0", "--json").record["tags"] == ["merrow"]
    cli("tag", "row-0", "row-1", "--undo")
    assert [cli("show", f"row-{n}", "--json").record["tags"] for n in (0, 1)] == [[], []]


def test_a_link_is_made_and_undone(cli: Cli, write: Write) -> None:
    cli("add", write("rows.jsonl", rows(2)))
    cli("link", "row-0", "row-1")
    assert "translation" in cli("show", "row-1").text
    cli("link", "row-0", "--undo")
    assert "translation" not in cli("show", "row-1").text


def test_faults_are_listed_dismissed_and_listed_with_all(cli: Cli, write: Write) -> None:
    cli("add", write("rows.jsonl", rows(1) + b"{no\n{no\n"), code=1)
    assert "rows.jsonl:2" in cli("faults").text
    assert [r["id"] for r in cli("faults", "2", "--json").records] == [2]
    assert "1 dismissed" in cli("faults", "1", "--dismiss").err
    assert "1 dismissed" in cli("faults", "--dismiss").err
    assert "no faults" in cli("faults").err
    assert len(cli("faults", "--all", "--json").records) == 2
