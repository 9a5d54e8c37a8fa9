"""The lines of a Word document: inserted text in, deleted and hidden text out, text boxes behind the paragraph they hang on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from communique.extraction.blocks import CELL
from communique.extraction.compose import continues, glue
from communique.extraction.docx_file import Package, Style, attribute, child, is_on, name_of, outlined
from communique.model import MarkKind, Span
from communique.text import clean, paragraphs

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_EITHER = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_GONE = frozenset(("del", "moveFrom"))
_NO_TEXT = frozenset(("pPr", "rPr", "sectPr", "instrText", "delText", "delInstrText", "fldData", "rt", "tblPr", "sdtPr", *_GONE))
_AROUND = frozenset(("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"))
_ROW = 1_000  # code points; a longer table row is layout, not data
_PLAIN = Style()


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph, or a row of a table."""

    text: str
    mark: MarkKind | None = None
    title: bool = False  # its style is Title
    bold: tuple[Span, ...] = ()
    note: bool = False  # a footnote or endnote

    @property
    def all_bold(self) -> bool:
        """Whether every letter of it is bold."""
        return sum(end - start for start, end in self.bold) >= len(self.text.strip()) > 0


@dataclass(slots=True)
class _State:
    """What is gathered while a document is walked."""

    package: Package
    notes: list[tuple[str, str]] = field(default_factory=list)  # (kind, id) in the order of their references


@dataclass(slots=True)
class _Paragraph:
    """One paragraph in the making: text with single spaces, and which stretches of it are bold."""

    text: str = ""
    bold: list[list[int]] = field(default_factory=list)
    boxes: list[Any] = field(default_factory=list)

    def add(self, piece: str, bold: bool) -> None:
        piece = re.sub(r"[^\S\n]+", " ", piece)
        if not self.text or self.text[-1] in " \n":
            piece = piece.lstrip(" " if self.text else " \n")
        if piece.startswith("\n"):
            self.text = self.text.rstrip(" ")
            piece = "" if self.text.endswith("\n") else piece
        if bold and piece.strip():
            if self.bold and not self.text[self.bold[-1][1] :].strip():
                self.bold[-1][1] = len(self.text) + len(piece)
            else:
                self.bold.append([len(self.text), len(self.text) + len(piece)])
        self.text += piece


def lines(package: Package) -> list[Line]:
    """All lines of a document, its footnotes and endnotes after them."""
    state = _State(package)
    found = list(_blocks(state, package.body))
    for number, (kind, id_) in enumerate(state.notes, 1):  # grows while notes refer to notes
        note = package.notes[kind].get(id_)
        text = " ".join(line.text for line in _blocks(state, note)) if note is not None else ""
        if text:
            found.append(Line(f"[{number}] {text}", note=True))
    return found


def margins(package: Package) -> list[tuple[str, str]]:
    """The lines of page headers and footers, each once: (`page header` or `page footer`, text)."""
    state = _State(package)
    return list(dict.fromkeys((kind, line.text) for kind, root in package.margins for line in _blocks(state, root)))


def _blocks(state: _State, element: Any) -> Iterator[Line]:
    carried: _Paragraph | None = None  # a paragraph whose end was deleted: the next one goes on with it
    for inner in _unwrapped(element):
        if name_of(inner) == "tbl":
            yield from _table(state, inner)
            continue
        made = carried or _Paragraph()
        _inline(state, inner, made, _style_of(state, inner))
        joined = child(inner, "pPr", "rPr")
        carried = made if joined is not None and any(name_of(one) in _GONE for one in joined) else None
        if carried is None:
            yield from _lines_of(state, inner, made)
    if carried is not None and carried.text:
        yield from _lines_of(state, None, carried)


def _unwrapped(element: Any) -> Iterator[Any]:
    """The paragraphs and tables in an element, out of what only wraps them."""
    for inner in element:
        name = name_of(inner)
        if name in ("p", "tbl"):
            yield inner
        elif name in _AROUND:
            yield from _unwrapped(inner)
        elif name == f"{_EITHER}AlternateContent":
            yield from _unwrapped(next(iter(inner), inner))


