"""Protects gzip: what is sound comes out to the last byte, damage is named with its place, bombs stop."""

from __future__ import annotations

import gzip
import io
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sources_material import PAGE, Item, only_fault, take, write

from communique.model import Fault, Source
from communique.sources.gunzip import Gunzip
from communique.sources.streams import Tap

NOISE = random.Random(1).randbytes(200_000)  # does not shrink, so that offsets are predictable


def opened(data: bytes, limit: int = 10_000_000) -> Gunzip:
    """A reader over bytes."""
    return Gunzip(Tap(io.BytesIO(data)), limit)


def everything(gunzip: Gunzip) -> bytes:
    """All that comes out."""
    return io.BufferedReader(gunzip).read()


@given(st.lists(st.binary(max_size=5000), min_size=1, max_size=5), st.integers(0, 600))
def test_members_come_out_one_after_the_other(parts: list[bytes], padding: int) -> None:
    gunzip = opened(b"".join(gzip.compress(part) for part in parts) + bytes(padding))
    assert everything(gunzip) == b"".join(parts)
    assert gunzip.damage is None


def test_a_file_that_breaks_off_gives_all_it_has() -> None:
    packed = gzip.compress(NOISE)
    gunzip = opened(packed[:100_000])
    data = everything(gunzip)
    assert NOISE.startswith(data)
    assert len(data) > 99_000
    assert gunzip.damage is not None
    assert "break off" in gunzip.damage.why


def test_of_damaged_data_all_before_the_damage_comes_out() -> None:
    text = b" ".join(b"%d" % number for number in range(100_000))
    packed = bytearray(gzip.compress(text))
    packed[100_000:100_010] = b"\xff" * 10
    gunzip = opened(bytes(packed))
    data = everything(gunzip)
    assert len(data) > len(text) * 100_000 // len(packed) * 9 // 10
    assert text[:200_000] == data[:200_000]
    assert gunzip.damage is not None
    assert "damaged" in gunzip.damage.why


def test_a_wrong_checksum_is_damage_although_all_came_out() -> None:
    packed = bytearray(gzip.compress(PAGE))
    packed[-8] ^= 1
    gunzip = opened(bytes(packed))
    assert everything(gunzip) == PAGE
    assert gunzip.damage is not None
    assert "incorrect data check" in gunzip.damage.why


def test_what_follows_and_is_no_gzip_is_damage() -> None:
    gunzip = opened(gzip.compress(PAGE) + b"garbage")
    assert everything(gunzip) == PAGE
    assert gunzip.damage is not None
    assert gunzip.damage.offset == len(gzip.compress(PAGE))


@pytest.mark.parametrize("seekable", [True, False])
def test_reading_goes_on_behind_a_damaged_member(seekable: bool) -> None:
    members = [gzip.compress(b"%d " % number + NOISE[:5000]) for number in range(4)]
    broken = bytearray(members[1])
    broken[200:300] = bytes(100)
    data = members[0] + bytes(broken) + members[2] + members[3]
    gunzip = Gunzip(Tap(io.BytesIO(data) if seekable else Pipe(data)), 10_000_000)
    reader = io.BufferedReader(gunzip)
    assert reader.read().startswith(b"0 ")
    assert gunzip.damage is not None
    assert gunzip.damage.offset == len(members[0])
    assert gunzip.resume(lambda start: start[:1].isdigit())
    assert reader.read() == b"2 " + NOISE[:5000] + b"3 " + NOISE[:5000]
    assert not gunzip.resume(lambda start: True)


class Pipe(io.BytesIO):
    """Bytes that come only once."""

    def seek(self, offset: int, whence: int = 0, /) -> int:
        """It cannot."""
        raise OSError("a pipe")


def test_places_name_the_member_and_the_byte_in_it() -> None:
    members = [gzip.compress(b"a" * 10), gzip.compress(b"b" * 10)]
    gunzip = opened(b"".join(members))
    everything(gunzip)
    assert [gunzip.place(at) for at in (0, 4, 10, 13)] == ["0", "0+4", str(len(members[0])), f"{len(members[0])}+3"]


def test_a_bomb_stops_long_before_it_is_unpacked() -> None:
    gunzip = opened(gzip.compress(bytes(200_000_000), 9), limit=1_000_000)
    total = 0
    while piece := gunzip.read(1 << 16):
        total += len(piece)
    assert total < 60_000_000
    assert gunzip.damage is not None
    assert gunzip.damage.fatal
    assert not gunzip.resume(lambda start: True)


def files() -> list[tuple[str, bytes]]:
    """Packed files that are broken."""
    rows = b"".join(b'{"text": "row %d"}\n' % number for number in range(20_000))
    flipped = bytearray(gzip.compress(rows))
    flipped[len(flipped) // 2] ^= 0xFF
    return [("rows.jsonl.gz", gzip.compress(rows)[:-2000]), ("rows.jsonl.gz", bytes(flipped))]


@pytest.mark.parametrize(("name", "data"), files(), ids=["truncated", "corrupt"])
def test_the_rows_before_the_damage_are_taken_and_the_damage_is_named(tmp_path: Path, name: str, data: bytes) -> None:
    items: list[Item] = take(write(tmp_path / name, data))
    assert sum(isinstance(item, Source) for item in items) > 5000
    assert isinstance(items[-1], Fault)
    assert "rows before were read" in items[-1].why
    assert all(isinstance(item, Source) for item in items[:5000])


def test_a_page_that_breaks_off_inside_gzip_is_not_taken(tmp_path: Path) -> None:
    fault = only_fault(write(tmp_path / "page.html.gz", gzip.compress(PAGE * 100)[:-20]))
    assert "break off" in fault.why


def test_a_packed_bomb_of_a_page_is_a_fault(tmp_path: Path) -> None:
    fault = only_fault(write(tmp_path / "page.html.gz", gzip.compress(b"<html>" + b" " * 100_000_000)), max_item=100_000)
    assert "more than the 100000 bytes" in fault.why or "bomb" in fault.why


def test_gzip_inside_gzip_is_refused(tmp_path: Path) -> None:
    assert "gzip inside gzip" in only_fault(write(tmp_path / "a.gz", gzip.compress(gzip.compress(PAGE)))).why


def test_an_empty_packed_file_is_a_fault(tmp_path: Path) -> None:
    assert "is empty" in only_fault(write(tmp_path / "a.html.gz", gzip.compress(b""))).why


@pytest.mark.parametrize(
    "line", [b'{"text": "%d two"}\n', b'"%d two","x"\n', b'"%d\ntwo",x\n'], ids=["JSONL", "CSV", "CSV over lines"]
)
def test_a_row_that_is_cut_by_the_damage_is_not_taken_and_not_blamed(tmp_path: Path, line: bytes) -> None:
    header = b"" if line.startswith(b"{") else b"text,id\n"
    rows = header + b"".join(line % number for number in range(3000))
    for cut in range(300, 340):
        name = "r.csv.gz" if header else "r.jsonl.gz"
        items = take(write(tmp_path / name, gzip.compress(rows, mtime=0)[:-cut]))
        assert isinstance(items[-1], Fault)
        texts = [item.row.fields["text"] for item in items[:-1] if isinstance(item, Source) and item.row]
        assert len(texts) == len(items) - 1 > 1000
        assert all(text.endswith("two") for text in texts)
