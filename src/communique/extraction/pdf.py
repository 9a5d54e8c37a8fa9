"""A PDF into lines and paragraphs: reading order, running heads and page numbers by frequency, hyphens and lines joined."""

from __future__ import annotations

import ctypes
import re
import statistics
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from communique.extraction import dates, datestrings, facts, ocr
from communique.extraction.compose import LIST_ITEM, glue
from communique.extraction.decode import is_damaged
from communique.extraction.garbage import SAMPLE, is_garbage
from communique.extraction.language import detect
from communique.extraction.words import letters, squeezed, turn
from communique.ids import text_digest
from communique.model import Extraction, Furniture, Mark, PageStart, Source
from communique.text import clean, one_line

if TYPE_CHECKING:
    from communique.issuers import Profile

SCANNED = 50  # letters a page below which a page with images is a scan
_ENDS = 3  # lines at the top and bottom of a page that may be running heads
_PAGE_NUMBER = re.compile(
    r"^[\s\-–—|/.]*(?:(?:page|seite|стр(?:аница)?|с|p|pág(?:ina)?|səhifə|sayfa|صفحة|صفحه|第)[\s.]*)?\d{1,4}(?:\s*(?:/|of|von|de|из|sur|dari|из)\s*\d{1,4})?\s*(?:页|頁|ページ)?[\s\-–—|.]*$",
    re.I,
)
_ENDED = re.compile(r"[.!?…։؟۔।:;。！？；：][\"”’»)\]]*\s*$")
_BOLD = 600  # weight of a font from which it is bold
_HYPHEN_SIGN = "\u2010"
_HYPHEN = re.compile(r"[^\W\d_]\u00ad?[-\u2010\u00ad]$")


@dataclass(slots=True)
class _Line:
    text: str
    page: int
    top: float  # distance from the page's top, points
    bottom: float
    left: float
    right: float
    size: float  # height of its letters, points
    bold: bool = False
    reason: str | None = None  # furniture


def extract(source: Source, profile: Profile | None, made_by: str, reader: ocr.Reader | str | None = None) -> Extraction:
    """The statement in a PDF. A damaged, encrypted or scanned one has no text, and the reason says which it is.

    Pages of images, and all pages where the text layer is garbage, are read by `reader`; a text says why there is none.
    """
    import pypdfium2

    if not source.data:
        return facts.asserted(facts.nothing("the file is empty", made_by), source)
    try:
        document = pypdfium2.PdfDocument(source.data)
    except pypdfium2.PdfiumError as error:
        return facts.asserted(facts.nothing(_broken(str(error)), made_by), source)
    with document:
        lines, images, raw = _read(document)
        pages = len(document)
        why, without = _unreadable(lines, images, pages, raw)
        said = None
        if without and isinstance(reader, ocr.Reader):
            told, said = ocr.read_pages(document, without, reader)
            kept = [line for line in lines if line.page not in told]
            found = (_Line(x.text, n, x.top, x.bottom, x.left, x.right, x.size) for n, of_page in told.items() for x in of_page)
            lines = sorted([*kept, *found], key=lambda line: line.page)
            why = f"{why}; OCR found no text ({said})" if why and not any(told.values()) else None
        elif why:
            why = f"{why}; it needs OCR" + (f", but {reader}" if isinstance(reader, str) else "")
    if why or not lines:
        return facts.asserted(facts.nothing(why or f"corrupt or empty: {pages} pages, none with text", made_by), source)
    statement = _statement(lines, pages, source, profile, made_by)
    return replace(statement, evidence={**statement.evidence, "text": said}) if said else statement


def _unreadable(lines: Sequence[_Line], images: Sequence[int], pages: int, raw: str) -> tuple[str | None, Sequence[int]]:
    """Why the text layer is no text, and the pages that only OCR can read."""
    if sum(letters(line.text) for line in lines) < SCANNED * max(1, min(pages, 3)) and images:
        return f"a scan without a text layer ({pages} pages of images)", images
    if is_garbage(raw):
        return "text layer is garbage", range(pages)
    return None, images


def _broken(message: str) -> str:
    if "password" in message.lower():
        return "encrypted: the PDF asks for a password"
    return f"corrupt: not a readable PDF ({message.rstrip('.')})"


