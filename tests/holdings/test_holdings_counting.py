"""Protects lists and counts of large archives: they come from indexes, and are what going through every row would give."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, insert

from communique.claim_query import ClaimFilters
from communique.holdings.catalog import Catalog
from communique.holdings.ledger import Ledger
from communique.holdings.overview import Overview
from communique.holdings.schema import captures, changes, readings, statements, versions
from communique.holdings.views import Views
from communique.query import Filters, date_bounds

Rows = dict[str, list[dict[str, Any]]]
DATES = (None, None, "2019", "2020-02", "2020-02-29", "2020-02-01", "2021-07-30")
WITHDRAWN = {"at": "2024-01-01T00:00:00Z", "by": "somebody", "reason": "asked for"}
OFF = "its language is read as an experiment, which is switched off"
_VERSION = {
    "content": "c", "text": "Words.", "text_digest": "d", "marks": [], "furniture": [], "evidence": {}, "unknown": {},
    "damaged": False, "made_by": "test", "due": 0,
}  # fmt: skip
_CAPTURE = {
    "accessioned": "2024-01-01T00:00:00Z", "media_type": "text/html", "digest": "d", "size": 1, "path": "p", "warc": "w",
    "offset": 0, "length": 1, "record_type": "response",
}  # fmt: skip


def made(seed: int, number: int = 120) -> Rows:
    """Statements of every sort: withdrawn, undated, without an issuer, of several versions, waiting, noted, read."""
    chance = random.Random(seed)
    rows: Rows = {"statements": [], "versions": [], "captures": [], "changes": [], "readings": []}
    for n in range(number):
        id_ = f"s{chance.randrange(10**6):06d}{n:05d}"
        date = chance.choice(DATES)
        low, high = date_bounds(date) if date else (None, None)
        issuer = chance.choice((None, "aa-mfa", "bb-mfa", "Ministry"))
        statement = {
            "id": id_, "key": id_, "version": f"v{n}.0", "date": date, "date_low": low, "date_high": high, "tags": [],
            "lang": chance.choice((None, "en", "EN-gb", "uk", "english")), "issuer": issuer, "kind": chance.choice((None, "note")),
            "issuer_name": issuer and f"{issuer} of {chance.choice('XY')}", "country": chance.choice((None, "XKV", "XTM")),
            "withdrawn": chance.choice((None, None, None, WITHDRAWN)),
        }  # fmt: skip
        rows["statements"].append(statement)
        for one in range(chance.choice((1, 1, 3))):
            its_own = {"id": f"v{n}.{one}", "statement": id_}
            state = chance.choice(((1, None), (2, "too short"), (0, None), (0, "too short"), (0, "no reader")))
            version = {**_VERSION, **its_own, "current": one == 0, "alone": False, "unread": state[0], "read_note": state[1]}
            rows["versions"].append(version)
            outcome = chance.choice(("version", "version", "refused"))
            seen = chance.choice((None, f"2022-01-{n % 28 + 1:02d}T00:00:00Z"))
            rows["captures"].append({**_CAPTURE, **its_own, "key": id_, "seq": n, "outcome": outcome, "captured": seen})
            kind = "new" if one == 0 else chance.choice(("edited", "gone"))
            at = f"2023-01-01T00:00:00.{len(rows['changes']):06d}Z"
            rows["changes"].append({"capture": its_own["id"], "statement": id_, "change": kind, "at": at})
            if state == (0, None):
                reading = {"made_by": "m", "reader": "r", "experimental": chance.random() < 0.4, "sentences": []}
                rows["readings"].append({"version": its_own["id"], "statement": id_, **reading})
    return rows


@pytest.fixture
def filled(tmp_path: Path) -> Callable[[Rows], Catalog]:
    """Makes a catalog of rows."""

    def fill(rows: Rows) -> Catalog:
        catalog = Catalog(tmp_path / "catalog.sqlite")
        catalog.create_or_migrate()
        with catalog.write() as connection:
            for table in (statements, versions, captures, changes, readings):
                if rows[table.name]:
                    connection.execute(insert(table), rows[table.name])
            connection.exec_driver_sql("UPDATE statements SET withdrawn = NULL WHERE rowid % 5 = 0 AND withdrawn = 'null'")
        return catalog

    return fill


FILTERS: list[tuple[str, Filters, Callable[[Mapping[str, Any]], bool]]] = [
    ("all", Filters(), lambda s: True),
    ("issuer", Filters(issuer=("AA-mfa",)), lambda s: s["issuer"] == "aa-mfa"),
    (
        "name",
        Filters(issuer=("bb-MFA of x", "ministry")),
        lambda s: s["issuer"] == "Ministry" or s["issuer_name"] == "bb-mfa of X",
    ),
    ("language", Filters(lang=("EN",)), lambda s: s["lang"] in ("en", "EN-gb")),
    ("languages", Filters(lang=("uk", "en-GB")), lambda s: s["lang"] in ("uk", "EN-gb")),
    ("country", Filters(country=("XKV",)), lambda s: s["country"] == "XKV"),
    ("kind", Filters(kind=("note",)), lambda s: s["kind"] == "note"),
    ("since", Filters(since="2020-02-15"), lambda s: s["date"] in ("2020-02", "2020-02-29", "2021-07-30")),
    ("until", Filters(until="2020-02-01"), lambda s: s["date"] in ("2019", "2020-02", "2020-02-01")),
]
NAMED = pytest.mark.parametrize(("filters", "answers"), [f[1:] for f in FILTERS], ids=[f[0] for f in FILTERS])
SEEDS = pytest.mark.parametrize("seed", [1, 2, 3])


def shown(rows: Rows) -> list[dict[str, Any]]:
    return [one for one in rows["statements"] if not one["withdrawn"]]


def counted(values: Iterator[Any]) -> dict[str, int]:
    return dict(Counter("unknown" if value is None else value for value in values))


@NAMED
@SEEDS
def test_a_list_goes_from_the_newest_to_the_undated_page_by_page(
    filled: Callable[[Rows], Catalog], seed: int, filters: Filters, answers: Callable[[Mapping[str, Any]], bool]
) -> None:
    rows = made(seed)
    views = Views(filled(rows))
    wanted = [s for s in rows["statements"] if answers(s) and (not filters or not s["withdrawn"])]
    wanted.sort(key=lambda s: (-(s["date_low"] or 0), s["id"]))
    found: list[str] = []
    cursor: str | None = None
    while not found or cursor:
        page, total, cursor = views.statements(filters, 7, cursor)
        assert total == len(wanted)
        found += [one.id for one in page]
    assert found == [s["id"] for s in wanted]
    assert [one.id for one in views.statements(filters, None, None)[0]] == found


@NAMED
@SEEDS
def test_months_and_what_is_not_read_are_those_of_what_is_shown(
    filled: Callable[[Rows], Catalog], seed: int, filters: Filters, answers: Callable[[Mapping[str, Any]], bool]
) -> None:
    rows = made(seed)
    catalog = filled(rows)
    wanted = {s["version"]: s for s in shown(rows) if answers(s)}
    months = Overview(catalog).months(filters)
    assert months == counted(s["date"][:7] for s in wanted.values() if s["date"])
    assert list(months) == sorted(months)
    tried = {r["version"] for r in rows["readings"] if r["experimental"]}
    for experimental in (True, False):
        why = ["waiting to be read" if v["unread"] else v["read_note"] for v in rows["versions"] if v["id"] in wanted]
        if not experimental:
            why = [OFF if v["id"] in tried else w for v, w in zip((v for v in rows["versions"] if v["id"] in wanted), why)]
        asked = ClaimFilters(statements=filters, experimental=experimental)
        found = Ledger(catalog).page(asked).not_read
        assert found == counted(w for w in why if w)
        assert list(found.values()) == sorted(found.values(), reverse=True)


@SEEDS
def test_the_status_counts_what_is_shown(filled: Callable[[Rows], Catalog], seed: int) -> None:
    rows = made(seed)
    catalog = filled(rows)
    there = {s["id"] for s in shown(rows)}
    dates = [s["date"] for s in shown(rows) if s["date"]]
    of_them = {name: [row for row in rows[name] if row["statement"] in there] for name in ("versions", "captures", "changes")}
    assert Overview(catalog).counts() == {
        "statements": len(there),
        "withdrawn": len(rows["statements"]) - len(there),
        "versions": len(of_them["versions"]),
        "captures": len(of_them["captures"]),
        "refused": sum(c["outcome"] == "refused" for c in of_them["captures"]),
        "undated": len(there) - len(dates),
        "since": min(dates),
        "until": max(dates),
        "last_capture": max(c["captured"] for c in rows["captures"] if c["captured"]),
        "last_accession": "2024-01-01T00:00:00Z",
        "issuers": len({s["issuer"] for s in shown(rows)} - {None}),
        "languages": counted(s["lang"] for s in shown(rows)),
        "changes": counted(c["change"] for c in of_them["changes"]),
        "waiting_for_index": 0,
        "faults": 0,
    }
    assert Ledger(catalog).facts(True)["waiting_for_reader"] == sum(v["unread"] > 0 for v in of_them["versions"])


def test_an_empty_catalog_has_nothing_to_count(filled: Callable[[Rows], Catalog]) -> None:
    catalog = filled({name: [] for name in made(1)})
    found = Overview(catalog).counts()
    assert (found["statements"], found["since"], found["languages"], found["changes"]) == (0, None, {}, {})
    assert Overview(catalog).months(Filters()) == {}
    assert Overview(catalog).issuers() == []
    assert Ledger(catalog).page(ClaimFilters()).not_read == {}


@SEEDS
def test_what_there_is_of_an_issuer_is_counted_by_language_and_month(filled: Callable[[Rows], Catalog], seed: int) -> None:
    rows = made(seed)
    found = Overview(filled(rows)).issuers()
    assert [row["statements"] for row in found] == sorted((row["statements"] for row in found), reverse=True)
    for row in found:
        mine = [s for s in shown(rows) if s["issuer"] == row["issuer"]]
        dates = [s["date"] for s in mine if s["date"]]
        assert (row["since"], row["until"]) == (min(dates, default=None), max(dates, default=None))
        assert row["languages"] == counted(s["lang"] for s in mine)
        assert row["months"] == counted(date[:7] for date in dates)
        assert row["statements"] == len(mine)
        for name in ("issuer_name", "country"):  # of the first that have one, by language and month; null stands first
            order = sorted((s["lang"] or "", (s["date"] or "")[:7]) for s in mine if s[name])
            best = (
                [s[name] for s in mine if s[name] and (s["lang"] or "", (s["date"] or "")[:7]) == order[0]] if order else [None]
            )
            assert row[name] == max(best)


@SEEDS
def test_the_latest_edits_are_those_of_what_is_shown(filled: Callable[[Rows], Catalog], seed: int) -> None:
    rows = made(seed)
    there = {s["id"] for s in shown(rows)}
    wanted = [c["capture"] for c in rows["changes"] if c["change"] == "edited" and c["statement"] in there]
    assert [change.capture for change, _ in Overview(filled(rows)).edits(5)] == wanted[::-1][:5]


# --- from which index ----------------------------------------------------------------------------------------------


@pytest.fixture
def plans(filled: Callable[[Rows], Catalog]) -> Callable[[Callable[[Catalog], Any]], list[str]]:
    """How SQLite goes about the queries of a question: the steps of its plans."""

    def of(ask: Callable[[Catalog], Any]) -> list[str]:
        catalog = filled(made(1))
        asked: list[tuple[str, Any]] = []
        event.listen(
            catalog.engine,
            "before_cursor_execute",
            lambda _connection, _cursor, query, values, _context, _many: asked.append((query, values)),
        )
        ask(catalog)
        queries = [one for one in asked if one[0].startswith("SELECT")]
        with catalog.read() as connection:
            plans = [connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {query}", values).all() for query, values in queries]
        return [str(step[3]) for plan in plans for step in plan]

    return of


def whole_tables(steps: list[str]) -> list[str]:
    """The tables that are gone through row by row."""
    return [found[1] for step in steps if (found := re.fullmatch(r"SCAN (?:TABLE )?(\w+)", step))]


@pytest.mark.parametrize("cursor", [None, "20200201-s"], ids=["the first page", "a later page"])
@pytest.mark.parametrize("filters", [f[1] for f in FILTERS], ids=[f[0] for f in FILTERS])
def test_a_list_sorts_nothing_and_reads_no_whole_table(
    plans: Callable[[Callable[[Catalog], Any]], list[str]], filters: Filters, cursor: str | None
) -> None:
    steps = plans(lambda catalog: Views(catalog).statements(filters, 8, cursor))
    assert any("INDEX statements_newest" in step for step in steps)
    assert not any("TEMP B-TREE" in step for step in steps)
    assert whole_tables(steps) == []


QUESTIONS: list[tuple[str, Callable[[Catalog], Any], list[str], str]] = [
    ("status", lambda c: Overview(c).counts(), ["captures"], "statements_issuer"),
    ("claims of the status", lambda c: Ledger(c).facts(True), ["claims"], "versions_older"),
    ("claims", lambda c: Ledger(c).page(ClaimFilters(), 50), ["claims", "claims"], "versions_noted"),
    ("months", lambda c: Overview(c).months(Filters()), [], "statements_newest"),
    ("months of an issuer", lambda c: Overview(c).months(Filters(issuer=("aa-mfa",))), [], "statements_newest"),
    ("issuers", lambda c: Overview(c).issuers(), ["each"], "statements_issuer"),
    ("edits", lambda c: Overview(c).edits(6), [], "changes_later"),
]


@pytest.mark.parametrize(("ask", "whole", "index"), [q[1:] for q in QUESTIONS], ids=[q[0] for q in QUESTIONS])
def test_counts_read_an_index_and_no_whole_table_of_statements_or_versions(
    plans: Callable[[Callable[[Catalog], Any]], list[str]], ask: Callable[[Catalog], Any], whole: list[str], index: str
) -> None:
    steps = plans(ask)
    assert whole_tables(steps) == whole
    assert any(re.search(rf"INDEX {index}\b", step) for step in steps)


def test_what_is_withdrawn_or_waits_is_found_without_a_look_at_the_rest(
    plans: Callable[[Callable[[Catalog], Any]], list[str]],
) -> None:
    steps = plans(lambda catalog: Ledger(catalog).facts(True))
    assert any("statements_withdrawn" in step for step in steps)
    assert not [step for step in steps if re.search(r"SCAN .*INDEX versions_statement", step)]
