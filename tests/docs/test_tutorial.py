"""Protects the reader: every command and every line of Python in the documentation does what the page says it does."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from unittest.mock import patch

import pytest

from invented import copied

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools/reference"))

import examples  # noqa: E402 - it lies beside the other tools of the documentation

PAGES = [ROOT / "README.md", ROOT / "docs/tutorial.md", *sorted((ROOT / "docs/how-to").glob("*.md"))]


@pytest.mark.parametrize("page", PAGES, ids=[str(page.relative_to(ROOT)) for page in PAGES])
def test_the_examples_of_a_page_do_what_it_says(
    page: Path, built_world: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    if page.name == "tutorial.md":
        monkeypatch.delenv("COMMUNIQUE_READER")  # whoever follows it reads
    copied(built_world, tmp_path / "demo.archive")
    with patch.dict(os.environ, {"LANG": "C.UTF-8"}):
        session = examples.Session(tmp_path)
        session.prepare()
        examples.run(page.read_text("utf-8"), session)


@pytest.mark.parametrize(
    ("expected", "came", "same"),
    [
        pytest.param("a b\n", "a    b  \n", True, id="runs of spaces count as one"),
        pytest.param("a\n...\nd\n", "a\nb\nc\nd\n", True, id="a line of three dots stands for any lines"),
        pytest.param("a ... d\n", "a b c d\n", True, id="three dots in a line stand for any characters"),
        pytest.param("a\n", "a\nb\n", False, id="a line more is a difference"),
        pytest.param("a ... d\n", "a b\nc d\n", False, id="three dots in a line stay in the line"),
        pytest.param("(a*)\n", "(a*)\n", True, id="nothing else is a pattern"),
    ],
)
def test_outputs_are_compared(expected: str, came: str, same: bool) -> None:
    assert examples.matches(expected, came) is same


def test_an_example_that_differs_is_named_with_both_outputs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(examples.Differs, match=r"(?s)\$ echo b.*-a\n\+b"):
        examples.run("```console\n$ echo b\na\n```\n", examples.Session(tmp_path))


def test_an_exit_code_that_the_page_does_not_say_is_a_difference(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    examples.run("```console\n$ false   # exit 1\n```\n", examples.Session(tmp_path))
    with pytest.raises(examples.Differs, match="exit 1"):
        examples.run("```console\n$ false\n```\n", examples.Session(tmp_path))


def test_a_here_document_belongs_to_its_command() -> None:
    assert list(examples.commands("$ cat <<'X'\na\nX\n$ b\nc\n")) == [("cat <<'X'\na\nX", ""), ("b", "c\n")]
