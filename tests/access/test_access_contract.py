"""Protects the JSON contract: each verb gives exactly the fields that the design names, in the forms that it names."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from invented import SENTENCES, Cli, page, rows

Write = Callable[[str, bytes | str], Path]

TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")
DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
DIGEST = re.compile(r"sha256:[0-9a-f]{64}")
ID = re.compile(r"[a-z2-7]{12}")
EVIDENCE = {"title", "lang", "issuer", "kind", "text"}

STATEMENT = {
    "statement",
    "version",
    "original_id",
    "dataset",
    "issuer",
    "issuer_name",
    "country",
    "title",
    "date",
    "lang",
    "kind",
    "number",
    "url",
    "tags",
    "unread",
    "text",
    "versions",
    "captures",
}
VERSION = {
    "version",
    "statement",
    "current",
    "title",
    "date",
    "lang",
    "issuer",
    "kind",
    "number",
    "text",
    "text_digest",
    "marks",
    "langs",
    "pages",
    "evidence",
    "unknown",
    "unread",
    "made_by",
}
CAPTURE = {
    "capture",
    "statement",
    "version",
    "outcome",
    "reason",
    "url",
    "url_evidence",
    "accessioned",
    "captured",
    "media_type",
    "status",
    "digest",
    "size",
    "path",
    "original_page",
    "warc",
    "offset",
    "length",
    "made_by",
}
CHANGE = {"statement", "url", "change", "edit", "from", "to", "at", "announced"}
HIT = {
    "statement",
    "version",
    "original_id",
    "title",
    "date",
    "issuer",
    "lang",
    "url",
    "score",
    "in",
    "current",
    "quote",
    "start",
    "end",
    "highlights",
    "more",
    "copies",
}
EXTRACTION = {
    "title",
    "date",
    "lang",
    "issuer",
    "kind",
    "number",
    "text",
    "marks",
    "page_type",
    "reason",
    "furniture",
    "page_text_digest",
    "evidence",
    "unknown",
    "encoding",
    "damaged",
    "langs",
    "pages",
    "made_by",
}
ADDED = {"statement", "version", "change", "title", "date", "lang", "issuer", "url", "digest", "path", "original_id"}
REFUSED = {"path", "url", "change", "page_type", "reason", "digest", "statement"}
DECISION = {"decision", "statement", "action", "values", "note", "undoes", "at", "by"}
FAULT = {"id", "at", "path", "url", "what", "why", "todo", "traceback"}


def _stated(date: Any) -> None:
    if date is not None:
        assert set(date) == {"value", "precision", "source", "evidence", "inferred", "alternatives"}
        assert DATE.fullmatch(date["value"])
        assert date["precision"] == {4: "year", 7: "month", 10: "day"}[len(date["value"])]
        assert isinstance(date["inferred"], bool)
        assert all(set(other) == {"value", "source", "evidence"} for other in date["alternatives"])


def _spans(spans: list[list[Any]], text: str) -> None:
    for start, end, word in spans:
        assert 0 <= start <= end <= len(text)
        assert isinstance(word, str)


def _statement(one: dict[str, Any]) -> None:
    assert set(one) == STATEMENT
    assert ID.fullmatch(one["statement"])
    assert one["date"] is None or DATE.fullmatch(one["date"])
    assert [v["version"] for v in one["versions"] if v["current"]] == [one["version"]]
    for version in one["versions"]:
        assert set(version) == VERSION
        assert DIGEST.fullmatch(version["text_digest"])
        assert {mark[2] for mark in version["marks"]} <= {"heading", "bold", "list", "quote"}
        _stated(version["date"])
        _spans(version["marks"], version["text"])
        for name in ("date", "issuer", "lang", "title"):
            assert version[name] is not None or version["unknown"].get(name), (name, version["unknown"])
    for capture in one["captures"]:
        assert set(capture) == CAPTURE
        assert DIGEST.fullmatch(capture["digest"])
        assert TIME.fullmatch(capture["accessioned"])
        assert capture["captured"] is None or TIME.fullmatch(capture["captured"])
        assert capture["original_page"] == (one["dataset"] is None)
    assert one["captures"][0]["statement"] == one["statement"]
    current = next(v for v in one["versions"] if v["current"])
    assert one["text"] == current["text"]


def test_list_show_and_export_give_the_same_record(built_world: Path, cli: Cli) -> None:
    listed = cli("list", "--limit", "1000", "--json", archive=built_world).records
    exported = cli("export", "jsonl", archive=built_world).records
    assert len(listed) == len(exported) > 50
    assert {json.dumps(one, sort_keys=True) for one in listed} == {json.dumps(one, sort_keys=True) for one in exported}
    for one in listed:
        _statement(one)
    for one in listed[::15]:
        assert cli("show", one["statement"], "--json", archive=built_world).record == one


@pytest.mark.parametrize("what", ["versions", "changes", "captures"])
def test_export_gives_versions_changes_and_captures(what: str, built_world: Path, cli: Cli) -> None:
    found = cli("export", "jsonl", "--what", what, archive=built_world).records
    assert {frozenset(one) for one in found} == {frozenset({"versions": VERSION, "changes": CHANGE, "captures": CAPTURE}[what])}
    if what == "changes":
        assert {one["change"] for one in found} >= {"new", "edited", "missing"}
        for one in found:
            assert TIME.fullmatch(one["at"])
            assert (one["edit"] is not None) == (one["change"] == "edited")
            assert one["edit"] in (None, "substantive", "minor", "markup", "rolling", "mass", "same")


def test_history_gives_captures_versions_changes_and_decisions(world_archive: Path, cli: Cli) -> None:
    changes = cli("export", "jsonl", "--what", "changes", archive=world_archive).records
    one = next(c["statement"] for c in changes if c["change"] == "edited")
    cli("tag", one, "merrow", "--by", "Ana", archive=world_archive)
    found = cli("history", one, "--json", archive=world_archive).records
    fields = {
        "capture": CAPTURE,
        "version": VERSION,
        "change": CHANGE,
        "decision": DECISION,
        "link": {"a", "b", "kind", "evidence"},
    }
    for record in found:
        assert set(record) == fields[record["type"]] | {"type"}
    assert {record["type"] for record in found} >= {"capture", "version", "change", "decision"}
    (decision,) = [record for record in found if record["type"] == "decision"]
    assert (decision["by"], decision["action"], decision["values"]) == ("Ana", "tag", {"tag": "merrow"})
    assert TIME.fullmatch(decision["at"])


def test_search_gives_a_head_and_hits_with_exact_offsets(built_world: Path, cli: Cli) -> None:
    for query in ("convoy AND bridge", "мост", "桥", "الجسر", "title:convoy", "mercenaries"):
        head, *hits = cli("search", query, "--limit", "50", "--json", archive=built_world).records
        assert set(head) == {"total", "facets", "notes", "next", "did_you_mean", "over_time", "undated"}
        assert head["total"] >= len(hits) > 0, query
        for hit in hits:
            assert set(hit) == HIT
            shown = cli("show", hit["version"], "--json", archive=built_world).record
            stored = next(v for v in shown["versions"] if v["version"] == hit["version"])
            whole = shown["text"] if hit["in"] == "text" else shown["title"] if hit["current"] else stored["title"]
            assert hit["quote"] == whole[hit["start"] : hit["end"]]
            assert hit["highlights"]
            for start, end in hit["highlights"]:
                assert hit["start"] <= start < end <= hit["end"]


def test_search_says_what_it_understood_differently(built_world: Path, cli: Cli) -> None:
    head = cli("search", '"convoy AND (bridge', "--json", archive=built_world).records[0]
    assert head["notes"]
    assert all(set(note) == {"column", "message"} for note in head["notes"])
    assert cli("search", "zzzzzzz", "--json", archive=built_world).records == [
        {
            "total": 0,
            "facets": head["facets"] and cli("search", "zzzzzzz", "--json", archive=built_world).records[0]["facets"],
            "notes": [],
            "next": None,
            "did_you_mean": None,
            "over_time": None,
            "undated": None,
        }
    ]


def test_add_says_what_became_of_each_item(cli: Cli, write: Write, world: Path) -> None:
    listing = next((world / "pages").glob("*/listing-en.html"))
    ran = cli("add", write("a.html", page()), write("rows.jsonl", rows(2)), listing, write("empty.html", b""), "--json", code=1)
    new = [r for r in ran.records if r.get("change") == "new"]
    assert len(new) == 3
    for one in new:
        assert set(one) == ADDED
        assert DIGEST.fullmatch(one["digest"])
        assert ID.fullmatch(one["version"])
    assert [one["original_id"] for one in new if one["original_id"]] == ["row-0", "row-1"]
    (refused,) = [r for r in ran.records if r.get("change") == "refused"]
    assert set(refused) == REFUSED
    assert (refused["page_type"], refused["path"]) == ("listing", str(listing))
    (error,) = [r for r in ran.records if "error" in r]
    assert set(error) == {"error", "path", "todo"}
    again = cli("add", "a.html", "--json").record
    assert (again["change"], again["statement"]) == ("same", new[0]["statement"])


def test_extract_gives_facts_with_evidence(cli: Cli, write: Write) -> None:
    found = cli("extract", write("a.html", page(furniture="Search in archive")), "--json", archive=False).record
    assert set(found) == EXTRACTION
    assert set(found["evidence"]) == EVIDENCE
    _stated(found["date"])
    _spans(found["marks"], found["text"])
    whole = cli("extract", "a.html", "--page-text", archive=False).text
    assert any("Search in archive" in whole[start:end] for start, end, _ in found["furniture"])
    assert found["date"]["value"] == "2024-03-14"
    assert found["issuer"] or found["unknown"]["issuer"]
    assert found["page_type"] == "statement"
    for name in ("title", "lang"):
        assert found[name]
        assert found["evidence"][name]


def test_a_file_without_text_is_no_failure_of_extract(cli: Cli, write: Write) -> None:
    found = cli("extract", write("scan.pdf", _scan()), "--json", archive=False).record
    assert (found["text"], found["page_type"]) == ("", "other")
    assert found["unknown"]["text"]


def _scan() -> bytes:
    import io

    from reportlab.pdfgen import canvas

    buffer = io.BytesIO()
    drawn = canvas.Canvas(buffer)
    drawn.rect(72, 72, 200, 200, fill=1)
    drawn.save()
    return buffer.getvalue()


def test_diff_gives_steps_that_rebuild_both_sides(cli: Cli, write: Write) -> None:
    a, b = " ".join(SENTENCES[:3]), " ".join((SENTENCES[0], SENTENCES[2], SENTENCES[3]))
    found = cli("diff", write("a.txt", a), write("b.txt", b), "--json").record
    assert set(found) == {"edit", "similarity", "opcodes", "moved", "notes"}
    assert found["edit"] == "substantive"
    assert 0 < found["similarity"] < 1
    assert "".join(a[a0:a1] for _, a0, a1, _, _ in found["opcodes"]) == a
    assert "".join(b[b0:b1] for _, _, _, b0, b1 in found["opcodes"]) == b
    assert {op[0] for op in found["opcodes"]} <= {"equal", "insert", "delete", "replace"}
    assert cli("diff", "a.txt", "a.txt", "--json").record["edit"] == "same"


def test_decisions_are_given_as_they_were_taken(cli: Cli, write: Write) -> None:
    one = cli("add", write("a.html", page()), "--json").record["statement"]
    two = cli("add", write("b.html", page("Another")), "--json").record["statement"]
    taken = [
        cli("edit", one, "--date", "2024-03", "--kind", "briefing", "--note", "why", "--by", "Ana", "--json"),
        cli("edit", one, "--title", "unknown", "--json"),
        cli("tag", one, two, "merrow", "--json"),
        cli("tag", two, "merrow", "--remove", "--json"),
        cli("link", one, two, "--kind", "same_text", "--json"),
        cli("withdraw", two, "--reason", "by mistake", "--json"),
        cli("withdraw", two, "--undo", "--json"),
    ]
    records = [record for ran in taken for record in ran.records]
    assert all(set(record) == DECISION for record in records)
    assert [r["action"] for r in records] == ["edit", "edit", "tag", "tag", "untag", "link", "withdraw", "undo"]
    assert records[0]["values"] == {"date": "2024-03", "kind": "briefing"}
    assert (records[0]["note"], records[0]["by"]) == ("why", "Ana")
    assert records[1]["values"] == {"title": None}
    assert records[5]["values"] == {"to": two, "kind": "same_text"}
    assert records[7]["undoes"] == records[6]["decision"]
    shown = cli("show", one, "--json").record
    assert (shown["date"], shown["kind"], shown["title"]) == ("2024-03", "briefing", None)


def test_faults_verify_status_and_copy_give_records(cli: Cli, write: Write, tmp_path: Path) -> None:
    cli("add", write("a.html", page()), write("rows.jsonl", rows(1) + b"{no\n"), code=1)
    (fault,) = cli("faults", "--json").records
    assert set(fault) == FAULT
    assert (fault["id"], fault["what"], fault["path"]) == (1, "read", str(tmp_path / "rows.jsonl:2"))
    assert TIME.fullmatch(fault["at"])
    status = cli("status", "--json").record
    assert status["statements"] == 2
    assert status["faults"] == 1
    assert {
        "archive",
        "versions",
        "captures",
        "refused",
        "undated",
        "since",
        "until",
        "last_capture",
        "last_accession",
        "issuers",
        "languages",
        "changes",
        "waiting_for_index",
        "last_verify",
        "withdrawn",
    } <= set(status)
    assert cli("verify", "--json").records == []
    (cli.archive / "originals/manifest.txt").write_text("x\n")
    (damage,) = cli("verify", "--json", code=1).records
    assert set(damage) == FAULT
    assert cli("copy", tmp_path / "c", "--json", code=1).records == []


def test_profiles_are_given_with_all_their_fields(built_world: Path, cli: Cli) -> None:
    listed = cli("issuers", "list", "--json", archive=built_world).records
    shown = cli("issuers", "show", "xkv-mfa", "--json", archive=built_world).record
    assert shown in listed
    assert {"issuer", "names", "code", "body", "hosts", "languages", "series"} <= set(shown)
    assert (shown["issuer"], shown["code"]) == ("xkv-mfa", "XKV")
