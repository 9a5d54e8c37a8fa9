"""What verbs print: records and tables on stdout, progress and messages on stderr."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from communique.model import Added, Progress, Statement
from communique.text import clean, one_line

if TYPE_CHECKING:
    from rich.console import Console

_DIRECTION = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\u061c]")  # marks that could reorder a line of a terminal
_WIDE = 160  # columns where stdout is no terminal


def plain(text: object) -> str:
    """Any value on one line, safe for a terminal: no control characters, no direction overrides."""
    return _DIRECTION.sub("", one_line(str(text))) if text is not None else ""


def inline(text: str) -> str:
    """A piece of a line as `plain` makes it, its spaces kept."""
    return _DIRECTION.sub("", clean(text)).replace("\n", " ").replace("\t", " ")


def counted(number: int, noun: str) -> str:
    """`1 item`, `2 items`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def label(one: Statement | Added) -> str:
    """What to call a statement on one line: its title, else its address, its id in the data set, its first words."""
    first = one.text[:60] if isinstance(one, Statement) else one.path
    return plain(one.title or one.url or one.original_id or first)


def message(text: str) -> None:
    """One line on stderr."""
    sys.stderr.write(f"communique: {plain(text)}\n")
    sys.stderr.flush()


def record(values: dict[str, Any]) -> None:
    """One JSON object a line on stdout; lone surrogates escaped."""
    try:
        sys.stdout.write(json.dumps(values, ensure_ascii=False) + "\n")
    except UnicodeEncodeError:
        sys.stdout.write(json.dumps(values) + "\n")


def say(text: str = "") -> None:
    """One line of human output."""
    sys.stdout.write(text + "\n")


def console() -> Console:
    """A console on stdout: as wide as the terminal, or wide enough for a file."""
    from rich.console import Console

    return Console(highlight=False, markup=False, width=None if sys.stdout.isatty() else _WIDE, soft_wrap=False)


def table(columns: Sequence[str], rows: Iterable[Sequence[object]], *, last_folds: bool = True) -> None:
    """A table; cells are plain text, never markup."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    drawn = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False, show_header=any(columns))
    cells = [[plain(cell) for cell in row] for row in rows]
    for number, name in enumerate(columns):
        folds = last_folds and number == len(columns) - 1
        drawn.add_column(name, overflow="fold" if folds else "ellipsis", no_wrap=not folds)
    drawn.columns[0].min_width = max((len(row[0]) for row in cells), default=0)  # ids are copied: they stay whole
    for row in cells:
        drawn.add_row(*(Text(cell) for cell in row))
    console().print(drawn)


@contextmanager
def progress(title: str, *, quiet: bool = False) -> Iterator[Progress | None]:
    """A progress line on stderr with rate and time left, where stderr is a terminal; else None."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn(title), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rate]}"), TimeRemainingColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(title, total=None, rate="")

        def advance(done: int, total: int | None) -> None:
            speed = bar.tasks[0].speed
            bar.update(task, completed=done, total=total, rate=f"{speed:.0f}/s" if speed else "")

        yield advance
