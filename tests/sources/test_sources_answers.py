"""Protects payloads: what a server sent, its encodings undone, as far as they can be and never beyond the limit."""

from __future__ import annotations

import gzip
import io
import zlib

import pytest
from fastwarc.stream_io import ZstdWriter
from hypothesis import given
from hypothesis import strategies as st
from sources_material import PAGE, answer

from communique.sources.answers import Answer, TooLarge, parse, payload

LIMIT = 1_000_000
SENTENCE = b"The Ministry denies it. " * 20
BROTLI = bytes.fromhex("1bdf01f81d09762ce4378ea8a625151a5d83b890a5e93210b7b9050e817502484a6b9b60b6f302")


def chunked(body: bytes, size: int = 17) -> bytes:
    """A body in chunks, with an extension and a trailer as some servers write them."""
    pieces = [body[i : i + size] for i in range(0, len(body), size)]
    return b"".join(b"%x;x=1\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\nX-Trailer: 1\r\n\r\n"


def zstd(data: bytes) -> bytes:
    """Packed by Zstandard."""
    out = io.BytesIO()
    writer = ZstdWriter(out)
    writer.write(data)
    writer.close()
    return out.getvalue()


def raw_deflate(data: bytes) -> bytes:
    """Packed without zlib's header, as some servers do."""
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


def read(block: bytes) -> tuple[bytes, str | None]:
    """Payload and problem."""
    found = parse(block)
    assert found is not None
    return payload(found, LIMIT)


SOUND = [
    ("plain", PAGE, ()),
    ("chunked", chunked(PAGE), ("Transfer-Encoding: chunked",)),
    ("gzip", gzip.compress(PAGE), ("Content-Encoding: gzip",)),
    ("x-gzip, two members", gzip.compress(PAGE[:20]) + gzip.compress(PAGE[20:]), ("Content-Encoding: x-gzip",)),
    ("gzip with padding", gzip.compress(PAGE) + bytes(7), ("Content-Encoding: GZIP",)),
    ("deflate", zlib.compress(PAGE), ("Content-Encoding: deflate",)),
    ("deflate without header", raw_deflate(PAGE), ("Content-Encoding: deflate",)),
    ("zstd", zstd(PAGE), ("Content-Encoding: zstd",)),
    ("chunked gzip", chunked(gzip.compress(PAGE)), ("Transfer-Encoding: chunked", "Content-Encoding: gzip")),
    ("deflate, then gzip", gzip.compress(zlib.compress(PAGE)), ("Content-Encoding: deflate, gzip",)),
    ("said to be chunked, stored without", PAGE, ("Transfer-Encoding: chunked",)),
    ("said to be gzip, stored without", PAGE, ("Content-Encoding: gzip",)),
    ("said to be deflate, stored without", PAGE, ("Content-Encoding: deflate",)),
    ("said to be br, stored without", PAGE, ("Content-Encoding: br",)),
    ("said to be zstd, stored without", PAGE, ("Content-Encoding: zstd",)),
    ("no encoding at all", PAGE, ("Content-Encoding: utf-8",)),
    ("empty gzip", b"", ("Content-Encoding: gzip",)),
]


@pytest.mark.parametrize(("body", "headers"), [case[1:] for case in SOUND], ids=[case[0] for case in SOUND])
def test_sound_bodies(body: bytes, headers: tuple[str, ...]) -> None:
    expected = PAGE if body else b""
    assert read(answer(body, *headers)) == (expected, None)


def test_brotli() -> None:
    assert read(answer(BROTLI, "Content-Encoding: br")) == (SENTENCE, None)
    data, problem = read(answer(BROTLI[:-6], "Content-Encoding: br"))
    assert problem or data == BROTLI[:-6]
    assert SENTENCE.startswith(data) or data == BROTLI[:-6]


def test_a_chunk_may_begin_with_a_number_without_being_one() -> None:
    assert read(answer(b"12\nstatements were issued", "Transfer-Encoding: chunked"))[0] == b"12\nstatements were issued"


BROKEN = [
    ("gzip breaks off", gzip.compress(PAGE * 40, mtime=0)[:-12], ("Content-Encoding: gzip",)),
    ("gzip with a wrong checksum", gzip.compress(PAGE * 40, mtime=0)[:-8] + bytes(8), ("Content-Encoding: gzip",)),
    ("chunks break off", chunked(PAGE * 40)[:-60], ("Transfer-Encoding: chunked",)),
    ("deflate breaks off", zlib.compress(PAGE * 40)[:-6], ("Content-Encoding: deflate",)),
]


@pytest.mark.parametrize(("body", "headers"), [case[1:] for case in BROKEN], ids=[case[0] for case in BROKEN])
def test_a_broken_body_gives_what_there_is_and_says_so(body: bytes, headers: tuple[str, ...]) -> None:
    data, problem = read(answer(body, *headers))
    assert data
    assert (PAGE * 40).startswith(data)
    assert problem is not None
    assert "kept" in problem


def test_an_unknown_encoding_is_kept_as_it_came() -> None:
    data, problem = read(answer(PAGE, "Content-Encoding: sdch"))
    assert data == PAGE
    assert problem is not None
    assert "'sdch'" in problem


@pytest.mark.parametrize("name", ["gzip", "deflate", "zstd"])
def test_a_bomb_is_not_unpacked(name: str) -> None:
    pack = {"gzip": gzip.compress, "deflate": zlib.compress, "zstd": zstd}[name]
    found = parse(answer(pack(bytes(50_000_000)), f"Content-Encoding: {name}"))
    assert found is not None
    with pytest.raises(TooLarge, match="more than the 1000000 bytes"):
        payload(found, LIMIT)


def test_headers_are_read_in_order_folded_lines_joined() -> None:
    block = b"HTTP/1.0 301 Moved\nX-A: 1\nX-Long: one\n  two\nno colon\nx-a: 2\nX-Latin: caf\xe9\n\nbody"
    assert parse(block) == Answer(301, (("X-A", "1"), ("X-Long", "one two"), ("x-a", "2"), ("X-Latin", "café")), b"body")


@pytest.mark.parametrize("block", [b"", b"GET / HTTP/1.1\r\n\r\n", b"<html>", b"HTTP/1.1 \r\n\r\n", b"HTTP/1.1 20\r\n\r\n"])
def test_what_is_no_answer_is_none(block: bytes) -> None:
    assert parse(block) is None


def test_an_answer_without_body_or_end_of_headers() -> None:
    assert parse(b"HTTP/2 204") == Answer(204, (), b"")
    assert parse(b"HTTP/1.1 204 No Content\r\nX: y") == Answer(204, (("X", "y"),), b"")


@given(st.binary(max_size=200), st.sampled_from(["gzip", "deflate", "br", "zstd", "gzip, br"]), st.booleans())
def test_any_body_is_read_without_error(body: bytes, encoding: str, chunks: bool) -> None:
    headers = [f"Content-Encoding: {encoding}"] + (["Transfer-Encoding: chunked"] if chunks else [])
    read(answer(body, *headers))


@given(st.binary(max_size=3000), st.integers(1, 400), st.booleans())
def test_what_was_encoded_comes_back(body: bytes, size: int, packed: bool) -> None:
    inner = gzip.compress(body) if packed else body
    headers = ["Transfer-Encoding: chunked"] + (["Content-Encoding: gzip"] if packed else [])
    assert read(answer(chunked(inner, size), *headers)) == (body, None)
