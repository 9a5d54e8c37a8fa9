"""A Word document into an Extraction: paragraphs as they stand after accepting all changes, tables by rows, notes at the end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from communique.errors import ExtractionError
from communique.extraction import dates, datestrings, docx_file, docx_text, facts
from communique.extraction import issuer as issuers
from communique.extraction import title as titles
from communique.extraction.decode import is_damaged
from communique.extraction.docx_text import Line
from communique.extraction.language import detect
from communique.extraction.words import letters
from communique.ids import text_digest
from communique.model import Extraction, Furniture, Mark, Source
from communique.text import one_line

if TYPE_CHECKING:
    from communique.issuers import Profile

_HEADINGS = 12  # lines in which the first heading is the title
_BOLD_LINES = 8  # ... and the first bold line
_TITLE = 300  # code points; a longer line is a paragraph


def extract(source: Source, profile: Profile | None, made_by: str) -> Extraction:
    """The statement in a Word document. A damaged or encrypted one has no text, and the reason says which it is.

    The dates in a document's properties say when a file was saved, not when the statement was made: they are not read.
    """
    if not source.data:
        return facts.asserted(facts.nothing("the file is empty", made_by), source)
    try:
        package = docx_file.read(source.data)
    except ExtractionError as error:
        return facts.asserted(facts.nothing(error.message, made_by), source)
    lines = docx_text.lines(package)
    if not any(letters(line.text) for line in lines):
        return facts.asserted(facts.nothing("the document has no text", made_by), source)
    return _statement(lines, docx_text.margins(package), source, profile, made_by)


def _statement(
    lines: list[Line], margins: list[tuple[str, str]], source: Source, profile: Profile | None, made_by: str
) -> Extraction:
    shown, title_evidence = _title(lines)
    title = one_line(" ".join(lines[n].text for n in shown)) or None
    body = [line for n, line in enumerate(lines) if n not in shown]
    while title and (again := titles.repeated([line.text for line in body[:10]], title)):
        body = [line for n, line in enumerate(body) if n not in again]
    text, marks = _composed(body)
    lang, lang_evidence = detect(text if len(text) >= 40 else f"{title or ''}\n{text}", profile.languages if profile else ())
    date, reason = dates.find(_given(lines, body, shown, title, text, lang, source, profile))
    found = facts.assemble(
        facts.Facts(
            text=text,
            marks=marks,
            title=title,
            title_evidence=title_evidence,
            date=date,
            date_reason=reason,
            lang=lang,
            lang_evidence=lang_evidence,
            sites=[text for _, text in margins],
        ),
        source,
        profile,
        made_by,
    )
    whole, spans = _whole(lines, margins)
    return replace(found, page_text=whole, page_text_digest=text_digest(whole), furniture=spans, damaged=is_damaged(whole))


def _title(lines: Sequence[Line]) -> tuple[list[int], str]:
    """The lines of the title and why they are it: the style Title, the first heading, the first bold line; else none."""
    styled = next((n for n, line in enumerate(lines) if line.title and letters(line.text)), None)
    if styled is not None:
        return _run([line.title for line in lines], styled), "paragraph of the style Title"
    heading = next((n for n, line in enumerate(lines[:_HEADINGS]) if line.mark == "heading" and _may_be_title(line)), None)
    if heading is not None:
        return [heading], "first heading"
    bold = [line.all_bold for line in lines]
    if sum(bold) <= 0.5 * len(lines):
        named = [n for n in range(min(_BOLD_LINES, len(lines))) if bold[n] and _may_be_title(lines[n])]
        other = next((n for n in named if not issuers.in_text([("first line", lines[n].text)], (), None)[0]), None)
        first = other if other is not None else next(iter(named), None)
        if first is not None:
            return _run([on and _may_be_title(line) for on, line in zip(bold, lines)], first), "first bold line, alone"
    return [], "no paragraph of the style Title, no heading, and no bold line at the beginning"


def _run(belongs: Sequence[bool], first: int) -> list[int]:
    """A line and at most two of the same make right below it: a title set in several paragraphs."""
    last = first
    while last < first + 2 and last + 1 < len(belongs) and belongs[last + 1]:
        last += 1
    return list(range(first, last + 1))


def _may_be_title(line: Line) -> bool:
    return letters(line.text) >= 4 and len(line.text) <= _TITLE and not datestrings.find(line.text)


def _composed(body: Sequence[Line]) -> tuple[str, tuple[Mark, ...]]:
    text, marks = "", list[Mark]()
    for line in body:
        text += "\n" if text else ""
        marks += [Mark(len(text) + start, len(text) + end, "bold") for start, end in line.bold]
        if line.mark:
            marks.append(Mark(len(text), len(text) + len(line.text), line.mark))
        text += line.text
    return text, tuple(sorted(marks))


def _given(
    lines: Sequence[Line], body: Sequence[Line], shown: Sequence[int], title: str | None, text: str, lang: str | None,
    source: Source, profile: Profile | None,
) -> dates.Given:  # fmt: skip
    """Where the date may stand: around the title, in the first and last lines, in the title."""
    top = shown[0] if shown else 0
    heads = [
        dates.Line(line.text, "before the title" if shown and n < top else "below the title")
        for n, line in enumerate(lines[:8])
        if n not in shown
    ]
    told = [line.text for line in body if not line.note]
    return dates.Given(
        asserted=source.asserted.date,
        lines=[
            *heads,
            *(dates.Line(line, "first lines") for line in told[:4]),
            *(dates.Line(line, "last lines") for line in told[4:][-3:]),
            *((dates.Line(title, "title"),) if title else ()),
        ],
        url=source.url,
        captured=source.captured,
        lang=lang,
        order=datestrings.order_of(profile),
        body=text,
    )


def _whole(lines: Sequence[Line], margins: Sequence[tuple[str, str]]) -> tuple[str, tuple[Furniture, ...]]:
    """All text of the document, page headers and footers behind it, and these as furniture."""
    whole = "\n".join(line.text for line in lines)
    spans = []
    for reason, text in margins:
        whole += "\n"
        spans.append(Furniture(len(whole), len(whole) + len(text), reason))
        whole += text
    return whole, tuple(spans)
