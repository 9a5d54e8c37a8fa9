"""Archive: opens the rooms; one short method a verb. A reading verb asks one room, a writing verb starts one flow."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Literal

from communique import actor_names, issuers
from communique.claim_query import ClaimFilters, claim_filters
from communique.errors import ArchiveBusy, DecisionError, HoldingsError, NotFound, SearchError, UsageError
from communique.model import (
    KINDS,
    Added,
    Asserted,
    Capture,
    Change,
    Claim,
    Claims,
    Counts,
    Decision,
    Edit,
    Extraction,
    Fault,
    Hits,
    Link,
    LinkKind,
    Note,
    Progress,
    Reading,
    Span,
    Statement,
    Suggestion,
    Version,
)
from communique.names import actor_code
from communique.query import Filters, check_date, check_words, filters_of, moment_of
from communique.settings import ANY_LANGUAGE, Settings, archive_path, deciding_user, load_settings, write_setting
from communique.times import now

if TYPE_CHECKING:
    from communique.flows.checking import Checked
    from communique.flows.rooms import Rooms
    from communique.holdings import Holdings
    from communique.search import ActChoice, Index

Paths = str | Path | Iterable[str | Path]
Words = str | Sequence[str] | None


class Archive:
    """An archive folder, opened. Use `communique.open`."""

    def __init__(self, folder: Path, *, create: bool = False, settings: Settings | None = None) -> None:
        from communique.holdings import Layout, prepare

        self.folder = folder
        self._layout = Layout(folder)
        prepare(self._layout, create=create)
        self.settings = load_settings(folder, settings)
        self._kept: Index | None = None

    @cached_property
    def issuers(self) -> issuers.Issuers:
        """The catalogue of issuers: packaged profiles, the archive's own over them."""
        return issuers.load(self._layout.issuers)

    @cached_property
    def actors(self) -> actor_names.ActorNames:
        """The names of states and organisations that the archive's own names.yaml adds."""
        return actor_names.load(self._layout.names)

    @cached_property
    def _holdings(self) -> Holdings:
        from communique.holdings import Holdings

        holdings = Holdings(self._layout, self.settings, self.issuers)
        if holdings.originals.files() and holdings.catalog.revision() is None:
            what = "empty" if self._layout.catalog.exists() else "missing"
            raise HoldingsError(f"{self.folder}: catalog.sqlite is {what}", 'Run "communique rebuild" to make it anew.')
        holdings.catalog.create_or_migrate()
        return holdings

    @property
    def _rooms(self) -> Rooms:
        from communique.flows.rooms import Rooms

        return Rooms(self._holdings, self.issuers, self.settings, self.actors)

    # --- what comes in -------------------------------------------------------------------------------------------

    def add(
        self,
        paths: Paths,
        *,
        issuer: str | None = None,
        url: str | None = None,
        date: str | None = None,
        dataset: str | None = None,
        mapping: Mapping[str, str] | None = None,
        ocr: bool = False,
        ocr_lang: str | None = None,
        read: bool = True,
        each: Callable[[Added | Fault], None] | None = None,
        progress: Progress | None = None,
        stdin: BinaryIO | None = None,
    ) -> Counts:
        """Take in files and folders: preserve, extract, index, then read their claims.

        Args:
            paths: files, folders, globs, or `-` for standard input.
            issuer, url, date: what you say of them; a date is `YYYY[-MM[-DD]]`.
            dataset, mapping: the data set's name; column of the file -> our name.
            ocr, ocr_lang: have scans read by tesseract, in these languages; kept with what comes in, so that a rebuild does
                the same. The setting of the same name makes it last.
            read: work off the reading queue afterwards.
            each: called with what became of each item.
            progress: called with items done and how many there will be (None while unknown).

        Returns:
            How many items became what.
        Raises:
            UsageError: a bad date, or a URL for several files. ArchiveBusy: another process is writing. DiskFull.
        """
        from communique import sources
        from communique.flows import add

        listed = [paths] if isinstance(paths, str | Path) else list(paths)
        check_date(date)
        check_words("add", issuer, url, dataset, *(mapping or {}))
        if url and (len(listed) > 1 or any(Path(one).is_dir() for one in listed)):
            raise UsageError("add: --url names one page, and there are several files", "Add them one by one.")
        scans = (ocr_lang or self.settings.ocr_lang or ANY_LANGUAGE) if ocr else None
        said = {"issuer": issuer, "url": url, "date": date, "ocr": scans, "dataset": dataset, "mapping": dict(mapping or {})}
        asserted = Asserted(issuer, url, date, scans)
        items = sources.from_paths(
            listed, asserted=asserted, dataset=dataset, mapping=mapping, settings=self.settings, stdin=stdin
        )
        total = sources.count(listed) if progress else None
        counts = Counts()
        with closing(add.add(self._rooms, items, {k: v for k, v in said.items() if v})) as stream:
            for item in stream:
                counts.take(item)
                if each:
                    each(item)
                if progress:
                    progress(counts.items, total)
        if read:
            with suppress(ArchiveBusy):  # whoever took the lock in between reads what waits
                self.read_waiting()
        return counts

    def read_waiting(self, progress: Progress | None = None) -> int:
        """Read the claims of the versions that wait for it. Returns how many were read.

        Raises:
            ArchiveBusy: another process is writing; it does so.
        """
        from communique.flows import reading

        return reading.read_waiting(self._rooms, progress)

    def faults(self, *, every: bool = False) -> list[Fault]:
        """The items that failed and wait to be retried or dismissed; with `every`, the settled ones too."""
        return self._holdings.views.faults(("open", "dismissed", "mended") if every else ("open",))

    def retry(self, each: Callable[[Added | Fault], None] | None = None) -> Counts:
        """Try every open fault again."""
        from communique.flows import mending

        counts = Counts()
        with closing(mending.retry(self._rooms)) as stream:
            for item in stream:
                counts.take(item)
                if each:
                    each(item)
        return counts

    def dismiss(self, fault: int | None = None) -> int:
        """Dismiss one fault, or all open ones. Returns how many."""
        return self._holdings.dismiss(fault)

    # --- what is in it -------------------------------------------------------------------------------------------

    def search(
        self,
        query: str,
        *,
        issuer: Words = None,
        country: Words = None,
        region: Words = None,
        lang: Words = None,
        kind: Words = None,
        tag: Words = None,
        since: str | None = None,
        until: str | None = None,
        all_words: bool = False,
        sort: str = "relevance",
        limit: int = 10,
        cursor: str | None = None,
        facets: bool = False,
        over_time: Literal["month", "year"] | None = None,
    ) -> Hits:
        """Find sentences. Bad syntax never fails: `notes` say what was understood differently.

        Returns:
            Hits, best first, with `.total` (statements), `.facets`, `.notes`, `.next` (a cursor), `.did_you_mean`, and, when
            asked for, the counts `.over_time` beside those `.undated`.
        Raises:
            UsageError: a bad date, sort, span or cursor. SearchError: the index is missing or damaged.
        """
        from communique import search

        filters = filters_of(
            issuer=issuer, country=country, region=region, lang=lang, kind=kind, tag=tag, since=since, until=until
        )
        waiting, index = self._searched()
        if index is None:
            return Hits((), 0, notes=(*search.parse(query).notes, *_lag(waiting)))
        with self._watching():
            one = filters.lang[0] if len(filters.lang) == 1 else None
            found = index.search(
                query, filters, texts=self._texts, lang=one, all_words=all_words, sort=sort, limit=limit,
                cursor=cursor, facets=facets, over_time=over_time, claims=self._holdings.outbox.marks, actor=self._actor,
            )  # fmt: skip
        return replace(found, notes=(*found.notes, *_lag(waiting)))

    def places(self, query: str, version: Version) -> Sequence[Span]:
        """Every stretch of a version's text that the words of a query stand in, in order; none without an index."""
        index = self._searched()[1] if query.strip() else None
        if index is None:
            return ()
        with self._watching():
            return index.places(query, version.text, version.lang)

    def similar(self, word: str, *, limit: int = 10) -> Hits:
        """Other statements with the same characteristic words, the most alike first; `word` as for `show`.

        Raises:
            NotFound, Ambiguous: nothing, or several things, answer. SearchError: the index is missing or damaged.
        """
        statement_id, version_id = self._holdings.views.resolve(word)
        waiting, index = self._searched()
        like = self._texts([version_id or self._holdings.views.statement(statement_id).version or ""])
        if index is None or not like:
            return Hits((), 0, notes=_lag(waiting))
        with self._watching():
            own = len(self.versions(statement_id)[statement_id])
            found = index.similar(next(iter(like.values())), texts=self._texts, versions=own, limit=limit)
        return replace(found, notes=_lag(waiting))

    def suggest(self, text: str, *, lang: str | None = None, limit: int = 10) -> tuple[Suggestion, ...]:
        """The text with its last word completed by words of the archive, the most frequent first.

        Raises:
            SearchError: the index is missing or damaged.
        """
        _, index = self._searched()
        if index is None:
            return ()
        with self._watching():
            return index.suggest(text, lang=lang, limit=limit)

    def _searched(self) -> tuple[int, Index | None]:
        """How many versions wait for the index, and the index; None while nothing was ever indexed.

        It is kept open: each query looks by itself whether it has changed.
        """
        from communique import search

        waiting = self._holdings.outbox.waiting()
        if not self._layout.index.exists():
            if waiting or not self._holdings.overview.counts()["versions"]:  # the first `add` is under way, or nothing was added
                return waiting, None
            from communique.flows.queues import drain_if_free

            drain_if_free(self._rooms, "search")  # somebody deleted it: all versions are due again
        elif self._holdings.outbox.switched():
            from communique.flows.queues import drain_if_free

            with suppress(HoldingsError):  # an archive that may only be read
                drain_if_free(self._rooms, "search")
        if self._kept is None:
            self._kept = search.open_index(self._layout.index, create=False, writable=False)
        return waiting, self._kept

    @contextmanager
    def _watching(self) -> Iterator[None]:
        """While the index is asked: one that was replaced or is damaged is opened anew by the next query."""
        try:
            yield
        except SearchError:
            self._kept = None
            raise

    def _texts(self, wanted: Sequence[str]) -> Mapping[str, Any]:
        from communique.search import StoredVersion

        return {
            id_: StoredVersion(
                version=id_,
                statement=statement,
                title=(statement.title if row["current"] else row["title"]) or "",
                text=row["text"],
                lang=statement.lang,
                current=row["current"],
            )
            for id_, (statement, row) in self._holdings.views.stored(wanted).items()
        }

    def claims(
        self,
        query: str | None = None,
        *,
        holder: Words = None,
        act: Words = None,
        target: Words = None,
        own: bool | None = None,
        issuer: Words = None,
        country: Words = None,
        region: Words = None,
        lang: Words = None,
        kind: Words = None,
        tag: Words = None,
        since: str | None = None,
        until: str | None = None,
        older: bool = False,
        counts: Sequence[str] = (),
        limit: int | None = None,
        cursor: str | None = None,
    ) -> Claims:
        """The ledger: who says what, newest statements first.

        Args:
            query: words that must all stand in the claim; in quotation marks, beside each other.
            holder, target: by code or any name; `act`: STATE ACCUSE DENY REJECT DEMAND THREATEN SUPPORT COMMIT EXPRESS ASK.
            own: True: what actors say themselves; False: what others report of them; None: both, each marked.
            older: claims of older versions, too.
            counts: any of act, holder, target, month; of own claims unless `own` is False.

        Returns:
            Claims, with `.own` and `.reported` (how many of each layer), `.total`, `.next` (a cursor), `.counts`, `.not_read`.
        Raises:
            UsageError: a bad date, act, count or cursor.
        """
        filters = filters_of(
            issuer=issuer, country=country, region=region, lang=lang, kind=kind, tag=tag, since=since, until=until
        )
        asked = self.claim_filters(query, holder=holder, act=act, target=target, own=own, older=older, statements=filters)
        return self._holdings.ledger.page(asked, limit, cursor, counts)

    def claim_filters(self, query: str | None = None, *, holder: Words = None, target: Words = None, **rest: Any) -> ClaimFilters:
        """What is asked of the ledger, as this archive understands it: ids and names that it adds stand for codes."""
        held, aimed = self._teller(holder), self._teller(target)
        return claim_filters(query, holder=held, target=aimed, experimental=self.settings.experimental, **rest)

    def _actor(self, word: str) -> str | None:
        """The code that a name means."""
        (named,) = self._teller(word)
        return self.actors.code(named) or actor_code(named)

    def _teller(self, words: Words) -> Sequence[str]:
        """Codes for an issuer's id, which stands for its state or body, and for names that the archive adds."""
        named = (words,) if isinstance(words, str) else tuple(words or ())
        profiles = [(one, self.issuers.by_id.get(one)) for one in named]
        return [profile.code if profile and profile.code else self.actors.code(one) or one for one, profile in profiles]

    def claims_of(self, version: str) -> Sequence[Claim]:
        """The claims of one version, in the order of the text."""
        return self._holdings.ledger.of(version, experimental=self.settings.experimental)

    def claim(self, word: str) -> Claim:
        """One claim, by its id or a unique prefix.

        Raises:
            NotFound, Ambiguous: none answers, or several.
        """
        row = self._holdings.ledger.one(word)
        found = next((one for one in self._holdings.ledger.of(row["version"]) if one.id == row["id"]), None)
        if found is None:
            raise NotFound(f"{row['id']}: a person decided that this is no claim", 'See "communique correct --undo".')
        return found

    def every_claim(self, asked: ClaimFilters | None = None) -> Iterator[Claim]:
        """All claims that answer, streamed from one consistent view."""
        return self._holdings.ledger.every(asked or self.claim_filters())

    def show(self, word: str, *, at: str | None = None) -> Statement:
        """One statement by id, unique prefix, URL or original id; as it stands, or as it stood at a time.

        Raises:
            NotFound, Ambiguous: nothing, or several things, answer. UsageError: a bad time.
        """
        statement_id, version_id = self._holdings.views.resolve(word)
        statement = self._holdings.views.statement(statement_id)
        if statement.withdrawn:
            return statement
        version = self._holdings.views.version(version_id) if version_id else None
        if at is not None:
            moment = moment_of(at)
            version = self._holdings.views.at(statement_id, moment)
            if version is None:
                raise NotFound(
                    f"{word}: no capture with a recorded time at or before {moment}", f'See "communique history {statement_id}".'
                )
        if version is None or version.id == statement.version:
            return statement
        stated = version.date.value if version.date else None
        return replace(statement, version=version.id, title=version.title, date=stated, text=version.text, unread=version.unread)

    def list(
        self, filters: Filters | None = None, *, limit: int | None = 50, cursor: str | None = None
    ) -> tuple[Sequence[Statement], int, str | None]:
        """A page of statements, newest first: (statements, how many in all, cursor of the next page)."""
        return self._holdings.views.statements(filters or Filters(), limit, cursor)

    def sample(self, size: int, *, seed: int = 0, filters: Filters | None = None) -> Sequence[Statement]:
        """A random sample, the same for the same seed and archive."""
        return self._holdings.views.sample(filters or Filters(), size, seed)

    def every(self, filters: Filters | None = None) -> Iterator[Statement]:
        """All statements, streamed from one consistent view."""
        return self._holdings.views.every(filters or Filters())

    def versions(self, *statements: str) -> Mapping[str, Sequence[Version]]:
        """The versions of statements, in the order in which they were first seen."""
        return self._holdings.views.versions_of(statements)

    def captures(self, *statements: str) -> Mapping[str, Sequence[Capture]]:
        """The captures of statements, in the order of their times."""
        return self._holdings.views.captures_of(statements)

    def changes(self, *statements: str) -> Mapping[str, Sequence[Change]]:
        """What the captures of statements changed."""
        return self._holdings.views.changes_of(statements)

    def decisions(self, statement: str) -> Sequence[Decision]:
        """What people decided on a statement, undone or not."""
        return self._holdings.views.decisions_of(statement)

    def links(self, statement: Statement) -> Sequence[Link]:
        """Statements that belong with this one."""
        return self._holdings.views.links_of(statement)

    def version(self, word: str) -> Version:
        """One version: by its id, any of its captures' ids, or a statement's current one.

        Raises:
            NotFound: nothing answers to the word, or the statement is withdrawn.
        """
        statement = self.show(word)
        if statement.withdrawn or statement.version is None:
            raise NotFound(f"{word}: the statement is withdrawn", f'See "communique history {statement.id}".')
        return self._holdings.views.version(statement.version)

    def status(self) -> dict[str, Any]:
        """Counts, period, last capture, queues, faults, the last verification."""
        overview = self._holdings.overview
        counts = overview.once("counts", overview.counts)
        claims = overview.once("claims", lambda: self._holdings.ledger.facts(self.settings.experimental))
        return {"archive": str(self.folder), **counts, **claims, "last_verify": overview.verified()}

    def months(self, filters: Filters | None = None) -> Mapping[str, int]:
        """How many statements bear a date in each month, `YYYY-MM` (or `YYYY`, where no more is known), in order."""
        overview = self._holdings.overview
        return overview.months(filters) if filters else overview.once("months", lambda: overview.months(Filters()))

    def issuer_counts(self) -> Sequence[Mapping[str, Any]]:
        """What there is of each issuer, most first: period, statements by language and by month."""
        found = self._holdings.overview.once("issuers", self._holdings.overview.issuers)
        known = {one["issuer"]: self.issuers.by_id.get(one["issuer"] or "") for one in found}
        return [{**one, "issuer_name": p.name if (p := known[one["issuer"]]) else one["issuer_name"]} for one in found]

    def latest_edits(self, limit: int = 10) -> Sequence[tuple[Change, Statement]]:
        """The latest edits that captures showed, newest first, each with its statement (without text)."""
        return self._holdings.overview.edits(limit)

    def titles(self, *statements: str) -> Mapping[str, Statement]:
        """Statements by id, at most 400, without their texts; withdrawn and unknown ones are missing."""
        return self._holdings.overview.titles(statements)

    # --- what people decide --------------------------------------------------------------------------------------

    def edit(self, word: str, values: Mapping[str, str | None], *, note: str | None = None, by: str | None = None) -> Decision:
        """Decide values of a statement: title, date, issuer, kind, lang; None says that it is unknown.

        Raises:
            UsageError: no value, an unknown field, a bad date or kind.
        """
        from communique.holdings import EDITABLE

        if not values or set(values) - set(EDITABLE):
            raise UsageError(f"edit: give at least one of {', '.join(EDITABLE)}")
        check_date(values.get("date"))
        if values.get("kind") and values["kind"] not in KINDS:
            raise UsageError(f"edit: {values['kind']!r} is no kind", f"Kinds are {', '.join(KINDS)}.")
        return self._decide(by, "edit", self._one(word), values, note)

    def tag(self, words: Iterable[str], tag: str, *, remove: bool = False, by: str | None = None) -> Sequence[Decision]:
        """Put a tag on statements, or take it off."""
        if not tag.strip():
            raise UsageError("tag: an empty tag")
        wanted = dict.fromkeys(self._one(word) for word in words)
        action = "untag" if remove else "tag"
        return self._take([self._decision(by, action, one, {"tag": tag.strip()}, None) for one in wanted])

    def link(self, a: str, b: str, kind: LinkKind, *, note: str | None = None, by: str | None = None) -> Decision:
        """Say that two statements are the same text, translations, or one moved to the other's address."""
        first, second = self._one(a), self._one(b)
        if first == second:
            raise UsageError("link: both are the same statement")
        return self._decide(by, "link", first, {"to": second, "kind": kind}, note)

    def withdraw(self, word: str, reason: str, *, by: str | None = None) -> Decision:
        """Hide a statement from every view; its bytes stay, and the withdrawal can be undone."""
        if not reason.strip():
            raise UsageError("withdraw: give a reason")
        return self._decide(by, "withdraw", self._one(word), {"reason": reason}, None)

    def correct(
        self,
        claim: str,
        *,
        holder: str | Sequence[str] | None = None,
        act: str | None = None,
        stance: str | None = None,
        targets: Sequence[str] | None = None,
        not_a_claim: bool = False,
        note: str | None = None,
        by: str | None = None,
    ) -> Decision:
        """Correct what the reader made of a claim. It outranks the machine and is found again by the claim's words.

        Args:
            claim: its id or a unique prefix.
            holder: `ISSUER`, a code, any words; several; `unknown` for nobody.
            act, stance, targets: what holds instead; no targets: an empty list.

        Raises:
            NotFound, Ambiguous: no such claim. UsageError: nothing to correct, or no such act or stance.
        """
        from communique.holdings import correction

        row = self._holdings.ledger.one(claim)
        who, aimed = (None if one is None else self._teller(one) for one in (holder, targets))
        values = correction(row, holder=who, act=act, stance=stance, targets=aimed, not_a_claim=not_a_claim)
        return self._decide(by, "correct", row["statement"], values, note)

    def uncorrect(self, claim: str, *, note: str | None = None, by: str | None = None) -> Decision:
        """Undo the last correction of a claim.

        Raises:
            DecisionError: there is none.
        """
        row = self._holdings.ledger.one(claim)
        if row["correction"] is None:
            raise DecisionError(f"correct: claim {row['id']} has no correction to undo", 'See "communique claims --json".')
        return self._decide(by, "undo", row["statement"], {}, note, row["correction"])

    def corrected(self) -> Iterator[tuple[Mapping[str, Any], Sequence[Mapping[str, Any]], Mapping[str, Any]]]:
        """Each version in which people corrected claims: its row, the rows of its claims, of its reading."""
        return self._holdings.ledger.corrected()

    def undo(self, word: str, action: str, *, by: str | None = None, note: str | None = None) -> Decision:
        """Undo the last standing decision of that kind (edit, tag, untag, link, withdraw) on a statement.

        Raises:
            DecisionError: there is none.
        """
        statement = self._one(word)
        if action not in ("edit", "tag", "untag", "link", "withdraw"):
            raise UsageError(f"undo: a decision of the kind {action!r} cannot be undone", "Decide anew instead.")
        undone = self._holdings.decisions.latest(statement, action)
        return self._decide(by, "undo", statement, {}, note, undone.id)

    def _one(self, word: str) -> str:
        return self._holdings.views.resolve(word)[0]

    def _decide(
        self,
        by: str | None,
        action: str,
        statement: str,
        values: Mapping[str, str | None],
        note: str | None,
        undoes: str | None = None,
    ) -> Decision:
        return self._take([self._decision(by, action, statement, values, note, undoes)])[0]

    def _decision(
        self,
        by: str | None,
        action: str,
        statement: str,
        values: Mapping[str, str | None],
        note: str | None,
        undoes: str | None = None,
    ) -> Decision:
        from communique.holdings import new_decision

        who = deciding_user(by, self.settings)
        check_words(action, who, note, *values.values())
        return new_decision(who, action, statement, values, note, undoes)

    def _take(self, decided: Sequence[Decision]) -> Sequence[Decision]:
        from communique.flows.queues import drain_if_free
        from communique.flows.reading import read_if_free

        self._holdings.decisions.take(*decided)
        if decided:
            drain_if_free(self._rooms, decided[0].action)
            read_if_free(self._rooms, list({one.statement for one in decided}))
        return decided

    # --- what keeps it whole -------------------------------------------------------------------------------------

    def verify(self, progress: Progress | None = None) -> Iterator[Fault]:
        """Every damage to originals, manifest, anchors, catalog, decisions or index; nothing when all is well."""
        from communique.flows import verify

        damages = 0
        for damage in verify.verify(self._rooms, progress):
            damages += 1
            yield damage
        with suppress(HoldingsError):  # an archive that may only be read can be verified too
            self._holdings.overview.note_verified(now(), damages)

    def rebuild(self, progress: Progress | None = None, *, claims_only: bool = False) -> int:
        """Everything derived anew from the originals and the decisions. Returns how many records were read.

        With `claims_only`, every version is read anew and nothing else; returns how many.
        """
        from communique.flows import rebuild
        from communique.flows.rooms import Rooms
        from communique.holdings import Holdings

        if claims_only:
            return rebuild.rebuild_claims(self._rooms, progress)
        self.__dict__.pop("_holdings", None)  # the old catalog may be damaged: it is not opened here
        holdings = Holdings(self._layout, self.settings, self.issuers)
        return rebuild.rebuild(Rooms(holdings, self.issuers, self.settings, self.actors), progress)

    def copy(self, target: str | Path, progress: Progress | None = None) -> Path:
        """A consistent copy in a new folder, while others read and write."""
        from communique.flows import copying

        copying.copy_to(self._rooms, Path(target), progress)
        return Path(target)

    def records(self, *, shown_only: bool = True) -> Iterator[bytes]:
        """The originals as WARC records, one gzip member each, in their order; a withdrawn statement's are left out."""
        return self._holdings.records(shown_only=shown_only)

    def original(self, capture: str) -> bytes:
        """The payload of a capture, as it was taken in.

        Raises:
            NotFound: no such capture. HoldingsError: its record is damaged.
        """
        with self._holdings.catalog.read() as connection:
            return self._rooms.source(self._holdings.views.original(capture), connection).data

    def saved_page(self, capture: str) -> str | None:
        """The HTML of a capture, decoded, as hostile as it came; None when the capture is no page.

        Raises:
            NotFound: no such capture. HoldingsError: its record is damaged.
        """
        from communique.flows import pages

        return pages.saved_page(self._rooms, capture)

    def set_token(self, digest: str) -> None:
        """Keep the digest of the web server's token in archive.toml."""
        write_setting(self.folder, "token", digest)


