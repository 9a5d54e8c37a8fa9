"""Protects narrowing on the search page and in the API: regions by name, kept wherever they lead; acts written into the query."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from starlette.testclient import TestClient

import communique
from communique.query import CLAIM_FIELDS, FIELDS
from communique.settings import Settings
from invented import Cli, page
from plain_reader import PlainReader

Opened = Callable[..., TestClient]
Write = Callable[[str, bytes | str], Path]
COUNTRIES = {"a": "FRA", "b": "GEO", "c": "AZE", "d": "XKV"}  # of three regions one; an invented state lies in none


@pytest.fixture
def places(opened: Opened, cli: Cli, write: Write) -> TestClient:
    """Rows of a data set from several regions."""
    lines = [json.dumps({"id": i, "text": f"The convoy of {i}.", "country": c}) + "\n" for i, c in COUNTRIES.items()]
    cli("add", write("rows.jsonl", "".join(lines)))
    return opened(cli.archive)


def facet(text: str, name: str) -> dict[str, tuple[str, int]]:
    """Value -> where it leads and how many there are, of a facet of the page."""
    (section,) = re.findall(rf'<section class="facet" aria-label="{name}">(.*?)</section>', text, re.DOTALL)
    found = re.findall(r'<a href="([^"]+)"[^>]*><bdi>([^<]+)</bdi>.*?</a> <span class="number">(\d+)', section)
    return {value: (unescape(address), int(number)) for address, value, number in found}


def total(text: str) -> int:
    return int(re.search(r'role="status">(\d+) statement', text)[1])


def test_regions_narrow_by_name_and_are_let_go(places: TestClient) -> None:
    regions = facet(places.get("/search?q=convoy").text, "Region")
    assert {name: number for name, (_, number) in regions.items()} == {"Western Asia": 2, "Western Europe": 1}
    address, number = regions["Western Asia"]
    assert parse_qs(urlsplit(address).query)["region"] == ["145"]
    narrowed = places.get(address).text
    assert total(narrowed) == number
    assert "Drop all filters" in narrowed
    back, _ = facet(narrowed, "Region")["Western Asia"]
    assert "region" not in parse_qs(urlsplit(back).query)


def test_a_region_is_kept_by_the_form_the_other_facets_and_the_exports(places: TestClient) -> None:
    text = places.get("/search?q=convoy&region=145").text
    assert '<input type="hidden" name="region" value="145">' in text
    for name in ("Country or body", "Region"):
        for value, (address, _) in facet(text, name).items():
            assert value == "Western Asia" or "region=145" in address
    exported = unescape(re.search(r'href="(/api/v1/search/export\?[^"]*format=jsonl)"', text)[1])
    assert {json.loads(line)["original_id"] for line in places.get(exported).text.splitlines()} == {"b", "c"}
    assert '<input type="hidden" name="region" value="145">' in places.get("/claims?region=145").text


def test_a_region_may_be_given_by_a_name(places: TestClient) -> None:
    text = places.get("/search", params={"q": "convoy", "region": "Asie de l’Ouest"}).text
    assert facet(text, "Region")["Western Asia"][1] == total(text) == 2
    assert "is no region" in places.get("/search?q=convoy&region=Atlantis").text


@pytest.mark.parametrize(
    ("path", "field"), [("search?q=convoy&", "items"), ("statements?", "items"), ("export?", ""), ("search/export?q=convoy&", "")]
)
def test_the_api_takes_regions_wherever_it_takes_countries(places: TestClient, path: str, field: str) -> None:
    answer = places.get(f"/api/v1/{path}region=Western%20Europe")
    found = answer.json()[field] if field else [json.loads(line) for line in answer.text.splitlines()]
    assert [one["original_id"] for one in found] == ["a"]
    refused = places.get(f"/api/v1/{path}region=Atlantis")
    assert refused.status_code == 400
    assert "is no region of UN M49" in refused.json()["detail"]


def test_the_form_may_be_sent_as_it_is(places: TestClient) -> None:
    text = places.get("/search?q=convoy&since=&until=&sort=relevance&region=145").text
    assert total(text) == 2
    assert 'role="alert"' in places.get("/search?q=convoy&since=soon&until=").text


SAID = {
    "a": ("We condemn the shelling of Osten by Tamrania.", "The convoy was late."),
    "b": ("We demand an answer.", "The convoy never came."),
    "c": ("We condemn the convoy of Tamrania.", "We demand that it returns."),
}


@pytest.fixture
def acts(opened: Opened, tmp_path: Path, write: Write) -> TestClient:
    """Three statements whose claims were read."""
    archive = communique.open(tmp_path / "a.archive", create=True, settings=Settings(workers=1, reader=PlainReader()))
    rows = [
        write(f"{name}.html", page(f"Statement {name}", said, url=f"https://mfa.karvelia.example/{name}"))
        for name, said in SAID.items()
    ]
    archive.add(rows, issuer="MFA of Karvelia")
    return opened(tmp_path / "a.archive")


def test_choosing_an_act_writes_it_into_the_query_and_letting_go_takes_it_out(acts: TestClient) -> None:
    first = acts.get("/search", params={"q": "convoy shelling", "lang": "en"}).text
    counts = facet(first, "Act, in own claims")
    assert counts.keys() == {"accuse", "demand", "state"}
    address, number = counts["accuse"]
    assert number == 2
    narrowed = acts.get(address).text
    assert 'name="q" type="search" value="(convoy shelling) AND act:ACCUSE"' in narrowed
    assert total(narrowed) == number
    both = acts.get(facet(narrowed, "Act, in own claims")["demand"][0]).text
    assert total(both) == 1
    back, _ = facet(narrowed, "Act, in own claims")["accuse"]
    assert parse_qs(urlsplit(back).query) == {"q": ["convoy shelling"], "lang": ["en"]}


def test_the_ledger_takes_regions_too(acts: TestClient, places: TestClient) -> None:
    for client in (acts, places):
        assert client.get("/api/v1/claims?region=145").json()["total"] == 0
        assert client.get("/api/v1/claims?region=Atlantis").status_code == 400
        assert client.get("/api/v1/claims/export?region=145").text == ""
        assert "is no region" in client.get("/claims?region=Atlantis").text


def test_a_query_that_would_grow_too_long_offers_no_act(acts: TestClient) -> None:
    asked = "convoy " * 285
    assert "Act, in own claims" not in acts.get("/search", params={"q": asked.strip()}).text
    assert total(acts.get("/search", params={"q": asked.strip()}).text) == 3


def test_the_help_names_the_fields_of_claims_too(client: TestClient) -> None:
    told = re.search(r'<details class="help">(.*?)</details>', client.get("/search").text, re.DOTALL)[1]
    examples = re.findall(r"<code>(.*?)</code>", told)
    named = {field for one in examples for field in re.findall(r"([a-z]+):", one)}
    assert {"title", "issuer", "date", *CLAIM_FIELDS} <= named <= set(FIELDS)
    for one in examples:
        assert not [
            note
            for note in client.get("/api/v1/search", params={"q": unescape(one)}).json()["notes"]
            if "no field" in note["message"]
        ]