def _inline(state: _State, element: Any, made: _Paragraph, style: Style, run: Any = None) -> None:
    """Add the text in a paragraph or a part of it."""
    for inner in element:
        name = name_of(inner)
        if name in _NO_TEXT:
            continue
        if name in ("t", _MATH):
            text = inner.text or ""
            made.add(text if inner.get(_SPACE) == "preserve" else text.strip(), _is_bold(state, run, style))
        elif name in ("tab", "ptab"):
            made.add(" ", False)
        elif name in ("br", "cr"):
            made.add("\n", False)
        elif name == "noBreakHyphen":
            made.add("-", _is_bold(state, run, style))
        elif name in ("footnoteReference", "endnoteReference"):
            state.notes.append((name.removesuffix("Reference"), attribute(inner, "id")))
            made.add(f"[{len(state.notes)}]", False)
        elif name == "txbxContent":
            made.boxes.append(inner)
        elif name == f"{_EITHER}AlternateContent":
            _inline(state, next(iter(inner), inner), made, style, run)
        elif name != "r":
            _inline(state, inner, made, style, run)
        elif not is_on(child(inner, "rPr"), "vanish"):
            _inline(state, inner, made, style, child(inner, "rPr"))


def _is_bold(state: _State, run: Any, style: Style) -> bool:
    said = is_on(run, "b")
    if said is not None:
        return said
    named = child(run, "rStyle")
    return style.bold or (named is not None and state.package.styles.get(attribute(named, "val"), _PLAIN).bold)


def _style_of(state: _State, paragraph: Any) -> Style:
    named = child(paragraph, "pPr", "pStyle")
    return state.package.styles.get(attribute(named, "val"), _PLAIN) if named is not None else _PLAIN


def _lines_of(state: _State, paragraph: Any, made: _Paragraph) -> Iterator[Line]:
    """A paragraph as lines: a break inside it becomes a space, except before a turn or a list item; its text boxes follow."""
    style = _style_of(state, paragraph)
    properties = child(paragraph, "pPr")
    role = "heading" if outlined(properties) else style.role or ("list" if child(properties, "numPr") is not None else None)
    mark: MarkKind | None = role if role in ("heading", "list", "quote") else None  # type: ignore[assignment]  # narrowed by `in`
    for text, bold in _broken(made):
        yield Line(text, mark, role == "title", () if mark == "heading" else bold)
    for box in made.boxes:
        yield from _blocks(state, box)


def _broken(made: _Paragraph) -> Iterator[tuple[str, tuple[Span, ...]]]:
    """The lines that breaks part, each with its bold stretches."""
    text, begin, at = "", 0, 0
    bold: Sequence[Sequence[int]] = made.bold
    for line in made.text.split("\n"):
        if text and line and not continues(text, line, True):
            yield _stored(text, bold, begin)
            text, begin = "", at
        elif text and line:
            text += glue(text, line)
            bold = bold if text.endswith(" ") else ()  # without a space all that follows moves
        text += line
        at += len(line) + 1
    if text.strip():
        yield _stored(text, bold, begin)


def _stored(text: str, bold: Sequence[Sequence[int]], begin: int) -> tuple[str, tuple[Span, ...]]:
    """A line in its stored form; where that moves letters, it goes without bold stretches."""
    text = text.rstrip()
    stored = clean(text)
    if stored != text:
        return stored, ()
    spans = [(max(start - begin, 0), min(end - begin, len(text))) for start, end in bold]
    trimmed = [(s + len(text[s:e]) - len(text[s:e].lstrip()), s + len(text[s:e].rstrip())) for s, e in spans if s < e]
    return stored, tuple((s, e) for s, e in trimmed if s < e)


def _table(state: _State, table: Any) -> Iterator[Line]:
    """Each row one line, its cells apart; a row whose cells hold paragraphs gives them cell by cell."""
    for row in _rows(table):
        cells = [list(_blocks(state, cell)) for cell in _cells(row)]
        texts = [paragraphs(" ".join(line.text for line in cell)) for cell in cells]
        if all(len(cell) <= 1 for cell in cells) and sum(map(len, texts)) <= _ROW and len([t for t in texts if t]) > 1:
            yield Line(CELL.join(texts).strip())
        else:
            yield from (replace(line, title=False) if len(cells) > 1 else line for cell in cells for line in cell)


def _rows(table: Any) -> Iterator[Any]:
    for inner in table:
        properties = child(inner, "trPr")
        if name_of(inner) == "tr" and not (properties is not None and child(properties, "del") is not None):
            yield inner
        elif name_of(inner) in _AROUND:
            yield from _rows(inner)


def _cells(row: Any) -> Iterator[Any]:
    for inner in row:
        if name_of(inner) == "tc":
            yield inner
        elif name_of(inner) in _AROUND:
            yield from _cells(inner)
