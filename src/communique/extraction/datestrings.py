"""Dates as they are written, in eighty languages and five calendars: where they stand in a line, and which day they mean.

Nothing is guessed: a date that may be read in two ways gives both, and only the part that both share.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from importlib import resources
from typing import TYPE_CHECKING, Literal

from communique.extraction import calendars
from communique.model import Precision

if TYPE_CHECKING:
    from communique.issuers import Profile

Order = Literal["dmy", "mdy", "ymd"]
ORDERS: dict[str | None, Order] = {"dmy": "dmy", "mdy": "mdy", "ymd": "ymd"}
FIRST_YEAR, LAST_YEAR = 1800, 2100
MONTH_FIRST = frozenset({"en", "fil", None})  # languages whose slashes may put the month first


@dataclass(frozen=True, slots=True)
class Found:
    """One date in a text: its span, its reading, and the other readings it allows."""

    start: int
    end: int
    value: str
    precision: Precision
    others: tuple[str, ...] = ()  # the readings between which nothing decides
    inferred: bool = False  # a calendar that depends on the place


_ZEROS = "٠۰߀०০੦૦୦௦౦೦൦෦๐໐༠၀႐០᠐᥆᧐᪀᪐᭐᮰᱀᱐꘠꣐꤀꧐꧰꩐꯰０"  # of the scripts in use; the nine other digits follow each
_DIGITS = {ord(zero) + n: ord("0") + n for zero in _ZEROS for n in range(10)}
_OTHER_DIGIT = re.compile(r"(?![0-9])\d")
_DATED = re.compile(r"\d{4}|年")
_YMD = re.compile(r"(?<![\d./-])(\d{4})(\s?[-./]\s?)(\d{1,2})\s?[-./]\s?(\d{1,2})(?![\d])")
_DMY = re.compile(r"(?<![\d./-])(\d{1,2})(\s?[-./]\s?)(\d{1,2})\s?[-./]\s?(\d{4})(?!\d)")
_CJK = re.compile(
    r"(?:(?P<era>令和|平成|昭和|大正|民國|民国)\s?)?(?P<y>\d{1,4}|元)\s?[年년]\s?(?P<m>\d{1,2})\s?[月월](?:\s?(?P<d>\d{1,2})\s?[日号號일])?"
)
_HAN = re.compile(r"([〇○零一二三四五六七八九]{4})年([一二三四五六七八九十]{1,2})月(?:([一二三四五六七八九十]{1,3})[日号號])?")
_VIETNAMESE = re.compile(r"(?<!\d)(\d{1,2})\s+tháng\s+(\d{1,2})(?:\s*,|\s+năm)?\s+(\d{4})(?!\d)", re.I)
_MONGOLIAN = re.compile(r"(?<!\d)(\d{4})\s+оны\s+(\d{1,2})\s*(?:-?р|дугаар|дүгээр)?\s+сарын\s+(\d{1,2})", re.I)
_YEAR = re.compile(r"(?<![\d/])\d{4}(?!\d)")
_TOKEN = re.compile(r"\d+|[^\s\d,;:/()\[\]{}|–—\"“”«»!?\-‐‑]+")
_BARRIER = re.compile(r"[;:()\[\]{}|–—!?\n]")
_HAN_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0}
_WINDOW = 48  # code points before or after a year in which its day and month stand


def order_of(profile: Profile | None) -> Order | None:
    """The order of dates in figures that a profile states."""
    return ORDERS.get(profile.date_order) if profile is not None else None


def ascii_digits(text: str) -> str:
    """The same text with every decimal digit as ASCII; offsets stay."""
    return text.translate(_DIGITS) if _OTHER_DIGIT.search(text) else text


def fold(word: str) -> str:
    """A word as the month table has it."""
    return " ".join(unicodedata.normalize("NFKC", word).casefold().replace(".", "").replace("’", "'").split())


@functools.cache
def _months() -> dict[str, tuple[tuple[str, int, str], ...]]:
    """Folded name -> (calendar, month, language) of all that bear it."""
    folder = resources.files("communique.resources").joinpath("extraction")
    table: dict[str, set[tuple[str, int, str]]] = {}
    for line in folder.joinpath("months.tsv").read_text("utf-8").splitlines():
        if not line.startswith("#"):
            language, month, name = line.split("\t")
            table.setdefault(fold(name), set()).add(("gregorian", int(month), language))
    for line in folder.joinpath("months_other.tsv").read_text("utf-8").splitlines():
        if not line.startswith("#"):
            calendar, month, name = line.split("\t")
            table.setdefault(fold(name), set()).add((calendar, int(month), ""))
    return {name: tuple(sorted(meanings)) for name, meanings in table.items()}


@functools.cache
def _between() -> frozenset[str]:
    """Words that may stand between day, month and year."""
    text = resources.files("communique.resources").joinpath("extraction/date_words.txt").read_text("utf-8")
    return frozenset(fold(w) for line in text.splitlines() if not line.startswith("#") for w in line.split())


@functools.lru_cache(maxsize=4096)
def month_of(word: str) -> tuple[tuple[str, int, str], ...]:
    """What a word names as a month: as it is, less a prefix (Hebrew, Romance elision), or an ending of up to four letters."""
    name, table = fold(word), _months()
    for form in (name, name[1:] if name[:1] in "בלמה" else "", name[2:] if name[1:2] == "'" else "", name.split("'")[0]):
        if form and form in table:
            return table[form]
    for cut in range(1, 5):
        if len(name) - cut >= 4 and name[:-cut] in table:
            meanings = table[name[:-cut]]
            return meanings if len({m[:2] for m in meanings}) == 1 else ()
    return ()


def find(text: str, lang: str | None = None, order: Order | None = None) -> list[Found]:
    """All dates of a text in their order.

    Args:
        text: usually one line.
        lang: its language, when known; decides between months that are namesakes and, except in English, `dd/mm`.
        order: what the issuer's profile or a sibling says of `12/10/2020`.
    """
    if not _DATED.search(text):
        return []
    plain = ascii_digits(text)
    found: list[Found] = []
    for each in (*_numeric(plain, text, lang, order), *_named(plain, lang)):
        if not any(each.start < f.end and f.start < each.end for f in found):
            found.append(each)
    return sorted(found, key=lambda f: f.start)


# --- figures ------------------------------------------------------------------------------------------------------


def _numeric(plain: str, text: str, lang: str | None, order: Order | None) -> Iterator[Found]:
    for m in _CJK.finditer(plain):
        yield from _east_asian(m)
    for m in _HAN.finditer(plain):
        year = int("".join(str(_HAN_DIGITS[c]) for c in m[1]))
        yield from _made(m.start(), m.end(), year, _han_number(m[2]), _han_number(m[3]) if m[3] else None)
    for m in _VIETNAMESE.finditer(plain):
        yield from _made(m.start(), m.end(), int(m[3]), int(m[2]), int(m[1]))
    for m in _MONGOLIAN.finditer(plain):
        yield from _made(m.start(), m.end(), int(m[1]), int(m[2]), int(m[3]))
    for m in _YMD.finditer(plain):
        yield from _year_first(m, text, lang)
    for m in _DMY.finditer(plain):
        yield from _year_last(m, lang, order)


def _east_asian(m: re.Match[str]) -> Iterator[Found]:
    if not m["era"] and (len(m["y"]) != 4 or m["y"] == "元"):
        return
    year = 1 if m["y"] == "元" else int(m["y"])
    yield from _made(
        m.start(), m.end(), year + calendars.ERAS.get(m["era"] or "", 0), int(m["m"]), int(m["d"]) if m["d"] else None
    )


def _han_number(word: str) -> int:
    """一 to 三十一."""
    if "十" not in word:
        return _HAN_DIGITS.get(word, 0)
    tens, _, ones = word.partition("十")
    return (_HAN_DIGITS.get(tens, 1) if tens else 1) * 10 + (_HAN_DIGITS.get(ones, 0) if ones else 0)


def _year_first(m: re.Match[str], text: str, lang: str | None) -> Iterator[Found]:
    year, month, number = int(m[1]), int(m[3]), int(m[4])
    if 1300 <= year <= 1500 and (lang in ("fa", "ps") or any("۰" <= c <= "۹" for c in text[m.start() : m.end()])):
        yield from _converted(m.start(), m.end(), calendars.persian(year, month, number))
    elif 2400 <= year <= 2700 and lang in ("th", "lo", "km"):
        yield from _made(m.start(), m.end(), year - calendars.BUDDHIST, month, number)
    else:
        yield from _made(m.start(), m.end(), year, month, number)


def _year_last(m: re.Match[str], lang: str | None, order: Order | None) -> Iterator[Found]:
    a, b, year = int(m[1]), int(m[3]), int(m[4])
    if 2400 <= year <= 2700:
        yield from _made(m.start(), m.end(), year - calendars.BUDDHIST, b, a)
        return
    if 1300 <= year <= 1500:
        return  # a Hijri year in figures: solar or lunar cannot be told
    day_first, month_first = calendars.day(year, b, a), calendars.day(year, a, b)
    if order == "mdy" and month_first:
        day_first = None
    elif (
        (order == "dmy" and day_first) or ("." in m[2] and day_first) or (lang not in MONTH_FIRST and order is None and day_first)
    ):
        month_first = None
    readings = sorted({d for d in (day_first, month_first) if d and FIRST_YEAR <= year <= LAST_YEAR})
    if len(readings) == 1:
        yield Found(m.start(), m.end(), readings[0], "day")
    elif readings:
        yield Found(m.start(), m.end(), str(year), "year", tuple(readings))


_SHORT = re.compile(r"(?<![\w./-])(\d{1,2})([./-])(\d{1,2})\2(\d{2})(?![\w/-]|\.\d)")


def short_years(text: str, years: Collection[int], lang: str | None = None, order: Order | None = None) -> list[Found]:
    """Dates whose year has two figures, such as `27.09.20`, as far as one of these years settles which it is.

    Args:
        years: those that something else speaks of; without one of them nothing is found.
        lang, order: as in `find`.
    """
    found: list[Found] = []
    for m in _SHORT.finditer(ascii_digits(text)):
        a, b, c = int(m[1]), int(m[3]), int(m[4])
        may = {"dmy": (c, b, a), "mdy": (c, a, b), "ymd": (a, b, c)}
        if order is not None:
            may = {order: may[order]}
        elif m[2] == "." or lang not in MONTH_FIRST:
            del may["mdy"]
        readings = sorted(
            {
                value
                for short, month, number in may.values()
                for year in years
                if year % 100 == short and (value := calendars.day(year, month, number))
            }
        )
        if len(readings) == 1:
            found.append(Found(m.start(), m.end(), readings[0], "day"))
        elif readings and len({value[:4] for value in readings}) == 1:
            found.append(Found(m.start(), m.end(), readings[0][:4], "year", tuple(readings)))
    return found


def has_short_year(text: str) -> str | None:
    """The first words of a text that may be a date whose year has two figures."""
    found = next((m for m in _SHORT.finditer(ascii_digits(text)) if max(int(m[1]), int(m[3])) <= 31), None)
    return text[found.start() : found.end()] if found else None


# --- names of months ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Token:
    start: int
    end: int
    word: str
    number: int | None
    month: tuple[tuple[str, int, str], ...]


def _tokens(plain: str, start: int, end: int) -> list[_Token]:
    """The numbers and months of a stretch, without the words that may stand between; one entry that is neither ends it."""
    out: list[_Token] = []
    for m in _TOKEN.finditer(plain, start, end):
        word = m.group()
        if word.isdigit():
            out.append(_Token(m.start(), m.end(), word, int(word) if len(word) <= 2 else None, ()))
            continue
        month = month_of(word)
        if out and not out[-1].word.isdigit():  # names of two words: تشرين الأول
            pair = _months().get(fold(f"{out[-1].word} {word}"), ())
            if pair:
                out[-1] = _Token(out[-1].start, m.end(), f"{out[-1].word} {word}", None, pair)
                continue
        out.append(_Token(m.start(), m.end(), word, None, month))
    return out


def _skips(token: _Token, plain: str) -> bool:
    """A word that may stand between the parts of a date: a connecting word, or an ending that hangs on a number."""
    if token.number is not None or token.month:
        return False
    if fold(token.word) in _between() or not any(c.isalnum() for c in token.word):
        return True
    before = plain[max(0, token.start - 2) : token.start]
    return len(token.word) <= 4 and (before[-1:].isdigit() or (before[-1:] in "-‐‑'" and before[:1].isdigit()))


def _named(plain: str, lang: str | None) -> Iterator[Found]:
    for year in _YEAR.finditer(plain):
        before = plain[max(0, year.start() - _WINDOW) : year.start()]
        barrier = max((m.end() for m in _BARRIER.finditer(before)), default=0)
        low = year.start() - len(before) + barrier
        parts = [t for t in reversed(_tokens(plain, low, year.start())) if not _skips(t, plain)][:3]
        if len(parts) > 1 and {m[:2] for m in parts[0].month} & {m[:2] for m in parts[1].month}:
            parts = [replace(parts[1], end=parts[0].end), *parts[2:]]  # one month by two names: كانون الثاني/يناير
        got = _backwards(parts)
        if got is None:
            high = min(len(plain), year.end() + _WINDOW)
            stop = re.search(r"[,;:()\[\]{}|–—!?\n]", plain[year.end() : high])
            high = year.end() + stop.start() if stop else high
            got = _forwards([t for t in _tokens(plain, year.end(), high) if not _skips(t, plain)][:2])
        if got is None:
            continue
        number, month, edge = got
        found = _resolve(int(year.group()), month, number, lang)
        if found:
            yield replace(found, start=min(year.start(), edge[0]), end=max(year.end(), edge[1]))


_Parts = tuple[int | None, tuple[tuple[str, int, str], ...], tuple[int, int]]


def _backwards(parts: list[_Token]) -> _Parts | None:
    """Day and month before the year; nearest first."""
    if not parts:
        return None
    first, second = parts[0], parts[1] if len(parts) > 1 else None
    if first.month:
        day = second.number if second and second.number and 1 <= second.number <= 31 else None
        return day, first.month, ((second.start if second and day else first.start), first.end)
    if first.number and 1 <= first.number <= 31 and second and second.month:
        return first.number, second.month, (second.start, first.end)
    return None


def _forwards(parts: list[_Token]) -> _Parts | None:
    """Month and day, or day and month, after the year."""
    if len(parts) == 2 and parts[0].month and parts[1].number and 1 <= parts[1].number <= 31:
        return parts[1].number, parts[0].month, (parts[0].start, parts[1].end)
    if len(parts) == 2 and parts[1].month and parts[0].number and 1 <= parts[0].number <= 31:
        return parts[0].number, parts[1].month, (parts[0].start, parts[1].end)
    if parts and parts[0].month and (len(parts) == 1 or not parts[1].number):
        return None, parts[0].month, (parts[0].start, parts[0].end)
    return None


def _resolve(year: int, meanings: tuple[tuple[str, int, str], ...], number: int | None, lang: str | None) -> Found | None:
    """The date that a named month means in that year; both readings where two months bear the name."""
    own = tuple(m for m in meanings if m[2] == lang) or meanings
    readings: list[Found] = []
    for calendar, month in sorted({m[:2] for m in own}):
        readings.extend(_named_reading(calendar, year, month, number))
    if not readings:
        return None
    if len({r.value for r in readings}) == 1:
        return readings[0]
    if len({r.value[:4] for r in readings}) > 1:
        return None
    return Found(0, 0, readings[0].value[:4], "year", tuple(sorted({r.value for r in readings})))


def _named_reading(calendar: str, year: int, month: int, number: int | None) -> Iterator[Found]:
    if calendar == "gregorian":
        yield from _made(0, 0, year - calendars.BUDDHIST if 2400 <= year <= 2700 else year, month, number)
    elif 1300 <= year <= 1500:
        convert = calendars.persian if calendar == "persian" else calendars.islamic
        for each in _converted(0, 0, convert(year, month, number or 15)):
            whole = each if number else replace(each, value=each.value[:4], precision="year")
            yield replace(whole, inferred=calendar == "islamic")


def _converted(start: int, end: int, value: str | None) -> Iterator[Found]:
    if value:
        yield Found(start, end, value, "day")


def _made(start: int, end: int, year: int, month: int, number: int | None) -> Iterator[Found]:
    if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12):
        return
    if number is None:
        yield Found(start, end, f"{year:04d}-{month:02d}", "month")
    elif value := calendars.day(year, month, number):
        yield Found(start, end, value, "day")


# --- a whole value, and days without a year -----------------------------------------------------------------------

_ISO = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2})(?=$|[T ]))?(?:[T ].*)?$")


def parse(value: str, lang: str | None = None, order: Order | None = None) -> Found | None:
    """The date that a whole field holds (`2020`, `2020-10`, ISO 8601, or words); None when it holds none, or two.

    The day of an ISO time is the day as written, in its own zone.
    """
    text = ascii_digits(value.strip())
    if m := _ISO.match(text):
        year, month = int(m[1]), int(m[2])
        return next(_made(0, len(value), year, month, int(m[3]) if m[3] else None), None)
    if re.fullmatch(r"\d{4}", text) and FIRST_YEAR <= int(text) <= LAST_YEAR:
        return Found(0, len(value), text, "year")
    if m := re.fullmatch(r"(\d{4})(\d{2})(\d{2})(?:\d{6})?", text):
        return next(_made(0, len(value), int(m[1]), int(m[2]), int(m[3])), None)
    found = find(value, lang, order)
    return found[0] if len({f.value for f in found}) == 1 else None


def yearless(text: str) -> str | None:
    """The first words that name a day without its year, such as `September 27`; None when there are none."""
    plain = ascii_digits(text)
    for m in re.finditer(r"(?<![\d.,/:])\d{1,2}(?![\d.,/:]\d)", plain):
        if not 1 <= int(m.group()) <= 31:
            continue
        around = _tokens(plain, max(0, m.start() - 24), min(len(plain), m.end() + 24))
        at = next((i for i, t in enumerate(around) if t.start == m.start()), None)
        if at is None:
            continue
        for other in (around[at - 1 : at] if at else [])[-1:] + [t for t in around[at + 1 : at + 3] if not _skips(t, plain)][:1]:
            if len(other.word) > 2 and other.month and any(c == "gregorian" for c, _, _ in other.month):
                return text[min(m.start(), other.start) : max(m.end(), other.end)]
    return None
