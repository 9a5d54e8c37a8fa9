"""From what a form or a request says to one of the archive's decisions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast, get_args

from communique.archive import Archive
from communique.errors import UsageError
from communique.model import Decision, LinkKind

NEEDED = {"tag": ("tag",), "untag": ("tag",), "link": ("to", "kind"), "withdraw": ("reason",), "undo": ("action",)}


def decide(
    archive: Archive, word: str, action: str, values: Mapping[str, str | None], note: str | None, by: str | None
) -> Decision:
    """Take one decision on a statement.

    Raises:
        UsageError: a value is missing, unknown or not valid. NotFound, DecisionError: there is nothing to decide on or undo.
    """
    if action == "edit":
        return archive.edit(word, values, note=note, by=by)
    needed = NEEDED.get(action)
    if needed is None or set(values) != set(needed) or not all(values.values()):
        raise UsageError(f"{action}: give {' and '.join(needed or ('one of the actions',))}, and nothing else")
    said = {name: value or "" for name, value in values.items()}
    if action in ("tag", "untag"):
        return archive.tag([word], said["tag"], remove=action == "untag", by=by)[0]
    if action == "withdraw":
        return archive.withdraw(word, said["reason"], by=by)
    if action == "undo":
        return archive.undo(word, said["action"], by=by, note=note)
    if said["kind"] not in get_args(LinkKind):
        raise UsageError(f"link: {said['kind']!r} is no kind of link", f"Kinds are {', '.join(get_args(LinkKind))}.")
    return archive.link(word, said["to"], cast(LinkKind, said["kind"]), note=note, by=by)
