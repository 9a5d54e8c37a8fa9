"""The JSON contract: one function a record. What docs/reference/json.md says, these give, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from communique.acts import cameo, plover
from communique.issuers import Profile
from communique.model import (
    Actor,
    Added,
    Attribution,
    Capture,
    Change,
    Claim,
    Claims,
    Decision,
    Edit,
    Extraction,
    Fault,
    Hit,
    Hits,
    Link,
    Reading,
    ReadSentence,
    StatedDate,
    Statement,
    Suggestion,
    Version,
)

Record = dict[str, Any]


def stated_date(date: StatedDate | None) -> Record | None:
    """A date with its evidence."""
    if date is None:
        return None
    return {
        "value": date.value,
        "precision": date.precision,
        "source": date.source,
        "evidence": date.evidence,
        "inferred": date.inferred,
        "alternatives": [{"value": a.value, "source": a.source, "evidence": a.evidence} for a in date.alternatives],
    }


def extraction(found: Extraction) -> Record:
    """`extract FILE`: the text and facts of one payload."""
    return {
        "title": found.title,
        "date": stated_date(found.date),
        "lang": found.lang,
        "issuer": found.issuer,
        "kind": found.kind,
        "number": found.number,
        "text": found.text,
        "marks": [list(mark) for mark in found.marks],
        "langs": [list(one) for one in found.langs],
        "pages": [list(one) for one in found.pages],
        "page_type": found.page_type,
        "reason": found.reason,
        "furniture": [list(one) for one in found.furniture],
        "page_text_digest": found.page_text_digest,
        "evidence": {name: found.evidence.get(name) for name in ("title", "lang", "issuer", "kind", "text")},
        "unknown": dict(found.unknown),
        "encoding": found.encoding,
        "damaged": found.damaged,
        "made_by": found.made_by,
    }


def added(item: Added | Fault) -> Record:
    """`add`: what became of one item."""
    if isinstance(item, Fault):
        return {"error": item.why, "path": item.path, "todo": item.todo}
    if item.withdrawn:
        hidden = {"at": item.withdrawn.at, "by": item.withdrawn.by, "reason": item.withdrawn.reason}
        return {"statement": item.statement, "url": item.url, "change": item.change, "withdrawn": hidden, "path": item.path}
    if item.change == "failed":
        return {"error": item.reason, "path": item.path, "todo": 'Run "communique faults --retry".'}
    if item.change in ("refused", "kept") or item.version is None:
        return {
            "path": item.path,
            "url": item.url,
            "change": item.change,
            "page_type": item.page_type,
            "reason": item.reason,
            "digest": item.digest,
            "statement": item.statement,
        }
    names = ("statement", "version", "change", "title", "date", "lang", "issuer", "url", "digest", "path", "original_id")
    return {name: getattr(item, name) for name in names}


def statement(one: Statement, versions: Sequence[Version] = (), captures: Sequence[Capture] = ()) -> Record:
    """A statement: `show`, `list`, `export jsonl`. A withdrawn one gives only what may be shown."""
    if one.withdrawn:
        hidden = {"at": one.withdrawn.at, "by": one.withdrawn.by, "reason": one.withdrawn.reason}
        return {"statement": one.id, "url": one.url, "withdrawn": hidden}
    return {
        "statement": one.id,
        "version": one.version,
        "original_id": one.original_id,
        "dataset": one.dataset,
        "issuer": one.issuer,
        "issuer_name": one.issuer_name,
        "country": one.country,
        "title": one.title,
        "date": one.date,
        "lang": one.lang,
        "kind": one.kind,
        "number": one.number,
        "url": one.url,
        "tags": list(one.tags),
        "unread": one.unread,
        "text": one.text,
        "versions": [version(v) for v in versions],
        "captures": [capture(c) for c in captures],
    }


def version(one: Version) -> Record:
    """A version with its evidence; its text is part of it."""
    return {
        "version": one.id,
        "statement": one.statement,
        "current": one.current,
        "title": one.title,
        "date": stated_date(one.date),
        "lang": one.lang,
        "issuer": one.issuer,
        "kind": one.kind,
        "number": one.number,
        "text": one.text,
        "text_digest": one.text_digest,
        "marks": [list(mark) for mark in one.marks],
        "langs": [list(stretch) for stretch in one.langs],
        "pages": [list(start) for start in one.pages],
        "evidence": dict(one.evidence),
        "unknown": dict(one.unknown),
        "unread": one.unread,
        "made_by": one.made_by,
    }


def capture(one: Capture) -> Record:
    """A capture: what came in, when, and where its bytes stand."""
    return {
        "capture": one.id,
        "statement": one.statement,
        "version": one.version,
        "outcome": one.outcome,
        "reason": one.reason,
        "url": one.url,
        "url_evidence": one.url_evidence,
        "accessioned": one.accessioned,
        "captured": one.captured,
        "media_type": one.media_type,
        "status": one.status,
        "digest": one.digest,
        "size": one.size,
        "path": one.path,
        "original_page": one.media_type != "application/json",
        "warc": one.warc,
        "offset": one.offset,
        "length": one.length,
        "made_by": one.made_by,
    }


def change(one: Change) -> Record:
    """A change: what one capture showed, compared with the one before."""
    return {
        "statement": one.statement,
        "url": one.url,
        "change": one.change,
        "edit": one.edit,
        "from": one.from_version,
        "to": one.to_version,
        "at": one.at,
        "announced": one.announced,
    }


def decision(one: Decision) -> Record:
    """A person's decision."""
    return {
        "decision": one.id,
        "statement": one.statement,
        "action": one.action,
        "values": dict(one.values),
        "note": one.note,
        "undoes": one.undoes,
        "at": one.at,
        "by": one.by,
    }


