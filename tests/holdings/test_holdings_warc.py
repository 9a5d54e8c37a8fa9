"""Protects the bytes: what is written as a WARC record is read back the same, by us and by others; damage costs one record."""

from __future__ import annotations

import gzip
import hashlib
import io
import itertools
from pathlib import Path

import pytest
from fastwarc.warc import ArchiveIterator as FastIterator
from hypothesis import given
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from communique.errors import HoldingsError
from communique.holdings.warc import Accession, make, parse, passed_over, read_at, serialise, target_of, unfolded, walk
from communique.ids import digest
from communique.model import Asserted, WarcRecord

NOW = "2024-03-14T12:00:00Z"
names = st.from_regex(r"\A[A-Za-z][A-Za-z0-9-]{0,15}\Z").filter(lambda n: n.lower() not in ("content-length", "warc-type"))
odd = st.characters(codec="utf-8", exclude_categories=["Cc", "Zs", "Zl", "Zp"])
raw = st.integers(0xDC80, 0xDCFF).map(chr)  # bytes that are no UTF-8, as they are decoded
values = st.text(alphabet=st.one_of(odd, raw), max_size=20)
headers = st.lists(st.tuples(names, values), max_size=6).map(tuple)


def _reread(values: str) -> str:
    return values.encode("utf-8", "surrogateescape").decode("utf-8", "surrogateescape").strip()


@given(st.sampled_from(["response", "resource", "revisit", "metadata"]), headers, st.binary(max_size=300))
def test_a_record_is_read_as_it_was_written(kind: str, extra: tuple[tuple[str, str], ...], block: bytes) -> None:
    record = WarcRecord(kind, (("WARC-Type", kind), *extra), block)
    found = parse(gzip.decompress(serialise(record)))
    assert found is not None
    assert found.block == block
    assert found.type == kind
    assert found.headers == tuple((name, _reread(value)) for name, value in record.headers)
    assert serialise(found) == serialise(parse(gzip.decompress(serialise(found))))


@pytest.mark.parametrize("block", [b"", b"\r\n\r\n", b"WARC/1.1\r\n\r\n", bytes(range(256)), b"\x1f\x8b\x08"], ids=repr)
@pytest.mark.parametrize(
    "url", ["https://x.example/я б?q=я", "https://x.example/\udcff", None], ids=["words", "raw bytes", "none"]
)
def test_our_records_are_sound_for_other_readers(block: bytes, url: str | None) -> None:
    record = make("resource", block, "text/html", NOW, uri=target_of(url, "bytes:sha256:00"))
    data = serialise(record) + serialise(make("metadata", b"{}", "application/json", NOW))
    first, second = ArchiveIterator(io.BytesIO(data), check_digests="raise"), FastIterator(io.BytesIO(data), verify_digests=True)
    read = next(iter(first))
    assert read.content_stream().read() == block
    assert read.rec_headers.get_header("WARC-Target-URI") == record.header("WARC-Target-URI")
    fast = next(iter(second))
    assert fast.verify_block_digest()
    assert fast.reader.read() == block
    assert record.header("WARC-Block-Digest") == f"sha256:{hashlib.sha256(block).hexdigest()}"
    assert record.header("WARC-Payload-Digest") == digest(block)


@given(st.one_of(st.none(), st.text()), st.text())
def test_the_target_of_a_record_is_one_word_of_ascii(url: str | None, key: str) -> None:
    found = target_of(url, key)
    assert found.isascii()
    assert not any(c.isspace() or ord(c) < 32 for c in found)


any_word = st.one_of(st.none(), st.text(alphabet=st.characters(), min_size=1, max_size=10))


@given(st.text(alphabet=st.characters()), any_word, any_word, any_word, st.dictionaries(st.text(), st.text(), max_size=3))
def test_how_something_came_in_is_read_as_it_was_written(
    path: str, url: str | None, issuer: str | None, dataset: str | None, mapping: dict[str, str]
) -> None:
    said = Accession(path, "text/html", url, captured=NOW, asserted=Asserted(issuer=issuer), dataset=dataset, mapping=mapping)
    record = make("metadata", said.block(), "application/json", NOW)
    assert Accession.read(record) == said


OTHERS = [
    ("anybody's metadata", "metadata", b"fetchTimeMs: 12\r\n"),
    ("a page that speaks like us", "resource", Accession("a.html").block()),
    ("metadata cut off", "metadata", Accession("a.html").block()[:-3]),
    ("metadata of a later kind", "metadata", b'{"communique": "accession/2"}'),
]


@pytest.mark.parametrize(("kind", "block"), [case[1:] for case in OTHERS], ids=[case[0] for case in OTHERS])
def test_only_our_own_metadata_says_how_something_came_in(kind: str, block: bytes) -> None:
    assert Accession.read(WarcRecord(kind, (), block)) is None


