"""Protects the URL and the time that a saved page itself records, their order and their evidence."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sources_material import MHTML, PAGE, PDF, one, write

from communique.model import Asserted
from communique.sources.origin import Origin, moment, of_mhtml, of_page

URL = "https://mfa.karvelia.example/en/news?id=12"
SAVED = f"<!-- saved from url=({len(URL):04d}){URL} -->\n"
SAVED_AT = "Tue Mar 05 2024 10:11:12 GMT+0100 (Central European Standard Time)"
SINGLE = f"<html><!--\n Page saved with SingleFile \n url: {URL} \n saved date: {SAVED_AT}\n-->"
CANONICAL = f'<link rel="canonical" href="{URL}">'
HEAD = "<!DOCTYPE html><html><head>{}</head><body>{}</body></html>"

PAGES = [
    ("saved-from", "<!DOCTYPE html>\n" + SAVED + "<html>", Origin(URL, "saved-from")),
    ("saved-from, wrong count", f"<!-- saved from url=(0010){URL} -->", Origin(URL, "saved-from")),
    ("saved-from, mark of the web only", "<!-- saved from url=(0014)about:internet -->", Origin()),
    ("SingleFile", SINGLE, Origin(URL, "singlefile", "2024-03-05T09:11:12Z")),
    (
        "SingleFile, ISO date",
        f"<!--\n Page saved with SingleFile\n url: {URL}\n saved date: 2024-03-05T09:11:12.345Z\n info: x\n-->",
        Origin(URL, "singlefile", "2024-03-05T09:11:12.345000Z"),
    ),
    ("SingleFile without URL", "<!--\n Page saved with SingleFile\n saved date: nonsense -->", Origin()),
    ("canonical", HEAD.format(CANONICAL, ""), Origin(URL, "canonical")),
    ("canonical, bare attributes", f"<head><LINK HREF={URL} REL=Canonical></head>", Origin(URL, "canonical")),
    (
        "canonical, single quotes and entity",
        "<link rel='shortlink canonical' href='https://x.example/?a=1&amp;b=2'/>",
        Origin("https://x.example/?a=1&b=2", "canonical"),
    ),
    ("canonical, relative", HEAD.format('<link rel="canonical" href="/en/news">', ""), Origin()),
    ("canonical, other scheme", HEAD.format('<link rel="canonical" href="javascript:alert(1)">', ""), Origin()),
    ("canonical in the body", HEAD.format("", CANONICAL), Origin()),
    ("canonical in a comment", HEAD.format(f"<!-- {CANONICAL} -->", ""), Origin()),
    ("canonical in a script", HEAD.format(f"<script>var x = '{CANONICAL}';</script>", ""), Origin()),
    ("canonical behind a long script", HEAD.format(f"<script>{'x' * 300_000}</script>{CANONICAL}", ""), Origin(URL, "canonical")),
    ("saved-from in the body", HEAD.format("", SAVED), Origin()),
    ("alternate link", HEAD.format(f'<link rel="alternate" hreflang="fr" href="{URL}">', ""), Origin()),
    ("all of them", "<!DOCTYPE html>" + SAVED + SINGLE + CANONICAL.replace("12", "13"), Origin(URL, "saved-from")),
    ("SingleFile over canonical", SINGLE + CANONICAL.replace("12", "13"), Origin(URL, "singlefile", "2024-03-05T09:11:12Z")),
    (
        "the time of SingleFile with a canonical link",
        f"<!--\n Page saved with SingleFile\n saved date: 2024-03-05T09:11:12Z\n-->{CANONICAL}",
        Origin(URL, "canonical", "2024-03-05T09:11:12Z"),
    ),
    ("nothing", PAGE.decode(), Origin()),
    ("unclosed comment", "<!-- saved from url=(0042)", Origin()),
]


@pytest.mark.parametrize(("text", "origin"), [(text, origin) for _, text, origin in PAGES], ids=[name for name, _, _ in PAGES])
def test_page(text: str, origin: Origin) -> None:
    assert of_page(text.encode()) == origin


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "cp1251"])
def test_the_encoding_of_a_page_does_not_hide_its_origin(encoding: str) -> None:
    page = f"<html><head><meta charset={encoding}><title>Заявление</title>{CANONICAL}</head>"
    assert of_page(page.encode(encoding)) == Origin(URL, "canonical")


def test_a_canonical_url_in_the_pages_own_letters_is_read_in_the_pages_encoding() -> None:
    page = '<html><head><meta charset="windows-1251"><link rel=canonical href="https://x.example/новости">'
    assert of_page(page.encode("cp1251")).url == "https://x.example/новости"


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("Tue Mar 05 2024 10:11:12 GMT+0100 (Central European Standard Time)", "2024-03-05T09:11:12Z"),
        ("Wed Dec 31 2008 23:30:00 GMT-0500", "2009-01-01T04:30:00Z"),
        ("Sat Feb 01 2020 00:00:00 UTC", "2020-02-01T00:00:00Z"),
        ("Tue, 5 Mar 2024 09:11:12 -0000", "2024-03-05T09:11:12Z"),
        ("2024-03-05T10:11:12+01:00", "2024-03-05T09:11:12Z"),
        ("Tue Foo 05 2024 10:11:12 GMT+0100", None),
        ("yesterday", None),
        ("", None),
        (None, None),
    ],
)
def test_moment(text: str | None, time: str | None) -> None:
    assert moment(text) == time


def test_mhtml_of_the_whole_file() -> None:
    assert of_mhtml(MHTML) == Origin("https://mfa.karvelia.example/en/1", "mhtml", "2024-03-05T09:11:12Z")


def test_mhtml_of_its_first_part_where_the_file_says_nothing() -> None:
    without = MHTML.replace(b"Snapshot-Content-Location: https://mfa.karvelia.example/en/1\r\n", b"").replace(
        b"Date:", b"X-Date:"
    )
    assert of_mhtml(without) == Origin("https://mfa.karvelia.example/en/part", "mhtml", None)


def test_mhtml_with_a_folded_location() -> None:
    folded = MHTML.replace(b"https://mfa.karvelia.example/en/1", b"https://mfa.karvelia.example/\r\n en/1")
    assert of_mhtml(folded).url == "https://mfa.karvelia.example/en/1"


def test_mhtml_saved_from_a_file_has_no_url() -> None:
    local = MHTML.replace(b"https://mfa.karvelia.example/en/", b"file:///C:/")
    assert of_mhtml(local)[:2] == (None, None)


def test_an_asserted_url_outranks_the_page_but_not_its_time(tmp_path: Path) -> None:
    source = one(write(tmp_path / "a.html", SINGLE), asserted=Asserted(url="https://other.example/", issuer="xkv-mfa"))
    assert (source.url, source.url_evidence, source.captured) == ("https://other.example/", "asserted", "2024-03-05T09:11:12Z")
    assert source.asserted.issuer == "xkv-mfa"


@pytest.mark.parametrize("data", [PAGE, PDF, b"words"], ids=["html", "pdf", "text"])
def test_the_time_of_a_file_is_never_its_modification(tmp_path: Path, data: bytes) -> None:
    path = write(tmp_path / "a", data)
    os.utime(path, (1_000_000_000, 1_000_000_000))
    source = one(path)
    assert (source.captured, source.url, source.url_evidence) == (None, None, None)


@given(
    st.lists(
        st.sampled_from(
            ["<!--", "-->", "<link ", "rel=canonical ", 'href="', "http://a/", '"', ">", "<script>", "\0", "é", "<body"]
        )
    )
)
def test_any_soup_is_read_without_error(parts: list[str]) -> None:
    found = of_page("".join(parts).encode())
    assert (found.url is None) == (found.evidence is None)


@given(st.binary(max_size=300))
def test_any_mhtml_header_is_read_without_error(data: bytes) -> None:
    of_mhtml(b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary" + data)
    of_mhtml(b"Content-Location: " + data)
