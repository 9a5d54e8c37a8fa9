"""Protects CSV, TSV and Parquet: each row becomes the JSON object that is kept, whatever the delimiter and the encoding."""

from __future__ import annotations

import csv
import datetime
import io
import json
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sources_material import Item, kinds, only_fault, take, write, zipped

from communique.model import Fault, Source


def texts(items: list[Item]) -> list[str]:
    """The texts of the rows."""
    return [item.row.fields["text"] for item in items if isinstance(item, Source) and item.row]


SHAPES = [
    ("comma", "r.csv", "id,text\n1,one\n2,two\n"),
    ("semicolon", "r.csv", "id;text\n1;one\n2;two\n"),
    ("tab", "r.tsv", "id\ttext\n1\tone\n2\ttwo\n"),
    ("tab in a CSV", "r.csv", "id\ttext\n1\tone\n2\ttwo\n"),
    ("bar", "r.csv", "id|text\n1|one\n2|two\n"),
    ("named delimiter", "r.csv", "sep=;\nid;text\n1;one\n2;two\n"),
    ("commas in the header's quotes", "r.csv", '"a, b, c";text\nx;one\ny;two\n'),
    ("one column", "r.csv", "text\none\ntwo\n"),
    ("quoted", "r.csv", '"id","text"\r\n"1","one"\r\n"2","two"\r\n'),
    ("empty lines", "r.csv", "id,text\n\n1,one\n,\n2,two\n\n"),
    ("old Macintosh", "r.csv", "id,text\r1,one\r2,two\r"),
    ("no last break", "r.csv", "id,text\n1,one\n2,two"),
    ("missing and empty values at the end", "r.csv", "id,text,note\n1,one\n2,two,,,\n"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "text"), [case[1:] for case in SHAPES], ids=[case[0] for case in SHAPES])
def test_shapes(tmp_path: Path, name: str, text: str) -> None:
    assert texts(take(write(tmp_path / name, text))) == ["one", "two"]


ENCODINGS = [
    ("utf-8", None),
    ("utf-8-sig", None),
    ("utf-16", None),
    ("cp1251", "not UTF-8: read as cp1251"),
]


@pytest.mark.parametrize(("encoding", "note"), ENCODINGS, ids=[case[0] for case in ENCODINGS])
def test_encodings(tmp_path: Path, encoding: str, note: str | None) -> None:
    words = "Министерство иностранных дел решительно отвергает эти обвинения"
    items = take(write(tmp_path / "r.csv", f"id,text\n1,{words}\n2,{words}\n".encode(encoding)))
    assert texts(items) == [words, words]
    assert [item.note for item in items if isinstance(item, Source)] == [note, note]
    assert json.loads(items[0].data) == {"id": "1", "text": words}  # type: ignore[union-attr]


def test_a_few_western_letters_far_into_a_plain_table_are_read_as_such(tmp_path: Path) -> None:
    data = b"id,text\n" + b"1,plain words\n" * 10_000 + "2,“Café”\n".encode("cp1252")
    items = take(write(tmp_path / "r.csv", data))
    assert texts(items)[-1] == "“Café”"
    assert [item.note for item in items if isinstance(item, Source)][-2:] == [None, "not UTF-8: read as cp1252"]


def test_a_row_is_kept_as_json_in_the_order_of_its_columns(tmp_path: Path) -> None:
    items = take(write(tmp_path / "r.csv", 'z,text,a,text,\n1,"é, ""q""\nb",,t,x\n'))
    assert items[0].data == '{"z":"1","text":"é, \\"q\\"\\nb","a":"","text 4":"t","column 5":"x"}'.encode()  # type: ignore[union-attr]
    assert items[0].media_type == "application/json"  # type: ignore[union-attr]


def test_paths_name_the_line_where_a_row_begins(tmp_path: Path) -> None:
    items = take(write(tmp_path / "r.csv", 'id,text\n1,"two\nlines"\n2,x\n'))
    assert kinds(items) == [("Source", "r.csv:2"), ("Source", "r.csv:4")]


def test_a_table_without_a_text_column_is_one_fault_that_names_the_columns(tmp_path: Path) -> None:
    fault = only_fault(write(tmp_path / "r.csv", "country,listing\nXKV,x\n" * 50))
    assert fault.why == "no column of text among: country, listing"
    assert fault.todo == "Name the column that holds the text: --map text=COLUMN"
    assert fault.path == f"{tmp_path}/r.csv"


def test_a_mapped_column_is_the_text(tmp_path: Path) -> None:
    path = write(tmp_path / "r.csv", "nr;words, all\n1;one, two\n")
    assert texts(take(path, mapping={"words, all": "text"})) == ["one, two"]


