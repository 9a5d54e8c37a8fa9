"""tantivy as a search backend: one index on the disk, one writer, any number of readers."""

from __future__ import annotations

import functools
import json
import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

import tantivy

from communique.errors import ArchiveBusy, SearchError
from communique.search.analysis import Analysed
from communique.search.backend import Found, Request
from communique.search.tantivy_finder import Finder
from communique.search.tantivy_schema import FORMAT, document, schema
from communique.search.tantivy_snapshot import Snapshot, Stamp

P = ParamSpec("P")
R = TypeVar("R")
REBUILD = 'Run "communique rebuild".'
_HEAP = 96_000_000  # bytes that the writer gathers before it writes a segment
_MARK = "communique.json"


def _guarded(
    method: Callable[Concatenate[TantivyBackend, P], R],
) -> Callable[Concatenate[TantivyBackend, P], R]:
    """Makes whatever the engine says of broken files the one error."""

    @functools.wraps(method)
    def guarded(self: TantivyBackend, /, *args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return method(self, *args, **kwargs)
        except (ValueError, OSError, RuntimeError) as error:
            raise self._damaged(error) from error
        except _panics() as error:
            raise self._damaged(error) from error

    return guarded


def _panics() -> tuple[type[BaseException], ...]:
    """What the engine raises when it meets what cannot be: a class that exists once it was raised, and no module has."""
    return tuple(kind for kind in BaseException.__subclasses__() if kind.__name__ == "PanicException")


class TantivyBackend:
    """The index in one folder."""

    def __init__(self, path: Path, *, create: bool, writable: bool) -> None:
        """Opens the index, or makes an empty one.

        Raises:
            SearchError: there is none, or it is damaged or of another format.
            ArchiveBusy: another process writes it.
        """
        self._path = path
        self._meta = str(path / "meta.json")
        self.created = False
        self._index = self._open(create)
        self._schema = self._index.schema
        self._writer: Any = self._take_writer() if writable else None
        self._snapshot = self._taken(self._stamp())

    # --- opening --------------------------------------------------------------------------------------------------

    def _open(self, create: bool) -> Any:
        if not (self._path / "meta.json").exists():
            if not create:
                raise SearchError(f"search index: there is none in {self._path}", REBUILD)
            return self._create()
        try:
            made_as = json.loads((self._path / _MARK).read_text("utf-8"))["format"]
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise SearchError(f"search index: {self._path / _MARK} is missing or damaged", REBUILD) from error
        if made_as != FORMAT:
            raise SearchError(f"search index: {self._path} has format {made_as}, this program reads {FORMAT}", REBUILD)
        return self._opened()

    @_guarded
    def _opened(self) -> Any:
        index = tantivy.Index.open(str(self._path))
        index.config_reader(reload_policy="manual")
        return index

    def _create(self) -> Any:
        try:
            self._path.mkdir(parents=True, exist_ok=True)
            (self._path / _MARK).write_text(json.dumps({"format": FORMAT}) + "\n", "utf-8")
            index = tantivy.Index(schema(), path=str(self._path))
            index.config_reader(reload_policy="manual")
        except (ValueError, OSError) as error:
            raise SearchError(f"search index: {self._path} cannot be made: {error}") from error
        self.created = True
        return index

    def _take_writer(self) -> Any:
        try:
            return self._index.writer(_HEAP, 1)
        except ValueError as error:
            if "lock" in str(error).lower():
                raise ArchiveBusy(f"search index: another process writes {self._path}", "Wait until it is done.") from error
            raise self._damaged(error) from error

    def _damaged(self, error: BaseException) -> SearchError:
        reason = str(error).splitlines()[0][:200] if str(error) else type(error).__name__
        return SearchError(f"search index: {self._path} is damaged: {reason}", REBUILD)

    @_guarded
    def refresh(self) -> None:
        """Take the last commit into view, also that of another process."""
        stamp = self._stamp()
        if stamp != self._snapshot.stamp:
            self._snapshot = self._taken(stamp)

    @_guarded
    def _taken(self, stamp: Stamp) -> Snapshot:
        self._index.reload()
        return Snapshot(self._index.searcher(), self._schema, stamp)

    @_guarded
    def _stamp(self) -> Stamp:
        status = os.stat(self._meta)  # noqa: PTH116 - before every query, and Path costs ten times as much
        return status.st_mtime_ns, status.st_size, status.st_ino

    # --- reading --------------------------------------------------------------------------------------------------

    @_guarded
    def find(self, request: Request) -> Found:
        """Answer one page; see SearchBackend."""
        return Finder(self._snapshot, request).find()

    @_guarded
    def values(self, name: str) -> tuple[str, ...]:
        """The values of a field."""
        return self._snapshot.values(name)

    @_guarded
    def languages(self) -> tuple[str | None, ...]:
        """The languages of the documents; None among them when some have none."""
        return self._snapshot.languages

    @_guarded
    def documents(self) -> int:
        """How many versions are in the index."""
        return int(self._snapshot.searcher.num_docs)

    @_guarded
    def frequency(self, field: str, token: str) -> int:
        """How many versions have the token, those taken out but not yet merged away among them."""
        return self._snapshot.frequency(field, token)

    @_guarded
    def tokens(self, field: str, start: str, most: int) -> tuple[tuple[str, int], ...]:
        """The tokens of a field that begin so and how many versions have them, the most frequent first."""
        return self._snapshot.tokens(field, start, most)

    def generation(self) -> str:
        """Names the state that is searched."""
        return self._snapshot.generation

    def contents(self) -> Iterator[tuple[str, str, bool]]:
        """Every document as (version, text digest, current)."""
        self.refresh()
        everything = self._snapshot.everything()
        while (found := self._next(everything)) is not None:
            yield found

    @_guarded
    def _next(self, everything: Iterator[tuple[str, str, bool]]) -> tuple[str, str, bool] | None:
        return next(everything, None)

    # --- writing --------------------------------------------------------------------------------------------------

    def apply(self, analysed: Iterable[Analysed], removed: Iterable[str]) -> None:
        """Put and take out documents; visible after `commit`."""
        writer = self._writing()
        for version in removed:
            self._write(writer.delete_documents_by_term, "version", version)
        for entry in analysed:
            self._write(writer.delete_documents_by_term, "version", entry.version)
            self._write(writer.add_document, document(entry, self._schema))

    def commit(self) -> None:
        """Make it durable, and visible to every reader."""
        self._write(self._writing().commit)
        self.refresh()

    def _write(self, do: Callable[..., object], *values: object) -> None:
        try:
            do(*values)
        except (ValueError, OSError, RuntimeError) as error:
            raise SearchError(f"search index: {self._path} cannot be written: {error}", "Free space, then run again.") from error

    def clear(self) -> None:
        """Take out everything."""
        self._writing().delete_all_documents()

    def close(self) -> None:
        """Let merges end, and give the lock back."""
        if self._writer is not None:
            writer, self._writer = self._writer, None
            writer.wait_merging_threads()

    def _writing(self) -> Any:
        if self._writer is None:
            raise SearchError(f"search index: {self._path} was opened to be read")
        return self._writer
