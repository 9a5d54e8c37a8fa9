"""The page of the query language: words from query.md, examples as the parser understands them."""

from __future__ import annotations

from pathlib import Path

from markdown import code, page, table

from communique import search
from communique.query import FIELDS
from communique.search.printer import unparse

HERE = Path(__file__).parent
NOW = "2024-06-30T12:00:00Z"  # what NOW stands for in the examples


def render() -> str:
    """docs/reference/query.md."""
    before, _, rest = (HERE / "query.md").read_text("utf-8").partition("{examples}")
    examples = [line for line in (HERE / "queries.txt").read_text("utf-8").splitlines() if line and not line.startswith("#")]
    rows = []
    for example in examples:
        parsed = search.parse(example, now=NOW)
        notes = "; ".join(f"column {note.column}: {note.message}" for note in parsed.notes)
        rows.append((code(example), code(unparse(parsed.node)), notes.replace("`", "'")))
    fields = " ".join(code(f"{name}:") for name in FIELDS)
    return page(
        "The query language", before.replace("{fields}", fields), table(("query", "is understood as", "note"), rows), rest
    )
