"""Protects rows: the same bytes give the same row, columns are recognised by name, a value is kept as it is written."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sources_material import only_fault, take, write

from communique import sources
from communique.errors import SourceError, UsageError
from communique.model import Row, Source
from communique.settings import Settings


def fields(value: object, mapping: Mapping[str, str] | None = None) -> Mapping[str, str]:
    """The recognised columns of one row, the id among them."""
    row = sources.row(json.dumps(value, ensure_ascii=False).encode(), "set", mapping)
    return {**row.fields, **({"id": row.original_id} if row.original_id is not None else {})}


OURS = dict(zip(["id", "url", "title", "date", "captured", "version", "issuer", "country", "lang", "text"], "abcdefghij"))
USUAL = {"doc_id": "a/1", "link": "u", "headline": "t", "published": "d", "language": "fr", "body": "x"}
COLUMNS = [
    ("our own names", OURS, None),
    ("usual names", USUAL, {"id": "a/1", "url": "u", "title": "t", "date": "d", "lang": "fr", "text": "x"}),
    ("case, spaces and hyphens", {"Doc ID": "1", "Source-URL": "u", "CONTENT": "x"}, {"id": "1", "url": "u", "text": "x"}),
    ("the first name that is filled", {"text": " ", "body": None, "content": "x"}, {"text": "x"}),
    ("the preferred name", {"body": "b", "text": "a"}, {"text": "a"}),
    ("names that only may mean it", {"text": "x", "source": "s", "author": "a", "timestamp": "t", "name": "n"}, {"text": "x"}),
    ("numbers as written", {"id": 7, "version": 1.50, "text": "x"}, {"id": "7", "version": "1.5", "text": "x"}),
    ("truth values", {"title": True, "text": "x"}, {"title": "true", "text": "x"}),
    ("nothing", {"id": "", "title": None, "date": "  ", "text": "x"}, {"text": "x"}),
    ("values with parts are not ours", {"title": ["a"], "country": {"a": 1}, "text": "x"}, {"text": "x"}),
    ("spaces are kept", {"id": " 1 ", "text": " x "}, {"id": " 1 ", "text": " x "}),
]  # fmt: skip


@pytest.mark.parametrize(("value", "expected"), [case[1:] for case in COLUMNS], ids=[case[0] for case in COLUMNS])
def test_columns(value: dict[str, object], expected: dict[str, str] | None) -> None:
    assert fields(value) == (expected if expected is not None else value)


MAPPINGS = [
    ("a mapped column", {"body_en": "x", "id": "1"}, {"body_en": "text"}, {"text": "x", "id": "1"}),
    ("over the usual one", {"text": "a", "body_en": "x"}, {"body_en": "text"}, {"text": "x"}),
    (
        "a usual name for something else",
        {"title": "x", "text": "a"},
        {"title": "text", "text": "title"},
        {"text": "x", "title": "a"},
    ),
    ("a mapped column is nothing else", {"title": "x"}, {"title": "text"}, {"text": "x"}),
    ("case does not matter", {"Body_EN": "x"}, {"body_en": "text"}, {"text": "x"}),
    ("two for one", {"a": "", "b": "x"}, {"a": "text", "b": "text"}, {"text": "x"}),
]


@pytest.mark.parametrize(("value", "mapping", "expected"), [case[1:] for case in MAPPINGS], ids=[case[0] for case in MAPPINGS])
def test_mapping(value: dict[str, object], mapping: dict[str, str], expected: dict[str, str]) -> None:
    assert fields(value, mapping) == expected


def test_a_mapping_to_a_name_that_is_none_of_ours_is_refused_at_once(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"'words' is no column of ours.*text"):
        sources.from_paths([tmp_path], mapping={"body": "words"}, settings=Settings())


BAD = [
    ("no text column", b'{"id": 1, "words": "x"}', "no column of text among: id, words"),
    ("empty text", b'{"text": " "}', "column text is empty"),
    ("null text", b'{"text": null}', "column text is empty"),
    ("NaN", b'{"text": NaN}', "column text is empty"),
    ("a list", b'{"text": ["a"]}', "column text is a list, not text"),
    ("an object", b'{"body": {"a": 1}}', "column body is an object, not text"),
    ("broken", b'{"text": "x"', "not valid JSON: Expecting ',' delimiter at character 13"),
    ("two values", b'{"text": "x"} {"text": "y"}', "not valid JSON: Extra data at character 15"),
    ("a list of values", b'["text"]', "not an object"),
    ("a number", b"12", "not an object"),
    ("nested without end", b'{"text": ' + b"[" * 200_000, "nested too deeply"),
    ("another encoding", json.dumps({"text": "Заявление"}, ensure_ascii=False).encode("cp1251"), "not UTF-8 (byte 11)"),
]  # fmt: skip


@pytest.mark.parametrize(("data", "why"), [case[1:] for case in BAD], ids=[case[0] for case in BAD])
def test_what_is_no_row_says_why(data: bytes, why: str) -> None:
    with pytest.raises(SourceError) as error:
        sources.row(data, "set")
    assert why in error.value.message


def test_a_mapped_column_that_is_missing_is_named() -> None:
    with pytest.raises(SourceError, match="no column body_en, which --map says is the text, among: text"):
        sources.row(b'{"text": "x"}', "set", {"body_en": "text"})


HANDLED = [
    ("lone surrogates", b'{"id": "a\\ud800", "text": "x\\udfffy"}', ("a\ufffd", "x\ufffdy")),
    ("surrogate pairs", b'{"id": "\\ud83d\\ude00", "text": "x"}', ("😀", "x")),
    ("NUL escaped", b'{"id": "a\\u0000", "text": "x"}', ("a\ufffd", "x")),
    ("NUL raw", b'{"id": "a\0", "text": "x"}', ("a\ufffd", "x")),
    ("raw tabs and breaks", b'{"id": "a\tb", "text": "x"}', ("a\tb", "x")),
    ("a few bytes that are no UTF-8", b'{"id": "caf\xe9", "text": "x"}', ("caf\ufffd", "x")),
    ("byte order mark", b'\xef\xbb\xbf{"id": "1", "text": "x"}', ("1", "x")),
    ("long numbers", b'{"id": 123456789012345678901234567890, "text": "x"}', ("123456789012345678901234567890", "x")),
    ("digits beyond what Python converts", b'{"id": ' + b"7" * 5000 + b', "text": "x"}', ("7" * 5000, "x")),
    ("a repeated column", b'{"id": 1, "id": 2, "text": "x"}', ("2", "x")),
]  # fmt: skip


@pytest.mark.parametrize(("data", "expected"), [case[1:] for case in HANDLED], ids=[case[0] for case in HANDLED])
def test_odd_values_are_handled_and_can_be_stored(data: bytes, expected: tuple[str, str]) -> None:
    row = sources.row(data, "set")
    assert (row.original_id, row.fields["text"]) == expected
    row.fields["text"].encode("utf-8")


def test_a_row_names_its_data_set_and_the_mapping() -> None:
    assert sources.row(b'{"body": "x"}', "set", {"body": "text"}) == Row("set", None, {"text": "x"}, {"body": "text"})


@pytest.mark.parametrize(
    ("name", "dataset", "expected"),
    [
        ("rows.jsonl", None, "rows"),
        ("rows.v2.jsonl.gz", None, "rows.v2"),
        ("rows.NDJSON", None, "rows"),
        ("rows.jsonl", "mine", "mine"),
    ],
)
def test_the_name_of_a_data_set(tmp_path: Path, name: str, dataset: str | None, expected: str) -> None:
    import gzip

    data = b'{"text": "x"}'
    (item,) = take(write(tmp_path / name, gzip.compress(data) if name.endswith(".gz") else data), dataset=dataset)
    assert isinstance(item, Source)
    assert item.row is not None
    assert item.row.dataset == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://x.example/1", "https://x.example/1"),
        (" http://x.example ", "http://x.example"),
        ("www.x.example", None),
        ("n/a", None),
        ("/en/1", None),
    ],
)
def test_only_an_absolute_url_of_a_column_counts(tmp_path: Path, url: str, expected: str | None) -> None:
    (item,) = take(write(tmp_path / "r.jsonl", json.dumps({"url": url, "text": "x"})))
    assert isinstance(item, Source)
    assert (item.url, item.url_evidence) == (expected, "column" if expected else None)


def test_the_time_of_capture_comes_from_its_column_alone(tmp_path: Path) -> None:
    lines = [
        {"text": "x", "captured": "2024-03-05 10:11:12+01:00"},
        {"text": "y", "date": "2024-03-05"},
        {"text": "z", "captured": "spring"},
    ]
    items = take(write(tmp_path / "r.jsonl", "\n".join(map(json.dumps, lines))))
    assert [item.captured for item in items if isinstance(item, Source)] == ["2024-03-05T09:11:12Z", None, None]


def test_a_named_fault_for_a_row_points_at_map(tmp_path: Path) -> None:
    assert (
        only_fault(write(tmp_path / "r.jsonl", b'{"words": "x"}')).todo
        == "Name the column that holds the text: --map text=COLUMN"
    )


VALUES = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.lists(st.text(), max_size=2)


@given(st.dictionaries(st.sampled_from(["id", "ID", "text", "Body", "url", "x y", "", "\ud800"]) | st.text(), VALUES))
def test_the_same_bytes_give_the_same_row_or_the_same_reason(value: dict[str, object]) -> None:
    data = json.dumps(value).encode()

    def read() -> object:
        try:
            return sources.row(data, "set", {"x y": "title"})
        except SourceError as error:
            return error.message

    assert read() == read()