def _file(tmp_path: Path, *blocks: bytes) -> tuple[Path, list[int]]:
    """A WARC of these blocks, and where each record begins and the last one ends."""
    file, places, data = tmp_path / "a.warc.gz", [0], b""
    for block in blocks:
        data += serialise(WarcRecord("resource", (("WARC-Type", "resource"), ("WARC-Date", NOW)), block))
        places.append(len(data))
    file.write_bytes(data)
    return file, places


@given(st.data())
def test_a_file_cut_anywhere_keeps_its_whole_records(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    file, places = _file(tmp_path_factory.mktemp("cut"), b"one", b"two" * 500, b"three")
    length = data.draw(st.integers(0, places[-1]))
    file.write_bytes(file.read_bytes()[:length])
    found = list(walk(file, "a"))
    assert [p.offset for p in found] == [p for p, end in itertools.pairwise(places) if end <= length]
    assert [p.end for p in found] == [end for end in places[1:] if end <= length]


@given(st.data())
def test_a_damaged_byte_costs_one_record_and_is_named(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    file, places = _file(tmp_path_factory.mktemp("flip"), b"one", b"two" * 500, b"three", b"four")
    whole = bytearray(file.read_bytes())
    at = data.draw(st.integers(0, places[3] - 1))
    whole[at] ^= data.draw(st.integers(1, 255))
    file.write_bytes(bytes(whole))
    damages: list[tuple[int, int]] = []
    found = [p.offset for p in walk(file, "a", damaged=lambda offset, size: damages.append((offset, size)))]
    hit = next(n for n, end in enumerate(places[1:]) if at < end)
    if found != places[:-1]:  # some bytes of a gzip header mean nothing
        assert found == [place for n, place in enumerate(places[:-1]) if n != hit]
        assert damages == [(places[hit], places[hit + 1] - places[hit])]


def test_without_a_whole_record_after_it_damage_is_a_torn_end(tmp_path: Path) -> None:
    file, places = _file(tmp_path, b"one", b"two")
    file.write_bytes(file.read_bytes()[:-1])
    damages: list[int] = []
    assert [p.offset for p in walk(file, "a", damaged=lambda at, size: damages.append(at))] == places[:1]
    assert damages == []


def test_the_beginning_of_a_record_is_found_across_blocks_of_reading(tmp_path: Path) -> None:
    import random

    noise = random.Random(7).randbytes(3 * 65536 - 1)
    data = serialise(make("resource", b"after the noise", "text/plain", NOW))
    for shift in range(4):
        file = tmp_path / f"{shift}.gz"
        file.write_bytes(noise[shift:] + data)
        (found,) = walk(file, "a", damaged=passed_over)
        assert found.record.block == b"after the noise"


@pytest.mark.parametrize(
    "data", [b"", b"\x1f\x8b", b"<html>", gzip.compress(b"no record")], ids=["nothing", "a stump", "HTML", "gzip"]
)
def test_what_is_no_record_is_refused_with_its_place(tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "a.warc.gz"
    file.write_bytes(data)
    with pytest.raises(HoldingsError, match=r"a\.warc\.gz: no whole record at 0") as raised:
        read_at(file, 0)
    assert "verify" in raised.value.todo
    with pytest.raises(HoldingsError, match="cannot be read"):
        read_at(tmp_path / "missing.warc.gz", 0)


@pytest.mark.parametrize(
    "length", ["", "-1", "ten", "99999999999", "3\u0663"], ids=["none", "negative", "words", "too long", "other digits"]
)
def test_a_record_whose_length_lies_is_no_record(length: str) -> None:
    head = f"WARC/1.1\r\nWARC-Type: resource\r\nContent-Length: {length}\r\n\r\n"
    assert parse(head.encode() + b"block\r\n\r\n") is None


def test_a_revisit_on_its_own_carries_the_payload_it_referred_to() -> None:
    target = make("resource", b"payload", "text/html", NOW, uri="https://x.example/hidden")
    extra = (("WARC-Refers-To", target.header("WARC-Record-ID") or ""), ("WARC-Refers-To-Target-URI", "https://x.example/hidden"))
    revisit = make("revisit", b"", "text/html", "2024-04-01T00:00:00Z", uri="https://x.example/shown", extra=extra)
    alone = unfolded(revisit, target)
    assert (alone.type, alone.block, alone.header("WARC-Type")) == ("resource", b"payload", "resource")
    assert alone.header("WARC-Target-URI") == "https://x.example/shown"
    assert alone.header("WARC-Date") == "2024-04-01T00:00:00Z"
    assert alone.header("WARC-Payload-Digest") == digest(b"payload")
    assert b"hidden" not in gzip.decompress(serialise(alone))
    assert next(iter(ArchiveIterator(io.BytesIO(serialise(alone)), check_digests="raise"))).content_stream().read() == b"payload"
