"""Charts drawn here as SVG: no script, no picture from elsewhere; each bar is a link and says its number."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from markupsafe import Markup

from communique.access.web.show import counted, date

_MOST_BARS = 72  # months shown as such; beyond, years
_WIDTH, _HEIGHT = 720, 64  # of the drawing and of its tallest bar
_WIDEST = 40  # from bar to bar, at most
_LABEL = 60  # that a label below the bars takes


class Bar(NamedTuple):
    """One bar: what it stands for and how much of it there is."""

    name: str  # YYYY or YYYY-MM
    number: int


def spread(counts: Mapping[str, int]) -> list[Bar]:
    """Months from the first to the last, none left out; years where there are too many, or where only they are known."""
    months = {name: number for name, number in counts.items() if len(name) == 7}
    if not months or len(months) < len(counts) or _distance(min(months), max(months)) > _MOST_BARS:
        years: dict[str, int] = {}
        for name, number in counts.items():
            years[name[:4]] = years.get(name[:4], 0) + number
        if not years:
            return []
        return [Bar(str(year), years.get(str(year), 0)) for year in range(int(min(years)), int(max(years)) + 1)]
    found, at = [], min(months)
    while at <= max(months):
        found.append(Bar(at, months.get(at, 0)))
        year, month = int(at[:4]), int(at[5:])
        at = f"{year + month // 12:04d}-{month % 12 + 1:02d}"
    return found


def timeline(counts: Mapping[str, int], address: Callable[[str], str] | None, what: str = "statement") -> Markup:
    """How much there is in each stretch of time; each bar leads to where `address` says."""
    bars = spread(counts)
    if len(bars) < 2:
        return Markup("")
    most, step = max(bar.number for bar in bars), min(_WIDEST, _WIDTH / len(bars))
    every = max(1, round(_LABEL / step + 0.5))
    drawn = [_bar(bar, n * step, step, most, address, what) for n, bar in enumerate(bars)]
    drawn += [
        Markup('<text x="{:.1f}" y="{}">{}</text>').format(n * step, _HEIGHT + 13, date(bar.name).replace(" ", "\u00a0"))
        for n, bar in enumerate(bars)
        if n % every == 0 and (n == 0 or (len(bars) - n) * step > _LABEL / 2)
    ]
    wide = max(round(len(bars) * step), 2 * _LABEL)
    head = Markup('<svg class="timeline" width="{0}" viewBox="0 0 {0} {1}" role="group" aria-label="{2} over time">')
    return head.format(wide, _HEIGHT + 18, f"{what}s".capitalize()) + Markup("").join(drawn) + Markup("</svg>")


def _bar(bar: Bar, x: float, step: float, most: int, address: Callable[[str], str] | None, what: str) -> Markup:
    tall = max(1.5, bar.number * _HEIGHT / most) if bar.number else 0
    words = f"{date(bar.name)}: {counted(bar.number, what)}"
    space = Markup('<rect class="space" x="{:.1f}" y="0" width="{:.1f}" height="{}"/>').format(x, step, _HEIGHT)
    shape = Markup('<rect class="bar" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}"/>')
    drawn = Markup("<title>{}</title>").format(words) + space + shape.format(x, _HEIGHT - tall, step * 0.84, tall)
    if not bar.number or address is None:
        return Markup("<g>{}</g>").format(drawn)
    return Markup('<a href="{}" aria-label="{}">{}</a>').format(address(bar.name), words, drawn)


def spark(counts: Mapping[str, int]) -> Markup:
    """A small line of bars, for a row of a table; what it shows stands beside it in numbers."""
    bars = spread(counts)
    if len(bars) < 2:
        return Markup("")
    most = max(bar.number for bar in bars)
    drawn = [
        Markup('<rect class="bar" x="{}" y="{:.1f}" width="3" height="{:.1f}"/>').format(
            n * 4, 18 - b.number * 18 / most, b.number * 18 / most
        )
        for n, b in enumerate(bars)
        if b.number
    ]
    return Markup('<svg class="spark" viewBox="0 0 {} 18" aria-hidden="true">{}</svg>').format(
        len(bars) * 4, Markup("").join(drawn)
    )


def _distance(first: str, last: str) -> int:
    return (int(last[:4]) - int(first[:4])) * 12 + int(last[5:]) - int(first[5:]) + 1
