"""A reading as rows of the catalog, and what people decided of its claims over that. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from communique import anchor
from communique.ids import short_id
from communique.model import Actor, Attribution, Reading, ReadSentence, Span
from communique.names import fold

ISSUER = "ISSUER"
CORRECTABLE = ("holder", "holder_text", "act", "targets", "stance", "chain", "own", "removed")
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Due:
    """A version that waits to be read, and all that its reading depends on."""

    version: str
    stamp: int
    statement: str
    text: str
    text_digest: str
    title: str | None
    date: str | None
    lang: str | None
    issuer: str | None  # its name
    country: str | None  # code of the issuer's state or organisation


def reading_row(due: Due, found: Reading, made_by: str) -> Row:
    """The row of `readings`."""
    sentences = [[s.start, s.end, s.act, list(s.targets), s.speaker, s.kind] for s in found.sentences]
    return {
        "version": due.version,
        "statement": due.statement,
        "made_by": made_by,
        "reader": found.reader or "",
        "experimental": found.experimental,
        "sentences": sentences,
    }


def claim_rows(due: Due, found: Reading, made_by: str) -> list[Row]:
    """The claims of a reading in the order of the text: attributions, and sentences that the issuer says itself.

    A sentence is a claim unless an attribution to the issuer with the same act stands in it.
    """
    names = {one.id: claim_id(due.version, one.cue, one.content) for one in found.attributions}
    said = {(one.sentence, one.act) for one in found.attributions if own(one.chain)}
    rows = [_attributed(due, one, names, made_by) for one in found.attributions]
    rows += [
        _said(due, one, made_by)
        for one in found.sentences
        if one.act is not None and one.kind == "text" and one.speaker is None and (one.n, one.act) not in said
    ]
    unique = {row["id"]: row for row in reversed(rows)}
    ordered = sorted(unique.values(), key=lambda row: (row["sentence"], row["cue"] is not None, row["cue"] or [], row["start"]))
    for number, row in enumerate(ordered, 1):
        row["ordinal"] = number
    return ordered


def claim_id(version: str, words: Span, content: Iterable[Span]) -> str:
    """The id of a claim: version, span of the cue (or the sentence), spans of the content."""
    return short_id(version, *(f"{start}-{end}" for start, end in (words, *content)))


def _attributed(due: Due, one: Attribution, names: Mapping[str, str], made_by: str) -> Row:
    return {
        **_anchored(due, one.content, made_by),
        "id": names[one.id],
        "attribution": one.id,
        "sentence": one.sentence,
        "parent": names.get(one.parent) if one.parent else None,
        "own": own(one.chain),
        "holder": stored(one.holder),
        "holder_text": one.holder_text,
        "chain": [stored(link) for link in one.chain],
        "act": one.act,
        "targets": list(one.targets),
        "stance": one.stance,
        "responds_to": [names[other] for other in one.responds_to if other in names],
        "source": list(one.source) if one.source else None,
        "cue": list(one.cue),
        "confidence": one.confidence,
    }


def _said(due: Due, one: ReadSentence, made_by: str) -> Row:
    span = (one.start, one.end)
    return {
        **_anchored(due, (span,), made_by),
        "id": claim_id(due.version, span, (span,)),
        "attribution": None,
        "sentence": one.n,
        "parent": None,
        "own": True,
        "holder": ISSUER,
        "holder_text": None,
        "chain": [ISSUER],
        "act": one.act,
        "targets": list(one.targets),
        "stance": "+",
        "responds_to": [],
        "source": None,
        "cue": None,
        "confidence": None,
    }


def _anchored(due: Due, content: Sequence[Span], made_by: str) -> Row:
    """What the words of a claim are and where they stand."""
    start, end = min(a for a, _ in content), max(b for _, b in content)
    made = anchor.make(due.text, start, end, due.text_digest)
    return {
        "version": due.version,
        "statement": due.statement,
        "start": start,
        "end": end,
        "content": [list(span) for span in content],
        "quote": made.exact,
        "prefix": made.prefix,
        "suffix": made.suffix,
        "text_digest": made.digest,
        "words": f" {fold(made.exact)} ",
        "was": None,
        "correction": None,
        "removed": False,
        "machine": None,
        "made_by": made_by,
    }


def stored(actor: Actor) -> str | list[str] | None:
    """An actor as JSON has it."""
    return list(actor) if isinstance(actor, tuple) else actor


def several(actor: Any) -> list[str]:
    """The actors in one place of a chain."""
    return [one for one in (actor if isinstance(actor, list | tuple) else [actor]) if one]


def own(chain: Sequence[Any]) -> bool:
    """Whether a chain makes a claim the issuer's own: it has one place, and the issuer stands there."""
    return len(chain) == 1 and ISSUER in several(chain[0])