def test_bad_rows_are_named_and_the_rest_is_read(tmp_path: Path) -> None:
    items = take(write(tmp_path / "r.csv", "id,text\n1,one\n2,two,three\n3,\n4,four\n"))
    assert kinds(items) == [("Source", "r.csv:2"), ("Fault", "r.csv:3"), ("Fault", "r.csv:4"), ("Source", "r.csv:5")]
    assert "3 values, the header 2" in items[1].why  # type: ignore[union-attr]


def test_fields_may_have_any_size_and_the_processs_limit_stays(tmp_path: Path) -> None:
    before = csv.field_size_limit()
    assert texts(take(write(tmp_path / "r.csv", "id,text\n1," + "x" * 300_000))) == ["x" * 300_000]
    assert csv.field_size_limit() == before < sys.maxsize


def test_a_quote_that_never_closes_ends_at_the_limit(tmp_path: Path) -> None:
    items = take(write(tmp_path / "r.csv", 'id,text\n1,one\n2,"two\n' + "x,y\n" * 100_000), max_item=5000)
    assert kinds(items) == [("Source", "r.csv:2"), ("Fault", "r.csv:3")]
    assert "Is a quote missing" in items[1].todo  # type: ignore[union-attr]


def test_a_first_line_without_end_is_a_fault(tmp_path: Path) -> None:
    assert isinstance(take(write(tmp_path / "r.csv", "id,text," + "x" * 100_000), max_item=5000)[0], Fault)


@pytest.mark.parametrize("text", ["id,text\n", "\n\n", "id,text"], ids=["header", "blank", "no break"])
def test_a_table_without_rows_gives_nothing(tmp_path: Path, text: str) -> None:
    assert take(write(tmp_path / "r.csv", text)) == []


WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc")) | st.sampled_from('\n\r\t",;'), max_size=30)


@given(st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=8))
def test_what_csv_writes_comes_back(tmp_path_factory: pytest.TempPathFactory, values: list[tuple[str, str]]) -> None:
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerows([("id", "text"), *((a, "x" + b) for a, b in values)])
    items = take(write(tmp_path_factory.mktemp("t") / "r.csv", out.getvalue()))
    expected = [{"id": a, "text": "x" + b} for a, b in values]
    assert [json.loads(item.data) for item in items if isinstance(item, Source)] == expected


# --- Parquet -----------------------------------------------------------------------------------------------------


def parquet(columns: dict[str, object]) -> bytes:
    """A Parquet file."""
    pyarrow = pytest.importorskip("pyarrow")
    from pyarrow.parquet import write_table

    out = io.BytesIO()
    write_table(pyarrow.table(columns), out)
    return out.getvalue()


def test_parquet_rows_are_json_with_their_values_as_written(tmp_path: Path) -> None:
    moment = datetime.datetime(2024, 3, 5, 10, 11, 12, tzinfo=datetime.timezone(datetime.timedelta(hours=1)))
    data = parquet(
        {
            "id": [1, 2],
            "text": ["один", "two"],
            "captured": [moment, None],
            "day": [datetime.date(2024, 3, 5), None],
            "score": [float("nan"), 0.5],
            "tags": [["a"], []],
            "raw": [b"\xff", b"abc"],
        }
    )
    items = take(write(tmp_path / "r.parquet", data))
    assert [json.loads(item.data) for item in items if isinstance(item, Source)] == [
        {
            "id": 1,
            "text": "один",
            "captured": "2024-03-05T09:11:12Z",
            "day": "2024-03-05",
            "score": None,
            "tags": ["a"],
            "raw": "/w==",
        },
        {"id": 2, "text": "two", "captured": None, "day": None, "score": 0.5, "tags": [], "raw": "abc"},
    ]
    assert items[0].captured == "2024-03-05T09:11:12Z"  # type: ignore[union-attr]
    assert kinds(items) == [("Source", "r.parquet:1"), ("Source", "r.parquet:2")]


def test_parquet_is_read_out_of_an_archive_and_from_standard_input(tmp_path: Path) -> None:
    data = parquet({"text": ["a", "b"]})
    assert texts(take(write(tmp_path / "a.zip", zipped({"r.parquet": data})))) == ["a", "b"]
    assert texts(take("-", stdin=data)) == ["a", "b"]


def test_parquet_without_a_text_column_is_one_fault(tmp_path: Path) -> None:
    assert "no column of text among: words" in only_fault(write(tmp_path / "r.parquet", parquet({"words": ["a", "b"]}))).why


def test_broken_parquet_is_a_fault(tmp_path: Path) -> None:
    data = parquet({"text": ["a" * 500] * 100})
    assert "damaged" in only_fault(write(tmp_path / "r.parquet", data[:-30])).why


def test_parquet_without_its_library_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    fault = only_fault(write(tmp_path / "r.parquet", b"PAR1" + bytes(50)))
    assert fault.todo == 'Run: pip install "communique[parquet]"'
