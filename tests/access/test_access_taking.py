"""Protects what the command line takes in: standard input, what users assert, odd folders, and extract, issuers and demo."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import communique
from invented import SENTENCES, Cli, page, rows

Write = Callable[[str, bytes | str], Path]
URL = "https://mfa.karvelia.example/news/1"


def test_extract_reads_standard_input_and_several_items(cli: Cli, write: Write) -> None:
    assert cli("extract", "-", "--json", stdin=page("From a pipe"), archive=False).record["title"] == "From a pipe"
    assert len(cli("extract", write("rows.jsonl", rows(3)), "--json", archive=False).records) == 3
    ran = cli("extract", write("rows.jsonl", rows(1) + b"{no\n"), "--json", code=1, archive=False)
    assert len(ran.records) == 1
    assert "rows.jsonl:2: not valid JSON" in ran.err
    assert "does not exist" in cli("extract", "missing.html", "--json", code=1, archive=False).err
    assert not cli.archive.exists()


def test_extract_believes_what_it_is_told(cli: Cli, write: Write) -> None:
    found = cli(
        "extract", write("a.html", page()), "--issuer", "az-mfa", "--url", URL, "--date", "2024-03-15", "--json", archive=False
    ).record
    assert found["issuer"] == "az-mfa"
    assert (found["date"]["value"], found["date"]["source"]) == ("2024-03-15", "asserted")
    text = cli("extract", "a.html", archive=False).text
    assert "Statement on the shelling of Osten" in text
    assert SENTENCES[0] in text


def test_profiles_can_be_listed_shown_checked_and_drafted(cli: Cli, write: Write, world: Path) -> None:
    assert "az-mfa" in cli("issuers", "list", archive=False).text
    communique.open(cli.archive, create=True)
    assert "az-mfa" in cli("issuers", "list").text
    assert "AZE" in cli("issuers", "show", "az-mfa").text
    write("a.archive/issuers/xkv-mfa.yaml", (world / "issuers/xkv-mfa.yaml").read_text())
    assert "Karvelia" in cli("issuers", "show", "xkv-mfa").text
    assert "near" in cli("issuers", "show", "xkv", code=1).err or "list" in cli("issuers", "show", "xkv", code=1).err
    assert cli("issuers", "check", world / "issuers/als.yaml", code=None).code in (0, 1)
    draft = cli("issuers", "new", "https://www.mfa.karvelia.example/news/1").text
    write("draft.yaml", draft)
    assert "mfa.karvelia.example" in draft
    write("a.archive/issuers/bad.yaml", "id: [")
    ran = cli("issuers", "list", code=1)
    assert "bad.yaml" in ran.err
    assert "Traceback" not in ran.err


def test_the_demo_builds_its_world_and_looks_around(cli: Cli) -> None:
    ran = cli("demo")
    assert "all is well" in ran.text
    for step in ("search convoy AND bridge", "history ", "verify", "Now your own files:"):
        assert step in ran.text
    assert "edited" in ran.text
    assert cli("verify").code == 0
    assert "exists already" in cli("demo", code=2).err


def test_a_page_from_standard_input_is_added(cli: Cli) -> None:
    one = cli("add", "-", "--url", URL, "--json", stdin=page()).record
    assert (one["change"], one["url"], one["path"]) == ("new", URL, "-")
    assert cli("show", URL, "--json").record["statement"] == one["statement"]


def test_what_the_user_asserts_outranks_the_page(cli: Cli, write: Write) -> None:
    said = ["--issuer", "az-mfa", "--url", URL, "--date", "2024-03"]
    one = cli("add", write("a.html", page(url="https://other.example/x")), *said, "--json").record
    assert (one["issuer"], one["url"], one["date"]) == ("az-mfa", URL, "2024-03")
    cli("rebuild")
    shown = cli("show", URL, "--json").record
    assert (shown["issuer"], shown["country"], shown["date"]) == ("az-mfa", "AZE", "2024-03")
    assert shown["versions"][0]["date"]["source"] == "asserted"


def test_columns_of_a_data_set_can_be_named(cli: Cli, write: Write) -> None:
    table = "nr,headline,said_on,words\n7,On Osten,2024-03-14,The ministry condemns the shelling of Osten.\n"
    cli(
        "add",
        write("t.csv", table),
        "--map",
        "id=nr",
        "--map",
        "title=headline",
        "--map",
        "date=said_on",
        "--map",
        "text=words",
        "--dataset",
        "notes",
    )
    one = cli("show", "7", "--json").record
    assert (one["title"], one["date"], one["dataset"], one["original_id"]) == ("On Osten", "2024-03-14", "notes", "7")
    assert one["captures"][0]["original_page"] is False
    before = cli("export", "jsonl").out
    cli("rebuild")
    assert cli("export", "jsonl").out == before


@pytest.mark.parametrize("name", ["odd ?#%41 é", "-dash", "two\nlines", "quote'\"s", "архив"], ids=ascii)
def test_an_archive_may_lie_in_a_folder_of_any_name(name: str, cli: Cli, write: Write, tmp_path: Path) -> None:
    folder = tmp_path / name / "x?.archive"
    folder.parent.mkdir()
    cli("add", write("rows.jsonl", rows(2)), archive=folder)
    assert sorted(f.name for f in folder.parent.iterdir()) == ["x?.archive"]
    assert sorted(f.name for f in tmp_path.iterdir()) == sorted([name, "rows.jsonl"])
    cli("tag", "row-0", "t", archive=folder)
    cli("rebuild", archive=folder)
    cli("copy", folder.parent / "copy%20", archive=folder)
    assert cli("verify", archive=folder.parent / "copy%20").code == 0
    assert cli("search", "tag:t", "--json", archive=folder).records[0]["total"] == 1


def test_the_archive_is_not_added_to_itself(cli: Cli, write: Write, tmp_path: Path) -> None:
    write("a.html", page())
    for _ in range(2):
        cli("add", tmp_path)
    assert cli("status", "--json").record["captures"] == 1
    assert cli("faults", "--json").records == []
    ran = cli("add", cli.archive, code=1)
    assert "is an archive of Communiqué. Add what its `communique export warc` gives" in ran.err


def test_without_a_standard_input_a_file_is_added_all_the_same(cli: Cli, write: Write) -> None:
    write("a.html", page())
    program = "import os, sys; os.close(0); sys.stdin = None; from communique.access.cli import main; main()"
    words = ["--archive", str(cli.archive), "add", "a.html"]
    ran = subprocess.run([sys.executable, "-c", program, *words], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr.splitlines()[-1]) == (0, "communique: 1 item: 1 new")


def test_a_row_answers_to_its_url_until_the_page_itself_is_there(cli: Cli, write: Write) -> None:
    cli("add", write("rows.jsonl", rows(1, url=URL)))
    assert cli("show", URL, "--json").record["original_id"] == "row-0"
    cli("add", write("a.html", page(url=URL)))
    assert cli("show", URL, "--json").record["original_id"] is None
    assert cli("show", "row-0", "--json").record["url"] == URL
