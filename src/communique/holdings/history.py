"""The history of a statement: pure, and the same in whatever order its captures came in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from communique.model import ChangeKind

GONE_AFTER = timedelta(days=3)  # absent at both ends of so long a time, not once, before a statement counts as gone
Shows = Literal["text", "absent", "gone", "moved", "nothing"]


@dataclass(frozen=True, slots=True)
class Seen:
    """What one capture showed. Ordered by when it was captured (or its number), else when it came in; then by arrival."""

    id: str
    order: str
    time: str
    seq: int
    shows: Shows
    content: str | None = None  # digest of (title, stated date, text)


@dataclass(frozen=True, slots=True)
class Step:
    """What a capture changed; versions by their content digest."""

    capture: str
    at: str
    change: ChangeKind
    before: str | None = None
    after: str | None = None


@dataclass(frozen=True, slots=True)
class History:
    """Versions by content digest (named by their earliest capture), in order; the steps; what stands there now."""

    versions: dict[str, str] = field(default_factory=dict)
    steps: tuple[Step, ...] = ()
    current: str | None = None


def derive(captures: Sequence[Seen]) -> History:
    """The history that these captures of one statement show.

    A capture that shows nothing of the statement (a picture, a page refused before any text was known) makes no step.
    `missing` is one absence; `gone` an absence confirmed after three days, or a 410; `back` only follows `gone`.
    """
    versions: dict[str, str] = {}
    steps: list[Step] = []
    current: str | None = None
    absent_since: str | None = None
    is_gone = False
    for seen in sorted(captures, key=lambda c: (c.order, c.seq, c.id)):
        if seen.shows == "text" and seen.content:
            versions.setdefault(seen.content, seen.id)
            steps.append(Step(seen.id, seen.time, _change(current, seen.content, is_gone), current, seen.content))
            current, absent_since, is_gone = seen.content, None, False
        elif current and seen.shows in ("absent", "gone"):
            absent_since = absent_since or seen.time
            is_gone = is_gone or seen.shows == "gone" or _days_apart(absent_since, seen.time)
            steps.append(Step(seen.id, seen.time, "gone" if is_gone else "missing", current, current))
        elif current and seen.shows == "moved":
            steps.append(Step(seen.id, seen.time, "moved", current, current))
    return History(versions, tuple(steps), current)


def _change(current: str | None, content: str, was_gone: bool) -> ChangeKind:
    if current is None:
        return "new"
    if current != content:
        return "edited"
    return "back" if was_gone else "same"


def _days_apart(first: str, last: str) -> bool:
    return datetime.fromisoformat(last) - datetime.fromisoformat(first) >= GONE_AFTER
