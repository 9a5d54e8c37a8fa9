"""Protects the claims on the pages and in the API: whose words they are, two layers apart, corrections by people."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from starlette.testclient import TestClient

import communique
from communique.settings import Settings
from invented import page
from plain_reader import PlainReader

SAID = (
    "We condemn the shelling of Osten by Tamrania.",
    "Tamrania claims that its army was elsewhere on that day.",
    "The Ministry denies that Karvelia claims that the <b>bridge</b> was closed.",
    "We demand an answer.",
)


@pytest.fixture
def ledger(
    opened: Callable[..., TestClient], tmp_path: Path, write: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> TestClient:
    """A statement whose claims were read by the reader of the tests."""
    monkeypatch.delenv("COMMUNIQUE_READER")
    monkeypatch.setattr("communique.reading.readers._encoder", PlainReader)
    monkeypatch.setenv("COMMUNIQUE_USER", "ada")
    archive = communique.open(tmp_path / "a.archive", create=True, settings=Settings(workers=1))
    archive.add(write("a.html", page("Statement on Osten", SAID, url="https://mfa.karvelia.example/1")), issuer="MFA of Karvelia")
    client = opened(tmp_path / "a.archive")
    assert client.get("/api/v1/claims").json()["total"] >= 4
    return client


def claims(client: TestClient, **asked: str) -> list[dict]:
    return client.get("/api/v1/claims", params=asked).json()["items"]


def test_the_ledger_is_the_record_of_claims_in_two_layers(ledger: TestClient) -> None:
    found = ledger.get("/api/v1/claims").json()
    assert {"total", "next", "items", "own", "reported", "not_read"} == set(found)
    assert found["own"] + found["reported"] == found["total"]
    own, reported = claims(ledger, layer="own"), claims(ledger, layer="reported")
    assert {one["claim"] for one in own}.isdisjoint(one["claim"] for one in reported)
    assert all(len(one["chain"]) > 1 for one in reported)
    one = reported[0]
    assert ledger.get(f"/api/v1/claims/{one['claim']}").json() == one
    lines = ledger.get("/api/v1/claims/export", params={"layer": "reported"}).text.splitlines()
    assert [json.loads(line)["claim"] for line in lines]
    assert len(lines) == len(reported)
    assert len(ledger.get("/api/v1/export?what=claims").text.splitlines()) == found["total"]
    assert ledger.get(f"/api/v1/statements/{one['statement']}/claims").json()["total"] == found["total"]


@pytest.mark.parametrize("asked", ["act=SHOUT", "layer=both", "holders=XKV", "limit=0"])
def test_a_question_that_cannot_be_asked_of_the_ledger_is_refused(ledger: TestClient, asked: str) -> None:
    assert ledger.get(f"/api/v1/claims?{asked}").status_code in (400, 422)


def test_the_ledger_page_shows_whose_words_they_are(ledger: TestClient) -> None:
    text = ledger.get("/claims").text
    assert "according to" in text
    assert "reported" in text
    assert ledger.get("/claims?layer=own&act=&holder=").text.count("according to") == 0
    assert 'role="alert"' in ledger.get("/claims?act=SHOUT").text
    link = re.search(r'href="(/statements/\w+\?version=\w+&amp;span=\d+-\d+)#words"', text)
    assert link
    assert 'class="words" id="words"' in ledger.get(link[1].replace("&amp;", "&")).text


def test_claims_are_marked_in_the_text_and_can_be_switched(ledger: TestClient) -> None:
    one = claims(ledger)[0]
    path = f"/statements/{one['statement']}"
    text = ledger.get(path).text
    for claim in claims(ledger):
        assert f'id="c-{claim["claim"]}"' in text
        assert f'id="k-{claim["claim"]}"' in text
    assert "reported act-state" in text
    assert 'tabindex="0"' in text
    assert "reported act-" not in ledger.get(f"{path}?claims=own").text.split('class="text"')[1].split("</article>")[0]
    assert 'id="c-' not in ledger.get(f"{path}?claims=off").text
    plain = re.sub(r"<a class=\"pilcrow.*?</a>", "", text.split('id="text"')[1].split("</article>")[0])
    words = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", plain.partition(">")[2])).strip()
    assert "denies that Karvelia claims that the &lt;b&gt;bridge&lt;/b&gt; was closed" in words


def test_a_claim_is_corrected_and_the_correction_undone_from_its_page(
    ledger: TestClient, csrf: Callable[[TestClient], str]
) -> None:
    one = claims(ledger, layer="reported")[0]
    path, word = f"/claims/{one['claim']}", csrf(ledger)
    assert "Correct it" in ledger.get(path).text
    was = {"was_act": one["act"], "was_stance": one["stance"], "csrf": word}
    assert (
        ledger.post(
            f"{path}/corrections", data={**was, "act": "DENY", "stance": one["stance"]}, follow_redirects=False
        ).status_code
        == 303
    )
    changed = ledger.get(f"/api/v1{path}").json()
    assert (changed["act"], bool(changed["corrected"])) == ("DENY", True)
    assert ledger.post(f"{path}/corrections", data={**was, "what": "undo"}, follow_redirects=False).status_code == 303
    assert ledger.get(f"/api/v1{path}").json()["act"] == one["act"]
    assert ledger.post(f"{path}/corrections", data={**was, "act": one["act"]}).status_code == 400
    assert ledger.post(f"{path}/corrections", data={"act": "DENY"}).status_code == 403
    said = {"not_a_claim": True}
    response = ledger.post(f"/api/v1{path}/corrections", json=said, headers={"X-CSRF-Token": word})
    assert response.status_code == 201, response.text
    assert one["claim"] not in [other["claim"] for other in claims(ledger)]
    assert ledger.get(path).status_code == 404
    assert ledger.post(f"/api/v1{path}/corrections", json={"undo": True}, headers={"X-CSRF-Token": word}).status_code == 201


def test_a_statement_that_was_not_read_says_why(client: TestClient) -> None:
    one = client.get("/api/v1/statements?limit=1&lang=zh").json()["items"][0]
    version = next(v for v in one["versions"] if v["current"])
    assert version["unread"] is None or version["unread"] in client.get(f"/statements/{one['statement']}").text
