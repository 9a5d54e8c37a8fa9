"""Worker processes for the pure functions; the parent stays the only writer."""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures import TimeoutError as Late
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from communique.flows.guard import Outcome, guarded, guarded_all

T = TypeVar("T")
R = TypeVar("R")
ITEM_SECONDS = 120.0  # a chunk that takes longer is taken apart, an item that takes longer is a fault


@dataclass(slots=True)
class Job(Generic[T, R]):
    """A function over items, under way; `results` gives them in order."""

    workers: Workers
    function: Callable[[T], R]
    chunks: list[list[T]]
    futures: list[Future[list[Outcome[R]]]]

    def results(self) -> Iterator[Outcome[R]]:
        """The outcomes in the order of the items."""
        for number, chunk in enumerate(self.chunks):
            if not self.futures:
                yield from guarded_all(self.function, chunk)
                continue
            try:
                yield from self.futures[number].result(ITEM_SECONDS * 2)
            except (BrokenProcessPool, Late):
                yield from self.workers.one_by_one(self.function, chunk)


class Workers:
    """A pool that starts when there is enough work, survives a crashing item, and ends with the flow.

    Args:
        count: processes; with 1, everything runs in the parent.
    """

    def __init__(self, count: int) -> None:
        self.count = count
        self._pool: ProcessPoolExecutor | None = None

    def submit(self, function: Callable[[T], R], items: Sequence[T], chunk: int, *, least: int = 8) -> Job[T, R]:
        """Begin work on items; fewer than `least` are done in the parent, unless the pool runs already."""
        chunks = [list(items[at : at + chunk]) for at in range(0, len(items), chunk)]
        if self.count < 2 or (self._pool is None and len(items) < least):
            return Job(self, function, chunks, [])
        try:
            return Job(self, function, chunks, [self._started().submit(guarded_all, function, part) for part in chunks])
        except BrokenProcessPool:
            self.close()
            return Job(self, function, chunks, [self._started().submit(guarded_all, function, part) for part in chunks])

    def one_by_one(self, function: Callable[[T], R], chunk: list[T]) -> Iterator[Outcome[R]]:
        """Each item alone, after a chunk that killed its worker or took too long: only the guilty one is lost."""
        for item in chunk:
            self.close()
            try:
                yield self._started().submit(guarded, function, item).result(ITEM_SECONDS)
            except BrokenProcessPool:
                yield Outcome(why="reading it ended the process (out of memory, or a fault in a library)")
            except Late:
                self._kill()
                yield Outcome(why=f"reading it took longer than {ITEM_SECONDS:g} seconds")
        self.close()

    def close(self) -> None:
        """End the processes."""
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
            self._pool = None

    def _kill(self) -> None:
        processes: dict[int, Any] = getattr(self._pool, "_processes", None) or {}
        for process in list(processes.values()):
            process.kill()
        self.close()

    def _started(self) -> ProcessPoolExecutor:
        if self._pool is None:
            context = multiprocessing.get_context("forkserver")
            context.set_forkserver_preload(["communique.flows.work"])
            self._pool = ProcessPoolExecutor(self.count, mp_context=context, initializer=_quiet)
        return self._pool

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _quiet() -> None:
    """Ctrl-C is the parent's business."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
