"""Other calendars into the Gregorian one: Persian solar, Islamic (Umm al-Qura), Buddhist and Japanese years."""

from __future__ import annotations

import functools
from datetime import date, timedelta
from importlib import resources

BUDDHIST = 543  # years ahead
ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "大正": 1911, "民國": 1911, "民国": 1911}  # the year before the first
_NOWRUZ_1399 = date(2020, 3, 20)


def day(year: int, month: int, number: int) -> str | None:
    """A Gregorian day as `YYYY-MM-DD`; None when there is no such day."""
    try:
        return date(year, month, number).isoformat()
    except ValueError:
        return None


def _persian_leap(year: int) -> bool:
    """The 33-year rule, exact for 1178 to 1633."""
    return (25 * year + 11) % 33 < 8


def persian(year: int, month: int, number: int) -> str | None:
    """A day of the Persian solar calendar (1178 to 1633) in the Gregorian one; None when there is no such day."""
    longest = 31 if month <= 6 else 30 if month <= 11 or _persian_leap(year) else 29
    if not (1178 <= year <= 1633 and 1 <= month <= 12 and 1 <= number <= longest):
        return None
    low, high = sorted((year, 1399))
    days = sum(366 if _persian_leap(y) else 365 for y in range(low, high))
    first = _NOWRUZ_1399 + timedelta(days if year >= 1399 else -days)
    return (first + timedelta(min(month - 1, 6) * 31 + max(0, month - 7) * 30 + number - 1)).isoformat()


@functools.cache
def _umm_al_qura() -> dict[int, tuple[date, str]]:
    """Year -> the Gregorian day it begins, and which months have 30 days."""
    lines = resources.files("communique.resources").joinpath("extraction/umm_al_qura.tsv").read_text("utf-8").splitlines()
    rows = (line.split("\t") for line in lines if not line.startswith("#"))
    return {int(year): (date.fromisoformat(first), months) for year, first, months in rows}


def islamic(year: int, month: int, number: int) -> str | None:
    """A day of the Islamic calendar as Umm al-Qura has it (1365 to 1500); None when there is no such day.

    Other countries go by the moon as seen there: a day's difference is possible.
    """
    known = _umm_al_qura().get(year)
    if known is None or not 1 <= month <= 12:
        return None
    first, months = known
    if not 1 <= number <= 29 + int(months[month - 1]):
        return None
    return (first + timedelta(sum(29 + int(m) for m in months[: month - 1]) + number - 1)).isoformat()
