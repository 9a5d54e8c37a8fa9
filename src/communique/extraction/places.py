"""Where on a page its date may stand: the lines beside the title and at both ends of the text, and the metadata."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from communique.extraction import dates
from communique.extraction.datestrings import find as find_dates
from communique.extraction.datestrings import month_of
from communique.extraction.page import Page
from communique.extraction.title import Title

_DATE_CLASS = ("date", "datum", "fecha", "tarix", "tarih", "publi", "posted", "time", "data-")
_NEAR_TITLE = 4  # lines before the title, and between it and the body, that may hold its date
_CLOCK = re.compile(r"today|clock|current-?date|server-?time|now\b", re.I)
_NO_DATES = frozenset({"navigation", "footer", "form", "cookies", "dialog", "related"})
_SMALL = 12  # lines of a page that has no head of its own
_AFTER_BODY = 3  # lines after the body that may be its dateline
_PART = 14  # code points of a day, a month or a year in a line of its own


def structured(page: Page, body: Sequence[int], title: Title | None) -> list[tuple[str, str]]:
    """Publication dates of metadata, best first. Dates of modification are no such thing.

    A `time` element counts beside the title or at the text's beginning: elsewhere it is another item's.
    """
    found = [
        (f"JSON-LD {key.split('.')[-1]}", value) for key, value in page.items if key.endswith((".datePublished", ".dateCreated"))
    ]
    found += [(name, values[0]) for name in dates.structured_names() if (values := page.metas.get(name))]
    low = min([*(title.lines if title else ()), *body[:1]], default=0) - _NEAR_TITLE
    high = body[min(3, len(body) - 1)] if body else low + 16
    beside = [
        stamp
        for stamp in page.stamps
        if low <= stamp.block <= high and (stamp.block >= len(page.blocks) or _speaks(page, stamp.block))
    ]
    if not beside and len(page.stamps) == 1 and page.stamps[0].published:
        beside = page.stamps
    return found + [("time element", stamp.value) for stamp in sorted(beside, key=lambda s: not s.published)[:1]]


def _speaks(page: Page, number: int) -> bool:
    return page.blocks[number].zone not in _NO_DATES


def near_title(page: Page, title: Title | None) -> tuple[str, ...]:
    """The lines around the title that are not text: an official number stands there."""
    shown = title.lines if title else ()
    if not shown:
        return ()
    around = range(max(0, shown[0] - 3), min(len(page.blocks), shown[-1] + 5))
    return tuple(page.blocks[i].text for i in around if i not in shown and len(page.blocks[i].text) <= 80)


def lines(page: Page, body: Sequence[int], title: Title | None) -> list[tuple[int, dates.Line]]:
    """The lines of a page that may hold its date, with their numbers."""
    places: dict[int, str] = {}
    first = body[0] if body else len(page.blocks)
    last = body[-1] if body else -1
    shown = sorted(title.lines) if title else []
    top = shown[0] if shown and shown[0] <= first + 3 else first
    for i in range(max(0, top - _NEAR_TITLE), top):
        if page.blocks[i].zone not in _NO_DATES and (not shown or _beside(page, i, shown[0])):
            places[i] = "before the title"
    early = body[min(3, len(body) - 1)] if body else first
    for i in range(shown[-1] + 1 if shown and shown[-1] < first else top, min(max(first, early), top + 16)):
        if page.blocks[i].zone not in ("navigation", "footer", "cookies", "dialog") and (
            page.blocks[i].zone != "related" or i - top < 4
        ):
            places[i] = "below the title"
    places.update(dict.fromkeys(body[:4], "first lines"))
    places.update({i: "last lines" for i in body[-3:] if i not in places or i in body[-2:]} if len(body) > 2 else {})
    for i in range(last + 1, min(len(page.blocks), last + 1 + _AFTER_BODY)):
        if page.blocks[i].zone is None and page.blocks[i].link_share < 0.5:
            places[i] = "after the text"
    places.update(dict.fromkeys(shown, "title"))
    found = [
        (i, dates.Line(text, place, _date_element(page, i), _far(i, place, shown, last), _label_before(page, i)))
        for i, place in sorted(places.items())
        for text in (page.blocks[i].text, *_pieced(page, i, places))
    ]
    if title and not shown:
        found.append((-1, dates.Line(title.text, "title")))
    return found


def _far(number: int, place: str, shown: Sequence[int], last: int) -> int:
    """How far a line stands from where a date is usual: the title, or for the last lines the very end."""
    return last - number if place == "last lines" else min((abs(number - n) for n in shown), default=0)


def _pieced(page: Page, number: int, places: dict[int, str]) -> Iterator[str]:
    """A date whose day, month and year stand in lines of their own, as the sheet of a calendar: the three together."""
    run = [page.blocks[i].text for i in range(number, min(number + 3, len(page.blocks))) if i in places]
    for length in (3, 2):
        if len(run) >= length and all(len(text) <= _PART and _is_part(text) for text in run[:length]):
            yield " ".join(run[:length])
            return


def _is_part(text: str) -> bool:
    """Whether a line is nothing but a number, a month, or both."""
    return not find_dates(text) and all(word.strip(".,").isdigit() or month_of(word.strip(".,")) for word in text.split())


def _label_before(page: Page, number: int) -> str:
    """The line before, when it ends in a colon or is the term that this one describes: the label of this one."""
    before = page.blocks[number - 1].text if number else ""
    if number and page.blocks[number - 1].kind == "dt" and page.blocks[number].kind == "dd":
        return before if len(before) <= 40 else ""
    return before if len(before) <= 40 and before.rstrip().endswith((":", "：")) else ""


def _beside(page: Page, number: int, title: int) -> bool:
    """Whether a line stands in the same part of the page as the title: the head of a site shows the day of the visit."""
    element = page.blocks[number].element
    if page.blocks[number].zone == "header" != page.blocks[title].zone:
        return False
    if _CLOCK.search(f"{element.get('class') or ''} {element.get('id') or ''}" if element is not None else ""):
        return False
    if len(page.blocks) < _SMALL or number == title - 1:
        return True
    above = set(page.blocks[title].element.iterancestors()) if page.blocks[title].element is not None else set()
    shared = next((a for a in element.iterancestors() if a in above), None) if element is not None else None
    return shared is not None and shared.tag not in ("body", "html", "form")


def _date_element(page: Page, number: int) -> bool:
    element = page.blocks[number].element
    names = f"{element.get('class') or ''} {element.get('id') or ''}".lower() if element is not None else ""
    return any(word in names for word in _DATE_CLASS)
