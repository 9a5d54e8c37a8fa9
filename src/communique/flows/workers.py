"""Worker processes for the pure functions; the parent stays the only writer.

The processes are our own and not `multiprocessing`'s: its workers import the user's script again, so that a script
without a `__main__` guard would add everything once more; and a crash or a page without end must cost one item only.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import select
import struct
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from queue import SimpleQueue
from threading import Thread
from typing import IO, Any, Generic, TypeVar

from communique.flows.guard import Outcome, guarded_all

T = TypeVar("T")
R = TypeVar("R")
ITEM_SECONDS = 120.0  # what takes longer is stopped; its chunk is taken apart, an item alone is a fault
_LENGTH = struct.Struct(">Q")
_Task = tuple["Future[list[Outcome[Any]]]", Callable[[Any], Any], list[Any]]


class WorkerLost(Exception):
    """A worker process ended, or was stopped because it took too long; the message says which."""


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
                yield from self.futures[number].result()
            except WorkerLost:
                yield from self.workers.one_by_one(self.function, chunk)


class Workers:
    """Processes that start when there is enough work, survive an item that kills them, and end with the flow.

    Args:
        count: how many; with 1, everything runs in the parent.
        seconds: a chunk that takes longer is stopped.
    """

    def __init__(self, count: int, seconds: float | None = None) -> None:
        self.count = count
        self.seconds = seconds
        self._tasks: SimpleQueue[_Task | None] = SimpleQueue()
        self._threads: list[Thread] = []

    def submit(self, function: Callable[[T], R], items: Sequence[T], chunk: int, *, least: int = 8) -> Job[T, R]:
        """Begin work on items; fewer than `least` are done in the parent, unless the processes run already.

        With `least` 0 none is, not even where `count` is 1: for items that may have ended a process before.
        """
        chunks = [list(items[at : at + chunk]) for at in range(0, len(items), chunk)]
        if least and (self.count < 2 or (not self._threads and len(items) < least)):
            return Job(self, function, chunks, [])
        return Job(self, function, chunks, [self._send(function, part) for part in chunks])

    def one_by_one(self, function: Callable[[T], R], chunk: list[T]) -> Iterator[Outcome[R]]:
        """Each item alone, after a chunk was lost with its worker: only the guilty one is lost."""
        for item in chunk:
            try:
                yield from self._send(function, [item]).result()
            except WorkerLost as error:
                yield Outcome(why=str(error))

    def close(self) -> None:
        """End the processes; waits for what they are doing."""
        for _ in self._threads:
            self._tasks.put(None)
        for thread in self._threads:
            thread.join()
        self._threads.clear()

    def _send(self, function: Callable[[T], R], part: list[T]) -> Future[list[Outcome[R]]]:
        while len(self._threads) < self.count:
            thread = Thread(target=_serve, args=(self._tasks, self.seconds), name=f"worker {len(self._threads)}", daemon=True)
            self._threads.append(thread)
            thread.start()
        future: Future[list[Outcome[R]]] = Future()
        self._tasks.put((future, function, part))
        return future

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _serve(tasks: SimpleQueue[_Task | None], seconds: float | None) -> None:
    """One thread, one process: hand it tasks until there are no more; start another when it is lost."""
    process: subprocess.Popen[bytes] | None = None
    while (task := tasks.get()) is not None:
        future, function, part = task
        try:
            process = process or _start()
            future.set_result(_ask(process, function, part, seconds or ITEM_SECONDS))
        except (WorkerLost, OSError) as error:
            _stop(process, kill=True)
            process = None
            future.set_exception(error if isinstance(error, WorkerLost) else WorkerLost(str(error)))
        except (pickle.PickleError, TypeError, AttributeError, ImportError, EOFError, ValueError, MemoryError) as error:
            future.set_exception(error)
    _stop(process)


def _start() -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "communique.flows.worker"]
    path = os.pathsep.join(p for p in sys.path if p)
    return subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": path}, bufsize=0
    )


def _stop(process: subprocess.Popen[bytes] | None, *, kill: bool = False) -> None:
    if process is None:
        return
    if kill:
        process.kill()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with contextlib.suppress(OSError):
                pipe.close()
    process.wait()


def _ask(process: subprocess.Popen[bytes], function: Callable[[Any], Any], part: list[Any], seconds: float) -> list[Outcome[Any]]:
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        write_message(process.stdin, pickle.dumps((function, part), pickle.HIGHEST_PROTOCOL))
    except BrokenPipeError as error:
        raise WorkerLost(_last_words(process)) from error
    ready, _, _ = select.select([process.stdout], [], [], seconds)
    if not ready:
        raise WorkerLost(f"reading it took longer than {seconds:g} seconds")
    answer = read_message(process.stdout)
    if answer is None:
        raise WorkerLost(_last_words(process))
    found: list[Outcome[Any]] = pickle.loads(answer)
    return found


def _last_words(process: subprocess.Popen[bytes]) -> str:
    """Why a process that closed its pipes ended: a signal (out of memory, a fault in a library), or an error on stderr."""
    try:
        code = process.wait(5)
    except subprocess.TimeoutExpired:
        return "reading it cut the process off"
    if code < 0:
        return f"reading it ended the process (signal {-code}: out of memory, or a fault in a library)"
    return f"reading it ended the process (exit {code}; what it said stands on stderr)"


def write_message(pipe: IO[bytes], message: bytes) -> None:
    """A message with its length in front (8 bytes, big-endian)."""
    left = memoryview(_LENGTH.pack(len(message)) + message)
    while left:
        left = left[pipe.write(left) or 0 :]
    pipe.flush()


def read_message(pipe: IO[bytes]) -> bytes | None:
    """The next message; None at the end, or when it is cut."""
    head = _exactly(pipe, _LENGTH.size)
    return _exactly(pipe, _LENGTH.unpack(head)[0]) if head is not None else None


def _exactly(pipe: IO[bytes], size: int) -> bytes | None:
    parts, left = [], size
    while left:
        part = pipe.read(min(left, 1 << 20))
        if not part:
            return None
        parts.append(part)
        left -= len(part)
    return b"".join(parts)
