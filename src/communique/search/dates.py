"""Dates in queries: `2020`, `2020-09`, `2020-09-27`, `NOW`, `NOW-1MONTH`. Pure."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?(?:T.*)?", re.I)
_NOW = re.compile(r"NOW(?:([+-])(\d{1,4})(DAY|WEEK|MONTH|YEAR)S?)?(?:/[A-Z]+)?", re.I)


def read_date(text: str, today: str) -> str | None:
    """A date as `YYYY[-MM[-DD]]`; None when it is none."""
    value = text.strip().strip('"')
    relative = _NOW.fullmatch(value)
    if relative:
        return _relative(relative, date.fromisoformat(today[:10]))
    match = _DATE.fullmatch(value)
    if not match:
        return None
    year, month, day = match.groups()
    try:
        date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None
    return "-".join(part for part in (year, month and f"{int(month):02d}", day and f"{int(day):02d}") if part)


def is_relative(text: str) -> bool:
    """Whether a date is given from the present day: such a date begins a range that stays open."""
    return text.strip().upper().startswith("NOW") and text.strip().upper() != "NOW"


def _relative(match: re.Match[str], today: date) -> str:
    sign, count, unit = match.groups()
    if not unit:
        return today.isoformat()
    steps = int(count) * (-1 if sign == "-" else 1)
    unit = unit.upper()
    try:
        if unit in ("DAY", "WEEK"):
            return (today + timedelta(days=steps * (7 if unit == "WEEK" else 1))).isoformat()
        months = today.year * 12 + today.month - 1 + steps * (12 if unit == "YEAR" else 1)
        year, month = divmod(months, 12)
        return date(year, month + 1, min(today.day, monthrange(year, month + 1)[1])).isoformat()
    except (OverflowError, ValueError):
        return "0001-01-01" if steps < 0 else "9999-12-31"
