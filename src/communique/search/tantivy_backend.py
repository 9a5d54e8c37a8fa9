"""tantivy as a search backend: one index on the disk, one writer, any number of readers."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import tantivy

from communique.errors import ArchiveBusy, SearchError
from communique.search.analysis import Analysed
from communique.search.backend import Found, Request
from communique.search.tantivy_finder import Finder
from communique.search.tantivy_schema import FORMAT, document, schema
from communique.search.tantivy_snapshot import Snapshot

REBUILD = 'Run "communique rebuild".'
_HEAP = 96_000_000  # bytes that the writer gathers before it writes a segment
_MARK = "communique.json"


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
        self._snapshot: Snapshot | None = None
        self.snapshot()

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
        try:
            index = tantivy.Index.open(str(self._path))
            index.config_reader(reload_policy="manual")
        except (ValueError, OSError, RuntimeError) as error:
            raise self._damaged(error) from error
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

    def _damaged(self, error: Exception) -> SearchError:
        reason = str(error).splitlines()[0][:200] if str(error) else type(error).__name__
        return SearchError(f"search index: {self._path} is damaged: {reason}", REBUILD)

    def snapshot(self) -> Snapshot:
        """The state of the last commit, also of another process."""
        try:
            status = os.stat(self._meta)  # noqa: PTH116 - before every query, and Path costs ten times as much
            stamp = f"{status.st_mtime_ns:x}-{status.st_size:x}-{status.st_ino:x}"
            if self._snapshot is None or stamp != self._snapshot.generation:
                self._index.reload()
                self._snapshot = Snapshot(self._index.searcher(), self._schema, stamp)
        except (ValueError, OSError, RuntimeError) as error:
            raise self._damaged(error) from error
        return self._snapshot

    def _seen(self) -> Snapshot:
        """The state last asked for, without a look at the disk: for the many small questions of one query."""
        return self._snapshot or self.snapshot()

    # --- reading --------------------------------------------------------------------------------------------------

    def find(self, request: Request) -> Found:
        """Answer one page; see SearchBackend."""
        snapshot = self.snapshot()
        try:
            return Finder(snapshot, request).find()
        except (ValueError, OSError, RuntimeError) as error:
            raise self._damaged(error) from error

    def values(self, name: str) -> tuple[str, ...]:
        """The values of a field."""
        return self.snapshot().values(name)

    def languages(self) -> tuple[str | None, ...]:
        """The languages of the documents; None among them when some have none."""
        return self.snapshot().languages()

    def documents(self) -> int:
        """How many versions are in the index."""
        return int(self._seen().searcher.num_docs)

    def frequency(self, field: str, token: str) -> int:
        """How many versions have the token, those taken out but not yet merged away among them."""
        return self._seen().frequency(field, token)

    def generation(self) -> str:
        """Names the state that is searched."""
        return self.snapshot().generation

    def contents(self) -> Iterator[tuple[str, str, bool]]:
        """Every document as (version, text digest, current)."""
        for kept in self.snapshot().everything():
            yield kept.version, kept.text_digest, kept.current

    # --- writing --------------------------------------------------------------------------------------------------

    def apply(self, analysed: Iterable[Analysed], removed: Iterable[str]) -> None:
        """Put and take out documents; visible after `commit`."""
        writer = self._writing()
        try:
            for version in removed:
                writer.delete_documents_by_term("version", version)
            for entry in analysed:
                writer.delete_documents_by_term("version", entry.version)
                writer.add_document(document(entry, self._schema))
        except (ValueError, OSError, RuntimeError) as error:
            raise SearchError(f"search index: {self._path} cannot be written: {error}") from error

    def commit(self) -> None:
        """Make it durable, and visible to every reader."""
        try:
            self._writing().commit()
        except (ValueError, OSError, RuntimeError) as error:
            raise SearchError(f"search index: {self._path} cannot be written: {error}", "Free space, then run again.") from error
        self.snapshot()

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
