"""Lines that are not the statement: by phrase (a single page tells them) and by frequency (the host's pages tell them)."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

from communique.extraction.hosts import BY_HOST, LINE, HostLines
from communique.extraction.words import aside_line, contact_heads, credit_line, folded, inner_phrases, tail_phrases

SHORT = 40  # code points; a button is no longer
TAIL = 3  # lines looked at from the end of a text, and again as long as any falls
_FULL_STOP = re.compile(r"[.!?…։؟۔।。！？;:»”\"]\s*$")
_GOES_ON = re.compile(r"[,،、:：]\s*$")  # how "Ladies and gentlemen" ends
_AT_THE_HEAD = 0.5  # share of the pages; what opens fewer may be a way of addressing or naming
_CONTACTS = 14  # lines of such a part
_REACHED = re.compile(r"@|(?:\d[\s()./–-]{0,3}){7}")
_SIZED = re.compile(r"(?:\s+[AaАаΑα][+\-±]?){1,3}\s*$")  # buttons for the size of letters behind their label
_SIZES = re.compile(r"^[\sAaАа+\-±–|/]{1,12}$")


@functools.lru_cache(maxsize=16384)
def is_phrase(line: str) -> bool:
    """Whether the whole line is a known button, link or label of a site."""
    if len(line) > 80:
        return False
    if line.lstrip().startswith("©"):
        return True
    whole, beginnings = tail_phrases()
    plain = folded(_SIZED.sub("", line)) or folded(line)
    if not plain:
        return not any(c.isdigit() for c in line) or "№" not in line
    if any(words in line.casefold() for words in inner_phrases()):
        return True
    if plain in whole or bool(_SIZES.match(line)):
        return len(line) <= SHORT or plain in whole
    if len(line) <= 60 and any(plain.startswith(b) for b in beginnings if b):
        return True
    parts = [folded(p) for p in re.split(r"[|/•·»«›‹>]|\s{2,}", line)]
    return len(parts) > 1 and all(not p or p in whole for p in parts)


def is_aside(line: str) -> bool:
    """Whether a line is the site's own word to the reader, wherever it stands: how long it reads, what a film sends to whom."""
    return len(line) <= 200 and bool(aside_line().match(line))


def contacts(lines: Sequence[str]) -> int:
    """Where the last part of a text that only names whom the press may ask begins; the number of lines when there is none.

    It has a heading that says so, a telephone number or an e-mail address below it, and no sentence.
    """
    for start in range(len(lines) - 1, max(-1, len(lines) - _CONTACTS), -1):
        if len(lines[start]) <= SHORT and folded(lines[start]) in contact_heads():
            below = lines[start + 1 :]
            short = all(len(line) <= 120 and not (len(line) > 60 and line.rstrip().endswith(".")) for line in below)
            return start if start and short and any(_REACHED.search(line) for line in below) else len(lines)
    return len(lines)


def is_credit(line: str) -> bool:
    """Whether a line only names whose picture stands beside it."""
    return len(line) <= 100 and bool(credit_line().match(line))


def tail_reason(line: str, host: HostLines | None = None) -> str | None:
    """Why a line at an end of a text is furniture; None when it is not. A sentence never is."""
    if host is not None and _of_host(line, host):
        return BY_HOST
    if is_phrase(line) and not (_FULL_STOP.search(line) and len(folded(line).split()) > 3):
        return "tail phrase" if any(c.isalnum() for c in line) else "no words"
    return None


def _of_host(line: str, host: HostLines, **share: float) -> bool:
    """Whether a line is the host's: frequent, and neither a sentence nor a form of address nor a date."""
    if len(line) >= LINE or not host.common(line, **share) or _FULL_STOP.search(line) or _GOES_ON.search(line):
        return False
    from communique.extraction.datestrings import find

    return not find(line, None)


def _head_reason(line: str, host: HostLines | None) -> str | None:
    """The same for a line at the beginning, where more pages must have it."""
    reason = tail_reason(line, host)
    if reason == BY_HOST and host is not None and not _of_host(line, host, share=_AT_THE_HEAD):
        return tail_reason(line)
    return reason


def trim(lines: Sequence[str], host: HostLines | None = None) -> tuple[int, int, dict[int, str]]:
    """Where a text begins and ends without the furniture around it. Empty lines count for nothing.

    A button among the last lines takes the short lines behind it along: what follows "Latest news" is no statement. A line
    that is only frequent on the host takes none along.

    Returns:
        the first line kept, the line after the last one kept, and the reason for each line outside.
    """
    full = [i for i, line in enumerate(lines) if line]
    reasons: dict[int, str] = {}
    while full:
        window = full[-TAIL:]
        cut = next((n for n in range(len(window)) if _opens([lines[i] for i in window[n:]], host)), None)
        if cut is None or any(len(lines[i]) >= SHORT and not tail_reason(lines[i], host) for i in window[cut:]):
            break
        why = tail_reason(lines[window[cut]], host)
        reasons.update({i: tail_reason(lines[i], host) or f"after {why}" for i in window[cut:]})
        del full[len(full) - len(window) + cut :]
    while full and (head := _head_reason(lines[full[0]], host)):
        reasons[full.pop(0)] = head
    return (full[0], full[-1] + 1, reasons) if full else (0, 0, reasons)


def _opens(rest: Sequence[str], host: HostLines | None) -> bool:
    """Whether furniture begins at the first of these lines; a row of stars only when nothing follows."""
    reason = tail_reason(rest[0], host)
    if reason == BY_HOST:
        return all(tail_reason(line, host) for line in rest)
    return reason is not None and (reason != "no words" or len(rest) == 1)
