"""How values look on a page: dates, languages, directions, numbers; texts cut into paragraphs with their marks."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any
from urllib.parse import urlencode

from markupsafe import Markup, escape

from communique.model import Mark, Span, Statement

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-\d{2})?)?", re.ASCII)
_RIGHT_TO_LEFT = {"ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"}


def date(value: str | None) -> str:
    """`2024-03-15` as `15 Mar 2024`; what is no date stays as it is."""
    if not value:
        return "undated"
    if not _DATE.fullmatch(value[:10]):
        return value
    parts = value[:10].split("-")
    month = _MONTHS[int(parts[1]) - 1] if len(parts) > 1 else ""
    return " ".join(x for x in (str(int(parts[2])) if len(parts) > 2 else "", month, parts[0]) if x)


def moment(value: str | None) -> str:
    """A time to the minute, in UTC."""
    return f"{date(value[:10])}, {value[11:16]} UTC" if value else "not recorded"


def number(value: int) -> str:
    """`1 234 567`, with narrow spaces."""
    return f"{value:,}".replace(",", "\u202f")


def counted(value: int, noun: str) -> str:
    """`1 statement`, `2 statements`."""
    return f"{number(value)} {noun}" if value == 1 else f"{number(value)} {noun}s"


def language(tag: str | None) -> str:
    """The name of a language, by its tag."""
    if not tag:
        return "unknown language"
    return _languages().get(tag.split("-")[0].lower(), tag)


@functools.cache
def _languages() -> Mapping[str, str]:
    from importlib import resources

    lines = (resources.files("communique.resources") / "web" / "languages.tsv").read_text("utf-8").splitlines()
    return dict(line.split("\t")[:2] for line in lines if line and not line.startswith("#"))


def direction(tag: str | None) -> str:
    """`rtl`, `ltr`, or `auto` where the language is unknown."""
    if not tag:
        return "auto"
    return "rtl" if tag.split("-")[0].lower() in _RIGHT_TO_LEFT else "ltr"


def label(one: Statement) -> str:
    """What to call a statement: its title, else its address, its id in the data set, its first words."""
    return one.title or one.url or one.original_id or one.text[:80] or one.id


def query(*, base: Mapping[str, Any], **changed: Any) -> str:
    """A query string: the values of a page with some changed; empty ones are left out."""
    pairs: list[tuple[str, str]] = []
    for name, value in {**base, **changed}.items():
        values = value if isinstance(value, list | tuple) else [value]
        pairs += [(name, "1" if one is True else str(one)) for one in values if one not in (None, "", False)]
    return urlencode(pairs)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of the text that is set apart: classes, an id to jump to, and a title."""

    start: int
    end: int
    kind: str
    id: str = ""
    say: str = ""  # shown when it is pointed at, or has the focus
    about: str = ""  # id of what says more


def marked(text: str, start: int, end: int, stretches: Iterable[Stretch]) -> Markup:
    """`text[start:end]` as HTML, with the stretches around their words; those that cross are cut at each other's edges."""
    inside = [s for s in stretches if s.start < end and s.end > start and s.end > s.start]
    edges = sorted({start, end, *(e for s in inside for e in (s.start, s.end) if start < e < end)})
    parts: list[Markup] = []
    for a, b in pairwise(edges):
        words = escape(text[a:b])
        for one in inside:
            if one.start <= a and one.end >= b:
                tag = "mark" if one.kind in ("hit", "words") else "span"
                name = Markup(' id="{}"').format(one.id) if one.id and a == one.start else Markup("")
                more = Markup("")
                if one.say and a == max(one.start, start):
                    more = Markup(' tabindex="0" role="note" data-say="{}" aria-describedby="{}"').format(one.say, one.about)
                words = Markup('<{0} class="{1}"{2}{3}>{4}</{0}>').format(tag, one.kind, name, more, words)
        parts.append(words)
    return Markup("").join(parts)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of a stored text on the page."""

    start: int
    end: int
    kind: str  # p, heading, list, quote
    html: Markup


def paragraphs(text: str, marks: Sequence[Mark], stretches: Sequence[Stretch]) -> list[Paragraph]:
    """A stored text, one paragraph a line, as it was set: headings, lists, quotations, bold words."""
    whole = [m for m in marks if m.kind != "bold"]
    bold = [Stretch(m.start, m.end, "bold") for m in marks if m.kind == "bold"]
    every = sorted([*bold, *stretches], key=lambda s: (s.start, -s.end))
    found: list[Paragraph] = []
    start = at = 0
    for line in text.split("\n"):
        end = start + len(line)
        if line.strip():
            while at < len(every) and every[at].end <= start and every[at].start < start:
                at += 1
            near = [s for s in every[at:] if s.start < end and s.end > start]
            kind = next((m.kind for m in whole if m.start < end and m.end > start), "p")
            found.append(Paragraph(start, end, kind, marked(text, start, end, near)))
        start = end + 1
    return found


def highlighted(quote: str, offset: int, spans: Iterable[Span]) -> Markup:
    """A quote with its words marked; spans count from where the text begins, `offset` is where the quote does."""
    return marked(quote, 0, len(quote), [Stretch(a - offset, b - offset, "hit") for a, b in spans])


FILTERS: dict[str, Callable[..., Any]] = {
    "date": date, "moment": moment, "number": number, "language": language, "direction": direction, "label": label,
}  # fmt: skip
GLOBALS: dict[str, Callable[..., Any]] = {"query": query, "counted": counted, "highlighted": highlighted}
