"""tantivy as a search backend: one index on the disk, one writer, any number of readers."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import tantivy

from communique.errors import SearchError
from communique.search.analysis import Analysed
from communique.search.backend import FACETS, Criterion, Found, Request, Row
from communique.search.tantivy_queries import both, flagged, key_range, keys, scored, unscored, without
from communique.search.tantivy_schema import FIRST_DATED, FORMAT, OLDER, SEPARATOR, SEVERAL, UNKNOWN, document, schema

REBUILD = 'Run "communique rebuild".'
_HEAP = 96_000_000  # bytes that the writer gathers before it writes a segment
_MOST_VALUES = 60_000  # of one facet
_CHUNK = 5_000  # documents read at once by `contents`
_MARK = "communique.json"
_COUNT = {"total": {"value_count": {"field": "sort"}}}


class TantivyBackend:
    """The index in one folder."""

    def __init__(self, path: Path, *, create: bool, writable: bool) -> None:
        """Opens the index, or makes an empty one.

        Raises:
            SearchError: there is none, it is damaged or of another format, or another process writes it.
        """
        self._path = path
        self._meta = str(path / "meta.json")
        self.created = False
        self._index = self._open(create)
        self._schema = self._index.schema
        self._writer: Any = self._take_writer() if writable else None
        self._stamp: tuple[int, ...] = ()
        self._values: dict[str, tuple[str, ...]] = {}
        self._refresh()

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
                raise SearchError(f"search index: another process writes {self._path}", "Wait until it is done.") from error
            raise self._damaged(error) from error

    def _damaged(self, error: Exception) -> SearchError:
        reason = str(error).splitlines()[0][:200] if str(error) else type(error).__name__
        return SearchError(f"search index: {self._path} is damaged: {reason}", REBUILD)

    def _refresh(self) -> Any:
        """The searcher of the last commit, also of another process."""
        try:
            status = os.stat(self._meta)  # noqa: PTH116 - for every query, and Path costs ten times as much
            stamp = (status.st_mtime_ns, status.st_size, status.st_ino)
            if stamp != self._stamp:
                self._index.reload()
                self._searcher = self._index.searcher()
                self._stamp, self._values = stamp, {}
        except (ValueError, OSError, RuntimeError) as error:
            raise self._damaged(error) from error
        return self._searcher

    # --- reading --------------------------------------------------------------------------------------------------

    def find(self, request: Request) -> Found:
        """Answer one page; see SearchBackend."""
        self._refresh()
        try:
            return _Finder(self, request).find()
        except (ValueError, OSError, RuntimeError) as error:
            raise self._damaged(error) from error

    def values(self, name: str) -> tuple[str, ...]:
        """The values of a field, remembered until the next commit."""
        self._refresh()
        if name not in self._values:
            self._values[name] = tuple(value for value, _ in self._searcher.terms_with_prefix(name, "", limit=_MOST_VALUES))
        return self._values[name]

    def languages(self) -> tuple[str | None, ...]:
        """The languages of the documents; None among them when some have none."""
        return (*self.values("lang"), None) if self.frequency("flags", UNKNOWN) else self.values("lang")

    def documents(self) -> int:
        """How many versions are in the index."""
        return int(self._refresh().num_docs)

    def frequency(self, field: str, token: str) -> int:
        """How many versions have the token, those taken out but not yet merged away among them."""
        return int(self._searcher.doc_freq(field, token))

    def generation(self) -> str:
        """Names the state that is searched."""
        return "-".join(format(part, "x") for part in self._stamp)

    def contents(self) -> Iterator[tuple[str, str, bool]]:
        """Every document as (version, text digest, current)."""
        searcher = self._refresh()
        last: int | None = None
        while True:
            query = tantivy.Query.all_query() if last is None else key_range(self._schema, None, last)
            found = searcher.search(query, _CHUNK, count=False, order_by_field="sort").hits
            for _, address in found:
                version, _, digest, current = self.kept(address)
                yield version, digest, current
            if len(found) < _CHUNK:
                return
            last = found[-1][0]

    def kept(self, address: Any) -> tuple[str, str, str, bool]:
        """What is stored of a document: version, statement, text digest, current."""
        stored = self._searcher.doc(address)
        statement, digest, current = bytes(stored.get_first("kept")).decode("utf-8").split(SEPARATOR)
        return stored.get_first("version"), statement, digest, bool(current)

    def _count(self, query: Any) -> int:
        return int(self._searcher.aggregate(query, _COUNT)["total"]["value"])

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
        self._refresh()

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


class _Finder:
    """One search on one state of the index."""

    def __init__(self, backend: TantivyBackend, request: Request) -> None:
        self.backend = backend
        self.request = request
        self.schema = backend._schema
        self.searcher = backend._searcher
        self.only = self._matching(request.only) if request.only is not None else None
        self.match = self._matching(request.match)
        self.unshown = self._unshown()

    def find(self) -> Found:
        """Rows, total and facets; the total comes from the search itself where that has seen every document."""
        rows, total = self._by_relevance() if self.request.sort == "relevance" else self._by_date()
        if total is None or self.request.facets:
            total, facets = self._counts()
            return Found(tuple(rows), total, facets)
        return Found(tuple(rows), total, {})

    def _ranked(self, criterion: Criterion) -> Any:
        return scored(criterion, self.schema, self.backend.frequency)

    def _matching(self, criterion: Criterion) -> Any:
        return unscored(criterion, self.schema, self.backend.frequency)

    # --- which version of a statement is shown --------------------------------------------------------------------

    def _unshown(self) -> Any | None:
        """The versions that a newer or better one of their statement stands for; None when there are none."""
        if not self.backend.frequency("flags", OLDER):
            return None
        older = flagged(self.schema, OLDER)
        shown = self._older(older)
        return without(older, keys(self.schema, shown)) if shown else older

    def _older(self, older: Any) -> list[int]:
        """Sort keys of the best older version of each statement whose current version does not answer."""
        matching = both(both(self.match, self.only), older)
        count = self.backend._count(matching)
        if not count:
            return []
        ranked = both(both(self._ranked(self.request.match), self.only), older)
        addresses = [address for _, address in self.searcher.search(ranked, count, count=False).hits]
        groups = self.searcher.fast_field_values("group", addresses)
        several = without(both(both(self.match, self.only), flagged(self.schema, SEVERAL)), older)
        size = self.backend._count(several)
        hits = self.searcher.search(several, size, count=False, order_by_field="group").hits if size else []
        seen = {group for group, _ in hits}
        best = []
        for group, address in zip(groups, addresses):
            if group not in seen:
                seen.add(group)
                best.append(address)
        return list(self.searcher.fast_field_values("sort", best)) if best else []

    def _narrowed(self, query: Any) -> Any:
        """The query under the filters, each statement once."""
        query = both(query, self.only)
        return query if self.unshown is None else without(query, self.unshown)

    # --- order ----------------------------------------------------------------------------------------------------

    def _by_relevance(self) -> tuple[list[Row], int | None]:
        """Those that meet the narrower criterion, then the others, each by score; and how many, where that is known by then."""
        request = self.request
        offset, limit = request.after[0] if request.after else 0, request.limit
        query = self._ranked(request.match)
        if request.first is None:
            return self._rows(query, offset, limit, offset, 0.0)
        rows, ahead = self._rows(self._ranked(request.first), offset, limit, offset, _AHEAD)
        if ahead is None:
            ahead = self.backend._count(self._narrowed(self._matching(request.first)))
        if offset + limit <= ahead:
            return rows, None
        start = max(offset, ahead)
        rest = without(query, self._matching(request.first))
        others, behind = self._rows(rest, start - ahead, limit - len(rows), start, 0.0)
        return rows + others, None if behind is None else ahead + behind

    def _rows(self, query: Any, offset: int, limit: int, place: int, ahead: float) -> tuple[list[Row], int | None]:
        """Rows of one query, and how many documents it has; with facets these are counted elsewhere."""
        found = self.searcher.search(self._narrowed(query), limit, count=not self.request.facets, offset=offset)
        rows = [self._row(address, score + ahead, (place + i + 1,)) for i, (score, address) in enumerate(found.hits)]
        return rows, found.count

    def _by_date(self) -> tuple[list[Row], int | None]:
        """By day, undated last in both directions; ties in the fixed order of the keys."""
        newest = self.request.sort == "date"
        order = tantivy.Order.Desc if newest else tantivy.Order.Asc
        rows: list[Row] = []
        total: int | None = None
        for low, high in self._stretches(newest):
            if len(rows) == self.request.limit:
                break
            query = self._narrowed(self.match)
            whole = low is None and high is None
            query = query if whole else both(query, key_range(self.schema, low, high))
            limit = self.request.limit - len(rows)
            found = self.searcher.search(query, limit, count=whole, order_by_field="sort", order=order)
            total = found.count if whole else None
            rows += [self._row(address, 0.0, (key,)) for key, address in found.hits]
        return rows, total

    def _stretches(self, newest: bool) -> list[tuple[int | None, int | None]]:
        """Ranges of sort keys that remain, in order."""
        after = self.request.after[0] if self.request.after else None
        if newest:
            return [(None, after)]
        dated = (FIRST_DATED if after is None else after + 1, None)
        undated = (0 if after is None or after >= FIRST_DATED else after + 1, FIRST_DATED)
        return [undated] if after is not None and after < FIRST_DATED else [dated, undated]

    def _row(self, address: Any, score: float, after: tuple[int, ...]) -> Row:
        version, statement, digest, current = self.backend.kept(address)
        return Row(version, statement, digest, current, score, after)

    # --- counts ---------------------------------------------------------------------------------------------------

    def _counts(self) -> tuple[int, Mapping[str, Mapping[str, int]]]:
        asked: dict[str, Any] = dict(_COUNT)
        if self.request.facets:
            asked |= {name: {"terms": {"field": name, "size": self._size(name)}} for name in FACETS}
        answer = self.searcher.aggregate(self._narrowed(self.match), asked)
        facets = {name: {b["key"]: int(b["doc_count"]) for b in answer[name]["buckets"]} for name in FACETS if name in answer}
        return int(answer["total"]["value"]), facets

    def _size(self, name: str) -> int:
        return max(10, len(self.backend.values(name)))


_AHEAD = 1000.0  # added to the score of those that meet the narrower criterion, so that scores fall along the list