def _read(document: Any) -> tuple[list[_Line], list[int], str]:
    """The lines of all pages, the pages that hold only images, and the text layer of the first pages as it is."""
    import pypdfium2

    lines: list[_Line] = []
    images: list[int] = []
    raw = ""
    for number in range(len(document)):
        try:
            page = document[number]
        except pypdfium2.PdfiumError:
            continue
        text_page = page.get_textpage()
        found = list(_page_lines(text_page, page.get_height(), number))
        if sum(len(line.text) for line in found) < SCANNED and any(True for _ in page.get_objects(filter=(3,), max_depth=2)):
            images.append(number)
        lines.extend(found)
        if len(raw) < SAMPLE:
            raw += text_page.get_text_range(errors="replace") + "\n"
        text_page.close()
        page.close()
    return lines, images, raw


def _page_lines(text_page: Any, height: float, number: int) -> Iterator[_Line]:
    """The lines of a page in the order of its content, pieces of one line joined."""
    current: _Line | None = None
    for piece in _pieces(text_page, height, number):
        if current is not None and _same_line(current, piece):
            space = (
                ""
                if 0 <= piece.left - current.right < 0.1 * piece.size and current.text[-1:].isalnum() and piece.text[:1].isalnum()
                else " "
            )
            current.text += space + piece.text
            current.right, current.left = max(current.right, piece.right), min(current.left, piece.left)
            current.top, current.bottom = min(current.top, piece.top), max(current.bottom, piece.bottom)
            current.size, current.bold = max(current.size, piece.size), current.bold and piece.bold
        else:
            if current is not None:
                yield current
            current = piece
    if current is not None:
        yield current


