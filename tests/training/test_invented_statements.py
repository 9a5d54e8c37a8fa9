"""Protects the statements that the reader is to be trained on: every span stands in its text, and what is rare elsewhere is frequent."""

from __future__ import annotations

import importlib.util
import sys
from collections import Counter
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

TRAINING = Path(__file__).resolve().parents[2] / "training"
FILES = sorted((TRAINING / "invented").glob("*.txt"))
RARE = ("DENY", "REJECT", "THREATEN")


@pytest.fixture(scope="module")
def reader() -> ModuleType:
    spec = importlib.util.spec_from_file_location("training_invented", TRAINING / "invented.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def statements(reader: ModuleType) -> list[dict[str, Any]]:
    return [one for file in FILES for one in reader.read(file)]


def test_every_statement_has_its_spans_in_its_text(statements: list[dict[str, Any]]) -> None:
    assert len({one["id"] for one in statements}) == len(statements)
    for one in statements:
        assert [s["n"] for s in one["s"]] == list(range(1, len(one["s"]) + 1))
        for a in one["a"]:
            for start, end in [a["cue"], *a["content"], *([a["source"]] if a["source"] else [])]:
                assert one["text"][start:end].strip(), (one["id"], a["id"])


def test_there_are_enough_in_every_language_and_what_is_rare_is_frequent(statements: list[dict[str, Any]]) -> None:
    languages = Counter(one["lang"] for one in statements)
    assert languages["en"] >= 200
    assert min(languages[lang] for lang in ("uk", "ru", "es", "fr", "ar", "fa", "tr", "az", "zh")) >= 10
    acts = Counter(s["act"] for one in statements for s in one["s"])
    assert sum(acts[act] for act in RARE) > acts.total() / 7
    assert sum(a["parent"] is not None for one in statements for a in one["a"]) > 500


@pytest.mark.parametrize(
    ("text", "why"),
    [
        pytest.param("@ a | b | en | statement | 2030\n", "5 fields in the head, not 6", id="head"),
        pytest.param("STATE Before any head.\n", "text before the first head", id="no head"),
        pytest.param("@ a | b | en | statement | 2030 | T\nSAY It is so.\n", "a sentence begins with its act", id="act"),
        pytest.param(
            "@ a | b | en | statement | 2030 | T\nSTATE We say so.\n  a1 | We | think | so | ISSUER | STATE | | + | |\n",
            "'think' does not stand there",
            id="cue elsewhere",
        ),
        pytest.param(
            "@ a | b | en | statement | 2030 | T\nSTATE We say so.\n  a1 | We | say | so | ISSUER | STATE | | + | a9 |\n",
            "no parent a9",
            id="parent",
        ),
    ],
)
def test_a_fault_is_named_with_its_line(reader: ModuleType, tmp_path: Path, text: str, why: str) -> None:
    file = tmp_path / "a.txt"
    file.write_text(text, "utf-8")
    with pytest.raises(reader.Fault, match=why):
        list(reader.read(file))
