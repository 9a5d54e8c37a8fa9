"""Keeping the books: what captures showed becomes versions, changes and statements, in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Table, bindparam, delete, insert, select, update

from communique import ids
from communique.holdings import history
from communique.holdings.claim_books import forget_claims
from communique.holdings.composing import Composer
from communique.holdings.keeping import Kept
from communique.holdings.outbox import VANISHED
from communique.holdings.rows import stated_date
from communique.holdings.schema import captures, changes, decisions, meta, statements, versions
from communique.model import Edit, Extraction, StatedDate

Rows = dict[str, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Side:
    """What is compared of a version."""

    title: str | None
    text: str
    date: StatedDate | None
    lang: str | None


@dataclass(frozen=True, slots=True)
class Edited:
    """A step from one version to another whose kind is not known yet."""

    capture: str
    before: Side
    after: Side


@dataclass(slots=True)
class _Page:
    """Everything about one statement while it is being written."""

    captures: Rows = field(default_factory=dict)
    versions: Rows = field(default_factory=dict)  # by version id
    changes: Rows = field(default_factory=dict)  # by capture id
    decisions: list[dict[str, Any]] = field(default_factory=list)
    found: dict[str, Extraction] = field(default_factory=dict)  # by capture id, of this transaction
    countries: dict[str, str] = field(default_factory=dict)  # by capture id: as the data set says
    history: history.History = field(default_factory=history.History)
    touched: bool = False
    statement: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of one source: its capture's row and, when there is one, the rows of its statement and version."""

    kept: Kept
    capture: dict[str, Any]
    change: str  # a kind of change, or the outcome of a capture that shows no text
    statement: dict[str, Any] | None
    version: dict[str, Any] | None


