"""Writes src/communique/resources/extraction/umm_al_qura.tsv: the months of the Islamic calendar as Umm al-Qura has them.

The table comes from the package hijridate (a development dependency). Usage: python tools/hijri.py [--check].
"""

from __future__ import annotations

import sys
from pathlib import Path

TARGET = Path(__file__).resolve().parent.parent / "src/communique/resources/extraction/umm_al_qura.tsv"
FIRST, LAST = 1365, 1500
HEADER = """\
# Months of the Islamic calendar (Umm al-Qura): year, Gregorian day of 1 Muharram, one digit a month: 1 = 30 days, 0 = 29 days.
# Made by tools/hijri.py from the package hijridate (licence: MIT); do not edit.
"""


def table() -> str:
    """The whole file."""
    from hijridate import Hijri

    lines = []
    for year in range(FIRST, LAST + 1):
        months = "".join(str(Hijri(year, month, 1).month_length() - 29) for month in range(1, 13))
        lines.append(f"{year}\t{Hijri(year, 1, 1).to_gregorian().isoformat()}\t{months}")
    return HEADER + "\n".join(lines) + "\n"


def main() -> int:
    """Writes or checks the file."""
    wanted = table()
    if "--check" in sys.argv[1:]:
        return 0 if TARGET.exists() and TARGET.read_text("utf-8") == wanted else 1
    TARGET.write_text(wanted, encoding="utf-8")
    print(f"{TARGET.name}: {LAST - FIRST + 1} years")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
