"""Protects web archives: every readable record verbatim, every unreadable stretch named with its place."""

from __future__ import annotations

import base64
import gzip
import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sources_material import PAGE, PDF, PNG, Item, answer, members_gz, one, only_fault, take, warc_record, write

from communique.model import Asserted, Companion, Fault, Source

URL = "https://mfa.karvelia.example/en/1"
DATE = "2021-05-06T07:08:09Z"


def shape(items: list[Item]) -> list[str]:
    """What came, and where it lay."""
    return [f"{type(item).__name__}@{item.path.rpartition('@')[2]}" for item in items]


@pytest.mark.parametrize("name", ["crawl.warc", "crawl.warc.gz", "one-member.warc.gz"])
def test_a_record_comes_whole_plain_or_packed(tmp_path: Path, name: str) -> None:
    records = [warc_record(number=number, url=f"{URL}{number}") for number in range(3)]
    data = b"".join(records)
    packed = {"crawl.warc": data, "crawl.warc.gz": members_gz(records), "one-member.warc.gz": gzip.compress(data)}[name]
    items = take(write(tmp_path / name, packed))
    assert [item.url for item in items if isinstance(item, Source)] == [f"{URL}0", f"{URL}1", f"{URL}2"]
    assert len({item.path for item in items}) == 3
    first = items[0]
    assert isinstance(first, Source)
    assert first.path == f"{tmp_path / name}@0"
    assert (first.data, first.media_type, first.status) == (PAGE, "text/html", 200)
    assert (first.captured, first.url_evidence) == (DATE, "warc")
    assert first.http_headers == (("Content-Type", "text/html; charset=utf-8"),)


def test_a_record_is_verbatim(tmp_path: Path) -> None:
    block = answer(gzip.compress(PAGE), "Content-Encoding: gzip", "X-Empty:")
    extra = b"X-A: 1\r\nx-a: 2\r\nX-Latin: caf\xe9\r\nX-Utf: \xd0\x9a\r\nX-Long: one\r\n  two\r\n"
    source = one(write(tmp_path / "c.warc", warc_record(block=block, extra=extra)))
    assert source.record is not None
    assert source.record.block == block
    assert source.data == PAGE
    assert source.record.headers == (
        ("WARC-Type", "response"),
        ("WARC-Record-ID", "<urn:uuid:00000000000000000000000000000001>"),
        ("WARC-Date", DATE),
        ("WARC-Target-URI", URL),
        ("X-A", "1"),
        ("x-a", "2"),
        ("X-Latin", "café"),
        ("X-Utf", "К"),
        ("X-Long", "one two"),
        ("Content-Type", "application/http; msgtype=response"),
        ("Content-Length", str(len(block))),
    )


CAPTURES = [
    ("a redirect", warc_record(block=answer(b"", "Location: ../2?a=b", status="302 Found")), 302, "text/html", b""),
    ("a missing page", warc_record(block=answer(PAGE, status="404 Not Found")), 404, "text/html", PAGE),
    ("a resource", warc_record("resource", b"words"), None, "text/plain", b"words"),
    ("an FTP answer", warc_record(block=b"words", url="ftp://x.example/a"), None, "text/plain", b"words"),
    ("a revisit", warc_record("revisit", answer(b"")), 200, "text/html", b""),
    ("a revisit without headers", warc_record("revisit", b""), None, "text/plain", b""),
    ("an image", warc_record(block=answer(PNG).replace(b"text/html", b"image/png")), 200, "image/png", PNG),
    ("a PDF said to be HTML", warc_record(block=answer(PDF)), 200, "application/pdf", PDF),
    ("no media type", warc_record(block=b"HTTP/1.1 200 OK\r\n\r\n" + PAGE), 200, "text/html", PAGE),
    (
        "no media type, by name",
        warc_record(block=b"HTTP/1.1 200 OK\r\n\r\nwords", url=URL + ".md?x=1"),
        200,
        "text/markdown",
        b"words",
    ),
    (
        "unknown bytes",
        warc_record(block=b"HTTP/1.1 200 OK\r\n\r\n" + bytes(range(256))),
        200,
        "application/octet-stream",
        bytes(range(256)),
    ),
]


