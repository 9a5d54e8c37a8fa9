"""Protects: a PDF gives its text in reading order without running heads; one without text says whether it is scanned, encrypted or broken."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest

from communique.extraction import extract_bytes
from communique.model import Extraction

pytest.importorskip("reportlab", reason="reportlab is a development dependency")

PARAGRAPH = (
    "The representative of Karvelia said that our armed forces had shelled the humanitarian convoy. We deny this. "
    "There was no artillery fire on that morning, and the observers of the Assembly have seen none of the craters that "
    "eleven minutes of fire would have left in the approaches and on the banks of the river."
)


def drawn(draw: Callable[..., None], **options: object) -> bytes:
    """A PDF drawn with reportlab's canvas."""
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842), **options)
    draw(canvas)
    canvas.save()
    return out.getvalue()


def set_in_lines(canvas: object, text: str, top: float, left: float = 72, width: int = 80) -> float:
    """Writes a paragraph line by line; returns where the next one may begin."""
    import textwrap

    for line in textwrap.wrap(text, width):
        canvas.drawString(left, top, line)  # type: ignore[attr-defined]
        top -= 15
    return top - 12


def paragraph(page: int, n: int) -> str:
    """A paragraph unlike that of any other page: its words begin elsewhere."""
    words = PARAGRAPH.rstrip(".").replace(".", ",").split()
    start = (7 * page + 3 * n) % len(words)
    return f"On page {page}, in paragraph {n}, {' '.join(words[start:] + words[:start])}."


def statement(canvas: object, pages: int = 3) -> None:
    """A statement of some pages with running head and page numbers."""
    for page in range(1, pages + 1):
        canvas.setFont("Helvetica", 8)  # type: ignore[attr-defined]
        canvas.drawString(72, 800, "Permanent Mission of Tamrania")  # type: ignore[attr-defined]
        canvas.drawString(290, 40, f"Page {page} of {pages}")  # type: ignore[attr-defined]
        top = 760.0
        if page == 1:
            canvas.setFont("Helvetica-Bold", 16)  # type: ignore[attr-defined]
            canvas.drawString(72, 760, "Statement by the Representative")  # type: ignore[attr-defined]
            canvas.drawString(72, 740, "on the events at the bridge")  # type: ignore[attr-defined]
            canvas.setFont("Helvetica", 11)  # type: ignore[attr-defined]
            canvas.drawString(72, 710, "Lennmark, 29 March 2024")  # type: ignore[attr-defined]
            top = 680.0
        canvas.setFont("Helvetica", 11)  # type: ignore[attr-defined]
        for n in range(3):
            top = set_in_lines(canvas, paragraph(page, n), top)
        canvas.showPage()  # type: ignore[attr-defined]


def read(data: bytes) -> Extraction:
    """The extraction of a PDF."""
    return extract_bytes(data)


def test_a_statement_of_three_pages_is_read() -> None:
    found = read(drawn(statement))
    assert found.page_type == "statement"
    assert found.title == "Statement by the Representative on the events at the bridge"
    assert found.date is not None
    assert (found.date.value, found.date.source) == ("2024-03-29", "dateline")
    assert found.lang == "en"
    paragraphs = [p for p in found.text.split("\n") if p != "Lennmark, 29 March 2024"]
    assert paragraphs == [paragraph(page, n) for page in (1, 2, 3) for n in range(3)]


def test_running_heads_and_page_numbers_are_furniture() -> None:
    found = read(drawn(statement))
    reasons = {found.page_text[a:b]: reason for a, b, reason in found.furniture}
    assert reasons["Permanent Mission of Tamrania"] == "running head"
    assert reasons["Page 2 of 3"] == "page number"


def test_the_page_of_every_offset_is_kept() -> None:
    found = read(drawn(statement))
    assert [page for _, page in found.pages] == [1, 2, 3]
    assert found.pages[0].start == 0
    assert [found.text[start : start + 9] for start, _ in found.pages[1:]] == ["On page 2", "On page 3"]


def test_words_hyphenated_at_a_line_end_are_joined() -> None:
    def draw(canvas: object) -> None:
        canvas.drawString(72, 760, "On the observers")  # type: ignore[attr-defined]
        canvas.drawString(72, 700, "The Assembly has been notified by the obser-")  # type: ignore[attr-defined]
        canvas.drawString(72, 685, "vers in the valley, and it will publish a well-")  # type: ignore[attr-defined]
        canvas.drawString(72, 670, "Known report on the matter in the next days.")  # type: ignore[attr-defined]

    assert "the observers in the valley" in read(drawn(draw)).text


def test_two_columns_are_read_one_after_the_other() -> None:
    def draw(canvas: object) -> None:
        for left, word in ((72, "first"), (320, "second")):
            set_in_lines(canvas, f"The {word} column says that {PARAGRAPH}", 700, left, 38)

    text = read(drawn(draw)).text
    assert text.index("first column") < text.index("banks of the river") < text.index("second column")


def test_a_scan_is_called_a_scan() -> None:
    from PIL import Image

    def draw(canvas: object) -> None:
        from reportlab.lib.utils import ImageReader

        for _ in range(2):
            canvas.drawImage(ImageReader(Image.new("L", (300, 400), 200)), 0, 0, 595, 842)  # type: ignore[attr-defined]
            canvas.showPage()  # type: ignore[attr-defined]

    found = read(drawn(draw))
    assert (found.text, found.page_type) == ("", "other")
    assert "scan without a text layer" in found.unknown["text"]


def test_an_encrypted_pdf_is_called_encrypted() -> None:
    found = read(drawn(statement, encrypt="secret"))
    assert found.text == ""
    assert "encrypted" in found.unknown["text"]


@pytest.mark.parametrize("cut", [8, 200, 1_500])
def test_a_truncated_pdf_is_called_corrupt_or_read(cut: int) -> None:
    found = read(drawn(statement)[:cut])
    assert found.text or "corrupt" in found.unknown["text"]


def test_a_file_name_in_the_metadata_is_no_title() -> None:
    def draw(canvas: object) -> None:
        canvas.setTitle("letter_final_v3.doc")  # type: ignore[attr-defined]
        statement(canvas, 1)

    assert read(drawn(draw)).title == "Statement by the Representative on the events at the bridge"


def test_a_text_layer_of_nonsense_is_flagged() -> None:
    from communique.extraction.pdf import _garbled

    assert _garbled("\ue001\ue002 \ue003" * 100)
    assert _garbled("$%& !!( )( *** +,- ./0 " * 40)
    assert not _garbled(PARAGRAPH * 3)


def test_a_long_document_takes_reasonable_time_and_keeps_all_its_pages() -> None:
    found = read(drawn(lambda canvas: statement(canvas, 60)))
    assert len(found.pages) == 60
    assert "On page 60, in paragraph 2," in found.text
