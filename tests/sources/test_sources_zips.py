"""Protects ZIP archives: members are documents, nothing leaves the archive, bombs and broken members do not stop the rest."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from sources_material import PAGE, PNG, Item, answer, kinds, members_gz, only_fault, take, warc_record, write, zipped

from communique.model import Fault, Source

ROWS = b'{"id": "1", "text": "one"}\n{"id": "2", "text": "two"}\n'


def inner(items: list[Item]) -> list[str]:
    """What came, by its path in the archive."""
    return [f"{type(item).__name__} {item.path.partition('!')[2]}" for item in items]


def test_members_are_read_in_order_of_their_names(tmp_path: Path) -> None:
    data = zipped({"b/page.html": PAGE, "a.txt": b"words", "rows.jsonl": ROWS, "c.warc.gz": members_gz([warc_record()])})
    items = take(write(tmp_path / "a.zip", data))
    assert inner(items) == [
        "Source a.txt",
        "Source b/page.html",
        "Source c.warc.gz@0",
        "Source rows.jsonl:1",
        "Source rows.jsonl:2",
    ]
    assert items[0].path == f"{tmp_path}/a.zip!a.txt"
    assert items[3].row.dataset == "rows"  # type: ignore[union-attr]


def test_clutter_and_parts_of_pages_are_passed_over(tmp_path: Path) -> None:
    data = zipped(
        {"p.html": PAGE, "p_files/ad.html": PAGE, "__MACOSX/._p.html": PAGE, ".DS_Store": PNG, "s.css": b"x", "d/": b""}
    )
    assert inner(take(write(tmp_path / "a.zip", data))) == ["Source p.html"]


def test_of_a_wacz_only_the_web_archives_count(tmp_path: Path) -> None:
    members = {
        "datapackage.json": b"{}",
        "pages/pages.jsonl": ROWS,
        "indexes/index.cdx": b"x",
        "archive/data.warc.gz": members_gz([warc_record()]),
    }
    assert inner(take(write(tmp_path / "a.wacz", zipped(members)))) == ["Source archive/data.warc.gz@0"]


def test_one_archive_may_lie_in_another_but_not_deeper(tmp_path: Path) -> None:
    deepest = zipped({"c.txt": b"c"})
    data = zipped({"a.txt": b"a", "in.zip": zipped({"b.txt": b"b", "deep.zip": deepest})})
    items = take(write(tmp_path / "a.zip", data))
    assert inner(items) == ["Source a.txt", "Source in.zip!b.txt", "Fault in.zip!deep.zip"]
    assert "not opened" in items[2].why  # type: ignore[union-attr]


LEADING_OUT = ["../evil.html", "a/../../evil.html", "/etc/evil.html", "C:\\evil.html", "..\\evil.html", "C:evil.html"]


@pytest.mark.parametrize("name", LEADING_OUT)
def test_names_that_lead_out_are_refused(tmp_path: Path, name: str) -> None:
    items = take(write(tmp_path / "a.zip", zipped({"good.html": PAGE, name: PAGE})))
    assert sorted(type(item).__name__ for item in items) == ["Fault", "Source"]
    fault = next(item for item in items if isinstance(item, Fault))
    assert "leads out of the archive" in fault.why


def test_links_are_refused(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        link = zipfile.ZipInfo("link.html")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    assert only_fault(write(tmp_path / "a.zip", out.getvalue())).why == "the member is a link"


def test_encrypted_members_are_named_and_the_rest_is_read(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.html": PAGE, "b.html": PAGE}))
    data[6] |= 1  # the flag in the first member's header ...
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1  # ... and in the directory
    items = take(write(tmp_path / "a.zip", bytes(data)))
    assert inner(items) == ["Fault a.html", "Source b.html"]
    assert items[0].why == "the member is encrypted"  # type: ignore[union-attr]


def test_a_damaged_member_is_named_and_the_rest_is_read(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.html": PAGE, "b.html": PAGE}, zipfile.ZIP_STORED))
    data[data.index(b"denies")] ^= 1
    items = take(write(tmp_path / "a.zip", bytes(data)))
    assert inner(items) == ["Fault a.html", "Source b.html"]
    assert "cannot be read on" in items[0].why  # type: ignore[union-attr]


def test_an_unknown_compression_is_named(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.html": PAGE}))
    data[8] = data[data.index(b"PK\x01\x02") + 10] = 97
    assert "cannot be unpacked" in only_fault(write(tmp_path / "a.zip", bytes(data))).why


def test_an_archive_that_breaks_off_is_a_fault(tmp_path: Path) -> None:
    data = zipped({"a.html": PAGE, "b.html": PAGE})
    assert "damaged" in only_fault(write(tmp_path / "a.zip", data[:-40])).why


def test_a_member_larger_than_allowed_is_a_fault(tmp_path: Path) -> None:
    items = take(write(tmp_path / "a.zip", zipped({"a.html": PAGE, "b.html": PAGE * 1000})), max_item=10_000)
    assert inner(items) == ["Source a.html", "Fault b.html"]
    assert "more than the 10000 bytes" in items[1].why  # type: ignore[union-attr]


def test_a_member_that_hides_its_size_is_not_unpacked_beyond_the_limit(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.html": PAGE * 1000}))
    at = data.index(b"PK\x01\x02")
    data[at + 24 : at + 28] = (100).to_bytes(4, "little")
    (item,) = take(write(tmp_path / "a.zip", bytes(data)), max_item=10_000)
    assert isinstance(item, Fault)


def test_a_bomb_of_many_members_stops(tmp_path: Path) -> None:
    page = b"<html>" + bytes(b" " * 90_000)
    items = take(write(tmp_path / "a.zip", zipped({f"{number:03}.html": page for number in range(400)})), max_item=100_000)
    taken = sum(isinstance(item, Source) for item in items)
    assert 0 < taken < 300
    assert "zip bomb" in items[-1].todo  # type: ignore[union-attr]


def test_a_data_set_in_an_archive_may_be_larger_than_one_item(tmp_path: Path) -> None:
    rows = b"".join(b'{"id": "%d", "text": "%d"}\n' % (number, number * 7919) for number in range(5000))
    items = take(write(tmp_path / "a.zip", zipped({"r.jsonl": rows})), max_item=20_000)
    assert sum(isinstance(item, Source) for item in items) == 5000


def test_an_archive_without_documents_is_a_fault(tmp_path: Path) -> None:
    assert "no document" in only_fault(write(tmp_path / "a.zip", zipped({"a.css": b"x"}))).why
    assert "no document" in only_fault(write(tmp_path / "b.zip", zipped({}))).why


def test_a_broken_web_archive_inside_is_named_by_its_whole_path(tmp_path: Path) -> None:
    broken = warc_record(block=answer(PAGE))[:-50]
    fault = only_fault(write(tmp_path / "a.zip", zipped({"w.warc": broken})))
    assert fault.path == f"{tmp_path}/a.zip!w.warc@0"


def test_names_in_other_letters_and_odd_ones(tmp_path: Path) -> None:
    items = take(write(tmp_path / "a.zip", zipped({"заявление.html": PAGE, "new\nline.html": PAGE})))
    assert kinds(items) == [("Source", "a.zip!new\nline.html"), ("Source", "a.zip!заявление.html")]