class Books:
    """One group of captures: open it, record what each showed, settle, write."""

    def __init__(self, connection: Connection, composer: Composer, wanted: Iterable[str], seq: int) -> None:
        self.connection = connection
        self.composer = composer
        self.seq = seq
        self.pages = {statement: _Page() for statement in wanted}
        self.edits: dict[str, Edit] = {}
        self._fresh: list[str] = []  # capture ids to insert
        self._load(list(self.pages))

    def _load(self, wanted: Sequence[str]) -> None:
        for at in range(0, len(wanted), 400):
            part = list(wanted[at : at + 400])
            for row in self._rows(captures, part):
                self.pages[row["statement"]].captures[row["id"]] = row
            for row in self._rows(versions, part):
                self.pages[row["statement"]].versions[row["id"]] = row
            for row in self._rows(changes, part):
                self.pages[row["statement"]].changes[row["capture"]] = row
            for row in sorted(self._rows(decisions, part), key=lambda r: r["seq"]):
                self.pages[row["statement"]].decisions.append(row)

    def _rows(self, table: Table, part: list[str]) -> Iterable[dict[str, Any]]:
        return (dict(r) for r in self.connection.execute(select(table).where(table.c.statement.in_(part))).mappings())

    def stale(self, statement: str, made_by: str) -> list[dict[str, Any]]:
        """Captures of a statement whose text another extractor made: read again before anything is compared."""
        page = self.pages[statement]
        return [row for row in page.captures.values() if row["content"] and row["made_by"] != made_by]

    def has_text(self, statement: str) -> bool:
        """Whether a capture of the statement gave a text."""
        return any(row["content"] for row in self.pages[statement].captures.values())

    def record(self, kept: Kept, found: Extraction | None, failure: str | None = None) -> None:
        """What one capture showed: an extraction, a failure, or nothing that can be read."""
        page, row = self.pages[kept.statement], dict(kept.row)
        page.touched = True
        row["outcome"] = kept.shows if kept.shows != "read" else "failed"
        if failure is not None:
            row["reason"] = failure
        if found is not None:
            self._found(page, row, found)
            if kept.source.row is not None and kept.source.row.fields.get("country"):
                page.countries[kept.capture] = kept.source.row.fields["country"]
        if kept.capture not in page.captures:
            self.seq += 1
            row["seq"] = self.seq
            self._fresh.append(kept.capture)
        else:
            row["seq"] = page.captures[kept.capture]["seq"]
        page.captures[kept.capture] = row

    def _found(self, page: _Page, row: dict[str, Any], found: Extraction) -> None:
        row["made_by"], row["page_type"] = found.made_by, found.page_type
        if found.page_type == "statement" and found.text:
            row["outcome"] = "version"
            row["content"] = ids.version_digest(found.title, found.date.value if found.date else None, found.text)
            page.found[row["id"]] = found
        else:
            row["outcome"], row["content"] = "refused", None
            row["reason"] = found.reason or found.unknown.get("text") or f"page type {found.page_type}"

    def settle(self) -> list[Edited]:
        """Derive the history of every statement touched; returns the steps whose kind of edit is to be found."""
        open_steps: list[Edited] = []
        for page in self.pages.values():
            page.history = history.derive([_seen(row) for row in page.captures.values()])
            for step in page.history.steps:
                if step.change != "edited" or step.before is None or step.after is None:
                    continue
                pair = (page.history.versions[step.before], page.history.versions[step.after])
                if _judged(page, step.capture, pair):
                    continue
                open_steps.append(Edited(step.capture, _side(page, pair[0]), _side(page, pair[1])))
        return open_steps

    def note(self, capture: str, edit: Edit) -> None:
        """The kind of edit that a step turned out to be."""
        self.edits[capture] = edit

    def write(self) -> None:
        """Write the group into the transaction: captures, versions, changes, statements."""
        fresh, old = set(self._fresh), []
        new_rows: dict[str, list[dict[str, Any]]] = {"captures": [], "versions": [], "changes": [], "statements": []}
        for statement, page in self.pages.items():
            if not page.touched:
                continue
            self._write_page(statement, page, new_rows)
            new_rows["captures"] += [row for key, row in page.captures.items() if key in fresh]
            old += [row for key, row in page.captures.items() if key not in fresh]
            if page.statement is not None:
                new_rows["statements"].append(page.statement)
        self._insert(captures, new_rows["captures"])
        self._update_captures(old)
        self._replace(versions, new_rows["versions"])
        self._replace(changes, new_rows["changes"])
        self._replace(statements, new_rows["statements"])
        self._fresh.clear()

    def _write_page(self, statement: str, page: _Page, out: dict[str, list[dict[str, Any]]]) -> None:
        derived = page.history
        wanted = {capture: content for content, capture in derived.versions.items()}
        gone = [key for key, row in page.versions.items() if wanted.get(key) != row["content"]]
        if gone:
            self.connection.execute(delete(versions).where(versions.c.id.in_(gone)))
            forget_claims(self.connection, gone)
            vanished = [{"key": VANISHED + key, "value": statement} for key in gone if key not in wanted]
            self._replace(meta, vanished)
            if not wanted:  # what was read as a statement is none, as it is read now
                self.connection.execute(delete(statements).where(statements.c.id == statement))
        for row in page.captures.values():
            row["version"] = derived.versions.get(row["content"]) if row["content"] else None
        several = len(wanted) > 1  # a new one may change the statement's values, which the index holds with each version
        for version, content in wanted.items():
            flags = {"current": content == derived.current, "alone": len(wanted) == 1}
            made, old = self._version(page, statement, version, content), page.versions.get(version)
            if several or old is None or made is not old or any(old[k] != v for k, v in flags.items()):
                page.versions[version] = {**made, **flags, "due": (old["due"] if old else 0) + 1}
                out["versions"].append(page.versions[version])
        for key in gone:
            if key not in wanted:
                del page.versions[key]
        steps = [self._change(page, statement, step) for step in derived.steps if step.change != "same"]
        if stale := set(page.changes) - {s["capture"] for s in steps}:
            self.connection.execute(delete(changes).where(changes.c.capture.in_(stale)))
        out["changes"] += [s for s in steps if page.changes.get(s["capture"]) != s]
        self._compose(page)

    def _compose(self, page: _Page) -> None:
        """The statement's row as it stands now; none while no text of it is known."""
        if page.history.current is not None:
            version = page.versions[page.history.versions[page.history.current]]
            page.statement = self.composer.compose(page.captures[version["id"]], version, page.decisions)

    def recorded(self, kept: Kept) -> Recorded:
        """What became of a source, after `write`."""
        page = self.pages[kept.statement]
        if page.statement is None:
            self._compose(page)
        row = page.captures[kept.capture]
        change = next((s.change for s in page.history.steps if s.capture == kept.capture), None)
        if kept.known and change is not None:
            change = "same"
        version = page.versions.get(row["version"]) if row["version"] else None
        return Recorded(kept, row, change or row["outcome"], page.statement, version)

    def _version(self, page: _Page, statement: str, version: str, content: str) -> dict[str, Any]:
        if version not in page.found:
            return page.versions[version]
        row = version_row(version, statement, content, page.found[version], self.composer.keep_page_text)
        row["country"] = page.countries.get(version)
        self._to_be_read(row, page.versions.get(version))
        if page.captures[version]["dataset"] is not None and not row["furniture"]:
            row["page_text"] = None  # the row itself is the page, and stands in the originals
        old = page.versions.get(version)
        return old if old is not None and all(old[name] == value for name, value in row.items()) else row

    def _to_be_read(self, row: dict[str, Any], old: Mapping[str, Any] | None) -> None:
        """A text that was read stays read, unless the text, its language or its issuer is another now."""
        same = old is not None and all(old[name] == row[name] for name in ("text_digest", "lang", "issuer", "country"))
        row["unread"], row["read_note"] = (old["unread"], old["read_note"]) if old and same else (_stamp(old), None)
        if old and not same:
            forget_claims(self.connection, [row["id"]])

    def _change(self, page: _Page, statement: str, step: history.Step) -> dict[str, Any]:
        edit, known = self.edits.get(step.capture), page.changes.get(step.capture, {})
        return {
            "capture": step.capture,
            "statement": statement,
            "change": step.change,
            "edit": edit.edit if edit else known.get("edit") if step.change == "edited" else None,
            "similarity": edit.similarity if edit else known.get("similarity") if step.change == "edited" else None,
            "from_version": page.history.versions.get(step.before or ""),
            "to_version": page.history.versions.get(step.after or ""),
            "at": step.at,
            "announced": None,
        }

    def _insert(self, table: Table, rows: list[dict[str, Any]]) -> None:
        if rows:
            self.connection.execute(insert(table), rows)

    def _replace(self, table: Table, rows: list[dict[str, Any]]) -> None:
        if rows:
            self.connection.execute(insert(table).prefix_with("OR REPLACE"), rows)

    def _update_captures(self, rows: list[dict[str, Any]]) -> None:
        names = ("outcome", "reason", "page_type", "content", "version", "made_by")
        if rows:
            change = update(captures).where(captures.c.id == bindparam("key_id"))
            change = change.values({name: bindparam(f"new_{name}") for name in names})
            self.connection.execute(change, [{"key_id": r["id"], **{f"new_{n}": r[n] for n in names}} for r in rows])


