"""The index of an archive: applies versions, answers queries with hits."""

from __future__ import annotations

import base64
import binascii
import functools
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

from communique import times
from communique.errors import UsageError
from communique.ids import short_id
from communique.model import ClaimMark, Hit, Hits, Note, Suggestion
from communique.model import Span as Stretch
from communique.names import actor_code
from communique.query import Filters, Node
from communique.search.alike import alike
from communique.search.analysis import Analysed, Analyser, analyser, small_words
from communique.search.backend import Found, Request, Row, SearchBackend, Sort, Span
from communique.search.dates import read_date
from communique.search.hits import Quoter, StoredVersion, Texts
from communique.search.narrowing import with_regions
from communique.search.parser import parse
from communique.search.planning import Leaf, Plan, Planner
from communique.search.suggesting import FEW, completions, did_you_mean

SORTS: dict[str, Sort] = {"relevance": "relevance", "date": "date", "-date": "oldest", "oldest": "oldest"}
_MOST_READ = 2_000  # rows that one page reads to fold copies
_TIE = 0.001  # what a word counts for that only breaks ties
_LARGE = 1_000  # versions from which on a word of more than half of them only breaks ties


@dataclass(slots=True)
class _Page:
    """A page being filled: rows shown, and the copies folded into each."""

    shown: list[tuple[Row, StoredVersion]]
    copies: dict[str, list[str]]  # text -> statements folded
    after: tuple[int, ...] | None = None
    more: bool = False


ClaimMarks = Callable[[Sequence[str]], Mapping[str, Sequence[ClaimMark]]]  # version ids -> their claims
Actor = Callable[[str], str | None]
Name = tuple[str, Filters, str | None, bool, str]  # query, filters, language, all words, sort


@dataclass(frozen=True, slots=True)
class _Asked:
    """A query on its way to the engine."""

    node: Node
    plan: Plan
    request: Request
    name: Name  # the same for the same query, filters and order: what a cursor belongs to
    notes: tuple[Note, ...]


