"""A small chart of counts over time, for a terminal."""

from __future__ import annotations

from collections.abc import Mapping

_WIDTH = 40  # characters of the longest bar
_EIGHTHS = " ▏▎▍▌▋▊▉"
_MOST_EMPTY = 24  # periods without statements that are drawn one by one; a longer gap is one line
_GAP = "…"


def drawn(counts: Mapping[str, int], undated: int) -> list[str]:
    """A line a month or year with its bar and count, gaps among them; what names only the year, and what is undated, last."""
    by_month = any("-" in period for period in counts)
    periods = {period: n for period, n in counts.items() if not by_month or "-" in period}
    lines = _filled(periods)
    lines += [(f"{year} (no month)", n) for year, n in counts.items() if year not in periods]
    lines += [("undated", undated)] if undated else []
    most = max((n for _, n in lines), default=0)
    width = max((len(name) for name, _ in lines), default=0)
    return [name if name == _GAP else f"{name:{width}s}  {_bar(n, most)} {n}" for name, n in lines]


def _filled(periods: Mapping[str, int]) -> list[tuple[str, int]]:
    """The periods from the first to the last, those without statements too."""
    found: list[tuple[str, int]] = []
    last: int | None = None
    for period in sorted(periods):
        at = _number(period)
        gap = range(at if last is None else last + 1, at)
        found += [(_GAP, 0)] if len(gap) > _MOST_EMPTY else [(_name(n, "-" in period), 0) for n in gap]
        found.append((period, periods[period]))
        last = at
    return found


def _number(period: str) -> int:
    year, _, month = period.partition("-")
    return int(year) * 12 + int(month) - 1 if month else int(year)


def _name(number: int, month: bool) -> str:
    return f"{number // 12:04d}-{number % 12 + 1:02d}" if month else f"{number:04d}"


def _bar(count: int, most: int) -> str:
    eighths = max(round(count / most * _WIDTH * 8), 1) if count else 0
    return "█" * (eighths // 8) + (_EIGHTHS[eighths % 8] if eighths % 8 else "")
