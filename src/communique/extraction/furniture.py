"""Lines that are not the statement: by phrase (a single page tells them) and by frequency (the host's pages tell them)."""

from __future__ import annotations

import functools
import re

from communique.extraction.hosts import HostLines
from communique.extraction.words import credit_line, folded, tail_phrases

SHORT = 40  # code points; a button is no longer
TAIL = 3  # lines looked at from the end of a text, and again as long as any falls
_FULL_STOP = re.compile(r"[.!?…։؟۔।。！？;:»”\"]\s*$")
_SIZES = re.compile(r"^[\sAaАа+\-±–|/]{1,12}$")


@functools.lru_cache(maxsize=16384)
def is_phrase(line: str) -> bool:
    """Whether the whole line is a known button, link or label of a site."""
    if len(line) > 80:
        return False
    whole, beginnings = tail_phrases()
    plain = folded(line)
    if not plain:
        return True
    if plain in whole or bool(_SIZES.match(line)):
        return len(line) <= SHORT or plain in whole
    if len(line) <= 60 and any(plain.startswith(b) for b in beginnings if b):
        return True
    parts = [folded(p) for p in re.split(r"[|/•·»«›‹>]|\s{2,}", line)]
    return len(parts) > 1 and all(not p or p in whole for p in parts)


def is_credit(line: str) -> bool:
    """Whether a line only names whose picture stands beside it."""
    return len(line) <= 100 and bool(credit_line().match(line))


def tail_reason(line: str) -> str | None:
    """Why a line at the end of a text is furniture; None when it is not. A sentence never is."""
    if len(line) >= SHORT and not is_phrase(line):
        return None
    if not any(c.isalnum() for c in line):
        return "no words"
    if is_phrase(line) and not (_FULL_STOP.search(line) and len(folded(line).split()) > 3):
        return "tail phrase"
    return None


def trim(lines: list[str], host: HostLines | None = None) -> tuple[int, int, dict[int, str]]:
    """Where a text begins and ends without the furniture around it.

    Returns:
        the first line kept, the line after the last one kept, and the reason for each line outside.
    """
    first, last, reasons = 0, len(lines), {}
    while first < last:
        window = range(max(first, last - TAIL), last)
        fallen = next(((i, r) for i in window if (r := tail_reason(lines[i]) or _common(lines[i], host))), None)
        if fallen is None:
            break
        cut, why = fallen
        if any(
            len(lines[i]) >= SHORT and tail_reason(lines[i]) is None and not _common(lines[i], host) for i in range(cut, last)
        ):
            break
        for i in range(cut, last):
            reasons[i] = tail_reason(lines[i]) or _common(lines[i], host) or f"after {why}"
        last = cut
    while first < last and (why_first := tail_reason(lines[first]) or _common(lines[first], host)):
        reasons[first] = why_first
        first += 1
    return first, last, reasons


def _common(line: str, host: HostLines | None) -> str | None:
    return "on many pages of the host" if host is not None and len(line) < 80 and host.common(line) else None
