"""Protects the web contract: the API's answers are the records of the JSON contract, pages of them follow each other, and
errors are RFC 9457."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

import communique
from communique.access import records
from communique.access.web.streams import HIT_COLUMNS

API = "/api/v1"


def answer(client: TestClient, path: str, **asked: Any) -> dict[str, Any]:
    response = client.get(f"{API}/{path}", params=asked)
    assert response.status_code == 200, response.text
    return response.json()


def first(client: TestClient) -> str:
    return str(answer(client, "search", q="convoy")["items"][0]["statement"])


def test_search_gives_hits_facets_and_notes(client: TestClient) -> None:
    found = answer(client, "search", q='convoy "unclosed', limit=3)
    assert set(found) == {"total", "facets", "notes", "next", "items", "did_you_mean", "over_time", "undated"}
    assert len(found["items"]) == 3 < found["total"]
    assert set(found["items"][0]) == set(HIT_COLUMNS)
    assert found["notes"][0]["column"] > 0


def test_a_search_is_narrowed_as_on_the_command_line(client: TestClient) -> None:
    found = answer(client, "search", q="convoy", country="XKV", lang=["en", "fr"], since="2024-03")
    assert found["items"]
    assert set(found["facets"]["country"]) == {"XKV"}


@pytest.mark.parametrize(("path", "size"), [("search", 4), ("statements", 13)])
def test_pages_follow_each_other_to_the_end(client: TestClient, path: str, size: int) -> None:
    seen: list[str] = []
    asked: dict[str, Any] = {"limit": size, **({"q": "convoy OR bridge"} if path == "search" else {})}
    while True:
        found = answer(client, path, **asked)
        seen += [one["statement"] for one in found["items"]]
        if found["next"] is None:
            break
        asked["cursor"] = found["next"]
    assert len(seen) == len(set(seen)) > size
    assert len(seen) == found["total"] or path == "search"  # copies fold


def test_a_statement_is_the_record_of_show(client: TestClient, built_world: Path) -> None:
    archive = communique.open(built_world)
    one = archive.show(first(client))
    whole = records.statement(one, archive.versions(one.id)[one.id], archive.captures(one.id)[one.id])
    assert answer(client, f"statements/{one.id}") == json.loads(json.dumps(whole))
    assert answer(client, f"statements/{one.id[:9]}")["statement"] == one.id


def test_a_statement_can_be_asked_for_as_it_stood(client: TestClient, built_world: Path) -> None:
    change, one = communique.open(built_world).latest_edits(1)[0]
    before = answer(client, f"statements/{one.id}", at="2024-01-01T00:00:00Z") if change.at < "2024-01-02" else None
    now = answer(client, f"statements/{one.id}", at=change.at)
    assert before is None
    assert now["version"] == change.to_version


@pytest.mark.parametrize(("path", "field"), [("changes", "change"), ("links", "kind"), ("decisions", "action")])
def test_what_belongs_to_a_statement_is_a_page(client: TestClient, path: str, field: str) -> None:
    found = answer(client, f"statements/{first(client)}/{path}")
    assert set(found) == {"total", "next", "items"}
    assert all(field in one for one in found["items"])


def test_a_difference_spells_both_texts(client: TestClient, built_world: Path) -> None:
    change, one = communique.open(built_world).latest_edits(1)[0]
    found = answer(client, "diff", a=change.from_version, b=change.to_version)
    texts = {v.id: v.text for v in communique.open(built_world).versions(one.id)[one.id]}
    a = texts[str(change.from_version)]
    assert "".join(a[a0:a1] for _, a0, a1, _, _ in found["opcodes"]) == a


def test_issuers_count_what_there_is(client: TestClient) -> None:
    found = answer(client, "issuers")
    assert found["total"] == len(found["items"])
    assert sum(one["statements"] for one in found["items"]) == answer(client, "status")["items"][0]["statements"]
    for one in found["items"]:
        assert sum(one["languages"].values()) == one["statements"]
        assert sum(one["months"].values()) <= one["statements"]


def test_status_says_no_path(client: TestClient, built_world: Path) -> None:
    facts = answer(client, "status")["items"][0]
    assert facts["archive"] == built_world.name
    assert {"statements", "faults", "waiting_for_index", "last_verify"} <= set(facts)
    assert answer(client, "faults")["total"] == facts["faults"]


@pytest.mark.parametrize("what", ["statements", "versions", "changes", "captures"])
def test_an_export_has_everything_in_both_formats(client: TestClient, what: str) -> None:
    lines = client.get(f"{API}/export", params={"what": what}).text.splitlines()
    table = list(csv.DictReader(io.StringIO(client.get(f"{API}/export", params={"what": what, "format": "csv"}).text)))
    assert len(lines) == len(table) > 0
    rows = [json.loads(line) for line in lines]
    assert [row["statement"] for row in rows] == [row["statement"] for row in table]


def test_all_hits_of_a_search_can_be_exported(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("communique.access.web.streams._PAGE", 3)  # several pages
    response = client.get(f"{API}/search/export", params={"q": "convoy", "country": "XTM"})
    rows = [json.loads(line) for line in response.text.splitlines()]
    shown = answer(client, "search", q="convoy", country="XTM", limit=200)["items"]
    assert {row["statement"] for row in rows} == {row["statement"] for row in shown}
    assert response.headers["content-disposition"] == 'attachment; filename="hits.jsonl"'


def test_the_original_bytes_can_be_had_and_are_never_run(client: TestClient, built_world: Path) -> None:
    archive = communique.open(built_world)
    capture = archive.captures(first(client))[first(client)][0]
    response = client.get(f"{API}/captures/{capture.id}/original")
    assert response.content == archive.original(capture.id)
    assert response.headers["content-type"] == "application/octet-stream"
    assert response.headers["content-disposition"].startswith("attachment")


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("nowhere", 404),
        ("statements/zzzzzzzzzzzz", 404),
        ("statements/a/changes", 409),
        ("captures/zzzzzzzzzzzz/original", 404),
        ("search?limit=0", 422),
        ("search?limit=many", 422),
        ("search?issuers=x", 422),
        ("search?cursor=x", 400),
        ("search?since=2024-13", 422),
        ("search?since=2024-02-30", 400),
        ("search?since=yesterday", 422),
        ("statements?cursor=x", 400),
        ("statements?kind=rumour", 400),
        ("export?what=secrets", 422),
        ("export?format=exe", 422),
        ("diff?a=x", 422),
    ],
)
def test_an_error_is_a_problem_that_says_what(client: TestClient, path: str, status: int) -> None:
    response = client.get(f"{API}/{path}")
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    told = response.json()
    assert {"type", "title", "status", "detail"} <= set(told)
    assert told["status"] == status
    assert len(told["detail"]) > 5


def test_a_withdrawn_statement_is_gone_and_says_only_what_may_be_said(
    opened: Callable[..., TestClient], world_archive: Path
) -> None:
    archive = communique.open(world_archive)
    one = archive.list(limit=1)[0][0]
    capture = archive.captures(one.id)[one.id][0]
    archive.withdraw(one.id, "names of private persons", by="ada")
    client = opened(world_archive)
    for path in (f"statements/{one.id}", f"statements/{one.id}/decisions", f"captures/{capture.id}/original"):
        response = client.get(f"{API}/{path}")
        assert response.status_code == 410
        assert set(response.json()) == {"type", "title", "status", "detail", "statement", "url", "withdrawn"}
    for path in (f"/statements/{one.id}", f"/captures/{capture.id}/replay", f"/captures/{capture.id}/original"):
        page = client.get(path)
        assert page.status_code in (404, 410)
        assert (one.title or "") not in page.text
    assert answer(client, "statements", limit=500)["items"][0].keys()


def test_the_api_describes_itself(client: TestClient) -> None:
    told = answer(client, "openapi.json")
    assert told["openapi"].startswith("3.1")
    assert {f"{API}/{p}" for p in ("search", "statements", "statements/{id}", "issuers", "status")} <= set(told["paths"])
    for path, methods in told["paths"].items():
        for said in methods.values():
            assert said["description"], path


def test_statements_are_counted_over_time_where_asked_for(client: TestClient) -> None:
    assert answer(client, "search", q="convoy")["over_time"] is None
    found = answer(client, "search", q="convoy", over_time="month")
    assert sum(one["count"] for one in found["over_time"]) + found["undated"] == found["total"]


def test_a_word_is_completed_from_the_archive(client: TestClient) -> None:
    assert "convoy" in [one["text"] for one in answer(client, "suggest", q="conv")["items"]]


def test_similar_statements_are_others(client: TestClient) -> None:
    one = first(client)
    found = answer(client, f"statements/{one}/similar")["items"]
    assert found
    assert one not in [other["statement"] for other in found]


def test_a_catalog_that_is_rebuilt_or_changed_meanwhile_is_seen_at_once(
    opened: Callable[..., TestClient], world_archive: Path
) -> None:
    client = opened(world_archive)
    before = answer(client, "status")["items"][0]["statements"]
    one = first(client)
    archive = communique.open(world_archive)
    archive.withdraw(one, "under review", by="ada")
    assert answer(client, "status")["items"][0]["statements"] == before - 1
    assert one not in [hit["statement"] for hit in answer(client, "search", q="convoy", limit=200)["items"]]
    archive.rebuild()
    assert answer(client, "status")["items"][0]["statements"] == before - 1
    assert answer(client, "search", q="convoy")["total"] > 0
    archive.undo(one, "withdraw", by="ada")
    assert answer(client, f"statements/{one}")["statement"] == one