@pytest.mark.parametrize(
    ("record", "status", "media_type", "data"), [case[1:] for case in CAPTURES], ids=[case[0] for case in CAPTURES]
)
def test_captures(tmp_path: Path, record: bytes, status: int | None, media_type: str, data: bytes) -> None:
    source = one(write(tmp_path / "c.warc", record))
    assert (source.status, source.media_type, source.data) == (status, media_type, data)
    assert source.record is not None


def test_the_target_of_a_redirect_is_absolute(tmp_path: Path) -> None:
    source = one(write(tmp_path / "c.warc", warc_record(block=answer(b"", "location: ../2?a=b", status="301 Moved"))))
    assert source.location == "https://mfa.karvelia.example/2?a=b"
    bad = one(write(tmp_path / "d.warc", warc_record(block=answer(b"", "Location: http://[bad", status="301 Moved"))))
    assert bad.location == "http://[bad"


COMPANIONS = [
    ("request", warc_record("request", b"GET / HTTP/1.1\r\n\r\n")),
    ("metadata", warc_record("metadata", b"x: y")),
    ("warcinfo", warc_record("warcinfo", b"software: x", url="")),
    ("conversion", warc_record("conversion", b"text")),
    ("other", warc_record("continuation", b"text")),
    ("response", warc_record("response", b"20210101 10.0.0.1", url="dns:mfa.karvelia.example")),
    ("resource", warc_record("resource", b"log", url="metadata://gnu.org/software/wget/warc/wget.log")),
    ("resource", warc_record("resource", b"text", url="urn:text:https://mfa.karvelia.example/")),
]


@pytest.mark.parametrize(("kind", "record"), COMPANIONS, ids=[f"{kind}-{i}" for i, (kind, _) in enumerate(COMPANIONS)])
def test_companions(tmp_path: Path, kind: str, record: bytes) -> None:
    (item,) = take(write(tmp_path / "c.warc", record))
    assert isinstance(item, Companion)
    assert item.record.type == kind


def test_the_angle_brackets_of_old_crawlers_are_no_part_of_the_url(tmp_path: Path) -> None:
    source = one(write(tmp_path / "c.warc", warc_record(url=f"<{URL}>")))
    assert source.url == URL
    assert source.record is not None
    assert source.record.header("warc-target-uri") == f"<{URL}>"


def test_an_asserted_url_outranks_the_records(tmp_path: Path) -> None:
    source = one(write(tmp_path / "c.warc", warc_record()), asserted=Asserted(url="https://other.example/"))
    assert (source.url, source.url_evidence) == ("https://other.example/", "asserted")


A, B, C = (warc_record(number=number, url=f"{URL}{number}", block=answer(PAGE + b"%d" % number)) for number in range(3))
LYING_SHORT = warc_record(number=0, length="40")
LYING_LONG = warc_record(number=0, length=str(len(answer(PAGE)) + 60))
BROKEN = [
    ("breaks off inside a block", A + B[:-30], ["Source@0", f"Fault@{len(A)}"], "breaks off after"),
    ("breaks off inside a header", A + B[:60], ["Source@0", f"Fault@{len(A)}"], "breaks off inside a record's header"),
    (
        "garbage between",
        A + b"garbage\r\nmore\r\n" + B,
        ["Source@0", f"Fault@{len(A)}", f"Source@{len(A) + 15}"],
        "15 bytes belong to no record",
    ),
    ("garbage at the end", A + b"garbage", ["Source@0", f"Fault@{len(A)}"], "7 bytes belong to no record"),
    ("a length too short", LYING_SHORT + B, ["Source@0", "Fault@322", f"Source@{len(LYING_SHORT)}"], "belong to no record"),
    (
        "a length too long",
        LYING_LONG + B + C,
        ["Source@0", "Fault@494", f"Source@{len(LYING_LONG) + len(B)}"],
        "belong to no record",
    ),
    (
        "no length",
        warc_record(length="").replace(b"Content-Length: ", b"X: ") + B,
        ["Fault@0", "Source@431"],
        "has no Content-Length",
    ),
    ("a negative length", warc_record(length="-5") + B, ["Fault@0", "Source@449"], "Content-Length is '-5'"),
    ("a length of words", warc_record(length="many") + B, ["Fault@0", "Source@451"], "Content-Length is 'many'"),
    ("a length beyond all measure", warc_record(length="9" * 40) + B, ["Fault@0", "Source@487"], "Content-Length is"),
    (
        "an endless header",
        b"WARC/1.0\r\n" + b"X: y\r\n" * 2000 + b"\r\n" + B,
        ["Fault@0", f"Source@{10 + 12000 + 2}"],
        "more than 1000 lines",
    ),
]


