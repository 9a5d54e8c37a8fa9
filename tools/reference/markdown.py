"""Small pieces of Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

NOTE = "<!-- Made by tools/reference/build.py; change the code or tools/reference, not this file. -->\n"


def cell(value: object) -> str:
    """A value inside a table."""
    return " ".join(str(value).split()).replace("|", "\\|")


def table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table; nothing when there are no rows."""
    lines = [f"| {' | '.join(cell(c) for c in row)} |" for row in rows]
    if not lines:
        return ""
    return "\n".join([f"| {' | '.join(columns)} |", "|" + " --- |" * len(columns), *lines]) + "\n"


def code(value: object) -> str:
    """A value as code."""
    return f"`{value}`"


def page(title: str, *parts: str) -> str:
    """A page: title, note, parts."""
    return f"# {title}\n\n{NOTE}\n" + "\n".join(part.strip("\n") + "\n" for part in parts if part.strip())
