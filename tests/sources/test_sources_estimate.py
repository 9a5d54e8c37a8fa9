"""Protects the estimate for progress bars: right where it is cheap, unknown where it is not."""

from __future__ import annotations

from pathlib import Path

from sources_material import PAGE, take, write, zipped
from test_sources_tables import parquet

from communique import sources


def test_documents_count_one_and_rows_count_each(tmp_path: Path) -> None:
    write(tmp_path / "a.html", PAGE)
    write(tmp_path / "b.txt", b"words")
    write(tmp_path / "style.css", b"x")
    write(tmp_path / "r.jsonl", b'{"text": "1"}\n{"text": "2"}\n{"text": "3"}')
    write(tmp_path / "r.parquet", parquet({"text": ["a", "b"]}))
    write(tmp_path / "z.zip", zipped({"a.html": PAGE, "b.html": PAGE, "c.css": b"x"}))
    assert sources.count([tmp_path]) == len(take(tmp_path)) == 9


def test_what_is_missing_counts_as_the_fault_it_will_be(tmp_path: Path) -> None:
    assert sources.count([tmp_path / "no.html", f"{tmp_path}/*.pdf"]) == 2


def test_where_only_reading_would_tell_it_is_unknown(tmp_path: Path) -> None:
    for name in ("c.warc", "c.warc.gz", "r.csv", "r.jsonl.gz"):
        assert sources.count([write(tmp_path / name, b"x")]) is None
    assert sources.count(["-"]) is None
    assert sources.count([write(tmp_path / "z.zip", zipped({"r.jsonl": b"{}"}))]) is None
    assert sources.count([write(tmp_path / "bad.zip", b"no archive")]) is None
    assert sources.count([write(tmp_path / "bad.parquet", b"none")]) is None
