"""Protects how files are told apart: content before name, and a message that says what a file really is."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sources_material import MHTML, PAGE, PDF, PNG, one, only_fault, take, warc_record, write, zipped

from communique.model import Asserted, Source
from communique.sources.sniff import Refusal, kind_of

DOCX = zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w:document/>"})
RELATED_MAIL = (
    b"From: press@mfa.karvelia.example\nTo: desk@paper.example\nDate: Tue, 5 Mar 2024 09:11:12 +0400\nMIME-Version: 1.0\n"
    b'Content-Type: multipart/related; boundary="b"\n\n--b\nContent-Type: text/html\n\n<p>x</p>\n--b--\n'
)
KINDS = [
    ("page.html", PAGE, "html"),
    ("page.htm", b"plain words without any tag", "html"),
    ("page", b"<!-- saved --><html><p>x", "html"),
    ("index.php", b"\n\n<div>x</div>", "html"),
    ("page.txt", PAGE, "html"),
    ("page.pdf", PAGE, "html"),
    ("xhtml.html", b'<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0"><html xmlns="x">', "html"),
    ("wide.html", "\ufeff<html><p>x".encode("utf-16-le"), "html"),
    ("wide-bare.html", "<html><p>x".encode("utf-16-le"), "html"),
    ("speech.html", PDF, "pdf"),
    ("speech.pdf", b"junk before\n" + PDF, "pdf"),
    ("speech", PDF, "pdf"),
    ("note.mht", MHTML, "mhtml"),
    ("note", MHTML, "mhtml"),
    ("note.html", MHTML, "html"),
    ("speech.docx", DOCX, "docx"),
    ("speech", DOCX, "docx"),
    ("speech.zip", DOCX, "docx"),
    ("late-types.docx", zipped({"word/media/a.png": PNG, "_rels/.rels": b""}), "docx"),
    ("locked.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), "docx"),
    ("mail.eml", b"From: a@b.example\nTo: c\nSubject: x\n\nhello", "eml"),
    ("mail", b"Received: by x\nFrom: a@b.example\nSubject: x\n\nhello", "eml"),
    ("mail.eml", RELATED_MAIL, "eml"),
    ("mail", RELATED_MAIL, "eml"),
    ("mail", b"From: the Minister\nSubject: peace\n\nWords", "text"),
    ("note.eml", MHTML, "eml"),
    ("a.txt", b"From: a@b.example\nTo: c\nSubject: x\n\nhello", "text"),
    ("a.txt", "Заявление".encode("cp1251"), "text"),
    ("a.txt", b'{"text": "x"}', "text"),
    ("a.txt", b"From: the Minister\nSubject: peace\n", "text"),
    ("a.md", b"<div>inline</div> words", "markdown"),
    ("Speech of Mr. Tolmere", b"Words.\n", "text"),
    ("speech.12.2013", b"Words.\n", "text"),
    ("rows.jsonl", b'{"text": "x"}\n', "jsonl"),
    ("rows.json", b'{"text": "x"}\n{"text": "y"}\n', "jsonl"),
    ("", b'{"text": "x"}\n', "jsonl"),
    ("rows.csv", b"id,text\n", "csv"),
    ("", b"id;text\n1;x\n", "csv"),
    ("", b"id\ttext\n1\tx\n", "tsv"),
    ("", b"This, with text, is prose.\n", "text"),
    ("crawl.html", warc_record(), "warc"),
    ("old", b"filedesc://x.arc 0.0.0.0 20140101000000 text/plain 9\n", "arc"),
    ("rows.bin", b"PAR1....", "parquet"),
    ("a.bin", zipped({"a.txt": b"x"}), "zip"),
    ("a.html.gz", gzip.compress(PAGE), "gzip"),
]


@pytest.mark.parametrize(
    ("name", "data", "kind"), KINDS, ids=[f"{kind}-{name or 'stdin'}-{i}" for i, (name, _, kind) in enumerate(KINDS)]
)
def test_kind(name: str, data: bytes, kind: str) -> None:
    assert kind_of(data, name) == kind


REFUSED = [
    ("page.html", b"", "is empty"),
    ("page.html", bytes(range(256)) * 8, "its name ends in .html, but it holds binary data of no known format"),
    ("page.html", bytes(5000), "holds binary data"),
    ("page.html", PNG, "is a PNG image"),
    ("page.html", b'{"error": "not found"}', "its name says HTML, but it holds JSON"),
    ("page.html", b'[\n {"a": 1}]', "its name says HTML, but it holds JSON"),
    ("page.html", b'<?xml version="1.0"?><rss version="2.0">', "is an RSS feed"),
    ("feed.xml", b"<feed xmlns='x'>", "is an Atom feed"),
    ("map.xml", b"<urlset>", "is a sitemap"),
    ("x.xml", b"<?xml version='1.0'?><doc/>", "is XML of a kind"),
    ("speech.pdf", b"Words", "its name ends in .pdf, but it holds plain text"),
    ("speech.docx", b"Words", "its name ends in .docx, but it holds plain text"),
    ("speech.eml", b"Words", "its name ends in .eml, but it holds plain text"),
    ("table.xlsx", zipped({"[Content_Types].xml": b"", "xl/workbook.xml": b""}), "is an Excel workbook (.xlsx)"),
    ("speech.odt", zipped({"mimetype": b"application/vnd.oasis.opendocument.text"}, 0), "is an OpenDocument file"),
    ("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), "is an old Office document"),
    ("speech.rtf", b"{\\rtf1 x}", "is an RTF document"),
    ("all.7z", b"7z\xbc\xaf\x27\x1c", "is a 7-Zip archive"),
    ("all.tar", bytes(257) + b"ustar\0", "is a tar archive"),
    ("rows.json", b'[\n{"text": "x"}\n]', "is JSON, but not one object a line"),
    ("rows.jsonl", b'[{"text": "x"}]', "is one JSON list"),
    ("run.log", b"words\n", "is a .log file"),
    ("rows.warc.gz", b"words\n", "plain text"),
]


@pytest.mark.parametrize(("name", "data", "why"), REFUSED, ids=[f"{name}-{i}" for i, (name, _, _) in enumerate(REFUSED)])
def test_what_is_refused_is_named(tmp_path: Path, name: str, data: bytes, why: str) -> None:
    assert why in only_fault(write(tmp_path / name, data)).why


def test_later_formats_say_what_to_do_meanwhile(tmp_path: Path) -> None:
    fault = only_fault(write(tmp_path / "a.odt", zipped({"mimetype": b"application/vnd.oasis.opendocument.text"}, 0)))
    assert fault.todo == "It is not taken yet. Save it as PDF, HTML or text and add that."


@pytest.mark.parametrize(
    ("name", "data", "media_type"),
    [
        ("a.html", PAGE, "text/html"),
        ("a.mhtml", MHTML, "multipart/related"),
        ("a.pdf", PDF, "application/pdf"),
        ("a.docx", DOCX, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("a.eml", RELATED_MAIL, "message/rfc822"),
        ("a.txt", b"x", "text/plain"),
        ("a.md", b"x", "text/markdown"),
        ("a.jsonl", b'{"text":"x"}', "application/json"),
    ],
)
def test_media_types_follow_the_content(tmp_path: Path, name: str, data: bytes, media_type: str) -> None:
    source = one(write(tmp_path / name, data))
    assert (source.media_type, source.data) == (media_type, data)
    assert source.http_headers == ()
    assert source.status is None
    assert source.record is None


@pytest.mark.parametrize(
    ("date", "captured"),
    [
        ("Tue, 5 Mar 2024 09:11:12 +0400", "2024-03-05T05:11:12Z"),
        ("5 Mar 2024 09:11:12 -0000", "2024-03-05T09:11:12Z"),
        ("yesterday", None),
        ("", None),
    ],
)
def test_a_message_was_captured_when_it_was_sent_and_has_no_address(tmp_path: Path, date: str, captured: str | None) -> None:
    data = f"From: a@mfa.karvelia.example\nTo: b\nDate: {date}\nSubject: Note\n\nWords\n".encode()
    source = one(write(tmp_path / "a.eml", data))
    assert (source.captured, source.url, source.url_evidence) == (captured, None, None)
    asserted = one(write(tmp_path / "a.eml", data), asserted=Asserted(url="https://mfa.karvelia.example/1"))
    assert (asserted.url, asserted.url_evidence) == ("https://mfa.karvelia.example/1", "asserted")


def test_word_documents_and_messages_of_web_archives_keep_their_types(tmp_path: Path) -> None:
    said = [b"application/octet-stream", b"application/msword", b"message/rfc822"]
    bodies = [DOCX, DOCX, RELATED_MAIL]
    heads = [b"HTTP/1.1 200 OK\r\nContent-Type: " + type_ + b"\r\n\r\n" for type_ in said]
    crawl = b"".join(warc_record(block=h + b, number=n) for n, (h, b) in enumerate(zip(heads, bodies)))
    found = take(write(tmp_path / "crawl.warc", crawl))
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    assert [item.media_type for item in found if isinstance(item, Source)] == [word, word, "message/rfc822"]


def test_standard_input_is_told_apart_by_its_content() -> None:
    assert one("-", stdin=PAGE).media_type == "text/html"
    assert one("-", stdin=PDF).path == "-"
    rows = take("-", stdin=b'{"text": "a"}\n{"text": "b"}\n')
    assert [item.path for item in rows] == ["-:1", "-:2"]
    assert isinstance(rows[0], Source)
    assert rows[0].row is not None
    assert rows[0].row.dataset == "stdin"
    assert one("-", stdin=zipped({"a.txt": b"x"})).path == "-!a.txt"
    assert one("-", stdin=gzip.compress(PAGE)).data == PAGE
    assert one("-", stdin=warc_record()).path == "-@0"


@given(
    st.binary(max_size=400), st.sampled_from(["a.html", "a.txt", "a", "a.csv", "a.jsonl", "a.mhtml", "a.zip", "a.png", "a.eml"])
)
def test_any_bytes_have_a_kind_or_a_reason(data: bytes, name: str) -> None:
    kind = kind_of(data, name)
    assert kind.why if isinstance(kind, Refusal) else kind
