"""Protects the reference: it is what the code says now, and nothing that a user meets is without words."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

import communique
from invented import Cli, page, rows

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = ROOT / "docs/reference"
sys.path.insert(0, str(ROOT / "tools/reference"))

import contract  # noqa: E402 - the generator and this test read the same words
import verbs  # noqa: E402
from markdown import cell, code  # noqa: E402

MARKS = (("### ", "\n"), ("## ", "\n"), ("`", "`"))


def test_writing_the_reference_anew_changes_nothing_and_nothing_is_without_words() -> None:
    ran = subprocess.run(
        [sys.executable, ROOT / "tools/reference/build.py", "--check"], capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr


def test_every_verb_and_every_option_is_in_the_reference() -> None:
    text = (REFERENCE / "cli.md").read_text("utf-8")
    sections = {part.partition("\n")[0]: part for part in text.split("\n## communique ")}
    for name, command in verbs.commands():
        for param in command.params:
            assert f"| {cell(code(verbs.shown(param)))} |" in sections[name], f"{name} {verbs.shown(param)}"


def test_every_public_name_is_in_the_reference() -> None:
    text = (REFERENCE / "python.md").read_text("utf-8")
    stands = {name for name in communique.__all__ if any(f"{mark}{name}{end}" in text for mark, end in MARKS)}
    assert set(communique.__all__) - stands == set()


def test_words_of_the_json_contract_name_a_kind_and_say_something_of_each_record() -> None:
    for name, spec in contract.WORDS.items():
        if name != "about":
            assert spec["about"].strip(), name
            assert all(len(words) == 2 and words[0] for words in spec["fields"].values()), name


def _given(record: dict[str, Any], name: str) -> Iterator[str]:
    """Fields of a record that its page does not name."""
    words = contract.WORDS[name]["fields"]
    open_objects = [field for field, said in words.items() if said[0].startswith("object") and not _closed(words, field)]
    for field in contract.names(record, words):
        if field not in words and not any(field.startswith(f"{one}.") for one in open_objects):
            yield field


def _closed(words: dict[str, Any], field: str) -> bool:
    return any(other.startswith(f"{field}.") for other in words)


@pytest.fixture
def filled(cli: Cli, write: Any, world: Path) -> Cli:
    write("a.html", page(url="https://mfa.karvelia.example/1"))
    write("r.jsonl", rows(2))
    cli("add", "a.html", "r.jsonl")
    cli("tag", "row-0", "seen", "--by", "ada")
    cli("link", "row-0", "row-1", "--by", "ada")
    cli("withdraw", "row-1", "--reason", "for the test", "--by", "ada")
    return cli


@pytest.mark.parametrize(
    ("words", "names"),
    [
        pytest.param(("list",), ("statement", "statement: withdrawn"), id="list"),
        pytest.param(("show", "row-0"), ("statement",), id="show"),
        pytest.param(("search", "mercenaries OR Tamrania"), ("search", "hit"), id="search"),
        pytest.param(("status",), ("status",), id="status"),
        pytest.param(("extract", "a.html"), ("extract",), id="extract"),
        pytest.param(("diff", "a.html", "a.html"), ("diff",), id="diff"),
        pytest.param(("tag", "row-0", "again", "--by", "ada"), ("decision",), id="tag"),
        pytest.param(("add", "a.html"), ("add",), id="add"),
        pytest.param(("add", "nowhere.html"), ("add: failed",), id="add, failed"),
        pytest.param(("issuers", "list"), ("profile",), id="issuers"),
        pytest.param(("copy", "b.archive"), ("copy",), id="copy"),
    ],
)
def test_a_verb_prints_no_field_that_the_reference_does_not_name(
    filled: Cli, words: tuple[str, ...], names: tuple[str, ...]
) -> None:
    for record in filled(*words, "--json", code=None).records:
        assert any(not list(_given(record, name)) for name in names), {name: list(_given(record, name)) for name in names}


def test_history_prints_the_records_that_the_reference_names(filled: Cli) -> None:
    kinds = set()
    for record in filled("history", "row-0", "--json").records:
        kind = record.pop("type")
        kinds.add(kind)
        assert list(_given(record, kind)) == []
    assert kinds == {"capture", "version", "change", "decision", "link"}


def test_faults_print_the_record_that_the_reference_names(filled: Cli) -> None:
    filled("add", "nowhere.html", code=1)
    assert [list(_given(record, "fault")) for record in filled("faults", "--json").records] == [[]]


def test_status_prints_every_field_that_the_reference_names(filled: Cli) -> None:
    assert set(filled("status", "--json").record) == set(contract.WORDS["status"]["fields"])


def test_words_for_options_are_those_of_options_without_help() -> None:
    needed = {
        f"{name} {param.opts[0]}"
        for name, command in verbs.commands()
        for param in command.params
        if param.opts[0].startswith("-") and not param.help
    }
    assert set(yaml.safe_load((ROOT / "tools/reference/verbs.yaml").read_text("utf-8")) or {}) == needed