def _pieces(text_page: Any, height: float, number: int) -> Iterator[_Line]:
    """The stretches of text between the breaks that pdfium sees, with the box and weight of their letters."""
    import pypdfium2.raw as pdfium

    points = [pdfium.FPDFText_GetUnicode(text_page, i) for i in range(text_page.count_chars())]
    start = 0
    for end in range(len(points) + 1):
        if end < len(points) and points[end] not in (10, 13):
            continue
        inked = [i for i in range(start, end) if points[i] > 32 and points[i] not in (0xA0, 0xAD)]
        if inked:
            text = clean("".join(_HYPHEN_SIGN if p in (2, 0xFFFE) else chr(p) for p in points[start:end] if p))
            first, last = (text_page.get_charbox(i, loose=True) for i in (inked[0], inked[-1]))
            yield _Line(
                _unhyphenated(" ".join(text.split())),
                number,
                height - first[3],
                height - last[1],
                min(first[0], last[0]),
                last[2],
                first[3] - first[1],
                _is_bold(text_page, inked[len(inked) // 2]),
            )
        start = end + 1


def _unhyphenated(text: str) -> str:
    """A stretch without the hyphens at line ends that pdfium marks; before a capital or a figure a hyphen stays."""
    return re.sub(f"{_HYPHEN_SIGN} ?(.)", lambda m: m[1] if m[1].islower() else "-" + m[1], text)


def _is_bold(text_page: Any, index: int) -> bool:
    import pypdfium2.raw as pdfium

    if pdfium.FPDFText_GetFontWeight(text_page, index) >= _BOLD:
        return True
    name, flags = ctypes.create_string_buffer(128), ctypes.c_int()
    pdfium.FPDFText_GetFontInfo(text_page, index, name, 128, ctypes.byref(flags))
    return any(word in name.value.lower() for word in (b"bold", b"black", b"heavy"))


def _same_line(a: _Line, b: _Line) -> bool:
    """Whether two pieces stand on one line: they overlap in height by more than half."""
    overlap = min(a.bottom, b.bottom) - max(a.top, b.top)
    return overlap > 0.5 * min(a.bottom - a.top, b.bottom - b.top)


# --- furniture ------------------------------------------------------------------------------------------------------


def _mark_furniture(lines: Sequence[_Line], pages: int) -> None:
    """Names page numbers and running heads: lines at the ends of pages that come back on other pages."""
    ends: list[_Line] = []
    for number in range(pages):
        of_page = sorted((line for line in lines if line.page == number), key=lambda line: line.top)
        ends.extend(of_page[:_ENDS] + [line for line in of_page[-_ENDS:] if line not in of_page[:_ENDS]])
    shown = Counter(key for key in (squeezed(line.text) for line in ends) if key)
    outer: set[int] = set()
    for number in range(pages):
        of_page = sorted((line for line in lines if line.page == number), key=lambda line: line.top)
        outer.update(id(line) for line in of_page[:1] + of_page[-1:])
    for line in ends:
        if _PAGE_NUMBER.match(line.text) and (id(line) in outer or pages > 1):
            line.reason = "page number"
        elif pages > 1 and shown[squeezed(line.text)] >= max(2, 0.5 * pages):
            line.reason = "running head"


# --- text -----------------------------------------------------------------------------------------------------------


def _statement(lines: list[_Line], pages: int, source: Source, profile: Profile | None, made_by: str) -> Extraction:
    _mark_furniture(lines, pages)
    kept = [line for line in lines if line.reason is None]
    whole, starts = _whole(lines)
    title_lines = _title(kept)
    title = _joined_title(title_lines)
    body = [line for line in kept if not any(line is t for t in title_lines)]
    text, marks, page_starts = _paragraphs(body)
    lang, lang_evidence = detect(text or title or "", profile.languages if profile else ())
    paragraphs = text.split("\n")
    heads = [
        dates.Line(line.text, "before the title" if title_lines and line.top < title_lines[0].top else "below the title")
        for line in kept
        if line.page == 0
    ][:8]
    given = dates.Given(
        asserted=source.asserted.date,
        lines=[
            *heads,
            *(dates.Line(p, "first lines") for p in paragraphs[:4]),
            *(dates.Line(p, "last lines") for p in paragraphs[4:][-3:]),
            *((dates.Line(title, "title"),) if title else ()),
        ],
        url=source.url,
        captured=source.captured,
        lang=lang,
        order=datestrings.order_of(profile),
        body=text,
    )
    date, reason = dates.find(given)
    found = facts.assemble(
        facts.Facts(
            text=text,
            marks=marks,
            title=title,
            title_evidence="letters of the first page that stand out" if title else "no line of the first page stands out",
            date=date,
            date_reason=reason,
            lang=lang,
            lang_evidence=lang_evidence,
            sites=tuple(dict.fromkeys(line.text for line in lines if line.reason == "running head")),
        ),
        source,
        profile,
        made_by,
    )
    spans = tuple(Furniture(s, s + len(line.text), line.reason) for s, line in zip(starts, lines) if line.reason)
    if garbled := _garbled(whole):
        found = replace(found, evidence={**found.evidence, "text": "the text layer is damaged; OCR may read it better"})
    found = replace(found, damaged=garbled or is_damaged(whole), pages=page_starts, furniture=spans)
    return replace(found, page_text=whole, page_text_digest=text_digest(whole))


def _garbled(whole: str) -> bool:
    """A text layer without a usable encoding: private or control characters, or hardly a letter."""
    sample = whole[:5_000]
    odd = sum(1 for c in sample if "\ue000" <= c <= "\uf8ff" or c == "\ufffd")
    return len(sample) > 200 and (odd > 0.1 * len(sample) or letters(sample) < 0.25 * len(sample.replace(" ", "")))


def _whole(lines: Sequence[_Line]) -> tuple[str, list[int]]:
    starts, at = [], 0
    for line in lines:
        starts.append(at)
        at += len(line.text) + 1
    return "\n".join(line.text for line in lines), starts


def _title(kept: Sequence[_Line]) -> list[_Line]:
    """The lines of the title: the run of clearly larger letters on the first page; else its first line when it stands alone."""
    first = [line for line in kept if line.page == 0]
    if not first:
        return []
    usual = statistics.median(line.size for line in first)
    upper = first[: max(8, len(first) * 2 // 3)]
    large = max((line.size for line in upper if letters(line.text) >= 4), default=0.0)
    if large > 1.12 * usual:
        return _run(upper, lambda line: line.size >= 0.93 * large)
    if sum(1 for line in first if line.bold) < 0.5 * len(first) and any(
        line.bold and letters(line.text) >= 8 for line in upper[:12]
    ):
        return _run(upper, lambda line: line.bold)
    return _standing_alone(first)


def _run(lines: Sequence[_Line], belongs: Callable[[_Line], bool]) -> list[_Line]:
    """The first lines that stand out together, none of them far below the one before."""
    start = next((n for n, line in enumerate(lines) if belongs(line) and letters(line.text) >= 4), None)
    if start is None:
        return []
    run = [lines[start]]
    for line in lines[start + 1 : start + 7]:
        if not belongs(line) or line.top - run[-1].bottom > 1.2 * line.size:
            break
        run.append(line)
    return run if sum(len(line.text) for line in run) <= 400 else []


def _standing_alone(first: Sequence[_Line]) -> list[_Line]:
    """A first line that is no sentence, no date, no number, and has room beneath it."""
    from communique.extraction.datestrings import find as find_dates

    for n, line in enumerate(first[:8]):
        if letters(line.text) < 8 or len(line.text) > 200 or _ENDED.search(line.text) or find_dates(line.text):
            continue
        run = [line]
        for after in first[n + 1 : n + 4]:
            if after.top - run[-1].bottom > 0.9 * line.size or abs(after.size - line.size) > 0.5 or _ENDED.search(after.text):
                break
            run.append(after)
        following = first[n + len(run)] if n + len(run) < len(first) else None
        if len(run) <= 3 and (following is None or following.top - run[-1].bottom > 0.9 * line.size):
            return run
    return []


def _joined_title(lines: Sequence[_Line]) -> str | None:
    text = ""
    for line in lines:
        text = (
            text[:-1] + line.text
            if _HYPHEN.search(text[-3:]) and line.text[:1].islower()
            else text + (glue(text, line.text) if text else "") + line.text
        )
    return one_line(text) or None


def _paragraphs(body: Sequence[_Line]) -> tuple[str, tuple[Mark, ...], tuple[PageStart, ...]]:
    """The text, its marks, and where each page begins in it."""
    text, marks, page_starts = "", list[Mark](), list[PageStart]()
    usual_gap = _usual_gap(body)
    widest = max((line.right for line in body), default=0.0)
    usual_size = statistics.median([line.size for line in body]) if body else 0.0
    begin = 0
    for n, line in enumerate(body):
        before = body[n - 1] if n else None
        if before is not None:
            if _breaks(before, line, usual_gap, widest, usual_size):
                _note(marks, text, begin, before, usual_size)
                text += "\n"
                begin = len(text)
            elif _HYPHEN.search(text[-3:]) and line.text[:1].islower():
                text = text.rstrip("-\u2010\u00ad")
            else:
                text += glue(text, line.text)
        if before is None or before.page != line.page:
            page_starts.append(PageStart(len(text), line.page + 1))
        text += line.text
    if body:
        _note(marks, text, begin, body[-1], usual_size)
    return text, tuple(marks), tuple(page_starts)


def _note(marks: list[Mark], text: str, begin: int, line: _Line, usual_size: float) -> None:
    """A mark for a paragraph that is a heading or a list item."""
    if (line.bold or line.size > 1.15 * usual_size) and len(text) - begin < 160:
        marks.append(Mark(begin, len(text), "heading"))
    elif LIST_ITEM.match(text[begin : begin + 12] + " x"):
        marks.append(Mark(begin, len(text), "list"))


def _usual_gap(body: Sequence[_Line]) -> float:
    gaps = [b.top - a.bottom for a, b in pairwise(body) if a.page == b.page and b.top > a.top]
    return statistics.median(gaps) if gaps else 0.0


def _breaks(before: _Line, line: _Line, usual_gap: float, widest: float, usual_size: float) -> bool:
    """Whether a new paragraph begins: more room, another size, a list item, a turn, or a short line that ended a sentence."""
    if LIST_ITEM.match(line.text) or turn().match(line.text):
        return True
    if before.bold != line.bold:
        return True
    ended, short = bool(_ENDED.search(before.text)), before.right < widest - 4 * usual_size
    if before.page != line.page:
        return ended and (short or line.left > before.left + usual_size)
    if abs(before.size - line.size) > 0.15 * usual_size and (before.size > 1.1 * usual_size or line.size > 1.1 * usual_size):
        return True
    if line.top - before.bottom > usual_gap + 0.45 * usual_size:
        return True
    return ended and (short or line.left > before.left + 0.8 * usual_size)
