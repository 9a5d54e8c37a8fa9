"""Protects the small chart of counts over time: every period has its line, what is vague or undated stands apart."""

from __future__ import annotations

from pathlib import Path

from communique.access.cli.chart import drawn
from invented import Cli


def test_periods_without_statements_are_drawn_and_long_gaps_are_one_line() -> None:
    lines = drawn({"2019-11": 4, "2020-02": 1, "2024-01": 2}, 0)
    assert [line.split()[0] for line in lines] == ["2019-11", "2019-12", "2020-01", "2020-02", "…", "2024-01"]
    assert lines[0].endswith("█ 4")
    assert lines[1].endswith(" 0")


def test_what_names_no_month_and_what_is_undated_stands_apart() -> None:
    lines = drawn({"2019": 2, "2019-11": 4}, 3)
    assert [line.split("  ")[0].rstrip() for line in lines] == ["2019-11", "2019 (no month)", "undated"]


def test_years_and_nothing() -> None:
    assert [line.split()[0] for line in drawn({"2019": 1, "2021": 8}, 0)] == ["2019", "2020", "2021"]
    assert drawn({}, 0) == []


def test_search_counts_over_time_completes_and_finds_alike(built_world: Path, cli: Cli) -> None:
    head = cli("search", '"humanitarian convoy"', "--histogram", "month", "--json", archive=built_world).records[0]
    assert sum(one["count"] for one in head["over_time"]) + head["undated"] == head["total"]
    assert all(len(one["period"]) in (4, 7) for one in head["over_time"])
    cli("search", "x", "--histogram", "week", archive=built_world, code=2)
    first = cli("search", "--complete", "the merc", "--json", archive=built_world).records[0]
    assert first["text"].startswith("the merc")
    found = cli("search", "convoy", "--json", "--limit", "1", archive=built_world).records[1]
    alike = cli("similar", found["statement"], "--json", archive=built_world).records
    assert alike[0]["total"] >= len(alike) - 1 > 0
    assert found["statement"] not in {hit["statement"] for hit in alike[1:]}
