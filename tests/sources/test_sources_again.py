"""Protects rebuilding: what an archive kept gives the very source that was added, without the file it came from."""

from __future__ import annotations

import gzip
from dataclasses import replace
from pathlib import Path

import pytest
from sources_material import MHTML, PAGE, PDF, answer, one, take, warc_record, write

from communique import sources
from communique.model import Asserted, Source, WarcRecord

ASSERTED = Asserted(issuer="xkv-mfa", date="2021-05-06")
SINGLE = (
    b"<html><!--\n Page saved with SingleFile\n url: https://mfa.karvelia.example/\n saved date: 2024-03-05T09:11:12Z\n--><p>x"
)


def kept(source: Source) -> WarcRecord:
    """The record that an archive makes of a file."""
    return WarcRecord("resource", (("WARC-Type", "resource"), ("Content-Type", source.media_type)), source.data)


@pytest.mark.parametrize(
    ("name", "data"),
    [("a.html", PAGE), ("s.html", SINGLE), ("a.mhtml", MHTML), ("a.pdf", PDF), ("a.txt", b"words"), ("a.md", b"# words")],
)
def test_files(tmp_path: Path, name: str, data: bytes) -> None:
    source = one(write(tmp_path / name, data), asserted=ASSERTED)
    again = sources.again(
        kept(source),
        path=source.path,
        media_type=source.media_type,
        url=source.url,
        url_evidence=source.url_evidence,
        captured=source.captured,
        asserted=source.asserted,
    )
    assert again == source


@pytest.mark.parametrize(
    ("name", "data", "mapping"),
    [
        (
            "r.jsonl",
            b'{"id": 1, "url": "https://x.example/", "captured": "2024-03-05", "body_en": "x", "n": 1.0}',
            {"body_en": "text"},
        ),
        ("r.jsonl", b'\xef\xbb\xbf{"text": "caf\xe9 \\ud800", "id": " 1"}', {}),
        ("r.csv", "id,text\n1,“Заявление”\n".encode("cp1251"), {}),
    ],
    ids=["mapped", "odd bytes", "guessed encoding"],
)
def test_rows(tmp_path: Path, name: str, data: bytes, mapping: dict[str, str]) -> None:
    source = one(write(tmp_path / name, data), mapping=mapping, asserted=ASSERTED)
    assert source.row is not None
    again = sources.again(
        kept(source),
        path=source.path,
        media_type=source.media_type,
        asserted=source.asserted,
        dataset=source.row.dataset,
        mapping=source.row.mapping,
        note=source.note,
    )
    assert again == source


RECORDS = [
    ("page", warc_record()),
    ("packed and chunked", warc_record(block=answer(gzip.compress(PAGE), "Content-Encoding: gzip"))),
    ("broken body", warc_record(block=answer(gzip.compress(PAGE)[:-9], "Content-Encoding: gzip"))),
    ("redirect", warc_record(block=answer(b"", "Location: /2", status="301 Moved"))),
    ("resource", warc_record("resource", b"words", url="urn:uuid:1")),
    ("revisit", warc_record("revisit", answer(b""))),
]


@pytest.mark.parametrize("data", [case[1] for case in RECORDS], ids=[case[0] for case in RECORDS])
def test_records_of_web_archives(tmp_path: Path, data: bytes) -> None:
    source = take(write(tmp_path / "c.warc", data), asserted=ASSERTED)[0]
    assert isinstance(source, Source)
    assert source.record is not None
    assert sources.again(source.record, path=source.path, asserted=source.asserted) == source


def test_an_asserted_url_is_asserted_again(tmp_path: Path) -> None:
    source = one(write(tmp_path / "c.warc", warc_record()), asserted=Asserted(url="https://x.example/"))
    assert source.record is not None
    assert sources.again(source.record, path=source.path, asserted=source.asserted) == source


def test_a_revisit_of_a_row_is_the_row_when_its_payload_is_given() -> None:
    record = WarcRecord("revisit", (("WARC-Type", "revisit"),), b"")
    context = {"path": "r.jsonl", "media_type": "application/json", "dataset": "r"}
    found = sources.again(record, data=b'{"id": "7", "text": "x"}', **context)  # type: ignore[arg-type]
    assert found.row is not None
    assert (found.row.original_id, found.data) == ("7", b'{"id": "7", "text": "x"}')
    without = sources.again(record, **context)  # type: ignore[arg-type]
    assert (without.row, without.data) == (None, b"")


def test_a_revisit_of_a_page_has_the_payload_that_is_given() -> None:
    record = WarcRecord("revisit", (("WARC-Type", "revisit"), ("WARC-Target-URI", "https://x.example/")), answer(b""))
    plain = sources.again(record, path="c.warc")
    assert (plain.data, plain.status) == (b"", 200)
    assert sources.again(record, path="c.warc", data=PAGE) == replace(plain, data=PAGE)


def test_a_record_that_is_no_capture_still_gives_its_block() -> None:
    record = WarcRecord("metadata", (("WARC-Type", "metadata"),), b"x: y")
    assert sources.again(record, path="c.warc").data == b"x: y"