def _lag(waiting: int) -> tuple[Note, ...]:
    return (Note(0, f"{waiting} versions are not in the index yet"),) if waiting else ()


def open_archive(folder: str | Path | None = None, *, create: bool = False, settings: Settings | None = None) -> Archive:
    """Open an archive: the folder given, else `$COMMUNIQUE_ARCHIVE`, else `./communique.archive`.

    Raises:
        NotFound: there is none and `create` is false. ArchiveTooNew, HoldingsError: it cannot be opened.
    """
    return Archive(archive_path(folder), create=create, settings=settings)


def extract(
    data: bytes, url: str | None = None, issuer: str | None = None, captured: str | None = None, host: Any = None
) -> Extraction:
    """Text and facts of one payload, no archive needed; see `communique.flows.pure.extract`."""
    from communique.flows import pure

    return pure.extract(data, url, issuer, captured, host)


def extract_file(path: str | Path, **said: Any) -> Iterator[Extraction | Fault]:
    """Text and facts of each item in a file; see `communique.flows.pure.extract_file`."""
    from communique.flows import pure

    return pure.extract_file(path, **said)


def check_issuer(profile: issuers.Profile, *, write: bool = False) -> Checked:
    """A profile's fields and its saved example page; see `communique.flows.checking.check`."""
    from communique.flows import checking

    return checking.check(profile, write=write)


def read(
    text: str,
    issuer: str | None = None,
    lang: str | None = None,
    title: str | None = None,
    date: str | None = None,
    reader: object | None = None,
    known: issuers.Issuers | None = None,
    actors: actor_names.ActorNames | None = None,
) -> Reading:
    """Who says what in one text, taken as it is; see `communique.flows.pure.read`."""
    from communique.flows import pure

    return pure.read(text, issuer, lang, title, date, reader, known, actors)


def act_choices(query: str, acts: Iterable[str]) -> Sequence[ActChoice]:
    """A query with each act chosen, or let go; see `communique.search.choosing.act_choices`."""
    from communique import search

    return search.act_choices(query, acts)


def diff(a: str, b: str) -> Edit:
    """The difference of two texts: word-level steps in code points, and the kind of edit."""
    from communique.flows import pure

    return pure.diff(a, b)
