"""The page of the command line, read from the typer application."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer
import yaml
from markdown import code, page, table

from communique.access.cli.app import app

HERE = Path(__file__).parent
ABOUT = (HERE / "verbs.md").read_text("utf-8")
WORDS: dict[str, str] = yaml.safe_load((HERE / "verbs.yaml").read_text("utf-8")) or {}


def commands() -> Iterator[tuple[str, Any]]:
    """Every verb with its words: `add`, `issuers list` ..."""
    for name, command in typer.main.get_command(app).commands.items():  # type: ignore[attr-defined]
        inner = getattr(command, "commands", None)
        if inner is None:
            yield name, command
        else:
            yield from ((f"{name} {word}", one) for word, one in inner.items())


def render() -> str:
    """docs/reference/cli.md."""
    found = sorted(commands())
    listed = table(("verb", "does"), [(f"[{name}](#{_anchor(name)})", _says(command)) for name, command in found])
    root = typer.main.get_command(app)
    return page("The command line", ABOUT, _options("", root), "## Verbs\n", listed, *(_command(n, c) for n, c in found))


def _anchor(name: str) -> str:
    return "communique-" + name.replace(" ", "-")


def _says(command: Any) -> str:
    return (command.help or "").partition("\n")[0]


def _command(name: str, command: Any) -> str:
    usage = " ".join(["communique", name, *(_usage(p) for p in command.params if not p.opts[0].startswith("-"))])
    return f"## communique {name}\n\n{command.help or ''}\n\n```\n{usage} [OPTIONS]\n```\n\n{_options(name, command)}"


def _usage(argument: Any) -> str:
    word = argument.metavar or argument.name.upper()
    word = f"{word}..." if argument.nargs == -1 and "..." not in word else word
    return word if argument.required else f"[{word}]"


def _options(name: str, command: Any) -> str:
    return table(("", "takes", ""), [(code(shown(p)), _kind(p), _words(name, p)) for p in command.params])


def _words(name: str, param: Any) -> str:
    return param.help or WORDS.get(f"{name} {param.opts[0]}", "")


def shown(param: Any) -> str:
    """An option, or an argument's word."""
    return ", ".join(param.opts) if param.opts[0].startswith("-") else param.metavar or param.name.upper()


def _kind(param: Any) -> str:
    """What a parameter takes, and what holds without it."""
    if getattr(param, "is_flag", False):
        return ""
    annotation = param.type_descriptor.annotation
    word = {"int": "a number", "Path": "a path"}.get(getattr(annotation, "__name__", ""), "text")
    several = "; may be repeated" if param.multiple or param.nargs == -1 else ""
    default = f"; default {param.default}" if param.default not in (None, False) else ""
    return f"{word}{several}{default}"


def gaps() -> list[str]:
    """Verbs without a sentence, options without words."""
    found: list[str] = []
    for name, command in commands():
        if not command.help:
            found.append(f"cli: communique {name} is not described")
        options = [param for param in command.params if param.opts[0].startswith("-")]
        found += [f"cli: communique {name} {p.opts[0]} is not described" for p in options if not _words(name, p)]
    return found