def link(one: Link) -> Record:
    """A link between two statements."""
    return {"a": one.a, "b": one.b, "kind": one.kind, "evidence": one.evidence}


def results(found: Hits) -> Record:
    """The first line of `search`."""
    return {
        "total": found.total,
        "facets": {name: dict(values) for name, values in found.facets.items()},
        "notes": [{"column": note.column, "message": note.message} for note in found.notes],
        "next": found.next,
        "did_you_mean": found.did_you_mean,
        "over_time": None if found.over_time is None else [{"period": p, "count": n} for p, n in found.over_time.items()],
        "undated": found.undated,
    }


def document(found: Reading, text: str | None = None) -> Record:
    """The first line of `read`: what was read, and by whom; `text` where the file is no plain text."""
    record = {
        "type": "document",
        "lang": found.lang,
        "issuer": found.issuer,
        "text_digest": found.text_digest,
        "reader": found.reader,
        "experimental": found.experimental,
        "unread": found.unread,
    }
    return record if text is None else {**record, "text": text}


def sentence(one: ReadSentence) -> Record:
    """A sentence of `read`."""
    return {
        "type": "sentence",
        "n": one.n,
        "start": one.start,
        "end": one.end,
        "act": one.act,
        "targets": list(one.targets),
        "speaker": one.speaker,
        "kind": one.kind,
    }


def attribution(one: Attribution) -> Record:
    """An attribution of `read`."""
    return {
        "type": "attribution",
        "id": one.id,
        "sentence": one.sentence,
        "source": span(one.source),
        "cue": list(one.cue),
        "content": [list(part) for part in one.content],
        "holder": actor(one.holder),
        "holder_text": one.holder_text,
        "chain": [actor(link) for link in one.chain],
        "act": one.act,
        "targets": list(one.targets),
        "stance": one.stance,
        "parent": one.parent,
        "responds_to": list(one.responds_to),
        "confidence": one.confidence,
    }


