"""The per-item guard: one bad item never stops a run. The only place where every exception is caught."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from communique.errors import CommuniqueError

T = TypeVar("T")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Outcome(Generic[R]):
    """What a function gave for one item, or why it gave nothing."""

    value: R | None = None
    why: str | None = None
    todo: str = ""
    traceback: str | None = None


def guarded(function: Callable[[T], R], item: T) -> Outcome[R]:
    """Run the function on the item; whatever goes wrong becomes a reason."""
    try:
        return Outcome(value=function(item))
    except CommuniqueError as error:
        return Outcome(why=error.message, todo=error.todo)
    except RecursionError:
        return Outcome(why="nested too deeply to be read", todo="Open the page in a browser and save it anew.")
    except MemoryError:
        return Outcome(why="too large for the memory of this machine")
    except Exception as error:  # noqa: BLE001 - the guard: an unexpected failure of one item is a fault of that item
        return Outcome(why=f"{type(error).__name__}: {error}", traceback=traceback.format_exc())


def guarded_all(function: Callable[[T], R], items: list[T]) -> list[Outcome[R]]:
    """The guard around each of several items; what a worker process runs."""
    return [guarded(function, item) for item in items]