@pytest.mark.parametrize(("data", "expected", "why"), [case[1:] for case in BROKEN], ids=[case[0] for case in BROKEN])
def test_around_damage_every_sound_record_is_read(tmp_path: Path, data: bytes, expected: list[str], why: str) -> None:
    items = take(write(tmp_path / "c.warc", data))
    assert [where.partition("@")[0] for where in shape(items)] == [where.partition("@")[0] for where in expected]
    (fault,) = [item for item in items if isinstance(item, Fault)]
    assert why in fault.why
    assert fault.path.startswith(f"{tmp_path}/c.warc@")
    assert fault.todo


def test_a_record_that_breaks_off_is_named_with_its_url(tmp_path: Path) -> None:
    fault = take(write(tmp_path / "c.warc", A + B[:-30]))[1]
    assert isinstance(fault, Fault)
    assert fault.url == f"{URL}1"


@pytest.mark.parametrize("ending", [b"\n", b""], ids=["one line break", "none"])
def test_sloppy_distances_between_records_are_no_damage(tmp_path: Path, ending: bytes) -> None:
    items = take(write(tmp_path / "c.warc", A.removesuffix(b"\r\n\r\n") + ending + B + b"\r\n" * 5 + C))
    assert [type(item) for item in items] == [Source] * 3


def test_line_feeds_alone_end_header_lines_too(tmp_path: Path) -> None:
    head, block = A.split(b"\r\n\r\n", 1)
    source = one(write(tmp_path / "c.warc", head.replace(b"\r\n", b"\n") + b"\n\n" + block))
    assert source.data == PAGE + b"0"


def test_behind_a_damaged_member_the_next_sound_one_is_read(tmp_path: Path) -> None:
    members = [gzip.compress(record, mtime=0) for record in (A, B, C)]
    damaged = bytearray(members[1])
    damaged[30:90] = bytes(60)
    items = take(write(tmp_path / "c.warc.gz", members[0] + bytes(damaged) + members[2]))
    assert shape(items) == ["Source@0", f"Fault@{len(members[0])}", f"Source@{len(members[0]) + len(damaged)}"]
    assert "gzip data are damaged" in items[1].why  # type: ignore[union-attr]


def test_a_record_whose_member_has_a_wrong_checksum_is_not_taken_but_named(tmp_path: Path) -> None:
    members = [bytearray(gzip.compress(record, mtime=0)) for record in (A, B, C)]
    members[1][-8] ^= 1
    items = take(write(tmp_path / "c.warc.gz", b"".join(members)))
    assert [type(item) for item in items] == [Source, Fault, Source]
    assert items[1].url == f"{URL}1"  # type: ignore[union-attr]
    assert "incorrect data check" in items[1].why  # type: ignore[union-attr]


def test_a_record_of_a_damaged_file_of_one_member_is_taken_if_it_is_whole(tmp_path: Path) -> None:
    packed = bytearray(gzip.compress(A + B + C, mtime=0))
    packed[-8] ^= 1
    items = take(write(tmp_path / "c.warc.gz", bytes(packed)))
    assert [type(item) for item in items] == [Source, Source, Source, Fault]