def _stamp(old: Mapping[str, Any] | None) -> int:
    return (old["unread"] if old else 0) + 1


def _side(page: _Page, version: str) -> Side:
    found = page.found.get(version)
    if found is not None:
        return Side(found.title, found.text, found.date, found.lang)
    row = page.versions[version]
    return Side(row["title"], row["text"], stated_date(row["date_evidence"]), row["lang"])


def _judged(page: _Page, capture: str, pair: tuple[str, str]) -> bool:
    """Whether the kind of this edit is known, and neither side was read anew."""
    known = page.changes.get(capture)
    if not known or not known["edit"] or (known["from_version"], known["to_version"]) != pair:
        return False
    return pair[0] not in page.found and pair[1] not in page.found


def version_row(version: str, statement: str, content: str, found: Extraction, keep_page_text: bool) -> dict[str, Any]:
    """An extraction as a row of the versions table."""
    date = found.date
    stated: Mapping[str, Any] | None = None
    if date is not None:
        stated = {
            "value": date.value,
            "precision": date.precision,
            "source": date.source,
            "evidence": date.evidence,
            "inferred": date.inferred,
            "alternatives": [list(a) for a in date.alternatives],
        }
    return {
        "id": version,
        "statement": statement,
        "content": content,
        "title": found.title,
        "date": date.value if date else None,
        "date_evidence": stated,
        "lang": found.lang,
        "issuer": found.issuer,
        "kind": found.kind,
        "number": found.number,
        "text": found.text,
        "text_digest": ids.text_digest(found.text),
        "marks": [list(m) for m in found.marks],
        "langs": [list(one) for one in found.langs] or None,
        "page_starts": [list(one) for one in found.pages] or None,
        "page_text": found.page_text if keep_page_text and (found.furniture or found.page_text != found.text) else None,
        "page_text_digest": found.page_text_digest or None,
        "furniture": [list(f) for f in found.furniture],
        "evidence": dict(found.evidence),
        "unknown": dict(found.unknown),
        "encoding": found.encoding,
        "damaged": found.damaged,
        "made_by": found.made_by,
    }


def _seen(row: Mapping[str, Any]) -> history.Seen:
    shows: history.Shows = "nothing"
    if row["content"]:
        shows = "text"
    elif row["outcome"] in ("missing", "refused"):
        shows = "absent"
    elif row["outcome"] in ("gone", "moved"):
        shows = row["outcome"]
    number, time = f"{row['ordinal'] or '':>012}", row["captured"] or row["accessioned"]
    order = number if row["ordinal"] and not row["captured"] else f"{time.rstrip('Z')} {number}"
    return history.Seen(row["id"], order, time, row["seq"], shows, row["content"])
