"""YAML read with its line numbers: every error names file, line and field. Values stay as written (`no` is Norwegian)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from communique.errors import ProfileError


@dataclass(frozen=True, slots=True)
class Node:
    """One value of a YAML file: where it stands, and what it may be asked to be."""

    raw: Any  # a yaml.Node
    where: str
    path: str

    def error(self, what: str, todo: str = "Mend the file.") -> ProfileError:
        """The error that this value is wrong."""
        field = f'field "{self.path}": ' if self.path else ""
        return ProfileError(f"{self.where}: line {self.raw.start_mark.line + 1}: {field}{what}", todo)

    @property
    def empty(self) -> bool:
        """Whether nothing was written, or `null`."""
        return bool(self.raw.tag == "tag:yaml.org,2002:null")

    def string(self) -> str:
        """A text on one line, as written."""
        if self.raw.id != "scalar" or self.empty or not str(self.raw.value).strip():
            raise self.error("a text is expected")
        return str(self.raw.value)

    def strings(self) -> tuple[str, ...]:
        """A list of texts; one text alone is a list of one."""
        if self.empty:
            return ()
        return (self.string(),) if self.raw.id == "scalar" else tuple(node.string() for node in self.items())

    def count(self) -> int:
        """A number from 0 upwards."""
        if not re.fullmatch(r"[0-9]{1,9}", self.string()):
            raise self.error(f"{self.raw.value!r} is not a number")
        return int(self.raw.value)

    def choice(self, allowed: Sequence[str] | re.Pattern[str]) -> str:
        """A text that is one of those, or that the pattern matches."""
        value = self.string()
        if isinstance(allowed, re.Pattern):
            if not allowed.fullmatch(value):
                raise self.error(f"{value!r} does not look like one ({allowed.pattern})")
        elif value not in allowed:
            raise self.error(f"{value!r} is not one of {', '.join(allowed)}")
        return value

    def items(self) -> list[Node]:
        """The elements of a list."""
        if self.empty:
            return []
        if self.raw.id != "sequence":
            raise self.error("a list is expected")
        return [Node(raw, self.where, f"{self.path}[{number}]") for number, raw in enumerate(self.raw.value)]

    def fields(self, what: str, allowed: Sequence[str] | None = None) -> dict[str, Node]:
        """The fields of a mapping, in order; each once, and only the allowed ones."""
        if self.empty and self.path:
            return {}
        if self.raw.id != "mapping":
            raise self.error(f"{what} is expected as fields, one a line")
        found: dict[str, Node] = {}
        for key, raw in self.raw.value:
            name = Node(key, self.where, self.path or "?").string()
            node = Node(raw, self.where, f"{self.path}.{name}" if self.path else name)
            if allowed is not None and name not in allowed:
                raise Node(key, self.where, node.path).error("there is no such field", f"Known are: {', '.join(allowed)}.")
            if name in found:
                raise Node(key, self.where, node.path).error("it is given twice")
            found[name] = node
        return found


def read(text: str, where: str, todo: str = 'Start from "communique issuers new URL".') -> Node:
    """The root of a YAML text; `todo` is what to do about an empty one.

    Raises:
        ProfileError: when it is not YAML, or empty.
    """
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        root = yaml.compose(text, Loader=loader)
    except (yaml.YAMLError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        line = f" line {mark.line + 1}:" if mark else ""
        what = getattr(error, "problem", None) or str(error).split("\n", 1)[0]
        raise ProfileError(f"{where}:{line} not valid YAML: {what}", "Mend the file.") from error
    if root is None:
        raise ProfileError(f"{where}: the file is empty", todo)
    return Node(root, where, "")
