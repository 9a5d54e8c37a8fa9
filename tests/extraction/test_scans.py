"""Protects PDFs without a usable text layer: named as what they are, read by tesseract where it is asked for and installed."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pypdfium2
import pytest
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from communique import issuers
from communique.extraction import extract, ocr
from communique.model import Extraction, Source
from communique.settings import Settings

TITLE = "Statement on the Osten bridge"
LINES = (
    "14 March 2024",
    "The Ministry of Foreign Affairs of Karvelia rejects the claim that its",
    "patrol opened fire near the bridge. No shot was fired on that day, and",
    "no vehicle of the Republic was seen on the other side of the river.",
    "We call on the other side to publish the report of the observers in full,",
    "to return the two drivers whom it still holds in the town of Osten, and",
    "to let the inquiry that both sides have agreed upon begin its work.",
)
TEXT = "\n".join((LINES[0], " ".join(LINES[1:4]), " ".join(LINES[4:])))
HAS_TESSERACT = shutil.which("tesseract") is not None
needs_tesseract = pytest.mark.skipif(not HAS_TESSERACT, reason="the program tesseract is not installed")
# What a font whose glyph numbers were taken for letters makes of words: every letter 29 places before its own
SHIFTED = ["".join(chr(ord(c) - 29) if c.isalpha() else c for c in line) for line in (*LINES[1:], *LINES[1:], *LINES[1:])]


def typed(*pages: tuple[str, ...], title: str | None = TITLE) -> bytes:
    """A PDF with a text layer."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842), invariant=True)
    for number, lines in enumerate(pages):
        if title and not number:
            canvas.setFont("Helvetica-Bold", 20)
            canvas.drawString(72, 760, title)
        canvas.setFont("Helvetica", 12)
        top = 720
        for line in lines:
            canvas.drawString(72, top, line)
            top -= 30 if line == LINES[0] or line.endswith(".") else 15
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def scanned(pdf: bytes, *, typed_first: str | None = None) -> bytes:
    """The same pages as pictures; before them, a page that was typed."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842), invariant=True)
    if typed_first:
        canvas.setFont("Helvetica", 12)
        for number, line in enumerate(textwrap.wrap(typed_first, 70)):
            canvas.drawString(72, 760 - 15 * number, line)
        canvas.showPage()
    with pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            canvas.drawImage(ImageReader(page.render(scale=150 / 72, grayscale=True).to_pil()), 0, 0, 595, 842)
            canvas.showPage()
            page.close()
    canvas.save()
    return out.getvalue()


SCAN = scanned(typed(LINES))


def read(data: bytes, *, asked: bool = True, lang: str | None = "en", profile: issuers.Profile | None = None) -> Extraction:
    return extract(Source("a.pdf", data, "application/pdf"), profile=profile, settings=Settings(ocr=asked, ocr_lang=lang))


def test_a_scan_is_named_as_one_and_not_read_unasked() -> None:
    found = read(SCAN, asked=False)
    assert (found.text, found.page_type) == ("", "other")
    assert found.unknown["text"] == "a scan without a text layer (1 pages of images); it needs OCR"
    assert "ocr" not in found.made_by


@needs_tesseract
def test_a_scan_is_read_and_marked_as_read_by_ocr() -> None:
    found = read(SCAN)
    version = subprocess.run(["tesseract", "--version"], capture_output=True, text=True, check=True).stdout.split()[1]
    assert found.evidence["text"] == f"ocr: tesseract {version}, eng"
    assert found.made_by.endswith(f" ocr:tesseract/{version}:eng:200dpi")
    assert found.title == TITLE
    assert found.text == TEXT
    assert found.date is not None
    assert (found.date.value, found.page_type, found.lang) == ("2024-03-14", "statement", "en")
    assert "text" not in found.unknown
    assert found == read(SCAN)


@needs_tesseract
def test_only_the_pages_without_text_are_read_by_ocr() -> None:
    first = "The Assembly of the Lake States forwards the letter below at the request of the mission of Karvelia, which it received today."
    found = read(scanned(typed(LINES), typed_first=first))
    assert found.text.startswith(first)
    assert found.text.endswith(LINES[-1])
    assert found.evidence["text"].startswith("ocr: tesseract")
    typed_only = read(typed(LINES))
    assert typed_only.text == TEXT
    assert "text" not in typed_only.evidence


@needs_tesseract
def test_the_languages_are_those_asked_for_else_the_issuers_else_all() -> None:
    every = ocr.reader()
    assert isinstance(every, ocr.Reader)
    assert "osd" not in every.languages
    assert ocr.reader(["en-GB"]) == ocr.reader(["eng"])
    issuer = issuers.parse_profile("id: xkv-mfa\nlanguages: [en]\n", "x.yaml")
    assert read(SCAN, lang=None, profile=issuer).evidence["text"].endswith(", eng")
    lacking = ocr.reader(["xx"])
    assert lacking == "tesseract lacks xx (Debian: apt-get install tesseract-ocr-xx)"
    assert read(SCAN, lang="xx").unknown["text"].endswith(f"it needs OCR, but {lacking}")


@needs_tesseract
def test_a_page_that_takes_too_long_is_left_out_and_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "TIMEOUT", 0.01)
    monkeypatch.setattr(ocr, "_installed", lambda program: ("5", ["eng"]))
    found = read(SCAN)
    assert found.text == ""
    assert "page 1 not read: tesseract took more than" in found.unknown["text"]


def test_without_the_program_the_reason_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    found = read(SCAN)
    assert found.unknown["text"].endswith("it needs OCR, but tesseract is not installed (Debian: apt-get install tesseract-ocr)")
    assert "ocr" not in found.made_by


@pytest.mark.parametrize(
    ("script", "why"),
    [("exit 3", "tesseract failed: "), ("echo '<html/>'", "OCR found no text"), ("echo not-xml", "OCR found no text")],
    ids=["fails", "finds nothing", "writes nonsense"],
)
def test_a_program_that_misbehaves_gives_a_reason(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, script: str, why: str) -> None:
    program = tmp_path / "tesseract"
    program.write_text(
        f"#!/bin/sh\ncase $1 in --version) echo tesseract 9;; --list-langs) echo L; echo eng;; *) {script};; esac\n"
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    found = read(SCAN)
    assert found.text == ""
    assert why in found.unknown["text"]


def test_a_text_layer_that_is_garbage_is_no_text() -> None:
    found = read(typed(tuple(SHIFTED), title=None), asked=False)
    assert (found.text, found.page_type) == ("", "other")
    assert found.unknown["text"] == "text layer is garbage; it needs OCR"


@needs_tesseract
def test_pages_with_a_garbage_text_layer_are_read_by_ocr() -> None:
    out = io.BytesIO()
    with pypdfium2.PdfDocument(SCAN) as picture:
        image = ImageReader(picture[0].render(scale=150 / 72, grayscale=True).to_pil())
    canvas = Canvas(out, pagesize=(595, 842), invariant=True)
    canvas.drawImage(image, 0, 0, 595, 842)
    layer = canvas.beginText(72, 720)
    layer.setTextRenderMode(3)  # invisible, as OCR programs lay it over a picture
    layer.setFont("Helvetica", 12)
    layer.textLines(SHIFTED)
    canvas.drawText(layer)
    canvas.save()
    found = read(out.getvalue())
    assert found.text == TEXT
    assert found.title == TITLE
    assert found.evidence["text"].startswith("ocr: tesseract")


_LONG = """
import sys
from pathlib import Path
from communique.extraction import extract_bytes
found = extract_bytes(Path(sys.argv[1]).read_bytes())
status = Path("/proc/self/status").read_text()  # not getrusage: its peak includes the process that started this one
peak = int(status.split("VmHWM:")[1].split()[0]) // 1024
print(len(found.text), len(found.pages), peak)
"""


def spelled(number: int) -> str:
    """A number in letters: figures do not tell running heads apart."""
    return "".join(chr(ord("a") + int(figure)) for figure in str(number))


def test_a_pdf_of_300_pages_is_read_within_bounds(tmp_path: Path) -> None:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842), invariant=True)
    words = "The Ministry of Karvelia reports on the villages near the lake"
    for number in range(300):
        canvas.setFont("Helvetica", 10)
        canvas.drawString(72, 800, "Annual report of the Ministry")
        for line in range(45):
            canvas.drawString(72, 770 - 15 * line, f"{words} {spelled(number)} {line}{'.' if line % 5 == 4 else ''}")
        canvas.drawString(290, 40, str(number + 1))
        canvas.showPage()
    canvas.save()
    (tmp_path / "long.pdf").write_bytes(out.getvalue())
    done = subprocess.run(
        [sys.executable, "-c", _LONG, str(tmp_path / "long.pdf")], capture_output=True, text=True, timeout=120, check=True
    )
    size, pages, megabytes = map(int, done.stdout.split())
    assert size > 300 * 45 * len(words)  # without the running heads and page numbers
    assert pages == 300
    assert megabytes < 500
