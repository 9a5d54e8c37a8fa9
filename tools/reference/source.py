"""What source files say beside what they do: the comments after fields and columns."""

from __future__ import annotations

import ast
import inspect
import io
import tokenize
from collections.abc import Iterator
from dataclasses import MISSING, fields
from types import ModuleType
from typing import Any


def comments(module: ModuleType) -> dict[int, str]:
    """Line -> the comment that stands on it."""
    lines = io.StringIO(inspect.getsource(module)).readline
    return {t.start[0]: t.string.lstrip("# ").strip() for t in tokenize.generate_tokens(lines) if t.type == tokenize.COMMENT}


def field_rows(noun: type) -> Iterator[tuple[str, str, str, str]]:
    """Fields of a dataclass or a named tuple: name, type, default, comment."""
    module = inspect.getmodule(noun)
    assert module is not None
    said = comments(module)
    defaults = _defaults(noun)
    for node in ast.walk(ast.parse(inspect.getsource(module))):
        if isinstance(node, ast.ClassDef) and node.name == noun.__name__:
            for item in node.body:
                if isinstance(item, ast.AnnAssign) and isinstance(item.target, ast.Name):
                    name = item.target.id
                    yield name, ast.unparse(item.annotation), defaults.get(name, ""), said.get(item.lineno, "")


def _defaults(noun: type) -> dict[str, str]:
    if hasattr(noun, "_field_defaults"):
        return {name: repr(value) for name, value in noun._field_defaults.items()}
    found: dict[str, str] = {}
    for field in fields(noun):
        if field.default is not MISSING:
            found[field.name] = f"{field.default:_}" if type(field.default) is int else repr(field.default)
        elif field.default_factory is not MISSING:
            found[field.name] = repr(field.default_factory())
    return found


def doc(thing: Any) -> str:
    """The docstring of a thing, its indentation taken off."""
    return inspect.getdoc(thing) or ""


def first_line(thing: Any) -> str:
    """The first line of its docstring."""
    return doc(thing).partition("\n")[0]
