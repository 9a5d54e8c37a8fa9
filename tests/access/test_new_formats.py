"""Protects Word documents, messages and scans on their whole way: taken in, read, found again, and read again by rebuild."""

from __future__ import annotations

import io
import shutil
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from communique import issuers
from invented import Cli

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SENTENCES = ("The Ministry rejects the claim that its patrol opened fire.", "We ask for an inquiry into the shelling of Osten.")
MESSAGE = (
    "From: Press <press@mfa.karvelia.example>\nTo: desk@paper.example\nSubject: Statement on Osten\n"
    f"Date: Thu, 14 Mar 2024 18:00:00 +0400\n\n{SENTENCES[0]}\n\n{SENTENCES[1]}\n"
)
KARVELIA = "id: xkv-mfa\nnames: {en: [Ministry of Foreign Affairs of Karvelia]}\ncode: XKV\nhosts: [mfa.karvelia.example]\n"
Write = Callable[[str, bytes | str], Path]
needs_tesseract = pytest.mark.skipif(not shutil.which("tesseract"), reason="the program tesseract is not installed")


def word() -> bytes:
    out = io.BytesIO()
    body = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in ("14 March 2024", *SENTENCES))
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>')
    return out.getvalue()


def scan() -> bytes:
    typed, out = io.BytesIO(), io.BytesIO()
    canvas = Canvas(typed, pagesize=(595, 842), invariant=True)
    canvas.setFont("Helvetica", 12)
    for number, line in enumerate(SENTENCES):
        canvas.drawString(72, 720 - 16 * number, line)
    canvas.save()
    canvas = Canvas(out, pagesize=(595, 842), invariant=True)
    with pypdfium2.PdfDocument(typed.getvalue()) as document:
        canvas.drawImage(ImageReader(document[0].render(scale=150 / 72, grayscale=True).to_pil()), 0, 0, 595, 842)
    canvas.save()
    return out.getvalue()


@pytest.mark.usefixtures("archive")
def test_word_documents_and_messages_are_added_found_and_rebuilt(cli: Cli, write: Write) -> None:
    write("a.archive/issuers/xkv-mfa.yaml", KARVELIA)
    ran = cli("add", write("in/note.docx", word()), write("in/note.eml", MESSAGE), "--json")
    document, message = ran.records
    assert (document["change"], document["date"], document["lang"]) == ("new", "2024-03-14", "en")
    assert (message["title"], message["date"], message["issuer"], message["url"]) == (
        "Statement on Osten",
        "2024-03-14",
        "xkv-mfa",
        None,
    )
    found = {hit["statement"] for hit in cli("search", "inquiry", "--json").records[1:]}
    assert len(found | {document["statement"], message["statement"]}) == 2
    captures = [capture for one in cli("export", "jsonl").records for capture in one["captures"]]
    assert sorted(str(capture["captured"]) for capture in captures) == ["2024-03-14T14:00:00Z", "None"]
    before = cli("export", "jsonl").out
    cli("rebuild")
    assert cli("export", "jsonl").out == before
    assert cli("verify").text == ""


def test_a_broken_word_document_is_refused_with_its_reason_and_kept(cli: Cli, write: Write) -> None:
    record = cli("add", write("broken.docx", word()[:-40]), "--json").record
    assert record["change"] == "refused"
    assert record["reason"].startswith("corrupt: not a readable Word document")


def test_the_python_function_takes_them_too(monkeypatch: pytest.MonkeyPatch) -> None:
    import communique

    known = issuers.Issuers([issuers.parse_profile(KARVELIA, "x.yaml")])
    monkeypatch.setattr(issuers, "load", lambda own=None: known)
    found = communique.extract(MESSAGE.encode())
    assert (found.title, found.issuer) == ("Statement on Osten", "xkv-mfa")
    assert communique.extract(word()).text.endswith(SENTENCES[1])


@pytest.mark.usefixtures("archive")
def test_extract_reads_a_scan_only_where_asked(cli: Cli, write: Write) -> None:
    file = write("scan.pdf", scan())
    record = cli("extract", file, "--json").record
    assert record["text"] == ""
    assert "needs OCR" in record["unknown"]["text"]


@needs_tesseract
@pytest.mark.usefixtures("archive")
def test_extract_reads_a_scan_with_ocr(cli: Cli, write: Write) -> None:
    record = cli("extract", write("scan.pdf", scan()), "--ocr", "--lang", "en", "--json").record
    assert SENTENCES[0] in record["text"]
    assert record["evidence"]["text"].startswith("ocr: tesseract ")


@needs_tesseract
def test_a_scan_that_was_refused_is_read_once_the_archive_says_so(cli: Cli, write: Write) -> None:
    file = write("scan.pdf", scan())
    assert cli("add", file, "--json").record["change"] == "refused"
    settings = cli.archive / "archive.toml"
    settings.write_text(settings.read_text("utf-8") + "\nocr = true\nocr_lang = 'en'\nworkers = 1\n", "utf-8")
    cli("rebuild")
    assert SENTENCES[1] in cli("export", "jsonl").record["text"]


@needs_tesseract
def test_add_reads_a_scan_with_ocr(cli: Cli, write: Write) -> None:
    assert cli("add", write("scan.pdf", scan()), "--ocr", "--lang", "en", "--json").record["change"] == "new"
    before = cli("export", "jsonl").record
    assert SENTENCES[1] in before["text"]
    (cli.archive / "catalog.sqlite").unlink()
    cli("rebuild")
    assert cli("export", "jsonl").record == before


def test_libraries_are_imported_only_when_they_are_needed() -> None:
    import subprocess

    code = "import sys, communique.extraction; print([m for m in ('lxml', 'pypdfium2', 'subprocess') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"