class Index:
    """One search index. Made by `open_index`."""

    def __init__(self, backend: SearchBackend, *, created: bool = False) -> None:
        self._backend = backend
        self.created = created  # it did not exist before: everything is yet to be applied

    def __enter__(self) -> Index:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def apply(self, analysed: Iterable[Analysed], removed: Iterable[str] = ()) -> None:
        """Put documents in the place of those of the same version; take out the versions of these ids."""
        self._backend.apply(analysed, removed)

    def commit(self) -> None:
        """Make what was applied durable, and visible to readers opened elsewhere."""
        self._backend.commit()

    def clear(self) -> None:
        """Take out everything; visible after `commit`."""
        self._backend.clear()

    def contents(self) -> Iterator[tuple[str, str, bool]]:
        """(version id, text digest, current) of every document."""
        return self._backend.contents()

    def close(self) -> None:
        """Release files and locks."""
        self._backend.close()

    def search(
        self,
        query: str,
        filters: Filters,
        *,
        texts: Texts,
        lang: str | None = None,
        all_words: bool = False,
        sort: str = "relevance",
        limit: int = 10,
        cursor: str | None = None,
        facets: bool = False,
        over_time: Span | None = None,
        claims: ClaimMarks | None = None,
        actor: Actor = actor_code,
    ) -> Hits:
        """A page of hits, best first, each statement once.

        `lang` chooses the analysis of the query; without it, every language of the index that writes such words.
        `total` and `facets` count statements; copies of a text fold within the page. `over_time` counts them by month or
        year. A query that finds next to nothing comes with what may have been meant. `claims` gives the claims of versions:
        where claim fields are asked for, the sentence of the claim is shown; `actor` gives the code that a name means there.

        Raises:
            UsageError: unknown sort or span of time, a limit below one, a date that is none, a cursor of another query.
            SearchError: the index is damaged.
        """
        if limit < 1:
            raise UsageError(f"search: a limit of {limit}", "Use at least 1.")
        if over_time not in (None, "month", "year"):
            raise UsageError(f"search: no counts by {over_time!r}", "Use month or year.")
        asked = self._ask(query, filters, lang, all_words, sort, limit, cursor, facets, actor)
        found = self._backend.find(replace(asked.request, over_time=over_time))
        page = self._fill(asked.request, found, texts, limit)
        following = _cursor(asked.name, self._backend.generation(), page.after) if page.more and page.after else None
        return Hits(
            self._hits(asked.plan, page, claims),
            found.total,
            with_regions(found.facets),
            asked.notes,
            following,
            did_you_mean(query, asked.node, self._use(lang), self._backend, found.total)
            if found.total < FEW and cursor is None
            else None,
            found.over_time if over_time else None,
            found.total - sum(found.over_time.values()) if over_time else None,
        )

    def similar(self, like: StoredVersion, *, texts: Texts, versions: int = 1, limit: int = 10) -> Hits:
        """Other statements with the same characteristic words, the most alike first; `versions`: how many this one has.

        Raises:
            UsageError: a limit below one. SearchError: the index is damaged.
        """
        if limit < 1:
            raise UsageError(f"similar: a limit of {limit}", "Use at least 1.")
        self._backend.refresh()
        plan = alike(like.title, like.text, like.lang, self._backend, own=versions)
        request = Request(plan.match, None, None, "relevance", limit + 1, None, False)
        found = self._backend.find(request)
        same = like.statement.id

        def others(wanted: Sequence[str]) -> Mapping[str, StoredVersion]:
            return {id_: one for id_, one in texts(wanted).items() if one.statement.id != same}

        return Hits(self._hits(plan, self._fill(request, found, others, limit)), max(0, found.total - 1))

    def suggest(self, text: str, *, lang: str | None = None, limit: int = 10) -> tuple[Suggestion, ...]:
        """The text with its last word completed by the words of the index, the most frequent first.

        Raises:
            SearchError: the index is damaged.
        """
        self._backend.refresh()
        return completions(text, self._use(lang), self._backend, limit)

    def _use(self, lang: str | None) -> tuple[Analyser, ...]:
        """The analysis of the given language, else of every language of the index."""
        return _analysers((lang,) if lang else self._backend.languages())

    def places(self, query: str, text: str, lang: str | None) -> tuple[Stretch, ...]:
        """Every stretch of a text in that language which the words of the query stand in, in order."""
        plan = self._ask(query, Filters(), None, False, "relevance", 1, None, False).plan
        return Quoter(plan.leaves, [1.0] * len(plan.leaves)).places(text, lang)

    def find(
        self,
        query: str,
        filters: Filters,
        *,
        lang: str | None = None,
        all_words: bool = False,
        sort: str = "relevance",
        limit: int = 10,
        facets: bool = False,
    ) -> Found:
        """What the engine answers, without sentences: version ids in order, total, facets. Copies are not folded."""
        return self._backend.find(self._ask(query, filters, lang, all_words, sort, limit - 1, None, facets).request)

    def _ask(
        self,
        query: str,
        filters: Filters,
        lang: str | None,
        all_words: bool,
        sort: str,
        limit: int,
        cursor: str | None,
        facets: bool,
        actor: Actor = actor_code,
    ) -> _Asked:
        """The query as the engine takes it: one row more than shown, to know whether there is a next page."""
        if sort not in SORTS:
            raise UsageError(f"search: no sort {sort!r}", f"Use one of: {', '.join(SORTS)}.")
        self._backend.refresh()
        filters = _checked(filters)
        parsed = parse(query)
        plan = Planner(self._use(lang), self._backend, actor=actor).plan(parsed.node, filters, all_words=all_words)
        name = (query, filters, lang, all_words, sort)
        after, notes = self._resume(cursor, name) if cursor is not None else (None, ())
        request = Request(plan.match, plan.first, plan.only, SORTS[sort], limit + 1, after, facets)
        return _Asked(parsed.node, plan, request, name, (*parsed.notes, *plan.notes, *notes))

    def _resume(self, cursor: str, name: Name) -> tuple[tuple[int, ...], tuple[Note, ...]]:
        made_for, generation, after = _read_cursor(cursor)
        if made_for != _digest(name):
            raise UsageError(
                "search: the cursor belongs to another query", "Repeat the query, filters and sort that it came with."
            )
        changed = generation != self._backend.generation()
        notes = (
            (Note(0, "the archive changed since the last page: a statement may appear twice or be passed over"),)
            if changed
            else ()
        )
        return after, notes

    def _fill(self, request: Request, found: Found, texts: Texts, limit: int) -> _Page:
        """Rows until the page is full, copies folded; rows whose text the archive no longer shows are passed over."""
        page = _Page([], {})
        rows, read = found.rows, 0
        while rows:
            stored = texts([row.version for row in rows])
            for row in rows:
                text = stored.get(row.version)
                if text is None:
                    page.after = row.after
                elif text.text in page.copies:
                    page.copies[text.text].append(text.statement.id)
                    page.after = row.after
                elif len(page.shown) == limit:
                    page.more = True
                    return page
                else:
                    page.shown.append((row, text))
                    page.copies[text.text] = []
                    page.after = row.after
            read += len(rows)
            if len(rows) < request.limit:
                return page
            if read >= _MOST_READ:
                page.more = True
                return page
            rows = self._backend.find(replace(request, after=page.after, facets=False)).rows
        return page

    def _hits(self, plan: Plan, page: _Page, claims: ClaimMarks | None = None) -> list[Hit]:
        quoter = Quoter(plan.leaves, [self._weight(leaf) for leaf in plan.leaves], plan.claims)
        marks = claims([row.version for row, _ in page.shown]) if claims and plan.claims else {}
        return [
            quoter.hit(text, row.score, tuple(page.copies[text.text]), marks.get(row.version, ())) for row, text in page.shown
        ]

    def _weight(self, leaf: Leaf) -> float:
        """What a leaf counts for in the choice of the sentence: words that most statements have only break ties.

        So do small words (`the`, `des`), whose language may have few statements here.
        """
        documents = self._backend.documents()
        if not leaf.words:
            return 1.0
        if documents >= _LARGE and max(self._backend.frequency("words", token) for token in leaf.words) > documents / 2:
            return _TIE
        return 1.0 if leaf.words.isdisjoint(small_words(self._use(None))) else _TIE


