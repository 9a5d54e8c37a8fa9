"""Sets the PDF statements: running heads, page numbers, hyphens at line ends; no byte depends on the clock."""

import io
import re

from markup import Block, parse, plain
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from sources import Statement

WIDTH, HEIGHT = A4
LEFT, RIGHT, TOP, BOTTOM = 92.0, 92.0, 110.0, 96.0
SIZE, LEADING = 12.5, 18.5
BULLET = "– "


class _Pages:
    """Breaks text into lines and lines into pages."""

    def __init__(self, s: Statement) -> None:
        self.lines: list[list[tuple[str, str, str]]] = [[]]
        self.room = HEIGHT - TOP - BOTTOM
        self.left = self.room
        self.breaks = {word.replace("-", "").lower(): word.split("-") for word in s.extra.get("hyphens", [])}

    def add(self, text: str, font: str = "Times-Roman", align: str = "left", gap: float = 0.5) -> None:
        for line in self._fill(text, font):
            if self.left < LEADING:
                self.lines.append([])
                self.left = self.room
            self.lines[-1].append((line, font, align))
            self.left -= LEADING
        self.lines[-1].append(("", font, str(gap)))
        self.left -= gap * LEADING

    def _fill(self, text: str, font: str) -> list[str]:
        out, line = [], ""
        for word in text.split(" "):
            longer = f"{line} {word}" if line else word
            if stringWidth(longer, font, SIZE) <= WIDTH - LEFT - RIGHT:
                line = longer
                continue
            head, tail = self._split(word)
            hyphened = f"{line} {head}-"
            if head and stringWidth(hyphened, font, SIZE) <= WIDTH - LEFT - RIGHT:
                out.append(hyphened)
                line = tail
            else:
                out.append(line)
                line = word
        return [*out, line]

    def _split(self, word: str) -> tuple[str, str]:
        core = re.sub(r"\W+$", "", word)
        if core.lower() not in self.breaks:
            return "", word
        head, _ = self.breaks[core.lower()]
        return word[: len(head)], word[len(head) :]


def pdf(s: Statement, issuer_name: str) -> bytes:
    """The statement as a PDF file."""
    pages = _Pages(s)
    pages.add(s.shown or "", align="right", gap=1)
    for line in s.title_lines:
        pages.add(line, "Times-Bold", "center", 0.2)
    pages.add(s.extra.get("check_note", ""), "Times-Italic", "center", 1)
    for block in parse(s.body):
        _add_block(pages, block)
    return _draw(pages, s, issuer_name)


def _add_block(pages: _Pages, block: Block) -> None:
    bold = "Times-Bold" if block.kind == "heading" else "Times-Roman"
    for line in block.lines:
        pages.add((BULLET if block.kind == "list" else "") + plain(line), bold)


def _draw(pages: _Pages, s: Statement, issuer_name: str) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, pageCompression=0, invariant=1)
    canvas.setTitle(s.extra["pdf_title"])
    canvas.setAuthor(issuer_name)
    total = len(pages.lines)
    for n, lines in enumerate(pages.lines, 1):
        canvas.setFont("Times-Italic", 9)
        canvas.drawCentredString(WIDTH / 2, HEIGHT - 60, s.extra["running_head"])
        canvas.drawCentredString(WIDTH / 2, 50, s.extra["page_label"].format(n=n, total=total))
        _draw_lines(canvas, lines)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _draw_lines(canvas: Canvas, lines: list[tuple[str, str, str]]) -> None:
    y = HEIGHT - TOP
    for text, font, align in lines:
        if not text:
            y -= float(align) * LEADING if align[0].isdigit() else 0
            continue
        canvas.setFont(font, SIZE)
        if align == "center":
            canvas.drawCentredString(WIDTH / 2, y, text)
        elif align == "right":
            canvas.drawRightString(WIDTH - RIGHT, y, text)
        else:
            canvas.drawString(LEFT, y, text)
        y -= LEADING
