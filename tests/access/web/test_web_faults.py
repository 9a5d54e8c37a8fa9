"""Protects the tables that stand on a page whole, issuers and faults: they sort, filter, lead to what they name, and export."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

import communique
from communique.model import Fault
from invented import rows

Opened = Callable[..., TestClient]
Write = Callable[[str, bytes | str], Path]
STATEMENT = "aaaabbbbcccc"


@pytest.fixture
def broken(archive: communique.Archive, write: Write, opened: Opened) -> TestClient:
    """An archive in which three items failed: two lines of a data set, and an empty file."""
    archive.add([write("b.jsonl", b"{broken\n" + rows(1) + b"{broken too\n"), write("a.html", b"")])
    return opened(archive.folder)


def shown(text: str) -> list[str]:
    """The places of the faults of the page, in their order."""
    return [unescape(one).rpartition("/")[2] for one in re.findall(r'<td class="address">(.*?)</td>', text)]


@pytest.mark.parametrize(
    ("asked", "places"),
    [
        ("", ["b.jsonl:1", "b.jsonl:3", "a.html"]),
        ("?sort=-time", ["a.html", "b.jsonl:3", "b.jsonl:1"]),
        ("?sort=where", ["a.html", "b.jsonl:1", "b.jsonl:3"]),
        ("?sort=what", ["a.html", "b.jsonl:1", "b.jsonl:3"]),
        ("?find=B.JSONL", ["b.jsonl:1", "b.jsonl:3"]),
        ("?find=%20empty%20", ["a.html"]),
        ("?find=nowhere", []),
        ("?find=&sort=-time&unknown=x", ["a.html", "b.jsonl:3", "b.jsonl:1"]),
    ],
)
def test_faults_are_sorted_and_filtered(broken: TestClient, asked: str, places: list[str]) -> None:
    text = broken.get(f"/status{asked}").text
    assert shown(text) == places
    assert f"{len(places)} of 3 faults" in text


def test_the_filter_and_the_order_are_kept_by_the_form_and_the_export(broken: TestClient) -> None:
    text = broken.get("/status?find=jsonl&sort=-time").text
    assert 'value="jsonl"' in text
    assert '<option value="-time" selected>' in text
    for format_ in ("csv", "jsonl"):
        link = unescape(re.search(rf'href="(/api/v1/faults/export\?[^"]*format={format_})"', text)[1])
        answer = broken.get(link)
        assert answer.headers["content-disposition"] == f'attachment; filename="faults.{format_}"'
        lines: list[dict[str, Any]] = (
            list(csv.DictReader(io.StringIO(answer.text)))
            if format_ == "csv"
            else [json.loads(line) for line in answer.text.splitlines()]
        )
        assert [line["path"].rpartition("/")[2] for line in lines] == ["b.jsonl:3", "b.jsonl:1"]
        assert all(line["why"] and line["todo"] for line in lines)


def test_a_fault_of_something_that_is_kept_leads_there(
    opened: Opened, archive: communique.Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = [
        Fault(f"statement {STATEMENT}", "decision", "w", "t", id=1, at="2024-03-14T00:00:00Z"),
        Fault("x <b>", "read", "w", id=2),
    ]
    monkeypatch.setattr(communique.Archive, "faults", lambda self: found)
    monkeypatch.setattr("communique.access.web.pages.status.facts", lambda archive: {**FACTS, "faults": 2})
    text = opened(archive.folder).get("/status").text
    assert f'<a href="/statements/{STATEMENT}">statement {STATEMENT}</a>' in text
    assert '<td class="address">x &lt;b&gt;</td>' in text


def test_of_very_many_faults_the_first_are_shown_and_all_exported(
    opened: Opened, archive: communique.Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = [Fault(f"file {n}", "read", "why", "todo", id=n, at=f"2024-03-14T00:{n % 60:02d}:00Z") for n in range(1, 502)]
    monkeypatch.setattr(communique.Archive, "faults", lambda self: found)
    monkeypatch.setattr("communique.access.web.pages.status.facts", lambda archive: {**FACTS, "faults": 501})
    client = opened(archive.folder)
    text = client.get("/status").text
    assert len(shown(text)) == 200
    assert "501 of 501 faults; the first 200 are shown" in text
    assert len(client.get("/api/v1/faults/export").text.splitlines()) == 501


FACTS = {
    **dict.fromkeys(("statements", "withdrawn", "versions", "captures", "refused", "undated", "issuers"), 0),
    **dict.fromkeys(("own_claims", "reported_claims", "waiting_for_index", "waiting_for_reader"), 0),
    **dict.fromkeys(("since", "until", "last_capture", "last_accession", "last_verify")),
    "not_read": {},
    "changes": {},
}


def test_issuers_are_exported_as_the_page_shows_them(client: TestClient) -> None:
    text = client.get("/issuers?name=tamrania&sort=name").text
    names = [unescape(one) for one in re.findall(r'<th scope="row"><a [^>]*><bdi>(.*?)</bdi>', text)]
    links = [unescape(one) for one in re.findall(r'href="(/api/v1/issuers/export\?[^"]+)"', text)]
    assert len(links) == 2
    table = list(csv.DictReader(io.StringIO(client.get(links[0]).text)))
    assert [row["issuer_name"] for row in table] == names
    assert [row["issuer_name"] for row in map(json.loads, client.get(links[1]).text.splitlines())] == names
    assert json.loads(table[0]["languages"]).keys()


@pytest.mark.parametrize("path", ["issuers/export?sort=size", "faults/export?format=exe", "faults/export?names=x"])
def test_an_export_of_a_table_that_cannot_be_made_is_refused(client: TestClient, path: str) -> None:
    assert client.get(f"/api/v1/{path}").status_code == 422


def test_an_export_without_rows_has_its_head(client: TestClient) -> None:
    assert client.get("/api/v1/faults/export?format=csv").text.strip() == "id,at,what,path,url,why,todo,traceback"
    assert client.get("/api/v1/faults/export").text == ""
