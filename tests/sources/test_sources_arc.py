"""Protects ARC files: their records become the WARC records they would be, always the same ones."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from sources_material import PAGE, answer, take, write

from communique.model import Companion, Fault, Source

BLOCK = answer(PAGE)
DESCRIPTION = b"1 0 Crawler\nURL IP-address Archive-date Content-type Archive-length\n"
DESCRIPTION_2 = (
    b"2 0 Crawler\nURL IP-address Archive-date Content-type Result-code Checksum Location Offset Filename Archive-length\n"
)


def described(description: bytes = DESCRIPTION) -> bytes:
    """The first record of a file."""
    return b"filedesc://old.arc 0.0.0.0 20040506070809 text/plain %d\n" % len(description) + description + b"\n"


def record(
    url: str = "http://mfa.karvelia.example/", block: bytes = BLOCK, date: str = "20040506070809", length: str | None = None
) -> bytes:
    """A record of version 1."""
    return f"{url} 10.0.0.1 {date} text/html {length or len(block)}\n".encode() + block + b"\n"


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gzip"])
def test_records_become_warc_records(tmp_path: Path, packed: bool) -> None:
    parts = [described(), record(), record("http://mfa.karvelia.example/a b?c=d e")]
    data = b"".join(gzip.compress(part) for part in parts) if packed else b"".join(parts)
    first, source, spaced = take(write(tmp_path / "old.arc", data))
    assert isinstance(first, Companion)
    assert first.record.type == "warcinfo"
    assert first.record.header("WARC-Filename") == "old.arc"
    assert isinstance(source, Source)
    assert isinstance(spaced, Source)
    assert (source.url, source.captured, source.status) == ("http://mfa.karvelia.example/", "2004-05-06T07:08:09Z", 200)
    assert (source.data, source.media_type, source.url_evidence) == (PAGE, "text/html", "warc")
    assert spaced.url == "http://mfa.karvelia.example/a b?c=d e"
    assert source.record is not None
    assert source.record.block == BLOCK
    assert source.record.header("Content-Type") == "application/http; msgtype=response"
    assert source.record.header("WARC-IP-Address") == "10.0.0.1"
    assert source.record.header("Content-Length") == str(len(BLOCK))


def test_the_second_version_has_more_fields(tmp_path: Path) -> None:
    line = f"http://mfa.karvelia.example/ 10.0.0.1 20040506070809 text/html 200 - - 99 old.arc {len(BLOCK)}\n".encode()
    _, source = take(write(tmp_path / "old.arc", described(DESCRIPTION_2) + line + BLOCK + b"\n"))
    assert isinstance(source, Source)
    assert (source.url, source.captured, source.data) == ("http://mfa.karvelia.example/", "2004-05-06T07:08:09Z", PAGE)


def test_the_same_file_gives_the_same_records_again(tmp_path: Path) -> None:
    path = write(tmp_path / "old.arc", described() + record() + record(block=answer(b"other")))
    assert take(path) == take(path)
    names = {item.record.header("WARC-Record-ID") for item in take(path) if not isinstance(item, Fault) and item.record}
    assert len(names) == 3


def test_what_is_no_answer_is_a_resource_and_name_servers_are_companions(tmp_path: Path) -> None:
    items = take(
        write(tmp_path / "old.arc", described() + record(block=b"words") + record("dns:mfa.karvelia.example", b"10.0.0.1"))
    )
    assert [type(item) for item in items] == [Companion, Source, Companion]
    assert items[1].media_type == "text/html"  # type: ignore[union-attr]


BROKEN = [
    ("a length of words", record(length="abc"), "length is 'abc'"),
    ("a negative length", record(length="-1"), "length is '-1'"),
    ("a date that is none", record(date="20041399999999"), "date is '20041399999999'"),
    ("garbage", b"garbage\n", "8 bytes belong to no record"),
]


@pytest.mark.parametrize(("bad", "why"), [case[1:] for case in BROKEN], ids=[case[0] for case in BROKEN])
def test_around_a_bad_record_the_others_are_read(tmp_path: Path, bad: bytes, why: str) -> None:
    items = take(write(tmp_path / "old.arc", described() + record() + bad + record()))
    assert [type(item) for item in items] == [Companion, Source, Fault, Source]
    assert why in items[2].why  # type: ignore[union-attr]


def test_a_file_that_breaks_off_names_the_record(tmp_path: Path) -> None:
    items = take(write(tmp_path / "old.arc", described() + record() + record()[:-20]))
    assert [type(item) for item in items] == [Companion, Source, Fault]
    assert items[2].url == "http://mfa.karvelia.example/"  # type: ignore[union-attr]
