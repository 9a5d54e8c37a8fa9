"""Protects JSONL: lines verbatim, one at a time, bad ones named with their number, a wrong file named once."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from sources_material import kinds, one, only_fault, take, write

from communique import sources
from communique.model import Fault, Source
from communique.settings import Settings

GOOD = b'{"id": "a/1", "text": "one"}'


def test_lines_are_kept_verbatim(tmp_path: Path) -> None:
    lines = [b'{"text":  "\\u0041\xd0\x91", "z": [1.0,  2]}', b'\t{"b": 1, "text": "x"} ']
    items = take(write(tmp_path / "r.jsonl", lines[0] + b"\r\n\n  \n" + lines[1] + b"\n"))
    assert [item.data for item in items if isinstance(item, Source)] == lines
    assert [item.path for item in items] == [f"{tmp_path}/r.jsonl:1", f"{tmp_path}/r.jsonl:4"]


def test_a_bad_line_is_named_and_the_rest_is_read(tmp_path: Path) -> None:
    items = take(write(tmp_path / "r.jsonl", GOOD + b"\n{broken\n" + GOOD + b'\n{"text": ["a"]}\n'))
    assert kinds(items) == [("Source", "r.jsonl:1"), ("Fault", "r.jsonl:2"), ("Source", "r.jsonl:3"), ("Fault", "r.jsonl:4")]


def test_bad_lines_before_the_first_good_one_are_named_too(tmp_path: Path) -> None:
    items = take(write(tmp_path / "r.jsonl", b"{broken\n\n{}\n" + GOOD))
    assert kinds(items) == [("Fault", "r.jsonl:1"), ("Fault", "r.jsonl:3"), ("Source", "r.jsonl:4")]


def test_a_file_none_of_whose_lines_is_a_row_is_one_fault(tmp_path: Path) -> None:
    fault = only_fault(write(tmp_path / "r.jsonl", b'{"id": 1, "words": "x"}\n' * 5000))
    assert fault.path == f"{tmp_path}/r.jsonl"
    assert fault.why == "none of its 5000 rows can be taken: no column of text among: id, words (line 1)"


def test_very_many_bad_lines_before_the_first_good_one_are_counted(tmp_path: Path) -> None:
    items = take(write(tmp_path / "r.jsonl", b'{"text": ""}\n' * 1500 + GOOD))
    assert len(items) == 1002
    assert isinstance(items[1000], Fault)
    assert "500 more rows" in items[1000].why


def test_a_mark_at_the_beginning_is_no_part_of_the_row(tmp_path: Path) -> None:
    assert one(write(tmp_path / "r.jsonl", b"\xef\xbb\xbf" + GOOD)).data == GOOD


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be"])
def test_utf_16_becomes_utf_8(tmp_path: Path, encoding: str) -> None:
    text = json.dumps({"text": "Заявление"}, ensure_ascii=False)
    mark = "" if encoding == "utf-16" else "\ufeff"
    items = take(write(tmp_path / "r.jsonl", f"{mark}{text}\n{text}\n".encode(encoding)))
    assert [item.data for item in items if isinstance(item, Source)] == [text.encode()] * 2


def test_a_line_that_is_too_long_is_named_and_passed_over(tmp_path: Path) -> None:
    long = json.dumps({"text": "x" * 500_000}).encode()
    items = take(write(tmp_path / "r.jsonl", GOOD + b"\n" + long + b"\n" + GOOD), max_item=1000)
    assert kinds(items) == [("Source", "r.jsonl:1"), ("Fault", "r.jsonl:2"), ("Source", "r.jsonl:3")]
    assert "longer than the 1000 bytes" in items[1].why  # type: ignore[union-attr]


@pytest.mark.parametrize("over", [0, 1, 2, 3])
def test_the_limit_is_exact(tmp_path: Path, over: int) -> None:
    line = json.dumps({"text": "x" * 100}).encode()
    items = take(write(tmp_path / "r.jsonl", line + b"\n" + GOOD), max_item=len(line) - over)
    assert [type(item) for item in items] == [Fault if over else Source, Source]


def test_rows_are_read_one_at_a_time() -> None:
    class Endless:
        """Rows without end."""

        given = 0

        def read(self, size: int = -1) -> bytes:
            self.given += 1
            return (GOOD + b"\n") * (size // (len(GOOD) + 1)) + b"\n" * (size % (len(GOOD) + 1))

    stream = Endless()
    items = sources.from_paths(["-"], settings=Settings(), stdin=stream)  # type: ignore[arg-type]
    for _ in range(10):
        assert isinstance(next(items), Source)
    assert stream.given < 10


def test_a_row_may_be_packed(tmp_path: Path) -> None:
    source = one(write(tmp_path / "r.jsonl.gz", gzip.compress(GOOD + b"\n")))
    assert (source.data, source.path) == (GOOD, f"{tmp_path}/r.jsonl.gz:1")
