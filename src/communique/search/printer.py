"""Printing a query tree in the query language, so that parsing it gives the same tree."""

from __future__ import annotations

from communique.query import And, Boost, DateRange, Everything, Field, Fuzzy, Node, Not, Or, Phrase, Prefix, Word
from communique.search.syntax import OPERATORS, SPECIAL


def unparse(node: Node) -> str:
    """The query in words: `parse(unparse(node))` gives the same tree but for its spans."""
    if isinstance(node, And):
        return " AND ".join(_operand(child) for child in node.nodes)
    if isinstance(node, Or):
        return (" " if node.loose else " OR ").join(_operand(child) for child in node.nodes)
    if isinstance(node, Not):
        return f"NOT {_atom(node.node)}"
    return _atom(node)


def _operand(node: Node) -> str:
    return unparse(node) if isinstance(node, Not) else _atom(node)


def _atom(node: Node) -> str:
    """The node as one piece, in parentheses where it needs them."""
    match node:
        case Word():
            return _word(node.text)
        case Prefix():
            return _word(node.text) + "*"
        case Fuzzy():
            return f"{_word(node.text)}~{node.distance}"
        case Phrase():
            return _quoted(node.text) + (f"~{node.slop}" if node.slop else "")
        case DateRange():
            return f"date:[{node.since or '*'} TO {node.until or '*'}]"
        case Field():
            return f"{node.name}:{_atom(node.node)}"
        case Boost():
            inner = f"({unparse(node.node)})" if isinstance(node.node, Boost) else _atom(node.node)
            return f"{inner}^{node.factor:.7f}".rstrip("0").rstrip(".")
        case Everything():
            return "*"
    return f"({unparse(node)})"


def _word(text: str) -> str:
    if text in OPERATORS:
        return "\\" + text
    return "".join("\\" + char if _needs_escape(char, i) else char for i, char in enumerate(text))


def _needs_escape(char: str, place: int) -> bool:
    if char == "-":
        return place == 0
    return char in SPECIAL


def _quoted(text: str) -> str:
    return '"' + "".join("\\" + char if char in '\\"' else char for char in text) + '"'
