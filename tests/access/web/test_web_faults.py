"""Protects the tables that stand on a page whole, issuers and faults: they sort, filter, lead to what they name, and
export; faults are tried again and dismissed from the page, and only from the page."""

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
from communique.holdings import ingest_lock
from communique.model import Fault
from invented import page, rows

Opened = Callable[..., TestClient]
Csrf = Callable[[TestClient], str]
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
    text = opened(archive.folder).get("/status").text
    assert f'<a href="/statements/{STATEMENT}">statement {STATEMENT}</a>' in text
    assert '<td class="address">x &lt;b&gt;</td>' in text


def test_of_very_many_faults_the_first_are_shown_and_all_exported(
    opened: Opened, archive: communique.Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = [Fault(f"file {n}", "read", "why", "todo", id=n, at=f"2024-03-14T00:{n % 60:02d}:00Z") for n in range(1, 502)]
    monkeypatch.setattr(communique.Archive, "faults", lambda self: found)
    client = opened(archive.folder)
    text = client.get("/status").text
    assert len(shown(text)) == 200
    assert "501 of 501 faults; the first 200 are shown" in text
    assert len(client.get("/api/v1/faults/export").text.splitlines()) == 501


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


# --- mending ---------------------------------------------------------------------------------------------------------


def mend(client: TestClient, word: str, **said: object) -> Any:
    return client.post("/status/faults", data={"csrf": word, **said})


def note(answer: Any) -> str:
    return unescape(re.search(r'<p class="note" role="status">(.*?)</p>', answer.text)[1])


def test_one_fault_is_dismissed_and_the_page_stays_as_it_was_asked_for(broken: TestClient, csrf: Csrf) -> None:
    answer = mend(broken, csrf(broken), action="dismiss", fault=1, find="jsonl", sort="-time")
    assert note(answer) == "1 fault dismissed."
    assert answer.url.path == "/status"
    assert answer.url.fragment == "faults"
    assert shown(answer.text) == ["b.jsonl:3"]
    assert '<option value="-time" selected>' in answer.text
    again = mend(broken, csrf(broken), action="dismiss", fault=1)
    assert again.status_code == 404
    assert "no open fault 1" in again.text


def test_all_faults_of_the_page_are_dismissed_and_none_that_came_since(
    broken: TestClient, csrf: Csrf, archive: communique.Archive, write: Write
) -> None:
    last = re.search(r'name="last" value="(\d+)"', broken.get("/status?find=a.html").text)[1]
    archive.add(write("c.html", b""))
    assert note(mend(broken, csrf(broken), action="dismiss-all", last=last)) == "3 faults dismissed."
    answer = broken.get("/status")
    assert shown(answer.text) == ["c.html"]
    last = re.search(r'name="last" value="(\d+)"', answer.text)[1]
    answer = mend(broken, csrf(broken), action="dismiss-all", last=last)
    assert note(answer) == "1 fault dismissed."
    assert "None: everything" in answer.text
    assert note(mend(broken, csrf(broken), action="dismiss-all", last=last)) == "0 faults dismissed."


def test_faults_are_tried_again_and_what_came_of_it_is_said(broken: TestClient, csrf: Csrf, write: Write) -> None:
    write("a.html", page())
    answer = mend(broken, csrf(broken), action="retry")
    assert note(answer) == "What can be tried again was tried: 3 faults before, 2 faults now."
    assert set(shown(answer.text)) == {"b.jsonl:1", "b.jsonl:3"}
    assert broken.get("/api/v1/statements").json()["total"] == 2


def test_while_another_writes_nothing_is_tried_and_that_is_said(
    broken: TestClient, csrf: Csrf, archive: communique.Archive
) -> None:
    with ingest_lock(archive._layout.lock, "add"):
        assert "another process is writing" in note(mend(broken, csrf(broken), action="retry"))
    assert len(shown(broken.get("/status").text)) == 3


@pytest.mark.parametrize(
    "said",
    [{}, {"action": "dismiss"}, {"action": "dismiss", "fault": "x"}, {"action": "dismiss-all"}, {"action": "burn", "fault": 1}],
    ids=str,
)
def test_a_form_that_says_nothing_that_can_be_done_does_nothing(broken: TestClient, csrf: Csrf, said: dict[str, object]) -> None:
    assert mend(broken, csrf(broken), **said).status_code == 400
    assert len(shown(broken.get("/status").text)) == 3


def test_a_form_without_the_word_of_the_session_does_nothing(broken: TestClient, csrf: Csrf) -> None:
    word = csrf(broken)
    for said in ({"action": "retry"}, {"action": "dismiss-all", "last": "9"}, {"action": "dismiss", "fault": "1"}):
        for wrong in ("", "0" * 64):
            assert mend(broken, wrong, **said).status_code == 403
        elsewhere = broken.post("/status/faults", data={"csrf": word, **said}, headers={"Origin": "https://elsewhere.example"})
        assert elsewhere.status_code == 403
    assert broken.get("/status/faults").status_code == 405
    assert len(shown(broken.get("/status").text)) == 3


@pytest.mark.parametrize("asked", ["before=-1", "dismissed=many", "sort=size", "busy=perhaps"])
def test_what_came_of_it_cannot_be_made_up_in_words(broken: TestClient, asked: str) -> None:
    assert broken.get(f"/status?{asked}").status_code == 422
