"""The text of a statement from its lines: one newline between paragraphs, and where something was set apart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from communique.extraction.blocks import Block
from communique.extraction.words import turn
from communique.model import Mark, MarkKind

LIST_ITEM = re.compile(r"^(?:\(?\d{1,3}[.)]|[-–—•*·▪●○■◦‣►✓]|\(?[a-zA-Zа-яА-Я][.)]|\(?[ivxIVX]{1,5}[.)])\s+\S")
_ENDED = re.compile(r"[.!?…։؟۔।:;。！？；：»”\"')\]]\s*$")
_WRAP = 100  # code points; longer lines were not broken to a width
_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff\u3001\u3002\uff0c\uff01\uff1f\uff1a\uff1b]")


@dataclass(frozen=True, slots=True)
class Composed:
    """A text and its marks."""

    text: str
    marks: tuple[Mark, ...]


def compose(blocks: Sequence[Block], chosen: Sequence[int]) -> Composed:
    """The text of some lines of a page."""
    groups: list[list[int]] = []
    for position, number in enumerate(chosen):
        previous = chosen[position - 1] if position else None
        if (
            groups
            and previous == number - 1
            and blocks[number].joined
            and continues(blocks[previous].text, blocks[number].text, _wrapped(blocks, number))
        ):
            groups[-1].append(number)
        else:
            groups.append([number])
    text, marks = "", list[Mark]()
    for group in groups:
        if text:
            text += "\n"
        begin = len(text)
        for number in group:
            if number != group[0]:
                text += glue(text, blocks[number].text)
            start = len(text)
            marks.extend(Mark(start + a, start + b, "bold") for a, b in blocks[number].bold if b <= len(blocks[number].text))
            text += blocks[number].text
        kind = _mark_kind(blocks[group[0]])
        if kind:
            marks.append(Mark(begin, len(text), kind))
    return Composed(text, tuple(sorted(marks)))


def _mark_kind(block: Block) -> MarkKind | None:
    if block.kind[0] == "h" and block.kind[1:].isdigit():
        return "heading"
    return {"li": "list", "blockquote": "quote", "dt": "heading", "dd": "list"}.get(block.kind)  # type: ignore[return-value]  # the values are kinds


def _wrapped(blocks: Sequence[Block], number: int) -> bool:
    """Whether the element that a line stands in was broken to a width, as text files and mails are."""
    element = blocks[number].element
    around = [b for b in blocks[max(0, number - 6) : number + 7] if b.element is element]
    return hard_wrapped([b.text for b in around])


def hard_wrapped(lines: Sequence[str]) -> bool:
    """Whether these lines were broken to a width: none is long, and most break in the middle of a sentence."""
    inner = [line for line in lines[:-1] if len(line) > 20]
    if len(inner) < 2 or max(map(len, inner)) > _WRAP:
        return False
    return sum(1 for line in inner if not _ENDED.search(line)) >= 0.5 * len(inner)


def continues(before: str, line: str, wrapped: bool) -> bool:
    """Whether a line after a single break goes on with the paragraph before it."""
    if wrapped and line[:1].islower() and line[1:2] not in (")", "."):
        return True
    if LIST_ITEM.match(line) or turn().match(line) or LIST_ITEM.match(before):
        return False
    return wrapped or not _ENDED.search(before)


def glue(before: str, line: str) -> str:
    """What stands between two lines of one paragraph: a space, or nothing between characters that take none."""
    if line[:1].isascii() or before[-1:].isascii():
        return " "
    return "" if before and line and _UNSPACED.match(before[-1]) and _UNSPACED.match(line[0]) else " "


def unwrap(text: str) -> list[str]:
    """The paragraphs of a plain text: an empty line parts them, and a line break does, unless the text was broken to a width."""
    found: list[str] = []
    lines = text.split("\n")
    full = [line for line in lines if line]
    widest = max(map(len, full), default=0)
    wrapped = hard_wrapped_text(full)
    before = ""
    for line in lines:
        if not line.strip():
            before = ""
            continue
        if before and (wrapped or _filled(before, line, widest)) and continues(found[-1], line, True):
            found[-1] += glue(found[-1], line) + line
        else:
            found.append(line)
        before = line
    return found


def _filled(before: str, line: str, widest: int) -> bool:
    """Whether a line in a text of short lines was broken for want of room: it is full, and its sentence goes on."""
    if not 40 <= widest <= _WRAP or _ENDED.search(before):
        return False
    return line[:1].islower() or len(before) >= 0.75 * widest


def hard_wrapped_text(lines: Sequence[str]) -> bool:
    """The same for a whole text: most of its lines end in the middle of a sentence, and hardly one is long."""
    sample = lines[:60]
    if len(sample) < 4:
        return False
    short = sum(1 for line in sample if len(line) <= _WRAP)
    broken = sum(
        1 for line, after in pairwise(sample) if not _ENDED.search(line) and len(line) > 20 and not LIST_ITEM.match(after)
    )
    return short >= 0.95 * len(sample) and broken >= 0.5 * len(sample)
