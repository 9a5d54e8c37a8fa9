"""The date that a statement bears: a ladder of places, each with its evidence. Nothing is invented; an undated text has none.

profile, a date beside the title, structured data, a dateline in the text, title, URL. A dateline in the text outranks structured
data that is more than a week away from it (content systems stamp what they move). htmldate comes last, and only for a date that
the page shows near its title.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from urllib.parse import unquote, urlsplit

from communique.extraction import datestrings
from communique.extraction.datestrings import Found, Order
from communique.extraction.furniture import is_phrase
from communique.extraction.words import date_labels, folded
from communique.model import Alternative, Precision, StatedDate

EARLIEST = "1900"
APART = 7  # days by which structured data may differ from the dateline and still be the publication of it
_LINE = 160  # code points; a longer line is a paragraph, of which only a dateline at its beginning counts
_REST = 34  # letters beside the date that a line may have: a place, a weekday, a label
_TIME = re.compile(
    r"\b\d{1,2}\s?[:.h]\s?\d{2}(?:\s?[:.]\s?\d{2})?\s*(?:[ap]\.?\s?m\.?|uhr|gmt|utc|est|edt|cet|h)?(?:\s*[+-]\d{2}:?\d{2})?\b|\b\d{1,2}\s?[ap]\.?m\b\.?",
    re.I,
)
_AFTER_DATE = re.compile(
    r"^\s*(?:-?[^\W\d]{1,5}\.?|-?[^\W\d]{1,3} [^\W\d]{1,4}|\.)?\s*(?:\([^)]{1,30}\)|/[^/]{1,30}/)?\s*(?:[-–—―:]|\.\s+[-–—])"
)
_STOPPED = re.compile(r"[.!?。！？।։؟]\s*$")
_URL_DATE = re.compile(r"(?<!\d)((?:19|20)\d{2})([/_-]?)(0[1-9]|1[0-2])(?:\2(0[1-9]|[12]\d|3[01]))?(?!\d)")
_STRUCTURED = (
    "article:published_time",
    "datepublished",
    "date.issued",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.date",
    "dc.date",
    "dc.date.created",
    "dcterms.created",
    "publishdate",
    "publish_date",
    "publish-date",
    "publication_date",
    "publicationdate",
    "pubdate",
    "sailthru.date",
    "date",
    "og:published_time",
    "og:article:published_time",
    "article:published",
    "parsely-pub-date",
    "citation_publication_date",
    "citation_date",
    "datecreated",
    "cdate",
    "dateissued",
    "release_date",
    "date_published",
    "article.published",
    "rnews:datepublished",
)
_STRONG = frozenset(
    (
        "article:published_time",
        "datepublished",
        "date.issued",
        "dc.date.issued",
        "dcterms.issued",
        "og:published_time",
        "article:published",
    )
)


@dataclass(frozen=True, slots=True)
class Line:
    """A line that may hold a date, and where it stands."""

    text: str
    place: str  # before the title, title, below the title, first lines, last lines, after the text
    marked: bool = False  # its element's class speaks of a date
    far: int = 0  # lines between it and the title
    label: str = ""  # a line before it that ends in a colon


@dataclass(frozen=True, slots=True)
class Given:
    """What the ladder climbs on; any part may be missing."""

    asserted: str | None = None
    column: str | None = None
    profile: str | None = None  # the text that the profile's selector gives
    structured: Sequence[tuple[str, str]] = ()  # (name of the property, value)
    lines: Sequence[Line] = ()
    url: str | None = None
    captured: str | None = None
    lang: str | None = None
    order: Order | None = None
    body: str = ""  # for the reason: which date of the text was not taken


@dataclass(frozen=True, slots=True)
class _Reading:
    value: str
    precision: Precision
    source: str
    evidence: str
    weight: float
    inferred: bool = False
    others: tuple[str, ...] = ()


def find(given: Given) -> tuple[StatedDate | None, str]:
    """The stated date, or None and the reason."""
    limit = _limit(given.captured)
    readings: list[_Reading] = []
    refused: list[str] = []
    for reading in _all(given):
        if reading.value[:10] > limit[: len(reading.value)]:
            refused.append(
                f"{reading.evidence!r} lies after the capture" if given.captured else f"{reading.evidence!r} lies in the future"
            )
        elif reading.value >= EARLIEST:
            readings.append(reading)
    if given.column and not any(r.source == "column" for r in readings) and not any(r.source == "asserted" for r in readings):
        return None, f"the column's date {given.column!r} is not a date" if not refused else refused[0]
    if not readings:
        return None, "; ".join(refused) or _why_none(given)
    return _chosen(readings), ""


def _limit(captured: str | None) -> str:
    """The last day a date may have: the day after the capture; without one, tomorrow."""
    day = date.fromisoformat(captured[:10]) if captured else datetime.now(UTC).date()
    return (day + timedelta(days=1)).isoformat()


def _all(given: Given) -> Iterable[_Reading]:
    """Every reading, in the order of the ladder."""
    if given.asserted:
        yield from _whole(given.asserted, "asserted", given.asserted, 10, given)
    if given.column:
        yield from _whole(given.column, "column", given.column, 9, given)
    if given.profile:
        yield from (
            _reading(f, given.profile, "profile", 8) for f in datestrings.find(given.profile, given.lang, given.order)[:1]
        )
    for name, value in given.structured:
        weight = 6.0 if name.rpartition(" ")[2].lower() in _STRONG or name == "time element" else 5.0
        yield from _whole(value, "structured", f"{name}: {value}", weight, given)
    yield from _datelines(given)
    if given.url and (found := _in_url(given.url)):
        yield found


def _whole(value: str, source: str, evidence: str, weight: float, given: Given) -> Iterable[_Reading]:
    found = datestrings.parse(value, given.lang, given.order)
    if found:
        yield _Reading(found.value, found.precision, source, evidence, weight, found.inferred, found.others)


def _reading(found: Found, text: str, source: str, weight: float) -> _Reading:
    return _Reading(found.value, found.precision, source, text[found.start : found.end], weight, found.inferred, found.others)


# --- visible dates ------------------------------------------------------------------------------------------------

_WEIGHTS = {
    "below the title": 6.6,
    "before the title": 6.3,
    "first lines": 5.5,
    "last lines": 5.4,
    "after the text": 5.2,
    "title": 4.0,
}


def _datelines(given: Given) -> Iterable[_Reading]:
    order = given.order or _sibling_order(given)
    whole = [(line, datestrings.find(line.text, given.lang, order)) for line in given.lines]
    if not any(found for _, found in whole) and (years := _years(given)):
        short = [(line, datestrings.short_years(line.text, years, given.lang, order)) for line in given.lines]
        whole = [(line, found) for line, found in short if len(found) == 1 and _alone(line, found[0])]
    for line, found in whole:
        if not found:
            continue
        label = _standing(line, found)
        if label is None or label == "event" or (label == "updated" and line.place == "after the text"):
            continue
        weight = (
            _WEIGHTS[line.place]
            + (0.3 if label == "published" else -3.5 if label == "updated" else 0)
            + 0.2 * line.marked
            - 0.05 * min(line.far, 8)
        )
        best = next((f for f in found if not f.inferred), found[0])
        reading = _reading(best, line.text, "title" if line.place == "title" else "dateline", weight)
        evidence = line.text if len(line.text) <= 120 else line.text[: max(f.end for f in found[:1])]
        yield replace(reading, evidence=evidence, inferred=best.inferred or label == "updated")


def _years(given: Given) -> set[int]:
    """The years that settle which one `27.09.20` means: of the capture, the address, metadata and the text; only where needed."""
    if not any(datestrings.has_short_year(line.text) for line in given.lines):
        return set()
    said = [given.captured or "", given.url or "", *(value for _, value in given.structured), given.body[:20_000]]
    return {int(y) for text in said for y in re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", datestrings.ascii_digits(text[:20_000]))}


def _alone(line: Line, found: Found) -> bool:
    """Whether nothing but a place, a label or a time stands beside a date: figures and points may also be a version."""
    before, after = line.text[: found.start].strip(), _TIME.sub(" ", line.text[found.end :])
    placed = not before or (before.endswith(",") and _is_place(before)) or _label(folded(before).split()) == "published"
    return placed and not folded(after)


def _standing(line: Line, found: list[Found]) -> str | None:
    """How a date stands in its line: `published`, `updated`, `event` by its label, else `plain`; None inside a sentence."""
    first = found[0]
    if line.place == "title":
        return "plain" if len(found) == 1 and first.precision == "day" else None
    before, after = line.text[: first.start], line.text[first.end :]
    rest = _TIME.sub(" ", line.label + " " + before + " " + _without_dates(after, found, first.end))
    words = folded(rest).split()
    label = _label(words)
    if (
        len(line.text) <= _LINE
        and sum(map(len, words)) <= (_REST if label is None else 2 * _REST)
        and not _is_sentence(before, after)
        and (label is not None or not _is_short_sentence(before, after))
    ):
        return label or "plain"
    if len(before) <= 60 and _AFTER_DATE.match(after) and _is_place(before):
        return "plain"
    return None


def is_stamp(text: str) -> bool:
    """Whether a line is a date beside a counter or a button of the site: `14 March 2024, 18:20 | Views: 336`."""
    if len(text) > 100 or not (found := datestrings.find(text)):
        return False
    rest = _TIME.sub(" ", text[: found[0].start] + " | " + _without_dates(text[found[0].end :], found, found[0].end))
    pieces = [piece for piece in re.split(r"[|·•/,]", rest) if folded(piece)]
    return any(is_phrase(piece.strip()) for piece in pieces) and all(len(folded(piece).split()) <= 2 for piece in pieces)


def is_update(text: str) -> bool:
    """Whether a line only says when the page was last changed: `Last updated: March 2024`."""
    if len(text) > 80 or not (found := datestrings.find(text)):
        return False
    words = folded(
        text[: found[0].start] + " " + _TIME.sub(" ", _without_dates(text[found[0].end :], found, found[0].end))
    ).split()
    return len(words) <= 5 and _label(words) == "updated" and _label(words[:3]) == "updated"


def _without_dates(after: str, found: list[Found], offset: int) -> str:
    for other in reversed(found[1:]):
        after = after[: other.start - offset] + " " + after[other.end - offset :]
    return after


def _label(words: list[str]) -> str | None:
    """What the words beside a date say it is."""
    labels = date_labels()
    told = {name for name, known in labels.items() for word in words if word in known}
    if not told:
        return None
    exact = {
        name: sum(1 for word in words if word in labels[name] and not any(word in labels[o] for o in labels if o != name))
        for name in told
    }
    return max(sorted(told), key=lambda n: exact[n]) if any(exact.values()) else "published"


def _is_place(before: str) -> bool:
    """Nothing, or a few words that can be a place: `Baku,`; `Paris, le`."""
    words = [w for w in re.split(r"[\s,./()–—-]+", before) if w]
    if len(words) > 6:
        return False
    return all(not w[0].islower() or len(w) <= 3 for w in words)


def _is_sentence(before: str, after: str) -> bool:
    """`On 5 October 2020 the Minister met`: words in lower case on both sides, or a full stop at the end of many words."""
    tail = [w for w in re.findall(r"[^\W\d_]+", after) if len(w) > 3]
    lower = [w for w in tail if w[0].islower()]
    return len(lower) >= 3 or (after.rstrip().endswith(".") and len(tail) >= 4)


def _is_short_sentence(before: str, after: str) -> bool:
    """`Both will meet on 3 April 2024 in Lennmark.`: a full stop at the end, and more words than a place and a weekday need."""
    if not _STOPPED.search(after):
        return False
    words = re.findall(r"[^\W\d_]+", before + " " + after)
    lower = [w for w in words if len(w) > 3 and w[0].islower()]
    caseless = [w for w in words if len(w) > 2 and not w[0].islower() and not w[0].isupper()]
    told = len(re.findall(r"[^\W\d_]+", before)) >= 3 and any(len(w) > 4 for w in lower)  # Accreditation closes on
    return len(lower) >= 2 or told or len(caseless) >= 3 or sum(map(len, caseless)) >= 12


def _sibling_order(given: Given) -> Order | None:
    """How another date of the page settles `12/10/2020`: one whose day is over twelve."""
    for line in given.lines:
        for m in re.finditer(r"(?<!\d)(\d{1,2})[/-](\d{1,2})[/-](\d{4})(?!\d)", datestrings.ascii_digits(line.text)):
            if int(m[1]) > 12 >= int(m[2]):
                return "dmy"
            if int(m[2]) > 12 >= int(m[1]):
                return "mdy"
    return None


def _in_url(url: str) -> _Reading | None:
    """A date in the path of a URL."""
    try:
        path = unquote(urlsplit(url).path)
    except ValueError:
        return None
    for m in _URL_DATE.finditer(path):
        if not m[2] and not m[4]:
            continue
        value = f"{m[1]}-{m[3]}" + (f"-{m[4]}" if m[4] else "")
        found = datestrings.parse(value)
        if found:
            return _Reading(found.value, found.precision, "url", m.group().strip("/"), 3.0 if m[4] else 2.5)
    return None


# --- the choice ---------------------------------------------------------------------------------------------------


def _chosen(readings: list[_Reading]) -> StatedDate:
    """The heaviest reading; structured data gives way to a dateline of another week."""
    order = {id(r): n for n, r in enumerate(readings)}
    best = max(readings, key=lambda r: (r.weight, -order[id(r)]))
    datelines = [r for r in readings if r.source == "dateline" and r.precision == "day" and not r.inferred]
    if best.source == "structured" and datelines:
        strongest = max(datelines, key=lambda r: (r.weight, -order[id(r)]))
        if not any(_near(best.value, d.value) for d in datelines):
            best = strongest
    if best.precision != "day":
        finer = [r for r in readings if r.precision == "day" and r.value.startswith(best.value) and r.source not in ("title",)]
        if finer and best.source not in ("asserted", "column"):
            agreed = [r for r in finer if not best.others or r.value in best.others]
            best = max(agreed or [best], key=lambda r: r.weight)
    others: dict[str, Alternative] = {}
    for other in best.others:
        others[other] = Alternative(other, best.source, best.evidence)
    for r in readings:
        if r.value != best.value and not best.value.startswith(r.value) and r.value not in others:
            others[r.value] = Alternative(r.value, r.source, r.evidence)
    return StatedDate(best.value, best.precision, best.source, best.evidence, best.inferred, tuple(others.values()))


def _near(a: str, b: str) -> bool:
    if len(a) < 10 or len(b) < 10:
        return a.startswith(b) or b.startswith(a)
    return abs((date.fromisoformat(a) - date.fromisoformat(b)).days) <= APART


def _why_none(given: Given) -> str:
    """The reason, with the date of the text that was not taken for the statement's."""
    text = given.body[:20_000]
    dated = next(
        (text[f.start : f.end] for line in text.split("\n")[:200] for f in datestrings.find(line, given.lang) for text in [line]),
        None,
    )
    short = next((said for line in given.lines if len(line.text) <= 60 and (said := datestrings.has_short_year(line.text))), None)
    if short:
        return f"{short!r} has a year of two figures, and nothing else says which year that is"
    event = dated or datestrings.yearless(text)
    if event:
        return f"no dateline, date element or dated address; {event!r} is a date the text speaks of, not its own"
    return "no date stands on it"


def structured_names() -> tuple[str, ...]:
    """The names of metadata that hold a publication date, best first."""
    return _STRUCTURED