def actor_rows(claim: Mapping[str, Any]) -> list[Row]:
    """The rows of `claim_actors`: for the issuer alone a claim may be its own."""
    holders = dict.fromkeys(several(claim["holder"]))
    made = [
        {"claim": claim["id"], "role": "holder", "actor": one, "own": bool(claim["own"]) and one == ISSUER} for one in holders
    ]
    targets = dict.fromkeys(claim["targets"])
    return made + [{"claim": claim["id"], "role": "target", "actor": one, "own": False} for one in targets]


# --- corrections -------------------------------------------------------------------------------------------------


def correct(rows: Sequence[Row], text: str, text_digest: str, corrections: Sequence[Mapping[Any, Any]]) -> list[str]:
    """Put what people decided over the claims of one version; what was put there before is taken off first.

    Returns the ids of the decisions whose claim does not stand there.
    """
    for row in rows:
        row.update(row["machine"] or {})
        row.update(machine=None, correction=None)
    lost = []
    for decision in corrections:
        row_ = find(rows, text, text_digest, decision["values"])
        if row_ is None:
            lost.append(str(decision["id"]))
        else:
            _decide(row_, decision)
    _rechain(rows)
    return lost


def find(rows: Sequence[Row], text: str, text_digest: str, values: Mapping[str, str | None]) -> Row | None:
    """The claim that an anchor means: at its place in the very text, else where the same words stand."""
    start, end, exact = int(values["start"] or 0), int(values["end"] or 0), values["exact"] or ""
    cue = json.loads(values.get("cue") or "null")
    kind = [row for row in rows if (row["cue"] is None) == (cue is None) and row["quote"] == exact]
    if text_digest == values["digest"]:
        there = [row for row in kind if (row["start"], row["end"]) == (start, end)]
        return next((row for row in there if row["cue"] == cue), there[0] if there else None)
    if len(kind) > 1:
        old = anchor.Anchor(start, end, exact, values["prefix"] or "", values["suffix"] or "", values["digest"] or "")
        carried = anchor.carry(old, text)
        kind = [row for row in kind if carried is not None and (row["start"], row["end"]) == (carried.start, carried.end)]
    return kind[0] if kind else None


def _decide(row: Row, decision: Mapping[Any, Any]) -> None:
    values = decision["values"]
    row["machine"] = row["machine"] or {name: row[name] for name in CORRECTABLE}
    row["correction"] = decision["id"]
    for name in ("act", "stance"):
        row[name] = values.get(name) or row[name]
    if values.get("targets") is not None:
        row["targets"] = json.loads(values["targets"] or "[]")
    if values.get("holder") is not None:
        row["holder"] = json.loads(values["holder"] or "null")
    if values.get("removed") is not None:
        row["removed"] = values["removed"] == "true"


def _rechain(rows: Sequence[Row]) -> None:
    """Chains anew below each claim whose holder a person changed."""
    by_id = {row["id"]: row for row in rows}
    changed = {row["id"] for row in rows if row["machine"] and row["machine"]["holder"] != row["holder"]}

    def line(row: Row) -> list[Row]:
        """The claim and those that it stands in, the outermost first."""
        out: list[Row] = [row]
        while (above := by_id.get(out[0]["parent"] or "")) is not None and above not in out:
            out.insert(0, above)
        return out

    for row in rows if changed else ():
        above = line(row)
        if not any(one["id"] in changed for one in above):
            continue
        chain = _before(above[0])
        for one in above:
            if chain == [ISSUER] and ISSUER in several(one["holder"]):
                chain = [one["holder"]]
            elif one["holder"] != chain[-1]:
                chain.append(one["holder"])
        row["machine"] = row["machine"] or {name: row[name] for name in CORRECTABLE}
        row["chain"], row["own"] = chain, own(chain)


def _before(outermost: Row) -> list[Any]:
    """The links before a claim that stands in no other: the issuer, and who speaks where that is somebody else.

    What a person gives to the issuer is the issuer's own, whoever was taken for the speaker.
    """
    read = outermost["machine"] or outermost
    if read["holder"] != outermost["holder"] and ISSUER in several(outermost["holder"]):
        return [ISSUER]
    return list(read["chain"][:-1]) or [ISSUER]


# --- the version before ------------------------------------------------------------------------------------------


def carried(before: Sequence[Row], after: Sequence[Row], text: str) -> dict[str, str]:
    """Claim of a version -> the same claim in the version before: the same words, found again by their anchor."""
    by_quote: dict[str, list[Row]] = {}
    for row in after:
        by_quote.setdefault(row["quote"], []).append(row)
    found: dict[str, str] = {}
    for old in before:
        same = [row for row in by_quote.get(old["quote"], ()) if row["id"] not in found]
        same = [row for row in same if (row["cue"] is None) == (old["cue"] is None)] or same
        same = [row for row in same if row["chain"] == old["chain"]] or same
        if len(same) > 1:
            made = anchor.Anchor(old["start"], old["end"], old["quote"], old["prefix"], old["suffix"], old["text_digest"])
            place = anchor.carry(made, text)
            same = [row for row in same if place is not None and row["start"] == place.start] or same
        if same:
            found[same[0]["id"]] = old["id"]
    return found
