"""Protects `issuers check`: a profile is judged by its fields and by what its saved page gives; what is unknown is counted."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from communique.issuers import load
from invented import Cli, page

PROFILE = """id: xkv-mfa
names: {en: [Ministry of Foreign Affairs of the Republic of Karvelia]}
code: XKV
body: ministry
hosts: [mfa.karvelia.example]
languages: [en]
page: pages/osten.html
"""
EXPECTATION = "osten.html.expected.json"
Write = Callable[[str, bytes | str], Path]


pytestmark = pytest.mark.usefixtures("archive")


@pytest.fixture
def profile(write: Write) -> Path:
    write("issuers/pages/osten.html", page())
    return write("issuers/xkv-mfa.yaml", PROFILE)


def test_the_first_run_writes_what_the_page_gives_and_the_next_agrees(cli: Cli, profile: Path) -> None:
    before = cli("issuers", "check", profile)
    assert "1 profile checked, all valid" in before.err
    assert "1 x page: what it should give is not written yet" in before.err
    assert "wrote" in cli("issuers", "check", profile, "--write").err
    expected = json.loads((profile.parent / EXPECTATION).read_text("utf-8"))
    assert expected["title"] == "Statement on the shelling of Osten"
    assert (expected["date"], expected["lang"], expected["issuer"], expected["page_type"]) == (
        "2024-03-14",
        "en",
        "xkv-mfa",
        "statement",
    )
    assert "Ministry of Foreign Affairs" in expected["first"]
    after = cli("issuers", "check", profile)
    assert after.text == ""
    assert "1 x checked: never compared with the live site (-v shows which)" in after.err


CHANGES = [
    ("title", "Note", 'page: title was "Note", is'.replace('"', "'")),
    ("date", None, "page: date was None, is '2024-03-14'"),
    ("words", 7, "page: words was 7, is"),
    ("text_digest", "sha256:0", "page: text_digest was 'sha256:0', is 'sha256:"),
]


@pytest.mark.parametrize(("name", "value", "said"), CHANGES, ids=[case[0] for case in CHANGES])
def test_a_page_that_gives_something_else_names_the_field_and_both_values(
    cli: Cli, profile: Path, name: str, value: object, said: str
) -> None:
    cli("issuers", "check", profile, "--write")
    file = profile.parent / EXPECTATION
    file.write_text(json.dumps(json.loads(file.read_text("utf-8")) | {name: value}), "utf-8")
    ran = cli("issuers", "check", profile, code=1)
    assert said in ran.text
    assert len(ran.text.splitlines()) == 1
    assert "1 of 1 profile with problems" in ran.err
    renewed = cli("issuers", "check", profile, "--write")
    assert said in renewed.text
    cli("issuers", "check", profile)


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        (f"issuers/{EXPECTATION}", "{", "cannot be read"),
        (f"issuers/{EXPECTATION}", "[]", "is no JSON object"),
        ("issuers/pages/osten.html", b"", "page: osten.html is empty"),
        ("issuers/xkv-mfa.yaml", PROFILE.replace("XKV", "nowhere"), "code: 'nowhere' is neither"),
        ("issuers/xkv-mfa.yaml", "id: [", "not valid YAML"),
        ("issuers/xkv-mfa.yaml", b"\xff\xfe", "cannot be read"),
        ("issuers/xkv-mfa.yaml", PROFILE + "selectors: {title: 'h1['}\n", "page: osten.html cannot be read"),
    ],
    ids=["broken expectation", "other expectation", "empty page", "bad code", "not YAML", "not UTF-8", "bad selector"],
)
def test_what_is_wrong_is_one_line_and_exit_1(
    cli: Cli, profile: Path, write: Write, name: str, data: bytes | str, said: str
) -> None:
    write(name, data)
    ran = cli("issuers", "check", profile, code=1)
    assert said in ran.text


def test_what_is_only_unknown_is_no_problem_and_counted_in_one_line(cli: Cli) -> None:
    ran = cli("issuers", "check")
    count = len(load())
    assert ran.text == ""
    assert ran.err.startswith(f"communique: {count} profiles checked, all valid; ")
    assert f"{count} x page: no saved example page" in ran.err
    assert len(ran.err.splitlines()) == 1
    shown = cli("issuers", "check", "-v").text
    assert "az-mfa: checked: never compared with the live site" in shown


def test_the_profiles_of_the_invented_world_agree_with_their_pages(cli: Cli, world: Path) -> None:
    files = sorted((world / "issuers").glob("*.yaml"))
    assert len(files) == 6
    ran = cli("issuers", "check", *files, "-v")  # an improved extractor may differ: look, then --write
    assert (ran.text, ran.err) == ("", "communique: 6 profiles checked, all valid\n")


def test_a_demo_archive_has_its_profiles_and_their_pages(cli: Cli, tmp_path: Path) -> None:
    folder = tmp_path / "demo.archive"
    cli("demo", archive=folder)
    ran = cli("issuers", "check", "xkv-mfa", "xtm-mfa", "als", "-v", archive=folder)
    assert (ran.text, ran.err) == ("", "communique: 3 profiles checked, all valid\n")
    assert (folder / "issuers/hospital-en.html").is_file()
    assert "1 of 1 profile" in cli("issuers", "check", "nobody", archive=folder, code=1).err


LISTING = """<html><body><nav><a href="/a">About the Ministry of Karvelia</a></nav><h1>Statements</h1><ul class="list">{items}</ul>
<aside><p><a href="/x">Working hours of the consular section</a></p></aside></body></html>"""
SERIES = """series:
  - {listing: "https://mfa.karvelia.example/en/statements", expected_at_least: 3, page: pages/statements.html}
"""


def _listing(count: int) -> str:
    """A listing page of so many statements, each linked by its title and again by a button."""
    item = '<li><a href="/en/{n}">Statement number {n} on the strait of Orvel</a> <a href="/en/{n}">More</a></li>'
    return LISTING.format(items="".join(item.format(n=n) for n in range(count)))


@pytest.mark.parametrize(
    ("count", "selectors", "said"),
    [
        pytest.param(3, "", None, id="as many as expected"),
        pytest.param(2, "", "series[0].page: statements.html has 2 items (expected at least 3)", id="too few"),
        pytest.param(3, "selectors: {items: ul.list > li}\n", None, id="elements selected"),
        pytest.param(3, "selectors: {items: ul.list > li > a}\n", None, id="links selected, each address once"),
        pytest.param(3, "selectors: {items: div.news a}\n", "has 0 items (expected at least 3)", id="a selector that broke"),
        pytest.param(3, "selectors: {items: 'a['}\n", "selectors.items is not a CSS selector", id="no selector"),
    ],
)
def test_a_saved_listing_page_has_as_many_items_as_expected(
    cli: Cli, profile: Path, write: Write, count: int, selectors: str, said: str | None
) -> None:
    write("issuers/pages/statements.html", _listing(count))
    write("issuers/xkv-mfa.yaml", PROFILE + SERIES + selectors)
    code = 0 if said is None else 1
    cli("issuers", "check", profile, "--write", code=code)
    ran = cli("issuers", "check", profile, code=code)
    assert (said or "") in ran.text
    assert bool(ran.text) is (said is not None)


def test_a_listing_page_that_is_not_there_is_only_unknown(cli: Cli, profile: Path, write: Write) -> None:
    write("issuers/xkv-mfa.yaml", PROFILE + SERIES)
    ran = cli("issuers", "check", profile, "-v")
    assert "series[0].page: pages/statements.html is not there" in ran.text