def test_a_packed_file_that_breaks_off_names_the_record(tmp_path: Path) -> None:
    members = [gzip.compress(record, mtime=0) for record in (A, B)]
    items = take(write(tmp_path / "c.warc.gz", members[0] + members[1][:-40]))
    assert shape(items) == ["Source@0", f"Fault@{len(members[0])}"]
    assert "break off" in items[1].why  # type: ignore[union-attr]


def test_a_record_larger_than_allowed_is_passed_over(tmp_path: Path) -> None:
    large = warc_record(block=answer(b"x" * 50_000), url=f"{URL}/large")
    items = take(write(tmp_path / "c.warc", A + large + B), max_item=10_000)
    assert [type(item) for item in items] == [Source, Fault, Source]
    assert items[1].url == f"{URL}/large"  # type: ignore[union-attr]
    assert "more than the 10000 allowed" in items[1].why  # type: ignore[union-attr]


def test_a_body_that_unpacks_to_more_than_allowed_is_a_fault(tmp_path: Path) -> None:
    bomb = answer(gzip.compress(bytes(20_000_000)), "Content-Encoding: gzip")
    fault = only_fault(write(tmp_path / "c.warc", warc_record(block=bomb)))
    assert "unpacks to more than" in fault.why
    assert fault.url == URL


def test_a_body_that_breaks_off_is_taken_and_named(tmp_path: Path) -> None:
    block = answer(gzip.compress(PAGE * 50)[:-30], "Content-Encoding: gzip")
    items = take(write(tmp_path / "c.warc", warc_record(block=block)))
    assert [type(item) for item in items] == [Source, Fault]
    assert "damaged" in items[1].why  # type: ignore[union-attr]


def _digests() -> list[tuple[str, str, bool]]:
    block = answer(PAGE)
    sha1 = hashlib.sha1(block, usedforsecurity=False).digest()
    return [
        ("base 32", "sha1:" + base64.b32encode(sha1).decode(), True),
        ("base 16", "sha256:" + hashlib.sha256(block).hexdigest(), True),
        ("base 64", "sha1:" + base64.b64encode(sha1).decode(), True),
        ("base 64, other alphabet", "sha-1:" + base64.urlsafe_b64encode(sha1).decode().rstrip("="), True),
        ("unknown algorithm", "blake3:00", True),
        ("no digest", "nonsense", True),
        ("wrong", "sha1:" + base64.b32encode(bytes(20)).decode(), False),
        ("garbled", "sha256:zz", False),
    ]


@pytest.mark.parametrize(("digest", "sound"), [case[1:] for case in _digests()], ids=[case[0] for case in _digests()])
def test_a_block_that_is_not_the_one_of_its_digest_is_named(tmp_path: Path, digest: str, sound: bool) -> None:
    record = warc_record(block=answer(PAGE), extra=f"WARC-Block-Digest: {digest}\r\n".encode())
    items = take(write(tmp_path / "c.warc", record))
    assert [type(item) for item in items] == [Source] if sound else [Source, Fault]


def test_segments_are_kept_and_named(tmp_path: Path) -> None:
    items = take(write(tmp_path / "c.warc", warc_record(extra=b"WARC-Segment-Number: 1\r\n")))
    assert [type(item) for item in items] == [Companion, Fault]


@given(st.lists(st.binary(max_size=2000), min_size=1, max_size=6), st.booleans())
def test_blocks_come_back_byte_by_byte(tmp_path_factory: pytest.TempPathFactory, blocks: list[bytes], packed: bool) -> None:
    records = [warc_record("resource", block, number=number) for number, block in enumerate(blocks)]
    path = tmp_path_factory.mktemp("w") / "c.warc"
    items = take(write(path, members_gz(records) if packed else b"".join(records)))
    assert [item.record.block for item in items if isinstance(item, Source) and item.record] == blocks