def _checked(filters: Filters) -> Filters:
    """The filters with their dates in the one form."""
    if not (filters.since or filters.until):
        return filters
    today = times.day_of(times.now())
    dates: dict[str, Any] = {}
    for name in ("since", "until"):
        given = getattr(filters, name)
        if given:
            read = read_date(given, today)
            if read is None:
                raise UsageError(f"search: {name} {given!r} is no date", "Write YYYY, YYYY-MM or YYYY-MM-DD.")
            dates[name] = read
    return replace(filters, **dates)


@functools.lru_cache(maxsize=64)
def _analysers(tags: tuple[str | None, ...]) -> tuple[Analyser, ...]:
    """Those of the languages, each once; of none, that of the unknown."""
    return tuple(dict.fromkeys(analyser(tag) for tag in tags or (None,)))


def _digest(name: Name) -> str:
    query, filters, lang, all_words, sort = name
    return short_id(query, repr(filters), str(lang), str(all_words), SORTS[sort])


def _cursor(name: Name, generation: str, after: tuple[int, ...]) -> str:
    return base64.urlsafe_b64encode(json.dumps([_digest(name), generation, *after]).encode()).decode().rstrip("=")


def _read_cursor(cursor: str) -> tuple[str, str, tuple[int, ...]]:
    """The query, the state of the index and the place that a cursor names.

    Raises:
        UsageError: when it is none of ours.
    """
    try:
        name, generation, *after = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, binascii.Error) as error:
        raise UsageError("search: not a cursor", "Take it from `next` of the page before.") from error
    if not after or not all(isinstance(part, int) for part in after):
        raise UsageError("search: not a cursor", "Take it from `next` of the page before.")
    return str(name), str(generation), cast("tuple[int, ...]", tuple(after))