def claim(one: Claim) -> Record:
    """A claim of the ledger."""
    return {
        "claim": one.id,
        "statement": one.statement,
        "version": one.version,
        "current": one.current,
        "date": one.date,
        "title": one.title,
        "issuer": one.issuer,
        "country": one.country,
        "lang": one.lang,
        "url": one.url,
        "sentence": one.sentence,
        "own": one.own,
        "holder": actor(one.holder),
        "holder_text": one.holder_text,
        "chain": [actor(link) for link in one.chain],
        "act": one.act,
        "plover": plover(one.act),
        "cameo": cameo(one.act),
        "targets": list(one.targets),
        "stance": one.stance,
        "quote": one.quote,
        "start": one.start,
        "end": one.end,
        "source": span(one.source),
        "cue": span(one.cue),
        "content": [list(part) for part in one.content],
        "parent": one.parent,
        "responds_to": list(one.responds_to),
        "confidence": one.confidence,
        "experimental": one.experimental,
        "was": one.was,
        "corrected": one.corrected,
        "made_by": one.made_by,
    }


def claim_counts(found: Claims, layer: str) -> Record:
    """`claims --counts`: numbers of one layer, never of both."""
    return {"layer": layer, "counts": {name: dict(values) for name, values in found.counts.items()}}


def teller(chain: Sequence[Actor], issuer: str | None = None, most: int = 200) -> str:
    """Whose words: `XKV`, `XTM according to XKV`; `issuer` is what ISSUER stands for, `most` the letters of one name."""

    def named(one: Actor) -> str:
        names = one if isinstance(one, tuple) else (one,)
        shown = ((issuer or "ISSUER") if name == "ISSUER" else name or "unknown" for name in names)
        return " and ".join(name if len(name) <= most else f"{name[: most - 1]}…" for name in shown)

    return " according to ".join(named(one) for one in reversed(chain))


def actor(one: Actor) -> str | list[str] | None:
    """An actor: a word, several, or null."""
    return list(one) if isinstance(one, tuple) else one


def span(one: tuple[int, int] | None) -> list[int] | None:
    """A span or null."""
    return list(one) if one is not None else None


def suggestion(one: Suggestion) -> Record:
    """One completion of `search --complete`."""
    return {"text": one.text, "versions": one.versions}


def hit(one: Hit) -> Record:
    """One hit of `search`."""
    return {
        "statement": one.statement.id,
        "version": one.version,
        "original_id": one.statement.original_id,
        "title": one.statement.title,
        "date": one.statement.date,
        "issuer": one.statement.issuer,
        "lang": one.statement.lang,
        "url": one.statement.url,
        "score": one.score,
        "in": one.part,
        "current": one.current,
        "quote": one.quote,
        "start": one.start,
        "end": one.end,
        "highlights": [list(span) for span in one.highlights],
        "more": [
            {"quote": p.quote, "start": p.start, "end": p.end, "highlights": [list(span) for span in p.highlights]}
            for p in one.more
        ],
        "copies": list(one.copies),
    }


def edit(found: Edit) -> Record:
    """`diff A B`."""
    return {
        "edit": found.edit,
        "similarity": found.similarity,
        "opcodes": [list(op) for op in found.opcodes],
        "moved": [list(move) for move in found.moved],
        "notes": list(found.notes),
    }


def fault(one: Fault) -> Record:
    """A fault."""
    names = ("id", "at", "path", "url", "what", "why", "todo", "traceback")
    return {name: getattr(one, name) for name in names}


def profile(one: Profile) -> Record:
    """A profile of an issuer."""
    return {
        "issuer": one.id,
        "names": {lang: list(names) for lang, names in one.names.items()},
        "code": one.code,
        "body": one.body,
        "hosts": list(one.hosts),
        "languages": list(one.languages),
        "date_order": one.date_order,
        "series": [
            {"kind": s.kind, "lang": s.lang, "listing": s.listing, "expected_at_least": s.expected_at_least, "page": s.page}
            for s in one.series
        ],
        "selectors": dict(one.selectors),
        "checked": one.checked,
    }


def status(facts: Mapping[str, Any]) -> Record:
    """`status`: counts, period, queues, faults."""
    return dict(facts)
