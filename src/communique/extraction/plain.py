"""Plain text and Markdown: the first line is the title when it stands alone before an empty line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from communique.extraction import dates, datestrings, facts, furniture
from communique.extraction import title as titles
from communique.extraction.compose import LIST_ITEM, unwrap
from communique.extraction.decode import decode
from communique.extraction.hosts import HostLines
from communique.extraction.language import detect
from communique.ids import text_digest
from communique.model import Extraction, Furniture, Mark, Source
from communique.text import clean, one_line

if TYPE_CHECKING:
    from communique.issuers import Profile

TITLE = 300  # code points; a longer first line is a paragraph
_HEADING = re.compile(r"^(#{1,6})\s+(.+?)\s*#*$")
_EMPHASIS = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)\s]*(?:\s+\"[^\"]*\")?\)")


def extract(source: Source, profile: Profile | None, host: HostLines, made_by: str) -> Extraction:
    """The statement in a text file."""
    decoded = decode(source.data, facts.content_type(source))
    whole = clean(decoded.text)
    if not whole.strip():
        return facts.nothing(
            "the file is empty" if not source.data else "the file has no text",
            made_by,
            encoding=decoded.encoding,
            damaged=decoded.damaged,
        )
    title, rest_from = _title(whole, source.media_type)
    lines, spans = _lines(whole, rest_from)
    first, last, cut = furniture.trim(lines, host)
    again = titles.repeated(lines[first:last][:10], title) if title else set()
    body = "\n".join(lines[n] if lines[n] else "" for n in range(first, last) if n - first not in again)
    text, marks = _paragraphs(body, source.media_type)
    lang, lang_evidence = detect(text if len(text) >= 40 else f"{title or ''}\n{text}", profile.languages if profile else ())
    date, date_reason = dates.find(given(source, text, title, lang, profile))
    found = facts.assemble(
        facts.Facts(
            text=text,
            marks=marks,
            title=title,
            title_evidence="first line, alone before an empty line" if title else "no line stands alone before the text",
            date=date,
            date_reason=date_reason,
            lang=lang,
            lang_evidence=lang_evidence,
        ),
        source,
        profile,
        made_by,
    )
    spans_cut = tuple(Furniture(*spans[n], reason) for n, reason in sorted(cut.items()) if lines[n])
    return replace(
        found,
        furniture=spans_cut,
        page_text=whole,
        page_text_digest=text_digest(whole),
        encoding=decoded.encoding,
        damaged=decoded.damaged,
    )


def given(
    source: Source, text: str, title: str | None, lang: str | None, profile: Profile | None, column: str | None = None
) -> dates.Given:
    """What the date of a text without markup can be read from: its first and last lines, its title, its address."""
    paragraphs = text.split("\n")
    end = paragraphs[max(1, min(4, len(paragraphs) - 2)) :][-3:]
    places = [dates.Line(p, "first lines") for p in paragraphs[:4] if p not in end]
    places += [dates.Line(p, "last lines", far=n) for n, p in enumerate(reversed(end))]
    if title:
        places.append(dates.Line(title, "title"))
    return dates.Given(
        asserted=source.asserted.date,
        column=column,
        lines=places,
        url=source.url,
        captured=source.captured,
        lang=lang,
        order=datestrings.order_of(profile),
        body=text,
    )


def _title(whole: str, media_type: str) -> tuple[str | None, int]:
    """The title and where the rest begins."""
    begin = len(whole) - len(whole.lstrip())
    end = whole.find("\n", begin)
    line = whole[begin : end if end >= 0 else len(whole)].strip()
    if media_type == "text/markdown" and (heading := _HEADING.match(line)):
        return one_line(_plain(heading[2])), end if end >= 0 else len(whole)
    if end < 0 or len(line) > TITLE or whole[end:].split("\n", 2)[1].strip() or not whole[end:].strip() or LIST_ITEM.match(line):
        return None, begin
    return one_line(line), end


def _lines(whole: str, begin: int) -> tuple[list[str], list[tuple[int, int]]]:
    """The lines after the title, empty ones too, and their spans in the whole text."""
    lines, spans, at = [], [], begin
    for line in whole[begin:].split("\n"):
        stripped = " ".join(line.split())
        lead = len(line) - len(line.lstrip())
        lines.append(stripped)
        spans.append((at + lead, at + lead + len(line.strip())))
        at += len(line) + 1
    return lines, spans


def _paragraphs(body: str, media_type: str) -> tuple[str, tuple[Mark, ...]]:
    """The text and its marks; Markdown loses its signs."""
    paragraphs = unwrap(body)
    if media_type != "text/markdown":
        return "\n".join(paragraphs), ()
    text, marks = "", list[Mark]()
    for paragraph in paragraphs:
        heading = _HEADING.match(paragraph)
        quote = paragraph.startswith("> ")
        plain = _plain(heading[2] if heading else paragraph.removeprefix("> "))
        if not plain:
            continue
        text += "\n" if text else ""
        if kind := "heading" if heading else "quote" if quote else "list" if LIST_ITEM.match(plain) else None:
            marks.append(Mark(len(text), len(text) + len(plain), kind))  # type: ignore[arg-type]  # mypy widens the choice to str
        text += plain
    return text, tuple(marks)


def _plain(line: str) -> str:
    """A line of Markdown without its signs."""
    return " ".join(_EMPHASIS.sub(r"\2", _LINK.sub(r"\1", line)).split())


def without_furniture(lines: Sequence[str], host: HostLines) -> list[str]:
    """Lines without the furniture at their ends."""
    first, last, _ = furniture.trim(list(lines), host)
    return list(lines[first:last])
